//! Where a page ends, as letters and digits for the one who asks for the next.

use xxhash_rust::xxh3::xxh3_64;

use super::Query;
use super::find::Sort;
use crate::rows::Token;

/// The place of a row in its order.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// Among the ranked: those in sentences from `floor` on, where not all are ranked.
    Ranked { floor: Option<i64>, rank: f64, row: i64 },
    /// Among those in the order of days; behind the ranked, where there is a `floor`.
    Dated { floor: Option<i64>, day: String, article: i64, row: i64 },
}

impl Place {
    /// The number of the row.
    pub fn row(&self) -> i64 {
        match self {
            Self::Ranked { row, .. } | Self::Dated { row, .. } => *row,
        }
    }
}

/// The token of a place in what `query` finds.
pub fn token(query: &Query, sort: Sort, place: &Place) -> Token {
    let print = fingerprint(query, sort);
    let floor = |floor: &Option<i64>| floor.map_or_else(|| "n".to_owned(), |floor| format!("{floor:x}"));
    Token(match place {
        Place::Ranked { floor: bound, rank, row } => {
            format!("r{print:016x}-{}-{:x}-{row:x}", floor(bound), rank.to_bits())
        }
        Place::Dated { floor: bound, day, article, row } => {
            let day: String = day.bytes().map(|byte| format!("{byte:02x}")).collect();
            format!("d{print:016x}-{}-{day}-{article:x}-{row:x}", floor(bound))
        }
    })
}

/// The place of a token; none where it is a token of another query or order, or no token.
pub fn place(query: &Query, sort: Sort, token: &Token) -> Option<Place> {
    let kind = token.0.chars().next()?;
    let rest = token.0.get(1..)?.strip_prefix(&format!("{:016x}-", fingerprint(query, sort)))?;
    let parts: Vec<&str> = rest.split('-').collect();
    let floor = |part: &str| if part == "n" { Some(None) } else { hex(part).map(Some) };
    match (kind, parts.as_slice()) {
        ('r', [bound, rank, row]) => {
            let rank = f64::from_bits(u64::from_str_radix(rank, 16).ok()?);
            (!rank.is_nan()).then_some(Place::Ranked { floor: floor(bound)?, rank, row: hex(row)? })
        }
        ('d', [bound, day, article, row]) => Some(Place::Dated {
            floor: floor(bound)?,
            day: text(day)?,
            article: hex(article)?,
            row: hex(row)?,
        }),
        _ => None,
    }
}

fn hex(part: &str) -> Option<i64> {
    i64::from_str_radix(part, 16).ok()
}

fn text(part: &str) -> Option<String> {
    let byte = |place| u8::from_str_radix(part.get(place..place + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..part.len()).step_by(2).map(byte).collect();
    String::from_utf8(bytes?).ok()
}

/// What tells queries and orders apart: another way of writing the same tree is the same query.
fn fingerprint(query: &Query, sort: Sort) -> u64 {
    xxh3_64(format!("{}\n{}\n{}", query.kind(), sort.name(), query).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_from_its_token() {
        let query = Query::parse("ceasefire  (truce)").unwrap();
        let places = [
            Place::Ranked { floor: None, rank: -1.25, row: 7 },
            Place::Ranked { floor: Some(90), rank: -0.1, row: 7 },
            Place::Dated { floor: None, day: String::new(), article: 1, row: 2 },
            Place::Dated { floor: Some(3), day: "2024-02-01".into(), article: 1, row: 2 },
        ];
        for at in places {
            let token = token(&query, Sort::Relevance, &at);
            assert!(token.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{token}");
            let same = Query::parse("ceasefire truce").unwrap();
            assert_eq!(place(&same, Sort::Relevance, &token), Some(at));
            assert_eq!(place(&query, Sort::Newest, &token), None);
            assert_eq!(place(&Query::parse("truce").unwrap(), Sort::Relevance, &token), None);
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let query = Query::parse("rain").unwrap();
        let print = format!("{:016x}", fingerprint(&query, Sort::Newest));
        for wrong in [
            "",
            "x",
            "é",
            "d",
            &format!("d{print}"),
            &format!("d{print}-n-2-1-1"),
            &format!("r{print}-n-7ff8000000000001-1"),
        ] {
            assert_eq!(place(&query, Sort::Newest, &Token(wrong.to_owned())), None, "{wrong}");
        }
    }
}
