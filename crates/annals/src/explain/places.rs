//! Why each name of a place means the place it does.

use annals_read::places::{Choice, Weighed};
use annals_record::{CharSpan, PlaceBy, PlaceSense};

use crate::report::{Page, Report};

/// One block a name: what decided, the place with what spoke for it, and what else the name could mean.
pub fn part(page: &Page, choices: &[Choice], words: &impl Fn(CharSpan) -> String, report: &Report) -> String {
    page.part("Why these places", choices.iter().map(|choice| block(choice, page, words, report)))
}

fn block(choice: &Choice, page: &Page, words: &impl Fn(CharSpan) -> String, report: &Report) -> String {
    let about = [sense(choice.sense).to_owned(), by(choice.by).to_owned()];
    let head = page.saying(&words(choice.span), &about);
    let (first, others) = match choice.candidates.split_first() {
        Some((first, others)) => (Some(chosen(first)), others),
        None => (None, &[][..]),
    };
    let others = others.iter().map(|other| format!("or {}, score {:.2}", place(other), other.score));
    let hidden = choice.weighed.saturating_sub(choice.candidates.len());
    let more = (hidden > 0).then(|| format!("and {hidden} less likely"));
    let lines = first.into_iter().chain(others).chain(more);
    let lines: String = lines.map(|line| report.fill("    ", "      ", &line).join("\n") + "\n").collect();
    head + &lines
}

fn chosen(weighed: &Weighed) -> String {
    let reason = |own: &annals_read::places::Reason| format!("{} {:+.1}", own.feature, own.adds);
    let reasons: Vec<String> = weighed.reasons.iter().map(reason).collect();
    let number = weighed.geonames.map_or(String::new(), |number| format!(", GeoNames {number}"));
    let spot = format!("{:.2}, {:.2}{number}", weighed.lat, weighed.lon);
    format!("{} ({spot}), score {:.2}: {}", place(weighed), weighed.score, reasons.join(", "))
}

/// What a place is and where: *Port Oran, town in North Province, VAR*.
fn place(weighed: &Weighed) -> String {
    let inside = weighed.admin1.as_ref().filter(|region| **region != weighed.name);
    let parts = [inside.map(String::as_str), Some(weighed.country.as_str())];
    let inside: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let inside = if inside.is_empty() { String::new() } else { format!(" in {}", inside.join(", ")) };
    format!("{}, {}{inside}", weighed.name, weighed.feature)
}

/// What the name is used for.
fn sense(sense: PlaceSense) -> &'static str {
    match sense {
        PlaceSense::Literal => "the place",
        PlaceSense::Actor => "those who act for the place",
        PlaceSense::Part => "in the name of something else",
    }
}

/// What decided.
fn by(by: PlaceBy) -> &'static str {
    match by {
        PlaceBy::None => "no place of the name is known",
        PlaceBy::Only => "the only one of its name",
        PlaceBy::Region => "its region stands behind the name, here or elsewhere in the article",
        PlaceBy::Context => "chosen by what else the article speaks of",
        PlaceBy::Outlet => "chosen by where the outlet is at home",
        PlaceBy::Size => "chosen as the largest or best known",
    }
}
