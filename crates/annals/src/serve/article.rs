//! The screen Article: `/article/ID`, and `/article/ID/N` for a sentence of it.

use std::collections::HashMap;
use std::io::Write;

use annals_record::Record;
use annals_store::export::{self, Style, write_rows};
use annals_store::{Kind, Row, Store};
use axum::extract::Path;
use axum::response::Response;

use super::app::Ask;
use super::cite::{Cited, cite};
use super::finding::{head, of_article, owned};
use super::marked::{self, Text};
use super::models::{ArticleHead, ArticleModel, Cite, Copy, Difference, Shell, Thing, Version};
use super::pages::{self, Html};
use super::problem::Problem;
use super::record::RecordScreen;
use super::screen::{Screen, answer};
use super::urls;

/// Copies whose differences are told.
const COMPARED: usize = 12;

/// An article, or one of its sentences.
#[derive(Clone, Debug)]
pub struct ArticleScreen {
    id: String,
    selected: Option<u64>,
    /// What `.csv` and the like list.
    rows: Kind,
}

/// The article `id` with the kind that `type=` asks for.
fn screen(id: String, selected: Option<u64>, ask: &Ask) -> Result<ArticleScreen, Problem> {
    let rows = match ask.params.get("type") {
        None => Kind::Sentence,
        Some(name) => name.parse().map_err(|()| {
            let known = Kind::ALL.map(Kind::name).join(", ");
            Problem::wrong(format!("`{name}` is no type; there are {known}"))
        })?,
    };
    Ok(ArticleScreen { id, selected, rows })
}

/// `GET /article/{id}`: the text with its marks, findings, things, versions, copies.
#[utoipa::path(get, path = "/article/{id}.json", tag = "articles",
    params(("id" = String, Path, description = "Id of the article")),
    responses((status = 200, body = ArticleModel), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn article(Path(id): Path<String>, ask: Ask) -> Result<Response, Problem> {
    let screen = screen(id, None, &ask)?;
    answer(ask, screen).await
}

/// `GET /article/{id}/{part}`: a sentence by its number from 0, or a finding by its id.
#[utoipa::path(get, path = "/article/{id}/{part}.json", tag = "articles",
    params(("id" = String, Path, description = "Id of the article"),
        ("part" = String, Path, description = "Number of a sentence, from 0, or id of a finding: `s120-188`")),
    responses((status = 200, description = "The article (of a number) or the finding (of an id)",
            body = super::openapi::ArticleOrRecord),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn part(Path((id, part)): Path<(String, String)>, ask: Ask) -> Result<Response, Problem> {
    match part.parse() {
        Ok(n) => {
            let screen = screen(id, Some(n), &ask)?;
            answer(ask, screen).await
        }
        Err(_) => answer(ask, RecordScreen::new(id, part)).await,
    }
}

impl ArticleScreen {
    fn list(&self, store: &Store) -> Result<Vec<Row>, Problem> {
        let rows = store.rows_of(self.rows, &self.id)?;
        let wanted = |row: &Row| match self.selected {
            Some(n) => row.integer("sentence").and_then(|at| u64::try_from(at).ok()) == Some(n),
            None => true,
        };
        Ok(rows.into_iter().filter(wanted).collect())
    }
}

/// Says that an article is missing.
pub fn missing(id: &str) -> Problem {
    let shown: String = id.chars().take(64).collect();
    Problem::missing(format!("there is no article `{shown}` in this store"))
}

impl Screen for ArticleScreen {
    type Model = ArticleModel;

    fn gather(&self, store: &Store, ask: &Ask) -> Result<ArticleModel, Problem> {
        let mut model = model(store, &self.id, Some(ask))?;
        let count = model.paragraphs.iter().map(|paragraph| paragraph.sentences.len() as u64).sum::<u64>();
        if self.selected.is_some_and(|n| n >= count) {
            return Err(Problem::missing(format!(
                "this article has the sentences 0 to {}",
                count.saturating_sub(1)
            )));
        }
        model.selected = self.selected;
        Ok(model)
    }

    fn page(shell: &Shell, model: &ArticleModel) -> Html {
        pages::article(shell, model)
    }

    fn title(&self, model: &ArticleModel) -> String {
        model.article.title.clone().unwrap_or_else(|| "Untitled".to_owned())
    }

    fn check(&self, store: &Store) -> Result<(), Problem> {
        store.article_row(&self.id)?.map(|_| ()).ok_or_else(|| missing(&self.id))
    }

    fn write(
        &self,
        store: &Store,
        format: export::Format,
        out: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        let rows = self.list(store)?.into_iter().map(Ok);
        write_rows(format, self.rows, rows, out, Style::default())?;
        Ok(())
    }

    fn cite(model: &ArticleModel) -> Option<&Cite> {
        model.cite.as_ref()
    }
}

/// An article of a store; `ask` is none for a store that only holds a text that was given to be read.
pub fn model(store: &Store, id: &str, ask: Option<&Ask>) -> Result<ArticleModel, Problem> {
    let stored = ask.is_some();
    let row = store.article_row(id)?.ok_or_else(|| missing(id))?;
    let record = store.corrected(id)?.ok_or_else(|| missing(id))?;
    let text = Text::new(&record.article.text);
    let head = head(&row, stored);
    let sentences = marked::sentences(&record, &text, marked::spans(&record), stored);
    Ok(ArticleModel {
        stored,
        paragraphs: marked::paragraphs(&record, sentences),
        selected: None,
        things: things(&record, stored),
        findings: of_article(store, id, stored)?,
        notes: record.notes.iter().map(|note| note.message.clone()).collect(),
        versions: if stored { versions(store, id)? } else { Vec::new() },
        copies: if stored { copies(store, id)? } else { Vec::new() },
        cite: ask.map(|ask| cite(&Cited { row: &row, head: &head, url: &head.url, passage: None }, ask)),
        article: head,
    })
}

/// What is mentioned, most often first.
fn things(record: &Record, stored: bool) -> Vec<Thing> {
    let mut said: HashMap<String, u64> = HashMap::new();
    for entity in record.statements.iter().filter_map(|statement| statement.speaker.as_ref()?.entity) {
        *said.entry(entity.to_string()).or_default() += 1;
    }
    let thing = |entity: &annals_record::Entity| Thing {
        id: entity.id.to_string(),
        name: entity.name.clone(),
        kind: entity.kind.label().to_owned(),
        country: entity.country.clone(),
        role: entity.role.clone(),
        title: entity.title.clone(),
        key: entity.key.clone(),
        url: entity.key.as_deref().map(urls::actor).filter(|_| stored),
        mentions: entity.mentions.len() as u64,
        statements: said.get(&entity.id.to_string()).copied().unwrap_or_default(),
    };
    let mut things: Vec<Thing> = record.entities.iter().map(thing).collect();
    things.sort_by_key(|thing| std::cmp::Reverse(thing.mentions));
    things
}

fn versions(store: &Store, id: &str) -> Result<Vec<Version>, Problem> {
    let version = |row: &Row| {
        let ArticleHead { id, url, version, current, published, .. } = head(row, true);
        Version { id, url, version, current, published, added: owned(row, "added") }
    };
    Ok(store.version_rows(id)?.iter().map(version).collect())
}

/// Articles of the same group; of the first ones also in what they differ.
fn copies(store: &Store, id: &str) -> Result<Vec<Copy>, Problem> {
    let heads: Vec<ArticleHead> = store.copy_rows(id)?.iter().map(|row| head(row, true)).collect();
    let compared = heads.iter().take(COMPARED).map(|head| head.id.as_str());
    let mut found: HashMap<String, Vec<Difference>> = HashMap::new();
    for difference in store.differences_from(id, compared)? {
        found.insert(difference.article.clone(), differences(difference));
    }
    let copy = |head: ArticleHead| Copy { differences: found.remove(&head.id).unwrap_or_default(), head };
    Ok(heads.into_iter().map(copy).collect())
}

fn differences(found: annals_store::Difference) -> Vec<Difference> {
    let one = |kind: &str, here, there| Difference { kind: kind.to_owned(), here, there };
    let figures = found
        .figures
        .into_iter()
        .map(|figure| one("figure", Some(figure.here.text), Some(figure.there.text)));
    let here = found.only_here.into_iter().map(|saying| one("quotation", Some(saying.text), None));
    let there = found.only_there.into_iter().map(|saying| one("quotation", None, Some(saying.text)));
    figures.chain(here).chain(there).collect()
}
