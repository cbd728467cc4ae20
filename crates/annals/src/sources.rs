//! Files, folders and standard input as one stream of pieces, in a fixed order.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use annals_record::{Failed, Origin};
use annals_text::{Hints, Limits, Piece, pieces, unpacked};
use walkdir::{DirEntry, WalkDir};

use crate::outcome::unreadable;
use crate::tokenized::{self, Chunk};

/// What the stream gives.
pub enum Item {
    /// A piece, to be made into articles.
    Piece(Box<Piece>),
    /// The lines of an article that is tokenised already.
    Tokenized(Box<Chunk>),
    /// An input that could not be opened.
    Failed(Box<Failed>),
}

impl Item {
    /// What is known of the item's article.
    pub fn origin(&self) -> Origin {
        match self {
            Self::Piece(piece) => Origin { key: None, uri: piece.hints.uri.clone() },
            Self::Tokenized(chunk) => Origin { key: None, uri: chunk.uri.clone() },
            Self::Failed(failed) => failed.article.clone(),
        }
    }
}

/// What inputs hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Articles in any format.
    Articles,
    /// Articles that are tokenised already.
    Tokenized,
}

/// Bytes taken from all inputs so far.
pub type Meter = Arc<AtomicU64>;

type Items = Box<dyn Iterator<Item = Item> + Send>;

/// The items of `files`, lazily: one input is open at a time.
pub fn items(
    files: &[PathBuf],
    content: Content,
    limits: Limits,
    meter: Meter,
) -> impl Iterator<Item = Item> + Send {
    let mut inputs: VecDeque<PathBuf> = files.iter().cloned().collect();
    if inputs.is_empty() {
        inputs.push_back(PathBuf::from("-"));
    }
    let inputs = inputs.into_iter().flat_map(move |input| expand(input, content));
    inputs.flat_map(move |input| open(input, content, limits, meter.clone()))
}

/// Whether there is anything to read: files, or a standard input that is no terminal.
pub fn given(files: &[PathBuf]) -> bool {
    !files.is_empty() || !io::stdin().is_terminal()
}

/// Bytes of all files on disk, as far as they can be told; `None` where standard input is among them.
pub fn total_bytes(files: &[PathBuf], content: Content) -> Option<u64> {
    if files.is_empty() || files.iter().any(|file| is_stdin(file)) {
        return None;
    }
    let found = files.iter().cloned().flat_map(|file| expand(file, content)).flatten();
    Some(found.filter_map(|path| path.metadata().ok()).map(|meta| meta.len()).sum())
}

type Found = Result<PathBuf, Box<Failed>>;

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn expand(path: PathBuf, content: Content) -> Box<dyn Iterator<Item = Found> + Send> {
    if is_stdin(&path) || !path.is_dir() {
        return Box::new(std::iter::once(Ok(path)));
    }
    let walk = WalkDir::new(&path).follow_links(true).sort_by_file_name().into_iter();
    Box::new(
        walk.filter_entry(|entry| !is_hidden(entry)).filter_map(move |entry| found(entry, &path, content)),
    )
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}

fn found(entry: walkdir::Result<DirEntry>, folder: &Path, content: Content) -> Option<Found> {
    match entry {
        Err(error) => {
            let path = error.path().unwrap_or(folder).display().to_string();
            Some(Err(unreadable(Some(&path), describe(&error))))
        }
        Ok(entry) => {
            let taken = entry.file_type().is_file() && is_taken(entry.path(), content);
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

/// Whether a file of a folder is taken. A file that is named on the command line always is.
fn is_taken(path: &Path, content: Content) -> bool {
    const ARTICLES: [&str; 12] =
        ["txt", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "warc", "wet", "xml", "rss", "atom"];
    const TOKENIZED: [&str; 3] = ["conllu", "txt", "tok"];
    let suffixes: &[&str] = match content {
        Content::Articles => &ARTICLES,
        Content::Tokenized => &TOKENIZED,
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    let suffix = plain.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    suffixes.contains(&suffix) && !name.starts_with("readme")
}

fn open(input: Found, content: Content, limits: Limits, meter: Meter) -> Items {
    match input.and_then(|path| reader(&path).map(|reader| (path, reader))) {
        Err(failed) => Box::new(std::iter::once(Item::Failed(failed))),
        Ok((path, reader)) => cut(&path, Metered { reader, meter }, content, limits),
    }
}

fn reader(path: &Path) -> Result<Box<dyn Read + Send>, Box<Failed>> {
    if is_stdin(path) {
        return Ok(Box::new(io::stdin()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => {
            Err(unreadable(Some(&path.display().to_string()), format!("cannot be opened: {error}")))
        }
    }
}

fn cut(path: &Path, reader: Metered, content: Content, limits: Limits) -> Items {
    let path = (!is_stdin(path)).then_some(path);
    match content {
        Content::Articles => {
            let hints = Hints { uri: path.map(|path| path.display().to_string()), ..Hints::default() };
            Box::new(pieces(reader, hints, limits).map(|piece| Item::Piece(Box::new(piece))))
        }
        Content::Tokenized => {
            let chunks = tokenized::chunks(unpacked(reader), path, limits);
            Box::new(chunks.map(|chunk| match chunk {
                Ok(chunk) => Item::Tokenized(Box::new(chunk)),
                Err(failed) => Item::Failed(failed),
            }))
        }
    }
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
            assert!(is_taken(Path::new(name), Content::Articles), "{name}");
        }
        for name in ["README.txt", "readme.html", "a.md", "a.py", "txt", "a.gz", "a.txt.bak"] {
            assert!(!is_taken(Path::new(name), Content::Articles), "{name}");
        }
        assert!(is_taken(Path::new("a.conllu.gz"), Content::Tokenized));
        assert!(!is_taken(Path::new("a.html"), Content::Tokenized));
    }
}
