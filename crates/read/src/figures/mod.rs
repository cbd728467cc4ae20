//! Figures: how many of what, and how sure the words are of it.
//!
//! A figure is a number in digits or words with its hedge, currency, unit or counted noun. Numbers that count nothing
//! are none: years and times, ages, labels (*Chapter 7*, *Flight 12*), scores, codes, durations, ordinals. Bare number
//! words count only with a noun, a unit or a hedge. Bounds: *under* gives only `high`, *over* only `low`, *dozens* and
//! its like twice the word as `low` and no `high`; what cannot be said is null.

mod amount;
mod context;
mod links;
mod measure;
mod noun;
mod number;
mod record;

use annals_record::{ByteSpan, Relation};
use annals_text::Document;

use crate::model::Analysis;
use crate::scan::{Kind, Scan};
use crate::times::Time;
use amount::Amount;
use context::Counted;
use measure::Tree;
use number::Manner;

pub(crate) use record::to_record;

/// A figure, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// Hedge, number and unit.
    pub span: ByteSpan,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// How the bounds are meant.
    pub relation: Relation,
    /// What is counted.
    pub unit: Option<String>,
    /// What is measured.
    pub measure: Option<String>,
    /// Whose share or what part.
    pub of: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The number without hedge and unit.
    number: ByteSpan,
    /// The time of its clause: its place in the list of times.
    pub date: Option<usize>,
    /// The figure it is a part of: its place in the list of figures.
    pub part_of: Option<usize>,
    /// How its facts came about, one by one.
    pub notes: Vec<String>,
}

/// The figures of the text, in text order; expressions of time are none.
pub(crate) fn find(text: &str, doc: &Document, analysis: &Analysis, times: &[Time]) -> Vec<Figure> {
    let scan = Scan::new(text, &doc.paragraphs);
    let tree = Tree::new(text, doc, analysis);
    let mut figures = Vec::new();
    let mut spans = times.iter().map(|time| time.span).peekable();
    let (mut at, mut floor) = (0, 0);
    while at < scan.len() {
        let span = scan.pieces[at].span;
        while spans.peek().is_some_and(|time| time.end <= span.start) {
            spans.next();
        }
        if let Some(&time) = spans.peek().filter(|time| time.start <= span.start) {
            at = scan.from(time.end).max(at + 1);
            floor = at;
            continue;
        }
        match figure(&scan, &tree, at, floor) {
            Read::Figure(figure, _) if spans.peek().is_some_and(|&time| opens_in(time, &figure)) => at += 1,
            Read::Figure(figure, next) => {
                if !repeats(text, figures.last(), &figure) {
                    figures.push(*figure);
                }
                (at, floor) = (next, next);
            }
            Read::Number(next) => (at, floor) = (next, next),
            Read::Nothing => at += 1,
        }
    }
    links::rows(&tree, &mut figures);
    links::parts(&tree, &mut figures);
    links::dates(&tree, &mut figures, times);
    figures
}

/// Whether a time begins among the numbers of a figure: `from 2009 to 2011`.
fn opens_in(time: ByteSpan, figure: &Figure) -> bool {
    figure.number.start <= time.start && time.start < figure.number.end
}

/// `forty-five (45)`: the same number said twice.
fn repeats(text: &str, before: Option<&Figure>, figure: &Figure) -> bool {
    let between = |before: &Figure| text.get(before.span.end..figure.span.start).map(str::trim);
    before.is_some_and(|before| {
        between(before) == Some("(")
            && (before.low, before.high) == (figure.low, figure.high)
            && figure.unit.is_none()
    })
}

/// What stands at a piece.
enum Read {
    /// A figure, and the piece behind it.
    Figure(Box<Figure>, usize),
    /// A number that counts nothing, and the piece behind it.
    Number(usize),
    Nothing,
}

/// A number or a range, before it is known to count.
struct Extent {
    amount: Amount,
    low: f64,
    high: f64,
    is_range: bool,
    first: usize,
}

fn figure(scan: &Scan, tree: &Tree, at: usize, floor: usize) -> Read {
    if let Some((figure, next)) = noun::single(scan, at) {
        return Read::Figure(Box::new(figure), next);
    }
    let finite = |extent: &Extent| extent.low.is_finite() && extent.high.is_finite();
    let Some(extent) = extent(scan, at).filter(finite) else { return Read::Nothing };
    let next = extent.amount.last + 1;
    let Some(counted) = counted(scan, tree, &extent.amount) else { return Read::Number(next) };
    let hedge = amount::hedge_before(scan, extent.first, floor);
    let start = hedge.map_or(extent.first, |(_, first)| first);
    if is_no_figure(scan, tree, &extent, counted.as_ref(), start) {
        return Read::Number(next);
    }
    let of = share_of(scan, &extent.amount);
    let bare = is_bare(&extent.amount, counted.as_ref());
    let counts = counted.is_some() || of.is_some() || bare && noun::stands_alone(scan, tree, &extent.amount);
    if !stands(scan, &extent, counts, hedge.is_some()) {
        return Read::Number(next);
    }
    let after = amount::hedge_after(scan, next).filter(|_| hedge.is_none());
    let end = counted.as_ref().map_or(next - 1, |counted| counted.last);
    let last = end.max(after.map_or(0, |(_, last)| last));
    let hedge = hedge.or(after).map(|(relation, _)| relation);
    let found = Found { extent: &extent, hedge, counted, of, first: start, last };
    Read::Figure(Box::new(found.figure(scan, tree)), last + 1)
}

/// The noun that an amount counts, where it has no unit; nothing at all where that is one of time.
fn counted(scan: &Scan, tree: &Tree, amount: &Amount) -> Option<Option<Counted>> {
    let plain_part = amount.number.manner == Manner::Part && scan.low(amount.last + 1) == "of";
    if plain_part {
        // `Almost a quarter of an hour` is a length of time.
        let of_time = context::counted(scan, amount.last + 2).is_some_and(|counted| counted.is_time);
        return (!of_time).then_some(None);
    }
    if amount.currency.is_some() || amount.unit.is_some() {
        return Some(None);
    }
    let (near, told) = (context::counted(scan, amount.last), noun::by_tree(scan, tree, amount));
    // *Four plain-clothes officers*: the tree sees farther.
    let farther = |near: &Counted| told.as_ref().is_none_or(|told| told.last <= near.last);
    let found = near.filter(farther).or(told);
    (!found.as_ref().is_some_and(|counted| counted.is_time)).then_some(found)
}

fn is_bare(amount: &Amount, counted: Option<&Counted>) -> bool {
    counted.is_none() && amount.unit.is_none() && amount.currency.is_none()
}

/// Whether the words around a number say that it is a label, a name, an address, an hour or an age. `start`: the first
/// piece of its hedge.
fn is_no_figure(scan: &Scan, tree: &Tree, extent: &Extent, counted: Option<&Counted>, start: usize) -> bool {
    let amount = extent.amount;
    let hedge = (start < extent.first).then_some(start);
    let bare = is_bare(&amount, counted);
    context::is_no_count(scan, &Amount { first: extent.first, ..amount }, counted)
        || noun::is_name(scan, tree, &amount, counted)
        || noun::is_address(scan, &amount)
        || bare && (context::is_hour(scan, start, extent.high) || noun::is_age(scan, tree, &amount, hedge))
}

/// Whose share or what part, behind *of*.
fn share_of(scan: &Scan, amount: &Amount) -> Option<ByteSpan> {
    let measured = amount.unit.is_some_and(|unit| unit.kind != "people");
    context::part_of(scan, amount.last).filter(|_| amount.number.manner == Manner::Part || measured)
}

/// A number that counts, with all that was found beside it.
struct Found<'a> {
    extent: &'a Extent,
    hedge: Option<Relation>,
    counted: Option<Counted>,
    of: Option<ByteSpan>,
    first: usize,
    last: usize,
}

impl Found<'_> {
    fn figure(&self, scan: &Scan, tree: &Tree) -> Figure {
        let amount = self.extent.amount;
        let (relation, low, high) = bounds(self.extent, self.hedge);
        let counted = self.counted.as_ref().map(|counted| counted.unit.clone());
        let unit = match amount.currency {
            Some(_) => Some("money".to_owned()),
            None => amount.unit.map(|unit| unit.name.to_owned()).or(counted),
        };
        let mut notes = vec![self.how_read(scan, relation)];
        let (measure, unit) = self.measure(scan, tree, unit, &mut notes);
        let whom = || noun::whom(scan, amount.number.last, self.last, unit.as_deref());
        Figure {
            span: scan.span(self.first, self.last),
            low,
            high,
            relation,
            measure: Some(measure),
            of: self.of.map(|span| span.of(scan.text).to_owned()).or_else(whom),
            unit,
            currency: amount.currency.and_then(|currency| currency.code).map(str::to_owned),
            number: scan.span(self.extent.first.max(self.first), amount.last),
            date: None,
            part_of: None,
            notes,
        }
    }

    fn how_read(&self, scan: &Scan, relation: Relation) -> String {
        let number = scan.span(self.extent.first, self.extent.amount.number.last).of(scan.text);
        match (relation, self.hedge) {
            _ if amount::is_vague(&self.extent.amount) => format!("“{number}”: at least two of them"),
            (Relation::Between, _) => format!("“{number}”: a range"),
            (_, Some(_)) => {
                let hedge = scan.span(self.first, self.last).of(scan.text);
                format!("“{number}” as “{hedge}” bounds it")
            }
            _ => format!("“{number}” as it stands"),
        }
    }

    /// The measure, and the unit: who is killed, injured and the like are people.
    fn measure(
        &self,
        scan: &Scan,
        tree: &Tree,
        unit: Option<String>,
        notes: &mut Vec<String>,
    ) -> (String, Option<String>) {
        if let Some(kind) = self.kind() {
            notes.push(format!("measure {kind}: by its unit"));
            return (kind.to_owned(), unit);
        }
        let noun = scan.low(self.last);
        if unit.as_deref().is_some_and(context::is_ballot) {
            notes.push(format!("measure votes: “{noun}” are counted"));
            return ("votes".to_owned(), unit);
        }
        // The model knows more nouns of people than the table.
        let of_people =
            self.counted.is_some() && tree.is_of_people(tree.doc.words_in(scan.pieces[self.last].span));
        let unit = if of_people { Some("people".to_owned()) } else { unit };
        let said = matches!(unit.as_deref(), Some("people") | None).then(|| self.said(scan, tree)).flatten();
        if let Some(said) = said {
            notes.push(format!("measure {}: {}", said.measure, said.note));
            let unit = unit.or_else(|| (said.measure != "votes").then(|| "people".to_owned()));
            return (said.measure.to_owned(), unit);
        }
        let thing = measure::of_thing(noun).filter(|_| self.last > self.extent.amount.number.last);
        notes.push(match thing {
            Some(thing) => format!("measure {thing}: by what is counted, “{noun}”"),
            None => "measure count: no word of its clause says more".to_owned(),
        });
        (thing.unwrap_or("count").to_owned(), unit)
    }

    /// The measure that the currency or the unit gives.
    fn kind(&self) -> Option<&'static str> {
        let amount = self.extent.amount;
        match amount.unit.map(|unit| unit.kind) {
            _ if amount.currency.is_some() => Some("money"),
            _ if amount.number.manner == Manner::Part => Some("share"),
            Some("length") => Some("distance"),
            Some("mass") => Some("weight"),
            Some(kind @ ("share" | "area" | "volume" | "speed" | "temperature" | "power" | "energy")) => {
                Some(kind)
            }
            _ => None,
        }
    }

    /// What the clause says: by the tree, where there is one.
    fn said(&self, scan: &Scan, tree: &Tree) -> Option<measure::Said> {
        let words = tree.doc.words_in(scan.span(self.extent.first, self.last));
        if !words.is_empty() && tree.knows(words.start) {
            tree.said(words).or_else(|| measure::right_behind(scan, self.last))
        } else {
            measure::nearby(scan, self.first, self.last)
        }
    }
}

/// Digits stand by themselves; a number word needs something to count, a hedge, or the whole line.
fn stands(scan: &Scan, extent: &Extent, counts: bool, hedged: bool) -> bool {
    let amount = &extent.amount;
    let alone = whole_line(scan, extent.first, amount.last);
    match amount.number.manner {
        Manner::Part => counts || alone || hedged || amount.unit.is_some(),
        Manner::Vague => true,
        Manner::Digits => true,
        Manner::Words => {
            let one = scan.low(amount.number.first) == "one" && amount.number.first == amount.number.last
                || is_definite(scan, amount);
            let known = amount.unit.is_some() || amount.currency.is_some() || extent.is_range;
            known
                || alone
                || hedged && !one
                || (counts && !one)
                || amount.number.last > amount.number.first && amount.value >= 10.0
        }
    }
}

/// `the two companies` picks out things known already.
fn is_definite(scan: &Scan, amount: &Amount) -> bool {
    let before = amount.first.checked_sub(1).map_or("", |before| scan.low(before));
    amount.value <= 3.0
        && matches!(before, "the" | "these" | "those" | "its" | "his" | "her" | "their" | "our")
}

fn whole_line(scan: &Scan, first: usize, last: usize) -> bool {
    (first == 0 || !scan.together(first - 1, first)) && !scan.together(last, last + 1)
}

/// `between 30 and 40`, `30-40 people`, `from $5 to $10`, or one number.
fn extent(scan: &Scan, at: usize) -> Option<Extent> {
    let opener = scan.low(at);
    if matches!(opener, "between" | "from") {
        let from = amount::at(scan, at + 1)?;
        let connector = if opener == "between" { "and" } else { "to" };
        return (scan.low(from.last + 1) == connector)
            .then(|| join(scan, at, from, from.last + 2, true))?
            .or(None);
    }
    let amount = amount::at(scan, at)?;
    if let Some(fraction) = fraction(scan, &amount) {
        return Some(fraction);
    }
    let mark = amount.last + 1;
    let dash =
        matches!(scan.low(mark), "-" | "–" | "—") || scan.low(mark) == "to" && amount.currency.is_some();
    let range =
        (dash && scan.together(at, mark + 1)).then(|| join(scan, at, amount, mark + 1, false)).flatten();
    if range.is_some() {
        return range;
    }
    Some(Extent { amount, low: amount.value, high: amount.value, is_range: false, first: at })
}

/// A range from `from` to the amount at `at`; without an opening word it must rise and count something.
fn join(scan: &Scan, first: usize, from: Amount, at: usize, opened: bool) -> Option<Extent> {
    let hedge = (at..at + 2).find(|&i| amount::at(scan, i).is_some())?;
    let to = amount::at(scan, hedge)?;
    let named = to.unit.is_some()
        || to.currency.is_some()
        || from.currency.is_some()
        || context::counted(scan, to.last).is_some();
    let alone = opened || amount::hedge_before(scan, first, 0).is_some() || to.number.scale > 1.0;
    let chained = matches!(scan.low(to.last + 1), "-" | "/") && scan.is(to.last + 2, Kind::Number);
    let mut low = from.value;
    if from.number.scale == 1.0 && to.number.scale > 1.0 && low < to.value / to.number.scale {
        low *= to.number.scale;
    }
    let currency = to.currency.or(from.currency);
    let amount = Amount { currency, unit: to.unit.or(from.unit), ..to };
    (low < to.value && (named || alone) && !chained).then_some(Extent {
        amount,
        low,
        high: to.value,
        is_range: true,
        first,
    })
}

/// `2/3 of the seats`, `3/4 cup`.
fn fraction(scan: &Scan, amount: &Amount) -> Option<Extent> {
    let slash = amount.last + 1;
    let tied = scan.low(slash) == "/"
        && scan.glued(slash)
        && scan.glued(slash + 1)
        && scan.is(slash + 1, Kind::Number);
    let below = amount::at(scan, slash + 1)
        .filter(|below| tied && below.number.value > amount.value && below.currency.is_none())?;
    let counts = below.unit.is_some()
        || scan.low(below.last + 1) == "of"
        || whole_line(scan, amount.first, below.last);
    let value = amount.value / below.number.value;
    let joined = Amount {
        first: amount.first,
        value,
        number: number::Number {
            manner: if below.unit.is_some() { Manner::Digits } else { Manner::Part },
            ..below.number
        },
        ..below
    };
    counts.then_some(Extent { amount: joined, low: value, high: value, is_range: false, first: amount.first })
}

fn bounds(extent: &Extent, hedge: Option<Relation>) -> (Relation, Option<f64>, Option<f64>) {
    let (low, high) = (extent.low, extent.high);
    if extent.is_range {
        return (Relation::Between, Some(low), Some(high));
    }
    if amount::is_vague(&extent.amount) {
        return (Relation::AtLeast, Some(low), None);
    }
    match hedge.unwrap_or(Relation::Exact) {
        relation @ (Relation::Over | Relation::AtLeast) => (relation, Some(low), None),
        relation @ (Relation::Under | Relation::AtMost) => (relation, None, Some(high)),
        relation => (relation, Some(low), Some(high)),
    }
}

#[cfg(test)]
mod tests;
