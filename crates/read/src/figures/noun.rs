//! The noun a number counts where the tree or a word before it says so, and numbers that are names.

use std::collections::HashSet;
use std::sync::LazyLock;

use annals_record::{ByteSpan, Relation, WordSpan};

use super::Figure;
use super::amount::{self, Amount};
use super::context::Counted;
use super::measure::Tree;
use super::number::Manner;
use crate::lexicon;
use crate::scan::{Kind, Scan};

/// Whether a number is somebody's age: `she is 34`, `people under 30`.
pub(super) fn is_age(scan: &Scan, tree: &Tree, amount: &Amount, hedge: Option<usize>) -> bool {
    if !(1.0..120.0).contains(&amount.value)
        || amount.first != amount.last
        || !scan.is(amount.first, Kind::Number)
    {
        return false;
    }
    if let Some(first) =
        hedge.filter(|&first| first > 0 && matches!(scan.low(first), "under" | "over" | "above" | "below"))
    {
        let before = amount::unit(scan, first - 1).is_some_and(|(unit, _)| unit.kind == "people");
        return before && scan.together(first - 1, first);
    }
    let Some(word) = word_at(scan, tree, amount.first) else { return false };
    let subject = tree.children(word).find(|&child| tree.relation(child) == "nsubj");
    let is_link = tree.children(word).any(|child| tree.relation(child) == "cop");
    is_link
        && subject.is_some_and(|subject| {
            matches!(tree.analysis.words[subject].upos, "PROPN")
                || matches!(tree.lemma(subject), "he" | "she" | "who" | "I")
        })
}

/// Farthest noun, in pieces behind the number.
const REACH: usize = 9;
/// Words before a number that is a name: *its 777 airliner*.
const DESCRIBERS: [&str; 16] = [
    "new",
    "first",
    "latest",
    "final",
    "last",
    "next",
    "its",
    "their",
    "the",
    "of",
    "larger",
    "long-range",
    "range",
    "a",
    "an",
    "-",
];
/// Ends of nouns that are counted without a plural.
const COLLECTIVES: [&str; 5] = ["people", "craft", "police", "staff", "percent"];
/// Nouns of people that stand before a number: *a crew of six*.
const GROUPS: [&str; 14] = [
    "crew",
    "family",
    "team",
    "group",
    "delegation",
    "panel",
    "staff",
    "party",
    "population",
    "membership",
    "workforce",
    "crowd",
    "audience",
    "garrison",
];

/// The word of the tree at a piece.
fn word_at(scan: &Scan, tree: &Tree, at: usize) -> Option<usize> {
    let span = scan.pieces.get(at)?.span;
    tree.doc.words_in(span).range().next().filter(|&word| tree.knows(word))
}

/// The noun that the tree puts above a number: `six new A330-300E aircraft`, `five Boeing 737s`.
pub(super) fn by_tree(scan: &Scan, tree: &Tree, amount: &Amount) -> Option<Counted> {
    let word = word_at(scan, tree, amount.number.last)?;
    let noun = (tree.relation(word) == "nummod").then(|| tree.parent(word)).flatten()?;
    let plural =
        matches!(tree.analysis.words[noun].xpos, "NNS" | "NNPS") || tree.form(noun).ends_with("craft");
    let last = scan.from(tree.doc.words[noun].span.start);
    let near =
        noun > word && last > amount.last && last <= amount.last + REACH && scan.together(amount.last, last);
    let closed =
        (amount.last + 1..last).any(|at| matches!(scan.low(at), "," | "." | ";" | ":" | "(" | "“" | "\""));
    if !plural || !near || closed {
        return None;
    }
    let shared = (word + 1..noun).any(|other| {
        tree.analysis.words[other].upos == "NUM"
            && tree
                .parent(other)
                .is_some_and(|head| head == word || head == noun && tree.relation(other) == "nummod")
    });
    let (unit, is_time) = match amount::unit(scan, last) {
        Some((unit, _)) => (unit.name.to_owned(), unit.kind == "time"),
        None => (scan.low(last).to_owned(), false),
    };
    // *killed 102 and 21 people*: the noun belongs to both, its words to the second.
    let last = if shared { amount.last } else { end_of(scan, last, tree.doc.words[noun].span) };
    Some(Counted { unit, last, is_time })
}

/// `737s` is a number and a letter to the scan.
fn end_of(scan: &Scan, first: usize, span: ByteSpan) -> usize {
    (first..first + 6)
        .take_while(|&at| scan.pieces.get(at).is_some_and(|piece| piece.span.end <= span.end))
        .last()
        .unwrap_or(first)
}

/// Whether a number is a name rather than a count: `its 777 airliner`, `the new 787`, `3G`.
pub(super) fn is_name(scan: &Scan, tree: &Tree, amount: &Amount, counted: Option<&Counted>) -> bool {
    let Some(word) = word_at(scan, tree, amount.last).filter(|_| is_plain(scan, amount)) else {
        return false;
    };
    let Some(before) = amount.first.checked_sub(1).filter(|&before| scan.together(before, amount.first))
    else {
        return false;
    };
    let named = scan.is_capital(before) && tree.analysis.words[word].upos == "PROPN";
    if named && counted.is_none() && described_by_maker(scan, before) {
        return true;
    }
    let described = DESCRIBERS.contains(&scan.low(before));
    let behind_name = scan.is_capital(before) && before > 0 && scan.together(before - 1, before);
    let known = counted.is_some_and(|counted| counted.unit == "people") && !capital_noun(scan, counted);
    let nameless = counted.is_none() && described && !matches!(scan.low(before), "of" | "the");
    let names = has_singular(tree, word) || nameless || capital_noun(scan, counted);
    (described || behind_name) && !known && names
}

/// Digits alone, ten and more, without unit, currency or scale.
fn is_plain(scan: &Scan, amount: &Amount) -> bool {
    let digits = amount.first == amount.last && scan.is(amount.first, Kind::Number);
    let bare = amount.unit.is_none() && amount.currency.is_none() && amount.number.scale <= 1.0;
    digits && bare && amount.value >= 10.0 && !scan.raw(amount.first).contains([',', '.'])
}

/// Whether the tree puts a number under a noun in the singular right behind it: `777 airliner`.
fn has_singular(tree: &Tree, word: usize) -> bool {
    let below = matches!(tree.relation(word), "nummod" | "compound" | "amod" | "nmod" | "flat");
    tree.parent(word).filter(|_| below).is_some_and(|noun| {
        let many = COLLECTIVES.iter().any(|end| tree.form(noun).ends_with(end));
        noun == word + 1 && matches!(tree.analysis.words[noun].xpos, "NN" | "NNP") && !many
    })
}

fn described_by_maker(scan: &Scan, before: usize) -> bool {
    before > 0 && scan.together(before - 1, before) && scan.low(before - 1) != "."
}

/// `787 Dreamliners`, `737 Max jets`: what is behind the number is a name.
fn capital_noun(scan: &Scan, counted: Option<&Counted>) -> bool {
    counted.is_some_and(|counted| scan.is_capital(counted.last) && counted.unit != "people")
}

static STREETS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../../data/read/streets.tsv")).map(|row| row[0]).collect()
});

/// `12 Harbour Street`: a number before the name of a street.
pub(super) fn is_address(scan: &Scan, amount: &Amount) -> bool {
    let plain = amount.first == amount.last && scan.is(amount.first, Kind::Number) && amount.unit.is_none();
    let named = (amount.last + 1..amount.last + 5).take_while(|&at| scan.is_capital(at));
    plain && named.skip(1).any(|at| STREETS.contains(scan.low(at)))
}

/// Whether a number without noun counts all the same: `killed five`, `a crew of six`, `the toll rose to nine`.
pub(super) fn stands_alone(scan: &Scan, tree: &Tree, amount: &Amount) -> bool {
    let before = amount.first.checked_sub(1).map_or("", |before| scan.low(before));
    if before == "of" && amount.first >= 2 && GROUPS.contains(&scan.low(amount.first - 2)) {
        return true;
    }
    let of_them = scan.low(amount.last + 1) == "of"
        && matches!(scan.low(amount.last + 2), "them" | "whom" | "which" | "those");
    if of_them && amount.value >= 2.0 && before != "the" {
        return true;
    }
    let Some(word) = word_at(scan, tree, amount.number.last) else { return false };
    if amount.value < 2.0
        || amount.number.manner != Manner::Words
        || matches!(before, "the" | "at" | "these" | "those")
    {
        return false;
    }
    match tree.relation(word) {
        "obj" | "nsubj:pass" => !tree.children(word).any(|child| tree.relation(child) == "case"),
        "nsubj" | "conj" => tree.said(WordSpan::new(word, word + 1)).is_some(),
        "obl" | "nmod" => {
            let led = matches!(before, "on" | "to" | "for" | "by" | "than" | "least" | "at" | "of");
            led && tree.said(WordSpan::new(word, word + 1)).is_some()
        }
        _ => false,
    }
}

/// `a US abstention`, `a single veto`: one vote, said by an article.
pub(super) fn single(scan: &Scan, at: usize) -> Option<(Figure, usize)> {
    if !matches!(scan.low(at), "a" | "an" | "one") {
        return None;
    }
    let last = (at + 1..at + 4).find(|&next| {
        scan.together(at, next) && matches!(scan.low(next), "abstention" | "veto")
            || !scan.is(next, Kind::Word)
    })?;
    if !matches!(scan.low(last), "abstention" | "veto")
        || (at + 1..last)
            .any(|next| lexicon::is_function_word(scan.low(next)) && !matches!(scan.low(next), "us" | "one"))
    {
        return None;
    }
    if matches!(scan.low(last + 1), "power" | "right" | "-") {
        return None;
    }
    let figure = Figure {
        span: scan.span(at, last),
        low: Some(1.0),
        high: Some(1.0),
        relation: Relation::Exact,
        unit: Some(format!("{}s", scan.low(last)).replace("vetos", "vetoes")),
        measure: Some("votes".to_owned()),
        of: None,
        currency: None,
        number: scan.span(at, at),
        date: None,
        part_of: None,
        notes: vec![
            format!("“{}”: one", scan.raw(at)),
            format!("measure votes: “{}” is counted", scan.raw(last)),
        ],
    };
    Some((figure, last + 1))
}

/// Who the people of a figure are, in the text's words: `police officers`, `its fighters`; none of *people* alone.
pub(super) fn whom(scan: &Scan, number: usize, last: usize, unit: Option<&str>) -> Option<String> {
    if unit != Some("people") || last <= number {
        return None;
    }
    let mut first = number + 1;
    while first < last
        && (matches!(scan.low(first), "of" | "the" | "more" | "other" | "-") || scan.is(first, Kind::Number))
    {
        first += 1;
    }
    let plain = matches!(scan.low(last), "people" | "persons" | "person") && first == last;
    let measured = first == last && super::measure::is_noun(scan.low(last));
    let state = measured
        || (first..=last)
            .all(|at| super::measure::is_state(scan.low(at)) || matches!(scan.low(at), "," | "and" | "or"));
    (!plain && !state && first <= last).then(|| scan.span(first, last).of(scan.text).to_owned())
}
