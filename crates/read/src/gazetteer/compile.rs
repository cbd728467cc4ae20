//! Compiles a table of places, as `training/gazetteer/build.py` writes it, into the files of the gazetteer.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::table::{DIVISION, MAGIC, ROW, STEPS, UNITS};
use super::{Class, fold};

/// The two files of a compiled gazetteer.
pub struct Compiled {
    /// Finite-state map of folded names.
    pub names: Vec<u8>,
    /// Rows, divisions, names as they are written, postings, digest.
    pub rows: Vec<u8>,
}

/// Why a table of places could not be compiled.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// A line has not what it should have.
    #[error("line {line}: {what}; write the table anew with training/gazetteer/build.py")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// There are more divisions than a row can number.
    #[error("more than 65535 first-level divisions and countries")]
    Divisions,
    /// The map could not be built.
    #[error("map of names: {0}")]
    Map(#[from] fst::Error),
}

/// A line of the table.
struct Line<'t> {
    geonames: u32,
    class: Class,
    lat: f64,
    lon: f64,
    country: &'t str,
    first: &'t str,
    population: u64,
    name: &'t str,
    others: &'t str,
}

/// Compiles the text of a table of places, the largest places first.
///
/// # Errors
/// [`CompileError`] where a line has too few cells or a cell no number.
pub fn compile(table: &str) -> Result<Compiled, CompileError> {
    let lines = table.lines().enumerate().map(|(number, line)| read(line).map_err(|what| (number + 1, what)));
    let lines: Vec<Line> =
        lines.collect::<Result<_, _>>().map_err(|(line, what)| CompileError::Line { line, what })?;
    let divisions = Divisions::of(&lines)?;
    let (mut rows, mut texts) = (Vec::with_capacity(lines.len() * ROW), Texts::default());
    for line in &lines {
        row(line, divisions.number(line), texts.add(line.name), &mut rows);
    }
    let (names, postings) = postings(&lines)?;
    let digest = Sha256::digest(table);
    let parts: [&[u8]; 5] = [&rows, &divisions.bytes, &texts.bytes, &postings, &digest];
    let mut out = MAGIC.to_vec();
    parts.iter().for_each(|part| out.extend((part.len() as u32).to_le_bytes()));
    parts.iter().for_each(|part| out.extend(*part));
    Ok(Compiled { names, rows: out })
}

fn read(line: &str) -> Result<Line<'_>, &'static str> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [geonames, class, lat, lon, country, first, population, name, others] = cells[..] else {
        return Err("not nine cells");
    };
    Ok(Line {
        geonames: geonames.parse().map_err(|_| "the GeoNames id is no number")?,
        class: Class::named(class).ok_or("no such class")?,
        lat: lat.parse().map_err(|_| "the latitude is no number")?,
        lon: lon.parse().map_err(|_| "the longitude is no number")?,
        country,
        first,
        population: population.parse().map_err(|_| "the population is no number")?,
        name,
        others,
    })
}

fn row(line: &Line, division: u16, name: u32, out: &mut Vec<u8>) {
    let units = |degrees: f64, shift: f64| ((degrees + shift) * UNITS).round() as u32;
    out.extend(&units(line.lat, 90.0).to_le_bytes()[..3]);
    out.extend(&units(line.lon, 180.0).to_le_bytes()[..3]);
    out.extend(line.geonames.to_le_bytes());
    out.extend(division.to_le_bytes());
    out.push(line.class as u8);
    out.push(((line.population as f32).ln_1p() * STEPS).round().min(255.0) as u8);
    out.extend(name.to_le_bytes());
}

/// First-level divisions, and for each country one more for what lies in none.
struct Divisions<'t> {
    numbers: HashMap<(&'t str, &'t str), u16>,
    bytes: Vec<u8>,
}

impl<'t> Divisions<'t> {
    fn of(lines: &[Line<'t>]) -> Result<Self, CompileError> {
        let rows: HashMap<&str, u32> = (0..)
            .zip(lines)
            .filter(|(_, line)| line.class == Class::First)
            .map(|(row, line)| (line.first, row))
            .collect();
        let mut own = Self { numbers: HashMap::new(), bytes: Vec::new() };
        for line in lines {
            let next = own.bytes.len() / DIVISION;
            if own.numbers.contains_key(&(line.country, line.first)) {
                continue;
            }
            own.numbers.insert(
                (line.country, line.first),
                u16::try_from(next).map_err(|_| CompileError::Divisions)?,
            );
            own.bytes.extend(format!("{:3.3}", line.country).as_bytes());
            own.bytes.extend(rows.get(line.first).copied().unwrap_or(u32::MAX).to_le_bytes());
        }
        Ok(own)
    }

    fn number(&self, line: &Line) -> u16 {
        self.numbers.get(&(line.country, line.first)).copied().unwrap_or_default()
    }
}

/// Names as they are written, each once.
#[derive(Default)]
struct Texts {
    places: HashMap<String, u32>,
    bytes: Vec<u8>,
}

impl Texts {
    fn add(&mut self, name: &str) -> u32 {
        let name: String = name.chars().take(60).collect();
        if let Some(&place) = self.places.get(&name) {
            return place;
        }
        let place = self.bytes.len() as u32;
        self.bytes.push(name.len() as u8);
        self.bytes.extend(name.as_bytes());
        self.places.insert(name, place);
        place
    }
}

/// The map of folded names and the postings that it leads to.
fn postings(lines: &[Line]) -> Result<(Vec<u8>, Vec<u8>), CompileError> {
    let mut names: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (row, line) in (0u32..).zip(lines) {
        let others = line.others.split('|').filter(|other| !other.is_empty());
        for (name, other) in std::iter::once((line.name, 0)).chain(others.map(|other| (other, 2))) {
            let own = names.entry(fold(name)).or_default();
            if own.last().is_none_or(|last| last >> 2 != row) {
                own.push(row << 2 | other);
            }
        }
    }
    names.remove("");
    let (mut map, mut bytes) = (fst::MapBuilder::memory(), Vec::new());
    for (name, own) in names {
        map.insert(name, bytes.len() as u64 / 4)?;
        let last = own.len() - 1;
        for (number, posting) in own.into_iter().enumerate() {
            bytes.extend((posting | u32::from(number == last)).to_le_bytes());
        }
    }
    Ok((map.into_inner()?, bytes))
}

#[cfg(test)]
mod tests {
    use super::super::table::Table;
    use super::*;

    const TABLE: &str = "\
100\tcountry\t10\t20\tVAR\t\t900000\tVarland\tRepublic of Varland
7\tfirst\t10.5\t20.25\tVAR\tVA.01\t400000\tNorth Province\t
8\tseat\t10.6\t-20.2\tVAR\tVA.01\t300000\tSaint-Óran\tPort Oran|Oranville
0\tplace\t-11.5\t21\tVAR\tVA.02\t0\tSt. Oran\t
";

    fn leak(bytes: Vec<u8>) -> &'static [u8] {
        bytes.leak()
    }

    #[test]
    fn what_is_compiled_is_found_again() {
        let Compiled { names, rows } = compile(TABLE).unwrap();
        let table = Table::new(leak(names), leak(rows)).unwrap();
        let found = table.named("saint oran");
        let [seat, place] = &found[..] else { panic!("{found:?}") };
        assert_eq!((seat.name, seat.country, seat.first), ("Saint-Óran", "VAR", Some("North Province")));
        assert_eq!((seat.lat, seat.lon, seat.geonames, seat.other), (10.6, -20.2, Some(8), false));
        assert!((seat.weight.exp_m1() / 300_000.0 - 1.0).abs() < 0.05, "{}", seat.weight);
        assert_eq!((place.first, place.geonames, place.weight), (None, None, 0.0));
        assert!(table.named("oranville")[0].other && table.named("oran").is_empty());
        assert_eq!(table.named("varland")[0].class, Class::Country);
    }

    #[test]
    fn a_broken_line_is_named() {
        let failure = compile("100\tcountry\tten\t20\tVAR\t\t900000\tVarland\t\n").err().unwrap();
        assert!(failure.to_string().starts_with("line 1: the latitude is no number"), "{failure}");
    }
}
