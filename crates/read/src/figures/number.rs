//! Numbers in digits and words: `1.5 million`, `two dozen`, `one hundred and four`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lexicon;
use crate::scan::{Kind, Scan};

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    Digits,
    Words,
    /// *dozens*, *hundreds*: a lower bound.
    Vague,
    /// *half*, *a third*.
    Part,
}

/// A number: pieces `first..=last`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub first: usize,
    pub last: usize,
    pub value: f64,
    pub manner: Manner,
    /// What its scale words multiply by: a million in `1.5 million`.
    pub scale: f64,
}

static WORDS: LazyLock<HashMap<&'static str, (f64, &'static str)>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../../data/read/numbers.tsv"))
        .filter_map(|row| Some((row[0], (row[1].parse().ok()?, row[2]))))
        .collect()
});

/// Number words a number may be made of; longer ones are cut.
const LONGEST: usize = 24;

fn word(scan: &Scan, at: usize) -> Option<(f64, &'static str)> {
    WORDS.get(scan.low(at)).copied()
}

fn of_kind(scan: &Scan, at: usize, kinds: &[&str]) -> Option<f64> {
    word(scan, at).filter(|(_, kind)| kinds.contains(kind)).map(|(value, _)| value)
}

/// The number that begins at piece `at`.
pub(super) fn at(scan: &Scan, at: usize) -> Option<Number> {
    if let Some(number) = negative(scan, at) {
        return Some(number);
    }
    vague(scan, at)
        .or_else(|| part(scan, at))
        .or_else(|| digits(scan, at))
        .or_else(|| words(scan, at))
        .or_else(|| article(scan, at))
}

fn negative(scan: &Scan, at: usize) -> Option<Number> {
    let sign = match scan.low(at) {
        "-" | "−" => {
            !(scan.glued(at) && (scan.is(at - 1, Kind::Word) || scan.is(at - 1, Kind::Number)))
                && !opens_range(scan, at)
        }
        "minus" | "negative" => true,
        _ => false,
    };
    let number = sign.then(|| digits(scan, at + 1).or_else(|| words(scan, at + 1))).flatten()?;
    Some(Number { first: at, value: -number.value, ..number })
}

fn opens_range(scan: &Scan, at: usize) -> bool {
    at > 0 && (scan.is(at - 1, Kind::Number) || (scan.is(at - 1, Kind::Word) && !scan.glued(at + 1)))
}

/// Value of a piece of digits, without its separators.
fn parsed(scan: &Scan, at: usize) -> Option<f64> {
    scan.is(at, Kind::Number).then(|| scan.raw(at).replace(',', "").parse().ok()).flatten()
}

fn digits(scan: &Scan, at: usize) -> Option<Number> {
    let value = parsed(scan, at)?;
    let plain = Number { first: at, last: at, value, manner: Manner::Digits, scale: 1.0 };
    if scan.low(at + 1) == "point" && scan.is(at + 2, Kind::Number) {
        let decimal: f64 = format!("{}.{}", scan.raw(at).replace(',', ""), scan.raw(at + 2)).parse().ok()?;
        return Some(scaled(scan, Number { last: at + 2, value: decimal, ..plain }));
    }
    Some(scaled(scan, plain))
}

/// `1.5` + `million`, `100` + `k`, `2` + `dozen`, `five` + `thousand` + `millions`.
fn scaled(scan: &Scan, mut number: Number) -> Number {
    while let Some((value, kind)) = word(scan, number.last + 1) {
        let hyphen = scan.glued(number.last + 1);
        let fits = match kind {
            "scale" | "scales" | "hundred" | "dozen" => true,
            "dozens" => scan.low(number.last + 1) == "dozens",
            "letter" => {
                hyphen
                    && (!scan.glued(number.last + 2) || is_currency(scan.low(number.last + 2)))
                    && letter_fits(scan, number.last + 1)
            }
            _ => false,
        };
        if !fits {
            break;
        }
        number.value *= value;
        number.scale *= value;
        number.last += 1;
    }
    let hyphen =
        scan.low(number.last + 1) == "-" && scan.glued(number.last + 1) && scan.glued(number.last + 2);
    match of_kind(scan, number.last + 2, &["scale"]).filter(|_| hyphen) {
        Some(value) => Number {
            last: number.last + 2,
            value: number.value * value,
            scale: number.scale * value,
            ..number
        },
        None => number,
    }
}

/// `100k`, `3M`; `3m` and `2g` are metres and grams unless money stands before.
fn letter_fits(scan: &Scan, letter: usize) -> bool {
    let money = letter >= 2 && matches!(scan.raw(letter - 2), "$" | "€" | "£" | "¥" | "₹");
    matches!(scan.raw(letter), "k" | "K" | "M" | "B" | "G") || money
}

fn is_currency(mark: &str) -> bool {
    matches!(mark, "$" | "€" | "£" | "¥" | "₹")
}

/// A number in words alone.
fn words(scan: &Scan, at: usize) -> Option<Number> {
    let mut read = Reading::default();
    let mut last = None;
    let mut next = at;
    if let Some(value) = (scan.low(at) == "point" && scan.is(at + 1, Kind::Number))
        .then(|| format!("0.{}", scan.raw(at + 1)).parse().ok())
        .flatten()
    {
        return Some(Number { first: at, last: at + 1, value, manner: Manner::Words, scale: 1.0 });
    }
    while next < at + LONGEST {
        if read.any
            && (scan.low(next) == "and"
                || (scan.low(next) == "-" && scan.glued(next) && scan.glued(next + 1)))
        {
            let goes_on = of_kind(scan, next + 1, &["small", "ten"]).is_some()
                && (scan.low(next) == "-" || read.scaled);
            if !goes_on {
                break;
            }
            next += 1;
        }
        let Some((value, kind)) = word(scan, next) else { break };
        if !read.take(value, kind) {
            break;
        }
        last = Some(next);
        next += 1;
    }
    let last = last?;
    let plain = Number { first: at, last, value: read.value(), manner: Manner::Words, scale: read.scale };
    if scan.low(last + 1) == "point" {
        let decimal = of_kind(scan, last + 2, &["small"]).filter(|&value| value < 10.0);
        if let Some(decimal) = decimal {
            return Some(scaled(
                scan,
                Number { last: last + 2, value: plain.value + decimal / 10.0, ..plain },
            ));
        }
    }
    Some(plain)
}

/// The sum so far: whole groups, and the group being read.
#[derive(Default)]
struct Reading {
    any: bool,
    scaled: bool,
    total: f64,
    group: f64,
    smallest: f64,
    scale: f64,
}

impl Reading {
    fn take(&mut self, value: f64, kind: &str) -> bool {
        if !self.any {
            (self.smallest, self.scale) = (f64::INFINITY, 1.0);
        }
        let taken = match kind {
            "small" => self.below(value, if value < 10.0 { 10.0 } else { 100.0 }),
            "ten" => self.below(value, 100.0),
            "hundred" if self.any && self.group > 0.0 && self.group < 100.0 => self.multiply(value, false),
            "scale" | "scales" if self.any => self.multiply(value, true),
            "dozen" | "dozens" if self.any => self.multiply(value, false),
            _ => false,
        };
        self.any |= taken;
        taken
    }

    fn below(&mut self, value: f64, room: f64) -> bool {
        if self.any && self.smallest >= room {
            self.group += value;
        } else if self.any && self.group < 10.0 && self.smallest < 10.0 && value >= 10.0 && self.group > 0.0 {
            // `one twenty two`: hundreds left unsaid.
            self.group = self.group * 100.0 + value;
        } else if self.any {
            return false;
        } else {
            self.group = value;
        }
        self.smallest = if value >= 20.0 { 10.0 } else { 1.0 };
        true
    }

    fn multiply(&mut self, value: f64, closes: bool) -> bool {
        self.scaled = true;
        self.scale = if closes && self.total == 0.0 { value } else { 1.0 };
        if closes && self.group == 0.0 {
            self.total *= value;
            return self.total > 0.0;
        }
        self.group *= value;
        self.smallest = if closes { value } else { 100.0 };
        if closes {
            self.total += self.group;
            self.group = 0.0;
        }
        true
    }

    fn value(&self) -> f64 {
        self.total + self.group
    }
}

/// `a dozen`, `a couple of`, `a million`.
fn article(scan: &Scan, at: usize) -> Option<Number> {
    if !matches!(scan.low(at), "a" | "an") {
        return None;
    }
    let value = of_kind(scan, at + 1, &["dozen", "pair", "hundred", "scale"])?;
    let number = Number { first: at, last: at + 1, value, manner: Manner::Words, scale: 1.0 };
    let of = matches!(word(scan, at + 1), Some((_, "dozen" | "pair"))) && scan.low(at + 2) == "of";
    // `a couple of hundred`.
    if let Some(scale) = of_kind(scan, at + 3, &["hundred", "scale"]).filter(|_| of) {
        return Some(Number { last: at + 3, value: value * scale, scale, ..number });
    }
    Some(if of { Number { last: at + 2, ..number } } else { scaled(scan, number) })
}

/// `dozens`, `hundreds`, `tens of thousands`: what is sure is twice the word.
fn vague(scan: &Scan, at: usize) -> Option<Number> {
    let plural = |at| {
        word(scan, at).and_then(|(value, kind)| match kind {
            "dozens" | "vague" => Some(value),
            "scales" if value >= 1000.0 => Some(value),
            _ => None,
        })
    };
    let mut value = plural(at)?;
    let mut last = at;
    while scan.low(last + 1) == "of" && last < at + 4 {
        let Some(next) = plural(last + 2) else { break };
        value *= next;
        last += 2;
    }
    (value > 10.0).then_some(Number {
        first: at,
        last,
        value: value * 2.0,
        manner: Manner::Vague,
        scale: 1.0,
    })
}

/// `a million` of *half a million*, `of a million` of *a quarter of a million*; `a dozen`.
fn part_of_scale(scan: &Scan, at: usize) -> Option<(f64, usize)> {
    let article = at + usize::from(scan.low(at) == "of");
    let scale =
        of_kind(scan, article + 1, &["scale", "dozen", "hundred"]).filter(|_| scan.low(article) == "a")?;
    Some((scale, article + 1))
}

/// `half of`, `a third of`, `two-thirds`, `three quarters`; `one in five`.
fn part(scan: &Scan, at: usize) -> Option<Number> {
    let number = |last, value| Some(Number { first: at, last, value, manner: Manner::Part, scale: 1.0 });
    let count = of_kind(scan, at, &["small"]).or_else(|| parsed(scan, at));
    if let Some(count) = count {
        if matches!(scan.low(at + 1), "in" | "of" | "out") {
            let step = if scan.low(at + 1) == "out" && scan.low(at + 2) == "of" { 3 } else { 2 };
            let every = usize::from(scan.low(at + step) == "every");
            let total = of_kind(scan, at + step + every, &["small", "ten"])
                .or_else(|| parsed(scan, at + step + every));
            let plain = scan.low(at + 1) == "out" || scan.low(at + 1) == "in" && scan.is(at, Kind::Word);
            if let Some(total) = total.filter(|&total| plain && total > count && total <= 1000.0) {
                return number(at + step + every, count / total);
            }
        }
        let hyphen = usize::from(scan.low(at + 1) == "-" && scan.glued(at + 1));
        let value = of_kind(scan, at + 1 + hyphen, &["part"])?;
        let plural = scan.low(at + 1 + hyphen).ends_with('s') || count == 1.0;
        return (plural && scan.is(at, Kind::Word) && scan.low(at + 2 + hyphen) != "-")
            .then(|| number(at + 1 + hyphen, count * value))?;
    }
    let article = usize::from(matches!(scan.low(at), "a" | "an"));
    let value = of_kind(scan, at + article, &["part"])?;
    let last = at + article;
    if let Some(whole) = part_of_scale(scan, last + 1) {
        let (scale, last) = whole;
        return Some(Number { first: at, last, value: value * scale, manner: Manner::Words, scale: 1.0 });
    }
    let of = scan.low(last + 1) == "of"
        || (scan.low(last) == "half"
            && matches!(scan.low(last + 1), "the" | "its" | "their" | "his" | "her" | "a" | "an"));
    let free = article == 1 || scan.low(last) == "half";
    (of && free && scan.low(last) != "quarter" || of && article == 1).then(|| number(last, value))?
}
