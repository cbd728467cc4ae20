//! What stands behind a name says where it lies: *Varesh, Norland*, *Varesh (Norland)*, *Varesh, Ky.*

use std::collections::HashMap;

use annals_text::Document;

use super::mentions::Toponym;
use super::resolve::{Candidate, inherent, lies_in};
use crate::gazetteer::{self, Class, Spot};

/// Places of a region's name that are tried as the region.
const REGIONS: usize = 8;
/// What another name than a place's own takes from its weight.
const OTHER: f32 = 4.0;
/// Logarithm of the population from which a town is known beside a division of its name.
const LARGE: f32 = 11.5;

/// For each name the place that it means because of the region behind it, or behind the same name elsewhere in the article.
pub(super) fn read(text: &str, doc: &Document, toponyms: &[Toponym]) -> Vec<Option<Candidate>> {
    let mut fixed: Vec<Option<Spot>> = vec![None; toponyms.len()];
    for number in (0..toponyms.len()).rev() {
        let own = &toponyms[number];
        let Some(next) = toponyms.get(number + 1).filter(|next| is_behind(text, doc, own, next)) else {
            continue;
        };
        let regions = match &fixed[number + 1] {
            Some(spot) => vec![spot.clone()],
            None => regions(next),
        };
        if let Some((spot, region)) = pair(own, &regions).or_else(|| listed(own, &regions)) {
            fixed[number + 1].get_or_insert_with(|| region.clone());
            fixed[number] = Some(spot);
        }
    }
    spread(toponyms, &mut fixed);
    fixed.into_iter().map(|spot| spot.map(candidate)).collect()
}

fn candidate(spot: Spot) -> Candidate {
    Candidate { features: inherent(&spot, false), spot, score: 1.0 }
}

/// Whether a name stands behind another, only a comma or a bracket between them.
fn is_behind(text: &str, doc: &Document, own: &Toponym, next: &Toponym) -> bool {
    let mark = own.words.end;
    own.known
        && own.short.is_none()
        && next.words.start == mark + 1
        && matches!(doc.words[mark].span.of(text), "," | "(" | "/")
        && doc.sentence_of(own.words.start) == doc.sentence_of(next.words.start)
}

/// The places of a name that may hold others: countries and divisions, or where there are none districts and towns.
fn regions(toponym: &Toponym) -> Vec<Spot> {
    let mut spots = places(toponym);
    let is_wide = |spot: &Spot| matches!(spot.class, Class::Country | Class::First) && !spot.other;
    if spots.iter().any(is_wide) {
        spots.retain(is_wide);
    }
    spots.truncate(REGIONS);
    spots
}

/// The best known place of a name in one of some regions, and the region.
fn pair<'r>(own: &Toponym, regions: &'r [Spot]) -> Option<(Spot, &'r Spot)> {
    let known = |spot: &Spot| spot.weight - if spot.other { OTHER } else { 0.0 };
    let pairs = regions.iter().filter_map(|region| Some((inside(own, region)?, region)));
    pairs.max_by(|one, next| {
        let sum = |pair: &(Spot, &Spot)| known(&pair.0) + known(pair.1);
        sum(one).total_cmp(&sum(next))
    })
}

fn places(toponym: &Toponym) -> Vec<Spot> {
    let mut spots = gazetteer::named(&toponym.folded);
    if let Some(short) = toponym.short {
        spots.retain(|spot| spot.class == Class::First && spot.country == short.country);
    }
    spots
}

/// Two divisions of one country in a list: *Georgia, Florida*. Names that are both of large towns are left alone.
fn listed<'r>(own: &Toponym, regions: &'r [Spot]) -> Option<(Spot, &'r Spot)> {
    let is_division = |spot: &&Spot| spot.class == Class::First && !spot.other;
    let region = regions.iter().find(is_division)?;
    let spots = places(own);
    let spot = spots.iter().filter(is_division).find(|spot| spot.country == region.country)?;
    let has_town = |name: &str| {
        gazetteer::named(&gazetteer::fold(name))
            .iter()
            .any(|spot| spot.class.is_town() && !spot.other && spot.weight >= LARGE)
    };
    (!has_town(spot.name) || !has_town(region.name)).then(|| (spot.clone(), region))
}

/// The largest place of a name inside a region; towns before districts, unless the name says otherwise. Of a country or a
/// division it is no small town: *California, Colorado and Georgia* is a list.
fn inside(own: &Toponym, region: &Spot) -> Option<Spot> {
    let is_wide = |spot: &Spot| matches!(spot.class, Class::Country | Class::First);
    let in_list = places(own).iter().any(|spot| is_wide(spot) && !spot.other);
    let spot = largest(own, region)?;
    (!in_list || is_wide(&spot) || spot.weight >= LARGE).then_some(spot)
}

fn largest(own: &Toponym, region: &Spot) -> Option<Spot> {
    let mut spots: Vec<Spot> = places(own).into_iter().filter(|spot| lies_in(spot, region)).collect();
    let fits = |spot: &Spot| own.called.is_some_and(|called| called.fits(spot.class));
    let rank = |spot: &Spot| (!fits(spot), spot.class == Class::Second, spot.other);
    spots.sort_by(|one, other| rank(one).cmp(&rank(other)).then(other.weight.total_cmp(&one.weight)));
    spots.into_iter().next()
}

/// One name, one place: the one that was named with its region last, or else first.
fn spread(toponyms: &[Toponym], fixed: &mut [Option<Spot>]) {
    let mut last: HashMap<&str, Spot> = HashMap::new();
    for (toponym, spot) in toponyms.iter().zip(fixed.iter()).rev() {
        if let Some(spot) = spot {
            last.insert(&toponym.folded, spot.clone());
        }
    }
    for (toponym, spot) in toponyms.iter().zip(fixed.iter_mut()) {
        match spot {
            Some(spot) => _ = last.insert(&toponym.folded, spot.clone()),
            None if toponym.short.is_none() => *spot = last.get(toponym.folded.as_str()).cloned(),
            None => {}
        }
    }
}
