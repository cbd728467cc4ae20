//! Makes a store of any size from the examples: `cargo run --release -p annals-store --example grow -- STORE N`.
//!
//! Each article is one of the examples with other people, numbers, dates and words, so that the store has many actors,
//! days and outlets and few copies; every twentieth is a copy of the one before with a few words changed. The same N
//! gives the same store. Prints how long reading the examples, making the records and storing them took.

mod article;
mod chance;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use annals_read::model::Reader;
use annals_record::Record;
use annals_store::{Entry, Store};
use annals_text::{Hints, Limits, articles, pieces};

/// Articles in a transaction, as in `annals add`.
const BATCH: usize = 64;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let (Some(store), Some(number)) = (args.next(), args.next()) else {
        return Err("usage: grow STORE N".into());
    };
    let number: usize = number.parse()?;
    let start = Instant::now();
    let bases = bases()?;
    println!("read {} examples in {:.1} s", bases.len(), start.elapsed().as_secs_f64());
    let mut store = Store::create(store)?;
    let run = store.begin("2026-01-01T00:00:00Z", &bases[0].engine, &["examples".to_owned()])?;
    let (mut making, mut storing) = (Duration::ZERO, Duration::ZERO);
    for first in (0..number).step_by(BATCH) {
        let start = Instant::now();
        let batch = (first..(first + BATCH).min(number)).map(|n| Entry::new(article::made(&bases, n)));
        let batch = batch.collect::<Result<Vec<_>, _>>()?;
        making += start.elapsed();
        let start = Instant::now();
        store.add(run, &batch, &[], 0)?;
        storing += start.elapsed();
        if first % (BATCH * 100) == 0 {
            eprintln!(
                "{first} articles, {:.0} stored a second",
                first as f64 / storing.as_secs_f64().max(0.001)
            );
        }
    }
    store.end(run, "2026-01-01T00:00:01Z")?;
    let rate = number as f64 / storing.as_secs_f64().max(0.001);
    println!(
        "made in {:.1} s, stored in {:.1} s: {rate:.0} articles/s",
        making.as_secs_f64(),
        storing.as_secs_f64()
    );
    Ok(())
}

/// The records of the examples that have statements.
fn bases() -> Result<Vec<Record>, Failure> {
    let reader = Reader::shipped()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let files: Result<Vec<PathBuf>, _> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut files = files?;
    files.retain(|file| !file.ends_with("README.md"));
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let limits = Limits { max_bytes: 1 << 20 };
        let drafts = pieces(fs::File::open(&file)?, Hints::default(), limits).flat_map(articles);
        all.extend(drafts.flatten().map(|draft| annals_read::read(draft, &reader)));
    }
    all.retain(|record| !record.statements.is_empty());
    if all.is_empty() { Err("the examples gave no records".into()) } else { Ok(all) }
}
