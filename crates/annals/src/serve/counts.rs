//! Numbers of results over time and by property.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Display;
use std::ops::ControlFlow;
use std::str::FromStr;

use annals_store::{Kind, Query, Row, Sort, Store};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

use super::hits::parse;
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
