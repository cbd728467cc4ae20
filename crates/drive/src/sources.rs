//! Files, folders and standard input as one stream of items, in a fixed order.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use annals_record::Failed;
use annals_text::{Hints, Limits, pieces};
use walkdir::{DirEntry, WalkDir};

use crate::reading::{Item, unreadable};

/// Bytes taken from all inputs so far.
pub type Meter = Arc<AtomicU64>;

/// An input that is open.
pub struct Input {
    /// Its path; none for standard input.
    pub path: Option<PathBuf>,
    /// Its bytes, counted as they are read.
    pub bytes: Box<dyn Read + Send>,
}

/// The articles of `files`, lazily: one input is open at a time. `-` is standard input; of a folder, and the folders in
/// it, the files are taken that may hold articles, in the order of their names.
pub fn items(
    files: impl IntoIterator<Item = PathBuf, IntoIter: Send>,
    limits: Limits,
    meter: Meter,
) -> impl Iterator<Item = Item> + Send {
    inputs(files, is_article, meter).flat_map(move |input| cut(input, limits))
}

fn cut(input: Result<Input, Box<Failed>>, limits: Limits) -> Box<dyn Iterator<Item = Item> + Send> {
    match input {
        Err(failed) => Box::new(std::iter::once(Item::Failed(failed))),
        Ok(Input { path, bytes }) => {
            let hints = Hints { uri: path.map(|path| path.display().to_string()), ..Hints::default() };
            Box::new(pieces(bytes, hints, limits).map(|piece| Item::Piece(Box::new(piece))))
        }
    }
}

/// The inputs behind `files`, opened one by one; of folders those files that are `taken`.
pub fn inputs(
    files: impl IntoIterator<Item = PathBuf, IntoIter: Send>,
    taken: fn(&Path) -> bool,
    meter: Meter,
) -> impl Iterator<Item = Result<Input, Box<Failed>>> + Send {
    let found = files.into_iter().flat_map(move |file| expand(file, taken));
    found.map(move |found| found.and_then(|path| open(path, meter.clone())))
}

/// Bytes of all files on disk, as far as they can be told; `None` where standard input is among them.
pub fn total_bytes(files: &[PathBuf], taken: fn(&Path) -> bool) -> Option<u64> {
    if files.iter().any(|file| is_stdin(file)) {
        return None;
    }
    let found = files.iter().cloned().flat_map(|file| expand(file, taken)).flatten();
    Some(found.filter_map(|path| path.metadata().ok()).map(|meta| meta.len()).sum())
}

type Found = Result<PathBuf, Box<Failed>>;

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn expand(path: PathBuf, taken: fn(&Path) -> bool) -> Box<dyn Iterator<Item = Found> + Send> {
    if is_stdin(&path) || !path.is_dir() {
        return Box::new(std::iter::once(Ok(path)));
    }
    let walk = WalkDir::new(&path).follow_links(true).sort_by_file_name().into_iter();
    Box::new(walk.filter_entry(|entry| !is_hidden(entry)).filter_map(move |entry| found(entry, &path, taken)))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}

fn found(entry: walkdir::Result<DirEntry>, folder: &Path, taken: fn(&Path) -> bool) -> Option<Found> {
    match entry {
        Err(error) => {
            let path = error.path().unwrap_or(folder).display().to_string();
            Some(Err(unreadable(Some(&path), describe(&error))))
        }
        Ok(entry) => {
            let taken = entry.file_type().is_file() && taken(entry.path());
            taken.then(|| Ok(entry.into_path()))
        }
    }
}

fn describe(error: &walkdir::Error) -> String {
    match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!("skipped: it is a link back to {}", ancestor.display()),
        (_, Some(error)) => format!("cannot be opened: {error}"),
        _ => "cannot be opened".to_owned(),
    }
}

/// Whether a file of a folder may hold articles. A file that is named itself is always taken.
pub fn is_article(path: &Path) -> bool {
    const SUFFIXES: [&str; 12] =
        ["txt", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "warc", "wet", "xml", "rss", "atom"];
    has_suffix(path, &SUFFIXES)
}

/// Whether the name of a file ends in one of `suffixes`, packed or not, and is no readme's.
pub fn has_suffix(path: &Path, suffixes: &[&str]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    let suffix = plain.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    suffixes.contains(&suffix) && !name.starts_with("readme")
}

fn open(path: PathBuf, meter: Meter) -> Result<Input, Box<Failed>> {
    if is_stdin(&path) {
        return Ok(Input { path: None, bytes: Box::new(Metered { reader: io::stdin(), meter }) });
    }
    match File::open(&path) {
        Ok(reader) => Ok(Input { path: Some(path), bytes: Box::new(Metered { reader, meter }) }),
        Err(error) => {
            Err(unreadable(Some(&path.display().to_string()), format!("cannot be opened: {error}")))
        }
    }
}

/// A reader that counts what it gives.
struct Metered<R> {
    reader: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.meter.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_what_may_be_articles() {
        for name in ["a.txt", "a.HTML", "a.jsonl.gz", "crawl.warc.zst", "feed.xml"] {
            assert!(is_article(Path::new(name)), "{name}");
        }
        for name in ["README.txt", "readme.html", "a.md", "a.py", "txt", "a.gz", "a.txt.bak"] {
            assert!(!is_article(Path::new(name)), "{name}");
        }
    }
}
