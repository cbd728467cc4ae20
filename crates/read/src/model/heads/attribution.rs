//! Who says what: spans of source, cue and content, and for each content the cue and for each cue the source it
//! belongs to.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::encoder::HIDDEN;
use crate::model::error::ModelError;
use crate::model::linear::{Linear, Rows, argmax, dot};
use crate::model::weights::Weights;

use super::spans::{best_path, likely, probability, runs, side_by_side};

const SIZE: usize = 256;
const LINK: usize = 128;
/// Kinds of sets that mark statements by other rules; the first, PolNeAR's, is the one read by.
const CONVENTIONS: usize = 2;
/// Source, cue and content, each outside, at the begin of or inside a span.
const LABELS: usize = 3;

/// The least distances in words of each class of distance, rising from 0.
pub(crate) type Buckets = [usize; 10];

/// What is said, by which words, and who says it, in words of the window.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    /// What is said, in parts.
    pub content: Vec<Range<usize>>,
    /// The words that report it.
    pub cue: Option<Range<usize>>,
    /// Who says it.
    pub source: Option<Range<usize>>,
    /// The mean probability of the labels of all its words, times the mean probability of the links of its parts to
    /// the cue (or to none), times the probability of the link of the cue to the source (or to none).
    pub score: f32,
    /// Who the source may be, nobody included, each with its probability, falling.
    pub sources: Vec<(Option<Range<usize>>, f32)>,
}

/// The head.
pub(crate) struct Attributions {
    inner: Linear,
    out: Linear,
    content: Pointer,
    cue: Pointer,
}

impl Attributions {
    /// The head with the classes of distance its pointers know.
    pub fn load(weights: &Weights, buckets: Buckets) -> Result<Self, ModelError> {
        let name = "heads.attribution";
        let conventions = weights.floats(&format!("{name}.convention.weight"), &[CONVENTIONS, HIDDEN])?;
        let weight = weights.floats(&format!("{name}.inner.weight"), &[SIZE, HIDDEN])?;
        let inner = Linear::over_words(weights, &format!("{name}.inner"), SIZE)?;
        Ok(Self {
            inner: inner.shifted(&weight, &conventions[..HIDDEN]),
            out: Linear::load(weights, &format!("{name}.out"), 3 * LABELS, SIZE)?,
            content: Pointer::load(weights, &format!("{name}.pointers.content"), buckets)?,
            cue: Pointer::load(weights, &format!("{name}.pointers.cue"), buckets)?,
        })
    }

    /// The statements of one window, in the order of their contents. `forms` are its words.
    pub fn decode(&self, words: &Rows, forms: &[&str]) -> Vec<Statement> {
        let x = self.inner.apply(words).gelu();
        let scores = self.out.apply(&x);
        let [source, cue, mut content] = [0, 1, 2].map(|layer| Layer::of(&scores, layer));
        content.spans = refine(&content.spans, forms);
        let contents = self.content.links(&x, &content.spans, &cue.spans);
        let cues = self.cue.links(&x, &cue.spans, &source.spans);
        let found = Layers { source, cue, content };
        assemble(&found.content.spans, &contents, &cues)
            .into_iter()
            .map(|group| found.statement(&group, &contents, &cues))
            .collect()
    }
}

/// The spans of source, cue or content.
struct Layer {
    spans: Vec<Range<usize>>,
    /// The probability of each word's label.
    sure: Vec<f32>,
}

impl Layer {
    /// The layer whose scores stand at the place `layer` of each word's.
    fn of(scores: &Rows, layer: usize) -> Self {
        let part = |word: usize| &scores.row(word)[layer * LABELS..(layer + 1) * LABELS];
        let values = (0..scores.len()).flat_map(|word| part(word).iter().copied()).collect();
        let labels = best_path(&Rows { width: LABELS, values });
        let sure = labels.iter().enumerate().map(|(word, &label)| probability(part(word), label)).collect();
        Self { spans: runs(&labels).into_iter().map(|(span, _)| span).collect(), sure }
    }

    fn sure(&self, span: &Range<usize>) -> f32 {
        self.sure[span.clone()].iter().sum()
    }
}

struct Layers {
    source: Layer,
    cue: Layer,
    content: Layer,
}

impl Layers {
    fn statement(&self, group: &Group, contents: &[Link], cues: &[Link]) -> Statement {
        let content: Vec<_> = group.content.iter().map(|&part| self.content.spans[part].clone()).collect();
        let cue = group.cue.map(|cue| self.cue.spans[cue].clone());
        let source = group.source.map(|source| self.source.spans[source].clone());
        let words = content.iter().chain(&cue).chain(&source).map(Range::len).sum::<usize>();
        let sure = content.iter().map(|part| self.content.sure(part)).sum::<f32>()
            + cue.as_ref().map_or(0.0, |cue| self.cue.sure(cue))
            + source.as_ref().map_or(0.0, |source| self.source.sure(source));
        let parts = group.content.iter().map(|&part| contents[part].sure).sum::<f32>();
        let links = parts / group.content.len() as f32 * group.cue.map_or(1.0, |cue| cues[cue].sure);
        let of = |&(source, sure): &(Option<usize>, f32)| {
            (source.map(|source| self.source.spans[source].clone()), sure)
        };
        let sources = group.cue.map_or(Vec::new(), |cue| cues[cue].likely.iter().map(of).collect());
        Statement { content, cue, source, score: (sure / words as f32 * links).min(1.0), sources }
    }
}

/// Where a span belongs.
#[derive(Clone, Debug)]
struct Link {
    /// The number of the span, `None` for none.
    to: Option<usize>,
    sure: f32,
    /// Where it may belong, with probabilities, falling.
    likely: Vec<(Option<usize>, f32)>,
}

/// Scores spans against the spans they may belong to, and against none.
struct Pointer {
    start: Linear,
    goal: Linear,
    weight: Linear,
    nothing: Linear,
    distance: Vec<f32>,
    buckets: Buckets,
}

impl Pointer {
    fn load(weights: &Weights, name: &str, buckets: Buckets) -> Result<Self, ModelError> {
        let linear =
            |part: &str, outputs| Linear::load(weights, &format!("{name}.{part}"), outputs, 2 * SIZE);
        let weight = weights.floats(&format!("{name}.weight"), &[LINK, LINK])?;
        Ok(Self {
            start: linear("start", LINK)?,
            goal: linear("goal", LINK)?,
            weight: Linear::new(&weight, vec![0.0; LINK], LINK),
            nothing: linear("nothing", 1)?,
            distance: weights.floats(&format!("{name}.distance.weight"), &[2 * buckets.len() + 1, 1])?,
            buckets,
        })
    }

    /// For each of the spans `from` the one of `to` it belongs to; `x` are the vectors of the words.
    fn links(&self, x: &Rows, from: &[Range<usize>], to: &[Range<usize>]) -> Vec<Link> {
        let edges =
            |spans: &[Range<usize>]| side_by_side(x, spans.iter().map(|span| [span.start, span.end - 1]));
        let starts = edges(from);
        let nothing = self.nothing.apply(&starts);
        let starts = self.start.apply(&starts).gelu();
        let goals = self.weight.apply(&self.goal.apply(&edges(to)).gelu());
        let mut scores = Vec::with_capacity(to.len() + 1);
        let link = |(number, span): (usize, &Range<usize>)| {
            scores.clear();
            scores.extend(to.iter().enumerate().map(|(other, goal)| {
                dot(starts.row(number), goals.row(other))
                    + self.distance[distance_class(&self.buckets, span, goal)]
            }));
            scores.extend_from_slice(nothing.row(number));
            let best = argmax(&scores);
            let goal = |number: usize| (number < to.len()).then_some(number);
            let likely = likely(&scores).into_iter().map(|(number, sure)| (goal(number), sure)).collect();
            Link { to: goal(best), sure: probability(&scores, best), likely }
        };
        from.iter().enumerate().map(link).collect()
    }
}

/// The class of the distance between two spans: by `buckets` where the second follows, the same behind them where it
/// stands before the first, and a last one where they overlap.
fn distance_class(buckets: &Buckets, one: &Range<usize>, other: &Range<usize>) -> usize {
    let class = |gap: usize| buckets.partition_point(|&edge| edge <= gap).saturating_sub(1);
    if other.start >= one.end {
        class(other.start - one.end)
    } else if one.start >= other.end {
        buckets.len() + class(one.start - other.end)
    } else {
        2 * buckets.len()
    }
}

/// Content parts with the quotation marks that stand at their edges. A part that comes to overlap the one before it is
/// dropped.
fn refine(parts: &[Range<usize>], forms: &[&str]) -> Vec<Range<usize>> {
    let marks = Marks::new(forms);
    let mut out: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    for part in parts {
        let start = part.start - usize::from(part.start > 0 && marks.opens(part.start - 1));
        let end = part.end + usize::from(marks.closes(start, part.end));
        if out.last().is_none_or(|last| start >= last.end) {
            out.push(start..end);
        }
    }
    out
}

/// The quotation marks of a window.
struct Marks<'a> {
    forms: &'a [&'a str],
    /// How many straight marks, and how many that only open, stand before each word and before the end.
    before: Vec<[usize; 2]>,
}

impl<'a> Marks<'a> {
    fn new(forms: &'a [&'a str]) -> Self {
        let mut before = vec![[0, 0]];
        before.extend(forms.iter().scan([0, 0], |[straight, opening], &form| {
            *straight += usize::from(form == "\"");
            *opening += usize::from(is_opening(form));
            Some([*straight, *opening])
        }));
        Self { forms, before }
    }

    /// Whether the word is a mark that opens; a straight one opens where an even number stands before it.
    fn opens(&self, word: usize) -> bool {
        let form = self.forms[word];
        is_opening(form) || form == "\"" && self.before[word][0].is_multiple_of(2)
    }

    /// Whether the word `end` is a mark that closes what `start..end` opened.
    fn closes(&self, start: usize, end: usize) -> bool {
        let inside = |kind: usize| self.before[end][kind] - self.before[start][kind];
        match self.forms.get(end) {
            Some(&("”" | "''")) => inside(1) > 0,
            Some(&"\"") => inside(0) % 2 == 1,
            _ => false,
        }
    }
}

fn is_opening(form: &str) -> bool {
    matches!(form, "“" | "``")
}

/// The numbers of the spans of a statement.
#[derive(Debug, PartialEq, Eq)]
struct Group {
    content: Vec<usize>,
    cue: Option<usize>,
    source: Option<usize>,
}

/// The content parts of each cue with its source; a part without a cue stands alone. Of several parts those of one word
/// are dropped, unless all are.
fn assemble(parts: &[Range<usize>], contents: &[Link], cues: &[Link]) -> Vec<Group> {
    let mut by_cue: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut out = Vec::new();
    for (part, link) in contents.iter().enumerate() {
        match link.to {
            Some(cue) => by_cue.entry(cue).or_default().push(part),
            None => out.push(Group { content: vec![part], cue: None, source: None }),
        }
    }
    for (cue, mut content) in by_cue {
        if content.iter().any(|&part| parts[part].len() > 1) {
            content.retain(|&part| parts[part].len() > 1);
        }
        out.push(Group { content, cue: Some(cue), source: cues[cue].to });
    }
    out.sort_by_key(|group| group.content[0]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUCKETS: Buckets = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55];

    #[track_caller]
    fn check_distance(one: Range<usize>, other: Range<usize>, expected: usize) {
        assert_eq!(distance_class(&BUCKETS, &one, &other), expected);
    }

    #[test]
    fn distances_fall_into_classes() {
        check_distance(2..4, 4..5, 0);
        check_distance(2..4, 8..9, 3);
        check_distance(2..4, 9..10, 4);
        check_distance(2..4, 200..201, 9);
        check_distance(4..5, 2..4, 10);
        check_distance(200..201, 2..4, 19);
        check_distance(2..4, 3..9, 20);
    }

    /// `text`: words with the content parts in square brackets; `expected` likewise.
    #[track_caller]
    fn check_refined(text: &str, expected: &str) {
        let (forms, parts) = marked(text);
        let (_, expected) = marked(expected);
        assert_eq!(refine(&parts, &forms), expected);
    }

    fn marked(text: &str) -> (Vec<&str>, Vec<Range<usize>>) {
        let (mut forms, mut parts, mut start) = (Vec::new(), Vec::new(), 0);
        for word in text.split(' ') {
            match word {
                "[" => start = forms.len(),
                "]" => parts.push(start..forms.len()),
                _ => forms.push(word),
            }
        }
        (forms, parts)
    }

    #[test]
    fn contents_take_in_their_quotation_marks() {
        check_refined("“ [ Rain fell ] ” , he said", "[ “ Rain fell ” ] , he said");
        check_refined("\" [ Rain ] \" and \" [ snow ] \"", "[ \" Rain \" ] and [ \" snow \" ]");
        check_refined("`` [ Rain ] '' .", "[ `` Rain '' ] .");
    }

    #[test]
    fn a_mark_that_belongs_to_others_stays_outside() {
        check_refined("\" Rain \" [ and snow ] \" fell \"", "\" Rain \" [ and snow ] \" fell \"");
        check_refined("[ rain ] ” he said", "[ rain ] ” he said");
        check_refined("[ he had “ no choice ] ”", "[ he had “ no choice ” ]");
    }

    #[test]
    fn a_part_that_comes_to_overlap_is_dropped() {
        check_refined("[ “ Rain ] [ ” fell ]", "[ “ Rain ” ] fell");
    }

    fn links(to: &[Option<usize>]) -> Vec<Link> {
        to.iter().map(|&to| Link { to, sure: 1.0, likely: Vec::new() }).collect()
    }

    #[test]
    fn the_parts_of_a_cue_are_one_statement() {
        let parts = [0..3, 4..5, 6..9, 12..13];
        let found = assemble(&parts, &links(&[Some(0), Some(0), None, Some(1)]), &links(&[Some(2), None]));
        let group = |content, cue, source| Group { content, cue, source };
        assert_eq!(
            found,
            [group(vec![0], Some(0), Some(2)), group(vec![2], None, None), group(vec![3], Some(1), None)]
        );
    }

    #[test]
    fn parts_of_one_word_stay_where_there_are_no_others() {
        let found = assemble(&[0..1, 2..3], &links(&[Some(0), Some(0)]), &links(&[None]));
        assert_eq!(found, [Group { content: vec![0, 1], cue: Some(0), source: None }]);
    }
}
