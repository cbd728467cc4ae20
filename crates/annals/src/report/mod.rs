//! A record as a page that a person reads on a terminal.

mod events;
mod figures;
mod people;
mod places;
mod statements;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;

use annals_record::{
    ByteSpan, CharIndex, CharSpan, Entity, EntityId, Failed, MentionForm, Note, Outcome, Record, Statement,
    StatementId,
};
use textwrap::Options;
use unicode_width::UnicodeWidthStr;

pub use self::figures::number;
pub use self::words::{flat, words};
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

    /// `parts` in lines with dots between them; a part that fits on a line is not broken.
    pub fn joined(&self, first: &str, rest: &str, parts: &[String]) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for part in parts.iter().map(|part| flat(&visible(part))) {
            let indent = if lines.is_empty() { first } else { rest };
            match lines.last_mut() {
                Some(line) if line.width() + 3 + part.width() <= self.width => *line += &format!(" · {part}"),
                last => {
                    if let Some(line) = last.filter(|line| line.width() + 2 <= self.width) {
                        line.push_str(" ·");
                    }
                    lines.extend(self.fill(indent, rest, &part));
                }
            }
        }
        lines
    }
}

/// One record being laid out.
pub struct Page<'r> {
    layout: Report,
    record: &'r Record,
    index: CharIndex<'r>,
    entities: HashMap<EntityId, &'r Entity>,
    by_id: HashMap<StatementId, &'r Statement>,
}

impl<'r> Page<'r> {
    /// The page of `record`.
    pub fn new(layout: Report, record: &'r Record) -> Self {
        Self {
            layout,
            record,
            index: CharIndex::new(&record.article.text),
            entities: record.entities.iter().map(|entity| (entity.id, entity)).collect(),
            by_id: record.statements.iter().map(|statement| (statement.id, statement)).collect(),
        }
    }

    fn page(&self) -> String {
        format!("{}{}\n", self.head(), self.findings())
    }

    /// What was found, and what went wrong.
    pub fn findings(&self) -> String {
        [
            self.statements(),
            self.people(),
            self.events(),
            self.figures(),
            self.times(),
            self.places(),
            self.notes(),
        ]
        .concat()
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

    /// The speaker in colour, and behind it what is to be known.
    pub fn saying(&self, speaker: &str, about: &[String]) -> String {
        let style = self.layout.style;
        let parts = [&[speaker.to_owned()], about].concat();
        let mut lines = self.layout.joined("  ", "    ", &parts).into_iter();
        let first = lines.next().unwrap_or_default();
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

/// Whether an entity is called by a name anywhere.
fn is_named(entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| mention.form == MentionForm::Name)
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
