//! What becomes of an article that comes again: known, changed, read anew; and of its copies.

mod common;

use annals_record::{Article, CharSpan, Record, Sentence, article_id};
use annals_store::{Added, Meant};
use common::Place;

const STORY: &str = "The council of Halvet met on Tuesday evening and closed the old bridge over the Ilma until the spring. \
    Engineers had found cracks in two of its seven pillars, the mayor said, and nobody was to be put at risk before the thaw. \
    Drivers will have to go by Orsel, which takes an hour longer, and the ferry runs twice a day as long as the river is free of ice.";

const OTHER: &str = "A farmer near Velkar has grown a pumpkin of four hundred pounds, the heaviest that anybody in the valley \
    remembers. It will be weighed again at the fair on Sunday, where last year's winner brought one of three hundred and ten.";

fn article(uri: &str, text: &str) -> Record {
    let id = article_id(Some(uri), text);
    let article = Article { id, uri: Some(uri.to_owned()), text: text.to_owned(), ..Article::default() };
    let sentences = vec![Sentence { span: CharSpan::new(0, text.chars().count()), paragraph: 0 }];
    Record { sentences, ..Record::new("annals test", article) }
}

#[test]
fn an_article_is_stored_once() {
    let mut place = Place::new();
    let one = article("https://a.example/1", STORY);
    assert_eq!(place.add(&[one.clone(), one.clone()]), [Added::New, Added::Known]);
    assert_eq!(place.add(std::slice::from_ref(&one)), [Added::Known]);
    assert_eq!(place.number("SELECT count(*) FROM articles"), 1);
    assert_eq!(place.number("SELECT count(*) FROM sentences"), 1);
    assert_eq!(place.number("SELECT added FROM runs"), 1);
    assert_eq!(place.number("SELECT skipped FROM runs"), 2);
}

#[test]
fn a_new_text_at_the_same_address_is_a_new_version() {
    let mut place = Place::new();
    let first = article("https://a.example/1", STORY);
    let second = article("https://a.example/1", &STORY.replace("two of its seven", "three of its seven"));
    assert_eq!(place.add(&[first.clone(), second.clone()]), [Added::New, Added::Changed]);
    let versions = place.store.versions(&first.article.id).unwrap();
    let told: Vec<_> = versions.iter().map(|head| (head.id.as_str(), head.version, head.current)).collect();
    assert_eq!(told, [(first.article.id.as_str(), 1, false), (second.article.id.as_str(), 2, true)]);
    assert_eq!(place.store.record(&first.article.id).unwrap(), Some(first), "the old one can still be cited");
    assert_eq!(place.store.meant("https://a.example/1").unwrap(), Meant::One(second.article.id));
}

#[test]
fn an_article_is_meant_by_id_address_or_beginning() {
    let mut place = Place::new();
    let one = article("https://a.example/1", STORY);
    place.add(&[one.clone(), article("https://a.example/2", OTHER)]);
    let id = one.article.id;
    for name in [id.as_str(), &id[..12], "https://a.example/1"] {
        assert_eq!(place.store.meant(name).unwrap(), Meant::One(id.clone()), "{name}");
    }
    assert_eq!(place.store.meant("https://a.example/3").unwrap(), Meant::Nothing);
    assert_eq!(place.store.meant(&id[..2]).unwrap(), Meant::Nothing, "too short to tell");
}

fn groups(place: &Place) -> Vec<Vec<String>> {
    let sql = "SELECT group_concat(uri, ' ') FROM (SELECT * FROM articles ORDER BY uri) GROUP BY syndicate ORDER BY 1";
    let mut query = place.store.connection().prepare(sql).unwrap();
    let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(|row| row.unwrap().split(' ').map(str::to_owned).collect()).collect()
}

#[test]
fn copies_are_of_one_group_whatever_the_order() {
    let revised =
        STORY.replace("Drivers will have to go by Orsel, which takes an hour longer, and the", "The");
    let all = [
        article("a", STORY),
        article("b", &STORY.to_uppercase()),
        article("c", &revised),
        article("d", OTHER),
        article(
            "e",
            "The mayor closed the bridge. The old bridge over the Ilma, which had stood for a hundred years, is closed.",
        ),
    ];
    let expected = [vec!["a", "b", "c"], vec!["d"], vec!["e"]];
    for order in [[0, 1, 2, 3, 4], [2, 3, 1, 4, 0], [4, 3, 2, 1, 0]] {
        let mut place = Place::new();
        order.iter().for_each(|n| drop(place.add(std::slice::from_ref(&all[*n]))));
        assert_eq!(groups(&place), expected, "{order:?}");
    }
}

#[test]
fn a_text_between_two_groups_joins_them() {
    let words: Vec<String> = (0..300).map(|n| format!("word{n}")).collect();
    let (first, second) = (words[..150].join(" "), words[150..].join(" "));
    let mut place = Place::new();
    place.add(&[article("a", &first), article("b", &second)]);
    assert_eq!(groups(&place), [vec!["a"], vec!["b"]]);
    place.add(&[article("c", &words[60..240].join(" "))]);
    assert_eq!(groups(&place), [vec!["a", "b", "c"]]);
}

#[test]
fn an_excerpt_is_no_copy() {
    let words: Vec<String> = (0..400).map(|n| format!("word{n}")).collect();
    let mut place = Place::new();
    place.add(&[article("long", &words.join(" ")), article("short", &words[100..150].join(" "))]);
    assert_eq!(groups(&place), [vec!["long"], vec!["short"]]);
}
