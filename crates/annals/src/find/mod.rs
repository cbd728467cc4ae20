//! `annals find`: what a store holds that a query asks for.

mod list;
mod table;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use annals_store::export;
use annals_store::{Count, Counting, Find, FindError, Page, Query, QueryError, Row, Sort, Store, Token};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::cli::When;
use crate::outcome::Exit;
use crate::output::{colored, width};
use crate::report::Report;
use crate::style::Style;
use list::List;

/// Hits that are printed on a terminal where `--limit` says nothing.
const SCREEN: usize = 50;

/// Options of `annals find`.
#[derive(Debug, Args)]
pub struct FindArgs {
    /// The store.
    #[arg(value_name = "STORE")]
    pub store: PathBuf,
    /// What to look for; several arguments are terms of one query, one with blanks in it is a phrase.
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// Print at most so many [default: 50 on a terminal, else all].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// The order [default: relevance where the query has words, else newest].
    #[arg(long, value_name = "ORDER", value_parser = PossibleValuesParser::new(["relevance", "newest", "oldest"]))]
    pub sort: Option<String>,
    /// The page that begins here: the token that the page before gave, with the same query and order.
    #[arg(long, value_name = "TOKEN")]
    pub page: Option<String>,
    /// Print so many sentences before and after each hit, too.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=100))]
    pub context: u32,
    /// Count by a field instead of printing hits: source, speaker, measure, month … (which ones, hangs on the type).
    #[arg(long, value_name = "FIELD", conflicts_with_all = ["page", "sort", "context"])]
    pub facets: Option<String>,
    /// Print how many there are instead, or let --facets count so: rows, their articles, or groups of copies.
    #[arg(long, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "row",
          conflicts_with_all = ["page", "sort", "context"],
          value_parser = PossibleValuesParser::new(["row", "article", "group"]))]
    pub count: Option<String>,
    /// How to print [default: report on a terminal, else jsonl].
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// When to colour the report.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

/// How hits are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A list a person reads.
    Report,
    /// One flat row a line.
    Jsonl,
    /// One JSON array of flat rows.
    Json,
    /// A table with a header, its values safe to open in a spreadsheet.
    Csv,
    /// A table parted by tabs.
    Tsv,
}

impl Format {
    /// The table it writes; none: it is no table.
    fn table(self) -> Option<export::Format> {
        match self {
            Self::Csv => Some(export::Format::Csv),
            Self::Tsv => Some(export::Format::Tsv),
            Self::Report | Self::Jsonl | Self::Json => None,
        }
    }
}

/// `annals find`.
pub fn run(args: &FindArgs) -> anyhow::Result<Exit> {
    let query = match Query::parse(&joined(&args.query)) {
        Ok(query) => query,
        Err(error) => return Ok(misread(&error)),
    };
    let store = Store::open(&args.store)?;
    let search = Search {
        store: &store,
        query: &query,
        args,
        out: BufWriter::new(io::stdout()),
        terminal: io::stdout().is_terminal(),
    };
    search.run()
}

fn misread(error: &QueryError) -> Exit {
    eprintln!("annals: the query cannot be read\n{}", indented(&error.pointed()));
    Exit::Failed
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}\n")).collect::<String>().trim_end().to_owned()
}

/// Arguments as one query: the shell has taken their quotation marks, so one of several that has blanks is quoted again.
fn joined(words: &[String]) -> String {
    match words {
        [query] => query.clone(),
        words => words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "),
    }
}

fn quoted(word: &str) -> String {
    let plain = !word.contains(char::is_whitespace) || word.contains(['"', '“', '(']);
    let (minus, bare) = word.strip_prefix('-').map_or(("", word), |bare| ("-", bare));
    match bare.split_once(':') {
        _ if plain => word.to_owned(),
        Some((field, value)) if field.bytes().all(|b| b.is_ascii_alphabetic()) => {
            format!("{minus}{field}:\"{value}\"")
        }
        _ => format!("{minus}\"{bare}\""),
    }
}

/// A search whose hits are printed.
struct Search<'a, W> {
    store: &'a Store,
    query: &'a Query,
    args: &'a FindArgs,
    out: W,
    terminal: bool,
}

impl<'a, W: Write + Send> Search<'a, W> {
    fn run(mut self) -> anyhow::Result<Exit> {
        let exit = self.printed()?;
        self.out.flush()?;
        Ok(exit)
    }

    fn printed(&mut self) -> anyhow::Result<Exit> {
        if let Some(format) = self.format().table() {
            return table::print(self, format);
        }
        match (&self.args.facets, &self.args.count) {
            (Some(facet), _) => self.facets(facet),
            (None, Some(_)) => self.count(),
            (None, None) => match self.limit() {
                Some(limit) => self.page(limit),
                None => self.all(),
            },
        }
    }

    fn format(&self) -> Format {
        self.args.format.unwrap_or(if self.terminal { Format::Report } else { Format::Jsonl })
    }

    fn limit(&self) -> Option<usize> {
        let screen = (self.terminal || self.args.page.is_some()).then_some(SCREEN);
        self.args.limit.map(|limit| limit as usize).or(screen)
    }

    fn sort(&self) -> Sort {
        let asked = self.args.sort.as_deref().and_then(|name| name.parse().ok());
        asked.unwrap_or(Sort::of(self.query))
    }

    fn counting(&self) -> Counting {
        let name = self.args.count.as_deref().unwrap_or("row");
        Counting::ALL.into_iter().find(|by| by.name() == name).unwrap_or(Counting::Rows)
    }

    fn count(&mut self) -> anyhow::Result<Exit> {
        let count = self.store.count_all(self.query, self.counting())?;
        match self.format() {
            Format::Json | Format::Jsonl if self.args.format.is_some() => {
                writeln!(self.out, "{}", json!({"count": count}))?
            }
            _ => writeln!(self.out, "{count}")?,
        }
        Ok(if count == 0 { Exit::Nothing } else { Exit::Found })
    }

    fn counts(&self, facet: &str) -> Result<Vec<Count>, FindError> {
        let limit = self.args.limit.map_or(usize::MAX, |limit| limit as usize);
        self.store.facet(self.query, facet, self.counting(), limit)
    }

    fn facets(&mut self, facet: &str) -> anyhow::Result<Exit> {
        let counts = self.counts(facet)?;
        match self.format() {
            Format::Json => writeln!(self.out, "{}", serde_json::to_string_pretty(&counts)?)?,
            Format::Jsonl => counts.iter().try_for_each(|count| -> anyhow::Result<()> {
                Ok(writeln!(self.out, "{}", serde_json::to_string(count)?)?)
            })?,
            _ => self.out.write_all(list::counts(&counts).as_bytes())?,
        }
        Ok(if counts.is_empty() { Exit::Nothing } else { Exit::Found })
    }

    fn found(&self, limit: usize) -> Result<Page, FindError> {
        let after = self.args.page.clone().map(Token);
        self.store.find(self.query, &Find { sort: self.sort(), limit, after })
    }

    fn page(&mut self, limit: usize) -> anyhow::Result<Exit> {
        let page = self.found(limit)?;
        let mut printer = self.printer();
        printer.begin(&mut self.out)?;
        for row in &page.rows {
            printer.row(&mut self.out, row)?;
        }
        printer.end(&mut self.out)?;
        self.told(&page);
        Ok(if page.rows.is_empty() { Exit::Nothing } else { Exit::Found })
    }

    /// What a page leaves out is said on standard error.
    fn told(&self, page: &Page) {
        if let Some(next) = &page.next {
            eprintln!("annals: {} of {} hits; go on with --page {next}", page.rows.len(), page.total);
        } else if self.terminal {
            eprintln!("annals: {} hits", page.total);
        }
    }

    fn all(&mut self) -> anyhow::Result<Exit> {
        let mut printer = self.printer();
        printer.begin(&mut self.out)?;
        let end = self.store.each(self.query, self.sort(), |row| match printer.row(&mut self.out, &row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        })?;
        if let ControlFlow::Break(error) = end {
            return Err(error);
        }
        printer.end(&mut self.out)?;
        Ok(if printer.printed == 0 { Exit::Nothing } else { Exit::Found })
    }

    fn printer(&self) -> Printer<'a> {
        let style = Style::new(colored(self.args.color, self.terminal));
        let list = List::new(self.store, self.query, Report::new(style, width(self.terminal)));
        Printer { store: self.store, list, format: self.format(), context: self.args.context, printed: 0 }
    }
}

/// Prints rows as they come.
struct Printer<'a> {
    store: &'a Store,
    list: List<'a>,
    format: Format,
    context: u32,
    printed: usize,
}

impl Printer<'_> {
    fn begin(&self, out: &mut impl Write) -> io::Result<()> {
        if self.format == Format::Json { out.write_all(b"[") } else { Ok(()) }
    }

    fn row(&mut self, out: &mut impl Write, row: &Row) -> anyhow::Result<()> {
        let first = self.printed == 0;
        self.printed += 1;
        let around = around(self.store, row, self.context)?;
        match self.format {
            Format::Report => out.write_all(self.list.hit(row, &around)?.as_bytes())?,
            Format::Json => write!(out, "{}\n{}", if first { "" } else { "," }, self.json(row, &around)?)?,
            _ => writeln!(out, "{}", self.json(row, &around)?)?,
        }
        Ok(())
    }

    fn end(&self, out: &mut impl Write) -> io::Result<()> {
        if self.format == Format::Json { out.write_all(b"\n]\n") } else { Ok(()) }
    }

    fn json(&self, row: &Row, around: &Around) -> serde_json::Result<String> {
        let line = serde_json::to_string(row)?;
        if self.context == 0 || around.here.is_none() {
            return Ok(line);
        }
        let more = Map::from_iter([
            ("before".to_owned(), Value::from(around.before.clone())),
            ("after".to_owned(), Value::from(around.after.clone())),
        ]);
        let more = serde_json::to_string(&more)?;
        Ok(format!("{},{}", line.strip_suffix('}').unwrap_or(&line), &more[1..]))
    }
}

/// The sentences around a hit.
#[derive(Debug, Default)]
struct Around {
    before: Vec<String>,
    /// The number of the hit's own; none: it stands in no sentence.
    here: Option<i64>,
    after: Vec<String>,
}

fn around(store: &Store, row: &Row, reach: u32) -> Result<Around, FindError> {
    let mut around = Around { here: row.integer("sentence"), ..Around::default() };
    let (Some(article), Some(here)) = (row.integer("article"), around.here) else { return Ok(around) };
    if reach > 0 {
        for sentence in store.neighbours(article, here, reach)? {
            let text = sentence.text("text").unwrap_or_default().to_owned();
            match sentence.integer("sentence").unwrap_or(here).cmp(&here) {
                std::cmp::Ordering::Less => around.before.push(text),
                std::cmp::Ordering::Equal => (),
                std::cmp::Ordering::Greater => around.after.push(text),
            }
        }
    }
    Ok(around)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_terms() {
        let check = |words: &[&str], query| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(joined(&words), query);
        };
        check(&["ceasefire -Kreel OR \"a truce\""], "ceasefire -Kreel OR \"a truce\"");
        check(&["ceasefire", "speaker:Ann Lee"], "ceasefire speaker:\"Ann Lee\"");
        check(&["a truce", "-speaker:Ann Lee"], "\"a truce\" -speaker:\"Ann Lee\"");
        check(&["ceasefire", "(a OR b)"], "ceasefire (a OR b)");
    }
}
