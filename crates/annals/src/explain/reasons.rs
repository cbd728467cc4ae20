//! How each event, figure and time came about.

use annals_read::Reasons;
use annals_record::{CharIndex, CharSpan, Record};

use crate::report::{Page, Report, flat};

/// One block a finding: its words, and by which words and rules its facts came about.
pub fn part(page: &Page, record: &Record, reasons: &Reasons, report: &Report) -> String {
    let index = CharIndex::new(&record.article.text);
    let words = |span: CharSpan| flat(index.bytes(span).of(&record.article.text));
    let events = record.events.iter().zip(&reasons.events).map(|(event, own)| {
        let mode = event.mode.as_ref().map_or(String::new(), |mode| format!(".{mode}"));
        (format!("{}: {}{mode}", words(event.trigger), event.kind), own.as_slice())
    });
    let figures =
        record.figures.iter().zip(&reasons.figures).map(|(figure, own)| (words(figure.span), own.as_slice()));
    let times = record.times.iter().zip(&reasons.times).map(|(time, own)| {
        let value = time.value.as_deref().unwrap_or("not resolved");
        (format!("{}: {value}", words(time.span)), std::slice::from_ref(own))
    });
    let block = |(head, own): (String, &[String])| {
        let lines = own.iter().map(|line| report.fill("    ", "      ", line).join("\n") + "\n");
        page.saying(&head, &[]) + &lines.collect::<String>()
    };
    page.part("Why these events", events.map(block))
        + &page.part("Why these figures", figures.map(block))
        + &page.part("Why these times", times.map(block))
}

#[cfg(test)]
mod tests {
    use annals_record::Article;
    use annals_text::Draft;

    use super::*;
    use crate::style::Style;

    #[test]
    fn each_finding_is_followed_by_its_reasons() {
        let text = "The flood killed 40 people on Thursday.".to_owned();
        let article = Article {
            text,
            published: Some("2024-03-30".to_owned()),
            language: Some("en".to_owned()),
            ..Article::default()
        };
        let reader = annals_read::model::Reader::shipped().unwrap();
        let reading = annals_read::reading(Draft { article, notes: Vec::new() }, &reader);
        let report = Report::new(Style::new(false), 80);
        let expected = "
Why these figures
  40 people
    “40” as it stands
    measure killed: from “killed”, the verb whose object it is
    date: “Thursday”, in its clause

Why these times
  Thursday: 2024-03-28
    the last day of that name up to the article's day
";
        assert_eq!(
            part(&Page::new(report, &reading.record), &reading.record, &reading.reasons, &report),
            expected
        );
    }

    #[test]
    fn an_event_names_the_entry_that_made_it() {
        let text = "Police will arrest the mayor.".to_owned();
        let article = Article { text, language: Some("en".to_owned()), ..Article::default() };
        let reader = annals_read::model::Reader::shipped().unwrap();
        let reading = annals_read::reading(Draft { article, notes: Vec::new() }, &reader);
        let report = Report::new(Style::new(false), 80);
        let page = part(&Page::new(report, &reading.record), &reading.record, &reading.reasons, &report);
        let entry = "\nWhy these events\n  arrest: COERCE.arrest\n    “arrest” fits `arrest.v";
        assert!(page.starts_with(entry) && page.contains("coerce.tsv:"), "{page}");
        assert!(page.ends_with("    planned: by “will”\n"), "{page}");
    }
}
