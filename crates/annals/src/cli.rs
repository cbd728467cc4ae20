//! The command line: the one table that parsing, help, the manual and the completions come from.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::add::AddArgs;
use crate::correct::CorrectArgs;
use crate::export::{self, ExportArgs};
use crate::find::FindArgs;
use crate::show::ShowArgs;

/// An open reader of the news: who said what, how many, when and where, and who says so.
///
/// Articles go in, from any outlet; out comes one record an article, each finding with the words it stands on.
/// annals takes no side: it never says whether a statement is true, and keeps who said it.
#[derive(Debug, Parser)]
#[command(name = "annals", version = VERSION, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (record version annals/1)");

const EXIT_CODES: &str = "\
Exit status: 0 something was found, 1 nothing was found, 2 something failed (the rest was still read).
Standard output is data, standard error is talk. NO_COLOR is obeyed.";

const READ_EXAMPLES: &str = "\
Examples:
  annals read article.html                 a report of one page, on the terminal
  annals read articles/ > records.jsonl    a folder and all below it, one record a line
  zcat dump.jsonl.gz | annals read -       from standard input
  annals read crawl.warc.gz --jobs 4 | jq -r '.article.title'
  annals read page.html --format json      one record, laid out to be read

Formats are told by content: plain text (with or without a masthead), HTML, JSON, JSON Lines, RSS, Atom and WARC,
each also packed by gzip or zstd. In folders, files are taken that end in .txt .html .htm .xhtml .json .jsonl
.ndjson .warc .wet .xml .rss .atom, or one of these with .gz or .zst; a file that is named itself is always taken.";

const ADD_EXAMPLES: &str = "\
Examples:
  annals add news.annals articles/         a folder and all below it; the file is made where there is none
  annals add news.annals articles/         again: only what is new is read
  curl … | annals add news.annals -        from standard input
  annals add news.annals dump.jsonl.gz --article-only

The store may be read and written by others meanwhile. A run may be stopped or killed at any moment: what was stored
is stored, and the same command goes on.";

const SHOW_EXAMPLES: &str = "\
Examples:
  annals show news.annals 4f0c2a                       by the beginning of its id
  annals show news.annals https://news.example/1       by its address: the newest version
  annals show news.annals 4f0c2a/s120-188              a finding, with voice and reasons
  annals show news.annals 4f0c2a --format json | jq '.differences'";

const CORRECT_EXAMPLES: &str = "\
Examples:
  annals correct news.annals corrections.jsonl
  annals correct news.annals --out corrections.jsonl

A line of the file:
  {\"article\": \"4f0c…\", \"finding\": \"s120-188\", \"action\": \"set\", \"field\": \"speaker\", \"value\": \"Ann Lee\", \"who\": \"me\"}
Actions are accept, reject, set and undo, which takes back one's last correction of the finding. To apply a file twice
changes nothing.";

const FIND_EXAMPLES: &str = "\
Examples:
  annals find news.annals ceasefire
  annals find news.annals 'ceasefire speaker:\"Ann Lee\" since:2024-01'
  annals find news.annals 'type:event event:PROTEST -country:KES (march* OR strike*)'
  annals find news.annals 'measure:killed value:>100' --facets voice --count=group
  annals find news.annals type:article --format jsonl > articles.jsonl

Words and \"phrases\" are looked for in sentences; word* is the beginning of one; -term is not it; OR and brackets.
Fields, as in speaker:Lee or speaker:\"Ann Lee\":
  type (article sentence statement event figure time place entity)
  of statements: speaker addressee stance form · of events: event status actor recipient voice
  of figures: measure unit value (100, >100, 10..50) voice · of most: place country · of findings: review
  of all: source since until lang article key group id version
A query without type: finds what its fields belong to, or sentences. docs/query.md is the manual of the language.";

const PARSE_EXAMPLES: &str = "\
Examples:
  annals parse article.txt                 words with lemma, tags, head and relation, as CoNLL-U
  annals parse corpus.jsonl > corpus.conllu

  annals parse --tokenized treebank.conllu  the words of the file, read anew

`# newdoc id` is the article's key, or its id where the input gives none; MISC holds SpaceAfter=No, the place in
article.text in code points, TokenRange=START:END, of names their kind, NER=B-person, and the mentions of things in
brackets, Entity=(e1-person-2-nominal … e1): id of the thing, kind, number of the head in the mention, form.

With --tokenized, files are CoNLL-U (ID, FORM, SpaceAfter=No, # newdoc, # newpar and # sent_id are taken, all else is
read anew) or hold a sentence a line with blanks between its tokens and empty lines between paragraphs, an article a
file. In folders, files are taken that end in .conllu .txt .tok, or one of these with .gz or .zst.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  annals explain 'The mayor said the bridge was safe.'
  annals explain article.html              --file takes several, and folders
  annals explain --json 'Rain fell.' | jq '.sentences[].words[].lemma'
  pbpaste | annals explain
  annals explain ASSAULT                   a PLOVER type; ASSAULT.drone a mode of it
  annals explain 173                       a CAMEO code; 4 a class of events
  annals explain MIL                       a sector of actors

A single argument is the file of that name; else the code of the codebook, as written there; else
an error, if it has the shape of a code (up to four digits, three capitals and more); else a text.

The tree stands beside the words: from each word a line runs left to its head, up or down; the
root's line begins at the margin. Lines that only cross do not touch.";

/// A verb with its options.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Read articles and print what they say, and who says it.
    #[command(after_help = READ_EXAMPLES)]
    Read(ReadArgs),
    /// Read articles into a store; what it has is skipped.
    #[command(after_help = ADD_EXAMPLES)]
    Add(AddArgs),
    /// Find sentences and findings in a store.
    #[command(after_help = FIND_EXAMPLES)]
    Find(FindArgs),
    /// Show an article of a store, or one finding with the words it stands on.
    #[command(after_help = SHOW_EXAMPLES)]
    Show(ShowArgs),
    /// Correct findings of a store by files of corrections, or write such a file.
    #[command(after_help = CORRECT_EXAMPLES)]
    Correct(CorrectArgs),
    /// Print the words of articles with their tags, heads and names as CoNLL-U.
    #[command(after_help = PARSE_EXAMPLES)]
    Parse(ParseArgs),
    /// Show how a text is read: words, trees, names, things, who says what; or what a code of events means.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainArgs),
    /// Write a store, or what a query finds in it, as files for other programs.
    #[command(after_help = export::EXAMPLES)]
    Export(ExportArgs),
    /// Show a store as pages, and answer programs.
    #[command(after_help = crate::serve::EXAMPLES)]
    Serve(crate::serve::ServeArgs),
    /// Print the JSON Schema of the records.
    Schema,
    /// Print a completion script for a shell.
    #[command(
        after_help = "Example:\n  annals completions bash > ~/.local/share/bash-completion/completions/annals"
    )]
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page, or write the pages of all verbs into a folder.
    #[command(after_help = "Examples:\n  annals man | man -l -\n  annals man --dir ~/.local/share/man/man1")]
    Man {
        /// The folder to write annals.1, annals-read.1 … into.
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// Options of `annals read`.
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// What to read, and how.
    #[command(flatten)]
    pub input: InputArgs,
    /// How to print [default: report on a terminal, else jsonl].
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Take the article out and stop there: text, title, authors and dates without findings, many times as fast.
    #[arg(long)]
    pub article_only: bool,
    /// When to colour the report.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

/// Options of `annals parse`.
#[derive(Debug, Args)]
pub struct ParseArgs {
    /// What to read, and how.
    #[command(flatten)]
    pub input: InputArgs,
    /// Take sentences, tokens and words as the files give them: CoNLL-U, or a sentence a line.
    #[arg(long)]
    pub tokenized: bool,
}

/// Options of `annals explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The text, its words joined by blanks; or one file, or one code; `-` or nothing is standard input.
    #[arg(value_name = "TEXT")]
    pub text: Vec<String>,
    /// Explain the articles of files and folders instead.
    #[arg(short, long, value_name = "FILE", conflicts_with = "text")]
    pub file: Vec<PathBuf>,
    /// Print JSON, one object an article or entry.
    #[arg(long)]
    pub json: bool,
    /// Largest article, unpacked: bytes, or with K, M or G.
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = size)]
    pub max_bytes: usize,
    /// When to colour the page.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

impl ExplainArgs {
    /// Whether the text stands on the command line.
    pub fn words(&self) -> bool {
        !self.text.is_empty() && self.text != ["-"]
    }

    /// The one argument, where there is just one: it may be a file or a code.
    pub fn word(&self) -> Option<&str> {
        match self.text.as_slice() {
            [word] if word != "-" => Some(word),
            _ => None,
        }
    }

    /// What is read where it does not.
    pub fn input(&self) -> InputArgs {
        InputArgs {
            files: if self.text.is_empty() {
                self.file.clone()
            } else {
                self.text.iter().map(PathBuf::from).collect()
            },
            jobs: Some(1),
            strict: false,
            max_bytes: self.max_bytes,
            progress: When::Never,
        }
    }
}

/// What to read, and how: shared by the verbs that read.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How many threads read [default: all cores]; the output is the same whatever the number.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Stop at the first article that fails.
    #[arg(long)]
    pub strict: bool,
    /// Largest article, unpacked: bytes, or with K, M or G.
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = size)]
    pub max_bytes: usize,
    /// Show progress on standard error: auto shows it on a terminal while the output goes elsewhere.
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, require_equals = true,
          default_value = "auto", default_missing_value = "always")]
    pub progress: When,
}

/// How records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page a person reads, wrapped to the terminal.
    Report,
    /// One record a line.
    Jsonl,
    /// One JSON array, laid out.
    Json,
}

/// When something is done that suits terminals only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal.
    Auto,
    /// In any case.
    Always,
    /// Not at all.
    Never,
}

fn size(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(['K', 'M', 'G', 'k', 'm', 'g']);
    let shift = match &text[digits.len()..] {
        "" => 0,
        "K" | "k" => 10,
        "M" | "m" => 20,
        "G" | "g" => 30,
        _ => return Err("give a number of bytes, or one with K, M or G behind it".to_owned()),
    };
    let number: usize = digits.parse().map_err(|_| format!("`{digits}` is no whole number"))?;
    match number.checked_mul(1 << shift) {
        Some(0) | None => Err(format!("`{text}` is out of range")),
        Some(bytes) => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_table_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes_take_letters() {
        assert_eq!(size("512"), Ok(512));
        assert_eq!(size("16M"), Ok(16 << 20));
        assert_eq!(size("2g"), Ok(2 << 30));
        for wrong in ["", "M", "0", "-1", "1.5M", "1KK", "99999999999G"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
