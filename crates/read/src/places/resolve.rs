//! Which place of the gazetteer a name means.
//!
//! Each name of the article is one place throughout, unless its region stands behind it. A candidate's score is a sum of what is
//! known of it, weighed by `data/gazetteer/weights.tsv`: how large it is, what it is, whether its country or division is spoken
//! of, how near the article's other places it lies, whether other names of the article have places in its division, and whether the
//! outlet is at home there.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_record::PlaceBy;

use super::mentions::Toponym;
use super::words::Called;
use crate::gazetteer::{self, Class, Home, Spot};
use crate::lexicon::rows;

/// Names that are weighed against each other, and candidates of a name: more are left out, so that an article stays linear.
const NAMES: usize = 40;
const CANDIDATES: usize = 24;
/// Kilometres within which places are near each other.
const NEAR: f32 = 100.0;
const EARTH: f32 = 6371.0;
/// A region named behind a place holds it if it is no farther than this, in kilometres.
const WITHIN: f64 = 120.0;
/// Rounds of weighing neighbours by how likely they are.
const ROUNDS: usize = 3;

/// What is known of a candidate, in the order of [`FEATURES`].
pub(crate) type Features = [f32; COUNT];
pub(crate) const COUNT: usize = 18;

/// What counts for or against a candidate.
pub(crate) const FEATURES: [&str; COUNT] = [
    "size",
    "country",
    "division",
    "district",
    "capital",
    "seat",
    "quarter",
    "own",
    "other-name",
    "country-spoken-of",
    "division-spoken-of",
    "near",
    "shared-division",
    "home-country",
    "home-division",
    "called-so",
    "shadowed",
    "unpeopled",
];
const SPOKEN: usize = 9;
const DIVISION_SPOKEN: usize = 10;
const CLOSE: usize = 11;
const SHARED: usize = 12;
const HOME: usize = 13;
const HOME_DIVISION: usize = 14;
const CALLED: usize = 15;
const SHADOWED: usize = 16;
const UNPEOPLED: usize = 17;

static WEIGHTS: LazyLock<Features> = LazyLock::new(|| {
    let table: HashMap<&str, f32> = rows(include_str!("../../../../data/gazetteer/weights.tsv"))
        .filter_map(|row| Some((row[0], row[1].parse().ok()?)))
        .collect();
    FEATURES.map(|feature| table.get(feature).copied().unwrap_or(0.0))
});

/// How much a feature counts.
pub(super) fn weight(feature: usize) -> f32 {
    WEIGHTS[feature]
}

/// A place that a name may mean.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub spot: Spot,
    pub features: Features,
    /// How likely it is meant, between 0 and 1.
    pub score: f32,
}

impl Candidate {
    fn sum(&self) -> f32 {
        self.features.iter().zip(WEIGHTS.iter()).map(|(value, weight)| value * weight).sum()
    }
}

/// What a name means where nothing behind it says so: its candidates, the likeliest first.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub folded: String,
    pub candidates: Vec<Candidate>,
    /// Points of the candidates on the unit sphere.
    points: Vec<[f32; 3]>,
    mentions: usize,
}

/// What an article is known to be about.
pub(super) struct About {
    pub home: Option<Home>,
    /// How often each country is spoken of by other words than names of places.
    pub countries: HashMap<&'static str, usize>,
}

/// The names of an article with their candidates, and for each toponym the number of its name.
pub(super) fn groups(
    toponyms: &[Toponym],
    fixed: &[Option<Candidate>],
    about: &About,
) -> (Vec<Group>, Vec<Option<usize>>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut numbers: HashMap<(&str, bool), Option<usize>> = HashMap::new();
    let own = toponyms.iter().zip(fixed).map(|(toponym, fixed)| {
        if !toponym.known && toponym.short.is_none() {
            return None;
        }
        let key = (toponym.folded.as_str(), toponym.short.is_some());
        let number = *numbers.entry(key).or_insert_with(|| {
            let group = Group::new(toponym, fixed.as_ref());
            (!group.candidates.is_empty()).then(|| {
                groups.push(group);
                groups.len() - 1
            })
        });
        if let Some(number) = number {
            groups[number].called(toponym.called);
        }
        number
    });
    let own: Vec<Option<usize>> = own.collect();
    let spoken = Spoken::of(&groups, about);
    for group in &mut groups {
        group.weigh(&spoken, about);
    }
    neighbours(&mut groups);
    (groups, own)
}

impl Group {
    /// The places of a name; one alone where its region stands behind it.
    fn new(toponym: &Toponym, fixed: Option<&Candidate>) -> Self {
        let folded = toponym.folded.clone();
        if let Some(fixed) = fixed {
            return Self { folded, candidates: vec![fixed.clone()], points: Vec::new(), mentions: 0 };
        }
        let mut spots = gazetteer::named(&folded);
        if let Some(short) = toponym.short {
            spots.retain(|spot| spot.class == Class::First && spot.country == short.country);
        }
        spots.truncate(CANDIDATES * 4);
        let shadow = shadows(&spots);
        let candidate = |(spot, shadowed): (Spot, bool)| Candidate {
            features: inherent(&spot, shadowed),
            spot,
            score: 0.0,
        };
        let candidates: Vec<Candidate> = spots.into_iter().zip(shadow).map(candidate).collect();
        Self { folded, candidates, points: Vec::new(), mentions: 0 }
    }

    /// Counts a mention, and what a word beside it says.
    fn called(&mut self, called: Option<Called>) {
        self.mentions += 1;
        let Some(called) = called else { return };
        for candidate in self.candidates.iter_mut().filter(|own| called.fits(own.spot.class)) {
            candidate.features[CALLED] = 1.0;
        }
    }

    /// What decided for the likeliest candidate: what tells it most from the next.
    pub fn by(&self) -> PlaceBy {
        let [first, next, ..] = &self.candidates[..] else { return PlaceBy::Only };
        let ahead = |features: &[usize]| -> f32 {
            features.iter().map(|&own| (first.features[own] - next.features[own]) * WEIGHTS[own]).sum()
        };
        let context = ahead(&[SPOKEN, DIVISION_SPOKEN, CLOSE, SHARED, CALLED]);
        let home = ahead(&[HOME, HOME_DIVISION]);
        let all: Vec<usize> = (0..COUNT).collect();
        let size = ahead(&all) - context - home;
        if context > home && context > size {
            PlaceBy::Context
        } else if home > size {
            PlaceBy::Outlet
        } else {
            PlaceBy::Size
        }
    }

    fn weigh(&mut self, spoken: &Spoken, about: &About) {
        for candidate in &mut self.candidates {
            let Candidate { spot, features, .. } = candidate;
            features[SPOKEN] = spoken.of_country(spot, &self.folded);
            features[DIVISION_SPOKEN] = spoken.of_division(spot, &self.folded);
            features[SHARED] = spoken.shared(spot, &self.folded);
            if let Some(home) = about.home {
                features[HOME] = f32::from(home.country == spot.country);
                features[HOME_DIVISION] =
                    f32::from(!home.region.is_empty() && Some(home.region) == spot.division());
            }
        }
        self.score();
        self.candidates.truncate(CANDIDATES);
        self.points = self.candidates.iter().map(|own| point(&own.spot)).collect();
    }

    /// Makes scores of the sums, and puts the likeliest first.
    fn score(&mut self) {
        let sums: Vec<f32> = self.candidates.iter().map(Candidate::sum).collect();
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = sums.iter().map(|sum| (sum - most).exp()).sum();
        for (candidate, sum) in self.candidates.iter_mut().zip(sums) {
            candidate.score = (sum - most).exp() / total;
        }
        if self.points.is_empty() {
            self.candidates.sort_by(|one, other| other.score.total_cmp(&one.score));
        }
    }
}

/// Which divisions and districts are meant by their names less often than the town in them that they are called after.
fn shadows(spots: &[Spot]) -> Vec<bool> {
    let is_division = |spot: &Spot| matches!(spot.class, Class::First | Class::Second);
    let town = |spot: &Spot| {
        spots.iter().any(|other| {
            other.class.is_town()
                && other.country == spot.country
                && (other.weight >= 11.5 || spot.class == Class::Second)
                && (other.class == Class::Capital || other.distance(spot) < 400.0)
        })
    };
    spots.iter().map(|spot| is_division(spot) && town(spot)).collect()
}

/// What is known of a place by itself.
pub(super) fn inherent(spot: &Spot, shadowed: bool) -> Features {
    let mut features = [0.0; COUNT];
    features[0] = spot.weight;
    let class = match spot.class {
        Class::Country => Some(1),
        Class::First => Some(2),
        Class::Second => Some(3),
        Class::Capital => Some(4),
        Class::Seat => Some(5),
        Class::Section if spot.geonames.is_some() => Some(6),
        Class::Place => None,
        _ => Some(7),
    };
    if let Some(class) = class {
        features[class] = 1.0;
    }
    features[8] = f32::from(spot.other);
    features[SHADOWED] = f32::from(shadowed);
    features[UNPEOPLED] = f32::from(spot.weight == 0.0);
    features
}

type Division = (&'static str, &'static str);

/// Countries and divisions that the article speaks of, and by which names.
struct Spoken {
    countries: HashMap<&'static str, Vec<(String, usize)>>,
    divisions: HashMap<Division, Vec<(String, usize)>>,
    /// For each division the names that have a place in it, each with its share of places there.
    shared: HashMap<Division, Vec<(String, f32)>>,
}

impl Spoken {
    fn of(groups: &[Group], about: &About) -> Self {
        let mut own = Self { countries: HashMap::new(), divisions: HashMap::new(), shared: HashMap::new() };
        for (&country, &count) in &about.countries {
            own.countries.entry(country).or_default().push((String::new(), count));
        }
        for group in groups {
            own.add(group);
        }
        own
    }

    fn add(&mut self, group: &Group) {
        let entry = || (group.folded.clone(), group.mentions);
        let mut divisions: Vec<Division> = Vec::new();
        for Candidate { spot, .. } in group.candidates.iter().filter(|own| !own.spot.other) {
            match spot.class {
                Class::Country => self.countries.entry(spot.country).or_default().push(entry()),
                Class::First => {
                    self.divisions.entry((spot.country, spot.name)).or_default().push(entry());
                }
                _ => {}
            }
            let division = spot.division().map(|name| (spot.country, name));
            divisions.extend(division.filter(|own| !divisions.contains(own)));
        }
        let share = 1.0 / divisions.len().max(1) as f32;
        for division in divisions {
            self.shared.entry(division).or_default().push((group.folded.clone(), share));
        }
    }

    fn of_country(&self, spot: &Spot, name: &str) -> f32 {
        self.countries.get(spot.country).map_or(0.0, |counts| others(counts, name))
    }

    fn of_division(&self, spot: &Spot, name: &str) -> f32 {
        let division = spot.division().map(|name| (spot.country, name));
        division.and_then(|division| self.divisions.get(&division)).map_or(0.0, |counts| others(counts, name))
    }

    fn shared(&self, spot: &Spot, name: &str) -> f32 {
        let Some(division) = spot.division().map(|name| (spot.country, name)) else { return 0.0 };
        let shares = self.shared.get(&division).into_iter().flatten();
        shares.filter(|(other, _)| other != name).map(|(_, share)| share).sum::<f32>().ln_1p()
    }
}

/// How often others than a name say something, as a logarithm.
fn others(counts: &[(String, usize)], name: &str) -> f32 {
    let count: usize = counts.iter().filter(|(other, _)| other != name).map(|(_, count)| count).sum();
    (count as f32).ln_1p()
}

fn point(spot: &Spot) -> [f32; 3] {
    let (lat, lon) = (spot.lat.to_radians(), spot.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()].map(|part| part as f32)
}

/// How near two points are: 1 for one place, a half at [`NEAR`].
fn nearness(one: [f32; 3], other: [f32; 3]) -> f32 {
    let square: f32 = one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
    1.0 / (1.0 + square * (EARTH / NEAR) * (EARTH / NEAR))
}

/// Whether the middle of a place says where others are: of a country or a continent it does not.
fn is_small(spot: &Spot) -> bool {
    !matches!(spot.class, Class::Country | Class::Continent | Class::Region | Class::First)
}

/// Lets names that are near each other speak for each other.
fn neighbours(groups: &mut [Group]) {
    for _ in 0..ROUNDS {
        let near: Vec<Vec<f32>> = (0..groups.len()).map(|number| nearby(groups, number)).collect();
        for (group, near) in groups.iter_mut().zip(near) {
            for (candidate, near) in group.candidates.iter_mut().zip(near) {
                candidate.features[CLOSE] = near;
            }
            group.score();
        }
    }
    for group in groups {
        group.points.clear();
        group.score();
    }
}

/// For each candidate of a name, how near the likely candidates of other names are.
fn nearby(groups: &[Group], number: usize) -> Vec<f32> {
    let group = &groups[number];
    let first = number.saturating_sub(NAMES / 2);
    let around = &groups[first..groups.len().min(first + NAMES)];
    let candidate = |(candidate, &point): (&Candidate, &[f32; 3])| {
        if !is_small(&candidate.spot) || group.candidates.len() == 1 {
            return 0.0;
        }
        let sum: f32 =
            around.iter().filter(|other| other.folded != group.folded).map(|other| best(other, point)).sum();
        (2.0 * sum).ln_1p()
    };
    group.candidates.iter().zip(&group.points).map(candidate).collect()
}

fn best(group: &Group, point: [f32; 3]) -> f32 {
    let near = |(own, &other): (&Candidate, &[f32; 3])| {
        if is_small(&own.spot) { own.score * nearness(point, other) } else { 0.0 }
    };
    group.candidates.iter().zip(&group.points).map(near).fold(0.0, f32::max)
}

/// Whether a place lies in a region that is named behind it.
pub(super) fn lies_in(spot: &Spot, region: &Spot) -> bool {
    match region.class {
        Class::Country => spot.country == region.country && spot.class != Class::Country,
        Class::First => {
            spot.country == region.country && spot.first == Some(region.name) && spot.class != Class::First
        }
        Class::Second => spot.class.is_town() && spot.distance(region) < WITHIN,
        Class::Capital | Class::Seat | Class::Place => {
            matches!(spot.class, Class::Section | Class::Place) && spot.distance(region) < 40.0
        }
        _ => false,
    }
}
