//! Dependencies: biaffine scores of heads within the sentence, biaffine labels for the chosen heads.

use std::iter::repeat_n;
use std::ops::Range;

use crate::model::encoder::HIDDEN;
use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows, argmax, dot, dots};
use crate::model::product::Product;
use crate::model::tree::{ArcScores, best_tree};
use crate::model::weights::Weights;

const ARC: usize = 256;
const LABEL: usize = 96;
/// Numbers of a dependent's label vector as the product in 8 bits takes it; the last are 0.
const WIDE_LABEL: usize = 128;
/// Words whose labels are scored at a time.
const BLOCK: usize = 64;

/// The head. The label weights are laid out so that one product gives, for a dependent, a row for each relation.
pub(crate) struct Parse {
    arc_dep: Linear,
    arc_head: Linear,
    label_dep: Linear,
    label_head: Linear,
    arc: Linear,
    label: Product,
    /// The root as head of arcs.
    root_head: Vec<f32>,
    relations: usize,
    /// The number of the relation `root`.
    root: usize,
}

impl Parse {
    /// The head for so many relations, of which `root` is the root's.
    pub fn load(weights: &Weights, relations: usize, root: usize) -> Result<Self, ModelError> {
        let linear = |name: &str, size| Linear::over_words(weights, &format!("heads.parse.{name}"), size);
        let (arc_head, label_head) = (linear("arc_head", ARC)?, linear("label_head", LABEL)?);
        let vector = Rows { width: HIDDEN, values: weights.floats("heads.parse.root", &[HIDDEN])? };
        let root_head = arc_head.apply(&vector).gelu().values;
        let mut weight = weights.floats("heads.parse.label_dep.weight", &[LABEL, HIDDEN])?;
        let mut bias = weights.floats("heads.parse.label_dep.bias", &[LABEL])?;
        weight.resize(WIDE_LABEL * HIDDEN, 0.0);
        bias.resize(WIDE_LABEL, 0.0);
        Ok(Self {
            arc_dep: linear("arc_dep", ARC)?,
            arc_head,
            label_dep: Linear::new_over_words(&weight, bias),
            label_head,
            arc: arc(&weights.floats("heads.parse.arc", &[ARC + 1, ARC])?),
            label: label(&weights.floats("heads.parse.label", &[relations, LABEL + 1, LABEL + 1])?),
            root_head,
            relations,
            root,
        })
    }

    /// The head of each word within its sentence, `None` for the root, and the number of its relation. `sentences` are
    /// ranges of words that follow each other.
    pub fn decode(&self, words: &Rows, sentences: &[Range<usize>]) -> Vec<(Option<usize>, usize)> {
        let wanted = self.arc.apply(&self.arc_dep.apply(words).gelu());
        let heads = self.arc_head.apply(words).gelu();
        let tree: Vec<Option<usize>> =
            sentences.iter().flat_map(|sentence| self.tree(sentence, &wanted, &heads)).collect();
        let starts = sentences.iter().flat_map(|sentence| repeat_n(sentence.start, sentence.len()));
        let heads: Vec<Option<usize>> =
            tree.iter().zip(starts).map(|(head, start)| head.map(|head| start + head)).collect();
        tree.into_iter().zip(self.relations(words, &heads)).collect()
    }

    /// The best relation of each word to its head, which is counted like the words.
    fn relations(&self, words: &Rows, heads: &[Option<usize>]) -> Vec<usize> {
        let dependents = self.label_dep.apply(words).gelu();
        let vectors = self.label_head.apply(words).gelu();
        let mut by_relation = Vec::new();
        let mut scores = vec![0.0; self.relations];
        let mut out = Vec::with_capacity(heads.len());
        for (dependents, heads) in dependents.values.chunks(BLOCK * WIDE_LABEL).zip(heads.chunks(BLOCK)) {
            self.label.numbers(dependents, &mut by_relation);
            for (by_relation, head) in by_relation.chunks_exact(self.label.outputs()).zip(heads) {
                let best = |head| self.relation(by_relation, vectors.row(head), &mut scores);
                out.push(head.map_or(self.root, best));
            }
        }
        out
    }

    fn tree(&self, sentence: &Range<usize>, wanted: &Rows, heads: &Rows) -> Vec<Option<usize>> {
        let mut arcs = ArcScores::new(sentence.len());
        for (number, word) in sentence.clone().enumerate() {
            let wanted = wanted.row(word);
            let row = arcs.row_mut(number);
            row[0] = dot(wanted, &self.root_head);
            dots(wanted, &heads.values[sentence.start * ARC..sentence.end * ARC], &mut row[1..]);
        }
        best_tree(&arcs)
    }

    /// The best relation but `root`, which is for the root's word alone; `scores` is room for all of them.
    fn relation(&self, by_relation: &[f32], head: &[f32], scores: &mut [f32]) -> usize {
        let mut with_one = [1.0; LABEL + 1];
        with_one[..LABEL].copy_from_slice(head);
        dots(&with_one, by_relation, scores);
        scores[self.root] = f32::NEG_INFINITY;
        argmax(scores)
    }
}

/// The layer of the arcs' matrix, whose last row is added for every dependent.
fn arc(matrix: &[f32]) -> Linear {
    let (body, last) = matrix.split_at(ARC * ARC);
    Linear::new(&transposed(body, ARC, ARC), last.to_vec(), ARC)
}

/// The product of the labels' matrices `[relation][dependent][head]`: for a dependent the numbers `[relation][head]`;
/// the last dependent is the constant one.
fn label(matrices: &[f32]) -> Product {
    let size = (LABEL + 1) * (LABEL + 1);
    let mut weight = Vec::with_capacity(matrices.len());
    let mut bias = Vec::new();
    for matrix in matrices.chunks_exact(size) {
        let (body, last) = matrix.split_at(LABEL * (LABEL + 1));
        weight.extend(transposed(body, LABEL, LABEL + 1));
        bias.extend_from_slice(last);
    }
    Product::quantised(&weight, bias, LABEL, WIDE_LABEL)
}

/// The `columns` × `rows` matrix of a `rows` × `columns` one.
fn transposed(matrix: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    (0..columns).flat_map(|column| (0..rows).map(move |row| matrix[row * columns + column])).collect()
}
