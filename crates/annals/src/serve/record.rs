//! The screen Record: `/article/ID/FINDING`, one finding with its words, who says so, why, and how to cite it.

use std::collections::HashMap;
use std::io::Write;

use annals_record::{Record, SpeakerBy};
use annals_store::export::{self, Style, write_rows};
use annals_store::{Kind, Row, Store};

use super::app::Ask;
use super::article::missing;
use super::cite::{Cited, cite};
use super::corrections::{history, settable};
use super::finding::{self, head, kind_of, owned, voice, voice_url};
use super::marked::{self, Text};
use super::models::{Alternate, Cite, Finding, RecordModel, SentenceModel, Shell, Voice, Why};
use super::pages::{self, Html};
use super::problem::Problem;
use super::screen::Screen;
use super::urls;

/// A finding of an article.
#[derive(Clone, Debug)]
pub struct RecordScreen {
    article: String,
    id: String,
}

impl RecordScreen {
    /// The finding `id` of `article`.
    pub fn new(article: String, id: String) -> Self {
        Self { article, id }
    }

    /// Kind and flat row.
    fn find(&self, store: &Store) -> Result<(Kind, Row), Problem> {
        let none = || {
            let shown: String = self.id.chars().take(64).collect();
            Problem::missing(format!("there is no finding `{shown}` in this article"))
        };
        let kind = kind_of(&self.id).ok_or_else(none)?;
        let rows = store.rows_of(kind, &self.article)?;
        let row = rows.into_iter().find(|row| row.text("id") == Some(self.id.as_str()));
        row.map(|row| (kind, row)).ok_or_else(none)
    }
}

impl Screen for RecordScreen {
    type Model = RecordModel;

    fn gather(&self, store: &Store, ask: &Ask) -> Result<RecordModel, Problem> {
        let article = store.article_row(&self.article)?.ok_or_else(|| missing(&self.article))?;
        let record = store.corrected(&self.article)?.ok_or_else(|| missing(&self.article))?;
        let (kind, row) = self.find(store)?;
        let statements = Statements::of(store, &self.article)?;
        let shown = finding::finding(kind, &row, true);
        let [before, sentences, after] = neighbours(&record, &shown);
        let head = head(&article, true);
        let label = format!("{kind} {}", self.id);
        let passage = Some((label, shown.text.clone()));
        Ok(RecordModel {
            kind: shown.kind.clone(),
            cite: cite(&Cited { row: &article, head: &head, url: &shown.url, passage }, ask),
            article: head,
            gist: shown.gist.clone(),
            fields: finding::fields(&row),
            sentences,
            before: before.into_iter().next_back(),
            after: after.into_iter().next(),
            chain: statements.chain(kind, &row, &shown),
            why: why(&record, &self.id),
            related: related(store, &self.article, kind, &row)?,
            review: shown.review,
            corrections: history(store, &self.article, Some(&self.id))?,
            settable: settable(kind).iter().map(|field| (*field).to_owned()).collect(),
            text: shown.text,
            url: shown.url,
            id: shown.id,
            row,
        })
    }

    fn page(shell: &Shell, model: &RecordModel) -> Html {
        pages::record(shell, model)
    }

    fn title(&self, model: &RecordModel) -> String {
        format!("{} {}", model.kind, model.id)
    }

    fn check(&self, store: &Store) -> Result<(), Problem> {
        store.article_row(&self.article)?.ok_or_else(|| missing(&self.article))?;
        self.find(store).map(|_| ())
    }

    fn write(
        &self,
        store: &Store,
        format: export::Format,
        out: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        let (kind, row) = self.find(store)?;
        write_rows(format, kind, [Ok(row)], out, Style::default())?;
        Ok(())
    }

    fn cite(model: &RecordModel) -> Option<&Cite> {
        Some(&model.cite)
    }
}

/// The sentences before a finding, of it and behind it; only its own parts are marked.
fn neighbours(record: &Record, finding: &Finding) -> [Vec<SentenceModel>; 3] {
    let text = Text::new(&record.article.text);
    let own = marked::spans(record).into_iter().filter(|span| span.id == finding.id).collect();
    let mut parts = [Vec::new(), Vec::new(), Vec::new()];
    for sentence in marked::sentences(record, &text, own, true) {
        let inside = sentence.start < finding.end && finding.start < sentence.end;
        let part = if inside { 1 } else { usize::from(sentence.start >= finding.end) * 2 };
        parts[part].push(sentence);
    }
    parts
}

/// The statements of an article by id.
struct Statements(HashMap<String, Row>);

impl Statements {
    fn of(store: &Store, article: &str) -> Result<Self, Problem> {
        let rows = store.rows_of(Kind::Statement, article)?;
        Ok(Self(rows.into_iter().filter_map(|row| Some((row.text("id")?.to_owned(), row))).collect()))
    }

    /// Who says so, from the innermost out to the article.
    fn chain(&self, kind: Kind, row: &Row, finding: &Finding) -> Vec<Voice> {
        let mut next = match kind {
            Kind::Statement => Some(finding.id.clone()),
            _ => owned(row, "statement"),
        };
        let mut chain = Vec::new();
        while let Some(row) = next.take().and_then(|id| self.0.get(&id)) {
            chain.push(said(row));
            // A statement stands in no more others than there are.
            next = owned(row, "within").filter(|_| chain.len() < self.0.len());
        }
        chain.push(article(finding));
        chain
    }
}

fn said(row: &Row) -> Voice {
    let id = owned(row, "id");
    let article = row.text("article_id").unwrap_or_default();
    Voice {
        name: voice(Kind::Statement, row).unwrap_or_default(),
        url: voice_url(Kind::Statement, row),
        words: owned(row, "speaker_words"),
        statement_url: id.as_ref().map(|id| urls::part(article, id)),
        statement: id,
        cue: owned(row, "cue"),
        stance: owned(row, "stance"),
        negated: row.integer("negated") == Some(1),
        form: owned(row, "form"),
        text: owned(row, "text").unwrap_or_default(),
    }
}

/// The article's own voice.
fn article(finding: &Finding) -> Voice {
    Voice {
        name: "article".to_owned(),
        url: None,
        words: None,
        statement: None,
        statement_url: None,
        cue: None,
        stance: None,
        negated: false,
        form: None,
        text: finding.text.clone(),
    }
}

/// Why a statement is given to its speaker.
fn why(record: &Record, id: &str) -> Option<Why> {
    let statement = record.statements.iter().find(|statement| statement.id.to_string() == id)?;
    let speaker = statement.speaker.as_ref()?;
    let text = Text::new(&record.article.text);
    let name =
        |id| record.entities.iter().find(|entity| Some(entity.id) == id).map(|entity| entity.name.clone());
    let alternate = |other: &annals_record::Alternate| Alternate {
        text: text.of(other.span).to_owned(),
        name: name(other.entity),
        score: other.score,
    };
    Some(Why {
        by: speaker.by.label().to_owned(),
        words: by_in_words(speaker.by).to_owned(),
        score: speaker.score,
        alternates: speaker.alternates.iter().map(alternate).collect(),
    })
}

fn by_in_words(by: SpeakerBy) -> &'static str {
    match by {
        SpeakerBy::Model => "the reader's model links these words to the words that report",
        SpeakerBy::Cue => "these words stand beside the words that report",
        SpeakerBy::Tree => "these words are the subject of the words that report",
        SpeakerBy::Introduction => "these words introduce the quotation",
        SpeakerBy::Carried => "nobody is named here; who spoke before goes on speaking",
    }
}

/// Findings that hang together with one: the statement it stands in, what stands in it, its event, and where events are
/// meant, their figures.
fn related(store: &Store, article: &str, kind: Kind, row: &Row) -> Result<Vec<Finding>, Problem> {
    let id = row.text("id").unwrap_or_default();
    let mut all = Vec::new();
    for other in [Kind::Statement, Kind::Event, Kind::Figure] {
        let linked = |there: &&Row| {
            let column = if other == Kind::Statement { "within" } else { "statement" };
            let inside = kind == Kind::Statement && there.text(column) == Some(id);
            let around = other == Kind::Statement
                && there
                    .text("id")
                    .is_some_and(|there| row.text("statement").or(row.text("within")) == Some(there));
            let of_event = other == Kind::Figure && kind == Kind::Event && there.text("event") == Some(id);
            let event_of =
                other == Kind::Event && kind == Kind::Figure && there.text("id") == row.text("event");
            inside || around || of_event || event_of
        };
        all.extend(
            store
                .rows_of(other, article)?
                .iter()
                .filter(linked)
                .map(|row| finding::finding(other, row, true)),
        );
    }
    Ok(all)
}
