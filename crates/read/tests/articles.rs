//! Whole articles of our own, with what was found marked under each line.

use std::fmt::Write;
use std::sync::LazyLock;

use annals_read::model::Reader;
use annals_record::{Article, CharSpan, Record};
use annals_text::Draft;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::shipped().expect("the shipped model fits"));

/// Under every line of the text: `s` content, `c` cue, `w` speaker, `a` addressee, `f` figure, `t` time, `p` place; then the
/// findings in words.
fn report(title: &str, text: &str) -> String {
    let article = Article {
        title: Some(title.to_owned()),
        language: Some("en".into()),
        published: Some("2024-03-30".into()),
        text: text.into(),
        ..Article::default()
    };
    let record = annals_read::read(Draft { article, notes: Vec::new() }, &READER);
    let mut out = String::new();
    let mut start = 0;
    for line in text.lines() {
        for row in wrap(line) {
            let end = start + row.chars().count();
            writeln!(out, "{row}").unwrap();
            for marks in rows(&record) {
                let under = underline(&marks, start, end);
                if !under.trim().is_empty() {
                    writeln!(out, "{}", under.trim_end()).unwrap();
                }
            }
            start = end;
        }
        start += 1;
    }
    out.push('\n');
    findings(&record, &mut out);
    out
}

/// Rows of about a hundred characters, none of which loses any.
fn wrap(line: &str) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in line.split_inclusive(' ') {
        if rows.last().is_some_and(|row| row.chars().count() + word.chars().count() > 100) {
            rows.push(String::new());
        }
        rows.last_mut().expect("never empty").push_str(word);
    }
    rows
}

fn rows(record: &Record) -> [Vec<(CharSpan, char)>; 4] {
    let content = record.statements.iter().flat_map(|s| s.content.iter().map(|&part| (part, 's'))).collect();
    let around = record
        .statements
        .iter()
        .flat_map(|s| {
            let cue = s.cue.iter().map(|cue| (cue.span, 'c'));
            let speaker = s.speaker.iter().map(|who| (who.span, 'w'));
            cue.chain(speaker).chain(s.addressee.iter().map(|who| (who.span, 'a')))
        })
        .collect();
    let figures = record.figures.iter().map(|f| (f.span, 'f'));
    let numbers = figures.chain(record.times.iter().map(|t| (t.span, 't'))).collect();
    let places = record.places.iter().map(|place| (place.span, 'p')).collect();
    [content, around, numbers, places]
}

fn underline(marks: &[(CharSpan, char)], start: usize, end: usize) -> String {
    let at = |place| marks.iter().rev().find(|(span, _)| span.covers(place)).map_or(' ', |&(_, mark)| mark);
    (start..end).map(at).collect()
}

fn findings(record: &Record, out: &mut String) {
    let text: Vec<char> = record.article.text.chars().collect();
    let words = |span: CharSpan| text[span.range()].iter().collect::<String>();
    for s in &record.statements {
        let content: Vec<String> = s.content.iter().map(|&part| words(part)).collect();
        let who = s.speaker.as_ref().map_or("?".into(), |who| words(who.span));
        let cue = s.cue.as_ref().map_or(String::new(), |cue| format!(" [{} {:?}]", cue.lemma, cue.stance));
        let within = s.within.map_or(String::new(), |id| format!(" in {id}"));
        writeln!(out, "{} {:?}: {who}{cue}{within}: {}", s.id, s.form, content.join(" + ")).unwrap();
    }
    for f in &record.figures {
        let [low, high] = [f.low, f.high].map(|bound| bound.map_or("-".into(), |value| value.to_string()));
        let [unit, measure] = [&f.unit, &f.measure].map(|word| word.as_deref().unwrap_or("-"));
        let voice = f.statement.map_or("the article".into(), |id| id.to_string());
        writeln!(
            out,
            "{}: {low} to {high}, {:?}, {unit}, {measure}, says {voice}",
            words(f.span),
            f.relation
        )
        .unwrap();
    }
    for t in &record.times {
        writeln!(out, "{}: {:?} {}", words(t.span), t.kind, t.value.as_deref().unwrap_or("?")).unwrap();
    }
    for p in &record.places {
        let spot = p.lat.zip(p.lon).map_or("not placed".into(), |(lat, lon)| format!("{lat:.1} {lon:.1}"));
        let [country, feature] = [&p.country, &p.feature].map(|word| word.as_deref().unwrap_or("-"));
        writeln!(out, "{}: {feature}, {country}, {spot}, {:?}, by {:?}", words(p.span), p.sense, p.by)
            .unwrap();
    }
}

#[test]
fn flood() {
    insta::assert_snapshot!(report("Flood in Varesh", include_str!("articles/flood.txt")));
}

#[test]
fn council() {
    insta::assert_snapshot!(report("Council of Port Almeda votes", include_str!("articles/council.txt")));
}

#[test]
fn border() {
    insta::assert_snapshot!(report("Kestria and Orel trade charges", include_str!("articles/border.txt")));
}
