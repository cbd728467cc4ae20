//! Mentions and the things they mention.
//!
//! A mention is found at its head word, which points to its first and last word in the sentence. Each is then scored
//! against a bounded number of earlier ones, and against being the first of a new thing.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use annals_record::MentionForm;
use annals_text::Document;

use crate::model::Antecedents;
use crate::model::encoder::HIDDEN;
use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows, add, argmax, dot};
use crate::model::mentions::{
    Candidates, Constants, Detection, LowerWords, Mentions, TRAITS, Traits, chains,
};
use crate::model::weights::Weights;

use super::spans::{likely, side_by_side};

const EDGE: usize = 128;
const SIZE: usize = 192;
const PAIR: usize = 96;
const FORMS: [MentionForm; 3] = [MentionForm::Name, MentionForm::Nominal, MentionForm::Pronoun];
/// Mentions whose pairs are scored at once: enough to fill the product, few enough to stay in the cache.
const BLOCK: usize = 8;

/// The head.
pub(crate) struct Coreference {
    constants: Constants,
    inner: Linear,
    form: Linear,
    kind: Linear,
    first: Edge,
    last: Edge,
    mention: Linear,
    new: Linear,
    pairs: Pairs,
}

/// Mentions found so far, with their vectors.
#[derive(Default)]
pub(crate) struct Found {
    /// In order of first word, longer ones first.
    pub mentions: Vec<Detection>,
    /// One for each mention.
    vectors: Rows,
}

impl Coreference {
    /// The head for so many kinds of mentions.
    pub fn load(weights: &Weights, kinds: usize, constants: Constants) -> Result<Self, ModelError> {
        let linear = |name: &str, outputs, inputs| {
            Linear::load(weights, &format!("heads.coreference.{name}"), outputs, inputs)
        };
        let over_words = |name: &str| Linear::over_words(weights, &format!("heads.coreference.{name}"), EDGE);
        let edge = |side: usize| -> Result<Edge, ModelError> {
            let query = over_words(&format!("queries.{side}"))?;
            Ok(Edge { query, key: over_words(&format!("keys.{side}"))? })
        };
        Ok(Self {
            constants,
            inner: over_words("inner")?,
            form: linear("form", 1 + FORMS.len(), EDGE)?,
            kind: linear("kind", kinds, EDGE)?,
            first: edge(0)?,
            last: edge(1)?,
            mention: linear("mention", SIZE, 3 * HIDDEN)?,
            new: linear("new", 1, SIZE)?,
            pairs: Pairs::load(weights)?,
        })
    }

    /// Adds the mentions of one window, whose first word is the document's word `offset`. The vectors of the words are
    /// not needed again.
    pub fn find(&self, words: &Rows, sentences: &[Range<usize>], offset: usize, found: &mut Found) {
        let y = self.inner.apply(words).gelu();
        let forms = self.form.apply(&y);
        let heads: Vec<Head> = (0..words.len())
            .filter_map(|word| Some(Head { word, form: argmax(forms.row(word)).checked_sub(1)? }))
            .collect();
        let mentions = self.spans(words, sentences, &heads);
        let kinds = self.kind.apply(&side_by_side(&y, mentions.iter().map(|(_, head)| [head.word])));
        let places = mentions.iter().map(|(span, head)| [span.start, span.end - 1, head.word]);
        found.vectors.width = SIZE;
        found.vectors.values.extend(self.mention.apply(&side_by_side(words, places)).gelu().values);
        found.mentions.extend(mentions.into_iter().enumerate().map(|(number, (span, head))| Detection {
            words: span.start + offset..span.end + offset,
            head: head.word + offset,
            form: FORMS[head.form],
            kind: argmax(kinds.row(number)),
        }));
    }

    /// The distinct spans of the heads, each with the first of its heads, in order of first word, longer ones first.
    fn spans(&self, words: &Rows, sentences: &[Range<usize>], heads: &[Head]) -> Vec<(Range<usize>, Head)> {
        let left = |head: usize, sentence: &Range<usize>| sentence.start..head + 1;
        let right = |head: usize, sentence: &Range<usize>| head..sentence.end;
        let starts = self.first.choose(words, heads, |head| within(sentences, head, left));
        let ends = self.last.choose(words, heads, |head| within(sentences, head, right));
        let mut seen = HashSet::new();
        let spans = starts.into_iter().zip(ends).zip(heads);
        let mut out: Vec<_> = spans
            .filter(|&(span, _)| seen.insert(span))
            .map(|((start, end), &head)| (start..end + 1, head))
            .collect();
        out.sort_by_key(|(span, _)| (span.start, Reverse(span.end)));
        out
    }

    /// How the mentions hang together.
    pub fn chains(&self, text: &str, doc: &Document, found: &Found) -> Links {
        let words = LowerWords::new(text, doc);
        let mentions = Mentions::new(&self.constants, &words, doc, &found.mentions);
        let mut candidates = Candidates::new(&mentions);
        let vectors = &found.vectors;
        let mut earlier = Rows { width: PAIR, values: Vec::with_capacity(vectors.len() * PAIR) };
        let mut chosen = Vec::with_capacity(vectors.len());
        let mut antecedents = Vec::with_capacity(vectors.len());
        let mut block = Block::default();
        for first in (0..vectors.len()).step_by(BLOCK) {
            let numbers = first..vectors.len().min(first + BLOCK);
            let own = side_by_side(vectors, numbers.clone().map(|number| [number]));
            earlier.values.extend(self.pairs.antecedent.apply(&own).values);
            block.fill(numbers, &mut candidates);
            let scores = self.pairs.scores(&block, vectors, &own, &earlier, &mentions);
            let new = self.new.apply(&own);
            chosen.extend(block.choose(&scores, &new));
            antecedents.extend(block.likely(&scores, &new));
        }
        Links { chains: chains(chosen.into_iter()), antecedents }
    }
}

/// How mentions hang together.
pub(crate) struct Links {
    /// The number of each mention's thing, counted in order of first mentions.
    pub chains: Vec<usize>,
    /// Of each mention the earlier ones it may go back to, nothing for something new, each with its probability; the
    /// chosen one first, then the likeliest.
    pub antecedents: Vec<Antecedents>,
}

/// A head word, and the number of its form.
#[derive(Clone, Copy, Debug)]
struct Head {
    word: usize,
    form: usize,
}

/// The part of the sentence of `head` that `part` takes.
fn within(
    sentences: &[Range<usize>],
    head: usize,
    part: impl Fn(usize, &Range<usize>) -> Range<usize>,
) -> Range<usize> {
    let sentence = sentences.partition_point(|sentence| sentence.end <= head);
    sentences
        .get(sentence)
        .filter(|sentence| sentence.contains(&head))
        .map_or(head..head + 1, |s| part(head, s))
}

/// Points from a head word to the first or last word of its mention.
struct Edge {
    query: Linear,
    key: Linear,
}

impl Edge {
    /// For each head the best word of its `range`, of equal ones the first.
    fn choose(&self, words: &Rows, heads: &[Head], range: impl Fn(usize) -> Range<usize>) -> Vec<usize> {
        let queries = self.query.apply(&side_by_side(words, heads.iter().map(|head| [head.word]))).gelu();
        let keys = self.key.apply(words).gelu();
        let mut scores = Vec::new();
        let best = |(number, head): (usize, &Head)| {
            let range = range(head.word);
            scores.clear();
            scores.extend(range.clone().map(|word| dot(queries.row(number), keys.row(word))));
            range.start + argmax(&scores)
        };
        heads.iter().enumerate().map(best).collect()
    }
}

/// The pairs of some mentions that follow each other.
#[derive(Default)]
struct Block {
    numbers: Range<usize>,
    /// The earlier mentions, those of each mention together.
    candidates: Vec<usize>,
    /// Where the candidates of each mention end.
    ends: Vec<usize>,
}

impl Block {
    fn fill(&mut self, numbers: Range<usize>, candidates: &mut Candidates) {
        self.candidates.clear();
        self.ends.clear();
        for _ in numbers.clone() {
            candidates.next(&mut self.candidates);
            self.ends.push(self.candidates.len());
        }
        self.numbers = numbers;
    }

    /// Of each mention its number in the block, and the places of its pairs.
    fn mentions(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| start..end).enumerate()
    }

    /// The best candidate of each mention, `None` where it is the first of its thing, which must be better than all.
    fn choose(&self, scores: &[f32], new: &Rows) -> impl Iterator<Item = Option<usize>> {
        self.mentions().map(move |(mention, pairs)| {
            let best = pairs.start + argmax(&scores[pairs.clone()]);
            (!pairs.is_empty() && scores[best] >= new.row(mention)[0]).then(|| self.candidates[best])
        })
    }
}

impl Block {
    /// The likely antecedents of each mention with their probabilities, falling.
    fn likely(&self, scores: &[f32], new: &Rows) -> impl Iterator<Item = Antecedents> {
        self.mentions().map(move |(mention, pairs)| {
            // Something new stands behind the candidates.
            let own = [&scores[pairs.clone()], new.row(mention)].concat();
            let candidates = &self.candidates[pairs];
            likely(&own).into_iter().map(|(number, sure)| (candidates.get(number).copied(), sure)).collect()
        })
    }
}

/// Scores pairs of mentions.
struct Pairs {
    anaphor: Linear,
    antecedent: Linear,
    product: Linear,
    /// For each trait a row of [`PAIR`] numbers.
    traits: Rows,
    out: Vec<f32>,
    bias: f32,
}

impl Pairs {
    fn load(weights: &Weights) -> Result<Self, ModelError> {
        let name = |part: &str| format!("heads.coreference.{part}");
        let product = weights.floats(&name("product.weight"), &[PAIR, SIZE])?;
        let traits = weights.floats(&name("features.weight"), &[PAIR, TRAITS])?;
        let column = |number: usize| traits.iter().skip(number).step_by(TRAITS).copied();
        Ok(Self {
            anaphor: Linear::load(weights, &name("anaphor"), PAIR, SIZE)?,
            antecedent: Linear::load(weights, &name("antecedent"), PAIR, SIZE)?,
            product: Linear::new(&product, vec![0.0; PAIR], SIZE),
            traits: Rows { width: PAIR, values: (0..TRAITS).flat_map(column).collect() },
            out: weights.floats(&name("pair.weight"), &[1, PAIR])?,
            bias: weights.floats(&name("pair.bias"), &[1])?[0],
        })
    }

    /// The score of each pair of a block. `vectors` are those of all mentions, `own` those of the block's; `earlier`
    /// are the antecedent layer's rows of the mentions so far.
    fn scores(
        &self,
        block: &Block,
        vectors: &Rows,
        own: &Rows,
        earlier: &Rows,
        mentions: &Mentions,
    ) -> Vec<f32> {
        let mut products = Rows { width: SIZE, values: Vec::with_capacity(block.candidates.len() * SIZE) };
        for (mention, pairs) in block.mentions() {
            for &other in &block.candidates[pairs] {
                let products_of = own.row(mention).iter().zip(vectors.row(other)).map(|(one, two)| one * two);
                products.values.extend(products_of);
            }
        }
        let mut sums = self.product.apply(&products);
        let anaphors = self.anaphor.apply(own);
        for (mention, pairs) in block.mentions() {
            let rows = sums.values[pairs.start * PAIR..pairs.end * PAIR].chunks_exact_mut(PAIR);
            for (row, &other) in rows.zip(&block.candidates[pairs]) {
                add(row, anaphors.row(mention));
                add(row, earlier.row(other));
                self.add_traits(row, mentions.traits(block.numbers.start + mention, other));
            }
        }
        let sums = sums.gelu();
        (0..sums.len()).map(|pair| dot(sums.row(pair), &self.out) + self.bias).collect()
    }

    fn add_traits(&self, row: &mut [f32], traits: Traits) {
        traits.numbers().for_each(|number| add(row, self.traits.row(number)));
    }
}
