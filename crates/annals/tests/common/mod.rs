//! Running the program in tests.
#![allow(dead_code)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_annals");

/// What a run gave.
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// The records on standard output, one a line.
    #[track_caller]
    pub fn records(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

/// Runs annals without standard input.
pub fn annals(args: &[&str]) -> Run {
    annals_stdin(args, b"")
}

/// Runs annals in a folder, without standard input.
pub fn annals_in(folder: &Path, args: &[&str]) -> Run {
    run(folder, args, b"")
}

/// Runs annals with `input` on standard input.
pub fn annals_stdin(args: &[&str], input: &[u8]) -> Run {
    run(Path::new(env!("CARGO_MANIFEST_DIR")), args, input)
}

fn run(folder: &Path, args: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(PROGRAM)
        .args(args)
        .env_remove("NO_COLOR")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // The program may end before it has read all of it.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().unwrap()
    });
    Run {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder that goes when the test ends.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file and gives its path.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }
}
