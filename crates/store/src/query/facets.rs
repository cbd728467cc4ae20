//! How many of what: by outlet, speaker, measure and the like, by day, and figures by who claims them.

use std::collections::HashMap;

use rusqlite::params_from_iter;

use super::Query;
use super::error::FindError;
use super::plan::Plan;
use super::probe;
use crate::Store;
use crate::rows::{Kind, Row};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counting {
    /// Every row.
    Rows,
    /// The articles that have such rows.
    Articles,
    /// The near-duplicate groups that have such articles: an article and its copies count once.
    Groups,
}

impl Counting {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rows, Self::Articles, Self::Groups];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rows => "row",
            Self::Articles => "article",
            Self::Groups => "group",
        }
    }

    fn sql(self) -> &'static str {
        match self {
            Self::Rows => "count(*)",
            Self::Articles => "count(DISTINCT a.article)",
            Self::Groups => "count(DISTINCT a.syndicate)",
        }
    }
}

/// A value and how many have it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    /// The value; none: what has none.
    pub value: Option<String>,
    /// How many.
    pub count: u64,
}

/// A figure, and in how many articles of its near-duplicate group it stands alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// Its flat row, of the first of them.
    pub row: Row,
    /// The articles.
    pub articles: u64,
}

/// What can be counted by.
struct Facet {
    name: &'static str,
    kinds: &'static [Kind],
    sql: &'static str,
}

use Kind::{Article, Entity, Event, Figure, Place, Sentence, Statement, Time};

const ALL: &[Kind] = &[Article, Sentence, Statement, Event, Figure, Time, Place, Entity];
const NAME: &str = "(SELECT coalesce(k.name, e.name) FROM entities e LEFT JOIN actors k USING (actor) WHERE e.entity = f.speaker_entity)";

/// A facet that several types have, each in its way, stands there several times.
const FACETS: &[Facet] = &[
    Facet { name: "source", kinds: ALL, sql: "a.source" },
    Facet { name: "lang", kinds: ALL, sql: "a.language" },
    Facet { name: "day", kinds: ALL, sql: "a.day" },
    Facet { name: "week", kinds: ALL, sql: "date(a.day, '-6 days', 'weekday 1')" },
    Facet { name: "month", kinds: ALL, sql: "substr(a.day, 1, 7)" },
    Facet { name: "year", kinds: ALL, sql: "substr(a.day, 1, 4)" },
    Facet { name: "speaker", kinds: &[Statement], sql: NAME },
    Facet { name: "stance", kinds: &[Statement], sql: "f.stance" },
    Facet { name: "form", kinds: &[Statement], sql: "f.form" },
    Facet { name: "cue", kinds: &[Statement], sql: "f.lemma" },
    Facet {
        name: "country",
        kinds: &[Statement],
        sql: "(SELECT country FROM entities e WHERE e.entity = f.speaker_entity)",
    },
    Facet { name: "event", kinds: &[Event], sql: "f.type" },
    Facet { name: "event", kinds: &[Figure], sql: "(SELECT type FROM events v WHERE v.event = f.event)" },
    Facet { name: "mode", kinds: &[Event], sql: "f.mode" },
    Facet { name: "status", kinds: &[Event], sql: "f.status" },
    Facet { name: "measure", kinds: &[Figure], sql: "f.measure" },
    Facet { name: "unit", kinds: &[Figure], sql: "f.unit" },
    Facet {
        name: "place",
        kinds: &[Event, Figure],
        sql: "(SELECT name FROM places p WHERE p.place = f.place)",
    },
    Facet { name: "place", kinds: &[Place], sql: "f.name" },
    Facet {
        name: "country",
        kinds: &[Event, Figure],
        sql: "(SELECT country FROM places p WHERE p.place = f.place)",
    },
    Facet { name: "country", kinds: &[Place, Entity], sql: "f.country" },
    Facet {
        name: "voice",
        kinds: &[Event, Figure],
        sql: "CASE WHEN f.statement IS NULL THEN 'article' ELSE (SELECT v.voice FROM voices v WHERE v.statement = f.statement) END",
    },
    Facet { name: "kind", kinds: &[Entity], sql: "f.kind" },
    Facet {
        name: "actor",
        kinds: &[Entity],
        sql: "coalesce((SELECT name FROM actors k WHERE k.actor = f.actor), f.name)",
    },
    Facet { name: "value", kinds: &[Time], sql: "f.value" },
];

/// The facets by which the days of articles are counted: their values come in the order of time.
const TIMES: [&str; 4] = ["day", "week", "month", "year"];

/// The facets that things of `kind` can be counted by.
pub fn facets(kind: Kind) -> Vec<&'static str> {
    FACETS.iter().filter(|facet| facet.kinds.contains(&kind)).map(|facet| facet.name).collect()
}

/// The facet of a name.
fn known(kind: Kind, facet: &str) -> Result<&'static Facet, FindError> {
    let found = FACETS.iter().find(|one| one.name == facet && one.kinds.contains(&kind));
    found.ok_or_else(|| FindError::Facet {
        facet: facet.to_owned(),
        kind: kind.name(),
        known: facets(kind).join(", "),
    })
}

/// Values that were seen, and how often.
#[derive(Clone, Debug, Default)]
struct Tally {
    none: u64,
    values: HashMap<String, u64>,
}

impl Tally {
    fn add(&mut self, value: Option<&str>) {
        match value {
            None => self.none += 1,
            Some(value) => match self.values.get_mut(value) {
                Some(count) => *count += 1,
                None => drop(self.values.insert(value.to_owned(), 1)),
            },
        }
    }

    /// In the order of a facet's counts.
    fn sorted(self, facet: &str) -> Vec<Count> {
        let none = (self.none > 0).then_some(Count { value: None, count: self.none });
        let values = self.values.into_iter().map(|(value, count)| Count { value: Some(value), count });
        let mut counts: Vec<Count> = none.into_iter().chain(values).collect();
        if TIMES.contains(&facet) {
            counts.sort_by(|one, other| one.value.cmp(&other.value));
        } else {
            counts
                .sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
        }
        counts
    }
}

impl Store {
    /// How many of what `query` finds have which value of `facet` ([`facets`] says which there are): the most frequent first,
    /// `limit` of them. `day`, `week` (its Monday), `month` and `year` are of the article, and come in the order of time.
    ///
    /// # Errors
    /// Where things of the type cannot be counted by the facet, the search is stopped, or the store fails.
    pub fn facet(
        &self,
        query: &Query,
        facet: &str,
        by: Counting,
        limit: usize,
    ) -> Result<Vec<Count>, FindError> {
        let found = known(query.kind(), facet)?;
        let order = if TIMES.contains(&facet) { "value" } else { "number DESC, value" };
        let start = format!("SELECT {} AS value, {} AS number ", found.sql, by.sql());
        let end =
            format!(" GROUP BY value ORDER BY {order} LIMIT {}", i64::try_from(limit).unwrap_or(i64::MAX));
        let sql = Plan::new(self.connection(), query)?.counted().within(&start, &end);
        let mut statement = self.connection().prepare_cached(&sql.text)?;
        let rows = statement.query_map(params_from_iter(sql.args), |row| {
            Ok(Count { value: row.get(0)?, count: row.get::<_, i64>(1)?.unsigned_abs() })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The rows that `query` finds, counted by several facets at once, each as [`Store::facet`] gives it without a limit. Of what is
    /// found very often only the last rows are looked at: how many, the second says.
    ///
    /// # Errors
    /// Those of [`Store::facet`].
    pub fn facets(
        &self,
        query: &Query,
        facets: &[&str],
    ) -> Result<(Vec<Vec<Count>>, Option<u64>), FindError> {
        let found: Vec<_> =
            facets.iter().map(|facet| known(query.kind(), facet)).collect::<Result<_, _>>()?;
        let values: Vec<_> = found.iter().map(|facet| facet.sql).collect();
        let start = format!("SELECT {} ", values.join(", "));
        let (rows, only_last) = Plan::new(self.connection(), query)?.looked()?;
        let sql = rows.within(&start, "");
        let mut statement = self.connection().prepare_cached(&sql.text)?;
        let mut rows = statement.query(params_from_iter(sql.args))?;
        let mut counts: Vec<Tally> = vec![Tally::default(); facets.len()];
        let mut looked = 0;
        while let Some(row) = rows.next()? {
            looked += 1;
            for (n, tally) in counts.iter_mut().enumerate() {
                tally.add(row.get_ref(n)?.as_str_or_null().map_err(rusqlite::Error::from)?);
            }
        }
        let counts = counts.into_iter().zip(facets).map(|(tally, facet)| tally.sorted(facet)).collect();
        Ok((counts, only_last.then_some(looked)))
    }

    /// How many rows, articles or groups `query` finds, counted to the end.
    ///
    /// # Errors
    /// Where the search is stopped or the store fails.
    pub fn count_all(&self, query: &Query, by: Counting) -> Result<u64, FindError> {
        let sql = Plan::new(self.connection(), query)?.counted().within(&format!("SELECT {} ", by.sql()), "");
        let mut statement = self.connection().prepare_cached(&sql.text)?;
        let count: i64 = statement.query_row(params_from_iter(sql.args), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// The figures that `query` finds, by the day of their articles, the earliest first: each with its range, its hedge and its voice.
    /// A figure that stands alike in copies of one article comes once.
    ///
    /// # Errors
    /// Where the query is not of figures, the search is stopped, or the store fails.
    pub fn claims(&self, query: &Query, limit: usize) -> Result<Vec<Claimed>, FindError> {
        if query.kind() != Figure {
            let (facet, known) = ("claims".to_owned(), facets(query.kind()).join(", "));
            return Err(FindError::Facet { facet, kind: query.kind().name(), known });
        }
        let start = format!("SELECT min({}), count(DISTINCT a.article) ", probe::row(Figure));
        let end = format!(
            " GROUP BY a.syndicate, f.low, f.high, f.relation, f.measure, f.unit, f.text, \
             (SELECT v.voice FROM voices v WHERE v.statement = f.statement) \
             ORDER BY min(coalesce(a.day, '')), min(f.figure) LIMIT {}",
            i64::try_from(limit).unwrap_or(i64::MAX)
        );
        let sql = Plan::new(self.connection(), query)?.counted().within(&start, &end);
        let mut statement = self.connection().prepare_cached(&sql.text)?;
        let rows = statement
            .query_map(params_from_iter(sql.args), |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?;
        let found: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
        let rows = self.rows(Figure, found.iter().map(|(row, _)| *row))?;
        let claim =
            |(row, (_, articles)): (Row, (i64, i64))| Claimed { row, articles: articles.unsigned_abs() };
        Ok(rows.into_iter().zip(found).map(claim).collect())
    }
}
