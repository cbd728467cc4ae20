//! The verbs that read: from the command line's words to lines on standard output.

use std::any::Any;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::available_parallelism;

use annals_read::model::Reader;
use annals_record::{Failed, Note, Outcome};
use annals_text::{Document, Draft, Limits, articles};
use anyhow::bail;

use crate::cli::{Format, InputArgs, ParseArgs, ReadArgs, When};
use crate::outcome::{self, Exit, Tally};
use crate::progress::Progress;
use crate::report::Report;
use crate::sources::{self, Item, Meter};
use crate::style::Style;
use crate::{conllu, pipeline};

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
    let reader = Reader::shipped()?;
    run(&args.input, frame, |article| {
        let outcome = record(article, &reader);
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
    run(&args.input, Frame::LINES, |article| {
        let mut bytes = Vec::new();
        let failure = match article {
            Err(failed) => Some(describe(&failed)),
            Ok(draft) => {
                let analyse = |text: &str, doc: &Document| Ok(reader.analyse(text, doc)?);
                conllu::write(&mut bytes, &draft.article, analyse).err().map(|error| error.to_string())
            }
        };
        Page { bytes, failure }
    })
}

fn record(article: Result<Draft, Box<Failed>>, reader: &Reader) -> Outcome {
    match article {
        Ok(draft) => Outcome::Read(Box::new(annals_read::read(draft, reader))),
        Err(failed) => Outcome::Failed(failed),
    }
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

fn describe(failed: &Failed) -> String {
    let origin = &failed.article;
    let name = origin.uri.as_deref().or(origin.key.as_deref()).unwrap_or("standard input");
    format!("{name}: {}", failed.error.message)
}

fn colored(when: When, terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// Columns of the terminal, and a page's width elsewhere.
fn width(terminal: bool) -> usize {
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
    if !sources::given(&args.files) {
        bail!("nothing to read: name files or folders, or `-` for standard input (see `annals help read`)");
    }
    let limits = Limits { max_bytes: args.max_bytes };
    let meter = Meter::default();
    let items = sources::items(&args.files, limits, meter.clone());
    let total = || sources::total_bytes(&args.files);
    let mut writer = Writer {
        out: io::stdout().lock(),
        frame,
        tally: Tally::default(),
        strict: args.strict,
        progress: Progress::new(args.progress, !io::stdout().is_terminal(), total, meter),
    };
    writer.begin()?;
    let work = |item| pages(item, &page);
    let done = pipeline::ordered(items, jobs(args), work, |pages| writer.write(pages));
    match done {
        Err(ControlFlow::Break(error)) => Err(error.into()),
        Err(ControlFlow::Continue(())) | Ok(()) => Ok(writer.end()?),
    }
}

/// The pages of an item. Parsers of other hands run here over bytes from anywhere: a panic of one costs this item,
/// never the run.
fn pages(item: Item, page: &impl Fn(Result<Draft, Box<Failed>>) -> Page) -> Vec<Page> {
    let origin = item.origin();
    let work = || drafts(item).into_iter().map(page).collect::<Vec<_>>();
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = format!("internal error, please report it: {}", panic_message(panic.as_ref()));
        vec![page(Err(Box::new(Failed::new(annals_read::ENGINE, origin, Note::new("read", message)))))]
    })
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    literal.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown")
}

fn drafts(item: Item) -> Vec<Result<Draft, Box<Failed>>> {
    match item {
        Item::Failed(failed) => vec![Err(failed)],
        Item::Piece(piece) => {
            articles(*piece).into_iter().map(|article| article.map_err(outcome::failed)).collect()
        }
    }
}

fn jobs(args: &InputArgs) -> usize {
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
