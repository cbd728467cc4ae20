//! A record as a page that a person reads on a terminal.

use annals_record::{
    ByteSpan, CharIndex, CharSpan, Failed, Figure, Note, Outcome, Record, Relation, Statement, StatementForm,
    Time,
};
use textwrap::Options;
use unicode_width::UnicodeWidthStr;

use crate::style::{Ink, Style, visible};

/// How reports are laid out.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    style: Style,
    width: usize,
}

impl Report {
    /// Reports of `width` columns.
    pub fn new(style: Style, width: usize) -> Self {
        Self { style, width }
    }

    /// How the report is painted.
    pub fn style(&self) -> Style {
        self.style
    }

    /// Columns of the page.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The report of one article, an empty line behind it.
    pub fn outcome(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Read(record) => Page::new(*self, record).page(),
            Outcome::Failed(failed) => self.failed(failed),
        }
    }

    fn failed(&self, failed: &Failed) -> String {
        let origin = &failed.article;
        let name = origin.uri.as_deref().or(origin.key.as_deref()).unwrap_or("standard input");
        let what = format!("not read ({}): {}", failed.error.stage, failed.error.message);
        let lines = [self.wrap("", "", Ink::Title, name), self.wrap("  ", "  ", Ink::Warning, &what)];
        format!("{}\n", lines.concat())
    }

    /// `words` in one ink, wrapped, each line with its indent and its end.
    pub fn wrap(&self, first: &str, rest: &str, ink: Ink, words: &str) -> String {
        let lines = self.fill(first, rest, words);
        lines.iter().map(|line| self.style.paint(ink, line) + "\n").collect()
    }

    /// `words` in lines, with indents for the first and the others.
    pub fn fill(&self, first: &str, rest: &str, words: &str) -> Vec<String> {
        let words = visible(words).split_whitespace().collect::<Vec<_>>().join(" ");
        let options = Options::new(self.width).initial_indent(first).subsequent_indent(rest);
        textwrap::wrap(&words, options).into_iter().map(|line| line.into_owned()).collect()
    }
}

/// One record being laid out.
pub struct Page<'r> {
    layout: Report,
    record: &'r Record,
    index: CharIndex<'r>,
}

impl<'r> Page<'r> {
    /// The page of `record`.
    pub fn new(layout: Report, record: &'r Record) -> Self {
        Self { layout, record, index: CharIndex::new(&record.article.text) }
    }

    fn page(&self) -> String {
        format!("{}{}\n", self.head(), self.findings())
    }

    /// What was found, and what went wrong.
    pub fn findings(&self) -> String {
        [self.statements(), self.figures(), self.times(), self.notes()].concat()
    }

    fn words(&self, span: CharSpan) -> &'r str {
        let ByteSpan { start, end, .. } = self.index.bytes(span);
        &self.record.article.text[start..end]
    }

    /// Title, outlet and time.
    pub fn head(&self) -> String {
        let article = &self.record.article;
        let untitled = || format!("(no title) {}", opening(&article.text));
        let title = article.title.clone().unwrap_or_else(untitled);
        let mut out = self.layout.wrap("", "", Ink::Title, &title);
        let published = article.published.as_deref().map_or("no date".to_owned(), readable_time);
        let mut line = vec![article.source.clone().unwrap_or("source unknown".to_owned()), published];
        line.extend((!article.byline.is_empty()).then(|| format!("by {}", article.byline.join(", "))));
        line.extend(article.section.clone());
        line.extend(article.language.clone().filter(|language| language != "en"));
        out += &self.layout.wrap("", "", Ink::Faint, &line.join(" · "));
        out + &article.uri.as_deref().map_or(String::new(), |uri| self.layout.wrap("", "", Ink::Faint, uri))
    }

    /// A part of the page under its heading; nothing where it has no lines.
    pub fn part(&self, heading: &str, lines: impl Iterator<Item = String>) -> String {
        let body: String = lines.collect();
        if body.is_empty() {
            return body;
        }
        format!("\n{}\n{body}", self.layout.style.paint(Ink::Heading, heading))
    }

    fn statements(&self) -> String {
        self.part("Who says what", self.record.statements.iter().map(|statement| self.statement(statement)))
    }

    fn statement(&self, statement: &Statement) -> String {
        let speaker = self.speaker(statement);
        let cue = statement.cue.as_ref().map_or("", |cue| self.words(cue.span));
        let about = [cue.to_owned(), self.addressee(statement), self.place(statement)];
        let about =
            about.iter().filter(|part| !part.trim().is_empty()).map(|part| format!(" · {}", flat(part)));
        let line = self.saying(&speaker, &about.collect::<String>());
        let content = statement.content.iter().map(|&part| self.words(part)).collect::<Vec<_>>().join(" … ");
        let content = self.layout.fill("    ", "    ", &content).join("\n");
        format!("{line}{content}\n")
    }

    /// The speaker in colour, and behind it how and where it is said.
    pub fn saying(&self, speaker: &str, about: &str) -> String {
        let mut lines = self.layout.fill("  ", "    ", &format!("{speaker}{about}")).into_iter();
        let first = lines.next().unwrap_or_default();
        let style = self.layout.style;
        let first = match first.strip_prefix(&format!("  {}", visible(speaker))) {
            Some(rest) => {
                format!("  {}{}", style.paint(Ink::Speaker, speaker), style.paint(Ink::Faint, rest))
            }
            None => style.paint(Ink::Speaker, first),
        };
        std::iter::once(first)
            .chain(lines.map(|line| style.paint(Ink::Faint, line)))
            .map(|line| line + "\n")
            .collect()
    }

    fn speaker(&self, statement: &Statement) -> String {
        match &statement.speaker {
            Some(speaker) => flat(self.words(speaker.span)).trim_end_matches(',').to_owned(),
            None => "speaker not named".to_owned(),
        }
    }

    fn addressee(&self, statement: &Statement) -> String {
        let addressee = statement.addressee.as_ref();
        addressee.map_or(String::new(), |addressee| format!("to {}", self.words(addressee.span)))
    }

    fn place(&self, statement: &Statement) -> String {
        let start = statement.content.first().map_or(0, |part| part.start);
        let sentence = self.record.sentences.iter().position(|sentence| sentence.span.covers(start));
        let form = match statement.form {
            StatementForm::Direct => "",
            StatementForm::Indirect => "indirect, ",
            StatementForm::Mixed => "partly quoted, ",
        };
        let within = if statement.within.is_some() { "inside the statement above, " } else { "" };
        sentence.map_or(String::new(), |number| format!("{form}{within}sentence {}", number + 1))
    }

    fn figures(&self) -> String {
        let rows = self.record.figures.iter().map(|figure| Row {
            words: flat(self.words(figure.span)),
            value: value(figure),
            voice: self.voice(figure),
        });
        self.table("Figures", rows.collect())
    }

    fn voice(&self, figure: &Figure) -> String {
        let Some(id) = figure.statement else { return "the article says so".to_owned() };
        match self.record.statements.iter().find(|statement| statement.id == id) {
            Some(statement) if statement.speaker.is_some() => {
                format!("{} says so", shortened(&self.speaker(statement)))
            }
            _ => "a speaker not named says so".to_owned(),
        }
    }

    fn times(&self) -> String {
        let rows = self.record.times.iter().map(|time: &Time| Row {
            words: flat(self.words(time.span)),
            value: time.value.clone().unwrap_or_else(|| "not resolved".to_owned()),
            voice: String::new(),
        });
        self.table("Dates and times", rows.collect())
    }

    /// Rows under a heading, their columns aligned.
    pub fn table(&self, heading: &str, rows: Vec<Row>) -> String {
        let widest = rows.iter().map(|row| row.words.width()).max().unwrap_or(0);
        let column = widest.min(self.layout.width / 3);
        self.part(heading, rows.iter().map(|row| self.row(row, column)))
    }

    fn row(&self, row: &Row, column: usize) -> String {
        let room = Report { width: column + 2, ..self.layout };
        let words = room.fill("  ", "  ", &row.words);
        let tail = [row.value.as_str(), row.voice.as_str()].join("\n");
        let room = Report { width: self.layout.width.saturating_sub(column + 4).max(12), ..self.layout };
        let tail: Vec<_> = tail.lines().flat_map(|line| room.fill("", "  ", line)).collect();
        let tail = if self.fits(&tail, column) { vec![tail.join("   ")] } else { tail };
        let height = words.len().max(tail.len());
        (0..height).map(|i| self.cells(words.get(i), tail.get(i), column)).collect()
    }

    fn fits(&self, tail: &[String], column: usize) -> bool {
        tail.iter().map(|line| line.width() + 3).sum::<usize>() + column + 4 <= self.layout.width
    }

    fn cells(&self, words: Option<&String>, tail: Option<&String>, column: usize) -> String {
        let words = words.map_or("  ", String::as_str);
        let gap = " ".repeat((column + 4).saturating_sub(words.width()));
        let tail = self.layout.style.paint(Ink::Value, tail.map_or("", String::as_str));
        format!("{words}{gap}{tail}").trim_end().to_owned() + "\n"
    }

    fn notes(&self) -> String {
        let line = |note: &Note| {
            let words = format!("{}: {}", note.stage, note.message);
            self.layout.wrap("  ", "  ", Ink::Warning, &words)
        };
        self.part("Notes", self.record.notes.iter().map(line))
    }
}

/// A row of a table: the article's words, what they come to, who says so.
pub struct Row {
    /// The article's words.
    pub words: String,
    /// What they come to.
    pub value: String,
    /// Who says so.
    pub voice: String,
}

/// Words in one line.
pub fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A speaker's name in a table: without what stands behind a comma, where it is long.
fn shortened(speaker: &str) -> String {
    const ROOM: usize = 40;
    if speaker.width() <= ROOM {
        return speaker.to_owned();
    }
    let head = speaker.split(',').next().unwrap_or(speaker);
    let cut: String = head.chars().take(ROOM).collect();
    cut.trim_end().to_owned() + if cut.len() < head.len() { "…" } else { "" }
}

/// The first words of a text, for an article without a title.
fn opening(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first: Vec<_> = words.by_ref().take(10).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    first.join(" ") + more
}

fn readable_time(time: &str) -> String {
    time.replacen('T', " ", 1)
}

fn value(figure: &Figure) -> String {
    let bounds = match (figure.relation, figure.low, figure.high) {
        (_, None, None) => "some".to_owned(),
        (_, Some(low), Some(high)) if low != high => format!("{}–{}", number(low), number(high)),
        (relation, low, high) => {
            format!("{}{}", hedge(relation), number(low.or(high).unwrap_or_default()))
        }
    };
    let unit = match (figure.unit.as_deref(), figure.currency.as_deref()) {
        (Some("money"), Some(currency)) => Some(currency),
        (unit, _) => unit,
    };
    let of = figure.of.as_ref().map(|of| format!("of {of}"));
    let measure = figure.measure.as_deref().filter(|&measure| Some(measure) != figure.unit.as_deref());
    let measure = measure.filter(|&measure| !matches!(measure, "count" | "money")).map(|m| format!("[{m}]"));
    [Some(bounds), unit.map(str::to_owned), of, measure].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn hedge(relation: Relation) -> &'static str {
    match relation {
        Relation::Exact | Relation::Between => "",
        Relation::About => "about ",
        Relation::Over => "over ",
        Relation::Under => "under ",
        Relation::AtLeast => "at least ",
        Relation::AtMost => "at most ",
    }
}

/// A number with its thousands apart and no more decimals than it has, three at most.
fn number(value: f64) -> String {
    let plain = ((value.abs() * 1000.0).round() / 1000.0).to_string();
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits: Vec<u8> = whole.bytes().collect();
    let groups: Vec<_> = digits.rchunks(3).rev().map(String::from_utf8_lossy).collect();
    let sign = if value < 0.0 { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{rest}", groups.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (value, expected) in
            [(0.0, "0"), (999.0, "999"), (32_000.0, "32,000"), (-1500.5, "-1,500.5"), (1.0 / 3.0, "0.333")]
        {
            assert_eq!(number(value), expected);
        }
    }
}
