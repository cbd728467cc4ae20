//! Places: the names of places in an article, each with the place of the gazetteer that it means.
//!
//! `mentions` finds the names by what stands in and around them (`context`), `resolve` weighs what each may mean, `qualified` reads what stands behind a name (*Varesh,
//! Norland*). A name of a people is no place. What a name is used for is told apart: for the place, for those who act for it
//! (*Tehran said*), or in the name of something else (*Bank of England*). A place that the gazetteer does not know is given
//! without coordinates.

mod choice;
mod context;
mod mentions;
mod near;
mod qualified;
mod resolve;
mod words;

use std::collections::HashMap;

use annals_record::{self as record, Article, ByteSpan, CharIndex, PlaceBy, PlaceId, PlaceSense, WordSpan};
use annals_text::Document;

use crate::actors::{self, Via, acts, tables};
use crate::gazetteer::{self, Home};
use crate::model::Analysis;
pub use choice::{Choice, Reason, Weighed};
use mentions::{Toponym, Use};
pub(crate) use near::Nearest;
use resolve::{About, Candidate, Group};

/// A named place.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub words: WordSpan,
    pub span: ByteSpan,
    pub sense: PlaceSense,
    pub by: PlaceBy,
    /// What the name may mean, the likeliest first; none where the gazetteer does not know it.
    pub candidates: Vec<Candidate>,
}

/// What places are found in.
pub(crate) struct Input<'a> {
    pub text: &'a str,
    pub doc: &'a Document,
    pub analysis: &'a Analysis,
    pub article: &'a Article,
    /// Words that name who speaks or is spoken to.
    pub voices: &'a [WordSpan],
}

/// The places of an article, in text order.
pub(crate) fn find(input: &Input) -> Vec<Place> {
    let &Input { text, doc, analysis, article, voices } = input;
    let toponyms = mentions::find(text, doc, analysis);
    let about = About { home: home(article), countries: countries(text, doc) };
    let fixed = qualified::read(text, doc, &toponyms);
    let (groups, numbers) = resolve::groups(&toponyms, &fixed, &about);
    let place = |(number, toponym): (usize, &Toponym)| {
        let (by, candidates) = meaning(&fixed[number], numbers[number].map(|group| &groups[group]));
        let acts = || acts(doc, analysis, voices, toponym.words);
        let sense = match toponym.used {
            Use::Part => PlaceSense::Part,
            Use::Body => PlaceSense::Actor,
            Use::Place if acts() => PlaceSense::Actor,
            Use::Place => PlaceSense::Literal,
        };
        Place { words: toponym.words, span: doc.span(toponym.words), sense, by, candidates }
    };
    toponyms.iter().enumerate().map(place).collect()
}

/// What a name means, and what decided so.
fn meaning(fixed: &Option<Candidate>, group: Option<&Group>) -> (PlaceBy, Vec<Candidate>) {
    match (fixed, group) {
        (Some(candidate), _) => (PlaceBy::Region, vec![candidate.clone()]),
        (None, Some(group)) => (group.by(), group.candidates.clone()),
        (None, None) => (PlaceBy::None, Vec::new()),
    }
}

/// Where the outlet of an article is at home.
fn home(article: &Article) -> Option<Home> {
    let host = |uri: &str| {
        let rest = uri.split_once("://")?.1;
        Some(rest.split(['/', ':', '?']).next()?.to_lowercase())
    };
    let source = article.source.as_deref().map(str::to_lowercase);
    let of = |domain: String| gazetteer::outlet(&domain);
    article.uri.as_deref().and_then(host).and_then(of).or_else(|| source.and_then(of))
}

/// How often words for a people or of a country (*Iranian*) speak of each country.
fn countries(text: &str, doc: &Document) -> HashMap<&'static str, usize> {
    let mut counts = HashMap::new();
    for word in &doc.words {
        let form = word.span.of(text);
        if form.len() < 4 || !form.starts_with(char::is_uppercase) {
            continue;
        }
        let known = tables().named(&actors::fold(form));
        let own = known.iter().find(|known| matches!(known.via, Via::Adjective | Via::Demonym));
        if let Some(own) = own.filter(|own| own.only.is_none()) {
            *counts.entry(tables().actors[own.actor].country).or_default() += 1;
        }
    }
    counts
}

/// The places as the record gives them.
pub(crate) fn to_record(places: &[Place], text: &str, index: &CharIndex) -> Vec<record::Place> {
    let place = |place: &Place| {
        let span = index.chars(place.span);
        let spot = place.candidates.first().map(|own| &own.spot);
        let text_of = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        record::Place {
            id: PlaceId::new(span),
            span,
            name: spot.map_or_else(|| flat(place.span.of(text)), |spot| spot.name.to_owned()),
            country: spot.and_then(|spot| text_of(spot.country)),
            admin1: spot.and_then(|spot| spot.division()).map(str::to_owned),
            lat: spot.map(|spot| spot.lat),
            lon: spot.map(|spot| spot.lon),
            geonames: spot.and_then(|spot| spot.geonames).map(u64::from),
            feature: spot.map(|spot| spot.feature.to_owned()),
            sense: place.sense,
            by: place.by,
            score: place.candidates.first().map(|own| rounded(own.score)),
        }
    };
    places.iter().map(place).collect()
}

/// Four digits: the rest of a score is noise of the arithmetic.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}

fn flat(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How each place was chosen, for those who ask.
pub(crate) fn choices(places: &[Place], index: &CharIndex) -> Vec<Choice> {
    places.iter().map(|place| choice::of(place, index)).collect()
}

#[cfg(test)]
mod tests;
