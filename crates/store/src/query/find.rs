//! Rows that a query finds: in order, page by page or all of them.

use std::ops::ControlFlow;
use std::str::FromStr;

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Query;
use super::error::FindError;
use super::plan::Plan;
use super::probe;
use super::sql::{Sql, text};
use super::token::{self, Place};
use crate::rows::{Columns, Kind, Page, Row, Token, Total};
use crate::{Store, StoreError};

/// Up to where hits are counted. Where a search has to look at very many rows to tell, it looks at the last of them only, and what it
/// found there is the bound.
pub const COUNTED: u64 = 10_000;

/// The order of what is found. Rows that are equal in it come in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By BM25 of the words in their sentence. Of words that are in very many sentences only the sentences added last are ranked; all
    /// others come behind them, the newest first. A query without words comes by day.
    Relevance,
    /// By the day of the article, the latest first; what has no day comes last.
    Newest,
    /// By the day of the article, the earliest first; what has no day comes first.
    Oldest,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Relevance, Self::Newest, Self::Oldest];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }

    /// The order in which `query` is answered where none is asked for: by relevance where it has words, else by day.
    pub fn of(query: &Query) -> Self {
        if query.words().is_empty() { Self::Newest } else { Self::Relevance }
    }
}

impl FromStr for Sort {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = || format!("`{name}` is no order: relevance, newest or oldest");
        Self::ALL.into_iter().find(|sort| sort.name() == name).ok_or_else(known)
    }
}

/// Which page of what is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// In which order.
    pub sort: Sort,
    /// Rows on the page, at most.
    pub limit: usize,
    /// The token of the page before; none: the first page.
    pub after: Option<Token>,
}

impl Store {
    /// A page of what `query` finds.
    ///
    /// # Errors
    /// Where the token is not of this query and order, the search is stopped, or the store fails.
    pub fn find(&self, query: &Query, find: &Find) -> Result<Page, FindError> {
        let plan = Plan::new(self.connection(), query)?;
        let after = match &find.after {
            Some(token) => Some(token::place(query, find.sort, token).ok_or(FindError::Token)?),
            None => None,
        };
        let mut places = Vec::new();
        self.places(
            &plan,
            query.kind(),
            find.sort,
            after,
            Some(find.limit.saturating_add(1)),
            &mut |place| {
                places.push(place);
                Ok(ControlFlow::Continue(()))
            },
        )?;
        let more = places.len() > find.limit;
        places.truncate(find.limit);
        let next = places.last().filter(|_| more).map(|place| token::token(query, find.sort, place));
        let rows = self.rows(query.kind(), places.iter().map(Place::row))?;
        let shown = rows.len() as u64;
        Ok(Page { kind: query.kind(), rows, total: self.total(&plan)?.at_least_those(shown, more), next })
    }

    /// Calls `see` with every row that `query` finds, in order, until it breaks. Rows are read one by one: memory does not grow with
    /// their number.
    ///
    /// # Errors
    /// Where the search is stopped or the store fails.
    pub fn each<B>(
        &self,
        query: &Query,
        sort: Sort,
        mut see: impl FnMut(Row) -> ControlFlow<B>,
    ) -> Result<ControlFlow<B>, FindError> {
        let plan = Plan::new(self.connection(), query)?;
        let sql = format!("SELECT * FROM {} WHERE row = ?", query.kind().view());
        let mut statement = self.connection().prepare(&sql)?;
        let columns = Columns::of(&statement);
        let mut broken = None;
        self.places(&plan, query.kind(), sort, None, None, &mut |place| {
            let row = statement.query_row([place.row()], |row| Row::read(&columns, row))?;
            Ok(match see(row) {
                ControlFlow::Continue(()) => ControlFlow::Continue(()),
                ControlFlow::Break(reason) => {
                    broken = Some(reason);
                    ControlFlow::Break(())
                }
            })
        })?;
        Ok(broken.map_or(ControlFlow::Continue(()), ControlFlow::Break))
    }

    /// How many rows `query` finds: to the end up to [`COUNTED`].
    ///
    /// # Errors
    /// Where the search is stopped or the store fails.
    pub fn count(&self, query: &Query) -> Result<Total, FindError> {
        let plan = Plan::new(self.connection(), query)?;
        self.total(&plan)
    }

    /// The flat rows of `kind` with these numbers, in this order.
    ///
    /// # Errors
    /// Where there is no such row, or the store fails.
    pub fn rows(&self, kind: Kind, numbers: impl IntoIterator<Item = i64>) -> Result<Vec<Row>, FindError> {
        let sql = format!("SELECT * FROM {} WHERE row = ?", kind.view());
        let mut statement = self.connection().prepare_cached(&sql)?;
        let columns = Columns::of(&statement);
        let mut read = |number| statement.query_row([number], |row| Row::read(&columns, row));
        let rows = numbers.into_iter().map(&mut read).collect::<Result<_, _>>();
        Ok(rows?)
    }

    /// The steps that SQLite takes to answer `query` by day and to count its hits (`EXPLAIN QUERY PLAN`), for who wants to know why a
    /// search is slow.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn steps(&self, query: &Query) -> Result<Vec<String>, FindError> {
        let plan = Plan::new(self.connection(), query)?;
        let row = probe::row(query.kind());
        let order = format!(" ORDER BY coalesce(a.day, '') DESC, a.article DESC, {row} LIMIT 51");
        let mut steps = Vec::new();
        for sql in
            [plan.dated().within(&format!("SELECT {row} "), &order), plan.looked()?.0.within("SELECT 1 ", "")]
        {
            let sql = sql.within("EXPLAIN QUERY PLAN ", "");
            let mut statement = self.connection().prepare(&sql.text)?;
            let rows = statement.query_map(params_from_iter(sql.args), |row| row.get(3))?;
            steps.extend(rows.collect::<Result<Vec<String>, _>>()?);
        }
        Ok(steps)
    }

    fn total(&self, plan: &Plan<'_>) -> Result<Total, FindError> {
        if let Some(count) = plan.told()? {
            return Ok(Total::MoreThan(COUNTED.min(count.unsigned_abs() - 1)));
        }
        let counted = |sql: Sql, bound: u64| -> Result<u64, FindError> {
            let sql = sql.within("SELECT count(*) FROM (", &format!(" LIMIT {})", bound + 1));
            let mut statement = self.connection().prepare_cached(&sql.text)?;
            let count: i64 = statement.query_row(params_from_iter(sql.args), |row| row.get(0))?;
            Ok(count.unsigned_abs())
        };
        if let Some(sentences) = plan.sentences() {
            let count = counted(sentences, COUNTED)?;
            return Ok(if count > COUNTED { Total::MoreThan(COUNTED) } else { Total::Exactly(count) });
        }
        let (rows, only_last) = plan.looked()?;
        let count = counted(rows.within("SELECT 1 ", ""), COUNTED)?;
        Ok(match count {
            0..=COUNTED if !only_last => Total::Exactly(count),
            _ => Total::MoreThan(count.saturating_sub(1).min(COUNTED)),
        })
    }

    /// Calls `see` with the places of rows behind `after`, at most `limit` of them.
    fn places(
        &self,
        plan: &Plan<'_>,
        kind: Kind,
        sort: Sort,
        after: Option<Place>,
        limit: Option<usize>,
        see: &mut See<'_>,
    ) -> Result<(), FindError> {
        let limit = limit.map(|limit| i64::try_from(limit).unwrap_or(i64::MAX));
        let ranked = sort == Sort::Relevance && plan.has_words();
        match after {
            Some(Place::Dated { .. }) => self.dated(plan, kind, sort, after, limit, see).map(drop),
            after if ranked => {
                let floor = match after {
                    Some(Place::Ranked { floor, .. }) => floor,
                    _ => plan.floor()?,
                };
                let seen = self.ranked(plan, kind, (floor, after), limit, see)?;
                match (seen, floor) {
                    (Some(seen), Some(_)) => {
                        let left = limit.map(|limit| limit.saturating_sub(seen));
                        let start = floor.map(Start::Below);
                        self.days(plan, kind, sort, start, left, see).map(drop)
                    }
                    _ => Ok(()),
                }
            }
            _ => self.dated(plan, kind, sort, None, limit, see).map(drop),
        }
    }

    /// Ranked places; gives how many were seen, none where `see` broke.
    fn ranked(
        &self,
        plan: &Plan<'_>,
        kind: Kind,
        (floor, after): (Option<i64>, Option<Place>),
        limit: Option<i64>,
        see: &mut See<'_>,
    ) -> Result<Option<i64>, FindError> {
        let Some(from) = plan.ranked(floor) else { return Ok(Some(0)) };
        let row = probe::row(kind);
        let mut sql = from.within(
            &format!("WITH hits AS MATERIALIZED (SELECT {row} AS row, bm25(sentence_words) AS rank "),
            ") SELECT row, min(rank) AS best FROM hits GROUP BY row",
        );
        if let Some(Place::Ranked { rank, row, .. }) = after {
            let behind = " HAVING min(rank) > ? OR (min(rank) = ? AND row > ?)";
            sql.add(Sql::with(behind, [rank.into(), rank.into(), row.into()]));
        }
        sql.push(" ORDER BY best, row").push(&bound(limit));
        self.walk(&sql, see, |row| Ok(Place::Ranked { floor, row: row.get(0)?, rank: row.get(1)? }))
    }

    fn dated(
        &self,
        plan: &Plan<'_>,
        kind: Kind,
        sort: Sort,
        after: Option<Place>,
        limit: Option<i64>,
        see: &mut See<'_>,
    ) -> Result<Option<i64>, FindError> {
        self.days(plan, kind, sort, after.map(Start::After), limit, see)
    }

    /// Places in the order of days; gives how many were seen, none where `see` broke.
    fn days(
        &self,
        plan: &Plan<'_>,
        kind: Kind,
        sort: Sort,
        start: Option<Start>,
        limit: Option<i64>,
        see: &mut See<'_>,
    ) -> Result<Option<i64>, FindError> {
        let row = probe::row(kind);
        let (direction, beyond) = if sort == Sort::Oldest { ("ASC", ">") } else { ("DESC", "<") };
        let mut sql = Sql::new(format!("SELECT {row}, coalesce(a.day, ''), a.article "));
        sql.add(plan.dated());
        let floor = match &start {
            Some(Start::Below(floor)) => Some(*floor),
            Some(Start::After(Place::Dated { floor, .. } | Place::Ranked { floor, .. })) => *floor,
            None => None,
        };
        if let Some(floor) = floor {
            let below = " AND (SELECT min(o.sentence) FROM sentences o WHERE o.article = a.article) < ?";
            sql.add(Sql::with(below, [floor.into()]));
        }
        if let Some(Start::After(Place::Dated { day, article, row: number, .. })) = start {
            sql.add(behind(beyond, &row, (day, article, number)));
        }
        sql.push(&format!(" ORDER BY coalesce(a.day, '') {direction}, a.article {direction}, {row}"));
        sql.push(&bound(limit));
        self.walk(&sql, see, |row| {
            Ok(Place::Dated { floor, row: row.get(0)?, day: row.get(1)?, article: row.get(2)? })
        })
    }

    fn walk(
        &self,
        sql: &Sql,
        see: &mut See<'_>,
        place: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<Place>,
    ) -> Result<Option<i64>, FindError> {
        let mut statement = self.connection().prepare_cached(&sql.text)?;
        let mut rows = statement.query(params_from_iter(&sql.args))?;
        let mut seen = 0;
        while let Some(row) = rows.next()? {
            seen += 1;
            if see(place(row)?)?.is_break() {
                return Ok(None);
            }
        }
        Ok(Some(seen))
    }
}

/// Takes a place; breaks where it wants no more.
type See<'a> = dyn FnMut(Place) -> Result<ControlFlow<()>, StoreError> + 'a;

/// Where the order of days begins.
enum Start {
    /// Behind this place.
    After(Place),
    /// With the articles whose sentences are all below this one.
    Below(i64),
}

fn bound(limit: Option<i64>) -> String {
    limit.map(|limit| format!(" LIMIT {limit}")).unwrap_or_default()
}

/// Whether a row comes behind a place; the bound on the day alone lets SQLite begin there in the index.
fn behind(beyond: &str, row: &str, (day, article, number): (String, i64, i64)) -> Sql {
    let day_value = || text(day.clone());
    let args: [Value; 6] =
        [day_value(), day_value(), day_value(), article.into(), article.into(), number.into()];
    Sql::with(
        format!(
            " AND coalesce(a.day, '') {beyond}= ? AND (coalesce(a.day, '') {beyond} ? OR (coalesce(a.day, '') = ? AND \
             (a.article {beyond} ? OR (a.article = ? AND {row} > ?))))"
        ),
        args,
    )
}
