//! The screen Actor: what they said, did, and had done to them.

use askama::Template;

use super::Html;
use super::hit::{Shown, country, shown};
use super::lines::{Lines, lines};
use super::words::{coded, counted, joined};
use crate::serve::models::{ActorModel, Count, Deeds, Shell};

#[derive(Template)]
#[template(path = "actor.html")]
struct ActorPage<'a> {
    shell: &'a Shell,
    model: &'a ActorModel,
    about: String,
    articles: String,
    names: Vec<String>,
    over_time: Option<Lines>,
    deeds: Vec<Deed<'a>>,
    lists: [(&'static str, &'a [Count]); 3],
}

/// One of the lists.
struct Deed<'a> {
    deeds: &'a Deeds,
    total: String,
    more: bool,
    hits: Vec<Shown<'a>>,
}

/// The page of an actor.
pub fn actor(shell: &Shell, model: &ActorModel) -> Html {
    let role = model.role.as_deref().and_then(|role| coded("sector", role));
    let about = joined([Some(model.kind.clone()), role, country(model.country.as_deref())], ", ");
    ActorPage {
        about: about.unwrap_or_default(),
        articles: counted(model.articles, "article"),
        names: model.deeds.iter().map(|deeds| deeds.label.clone()).collect(),
        over_time: over_time(model),
        deeds: model.deeds.iter().map(deed).collect(),
        lists: [
            ("Names", &model.names),
            ("Titles in texts", &model.titles),
            ("In one article with", &model.together),
        ],
        shell,
        model,
    }
    .render()
}

fn deed(deeds: &Deeds) -> Deed<'_> {
    let hits = shown(&deeds.hits);
    Deed {
        total: format!("{}{}", super::words::count(deeds.total), if deeds.more { "+" } else { "" }),
        more: deeds.total > hits.len() as u64,
        hits,
        deeds,
    }
}

fn over_time(model: &ActorModel) -> Option<Lines> {
    let buckets: Vec<_> = model.over_time.iter().map(|count| count.bucket.clone()).collect();
    let of = |list: &str| -> Vec<u64> {
        let counts = model.over_time.iter();
        counts
            .map(|count| match list {
                "said" => count.said,
                "did" => count.did,
                _ => count.done,
            })
            .collect()
    };
    let counted: Vec<_> = model.deeds.iter().map(|deeds| (deeds.label.clone(), of(&deeds.list))).collect();
    lines(&buckets, &counted)
}
