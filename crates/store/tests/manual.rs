//! docs/query.md is tried: every example finds something, and its table of fields is the table of the code.

mod news;

use annals_store::{FIELDS, Find, Kind, Query, QueryError, Sort, Spec};
use news::news;

fn manual() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/query.md");
    std::fs::read_to_string(path).unwrap()
}

/// First cells of the tables headed `query`, without their backquotes.
fn examples(manual: &str) -> Vec<&str> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in manual.lines() {
        inside = line.starts_with("| query") || (inside && line.starts_with('|'));
        if let Some(cell) = line.strip_prefix("| `").filter(|_| inside) {
            found.push(cell.split_once('`').unwrap().0);
        }
    }
    found
}

#[test]
fn every_example_finds_something() {
    let (manual, news) = (manual(), news());
    let examples = examples(&manual);
    assert!(examples.len() >= 20, "{examples:?}");
    for example in examples {
        let query = Query::parse(example).unwrap_or_else(|error: QueryError| panic!("{}", error.pointed()));
        let page = news.store.find(&query, &Find { sort: Sort::of(&query), limit: 9, after: None }).unwrap();
        assert!(!page.rows.is_empty(), "{example}");
    }
}

fn line(spec: &Spec) -> String {
    let names: Vec<&str> = spec.kinds.iter().map(|kind| kind.name()).collect();
    let kinds = if names.len() == Kind::ALL.len() { "all".to_owned() } else { names.join(" ") };
    let implies = spec.implies.map(Kind::name).unwrap_or_default();
    format!("| `{}:` | {} | {kinds} | {implies} |", spec.name, spec.about)
}

#[test]
fn the_table_of_fields_is_that_of_the_code() {
    let manual = manual();
    let lines: Vec<String> = FIELDS.iter().map(line).collect();
    let expected =
        format!("| field | what it finds | types | implies |\n|---|---|---|---|\n{}\n", lines.join("\n"));
    assert!(manual.contains(&expected), "the table of docs/query.md should be:\n{expected}");
}

#[test]
fn the_example_of_an_error_is_one() {
    let error = Query::parse("ceasefire speakr:Lee").unwrap_err();
    for line in error.pointed().lines() {
        assert!(manual().contains(line), "{line}");
    }
}
