//! The screen Map: where the results of a query stand.

use askama::Template;

use super::Html;
use super::hit::country;
use super::search::QueryParts;
use super::words::{count, counted, joined};
use crate::serve::models::{MapModel, MapPlace, Shell};

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage<'a> {
    shell: &'a Shell,
    model: &'a MapModel,
    error: Option<QueryParts>,
    placed: String,
    places: Vec<Place<'a>>,
}

struct Place<'a> {
    place: &'a MapPlace,
    name: String,
    words: String,
}

/// The page of a query's places.
pub fn map(shell: &Shell, model: &MapModel) -> Html {
    MapPage {
        error: model.error.as_ref().map(|error| QueryParts::new(&model.query, error)),
        placed: format!(
            "{}; {} at a place that is known",
            counted(model.total, "result"),
            count(model.placed)
        ),
        places: model.places.iter().map(place).collect(),
        shell,
        model,
    }
    .render()
}

fn place(place: &MapPlace) -> Place<'_> {
    let country = country(place.country.as_deref()).filter(|country| *country != place.name);
    let name = joined([Some(place.name.clone()), country], ", ").unwrap_or_default();
    Place { words: format!("{name}: {}", counted(place.count, "result")), name, place }
}
