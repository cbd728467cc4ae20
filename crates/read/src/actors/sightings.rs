//! The names of the tables that stand in a document.

use std::cmp::Reverse;
use std::collections::HashMap;

use annals_record::WordSpan;
use annals_text::Document;

use super::fold::{self, fold};
use super::tables::{Actor, Known, Sort, Tables, Via, tables};
use crate::model::Analysis;

/// A name of the tables in the text, and whom it means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sighting {
    pub words: WordSpan,
    pub known: Known,
}

impl Sighting {
    pub fn actor(&self) -> &'static Actor {
        &tables().actors[self.known.actor]
    }
}

/// The names of the tables in a document, in text order, none inside another; and the countries it speaks of.
#[derive(Debug, Default)]
pub(crate) struct Sightings {
    found: Vec<Sighting>,
    /// How often each country is spoken of.
    countries: HashMap<&'static str, usize>,
}

impl Sightings {
    pub fn new(text: &str, doc: &Document, analysis: &Analysis) -> Self {
        let mut candidates = Vec::new();
        for sentence in &doc.sentences {
            let mut word = sentence.words.start;
            while word < sentence.words.end {
                let found = longest(text, doc, analysis, WordSpan::new(word, sentence.words.end));
                word = found.as_ref().map_or(word + 1, |(words, _)| words.end);
                candidates.extend(found);
            }
        }
        let mut countries = HashMap::new();
        for country in candidates.iter().filter_map(|(_, known)| country_of(known)) {
            *countries.entry(country).or_default() += 1;
        }
        let mut sightings = Self { found: Vec::new(), countries };
        for (words, known) in candidates {
            if let Some(known) =
                sightings.choose(&known, |_| true).filter(|known| !tables().actors[known.actor].is_area())
            {
                sightings.found.push(Sighting { words, known });
            }
        }
        sightings
    }

    /// The only one of some known names that is meant here, of those that `fits` where any does.
    fn choose(&self, known: &[Known], fits: impl Fn(&Actor) -> bool) -> Option<Known> {
        let tables = tables();
        let actor = |known: &Known| &tables.actors[known.actor];
        let allowed: Vec<Known> = known
            .iter()
            .filter(|known| known.only.is_none_or(|only| self.countries.contains_key(only)))
            .filter(|known| self.is_likely(actor(known)))
            .copied()
            .collect();
        let fitting: Vec<Known> = allowed.iter().filter(|known| fits(actor(known))).copied().collect();
        let mut left = if fitting.is_empty() { allowed } else { fitting };
        // A state before what is called like it, an organisation before a person; then what the article is about.
        let spoken = |known: &Known| self.countries.get(actor(known).country).copied().unwrap_or(0);
        let rank = |known: &Known| (actor(known).sort, Reverse(spoken(known)), known.only.is_some());
        left.sort_by_key(rank);
        let first = *left.first()?;
        // One actor may fulfil several of its conditions at once.
        let is_alone = left.iter().all(|known| known.actor == first.actor || rank(known) != rank(&first));
        is_alone.then_some(first)
    }

    /// Many people have one name: the one of the tables is meant where the article speaks of their country or of none, or
    /// where they have served in a body of many.
    fn is_likely(&self, actor: &Actor) -> bool {
        actor.sort != Sort::Person
            || self.countries.is_empty()
            || self.countries.contains_key(actor.country)
            || actor.is_international()
    }

    /// Whom a name means: of several, the one that `fits` what else is known.
    pub fn resolve(&self, name: &str, fits: impl Fn(&Actor) -> bool) -> Option<Known> {
        let known: Vec<Known> = tables()
            .named(&fold::name(name))
            .iter()
            .filter(|known| is_written_so(known, name))
            .copied()
            .collect();
        self.choose(&known, fits)
    }

    /// The sightings that lie in some words.
    pub fn within(&self, words: WordSpan) -> &[Sighting] {
        let first = self.found.partition_point(|found| found.words.start < words.start);
        let last = self.found.partition_point(|found| found.words.end <= words.end);
        &self.found[first..last.max(first)]
    }

    /// The sighting that ends before a word.
    pub fn ending_at(&self, end: usize) -> Option<&Sighting> {
        let after = self.found.partition_point(|found| found.words.end < end);
        self.found.get(after).filter(|found| found.words.end == end)
    }
}

/// The country that a name speaks of without doubt.
fn country_of(known: &[Known]) -> Option<&'static str> {
    let tables: &Tables = tables();
    let free = || known.iter().filter(|known| known.only.is_none()).map(|known| &tables.actors[known.actor]);
    let country = free().next()?.country;
    (!country.is_empty() && free().all(|actor| actor.country == country)).then_some(country)
}

/// The longest name of the tables at the first of some words.
fn longest(
    text: &str,
    doc: &Document,
    analysis: &Analysis,
    words: WordSpan,
) -> Option<(WordSpan, Vec<Known>)> {
    let form = |word: usize| doc.words[word].span.of(text);
    if !form(words.start).starts_with(|c: char| c.is_uppercase() || c.is_lowercase()) {
        return None;
    }
    let folded = fold(form(words.start));
    let first = folded.split(' ').next()?;
    let most = tables().longest(first).max(tables().longest(fold::spelling(first)));
    if most == 0 {
        return None;
    }
    // Words of the text that fold to nothing or to two words are few; twice the number is room enough.
    let last = words.end.min(words.start + 2 * most);
    for end in (words.start + 1..=last).rev() {
        let own = WordSpan::new(words.start, end);
        let name = doc.span(own).of(text);
        let known = tables().named(&fold::name(name));
        if known.is_empty()
            || !name.contains(char::is_uppercase)
            || name.ends_with(|c: char| !c.is_alphanumeric() && c != '.')
        {
            continue;
        }
        let fits = |known: &&Known| is_written_so(known, name) && is_name_here(known, doc, analysis, own);
        let known: Vec<Known> = known.iter().filter(fits).copied().collect();
        if !known.is_empty() {
            return Some((own, known));
        }
    }
    None
}

/// An acronym is written in capitals.
fn is_written_so(known: &Known, name: &str) -> bool {
    !known.acronym || name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// Whether one word can be a name where it stands: what opens a sentence has a capital anyhow.
fn is_name_here(known: &Known, doc: &Document, analysis: &Analysis, words: WordSpan) -> bool {
    let Some(word) = analysis.words.get(words.start).filter(|_| words.len() == 1) else { return true };
    match known.via {
        Via::Adjective | Via::Demonym => matches!(word.upos, "ADJ" | "PROPN" | "NOUN"),
        _ if doc.sentences[doc.sentence_of(words.start)].words.start == words.start => word.upos == "PROPN",
        _ => matches!(word.upos, "PROPN" | "NOUN" | "X" | "ADJ"),
    }
}

/// Whether an actor can be what the model calls by a kind.
pub(crate) fn fits_kind(actor: &Actor, kind: annals_record::EntityKind) -> bool {
    use annals_record::EntityKind::{Organization, Person, Place};
    match actor.sort {
        Sort::Person => kind == Person,
        Sort::State | Sort::Region | Sort::Government => matches!(kind, Place | Organization),
        Sort::Organization => kind == Organization,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_may_fulfil_several_of_its_conditions() {
        let speaking_of = |countries: &[&'static str]| Sightings {
            found: Vec::new(),
            countries: countries.iter().map(|&country| (country, 1)).collect(),
        };
        let meant = |name, countries| {
            let known: Option<Known> = speaking_of(countries).resolve(name, |_| true);
            known.map(|known| tables().actors[known.actor].key())
        };
        for (countries, key) in [
            (&["ARM"][..], Some("state/GEO")),
            (&["ARM", "AZE"], Some("state/GEO")),
            (&["USA"], Some("region/georgia-usa")),
            (&[], None),
        ] {
            assert_eq!(meant("Georgia", countries).as_deref(), key, "{countries:?}");
        }
    }
}
