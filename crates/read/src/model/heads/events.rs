//! What event a word reports, if any: its type, its mode, whether it happened, and, by pointing, who takes part.

use std::ops::Range;

use annals_record::Status;
use serde::Deserialize;

use crate::model::VECTOR;
use crate::model::encoder::{HIDDEN, Seen};
use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows, add, argmax};
use crate::model::weights::Weights;

use super::spans::probability;

/// Labels and sizes, as the description of the head gives them.
#[derive(Debug, Deserialize)]
pub(crate) struct Description {
    types: Vec<String>,
    /// `TYPE.mode`, and `TYPE.` for no mode.
    modes: Vec<String>,
    statuses: Vec<Status>,
    sizes: Sizes,
    /// Up to how many words away each bucket of distances reaches, but for the last.
    reaches: Vec<usize>,
    /// From how many steps in the tree on two words are just far.
    steps: usize,
}

#[derive(Debug, Deserialize)]
struct Sizes {
    kinds: usize,
    modes: usize,
    statuses: usize,
    pairs: usize,
}

/// On which side of an event somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who does it.
    Actor,
    /// To whom it is done.
    Recipient,
}

/// A word that may name who takes part in an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The head of the phrase.
    pub word: usize,
    /// Its likelier side.
    pub side: Side,
    /// How likely it stands on that side, between 0 and 1.
    pub score: f32,
}

/// What a word reports, if it reports an event. Scores are between 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// The word.
    pub word: usize,
    /// The likeliest PLOVER type.
    pub kind: &'static str,
    /// How likely it reports an event of that type.
    pub score: f32,
    /// The likeliest mode of that type, `None` for no mode.
    pub mode: Option<&'static str>,
    /// How likely that mode is, if the type is right.
    pub mode_score: f32,
    /// The likeliest status.
    pub status: Status,
    /// How likely that status is, if it is an event.
    pub status_score: f32,
    /// Those who may take part, in text order.
    pub parties: Vec<Party>,
}

/// Less likely ones are no parties.
const PARTY: f32 = 0.4;

/// The head.
pub(crate) struct Events {
    kinds: Net,
    modes: Net,
    statuses: Net,
    pairs: Pairs,
    types: Vec<&'static str>,
    /// Of each mode the number of its type, and its name.
    mode_names: Vec<(usize, Option<&'static str>)>,
    status_names: Vec<Status>,
}

/// Two layers with a rectifier between.
struct Net {
    inner: Linear,
    out: Linear,
}

impl Net {
    fn load(weights: &Weights, name: &str, [inputs, size, classes]: [usize; 3]) -> Result<Self, ModelError> {
        let linear = |layer: &str, outputs, inputs| {
            Linear::load(weights, &format!("heads.events.{name}.{layer}"), outputs, inputs)
        };
        Ok(Self { inner: linear("inner", size, inputs)?, out: linear("out", classes, size)? })
    }

    fn apply(&self, rows: &Rows) -> Rows {
        self.out.apply(&self.inner.apply(rows).rectified())
    }
}

/// A window as the head sees it.
pub(crate) struct View<'a> {
    /// Of each word its part of speech.
    pub upos: &'a [&'static str],
    /// Of each word its head, `None` for a root.
    pub heads: &'a [Option<usize>],
    /// The sentences.
    pub sentences: &'a [Range<usize>],
}

impl View<'_> {
    fn reports(&self, word: usize) -> bool {
        matches!(self.upos[word], "VERB" | "NOUN" | "ADJ")
    }

    fn names(&self, word: usize) -> bool {
        matches!(self.upos[word], "NOUN" | "PROPN" | "PRON" | "NUM" | "ADJ")
    }
}

impl Events {
    /// The head with its labels.
    pub fn load(weights: &Weights, own: Description) -> Result<Self, ModelError> {
        let Description { types, modes, statuses, sizes, reaches, steps } = own;
        let types: Vec<&'static str> = types.into_iter().map(|name| &*name.leak()).collect();
        let mode = |name: String| {
            let (kind, mode) = name.leak().split_once('.')?;
            let number = types.iter().position(|own| *own == kind)?;
            Some((number, Some(mode).filter(|mode| !mode.is_empty())))
        };
        let mode_names: Vec<_> = modes.into_iter().filter_map(mode).collect();
        Ok(Self {
            kinds: Net::load(weights, "kinds", [VECTOR, sizes.kinds, 1 + types.len()])?,
            modes: Net::load(weights, "modes", [VECTOR, sizes.modes, mode_names.len()])?,
            statuses: Net::load(weights, "statuses", [HIDDEN, sizes.statuses, statuses.len()])?,
            pairs: Pairs::load(weights, sizes.pairs, reaches, steps)?,
            types,
            mode_names,
            status_names: statuses,
        })
    }

    /// Of each verb, noun and adjective of a window what it may report; words are those of the window.
    pub fn decode(&self, seen: &Seen, view: &View) -> Vec<Trigger> {
        let words: Vec<usize> = (0..seen.late.len()).filter(|&word| view.reports(word)).collect();
        let all = seen.side_by_side();
        let own = chosen(&all, &words);
        let (kinds, modes) = (self.kinds.apply(&own), self.modes.apply(&own));
        let statuses = self.statuses.apply(&chosen(&seen.late, &words));
        let mut parties = self.pairs.of(&own, &all, view, &words).into_iter();
        let trigger = |(row, &word): (usize, &usize)| {
            let (kind, score) = likeliest(kinds.row(row));
            let (mode, mode_score) = self.mode(kind, modes.row(row));
            let status = argmax(statuses.row(row));
            Trigger {
                word,
                kind: self.types[kind],
                score,
                mode,
                mode_score,
                status: self.status_names[status],
                status_score: probability(statuses.row(row), status),
                parties: parties.next().unwrap_or_default(),
            }
        };
        words.iter().enumerate().map(trigger).collect()
    }

    /// The likeliest mode of a type, and how likely it is among those of the type.
    fn mode(&self, kind: usize, scores: &[f32]) -> (Option<&'static str>, f32) {
        let own = self.mode_names.iter().zip(scores).filter(|((of, _), _)| *of == kind);
        let (names, scores): (Vec<_>, Vec<f32>) = own.map(|((_, name), score)| (*name, *score)).unzip();
        let best = argmax(&scores);
        names.get(best).map_or((None, 0.0), |&name| (name, probability(&scores, best)))
    }
}

/// Some of the rows.
fn chosen(rows: &Rows, numbers: &[usize]) -> Rows {
    Rows { width: rows.width, values: numbers.iter().flat_map(|&number| rows.row(number)).copied().collect() }
}

/// The first score is that of no event.
fn likeliest(scores: &[f32]) -> (usize, f32) {
    let best = (1..scores.len()).max_by(|&one, &other| scores[one].total_cmp(&scores[other])).unwrap_or(1);
    (best - 1, probability(scores, best))
}

/// The pointers: a net over the vectors of a trigger and of a word that may name a party, and how far they are apart.
struct Pairs {
    trigger: Linear,
    party: Linear,
    /// What each bucket of distances adds to the first layer, then what each number of steps adds.
    apart: Rows,
    out: Linear,
    reaches: Vec<usize>,
    steps: usize,
}

/// None, actor, recipient.
const ROLES: usize = 3;

impl Pairs {
    fn load(weights: &Weights, size: usize, reaches: Vec<usize>, steps: usize) -> Result<Self, ModelError> {
        let inputs = 2 * VECTOR + 2 * (reaches.len() + 1) + steps;
        let weight = weights.floats("heads.events.pairs.inner.weight", &[size, inputs])?;
        let bias = weights.floats("heads.events.pairs.inner.bias", &[size])?;
        let columns = |range: Range<usize>| -> Vec<f32> {
            weight.chunks_exact(inputs).flat_map(|row| &row[range.clone()]).copied().collect()
        };
        let mut apart = Rows { width: size, values: Vec::new() };
        for column in 2 * VECTOR..inputs {
            apart.values.extend(columns(column..column + 1));
        }
        Ok(Self {
            trigger: Linear::new(&columns(0..VECTOR), bias, VECTOR),
            party: Linear::new(&columns(VECTOR..2 * VECTOR), vec![0.0; size], VECTOR),
            apart,
            out: Linear::load(weights, "heads.events.pairs.out", ROLES, size)?,
            reaches,
            steps,
        })
    }

    /// For each of some words, with their vectors, those of its sentence that may take part, by the vectors of all.
    fn of(&self, reporting: &Rows, all: &Rows, view: &View, words: &[usize]) -> Vec<Vec<Party>> {
        let (triggers, parties) = (self.trigger.apply(reporting), self.party.apply(all));
        let mut sentences = view.sentences.iter();
        let mut sentence = sentences.next().cloned().unwrap_or_default();
        let mut found = Vec::with_capacity(words.len());
        for (number, &word) in words.iter().enumerate() {
            while word >= sentence.end {
                let Some(next) = sentences.next() else { break };
                sentence = next.clone();
            }
            let may = |&other: &usize| other != word && view.names(other);
            let others: Vec<usize> = sentence.clone().filter(may).collect();
            let mut hidden = Rows { width: triggers.width, values: Vec::new() };
            for &other in &others {
                hidden.values.extend_from_slice(triggers.row(number));
                let row = hidden.len() - 1;
                let row = &mut hidden.values[row * triggers.width..];
                add(row, parties.row(other));
                self.features(word, other, view.heads)
                    .iter()
                    .for_each(|&feature| add(row, self.apart.row(feature)));
            }
            let scores = self.out.apply(&hidden.rectified());
            let own = others.iter().enumerate().filter_map(|(row, &other)| party(other, scores.row(row)));
            found.push(own.collect());
        }
        found
    }

    /// The buckets of their distances.
    fn features(&self, word: usize, other: usize, heads: &[Option<usize>]) -> [usize; 2] {
        let far = word.abs_diff(other);
        let bucket = self.reaches.iter().filter(|&&reach| far > reach).count();
        let side = if other > word { self.reaches.len() + 1 } else { 0 };
        let steps = steps(word, other, heads, self.steps);
        [bucket + side, 2 * (self.reaches.len() + 1) + steps - 1]
    }
}

fn party(word: usize, scores: &[f32]) -> Option<Party> {
    let side = if scores[2] > scores[1] { Side::Recipient } else { Side::Actor };
    let score = probability(scores, if side == Side::Actor { 1 } else { 2 });
    (score >= PARTY).then_some(Party { word, side, score })
}

/// How many steps a tree has between two words, at least one and at most `most`.
fn steps(one: usize, other: usize, heads: &[Option<usize>], most: usize) -> usize {
    let above = |word: usize| std::iter::successors(Some(word), |&word| heads[word]).take(most);
    let down: Vec<usize> = above(other).collect();
    let meetings = above(one).enumerate().filter_map(|(up, word)| {
        let down = down.iter().position(|&own| own == word)?;
        Some(up + down)
    });
    meetings.min().unwrap_or(most).clamp(1, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_event_takes_part_in_the_probability() {
        let (kind, score) = likeliest(&[2.0, 0.0, 2.0]);
        assert_eq!(kind, 1);
        assert!((score - 0.468).abs() < 0.001, "{score}");
    }

    #[test]
    fn steps_go_up_and_down_again() {
        // *Police (of Keld) arrested ten men*
        let heads = [Some(3), Some(2), Some(0), None, Some(5), Some(3)];
        assert_eq!(steps(3, 0, &heads, 4), 1);
        assert_eq!(steps(3, 2, &heads, 4), 2);
        assert_eq!(steps(2, 5, &heads, 4), 3);
        assert_eq!(steps(1, 4, &heads, 4), 4);
    }

    #[test]
    fn the_likelier_side_is_told() {
        assert_eq!(party(4, &[0.0, 1.0, 3.0]).map(|own| own.side), Some(Side::Recipient));
        assert_eq!(party(4, &[3.0, 1.0, 0.0]), None);
    }
}
