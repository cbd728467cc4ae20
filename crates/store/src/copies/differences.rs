//! In what the copies of an article differ: figures with another value, statements that one has and the other has not.

use std::collections::HashSet;

use annals_record::{CharIndex, CharSpan, Figure, Record, Statement};
use rusqlite::Connection;
use serde::Serialize;

use super::sketch::words;
use crate::{Store, StoreError};

/// Copies that an article is compared with, at most: the earliest of its group.
const COPIES: i64 = 100;
/// Two sentences say the same where this share of the words of both is in both.
const SAME_SENTENCE: f64 = 0.5;
/// A statement is in a text where this share of its pairs of words is.
const SAID: f64 = 0.6;

/// In what another article of the group differs from this one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Id of the other article.
    pub article: String,
    /// Figures of sentences that both have, with different values.
    pub figures: Vec<FigureChange>,
    /// Statements whose words the other text has not.
    pub only_here: Vec<Saying>,
    /// Statements of the other article whose words this text has not.
    pub only_there: Vec<Saying>,
}

impl Difference {
    fn is_none(&self) -> bool {
        self.figures.is_empty() && self.only_here.is_empty() && self.only_there.is_empty()
    }
}

/// A figure that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureChange {
    /// What is measured, as in the record.
    pub measure: Option<String>,
    /// What is counted.
    pub unit: Option<String>,
    /// The figure of this article.
    pub here: Claim,
    /// The figure of the other article.
    pub there: Claim,
}

/// The value of a figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Claim {
    /// Id of the figure in its article.
    pub finding: String,
    /// Its words.
    pub text: String,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
}

/// A statement that one of two articles has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Saying {
    /// Id of the statement in its article.
    pub finding: String,
    /// Who makes it, where it is known.
    pub speaker: Option<String>,
    /// Its words.
    pub text: String,
}

impl Store {
    /// In what the other current articles of its group differ from the article `id`; those that do not differ are left
    /// out. At most 100 copies are looked at, the earliest.
    ///
    /// # Errors
    /// Where SQLite refuses, or rows hold what no record can.
    pub fn differences(&self, id: &str) -> Result<Vec<Difference>, StoreError> {
        let others = copies(self.connection(), id)?;
        self.differences_from(id, others.iter().map(String::as_str))
    }

    /// In what each of `others` differs from the article `id`; those that do not differ are left out.
    ///
    /// # Errors
    /// As [`Store::differences`].
    pub fn differences_from<'i>(
        &self,
        id: &str,
        others: impl IntoIterator<Item = &'i str>,
    ) -> Result<Vec<Difference>, StoreError> {
        let Some(here) = self.corrected(id)? else { return Ok(Vec::new()) };
        let here = Text::of(&here);
        let mut all = Vec::new();
        for other in others {
            if let Some(there) = self.corrected(other)? {
                all.push(difference(&here, &Text::of(&there)));
            }
        }
        all.retain(|difference| !difference.is_none());
        Ok(all)
    }
}

/// Ids of the other current articles of the group.
fn copies(db: &Connection, id: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT c.id FROM articles a JOIN articles c USING (syndicate) \
               WHERE a.id = ?1 AND c.id <> a.id AND c.current ORDER BY c.article LIMIT ?2";
    let mut query = db.prepare_cached(sql)?;
    let rows = query.query_map(rusqlite::params![id, COPIES], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A record with what it is compared by.
struct Text<'r> {
    record: &'r Record,
    index: CharIndex<'r>,
    pairs: HashSet<u64>,
    sentences: Vec<HashSet<u64>>,
}

impl<'r> Text<'r> {
    fn of(record: &'r Record) -> Self {
        let text = record.article.text.as_str();
        let index = CharIndex::new(text);
        let sentence = |span: CharSpan| words(index.bytes(span).of(text)).into_iter().collect();
        let sentences = record.sentences.iter().map(|one| sentence(one.span)).collect();
        let pairs = pairs(&words(text));
        Self { record, pairs, sentences, index }
    }

    fn words(&self, span: CharSpan) -> &'r str {
        self.index.bytes(span).of(&self.record.article.text)
    }

    /// The words of the sentence in which something at `at` stands.
    fn sentence(&self, at: usize) -> Option<&HashSet<u64>> {
        let n = self.record.sentences.partition_point(|sentence| sentence.span.start <= at).checked_sub(1)?;
        self.sentences.get(n)
    }

    fn claim(&self, figure: &Figure) -> Claim {
        let text = self.words(figure.span).to_owned();
        Claim { finding: figure.id.to_string(), text, low: figure.low, high: figure.high }
    }

    fn saying(&self, statement: &Statement) -> Saying {
        let entity = statement.speaker.as_ref().and_then(|speaker| speaker.entity);
        let named =
            self.record.entities.iter().find(|one| Some(one.id) == entity).map(|one| one.name.clone());
        let speaker = statement.speaker.as_ref();
        let speaker = named.or_else(|| speaker.map(|speaker| self.words(speaker.span).to_owned()));
        Saying { finding: statement.id.to_string(), speaker, text: self.content(statement) }
    }

    fn content(&self, statement: &Statement) -> String {
        statement.content.iter().map(|part| self.words(*part)).collect::<Vec<_>>().join(" … ")
    }

    /// Whether the words of a statement stand in this text.
    fn has(&self, content: &str) -> bool {
        let wanted = pairs(&words(content));
        let found = wanted.iter().filter(|pair| self.pairs.contains(pair)).count();
        wanted.is_empty() || found as f64 >= SAID * wanted.len() as f64
    }
}

/// Pairs of words that follow each other; a single word is one with itself.
fn pairs(words: &[u64]) -> HashSet<u64> {
    match words {
        [one] => HashSet::from([one.wrapping_mul(3)]),
        words => words.windows(2).map(|pair| pair[0].rotate_left(1) ^ pair[1]).collect(),
    }
}

fn difference(here: &Text, there: &Text) -> Difference {
    Difference {
        article: there.record.article.id.clone(),
        figures: figures(here, there),
        only_here: missing(here, there),
        only_there: missing(there, here),
    }
}

/// Statements of `one` that `other` has not.
fn missing(one: &Text, other: &Text) -> Vec<Saying> {
    let sayings = one.record.statements.iter().map(|statement| one.saying(statement));
    sayings.filter(|saying| !other.has(&saying.text)).collect()
}

fn figures(here: &Text, there: &Text) -> Vec<FigureChange> {
    let alone = |of: &Text, other: &Text| -> Vec<Figure> {
        let all = of.record.figures.iter();
        all.filter(|figure| !other.record.figures.iter().any(|twin| is_twin(figure, twin))).cloned().collect()
    };
    let mut left = alone(there, here);
    let mut changes = Vec::new();
    for figure in alone(here, there) {
        if let Some(place) = counterpart(here, there, &figure, &left) {
            let other = left.remove(place);
            let (measure, unit) = (figure.measure.clone(), figure.unit.clone());
            changes.push(FigureChange {
                measure,
                unit,
                here: here.claim(&figure),
                there: there.claim(&other),
            });
        }
    }
    changes
}

/// Whether two figures say the same of the same.
fn is_twin(one: &Figure, other: &Figure) -> bool {
    is_alike(one, other) && (one.low, one.high) == (other.low, other.high)
}

fn is_alike(one: &Figure, other: &Figure) -> bool {
    (&one.measure, &one.unit, &one.currency) == (&other.measure, &other.unit, &other.currency)
}

/// Which of `others` is a figure of the same in the sentence that is most like this figure's.
fn counterpart(here: &Text, there: &Text, figure: &Figure, others: &[Figure]) -> Option<usize> {
    let mine = here.sentence(figure.span.start)?;
    let likeness = |other: &Figure| there.sentence(other.span.start).map_or(0.0, |words| shared(mine, words));
    let alike = others.iter().enumerate().filter(|(_, other)| is_alike(figure, other));
    let best = alike
        .map(|(place, other)| (place, likeness(other)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    best.filter(|(_, likeness)| *likeness >= SAME_SENTENCE).map(|(place, _)| place)
}

fn shared(one: &HashSet<u64>, other: &HashSet<u64>) -> f64 {
    let both = one.intersection(other).count();
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}
