//! Events as a file of POLECAT has them: names and order of its columns, `data/store/polecat.tsv`.

use std::io::{self, Write};

use super::csv::line;
use super::happening::{Happening, Party, Which, cell, first_column, plain, quad_of_type};

const TABLE: &str = include_str!("../../../../data/store/polecat.tsv");

/// Writes the names of the columns.
pub fn begin(out: &mut impl Write, which: Which) -> io::Result<()> {
    let status = (which == Which::All).then_some("Status");
    line(out, first_column(TABLE).chain(status).map(str::to_owned))
}

/// Writes a line for each pair of actor and recipient; says how many.
pub fn write(out: &mut impl Write, event: &Happening, which: Which) -> io::Result<u64> {
    let status = (which == Which::All).then_some("Status");
    for number in 1..=event.pairs.len() {
        let cells = first_column(TABLE).chain(status).map(|column| value(event, number, column));
        line(out, cells)?;
    }
    Ok(event.pairs.len() as u64)
}

/// What stands in `column` of the line for pair `number`, which counts from 1.
fn value(event: &Happening, number: usize, column: &str) -> String {
    let row = &event.row;
    let (actor, recipient) = &event.pairs[number - 1];
    match column {
        "Event ID" if number == 1 => format!("{}/{}", cell(row, "article_id"), cell(row, "id")),
        "Event ID" => format!("{}/{}#{number}", cell(row, "article_id"), cell(row, "id")),
        "Quad Code" => quad_of_type(&cell(row, "type")).map_or("", |quad| quad.name).to_owned(),
        "Raw Placename" => text(&event.place_words),
        "Story People" => plain(&event.story[0]),
        "Story Organizations" => plain(&event.story[1]),
        "Story Locations" => plain(&event.story[2]),
        "Version" => text(&event.engine),
        _ => match of_row(column) {
            Some(name) => cell(row, name),
            None if column.contains("Actor") => of_party(actor, column),
            None if column.contains("Recipient") => of_party(recipient, column),
            None => String::new(),
        },
    }
}

/// The column of the flat row that holds what `column` wants.
fn of_row(column: &str) -> Option<&'static str> {
    Some(match column {
        "Event Date" => "day_start",
        "Event Type" => "type",
        "Event Mode" => "mode",
        "Event Intensity" => "intensity",
        "Placename" => "place",
        "Province" => "place_admin1",
        "Country" => "place_country",
        "Latitude" => "lat",
        "Longitude" => "lon",
        "GeoNames ID" => "geonames",
        "Source" => "source",
        "Publication Date" => "day",
        "Language" => "language",
        "Status" => "status",
        _ => return None,
    })
}

fn of_party(party: &Party, column: &str) -> String {
    match column {
        "Actor Name" | "Recipient Name" => text(&party.name),
        "Actor Country" | "Recipient Country" => text(&party.country),
        "Actor Title" | "Recipient Title" => text(&party.title),
        "Actor Name Raw" | "Recipient Name Raw" => text(&party.words),
        _ if column.contains("Sector") => text(&party.role),
        _ => String::new(),
    }
}

fn text(value: &Option<String>) -> String {
    value.as_deref().map_or_else(String::new, plain)
}
