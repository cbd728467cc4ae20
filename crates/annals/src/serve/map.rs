//! The screen Map: where the results of a query stand.

use std::io::Write;

use annals_store::export;
use annals_store::{Kind, Query, Sort, Spot, Store};
use axum::response::Response;

use super::app::Ask;
use super::hits::{parse, write_all};
use super::models::{MapModel, MapPlace, QueryError, Shell};
use super::pages::{self, Html};
use super::params::Params;
use super::problem::Problem;
use super::screen::{Screen, answer};
use super::search::kind;
use super::urls;

/// Places that are shown.
const SHOWN: usize = 500;

/// A query whose results are put on a map.
#[derive(Clone, Debug)]
pub struct MapScreen {
    query: String,
    kind: Option<Kind>,
}

/// `GET /map`: results of a query by place.
#[utoipa::path(get, path = "/map.json", tag = "search",
    params(("q" = Option<String>, Query, description = "A query of docs/query.md; of articles, sentences and statements the places are \
            taken that are named in them; without a query all places"),
        ("type" = Option<String>, Query, description = "What is searched for, whatever the query names")),
    responses((status = 200, body = MapModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub async fn map(ask: Ask) -> Result<Response, Problem> {
    let screen =
        MapScreen { query: ask.params.get("q").unwrap_or_default().to_owned(), kind: kind(&ask.params)? };
    answer(ask, screen).await
}

impl MapScreen {
    /// The query for things that have a place: events and figures as they are, of all others the places named there.
    fn placed(&self) -> Result<Query, QueryError> {
        if self.query.trim().is_empty() {
            return parse("", Some(self.kind.filter(has_place).unwrap_or(Kind::Place)));
        }
        let query = parse(&self.query, self.kind)?;
        if has_place(&query.kind()) { Ok(query) } else { parse(&self.query, Some(Kind::Place)) }
    }

    fn place(&self, spot: Spot, params: &Params) -> MapPlace {
        let url = narrowed(params, &self.query, &spot.name);
        let Spot { name, country, lat, lon, count } = spot;
        MapPlace { name, country, lat, lon, count, url }
    }
}

fn has_place(kind: &Kind) -> bool {
    matches!(kind, Kind::Event | Kind::Figure | Kind::Place)
}

impl Screen for MapScreen {
    type Model = MapModel;

    fn gather(&self, store: &Store, ask: &Ask) -> Result<MapModel, Problem> {
        let mut model =
            MapModel { query: self.query.clone(), total: 0, placed: 0, places: Vec::new(), error: None };
        let query = match self.placed() {
            Ok(query) => query,
            Err(error) => return Ok(MapModel { error: Some(error), ..model }),
        };
        let found = store.spots(&query, SHOWN)?;
        (model.total, model.placed) = (found.total, found.placed);
        model.places = found.spots.into_iter().map(|spot| self.place(spot, &ask.params)).collect();
        Ok(model)
    }

    fn page(shell: &Shell, model: &MapModel) -> Html {
        pages::map(shell, model)
    }

    fn title(&self, model: &MapModel) -> String {
        if model.query.is_empty() { "Map".to_owned() } else { format!("Map of {}", model.query) }
    }

    fn problem(model: &MapModel) -> Option<Problem> {
        model.error.clone().map(Problem::from)
    }

    fn check(&self, _store: &Store) -> Result<(), Problem> {
        self.placed().map(|_| ()).map_err(Problem::from)
    }

    fn write(
        &self,
        store: &Store,
        format: export::Format,
        out: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        write_all(store, &self.placed()?, Sort::Newest, format, out)
    }
}

/// The search for the results at one place.
fn narrowed(params: &Params, query: &str, place: &str) -> String {
    let query = format!("{query} place:{}", urls::quoted(place));
    params.with("page", None).with("q", Some(query.trim())).url("/search")
}
