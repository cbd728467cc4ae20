//! Tables of words under `data/`: tab-separated, a header line, `#` lines for comments.

use std::collections::HashMap;

/// The rows of a table, without comments and header; every row has as many cells as the header.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let mut lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let width = lines.next().map_or(0, |header| header.split('\t').count());
    lines.map(move |line| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells.resize(width, "");
        cells
    })
}

/// A table of words by class, as `words.tsv` gives them.
pub(crate) fn by_first(table: &'static str) -> HashMap<&'static str, Vec<&'static str>> {
    rows(table).map(|row| (row[0], row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_header_are_no_rows() {
        let rows: Vec<_> = rows("# about\nword\tclass\nand\tjoin\nor\n").collect();
        assert_eq!(rows, [vec!["and", "join"], vec!["or", ""]]);
    }
}
