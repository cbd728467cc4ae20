//! One finding of the store: its words in their sentence, in whose voice it stands, and why it was made.

use annals_record::{CharIndex, CharSpan, Record, Statement, StatementId};
use annals_store::{Store, Verdict};
use serde_json::{Value, json};

use super::{Format, printed};
use crate::report::Report;
use crate::style::Ink;

/// The page of a finding; none where the article has none of that id.
pub(super) fn page(
    store: &Store,
    article: &str,
    finding: &str,
    format: Format,
    report: &Report,
) -> anyhow::Result<Option<String>> {
    let Some(record) = store.corrected(article)? else { return Ok(None) };
    let Some(found) = Found::of(&record, finding) else { return Ok(None) };
    let verdict = store.verdicts(article)?.into_iter().find(|verdict| verdict.finding == finding);
    let page = match format {
        Format::Report => found.report(report, verdict.as_ref()),
        _ => printed(format, &found.json(verdict.as_ref()))?,
    };
    Ok(Some(page))
}

/// Kinds of findings by the letters of their ids, with their lists in the record.
const KINDS: [(char, &str, &str); 6] = [
    ('e', "entity", "entities"),
    ('s', "statement", "statements"),
    ('v', "event", "events"),
    ('f', "figure", "figures"),
    ('t', "time", "times"),
    ('p', "place", "places"),
];

/// A finding in its record.
pub(super) struct Found<'r> {
    record: &'r Record,
    index: CharIndex<'r>,
    pub(super) kind: &'static str,
    value: Value,
    spans: Vec<CharSpan>,
}

impl<'r> Found<'r> {
    pub(super) fn of(record: &'r Record, id: &str) -> Option<Self> {
        let letter = id.chars().next()?;
        let (_, kind, list) = KINDS.into_iter().find(|(of, ..)| *of == letter)?;
        let all = serde_json::to_value(record).ok()?;
        let value = all[list].as_array()?.iter().find(|value| value["id"] == id)?.clone();
        let spans = spans(&value);
        Some(Self { record, index: CharIndex::new(&record.article.text), kind, value, spans })
    }

    /// Its words; parts that stand apart are joined by an ellipsis.
    pub(super) fn text(&self) -> String {
        self.spans.iter().map(|span| self.words(*span)).collect::<Vec<_>>().join(" … ")
    }

    fn words(&self, span: CharSpan) -> &'r str {
        self.index.bytes(span).of(&self.record.article.text)
    }

    /// Numbers of the sentences from that before the finding to that behind it.
    fn around(&self) -> std::ops::Range<usize> {
        let sentences = &self.record.sentences;
        let place =
            |at: usize| sentences.partition_point(|sentence| sentence.span.start <= at).saturating_sub(1);
        let (Some(first), Some(last)) = (self.spans.first(), self.spans.last()) else { return 0..0 };
        let from = place(first.start).saturating_sub(1);
        from..(place(last.end.saturating_sub(1)) + 2).min(sentences.len())
    }

    /// In whose voice it stands, the outermost first: X said that Y said.
    fn voices(&self) -> Vec<&'r Statement> {
        let link = self.value["within"].as_str().or_else(|| self.value["statement"].as_str());
        let mut next = link.and_then(|id| id.parse::<StatementId>().ok());
        let mut chain: Vec<&Statement> = Vec::new();
        while let Some(statement) = next.and_then(|id| self.record.statements.iter().find(|one| one.id == id))
        {
            // Statements within each other would never end.
            if chain.iter().any(|one| one.id == statement.id) {
                break;
            }
            chain.push(statement);
            next = statement.within;
        }
        chain.reverse();
        chain
    }

    fn speaker(&self, statement: &Statement) -> String {
        let Some(speaker) = &statement.speaker else { return "somebody who is not named".to_owned() };
        let entity = self.record.entities.iter().find(|entity| Some(entity.id) == speaker.entity);
        entity.map_or_else(|| self.words(speaker.span).to_owned(), |entity| entity.name.clone())
    }

    fn json(&self, verdict: Option<&Verdict>) -> Value {
        let voice =
            |statement: &&Statement| json!({"statement": statement.id, "speaker": self.speaker(statement)});
        let sentence = |n: usize| {
            let span = self.record.sentences[n].span;
            json!({"n": n, "start": span.start, "end": span.end, "text": self.words(span)})
        };
        json!({
            "article": self.record.article.id,
            "kind": self.kind,
            "finding": self.value,
            "text": self.text(),
            "sentences": self.around().map(sentence).collect::<Vec<_>>(),
            "voice": self.voices().iter().map(voice).collect::<Vec<_>>(),
            "verdict": verdict,
        })
    }

    fn report(&self, report: &Report, verdict: Option<&Verdict>) -> String {
        let id = self.value["id"].as_str().unwrap_or_default();
        let title = self.record.article.title.as_deref().unwrap_or("(no title)");
        let mut page = report.wrap("", "", Ink::Title, &format!("{} in “{title}”", self.kind));
        page += &report.wrap("", "", Ink::Faint, &format!("{}/{id}", self.record.article.id));
        page += "\n";
        page.extend(self.around().map(|n| self.sentence(report, n)));
        page += &format!("\n{}\n", report.style().paint(Ink::Heading, "Voice"));
        page += &report.wrap("  ", "    ", Ink::Speaker, &self.voice());
        page += &format!("\n{}\n", report.style().paint(Ink::Heading, "What was found"));
        page.extend(self.fields().into_iter().map(|line| report.fill("  ", "    ", &line).join("\n") + "\n"));
        if let Some(verdict) = verdict {
            let who = verdict.who.as_deref().unwrap_or("somebody");
            let line = format!("{} by {who}, {}", verdict.review, verdict.made);
            page += &format!("\n{}\n", report.style().paint(Ink::Heading, "Review"));
            page += &report.wrap("  ", "    ", Ink::Warning, &line);
        }
        page + "\n"
    }

    /// A sentence with its number, the finding's words between marks.
    fn sentence(&self, report: &Report, n: usize) -> String {
        let sentence = self.record.sentences[n].span;
        let mut words = String::new();
        let mut at = sentence.start;
        for span in self.spans.iter().filter(|span| span.overlaps(sentence)) {
            let (start, end) = (span.start.max(at), span.end.min(sentence.end));
            if start < end {
                words += self.words(CharSpan::new(at, start));
                words += &format!("⟦{}⟧", self.words(CharSpan::new(start, end)));
                at = end;
            }
        }
        words += self.words(CharSpan::new(at, sentence.end));
        report.fill(&format!("  {:>3}  ", n + 1), "       ", &words).join("\n") + "\n"
    }

    fn voice(&self) -> String {
        let mut chain: Vec<String> =
            self.voices().into_iter().map(|statement| self.speaker(statement)).collect();
        let own = self
            .record
            .statements
            .iter()
            .find(|one| self.kind == "statement" && self.value["id"] == one.id.to_string());
        chain.extend(own.map(|statement| self.speaker(statement)));
        match chain.as_slice() {
            [] => "the article itself says so".to_owned(),
            chain => chain.iter().map(|name| format!("{name} says")).collect::<Vec<_>>().join(" that "),
        }
    }

    /// The fields of the finding that hold something, spans and entities in words.
    fn fields(&self) -> Vec<String> {
        let Some(object) = self.value.as_object() else { return Vec::new() };
        let fields =
            object.iter().filter(|(name, _)| !["id", "start", "end", "content"].contains(&name.as_str()));
        fields.filter_map(|(name, value)| Some(format!("{name}: {}", self.shown(value)?))).collect()
    }

    fn shown(&self, value: &Value) -> Option<String> {
        match value {
            Value::Null => None,
            Value::String(id) => Some(self.named(id)),
            Value::Array(all) if all.is_empty() => None,
            Value::Array(all) => {
                Some(all.iter().filter_map(|one| self.shown(one)).collect::<Vec<_>>().join("; "))
            }
            Value::Object(object) => {
                let words = span(value).map(|span| format!("“{}”", self.words(span)));
                let rest = object.iter().filter(|(name, _)| !["start", "end"].contains(&name.as_str()));
                let rest = rest.filter_map(|(name, value)| Some(format!("{name} {}", self.shown(value)?)));
                Some(words.into_iter().chain(rest).collect::<Vec<_>>().join(", "))
            }
            other => Some(other.to_string()),
        }
    }

    /// The name behind the id of an entity; other words as they are.
    fn named(&self, id: &str) -> String {
        let entity = self.record.entities.iter().find(|entity| entity.id.to_string() == id);
        entity.map_or_else(|| id.to_owned(), |entity| entity.name.clone())
    }
}

fn span(value: &Value) -> Option<CharSpan> {
    let number = |name: &str| usize::try_from(value.get(name)?.as_u64()?).ok();
    let (start, end) = (number("start")?, number("end")?);
    (start <= end && value.get("id").is_none()).then(|| CharSpan::new(start, end))
}

/// Where a finding stands: its own span, its parts, or its mentions.
fn spans(finding: &Value) -> Vec<CharSpan> {
    let own = || {
        let number = |name: &str| usize::try_from(finding.get(name)?.as_u64()?).ok();
        Some(CharSpan::new(number("start")?, number("end")?))
    };
    let list = |name: &str| {
        finding.get(name).and_then(Value::as_array).map(|all| all.iter().filter_map(span).collect())
    };
    let trigger = finding.get("trigger").and_then(span).map(|span| vec![span]);
    let mut spans: Vec<CharSpan> = trigger
        .or_else(|| list("content"))
        .or_else(|| list("mentions"))
        .or_else(|| own().map(|span| vec![span]))
        .unwrap_or_default();
    if finding.get("mentions").is_some() && finding.get("trigger").is_none() {
        spans.truncate(1);
    }
    spans
}
