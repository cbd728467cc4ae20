//! Files, folders and standard input as one stream of pieces, in a fixed order.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use annals_record::{Failed, Origin};
use annals_text::{Hints, Limits, Piece, pieces};
use walkdir::{DirEntry, WalkDir};

use crate::outcome::unreadable;

/// What the stream gives.
pub enum Item {
    /// A piece, to be made into articles.
    Piece(Box<Piece>),
    /// An input that could not be opened.
    Failed(Box<Failed>),
}

impl Item {
    /// What is known of the item's article.
    pub fn origin(&self) -> Origin {
        match self {
            Self::Piece(piece) => Origin { key: None, uri: piece.hints.uri.clone() },
            Self::Failed(failed) => failed.article.clone(),
        }
    }
}

/// Bytes taken from all inputs so far.
pub type Meter = Arc<AtomicU64>;

type Pieces = Box<dyn Iterator<Item = Piece> + Send>;

/// The items of `files`, lazily: one input is open at a time.
pub fn items(files: &[PathBuf], limits: Limits, meter: Meter) -> impl Iterator<Item = Item> + Send {
    let mut inputs: VecDeque<PathBuf> = files.iter().cloned().collect();
    if inputs.is_empty() {
        inputs.push_back(PathBuf::from("-"));
    }
    let inputs = inputs.into_iter().flat_map(expand);
    inputs.flat_map(move |input| open(input, limits, meter.clone()))
}

/// Whether there is anything to read: files, or a standard input that is no terminal.
pub fn given(files: &[PathBuf]) -> bool {
    !files.is_empty() || !io::stdin().is_terminal()
}

/// Bytes of all files on disk, as far as they can be told; `None` where standard input is among them.
pub fn total_bytes(files: &[PathBuf]) -> Option<u64> {
    if files.is_empty() || files.iter().any(|file| is_stdin(file)) {
        return None;
    }
    let found = files.iter().cloned().flat_map(expand).flatten();
    Some(found.filter_map(|path| path.metadata().ok()).map(|meta| meta.len()).sum())
}

type Found = Result<PathBuf, Box<Failed>>;

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn expand(path: PathBuf) -> Box<dyn Iterator<Item = Found> + Send> {
    if is_stdin(&path) || !path.is_dir() {
        return Box::new(std::iter::once(Ok(path)));
    }
    let walk = WalkDir::new(&path).follow_links(true).sort_by_file_name().into_iter();
    Box::new(walk.filter_entry(|entry| !is_hidden(entry)).filter_map(move |entry| found(entry, &path)))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}

fn found(entry: walkdir::Result<DirEntry>, folder: &Path) -> Option<Found> {
    match entry {
        Err(error) => {
            let path = error.path().unwrap_or(folder).display().to_string();
            Some(Err(unreadable(&path, describe(&error))))
        }
        Ok(entry) => (entry.file_type().is_file() && is_article(entry.path())).then(|| Ok(entry.into_path())),
    }
}

fn describe(error: &walkdir::Error) -> String {
    match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => format!("skipped: it is a link back to {}", ancestor.display()),
        (_, Some(error)) => format!("cannot be opened: {error}"),
        _ => "cannot be opened".to_owned(),
    }
}

/// Whether a file of a folder is taken. A file that is named on the command line always is.
fn is_article(path: &Path) -> bool {
    const SUFFIXES: [&str; 12] =
        ["txt", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "warc", "wet", "xml", "rss", "atom"];
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    let suffix = plain.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    SUFFIXES.contains(&suffix) && !name.starts_with("readme")
}

fn open(input: Found, limits: Limits, meter: Meter) -> Box<dyn Iterator<Item = Item> + Send> {
    match input.and_then(|path| reader(&path).map(|reader| (path, reader))) {
        Err(failed) => Box::new(std::iter::once(Item::Failed(failed))),
        Ok((path, reader)) => {
            Box::new(cut(&path, Metered { reader, meter }, limits).map(|piece| Item::Piece(Box::new(piece))))
        }
    }
}

fn reader(path: &Path) -> Result<Box<dyn Read + Send>, Box<Failed>> {
    if is_stdin(path) {
        return Ok(Box::new(io::stdin()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(unreadable(&path.display().to_string(), format!("cannot be opened: {error}"))),
    }
}

fn cut(path: &Path, reader: Metered, limits: Limits) -> Pieces {
    let uri = (!is_stdin(path)).then(|| path.display().to_string());
    pieces(reader, Hints { uri, ..Hints::default() }, limits)
}

/// A reader that counts what it gives.
struct Metered {
    reader: Box<dyn Read + Send>,
    meter: Meter,
}

impl Read for Metered {
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
