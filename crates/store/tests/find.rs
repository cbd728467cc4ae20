//! The query language, on the store of `news`: each query beside what it finds.

mod news;

use annals_store::{Find, FindError, Kind, Query, Row, Sort, Store, Total};
use news::{News, news};

fn page(store: &Store, query: &str, sort: Option<Sort>, limit: usize) -> annals_store::Page {
    let query = Query::parse(query).unwrap_or_else(|error| panic!("{}", error.pointed()));
    let sort = sort.unwrap_or(Sort::of(&query));
    store.find(&query, &Find { sort, limit, after: None }).unwrap()
}

/// `key: text` of a row, of articles and events what tells them apart.
fn brief(kind: Kind, row: &Row) -> String {
    let key = row.text("key").unwrap();
    match kind {
        Kind::Article => format!("{key} {}", row.text("source").unwrap()),
        Kind::Event => format!("{key}: {}", row.text("type").unwrap()),
        _ => format!("{key}: {}", row.text("text").unwrap()),
    }
}

/// What `query` finds, copies left out, oldest first.
#[track_caller]
fn check(News { store, .. }: &News, query: &str, expected: &[&str]) {
    let page = page(store, query, Some(Sort::Oldest), 50);
    let found: Vec<String> = page.rows.iter().map(|row| brief(page.kind, row)).collect();
    let shown: Vec<&String> = found.iter().filter(|line| !line.starts_with("news-2")).collect();
    assert_eq!(shown, expected, "{query} (type {})", page.kind);
    assert_eq!(page.total, Total::Exactly(found.len() as u64), "{query}");
}

const HOLDING: &str = "news-1: Dovan Kreel said the ceasefire in Varn was holding.";
const BEGAN: &str = "news-1: The ceasefire began on 1 March.";
const KILLED: &str = "news-1: More than 300 people were killed in Varn, the mayor said.";
const MARCHED: &str = "news-1: Thousands marched in Orsk on Friday.";
const NO_TRUCE: &str = "news-3: “There will be no truce,” Ann Lee told reporters.";
const DENIED: &str = "news-3: Dovan Kreel denied that 120 people were killed.";
const VISIT: &str = "news-3: The army plans to visit Orsk.";
const PLEDGED: &str = "news-3: Kesland pledged 5 million crowns, officials claimed.";
const REGEN: &str = "news-4: Regen fiel in Varn.";

#[test]
fn words_are_looked_for_in_sentences() {
    let news = news();
    check(&news, "ceasefire", &[HOLDING, BEGAN]);
    check(&news, "CEASEFIRE began", &[BEGAN]);
    check(&news, "\"the ceasefire in\"", &[HOLDING]);
    check(&news, "“the ceasefire in”", &[HOLDING]);
    check(&news, "ceasefire -Kreel", &[BEGAN]);
    check(&news, "ceasefire NOT Kreel", &[BEGAN]);
    check(&news, "began OR truce", &[BEGAN, NO_TRUCE]);
    check(&news, "(ceasefire began) OR (truce -ceasefire)", &[BEGAN, NO_TRUCE]);
    check(&news, "ceasefire (began OR holding)", &[HOLDING, BEGAN]);
    check(&news, "cease*", &[HOLDING, BEGAN]);
    check(&news, "\"people were kil\"*", &[KILLED, DENIED]);
    check(&news, "nothing of the kind", &[]);
}

#[test]
fn fields_imply_what_is_found() {
    let news = news();
    check(
        &news,
        "speaker:Kreel",
        &["news-1: the ceasefire in Varn was holding", "news-3: 120 people were killed"],
    );
    check(&news, "ceasefire speaker:Kreel", &["news-1: the ceasefire in Varn was holding"]);
    check(&news, "event:PROTEST", &["news-1: PROTEST"]);
    check(&news, "measure:killed", &["news-1: More than 300 people", "news-3: 120 people"]);
    check(&news, "speaker:Kreel measure:killed", &["news-3: 120 people"]);
    check(&news, "speaker:mayor event:assault", &["news-1: ASSAULT"]);
    check(&news, "place:Varn", &[HOLDING]);
    check(&news, "type:article ceasefire", &["news-1 herald.example"]);
    check(&news, "type:articles Kreel people", &["news-1 herald.example", "news-3 tribune.example"]);
    check(&news, "type:article march* -ceasefire", &[]);
    check(&news, "type:time", &["news-1: 1 March"]);
    check(&news, "type:place orsk", &["news-1: Orsk", "news-3: Orsk"]);
    check(&news, "type:entity killed", &["news-1: the mayor", "news-1: people", "news-3: Dovan Kreel"]);
}

#[test]
fn statements_go_by_who_speaks_and_how() {
    let news = news();
    check(&news, "speaker:\"Dovan Kreel\" stance:deny", &["news-3: 120 people were killed"]);
    check(
        &news,
        "speaker:person/KES/dovan-kreel -stance:deny",
        &["news-1: the ceasefire in Varn was holding"],
    );
    check(&news, "speaker:person/KES/*  -stance:deny", &["news-1: the ceasefire in Varn was holding"]);
    check(&news, "speaker:mayor", &["news-1: More than 300 people were killed in Varn"]);
    check(&news, "speaker:official*", &["news-3: Kesland pledged 5 million crowns"]);
    check(&news, "addressee:reporters form:direct", &["news-3: “There will be no truce,”"]);
    check(
        &news,
        "speaker:Lee OR speaker:mayor",
        &["news-1: More than 300 people were killed in Varn", "news-3: “There will be no truce,”"],
    );
    check(&news, "type:statement country:MRN", &["news-3: “There will be no truce,”"]);
    check(&news, "type:statement place:Varn", &["news-1: the ceasefire in Varn was holding"]);
    check(
        &news,
        "type:statement -speaker:Kreel -speaker:Lee truce OR pledged",
        &["news-3: Kesland pledged 5 million crowns"],
    );
}

#[test]
fn events_and_figures_have_a_voice() {
    let news = news();
    check(&news, "event:14", &["news-1: PROTEST"]);
    check(&news, "event:visit status:planned", &["news-3: CONSULT"]);
    check(&news, "status:planned voice:article", &["news-3: CONSULT"]);
    check(&news, "status:planned voice:statement", &["news-3: AID"]);
    check(&news, "voice:officials", &["news-3: AID"]);
    check(&news, "actor:army OR actor:state/KES", &["news-3: CONSULT", "news-3: AID"]);
    check(&news, "recipient:people", &["news-1: ASSAULT"]);
    check(&news, "type:event country:Kesland", &["news-1: ASSAULT", "news-3: AID"]);
    check(&news, "event:ASSAULT measure:killed", &["news-1: More than 300 people"]);
    check(&news, "type:figure voice:\"Dovan Kreel\"", &["news-3: 120 people"]);
    check(&news, "type:entity actor:Lee", &["news-3: Ann Lee"]);
}

#[test]
fn figures_go_by_their_range() {
    let news = news();
    let (over, exact, money) =
        ("news-1: More than 300 people", "news-3: 120 people", "news-3: 5 million crowns");
    check(&news, "value:>120", &[over, money]);
    check(&news, "value:>=120", &[over, exact, money]);
    check(&news, "value:<=300", &[over, exact]);
    check(&news, "value:100..200", &[exact]);
    check(&news, "value:120", &[exact]);
    check(&news, "value:1,000.. unit:money", &[money]);
    check(&news, "measure:kill*", &[over, exact]);
}

#[test]
fn articles_go_by_outlet_day_language_and_ids() {
    let news = news();
    check(&news, "type:article source:herald.example", &["news-1 herald.example"]);
    check(&news, "type:article source:HERALD*", &["news-1 herald.example"]);
    check(&news, "type:article since:2024-03-05", &["news-3 tribune.example"]);
    check(&news, "type:article until:2024-03-01", &["news-1 herald.example"]);
    check(
        &news,
        "type:article since:2024 until:2024-03",
        &["news-1 herald.example", "news-3 tribune.example"],
    );
    check(&news, "type:article since:2025", &[]);
    check(&news, "lang:de", &[REGEN]);
    check(&news, "key:news-4", &[REGEN]);
    check(
        &news,
        "truce version:all",
        &["news-3: “There will be a truce,” Ann Lee told reporters.", NO_TRUCE],
    );
    check(&news, "Orsk -place:Orsk", &[]);
    check(&news, "Orsk since:2024-03-03", &[VISIT]);
    let article = page(&news.store, "type:article key:news-3", None, 9).rows.remove(0);
    let (article, group) = (article.text("article_id").unwrap(), article.text("group").unwrap());
    check(&news, &format!("article:{article} crowns"), &[PLEDGED]);
    check(&news, &format!("group:{group} crowns"), &[PLEDGED]);
    check(&news, &format!("id:{article}"), &["news-3 tribune.example"]);
    check(&news, &format!("id:{article}/1"), &[DENIED]);
    let denied = page(&news.store, "stance:deny", None, 9).rows.remove(0);
    check(&news, &format!("id:{}", denied.text("id").unwrap()), &["news-3: 120 people were killed"]);
    check(
        &news,
        &format!("id:{article}/{} type:statement", denied.text("id").unwrap()),
        &["news-3: 120 people were killed"],
    );
    check(&news, &format!("id:{article}/{} type:figure", denied.text("id").unwrap()), &[]);
}

#[test]
fn copies_share_a_group() {
    let news = news();
    let page = page(&news.store, "type:article ceasefire", Some(Sort::Newest), 9);
    let groups: Vec<_> = page.rows.iter().map(|row| row.text("group").unwrap()).collect();
    assert_eq!(groups.len(), 2);
    assert_eq!(groups[0], groups[1]);
    let first = page.rows[1].text("article_id").unwrap();
    assert_eq!(groups[0], first);
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let news = news();
    for text in [
        "type:sentence",
        "ceasefire OR killed OR truce",
        "type:entity",
        "type:article",
        "type:statement people OR ceasefire OR truce",
    ] {
        for sort in Sort::ALL {
            let query = Query::parse(text).unwrap();
            let all = news.store.find(&query, &Find { sort, limit: 100, after: None }).unwrap();
            assert!(all.next.is_none());
            let mut after = None;
            let mut rows = Vec::new();
            loop {
                let page = news.store.find(&query, &Find { sort, limit: 2, after }).unwrap();
                assert_eq!(page.total, all.total);
                assert!(page.rows.len() <= 2);
                rows.extend(page.rows);
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(rows, all.rows, "{text} by {}", sort.name());
            let mut streamed = Vec::new();
            let end = news.store.each(&query, sort, |row| -> std::ops::ControlFlow<()> {
                streamed.push(row);
                std::ops::ControlFlow::Continue(())
            });
            assert!(end.unwrap().is_continue());
            assert_eq!(streamed, all.rows, "{text} by {}", sort.name());
        }
    }
}

#[test]
fn a_token_of_another_query_is_refused() {
    let news = news();
    let query = Query::parse("type:sentence").unwrap();
    let next = page(&news.store, "type:sentence", None, 2).next;
    let ask = |text: &str, sort| {
        news.store.find(&Query::parse(text).unwrap(), &Find { sort, limit: 2, after: next.clone() })
    };
    assert!(ask("type:sentence", Sort::of(&query)).is_ok());
    assert!(matches!(ask("type:sentence", Sort::Oldest), Err(FindError::Token)));
    assert!(matches!(ask("type:entity", Sort::Newest), Err(FindError::Token)));
}

#[test]
fn a_type_can_be_forced_on_a_query() {
    let news = news();
    let count = |kind| news.store.count(&Query::parse_for("killed since:2024-03-05", kind).unwrap()).unwrap();
    assert_eq!(count(Kind::Sentence), Total::Exactly(1));
    assert_eq!(count(Kind::Statement), Total::Exactly(1));
    assert_eq!(count(Kind::Figure), Total::Exactly(1));
    assert_eq!(count(Kind::Event), Total::Exactly(0));
    assert_eq!(news.store.count(&Query::parse_for("", Kind::Place).unwrap()).unwrap(), Total::Exactly(5));
    assert!(Query::parse_for("stance:deny", Kind::Figure).is_err());
    let _ = MARCHED;
}
