//! Values of fields: days, numbers and ranges, ids.

use crate::rows::Kind;

/// Numbers between two bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub low: f64,
    pub high: f64,
    /// Whether the bounds themselves count.
    pub closed: bool,
}

/// The last day, for comparison as text, of a day, month or year (`2024-02` gives `2024-02-99`).
pub fn day(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits =
        |part: &&str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let within = |part: &str, last: u8| part.parse().is_ok_and(|number: u8| (1..=last).contains(&number));
    match parts.as_slice() {
        [year] if digits(year, 4) => Some(format!("{year}-99-99")),
        [year, month] if digits(year, 4) && digits(month, 2) && within(month, 12) => {
            Some(format!("{text}-99"))
        }
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            (within(month, 12) && within(day, days(year, month))).then(|| text.to_owned())
        }
        _ => None,
    }
}

fn days(year: &str, month: &str) -> u8 {
    let year: u16 = year.parse().unwrap_or(0);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        "02" => 28 + u8::from(leap),
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    }
}

/// The numbers of `100`, `>100`, `<=5.5`, `10..50`, `10..`; commas and `_` between digits are passed over.
pub fn number(text: &str) -> Option<Bounds> {
    let bounds = |low, high, closed| Some(Bounds { low, high, closed });
    let (least, most) = (f64::NEG_INFINITY, f64::INFINITY);
    if let Some((low, high)) = text.split_once("..") {
        let low = if low.is_empty() { least } else { plain(low)? };
        let high = if high.is_empty() { most } else { plain(high)? };
        return if low <= high && (low, high) != (least, most) { bounds(low, high, true) } else { None };
    }
    let behind = |mark: &str| text.strip_prefix(mark).map(plain);
    if let Some(number) = behind(">=") {
        bounds(number?, most, true)
    } else if let Some(number) = behind("<=") {
        bounds(least, number?, true)
    } else if let Some(number) = behind(">") {
        bounds(number?, most, false)
    } else if let Some(number) = behind("<") {
        bounds(least, number?, false)
    } else {
        let number = plain(text.strip_prefix('=').unwrap_or(text))?;
        bounds(number, number, true)
    }
}

fn plain(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '_')).collect();
    let sound = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    digits.parse().ok().filter(|number: &f64| sound && number.is_finite())
}

/// An id as people cite it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    /// Id of the article.
    pub article: Option<String>,
    /// What of it.
    pub part: Part,
}

/// What of an article an id names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The article.
    Whole,
    /// The sentence of this number, from 0.
    Sentence(i64),
    /// The finding of this id.
    Finding(String),
}

/// The id of `s120-188`, `ARTICLE/s120-188`, `ARTICLE/3` or `ARTICLE`.
pub fn id(text: &str) -> Option<Id> {
    match text.split_once('/') {
        None if finding(text).is_some() => Some(Id { article: None, part: Part::Finding(text.to_owned()) }),
        None if !text.is_empty() => Some(Id { article: Some(text.to_owned()), part: Part::Whole }),
        Some((article, part)) if !article.is_empty() => {
            let number = part.parse().ok().filter(|number| *number >= 0).map(Part::Sentence);
            let part = number.or_else(|| finding(part).map(|_| Part::Finding(part.to_owned())))?;
            Some(Id { article: Some(article.to_owned()), part })
        }
        _ => None,
    }
}

/// The type that the letter of a finding's id tells: a letter, a span, perhaps a number.
fn finding(id: &str) -> Option<Kind> {
    let (start, end) = id.get(1..)?.split_once('-')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (end, number) = end.split_once('.').unwrap_or((end, "0"));
    if !(digits(start) && digits(end) && digits(number)) {
        return None;
    }
    match id.as_bytes()[0] {
        b's' => Some(Kind::Statement),
        b'v' => Some(Kind::Event),
        b'f' => Some(Kind::Figure),
        b't' => Some(Kind::Time),
        b'p' => Some(Kind::Place),
        b'e' => Some(Kind::Entity),
        _ => None,
    }
}

impl Id {
    /// The type of what the id names.
    pub fn kind(&self) -> Option<Kind> {
        match &self.part {
            Part::Whole => Some(Kind::Article),
            Part::Sentence(_) => Some(Kind::Sentence),
            Part::Finding(id) => finding(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years_have_a_last_day() {
        assert_eq!(day("2024").as_deref(), Some("2024-99-99"));
        assert_eq!(day("2024-02").as_deref(), Some("2024-02-99"));
        assert_eq!(day("2024-02-29").as_deref(), Some("2024-02-29"));
        for wrong in
            ["", "24", "2024-2", "2024-13", "2024-00", "2023-02-29", "2024-02-30", "2024-01-01-01", "٢٠٢٤"]
        {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_bounds_and_ranges() {
        let check =
            |text, low, high, closed| assert_eq!(number(text), Some(Bounds { low, high, closed }), "{text}");
        check("100", 100.0, 100.0, true);
        check("=1,000", 1000.0, 1000.0, true);
        check(">10.5", 10.5, f64::INFINITY, false);
        check("<=-3", f64::NEG_INFINITY, -3.0, true);
        check("10..50", 10.0, 50.0, true);
        check("10..", 10.0, f64::INFINITY, true);
        for wrong in ["", "many", "..", ">", "50..10", "1e9", "nan", "inf", "1..2..3", "--1"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ids_tell_what_they_name() {
        let kind = |text| id(text).and_then(|id| id.kind());
        assert_eq!(kind("s120-188"), Some(Kind::Statement));
        assert_eq!(kind("0f/v3-9.2"), Some(Kind::Event));
        assert_eq!(kind("0f/12"), Some(Kind::Sentence));
        assert_eq!(kind("0f"), Some(Kind::Article));
        assert_eq!(id("/s1-2"), None);
        assert_eq!(id("0f/x"), None);
    }
}
