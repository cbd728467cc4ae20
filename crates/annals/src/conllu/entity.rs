//! Mentions in the bracket notation of CorefUD: `Entity=(e1-person-2-name … e1)`.

use annals_read::model::Mention;
use annals_record::MentionForm;
use annals_text::Document;

/// The comment that says what the brackets hold.
pub const HEADER: &str = "# global.Entity = eid-etype-head-form";

/// Of each word, its value of `Entity`; empty for most.
///
/// The notation names a mention that ends by its thing alone, and ends every mention in its sentence: the later of two
/// crossing mentions of one thing, and a mention that goes over the end of its sentence, cannot be written and are
/// left out.
pub fn brackets(doc: &Document, mentions: &[Mention]) -> Vec<String> {
    let mut marks = vec![Marks::default(); doc.words.len()];
    let mut open = Open::default();
    for mention in mentions.iter().filter(|mention| in_one_sentence(doc, mention)) {
        if mention.words.len() > 1 && !open.take(mention) {
            continue;
        }
        let (start, last) = (mention.words.start, mention.words.end - 1);
        if start == last {
            marks[start].alone.push_str(&format!("({})", label(mention)));
        } else {
            marks[start].opened.push_str(&format!("({}", label(mention)));
            marks[last].closed.push(mention.chain);
        }
    }
    marks.into_iter().map(Marks::join).collect()
}

/// The id of a chain: `e1` is the first.
pub fn id(chain: usize) -> String {
    format!("e{}", chain + 1)
}

/// How a mention is said to be made.
pub fn form(form: MentionForm) -> &'static str {
    match form {
        MentionForm::Name => "name",
        MentionForm::Nominal => "nominal",
        MentionForm::Pronoun => "pronoun",
    }
}

fn label(mention: &Mention) -> String {
    let head = mention.head.saturating_sub(mention.words.start) + 1;
    format!("{}-{}-{head}-{}", id(mention.chain), mention.kind, form(mention.form))
}

fn in_one_sentence(doc: &Document, mention: &Mention) -> bool {
    let at = doc.sentence_of(mention.words.start);
    !mention.words.is_empty()
        && doc.sentences.get(at).is_some_and(|sentence| sentence.words.contains(mention.words))
}

/// Of each chain, the ends of its mentions that are still open, the innermost last.
#[derive(Default)]
struct Open(std::collections::HashMap<usize, Vec<usize>>);

impl Open {
    /// Opens `mention`, unless it crosses an open one of its chain.
    fn take(&mut self, mention: &Mention) -> bool {
        let ends = self.0.entry(mention.chain).or_default();
        while ends.last().is_some_and(|&end| end <= mention.words.start) {
            ends.pop();
        }
        let fits = ends.last().is_none_or(|&end| mention.words.end <= end);
        if fits {
            ends.push(mention.words.end);
        }
        fits
    }
}

/// The brackets at a word.
#[derive(Clone, Default)]
struct Marks {
    /// The chains whose mentions end, the innermost last.
    closed: Vec<usize>,
    opened: String,
    alone: String,
}

impl Marks {
    /// Single words stand inside what opens at them, else inside what closes at them.
    fn join(self) -> String {
        let Self { closed, opened, alone } = self;
        let closed: String = closed.into_iter().rev().map(|chain| id(chain) + ")").collect();
        if opened.is_empty() { alone + &closed } else { closed + &opened + &alone }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use annals_record::WordSpan;
    use annals_text::{GivenSentence, GivenToken, given};
    use proptest::prelude::*;

    use super::*;

    fn document(words: usize) -> Document {
        let tokens = vec![GivenToken::word("a"); words];
        given(&[GivenSentence { tokens, ..GivenSentence::default() }], None).unwrap().1
    }

    fn mention(start: usize, end: usize, chain: usize) -> Mention {
        let words = WordSpan::new(start, end);
        Mention { words, head: end - 1, form: MentionForm::Nominal, kind: "person", chain }
    }

    /// Reads the notation back: in the order of [`annals_read::model::Analysis::mentions`].
    fn parse(values: &[String]) -> Vec<Mention> {
        let mut open: HashMap<usize, Vec<(usize, usize, MentionForm)>> = HashMap::new();
        let mut found = Vec::new();
        for (word, value) in values.iter().enumerate() {
            for mark in marks(value) {
                let inner = mark.trim_matches(['(', ')']);
                let fields: Vec<_> = inner.split('-').collect();
                let chain = fields[0][1..].parse::<usize>().unwrap() - 1;
                if mark.starts_with('(') {
                    let head = word + fields[2].parse::<usize>().unwrap() - 1;
                    assert_eq!(fields[1], "person");
                    let form = [MentionForm::Name, MentionForm::Nominal, MentionForm::Pronoun]
                        .into_iter()
                        .find(|&known| form(known) == fields[3]);
                    open.entry(chain).or_default().push((word, head, form.unwrap()));
                }
                if mark.ends_with(')') {
                    let (start, head, form) = open.get_mut(&chain).unwrap().pop().expect("it was opened");
                    let words = WordSpan::new(start, word + 1);
                    found.push(Mention { words, head, form, kind: "person", chain });
                }
            }
        }
        assert!(open.values().all(Vec::is_empty), "all brackets close");
        sort(&mut found);
        found
    }

    /// `e1)(e2-…(e3-…)` to its three marks.
    fn marks(value: &str) -> Vec<String> {
        let parts = value.replace('(', "\n(").replace(')', ")\n");
        parts.lines().filter(|mark| !mark.is_empty()).map(str::to_owned).collect()
    }

    fn sort(mentions: &mut Vec<Mention>) {
        mentions.sort_by_key(|mention| (mention.words.start, usize::MAX - mention.words.end, mention.chain));
        mentions.dedup();
    }

    #[track_caller]
    fn check(mentions: &[Mention], expected: &[&str]) {
        let values = brackets(&document(expected.len()), mentions);
        assert_eq!(values, expected);
        assert_eq!(parse(&values), mentions);
    }

    #[test]
    fn brackets_nest() {
        check(
            &[mention(0, 4, 0), mention(0, 2, 1), mention(0, 1, 2), mention(3, 4, 1)],
            &[
                "(e1-person-4-nominal(e2-person-2-nominal(e3-person-1-nominal)",
                "e2)",
                "",
                "(e2-person-1-nominal)e1)",
            ],
        );
    }

    #[test]
    fn mentions_of_two_things_may_cross() {
        check(
            &[mention(0, 2, 0), mention(1, 3, 1)],
            &["(e1-person-2-nominal", "e1)(e2-person-2-nominal", "e2)"],
        );
    }

    #[test]
    fn what_cannot_be_written_is_left_out() {
        let values = brackets(&document(3), &[mention(0, 2, 0), mention(1, 3, 0)]);
        assert_eq!(values, ["(e1-person-2-nominal", "e1)", ""]);
        let over_the_end = brackets(&document(2), &[mention(1, 3, 0)]);
        assert_eq!(over_the_end, ["", ""]);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(raw in prop::collection::vec((0usize..20, 1usize..6, 0usize..5, 0usize..6), 0..40)) {
            let mut mentions: Vec<_> = raw.into_iter().map(|(start, length, chain, head)| {
                let words = WordSpan::new(start, (start + length).min(20));
                let form = [MentionForm::Name, MentionForm::Nominal, MentionForm::Pronoun][chain % 3];
                Mention { words, head: start + head % words.len(), form, kind: "person", chain }
            }).collect();
            mentions.sort_by_key(|m| (m.words.start, usize::MAX - m.words.end, m.chain));
            mentions.dedup_by_key(|m| (m.words, m.chain));
            let crossing = |a: &Mention, b: &Mention| a.chain == b.chain
                && a.words.start < b.words.start && b.words.start < a.words.end && a.words.end < b.words.end;
            let mut writable: Vec<Mention> = Vec::new();
            for mention in mentions {
                if !writable.iter().any(|other| crossing(other, &mention)) {
                    writable.push(mention);
                }
            }
            prop_assert_eq!(parse(&brackets(&document(20), &writable)), writable);
        }
    }
}
