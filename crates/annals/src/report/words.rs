//! Words for the codes of a record, and words cut to the room there is for them.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_read::{codebook, table_rows as rows};
use serde_json::Value;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::style::visible;

static WORDS: LazyLock<HashMap<(&str, &str), &str>> = LazyLock::new(|| {
    let states = rows(include_str!("../../../../data/actors/states.tsv"));
    let states = states.map(|row| (("country", row[0]), row[1]));
    let words = rows(include_str!("../../../../data/report/words.tsv"));
    let sectors = codebook::sectors().iter().map(|sector| ((sector.field, sector.code), sector.words));
    words.map(|row| ((row[0], row[1]), row[2])).chain(sectors).chain(states).collect()
});

/// The words for a code of a field, `data/report/words.tsv` and the codebook's sectors: the code itself where the table does not know it, nothing
/// where it leaves it unsaid.
pub fn words<'c>(field: &str, code: &'c str) -> Option<&'c str> {
    match WORDS.get(&(field, code)) {
        Some(words) => Some(*words).filter(|words| !words.is_empty()),
        None => Some(code),
    }
}

/// The words for a value of a field as the record writes it, `json!(stance)`.
pub(super) fn value_words(field: &str, value: &Value) -> Option<String> {
    value.as_str().and_then(|code| words(field, code)).map(str::to_owned)
}

static DETERMINERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../../../data/read/function_words.tsv"));
    rows.filter(|row| row[1] == "determiner").map(|row| row[0]).collect()
});

/// Words as they are compared: in lower case, without determiners before and marks around them.
pub(super) fn folded(words: &str) -> String {
    let lower = words.to_lowercase();
    let words = lower.split_whitespace().map(bare).filter(|word| !word.is_empty());
    let mut words = words.skip_while(|word| DETERMINERS.contains(word)).peekable();
    match words.peek() {
        Some(_) => words.collect::<Vec<_>>().join(" "),
        None => flat(&lower),
    }
}

/// Words without marks around them; a stop behind them may belong to them.
pub(super) fn bare(words: &str) -> &str {
    let is_mark = |c: char| !c.is_alphanumeric();
    words.trim_start_matches(is_mark).trim_end_matches(|c| is_mark(c) && !matches!(c, '.' | ')'))
}

/// Words in one line.
pub fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in one line of no more than `room` columns: what is too long ends, behind a whole word where there is one, in `…`.
pub(super) fn cut(words: &str, room: usize) -> String {
    let words = flat(&visible(words));
    if words.width() <= room {
        return words;
    }
    let mut taken = 0;
    let fits = |&(_, c): &(usize, char)| {
        taken += c.width().unwrap_or(0);
        taken < room
    };
    let end = words.char_indices().take_while(fits).last().map_or(0, |(at, c)| at + c.len_utf8());
    let head = match words[..end].rfind(' ') {
        Some(blank) if !words[end..].starts_with(' ') => &words[..blank],
        _ => &words[..end],
    };
    head.trim_end_matches(|c: char| c.is_whitespace() || c == '·' || c.is_ascii_punctuation()).to_owned()
        + "…"
}

/// A number of things, `1 mention` or `3 mentions`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use annals_record::Stance;
    use serde_json::json;

    use super::*;

    #[test]
    fn codes_have_words() {
        assert_eq!(words("sector", "REB"), Some("armed opposition"));
        assert_eq!(words("country", "IRN"), Some("Iran"));
        assert_eq!(words("country", "XXX"), Some("XXX"));
        assert_eq!(words("sector", "UNK"), None);
        assert_eq!(value_words("stance", &json!(Stance::Deny)).as_deref(), Some("denies"));
    }

    #[test]
    fn every_sector_of_the_tables_has_a_row() {
        for row in rows(include_str!("../../../../data/actors/roles.tsv")).filter(|row| !row[1].is_empty()) {
            assert!(WORDS.contains_key(&("sector", row[1])), "{row:?}");
        }
    }

    #[test]
    fn words_are_compared_without_case_marks_and_determiners() {
        assert_eq!(folded("The  Front,"), "front");
        assert_eq!(folded("“Ann” Lee"), folded("ann lee"));
        assert_eq!(folded("This"), "this");
    }

    #[test]
    fn words_are_cut_by_columns() {
        for (words, room, expected) in [
            ("a river", 7, "a river"),
            ("a river, a lake", 10, "a river…"),
            ("a river rose", 8, "a river…"),
            ("a river · a lake", 11, "a river…"),
            ("Almeda Almeda", 4, "Alm…"),
            ("漢字漢字", 6, "漢字…"),
            ("漢字漢字", 8, "漢字漢字"),
        ] {
            assert_eq!(cut(words, room), expected);
        }
    }
}
