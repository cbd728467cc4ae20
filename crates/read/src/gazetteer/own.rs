//! The tables of our own making, read as they stand; states under all names that `data/actors/` gives them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::table::{Table, table};
use super::{Class, Spot, fold};
use crate::lexicon::rows;

macro_rules! own {
    ($name:literal) => {
        include_str!(concat!("../../../../data/gazetteer/", $name, ".tsv"))
    };
}

/// Tables with the columns `name variants kind lat lon country region weight`.
pub(super) const TABLES: [&str; 4] = [own!("areas"), own!("waters"), own!("land"), own!("sites")];
const KINDS: &str = own!("kinds");
const SHORT: &str = own!("abbreviations");
const OUTLETS: &str = own!("outlets");
const STATES: &str = include_str!("../../../../data/actors/states.tsv");

/// What a kind of the tables is, and how much such a place weighs where its row says nothing.
static CLASS_OF: LazyLock<HashMap<&str, (Class, f32)>> = LazyLock::new(|| {
    let kind = |row: Vec<&'static str>| Some((row[0], (Class::named(row[1])?, row[2].parse().ok()?)));
    rows(KINDS).filter_map(kind).collect()
});

static OWN: LazyLock<HashMap<String, Vec<Spot>>> = LazyLock::new(|| {
    let mut own: HashMap<String, Vec<Spot>> = HashMap::with_capacity(6000);
    for row in TABLES.iter().flat_map(|table| rows(table)) {
        let Some(spot) = spot(&row) else { continue };
        let variants = row[1].split('|').filter(|name| !name.is_empty());
        own.entry(fold(row[0])).or_default().push(spot.clone());
        variants.for_each(|name| own.entry(fold(name)).or_default().push(spot.clone()));
    }
    let countries = table().map(Table::countries).unwrap_or_default();
    rows(STATES).for_each(|row| state(&row, &countries, &mut own));
    own
});

/// A row as a place; none where it is broken.
fn spot(row: &[&'static str]) -> Option<Spot> {
    let [name, _, kind, lat, lon, country, region, weight] = row[..] else { return None };
    let &(class, usual) = CLASS_OF.get(kind)?;
    Some(Spot {
        name,
        class,
        feature: kind,
        lat: lat.parse().ok()?,
        lon: lon.parse().ok()?,
        country,
        first: Some(region).filter(|region| !region.is_empty()),
        geonames: None,
        weight: weight.parse().unwrap_or(usual),
        other: false,
    })
}

/// A state of the tables of actors is the country of the gazetteer with its code, under all its names.
fn state(row: &[&'static str], countries: &HashMap<&str, Spot>, own: &mut HashMap<String, Vec<Spot>>) {
    let [code, name, full, variants, ..] = row[..] else { return };
    let Some(spot) = countries.get(code) else { return };
    let bare = |name: &'static str| name.split('@').next().unwrap_or(name);
    let spot = Spot { name: bare(name), ..spot.clone() };
    let names = [name, full].into_iter().chain(variants.split('|')).filter(|name| !name.is_empty());
    for name in names.filter(|own| !own.contains('@') || bare(own) == bare(name)) {
        let known = own.entry(fold(bare(name))).or_default();
        if !known.iter().any(|own| own.class == Class::Country) {
            known.push(spot.clone());
        }
    }
}

/// The places of a folded name that our own tables have.
pub(super) fn named(folded: &str) -> &'static [Spot] {
    OWN.get(folded).map_or(&[], Vec::as_slice)
}

/// A division that a short form stands for: *Ky.*, *N.S.W.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Short {
    /// Name of the first-level division.
    pub name: &'static str,
    /// ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// Whether it says so only behind the name of a place and a comma: *Portland, ME*.
    pub behind: bool,
}

static SHORTS: LazyLock<HashMap<&str, Short>> = LazyLock::new(|| {
    let short = |row: Vec<&'static str>| {
        let short = Short { name: row[1], country: row[2], behind: row[3] == "behind" };
        row[0].split('|').map(move |form| (form, short)).collect::<Vec<_>>()
    };
    rows(SHORT).flat_map(short).collect()
});

/// The division that a short form stands for; dots and blanks in it do not count, case does.
pub(crate) fn stands_for_state(short: &str) -> Option<Short> {
    let bare: String = short.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    SHORTS.get(bare.as_str()).copied()
}

/// Where an outlet is at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Home {
    /// ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// Name of the first-level division; empty where the outlet is for the whole country.
    pub region: &'static str,
}

static HOMES: LazyLock<HashMap<&str, Home>> =
    LazyLock::new(|| rows(OUTLETS).map(|row| (row[0], Home { country: row[1], region: row[2] })).collect());

/// The home of an outlet by its domain, or by the last part of it (*.co.ke*).
pub(crate) fn outlet(domain: &str) -> Option<Home> {
    let mut rest = domain.trim_start_matches("www.");
    loop {
        if let Some(&home) = HOMES.get(rest) {
            return Some(home);
        }
        rest = rest.split_once('.')?.1;
    }
}
