//! The verbs that read: from the command line's words to lines on standard output.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::thread::available_parallelism;

use annals_drive::{Meter, guarded, ordered, outcome, unreadable};
use annals_read::model::Reader;
use annals_record::{Failed, Outcome};
use annals_text::{Body, Document, Draft, Hints, Limits, Piece, Place};
use anyhow::bail;

use crate::cli::{ExplainArgs, Format, InputArgs, ParseArgs, ReadArgs, When};
use crate::conllu::Text;
use crate::explain::Explanation;
use crate::explain::codebook::{self, Asked, Entry};
use crate::outcome::{Exit, Tally};
use crate::progress::Progress;
use crate::report::Report;
use crate::sources::{self, Content, Item};
use crate::style::Style;

/// One article, ready to be printed.
struct Page {
    bytes: Vec<u8>,
    failure: Option<String>,
}

/// `annals read`.
pub fn read(args: &ReadArgs) -> anyhow::Result<Exit> {
    let terminal = io::stdout().is_terminal();
    let format = args.format.unwrap_or(if terminal { Format::Report } else { Format::Jsonl });
    let report = Report::new(Style::new(colored(args.color, terminal)), width(terminal));
    let frame = if format == Format::Json { Frame::ARRAY } else { Frame::LINES };
    let reader = (!args.article_only).then(Reader::shipped).transpose()?;
    run(&args.input, frame, |article| {
        let outcome = outcome(article, reader.as_ref());
        let failure = failure_line(&outcome);
        match print(format, &report, &outcome) {
            Ok(bytes) => Page { bytes, failure },
            Err(error) => Page { bytes: Vec::new(), failure: Some(error.to_string()) },
        }
    })
}

/// `annals parse`.
pub fn parse(args: &ParseArgs) -> anyhow::Result<Exit> {
    let reader = Reader::shipped()?;
    let content = if args.tokenized { Content::Tokenized } else { Content::Articles };
    run_items(&args.input, content, Frame::LINES, |item| {
        texts(item).into_iter().map(|text| conllu_page(text, &reader)).collect()
    })
}

fn texts(item: Item) -> Vec<Result<Text, Box<Failed>>> {
    match item {
        Item::Tokenized(chunk) => vec![chunk.text()],
        item => drafts(item).into_iter().map(|draft| draft.map(|draft| Text::new(draft.article))).collect(),
    }
}

fn conllu_page(text: Result<Text, Box<Failed>>, reader: &Reader) -> Page {
    let mut bytes = Vec::new();
    let failure = match text {
        Err(failed) => Some(describe(&failed)),
        Ok(text) => {
            let given = text.is_given();
            let analyse = |text: &str, doc: &mut Document| match given {
                true => Ok(reader.analyse_given(text, doc)?),
                false => Ok(reader.analyse(text, doc)?),
            };
            text.write(&mut bytes, analyse).err().map(|error| error.to_string())
        }
    };
    Page { bytes, failure }
}

/// `annals explain`.
pub fn explain(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let terminal = io::stdout().is_terminal();
    let report = Report::new(Style::new(colored(args.color, terminal)), width(terminal));
    let is_file = args.word().is_some_and(|word| Path::new(word).is_file());
    if let Some(word) = args.word().filter(|_| !is_file) {
        match codebook::asked(word) {
            Asked::Entries(entries) => return print_entries(&entries, &report, args.json),
            Asked::Unknown(message) => bail!(message),
            Asked::Text => hint(word),
        }
    }
    let reader = Reader::shipped()?;
    let page = |article| explained(article, &reader, &report, args.json);
    if !args.words() || is_file {
        return run(&args.input(), Frame::LINES, page);
    }
    let piece = spoken(&args.text.join(" "), args.max_bytes);
    let progress = Progress::new(When::Never, false, || None, Meter::default());
    let item = Item::Articles(annals_drive::Item::Piece(Box::new(piece)));
    run_over(std::iter::once(item), &args.input(), Frame::LINES, progress, |item| {
        drafts(item).into_iter().map(page).collect()
    })
}

/// Entries of the codebook on standard output, as JSON one object a line.
fn print_entries(entries: &[Entry], report: &Report, json: bool) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    for entry in entries {
        match json {
            true => writeln!(out, "{}", serde_json::to_string(entry)?)?,
            false => out.write_all(entry.page(report).as_bytes())?,
        }
    }
    Ok(Exit::Found)
}

/// Codes are written in capitals; a word that would be one is read as a text, which is said.
fn hint(word: &str) {
    let code = word.to_uppercase();
    if matches!(codebook::asked(&code), Asked::Entries(_)) {
        eprintln!("annals: `{word}` is read as a text: `annals explain {code}` shows the code");
    }
}

/// A text of the command line, to be kept to the last character.
fn spoken(text: &str, max_bytes: usize) -> Piece {
    let line = serde_json::json!({"text": text}).to_string();
    let limits = Limits { max_bytes };
    Piece { hints: Hints::default(), place: Place::Input, limits, body: Body::Json(line.into_bytes()) }
}

fn explained(article: Result<Draft, Box<Failed>>, reader: &Reader, report: &Report, json: bool) -> Page {
    let (bytes, failure) = match article.map(|draft| Explanation::of(draft, reader)) {
        Ok(explanation) if json => (explanation.json(), None),
        Ok(explanation) => (explanation.page(report).into_bytes(), None),
        Err(failed) => {
            let failure = Some(describe(&failed));
            let format = if json { Format::Jsonl } else { Format::Report };
            (print(format, report, &Outcome::Failed(failed)).unwrap_or_default(), failure)
        }
    };
    Page { bytes, failure }
}

fn print(format: Format, report: &Report, outcome: &Outcome) -> serde_json::Result<Vec<u8>> {
    match format {
        Format::Report => Ok(report.outcome(outcome).into_bytes()),
        Format::Json => serde_json::to_vec_pretty(outcome),
        Format::Jsonl => {
            let mut line = serde_json::to_vec(outcome)?;
            line.push(b'\n');
            Ok(line)
        }
    }
}

fn failure_line(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Read(_) => None,
        Outcome::Failed(failed) => Some(describe(failed)),
    }
}

/// A failure in one line: whose, and what.
pub fn describe(failed: &Failed) -> String {
    let origin = &failed.article;
    let name = origin.uri.as_deref().or(origin.key.as_deref()).unwrap_or("standard input");
    format!("{name}: {}", failed.error.message)
}

/// Whether output is painted.
pub fn colored(when: When, terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// Columns of the terminal, and a page's width elsewhere.
pub fn width(terminal: bool) -> usize {
    let columns = terminal_size::terminal_size().filter(|_| terminal);
    columns.map_or(100, |(terminal_size::Width(columns), _)| usize::from(columns)).clamp(30, 120)
}

/// What stands before, between and behind the pages.
struct Frame {
    open: &'static str,
    between: &'static str,
    close: &'static str,
}

impl Frame {
    const LINES: Self = Self { open: "", between: "", close: "" };
    const ARRAY: Self = Self { open: "[\n", between: ",\n", close: "\n]\n" };
}

fn run(
    args: &InputArgs,
    frame: Frame,
    page: impl Fn(Result<Draft, Box<Failed>>) -> Page + Sync,
) -> anyhow::Result<Exit> {
    run_items(args, Content::Articles, frame, |item| drafts(item).into_iter().map(&page).collect())
}

fn run_items(
    args: &InputArgs,
    content: Content,
    frame: Frame,
    pages: impl Fn(Item) -> Vec<Page> + Sync,
) -> anyhow::Result<Exit> {
    if !sources::given(&args.files) {
        bail!("nothing to read: name files or folders, or `-` for standard input (see `annals help`)");
    }
    let meter = Meter::default();
    let limits = Limits { max_bytes: args.max_bytes };
    let items = sources::items(&args.files, content, limits, meter.clone());
    let total = || sources::total_bytes(&args.files, content);
    let progress = Progress::new(args.progress, !io::stdout().is_terminal(), total, meter);
    run_over(items, args, frame, progress, pages)
}

fn run_over(
    items: impl Iterator<Item = Item> + Send,
    args: &InputArgs,
    frame: Frame,
    progress: Progress,
    pages: impl Fn(Item) -> Vec<Page> + Sync,
) -> anyhow::Result<Exit> {
    let out = io::stdout().lock();
    let mut writer = Writer { out, frame, tally: Tally::default(), strict: args.strict, progress };
    writer.begin()?;
    let work = |item| guarded(item, &pages);
    let done = ordered(items, jobs(args), work, |pages| writer.write(pages));
    match done {
        Err(ControlFlow::Break(error)) => Err(error.into()),
        Err(ControlFlow::Continue(())) | Ok(()) => Ok(writer.end()?),
    }
}

/// The articles of an item.
fn drafts(item: Item) -> Vec<Result<Draft, Box<Failed>>> {
    match item {
        Item::Articles(item) => annals_drive::drafts(item),
        Item::Tokenized(chunk) => {
            let message = "the file is tokenised: only `annals parse --tokenized` reads it";
            vec![Err(unreadable(chunk.uri.as_deref(), message))]
        }
    }
}

/// How many threads read.
pub fn jobs(args: &InputArgs) -> usize {
    args.jobs.map_or_else(|| available_parallelism().map_or(1, usize::from), usize::from)
}

/// Prints pages as they come, and counts them.
struct Writer<W> {
    out: W,
    frame: Frame,
    tally: Tally,
    strict: bool,
    progress: Progress,
}

/// Failures told one by one; the rest is counted.
const TOLD: usize = 20;

impl<W: Write> Writer<W> {
    fn begin(&mut self) -> io::Result<()> {
        self.out.write_all(self.frame.open.as_bytes())
    }

    /// Breaks with an error of the output; `Continue` as an error is the stop that `--strict` asks for.
    fn write(&mut self, pages: Vec<Page>) -> Result<(), ControlFlow<io::Error>> {
        for page in pages {
            self.page(&page).map_err(ControlFlow::Break)?;
            if self.strict && page.failure.is_some() {
                return Err(ControlFlow::Continue(()));
            }
        }
        // What is read is out at once: a run that is stopped loses nothing that it has read.
        self.out.flush().map_err(ControlFlow::Break)?;
        self.progress.tick(self.tally);
        Ok(())
    }

    fn page(&mut self, page: &Page) -> io::Result<()> {
        if !page.bytes.is_empty() {
            let first = self.tally.read + self.tally.failed == 0;
            self.out.write_all(if first { "" } else { self.frame.between }.as_bytes())?;
            self.out.write_all(&page.bytes)?;
        }
        match &page.failure {
            None => self.tally.read += 1,
            Some(failure) => {
                self.tally.failed += 1;
                self.tell(failure);
            }
        }
        Ok(())
    }

    fn tell(&self, failure: &str) {
        if self.tally.failed <= TOLD {
            eprintln!("annals: {failure}");
        }
    }

    fn end(mut self) -> io::Result<Exit> {
        self.out.write_all(self.frame.close.as_bytes())?;
        self.out.flush()?;
        self.progress.finish(self.tally);
        if self.tally.failed > TOLD {
            eprintln!("annals: … and {} more failures", self.tally.failed - TOLD);
        }
        Ok(self.tally.exit())
    }
}
