//! Numbers of results over time and by property.

use std::collections::BTreeMap;
use std::fmt::Display;

use annals_store::{Counting, Query, Store};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::models::{Count, Facet};
use super::params::Params;
use super::problem::Problem;
use super::urls;

/// Days of which each is shown; more are put together by month.
const DAYS: usize = 92;

/// Values of a property that are listed.
const LISTED: usize = 12;

/// Stretches of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// `2024-03-30`.
    Day,
    /// Its Monday: `2024-03-25`.
    Week,
    /// `2024-03`.
    Month,
    /// `2024`.
    Year,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The stretch of this name.
    pub fn named(name: &str) -> Result<Self, Problem> {
        let found = Self::ALL.into_iter().find(|by| by.name() == name);
        found.ok_or_else(|| Problem::wrong("`by` is day, week, month or year"))
    }

    fn step(self) -> Span {
        match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        }
    }

    /// The first day of a stretch.
    fn first(self, bucket: &str) -> Option<Date> {
        match self {
            Self::Day | Self::Week => bucket.parse().ok(),
            Self::Month => format!("{bucket}-01").parse().ok(),
            Self::Year => format!("{bucket}-01-01").parse().ok(),
        }
    }

    fn name_of(self, first: Date) -> String {
        let pattern = match self {
            Self::Day | Self::Week => "%Y-%m-%d",
            Self::Month => "%Y-%m",
            Self::Year => "%Y",
        };
        first.strftime(pattern).to_string()
    }
}

/// What is counted, by its name.
pub fn counting(name: &str) -> Result<Counting, Problem> {
    let found = Counting::ALL.into_iter().find(|counting| counting.name() == name);
    found.ok_or_else(|| Problem::wrong("`count` is row, article or group"))
}

/// Numbers of a query's results over time, in order; those without a day are left out.
pub fn over_time(
    store: &Store,
    query: &Query,
    by: By,
    counting: Counting,
) -> Result<Vec<(String, u64)>, Problem> {
    let counts = store.facet(query, by.name(), counting, usize::MAX)?;
    Ok(counts.into_iter().filter_map(|count| Some((count.value?, count.count))).collect())
}

/// Buckets of a series at most: a day that is far off makes no page of a million days.
const BUCKETS: usize = 5_000;

/// All stretches from `first` to `last`.
pub fn span(first: &str, last: &str, by: By) -> Vec<String> {
    let (Some(first), Some(last)) = (by.first(first), by.first(last)) else { return Vec::new() };
    let starts = first.series(by.step()).take_while(|day| *day <= last).take(BUCKETS);
    starts.map(|day| by.name_of(day)).collect()
}

/// Numbers by day, put together by month where the days are many.
pub fn by_month(days: Vec<(String, u64)>) -> Vec<(String, u64)> {
    if days.len() <= DAYS {
        return days;
    }
    let mut months: BTreeMap<String, u64> = BTreeMap::new();
    for (day, count) in days {
        *months.entry(day.get(..7).unwrap_or(&day).to_owned()).or_default() += count;
    }
    months.into_iter().collect()
}

/// Numbers by day, in order, or by month where the days are many.
fn timeline(days: Vec<annals_store::Count>, params: &Params) -> Vec<Count> {
    let known = days.into_iter().filter_map(|day| Some((day.value?, day.count))).collect();
    let count = |(bucket, count): (String, u64)| Count {
        url: narrowed(params, format!("since:{bucket} until:{bucket}")),
        label: bucket.clone(),
        value: Some(bucket),
        count,
    };
    by_month(known).into_iter().map(count).collect()
}

/// The search of `params` with one more condition.
fn narrowed(params: &Params, condition: impl Display) -> String {
    let query = format!("{} {condition}", params.get("q").unwrap_or_default());
    params.with("page", None).with("q", Some(query.trim())).url("/search")
}

/// Properties by which results are narrowed, as the query language and the store's facets call them, and in words.
const FACETS: [(&str, &str); 10] = [
    ("speaker", "Speaker"),
    ("stance", "Stance"),
    ("event", "Event"),
    ("status", "Status"),
    ("measure", "Measure"),
    ("voice", "Who says so"),
    ("place", "Place"),
    ("country", "Country"),
    ("source", "Source"),
    ("lang", "Language"),
];

/// What a query's results share, and when they are.
pub struct Shared {
    /// Properties with their values.
    pub facets: Vec<Facet>,
    /// Numbers by day or month.
    pub timeline: Vec<Count>,
    /// Of how many results that is said; none: of all.
    pub of: Option<u64>,
}

/// Counts what a query's results share, looking at them once.
pub fn shared(store: &Store, query: &Query, params: &Params) -> Result<Shared, Problem> {
    let known = annals_store::facets(query.kind());
    let asked: Vec<_> = FACETS.into_iter().filter(|(word, _)| known.contains(word)).collect();
    let words: Vec<_> = std::iter::once(By::Day.name()).chain(asked.iter().map(|(word, _)| *word)).collect();
    let (counts, of) = store.facets(query, &words)?;
    let mut counts = counts.into_iter();
    let timeline = timeline(counts.next().unwrap_or_default(), params);
    let facet = |((word, label), found): ((&str, &str), Vec<annals_store::Count>)| Facet {
        word: word.to_owned(),
        label: label.to_owned(),
        counts: found.into_iter().take(LISTED).filter_map(|count| one(word, count, params)).collect(),
    };
    let facets = asked.into_iter().zip(counts).map(facet).filter(|facet| !facet.counts.is_empty());
    Ok(Shared { facets: facets.collect(), timeline, of })
}

fn one(word: &str, count: annals_store::Count, params: &Params) -> Option<Count> {
    let value = count.value?;
    Some(Count {
        url: narrowed(params, format!("{word}:{}", urls::quoted(&value))),
        label: value.clone(),
        value: Some(value),
        count: count.count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_without_results_are_there() {
        assert_eq!(span("2024-02-28", "2024-03-01", By::Day), ["2024-02-28", "2024-02-29", "2024-03-01"]);
        assert_eq!(span("2024-03-25", "2024-04-08", By::Week), ["2024-03-25", "2024-04-01", "2024-04-08"]);
        assert_eq!(span("2023-12", "2024-01", By::Month), ["2023-12", "2024-01"]);
        assert_eq!(span("0001", "9999", By::Year).len(), BUCKETS);
        assert!(span("", "2024", By::Year).is_empty());
    }

    #[test]
    fn many_days_become_months() {
        let day = |n: u64| (format!("2024-{:02}-{:02}", n / 28 + 1, n % 28 + 1), 1);
        assert_eq!(by_month((0..28).map(day).collect()).len(), 28);
        assert_eq!(by_month((0..120).map(day).collect())[0], ("2024-01".to_owned(), 28));
    }
}
