//! Files, folders and standard input as one stream of items, in a fixed order.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use annals_drive::{Guarded, Input, Meter, has_suffix, inputs, is_article};
use annals_record::{Failed, Origin};
use annals_text::{Limits, unpacked};

use crate::tokenized::{self, Chunk};

/// What the stream gives.
pub enum Item {
    /// Articles, or an input that could not be opened.
    Articles(annals_drive::Item),
    /// The lines of an article that is tokenised already.
    Tokenized(Box<Chunk>),
}

impl Guarded for Item {
    fn origin(&self) -> Origin {
        match self {
            Self::Articles(item) => item.origin(),
            Self::Tokenized(chunk) => Origin { key: None, uri: chunk.uri.clone() },
        }
    }

    fn failed(failed: Box<Failed>) -> Self {
        Self::Articles(annals_drive::Item::Failed(failed))
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

/// The items of `files`, lazily: one input is open at a time.
pub fn items(
    files: &[PathBuf],
    content: Content,
    limits: Limits,
    meter: Meter,
) -> Box<dyn Iterator<Item = Item> + Send> {
    let files = named(files);
    match content {
        Content::Articles => Box::new(annals_drive::items(files, limits, meter).map(Item::Articles)),
        Content::Tokenized => {
            Box::new(inputs(files, is_tokenized, meter).flat_map(move |input| chunks(input, limits)))
        }
    }
}

/// The files named on the command line; standard input where there are none.
pub fn named(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() { vec![PathBuf::from("-")] } else { files.to_vec() }
}

/// Whether there is anything to read: files, or a standard input that is no terminal.
pub fn given(files: &[PathBuf]) -> bool {
    !files.is_empty() || !io::stdin().is_terminal()
}

/// Bytes of all files on disk, as far as they can be told; `None` where standard input is among them.
pub fn total_bytes(files: &[PathBuf], content: Content) -> Option<u64> {
    let taken = match content {
        Content::Articles => is_article,
        Content::Tokenized => is_tokenized,
    };
    annals_drive::total_bytes(&named(files), taken)
}

/// Whether a file of a folder is taken for one that is tokenised.
fn is_tokenized(path: &Path) -> bool {
    has_suffix(path, &["conllu", "txt", "tok"])
}

fn chunks(input: Result<Input, Box<Failed>>, limits: Limits) -> Box<dyn Iterator<Item = Item> + Send> {
    match input {
        Err(failed) => Box::new(std::iter::once(Item::failed(failed))),
        Ok(Input { path, bytes }) => {
            let chunks = tokenized::chunks(unpacked(bytes), path.as_deref(), limits);
            Box::new(chunks.map(|chunk| match chunk {
                Ok(chunk) => Item::Tokenized(Box::new(chunk)),
                Err(failed) => Item::failed(failed),
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_what_may_be_tokenized() {
        assert!(is_tokenized(Path::new("a.conllu.gz")));
        assert!(!is_tokenized(Path::new("a.html")));
    }
}
