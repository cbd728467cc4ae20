//! `annals correct`: corrections of findings from files, and into one.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use annals_store::{Applied, Correction, Store};
use anyhow::{Context, bail};
use clap::Args;

use crate::outcome::Exit;

/// Options of `annals correct`.
#[derive(Debug, Args)]
pub struct CorrectArgs {
    /// The store.
    #[arg(value_name = "STORE")]
    pub store: PathBuf,
    /// Files of corrections, one JSON object a line; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write all corrections of the store into a file; `-` is standard output.
    #[arg(long, short, value_name = "FILE", conflicts_with = "files")]
    pub out: Option<PathBuf>,
}

/// `annals correct`.
pub fn run(args: &CorrectArgs) -> anyhow::Result<Exit> {
    match &args.out {
        Some(out) => write(&args.store, out),
        None if args.files.is_empty() => {
            bail!("nothing to do: name files of corrections, or --out FILE to write those of the store")
        }
        None => apply(args),
    }
}

fn write(store: &Path, out: &Path) -> anyhow::Result<Exit> {
    let all = Store::open(store)?.corrections(None).with_context(|| store.display().to_string())?;
    let name = || format!("cannot write {}", out.display());
    if out == Path::new("-") {
        lines(io::stdout().lock(), &all)?;
    } else {
        let file = File::create(out).with_context(name)?;
        lines(BufWriter::new(file), &all).with_context(name)?;
    }
    Ok(if all.is_empty() { Exit::Nothing } else { Exit::Found })
}

fn lines(mut out: impl Write, all: &[Correction]) -> io::Result<()> {
    for correction in all {
        serde_json::to_writer(&mut out, correction)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// How many corrections fared how.
#[derive(Default)]
struct Sum {
    applied: usize,
    known: usize,
    refused: usize,
}

fn apply(args: &CorrectArgs) -> anyhow::Result<Exit> {
    // Opened for reading first: correcting makes no store where there is none.
    drop(Store::open(&args.store)?);
    let mut store = Store::create(&args.store)?;
    let mut sum = Sum::default();
    for file in &args.files {
        let name = file.display().to_string();
        let lines = read(file).with_context(|| format!("cannot read {name}"))?;
        one(&mut store, &name, &lines, &mut sum).with_context(|| args.store.display().to_string())?;
    }
    let Sum { applied, known, refused } = sum;
    eprintln!("annals: {applied} applied, {known} known, {refused} not applied");
    Ok(match sum {
        Sum { refused: 1.., .. } => Exit::Failed,
        Sum { applied: 0, known: 0, .. } => Exit::Nothing,
        Sum { .. } => Exit::Found,
    })
}

/// Lines that are not empty, with their numbers.
fn read(file: &Path) -> io::Result<Vec<(usize, String)>> {
    let input: Box<dyn BufRead> = match file == Path::new("-") {
        true => Box::new(io::stdin().lock()),
        false => Box::new(BufReader::new(File::open(file)?)),
    };
    let lines = (1..).zip(input.lines()).map(|(number, line)| Ok((number, line?)));
    let lines: io::Result<Vec<(usize, String)>> = lines.collect();
    Ok(lines?.into_iter().filter(|(_, line)| !line.trim().is_empty()).collect())
}

/// Applies the lines of one file; those that cannot be applied are told with their number, the others hold.
fn one(store: &mut Store, name: &str, lines: &[(usize, String)], sum: &mut Sum) -> anyhow::Result<()> {
    let tell = |number: usize, reason: &str| eprintln!("annals: {name}:{number}: {reason}");
    let (mut numbers, mut corrections) = (Vec::new(), Vec::new());
    for (number, line) in lines {
        match serde_json::from_str::<Correction>(line) {
            Ok(correction) => {
                numbers.push(*number);
                corrections.push(correction);
            }
            Err(error) => {
                sum.refused += 1;
                tell(*number, &format!("this is no correction: {error}"));
            }
        }
    }
    let applied = store.correct(&corrections, &annals_drive::now())?;
    for (number, applied) in numbers.into_iter().zip(applied) {
        match applied {
            Applied::Applied => sum.applied += 1,
            Applied::Known => sum.known += 1,
            Applied::Refused(reason) => {
                sum.refused += 1;
                tell(number, &reason);
            }
        }
    }
    Ok(())
}
