//! A number with what stands around it: hedge, currency, unit.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_record::Relation;

use super::number::{self, Manner, Number};
use crate::lexicon;
use crate::scan::{Kind, Scan};

/// A unit of `data/units.tsv`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub name: &'static str,
    pub kind: &'static str,
    pub factor: f64,
}

/// A currency of `data/currencies.tsv`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Currency {
    /// ISO 4217; none where the name alone does not say whose.
    pub code: Option<&'static str>,
    pub factor: f64,
}

/// A number with its currency or unit: pieces `first..=last`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub first: usize,
    pub last: usize,
    pub value: f64,
    pub number: Number,
    pub currency: Option<Currency>,
    pub unit: Option<Unit>,
}

struct Tables {
    units: HashMap<&'static str, Unit>,
    before: HashMap<&'static str, Currency>,
    after: HashMap<&'static str, Currency>,
    hedges: HashMap<&'static str, (Relation, &'static str)>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        units: HashMap::new(),
        before: HashMap::new(),
        after: HashMap::new(),
        hedges: HashMap::new(),
    };
    for row in lexicon::rows(include_str!("../../../../data/read/units.tsv")) {
        let factor = row[3].parse().unwrap_or(1.0);
        tables.units.insert(row[0], Unit { name: row[1], kind: row[2], factor });
    }
    for row in lexicon::rows(include_str!("../../../../data/read/currencies.tsv")) {
        let currency = Currency {
            code: Some(row[1]).filter(|&code| code != "-"),
            factor: row[2].parse().unwrap_or(1.0),
        };
        if row[3].contains("before") {
            tables.before.insert(row[0], currency);
        }
        if row[3].contains("after") {
            tables.after.insert(row[0], currency);
        }
    }
    for row in lexicon::rows(include_str!("../../../../data/read/hedges.tsv")) {
        tables.hedges.insert(row[0], (relation(row[1]), row[2]));
    }
    tables
});

fn relation(name: &str) -> Relation {
    match name {
        "about" => Relation::About,
        "over" => Relation::Over,
        "under" => Relation::Under,
        "at_least" => Relation::AtLeast,
        "at_most" => Relation::AtMost,
        _ => Relation::Exact,
    }
}

/// Pieces `first..first + len` in lower case, parted by spaces.
fn key(scan: &Scan, first: usize, len: usize) -> String {
    let mut key = String::with_capacity(len * 8);
    for at in first..first + len {
        if at > first {
            key.push(' ');
        }
        key.push_str(scan.low(at));
    }
    key
}

/// The longest entry, of at most `longest` pieces, that begins at `at`: what it is and its length.
fn lookup<T: Copy>(
    table: &HashMap<&'static str, T>,
    scan: &Scan,
    at: usize,
    longest: usize,
) -> Option<(T, usize)> {
    (1..=longest).rev().find_map(|len| table.get(key(scan, at, len).as_str()).map(|&found| (found, len)))
}

/// The unit that begins at piece `at`, and its length in pieces.
pub(super) fn unit(scan: &Scan, at: usize) -> Option<(Unit, usize)> {
    lookup(&TABLES.units, scan, at, 3)
}

/// The hedge that ends before piece `at` and begins at `floor` or behind it: its relation and first piece.
pub(super) fn hedge_before(scan: &Scan, at: usize, floor: usize) -> Option<(Relation, usize)> {
    (1..=4).rev().find_map(|len| {
        let first = at.checked_sub(len).filter(|&first| first >= floor && scan.together(first, at))?;
        let (relation, place) = TABLES.hedges.get(key(scan, first, len).as_str())?;
        (*place == "before").then_some((*relation, first))
    })
}

/// The hedge behind a number: its relation and last piece.
pub(super) fn hedge_after(scan: &Scan, at: usize) -> Option<(Relation, usize)> {
    let (relation, place) = TABLES.hedges.get(key(scan, at, 2).as_str())?;
    (*place == "after").then_some((*relation, at + 1))
}

/// The amount that begins at piece `at`.
pub(super) fn at(scan: &Scan, at: usize) -> Option<Amount> {
    if let Some(amount) = one(scan, at) {
        return Some(amount);
    }
    let before = currency_before(scan, at);
    let number = number::at(scan, at + before.map_or(0, |(_, len)| len))?;
    let mut amount = Amount {
        first: at,
        last: number.last,
        value: number.value,
        number,
        currency: before.map(|(currency, _)| currency),
        unit: None,
    };
    if let Some((currency, last)) = currency_after(scan, number.last) {
        let own = amount.currency.filter(|own| own.code != Some("USD") || currency.code == Some("USD"));
        if own.is_none() {
            amount.value *= currency.factor;
        }
        amount = Amount { last, currency: own.or(Some(currency)), ..amount };
    }
    if amount.currency.is_some() {
        return Some(with_cents(scan, amount));
    }
    if let Some((unit, last)) = unit_after(scan, number.last) {
        amount = with_smaller_units(scan, Amount { last, unit: Some(unit), ..amount });
    }
    Some(amount)
}

/// `a dollar`, `about a kilometre`: one, where it is bounded or stands alone; *80 dollars a barrel* is a rate.
fn one(scan: &Scan, at: usize) -> Option<Amount> {
    if !matches!(scan.low(at), "a" | "an") || number::at(scan, at).is_some() {
        return None;
    }
    let opens = at == 0 || !scan.together(at - 1, at);
    let number = Number { first: at, last: at, value: 1.0, manner: Manner::Digits, scale: 1.0 };
    let plain = Amount { first: at, last: at, value: 1.0, number, currency: None, unit: None };
    let led = hedge_before(scan, at, 0).is_some();
    if let Some((currency, last)) = currency_after(scan, at) {
        let stands = led || opens && (scan.is_last(last) || scan.low(last + 1) == "and");
        let amount = Amount { last, value: currency.factor, currency: Some(currency), ..plain };
        return stands.then(|| with_cents(scan, amount));
    }
    let (unit, last) = unit_after(scan, at)?;
    let measured = matches!(unit.kind, "length" | "mass" | "area" | "volume");
    (measured && (led || opens && scan.is_last(last))).then_some(Amount { last, unit: Some(unit), ..plain })
}

fn currency_before(scan: &Scan, at: usize) -> Option<(Currency, usize)> {
    if scan.is(at, Kind::Number) {
        return None;
    }
    let (currency, len) = lookup(&TABLES.before, scan, at, 2)?;
    let symbol_is_apart = len == 2 && scan.is(at + 1, Kind::Mark) && !scan.glued(at + 1);
    let is_code = scan.is(at, Kind::Word) && scan.low(at).len() <= 3;
    let lower_code = is_code && scan.raw(at).starts_with(char::is_lowercase);
    let numbered = scan.is(at + len, Kind::Number) && scan.together(at, at + len);
    (numbered && !symbol_is_apart && !lower_code).then_some((currency, len))
}

fn currency_after(scan: &Scan, number: usize) -> Option<(Currency, usize)> {
    let hyphen = joined_by_hyphen(scan, number) + of_vague(scan, number);
    let at = number + 1 + hyphen;
    let (currency, len) = lookup(&TABLES.after, scan, at, 2)?;
    let low = scan.low(at);
    let is_code = len == 1
        && scan.is(at, Kind::Word)
        && low.len() == 3
        && currency.code.is_some_and(|code| code.eq_ignore_ascii_case(low));
    let doubtful = is_code && scan.raw(at) != scan.raw(at).to_ascii_uppercase()
        || low == "c" && !scan.glued(at) && !scan.is_last(at)
        || low == "grand" && scan.is(at + 1, Kind::Word)
        || scan.is(at, Kind::Mark) && len == 1 && scan.is(at + 1, Kind::Number) && scan.glued(at + 1);
    (scan.together(number, at) && !doubtful).then_some((currency, at + len - 1))
}

/// 1 where *of* stands between a vague number and its unit: `millions of dollars`.
fn of_vague(scan: &Scan, number: usize) -> usize {
    let vague = scan.low(number).ends_with('s') && scan.is(number, Kind::Word);
    usize::from(vague && scan.low(number + 1) == "of")
}

/// 1 where a hyphen ties the number to the word behind it.
fn joined_by_hyphen(scan: &Scan, number: usize) -> usize {
    let at = number + 1;
    usize::from(scan.low(at) == "-" && scan.glued(at) && scan.glued(at + 1) && scan.is(at + 1, Kind::Word))
}

/// `20 dollars and 43 cents`.
fn with_cents(scan: &Scan, amount: Amount) -> Amount {
    let mut next = amount.last + 1;
    next += usize::from(scan.low(next) == "and");
    let Some(cents) = number::at(scan, next) else { return amount };
    // `20 dollars 43`, where nothing follows that the number could count.
    let bare =
        (10.0..100.0).contains(&cents.value) && scan.is_last(cents.last) && scan.together(amount.last, next);
    if bare && amount.value.fract() == 0.0 && amount.number.scale == 1.0 {
        return Amount { last: cents.last, value: amount.value + cents.value / 100.0, ..amount };
    }
    match currency_after(scan, cents.last) {
        Some((currency, last)) if currency.factor < 1.0 && amount.value.fract() == 0.0 => {
            Amount { last, value: amount.value + cents.value * currency.factor, ..amount }
        }
        _ => amount,
    }
}

fn unit_after(scan: &Scan, number: usize) -> Option<(Unit, usize)> {
    let hyphen = joined_by_hyphen(scan, number) + of_vague(scan, number);
    let at = number + 1 + hyphen;
    let (unit, len) = unit(scan, at)?;
    let single = scan.low(at).len() == 1 && scan.is(at, Kind::Word);
    let fits = match unit.kind {
        "glued" => scan.glued(at),
        "none" => false,
        // *3G* is a network, *5 g* a weight.
        "mass" if single && scan.low(at) == "g" => scan.raw(at) == "g",
        _ => !single || scan.glued(at),
    };
    let mut last = at + len - 1;
    // `six crew members`: the last of several nouns of people is the head.
    while unit.kind == "people"
        && self::unit(scan, last + 1).is_some_and(|(next, len)| next.kind == "people" && len == 1)
    {
        last += 1;
    }
    (fits && scan.together(number, at)).then_some((unit, last))
}

/// `7 feet, 10 inches` counts in the smaller unit.
fn with_smaller_units(scan: &Scan, mut amount: Amount) -> Amount {
    for _ in 0..3 {
        let Some(unit) = amount.unit.filter(|unit| unit.kind == "length") else { break };
        let mut next = amount.last + 1;
        while matches!(scan.low(next), "," | "and") && next < amount.last + 3 {
            next += 1;
        }
        let Some(number) = number::at(scan, next) else { break };
        let Some((smaller, last)) = unit_after(scan, number.last) else { break };
        if smaller.kind != unit.kind || smaller.factor >= unit.factor {
            break;
        }
        let value = amount.value * unit.factor / smaller.factor + number.value;
        amount = Amount { last, value, unit: Some(smaller), ..amount };
    }
    amount
}

/// Whether the number is only a lower bound, such as *dozens*.
pub(super) fn is_vague(amount: &Amount) -> bool {
    amount.number.manner == Manner::Vague
}
