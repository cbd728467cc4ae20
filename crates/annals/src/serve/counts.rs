//! Numbers of results over time and by property.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Display;
use std::ops::ControlFlow;
use std::str::FromStr;

use annals_store::{Kind, Query, Row, Sort, Store};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

use super::models::{Count, Facet};
use super::params::Params;
use super::problem::Problem;
use super::urls;

/// Days of which each is shown; more are put together by month.
const DAYS: usize = 92;

/// Stretches of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// `2024-03-30`.
    Day,
    /// `2024-W13`, of ISO 8601.
    Week,
    /// `2024-03`.
    Month,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Each result.
    Row,
    /// Articles with results.
    Article,
    /// Groups of near-duplicates with results.
    Group,
}

macro_rules! named {
    ($type:ident $($value:ident $name:literal),*) => {
        impl $type {
            /// All of them.
            pub const ALL: [Self; 3] = [$(Self::$value),*];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $name),* }
            }
        }

        impl FromStr for $type {
            type Err = String;

            fn from_str(name: &str) -> Result<Self, String> {
                let known = || Self::ALL.map(Self::name).join(", ");
                Self::ALL.into_iter().find(|one| one.name() == name).ok_or_else(|| format!("`{name}` is none of {}", known()))
            }
        }
    };
}

named!(By Day "day", Week "week", Month "month");
named!(Counted Row "row", Article "article", Group "group");

impl By {
    /// The stretch in which a day (YYYY-MM-DD) lies.
    fn of(self, day: &str) -> Option<String> {
        match self {
            Self::Day => Some(day.to_owned()),
            Self::Month => day.get(..7).map(str::to_owned),
            Self::Week => day.parse().ok().map(week),
        }
    }

    fn step(self) -> Span {
        match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
        }
    }

    /// The first day of a stretch.
    fn first(self, bucket: &str) -> Option<Date> {
        match self {
            Self::Day => bucket.parse().ok(),
            Self::Month => format!("{bucket}-01").parse().ok(),
            Self::Week => {
                let (year, week) = bucket.split_once("-W")?;
                let monday = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday);
                monday.ok().map(ISOWeekDate::date)
            }
        }
    }

    fn name_of(self, first: Date) -> String {
        match self {
            Self::Day => first.to_string(),
            Self::Month => first.strftime("%Y-%m").to_string(),
            Self::Week => week(first),
        }
    }
}

fn week(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Numbers of a query's results over time, in order; none: the day is not known.
pub fn over_time(store: &Store, query: &Query, by: By, counted: Counted) -> Result<Vec<(Option<String>, u64)>, Problem> {
    let mut buckets: BTreeMap<Option<String>, u64> = BTreeMap::new();
    let mut seen = HashSet::new();
    each(store, query, |row| {
        let bucket = row.text("day").and_then(|day| by.of(day));
        let one = match counted {
            Counted::Row => None,
            Counted::Article => row.text("article_id"),
            Counted::Group => row.text("group"),
        };
        if one.is_none_or(|one| seen.insert((bucket.clone(), one.to_owned()))) {
            *buckets.entry(bucket).or_default() += 1;
        }
    })?;
    Ok(buckets.into_iter().collect())
}

fn each(store: &Store, query: &Query, mut see: impl FnMut(&Row)) -> Result<(), Problem> {
    let _: ControlFlow<()> = store.each(query, Sort::Newest, |row| {
        see(&row);
        ControlFlow::Continue(())
    })?;
    Ok(())
}

/// All stretches from `first` to `last`.
pub fn span(first: &str, last: &str, by: By) -> Vec<String> {
    let (Some(first), Some(last)) = (by.first(first), by.first(last)) else { return Vec::new() };
    let starts = first.series(by.step()).take_while(|day| *day <= last);
    starts.map(|day| by.name_of(day)).collect()
}

/// Numbers by month; results without a day are left out.
pub fn months(store: &Store, query: &Query) -> Result<Vec<(String, u64)>, Problem> {
    let counts = over_time(store, query, By::Month, Counted::Row)?;
    Ok(counts.into_iter().filter_map(|(bucket, count)| Some((bucket?, count))).collect())
}

/// Numbers by day, put together by month where the days are many.
pub fn by_month(days: Vec<(String, u64)>) -> Vec<(String, u64)> {
    if days.len() <= DAYS {
        return days;
    }
    let mut months: BTreeMap<String, u64> = BTreeMap::new();
    for (day, count) in days {
        *months.entry(By::Month.of(&day).unwrap_or(day)).or_default() += count;
    }
    months.into_iter().collect()
}

/// A query's results by day, or by month where the days are many.
pub fn timeline(store: &Store, query: &Query, params: &Params) -> Result<Vec<Count>, Problem> {
    let days = over_time(store, query, By::Day, Counted::Row)?;
    let known = days.into_iter().filter_map(|(day, count)| Some((day?, count))).collect();
    let count = |(bucket, count): (String, u64)| Count {
        url: narrowed(params, format!("since:{bucket} until:{bucket}")),
        label: bucket.clone(),
        value: Some(bucket),
        count,
    };
    Ok(by_month(known).into_iter().map(count).collect())
}

/// The search of `params` with one more condition.
fn narrowed(params: &Params, condition: impl Display) -> String {
    let query = format!("{} {condition}", params.get("q").unwrap_or_default());
    params.with("page", None).with("q", Some(query.trim())).url("/search")
}

/// Properties by which results are narrowed: the word of the query language, in words, the column of the rows.
const FACETS: [(&str, &str, &[(Kind, &str)]); 8] = [
    ("source", "Source", &[]),
    ("speaker", "Speaker", &[(Kind::Statement, "speaker")]),
    ("stance", "Stance", &[(Kind::Statement, "stance")]),
    ("event", "Event", &[(Kind::Event, "type")]),
    ("status", "Status", &[(Kind::Event, "status")]),
    ("measure", "Measure", &[(Kind::Figure, "measure")]),
    ("voice", "Who says so", &[(Kind::Event, "voice"), (Kind::Figure, "voice")]),
    ("country", "Country", &[(Kind::Statement, "speaker_country"), (Kind::Event, "place_country"),
        (Kind::Figure, "place_country"), (Kind::Place, "country"), (Kind::Entity, "country")]),
];

/// Values of a property that are listed.
const LISTED: usize = 12;

/// What a query's results share.
pub fn facets(store: &Store, query: &Query, params: &Params) -> Result<Vec<Facet>, Problem> {
    let mut found: Vec<(usize, &str, BTreeMap<String, u64>)> = Vec::new();
    for (n, (_, _, columns)) in FACETS.iter().enumerate() {
        let column = columns.iter().find(|(kind, _)| *kind == query.kind()).map(|(_, column)| *column);
        found.extend(column.or((n == 0).then_some("source")).map(|column| (n, column, BTreeMap::new())));
    }
    each(store, query, |row| {
        for (_, column, counts) in &mut found {
            row.text(column).map(|value| *counts.entry(value.to_owned()).or_default() += 1);
        }
    })?;
    let facets = found.into_iter().map(|(n, _, counts)| facet(FACETS[n].0, FACETS[n].1, counts, params));
    Ok(facets.filter(|facet| !facet.counts.is_empty()).collect())
}

fn facet(word: &str, label: &str, counts: BTreeMap<String, u64>, params: &Params) -> Facet {
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(LISTED);
    let count = |(value, count): (String, u64)| Count {
        url: narrowed(params, format!("{word}:{}", urls::quoted(&value))),
        label: value.clone(),
        value: Some(value),
        count,
    };
    Facet { word: word.to_owned(), label: label.to_owned(), counts: counts.into_iter().map(count).collect() }
}
