//! Reports of small records, as they are read.

use annals_record::Record;
use serde_json::{Value, json};

use super::*;

/// An article and its findings, put together from the words they stand on.
struct Sketch {
    text: &'static str,
    entities: Vec<Value>,
    statements: Vec<Value>,
    figures: Vec<Value>,
}

impl Sketch {
    fn new(text: &'static str) -> Self {
        Self { text, entities: Vec::new(), statements: Vec::new(), figures: Vec::new() }
    }

    /// The span of the first `words` at or behind the first `from`.
    fn span(&self, from: &str, words: &str) -> Value {
        let start = self.text.find(from).unwrap();
        let start = start + self.text[start..].find(words).unwrap();
        let chars = |bytes: usize| self.text[..bytes].chars().count();
        json!({"start": chars(start), "end": chars(start + words.len())})
    }

    fn id(letter: char, span: &Value) -> String {
        format!("{letter}{}-{}", span["start"], span["end"])
    }

    /// An entity with its mentions, each the words it is found by, its own words and its form.
    fn entity(&mut self, name: &str, kind: &str, codes: [Option<&str>; 3], mentions: &[[&str; 3]]) -> String {
        let mentions: Vec<Value> = mentions
            .iter()
            .map(|[from, words, form]| {
                let span = self.span(from, words);
                json!({"start": span["start"], "end": span["end"], "form": form, "head": span})
            })
            .collect();
        let id = Self::id('e', &mentions[0]);
        let [country, role, title] = codes;
        self.entities.push(json!({"id": id, "name": name, "kind": kind, "country": country, "role": role,
            "title": title, "ref": null, "mentions": mentions}));
        id
    }

    /// A statement: its content, its form, its cue with lemma and stance, who makes it, and what it stands in.
    fn statement(
        &mut self,
        content: &str,
        form: &str,
        cue: [&str; 4],
        speaker: Option<(&str, &str, Option<&str>)>,
        within: Option<&str>,
    ) -> String {
        let content = self.span(content, content);
        let [from, words, lemma, stance] = cue;
        let cue = self.span(from, words);
        let speaker = speaker.map(|(from, words, entity)| {
            let span = self.span(from, words);
            json!({"start": span["start"], "end": span["end"], "entity": entity})
        });
        let id = Self::id('s', &content);
        self.statements.push(json!({"id": id, "form": form, "content": [content], "within": within,
            "cue": {"start": cue["start"], "end": cue["end"], "lemma": lemma, "stance": stance},
            "speaker": speaker, "addressee": null}));
        id
    }

    fn figure(&mut self, words: &str, low: u32, statement: &str) {
        let span = self.span(words, words);
        self.figures.push(json!({"id": Self::id('f', &span), "start": span["start"], "end": span["end"],
            "low": low, "high": low, "relation": "exact", "unit": null, "measure": null, "of": null,
            "currency": null, "place": null, "date": null, "event": null, "statement": statement}));
    }

    fn page(self, width: usize) -> String {
        let ends = self.text.match_indices(". ").map(|(at, _)| at + 1).chain([self.text.len()]);
        let mut start = 0;
        let sentences: Vec<Value> = ends
            .map(|end| {
                let chars = |bytes: usize| self.text[..bytes].chars().count();
                let span = json!({"start": chars(start), "end": chars(end), "paragraph": 0});
                start = (end + 1).min(self.text.len());
                span
            })
            .collect();
        let article = annals_record::Article { text: self.text.to_owned(), ..Default::default() };
        let mut record = serde_json::to_value(Record::new("test", article)).unwrap();
        for (list, findings) in [
            ("sentences", sentences),
            ("entities", self.entities),
            ("statements", self.statements),
            ("figures", self.figures),
        ] {
            record[list] = findings.into();
        }
        let record: Record = serde_json::from_value(record).unwrap();
        let page = Page::new(Report::new(Style::new(false), width), &record).findings();
        for line in page.lines() {
            assert!(line.width() <= width, "{line}");
        }
        page
    }
}

#[test]
fn statements_stand_under_their_speakers_in_the_order_of_the_first() {
    let mut sketch = Sketch::new(
        "Minister Ann Lee of Iran said the dam would hold. Rebels denied that it would. She promised that 3 crews would come. \
         One trader said that boats sank. It was said that nobody cared. The fishers hoped for rain.",
    );
    let ann = sketch.entity(
        "Ann Lee",
        "person",
        [Some("IRN"), Some("GOV"), Some("minister,")],
        &[["Ann", "Ann Lee", "name"], ["She", "She", "pronoun"]],
    );
    let rebels =
        sketch.entity("Rebels", "group", [None, Some("REB"), None], &[["Rebels", "Rebels", "nominal"]]);
    let ann = |words| Some((words, words, Some(ann.as_str())));
    sketch.statement(
        "the dam would hold",
        "indirect",
        ["said", "said", "say", "neutral"],
        ann("Minister Ann Lee of Iran"),
        None,
    );
    sketch.statement(
        "that it would",
        "indirect",
        ["denied", "denied", "deny", "deny"],
        Some(("Rebels", "Rebels", Some(&rebels))),
        None,
    );
    let crews = sketch.statement(
        "that 3 crews would come",
        "indirect",
        ["promised", "promised", "vow", "promise"],
        ann("She"),
        None,
    );
    sketch.statement(
        "that nobody cared",
        "indirect",
        ["was said that nobody", "was said", "say", "neutral"],
        None,
        None,
    );
    let boats = sketch.statement(
        "that boats sank",
        "indirect",
        ["said that boats", "said", "say", "neutral"],
        Some(("One", "One trader", None)),
        None,
    );
    sketch.statement(
        "rain",
        "indirect",
        ["hoped", "hoped", "hope", "neutral"],
        Some(("The fishers", "The fishers", None)),
        Some(&boats),
    );
    sketch.figure("3 crews", 3, &crews);
    let expected = "
Who says what
  Ann Lee · minister · government · Iran · 2 statements
    said · indirect · as “Minister Ann Lee of Iran” ·
      sentence 1
      the dam would hold
    promised · indirect · as “She” · promises · sentence 3
      that 3 crews would come

  Rebels · armed opposition · 1 statement
    denied · indirect · sentence 2
      that it would

  One trader · 1 statement
    said · indirect · sentence 4
      that boats sank

  The fishers · 1 statement
    hoped · indirect · inside a statement of One trader ·
      sentence 6
      rain

  speaker not named · 1 statement
    was said · indirect · sentence 5
      that nobody cared

Who is in it
  Ann Lee  2×  person · minister · government · Iran

Figures
  3 crews  3   Ann Lee says so
";
    assert_eq!(sketch.page(60), expected);
}

#[test]
fn speakers_without_entity_are_told_by_their_words() {
    let mut sketch = Sketch::new("The traders said it rained. traders, said it hailed. Nobody else spoke.");
    for (content, from, words) in
        [("it rained", "The", "The traders"), ("it hailed", "traders, said", "traders,")]
    {
        sketch.statement(
            content,
            "indirect",
            ["said", "said", "say", "neutral"],
            Some((from, words, None)),
            None,
        );
    }
    let page = sketch.page(80);
    assert!(page.contains("  The traders · 2 statements\n"), "{page}");
}

#[test]
fn names_without_end_and_wide_characters_stay_on_the_page() {
    let mut sketch = Sketch::new(
        "東京都知事小池百合子東京都知事小池百合子東京都知事小池百合子 said it rained, and the porter of the northern gate who had stood there for all of the night and much of the day said it did not.",
    );
    let name = "東京都知事小池百合子東京都知事小池百合子東京都知事小池百合子";
    let governor = sketch.entity(
        name,
        "person",
        [Some("JPN"), Some("GOV"), Some("acting governor of the whole northern river basin and its lakes")],
        &[[name, name, "name"]],
    );
    let words =
        "the porter of the northern gate who had stood there for all of the night and much of the day";
    let porter = sketch.entity(words, "person", [None; 3], &[[words, words, "nominal"]]);
    let cue = ["said", "said", "say", "neutral"];
    sketch.statement("it rained", "indirect", cue, Some((name, name, Some(&governor))), None);
    sketch.statement("it did not", "indirect", cue, Some((words, words, Some(&porter))), None);
    for width in [30, 80] {
        let page = Sketch {
            entities: sketch.entities.clone(),
            statements: sketch.statements.clone(),
            ..Sketch::new(sketch.text)
        }
        .page(width);
        assert!(page.contains("the porter of the northern") && !page.contains("as “"), "{page}");
        assert!(page.contains("東京都") && page.contains("… ") && page.contains("1×  person"), "{page}");
    }
}

#[test]
fn of_many_names_the_most_mentioned_are_shown_and_the_rest_counted() {
    let mut sketch = Sketch::new("Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk Ll Mm Nn met. Nn left on the road.");
    for name in sketch.text.split(' ').take(14) {
        let again = [["Nn left", "Nn", "name"]].into_iter().filter(|_| name == "Nn");
        let mentions: Vec<_> = [[name, name, "name"]].into_iter().chain(again).collect();
        sketch.entity(name, "place", [None; 3], &mentions);
    }
    sketch.entity("the road", "place", [None; 3], &[["the road", "the road", "nominal"]]);
    let page = sketch.page(80);
    assert!(page.starts_with("\nWho is in it\n  Nn  2×  place\n  Aa  1×  place\n"), "{page}");
    assert!(page.ends_with("  Kk  1×  place\n  and 2 more\n"), "{page}");
}

#[test]
fn nothing_found_makes_no_parts() {
    assert_eq!(Sketch::new("Rain fell.").page(80), "");
}
