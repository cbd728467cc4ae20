//! Tables of records in memory hold, cell for cell, what an export of the same records from a store holds.

mod common;
#[path = "common/made_up.rs"]
mod made_up;

use annals_record::{Failed, Note, Origin, Record};
use annals_store::export::{About, Export, Form, Format, Style, Table, Which};
use annals_store::flat::{Batches, Flat, OF_STORES, Tables, write};
use annals_store::{Kind, Query, Sort, Store};
use common::Place;
use proptest::prelude::*;
use serde_json::{Map, Value};

fn tables(records: &[Record]) -> Batches {
    let mut tables = Tables::new();
    records.iter().for_each(|record| tables.push(record));
    tables.finish()
}

fn lines(json: &str) -> Vec<Map<String, Value>> {
    json.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rows of a table in memory, as an export writes them.
fn rows(batches: &Batches, table: Flat) -> Vec<Map<String, Value>> {
    let mut out = Vec::new();
    let (columns, schema) = (table.columns(), table.schema());
    write(Format::Jsonl, &columns, schema, batches.of(table), &mut out, Style::default()).unwrap();
    lines(&String::from_utf8(out).unwrap())
}

/// The rows of a table that an export of a store with the records has, but for what only stores know.
fn exported(place: &mut Place, table: Table) -> Vec<Map<String, Value>> {
    let folder = place.folder.path().join("out");
    let store = Store::open(place.path()).unwrap();
    let mut export = Export::begin(&store, &folder, true).unwrap();
    export.choose_all().unwrap();
    export.write(Form::Rows(Format::Jsonl), Style::default(), Which::All).unwrap();
    export.finish(&About::default()).unwrap();
    let json = std::fs::read_to_string(folder.join(format!("{}.jsonl", table.name()))).unwrap();
    let mut rows = lines(&json);
    rows.iter_mut().for_each(|row| row.retain(|name, _| !OF_STORES.contains(&name.as_str())));
    rows
}

fn check(records: &[Record]) -> usize {
    let mut place = Place::new();
    place.add(records);
    let batches = tables(records);
    let mut count = 0;
    for table in Table::all() {
        let mut here = rows(&batches, Flat::Of(table));
        here.iter_mut().for_each(|row| row.retain(|name, _| name != "sketch" && name != "bands"));
        assert_eq!(here, exported(&mut place, table), "{}", table.name());
        count += here.len();
    }
    count
}

#[test]
fn tables_in_memory_are_those_of_an_export() {
    let mut records = common::records();
    // An export holds the newest version of each article.
    let uris: Vec<_> = records.iter().map(|record| record.article.uri.clone()).collect();
    let mut number = 0..;
    records.retain(|record| {
        let later = number.next().map_or(0, |at: usize| at + 1);
        record.article.uri.is_none() || !uris[later..].contains(&record.article.uri)
    });
    let rows = check(&records);
    assert!(rows > 1500, "{rows}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_of_made_up_records_are_those_of_an_export(record in made_up::record()) {
        check(&[record]);
    }
}

#[test]
fn the_bands_of_an_article_are_those_by_which_a_store_finds_copies() {
    let records = common::records();
    let mut place = Place::new();
    place.add(&records);
    let articles = rows(&tables(&records), Flat::named("articles").unwrap());
    let stored = |id: &str| -> Vec<i64> {
        let sql = "SELECT band FROM bands JOIN articles USING (article) WHERE id = ?1 ORDER BY band";
        let mut query = place.store.connection().prepare(sql).unwrap();
        query.query_map([id], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for article in &articles {
        let mut bands: Vec<i64> = serde_json::from_value(article["bands"].clone()).unwrap();
        bands.sort_unstable();
        assert_eq!(bands, stored(article["article_id"].as_str().unwrap()));
    }
}

#[test]
fn what_could_not_be_read_is_a_row_of_errors() {
    let mut tables = Tables::new();
    let origin = Origin { key: Some("7".into()), uri: None };
    tables.failed(3, &Failed::new("test", origin, Note::new("intake", "`text` is empty")));
    let errors = rows(&tables.finish(), Flat::Errors);
    let expected = r#"{"number":3,"key":"7","uri":null,"stage":"intake","message":"`text` is empty"}"#;
    assert_eq!(errors, lines(expected));
}

#[test]
fn what_a_query_finds_is_a_table() {
    let mut place = Place::new();
    place.add(&common::records());
    let store = Store::open(place.path()).unwrap();
    let query = Query::parse("type:figure measure:killed").unwrap();
    let all = annals_store::flat::found(&store, &query, Sort::Newest, usize::MAX).unwrap();
    let found: usize = all.iter().map(arrow_array::RecordBatch::num_rows).sum();
    assert_eq!(found as u64, store.count(&query).unwrap().at_least());
    assert!(found > 1);
    let one = annals_store::flat::found(&store, &query, Sort::Newest, 1).unwrap();
    assert_eq!(one[0].num_rows(), 1);
    assert_eq!(one[0].num_columns(), Table::Rows(Kind::Figure).columns().len());
}
