//! Who says what, where no verb of saying says it: a text, and what was said in it. Texts are our own, about invented people.

use std::sync::LazyLock;

use annals_read::model::Reader;
use annals_record::{Article, CharSpan, Record};
use annals_text::Draft;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::shipped().expect("the shipped model fits"));

fn read(text: &str) -> Record {
    let article = Article { language: Some("en".into()), text: text.into(), ..Article::default() };
    annals_read::read(Draft { article, notes: Vec::new() }, &READER)
}

/// `expected`: a statement a line, `content ← speaker [cue]`; parts parted by ` + `, `?` for nobody.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let record = read(text);
    let part =
        |span: CharSpan| -> String { text.chars().skip(span.start).take(span.end - span.start).collect() };
    let lines: Vec<String> = record
        .statements
        .iter()
        .map(|statement| {
            let content: Vec<String> = statement.content.iter().map(|&span| part(span)).collect();
            let speaker = statement.speaker.as_ref().map_or("?".to_owned(), |speaker| part(speaker.span));
            let cue = statement.cue.as_ref().map_or(String::new(), |cue| format!(" [{}]", part(cue.span)));
            format!("{} ← {speaker}{cue}", content.join(" + "))
        })
        .collect();
    assert_eq!(lines, expected, "{text}");
}

#[test]
fn a_view_is_of_whoever_has_it() {
    check(
        "In the mayor's view, the bridge was a folly from the start.",
        &["the bridge was a folly from the start ← the mayor's [view]"],
    );
    check(
        "The new road is, in the view of the union, a waste of money.",
        &["The new road is + a waste of money ← the union [in the view of]"],
    );
    check("The harbour should be sold, in her opinion.", &["The harbour should be sold ← her [opinion]"]);
    check(
        "From the ministry's point of view, the strike is illegal.",
        &["the strike is illegal ← the ministry's [point of view]"],
    );
    check(
        "In the eyes of the opposition, the vote was stolen.",
        &["the vote was stolen ← the opposition [In the eyes of]"],
    );
    check(
        "By the ministry's account, 40 people were killed.",
        &["40 people were killed ← the ministry's [account]"],
    );
}

#[test]
fn something_is_something_for_somebody() {
    check("For the mayor, the bridge was a folly.", &["the bridge was a folly ← the mayor [For]"]);
    check("The toll, per the ministry, stands at 40.", &["The toll + stands at 40 ← the ministry [per]"]);
    check("For the first time, the river was calm.", &[]);
    check("For the council, it was the third defeat in a year.", &[]);
}

#[test]
fn my_view_in_a_quotation_is_no_second_statement() {
    check(
        "“In my view the court has erred,” Lind said.",
        &["“In my view the court has erred,” ← Lind [said]"],
    );
}

#[test]
fn a_passive_without_speaker_is_of_nobody() {
    check(
        "It is believed that the rebels hold two villages.",
        &["that the rebels hold two villages ← ? [is believed]"],
    );
    check("The rebels are said to hold two villages.", &["The rebels + to hold two villages ← ? [are said]"]);
    check("The mayor is rumoured to be ill.", &["The mayor + to be ill ← ? [is rumoured]"]);
    check("Reportedly, the harbour had been closed.", &["the harbour had been closed ← ? [Reportedly]"]);
}

#[test]
fn who_is_quoted_speaks() {
    check(
        "Lind was quoted by the Almeda Herald as saying the bridge was closed.",
        &[
            "Lind + as saying the bridge was closed ← the Almeda Herald [was quoted]",
            "the bridge was closed ← Lind [saying]",
        ],
    );
    check(
        "The mayor was quoted as saying that the dam would hold.",
        &["that the dam would hold ← The mayor [saying]"],
    );
}

#[test]
fn a_noun_reports() {
    check(
        "Allegations by the union that the mayor took bribes were dismissed.",
        &["that the mayor took bribes ← the union [Allegations]"],
    );
    check(
        "The minister's denial that troops had crossed the border came late.",
        &["that troops had crossed the border ← The minister's [denial]"],
    );
}

#[test]
fn headlines_in_the_text() {
    check("Minister: talks failed\n\nThe rain went on all night.", &["talks failed ← Minister [:]"]);
    check("Talks failed, minister says\n\nThe rain went on all night.", &["Talks failed ← minister [says]"]);
    check("Talks 'failed': minister\n\nThe rain went on all night.", &["Talks 'failed' ← minister [:]"]);
    check(
        "Harbour to close in June - ministry\n\nThe rain went on all night.",
        &["Harbour to close in June ← ministry [-]"],
    );
    check("Breaking: bridge closed\n\nThe rain went on all night.", &[]);
    check("Time: 10 a.m.\n\nPlace: Almeda town hall", &[]);
}

#[test]
fn a_quotation_by_itself_is_of_whoever_the_sentence_before_is_about() {
    check(
        "In another part of his speech, Brodt turned to the harbour. “We will not sell it. Not one stone of it.”",
        &["“We will not sell it. Not one stone of it.” ← Brodt"],
    );
}

#[test]
fn what_no_official_says_is_not_said() {
    let record = read("No official would say when the bridge would open.");
    let cue = record.statements[0].cue.as_ref().expect("a cue");
    assert!(cue.negated);
}
