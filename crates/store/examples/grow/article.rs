//! An article like one of the examples, with everything else in it.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use annals_record::*;

use crate::chance::{number, one};
use crate::words::{Changed, Words};

/// Outlets that the articles are of.
const OUTLETS: u64 = 60;
/// Weeks over which the articles are spread.
const WEEKS: u64 = 150;
/// The first day of articles whose example has none: 2022-01-01.
const FIRST: i64 = 18_993;

/// The article of number `n`; every twentieth is a copy of the one before.
pub fn made(bases: &[Record], n: usize) -> Record {
    let copied = n % 20 == 19;
    let kind = if copied { n - 1 } else { n } as u64;
    let base = &bases[(number(kind, "base") % bases.len() as u64) as usize];
    let record = varied(base, kind, 45, bases);
    let record = if copied { varied(&record, n as u64, 2, bases) } else { record };
    named(record, n as u64, kind)
}

/// Words of all examples that can stand for others.
fn stock(bases: &[Record]) -> &'static [String] {
    static STOCK: OnceLock<Vec<String>> = OnceLock::new();
    STOCK.get_or_init(|| {
        let words = bases.iter().flat_map(|base| base.article.text.split(|c: char| !c.is_alphabetic()));
        let plain = words.filter(|word| word.len() >= 4 && word.chars().all(|c| c.is_ascii_lowercase()));
        let mut all: Vec<String> = plain.map(str::to_owned).collect();
        all.sort();
        all.dedup();
        all
    })
}

fn varied(base: &Record, seed: u64, percent: u64, bases: &[Record]) -> Record {
    let names = names(base);
    let words = Words { seed, names: &names, stock: stock(bases), percent };
    let fixed: Vec<CharSpan> = base
        .statements
        .iter()
        .filter_map(|statement| statement.cue.as_ref().map(|cue| cue.span))
        .chain(base.times.iter().map(|time| time.span))
        .chain(base.figures.iter().map(|figure| figure.span))
        .collect();
    let figures = figures(base, seed);
    let numbers: Vec<(CharSpan, String)> =
        figures.iter().flatten().map(|(span, digits, _)| (*span, digits.clone())).collect();
    let changed = Changed::new(&base.article.text, &words, &fixed, &numbers);
    let mut record = moved(base, &changed);
    for (figure, new) in record.figures.iter_mut().zip(&figures) {
        if let Some((_, _, value)) = new {
            (figure.low, figure.high) = (Some(*value), Some(*value));
        }
    }
    for entity in &mut record.entities {
        if entity.kind == EntityKind::Person {
            entity.name = words.all(&entity.name);
            entity.key = entity.key.take().map(|key| renamed(&key, &words));
        }
    }
    record.article.title = base.article.title.as_ref().map(|title| words.all(title));
    record.article.text = changed.text;
    record
}

/// The key of a person with the words of the name changed.
fn renamed(key: &str, words: &Words) -> String {
    match key.rsplit_once('/') {
        Some((kind, name)) => format!("{kind}/{}", words.all(name)),
        None => key.to_owned(),
    }
}

/// Words of people's names, lower-cased.
fn names(base: &Record) -> HashSet<String> {
    let people = base.entities.iter().filter(|entity| entity.kind == EntityKind::Person);
    let words = people.flat_map(|entity| entity.name.split(|c: char| !c.is_alphabetic()));
    words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_lowercase).collect()
}

/// Where a figure's digits stand, the new ones, and what they come to; for figures that are one plain number.
fn figures(base: &Record, seed: u64) -> Vec<Option<(CharSpan, String, f64)>> {
    let index = CharIndex::new(&base.article.text);
    let one = |figure: &Figure| {
        let words = index.bytes(figure.span).of(&base.article.text);
        let from = words.find(|c: char| c.is_ascii_digit())?;
        let digits: &str = words[from..].split(|c: char| !c.is_ascii_digit()).next()?;
        let alone = words.chars().filter(char::is_ascii_digit).count() == digits.len() && digits.len() < 4;
        let meant = figure.low == digits.parse().ok() && figure.low == figure.high;
        // Other articles of the same outlet count other things: from 1 to what has as many digits.
        let new = 1 + number(seed, digits) % (10u64.pow(digits.len() as u32) - 1);
        let start = figure.span.start + words[..from].chars().count();
        let whole = {
            let mut around = base.article.text.chars().skip(start.saturating_sub(1));
            let before = if start == 0 { None } else { around.next() };
            let after = around.nth(digits.len());
            let plain = |c: Option<char>| c.is_none_or(char::is_whitespace);
            plain(before) && plain(after)
        };
        (alone && meant && whole)
            .then(|| (CharSpan::new(start, start + digits.len()), new.to_string(), new as f64))
    };
    base.figures.iter().map(one).collect()
}

/// Ids that stand on other places now, numbered anew where they stand on the same.
struct Ids<K> {
    new: HashMap<Id<K>, Id<K>>,
}

impl<K: Kind> Ids<K> {
    fn new(old: impl Iterator<Item = Id<K>>, changed: &Changed) -> Self {
        let mut taken: HashMap<CharSpan, u32> = HashMap::new();
        let new = old.map(|id| {
            let span = changed.span(id.span());
            let copy = taken.entry(span).and_modify(|copy| *copy += 1).or_insert(1);
            (id, Id::numbered(span, *copy))
        });
        Self { new: new.collect() }
    }

    fn of(&self, id: Id<K>) -> Id<K> {
        self.new.get(&id).copied().unwrap_or(id)
    }

    fn maybe(&self, id: Option<Id<K>>) -> Option<Id<K>> {
        id.map(|id| self.of(id))
    }
}

/// The record with all its spans and ids where they are now.
fn moved(base: &Record, changed: &Changed) -> Record {
    let mut record = base.clone();
    let entities = Ids::new(base.entities.iter().map(|one| one.id), changed);
    let statements = Ids::new(base.statements.iter().map(|one| one.id), changed);
    let events = Ids::new(base.events.iter().map(|one| one.id), changed);
    let figures = Ids::new(base.figures.iter().map(|one| one.id), changed);
    let times = Ids::new(base.times.iter().map(|one| one.id), changed);
    let places = Ids::new(base.places.iter().map(|one| one.id), changed);
    let go = |span: &mut CharSpan| *span = changed.span(*span);
    record.sentences.iter_mut().for_each(|one| go(&mut one.span));
    for entity in &mut record.entities {
        entity.id = entities.of(entity.id);
        entity.affiliation = entities.maybe(entity.affiliation);
        for mention in &mut entity.mentions {
            go(&mut mention.span);
            mention.head.iter_mut().for_each(go);
        }
    }
    for statement in &mut record.statements {
        statement.id = statements.of(statement.id);
        statement.within = statements.maybe(statement.within);
        statement.content.iter_mut().for_each(go);
        statement.cue.iter_mut().for_each(|cue| go(&mut cue.span));
        if let Some(speaker) = &mut statement.speaker {
            go(&mut speaker.span);
            speaker.entity = entities.maybe(speaker.entity);
            for other in &mut speaker.alternates {
                go(&mut other.span);
                other.entity = entities.maybe(other.entity);
            }
        }
        if let Some(addressee) = &mut statement.addressee {
            go(&mut addressee.span);
            addressee.entity = entities.maybe(addressee.entity);
        }
    }
    for event in &mut record.events {
        event.id = events.of(event.id);
        go(&mut event.trigger);
        event.mentions.iter_mut().for_each(go);
        event.actors.iter_mut().chain(&mut event.recipients).for_each(|id| *id = entities.of(*id));
        event.place = places.maybe(event.place);
        event.statement = statements.maybe(event.statement);
        event.date.iter_mut().for_each(|date| date.time = times.maybe(date.time));
    }
    for figure in &mut record.figures {
        figure.id = figures.of(figure.id);
        go(&mut figure.span);
        figure.place = places.maybe(figure.place);
        figure.date = times.maybe(figure.date);
        figure.event = events.maybe(figure.event);
        figure.part_of = figures.maybe(figure.part_of);
        figure.statement = statements.maybe(figure.statement);
    }
    for time in &mut record.times {
        time.id = times.of(time.id);
        go(&mut time.span);
    }
    for place in &mut record.places {
        place.id = places.of(place.id);
        go(&mut place.span);
    }
    record
}

/// The article with an address, an outlet and a day of its own; a copy is another outlet's of the same day.
fn named(mut record: Record, n: u64, kind: u64) -> Record {
    let outlet = number(n, "outlet") % OUTLETS;
    let source = format!("outlet{outlet:02}.example");
    let uri = format!("https://{source}/{n}");
    let article = &mut record.article;
    article.key = Some(format!("grown-{n}"));
    let by = (number(kind, "week") % WEEKS * 7) as i64;
    let before = article.published.as_deref().and_then(|time| number_of_day(time.get(..10)?));
    let first = before.unwrap_or(FIRST + (number(kind, "day") % 7) as i64);
    article.published = Some(day(first + by));
    article.published_from = Some(DateSource::Input);
    article.modified = None;
    article.source = Some(source);
    article.section =
        Some(one(&["world", "politics", "economy", "region"], number(kind, "section")).to_owned());
    if before.is_some() {
        shifted(&mut record.times, &article.text, by);
    }
    article.id = article_id(Some(&uri), &article.text);
    article.uri = Some(uri);
    record
}

/// The times that are told from the day of publication, moved with it.
fn shifted(times: &mut [Time], text: &str, by: i64) {
    let index = CharIndex::new(text);
    for time in times {
        let told = index.bytes(time.span).of(text).contains(|c: char| c.is_ascii_digit());
        let moved =
            time.value.as_deref().filter(|_| !told).and_then(number_of_day).map(|number| day(number + by));
        time.value = moved.or(time.value.take());
    }
}

/// Days from 1970-01-01 to a day written `YYYY-MM-DD`, in the Gregorian calendar.
fn number_of_day(day: &str) -> Option<i64> {
    let mut parts = day.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let year = if month > 2 { year } else { year - 1 };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = year % 400 * 365 + year % 400 / 4 - year % 400 / 100 + of_year;
    Some(year / 400 * 146_097 + of_era - 719_468)
}

/// The day of that number, as [`number_of_day`] counts.
fn day(number: i64) -> String {
    let number = number + 719_468;
    let (era, of_era) = (number / 146_097, number % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + i64::from(month <= 2))
}
