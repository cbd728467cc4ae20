//! Dates and times as outlets write them.
//!
//! A date needs a year; nothing is taken from a clock. Years before 1990 and after 2100 are refused: no page of
//! news was published then, but many numbers look so. Of `3/4/2024` and its kind, a number above 12 is the day; where
//! none decides, the [`Order`] does.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use annals_record::ByteSpan;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// A day, or a time of a day, with its zone where one was given; displayed as ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// The time of day.
    pub time: Option<Time>,
    /// The offset from UTC.
    pub zone: Option<Offset>,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        match self.zone {
            None => Ok(()),
            Some(zone) if zone.is_zero() => f.write_str("Z"),
            Some(zone) => {
                let minutes = zone.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

/// Which of two small numbers of a date is the day, where the numbers themselves do not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// `3/4/2024` is the 3rd of April: what most of the world writes, and our reading where nothing is known.
    #[default]
    DayFirst,
    /// `3/4/2024` is the 4th of March: what the United States write.
    MonthFirst,
}

impl Order {
    /// The order of a locale such as `en-US` or `en_GB`.
    pub fn of_locale(locale: &str) -> Self {
        let region = locale.split(['-', '_']).nth(1).unwrap_or_default();
        if region.eq_ignore_ascii_case("us") { Self::MonthFirst } else { Self::DayFirst }
    }
}

/// The moment that the whole of `text` names, a weekday and a time before the date included.
///
/// ISO 8601, RFC 2822, dates in words and figures, and seconds or milliseconds since 1970.
pub fn parse(text: &str) -> Option<Moment> {
    parse_in(text, Order::default())
}

/// As [`parse`], with the order of day and month.
pub fn parse_in(text: &str, order: Order) -> Option<Moment> {
    let text = text.trim();
    let mut scan = Scan { text, at: 0, order };
    scan.skip_lead();
    match scan.moment() {
        Some(moment) => scan.only_trimmings_left().then_some(moment),
        None => epoch(text),
    }
}

/// The first date inside `text`, with the time that stands beside it.
pub fn find(text: &str) -> Option<(ByteSpan, Moment)> {
    find_in(text, Order::default())
}

/// As [`find`], with the order of day and month.
pub fn find_in(text: &str, order: Order) -> Option<(ByteSpan, Moment)> {
    let mut before = None;
    for (at, next) in text.char_indices() {
        let starts = next.is_alphanumeric() && !before.is_some_and(char::is_alphanumeric);
        before = Some(next);
        if starts {
            let mut scan = Scan { text, at, order };
            if let Some(moment) = scan.moment() {
                return Some((ByteSpan::new(at, scan.at), moment));
            }
        }
    }
    None
}

/// Whether `word` is the name of a month or of a weekday.
pub(crate) fn is_calendar_word(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    matches!(WORDS.get(bare.as_str()), Some(Kind::Month(_) | Kind::Weekday))
}

/// Seconds or milliseconds since 1970, where the number has the digits of a time after 2001.
fn epoch(text: &str) -> Option<Moment> {
    let seconds = match text.len() {
        10 => text.parse::<i64>().ok()?,
        13 => text.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let utc = jiff::Timestamp::from_second(seconds).ok()?;
    let civil = Offset::UTC.to_datetime(utc);
    (civil.year() > 2000 && civil.year() < 2060).then(|| Moment {
        day: civil.date(),
        time: Some(civil.time()),
        zone: Some(Offset::UTC),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Month(i8),
    Weekday,
    Zone(i32),
    After,
    Link,
    Ordinal,
}

static WORDS: LazyLock<HashMap<&'static str, Kind>> = LazyLock::new(|| {
    include_str!("../../../data/moments.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (word, kind, value) = (cells.next()?, cells.next()?, cells.next().unwrap_or_default());
            Some((word, kind_of(kind, value)?))
        })
        .collect()
});

fn kind_of(kind: &str, value: &str) -> Option<Kind> {
    Some(match kind {
        "month" => Kind::Month(value.parse().ok()?),
        "weekday" => Kind::Weekday,
        "zone" => Kind::Zone(value.parse().ok()?),
        "after" => Kind::After,
        "link" => Kind::Link,
        "ordinal" => Kind::Ordinal,
        _ => return None,
    })
}

/// Longest word of the table in bytes, with room; longer words are none of it.
const LONGEST_WORD: usize = 32;
/// Most digits a part of a date can have: `20240330225100`.
const MOST_DIGITS: usize = 14;

/// A number as written.
#[derive(Clone, Copy)]
struct Number {
    value: u64,
    digits: usize,
}

/// A place in a text, and how to read on from there. A method that finds nothing leaves the place alone.
#[derive(Clone, Copy)]
struct Scan<'t> {
    text: &'t str,
    at: usize,
    order: Order,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: impl FnOnce(char) -> bool) -> Option<char> {
        let next = self.peek().filter(|&c| wanted(c))?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn eat_char(&mut self, wanted: char) -> Option<()> {
        self.eat(|c| c == wanted).map(drop)
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        while self.eat(&wanted).is_some() {}
    }

    fn spaces(&mut self) {
        self.skip(char::is_whitespace);
    }

    fn try_read<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn number(&mut self) -> Option<Number> {
        let digits = self.rest().bytes().take(MOST_DIGITS + 1).take_while(u8::is_ascii_digit).count();
        let value = self.rest()[..digits].parse().ok().filter(|_| digits <= MOST_DIGITS)?;
        self.at += digits;
        Some(Number { value, digits })
    }

    /// A number of at most two digits.
    fn small(&mut self) -> Option<i8> {
        self.try_read(|s| s.number().filter(|n| n.digits <= 2).map(|n| n.value as i8))
    }

    fn word(&mut self) -> Option<&'t str> {
        let word = self.rest();
        let letters = word.char_indices().take(LONGEST_WORD).take_while(|(_, c)| c.is_alphabetic());
        let end = letters.last().map(|(i, c)| i + c.len_utf8())?;
        self.at += end;
        Some(&word[..end])
    }

    fn known(&mut self) -> Option<Kind> {
        self.try_read(|s| s.word().and_then(|word| WORDS.get(word.to_lowercase().as_str()).copied()))
    }

    fn known_as(&mut self, wanted: impl FnOnce(Kind) -> bool) -> Option<()> {
        self.try_read(|s| s.known().filter(|&kind| wanted(kind)).map(drop))
    }

    fn month(&mut self) -> Option<i8> {
        self.try_read(|s| match s.known()? {
            Kind::Month(month) => Some(month),
            _ => None,
        })
    }

    /// A year of four digits; no digit may follow.
    fn year(&mut self) -> Option<i16> {
        self.try_read(|s| {
            let number = s.number().filter(|n| n.digits == 4)?;
            (1990..=2100).contains(&number.value).then_some(number.value as i16)
        })
    }

    /// The day of a month in words: `3`, `3rd`, `3.`
    fn day(&mut self) -> Option<i8> {
        self.try_read(|s| {
            let day = s.small()?;
            s.known_as(|kind| kind == Kind::Ordinal);
            Some(day)
        })
    }

    /// What stands between the parts of a date in words: white space, a comma, a full stop, a hyphen, *of*.
    fn gap(&mut self) {
        self.skip(|c| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/'));
        if self.known_as(|kind| kind == Kind::Link).is_some() {
            self.spaces();
        }
    }

    /// What stands between a date and its time, or a weekday and its date.
    fn bridge(&mut self) {
        self.skip(|c| c.is_whitespace() || is_bridge(c));
        if self.known_as(|kind| kind == Kind::Link).is_some() {
            self.spaces();
        }
    }

    /// Quotes and weekdays before a date that is the whole text.
    fn skip_lead(&mut self) {
        self.skip(|c| !c.is_alphanumeric());
        self.skip_weekday();
    }

    fn skip_weekday(&mut self) {
        if self.known_as(|kind| kind == Kind::Weekday).is_some() {
            self.skip(|c| c.is_whitespace() || is_bridge(c) || c == '.');
        }
    }

    /// A date with the time behind or before it.
    fn moment(&mut self) -> Option<Moment> {
        self.try_read(|s| s.time_then_date().or_else(|| s.date_then_time()))
    }

    fn date_then_time(&mut self) -> Option<Moment> {
        self.try_read(|s| {
            s.skip_weekday();
            s.compact().or_else(|| s.time_inside()).or_else(|| {
                let day = s.date()?;
                let (time, zone) = s.time_behind().unzip();
                Some(Moment { day, time, zone: zone.flatten() })
            })
        })
    }

    fn time_behind(&mut self) -> Option<(Time, Option<Offset>)> {
        self.try_read(|s| {
            s.bridge();
            if s.peek() == Some('T') || s.peek() == Some('t') {
                s.eat(|_| true);
            }
            s.clock()
        })
    }

    fn time_then_date(&mut self) -> Option<Moment> {
        self.try_read(|s| {
            let (time, zone) = s.clock()?;
            s.bridge();
            s.skip_weekday();
            let day = s.date()?;
            Some(Moment { day, time: Some(time), zone })
        })
    }

    /// `Mar 30 22:51:00 EDT 2024`, as C's `asctime` and `date` write it.
    fn time_inside(&mut self) -> Option<Moment> {
        self.try_read(|s| {
            let month = s.month()?;
            s.spaces();
            let day = s.small()?;
            s.bridge();
            let (time, zone) = s.clock()?;
            s.spaces();
            Some(Moment { day: date(s.year()?, month, day)?, time: Some(time), zone })
        })
    }

    /// `20240330`, with six more digits of a time or `T225100Z`.
    fn compact(&mut self) -> Option<Moment> {
        self.try_read(|s| {
            let Number { mut value, digits } = s.number()?;
            let mut time = None;
            if digits == 14 {
                time = Some(clock_time(value % 1_000_000)?);
                value /= 1_000_000;
            } else if digits != 8 {
                return None;
            }
            let day = date((value / 10_000) as i16, (value / 100 % 100) as i8, (value % 100) as i8)?;
            if time.is_none() && s.eat(|c| c == 'T').is_some() {
                time = s.number().filter(|n| n.digits == 6).and_then(|n| clock_time(n.value));
            }
            let zone = time.and_then(|_| s.zone());
            (!s.peek().is_some_and(char::is_alphanumeric)).then_some(Moment { day, time, zone })
        })
    }

    fn date(&mut self) -> Option<Date> {
        let day = self
            .year_first()
            .or_else(|| self.figures())
            .or_else(|| self.day_month_year())
            .or_else(|| self.month_day_year())?;
        (!self.peek().is_some_and(|c| c.is_ascii_digit())).then_some(day)
    }

    /// `2024-03-30`, `2024/3/30`, `2024 March 30`, `2024年3月30日`.
    fn year_first(&mut self) -> Option<Date> {
        self.try_read(|s| {
            let year = s.year()?;
            if s.peek().is_some_and(char::is_whitespace) {
                s.spaces();
                let month = s.month()?;
                s.gap();
                return date(year, month, s.day()?);
            }
            let mark = s.eat(|c| matches!(c, '-' | '/' | '.' | '_' | '年'))?;
            let month = s.small().or_else(|| s.month())?;
            s.eat(|c| c == mark || (mark == '年' && c == '月'))?;
            let day = date(year, month, s.small()?);
            s.eat_char('日');
            day
        })
    }

    /// `30.03.2024`, `30/3/24`, `3-30-2024`.
    fn figures(&mut self) -> Option<Date> {
        self.try_read(|s| {
            let first = s.small()?;
            let mark = s.eat(|c| matches!(c, '.' | '/' | '-'))?;
            s.spaces();
            let second = s.small()?;
            s.eat_char(mark)?;
            s.spaces();
            let year = s.year().or_else(|| s.short_year(mark))?;
            match s.order {
                _ if first > 12 => date(year, second, first),
                _ if second > 12 => date(year, first, second),
                Order::MonthFirst if mark == '/' => date(year, first, second),
                _ => date(year, second, first),
            }
        })
    }

    /// `24` for 2024, where the marks around it are those of a date and the number ends there.
    fn short_year(&mut self, mark: char) -> Option<i16> {
        self.try_read(|s| {
            let number = s.number().filter(|n| n.digits == 2 && n.value < 60 && mark != '-')?;
            let ends = s.peek() != Some(mark) && !s.peek().is_some_and(char::is_alphanumeric);
            ends.then_some(2000 + number.value as i16)
        })
    }

    /// `3 March 2024`, `3rd of March, 2024`, `3-Mar-2024`.
    fn day_month_year(&mut self) -> Option<Date> {
        self.try_read(|s| {
            let day = s.day()?;
            s.gap();
            let month = s.month()?;
            s.gap();
            date(s.year()?, month, day)
        })
    }

    /// `March 3, 2024`, `Jan. 5th 2016`.
    fn month_day_year(&mut self) -> Option<Date> {
        self.try_read(|s| {
            let month = s.month()?;
            s.gap();
            let day = s.day()?;
            s.gap();
            date(s.year()?, month, day)
        })
    }

    /// `22:51`, `22:51:00.123+03:30`, `4:05 PM EST`, `4 p.m.`, `22h51`, `1630 GMT`.
    fn clock(&mut self) -> Option<(Time, Option<Offset>)> {
        self.try_read(|s| {
            let (hour, minute, second, bare) = s.hands()?;
            let half = s.meridiem();
            let hour = match half {
                Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
                Some(_) => return None,
                None => hour,
            };
            let zone = s.zone();
            if bare && half.is_none() && zone.is_none() {
                return None;
            }
            Some((Time::new(hour, minute, second.min(59), 0).ok()?, zone))
        })
    }

    /// Hour, minute, second, and whether nothing but a zone or *am* could show that it is a time.
    fn hands(&mut self) -> Option<(i8, i8, i8, bool)> {
        let number = self.number()?;
        if number.digits == 4 {
            return Some(((number.value / 100) as i8, (number.value % 100) as i8, 0, true));
        }
        let hour = (number.digits <= 2).then_some(number.value as i8)?;
        let Some((minute, mark)) = self.minute() else { return Some((hour, 0, 0, true)) };
        let second = self.try_read(|s| {
            s.eat_char(':')?;
            let second = s.small()?;
            s.fraction();
            Some(second)
        });
        Some((hour, minute, second.unwrap_or(0), mark == '.'))
    }

    fn minute(&mut self) -> Option<(i8, char)> {
        self.try_read(|s| {
            let mark = s.eat(|c| matches!(c, ':' | '.' | 'h'))?;
            let number = s.number().filter(|n| n.digits == 2)?;
            Some((number.value as i8, mark))
        })
    }

    fn fraction(&mut self) {
        self.try_read(|s| {
            s.eat(|c| matches!(c, '.' | ','))?;
            s.peek().filter(char::is_ascii_digit)?;
            s.skip(|c| c.is_ascii_digit());
            Some(())
        });
    }

    /// Hours to add for `am`, `p.m.` and the like.
    fn meridiem(&mut self) -> Option<i8> {
        self.try_read(|s| {
            s.spaces();
            let half = s.eat(|c| matches!(c, 'a' | 'A' | 'p' | 'P'))?;
            s.eat_char('.');
            s.eat(|c| matches!(c, 'm' | 'M'))?;
            s.eat_char('.');
            let ends = !s.peek().is_some_and(char::is_alphanumeric);
            ends.then_some(if half.eq_ignore_ascii_case(&'p') { 12 } else { 0 })
        })
    }

    fn zone(&mut self) -> Option<Offset> {
        self.try_read(|s| {
            s.skip(|c| c.is_whitespace() || c == '(');
            s.offset().or_else(|| {
                let Kind::Zone(minutes) = s.known()? else { return None };
                let named = Offset::from_seconds(minutes * 60).ok()?;
                Some(s.offset().filter(|_| minutes == 0).unwrap_or(named))
            })
        })
    }

    /// `+03:30`, `-0500`, `+02`.
    fn offset(&mut self) -> Option<Offset> {
        self.try_read(|s| {
            let sign = s.eat(|c| matches!(c, '+' | '-' | '−'))?;
            let first = s.number()?;
            let minutes = match first.digits {
                4 => first.value / 100 * 60 + first.value % 100,
                1 | 2 => first.value * 60 + s.minute().map_or(0, |(minute, _)| minute as u64),
                _ => return None,
            };
            let minutes = i32::try_from(minutes).ok().filter(|&m| m <= 14 * 60)?;
            Offset::from_seconds(if sign == '+' { minutes * 60 } else { -minutes * 60 }).ok()
        })
    }

    /// Whether nothing follows that would make this more than a date: punctuation, a remark in parentheses,
    /// *Uhr*, the weekday.
    fn only_trimmings_left(&mut self) -> bool {
        loop {
            self.skip(|c| !c.is_alphanumeric() && c != '(');
            match self.peek() {
                None => return true,
                Some('(') => match self.rest().find(')') {
                    Some(end) => self.at += end,
                    None => return true,
                },
                Some(_) => {
                    let trims = |kind| matches!(kind, Kind::After | Kind::Weekday | Kind::Zone(_));
                    if self.known_as(trims).is_none() {
                        return false;
                    }
                }
            }
        }
    }
}

fn is_bridge(c: char) -> bool {
    matches!(c, ',' | '-' | '–' | '—' | '|' | '•' | '·' | '/' | '@' | '(' | ':')
}

/// `225100` as a time.
fn clock_time(figures: u64) -> Option<Time> {
    let [hour, minute, second] = [figures / 10_000, figures / 100 % 100, figures % 100].map(|n| n as i8);
    Time::new(hour, minute, second.min(59), 0).ok()
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    (1990..=2100).contains(&year).then(|| Date::new(year, month, day).ok())?
}

#[cfg(test)]
mod tests;
