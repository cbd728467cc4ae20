//! What stands beside a number: the noun it counts, what it measures, and signs that it counts nothing.

use std::collections::HashSet;
use std::sync::LazyLock;

use annals_record::ByteSpan;

use super::amount::{self, Amount};
use super::measure;
use crate::lexicon;
use crate::scan::{Kind, Scan};

static LABELS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../../data/read/labels.tsv")).map(|row| row[0]).collect()
});

/// What is counted, and the last piece of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub unit: String,
    pub last: usize,
    /// The noun is one of time: the number is a duration.
    pub is_time: bool,
}

/// The noun a number counts, within five words behind piece `number`: `14 affirmative votes`, `100 of its fighters`.
pub(super) fn counted(scan: &Scan, number: usize) -> Option<Counted> {
    if let Some(last) = states(scan, number) {
        return Some(Counted { unit: "people".to_owned(), last, is_time: false });
    }
    let mut at = number + 1;
    if scan.low(at) == "of" {
        if !lexicon::has_class(scan.low(at + 1), "determiner") && !is_plural(scan, at + 1) {
            return None;
        }
        at += 1 + usize::from(lexicon::has_class(scan.low(at + 1), "determiner"));
    }
    at += usize::from(
        scan.low(at) == "more" || scan.low(at) == "other" || scan.low(at) == "-" && scan.glued(at),
    );
    let limit = at + 5;
    while at < limit && scan.together(number, at) {
        if scan.is(at, Kind::Mark) && !(scan.low(at) == "-" && scan.glued(at) && scan.glued(at + 1))
            || scan.is(at, Kind::Number)
        {
            return None;
        }
        if let Some((unit, len)) = amount::unit(scan, at)
            .filter(|(unit, _)| matches!(unit.kind, "people" | "time" | "area" | "volume" | "mass"))
        {
            // `20 police officers`: the last of several nouns of people is the head.
            if amount::unit(scan, at + len)
                .is_some_and(|(next, _)| next.kind == "people" && unit.kind == "people")
            {
                at += len;
                continue;
            }
            return Some(Counted {
                unit: unit.name.to_owned(),
                last: at + len - 1,
                is_time: unit.kind == "time",
            });
        }
        let low = scan.low(at);
        if lexicon::is_function_word(low) || low == "and" {
            return None;
        }
        if is_plural(scan, at) {
            let of_people = measure::is_noun(low) && !is_ballot(low);
            let unit = if is_demonym(scan, at) || of_people { "people".to_owned() } else { low.to_owned() };
            return Some(Counted { unit, last: at, is_time: false });
        }
        at += 1;
    }
    None
}

fn is_plural(scan: &Scan, at: usize) -> bool {
    let low = scan.low(at);
    let regular = low.len() > 3
        && low.ends_with('s')
        && !["ss", "us", "is", "'s", "’s"].iter().any(|end| low.ends_with(end));
    scan.is(at, Kind::Word)
        && (regular
            || ["children", "men", "people"].iter().any(|end| low.ends_with(end))
            || matches!(low, "aircraft" | "percent" | "cattle" | "sheep" | "teeth" | "data" | "media"))
}

/// *Palestinians*, *Israelis*: people by where they belong.
fn is_demonym(scan: &Scan, at: usize) -> bool {
    scan.is_capital(at) && ["ans", "ians", "is", "ese", "inos"].iter().any(|end| scan.low(at).ends_with(end))
}

/// Words of ballots are counted as what they are.
pub(super) fn is_ballot(low: &str) -> bool {
    matches!(low, "vote" | "votes" | "ballot" | "ballots" | "abstention" | "abstentions" | "veto" | "vetoes")
}

/// `40 dead`, `100,000 dead, wounded and missing`: states of people right behind a number, all of one figure.
fn states(scan: &Scan, number: usize) -> Option<usize> {
    let stands = |at: usize| scan.together(number, at) && measure::is_state(scan.low(at));
    let mut last = stands(number + 1).then_some(number + 1)?;
    loop {
        let comma = usize::from(scan.low(last + 1) == ",");
        let join = comma + usize::from(matches!(scan.low(last + 1 + comma), "and" | "or"));
        if join == 0 || !stands(last + 1 + join) {
            break;
        }
        last += 1 + join;
    }
    // *40 wounded soldiers* counts soldiers; *20 injured by shells* has no noun of its own.
    let noun = is_plural(scan, last + 1)
        || amount::unit(scan, last + 1).is_some_and(|(unit, _)| unit.kind == "people");
    (!noun || last > number + 1 && !is_plural(scan, last + 1)).then_some(last)
}

/// Whether the words around an amount say that it counts nothing: an age, a label, a score, a part of a code.
pub(super) fn is_no_count(scan: &Scan, amount: &Amount, counted: Option<&Counted>) -> bool {
    let (first, last) = (amount.first, amount.last);
    let digits = scan.is(amount.number.first, Kind::Number);
    if amount.currency.is_some() {
        return false;
    }
    if amount.unit.is_some_and(|unit| matches!(unit.kind, "time" | "ordinal")) {
        return true;
    }
    let before = first.checked_sub(1).filter(|&before| scan.together(before, first));
    let tied_before = before.is_some_and(|before| scan.glued(first) && !is_opening(scan.low(before)));
    let tied_after = scan.together(first, last + 1)
        && scan.glued(last + 1)
        && (scan.is(last + 1, Kind::Word) || is_code_mark(scan, last + 1));
    let cited = before.is_some_and(|before| scan.low(before) == "[") && scan.low(last + 1) == "]";
    if tied_before || tied_after || cited || is_list_number(scan, amount) {
        return true;
    }
    let Some(before) = before else { return false };
    let label = LABELS.contains(scan.low(before))
        || (scan.low(before) == "of" && matches!(scan.low(before.wrapping_sub(1)), "age" | "ages" | "group"));
    // *ages 55 to 65*: the second number of a label.
    let second = matches!(scan.low(before), "to" | "and" | "or" | "-" | "–")
        && before >= 2
        && scan.is(before - 1, Kind::Number)
        && LABELS.contains(scan.low(before - 2));
    if (label || second) && amount.unit.is_none() {
        return true;
    }
    if digits && amount.unit.is_none() && has_inner_capital(scan.raw(before)) {
        return true;
    }
    if digits
        && amount.unit.is_none()
        && counted.is_some_and(|counted| counted.unit != "people")
        && amount.value < 2000.0
    {
        return is_name_part(scan, before, first);
    }
    if digits && amount.unit.is_none() && counted.is_none() {
        return is_name_part(scan, before, first)
            || is_age(scan, amount)
            || is_bare_code(scan, amount, before);
    }
    false
}

/// `iPhone`, `A380`: product names.
/// `At about three`: a bare number that starts at the piece `first` and is the hour of a clock.
pub(super) fn is_hour(scan: &Scan, first: usize, value: f64) -> bool {
    let before = first.checked_sub(1).map_or("", |before| scan.low(before));
    before == "at" && (1.0..=12.0).contains(&value) && value.fract() == 0.0
}

fn has_inner_capital(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_lowercase) && letters.next().is_some_and(char::is_uppercase)
}

fn is_opening(low: &str) -> bool {
    matches!(low, "(" | "[" | "\"" | "'" | "“" | "‘" | "«" | "—" | "–" | "~" | "`" | "„")
}

/// `10:30`, `555-0134`, `1/2/3`, `5-4`: more digits behind a mark.
fn is_code_mark(scan: &Scan, mark: usize) -> bool {
    let joins =
        matches!(scan.low(mark), "-" | "–" | "/" | ":" | "." | "'" | "’" | "_" | "@" | "#" | "*" | "×");
    joins && scan.glued(mark + 1) && (scan.is(mark + 1, Kind::Number) || scan.is(mark + 1, Kind::Word))
}

/// `1. First`, `2) Then`.
fn is_list_number(scan: &Scan, amount: &Amount) -> bool {
    let opens = amount.first == 0 || !scan.together(amount.first - 1, amount.first);
    opens && matches!(scan.low(amount.last + 1), "." | ")") && scan.together(amount.last, amount.last + 2)
}

/// `Boeing 747`, `Apollo 11`: a capitalised word right before bare digits.
fn is_name_part(scan: &Scan, before: usize, first: usize) -> bool {
    let opens = before == 0
        || !scan.together(before - 1, before)
        || matches!(scan.low(before - 1), "." | "!" | "?" | "“" | "\"");
    scan.is_capital(before) && !opens && !scan.raw(first).contains(',')
}

/// `Ann Lee, 34, said`.
fn is_age(scan: &Scan, amount: &Amount) -> bool {
    amount.first >= 2
        && scan.low(amount.first - 1) == ","
        && scan.is_capital(amount.first - 2)
        && amount.value < 120.0
        && matches!(scan.low(amount.last + 1), "," | "." | ")")
}

/// `Story code: 1126002`, and bare years.
fn is_bare_code(scan: &Scan, amount: &Amount, before: usize) -> bool {
    let raw = scan.raw(amount.first);
    let plain = amount.first == amount.last && raw.bytes().all(|b| b.is_ascii_digit());
    let year = raw.len() == 4 && (1500.0..2100.0).contains(&amount.value) && plain;
    year || (plain && matches!(scan.low(before), ":" | "#"))
}

/// `of Varesh` behind `60 percent`: whose share it is.
pub(super) fn part_of(scan: &Scan, last: usize) -> Option<ByteSpan> {
    if scan.low(last + 1) != "of" && !matches!(scan.low(last + 1), "the") {
        return None;
    }
    let first = last + 1 + usize::from(scan.low(last + 1) == "of");
    let mut end = None;
    for at in first..first + 7 {
        let determiner = at == first
            && (lexicon::has_class(scan.low(at), "determiner") || matches!(scan.low(at), "all" | "both"));
        let stops = lexicon::is_function_word(scan.low(at)) && !determiner && scan.low(at) != "of";
        if !scan.together(last, at)
            || scan.is(at, Kind::Mark) && scan.low(at) != "-"
            || stops
            || scan.low(at).ends_with("ed") && end.is_some()
            || scan.low(at) == "and"
        {
            break;
        }
        if scan.low(at) != "of" {
            end = Some(at);
        }
    }
    end.map(|end| scan.span(first, end))
}
