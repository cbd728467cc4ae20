//! The codebook of events, `data/codebook/`: PLOVER 2.0 and CAMEO, and the way from each to the other.
//!
//! Names are those of the record: a type is `ASSAULT`, a mode `drone`, a CAMEO code `1952`. Scores and Goldstein values run from
//! -10 (conflict) to 10 (cooperation).
//!
//! ```
//! use annals_read::codebook;
//!
//! let code = codebook::cameo_of("ASSAULT", Some("drone")).unwrap();
//! assert_eq!((code, codebook::goldstein(code)), ("1952", Some(-10.0)));
//! assert_eq!(codebook::quad("ASSAULT").unwrap().name, "MATERIAL CONFLICT");
//! ```

use std::sync::LazyLock;

use serde::Serialize;

use crate::lexicon::rows;

/// The ontology of types, modes, contexts and sectors, and its version.
pub const ONTOLOGY: &str = "PLOVER 2.0";

/// One of the four classes of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quad {
    /// 1 to 4, as in GDELT's `QuadClass`.
    pub number: u8,
    /// As POLECAT writes it: `VERBAL COOPERATION`.
    pub name: &'static str,
    /// What belongs to it.
    pub definition: &'static str,
}

/// Whether an event of a type needs a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recipient {
    /// Always.
    Required,
    /// Not.
    Optional,
    /// Where one side alone is violent.
    OneSided,
}

/// A type of events.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Type {
    /// In capitals: `CONSULT`.
    #[serde(rename = "type")]
    pub name: &'static str,
    /// Number of its class.
    pub quad: u8,
    /// -10 to 10, of events without mode.
    pub score: f64,
    /// Whether it needs a recipient.
    pub recipient: Recipient,
    /// What belongs to it.
    pub definition: &'static str,
    /// How annals codes it where the manual leaves a choice.
    pub coding: &'static str,
}

/// What an event of a type is more exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mode {
    /// The type it belongs to.
    #[serde(rename = "type")]
    pub of: &'static str,
    /// In lower case: `third-party`. Several types may have a mode of one name.
    #[serde(rename = "mode")]
    pub name: &'static str,
    /// -10 to 10; that of the type where the manual has none.
    pub score: f64,
    /// What belongs to it.
    pub definition: &'static str,
    /// Its names in older lists.
    pub older: Vec<&'static str>,
}

/// What an event may be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Context {
    /// In lower case: `human_rights`.
    #[serde(rename = "context")]
    pub name: &'static str,
    /// What belongs to it.
    pub definition: &'static str,
}

/// A CAMEO code: a root of two digits, or one below it of three or four.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cameo {
    /// Its digits.
    #[serde(rename = "cameo")]
    pub code: &'static str,
    /// What it means.
    pub name: &'static str,
    /// Goldstein's value, -10 to 10.
    pub goldstein: f64,
    /// The class that GDELT gives its root; the PLOVER type may be of another.
    pub quad: u8,
    /// The PLOVER type; none for what is no event there.
    #[serde(rename = "type")]
    pub kind: Option<&'static str>,
    /// The PLOVER mode.
    pub mode: Option<&'static str>,
    /// The PLOVER contexts.
    pub contexts: Vec<&'static str>,
    /// Why the way to PLOVER departs from that of 2021; mostly empty.
    pub decided: &'static str,
}

impl Cameo {
    /// The code it is a part of; a root has none.
    pub fn parent(&self) -> Option<&'static str> {
        (self.code.len() > 2).then(|| &self.code[..self.code.len() - 1])
    }
}

/// What an actor is, or what it belongs to instead of a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sector {
    /// Three capitals: `MIL`.
    pub code: &'static str,
    /// The field of the record that holds it: `sector`, or `country` for what belongs to no state.
    pub field: &'static str,
    /// How reports say it; empty where they leave it unsaid.
    pub words: &'static str,
    /// Who belongs to it.
    pub definition: &'static str,
    /// The code of CAMEO, where it is another.
    pub cameo: Option<&'static str>,
}

/// Where one type ends and another begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The types (`AGREE`) and modes (`RETREAT.release`) it is about.
    pub entries: Vec<&'static str>,
    /// The rule.
    pub rule: &'static str,
    /// The manual, or what was decided.
    pub by: &'static str,
}

/// How well a CAMEO code renders a type and mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// It is of this type and mode.
    Exact,
    /// It is of this type and takes in more.
    Wider,
    /// It is of another type: CAMEO has none of this.
    Near,
}

/// The way from PLOVER to CAMEO.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Back {
    /// The type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The mode; none for events without one.
    pub mode: Option<&'static str>,
    /// The code.
    pub cameo: &'static str,
    /// How well it renders them.
    pub fit: Fit,
}

/// The classes, by number.
pub fn quads() -> &'static [Quad] {
    &BOOK.quads
}

/// The types, cooperation first.
pub fn types() -> &'static [Type] {
    &BOOK.types
}

/// The modes, those of a type together.
pub fn modes() -> &'static [Mode] {
    &BOOK.modes
}

/// The contexts.
pub fn contexts() -> &'static [Context] {
    &BOOK.contexts
}

/// The CAMEO codes, roots before what is below them.
pub fn codes() -> &'static [Cameo] {
    &BOOK.codes
}

/// The sectors, then what belongs to no state.
pub fn sectors() -> &'static [Sector] {
    &BOOK.sectors
}

/// The ways from PLOVER to CAMEO.
pub fn backs() -> &'static [Back] {
    &BOOK.backs
}

/// The rules of bounds between types.
pub fn rules() -> &'static [Rule] {
    &BOOK.rules
}

/// The class of a type.
pub fn quad(kind: &str) -> Option<&'static Quad> {
    let number = of_type(kind)?.quad;
    quads().iter().find(|quad| quad.number == number)
}

/// The type of a name.
pub fn of_type(name: &str) -> Option<&'static Type> {
    types().iter().find(|kind| kind.name == name)
}

/// The mode of a type.
pub fn of_mode(kind: &str, mode: &str) -> Option<&'static Mode> {
    modes().iter().find(|own| own.of == kind && own.name == mode)
}

/// The context of a name.
pub fn of_context(name: &str) -> Option<&'static Context> {
    contexts().iter().find(|context| context.name == name)
}

/// The CAMEO code of these digits.
pub fn of_cameo(code: &str) -> Option<&'static Cameo> {
    let at = codes().binary_search_by(|own| own.code.cmp(code)).ok()?;
    codes().get(at)
}

/// The sector, or what belongs to no state, of a code.
pub fn of_sector(code: &str) -> Option<&'static Sector> {
    sectors().iter().find(|sector| sector.code == code)
}

/// Goldstein's value of a CAMEO code, -10 to 10.
pub fn goldstein(code: &str) -> Option<f64> {
    of_cameo(code).map(|code| code.goldstein)
}

/// The CAMEO code of a type and mode, where the words of an event say no finer one.
pub fn cameo_of(kind: &str, mode: Option<&str>) -> Option<&'static str> {
    backs().iter().find(|back| back.kind == kind && back.mode == mode).map(|back| back.cameo)
}

struct Book {
    quads: Vec<Quad>,
    types: Vec<Type>,
    modes: Vec<Mode>,
    contexts: Vec<Context>,
    codes: Vec<Cameo>,
    sectors: Vec<Sector>,
    backs: Vec<Back>,
    rules: Vec<Rule>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let types: Vec<_> = rows(TYPES).filter_map(|row| kind(&row)).collect();
    let modes = rows(MODES).filter_map(|row| mode(&row, &types)).collect();
    Book {
        quads: rows(QUADS).filter_map(|row| class(&row)).collect(),
        modes,
        types,
        contexts: rows(CONTEXTS).map(|row| Context { name: row[0], definition: row[1] }).collect(),
        codes: rows(CAMEO).filter_map(|row| cameo(&row)).collect(),
        sectors: rows(SECTORS).map(|row| sector(&row)).collect(),
        backs: rows(BACK).filter_map(|row| back(&row)).collect(),
        rules: rows(RULES).map(|row| Rule { entries: list(row[0]), rule: row[1], by: row[2] }).collect(),
    }
});

const QUADS: &str = include_str!("../../../data/codebook/quads.tsv");
const TYPES: &str = include_str!("../../../data/codebook/types.tsv");
const MODES: &str = include_str!("../../../data/codebook/modes.tsv");
const CONTEXTS: &str = include_str!("../../../data/codebook/contexts.tsv");
const CAMEO: &str = include_str!("../../../data/codebook/cameo.tsv");
const SECTORS: &str = include_str!("../../../data/codebook/sectors.tsv");
const BACK: &str = include_str!("../../../data/codebook/back.tsv");
const RULES: &str = include_str!("../../../data/codebook/rules.tsv");

// A row that does not parse is left out; a test holds that there is none.

fn class(row: &[&'static str]) -> Option<Quad> {
    Some(Quad { number: row[0].parse().ok()?, name: row[1], definition: row[2] })
}

fn kind(row: &[&'static str]) -> Option<Type> {
    let recipient = match row[3] {
        "required" => Recipient::Required,
        "optional" => Recipient::Optional,
        "one-sided" => Recipient::OneSided,
        _ => return None,
    };
    let (quad, score) = (row[1].parse().ok()?, row[2].parse().ok()?);
    Some(Type { name: row[0], quad, score, recipient, definition: row[4], coding: row[5] })
}

fn mode(row: &[&'static str], types: &[Type]) -> Option<Mode> {
    let score = match row[2] {
        "" => types.iter().find(|kind| kind.name == row[0])?.score,
        score => score.parse().ok()?,
    };
    Some(Mode { of: row[0], name: row[1], score, definition: row[3], older: list(row[4]) })
}

fn cameo(row: &[&'static str]) -> Option<Cameo> {
    Some(Cameo {
        code: row[0],
        name: row[1],
        goldstein: row[2].parse().ok()?,
        quad: row[3].parse().ok()?,
        kind: filled(row[4]),
        mode: filled(row[5]),
        contexts: list(row[6]),
        decided: row[7],
    })
}

fn sector(row: &[&'static str]) -> Sector {
    Sector { code: row[0], field: row[1], words: row[2], definition: row[3], cameo: filled(row[4]) }
}

fn back(row: &[&'static str]) -> Option<Back> {
    let fit = match row[3] {
        "exact" => Fit::Exact,
        "wider" => Fit::Wider,
        "near" => Fit::Near,
        _ => return None,
    };
    Some(Back { kind: row[0], mode: filled(row[1]), cameo: row[2], fit })
}

fn filled(cell: &'static str) -> Option<&'static str> {
    Some(cell).filter(|cell| !cell.is_empty())
}

fn list(cell: &'static str) -> Vec<&'static str> {
    cell.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_row_is_lost() {
        let read = [
            (QUADS, quads().len(), 4),
            (TYPES, types().len(), 16),
            (MODES, modes().len(), 67),
            (CONTEXTS, contexts().len(), 37),
            (CAMEO, codes().len(), 318),
            (SECTORS, sectors().len(), 32),
            (BACK, backs().len(), 83),
            (RULES, rules().len(), 18),
        ];
        for (table, count, expected) in read {
            assert_eq!((count, rows(table).count()), (expected, expected), "{}", &table[..60]);
        }
    }

    #[test]
    fn no_entry_stands_twice() {
        fn once<T: std::hash::Hash + Eq + std::fmt::Debug>(keys: impl Iterator<Item = T>) {
            let mut seen = HashSet::new();
            for key in keys {
                assert!(!seen.contains(&key), "{key:?} stands twice");
                seen.insert(key);
            }
        }
        once(types().iter().map(|kind| kind.name));
        once(modes().iter().map(|mode| (mode.of, mode.name)));
        once(contexts().iter().map(|context| context.name));
        once(sectors().iter().map(|sector| sector.code));
        once(backs().iter().map(|back| (back.kind, back.mode)));
        assert!(codes().is_sorted_by(|a, b| a.code < b.code), "looked up by halves");
    }

    #[test]
    fn every_code_leads_to_what_exists() {
        for code in codes() {
            assert_eq!(code.kind.is_none(), code.code.starts_with("01"), "{code:?}");
            assert!(code.kind.is_none_or(|kind| of_type(kind).is_some()), "{code:?}");
            let mode = |mode| of_mode(code.kind.unwrap_or_default(), mode).is_some();
            assert!(code.mode.is_none_or(mode), "{code:?}");
            assert!(code.contexts.iter().all(|context| of_context(context).is_some()), "{code:?}");
            assert!((-10.0..=10.0).contains(&code.goldstein), "{code:?}");
        }
    }

    #[test]
    fn every_code_has_its_parents() {
        for code in codes() {
            assert!(code.code.bytes().all(|b| b.is_ascii_digit()) && (2..=4).contains(&code.code.len()));
            assert_eq!(code.parent().is_none(), code.code.len() == 2, "{code:?}");
            assert!(code.parent().is_none_or(|parent| of_cameo(parent).is_some()), "{code:?}");
            assert_eq!(of_cameo(&code.code[..2]).map(|root| root.quad), Some(code.quad), "{code:?}");
        }
    }

    #[test]
    fn every_type_and_mode_leads_back_to_a_code() {
        for kind in types() {
            assert!(cameo_of(kind.name, None).is_some(), "{kind:?}");
            assert!(quad(kind.name).is_some() && (-10.0..=10.0).contains(&kind.score), "{kind:?}");
            assert_eq!(kind.score > 0.0, kind.quad < 3, "{kind:?}: conflict is not above 0");
        }
        for mode in modes() {
            assert!(of_type(mode.of).is_some() && (-10.0..=10.0).contains(&mode.score), "{mode:?}");
            assert!(cameo_of(mode.of, Some(mode.name)).is_some(), "{mode:?}");
        }
        assert_eq!(backs().len(), types().len() + modes().len());
    }

    #[test]
    fn the_way_there_and_back_is_as_the_table_says() {
        for back in backs() {
            let code = of_cameo(back.cameo).unwrap_or_else(|| panic!("{back:?}: no such code"));
            let fit = match (code.kind == Some(back.kind), code.mode == back.mode) {
                (true, true) => Fit::Exact,
                (true, false) => Fit::Wider,
                (false, _) => Fit::Near,
            };
            assert_eq!(fit, back.fit, "{back:?} is coded as {code:?}");
        }
    }

    #[test]
    fn rules_are_about_what_exists() {
        for rule in rules() {
            for entry in &rule.entries {
                let known = match entry.split_once('.') {
                    Some((kind, mode)) => of_mode(kind, mode).is_some(),
                    None => of_type(entry).is_some(),
                };
                assert!(known, "{entry}: {}", rule.rule);
            }
        }
    }

    #[test]
    fn the_codebook_by_example() {
        let arrest = of_cameo("173").unwrap();
        assert_eq!((arrest.kind, arrest.mode, arrest.goldstein), (Some("COERCE"), Some("arrest"), -5.0));
        assert_eq!((arrest.parent(), arrest.contexts.as_slice()), (Some("17"), &["legal"][..]));
        assert_eq!(of_mode("ASSAULT", "drone").unwrap().score, -9.5);
        assert_eq!(of_mode("PROTEST", "vandalize").unwrap().score, of_type("PROTEST").unwrap().score);
        assert_eq!(cameo_of("CONSULT", Some("phone")), Some("041"));
        assert_eq!((cameo_of("CONSULT", Some("drone")), goldstein("999")), (None, None));
        assert_eq!(of_sector("JRN").unwrap().cameo, Some("MED"));
        assert_eq!(of_context("health").unwrap().definition, "public health, disease");
    }
}
