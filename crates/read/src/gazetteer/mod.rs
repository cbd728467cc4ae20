//! The gazetteer: places of the world with their coordinates, found by name.
//!
//! Two sources: the compiled table of `data/gazetteer/` (populated places, divisions and countries, from GeoNames), and the
//! tables of our own making beside it (waters, regions across borders, mountains, camps, crossings, parts of cities …),
//! which are read as they stand. Names are compared folded, as `data/actors` are.

mod compile;
mod own;
mod table;

pub use compile::{CompileError, Compiled, compile};
pub(crate) use own::{Home, Short, outlet, stands_for_state};

use crate::actors;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    Country,
    /// First-level division: a state, a province.
    First,
    /// Second-level division: a county, a district.
    Second,
    /// Capital of a country.
    Capital,
    /// Seat of a first-level division.
    Seat,
    /// Any other populated place.
    Place,
    /// Part of a populated place.
    Section,
    /// A part of the world, across or inside borders.
    Region,
    Continent,
    /// Sea, gulf, strait, river, lake, canal.
    Water,
    /// Mountains, desert, island, peninsula, valley.
    Land,
    /// Camp, crossing, base, site.
    Site,
}

const CLASSES: [(Class, &str); 12] = [
    (Class::Country, "country"),
    (Class::First, "first"),
    (Class::Second, "second"),
    (Class::Capital, "capital"),
    (Class::Seat, "seat"),
    (Class::Place, "place"),
    (Class::Section, "section"),
    (Class::Region, "region"),
    (Class::Continent, "continent"),
    (Class::Water, "water"),
    (Class::Land, "land"),
    (Class::Site, "site"),
];

impl Class {
    fn of(number: u8) -> Option<Self> {
        CLASSES.get(usize::from(number)).map(|&(class, _)| class)
    }

    fn named(name: &str) -> Option<Self> {
        CLASSES.iter().find(|(_, own)| *own == name).map(|&(class, _)| class)
    }

    /// What a place of the class is called where no kind is given.
    fn label(self) -> &'static str {
        match self {
            Self::First => "division",
            Self::Second => "district",
            Self::Seat | Self::Place => "town",
            Self::Section => "quarter",
            other => CLASSES[other as usize].1,
        }
    }

    /// Whether people live in it as in a town.
    pub fn is_town(self) -> bool {
        matches!(self, Self::Capital | Self::Seat | Self::Place | Self::Section)
    }
}

/// A place of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    pub name: &'static str,
    pub class: Class,
    /// What it is in a word, as the record writes it.
    pub feature: &'static str,
    /// Degrees.
    pub lat: f64,
    pub lon: f64,
    /// ISO 3166-1 alpha-3; empty where it lies in several countries or in none.
    pub country: &'static str,
    /// Name of the first-level division that it lies in.
    pub first: Option<&'static str>,
    pub geonames: Option<u32>,
    /// Natural logarithm of the population, or what stands for it.
    pub weight: f32,
    /// Whether it was found by another name than its own.
    pub other: bool,
}

impl Spot {
    /// The first-level division that the place is or lies in.
    pub fn division(&self) -> Option<&'static str> {
        if self.class == Class::First { Some(self.name) } else { self.first }
    }

    /// Great-circle distance in kilometres.
    pub fn distance(&self, other: &Self) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
        let h = half(a, b) + a.cos() * b.cos() * half(self.lon.to_radians(), other.lon.to_radians());
        2.0 * 6371.0 * h.min(1.0).sqrt().asin()
    }
}

/// A name as the gazetteer compares it: folded as names of actors are, *St.*, *Ft.* and *Mt.* in full.
pub(crate) fn fold(name: &str) -> String {
    let folded = actors::fold(name);
    let is_short = |word: &str| matches!(word, "st" | "ste" | "ft" | "mt");
    if !folded.split(' ').any(is_short) {
        return folded;
    }
    let full = |word| match word {
        "st" => "saint",
        "ste" => "sainte",
        "ft" => "fort",
        "mt" => "mount",
        other => other,
    };
    folded.split(' ').map(full).collect::<Vec<_>>().join(" ")
}

/// The places of a folded name: our own first, then the largest.
pub(crate) fn named(folded: &str) -> Vec<Spot> {
    let mut found = own::named(folded).to_vec();
    let same = |one: &Spot, other: &Spot| {
        one.class == other.class && matches!(one.class, Class::Country) && one.country == other.country
    };
    let table = table::table().map(|table| table.named(folded)).unwrap_or_default();
    let is_new = |spot: &Spot| !found.iter().any(|own| same(own, spot));
    let table: Vec<Spot> = table.into_iter().filter(is_new).collect();
    found.extend(table);
    found
}

/// Whether a folded name is a place's.
pub(crate) fn knows(folded: &str) -> bool {
    !own::named(folded).is_empty() || table::table().is_some_and(|table| table.knows(folded))
}

#[cfg(test)]
mod tests;
