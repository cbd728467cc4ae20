//! Counts, claims, neighbours and stopping, on the store of `news`; and the ways SQLite goes for the common queries.

mod news;

use annals_store::{Counting, FindError, Kind, Query, Total, facets};
use news::{News, news};

fn query(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|error| panic!("{}", error.pointed()))
}

#[track_caller]
fn counted(News { store, .. }: &News, text: &str, facet: &str, by: Counting, expected: &[(&str, u64)]) {
    let counts = store.facet(&query(text), facet, by, 20).unwrap();
    let found: Vec<(&str, u64)> =
        counts.iter().map(|count| (count.value.as_deref().unwrap_or("-"), count.count)).collect();
    assert_eq!(found, expected, "{text} by {facet}");
}

#[test]
fn hits_are_counted_by_a_field() {
    let news = news();
    counted(&news, "ceasefire", "source", Counting::Rows, &[("herald.example", 2), ("mirror.example", 2)]);
    counted(
        &news,
        "type:statement",
        "speaker",
        Counting::Groups,
        &[("Dovan Kreel", 2), ("-", 1), ("Ann Lee", 1), ("the mayor", 1)],
    );
    counted(&news, "type:figure", "measure", Counting::Rows, &[("killed", 3), ("money", 1)]);
    counted(
        &news,
        "type:figure",
        "voice",
        Counting::Groups,
        &[("Dovan Kreel", 1), ("article", 1), ("the mayor", 1)],
    );
    counted(&news, "event:PROTEST", "country", Counting::Rows, &[("MRN", 2)]);
}

#[test]
fn copies_count_once_by_group() {
    let news = news();
    let count = |by| news.store.count_all(&query("ceasefire"), by).unwrap();
    assert_eq!(Counting::ALL.map(count), [4, 2, 1]);
    assert_eq!(news.store.count(&query("ceasefire")).unwrap(), Total::Exactly(4));
}

#[test]
fn days_come_in_the_order_of_time() {
    let news = news();
    counted(&news, "type:article", "month", Counting::Rows, &[("-", 1), ("2024-03", 3)]);
    counted(
        &news,
        "type:article",
        "day",
        Counting::Rows,
        &[("-", 1), ("2024-03-01", 1), ("2024-03-02", 1), ("2024-03-05", 1)],
    );
    // 1 March 2024 was a Friday, the 5th a Tuesday.
    counted(&news, "type:article", "week", Counting::Rows, &[("-", 1), ("2024-02-26", 2), ("2024-03-04", 1)]);
}

#[test]
fn a_facet_that_the_type_lacks_is_refused() {
    let news = news();
    let error = news.store.facet(&query("ceasefire"), "measure", Counting::Rows, 9).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`measure` cannot be counted for type sentence; it has source, lang, day, week, month, year"
    );
    for kind in Kind::ALL {
        for facet in facets(kind) {
            news.store.facet(&Query::everything(kind), facet, Counting::Groups, 9).unwrap();
        }
    }
}

#[test]
fn claims_come_once_a_group_with_their_voice() {
    let news = news();
    let claims = news.store.claims(&query("measure:killed"), 9).unwrap();
    let shown: Vec<_> = claims
        .iter()
        .map(|claim| {
            (
                claim.row.text("day").unwrap(),
                claim.row.text("voice").unwrap(),
                claim.row.real("low").unwrap(),
                claim.articles,
            )
        })
        .collect();
    assert_eq!(shown, [("2024-03-01", "the mayor", 300.0, 2), ("2024-03-05", "Dovan Kreel", 120.0, 1)]);
    assert!(matches!(news.store.claims(&query("ceasefire"), 9), Err(FindError::Facet { .. })));
}

#[test]
fn neighbours_and_findings_of_a_sentence() {
    let news = news();
    let mut hit = None;
    let _ = news.store.each(
        &query("began source:herald.example"),
        annals_store::Sort::Newest,
        |row| -> std::ops::ControlFlow<()> {
            hit = Some(row);
            std::ops::ControlFlow::Continue(())
        },
    );
    let hit = hit.unwrap();
    let around =
        news.store.neighbours(hit.integer("article").unwrap(), hit.integer("sentence").unwrap(), 1).unwrap();
    let numbers: Vec<_> = around.iter().map(|row| row.integer("sentence").unwrap()).collect();
    assert_eq!(numbers, [0, 1, 2]);
    let inside = news.store.findings_in(around[2].integer("row").unwrap()).unwrap();
    let shown: Vec<_> = inside.iter().map(|(kind, row)| (*kind, row.text("text").unwrap())).collect();
    assert_eq!(
        shown,
        [
            (Kind::Statement, "More than 300 people were killed in Varn"),
            (Kind::Event, "killed"),
            (Kind::Figure, "More than 300 people"),
            (Kind::Entity, "people"),
            (Kind::Entity, "the mayor"),
        ]
    );
}

#[test]
fn a_search_can_be_stopped() {
    let News { store, folder } = news();
    drop(store);
    let mut store = annals_store::Store::create(folder.path().join("news.annals")).unwrap();
    store
        .connection()
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
         INSERT INTO sentences SELECT i, 1, i, 0, 1, 0, 'rain' FROM n",
        )
        .unwrap();
    let all = query("type:sentence");
    let watch = store.stop_when(|| true);
    assert!(matches!(store.count_all(&all, Counting::Rows), Err(FindError::Stopped)));
    drop(watch);
    assert!(store.count_all(&all, Counting::Rows).is_ok());
    store = annals_store::Store::open(folder.path().join("news.annals")).unwrap();
    let _watch = store.stop_when(|| true);
    assert!(matches!(store.count_all(&all, Counting::Rows), Err(FindError::Stopped)));
}

/// Tables are reached by an index or by row number; only the index of articles by day may be walked.
#[test]
fn no_common_query_scans_a_table() {
    let news = news();
    let common = [
        "ceasefire",
        "ceasefire -truce",
        "ceasefire since:2024-03",
        "type:article ceasefire Kreel",
        "type:statement ceasefire",
        "speaker:Kreel",
        "ceasefire speaker:Kreel",
        "speaker:Kreel OR speaker:Lee",
        "addressee:reporters",
        "stance:deny",
        "event:PROTEST",
        "event:14 country:KES",
        "actor:army recipient:people",
        "measure:killed value:>100",
        "voice:officials",
        "place:Varn",
        "type:place country:KES",
        "source:herald.example type:event",
        "type:sentence",
        "type:statement -speaker:Kreel",
        "key:news-1",
        "id:s1-2",
    ];
    for text in common {
        let steps = news.store.steps(&query(text)).unwrap();
        let walked = [
            "a USING",
            "w VIRTUAL",
            "outlets",
            "CONSTANT",
            "stranger_words",
            "entity_words",
            "actor_words",
            "sentence_words",
        ];
        let scans = steps.iter().filter_map(|step| step.strip_prefix("SCAN "));
        let wrong: Vec<_> =
            scans.filter(|step| !walked.iter().any(|known| step.starts_with(known))).collect();
        assert!(wrong.is_empty(), "{text}: {steps:#?}");
    }
}
