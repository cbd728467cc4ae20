//! `annals add`, `annals show` and `annals correct` as a user meets them, killed at any moment too.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use annals_record::Record;
use annals_store::Store;
use common::{Folder, PROGRAM, annals, annals_stdin};
use serde_json::{Value, json};

const ANN: &str = "“The river rose by two metres in the night,” Ann Lee, the mayor of Halvet, said on 3 March 2024. Ben Ott denied it.";

/// A line of an article.
fn line(n: usize, text: &str) -> String {
    json!({"id": format!("k{n}"), "uri": format!("https://a.example/{n}"), "source": "A", "text": text})
        .to_string()
        + "\n"
}

fn store(folder: &Folder, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

fn outcomes(stdout: &str) -> Vec<String> {
    let lines = stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| line["outcome"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn articles_are_added_once_and_come_back() {
    let folder = Folder::new();
    let file = folder.file("news.jsonl", (line(1, ANN) + &line(2, "Rain fell on the hills.")).as_bytes());
    let store = store(&folder, "news.annals");
    let run = annals(&["add", &store, &file, "--log"]);
    assert_eq!(
        (run.status, outcomes(&run.stdout)),
        (0, vec!["added".into(), "added".into()]),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("2 added, 0 changed, 0 known, 0 failed"), "{}", run.stderr);
    let again = annals(&["add", &store, &file, "--log"]);
    assert_eq!(
        (again.status, outcomes(&again.stdout)),
        (0, vec!["known".into(), "known".into()]),
        "{}",
        again.stderr
    );
    let beside: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 2, "one file is the whole store: {beside:?}");
    let read = annals(&["read", &file]).records();
    let shown = annals(&["show", &store, "k1"]).records();
    assert_eq!(shown[0]["record"], read[0]);
}

#[test]
fn one_text_under_two_keys_is_two_articles_of_one_group() {
    let folder = Folder::new();
    let store = store(&folder, "news.annals");
    let line = |key: &str| json!({"id": key, "text": ANN}).to_string() + "\n";
    let run = annals_stdin(
        &["add", &store, "-", "--article-only"],
        (line("a") + &line("b") + &line("a")).as_bytes(),
    );
    assert!(run.stderr.contains("2 added, 0 changed, 1 known"), "{}", run.stderr);
    assert!(run.stderr.contains("holds 2 articles in 1 groups"), "{}", run.stderr);
}

#[test]
fn a_new_text_at_an_address_is_a_new_version() {
    let folder = Folder::new();
    let store = store(&folder, "news.annals");
    let add = |text: &str| annals_stdin(&["add", &store, "-", "--log"], line(1, text).as_bytes());
    let first = add(ANN);
    let second = add(&ANN.replace("two metres", "three metres"));
    assert_eq!(outcomes(&second.stdout), ["changed"], "{}", second.stderr);
    let shown = &annals(&["show", &store, "https://a.example/1"]).records()[0];
    assert_eq!(shown["record"]["article"]["text"], ANN.replace("two metres", "three metres"));
    assert_eq!(shown["versions"].as_array().unwrap().len(), 2);
    let id = serde_json::from_str::<Value>(first.stdout.trim()).unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        annals(&["show", &store, &id]).records()[0]["record"]["article"]["text"],
        ANN,
        "the old one is citable"
    );
}

#[test]
fn articles_without_findings_are_read_later() {
    let folder = Folder::new();
    let file = folder.file("news.jsonl", line(1, ANN).as_bytes());
    let store = store(&folder, "news.annals");
    annals(&["add", &store, &file, "--article-only"]);
    assert_eq!(annals(&["show", &store, "k1"]).records()[0]["record"]["statements"], json!([]));
    let run = annals(&["add", &store, &file, "--log"]);
    assert_eq!(outcomes(&run.stdout), ["reread"], "{}", run.stderr);
    assert!(run.stderr.contains("1 read anew"), "{}", run.stderr);
    assert_eq!(annals(&["show", &store, "k1"]).records()[0]["record"], annals(&["read", &file]).records()[0]);
    let back = annals(&["add", &store, &file, "--article-only", "--log"]);
    assert_eq!(outcomes(&back.stdout), ["known"], "findings are never taken away");
}

#[test]
fn what_cannot_be_read_is_told_and_kept() {
    let folder = Folder::new();
    let file = folder.file(
        "news.jsonl",
        format!("{}{{\"id\": 9, nonsense}}\n{}", line(1, ANN), line(2, "Rain.")).as_bytes(),
    );
    let store = store(&folder, "news.annals");
    let run = annals(&["add", &store, &file, "missing.txt", "--log"]);
    assert_eq!((run.status, outcomes(&run.stdout).len()), (2, 4), "{}", run.stderr);
    assert!(run.stderr.contains("missing.txt: cannot be opened"), "{}", run.stderr);
    let db = Store::open(&store).unwrap();
    let failures: i64 =
        db.connection().query_row("SELECT count(*) FROM failures", [], |row| row.get(0)).unwrap();
    assert_eq!(failures, 2);
    let strict = annals(&["add", &store, "missing.txt", &file, "--strict", "--log"]);
    assert_eq!(
        (strict.status, outcomes(&strict.stdout)),
        (2, vec!["failed".to_owned()]),
        "{}",
        strict.stderr
    );
}

#[test]
fn wrong_uses_say_what_to_do() {
    let folder = Folder::new();
    let text = folder.file("page.txt", b"no store");
    let run = annals(&["add", &text, &text]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("this file is no annals store"), "{}", run.stderr);
    assert_eq!(fs::read(&text).unwrap(), b"no store", "it is left alone");
    let missing = annals(&["show", &store(&folder, "none.annals"), "k1"]);
    assert!(missing.stderr.contains("there is no store here"), "{}", missing.stderr);
    let good = store(&folder, "news.annals");
    annals_stdin(&["add", &good, "-"], (line(1, ANN) + &line(2, ANN)).as_bytes());
    let nothing = annals(&["show", &good, "k9"]);
    assert_eq!((nothing.status, nothing.stdout.as_str()), (1, ""), "{}", nothing.stderr);
    let lost = annals(&["show", &good, "k1/s1-2"]);
    assert_eq!(lost.status, 1);
    assert!(lost.stderr.contains("has no finding s1-2"), "{}", lost.stderr);
}

#[test]
fn copies_say_in_what_they_differ() {
    let folder = Folder::new();
    let store = store(&folder, "news.annals");
    let story = "At least 12 people were killed when a ferry sank near Halvet, the police said on Monday. The boat was on its way to Orsel \
                 with eighty passengers and a load of timber. “Nobody had checked the engine for a year,” Ann Lee, a teacher who was on board, said. \
                 Divers went on with the search in the evening, and the harbour was closed to all other ships until the morning.";
    let copy = story.replace("12 people", "15 people").replace(
        " “Nobody had checked the engine for a year,” Ann Lee, a teacher who was on board, said.",
        "",
    );
    annals_stdin(&["add", &store, "-"], (line(1, story) + &line(2, &copy)).as_bytes());
    let shown = &annals(&["show", &store, "k1"]).records()[0];
    assert_eq!(shown["copies"][0]["key"], "k2", "{shown}");
    let difference = &shown["differences"][0];
    assert_eq!(
        (&difference["figures"][0]["here"]["low"], &difference["figures"][0]["there"]["low"]),
        (&json!(12.0), &json!(15.0))
    );
    assert!(difference["only_here"].to_string().contains("checked the engine"), "{difference}");
    assert_eq!(difference["only_there"], json!([]));
    let page = annals(&["show", &store, "k1", "--format", "report"]).stdout;
    for words in [
        "Copies",
        "1 other figure",
        "here “At least 12 people”",
        "only here: Ann Lee: “Nobody had checked the engine",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_finding_is_shown_with_its_words_and_voice() {
    let folder = Folder::new();
    let store = store(&folder, "news.annals");
    annals_stdin(&["add", &store, "-"], line(1, ANN).as_bytes());
    let record = &annals(&["show", &store, "k1"]).records()[0]["record"];
    let id = record["statements"][0]["id"].as_str().unwrap();
    let shown = &annals(&["show", &store, &format!("k1/{id}")]).records()[0];
    assert_eq!(shown["finding"], record["statements"][0]);
    assert_eq!(shown["text"], "“The river rose by two metres in the night,”");
    let page = annals(&["show", &store, &format!("k1/{id}"), "--format", "report"]).stdout;
    assert!(page.contains("⟦“The river rose by two metres in the night,”⟧ Ann Lee"), "{page}");
    assert!(page.contains("Ann Lee says"), "{page}");
}

#[test]
fn articles_and_findings_are_cited() {
    let folder = Folder::new();
    let store = store(&folder, "news.annals");
    annals_stdin(&["add", &store, "-"], line(1, ANN).as_bytes());
    let record = &annals(&["show", &store, "k1"]).records()[0]["record"];
    let (article, id) =
        (record["article"]["id"].as_str().unwrap(), record["statements"][0]["id"].as_str().unwrap());
    let bibtex = annals(&["show", &store, "k1", "--format", "bibtex"]).stdout;
    assert!(bibtex.starts_with("@misc{") && bibtex.contains(&format!("annals {article}")), "{bibtex}");
    let ris = annals(&["show", &store, &format!("k1/{id}"), "--format", "ris"]).stdout;
    assert!(
        ris.starts_with("TY  - NEWS") && ris.contains("The river rose by two metres in the night"),
        "{ris}"
    );
    let csl: Value =
        serde_json::from_str(&annals(&["show", &store, "k1", "--format", "csl"]).stdout).unwrap();
    assert_eq!(csl[0]["type"], "article-newspaper");
}

#[test]
fn hits_and_counts_are_tables() {
    let folder = Folder::new();
    let store = store(&folder, "news.annals");
    annals_stdin(&["add", &store, "-"], line(1, ANN).as_bytes());
    let hits = annals(&["find", &store, "type:statement", "--format", "tsv"]).stdout;
    let (header, rows) = hits.split_once('\n').unwrap();
    assert!(header.split('\t').any(|name| name == "speaker"), "{header}");
    assert!(rows.contains("The river rose by two metres in the night"), "{rows}");
    let counts = annals(&["find", &store, "type:statement", "--facets", "form", "--format", "csv"]).stdout;
    assert!(counts.starts_with("form,count\r\n") && counts.contains("direct,"), "{counts}");
    let refused = annals(&["find", &store, "type:statement", "--context", "1", "--format", "csv"]);
    assert!(
        refused.status == 2 && refused.stderr.contains("--context has no place in a table"),
        "{}",
        refused.stderr
    );
}

#[test]
fn corrections_are_applied_told_and_written() {
    let folder = Folder::new();
    let store = store(&folder, "news.annals");
    annals_stdin(&["add", &store, "-"], line(1, ANN).as_bytes());
    let record = &annals(&["show", &store, "k1"]).records()[0]["record"];
    let (article, finding) = (&record["article"]["id"], &record["statements"][0]["id"]);
    let reject = json!({"article": article, "finding": finding, "action": "reject", "who": "r"});
    let wrong = json!({"article": article, "finding": finding, "action": "set", "field": "speaker", "value": "Cat Roe"});
    let file = folder.file("corrections.jsonl", format!("{reject}\n\n{{\"article\"\n{wrong}\n").as_bytes());
    let run = annals(&["correct", &store, &file]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("corrections.jsonl:3: this is no correction"), "{}", run.stderr);
    assert!(
        run.stderr.contains("corrections.jsonl:4: no entity of the article is named \"Cat Roe\""),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("1 applied, 0 known, 2 not applied"), "{}", run.stderr);
    let out = store.replace(".annals", ".out.jsonl");
    assert_eq!(annals(&["correct", &store, "--out", &out]).status, 0);
    let written: Value = serde_json::from_str(fs::read_to_string(&out).unwrap().trim()).unwrap();
    assert_eq!(
        (&written["action"], &written["who"], &written["finding"]),
        (&json!("reject"), &json!("r"), finding)
    );
    let again = annals(&["correct", &store, &out]);
    assert!(again.stderr.contains("0 applied, 1 known, 0 not applied"), "{}", again.stderr);
    assert_eq!(annals(&["show", &store, "k1"]).records()[0]["verdicts"][0]["review"], "rejected");
}

/// Another number at every call, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

/// `number` texts of other words each.
fn corpus(folder: &Folder, name: &str, number: usize, sentences: usize) -> String {
    let mut chance = Chance(number as u64);
    let nouns =
        ["river", "bridge", "council", "harbour", "market", "teacher", "ferry", "valley", "winter", "engine"];
    let text = |chance: &mut Chance| {
        let mut word = || nouns[chance.below(10) as usize];
        let one = |words: [&str; 4]| {
            format!(
                "The {} of the {} is no {}, Ann Lee said of the {}.",
                words[0], words[1], words[2], words[3]
            )
        };
        (0..sentences).map(|_| one([word(), word(), word(), word()])).collect::<Vec<_>>().join(" ")
    };
    let lines: String =
        (0..number).map(|n| line(n, &format!("Number {n} of {number}. {}", text(&mut chance)))).collect();
    folder.file(name, lines.as_bytes())
}

/// Starts `annals add`, kills it after `after`, and gives the ids that it had reported as stored.
fn killed(store: &str, corpus: &str, options: &[&str], after: Duration) -> BTreeSet<String> {
    let log = format!("{store}.log");
    let mut child = Command::new(PROGRAM)
        .args(["add", store, corpus, "--log"])
        .args(options)
        .stdin(Stdio::null())
        .stdout(File::create(&log).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    let text = fs::read_to_string(&log).unwrap();
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect()
}

fn records(store: &Store) -> BTreeMap<String, Record> {
    let mut query = store.connection().prepare("SELECT id FROM articles").unwrap();
    let ids: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    ids.into_iter().map(|id| (id.clone(), store.record(&id).unwrap().unwrap())).collect()
}

/// What the store holds, but for its runs.
fn content(store: &Store) -> Vec<String> {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('runs', 'sqlite_sequence') ORDER BY name";
    let mut query = store.connection().prepare(tables).unwrap();
    let names: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let count = |name: &String| {
        let sql = format!("SELECT count(*) FROM \"{name}\"");
        format!("{name} {}", store.connection().query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap())
    };
    // Words are kept in blocks whose number hangs on the batches.
    names.iter().filter(|name| !name.ends_with("_data") && !name.ends_with("_idx")).map(count).collect()
}

/// What was reported is there, every article that is there is whole, the file is sound.
fn check(path: &str, reported: &BTreeSet<String>, whole: &BTreeMap<String, Record>) {
    if !Path::new(path).exists() {
        assert!(reported.is_empty());
        return;
    }
    let store = Store::create(path).unwrap();
    let sound: String = store.connection().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let found = records(&store);
    for id in reported {
        assert!(found.contains_key(id), "{id} was reported as stored and is not there");
    }
    for (id, record) in &found {
        assert_eq!(Some(record), whole.get(id));
    }
    let half = "SELECT count(*) FROM articles a WHERE (SELECT count(*) FROM bands b WHERE b.article = a.article) <> 32";
    assert_eq!(store.connection().query_row(half, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

/// Kills `annals add` at `kills` random moments on each of `stores` stores; then lets it end, and compares with a run
/// that was left alone.
fn kill(number: usize, sentences: usize, options: &[&str], stores: u64, kills: u64) {
    let folder = Folder::new();
    let corpus = corpus(&folder, "corpus.jsonl", number, sentences);
    let whole = store(&folder, "whole.annals");
    let start = Instant::now();
    let run = annals(&[&["add", &whole, &corpus], options].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let took = start.elapsed().as_micros() as u64;
    let left_alone = Store::open(&whole).unwrap();
    let (whole, expected) = (records(&left_alone), content(&left_alone));
    assert_eq!(whole.len(), number);
    let mut chance = Chance(took);
    for round in 0..stores {
        let path = store(&folder, &format!("killed-{round}.annals"));
        let mut reported = BTreeSet::new();
        for _ in 0..kills {
            // What is left to do becomes less from kill to kill.
            let after = Duration::from_micros(chance.below(took));
            reported.extend(killed(&path, &corpus, options, after));
            check(&path, &reported, &whole);
        }
        let run = annals(&[&["add", &path, &corpus], options].concat());
        assert_eq!(run.status, 0, "{}", run.stderr);
        check(&path, &whole.keys().cloned().collect(), &whole);
        assert_eq!(content(&Store::open(&path).unwrap()), expected);
    }
}

#[test]
fn forty_kills_lose_no_article_that_was_reported() {
    kill(260, 8, &["--article-only"], 10, 4);
}

#[test]
fn ten_kills_while_findings_are_made_lose_none_and_leave_none_half() {
    kill(100, 2, &[], 2, 5);
}

#[test]
fn two_adds_at_once_both_get_all_in() {
    let folder = Folder::new();
    let both = store(&folder, "both.annals");
    let files = [corpus(&folder, "one.jsonl", 300, 5), corpus(&folder, "two.jsonl", 301, 5)];
    let start = |file: &String| {
        Command::new(PROGRAM)
            .args(["add", &both, file, "--article-only"])
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let children: Vec<_> = files.iter().map(start).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let store = Store::open(&both).unwrap();
    // Both have the addresses 0 to 299, with other texts: a version each.
    assert_eq!(store.size().unwrap().articles, 601);
    let current: i64 = store
        .connection()
        .query_row("SELECT count(*) FROM articles WHERE current", [], |row| row.get(0))
        .unwrap();
    assert_eq!(current, 301);
}
