//! An article of the store: its record, its other versions, its copies and in what they differ.

use annals_record::Outcome;
use annals_store::{Difference, FigureChange, Head, Saying, Store, StoreError, Verdict};
use serde_json::json;

use super::{Format, printed};
use crate::report::Report;
use crate::style::Ink;

/// The page of the article `id`; none where the store does not have it.
pub(super) fn page(
    store: &Store,
    id: &str,
    format: Format,
    report: &Report,
) -> anyhow::Result<Option<String>> {
    let Some(record) = store.corrected(id)? else { return Ok(None) };
    let about = About::of(store, id)?;
    if format != Format::Report {
        let About { versions, copies, differences, verdicts } = about;
        let value = json!({"record": record, "versions": versions, "copies": copies, "differences": differences, "verdicts": verdicts});
        return Ok(Some(printed(format, &value)?));
    }
    let body = report.outcome(&Outcome::Read(Box::new(record)));
    let id = report.wrap("", "", Ink::Faint, &format!("id {id}"));
    Ok(Some(format!("{body}{id}{}\n", about.parts(report))))
}

/// What the store knows of an article beside its record.
struct About {
    versions: Vec<Head>,
    copies: Vec<Head>,
    differences: Vec<Difference>,
    verdicts: Vec<Verdict>,
}

impl About {
    fn of(store: &Store, id: &str) -> Result<Self, StoreError> {
        let mut copies = store.copies(id)?;
        copies.retain(|copy| copy.id != id);
        Ok(Self {
            versions: store.versions(id)?,
            copies,
            differences: store.differences(id)?,
            verdicts: store.verdicts(id)?,
        })
    }

    fn parts(&self, report: &Report) -> String {
        let versions = if self.versions.len() > 1 { self.versions.as_slice() } else { &[] };
        let version = |head: &Head| {
            let current = if head.current { ", the current one" } else { "" };
            format!("{}{current}: {}", head.version, head.id)
        };
        let copy = |head: &Head| {
            let source = head.source.as_deref().or(head.uri.as_deref()).unwrap_or("source unknown");
            let title = head.title.as_deref().unwrap_or("(no title)");
            let published = head.published.as_deref().unwrap_or("no date");
            format!("{} · {source} · {published} · {title}{}", head.id, self.told(&head.id))
        };
        let verdict = |verdict: &Verdict| {
            let fields = if verdict.fields.is_empty() {
                String::new()
            } else {
                format!(": {}", verdict.fields.join(", "))
            };
            let who = verdict.who.as_deref().map(|who| format!(" by {who}")).unwrap_or_default();
            format!("{} {}{fields}{who}, {}", verdict.finding, verdict.review, verdict.made)
        };
        [
            part(report, "Versions", versions.iter().map(version)),
            part(report, "Copies", self.copies.iter().map(copy)),
            self.differences.iter().map(|difference| differing(report, difference)).collect(),
            part(report, "Corrections", self.verdicts.iter().map(verdict)),
        ]
        .concat()
    }

    /// Behind a copy: that it differs.
    fn told(&self, id: &str) -> String {
        let Some(difference) = self.differences.iter().find(|difference| difference.article == id) else {
            return " · says the same".to_owned();
        };
        let Difference { figures, only_here, only_there, .. } = difference;
        let parts = [
            counted(figures.len(), "other figure"),
            counted(only_here.len(), "statement left out"),
            counted(only_there.len(), "statement more"),
        ];
        format!(" · {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

fn counted(number: usize, what: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ if what.starts_with("statement") => {
            Some(format!("{number} {}", what.replacen("statement", "statements", 1)))
        }
        _ => Some(format!("{number} {what}s")),
    }
}

fn part(report: &Report, heading: &str, lines: impl Iterator<Item = String>) -> String {
    let body: String = lines.map(|line| report.fill("  ", "    ", &line).join("\n") + "\n").collect();
    if body.is_empty() { body } else { format!("\n{}\n{body}", report.style().paint(Ink::Heading, heading)) }
}

fn differing(report: &Report, difference: &Difference) -> String {
    let figure = |change: &FigureChange| {
        let of = change.measure.as_deref().or(change.unit.as_deref()).unwrap_or("a number");
        let (here, there) = (&change.here, &change.there);
        format!("{of}: here “{}” ({}), there “{}” ({})", here.text, here.finding, there.text, there.finding)
    };
    let saying = |place: &str, saying: &Saying| {
        let speaker = saying.speaker.as_deref().unwrap_or("speaker not named");
        format!("only {place}: {speaker}: {} ({})", saying.text, saying.finding)
    };
    let figures = difference.figures.iter().map(figure);
    let here = difference.only_here.iter().map(|one| saying("here", one));
    let there = difference.only_there.iter().map(|one| saying("there", one));
    part(report, &format!("Different in {}", difference.article), figures.chain(here).chain(there))
}
