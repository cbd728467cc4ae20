//! Corrections of findings: what they change, what they leave, and what becomes of them when the text changes.

mod common;

use annals_record::*;
use annals_store::{Action, Added, Applied, Correction};
use common::Place;
use serde_json::{Value, json};

const TEXT: &str = "The river rose, Ann Lee said. Ben Ott denied it. Twelve people were killed in Halvet.";

/// The span of `words` in a text.
fn span(text: &str, words: &str) -> CharSpan {
    let at = text.find(words).unwrap();
    CharIndex::new(text).chars(ByteSpan::new(at, at + words.len()))
}

fn entity(text: &str, name: &str) -> Entity {
    let span = span(text, name);
    Entity {
        id: EntityId::new(span),
        name: name.to_owned(),
        kind: EntityKind::Person,
        country: None,
        role: None,
        title: None,
        affiliation: None,
        reference: None,
        key: Some(format!("person/-/{}", name.to_lowercase())),
        mentions: vec![Mention { span, form: MentionForm::Name, head: None }],
    }
}

/// Ann Lee says that the river rose; twelve are killed.
fn record(text: &str, engine: &str) -> Record {
    let (ann, ben) = (entity(text, "Ann Lee"), entity(text, "Ben Ott"));
    let content = span(text, "The river rose");
    let speaker = Speaker {
        span: span(text, "Ann Lee"),
        entity: Some(ann.id),
        by: SpeakerBy::Cue,
        score: None,
        alternates: vec![],
    };
    let statement = Statement {
        id: StatementId::new(content),
        form: StatementForm::Indirect,
        content: vec![content],
        cue: Some(Cue {
            span: span(text, "said"),
            lemma: "say".into(),
            stance: Stance::Neutral,
            negated: false,
        }),
        speaker: Some(speaker),
        addressee: None,
        within: None,
    };
    let twelve = span(text, "Twelve people");
    let figure = Figure {
        id: FigureId::new(twelve),
        span: twelve,
        low: Some(12.0),
        high: Some(12.0),
        relation: Relation::Exact,
        unit: Some("people".into()),
        measure: Some("killed".into()),
        of: None,
        currency: None,
        place: None,
        date: None,
        event: None,
        part_of: None,
        statement: None,
    };
    let uri = Some("https://a.example/1".to_owned());
    let article =
        Article { id: article_id(uri.as_deref(), text), uri, text: text.to_owned(), ..Article::default() };
    let all = CharSpan::new(0, text.chars().count());
    Record {
        sentences: vec![Sentence { span: all, paragraph: 0 }],
        entities: vec![ann, ben],
        statements: vec![statement],
        figures: vec![figure],
        ..Record::new(engine, article)
    }
}

/// A correction of the record of `TEXT`, which is not dated.
fn correction(finding: &str, action: Action, set: Option<(&str, Value)>) -> Correction {
    let article = article_id(Some("https://a.example/1"), TEXT);
    let (field, value) = set.map_or((None, Value::Null), |(field, value)| (Some(field.to_owned()), value));
    Correction { article, finding: finding.to_owned(), action, field, value, ..Correction::default() }
}

fn set(finding: &str, field: &str, value: Value) -> Correction {
    correction(finding, Action::Set, Some((field, value)))
}

const SAID: &str = "s0-14";
const KILLED: &str = "f49-62";
const NOW: &str = "2026-03-01T12:00:00Z";

fn place() -> Place {
    let mut place = Place::new();
    place.add(&[record(TEXT, "annals test")]);
    place
}

fn apply(place: &mut Place, corrections: &[Correction]) -> Vec<Applied> {
    place.store.correct(corrections, NOW).unwrap()
}

/// Cells of the one row of a flat view.
fn flat(place: &Place, kind: &str, cells: &str) -> Vec<Value> {
    let sql = format!("SELECT json_array({cells}) FROM flat_{kind} WHERE current");
    let row: String = place.store.connection().query_row(&sql, [], |row| row.get(0)).unwrap();
    serde_json::from_str(&row).unwrap()
}

#[test]
fn a_speaker_is_set_by_name() {
    let mut place = place();
    let corrections = [set(SAID, "speaker", json!("Ben Ott"))];
    assert_eq!(apply(&mut place, &corrections), [Applied::Applied]);
    assert_eq!(
        flat(&place, "statements", "speaker, speaker_words, review"),
        [json!("Ben Ott"), json!("Ben Ott"), json!("changed")]
    );
    let id = &corrections[0].article;
    let read = place.store.record(id).unwrap().unwrap();
    assert_eq!(read, record(TEXT, "annals test"), "the record stays as it was read");
    let corrected = place.store.corrected(id).unwrap().unwrap();
    assert_eq!(corrected.statements[0].speaker.as_ref().unwrap().entity, Some(read.entities[1].id));
    let verdict = &place.store.verdicts(id).unwrap()[0];
    assert_eq!(
        (verdict.review.as_str(), verdict.fields.as_slice()),
        ("changed", &["speaker".to_owned()][..])
    );
}

#[test]
fn nobody_is_a_speaker_too_and_words_without_an_entity_are() {
    let mut place = place();
    apply(&mut place, &[set(SAID, "speaker", json!({"start": 16, "end": 19}))]);
    assert_eq!(flat(&place, "statements", "speaker, speaker_words"), [Value::Null, json!("Ann")]);
    apply(&mut place, &[set(SAID, "speaker", Value::Null)]);
    assert_eq!(flat(&place, "statements", "speaker, speaker_words"), [Value::Null, Value::Null]);
}

#[test]
fn values_are_set_and_taken_back() {
    let mut place = place();
    let cells = "low, high, measure, review";
    apply(&mut place, &[set(KILLED, "low", json!(10)), set(KILLED, "measure", json!("injured"))]);
    assert_eq!(
        flat(&place, "figures", cells),
        [json!(10.0), json!(12.0), json!("injured"), json!("changed")]
    );
    apply(&mut place, &[correction(KILLED, Action::Undo, None)]);
    assert_eq!(flat(&place, "figures", cells), [json!(10.0), json!(12.0), json!("killed"), json!("changed")]);
    apply(&mut place, &[correction(KILLED, Action::Undo, None)]);
    assert_eq!(flat(&place, "figures", cells), [json!(12.0), json!(12.0), json!("killed"), Value::Null]);
    let refused = apply(&mut place, &[correction(KILLED, Action::Undo, None)]);
    assert!(
        matches!(&refused[0], Applied::Refused(reason) if reason.contains("no correction")),
        "{refused:?}"
    );
}

#[test]
fn findings_are_accepted_and_rejected() {
    let mut place = place();
    apply(&mut place, &[correction(SAID, Action::Accept, None), correction(KILLED, Action::Reject, None)]);
    assert_eq!(flat(&place, "statements", "review"), [json!("accepted")]);
    assert_eq!(flat(&place, "figures", "review"), [json!("rejected")]);
    apply(&mut place, &[correction(KILLED, Action::Accept, None)]);
    assert_eq!(flat(&place, "figures", "review"), [json!("accepted")]);
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let mut place = place();
    let cases = [
        (set(SAID, "speaker", json!("Cat Roe")), "no entity of the article is named \"Cat Roe\""),
        (set(SAID, "stance", json!("angry")), "`stance` cannot hold this"),
        (set(SAID, "start", json!(3)), "`start` cannot be set here; these can:"),
        (set(KILLED, "statement", json!("s5-9")), "leads to s5-9, which is not there"),
        (set("s1-2", "form", json!("direct")), "has no finding s1-2"),
        (correction("x1-2", Action::Accept, None), "is no id of a finding"),
        (correction(SAID, Action::Set, None), "`set` needs a `field`"),
        (
            Correction { article: "0".into(), ..correction(SAID, Action::Accept, None) },
            "the store has no article 0",
        ),
    ];
    for (correction, reason) in cases {
        let applied = apply(&mut place, std::slice::from_ref(&correction));
        assert!(matches!(&applied[0], Applied::Refused(why) if why.contains(reason)), "{applied:?}");
    }
    assert_eq!(place.number("SELECT count(*) FROM corrections"), 0);
    assert_eq!(flat(&place, "statements", "speaker, review"), [json!("Ann Lee"), Value::Null]);
}

#[test]
fn a_file_is_written_and_applied_again_without_change() {
    let mut place = place();
    let made = [
        set(SAID, "stance", json!("deny")),
        correction(KILLED, Action::Reject, None),
        correction(KILLED, Action::Undo, None),
    ];
    assert_eq!(apply(&mut place, &made), [Applied::Applied, Applied::Applied, Applied::Applied]);
    let lines = place.store.corrections(None).unwrap();
    assert_eq!(lines.len(), 3);
    assert_eq!(apply(&mut place, &lines), [Applied::Known, Applied::Known, Applied::Known]);
    let mut other = self::place();
    let text = serde_json::to_string(&lines).unwrap();
    assert_eq!(
        apply(&mut other, &serde_json::from_str::<Vec<_>>(&text).unwrap()),
        [Applied::Applied, Applied::Applied, Applied::Applied]
    );
    assert_eq!(other.store.corrections(None).unwrap(), lines);
    assert_eq!(flat(&other, "statements", "stance, review"), [json!("deny"), json!("changed")]);
    assert_eq!(flat(&other, "figures", "review"), [Value::Null]);
}

#[test]
fn an_undo_takes_back_ones_own() {
    let mut place = place();
    let by = |who: &str, correction: Correction| Correction { who: Some(who.into()), ..correction };
    apply(&mut place, &[by("a", set(KILLED, "low", json!(10))), by("b", set(KILLED, "high", json!(20)))]);
    apply(&mut place, &[by("a", correction(KILLED, Action::Undo, None))]);
    assert_eq!(flat(&place, "figures", "low, high"), [json!(12.0), json!(20.0)]);
}

#[test]
fn corrections_outlive_a_new_reading() {
    let mut place = place();
    apply(&mut place, &[set(KILLED, "low", json!(10)), correction(SAID, Action::Reject, None)]);
    let mut again = record(TEXT, "annals of tomorrow");
    again.statements.clear();
    assert_eq!(place.add_anew(&[again]), [Added::Reread]);
    assert_eq!(flat(&place, "figures", "low, review"), [json!(10.0), json!("changed")]);
    let lost = place.store.unapplied().unwrap();
    assert_eq!(lost.iter().map(|one| one.finding.as_str()).collect::<Vec<_>>(), [SAID]);
    place.add_anew(&[record(TEXT, "annals of the day after")]);
    assert_eq!(
        flat(&place, "statements", "review"),
        [json!("rejected")],
        "found again, it is rejected again"
    );
}

#[test]
fn corrections_go_over_to_a_new_version_by_their_words() {
    let mut place = place();
    apply(&mut place, &[set(SAID, "speaker", json!("Ben Ott")), set(KILLED, "low", json!(10))]);
    let text =
        TEXT.replace("Twelve people", "At noon: Thirteen men").replace("The river", "On Monday. The river");
    let new = record_with(&text);
    place.add(&[new]);
    assert_eq!(
        flat(&place, "statements", "speaker, version, review"),
        [json!("Ben Ott"), json!(2), json!("changed")]
    );
    assert_eq!(
        flat(&place, "figures", "low, review"),
        [json!(13.0), Value::Null],
        "other words, another finding"
    );
}

#[test]
fn a_file_finds_another_version_of_the_text() {
    let mut place = place();
    apply(&mut place, &[correction(SAID, Action::Accept, None)]);
    let lines = place.store.corrections(None).unwrap();
    let mut other = Place::new();
    other.add(&[record_with(&format!("On Monday. {TEXT}").replace("Twelve people", "Thirteen men"))]);
    assert_eq!(apply(&mut other, &lines), [Applied::Applied]);
    assert_eq!(flat(&other, "statements", "review"), [json!("accepted")]);
}

/// The record of a text in which thirteen men are killed.
fn record_with(text: &str) -> Record {
    let mut new = record(&text.replace("Thirteen men", "Twelve people"), "annals test");
    let thirteen = span(text, "Thirteen men");
    let figure = Figure {
        id: FigureId::new(thirteen),
        span: thirteen,
        low: Some(13.0),
        high: Some(13.0),
        ..new.figures.remove(0)
    };
    let length = text.chars().count();
    Record {
        article: Article {
            id: article_id(new.article.uri.as_deref(), text),
            text: text.to_owned(),
            ..new.article
        },
        sentences: vec![Sentence { span: CharSpan::new(0, length), paragraph: 0 }],
        figures: vec![figure],
        ..new
    }
}
