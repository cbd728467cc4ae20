//! Hits and counts as tables for spreadsheets and scripts: CSV and TSV with a header, as `annals export` writes them.

use std::io::Write;
use std::ops::ControlFlow;

use annals_store::Value;
use annals_store::export::{self, Column, ExportError, Style, Table, Type, sink, write_rows};
use anyhow::bail;

use super::Search;
use crate::outcome::Exit;

/// Prints what the search asks for: hits, counts by a field, or one count.
pub(super) fn print<W: Write + Send>(
    search: &mut Search<'_, W>,
    format: export::Format,
) -> anyhow::Result<Exit> {
    if search.args.context > 0 {
        bail!("--context has no place in a table; take --format report, jsonl or json");
    }
    match (&search.args.facets, &search.args.count) {
        (Some(facet), _) => facets(search, facet, format),
        (None, Some(_)) => count(search, format),
        (None, None) => hits(search, format),
    }
}

fn facets<W: Write + Send>(
    search: &mut Search<'_, W>,
    facet: &str,
    format: export::Format,
) -> anyhow::Result<Exit> {
    let counts = search.counts(facet)?;
    let columns = vec![column(facet, Type::Text), column("count", Type::Integer)];
    let mut sink = sink(format, columns, &mut search.out, Style::default())?;
    for count in &counts {
        let value = count.value.clone().map_or(Value::Null, Value::Text);
        sink.row(&[value, number(count.count)])?;
    }
    sink.finish()?;
    Ok(if counts.is_empty() { Exit::Nothing } else { Exit::Found })
}

fn count<W: Write + Send>(search: &mut Search<'_, W>, format: export::Format) -> anyhow::Result<Exit> {
    let count = search.store.count_all(search.query, search.counting())?;
    let columns = vec![column("count", Type::Integer)];
    let mut sink = sink(format, columns, &mut search.out, Style::default())?;
    sink.row(&[number(count)])?;
    sink.finish()?;
    Ok(if count == 0 { Exit::Nothing } else { Exit::Found })
}

fn column(name: &str, holds: Type) -> Column {
    Column { name: name.to_owned(), holds, nullable: holds == Type::Text, description: String::new() }
}

fn number(count: u64) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn hits<W: Write + Send>(search: &mut Search<'_, W>, format: export::Format) -> anyhow::Result<Exit> {
    let printed = match search.limit() {
        Some(limit) => {
            let page = search.found(limit)?;
            let rows = page.rows.iter().cloned().map(Ok);
            let printed = write_rows(format, page.kind, rows, &mut search.out, Style::default())?;
            search.told(&page);
            printed
        }
        None => all(search, format)?,
    };
    Ok(if printed == 0 { Exit::Nothing } else { Exit::Found })
}

/// Prints all hits one by one, and says how many they were.
fn all<W: Write + Send>(search: &mut Search<'_, W>, format: export::Format) -> anyhow::Result<u64> {
    let columns = Table::Rows(search.query.kind()).columns();
    let sort = search.sort();
    let mut printed = 0;
    let mut sink = sink(format, columns, &mut search.out, Style::default())?;
    let end = search.store.each(search.query, sort, |row| match sink.row(row.values()) {
        Ok(()) => {
            printed += 1;
            ControlFlow::Continue(())
        }
        Err(error) => ControlFlow::<ExportError>::Break(error),
    })?;
    if let ControlFlow::Break(error) = end {
        return Err(error.into());
    }
    sink.finish()?;
    Ok(printed)
}
