//! Events as a file of GDELT has them: order of its columns, `data/store/gdelt.tsv`. As there, no line of names.

use std::io::{self, Write};

use xxhash_rust::xxh3::xxh3_64;

use super::csv::line;
use super::day;
use super::happening::{Happening, Party, Which, cell, plain, quad_of_code, quad_of_type};

const TABLE: &str = include_str!("../../../../data/store/gdelt.tsv");

/// Which of GDELT's formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// 58 columns.
    One,
    /// 61 columns.
    Two,
}

impl Version {
    fn columns(self) -> impl Iterator<Item = &'static str> {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
        let cells = lines.map(|line| line.split('\t').collect::<Vec<_>>());
        cells.filter(move |cells| self == Self::Two || cells.get(1) == Some(&"1")).map(|cells| cells[0])
    }
}

/// Writes a line for each pair of actor and recipient; says how many.
pub fn write(out: &mut impl Write, event: &Happening, which: Which, version: Version) -> io::Result<u64> {
    let status = (which == Which::All).then_some("Status");
    for number in 1..=event.pairs.len() {
        let cells = version.columns().chain(status).map(|column| value(event, number, column, version));
        line(out, cells)?;
    }
    Ok(event.pairs.len() as u64)
}

/// What stands in `column` of the line for pair `number`, which counts from 1.
fn value(event: &Happening, number: usize, column: &str, version: Version) -> String {
    let row = &event.row;
    let code = cell(row, "cameo");
    let (actor, recipient) = &event.pairs[number - 1];
    match column {
        "GLOBALEVENTID" => id(event, number).to_string(),
        "SQLDATE" | "MonthYear" | "Year" | "FractionDate" => date(column, &cell(row, "day_start")),
        "IsRootEvent" => event.paragraph.map_or("", |number| if number == 0 { "1" } else { "0" }).to_owned(),
        "EventCode" => code,
        "EventBaseCode" => code.chars().take(3).collect(),
        "EventRootCode" => code.chars().take(2).collect(),
        "QuadClass" => class(&code, &cell(row, "type")),
        "GoldsteinScale" => cell(row, "intensity"),
        "NumMentions" => mentions(event).to_string(),
        "NumSources" | "NumArticles" => "1".to_owned(),
        "ActionGeo_FullName" => place(event),
        "ActionGeo_Lat" => cell(row, "lat"),
        "ActionGeo_Long" => cell(row, "lon"),
        "DATEADDED" => added(event, version),
        "SOURCEURL" => cell(row, "uri"),
        "Status" => cell(row, "status"),
        _ => match (column.strip_prefix("Actor1"), column.strip_prefix("Actor2")) {
            (Some(part), _) => of_party(actor, part),
            (_, Some(part)) => of_party(recipient, part),
            _ => String::new(),
        },
    }
}

/// A number that every program keeps exactly, below 2^53.
fn id(event: &Happening, pair: usize) -> u64 {
    let name = format!("{}/{}#{pair}", cell(&event.row, "article_id"), cell(&event.row, "id"));
    xxh3_64(name.as_bytes()) >> 11
}

fn date(column: &str, text: &str) -> String {
    let Some((year, month, day)) = day::parts(text) else { return String::new() };
    match column {
        "SQLDATE" => format!("{year:04}{month:02}{day:02}"),
        "MonthYear" => format!("{year:04}{month:02}"),
        "Year" => format!("{year:04}"),
        _ => format!("{:.4}", f64::from(year) + f64::from(month * 30 + day) / 365.0),
    }
}

fn class(code: &str, plover: &str) -> String {
    let quad = quad_of_code(code).or_else(|| quad_of_type(plover));
    quad.map_or("", |quad| quad.number).to_owned()
}

fn mentions(event: &Happening) -> usize {
    let list = event.row.text("mentions").unwrap_or_default();
    serde_json::from_str::<Vec<serde_json::Value>>(list).map_or(1, |list| list.len().max(1))
}

fn place(event: &Happening) -> String {
    let parts = ["place", "place_admin1", "place_country"].map(|column| cell(&event.row, column));
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// The digits of when the article was read: 14, for GDELT 1.0 the 8 of the day.
fn added(event: &Happening, version: Version) -> String {
    let digits = event.read.iter().flat_map(|read| read.chars()).filter(char::is_ascii_digit);
    digits.take(if version == Version::Two { 14 } else { 8 }).collect()
}

fn of_party(party: &Party, part: &str) -> String {
    let text = |value: &Option<String>| value.as_deref().map_or_else(String::new, plain);
    match part {
        "Code" => text(&party.country) + &text(&party.role),
        "Name" => text(&party.name).to_uppercase(),
        "CountryCode" => text(&party.country),
        "Type1Code" => text(&party.role),
        _ => String::new(),
    }
}
