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
    let mut cues: Vec<(ByteSpan, usize)> = Vec::new();
    for (number, statement) in found.iter().enumerate() {
        cues.extend(statement.cue.as_ref().map(|cue| (cue.span, number)));
    }
    cues.sort();
    let mut spoken: Vec<ByteSpan> =
        found.iter().filter(|statement| statement.cue.is_none()).map(Statement::whole).collect();
    spoken.sort();
    let mut new = Vec::new();
    for &paragraph in &tree.doc.paragraphs {
        let Some(Line { content, mark, speaker }) = reader.line(tree.doc.words_in(paragraph)) else {
            continue;
        };
        let [content, mark, speaker] = [content, mark, speaker].map(|words| tree.doc.span(words));
        let first = cues.partition_point(|(cue, _)| cue.end <= paragraph.start);
        let inside = cues[first..].iter().take_while(|(cue, _)| cue.start < paragraph.end);
        let inside: Vec<(ByteSpan, usize)> = inside.copied().collect();
        let choice = Choice::rule(SpeakerBy::Introduction);
        if let Some(&(_, number)) = inside.iter().find(|(cue, _)| *cue == mark) {
            let own = &mut found[number];
            if own.speaker.is_none() {
                (own.speaker, own.choice) = (Some(speaker), choice);
            }
            continue;
        }
        let before = spoken.partition_point(|whole| whole.end <= paragraph.start);
        let is_spoken = spoken.get(before).is_some_and(|whole| whole.start < paragraph.end);
        // What another cue outside of the content reports is its statement.
        if is_spoken || inside.iter().any(|(cue, _)| !content.contains(*cue)) {
            continue;
        }
        let lemma = Cow::Owned(mark.of(tree.text).to_owned());
        let cue = Some(Cue { span: mark, lemma, stance: Stance::Neutral, negated: false });
        let form = marks.form(&[content]);
        let speaker = Some(speaker);
        new.push(Statement {
            form,
            content: vec![content],
            cue,
            speaker,
            choice,
            addressee: None,
            within: None,
        });
    }
    found.extend(new);
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
