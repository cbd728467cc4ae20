//! The compiled gazetteer, read in place.
//!
//! Two files: a finite-state map from folded names to postings, and the rows. Numbers are little-endian.
//!
//! | part of the rows' file | bytes |
//! |---|---|
//! | magic, then the byte lengths of the five parts below | 8 + 5 × 4 |
//! | rows: latitude and longitude (3 each, 1e-4 degrees, shifted to be positive), GeoNames id (4), division (2), class (1), population (1, logarithm × 12), name (4) | 18 each |
//! | divisions: country (3), row of the division or `u32::MAX` (4) | 7 each |
//! | names: length (1), UTF-8 | |
//! | postings: row × 4 + whether another name of the place × 2 + whether the last of its name | 4 each |
//! | digest of what it was compiled from: SHA-256 | 32 |
//!
//! A value of the map is the number of the name's first posting.

use std::collections::HashMap;
use std::sync::LazyLock;

use fst::Map;

use super::{Class, Spot};

/// Begins the file of rows.
pub(super) const MAGIC: [u8; 8] = *b"ANNALSG1";
/// Bytes of a row.
pub(super) const ROW: usize = 18;
/// Bytes of a division.
pub(super) const DIVISION: usize = 7;
/// Units of coordinates in a degree.
pub(super) const UNITS: f64 = 1e4;
/// Steps of the logarithm of a population.
pub(super) const STEPS: f32 = 12.0;
/// Postings of one name that are looked at; the largest places come first.
const MOST: usize = 200;

static NAMES: &[u8] = include_bytes!("../../../../data/gazetteer/names.fst");
static ROWS: &[u8] = include_bytes!("../../../../data/gazetteer/places.bin");
static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| Table::new(NAMES, ROWS));

/// The gazetteer that ships with annals.
pub(super) fn table() -> Option<&'static Table> {
    TABLE.as_ref()
}

/// A compiled gazetteer.
pub(super) struct Table {
    names: Map<&'static [u8]>,
    rows: &'static [u8],
    divisions: &'static [u8],
    texts: &'static [u8],
    postings: &'static [u8],
    #[cfg_attr(not(test), expect(dead_code, reason = "a test holds the table to its sources"))]
    pub digest: &'static [u8],
}

impl Table {
    /// A gazetteer of the bytes of its files; none where they are not what they should be.
    pub fn new(names: &'static [u8], rows: &'static [u8]) -> Option<Self> {
        let names = Map::new(names).ok()?;
        let mut rest = rows.strip_prefix(&MAGIC)?;
        let mut lengths = [0; 5];
        for length in &mut lengths {
            *length = u32_at(rest, 0)? as usize;
            rest = &rest[4..];
        }
        let mut part = |length: usize| {
            let (own, behind) = rest.split_at_checked(length)?;
            rest = behind;
            Some(own)
        };
        Some(Self {
            names,
            rows: part(lengths[0])?,
            divisions: part(lengths[1])?,
            texts: part(lengths[2])?,
            postings: part(lengths[3])?,
            digest: part(lengths[4])?,
        })
    }

    /// Whether a folded name is in the table.
    pub fn knows(&self, folded: &str) -> bool {
        self.names.contains_key(folded)
    }

    /// The places of a folded name, the largest first.
    pub fn named(&self, folded: &str) -> Vec<Spot> {
        let Some(first) = self.names.get(folded) else { return Vec::new() };
        let mut found = Vec::new();
        for number in (first as usize..).take(MOST) {
            let Some(posting) = u32_at(self.postings, number * 4) else { break };
            found.extend(self.spot((posting >> 2) as usize, posting & 2 != 0));
            if posting & 1 != 0 {
                break;
            }
        }
        found
    }

    /// The countries, by their code.
    pub fn countries(&self) -> HashMap<&'static str, Spot> {
        let rows = 0..self.rows.len() / ROW;
        let is_country = |&row: &usize| self.rows[row * ROW + 12] == Class::Country as u8;
        let countries = rows.filter(is_country).filter_map(|row| self.spot(row, false));
        countries.map(|spot| (spot.country, spot)).collect()
    }

    /// A row as a place; `other` tells that it was found by another name than its own.
    fn spot(&self, row: usize, other: bool) -> Option<Spot> {
        let row = self.rows.get(row * ROW..(row + 1) * ROW)?;
        let degrees = |at: usize, shift: f64| {
            let units = u32::from_le_bytes([row[at], row[at + 1], row[at + 2], 0]);
            (f64::from(units) - shift * UNITS) / UNITS
        };
        let (country, first) = self.division(usize::from(u16::from_le_bytes([row[10], row[11]])))?;
        let class = Class::of(row[12])?;
        Some(Spot {
            name: self.text(u32_at(row, 14)? as usize)?,
            class,
            feature: class.label(),
            lat: degrees(0, 90.0),
            lon: degrees(3, 180.0),
            country,
            first: first.filter(|_| !matches!(class, Class::First | Class::Country)),
            geonames: u32_at(row, 6).filter(|&number| number != 0),
            weight: f32::from(row[13]) / STEPS,
            other,
        })
    }

    /// The country of a division and the division's name.
    fn division(&self, number: usize) -> Option<(&'static str, Option<&'static str>)> {
        let own = self.divisions.get(number * DIVISION..(number + 1) * DIVISION)?;
        let country = std::str::from_utf8(&own[..3]).ok()?;
        let row = u32_at(own, 3)? as usize;
        let name = self.rows.get(row.saturating_mul(ROW)..).and_then(|row| u32_at(row, 14));
        Some((country, name.and_then(|at| self.text(at as usize))))
    }

    fn text(&self, at: usize) -> Option<&'static str> {
        let length = usize::from(*self.texts.get(at)?);
        std::str::from_utf8(self.texts.get(at + 1..at + 1 + length)?).ok()
    }

    /// How many places there are.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.rows.len() / ROW
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let own = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([own[0], own[1], own[2], own[3]]))
}
