//! Noun phrases beside a cue: who says it, and to whom.

use annals_record::ByteSpan;

use super::cells::Cells;

/// No phrase is followed farther than this many cells.
const REACH: usize = 40;

/// A noun phrase found before a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// First cell of the phrase.
    pub first: usize,
    pub span: ByteSpan,
}

/// What stands before a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// A noun phrase.
    Subject(Subject),
    /// *and said*, *, adding*: the subject is to be found farther back.
    Carried,
    /// Nothing that could be a subject.
    Nothing,
}

/// How the words between subject and cue colour the cue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    pub negated: bool,
    pub passive: bool,
    /// *to*, *can*, *should* …: nobody is reported to have said it.
    pub unreal: bool,
}

/// Skips adverbs and auxiliaries before `cue`; the cell that ends the subject, and the colour.
fn verb_group(cells: &Cells, cue: usize) -> (Option<usize>, Group) {
    let mut group = Group::default();
    let mut at = cue;
    while at > 0 {
        let word = at - 1;
        let low = cells.low(word);
        match low {
            "not" => group.negated = true,
            "to" | "can" | "could" | "may" | "might" | "should" | "must" | "cannot" | "can't" | "would"
            | "will" => {
                group.unreal = true;
            }
            _ if low.ends_with("n't") || low.ends_with("n’t") => group.negated = true,
            "is" | "are" | "was" | "were" | "be" | "been" | "being" => group.passive = true,
            _ if cells.class(word, "auxiliary") || cells.class(word, "adverb") || is_adverb(low) => {}
            _ => break,
        }
        at -= 1;
    }
    (at.checked_sub(1), group)
}

fn is_adverb(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(
            word,
            "family"
                | "reply"
                | "ally"
                | "italy"
                | "assembly"
                | "july"
                | "daily"
                | "weekly"
                | "rally"
                | "supply"
        )
}

/// The noun phrase that ends before `cue`, looking no farther back than `floor`.
pub(super) fn before(cells: &Cells, cue: usize, floor: usize) -> (Before, Group) {
    let (end, group) = verb_group(cells, cue);
    let Some(end) = end.filter(|&end| end >= floor) else { return (Before::Nothing, group) };
    if cells.is(end, &["and", "but", "or", "by", "after", "before", "in", "while", "when", "for", "then"]) {
        return (Before::Carried, group);
    }
    if cells.low(end) == "," {
        return (behind_comma(cells, end, floor), group);
    }
    if cells.low(end) == ")" {
        let open = (floor..end).rev().take(12).find(|&i| cells.low(i) == "(");
        if let Some(open) = open.filter(|&open| open > floor) {
            return (phrase_back(cells, open - 1, floor, end), group);
        }
    }
    if cells.is_dash(end) || cells.quoted(end).is_some() {
        return (Before::Carried, group);
    }
    (phrase_back(cells, end, floor, end), group)
}

/// `Ann Lee, the mayor, said` and `Ann Lee, speaking on Monday, said`.
fn behind_comma(cells: &Cells, comma: usize, floor: usize) -> Before {
    let earlier =
        (floor..comma).rev().take(REACH).take_while(|&i| cells.quoted(i).is_none() && cells.low(i) != ";");
    let Some(open) = earlier.into_iter().find(|&i| cells.low(i) == ",").filter(|&open| open > floor) else {
        return Before::Carried;
    };
    let is_aside = cells.class(open + 1, "preposition")
        || cells.class(open + 1, "tail")
        || cells.low(open + 1).ends_with("ing");
    if cells.class(open + 1, "lead") && !is_aside {
        return Before::Carried;
    }
    phrase_back(cells, open - 1, floor, if is_aside { open - 1 } else { comma - 1 })
}

/// The noun phrase whose core ends at `end`; its span goes on to `last`.
fn phrase_back(cells: &Cells, end: usize, floor: usize, last: usize) -> Before {
    if cells.low(end) == "who" {
        return relative(cells, end, floor);
    }
    if cells.class(end, "pronoun") || cells.is(end, &["this", "that", "these", "those"]) {
        return subject(cells, end, last);
    }
    if !cells.is_word(end) && !cells.is_number(end) {
        return Before::Nothing;
    }
    if cells.class(end, "preposition") || cells.class(end, "join") || cells.class(end, "determiner") {
        return Before::Nothing;
    }
    let mut first = end;
    while first > floor && end - first < REACH && goes_back(cells, first - 1, end) {
        first -= 1;
    }
    while first < end
        && (cells.class(first, "lead") || cells.is(first, &["-", "'", "’"]))
        && !starts_phrase(cells, first)
    {
        first += 1;
    }
    let first = without_opening(cells, first, end);
    if cells.is(first, &["and", "or", "not"]) && first == end {
        return Before::Nothing;
    }
    subject(cells, first, last)
}

fn starts_phrase(cells: &Cells, at: usize) -> bool {
    cells.class(at, "determiner") && cells.low(at) != "that"
}

fn subject(cells: &Cells, first: usize, last: usize) -> Before {
    Before::Subject(Subject { first, span: cells.cover(first, last) })
}

/// `Ann Lee, who said`: the antecedent.
fn relative(cells: &Cells, who: usize, floor: usize) -> Before {
    let Some(mut end) = who.checked_sub(1).filter(|&end| end >= floor) else {
        return subject(cells, who, who);
    };
    if cells.low(end) == "," && end > floor {
        end -= 1;
    }
    match phrase_back(cells, end, floor, end) {
        Before::Nothing => subject(cells, who, who),
        found => found,
    }
}

fn goes_back(cells: &Cells, at: usize, end: usize) -> bool {
    if cells.low(at) == "and" {
        return cells.is_capital(at + 1) && at > 0 && cells.is_capital(at - 1) && at < end;
    }
    if cells.is_mark(at) {
        return cells.is(at, &["-", "&", "'", "’", "/", "$", "%"]);
    }
    if !cells.is_word(at) && !cells.is_number(at) {
        return false;
    }
    let is_closed = cells.class(at, "join") || cells.class(at, "verb") || cells.class(at, "pronoun");
    let closes = is_closed && !(cells.low(at) == "one" || cells.is(at, &["many", "some", "others"]));
    !closes
}

/// `In Ohio Lee`, `On Monday the mayor`: what opens the sentence is no part of the phrase.
fn without_opening(cells: &Cells, first: usize, end: usize) -> usize {
    if !cells.class(first, "preposition") {
        return first;
    }
    let determiner = (first + 1..=end).rev().find(|&i| cells.class(i, "determiner") && i > first + 1);
    if let Some(determiner) = determiner {
        return determiner;
    }
    let mut name = end;
    while name > first + 1 && cells.is_capital(name - 1) && !is_day(cells, name - 1) {
        name -= 1;
    }
    name
}

fn is_day(cells: &Cells, at: usize) -> bool {
    cells.low(at).ends_with("day") && cells.is_capital(at)
}

/// Whether a noun phrase can begin at a cell.
pub(super) fn begins(cells: &Cells, at: usize) -> bool {
    cells.is_capital(at)
        || cells.class(at, "determiner")
        || cells.class(at, "pronoun")
        || cells.is_number(at)
        || (cells.is_word(at)
            && !["preposition", "join", "tail", "auxiliary", "adverb"]
                .iter()
                .any(|class| cells.class(at, class))
            && !is_adverb(cells.low(at)))
}

/// The speaker behind an inverted cue: `said Ann Lee, the mayor of Varesh, on Monday`. The last cell of the phrase.
pub(super) fn forward(cells: &Cells, first: usize) -> usize {
    if cells.class(first, "pronoun") && !cells.is(first, &["one", "some", "many", "others"]) {
        return first;
    }
    let mut last = first;
    let mut at = first + 1;
    while at < cells.len() && at - first < REACH {
        if cells.low(at) == "," {
            if !goes_on_behind_comma(cells, at + 1) {
                break;
            }
        } else if ends_phrase(cells, at, first) {
            break;
        } else {
            last = at;
        }
        at += 1;
    }
    last
}

fn goes_on_behind_comma(cells: &Cells, at: usize) -> bool {
    let relative = cells.is(at, &["who", "whose"]);
    let word = cells.is_word(at) || cells.is_number(at);
    let blocked = ["join", "preposition", "tail", "pronoun", "lead", "auxiliary"]
        .iter()
        .any(|class| cells.class(at, class));
    relative || (word && !blocked && !cells.low(at).ends_with("ing") && !is_adverb(cells.low(at)))
}

fn ends_phrase(cells: &Cells, at: usize, first: usize) -> bool {
    if cells.quoted(at).is_some() {
        return true;
    }
    if cells.is_mark(at) {
        return !cells.is(at, &["-", "&", "'", "’", "/"]);
    }
    if cells.is(at, &["who", "whose"]) {
        return false;
    }
    let inside_relative = (first..at).rev().take(REACH).any(|i| cells.is(i, &["who", "whose"]));
    if inside_relative {
        return false;
    }
    if cells.is(at, &["in", "at", "with", "to", "about", "by"]) {
        // A title keeps its place: `president at Orel College`; an occasion is left out: `in an interview`.
        let named = cells.is_capital(at + 1) || (cells.low(at + 1) == "the" && cells.is_capital(at + 2));
        return !named || is_day(cells, at + 1);
    }
    is_day(cells, at) || cells.class(at, "tail") || (cells.class(at, "join") && cells.low(at) != "or")
}

/// The addressee behind *told*: its last cell, or nobody.
pub(super) fn hearer(cells: &Cells, first: usize) -> Option<usize> {
    if cells.is(first, &["him", "her", "them", "us", "me", "it", "you"]) {
        return Some(first);
    }
    if !begins(cells, first) || cells.is(first, &["that", "he", "she", "they", "we", "i"]) {
        return None;
    }
    let mut last = first;
    let opens_with_name = cells.is_capital(first);
    for at in first + 1..cells.len().min(first + 10) {
        let low = cells.low(at);
        let joins =
            matches!(low, "of" | "'s" | "’s" | "&" | "-" | "and" | "for" | "from") || cells.is_capital(at);
        let noun =
            cells.is_word(at) && !opens_with_name && cells.class(first, "determiner") && at - first < 4;
        let closed = ["join", "tail", "pronoun", "verb"].iter().any(|class| cells.class(at, class))
            || is_day(cells, at)
            || (cells.class(at, "determiner") && !matches!(cells.low(at - 1), "of" | "for" | "from" | "and"));
        if closed || !(joins || noun || matches!(cells.low(at - 1), "of" | "for" | "from" | "the" | "and")) {
            break;
        }
        last = at;
    }
    while last > first && matches!(cells.low(last), "of" | "and" | "for" | "from" | "the" | "-") {
        last -= 1;
    }
    Some(last)
}
