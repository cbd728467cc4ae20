//! Times a store: `cargo run --release -p annals-store --example measure -- STORE`. Prints JSON: milliseconds of finding,
//! of SQLite's own full text over the same words, and of all that the page of an article needs.

use std::time::Instant;

use annals_store::{Counting, Find, Query, Sort, Store, StoreError};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

/// Rows of a page.
const PAGE: i64 = 50;
/// Times that everything is done.
const ROUNDS: usize = 5;

fn main() -> Result<(), Failure> {
    let path = std::env::args().nth(1).ok_or("usage: measure STORE")?;
    let store = Store::open(path)?;
    let size = store.size()?;
    let result = json!({
        "articles": size.articles,
        "groups": size.groups,
        "find": found(&store)?,
        "SQLite's own full text": full_text(&store)?,
        "counts by facet": facets(&store)?,
        "article page": pages(&store)?,
    });
    println!("{result}");
    Ok(())
}

/// The median and the 95th of a hundred, in milliseconds.
fn told(mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1)));
    json!({"n": times.len(), "median": at(50), "p95": at(95)})
}

fn timed(times: &mut Vec<f64>, work: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
    let start = Instant::now();
    work()?;
    times.push(start.elapsed().as_secs_f64() * 1000.0);
    Ok(())
}

/// First pages of queries in the language of `annals find`.
fn found(store: &Store) -> Result<Value, Failure> {
    let mut times = Vec::new();
    for text in QUERIES.iter().cycle().take(QUERIES.len() * ROUNDS) {
        let query = Query::parse(text)?;
        let find = Find { sort: Sort::of(&query), limit: PAGE as usize, after: None };
        let start = Instant::now();
        store.find(&query, &find)?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        let whole = start.elapsed();
        let start = Instant::now();
        store.count(&query)?;
        let counting = start.elapsed();
        let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
        eprintln!("{:8.1} ms, counting alone {:8.1} ms  {text}", milliseconds(whole), milliseconds(counting));
    }
    Ok(told(times))
}

/// Queries like those that are asked of a corpus.
const QUERIES: [&str; 12] = [
    "ceasefire",
    "bridge",
    "minister border",
    "\"said on\"",
    "explosion OR explosions",
    "type:statement ceasefire",
    "type:statement stance:deny",
    "type:figure measure:killed",
    "type:article since:2023 until:2024",
    "type:statement speaker:minister river",
    "teachers -strike",
    "type:figure voice:statement since:2023-06",
];

/// Counts by source, month and speaker's country.
fn facets(store: &Store) -> Result<Value, Failure> {
    let mut times = Vec::new();
    for (text, facet) in COUNTS.iter().cycle().take(COUNTS.len() * ROUNDS) {
        let query = Query::parse(text)?;
        let start = Instant::now();
        store.facet(&query, facet, Counting::Rows, 20)?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(told(times))
}

/// A query, and what its hits are counted by.
const COUNTS: [(&str, &str); 5] = [
    ("ceasefire", "source"),
    ("ceasefire", "month"),
    ("type:statement ceasefire", "source"),
    ("type:figure measure:killed", "month"),
    ("type:article since:2023 until:2024", "source"),
];

/// SQLite's own full text query: the best fifty sentences.
fn full_text(store: &Store) -> Result<Value, StoreError> {
    let mut times = Vec::new();
    let sql = "SELECT s.article, s.n, s.text FROM sentence_words w JOIN sentences s ON s.sentence = w.rowid \
               WHERE sentence_words MATCH ?1 ORDER BY rank LIMIT ?2";
    let mut query = store.connection().prepare(sql)?;
    for words in WORDS.iter().cycle().take(WORDS.len() * ROUNDS) {
        timed(&mut times, || {
            let rows = query.query_map(rusqlite::params![words, PAGE], |row| row.get::<_, String>(2))?;
            Ok(rows.collect::<Result<Vec<_>, _>>().map(drop)?)
        })?;
    }
    Ok(told(times))
}

/// Words that are asked for: rare and common ones, phrases, several at once.
const WORDS: [&str; 8] = [
    "ceasefire",
    "bridge",
    "minister AND border",
    "\"said on\"",
    "explosion OR explosions",
    "mediator",
    "teachers AND strike",
    "river",
];

/// Record, versions, copies, differences and verdicts of articles from all over the store.
fn pages(store: &Store) -> Result<Value, StoreError> {
    let sql = "SELECT id FROM articles WHERE article % max(1, (SELECT count(*) FROM articles) / 200) = 0";
    let mut query = store.connection().prepare(sql)?;
    let ids = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut times = Vec::new();
    for id in ids {
        timed(&mut times, || {
            store.corrected(&id)?;
            store.versions(&id)?;
            store.copies(&id)?;
            store.differences(&id)?;
            store.verdicts(&id).map(drop)
        })?;
    }
    Ok(told(times))
}
