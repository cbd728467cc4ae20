//! A store exported: what each form looks like on a small store with events, written by hand.

use std::fs;
use std::path::{Path, PathBuf};

use annals_store::export::{About, Export, ExportError, Form, Style, Which, Written};
use annals_store::{Kind, Query, Store};
use serde_json::Value;

/// Two articles: one of three sentences with a visit and a demand, one with a title that a spreadsheet takes for a formula.
const STORE: &str = r#"
INSERT INTO runs (run, started, engine, inputs) VALUES (1, '2026-11-29T07:08:09Z', 'annals 0.1.0 model:3f9a', '[]');
INSERT INTO articles (article, id, key, uri, version, current, source, title, byline, published, day, language, text, words, syndicate, notes, engine, run)
VALUES (1, 'aaaa1111', 'k1', 'https://tarn.example/1', 1, 1, 'tarn.example', 'A visit', '["Ann Lee"]', '2024-03-30', '2024-03-30', 'en',
        'Dovan Kreel visited Orsel. “It is 😀 late,” he said.' || char(10) || 'Kreel asked the Guild to leave.', 15, 1, '[]', 'annals 0.1.0 model:3f9a', 1),
       (2, 'bbbb2222', NULL, NULL, 1, 1, NULL, '=HYPERLINK("x")', '[]', NULL, NULL, 'en', 'Rain.', 1, 2, '[]', 'annals 0.1.0 model:3f9a', 1),
       (3, 'cccc3333', NULL, NULL, 1, 0, NULL, 'Old', '[]', NULL, NULL, 'en', 'Old.', 1, 3, '[]', 'annals 0.1.0 model:3f9a', 1);
INSERT INTO sentences (sentence, article, n, start, "end", paragraph, text)
VALUES (1, 1, 0, 0, 26, 0, 'Dovan Kreel visited Orsel.'), (2, 1, 1, 27, 51, 0, '“It is 😀 late,” he said.'),
       (3, 1, 2, 52, 83, 1, 'Kreel asked the Guild to leave.'), (4, 2, 0, 0, 5, 0, 'Rain.'), (5, 3, 0, 0, 4, 0, 'Old.');
INSERT INTO actors (actor, key, name, kind) VALUES (1, 'person/-/dovan kreel', 'Dovan Kreel', 'person');
INSERT INTO entities (entity, article, id, name, kind, country, role, title, actor)
VALUES (1, 1, 'e0-11', 'Dovan Kreel', 'person', 'LUS', 'GOV', 'envoy', 1), (2, 1, 'e20-25', 'Orsel', 'place', 'ORS', NULL, NULL, NULL),
       (3, 1, 'e68-73', 'the Guild; north', 'organization', NULL, 'REB', NULL, NULL);
INSERT INTO mentions (entity, article, start, "end", form, head_start, head_end, sentence)
VALUES (1, 1, 0, 11, 'name', 6, 11, 1), (1, 1, 43, 45, 'pronoun', NULL, NULL, 2), (1, 1, 52, 57, 'name', 52, 57, 3),
       (2, 1, 20, 25, 'name', NULL, NULL, 1), (3, 1, 64, 73, 'name', NULL, NULL, 3);
INSERT INTO statements (statement, article, id, form, parts, start, "end", text, cue, lemma, stance, negated, speaker, speaker_entity, speaker_by, speaker_score, alternates, sentence)
VALUES (1, 1, 's27-42', 'direct', '[[27,42]]', 27, 42, '“It is 😀 late,”', 'said', 'say', 'neutral', 0, 'he', 1, 'cue', 0.75, '[]', 2);
INSERT INTO places (place, article, id, start, "end", text, name, country, admin1, lat, lon, geonames, sentence)
VALUES (1, 1, 'p20-25', 20, 25, 'Orsel', 'Orsel', 'ORS', 'North', 35.5, -51.25, 77, 1);
INSERT INTO events (event, article, id, type, mode, cameo, intensity, "trigger", start, "end", day_start, day_end, place, status, mentions, confidence, sentence)
VALUES (1, 1, 'v12-19', 'CONSULT', 'visit', '042', 1.9, 'visited', 12, 19, '2024-03-28', '2024-03-28', 1, 'actual', '[[12,19]]', 0.5, 1),
       (2, 1, 'v58-63', 'REQUEST', NULL, NULL, NULL, 'asked', 58, 63, NULL, NULL, NULL, 'demanded', '[[58,63]]', NULL, 3);
INSERT INTO participants (event, side, n, entity) VALUES (1, 'actor', 0, 1), (1, 'recipient', 0, 2), (1, 'recipient', 1, 3), (2, 'actor', 0, 1);
"#;

struct Made {
    _folder: tempfile::TempDir,
    store: Store,
    out: PathBuf,
}

fn made() -> Made {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.annals");
    Store::create(&path).unwrap().connection().execute_batch(STORE).unwrap();
    Made { store: Store::open(&path).unwrap(), out: folder.path().join("out"), _folder: folder }
}

fn about() -> About {
    About { made: "2026-11-29T08:00:00Z".to_owned(), ..About::default() }
}

/// Exports all in `forms` and says what files came of it.
fn all(made: &Made, forms: &[&str], which: Which) -> Result<Vec<Written>, ExportError> {
    let mut export = Export::begin(&made.store, &made.out, false)?;
    export.choose_all()?;
    for name in forms {
        export.write(Form::named(name).unwrap(), Style::default(), which)?;
    }
    export.finish(&about())
}

fn read(made: &Made, name: &str) -> String {
    fs::read_to_string(made.out.join(name)).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Cells of a line by the names of the first line.
fn cells<'a>(head: &'a str, line: &'a str) -> Vec<(&'a str, &'a str)> {
    head.split('\t').zip(line.split('\t')).filter(|(_, cell)| !cell.is_empty()).collect()
}

#[test]
fn all_tables_come_with_their_description() {
    let made = made();
    let written = all(&made, &["csv", "tsv", "jsonl", "parquet"], Which::Actual).unwrap();
    let tables = [
        "articles",
        "entities",
        "events",
        "figures",
        "mentions",
        "participants",
        "places",
        "sentences",
        "statements",
        "times",
    ];
    let mut expected: Vec<_> = tables
        .iter()
        .flat_map(|table| ["csv", "jsonl", "parquet", "tsv"].map(|suffix| format!("{table}.{suffix}")))
        .collect();
    expected.extend(["codebook.md", "CITATION.cff", "datapackage.json"].map(str::to_owned));
    expected.sort();
    assert_eq!(names(&made.out), expected);
    let rows = |name: &str| written.iter().find(|file| file.name == name).unwrap().rows;
    assert_eq!((rows("articles.csv"), rows("sentences.tsv"), rows("mentions.jsonl")), (2, 4, 5));
}

#[test]
fn csv_is_safe_and_the_old_version_is_left_out() {
    let made = made();
    all(&made, &["csv"], Which::Actual).unwrap();
    let articles = read(&made, "articles.csv");
    let lines: Vec<_> = articles.split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("row,article,article_id,key,uri,source,title,"));
    assert!(lines[1].starts_with("1,1,aaaa1111,k1,https://tarn.example/1,tarn.example,A visit,2024-03-30,2024-03-30,en,1,true,aaaa1111,"));
    assert!(lines[2].starts_with("2,2,bbbb2222,,,,\"'=HYPERLINK(\"\"x\"\")\",,,en,1,true,"), "{}", lines[2]);
    assert_eq!(lines.len(), 3);
}

#[test]
fn mentions_and_participants_link_by_ids() {
    let made = made();
    all(&made, &["tsv"], Which::Actual).unwrap();
    let mentions = read(&made, "mentions.tsv");
    let lines: Vec<_> = mentions.lines().collect();
    assert_eq!(lines[2], "aaaa1111\te0-11\t1\t1\t43\t45\the\tpronoun\t\t");
    assert_eq!(lines[5], "aaaa1111\te68-73\t0\t2\t64\t73\tthe Guild\tname\t\t");
    let participants = read(&made, "participants.tsv");
    assert_eq!(
        participants.lines().nth(1).unwrap(),
        "aaaa1111\tv12-19\tactor\t0\te0-11\tDovan Kreel\tLUS\tGOV\tperson/-/dovan kreel"
    );
}

#[test]
fn polecat_has_a_line_a_pair() {
    let made = made();
    all(&made, &["polecat"], Which::Actual).unwrap();
    let file = read(&made, "polecat.tsv");
    let lines: Vec<_> = file.lines().collect();
    assert_eq!(lines[0].split('\t').count(), 40);
    assert_eq!(lines.len(), 3);
    let expected = [
        ("Event ID", "aaaa1111/v12-19"),
        ("Event Date", "2024-03-28"),
        ("Event Type", "CONSULT"),
        ("Event Mode", "visit"),
        ("Event Intensity", "1.9"),
        ("Quad Code", "VERBAL COOPERATION"),
        ("Actor Name", "Dovan Kreel"),
        ("Actor Country", "LUS"),
        ("Primary Actor Sector", "GOV"),
        ("Actor Sectors", "GOV"),
        ("Actor Title", "envoy"),
        ("Actor Name Raw", "Dovan Kreel"),
        ("Recipient Name", "Orsel"),
        ("Recipient Country", "ORS"),
        ("Recipient Name Raw", "Orsel"),
        ("Placename", "Orsel"),
        ("Province", "North"),
        ("Country", "ORS"),
        ("Latitude", "35.5"),
        ("Longitude", "-51.25"),
        ("GeoNames ID", "77"),
        ("Raw Placename", "Orsel"),
        ("Source", "tarn.example"),
        ("Publication Date", "2024-03-30"),
        ("Story People", "Dovan Kreel"),
        ("Story Organizations", "the Guild, north"),
        ("Story Locations", "Orsel"),
        ("Language", "en"),
        ("Version", "annals 0.1.0 model:3f9a"),
    ];
    assert_eq!(cells(lines[0], lines[1]), expected);
    assert!(lines[2].starts_with("aaaa1111/v12-19#2\t"));
}

#[test]
fn gdelt_has_its_columns_in_order() {
    let made = made();
    all(&made, &["gdelt", "gdelt1"], Which::Actual).unwrap();
    let (two, one) = (read(&made, "gdelt.tsv"), read(&made, "gdelt1.tsv"));
    let cells: Vec<_> = two.lines().next().unwrap().split('\t').collect();
    assert_eq!((cells.len(), two.lines().count()), (61, 2));
    assert!(cells[0].parse::<u64>().unwrap() < 1 << 53);
    assert_ne!(cells[0], two.lines().nth(1).unwrap().split('\t').next().unwrap());
    assert_eq!(cells[1..5], ["20240328", "202403", "2024", "2024.3233"]);
    assert_eq!(cells[5..8], ["LUSGOV", "DOVAN KREEL", "LUS"]);
    assert_eq!(cells[12], "GOV");
    assert_eq!(cells[15..18], ["ORS", "ORSEL", "ORS"]);
    assert_eq!(cells[25..35], ["1", "042", "042", "04", "1", "1.9", "1", "1", "1", ""]);
    assert_eq!(cells[52], "Orsel, North, ORS");
    assert_eq!(cells[56..58], ["35.5", "-51.25"]);
    assert_eq!(cells[59..], ["20261129070809", "https://tarn.example/1"]);
    let cells: Vec<_> = one.lines().next().unwrap().split('\t').collect();
    assert_eq!(cells.len(), 58);
    assert_eq!(cells[56..], ["20261129", "https://tarn.example/1"]);
}

#[test]
fn events_that_did_not_happen_come_with_their_status_or_not_at_all() {
    let made = made();
    all(&made, &["polecat", "gdelt"], Which::All).unwrap();
    let polecat = read(&made, "polecat.tsv");
    let last: Vec<_> = polecat.lines().map(|line| line.rsplit('\t').next().unwrap()).collect();
    assert_eq!(last, ["Status", "actual", "actual", "demanded"]);
    let gdelt = read(&made, "gdelt.tsv");
    let demand: Vec<_> = gdelt.lines().last().unwrap().split('\t').collect();
    assert_eq!((demand.len(), demand[1], demand[25], demand[29], demand[61]), (62, "", "0", "3", "demanded"));
}

#[test]
fn annotations_are_web_annotations() {
    let made = made();
    all(&made, &["annotations"], Which::Actual).unwrap();
    let page: Value = serde_json::from_str(&read(&made, "annotations.jsonld")).unwrap();
    assert_eq!(
        (&page["@context"], &page["type"]),
        (&"http://www.w3.org/ns/anno.jsonld".into(), &"AnnotationPage".into())
    );
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 7);
    let text: Vec<char> =
        "Dovan Kreel visited Orsel. “It is 😀 late,” he said.\nKreel asked the Guild to leave."
            .chars()
            .collect();
    for item in items {
        assert_eq!(item["type"], "Annotation");
        assert!(item["id"].as_str().unwrap().starts_with("urn:annals:aaaa1111:"));
        let selector = &item["target"]["selector"];
        let at = |name: &str| selector[0][name].as_u64().unwrap() as usize;
        assert_eq!(selector[1]["exact"], text[at("start")..at("end")].iter().collect::<String>());
        assert!(item["body"].as_array().unwrap().iter().all(|body| body["type"] == "TextualBody"));
    }
}

#[test]
fn a_query_of_one_kind_gives_its_rows_and_their_articles() {
    let made = made();
    let mut export = Export::begin(&made.store, &made.out, false).unwrap();
    assert_eq!(export.choose(Kind::Event, [Ok(2)], false).unwrap(), 1);
    export.write(Form::named("jsonl").unwrap(), Style::default(), Which::Actual).unwrap();
    export.finish(&About { query: Some("type:event status:demanded".to_owned()), ..about() }).unwrap();
    let expected = [
        "CITATION.cff",
        "articles.jsonl",
        "codebook.md",
        "datapackage.json",
        "events.jsonl",
        "participants.jsonl",
    ];
    assert_eq!(names(&made.out), expected);
    let event: Value = serde_json::from_str(&read(&made, "events.jsonl")).unwrap();
    assert_eq!(
        (&event["id"], &event["current"], &event["actors"]),
        (&"v58-63".into(), &true.into(), &serde_json::json!(["Dovan Kreel"]))
    );
    assert_eq!(read(&made, "participants.jsonl").lines().count(), 1);
    assert_eq!(read(&made, "articles.jsonl").lines().count(), 1);
    assert!(read(&made, "codebook.md").contains("1 articles: the query `type:event status:demanded`, read by annals 0.1.0 model:3f9a in one run of 2026-11-29T07:08:09Z."));
}

#[test]
fn whole_articles_can_be_had_and_events_need_events() {
    let made = made();
    let mut export = Export::begin(&made.store, &made.out, false).unwrap();
    export.choose(Kind::Sentence, [Ok(1)], true).unwrap();
    export.write(Form::named("jsonl").unwrap(), Style::default(), Which::Actual).unwrap();
    export.finish(&about()).unwrap();
    assert_eq!(read(&made, "sentences.jsonl").lines().count(), 3);
    let mut export = Export::begin(&made.store, &made.out, true).unwrap();
    export.choose(Kind::Sentence, [Ok(1)], false).unwrap();
    let refused = export.write(Form::Polecat, Style::default(), Which::Actual);
    assert!(matches!(refused, Err(ExportError::NoEvents(Kind::Sentence))));
    drop(export);
    assert_eq!(read(&made, "sentences.jsonl").lines().count(), 3);
}

#[test]
fn two_exports_are_the_same_to_the_byte() {
    let made = made();
    let forms = ["csv", "parquet", "annotations", "gdelt"];
    let first = all(&made, &forms, Which::Actual).unwrap();
    fs::remove_dir_all(&made.out).unwrap();
    assert_eq!(first, all(&made, &forms, Which::Actual).unwrap());
}

#[test]
fn the_package_is_described() {
    let made = made();
    let written = all(&made, &["csv"], Which::Actual).unwrap();
    let package: Value = serde_json::from_str(&read(&made, "datapackage.json")).unwrap();
    assert_eq!(package["annals"]["articles"], 2);
    assert_eq!(package["annals"]["engines"], serde_json::json!(["annals 0.1.0 model:3f9a"]));
    let statements = package["resources"]
        .as_array()
        .unwrap()
        .iter()
        .find(|resource| resource["path"] == "statements.csv")
        .unwrap();
    let file = written.iter().find(|file| file.name == "statements.csv").unwrap();
    assert_eq!(statements["hash"], format!("sha256:{}", file.sha256));
    assert_eq!(statements["profile"], "tabular-data-resource");
    assert_eq!(statements["schema"]["primaryKey"], serde_json::json!(["article_id", "id"]));
    assert_eq!(statements["schema"]["foreignKeys"][0]["reference"]["resource"], "articles.csv");
    let field = &statements["schema"]["fields"][0];
    assert_eq!(
        (&field["name"], &field["type"], &field["constraints"]["required"]),
        (&"row".into(), &"integer".into(), &true.into())
    );
    let cff = read(&made, "CITATION.cff");
    assert!(cff.contains("date-released: \"2026-11-29\"\n") && cff.contains("type: dataset\n"), "{cff}");
}

#[test]
fn the_folder_of_somebody_else_is_refused() {
    let made = made();
    fs::create_dir(&made.out).unwrap();
    fs::write(made.out.join("mine.txt"), "mine").unwrap();
    assert!(matches!(all(&made, &["csv"], Which::Actual), Err(ExportError::NotEmpty(_))));
    assert_eq!(names(&made.out), ["mine.txt"]);
}

/// What each column of the files of event data holds stands in the documentation.
#[test]
fn every_column_of_event_data_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let docs = text("docs/export.md");
    let lines = |table: String| {
        table.lines().filter(|line| !line.starts_with('#')).skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let holds = |cell: &str| if cell.is_empty() { "–".to_owned() } else { cell.to_owned() };
    for line in lines(text("data/store/polecat.tsv")) {
        let (column, cell) = line.split_once('\t').unwrap();
        assert!(docs.contains(&format!("\n| {column} | {} |", holds(cell))), "{column}");
    }
    for line in lines(text("data/store/gdelt.tsv")) {
        let cells: Vec<_> = line.split('\t').collect();
        let version = if cells[1] == "2" { "2.0 only" } else { "both" };
        assert!(docs.contains(&format!("\n| {} | {version} | {} |", cells[0], holds(cells[2]))), "{line}");
    }
}

#[test]
fn what_was_rejected_is_left_out_with_its_participants() {
    let made = made();
    let rejected = "INSERT INTO verdicts (article, finding, review, fields, made)
        VALUES (1, 'v12-19', 'rejected', '[]', '2026-11-29T07:30:00Z'), (1, 'e20-25', 'rejected', '[]', '2026-11-29T07:30:00Z')";
    Store::create(made.out.with_file_name("a.annals")).unwrap().connection().execute_batch(rejected).unwrap();
    all(&made, &["jsonl"], Which::Actual).unwrap();
    let count = |name: &str| read(&made, name).lines().count();
    assert_eq!((count("events.jsonl"), count("participants.jsonl")), (1, 1));
    assert_eq!((count("entities.jsonl"), count("mentions.jsonl")), (2, 4));
}

#[test]
fn a_query_chooses() {
    let made = made();
    let query = Query::parse("type:event status:demanded").unwrap();
    let mut export = Export::begin(&made.store, &made.out, false).unwrap();
    assert_eq!(export.choose_query(&query, false).unwrap(), 1);
    export.write(Form::named("jsonl").unwrap(), Style::default(), Which::Actual).unwrap();
    export.finish(&about()).unwrap();
    assert!(read(&made, "events.jsonl").contains("\"id\":\"v58-63\""));
}
