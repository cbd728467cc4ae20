//! Dependencies: biaffine scores of heads within the sentence, biaffine labels for the chosen heads.

use std::ops::Range;

use crate::model::encoder::HIDDEN;
use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows, dot};
use crate::model::tree::{ArcScores, best_tree};
use crate::model::weights::Weights;

const ARC: usize = 256;
const LABEL: usize = 96;

/// The head. The label weights are laid out so that one product gives, for a dependent, a row for each relation.
pub(crate) struct Parse {
    arc_dep: Linear,
    arc_head: Linear,
    label_dep: Linear,
    label_head: Linear,
    arc: Linear,
    label: Linear,
    /// The root as head: of arcs, of labels.
    roots: [Vec<f32>; 2],
    relations: usize,
    /// The number of the relation `root`.
    root: usize,
}

impl Parse {
    /// The head for so many relations, of which `root` is the root's.
    pub fn load(weights: &Weights, relations: usize, root: usize) -> Result<Self, ModelError> {
        let linear = |name: &str, size| Linear::load(weights, &format!("heads.parse.{name}"), size, HIDDEN);
        let (arc_head, label_head) = (linear("arc_head", ARC)?, linear("label_head", LABEL)?);
        let vector = Rows { width: HIDDEN, values: weights.floats("heads.parse.root", &[HIDDEN])? };
        let roots = [arc_head.apply(&vector).gelu().values, label_head.apply(&vector).gelu().values];
        Ok(Self {
            arc_dep: linear("arc_dep", ARC)?,
            arc_head,
            label_dep: linear("label_dep", LABEL)?,
            label_head,
            arc: arc(&weights.floats("heads.parse.arc", &[ARC + 1, ARC])?),
            label: label(&weights.floats("heads.parse.label", &[relations, LABEL + 1, LABEL + 1])?),
            roots,
            relations,
            root,
        })
    }

    /// The head of each word within its sentence, `None` for the root, and the number of its relation. `sentences` are
    /// ranges of words that follow each other.
    pub fn decode(&self, words: &Rows, sentences: &[Range<usize>]) -> Vec<(Option<usize>, usize)> {
        let wanted = self.arc.apply(&self.arc_dep.apply(words).gelu());
        let heads = self.arc_head.apply(words).gelu();
        let trees: Vec<Vec<Option<usize>>> =
            sentences.iter().map(|sentence| self.tree(sentence, &wanted, &heads)).collect();
        let by_relation = self.label.apply(&self.label_dep.apply(words).gelu());
        let heads = self.label_head.apply(words).gelu();
        let mut out = Vec::with_capacity(words.len());
        for (sentence, tree) in sentences.iter().zip(trees) {
            for (word, head) in sentence.clone().zip(tree) {
                let vector = head.map_or(self.roots[1].as_slice(), |head| heads.row(sentence.start + head));
                out.push((head, self.relation(by_relation.row(word), vector, head.is_none())));
            }
        }
        out
    }

    fn tree(&self, sentence: &Range<usize>, wanted: &Rows, heads: &Rows) -> Vec<Option<usize>> {
        let mut arcs = ArcScores::new(sentence.len());
        for (number, word) in sentence.clone().enumerate() {
            let wanted = wanted.row(word);
            let row = arcs.row_mut(number);
            row[0] = dot(wanted, &self.roots[0]);
            for (score, head) in row[1..].iter_mut().zip(sentence.clone()) {
                *score = dot(wanted, heads.row(head));
            }
        }
        best_tree(&arcs)
    }

    /// The best relation: `root` for the root's word and for no other.
    fn relation(&self, by_relation: &[f32], head: &[f32], is_root: bool) -> usize {
        if is_root {
            return self.root;
        }
        let score = |relation: usize| {
            let row = &by_relation[relation * (LABEL + 1)..(relation + 1) * (LABEL + 1)];
            dot(&row[..LABEL], head) + row[LABEL]
        };
        let others = (0..self.relations).filter(|&relation| relation != self.root);
        let best = others.map(|relation| (relation, score(relation)));
        best.reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map_or(self.root, |(best, _)| best)
    }
}

/// The layer of the arcs' matrix, whose last row is added for every dependent.
fn arc(matrix: &[f32]) -> Linear {
    let (body, last) = matrix.split_at(ARC * ARC);
    Linear::new(&transposed(body, ARC, ARC), last.to_vec(), ARC)
}

/// The layer of the labels' matrices `[relation][dependent][head]`: for a dependent the numbers `[relation][head]`;
/// the last dependent is the constant one.
fn label(matrices: &[f32]) -> Linear {
    let size = (LABEL + 1) * (LABEL + 1);
    let mut weight = Vec::with_capacity(matrices.len());
    let mut bias = Vec::new();
    for matrix in matrices.chunks_exact(size) {
        let (body, last) = matrix.split_at(LABEL * (LABEL + 1));
        weight.extend(transposed(body, LABEL, LABEL + 1));
        bias.extend_from_slice(last);
    }
    Linear::new(&weight, bias, LABEL)
}

/// The `columns` × `rows` matrix of a `rows` × `columns` one.
fn transposed(matrix: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    (0..columns).flat_map(|column| (0..rows).map(move |row| matrix[row * columns + column])).collect()
}
