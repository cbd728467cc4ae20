//! A full disk, another writer, another program's file: clear errors, and nothing half stored.

mod common;

use std::thread;
use std::time::Duration;

use annals_record::{Article, CharSpan, Record, Sentence, article_id};
use annals_store::{Added, Entry, StoreError};
use common::Place;
use rusqlite::{Connection, TransactionBehavior};

/// An article of that many words.
fn article(n: usize, words: usize) -> Record {
    let text = (0..words).map(|word| format!("w{n}x{word}")).collect::<Vec<_>>().join(" ");
    let id = article_id(None, &text);
    let sentences = vec![Sentence { span: CharSpan::new(0, text.len()), paragraph: 0 }];
    Record { sentences, ..Record::new("annals test", Article { id, text, ..Article::default() }) }
}

fn batch(numbers: std::ops::Range<usize>) -> Vec<Entry> {
    numbers.map(|n| Entry::new(article(n, 200)).unwrap()).collect()
}

#[test]
fn a_full_disk_is_said_and_leaves_whole_batches() {
    let mut place = Place::new();
    let pages = place.number("SELECT * FROM pragma_page_count");
    place.store.connection().pragma_update(None, "max_page_count", pages + 100).unwrap();
    let mut stored = 0;
    let error = loop {
        match place.store.add(place.run, &batch(stored..stored + 10), &[], 0) {
            Ok(_) => stored += 10,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full), "{error}");
    assert!(error.to_string().contains("make room"), "{error}");
    assert!(stored > 0);
    assert_eq!(place.number("SELECT count(*) FROM articles"), stored as i64);
    assert_eq!(place.number("SELECT count(*) FROM sentences"), stored as i64);
    assert_eq!(place.number("SELECT added FROM runs"), stored as i64);
    place.store.connection().pragma_update(None, "max_page_count", 1 << 30).unwrap();
    let added = place.store.add(place.run, &batch(0..stored + 10), &[], 0).unwrap().added;
    assert_eq!(
        added.iter().filter(|one| **one == Added::New).count(),
        10,
        "it goes on behind what was stored"
    );
    let sound: String =
        place.store.connection().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
}

#[test]
fn a_second_writer_waits() {
    let mut place = Place::new();
    let path = place.path();
    let (locked, wait) = std::sync::mpsc::channel();
    let other = thread::spawn(move || {
        let mut other = Connection::open(path).unwrap();
        let change = other.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        locked.send(()).unwrap();
        thread::sleep(Duration::from_millis(300));
        change.commit().unwrap();
    });
    wait.recv().unwrap();
    assert_eq!(place.add(&[article(0, 20)]), [Added::New]);
    other.join().unwrap();
}

#[test]
fn a_second_writer_that_waits_in_vain_is_told_so() {
    let mut place = Place::new();
    place.store.connection().busy_timeout(Duration::from_millis(50)).unwrap();
    let mut other = Connection::open(place.path()).unwrap();
    let change = other.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let error = place.store.add(place.run, &batch(0..1), &[], 0).unwrap_err();
    assert!(matches!(error, StoreError::Busy), "{error}");
    assert!(error.to_string().starts_with("another program has been writing to this store"), "{error}");
    drop(change);
    assert_eq!(place.add(&[article(0, 20)]), [Added::New]);
}

#[test]
fn readers_see_whole_batches_while_one_is_written() {
    let mut place = Place::new();
    place.add(&[article(0, 20)]);
    let reader = annals_store::Store::open(place.path()).unwrap();
    let mut other = Connection::open(place.path()).unwrap();
    let change = other.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    change.execute("UPDATE articles SET title = 'half'", []).unwrap();
    let record = reader.record(&article(0, 20).article.id).unwrap().unwrap();
    assert_eq!(record.article.title, None);
    drop(change);
}
