//! The screen Actor: `/actor/KEY`, what somebody said, did and had done to them.

use std::collections::BTreeMap;
use std::io::Write;

use annals_store::export;
use annals_store::{Actor, Counting, Find, Kind, Query, Sort, Store};
use axum::extract::Path;
use axum::response::Response;

use super::app::Ask;
use super::counts::{By, over_time};
use super::hits::{hits, parse, write_all};
use super::models::{ActorCount, ActorModel, Count, Deeds, Shell};
use super::pages::{self, Html};
use super::problem::Problem;
use super::screen::{Screen, answer};
use super::urls;

/// Statements and events that a page shows of each list.
const SHOWN: usize = 10;

/// Names, titles and others that are listed.
const LISTED: u32 = 30;

/// The lists of an actor: name, words, query before the key.
const LISTS: [(&str, &str, Kind, &str); 3] = [
    ("said", "Said", Kind::Statement, "type:statement speaker:"),
    ("did", "Did", Kind::Event, "type:event actor:"),
    ("done", "Had done to them", Kind::Event, "type:event recipient:"),
];

/// An actor, and the list that files are made of.
#[derive(Clone, Debug)]
pub struct ActorScreen {
    key: String,
    list: usize,
}

/// `GET /actor/{key}`.
#[utoipa::path(get, path = "/actor/{key}.json", tag = "actors",
    params(("key" = String, Path, description = "What joins the actor across articles, percent-encoded: `state%2FIRN`"),
        ("list" = Option<String>, Query, description = "Of .jsonl, .csv, .tsv and .parquet: said, did or done")),
    responses((status = 200, body = ActorModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn actor(Path(key): Path<String>, ask: Ask) -> Result<Response, Problem> {
    let list = match ask.params.get("list") {
        None => 0,
        Some(name) => {
            let found = LISTS.iter().position(|(list, ..)| *list == name);
            found.ok_or_else(|| Problem::wrong("`list` is said, did or done"))?
        }
    };
    answer(ask, ActorScreen { key, list }).await
}

impl ActorScreen {
    fn find(&self, store: &Store) -> Result<Actor, Problem> {
        let missing = || {
            let shown: String = self.key.chars().take(64).collect();
            Problem::missing(format!("there is no actor `{shown}` in this store"))
        };
        store.actor(&self.key)?.ok_or_else(missing)
    }
}

/// The text of the query behind a list.
fn query(list: usize, key: &str) -> String {
    format!("{}{}", LISTS[list].3, urls::quoted(key))
}

fn parsed(list: usize, key: &str) -> Result<Query, Problem> {
    Ok(parse(&query(list, key), None)?)
}

impl Screen for ActorScreen {
    type Model = ActorModel;

    fn gather(&self, store: &Store, _ask: &Ask) -> Result<ActorModel, Problem> {
        let actor = self.find(store)?;
        let named = |(name, count): (Option<String>, u64)| Count {
            label: name.clone().unwrap_or_default(),
            url: urls::search(&format!(
                "type:entity actor:{}",
                urls::quoted(name.as_deref().unwrap_or_default())
            )),
            value: name,
            count,
        };
        let together = store.together_with(&actor, LISTED)?.into_iter().map(|other| Count {
            url: urls::actor(&other.key),
            value: Some(other.key),
            label: other.name,
            count: other.articles,
        });
        Ok(ActorModel {
            url: urls::actor(&actor.key),
            articles: store.articles_of_actor(&actor)?,
            names: store.names_of_actor(&actor, LISTED)?.into_iter().map(named).collect(),
            titles: store.titles_of_actor(&actor, LISTED)?.into_iter().map(named).collect(),
            deeds: (0..LISTS.len()).map(|list| deeds(store, list, &actor.key)).collect::<Result<_, _>>()?,
            over_time: by_month(store, &actor.key)?,
            together: together.collect(),
            key: actor.key,
            name: actor.name,
            kind: actor.kind,
            country: actor.country,
            role: actor.role,
        })
    }

    fn page(shell: &Shell, model: &ActorModel) -> Html {
        pages::actor(shell, model)
    }

    fn title(&self, model: &ActorModel) -> String {
        model.name.clone()
    }

    fn check(&self, store: &Store) -> Result<(), Problem> {
        self.find(store).map(|_| ())
    }

    fn write(
        &self,
        store: &Store,
        format: export::Format,
        out: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        write_all(store, &parsed(self.list, &self.key)?, Sort::Newest, format, out)
    }
}

fn deeds(store: &Store, list: usize, key: &str) -> Result<Deeds, Problem> {
    let (name, label, ..) = LISTS[list];
    let parsed = parsed(list, key)?;
    let page = store.find(&parsed, &Find { sort: Sort::Newest, limit: SHOWN, after: None })?;
    let query = query(list, key);
    Ok(Deeds {
        list: name.to_owned(),
        label: label.to_owned(),
        total: page.total.at_least(),
        more: matches!(page.total, annals_store::Total::MoreThan(_)),
        hits: hits(store, &parsed, page.rows)?,
        url: urls::search(&query),
        query,
    })
}

/// The numbers of all three lists by month.
fn by_month(store: &Store, key: &str) -> Result<Vec<ActorCount>, Problem> {
    let mut buckets: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    for list in 0..LISTS.len() {
        for (bucket, count) in over_time(store, &parsed(list, key)?, By::Month, Counting::Rows)? {
            buckets.entry(bucket).or_default()[list] += count;
        }
    }
    let count = |(bucket, [said, did, done]): (String, [u64; 3])| ActorCount { bucket, said, did, done };
    Ok(buckets.into_iter().map(count).collect())
}
