//! Tables of words under `data/`: tab-separated, a header line, `#` lines for comments.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The rows of a table, without comments and header; every row has as many cells as the header.
pub fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let mut lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let width = lines.next().map_or(0, |header| header.split('\t').count());
    lines.map(move |line| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells.resize(width, "");
        cells
    })
}

static CLASSES: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut classes: HashMap<&str, Vec<&str>> = HashMap::new();
    for row in rows(include_str!("../../../data/read/function_words.tsv")) {
        classes.entry(row[0]).or_default().push(row[1]);
    }
    classes
});

/// Whether a lower-case word belongs to a class of `data/function_words.tsv`.
pub(crate) fn has_class(word: &str, class: &str) -> bool {
    CLASSES.get(word).is_some_and(|own| own.contains(&class))
}

/// Whether a lower-case word has a structural part of any kind.
pub(crate) fn is_function_word(word: &str) -> bool {
    CLASSES.contains_key(word)
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
