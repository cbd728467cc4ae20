//! A folder of files that come into being together: written under another name, put in place when whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::ExportError;

/// The folder of unfinished files, inside the folder that is exported to.
const UNFINISHED: &str = ".annals-unfinished";

/// The description of the package, whose presence says that the folder is whole.
pub const PACKAGE: &str = "datapackage.json";

/// A file that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Rows, lines or objects.
    pub rows: u64,
}

/// A folder in the making. Dropped before its end it leaves what was there before.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Whether the folder was made here and is not finished: then it goes again.
    made: bool,
    written: Vec<Written>,
}

impl Folder {
    /// Begins a folder at `path`, which is made where there is none.
    ///
    /// # Errors
    /// Where the folder holds something and `force` is not given, or cannot be made.
    pub fn begin(path: &Path, force: bool) -> Result<Self, ExportError> {
        let made = !path.exists();
        fs::create_dir_all(path).map_err(at(path))?;
        let mut entries = fs::read_dir(path).map_err(at(path))?;
        let other =
            |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|entry| entry.file_name() != UNFINISHED);
        if !force && entries.any(other) {
            return Err(ExportError::NotEmpty(path.to_owned()));
        }
        let folder = Self { path: path.to_owned(), made, written: Vec::new() };
        folder.clear();
        let unfinished = folder.unfinished();
        fs::create_dir(&unfinished).map_err(at(&unfinished))?;
        Ok(folder)
    }

    fn unfinished(&self) -> PathBuf {
        self.path.join(UNFINISHED)
    }

    fn clear(&self) {
        // Nothing is lost where this fails: the folder is then still there and said to be in the way.
        let _ = fs::remove_dir_all(self.unfinished());
    }

    /// Writes a file; `fill` says how many rows it wrote.
    ///
    /// # Errors
    /// Where the file cannot be made, and those of `fill`.
    pub fn write<E: From<ExportError>>(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut Output) -> Result<u64, E>,
    ) -> Result<(), E> {
        let path = self.unfinished().join(name);
        let file = File::create(&path).map_err(at(&path))?;
        let mut out =
            Output { file: BufWriter::with_capacity(1 << 18, file), digest: Sha256::new(), bytes: 0 };
        let rows = fill(&mut out)?;
        let (bytes, sha256) = out.finish().map_err(at(&path))?;
        self.written.push(Written { name: name.to_owned(), bytes, sha256, rows });
        Ok(())
    }

    /// What is written so far, in order.
    pub fn written(&self) -> &[Written] {
        &self.written
    }

    /// Puts the files in place, the package's description last, and takes away those of an earlier export.
    ///
    /// # Errors
    /// Where a file cannot be moved.
    pub fn finish(mut self) -> Result<Vec<Written>, ExportError> {
        let package = self.path.join(PACKAGE);
        for name in earlier(&package) {
            let path = self.path.join(name);
            fs::remove_file(&path).or_else(gone).map_err(at(&path))?;
        }
        fs::remove_file(&package).or_else(gone).map_err(at(&package))?;
        let (last, first): (Vec<_>, Vec<_>) = self.written.iter().partition(|file| file.name == PACKAGE);
        for file in first.into_iter().chain(last) {
            let path = self.path.join(&file.name);
            fs::rename(self.unfinished().join(&file.name), &path).map_err(at(&path))?;
        }
        self.made = false;
        Ok(std::mem::take(&mut self.written))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.clear();
        if self.made {
            // Refused where somebody else has put something there meanwhile, as it should.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ExportError + use<> {
    let path = path.to_owned();
    move |source| ExportError::File { path, source }
}

fn gone(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// The files of an earlier export, as its description names them; none where it is not one of ours.
fn earlier(package: &Path) -> Vec<String> {
    let Ok(text) = fs::read_to_string(package) else { return Vec::new() };
    let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) else { return Vec::new() };
    if value.get("annals").is_none() {
        return Vec::new();
    }
    let resources = value["resources"].as_array().into_iter().flatten();
    let paths = resources.filter_map(|resource| resource["path"].as_str());
    paths.filter(|path| !path.contains(['/', '\\']) && !path.starts_with('.')).map(str::to_owned).collect()
}

/// Where a file's bytes go: counted and digested on the way.
#[derive(Debug)]
pub struct Output {
    file: BufWriter<File>,
    digest: Sha256,
    bytes: u64,
}

impl Output {
    fn finish(self) -> io::Result<(u64, String)> {
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        let digest = self.digest.finalize();
        Ok((self.bytes, digest.iter().map(|byte| format!("{byte:02x}")).collect()))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.digest.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(path: &Path) -> Vec<String> {
        let entries =
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = entries.collect();
        names.sort();
        names
    }

    fn export(path: &Path, force: bool, files: &[&str]) -> Result<Vec<Written>, ExportError> {
        let mut folder = Folder::begin(path, force)?;
        for name in files {
            folder.write(name, |out| Ok::<_, ExportError>(out.write_all(b"x").map(|()| 1)?))?;
        }
        let resources: Vec<_> = files.iter().map(|name| serde_json::json!({"path": name})).collect();
        let package = serde_json::json!({"annals": {}, "resources": resources}).to_string();
        folder.write(PACKAGE, |out| Ok::<_, ExportError>(out.write_all(package.as_bytes()).map(|()| 1)?))?;
        folder.finish()
    }

    #[test]
    fn files_are_put_in_place_when_all_are_whole() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("out");
        let mut folder = Folder::begin(&path, false).unwrap();
        let failed = folder.write("a.csv", |_| Err(ExportError::Format("x".to_owned())));
        assert!(failed.is_err());
        drop(folder);
        assert!(!path.exists());
        let written = export(&path, false, &["a.csv"]).unwrap();
        assert_eq!(names(&path), ["a.csv", PACKAGE]);
        assert_eq!((written[0].bytes, written[0].rows), (1, 1));
        assert!(written[0].sha256.starts_with("2d711642b726b044"));
    }

    #[test]
    fn a_folder_that_holds_something_is_left_alone() {
        let temporary = tempfile::tempdir().unwrap();
        fs::write(temporary.path().join("mine.txt"), "x").unwrap();
        let refused = export(temporary.path(), false, &["a.csv"]);
        assert!(matches!(refused, Err(ExportError::NotEmpty(_))));
        assert_eq!(names(temporary.path()), ["mine.txt"]);
    }

    #[test]
    fn force_takes_an_earlier_export_away_and_nothing_else() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("out");
        export(&path, false, &["a.csv", "b.csv"]).unwrap();
        fs::write(path.join("mine.txt"), "x").unwrap();
        export(&path, true, &["b.csv", "c.csv"]).unwrap();
        assert_eq!(names(&path), ["b.csv", "c.csv", PACKAGE, "mine.txt"]);
    }

    #[test]
    fn what_a_killed_export_left_is_no_obstacle() {
        let temporary = tempfile::tempdir().unwrap();
        fs::create_dir(temporary.path().join(UNFINISHED)).unwrap();
        fs::write(temporary.path().join(UNFINISHED).join("a.csv"), "half").unwrap();
        export(temporary.path(), false, &["a.csv"]).unwrap();
        assert_eq!(names(temporary.path()), ["a.csv", PACKAGE]);
    }
}
