//! What a noun phrase says of whom it stands for: what they do, for whom, and where they belong.

use annals_record::{EntityKind, WordSpan};
use annals_text::Document;

use super::fold::fold;
use super::roles::{LONGEST, Role, role_of};
use super::sightings::{Sighting, Sightings};
use super::tables::Sort;
use crate::model::{Analysis, Name};
use crate::words::parent_of;

/// What a phrase says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Description {
    pub country: Option<&'static str>,
    pub sector: Option<&'static str>,
    /// The words of an organisation or a state to which they belong.
    pub affiliation: Option<WordSpan>,
}

impl Description {
    /// What is said here, and where nothing is, what is said there.
    pub fn or(self, other: Self) -> Self {
        Self {
            country: self.country.or(other.country),
            sector: self.sector.or(other.sector),
            affiliation: self.affiliation.or(other.affiliation),
        }
    }
}

/// Reads phrases of a document.
pub(crate) struct Describer<'a> {
    pub text: &'a str,
    pub doc: &'a Document,
    pub analysis: &'a Analysis,
    pub sightings: &'a Sightings,
    /// The day of the article, `YYYY-MM-DD`.
    pub day: Option<&'a str>,
}

/// A term of the table of roles in the text.
struct Term {
    words: WordSpan,
    role: &'static Role,
}

impl<'a> Describer<'a> {
    /// The text of some words.
    pub fn words(&self, words: WordSpan) -> &'a str {
        self.doc.span(words).of(self.text)
    }

    /// What a phrase says with the noun `head`.
    pub fn phrase(&self, words: WordSpan, head: usize) -> Description {
        let head = head.clamp(words.start, words.end - 1);
        let term = self.term_ending(words, head + 1);
        let before = WordSpan::new(words.start, term.as_ref().map_or(head, |term| term.words.start));
        let behind = self.complement(words, head);
        let is_past = before.range().any(|word| self.role_at(word).is_some_and(|role| role.past));
        let organization =
            self.organization(before).or_else(|| behind.and_then(|behind| self.organization(behind)));
        let role = term.as_ref().map(|term| term.role);
        let sector = self.sector(role, organization.as_ref(), before, behind);
        let country = organization
            .as_ref()
            .and_then(|own| own.country)
            .or_else(|| self.country(before))
            .or_else(|| behind.and_then(|behind| self.country(behind)))
            // *The Varesh army* may be a name of the tables as a whole.
            .or_else(|| self.country(WordSpan::new(words.start, head + 1)))
            // *Two Russians*: the number is the head.
            .or_else(|| self.country(WordSpan::new(head, words.end.min(head + 3))));
        Description {
            country,
            sector: if is_past && role.is_some() { Some("ELI") } else { sector },
            affiliation: organization.map(|own| own.words),
        }
    }

    /// The sector of a role, which is that of the organisation to which a member belongs.
    fn sector(
        &self,
        role: Option<&'static Role>,
        organization: Option<&Organization>,
        before: WordSpan,
        behind: Option<WordSpan>,
    ) -> Option<&'static str> {
        let own = role.map(|role| role.sector).filter(|sector| !sector.is_empty());
        if own.is_some() && role.is_some_and(|role| !role.member) {
            return own;
        }
        let of_organization = organization.and_then(|organization| organization.sector);
        let modifier = || self.term_ending(before, before.end).map(|term| term.role.sector);
        let of = || behind.and_then(|behind| self.first_term(behind)).map(|term| term.role.sector);
        let told = |sector: &&str| !sector.is_empty();
        of_organization
            .or_else(|| modifier().filter(told))
            .or_else(|| if own.is_none() { of().filter(told) } else { own })
    }

    /// The longest term in `words` that ends before the word `end`.
    fn term_ending(&self, words: WordSpan, end: usize) -> Option<Term> {
        let first = words.start.max(end.saturating_sub(LONGEST + 2));
        let is_word = |&start: &usize| self.form(start).starts_with(|c: char| c.is_alphanumeric());
        (first..end).filter(is_word).map(|start| WordSpan::new(start, end)).find_map(|words| {
            let role = self.role(words)?;
            (!role.past).then_some(Term { words, role })
        })
    }

    /// The first term in some words, of those with one last word the longest.
    fn first_term(&self, words: WordSpan) -> Option<Term> {
        (words.start + 1..=words.end).find_map(|end| {
            let term = self.term_ending(words, end)?;
            // *police* before *officers* is no noun of its own.
            let longer = (end + 1..=words.end.min(end + 2)).rev().find_map(|end| {
                self.term_ending(words, end).filter(|longer| longer.words.start <= term.words.start)
            });
            Some(longer.unwrap_or(term))
        })
    }

    /// Whether a noun is a term for somebody: the longest phrase that ends with it has a sector.
    pub fn is_somebody(&self, noun: usize) -> bool {
        let sentence = self.doc.sentences[self.doc.sentence_of(noun)].words;
        self.term_ending(WordSpan::new(sentence.start, noun + 1), noun + 1)
            .is_some_and(|term| !matches!(term.role.sector, "" | "UNK"))
    }

    fn role_at(&self, word: usize) -> Option<&'static Role> {
        role_of(&self.folded(WordSpan::new(word, word + 1)))
    }

    fn folded(&self, words: WordSpan) -> String {
        fold(self.words(words))
    }

    /// The term that a phrase is, its last word as it stands or in the singular.
    fn role(&self, words: WordSpan) -> Option<&'static Role> {
        let folded = self.folded(words);
        let last = words.end - 1;
        let lemma = || {
            let lemma = fold(&self.analysis.words.get(last)?.lemma);
            let before = folded.rsplit_once(' ').map_or(String::new(), |(before, _)| format!("{before} "));
            role_of(&(before + &lemma))
        };
        // Of a name the model gives the plural for a lemma.
        role_of(&folded).or_else(lemma).or_else(|| role_of(folded.strip_suffix('s')?))
    }

    /// The words of the phrase behind a noun that hang on it by a preposition: *of the Varesh police*.
    fn complement(&self, words: WordSpan, head: usize) -> Option<WordSpan> {
        let at = |word: usize| self.analysis.words.get(word);
        let first = head + 1;
        if first >= words.end || at(first).is_none_or(|word| word.upos != "ADP") {
            return None;
        }
        let stops = |&word: &usize| {
            at(word).is_none_or(|own| {
                matches!(own.upos, "PUNCT" | "VERB" | "AUX" | "SCONJ") || matches!(own.xpos, "WP" | "WDT")
            })
        };
        let end = (first + 1..words.end).find(stops).unwrap_or(words.end);
        let is_of_another =
            self.form(first).eq_ignore_ascii_case("to") || self.form(first).eq_ignore_ascii_case("against");
        (end > first + 1 && !is_of_another).then(|| WordSpan::new(first + 1, end))
    }

    fn form(&self, word: usize) -> &str {
        self.doc.words[word].span.of(self.text)
    }

    /// The country that is named first in some words.
    fn country(&self, words: WordSpan) -> Option<&'static str> {
        self.sightings.within(words).iter().find_map(|found| found.actor().nation())
    }

    /// The last organisation in some words: one of the tables, else one that the model sees.
    fn organization(&self, words: WordSpan) -> Option<Organization> {
        let is_body = |found: &&Sighting| matches!(found.actor().sort, Sort::Organization | Sort::Government);
        let known = self.sightings.within(words).iter().rfind(is_body).map(|found| Organization {
            words: found.words,
            country: found.actor().nation(),
            sector: found.actor().sector(self.day),
        });
        known.or_else(|| {
            let names = &self.analysis.names;
            let first = names.partition_point(|name| name.words.start < words.start);
            let inside = names[first..].iter().take_while(|name| name.words.start < words.end);
            let own =
                inside.filter(|name| name.kind == "organization" && name.words.end <= words.end).last()?;
            if self.sightings.within(own.words).iter().any(|found| found.words == own.words) {
                return None;
            }
            let Description { country, sector, .. } = self.body(own.words);
            Some(Organization { words: own.words, country, sector })
        })
    }

    /// What the name of a body says of it.
    pub fn body(&self, name: WordSpan) -> Description {
        let is_adposition =
            |&word: &usize| self.analysis.words.get(word).is_some_and(|word| word.upos == "ADP");
        let end = name.range().skip(1).find(is_adposition).unwrap_or(name.end);
        let head = WordSpan::new(name.start, end);
        let term = self.term_ending(head, end).or_else(|| self.first_body(head));
        let country = self.country(name);
        Description {
            country,
            sector: term.map(|term| term.role.sector).filter(|sector| !sector.is_empty()),
            affiliation: None,
        }
    }

    /// The last term for a body in a name whose last word is none.
    fn first_body(&self, name: WordSpan) -> Option<Term> {
        (name.start + 1..name.end)
            .rev()
            .find_map(|end| self.term_ending(name, end).filter(|term| term.role.body))
    }

    /// The country that modifiers say.
    pub fn phrase_before(&self, words: WordSpan) -> Description {
        Description { country: self.country(words), ..Description::default() }
    }

    /// The words of a title that ends with the noun `head` of a phrase.
    pub fn title_in(&self, words: WordSpan, head: usize) -> Option<WordSpan> {
        let term = self.term_ending(words, head + 1)?;
        term.role.title.then_some(term.words)
    }

    /// The words of a title before a name, in the sentence: *Foreign Minister*, *Lt. Gen.*, *Water Board spokeswoman*.
    pub fn title(&self, name: WordSpan) -> Option<WordSpan> {
        let sentence = self.doc.sentences[self.doc.sentence_of(name.start)].words;
        let from = sentence.start.max(name.start.saturating_sub(8));
        let term = self.term_ending(WordSpan::new(from, name.start), name.start)?;
        if term.role.address {
            return None;
        }
        let mut start = term.words.start;
        loop {
            let before = WordSpan::new(from, start);
            if before.is_empty() {
                break;
            }
            match self.term_ending(before, start).filter(|term| term.role.title || term.role.body) {
                Some(term) if self.is_upright(start - 1) => start = term.words.start,
                _ => break,
            }
        }
        let words = WordSpan::new(start, name.start);
        self.sightings.within(words).is_empty().then_some(words).filter(|_| self.is_one_phrase(words, name))
    }

    /// The name before a word, but for people's.
    fn thing_ending_at(&self, end: usize) -> Option<&'a Name> {
        let names = &self.analysis.names;
        let at = names.partition_point(|own| own.words.end < end);
        names.get(at).filter(|own| own.words.end == end && own.kind != "person")
    }

    fn is_upright(&self, word: usize) -> bool {
        self.analysis.words.get(word).is_some_and(|word| matches!(word.upos, "NOUN" | "PROPN" | "ADJ"))
    }

    /// Whether the last word of a title belongs to the name behind it.
    fn is_one_phrase(&self, title: WordSpan, name: WordSpan) -> bool {
        let last = title.end - 1;
        let parent = parent_of(self.doc, self.analysis, last);
        let joins = |word: usize, head: usize| parent_of(self.doc, self.analysis, word) == Some(head);
        parent.is_none_or(|parent| name.covers(parent))
            || name.range().any(|word| {
                joins(word, last) || parent.is_some_and(|parent| joins(word, parent) && title.covers(parent))
            })
    }

    /// What the words before a name say: its title, and what belongs to that.
    pub fn before(&self, name: WordSpan, title: WordSpan) -> Description {
        let sentence = self.doc.sentences[self.doc.sentence_of(name.start)].words;
        let mut start = title.start;
        while start > sentence.start {
            let possessive = matches!(self.form(start - 1), "'s" | "’s" | "'" | "’");
            let end = if possessive { start - 1 } else { start };
            if let Some(found) = self.sightings.ending_at(end) {
                start = found.words.start;
            } else if let Some(own) = self.thing_ending_at(end) {
                start = own.words.start;
            } else if !possessive && self.is_upright(start - 1) {
                start -= 1;
            } else {
                break;
            }
        }
        self.phrase(WordSpan::new(start, name.start), name.start - 1)
    }
}

/// An organisation that a phrase names.
struct Organization {
    words: WordSpan,
    country: Option<&'static str>,
    sector: Option<&'static str>,
}

/// The kind of what an actor of the tables is.
pub(crate) fn kind_of(sort: Sort) -> EntityKind {
    match sort {
        Sort::Person => EntityKind::Person,
        Sort::State | Sort::Region => EntityKind::Place,
        Sort::Organization | Sort::Government => EntityKind::Organization,
    }
}
