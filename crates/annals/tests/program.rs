//! The program as a user meets it.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Folder, annals, annals_in, annals_stdin};
use serde_json::Value;

const TWO: &str = "{\"id\": \"a\", \"text\": \"“The river rose,” Ann Lee said on 3 March 2024.\"}\n\
                   {\"id\": \"b\", \"text\": \"Over 300 people left.\"}\n";

const VERBS: [&str; 12] = [
    "read",
    "add",
    "find",
    "show",
    "correct",
    "parse",
    "explain",
    "export",
    "serve",
    "schema",
    "completions",
    "man",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn examples() -> String {
    root().join("examples").display().to_string()
}

#[test]
fn json_lines_in_records_out() {
    let run = annals_stdin(&["read"], TWO.as_bytes());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let records = run.records();
    let keys: Vec<_> = records.iter().map(|record| &record["article"]["key"]).collect();
    assert_eq!(keys, ["a", "b"]);
    assert_eq!(records[0]["schema"], "annals/1");
    assert_eq!(records[0]["statements"][0]["cue"]["lemma"], "say");
    assert_eq!(records[0]["times"][0]["value"], "2024-03-03");
    assert_eq!(records[1]["figures"][0]["relation"], "over");
}

#[test]
fn article_only_makes_no_findings() {
    let page = "<title>Rain</title><article><h1>Rain</h1><p>“The river rose,” Ann Lee said on 3 March 2024.</p></article>";
    let run = annals_stdin(&["read", "--article-only"], page.as_bytes());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let record = &run.records()[0];
    assert_eq!(record["article"]["title"], "Rain");
    assert!(record["article"]["text"].as_str().unwrap().contains("Ann Lee"));
    for findings in ["sentences", "entities", "statements", "figures", "times"] {
        assert_eq!(record[findings], serde_json::json!([]), "{findings}");
    }
}

#[test]
fn every_example_gives_a_record_that_fits_the_schema() {
    let schema: Value = serde_json::from_str(&annals(&["schema"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let run = annals(&["read", &examples()]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let records = run.records();
    assert!(records.len() >= 12, "{}", records.len());
    for record in &records {
        let errors: Vec<_> = validator.iter_errors(record).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{record}");
    }
}

#[test]
fn the_schema_refuses_what_is_no_record() {
    let schema: Value = serde_json::from_str(&annals(&["schema"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut record = annals_stdin(&["read"], TWO.as_bytes()).records().remove(0);
    record["statements"][0]["form"] = "sung".into();
    assert!(!validator.is_valid(&record));
}

#[test]
fn spans_are_what_they_claim_to_be() {
    for record in annals(&["read", &examples()]).records() {
        let text: Vec<char> = record["article"]["text"].as_str().unwrap().chars().collect();
        for list in ["sentences", "statements", "figures", "times", "places", "events", "entities"] {
            for finding in record[list].as_array().unwrap() {
                check_spans(finding, text.len());
            }
        }
    }
}

/// Whether every span anywhere in `value` lies inside a text of `length` code points.
fn check_spans(value: &Value, length: usize) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| check_spans(item, length)),
        Value::Object(fields) => {
            // The days of an event are strings under the same names.
            let number = |name| fields.get(name).filter(|field: &&Value| !field.is_string());
            if let (Some(start), Some(end)) = (number("start"), number("end")) {
                let (start, end) = (start.as_u64().unwrap(), end.as_u64().unwrap());
                assert!(start < end && end as usize <= length, "{value}");
            }
            fields.values().for_each(|field| check_spans(field, length));
        }
        _ => {}
    }
}

#[test]
fn the_output_is_the_same_whatever_the_number_of_jobs() {
    let one = annals(&["read", "--jobs", "1", &examples()]);
    for jobs in ["2", "5"] {
        assert_eq!(annals(&["read", "--jobs", jobs, &examples()]).stdout, one.stdout);
    }
}

#[test]
fn json_is_one_array() {
    let run = annals_stdin(&["read", "--format", "json"], TWO.as_bytes());
    let all: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(all.len(), 2);
    let none = annals(&["read", "--format", "json", Folder::new().path().to_str().unwrap()]);
    assert_eq!((none.status, serde_json::from_str::<Vec<Value>>(&none.stdout).unwrap().len()), (1, 0));
}

#[test]
fn the_report_says_who_says_what() {
    let run = annals_stdin(&["read", "--format", "report"], TWO.as_bytes());
    for words in
        ["Who says what", "“The river rose,”", "Over 300 people", "2024-03-03", "Ann Lee · 1 statement"]
    {
        assert!(run.stdout.contains(words), "{words}\n{}", run.stdout);
    }
    assert!(!run.stdout.contains('\x1b'), "no colour where there is no terminal");
}

#[test]
fn the_report_is_coloured_on_demand_and_fits_the_width() {
    let run = annals(&["read", "--format", "report", "--color", "always", &examples()]);
    assert!(run.stdout.contains("\x1b[1m"));
    let plain = annals(&["read", "--format", "report", &examples()]).stdout;
    for line in plain.lines() {
        assert!(line.chars().count() <= 101, "{line}");
    }
}

#[test]
fn parse_says_the_same_on_any_number_of_threads() {
    let long = "The council of Port Almeda met again on Monday, and the mayor spoke. ".repeat(40);
    let line = |text: &str| serde_json::json!({"text": text}).to_string() + "\n";
    let articles = [line("Rain fell in Varesh."), line(&long), line("“No,” Ilana Brodt said."), line(&long)];
    let all = articles.concat();
    let alone = annals_stdin(&["parse", "--jobs", "1"], all.as_bytes());
    let together = annals_stdin(&["parse", "--jobs", "3"], all.as_bytes());
    assert!(alone.stdout.len() > all.len());
    assert_eq!(alone.stdout, together.stdout);
}

#[test]
fn parse_gives_conllu_whose_tokens_add_up_to_the_text() {
    let text = "Ann’s boat isn't here. “It left,” she said.\n\nNobody knows why.";
    let line = serde_json::json!({"id": "a 1", "text": text}).to_string();
    let run = annals_stdin(&["parse"], line.as_bytes());
    let head = "# newdoc id = a 1\n# global.Entity = eid-etype-head-form\n# newpar\n# sent_id = ";
    assert!(run.stdout.starts_with(head), "{}", run.stdout);
    let mut covered = 0;
    let mut forms = String::new();
    for row in run.stdout.lines().filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let columns: Vec<_> = row.split('\t').collect();
        assert_eq!(columns.len(), 10, "{row}");
        let number = columns[0].split('-').next_back().unwrap().parse::<usize>().unwrap();
        if columns[0].contains('-') || number > covered {
            forms += columns[1];
        }
        covered = if columns[0].contains('-') { number } else { covered.max(number) };
        if run.stdout.contains(&format!("{row}\n\n")) {
            covered = 0;
        }
    }
    assert_eq!(forms, text.split_whitespace().collect::<String>());
    assert!(run.stdout.contains("\tSpaceAfter=No|TokenRange="));
}

/// The rows of CoNLL-U and the comments that are kept, ID and FORM alone.
fn skeleton(conllu: &str) -> Vec<String> {
    let kept = |line: &&str| {
        !line.starts_with('#') || ["newdoc", "newpar", "sent_id"].iter().any(|key| line.contains(key))
    };
    let columns = |line: &str| line.split('\t').take(2).collect::<Vec<_>>().join(" ");
    conllu.lines().filter(kept).map(columns).collect()
}

#[test]
fn tokenised_files_keep_their_words() {
    let input = "# newdoc id = a\n# newpar\n# sent_id = a.x\n1-2\tI'mma\t_\n1\tI\t_\n2\tamgonna\t_\n3\tstay\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
                 4\t...\n\n# sent_id = a.y\n1\tdon't\n\n# newdoc id = b\n# newpar\n# sent_id = b.x\n1\tRain\n2\tfell\n\n";
    let run = annals_stdin(&["parse", "--tokenized"], input.as_bytes());
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(skeleton(&run.stdout), skeleton(input));
    assert!(run.stdout.contains("# text = I'mma stay...\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\train\tNOUN\t"), "{}", run.stdout);
    let again = annals_stdin(&["parse", "--tokenized", "-"], run.stdout.as_bytes());
    assert_eq!(again.stdout, run.stdout);
}

#[test]
fn a_sentence_a_line_is_a_sentence() {
    let run = annals_stdin(
        &["parse", "--tokenized"],
        "Rain fell on Port Almeda .\nIt did n't stop\n\nWhy ?\n".as_bytes(),
    );
    assert_eq!(run.status, 0, "{}", run.stderr);
    let count = |words: &str| run.stdout.matches(words).count();
    assert_eq!((count("# sent_id"), count("# newpar"), count("# newdoc")), (3, 2, 1));
    assert!(run.stdout.contains("\nn't\t") || run.stdout.contains("\tn't\t"), "{}", run.stdout);
}

#[test]
fn explain_shows_words_tree_and_findings() {
    let run = annals(&["explain", "Ann Lee said", "on 3 March 2024 that the river rose."]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for words in ["Sentence 1", "river", "nsubj", "╭─", "Names", "Ann Lee", "2024-03-03"] {
        assert!(run.stdout.contains(words), "{words}\n{}", run.stdout);
    }
    assert!(!run.stdout.contains('\x1b'));
    assert_eq!(annals(&["explain", "Ann Lee said on 3 March 2024 that the river rose."]).stdout, run.stdout);
    assert_eq!(annals_stdin(&["explain", "-"], b"Rain fell. It stopped.").status, 0);
    let coloured = annals(&["explain", "--color", "always", "Rain fell."]);
    assert!(coloured.stdout.contains("\x1b[1;34mSentence 1"));
}

#[test]
fn explain_gives_json() {
    let run = annals(&["explain", "--json", "Ann Lee left “São” on Monday."]);
    let object = run.records().remove(0);
    let text: Vec<char> = object["record"]["article"]["text"].as_str().unwrap().chars().collect();
    check_spans(&object, text.len());
    for word in object["sentences"][0]["words"].as_array().unwrap() {
        let place = |key: &str| word[key].as_u64().unwrap() as usize;
        assert_eq!(
            text[place("start")..place("end")].iter().collect::<String>(),
            word["form"].as_str().unwrap()
        );
        assert!(word["lemma"].is_string() && word["head"].is_u64() && word["feats"].is_object(), "{word}");
    }
    assert_eq!(object["names"][0]["kind"], "person");
}

#[test]
fn explain_folds_to_the_page() {
    let long = format!("The mayor of {} said it was safe.", "Almeda".repeat(40));
    for text in [long.as_str(), &"the friend of ".repeat(60), "a \u{1b}[2J b"] {
        let run = annals(&["explain", text]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "{}", run.stdout);
        assert!(!run.stdout.contains('\x1b'));
    }
}

#[test]
fn explain_knows_the_codebook() {
    for (code, expected) in [
        ("ASSAULT", ["type of PLOVER 2.0", "4 MATERIAL CONFLICT", "drone", "1952"]),
        ("ASSAULT.drone", ["mode of PLOVER 2.0", "unmanned aircraft", "-9.5", "1952"]),
        ("173", ["CAMEO code", "Arrest, detain or charge", "COERCE.arrest", "17 "]),
        ("MIL", ["sector of PLOVER 2.0", "armed forces of a state", "military", "MIL"]),
        ("human_rights", ["context of PLOVER 2.0", "human rights in general", "092", "1122"]),
        ("UNO", ["in the place of a country", "the United Nations", "UNO", ""]),
        ("4", ["class of events", "PROTEST", "ASSAULT", "20 "]),
    ] {
        let run = annals(&["explain", code]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{code}");
        assert!(expected.iter().all(|words| run.stdout.contains(words)), "{code}\n{}", run.stdout);
    }
}

#[test]
fn explain_gives_the_codebook_as_json() {
    let objects = annals(&["explain", "--json", "cyber"]).records();
    let entries: Vec<_> = objects.iter().map(|object| object["entry"].as_str().unwrap()).collect();
    assert_eq!(entries, ["mode", "context"]);
    assert_eq!(objects[0]["back"]["cameo"], "176");
    let arrest = annals(&["explain", "--json", "173"]).records().remove(0);
    assert_eq!((&arrest["type"], &arrest["mode"]), (&"COERCE".into(), &"arrest".into()));
    assert_eq!((&arrest["goldstein"], &arrest["score"]), (&(-5.0).into(), &(-7.0).into()));
    assert_eq!(arrest["above"][0]["cameo"], "17");
}

#[test]
fn explain_names_what_is_near_an_unknown_code() {
    for (code, near) in
        [("ASAULT", "ASSAULT"), ("1739", "173"), ("ASSAULT.swords", "primitive"), ("MIK", "MIL")]
    {
        let run = annals(&["explain", code]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{code}");
        let told = run.stderr.contains("is no code of the codebook") && run.stderr.contains(near);
        assert!(told, "{}", run.stderr);
    }
}

#[test]
fn explain_takes_a_file_before_a_code_and_a_code_before_a_text() {
    let folder = Folder::new();
    let file = folder.file("ASSAULT", b"Rain fell.");
    let run = annals(&["explain", &file]);
    assert!(run.status == 0 && run.stdout.contains("Rain fell."), "{}", run.stdout);
    let run = annals_in(folder.path(), &["explain", "ASSAULT"]);
    assert!(run.stdout.contains("Rain fell."), "{}", run.stdout);
    let run = annals(&["explain", "assault"]);
    assert!(run.stdout.contains("Sentence 1"), "{}", run.stdout);
    assert!(run.stderr.contains("`annals explain ASSAULT` shows the code"), "{}", run.stderr);
    assert!(annals_stdin(&["explain"], b"ASSAULT").stdout.contains("Sentence 1"));
}

#[test]
fn a_text_in_another_language_gives_a_record_with_a_note() {
    let text = "El río subió dos metros durante la noche y los vecinos de la ribera tuvieron que salir de sus casas.";
    let line = serde_json::json!({"id": "es", "text": text}).to_string();
    let record = annals_stdin(&["read"], line.as_bytes()).records().remove(0);
    assert_eq!(record["article"]["language"], "es");
    assert!(!record["sentences"].as_array().unwrap().is_empty());
    assert!(record["statements"].as_array().unwrap().is_empty());
    assert!(record["notes"][0]["message"].as_str().unwrap().contains("not in English"));
}

#[test]
fn wrong_words_on_the_command_line_are_explained() {
    let run = annals(&["read", "--max-bytes", "lots", "-"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("--max-bytes"), "{}", run.stderr);
}

#[test]
fn manual_and_completions_know_every_verb() {
    let folder = Folder::new();
    let dir = folder.path().to_str().unwrap();
    assert_eq!(annals(&["man", "--dir", dir]).status, 0);
    for verb in VERBS {
        assert!(folder.path().join(format!("annals-{verb}.1")).exists(), "{verb}");
        assert!(annals(&["completions", "bash"]).stdout.contains(verb));
    }
    assert!(annals(&["man"]).stdout.starts_with(".ie"), "a page in roff");
    assert!(annals(&["--version"]).stdout.starts_with("annals "));
}

#[test]
fn progress_is_told_on_standard_error() {
    let run = annals_stdin(&["read", "--progress"], TWO.as_bytes());
    assert!(run.stderr.contains("2 articles, done"), "{}", run.stderr);
    assert_eq!(annals_stdin(&["read"], TWO.as_bytes()).stderr, "");
}

/// Every verb, flag and field of the record stands in the documentation.
#[test]
fn everything_is_documented() {
    let commands = fs::read_to_string(root().join("docs/commands.md")).unwrap();
    let record = fs::read_to_string(root().join("docs/record.md")).unwrap();
    for verb in VERBS {
        assert!(commands.contains(&format!("## `annals {verb}")), "{verb}");
        for flag in flags(&annals(&[verb, "--help"]).stdout) {
            assert!(commands.contains(&format!("`{flag}")), "{verb} {flag}");
        }
    }
    let schema: Value = serde_json::from_str(&annals(&["schema"]).stdout).unwrap();
    let mut fields = BTreeSet::new();
    collect_fields(&schema, &mut fields);
    assert!(fields.len() > 60, "{fields:?}");
    for field in fields {
        assert!(record.contains(&format!("`{field}`")), "{field}");
    }
}

fn flags(help: &str) -> BTreeSet<String> {
    let words =
        help.lines().filter(|line| line.trim_start().starts_with('-')).flat_map(str::split_whitespace);
    let long = words.filter(|word| word.starts_with("--"));
    long.map(|word| word.split(['=', '[', ',']).next().unwrap().to_owned()).collect()
}

fn collect_fields(schema: &Value, fields: &mut BTreeSet<String>) {
    match schema {
        Value::Array(items) => items.iter().for_each(|item| collect_fields(item, fields)),
        Value::Object(entries) => {
            if let Some(Value::Object(properties)) = entries.get("properties") {
                fields.extend(properties.keys().cloned());
            }
            entries.values().for_each(|entry| collect_fields(entry, fields));
        }
        _ => {}
    }
}
