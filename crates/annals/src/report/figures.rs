//! How many, when, and who says so.

use annals_record::{Figure, Relation, Time};

use super::{Page, Row, flat};

impl Page<'_> {
    pub(super) fn figures(&self) -> String {
        let rows = self.record.figures.iter().map(|figure| Row {
            words: flat(self.words(figure.span)),
            value: value(figure),
            voice: self.said_by(figure.statement),
        });
        self.table("Figures", rows.collect())
    }

    pub(super) fn times(&self) -> String {
        let rows = self.record.times.iter().map(|time: &Time| Row {
            words: flat(self.words(time.span)),
            value: time.value.clone().unwrap_or_else(|| "not resolved".to_owned()),
            voice: String::new(),
        });
        self.table("Dates and times", rows.collect())
    }
}

fn value(figure: &Figure) -> String {
    let bounds = match (figure.relation, figure.low, figure.high) {
        (_, None, None) => "some".to_owned(),
        (_, Some(low), Some(high)) if low != high => format!("{}–{}", number(low), number(high)),
        (relation, low, high) => {
            format!("{}{}", hedge(relation), number(low.or(high).unwrap_or_default()))
        }
    };
    let unit = match (figure.unit.as_deref(), figure.currency.as_deref()) {
        (Some("money"), Some(currency)) => Some(currency),
        (unit, _) => unit,
    };
    // *12 police officers*, not *12 people of police officers*.
    let (unit, of) = match (unit, figure.of.as_deref()) {
        (Some("people"), Some(of)) if figure.measure.as_deref() != Some("share") => (Some(of), None),
        (unit, of) => (unit, of.map(|of| format!("of {of}"))),
    };
    let measure = figure.measure.as_deref().filter(|&measure| Some(measure) != figure.unit.as_deref());
    let measure = measure.filter(|&measure| !is_said_by_unit(measure)).map(|m| format!("[{m}]"));
    [Some(bounds), unit.map(str::to_owned), of, measure].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Measures that the unit beside them says already.
fn is_said_by_unit(measure: &str) -> bool {
    matches!(
        measure,
        "count"
            | "money"
            | "distance"
            | "area"
            | "weight"
            | "volume"
            | "speed"
            | "power"
            | "energy"
            | "temperature"
    )
}

fn hedge(relation: Relation) -> &'static str {
    match relation {
        Relation::Exact | Relation::Between => "",
        Relation::About => "about ",
        Relation::Over => "over ",
        Relation::Under => "under ",
        Relation::AtLeast => "at least ",
        Relation::AtMost => "at most ",
    }
}

/// A number with its thousands apart and no more decimals than it has, three at most.
pub fn number(value: f64) -> String {
    let plain = ((value.abs() * 1000.0).round() / 1000.0).to_string();
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits: Vec<u8> = whole.bytes().collect();
    let groups: Vec<_> = digits.rchunks(3).rev().map(String::from_utf8_lossy).collect();
    let sign = if value < 0.0 { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{rest}", groups.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (value, expected) in
            [(0.0, "0"), (999.0, "999"), (32_000.0, "32,000"), (-1500.5, "-1,500.5"), (1.0 / 3.0, "0.333")]
        {
            assert_eq!(number(value), expected);
        }
    }
}
