//! Tries the entries of a lexicon of events on their own examples.
//!
//!     cargo run -p annals-read --example lexicon -- DIR            every entry of the TSV files of a folder
//!     cargo run -p annals-read --example lexicon -- DIR FILE.tsv   only those of one file
//!     cargo run -p annals-read --example lexicon -- DIR -t TEXT    the events of a text, and its tree
//!
//! Prints each entry whose `yes` does not match, and why, and each whose `no` holds an event of its type; then a line a
//! file: entries, those that match, those whose `no` is clean.

use std::collections::BTreeMap;
use std::path::Path;

use annals_read::events::trial::Trial;
use annals_read::events::{Entry, Lexicon};
use annals_read::model::Reader;
use annals_text::document;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let dir = args.first().ok_or("lexicon: name a folder of TSV files")?;
    let (lexicon, errors) = Lexicon::read(&files(Path::new(dir))?);
    for error in &errors {
        println!("{error}");
    }
    let reader = Reader::shipped()?;
    if let Some("-t") = args.get(1).map(String::as_str) {
        return show(&lexicon, &reader, args.get(2).ok_or("lexicon: a text belongs behind -t")?);
    }
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let only = args.get(1);
    for (number, entry) in lexicon.entries.iter().enumerate() {
        if only.is_some_and(|only| only != entry.file) {
            continue;
        }
        let (yes, no) = (yes(&lexicon, &reader, number)?, no(&lexicon, &reader, entry)?);
        for problem in [&yes, &no].into_iter().flatten() {
            println!("{}:{} `{}` {problem}", entry.file, entry.line, entry.text);
        }
        let row = counts.entry(entry.file).or_default();
        row[0] += 1;
        row[1] += usize::from(yes.is_none());
        row[2] += usize::from(no.is_none());
    }
    for (file, [all, yes, no]) in counts {
        println!("{file}\t{all} entries\t{yes} match\t{no} clean");
    }
    println!("{} lines are no entries", errors.len());
    Ok(())
}

/// The TSV files of a folder that hold entries or classes. They are kept for the whole run.
fn files(dir: &Path) -> Result<Vec<(&'static str, &'static str)>, Failure> {
    let mut files = Vec::new();
    for file in std::fs::read_dir(dir)? {
        let path = file?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if !name.ends_with(".tsv") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        let header = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
        if name.starts_with("classes") || header.starts_with("pattern\t") {
            files.push((&*name.leak(), &*text.leak()));
        }
    }
    files.sort();
    Ok(files)
}

fn trial<T>(
    lexicon: &Lexicon,
    reader: &Reader,
    text: &str,
    ask: impl FnOnce(Trial) -> T,
) -> Result<T, Failure> {
    let mut doc = document(text);
    let analysis = reader.analyse(text, &mut doc)?;
    Ok(ask(Trial::new(lexicon, text, &doc, &analysis)))
}

/// Why an entry does not win in its `yes`; another entry of its type may win in its place.
fn yes(lexicon: &Lexicon, reader: &Reader, number: usize) -> Result<Option<String>, Failure> {
    let entry = &lexicon.entries[number];
    trial(lexicon, reader, entry.yes, |trial| {
        let wins = trial.wins();
        let fits = |win: &&annals_read::events::trial::Win| lexicon.entries[win.entry].kind == entry.kind;
        if wins.iter().any(|win| win.entry == number) {
            return None;
        }
        let missing = trial.missing(number);
        let at_head = |win: &&annals_read::events::trial::Win| {
            missing.iter().any(|(word, _)| *word == win.word.of(entry.yes))
        };
        let beaten = wins.iter().find(at_head);
        if beaten.as_ref().is_some_and(fits) {
            return None;
        }
        let why = match (beaten, missing.as_slice()) {
            (Some(win), [.., (word, None)]) => {
                let by = &lexicon.entries[win.entry];
                format!("at “{word}” wins {}:{} `{}` {}", by.file, by.line, by.text, by.kind.unwrap_or("-"))
            }
            (_, []) => "its head is no word of the sentence".to_owned(),
            (_, heads) => {
                let heads = heads.iter().map(|(word, lacks)| match lacks {
                    Some(lacks) => format!("“{word}” lacks {lacks}"),
                    None => format!("“{word}” fits"),
                });
                heads.collect::<Vec<_>>().join(", ")
            }
        };
        Some(format!("YES: {why}\n    {}\n    {}", entry.yes, trial.tree()))
    })
}

/// The events of an entry's type in its `no`.
fn no(lexicon: &Lexicon, reader: &Reader, entry: &Entry) -> Result<Option<String>, Failure> {
    if entry.no.is_empty() || entry.kind.is_none() {
        return Ok(None);
    }
    trial(lexicon, reader, entry.no, |trial| {
        let wins = trial.wins();
        let win = wins.iter().find(|win| lexicon.entries[win.entry].kind == entry.kind)?;
        let by = &lexicon.entries[win.entry];
        let word = win.word.of(entry.no);
        Some(format!("NO: “{word}” fits {}:{} `{}`\n    {}", by.file, by.line, by.text, entry.no))
    })
}

fn show(lexicon: &Lexicon, reader: &Reader, text: &str) -> Result<(), Failure> {
    let tree = trial(lexicon, reader, text, |trial| trial.tree())?;
    println!("{tree}");
    for line in trial(lexicon, reader, text, |trial| trial.events())? {
        println!("{line}");
    }
    Ok(())
}
