//! Which place some words are about: the one in their clause, else the one in their sentence.

use annals_record::{ByteSpan, PlaceSense};
use annals_text::Document;

use super::Place;
use crate::model::Analysis;
use crate::words::parent_of;

/// Finds the place nearest to some words.
pub(crate) struct Nearest<'a> {
    doc: &'a Document,
    places: &'a [Place],
    /// Of each word, the head of its clause.
    clauses: Vec<usize>,
}

impl<'a> Nearest<'a> {
    pub fn new(doc: &'a Document, analysis: &Analysis, places: &'a [Place]) -> Self {
        let clauses = (0..doc.words.len()).map(|word| clause(doc, analysis, word)).collect();
        Self { doc, places, clauses }
    }

    /// Number of the place that some words are about: the nearest in their clause, else in their sentence. Only names
    /// that are used for the place count.
    pub fn to(&self, span: ByteSpan) -> Option<usize> {
        let words = self.doc.words_in(span);
        if words.is_empty() {
            return None;
        }
        let sentence = self.doc.sentences.get(self.doc.sentence_of(words.start))?.words;
        let first = self.places.partition_point(|place| place.words.start < sentence.start);
        let inside = self.places[first..].iter().take_while(|place| place.words.start < sentence.end);
        let literal = inside.enumerate().filter(|(_, place)| place.sense == PlaceSense::Literal);
        let apart = |place: &Place| self.clauses[place.words.start] != self.clauses[words.start];
        let distance = |place: &Place| {
            words.start.abs_diff(place.words.start).min(words.end.abs_diff(place.words.start))
        };
        literal.min_by_key(|(_, place)| (apart(place), distance(place))).map(|(number, _)| first + number)
    }
}

/// The head of the clause that a word stands in.
fn clause(doc: &Document, analysis: &Analysis, word: usize) -> usize {
    let mut at = word;
    // A path to the root is no longer than its sentence; clauses deeper than this are cut.
    for _ in 0..16 {
        let Some(own) = analysis.words.get(at) else { break };
        let opens = matches!(own.relation, "root" | "ccomp" | "advcl" | "acl" | "acl:relcl" | "parataxis")
            || own.relation == "conj" && own.upos == "VERB";
        match parent_of(doc, analysis, at) {
            Some(parent) if !opens => at = parent,
            _ => break,
        }
    }
    at
}
