//! A record that is stored comes back as it was, to the last field and in the same order.

mod common;
#[path = "common/made_up.rs"]
mod made_up;

use annals_store::{Added, Store};
use common::Place;
use proptest::prelude::*;

#[test]
fn every_example_comes_back() {
    let records = common::records();
    assert!(records.len() >= 15, "{}", records.len());
    let mut place = Place::new();
    place.add(&records);
    let reader = Store::open(place.path()).unwrap();
    for record in &records {
        assert_eq!(reader.record(&record.article.id).unwrap().as_ref(), Some(record));
    }
    assert!(reader.record("no such id").unwrap().is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn made_up_records_come_back(records in proptest::collection::vec(made_up::record(), 1..4)) {
        let mut place = Place::new();
        let added = place.add(&records);
        for (record, added) in records.iter().zip(added) {
            let back = place.store.record(&record.article.id).unwrap().unwrap();
            if added != Added::Known {
                prop_assert_eq!(&back, record);
            }
        }
        prop_assert_eq!(place.number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    }

    #[test]
    fn a_new_reading_takes_the_place_of_the_old(first in made_up::record(), second in made_up::record()) {
        let mut place = Place::new();
        place.add(std::slice::from_ref(&first));
        let article = first.article.clone();
        // The findings of another reading, on a text that is long enough for them.
        let text = format!("{} {}", first.article.text, second.article.text);
        let id = annals_record::article_id(article.uri.as_deref(), &text);
        let old = annals_record::Record { article: annals_record::Article { id, text, ..article }, ..first };
        let new = annals_record::Record { article: old.article.clone(), ..second };
        place.add(std::slice::from_ref(&old));
        prop_assert_eq!(place.add_anew(std::slice::from_ref(&new)), [Added::Reread]);
        prop_assert_eq!(place.store.record(&new.article.id).unwrap().unwrap(), new);
        prop_assert_eq!(place.number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
        place.store.connection().execute("INSERT INTO sentence_words (sentence_words, rank) VALUES ('integrity-check', 1)", []).unwrap();
    }
}
