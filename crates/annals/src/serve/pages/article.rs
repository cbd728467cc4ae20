//! The screen Article: the text with its marks, the findings beside their paragraphs, and all of them below.

use std::collections::HashMap;

use askama::Template;

use super::Html;
use super::fields::meta;
use super::words::{capital, coded, counted, joined, says_so, voice_name};
use crate::serve::models::{
    ArticleModel, Copy, Finding, Mark, Paragraph, Piece, SentenceModel, Shell, Thing,
};

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage<'a> {
    shell: &'a Shell,
    model: &'a ArticleModel,
    title: &'a str,
    meta: Vec<(&'static str, String)>,
    copies_in_words: String,
    paragraphs: Vec<Marked<'a>>,
    speakers: Vec<Speaker<'a>>,
    tables: Vec<Table<'a>>,
    things: Vec<(&'a Thing, String)>,
    csl: String,
}

/// A paragraph and what is found in it.
struct Marked<'a> {
    sentences: Vec<Sentence<'a>>,
    notes: Vec<Note<'a>>,
}

/// A sentence, ready for `part/sentence.html`.
pub(super) struct Sentence<'a> {
    pub(super) n: u64,
    pub(super) url: Option<&'a str>,
    pub(super) here: bool,
    pub(super) pieces: Vec<Stretch<'a>>,
}

/// Words of a sentence with one look.
pub(super) struct Stretch<'a> {
    pub(super) text: &'a str,
    pub(super) classes: String,
    pub(super) url: Option<&'a str>,
    pub(super) label: Option<String>,
}

/// A finding in the margin.
pub(super) struct Note<'a> {
    pub(super) finding: &'a Finding,
    pub(super) kind: String,
    pub(super) what: String,
    pub(super) who: Option<String>,
}

/// Somebody and what they say.
struct Speaker<'a> {
    name: &'a str,
    url: Option<&'a str>,
    about: Option<String>,
    statements: Vec<(&'a Finding, String, &'a str)>,
}

/// Findings of one kind.
struct Table<'a> {
    heading: &'static str,
    says: &'static str,
    voices: bool,
    rows: Vec<(&'a Finding, String)>,
}

/// The findings of an article by id.
type ById<'a> = HashMap<&'a str, &'a Finding>;

/// The page of an article.
pub fn article(shell: &Shell, model: &ArticleModel) -> Html {
    let by_id: ById<'_> = model.findings.iter().map(|finding| (finding.id.as_str(), finding)).collect();
    let paragraphs = model.paragraphs.iter().map(|paragraph| marked(paragraph, model, &by_id));
    ArticlePage {
        title: model.article.title.as_deref().unwrap_or("Untitled"),
        meta: meta(&model.article),
        copies_in_words: copies(&model.copies),
        paragraphs: paragraphs.collect(),
        speakers: speakers(model),
        tables: tables(&model.findings),
        things: model.things.iter().map(|thing| (thing, about(thing))).collect(),
        csl: model.cite.as_ref().map(|cite| format!("{:#}", cite.csl)).unwrap_or_default(),
        shell,
        model,
    }
    .render()
}

fn marked<'a>(paragraph: &'a Paragraph, model: &'a ArticleModel, by_id: &ById<'a>) -> Marked<'a> {
    let within = |finding: &&Finding| {
        matches!(finding.kind.as_str(), "statement" | "event" | "figure")
            && paragraph.sentences.iter().any(|sentence| finding.sentence == Some(sentence.n))
    };
    let sentences = paragraph.sentences.iter();
    Marked {
        sentences: sentences.map(|sentence| Sentence::new(sentence, model.selected, by_id)).collect(),
        notes: model.findings.iter().filter(within).map(Note::new).collect(),
    }
}

impl<'a> Sentence<'a> {
    /// A sentence whose marks lead to the findings of `by_id`.
    pub(super) fn new(sentence: &'a SentenceModel, selected: Option<u64>, by_id: &ById<'a>) -> Self {
        let url = Some(sentence.url.as_str()).filter(|url| !url.is_empty());
        let pieces = sentence.pieces.iter().map(|piece| Stretch::new(piece, by_id)).collect();
        Self { n: sentence.n, url, here: selected == Some(sentence.n), pieces }
    }

    /// A sentence whose marks are those of one finding.
    pub(super) fn chosen(sentence: &'a SentenceModel) -> Self {
        let mut chosen = Self::new(sentence, None, &HashMap::new());
        for stretch in chosen.pieces.iter_mut().filter(|stretch| !stretch.classes.is_empty()) {
            stretch.classes = stretch.classes.replace("m ", "m chosen ");
        }
        chosen
    }
}

impl<'a> Stretch<'a> {
    fn new(piece: &'a Piece, by_id: &ById<'a>) -> Self {
        let classes: Vec<_> = piece.marks.iter().filter_map(class).collect();
        let linked = piece.marks.iter().rev().find(|mark| {
            matches!(mark.part.as_str(), "event" | "figure" | "time" | "place")
                && by_id.contains_key(mark.id.as_str())
        });
        let finding = linked.and_then(|mark| by_id.get(mark.id.as_str()));
        Self {
            text: &piece.text,
            classes: if classes.is_empty() { String::new() } else { format!("m {}", classes.join(" ")) },
            url: finding.map(|finding| finding.url.as_str()).filter(|url| !url.is_empty()),
            label: piece.marks.iter().rev().find_map(|mark| label(mark, by_id)),
        }
    }
}

/// The class of a part that is marked.
fn class(mark: &Mark) -> Option<&'static str> {
    Some(match mark.part.as_str() {
        "content" => "statement",
        "cue" => "cue",
        "event" => "event",
        "figure" => "figure",
        "time" => "time",
        "place" => "place",
        "mention" => "entity",
        _ => return None,
    })
}

/// The label at the end of a mark: what the finding says, of a statement who says it.
fn label(mark: &Mark, by_id: &ById<'_>) -> Option<String> {
    if !mark.last || matches!(mark.part.as_str(), "cue" | "speaker" | "mention") {
        return None;
    }
    let finding = by_id.get(mark.id.as_str())?;
    match finding.kind.as_str() {
        "statement" => finding.voice.as_deref().map(|voice| format!("says {}", voice_name(voice))),
        kind => Some(format!("{kind}: {}", finding.gist)),
    }
}

impl<'a> Note<'a> {
    pub(super) fn new(finding: &'a Finding) -> Self {
        let voice = finding.voice.as_deref();
        let (what, who) = match finding.kind.as_str() {
            "statement" => (saying(finding), Some(finding.gist.clone())),
            "event" | "figure" => (finding.gist.clone(), voice.map(says_so)),
            _ => (finding.gist.clone(), None),
        };
        Self { kind: capital(&finding.kind), what, who: who.filter(|who| !who.is_empty()), finding }
    }
}

/// Who speaks, by which words.
fn saying(finding: &Finding) -> String {
    let name = voice_name(finding.voice.as_deref().unwrap_or("?"));
    match &finding.cue {
        Some(cue) => format!("{name}: “{cue}”"),
        None => name.to_owned(),
    }
}

/// Statements by speaker, in the order in which speakers come up; those of nobody named last.
fn speakers(model: &ArticleModel) -> Vec<Speaker<'_>> {
    let mut speakers: Vec<Speaker<'_>> = Vec::new();
    for finding in model.findings.iter().filter(|finding| finding.kind == "statement") {
        let name = voice_name(finding.voice.as_deref().unwrap_or("?"));
        let statement = (finding, finding.text.clone(), finding.gist.as_str());
        match speakers.iter_mut().find(|speaker| speaker.name == name) {
            Some(speaker) => speaker.statements.push(statement),
            None => speakers.push(speaker(name, finding, statement, &model.things)),
        }
    }
    speakers.sort_by_key(|speaker| speaker.name == voice_name("?"));
    speakers
}

fn speaker<'a>(
    name: &'a str,
    finding: &'a Finding,
    statement: (&'a Finding, String, &'a str),
    things: &'a [Thing],
) -> Speaker<'a> {
    let thing = things.iter().find(|thing| thing.name == name);
    let about = thing.and_then(|thing| {
        let role = thing.role.as_deref().and_then(|role| coded("sector", role));
        let country = thing.country.as_deref().and_then(|code| coded("country", code));
        joined([thing.title.clone(), role, country], ", ")
    });
    Speaker { name, url: finding.voice_url.as_deref(), about, statements: vec![statement] }
}

fn tables(findings: &[Finding]) -> Vec<Table<'_>> {
    let kinds = [
        ("event", "Events", "What", true),
        ("figure", "Figures", "How many of what", true),
        ("time", "Dates and times", "When", false),
        ("place", "Places", "Where", false),
    ];
    let table = |(kind, heading, says, voices)| {
        let rows = findings.iter().filter(|finding| finding.kind == kind);
        let voice =
            |finding: &Finding| finding.voice.as_deref().map(voice_name).unwrap_or_default().to_owned();
        Table { heading, says, voices, rows: rows.map(|finding| (finding, voice(finding))).collect() }
    };
    kinds.into_iter().map(table).filter(|table| !table.rows.is_empty()).collect()
}

fn about(thing: &Thing) -> String {
    let country = thing.country.as_deref().and_then(|code| coded("country", code));
    let role = thing.role.as_deref().and_then(|role| coded("sector", role));
    let mentions = Some(counted(thing.mentions, "mention"));
    let statements = (thing.statements > 0).then(|| counted(thing.statements, "statement"));
    let facts = [Some(thing.kind.clone()), thing.title.clone(), role, country, mentions, statements];
    joined(facts, ", ").unwrap_or_default()
}

fn copies(copies: &[Copy]) -> String {
    let differing = copies.iter().filter(|copy| !copy.differences.is_empty()).count();
    let one = if copies.len() == 1 { "copy" } else { "copies" };
    match differing {
        0 => format!("{} {one} elsewhere, with the same figures and quotations", copies.len()),
        some => format!("{} {one} elsewhere, {some} with other figures or quotations", copies.len()),
    }
}
