//! What coreference compares: facts about mentions, which earlier ones come into question, and what a pair has in
//! common.
//!
//! `training/reader/mentions.py` defines them for the training.

use std::collections::HashMap;
use std::ops::Range;

use annals_record::MentionForm;
use annals_text::Document;

/// Endings that make a possessive, words of their own.
const POSSESSIVE: [&str; 4] = ["'s", "’s", "'", "’"];
const FORMS: usize = 3;
/// Traits of words that two mentions may share.
const SHARED: usize = 6;
const SENTENCE_EDGES: usize = 5;
const MENTION_EDGES: usize = 6;
/// Classes of determiners, the first for none.
const DETERMINERS: usize = 5;
/// Traits a pair of mentions can have.
pub(crate) const TRAITS: usize = FORMS * FORMS + SHARED + SENTENCE_EDGES + MENTION_EDGES + DETERMINERS;

/// The constants of the comparison, as the model's description gives them.
#[derive(Clone, Debug, serde::Deserialize)]
pub(crate) struct Constants {
    /// How many last mentions come into question.
    near: usize,
    /// How many farther ones with the same core, and how many with the same head.
    same: usize,
    /// The class of each determiner.
    determiners: HashMap<String, usize>,
    /// The least distances in sentences of each class, rising from 0.
    sentence_edges: [usize; SENTENCE_EDGES],
    /// The least distances in mentions of each class, rising from 1.
    mention_edges: [usize; MENTION_EDGES],
}

/// A mention as it is found, in words of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Detection {
    /// The whole phrase.
    pub words: Range<usize>,
    /// The word at its head.
    pub head: usize,
    /// How the thing is mentioned.
    pub form: MentionForm,
    /// The number of its kind.
    pub kind: usize,
}

/// The words of a document in lower case, each distinct one numbered.
pub(crate) struct LowerWords {
    text: String,
    ends: Vec<usize>,
    ids: Vec<u32>,
}

impl LowerWords {
    /// The words of `doc`.
    pub fn new(text: &str, doc: &Document) -> Self {
        let mut lower = String::with_capacity(text.len());
        let mut ends = Vec::with_capacity(doc.words.len());
        for word in &doc.words {
            lower.extend(word.span.of(text).chars().flat_map(char::to_lowercase));
            ends.push(lower.len());
        }
        let mut out = Self { text: lower, ends, ids: Vec::new() };
        out.ids = out.numbered();
        out
    }

    fn numbered(&self) -> Vec<u32> {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut number = |word| {
            let next = numbers.len() as u32;
            *numbers.entry(self.of(word)).or_insert(next)
        };
        (0..self.ends.len()).map(&mut number).collect()
    }

    fn of(&self, word: usize) -> &str {
        let start = word.checked_sub(1).map_or(0, |last| self.ends[last]);
        &self.text[start..self.ends[word]]
    }
}

/// A mention with what is compared.
struct Facts {
    words: Range<usize>,
    form: usize,
    sentence: usize,
    /// Its words without leading determiner and possessive ending.
    core: Range<usize>,
    head: u32,
    determiner: usize,
}

/// The mentions of a document, in order of their first words, longer ones first.
pub(crate) struct Mentions<'a> {
    constants: &'a Constants,
    words: &'a LowerWords,
    list: Vec<Facts>,
}

impl<'a> Mentions<'a> {
    /// The mentions `found`, in their order.
    pub fn new(constants: &'a Constants, words: &'a LowerWords, doc: &Document, found: &[Detection]) -> Self {
        let facts =
            |mention: &Detection| Facts::new(constants, words, mention, doc.sentence_of(mention.head));
        Self { constants, words, list: found.iter().map(facts).collect() }
    }

    fn core(&self, number: usize) -> &'a [u32] {
        &self.words.ids[self.list[number].core.clone()]
    }

    /// The traits of a mention beside an earlier one.
    pub fn traits(&self, number: usize, other: usize) -> Traits {
        let (m, e) = (&self.list[number], &self.list[other]);
        let mut traits = Traits::default();
        traits.set(m.form * FORMS + e.form);
        let shared = FORMS * FORMS;
        for (place, holds) in self.shared(number, other).into_iter().enumerate() {
            if holds {
                traits.set(shared + place);
            }
        }
        let sentences = shared + SHARED;
        traits.set(sentences + class(&self.constants.sentence_edges, m.sentence.abs_diff(e.sentence)));
        let mentions = sentences + SENTENCE_EDGES;
        traits.set(mentions + class(&self.constants.mention_edges, number - other));
        traits.set(mentions + MENTION_EDGES + m.determiner);
        traits
    }

    fn shared(&self, number: usize, other: usize) -> [bool; SHARED] {
        let (m, e) = (&self.list[number], &self.list[other]);
        let (one, two) = (self.core(number), self.core(other));
        let equal = one == two;
        let overlap = e.words.start < m.words.end && m.words.start < e.words.end;
        if m.is_pronoun() || e.is_pronoun() {
            let both = m.is_pronoun() && e.is_pronoun();
            return [false, false, false, false, both && equal, overlap];
        }
        let within = holds(one, two) || holds(two, one);
        let acronym = self.is_acronym(&m.core, &e.core) || self.is_acronym(&e.core, &m.core);
        [equal, m.head == e.head, within, acronym, false, overlap]
    }

    /// Whether the one word `short` is made of the first letters of `long`.
    fn is_acronym(&self, short: &Range<usize>, long: &Range<usize>) -> bool {
        if short.len() != 1 || long.len() < 2 {
            return false;
        }
        let word = self.words.of(short.start);
        let initials = long.clone().filter_map(|word| self.words.of(word).chars().next());
        word.chars().nth(1).is_some()
            && word.chars().filter(|&c| c != '.').eq(initials.filter(|c| c.is_alphanumeric()))
    }
}

impl Facts {
    fn new(constants: &Constants, words: &LowerWords, mention: &Detection, sentence: usize) -> Self {
        let mut core = mention.words.clone();
        let class = constants.determiners.get(words.of(core.start)).copied();
        let determiner = class.filter(|_| core.len() > 1).map_or(0, |class| class.min(DETERMINERS - 1));
        core.start += usize::from(determiner > 0);
        core.end -= usize::from(core.len() > 1 && POSSESSIVE.contains(&words.of(core.end - 1)));
        Self {
            words: mention.words.clone(),
            form: mention.form as usize,
            sentence,
            core,
            head: words.ids[mention.head],
            determiner,
        }
    }

    fn is_pronoun(&self) -> bool {
        self.form == MentionForm::Pronoun as usize
    }
}

/// Whether a longer run of words holds a shorter one.
fn holds(longer: &[u32], shorter: &[u32]) -> bool {
    shorter.len() < longer.len() && longer.windows(shorter.len()).any(|part| part == shorter)
}

/// The last class whose least value is not above `value`.
fn class(edges: &[usize], value: usize) -> usize {
    edges.partition_point(|&edge| edge <= value).saturating_sub(1)
}

/// Traits of a pair, by their numbers below [`TRAITS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits(u32);

impl Traits {
    fn set(&mut self, number: usize) {
        self.0 |= 1 << number;
    }

    /// The numbers, rising.
    pub fn numbers(self) -> impl Iterator<Item = usize> {
        let rest = |bits: &u32| Some(bits & (bits - 1)).filter(|&bits| bits != 0);
        let first = Some(self.0).filter(|&bits| bits != 0);
        std::iter::successors(first, rest).map(|bits| bits.trailing_zeros() as usize)
    }
}

/// Finds for each mention, one after the other, the earlier ones that come into question: so few that the work is
/// linear in the mentions.
pub(crate) struct Candidates<'a> {
    mentions: &'a Mentions<'a>,
    next: usize,
    by_core: HashMap<&'a [u32], Vec<usize>>,
    by_head: HashMap<u32, Vec<usize>>,
}

impl<'a> Candidates<'a> {
    /// Candidates of the first mention and of those behind it.
    pub fn new(mentions: &'a Mentions<'a>) -> Self {
        Self { mentions, next: 0, by_core: HashMap::new(), by_head: HashMap::new() }
    }

    /// Adds those of the next mention to `out`, rising: the last few, before them farther ones of equal core and of
    /// equal head. Pronouns have no farther ones and are none.
    pub fn next(&mut self, out: &mut Vec<usize>) {
        let number = self.next;
        self.next += 1;
        let near = number.saturating_sub(self.mentions.constants.near);
        let facts = &self.mentions.list[number];
        if !facts.is_pronoun() {
            let same = self.mentions.constants.same;
            let first = out.len();
            for known in [
                self.by_core.entry(self.mentions.core(number)).or_default(),
                self.by_head.entry(facts.head).or_default(),
            ] {
                out.extend(known.iter().filter(|&&other| other < near));
                keep_last(known, number, same);
            }
            out[first..].sort_unstable();
            dedup_from(out, first);
        }
        out.extend(near..number);
    }
}

fn keep_last(known: &mut Vec<usize>, number: usize, most: usize) {
    known.push(number);
    if known.len() > most {
        known.remove(0);
    }
}

/// Drops repeated numbers from the place `first` on.
fn dedup_from(numbers: &mut Vec<usize>, first: usize) {
    let mut end = first;
    for place in first..numbers.len() {
        if end == first || numbers[end - 1] != numbers[place] {
            numbers[end] = numbers[place];
            end += 1;
        }
    }
    numbers.truncate(end);
}

/// The number of each mention's thing, counted in order of first mentions; `antecedents` are earlier mentions.
pub(crate) fn chains(antecedents: impl Iterator<Item = Option<usize>>) -> Vec<usize> {
    let (mut out, mut count): (Vec<usize>, usize) = (Vec::new(), 0);
    for antecedent in antecedents {
        let known = antecedent.map(|other| out[other]);
        out.push(known.unwrap_or(count));
        count += usize::from(known.is_none());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_text::document;

    fn constants(near: usize) -> Constants {
        let classes = [("a", 1), ("the", 2), ("this", 3), ("her", 4)];
        Constants {
            near,
            same: 2,
            determiners: classes.map(|(word, class)| (word.to_owned(), class)).into(),
            sentence_edges: [0, 1, 2, 4, 8],
            mention_edges: [1, 2, 4, 8, 16, 32],
        }
    }

    /// The mentions of a text, each given by its words and begun behind the one before; the last word is the head,
    /// names begin with a capital.
    fn detections(text: &str, doc: &Document, phrases: &[&str]) -> Vec<Detection> {
        let mut from = 0;
        let mut out = Vec::new();
        for phrase in phrases {
            let at = from + text[from..].find(phrase).unwrap();
            let start = doc.words.partition_point(|word| word.span.start < at);
            let end = doc.words.partition_point(|word| word.span.end <= at + phrase.len());
            let form = match *phrase {
                "she" | "it" => MentionForm::Pronoun,
                _ if phrase.starts_with(char::is_uppercase) => MentionForm::Name,
                _ => MentionForm::Nominal,
            };
            out.push(Detection { words: start..end, head: end - 1, form, kind: 0 });
            from = at + 1;
        }
        out
    }

    /// The traits of the second of two phrases of `text` beside the first.
    #[track_caller]
    fn check_pair(text: &str, phrases: [&str; 2], expected: &[usize]) {
        let (constants, doc) = (constants(50), document(text));
        let words = LowerWords::new(text, &doc);
        let mentions = Mentions::new(&constants, &words, &doc, &detections(text, &doc, &phrases));
        assert_eq!(mentions.traits(1, 0).numbers().collect::<Vec<_>>(), expected);
    }

    // Numbers: 0–8 forms of the pair, 9 equal cores, 10 equal heads, 11 one holds the other, 12 acronym, 13 equal
    // pronouns, 14 overlap, 15–19 sentences between, 20–25 mentions between, 26–30 determiner.

    #[test]
    fn names_that_are_equal_but_for_the_case() {
        check_pair(
            "Port Almeda burns. PORT ALMEDA flees.",
            ["Port Almeda", "PORT ALMEDA"],
            &[0, 9, 10, 16, 20, 26],
        );
    }

    #[test]
    fn a_determiner_and_a_possessive_are_no_part_of_the_core() {
        let text = "a mayor spoke. The aide heard the mayor speak.";
        check_pair(text, ["a mayor", "the mayor"], &[4, 9, 10, 16, 20, 28]);
        let text = "Brodt's aide spoke to Brodt.";
        check_pair(text, ["Brodt's", "Brodt."], &[0, 11, 15, 20, 26]);
    }

    #[test]
    fn a_name_within_a_longer_one() {
        check_pair("Brodt left, and Ilana Brodt fell.", ["Brodt", "Ilana Brodt"], &[0, 10, 11, 15, 20, 26]);
        let text = "It was the mayor of Port Almeda.";
        check_pair(text, ["the mayor of Port Almeda", "Port Almeda"], &[1, 10, 11, 14, 15, 20, 26]);
    }

    #[test]
    fn an_acronym_of_a_name() {
        check_pair(
            "Varesh Water Board met. V.W.B. spoke.",
            ["Varesh Water Board", "V.W.B."],
            &[0, 12, 16, 20, 26],
        );
    }

    #[test]
    fn pronouns_share_only_their_words() {
        check_pair("It fell, she said, and she left.", ["she", "she"], &[8, 13, 15, 20, 26]);
        check_pair("Ann Lee said that it rained.", ["Ann Lee", "it"], &[6, 15, 20, 26]);
    }

    /// Candidates of every mention when all `phrases` stand in a row, with `near` last ones.
    fn candidates_of(phrases: &[&str], near: usize) -> Vec<Vec<usize>> {
        let text = phrases.join(" , ");
        let (constants, doc) = (constants(near), document(&text));
        let words = LowerWords::new(&text, &doc);
        let mut at = 0;
        let found: Vec<Detection> = phrases
            .iter()
            .map(|phrase| {
                let start = at;
                at += phrase.split(' ').count() + 1;
                let form = if *phrase == "it" { MentionForm::Pronoun } else { MentionForm::Name };
                Detection { words: start..at - 1, head: at - 2, form, kind: 0 }
            })
            .collect();
        let mentions = Mentions::new(&constants, &words, &doc, &found);
        let mut candidates = Candidates::new(&mentions);
        let one = |_| {
            let mut out = Vec::new();
            candidates.next(&mut out);
            out
        };
        (0..phrases.len()).map(one).collect()
    }

    #[test]
    fn candidates_are_the_last_and_farther_ones_of_the_same_words() {
        let phrases = ["Ann Lee", "Bob Lee", "it", "Ann Lee", "Kestria", "it", "Ann Lee", "it"];
        let found = candidates_of(&phrases, 2);
        assert!(found[0].is_empty());
        assert_eq!(found[3], [0, 1, 2]);
        assert_eq!(found[6], [0, 1, 3, 4, 5], "the two last of the same core, and of the same head");
        assert_eq!(found[7], [5, 6], "a pronoun looks no farther");
    }

    #[test]
    fn repeated_names_have_few_candidates() {
        let phrases: Vec<&str> = ["Ann Lee", "Bob Lee", "Kestria", "it"].repeat(2_500);
        let most = candidates_of(&phrases, 50).iter().map(Vec::len).max();
        assert!(most <= Some(54), "{most:?}");
    }

    #[test]
    fn chains_count_from_the_first_mention() {
        let antecedents = [None, None, Some(0), None, Some(2), Some(3)];
        assert_eq!(chains(antecedents.into_iter()), [0, 1, 0, 2, 0, 2]);
        assert!(chains(std::iter::empty()).is_empty());
    }
}
