//! Who speaks, to whom, and who that is in the world; texts are our own, about invented people.

use std::sync::LazyLock;

use annals_read::model::Reader;
use annals_record::{Article, Entity, Record, SpeakerBy, Statement};
use annals_text::Draft;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::shipped().expect("the shipped model fits"));

fn read(text: &str) -> Record {
    let published = Some("2024-05-14".to_owned());
    let article = Article { language: Some("en".into()), published, text: text.into(), ..Article::default() };
    annals_read::read(Draft { article, notes: Vec::new() }, &READER)
}

/// The statement whose first words are these.
fn statement<'r>(record: &'r Record, words: &str) -> &'r Statement {
    let starts = |statement: &&Statement| {
        part(record, statement.content[0].start, statement.content[0].end).contains(words)
    };
    record.statements.iter().find(starts).unwrap_or_else(|| panic!("{words}: {:?}", record.statements))
}

fn part(record: &Record, start: usize, end: usize) -> String {
    record.article.text.chars().skip(start).take(end - start).collect()
}

fn entity<'r>(record: &'r Record, name: &str) -> &'r Entity {
    record
        .entities
        .iter()
        .find(|entity| entity.name == name)
        .unwrap_or_else(|| panic!("{name}: {:?}", record.entities))
}

/// The words of the speaker of the statement with these words, and the name behind them.
#[track_caller]
fn check_speaker(text: &str, words: &str, expected: (&str, &str), by: SpeakerBy) {
    let record = read(text);
    let speaker = statement(&record, words).speaker.as_ref().expect("a speaker");
    let name = record
        .entities
        .iter()
        .find(|entity| Some(entity.id) == speaker.entity)
        .map(|entity| entity.name.as_str());
    assert_eq!(
        (part(&record, speaker.span.start, speaker.span.end).as_str(), name),
        (expected.0, Some(expected.1))
    );
    assert_eq!(speaker.by, by);
}

#[test]
fn the_paragraph_before_leads_up_to_a_quotation() {
    let text = "Jora Lind, the mayor of Almeda, spoke for an hour.\n\nShe said:\n\n“The dam will hold for as long as we live. Nobody needs to leave.”\n";
    check_speaker(text, "The dam will hold", ("She", "Jora Lind"), SpeakerBy::Model);
}

#[test]
fn a_name_behind_a_dash_signs() {
    let text =
        "Readers wrote to us about the dam.\n\n“It was never safe, and everybody knew.” — Ilana Brodt\n";
    check_speaker(text, "never safe", ("Ilana Brodt", "Ilana Brodt"), SpeakerBy::Introduction);
}

#[test]
fn a_quotation_may_be_closed_by_the_other_mark() {
    let record = read(
        "“The papers were never for sale,\" Jora Lind said in Almeda, adding that the council had kept them.",
    );
    let content = statement(&record, "never for sale").content[0];
    assert_eq!(part(&record, content.start, content.end), "“The papers were never for sale,\"");
}

#[test]
fn the_addressee_is_told_and_what_is_not_said_is_marked() {
    let record = read(
        "Jora Lind told the Almeda Herald that the dam was safe. The mayor did not say when the bridge would open.",
    );
    let told = statement(&record, "the dam was safe");
    let addressee = told.addressee.as_ref().expect("an addressee").span;
    assert_eq!(part(&record, addressee.start, addressee.end), "the Almeda Herald");
    assert_eq!(told.cue.as_ref().map(|cue| cue.negated), Some(false));
    assert_eq!(statement(&record, "when the bridge").cue.as_ref().map(|cue| cue.negated), Some(true));
}

#[test]
fn nobody_speaks_where_nobody_is_named() {
    let record = read("It was reported on Monday that the harbour of Almeda had been closed.");
    assert!(statement(&record, "the harbour").speaker.is_none());
}

#[test]
fn a_capital_that_acts_is_a_government() {
    let record = read(
        "Washington said on Monday that talks with Beijing would go on. The envoy landed in Beijing on Tuesday.",
    );
    let keys = |name: &str| -> Vec<&str> {
        record
            .entities
            .iter()
            .filter(|entity| entity.name == name)
            .filter_map(|entity| entity.key.as_deref())
            .collect()
    };
    assert_eq!(keys("Washington"), ["government/USA"]);
    assert_eq!(keys("Beijing"), ["government/CHN", "place/CHN/beijing"]);
}

#[test]
fn one_actor_has_one_key_under_many_names() {
    let keys = |name: &str| -> Option<String> {
        let record = read(&format!(
            "Officials of {name} met the mayor of Almeda on Tuesday, and she thanked them for the visit."
        ));
        record
            .entities
            .iter()
            .find_map(|entity| entity.key.clone().filter(|key| key.starts_with("organization/united")))
    };
    assert_eq!(keys("the United Nations"), Some("organization/united-nations".to_owned()));
    assert_eq!(keys("the U.N."), keys("the United Nations"));
    assert_eq!(keys("the UN"), keys("the United Nations"));
}

#[test]
fn the_text_says_title_country_and_sector() {
    let record = read(
        "Peruvian Water Minister Jora Lind opened the dam. “It will hold,” she said. Ilana Brodt, a professor of law in Lima, disagreed.",
    );
    let lind = entity(&record, "Jora Lind");
    let told = (lind.title.as_deref(), lind.country.as_deref(), lind.role.as_deref(), lind.key.as_deref());
    assert_eq!(told, (Some("Water Minister"), Some("PER"), Some("GOV"), Some("person/PER/jora-lind")));
    assert_eq!(entity(&record, "Ilana Brodt").role.as_deref(), Some("EDU"));
}

#[test]
fn a_former_office_is_of_the_elite() {
    let record =
        read("Former Kenyan minister Jora Lind left Nairobi. Lind said that she would write a book.");
    let lind = entity(&record, "Jora Lind");
    assert_eq!((lind.country.as_deref(), lind.role.as_deref()), (Some("KEN"), Some("ELI")));
}

#[test]
fn two_people_are_never_one_entity() {
    let text = "Jora Lind, a law professor at the University of Almeda, has followed the case.\n\n\
        Tom Karsk bought the mine last year. Mr. Karsk said on Monday that the pumps would run again. \
        He said that the buyers were patient. Mr. Lind, the law professor, has doubts.\n";
    check_speaker(text, "the pumps would run", ("Mr. Karsk", "Tom Karsk"), SpeakerBy::Model);
    check_speaker(text, "the buyers were patient", ("He", "Tom Karsk"), SpeakerBy::Model);
    let record = read(text);
    let lind = entity(&record, "Jora Lind");
    let words: Vec<String> =
        lind.mentions.iter().map(|mention| part(&record, mention.span.start, mention.span.end)).collect();
    assert!(words.len() > 2 && words.iter().all(|words| !words.contains("Karsk")), "{words:?}");
}

#[test]
fn an_owner_is_not_who_is_owned() {
    let text = "Ann Lee’s campaign manager Jora Lind said that the vote was fair.\n";
    check_speaker(
        text,
        "the vote was fair",
        ("Ann Lee’s campaign manager Jora Lind", "Jora Lind"),
        SpeakerBy::Model,
    );
}

#[test]
fn a_person_is_one_under_fuller_and_shorter_names() {
    let text = "Rep. Robert C. “Bobby” Maskel opened the fair. Bobby Maskel said that the roads were dry. \
        Maskel said that nobody was hurt.\n";
    let record = read(text);
    let people: Vec<&str> =
        record.entities.iter().map(|e| e.name.as_str()).filter(|name| name.contains("Maskel")).collect();
    assert_eq!(people, ["Robert C. “Bobby” Maskel"]);
}

#[test]
fn of_two_speakers_in_a_row_by_one_pronoun_the_second_is_the_first() {
    let text = "Dovan Kreel, a general, met Teo Samarin, a spokesman for the Front, on Monday. Samarin left early.\n\n“Not one plane was in the air,” Kreel said. He said that a store had exploded. Asked about the dead, he said the army had no word.\n";
    let record = read(text);
    let who = |words: &str| statement(&record, words).speaker.as_ref().and_then(|speaker| speaker.entity);
    assert_eq!(who("the army had no word"), Some(entity(&record, "Dovan Kreel").id));
}

#[test]
fn party_and_state_behind_a_name_are_nobody() {
    let record = read("Sen. Mark Rowell (R-Va.) said the bill was dead. Jon Pell, I-Vt., did not vote.");
    let names: Vec<&str> = record.entities.iter().map(|entity| entity.name.as_str()).collect();
    assert!(!names.iter().any(|name| name.contains("Va") || name.contains("Vt")), "{names:?}");
    assert_eq!(entity(&record, "Mark Rowell").country.as_deref(), Some("USA"));
}

#[test]
fn a_name_with_a_people_is_a_country() {
    let record = read(
        "Kestria, across the river, briefly closed the bridge. A Kestrian official said that it would open again.",
    );
    assert_eq!(entity(&record, "Kestria").kind, annals_record::EntityKind::Place);
}
