//! A store of every released schema opens, gives its records back, and takes new ones. See `compat/README.md`.

use std::fs;
use std::path::Path;

use annals_record::Record;
use annals_store::{Added, Entry, SCHEMA_VERSION, Store};

fn records(file: &Path) -> Vec<Record> {
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn stores_of_all_schemas_open() {
    let compat = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat");
    for schema in 1..=SCHEMA_VERSION {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.annals");
        fs::copy(compat.join(format!("{schema}.annals")), &path).unwrap();
        let expected = records(&compat.join(format!("{schema}.jsonl")));
        opens(&path, &expected);
        takes_more(&path, &expected);
    }
}

fn opens(path: &Path, expected: &[Record]) {
    let store = Store::open(path).unwrap();
    for record in expected {
        assert_eq!(store.record(&record.article.id).unwrap().as_ref(), Some(record));
        let verdicts = store.verdicts(&record.article.id).unwrap();
        let mut reviews: Vec<&str> = verdicts.iter().map(|verdict| verdict.review.as_str()).collect();
        reviews.sort_unstable();
        assert_eq!(reviews, ["accepted", "changed"]);
    }
}

fn takes_more(path: &Path, expected: &[Record]) {
    let mut store = Store::create(path).unwrap();
    let run = store.begin("2026-01-01T00:00:00Z", "test", &[]).unwrap();
    let mut new = expected[0].clone();
    new.article.id = "another".into();
    let entries = [Entry::new(expected[0].clone()).unwrap(), Entry::new(new.clone()).unwrap()];
    let added = store.add(run, &entries, &[], 0).unwrap().added;
    assert_eq!(added[0], Added::Known);
    assert_ne!(added[1], Added::Known);
    assert_eq!(store.record("another").unwrap(), Some(new));
    for kind in ["articles", "sentences", "statements", "events", "figures", "times", "places", "entities"] {
        let sql = format!("SELECT count(*) FROM flat_{kind} WHERE article_id = 'another'");
        let rows: i64 = store.connection().query_row(&sql, [], |row| row.get(0)).unwrap();
        let base: i64 = store
            .connection()
            .query_row(
                &format!(
                    "SELECT count(*) FROM {kind} JOIN articles a USING (article) WHERE a.id = 'another'"
                ),
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(rows, base, "{kind}");
    }
}
