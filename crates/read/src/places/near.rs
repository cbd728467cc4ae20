//! Which place some words are about: the one in their clause, else the one in their sentence.

use annals_record::{ByteSpan, PlaceSense, WordSpan};
use annals_text::Document;

use super::Place;
use crate::model::Analysis;
use crate::words::clause_of;

/// Finds the place nearest to some words.
pub(crate) struct Nearest<'a> {
    doc: &'a Document,
    places: &'a [Place],
    /// Of each word, the head of its clause.
    clauses: Vec<usize>,
}

impl<'a> Nearest<'a> {
    pub fn new(doc: &'a Document, analysis: &Analysis, places: &'a [Place]) -> Self {
        let clauses = (0..doc.words.len()).map(|word| clause_of(doc, analysis, word)).collect();
        Self { doc, places, clauses }
    }

    /// Number of the place that some words are about: the nearest in their clause, else in their sentence. Only names
    /// that are used for the place count.
    pub fn to(&self, span: ByteSpan) -> Option<usize> {
        let words = self.doc.words_in(span);
        let distance = |place: &Place| {
            words.start.abs_diff(place.words.start).min(words.end.abs_diff(place.words.start))
        };
        let key = |&number: &usize| (self.is_apart(number, words), distance(&self.places[number]));
        self.literal(words).into_iter().min_by_key(key)
    }

    /// Number of the place that some words are about, where that is clear: one in their clause, or the only one of their
    /// sentence.
    pub fn clear(&self, span: ByteSpan) -> Option<usize> {
        let nearest = self.to(span)?;
        let words = self.doc.words_in(span);
        let spot = |number: usize| {
            self.places[number].candidates.first().map(|own| (own.spot.name, own.spot.country))
        };
        let is_only = || self.literal(words).into_iter().all(|other| spot(other) == spot(nearest));
        (!self.is_apart(nearest, words) || is_only()).then_some(nearest)
    }

    /// The names in the sentence of some words that are used for the place.
    fn literal(&self, words: WordSpan) -> Vec<usize> {
        let sentences = &self.doc.sentences;
        let own = sentences.get(self.doc.sentence_of(words.start)).filter(|_| !words.is_empty());
        let Some(sentence) = own.map(|own| own.words) else { return Vec::new() };
        let first = self.places.partition_point(|place| place.words.start < sentence.start);
        let inside = (first..self.places.len()).take_while(|&at| self.places[at].words.start < sentence.end);
        inside.filter(|&number| self.places[number].sense == PlaceSense::Literal).collect()
    }

    fn is_apart(&self, place: usize, words: WordSpan) -> bool {
        self.clauses[self.places[place].words.start] != self.clauses[words.start]
    }
}
