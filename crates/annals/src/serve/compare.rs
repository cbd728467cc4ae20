//! The screen Compare: `/compare?q=…&q=…`, up to six queries over time, and figures by claimant.

use std::collections::BTreeSet;
use std::io::Write;

use annals_store::export::{self, Column, Style, Type, sink};
use annals_store::{Claimed, Counting, Kind, Query, Sort, Store, Value};
use axum::response::Response;

use super::app::Ask;
use super::counts::{By, counting, over_time, span};
use super::finding::{owned, voice, voice_url};
use super::hits::{parse, write_all};
use super::models::{Claim, CompareModel, Link, QueryError, Series, Shell};
use super::pages::{self, Html};
use super::params::Params;
use super::problem::Problem;
use super::screen::{Screen, answer};
use super::urls;

/// Queries side by side.
const QUERIES: usize = 6;

/// Claims that are shown of each query.
const CLAIMS: usize = 500;

/// Claims that are looked at.
const MOST: usize = 5_000;

/// A comparison as it is asked for.
#[derive(Clone, Debug)]
pub struct CompareScreen {
    queries: Vec<String>,
    by: By,
    count: Counting,
    /// Whether files hold the figures instead of the numbers.
    figures: bool,
}

/// `GET /compare`: queries over time.
#[utoipa::path(get, path = "/compare.json", tag = "search",
    params(("q" = Option<Vec<String>>, Query, description = "Queries of docs/query.md, up to six"),
        ("by" = Option<String>, Query, description = "day, week, month or year"),
        ("count" = Option<String>, Query, description = "What is counted: row (each result), article, or group (near-duplicates once)"),
        ("list" = Option<String>, Query, description = "Of .jsonl, .csv, .tsv and .parquet: counts, or figures (of the one query that \
            searches figures)")),
    responses((status = 200, body = CompareModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn compare(ask: Ask) -> Result<Response, Problem> {
    let screen = CompareScreen::of(&ask.params)?;
    answer(ask, screen).await
}

impl CompareScreen {
    fn of(params: &Params) -> Result<Self, Problem> {
        let queries: Vec<String> =
            params.all("q").filter(|query| !query.trim().is_empty()).map(str::to_owned).collect();
        if queries.len() > QUERIES {
            return Err(Problem::wrong(format!("at most {QUERIES} queries can be compared")));
        }
        let figures = match params.get("list") {
            None | Some("counts") => false,
            Some("figures") => true,
            Some(_) => return Err(Problem::wrong("`list` is counts or figures")),
        };
        let by = params.get("by").map_or(Ok(By::Month), By::named)?;
        let count = params.get("count").map_or(Ok(Counting::Rows), counting)?;
        Ok(Self { queries, by, count, figures })
    }

    fn parsed(&self) -> Vec<Result<Query, QueryError>> {
        self.queries.iter().map(|query| parse(query, None)).collect()
    }

    /// The one query that searches figures.
    fn of_figures(&self) -> Result<Query, Problem> {
        let figures = self.parsed().into_iter().flatten().find(|query| query.kind() == Kind::Figure);
        figures.ok_or_else(|| Problem::wrong("none of the queries searches figures"))
    }

    /// The numbers of all queries, bucket by bucket; those without a day are left out.
    fn counted(&self, store: &Store) -> Result<(Vec<String>, Vec<Series>), Problem> {
        let mut series = Vec::new();
        let mut found = Vec::new();
        for (n, query) in self.parsed().into_iter().enumerate() {
            let counts = match &query {
                Ok(query) => over_time(store, query, self.by, self.count)?,
                Err(_) => Vec::new(),
            };
            series.push(self.series(n, &query, counts.iter().map(|(_, count)| count).sum()));
            found.push(counts);
        }
        let known: BTreeSet<&str> = found.iter().flatten().map(|(bucket, _)| bucket.as_str()).collect();
        let buckets = match (known.first(), known.last()) {
            (Some(first), Some(last)) => span(first, last, self.by),
            _ => Vec::new(),
        };
        for (series, counts) in series.iter_mut().zip(&found) {
            let of =
                |bucket: &String| counts.iter().find(|(at, _)| at == bucket).map_or(0, |(_, count)| *count);
            series.counts = buckets.iter().map(of).collect();
        }
        Ok((buckets, series))
    }

    fn series(&self, n: usize, query: &Result<Query, QueryError>, total: u64) -> Series {
        let text = &self.queries[n];
        let others = self.queries.iter().enumerate().filter(|(at, _)| *at != n);
        Series {
            query: text.clone(),
            kind: query.as_ref().map_or("", |query| query.kind().name()).to_owned(),
            url: urls::search(text),
            without_url: self.url(
                &others.map(|(_, query)| query.as_str()).collect::<Vec<_>>(),
                self.by,
                self.count,
            ),
            error: query.as_ref().err().cloned(),
            total,
            counts: Vec::new(),
        }
    }

    fn url(&self, queries: &[&str], by: By, count: Counting) -> String {
        let params = queries.iter().fold(Params::default(), |params, query| params.and("q", query));
        params.and("by", by.name()).and("count", count.name()).url("/compare")
    }

    fn choices(&self) -> Vec<Link> {
        let queries: Vec<&str> = self.queries.iter().map(String::as_str).collect();
        let by =
            By::ALL.map(|by| Link { label: by.name().to_owned(), url: self.url(&queries, by, self.count) });
        let count = Counting::ALL
            .map(|count| Link { label: count.name().to_owned(), url: self.url(&queries, self.by, count) });
        by.into_iter().chain(count).collect()
    }
}

impl Screen for CompareScreen {
    type Model = CompareModel;

    fn gather(&self, store: &Store, _ask: &Ask) -> Result<CompareModel, Problem> {
        let (buckets, series) = self.counted(store)?;
        let mut claims = Vec::new();
        let mut left_out = 0;
        for (n, query) in self.parsed().into_iter().enumerate() {
            if let Ok(query) = query
                && query.kind() == Kind::Figure
            {
                left_out += claimed(store, n, &query, &mut claims)?;
            }
        }
        claims.sort_by(|one, other| one.day.cmp(&other.day));
        Ok(CompareModel {
            by: self.by.name().to_owned(),
            count: self.count.name().to_owned(),
            choices: self.choices(),
            buckets,
            series,
            claims,
            claims_left_out: left_out,
        })
    }

    fn page(shell: &Shell, model: &CompareModel) -> Html {
        pages::compare(shell, model)
    }

    fn title(&self, _model: &CompareModel) -> String {
        if self.queries.is_empty() { "Compare".to_owned() } else { self.queries.join(" · ") }
    }

    fn problem(model: &CompareModel) -> Option<Problem> {
        model.series.iter().find_map(|series| series.error.clone()).map(Problem::from)
    }

    fn check(&self, _store: &Store) -> Result<(), Problem> {
        if self.figures {
            return self.of_figures().map(|_| ());
        }
        self.parsed().into_iter().find_map(Result::err).map_or(Ok(()), |error| Err(error.into()))
    }

    fn write(
        &self,
        store: &Store,
        format: export::Format,
        out: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        if self.figures {
            return write_all(store, &self.of_figures()?, Sort::Oldest, format, out);
        }
        let (buckets, series) = self.counted(store)?;
        let mut sink = sink(format, columns(), out, Style::default())?;
        for (bucket, series, count) in rows(&buckets, &series) {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            sink.row(&[
                Value::Text(bucket.to_owned()),
                Value::Text(series.query.clone()),
                Value::Integer(count),
            ])?;
        }
        Ok(sink.finish()?)
    }
}

/// A row a bucket and query.
fn rows<'a>(buckets: &'a [String], series: &'a [Series]) -> impl Iterator<Item = (&'a str, &'a Series, u64)> {
    let of = move |n: usize| series.iter().map(move |one| (buckets[n].as_str(), one, one.counts[n]));
    (0..buckets.len()).flat_map(of)
}

fn columns() -> Vec<Column> {
    let column = |name: &str, holds, description: &str| Column {
        name: name.to_owned(),
        holds,
        nullable: false,
        description: description.to_owned(),
    };
    vec![
        column("bucket", Type::Text, "day, Monday of the week, month or year"),
        column("query", Type::Text, "the query"),
        column("count", Type::Integer, "results, articles or groups"),
    ]
}

/// The claims of a query of figures, the first ones in order of time; gives how many are left out.
fn claimed(store: &Store, series: usize, query: &Query, claims: &mut Vec<Claim>) -> Result<u64, Problem> {
    let found = store.claims(query, MOST)?;
    claims.extend(found.iter().take(CLAIMS).map(|one| claim(series, one)));
    Ok(found.len().saturating_sub(CLAIMS) as u64)
}

fn claim(series: usize, claimed: &Claimed) -> Claim {
    let row = &claimed.row;
    let article = row.text("article_id").unwrap_or_default();
    Claim {
        series,
        url: urls::part(article, row.text("id").unwrap_or_default()),
        day: owned(row, "day"),
        source: owned(row, "source"),
        articles: claimed.articles,
        text: owned(row, "text").unwrap_or_default(),
        low: row.real("low"),
        high: row.real("high"),
        relation: owned(row, "relation").unwrap_or_default(),
        measure: owned(row, "measure"),
        unit: owned(row, "unit"),
        voice: voice(Kind::Figure, row).unwrap_or_default(),
        voice_url: voice_url(Kind::Figure, row),
    }
}
