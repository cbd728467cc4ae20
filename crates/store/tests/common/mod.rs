//! Records for tests: of the examples, and made up.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

use annals_read::model::Reader;
use annals_record::Record;
use annals_store::{Added, Entry, Run, Store};
use annals_text::{Hints, Limits, articles, pieces};

/// The folder of the examples.
pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// The records of all examples.
pub fn records() -> Vec<Record> {
    let reader = Reader::shipped().unwrap();
    let mut files: Vec<PathBuf> =
        fs::read_dir(examples()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| !file.ends_with("README.md"));
    files.sort();
    files.iter().flat_map(|file| read(file, &reader)).collect()
}

fn read(file: &Path, reader: &Reader) -> Vec<Record> {
    let hints =
        Hints { uri: file.file_name().map(|name| name.to_string_lossy().into_owned()), ..Hints::default() };
    let limits = Limits { max_bytes: 1 << 20 };
    let drafts = pieces(fs::File::open(file).unwrap(), hints, limits).flat_map(articles);
    drafts.map(|draft| annals_read::read(draft.unwrap(), reader)).collect()
}

/// A store in a folder that goes with the value.
pub struct Place {
    pub folder: tempfile::TempDir,
    pub store: Store,
    pub run: Run,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(folder.path().join("test.annals")).unwrap();
        let run = store.begin("2026-01-01T00:00:00Z", "test", &[]).unwrap();
        Self { folder, store, run }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("test.annals")
    }

    pub fn add(&mut self, records: &[Record]) -> Vec<Added> {
        let entries: Vec<Entry> = records.iter().map(|record| Entry::new(record.clone()).unwrap()).collect();
        self.store.add(self.run, &entries, &[], 0).unwrap().added
    }

    /// Adds records in the place of what the store has of them.
    pub fn add_anew(&mut self, records: &[Record]) -> Vec<Added> {
        let entries: Vec<Entry> =
            records.iter().map(|record| Entry::new(record.clone()).unwrap().anew()).collect();
        self.store.add(self.run, &entries, &[], 0).unwrap().added
    }

    /// One number that SQL gives.
    pub fn number(&self, sql: &str) -> i64 {
        self.store.connection().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}
