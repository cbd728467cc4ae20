//! Statements: a quotation or a reported clause with its cue and speaker.
//!
//! A paragraph is read sentence by sentence; in each, a word of `data/cues.tsv` with a subject beside it reports the
//! quotation or clause that its frame allows. Quotations without a cue are statements where they stand as sentences;
//! they keep the speaker of the statement before them in the paragraph, else they have none. What stands inside a
//! quotation is read in the same way. What these rules find is joined with what the model sees.

mod attributed;
mod cells;
mod cues;
mod extent;
mod frames;
mod headline;
mod join;
mod nouns;
mod phrase;
mod record;
mod report;
mod syntax;
mod tree;
mod units;

use std::borrow::Cow;

use annals_record::{ByteSpan, SpeakerBy, Stance, StatementForm, WordSpan};
use annals_text::Document;

use crate::model::Analysis;
use crate::quotes::Quote;
use crate::scan::Scan;
use cells::{Cell, Cells};
pub(crate) use record::{Carriers, Referent, ids, to_record};
use report::{Report, ends_sentence};
use syntax::Tree;

/// A statement, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    /// Whether its words are the speaker's own.
    pub form: StatementForm,
    /// What is said.
    pub content: Vec<ByteSpan>,
    /// The words that report.
    pub cue: Option<Cue>,
    /// Who says it.
    pub speaker: Option<ByteSpan>,
    /// How the speaker was chosen.
    pub choice: Choice,
    /// To whom.
    pub addressee: Option<ByteSpan>,
    /// Number of the statement that contains it.
    pub within: Option<usize>,
}

impl Statement {
    /// The smallest span that holds all parts of the content.
    pub fn whole(&self) -> ByteSpan {
        self.content.iter().copied().reduce(ByteSpan::cover).unwrap_or(ByteSpan::empty(0))
    }
}

/// How a speaker was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Choice {
    /// By what.
    pub by: SpeakerBy,
    /// How sure the model is of it, where the model chose.
    pub score: Option<f32>,
    /// Others that the model thinks likely, each with its probability, falling.
    pub others: Vec<(ByteSpan, f32)>,
}

impl Choice {
    fn rule(by: SpeakerBy) -> Self {
        Self { by, ..Self::default() }
    }
}

/// The words that report a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    /// The words.
    pub span: ByteSpan,
    /// Lemma of their head.
    pub lemma: Cow<'static, str>,
    /// How the speaker stands to what is said.
    pub stance: Stance,
    /// Whether it is denied that this was said.
    pub negated: bool,
}

impl Cue {
    fn known(span: ByteSpan, cue: &cues::Cue) -> Self {
        Self { span, lemma: Cow::Borrowed(cue.lemma), stance: cue.stance, negated: false }
    }
}

/// The statements of the text, in text order: of the surface rules and of the model.
pub(crate) fn find(text: &str, doc: &Document, quotes: &[Quote], analysis: &Analysis) -> Vec<Statement> {
    let surface = surface(text, doc, quotes);
    if analysis.words.is_empty() {
        return surface;
    }
    let mut joined = join::join(text, &surface, attributed::statements(text, doc, analysis, quotes));
    let tree = Tree { text, doc, analysis };
    let marks = attributed::Marks::new(quotes);
    joined.extend(frames::missed(tree, &marks, &joined));
    headline::complete(tree, &marks, &mut joined);
    for statement in &mut joined {
        extent::fit(&tree, statement);
        tree::complete(tree, statement);
    }
    record::arrange(joined)
}

/// The words of those who speak and are spoken to, in text order.
pub(crate) fn voices(doc: &Document, statements: &[Statement]) -> Vec<WordSpan> {
    let spans = statements.iter().flat_map(|statement| [statement.speaker, statement.addressee]).flatten();
    let mut voices: Vec<WordSpan> = spans.map(|span| doc.words_in(span)).collect();
    voices.sort();
    voices.dedup();
    voices
}

/// The statements that the surface rules find, in text order.
fn surface(text: &str, doc: &Document, quotes: &[Quote]) -> Vec<Statement> {
    let scan = Scan::new(text, &doc.paragraphs);
    let mut finder = Finder {
        scan: &scan,
        doc,
        quotes,
        found: Vec::new(),
        of_quote: vec![None; quotes.len()],
        lead: None,
    };
    let children = children(quotes);
    finder.paragraphs(&children.top);
    for (quote, inner) in children.of.iter().enumerate() {
        finder.inside(quote, inner);
    }
    record::arrange(finder.found)
}

/// The parts of quotations, by the quotation they lie in.
struct Children {
    top: Vec<(usize, ByteSpan)>,
    of: Vec<Vec<(usize, ByteSpan)>>,
}

fn children(quotes: &[Quote]) -> Children {
    let mut children = Children { top: Vec::new(), of: vec![Vec::new(); quotes.len()] };
    for (number, quote) in quotes.iter().enumerate() {
        let list = quote.within.map_or(&mut children.top, |outer| &mut children.of[outer]);
        list.extend(quote.parts.iter().map(|&part| (number, part)));
    }
    children.top.sort_by_key(|(_, part)| part.start);
    for list in &mut children.of {
        list.sort_by_key(|(_, part)| part.start);
    }
    children
}

struct Finder<'a> {
    scan: &'a Scan<'a>,
    doc: &'a Document,
    quotes: &'a [Quote],
    found: Vec<Statement>,
    /// The statement a quotation belongs to.
    of_quote: Vec<Option<usize>>,
    /// Who speaks, and by which cue, in the quotation that the next paragraph begins with.
    lead: Option<Lead>,
}

/// The end of a paragraph that leads up to the next by a colon: `She said:`
#[derive(Clone, Debug)]
struct Lead {
    cue: Cue,
    speaker: Option<ByteSpan>,
}

/// What the last sentence of a paragraph leads up to, if it ends in a colon behind a cue.
fn lead(cells: &Cells) -> Option<Lead> {
    let colon = cells.len().checked_sub(1).filter(|&last| cells.low(last) == ":")?;
    let found = (0..colon).rev().find_map(|at| cues::at(cells, at))?;
    let speaker = match phrase::before(cells, found.first, 0).0 {
        phrase::Before::Subject(subject) => Some(subject.span),
        _ => report::first_subject(cells).filter(|subject| subject.end <= cells.span(found.first).start),
    };
    Some(Lead { cue: Cue::known(cells.cover(found.first, found.last), found.cue), speaker })
}

impl Finder<'_> {
    fn paragraphs(&mut self, top: &[(usize, ByteSpan)]) {
        let mut next = 0;
        for &paragraph in &self.doc.paragraphs {
            let first = next;
            while next < top.len() && top[next].1.start < paragraph.end {
                next += 1;
            }
            self.stretch(paragraph, &top[first..next], false);
        }
    }

    fn inside(&mut self, quote: usize, inner: &[(usize, ByteSpan)]) {
        for &part in &self.quotes[quote].parts {
            let span = within_marks(self.scan.text, part);
            let first = inner.partition_point(|(_, child)| child.start < part.start);
            let last = inner.partition_point(|(_, child)| child.start < part.end);
            self.stretch(span, &inner[first..last], true);
        }
    }

    /// Reads a paragraph, or the inside of a quotation.
    fn stretch(&mut self, span: ByteSpan, inside: &[(usize, ByteSpan)], nested: bool) {
        let cells = units::cells(self.scan, span, inside);
        let mut start = 0;
        let mut speaker = None;
        let mut led = if nested { None } else { self.lead.take() };
        for end in units::ends(self.scan, self.doc, &cells) {
            let unit = Cells { scan: self.scan, cells: &cells[start..end] };
            start = end;
            let before = self.found.len();
            for report in report::reports(&unit) {
                if !nested || !is_first_person(self.scan, &report) || quotes_words(&report, &unit) {
                    self.push(report, &unit);
                }
            }
            self.led(&unit, led.take());
            self.free(&unit, &mut speaker, before, nested);
            if !nested && end == cells.len() {
                self.lead = lead(&unit);
            }
        }
    }

    /// The quotation that a paragraph begins with, led up to by the paragraph before.
    fn led(&mut self, unit: &Cells, lead: Option<Lead>) {
        let Some((Lead { cue, speaker }, (quote, _))) = lead.zip(unit.quoted(0)) else { return };
        if self.of_quote[quote].is_some() {
            return;
        }
        self.of_quote[quote] = Some(self.found.len());
        let content = self.quotes[quote].parts.clone();
        self.found.push(Statement {
            form: StatementForm::Direct,
            content,
            cue: Some(cue),
            speaker,
            choice: Choice::rule(SpeakerBy::Introduction),
            addressee: None,
            within: None,
        });
    }

    /// Gives a quotation begun in an earlier paragraph the cue that stands beside its later part.
    fn completes(&mut self, report: &Report, unit: &Cells) -> bool {
        let begun = unit.cells.iter().find_map(|cell| match *cell {
            Cell::Quoted { quote, span } if report.content.contains(&span) => self.of_quote[quote],
            _ => None,
        });
        let Some(statement) =
            begun.and_then(|number| self.found.get_mut(number)).filter(|found| found.cue.is_none())
        else {
            return false;
        };
        statement.content.extend(&report.content);
        statement.content.sort();
        statement.content.dedup();
        statement.cue = report.cue.map(|(span, cue)| Cue::known(span, cue));
        if report.speaker.is_some() {
            (statement.speaker, statement.choice) = (report.speaker, Choice::rule(SpeakerBy::Cue));
        }
        statement.addressee = report.addressee;
        true
    }

    fn push(&mut self, report: Report, unit: &Cells) {
        if self.completes(&report, unit) {
            return;
        }
        let number = self.found.len();
        let mut content = report.content;
        for cell in unit.cells {
            let Cell::Quoted { quote, span } = *cell else { continue };
            if !content.iter().any(|part| part.contains(span)) {
                continue;
            }
            if self.of_quote[quote].is_none() {
                self.of_quote[quote] = Some(number);
            }
            // A quotation over several paragraphs is one statement with all its parts.
            if content.contains(&span) {
                let parts = &self.quotes[quote].parts;
                content.extend(parts.iter().filter(|part| part.start >= span.end));
            }
        }
        content.sort();
        let form = form(self.scan.text, &content, unit);
        let cue = report.cue.map(|(span, cue)| Cue::known(span, cue));
        let Report { speaker, addressee, .. } = report;
        let choice = Choice::rule(if cue.is_some() { SpeakerBy::Cue } else { SpeakerBy::Introduction });
        self.found.push(Statement { form, content, cue, speaker, choice, addressee, within: None });
    }

    /// Quotations that no cue of the sentence claims.
    fn free(&mut self, unit: &Cells, speaker: &mut Option<(usize, ByteSpan)>, before: usize, nested: bool) {
        let quoted: Vec<(usize, ByteSpan)> = unit
            .cells
            .iter()
            .filter_map(|cell| match *cell {
                Cell::Quoted { quote, span } => Some((quote, span)),
                Cell::Piece(_) => None,
            })
            .collect();
        let has_own_words = unit
            .cells
            .iter()
            .any(|cell| matches!(cell, Cell::Piece(piece) if self.scan.is(*piece, crate::scan::Kind::Word)));
        for &(quote, span) in &quoted {
            if self.of_quote[quote].is_some() {
                continue;
            }
            let follows = speaker.filter(|_| !has_own_words);
            let led = follows.is_some() && ends_sentence(span.of(self.scan.text))
                || report::introduced(unit, span).is_some();
            if !led && !self.is_speech(span, has_own_words, nested) {
                continue;
            }
            if let Some((statement, _)) =
                follows.filter(|&(number, _)| self.found[number].form == StatementForm::Direct)
            {
                self.of_quote[quote] = Some(statement);
                self.found[statement].content.extend(&self.quotes[quote].parts);
                self.found[statement].content.sort();
                continue;
            }
            let introduced = report::introduced(unit, span);
            self.of_quote[quote] = Some(self.found.len());
            self.found.push(Statement {
                form: StatementForm::Direct,
                content: self.quotes[quote].parts.clone(),
                cue: None,
                speaker: introduced.or(follows.map(|(_, who)| who)),
                choice: Choice::rule(if introduced.is_some() {
                    SpeakerBy::Introduction
                } else {
                    SpeakerBy::Carried
                }),
                addressee: None,
                within: None,
            });
        }
        let last = (before..self.found.len()).rev().find(|&i| self.found[i].cue.is_some());
        match last.and_then(|i| self.found[i].speaker.map(|who| (i, who))) {
            Some(own) => *speaker = Some(own),
            None if has_own_words => *speaker = None,
            None => {}
        }
    }

    /// A quotation without a cue is speech where it is a sentence; a title or a word held up with tongs is not.
    fn is_speech(&self, span: ByteSpan, has_own_words: bool, nested: bool) -> bool {
        let words = units::words(self.scan, span);
        if nested {
            return words >= 4 && ends_sentence(span.of(self.scan.text));
        }
        if has_own_words { words >= 6 && ends_sentence(span.of(self.scan.text)) } else { words >= 3 }
    }
}

fn within_marks(text: &str, part: ByteSpan) -> ByteSpan {
    let words = part.of(text);
    let inner = words.trim_start_matches(report::is_quote_mark);
    let start = part.start + (words.len() - inner.len());
    ByteSpan::new(start, start + inner.trim_end_matches(report::is_quote_mark).len())
}

/// *I think* inside a quotation is the speaker's own turn of phrase.
fn is_first_person(scan: &Scan, report: &Report) -> bool {
    report.speaker.is_none_or(|span| matches!(scan.low_of(span), "i" | "you" | "we" | "it" | "this" | "that"))
}

fn quotes_words(report: &Report, unit: &Cells) -> bool {
    (0..unit.len()).filter_map(|at| unit.quoted(at)).any(|(_, span)| report.content.contains(&span))
}

fn form(text: &str, content: &[ByteSpan], unit: &Cells) -> StatementForm {
    let quoted = |part: &ByteSpan| {
        unit.cells.iter().any(|cell| matches!(cell, Cell::Quoted { span, .. } if part.contains(*span)))
    };
    let is_direct = |part: &ByteSpan| {
        unit.cells.iter().any(|cell| matches!(cell, Cell::Quoted { span, .. } if span == part))
            || part.of(text).starts_with(report::is_quote_mark)
    };
    if content.iter().all(is_direct) {
        StatementForm::Direct
    } else if content.iter().any(|part| quoted(part) || is_direct(part)) {
        StatementForm::Mixed
    } else {
        StatementForm::Indirect
    }
}

#[cfg(test)]
mod tests;
