//! Codes, numbers and voices in the words that the pages use.

use crate::report::{number, words};
use crate::serve::models::Flat;

/// The words for a code of a field, as in the report: nothing where it is left unsaid.
pub(super) fn coded(field: &str, code: &str) -> Option<String> {
    words(field, code).map(str::to_owned)
}

/// Who says so, of an event or a figure: `article`, a name, or `?` where nobody is named.
pub(super) fn says_so(voice: &str) -> String {
    match voice {
        "article" => "the article says so".to_owned(),
        "?" => "a speaker not named says so".to_owned(),
        name => format!("{name} says so"),
    }
}

/// The name of a voice.
pub(super) fn voice_name(voice: &str) -> &str {
    match voice {
        "article" => "the article itself",
        "?" => "a speaker not named",
        name => name,
    }
}

/// A whole number with its thousands apart.
pub(super) fn count(value: u64) -> String {
    #[allow(clippy::cast_precision_loss)]
    number(value as f64)
}

/// A number of things: `1 result`, `3,200 results`.
pub(super) fn counted(value: u64, thing: &str) -> String {
    format!("{} {thing}{}", count(value), if value == 1 { "" } else { "s" })
}

/// A number of things that was counted up to a bound: `more than 10,000 results`.
pub(super) fn counted_to(value: u64, more: bool, thing: &str) -> String {
    format!("{}{}", if more { "more than " } else { "" }, counted(value, thing))
}

/// A share of one as a whole number of hundredths.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A code in small letters: `ASSAULT` and `at_least` become `assault` and `at least`.
pub(super) fn plain(code: &str) -> String {
    code.to_lowercase().replace('_', " ")
}

/// Its first letter as a capital.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A kind of finding in the plural, as a heading: `Statements`.
pub(super) fn plural(kind: &str) -> String {
    match kind {
        "entity" => "Entities".to_owned(),
        kind => format!("{}s", capital(kind)),
    }
}

/// An instant as people read it: `2024-09-14 19:20 +02:00`.
pub(super) fn moment(instant: &str) -> String {
    instant.replacen('T', " ", 1).trim_end_matches('Z').to_owned()
}

/// The text of a column; none where it is null or empty.
pub(super) fn text<'r>(row: &'r Flat, column: &str) -> Option<&'r str> {
    row.text(column).filter(|text| !text.is_empty())
}

/// The names in a column that holds a list as JSON.
pub(super) fn list(row: &Flat, column: &str) -> Vec<String> {
    let names: Vec<Option<String>> =
        row.text(column).and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
    names.into_iter().flatten().collect()
}

/// What a row says in one line, whatever its kind.
pub fn gist(kind: &str, row: &Flat) -> Option<String> {
    match kind {
        "statement" => stance(row),
        "event" => Some(event(row)),
        "figure" => Some(figure(row)),
        "time" => Some(text(row, "value").unwrap_or("not resolved").to_owned()),
        "place" => place(row),
        "entity" => entity(row),
        _ => None,
    }
}

fn stance(row: &Flat) -> Option<String> {
    let form = text(row, "form").and_then(|form| coded("form", form));
    let stance = text(row, "stance").filter(|&stance| stance != "neutral").and_then(|s| coded("stance", s));
    let negated = (row.integer("negated") == Some(1)).then(|| "negated".to_owned());
    joined([stance, negated, form], ", ")
}

fn event(row: &Flat) -> String {
    let kind = text(row, "type").map(plain).unwrap_or_default();
    let mode = text(row, "mode").map(plain);
    let status = text(row, "status").filter(|&status| status != "actual").map(plain);
    let sides = match (list(row, "actors").join(", "), list(row, "recipients").join(", ")) {
        (actors, recipients) if actors.is_empty() && recipients.is_empty() => None,
        (actors, recipients) if recipients.is_empty() => Some(actors),
        (actors, recipients) => {
            Some(format!("{} → {recipients}", if actors.is_empty() { "?" } else { &actors }))
        }
    };
    joined([Some(kind), mode, status, sides], ", ").unwrap_or_default()
}

fn figure(row: &Flat) -> String {
    let relation = text(row, "relation").unwrap_or("exact");
    let bounds = amount(row.real("low"), row.real("high"), relation);
    let unit = text(row, "currency").or_else(|| text(row, "unit"));
    let of = text(row, "of").map(|of| format!("of {of}"));
    let measure = text(row, "measure").filter(|&measure| !matches!(measure, "count" | "money"));
    let measure = measure.filter(|&measure| Some(measure) != unit).map(plain);
    joined([Some(bounds), unit.map(str::to_owned), of, measure], " ").unwrap_or_default()
}

/// Bounds and hedge in words: `over 32,000`, `30–40`.
pub(super) fn amount(low: Option<f64>, high: Option<f64>, relation: &str) -> String {
    match (low, high) {
        (Some(low), Some(high)) if (low - high).abs() > f64::EPSILON => {
            format!("{}–{}", number(low), number(high))
        }
        (Some(value), _) | (None, Some(value)) => format!("{}{}", hedge(relation), number(value)),
        (None, None) => "some".to_owned(),
    }
}

fn hedge(relation: &str) -> String {
    match relation {
        "exact" | "between" => String::new(),
        other => format!("{} ", plain(other)),
    }
}

fn place(row: &Flat) -> Option<String> {
    let admin = text(row, "admin1").map(str::to_owned);
    let country = text(row, "country").and_then(|code| coded("country", code));
    joined([text(row, "name").map(str::to_owned), admin, country], ", ")
}

fn entity(row: &Flat) -> Option<String> {
    let kind = text(row, "kind").map(str::to_owned);
    let country = text(row, "country").and_then(|code| coded("country", code));
    let role = text(row, "role").and_then(|code| coded("sector", code));
    joined([kind, country, role, text(row, "entity_title").map(str::to_owned)], ", ")
}

/// The parts that there are, one string; none where there is none.
pub(super) fn joined<const N: usize>(parts: [Option<String>; N], between: &str) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(between))
}
