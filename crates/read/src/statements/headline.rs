//! Headlines and lines of a transcript in the text: `Minister: talks failed`, `Talks 'failed': minister`.
//!
//! A paragraph that opens with a few words for somebody and a colon is what they say. One without a full stop may also
//! end with who says it, behind a colon or a dash.

use std::borrow::Cow;
use std::collections::HashSet;

use annals_record::{ByteSpan, SpeakerBy, Stance, WordSpan};

use super::attributed::Marks;
use super::syntax::Tree;
use super::{Choice, Cue, Statement};
use crate::actors::{fold, role_of};
use crate::lexicon;

/// Words of a headline at most.
const LONGEST: usize = 30;

/// Words of who speaks in it at most.
const SPEAKER: usize = 6;

/// Adds the headlines to what has been found; a headline that has been found without its speaker gets one.
pub(super) fn complete(tree: Tree, marks: &Marks, found: &mut Vec<Statement>) {
    let reader = Reader { tree, people: people(&tree) };
    let known = Known::new(found);
    for &paragraph in &tree.doc.paragraphs {
        let Some(line) = reader.line(tree.doc.words_in(paragraph)) else { continue };
        let [content, mark, speaker] =
            [line.content, line.mark, line.speaker].map(|words| tree.doc.span(words));
        let inside = known.cues_in(paragraph);
        if let Some(&(_, number)) = inside.iter().find(|(cue, _)| *cue == mark) {
            let own = &mut found[number];
            if own.speaker.is_none() {
                (own.speaker, own.choice) = (Some(speaker), Choice::rule(SpeakerBy::Introduction));
            }
        } else if !known.speaks_in(paragraph) && inside.iter().all(|(cue, _)| content.contains(*cue)) {
            // What another cue outside of the content reports is its statement.
            found.push(statement(tree.text, marks, content, mark, speaker));
        }
    }
}

fn statement(text: &str, marks: &Marks, content: ByteSpan, mark: ByteSpan, speaker: ByteSpan) -> Statement {
    let lemma = Cow::Owned(mark.of(text).to_owned());
    Statement {
        form: marks.form(&[content]),
        content: vec![content],
        cue: Some(Cue { span: mark, lemma, stance: Stance::Neutral, negated: false }),
        speaker: Some(speaker),
        choice: Choice::rule(SpeakerBy::Introduction),
        addressee: None,
        within: None,
    }
}

/// What has been found before, in text order.
struct Known {
    /// Cues, each with the number of its statement.
    cues: Vec<(ByteSpan, usize)>,
    /// What is said without a cue.
    spoken: Vec<ByteSpan>,
}

impl Known {
    fn new(found: &[Statement]) -> Self {
        let cue = |(number, statement): (usize, &Statement)| Some((statement.cue.as_ref()?.span, number));
        let mut cues: Vec<(ByteSpan, usize)> = found.iter().enumerate().filter_map(cue).collect();
        cues.sort();
        let bare = found.iter().filter(|statement| statement.cue.is_none());
        let mut spoken: Vec<ByteSpan> = bare.map(Statement::whole).collect();
        spoken.sort();
        Self { cues, spoken }
    }

    fn cues_in(&self, paragraph: ByteSpan) -> &[(ByteSpan, usize)] {
        let first = self.cues.partition_point(|(cue, _)| cue.end <= paragraph.start);
        let behind = self.cues.partition_point(|(cue, _)| cue.start < paragraph.end);
        &self.cues[first..behind.max(first)]
    }

    fn speaks_in(&self, paragraph: ByteSpan) -> bool {
        let first = self.spoken.partition_point(|whole| whole.end <= paragraph.start);
        self.spoken.get(first).is_some_and(|whole| whole.start < paragraph.end)
    }
}

/// The last words of the names of people and bodies, in lower case.
fn people(tree: &Tree) -> HashSet<String> {
    let names = tree.analysis.names.iter().filter(|name| matches!(name.kind, "person" | "organization"));
    names.map(|name| tree.low(name.words.end - 1)).collect()
}

/// A paragraph in its parts.
struct Line {
    content: WordSpan,
    mark: WordSpan,
    speaker: WordSpan,
}

struct Reader<'a> {
    tree: Tree<'a>,
    people: HashSet<String>,
}

impl Reader<'_> {
    fn line(&self, words: WordSpan) -> Option<Line> {
        let (mark, dash) = self.mark(words)?;
        let before = WordSpan::new(words.start, mark);
        let behind = WordSpan::new(mark + 1, words.end);
        let mark = WordSpan::new(mark, mark + 1);
        if !dash && behind.len() > 1 && self.is_speaker(before) {
            return Some(Line { content: self.open(behind), mark, speaker: before });
        }
        let is_headline = words.len() <= LONGEST && !self.is_stop(words.end - 1);
        let speaks = is_headline && before.len() > 1 && self.is_speaker(behind);
        speaks.then_some(Line { content: before, mark, speaker: behind })
    }

    /// The mark that parts who says it from what is said: the first colon, or in a headline the last dash.
    fn mark(&self, words: WordSpan) -> Option<(usize, bool)> {
        let near = words.range().take(LONGEST);
        if let Some(colon) = near.into_iter().find(|&word| self.form(word) == ":") {
            return Some((colon, false));
        }
        let is_dash =
            |word: &usize| matches!(self.form(*word), "-" | "–" | "—" | "--") && self.stands_free(*word);
        let dash = words.range().rev().take(SPEAKER + 1).find(is_dash)?;
        // Behind a dash stands the outlet too: *… – Almeda Herald*. Who speaks is called by what they do.
        let is_office = (dash + 1..words.end).all(|word| !self.form(word).starts_with(char::is_uppercase));
        is_office.then_some((dash, true))
    }

    fn stands_free(&self, word: usize) -> bool {
        let span = self.tree.doc.words[word].span;
        self.tree.text[..span.start].ends_with(' ') && self.tree.text[span.end..].starts_with(' ')
    }

    fn form(&self, word: usize) -> &str {
        self.tree.doc.words[word].span.of(self.tree.text)
    }

    fn is_stop(&self, word: usize) -> bool {
        self.form(word).ends_with(['.', '!', '…', ';', ','])
    }

    /// What is said without its full stop, where it is one sentence without quotation marks.
    fn open(&self, words: WordSpan) -> WordSpan {
        let is_one = self.tree.doc.sentence_of(words.start) == self.tree.doc.sentence_of(words.end - 1);
        let ends = is_one && self.form(words.end - 1) == ".";
        WordSpan::new(words.start, words.end - usize::from(ends))
    }

    /// Whether a few words are somebody: a person or a body by name, or who is called by an office.
    fn is_speaker(&self, words: WordSpan) -> bool {
        if words.is_empty() || words.len() > SPEAKER {
            return false;
        }
        let is_plain = |word: usize| {
            matches!(
                self.tree.word(word).upos,
                "NOUN" | "PROPN" | "ADJ" | "DET" | "NUM" | "PART" | "ADP" | "VERB" | "X"
            ) && !self.form(word).starts_with(|c: char| c.is_ascii_punctuation() && c != '\'')
        };
        let end = (words.start + 1..words.end)
            .find(|&word| self.tree.word(word).upos == "ADP")
            .unwrap_or(words.end);
        words.range().all(is_plain) && self.names(WordSpan::new(words.start, end))
    }

    fn names(&self, words: WordSpan) -> bool {
        let last = self.tree.low(words.end - 1);
        let named = self.tree.name_of(words.end - 1).filter(|name| name.words.end == words.end);
        let is_named = named.is_some_and(|name| matches!(name.kind, "person" | "organization"));
        let office = |start: usize| {
            role_of(&fold(self.tree.doc.span(WordSpan::new(start, words.end)).of(self.tree.text)))
        };
        let called = words.range().any(|start| office(start).is_some())
            || role_of(&fold(&self.lemma(words.end - 1))).is_some();
        is_named || called || self.people.contains(&last) || lexicon::has_class(&last, "document")
    }

    fn lemma(&self, word: usize) -> String {
        self.tree.word(word).lemma.clone()
    }
}
