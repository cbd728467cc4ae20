//! What may have been meant by a code that the codebook does not have.

use annals_read::codebook;

/// Codes that are shown at most.
const SHOWN: usize = 8;

/// One line: that there is no such code, which are near, and how the word is read as a text.
pub fn message(word: &str) -> String {
    let near = match word.split_once('.') {
        Some((kind, mode)) => modes(kind, mode),
        None if word.starts_with(|c: char| c.is_ascii_digit()) => codes(word),
        None => capitals(word),
    };
    let near = if near.is_empty() { "docs/codebook.md lists all codes".to_owned() } else { near };
    format!(
        "`{word}` is no code of the codebook: {near}; to read it as a text: `echo {word} | annals explain`"
    )
}

/// What stands below the longest beginning that is a code; the roots where none is.
fn codes(word: &str) -> String {
    let known = (2..word.len()).rev().find_map(|end| codebook::of_cameo(&word[..end]));
    let fits = |code: &&codebook::Cameo| code.parent() == known.map(|known| known.code);
    let below: Vec<_> = codebook::codes().iter().filter(fits).map(|code| code.code).collect();
    match known {
        Some(known) if below.is_empty() => {
            format!("CAMEO has {} ({}) and nothing below it", known.code, known.name)
        }
        Some(known) => format!("below {} ({}) CAMEO has {}", known.code, known.name, below.join(", ")),
        None => format!("the roots of CAMEO are {}, the classes 1 to 4", below.join(", ")),
    }
}

/// The modes of the type, or the types near it.
fn modes(kind: &str, mode: &str) -> String {
    if codebook::of_type(kind).is_none() {
        return capitals(kind);
    }
    let own: Vec<_> = codebook::modes().iter().filter(|own| own.of == kind).collect();
    if let Some(today) = own.iter().find(|own| own.older.contains(&mode)) {
        return format!("the `{mode}` of older lists is {kind}.{} today", today.name);
    }
    match own.iter().map(|own| own.name).collect::<Vec<_>>().as_slice() {
        [] => format!("{kind} has no modes"),
        names => format!("{kind} has {}", names.join(", ")),
    }
}

/// Types and sectors whose letters are nearly the same.
fn capitals(word: &str) -> String {
    let types = codebook::types().iter().map(|kind| kind.name);
    let names = types.chain(codebook::sectors().iter().map(|sector| sector.code));
    let far = |name: &str| strsim::damerau_levenshtein(word, name);
    let mut near: Vec<_> =
        names.map(|name| (far(name), name)).filter(|(far, _)| *far <= reach(word)).collect();
    near.sort();
    let near: Vec<_> = near.into_iter().take(SHOWN).map(|(_, name)| name).collect();
    if near.is_empty() { String::new() } else { format!("near it are {}", near.join(", ")) }
}

/// Letters that may differ: one of a short word, a third of a long one.
fn reach(word: &str) -> usize {
    (word.len().min(12) / 3).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, near: &str) {
        let expected = format!(
            "`{word}` is no code of the codebook: {near}; to read it as a text: `echo {word} | annals explain`"
        );
        assert_eq!(message(word), expected);
    }

    #[test]
    fn near_codes_are_named() {
        check("ASAULT", "near it are ASSAULT");
        check("ASSUALT", "near it are ASSAULT");
        check("MIK", "near it are MIL");
        check("NATIONS", "docs/codebook.md lists all codes");
        check("178", "below 17 (Coerce) CAMEO has 170, 171, 172, 173, 174, 175, 176");
        check("1719", "below 171 (Seize or damage property, unspecified) CAMEO has 1711, 1712");
        check("1739", "CAMEO has 173 (Arrest, detain or charge) and nothing below it");
        check(
            "COERCE.drone",
            "COERCE has seize, restrict, censor, curfew, martial-law, arrest, deport, withhold, misinformation, cyber",
        );
        check("ASSAULT.assassinate", "the `assassinate` of older lists is ASSAULT.targeted today");
        check("AID.money", "AID has no modes");
        check("COERSE.arrest", "near it are COERCE");
        assert!(message("999").contains("the roots of CAMEO are 01, 02, 03"));
    }
}
