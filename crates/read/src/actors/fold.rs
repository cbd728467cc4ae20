//! Names as they are compared: without case, accents, dots, apostrophes and hyphens.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::lexicon::rows;

static SPELLINGS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/actors/spellings.tsv")).map(|row| (row[0], row[1])).collect()
});

/// A folded name of several words with each word in the spelling it is compared by: *Mohamed Hussain* and *Mohammed
/// Hussein* are one. A word alone stays as it is.
pub(crate) fn spelled(folded: String) -> String {
    if !folded.contains(' ') || !folded.split(' ').any(|word| SPELLINGS.contains_key(word)) {
        return folded;
    }
    folded.split(' ').map(spelling).collect::<Vec<_>>().join(" ")
}

/// The spelling that a folded word of a name is compared by.
pub(crate) fn spelling(word: &str) -> &str {
    SPELLINGS.get(word).copied().unwrap_or(word)
}

/// A name as the tables keep it.
pub(crate) fn name(words: &str) -> String {
    spelled(fold(words))
}

/// A name folded: lower case, letters without marks, words parted by one blank. *U.N.* and *UN* are one, as are
/// *Amir-Abdollahian* and *Amir Abdollahian*, *Thaçi* and *Thaci*.
pub(crate) fn fold(name: &str) -> String {
    if name.is_ascii() {
        folded(name.chars())
    } else {
        folded(name.nfkd().filter(|&c| !is_combining_mark(c)))
    }
}

fn folded(name: impl Iterator<Item = char>) -> String {
    let mut out = String::with_capacity(32);
    let mut apart = false;
    for c in name.filter(|&c| !is_dropped(c)) {
        if !c.is_alphanumeric() && c != '&' {
            apart = true;
            continue;
        }
        if apart && !out.is_empty() {
            out.push(' ');
        }
        apart = false;
        match plain(c) {
            Some(plain) => out.push_str(plain),
            None if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            None => out.extend(c.to_lowercase().filter(|&c| !is_combining_mark(c))),
        }
    }
    out
}

/// What stands inside a name without parting it.
fn is_dropped(c: char) -> bool {
    matches!(c, '.' | '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ')
}

/// Letters that normalisation leaves alone, and the sign for *and*.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        '&' => "and",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transliterations_of_one_name_are_one() {
        assert_eq!(name("Mohamed Hussain"), name("Muhammad Hussein"));
        assert_eq!(name("Ministry of Defence"), "ministry of defense");
        assert_eq!(name("Mohamed"), "mohamed");
    }

    #[test]
    fn spellings_of_one_name_fold_to_one() {
        let folded = |names: &[&str]| names.iter().map(|name| fold(name)).collect::<Vec<_>>();
        assert_eq!(folded(&["U.N.", "UN"]), ["un", "un"]);
        assert_eq!(
            folded(&["Amir-Abdollahian", "AMIR ABDOLLAHIAN"]),
            ["amir abdollahian", "amir abdollahian"]
        );
        assert_eq!(folded(&["Thaçi", "Løkke", "İnönü", "Łódź"]), ["thaci", "lokke", "inonu", "lodz"]);
        assert_eq!(
            folded(&["Côte d’Ivoire", "AT&T", " Washington, D.C. "]),
            ["cote divoire", "atandt", "washington dc"]
        );
    }
}
