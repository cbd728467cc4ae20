//! The screen Record: one finding with its exact words, who says so, why, and how to cite it.

use askama::Template;

use super::Html;
use super::article::{Note, Sentence};
use super::fields::{in_words, stands};
use super::words::{capital, coded, joined, percent, voice_name};
use crate::serve::models::{Alternate, Field, RecordModel, Shell, Voice};

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage<'a> {
    shell: &'a Shell,
    model: &'a RecordModel,
    title: &'a str,
    stands: String,
    kind: String,
    heading: String,
    before: Option<Sentence<'a>>,
    sentences: Vec<Sentence<'a>>,
    after: Option<Sentence<'a>>,
    chain: Vec<Link<'a>>,
    sure: Option<String>,
    alternates: Vec<(&'a Alternate, String)>,
    related: Vec<Note<'a>>,
    fields: Vec<(Named<'a>, String)>,
    review_url: String,
    in_article: String,
    csl: String,
}

/// A link of the chain in words.
struct Link<'a> {
    voice: &'a Voice,
    name: &'a str,
    saying: Option<String>,
    how: Option<String>,
}

/// A field under the name that is shown.
struct Named<'a> {
    name: String,
    url: &'a Option<String>,
}

/// The page of a finding.
pub fn record(shell: &Shell, model: &RecordModel) -> Html {
    let sure = model.why.as_ref().and_then(|why| why.score).map(percent);
    let alternates = model.why.iter().flat_map(|why| &why.alternates);
    RecordPage {
        title: model.article.title.as_deref().unwrap_or("Untitled"),
        stands: stands(&model.article),
        kind: capital(&model.kind),
        heading: heading(model),
        before: model.before.as_ref().map(Sentence::chosen),
        sentences: model.sentences.iter().map(Sentence::chosen).collect(),
        after: model.after.as_ref().map(Sentence::chosen),
        chain: model.chain.iter().map(link).collect(),
        sure,
        alternates: alternates.map(|alternate| (alternate, percent(alternate.score))).collect(),
        related: model.related.iter().map(Note::new).collect(),
        fields: model.fields.iter().map(field).collect(),
        review_url: format!("/review?article={}&finding={}", model.article.id, model.id),
        in_article: in_article(model),
        csl: format!("{:#}", model.cite.csl),
        shell,
        model,
    }
    .render()
}

fn heading(model: &RecordModel) -> String {
    match model.kind.as_str() {
        "statement" => {
            let speaker = model.chain.first().map_or("?", |voice| &voice.name);
            let gist = Some(model.gist.clone()).filter(|gist| !gist.is_empty());
            joined([Some(voice_name(speaker).to_owned()), gist], ", ").unwrap_or_default()
        }
        _ => model.gist.clone(),
    }
}

fn link(voice: &Voice) -> Link<'_> {
    let form = voice.form.as_deref().and_then(|form| coded("form", form));
    let stance = voice.stance.as_deref().filter(|&stance| stance != "neutral");
    let stance = stance.and_then(|stance| coded("stance", stance));
    let words = voice.words.as_ref().filter(|&words| *words != voice.name);
    let words = words.map(|words| format!("named as “{words}”"));
    Link {
        name: voice_name(&voice.name),
        saying: voice.cue.as_ref().map(|cue| format!("“{cue}”")),
        how: joined([words, stance, voice.negated.then(|| "negated".to_owned()), form], ", "),
        voice,
    }
}

fn field(field: &Field) -> (Named<'_>, String) {
    let (name, value) = in_words(field);
    (Named { name, url: &field.url }, value)
}

/// The article at the finding's first sentence.
fn in_article(model: &RecordModel) -> String {
    let sentence = model.sentences.first().map(|sentence| format!("#s{}", sentence.n)).unwrap_or_default();
    format!("{}{sentence}", model.article.url)
}
