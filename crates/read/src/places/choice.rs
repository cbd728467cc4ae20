//! How a place was chosen: every candidate with what spoke for it.

use annals_record::{CharIndex, CharSpan, PlaceBy, PlaceSense};
use serde::Serialize;

use super::resolve::{Candidate, FEATURES, weight};
use super::{Place, rounded};

/// Candidates that are shown of a name.
const SHOWN: usize = 6;

/// How the place that a name means was chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// The name.
    #[serde(flatten)]
    pub span: CharSpan,
    /// What the name is used for.
    pub sense: PlaceSense,
    /// What decided.
    pub by: PlaceBy,
    /// How many places of the name were weighed.
    pub weighed: usize,
    /// The likeliest of them, the chosen one first.
    pub candidates: Vec<Weighed>,
}

/// A place that a name may mean, and what spoke for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weighed {
    /// Its own name.
    pub name: String,
    /// What it is in a word.
    pub feature: String,
    /// ISO 3166-1 alpha-3; empty where it lies in several countries or in none.
    pub country: String,
    /// First-level division.
    pub admin1: Option<String>,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// How likely it is meant, of all that were weighed, between 0 and 1.
    pub score: f64,
    /// What was known of it and counts: name of the feature, its value, and what it adds.
    pub reasons: Vec<Reason>,
}

/// Something that counts for a place or against it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// The feature of `data/gazetteer/weights.tsv`.
    pub feature: &'static str,
    /// Its value.
    pub value: f64,
    /// What it adds to the sum: value by weight.
    pub adds: f64,
}

pub(super) fn of(place: &Place, index: &CharIndex) -> Choice {
    Choice {
        span: index.chars(place.span),
        sense: place.sense,
        by: place.by,
        weighed: place.candidates.len(),
        candidates: place.candidates.iter().take(SHOWN).map(weighed).collect(),
    }
}

fn weighed(candidate: &Candidate) -> Weighed {
    let spot = &candidate.spot;
    Weighed {
        name: spot.name.to_owned(),
        feature: spot.feature.to_owned(),
        country: spot.country.to_owned(),
        admin1: spot.division().map(str::to_owned),
        lat: spot.lat,
        lon: spot.lon,
        geonames: spot.geonames,
        score: rounded(candidate.score),
        reasons: reasons(candidate),
    }
}

fn reasons(candidate: &Candidate) -> Vec<Reason> {
    let values = candidate.features.iter().enumerate().filter(|(_, value)| **value != 0.0);
    let reason = |(number, &value): (usize, &f32)| Reason {
        feature: FEATURES[number],
        value: rounded(value),
        adds: rounded(value * weight(number)),
    };
    values.map(reason).collect()
}
