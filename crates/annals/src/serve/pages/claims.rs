//! Figures by claimant over time: one dot a claim, its range and its hedge drawn, the claimant in words.
//!
//! A filled dot is a number said exactly, an open one a number said to be about so; a line is a range; an arrow up is *over* or
//! *at least*, an arrow down *under* or *at most*. Claimants have letters, so that nothing hangs on colour.

use std::collections::BTreeMap;

use super::days::{Tick, percent, span, ticks};
use super::words::{amount, counted, plain, voice_name};
use crate::report::number;
use crate::serve::models::Claim;

/// Height of the chart in pixels.
const HEIGHT: f64 = 280.0;

/// Claimants with a letter and colour of their own; all others share the last one.
const NAMED: usize = 5;

/// Values that lie further apart than this, low to high, are drawn by their powers of ten.
const FAR_APART: f64 = 60.0;

/// Pixels between dots of one day.
const APART: f64 = 13.0;

/// A chart, ready for `part/claims.html`.
pub(super) struct Claims {
    pub(super) dots: Vec<Dot>,
    pub(super) ticks: Vec<Tick>,
    pub(super) grid: Vec<Level>,
    pub(super) claimants: Vec<Claimant>,
    /// Whether heights go by powers of ten.
    pub(super) powers: bool,
    /// Claims without a day or a number.
    pub(super) left_out: usize,
}

/// One claim.
pub(super) struct Dot {
    /// In percent of the line.
    pub(super) at: f64,
    /// Pixels beside it, where a day has several.
    pub(super) beside: f64,
    pub(super) y: f64,
    /// Ends of the range: top and bottom.
    pub(super) range: Option<(f64, f64)>,
    /// `up`, `down` or nothing.
    pub(super) arrow: &'static str,
    pub(super) about: bool,
    pub(super) style: usize,
    pub(super) letter: char,
    pub(super) words: String,
    pub(super) url: String,
}

/// A line across the chart with its number.
pub(super) struct Level {
    pub(super) y: f64,
    pub(super) label: String,
}

/// Who claims.
pub(super) struct Claimant {
    pub(super) name: String,
    pub(super) letter: char,
    pub(super) style: usize,
    pub(super) claims: String,
}

/// The chart of some claims; none where none has both a day and a number.
pub(super) fn claims(claims: &[Claim]) -> Option<Claims> {
    let placed: Vec<_> = claims.iter().filter_map(|claim| Some((place(claim)?, claim))).collect();
    let from = placed.iter().map(|(place, _)| place.day).min()?;
    let to = placed.iter().map(|(place, _)| place.day).max()? + 1;
    let (from, to) =
        if to - from < 4 { (from - 2, to + 2) } else { (from - (to - from) / 40, to + (to - from) / 40) };
    let scale = Scale::new(&placed);
    let claimants = claimants(&placed);
    let mut dots: Vec<Dot> =
        placed.iter().map(|(place, claim)| dot(place, claim, &scale, &claimants, (from, to))).collect();
    set_apart(&mut dots);
    Some(Claims {
        dots,
        ticks: ticks(from, to),
        grid: scale.grid(),
        claimants,
        powers: scale.powers,
        left_out: claims.len() - placed.len(),
    })
}

struct Place {
    day: i64,
    low: f64,
    high: f64,
}

fn place(claim: &Claim) -> Option<Place> {
    let (day, _) = span(claim.day.as_deref()?)?;
    let low = claim.low.or(claim.high)?;
    Some(Place { day, low, high: claim.high.unwrap_or(low) })
}

/// The claimants with most claims, and one for all others.
fn claimants(placed: &[(Place, &Claim)]) -> Vec<Claimant> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    placed.iter().for_each(|(_, claim)| *counts.entry(&claim.voice).or_default() += 1);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let split = if counts.len() > NAMED + 1 { NAMED } else { counts.len() };
    let others: u64 = counts[split..].iter().map(|(_, count)| count).sum();
    let named = counts[..split].iter().map(|&(voice, count)| (voice_name(voice).to_owned(), count));
    let rest = (others > 0).then(|| (format!("{} others", counts.len() - split), others));
    let all = named.chain(rest).zip('A'..).enumerate();
    all.map(|(style, ((name, count), letter))| Claimant {
        name,
        letter,
        style,
        claims: counted(count, "claim"),
    })
    .collect()
}

fn dot(place: &Place, claim: &Claim, scale: &Scale, claimants: &[Claimant], line: (i64, i64)) -> Dot {
    let name = voice_name(&claim.voice);
    let claimant = claimants.iter().find(|claimant| claimant.name == name).or(claimants.last());
    let value = amount(claim.low, claim.high, &claim.relation);
    let measure = claim.measure.as_deref().map(plain).unwrap_or_default();
    let (top, bottom) = (scale.y(place.high), scale.y(place.low));
    Dot {
        at: percent(2 * (place.day - line.0) + 1, 2 * (line.1 - line.0)),
        beside: 0.0,
        y: f64::midpoint(top, bottom),
        range: (place.high > place.low).then_some((top, bottom)),
        arrow: match claim.relation.as_str() {
            "over" | "at_least" => "up",
            "under" | "at_most" => "down",
            _ => "",
        },
        about: claim.relation == "about",
        style: claimant.map_or(0, |claimant| claimant.style),
        letter: claimant.map_or('?', |claimant| claimant.letter),
        words: format!(
            "{value} {measure}, {name}, {} {}: “{}”",
            claim.source.as_deref().unwrap_or("source unknown"),
            claim.day.as_deref().unwrap_or_default(),
            claim.text
        ),
        url: claim.url.clone(),
    }
}

/// Dots of one day and nearly one height stand beside each other.
fn set_apart(dots: &mut [Dot]) {
    for at in 1..dots.len() {
        let (before, rest) = dots.split_at_mut(at);
        let dot = &mut rest[0];
        let near = |other: &&Dot| (other.at - dot.at).abs() < 0.01 && (other.y - dot.y).abs() < APART;
        let near = before.iter().rev().take(40).filter(near).count();
        #[allow(clippy::cast_precision_loss)]
        let step = near.div_ceil(2).min(6) as f64 * APART;
        dot.beside = if near % 2 == 1 { step } else { -step };
    }
}

/// Numbers to pixels from the top.
struct Scale {
    low: f64,
    high: f64,
    powers: bool,
}

impl Scale {
    fn new(placed: &[(Place, &Claim)]) -> Self {
        let least = placed.iter().map(|(place, _)| place.low).fold(f64::INFINITY, f64::min);
        let most = placed.iter().map(|(place, _)| place.high).fold(f64::NEG_INFINITY, f64::max);
        let powers = least > 0.0 && most / least > FAR_APART;
        if powers {
            return Self {
                low: 10_f64.powf(least.log10().floor()),
                high: 10_f64.powf(most.log10().ceil()),
                powers,
            };
        }
        let low = least.min(0.0);
        Self { low, high: round_up((most - low).max(1.0)) + low, powers }
    }

    fn y(&self, value: f64) -> f64 {
        let share = if self.powers {
            (value.max(self.low) / self.low).log10() / (self.high / self.low).log10()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        ((HEIGHT - share * HEIGHT) * 10.0).round() / 10.0
    }

    fn grid(&self) -> Vec<Level> {
        let level = |value: f64| Level { y: self.y(value), label: number(value) };
        if self.powers {
            let powers = (0..20).map(|n| self.low * 10_f64.powi(n));
            return powers.take_while(|&value| value <= self.high * 1.01).map(level).collect();
        }
        (0..=4).map(|n| level(self.low + (self.high - self.low) * f64::from(n) / 4.0)).collect()
    }
}

/// The next number whose quarters are easy to read.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 4.0, 6.0, 8.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|&level| level >= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(day: &str, low: f64, relation: &str, voice: &str) -> Claim {
        Claim {
            series: 0,
            url: "/article/a/f1-3".to_owned(),
            day: Some(day.to_owned()),
            source: Some("halvet.example".to_owned()),
            articles: 1,
            text: number(low),
            low: Some(low),
            high: Some(low),
            relation: relation.to_owned(),
            measure: Some("killed".to_owned()),
            unit: Some("people".to_owned()),
            voice: voice.to_owned(),
            voice_url: None,
        }
    }

    #[test]
    fn each_claim_is_a_dot_with_its_hedge() {
        let chart = claims(&[
            claim("2024-09-14", 58.0, "exact", "Orsel Front"),
            claim("2024-09-15", 41.0, "at_least", "article"),
            claim("2024-09-15", 11.0, "about", "?"),
        ])
        .unwrap();
        let arrows: Vec<_> = chart.dots.iter().map(|dot| (dot.arrow, dot.about)).collect();
        assert_eq!(arrows, [("", false), ("up", false), ("", true)]);
        assert!(chart.dots[0].y < chart.dots[1].y && chart.dots[0].at < chart.dots[1].at);
        let names: Vec<_> = chart.claimants.iter().map(|claimant| claimant.name.as_str()).collect();
        assert_eq!(names, ["a speaker not named", "Orsel Front", "the article itself"]);
        assert_eq!(chart.dots[0].words, "58 killed, Orsel Front, halvet.example 2024-09-14: “58”");
        assert!(!chart.powers);
    }

    #[test]
    fn numbers_far_apart_go_by_powers_of_ten() {
        let far =
            [claim("2024-09-14", 3.0, "exact", "article"), claim("2024-09-14", 4000.0, "over", "article")];
        let chart = claims(&far).unwrap();
        assert!(chart.powers);
        let labels: Vec<_> = chart.grid.iter().map(|level| level.label.as_str()).collect();
        assert_eq!(labels, ["1", "10", "100", "1,000", "10,000"]);
    }

    #[test]
    fn claims_without_a_day_are_counted() {
        let undated = Claim { day: None, ..claim("", 4.0, "exact", "article") };
        assert!(claims(std::slice::from_ref(&undated)).is_none());
        assert_eq!(claims(&[undated, claim("2024-09-14", 4.0, "exact", "?")]).unwrap().left_out, 1);
    }
}
