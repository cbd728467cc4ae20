//! Writes the store and the records that `tests/compat.rs` opens for ever, for the schema of today.

use std::fs;
use std::io::Write;
use std::path::Path;

use annals_read::model::Reader;
use annals_store::{Action, Correction, Entry, SCHEMA_VERSION, Store};
use annals_text::{Hints, Limits, articles, pieces};

type Failure = Box<dyn std::error::Error>;

/// The examples that are stored.
const EXAMPLES: [&str; 2] = ["mediator-interview.txt", "tarn-mill-ceasefire.txt"];

fn main() -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join(format!("tests/compat/{SCHEMA_VERSION}.annals"));
    if file.exists() && std::env::args().nth(1).as_deref() != Some("--unreleased") {
        return Err(format!("{} is there; with --unreleased it is written anew", file.display()).into());
    }
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("compat.annals");
    let mut lines = fs::File::create(file.with_extension("jsonl"))?;
    let mut store = Store::create(&path)?;
    let run = store.begin("2026-01-01T00:00:00Z", "compat", &EXAMPLES.map(str::to_owned))?;
    let reader = Reader::shipped()?;
    for name in EXAMPLES {
        let input = fs::File::open(root.join("../../examples").join(name))?;
        let hints = Hints { uri: Some(name.to_owned()), ..Hints::default() };
        for draft in pieces(input, hints, Limits { max_bytes: 1 << 20 }).flat_map(articles) {
            let record = annals_read::read(draft.map_err(|failure| failure.error)?, &reader);
            writeln!(lines, "{}", serde_json::to_string(&record)?)?;
            store.add(run, &[Entry::new(record.clone())?], &[], 0)?;
            store.correct(&corrections(&record), "2026-01-01T00:00:00Z")?;
        }
    }
    store.end(run, "2026-01-01T00:00:01Z")?;
    store.connection().execute_batch(
        "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = delete; PRAGMA page_size = 512; VACUUM",
    )?;
    drop(store);
    fs::copy(path, file)?;
    Ok(())
}

/// The first statement is accepted, the form of the second set.
fn corrections(record: &annals_record::Record) -> Vec<Correction> {
    let correction = |n: usize, action: Action| Correction {
        article: record.article.id.clone(),
        finding: record.statements[n].id.to_string(),
        action,
        ..Correction::default()
    };
    let set = Correction { field: Some("form".into()), value: "mixed".into(), ..correction(1, Action::Set) };
    vec![correction(0, Action::Accept), set]
}
