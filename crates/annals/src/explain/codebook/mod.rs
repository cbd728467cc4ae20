//! Entries of the codebook: what a code means, what belongs to it, and what it is elsewhere.

mod near;
mod page;

use annals_read::codebook::{self, Back, Cameo, Context, Mode, Quad, Rule, Sector, Type};
use serde::Serialize;

use crate::report::{Report, words};

/// What a word of the command line is to the codebook.
#[derive(Debug)]
pub enum Asked {
    /// A code, with all it stands for: a mode may be of several types, and a context, too.
    Entries(Vec<Entry>),
    /// It has the shape of a code and is none; the message says what is near it.
    Unknown(String),
    /// A text.
    Text,
}

/// An entry, with what belongs to it.
#[derive(Debug, Serialize)]
#[serde(tag = "entry", rename_all = "lowercase")]
pub enum Entry {
    Quad {
        #[serde(flatten)]
        quad: &'static Quad,
        types: Vec<&'static Type>,
        codes: Vec<&'static Cameo>,
    },
    Type {
        #[serde(flatten)]
        kind: &'static Type,
        class: Option<&'static Quad>,
        modes: Vec<&'static Mode>,
        codes: Vec<&'static Cameo>,
        back: Option<&'static Back>,
        rules: Vec<&'static Rule>,
    },
    Mode {
        #[serde(flatten)]
        mode: &'static Mode,
        class: Option<&'static Quad>,
        codes: Vec<&'static Cameo>,
        back: Option<&'static Back>,
        rules: Vec<&'static Rule>,
    },
    Context {
        #[serde(flatten)]
        context: &'static Context,
        codes: Vec<&'static Cameo>,
    },
    Cameo {
        #[serde(flatten)]
        cameo: &'static Cameo,
        above: Vec<&'static Cameo>,
        below: Vec<&'static Cameo>,
        score: Option<f64>,
        rules: Vec<&'static Rule>,
    },
    Sector {
        #[serde(flatten)]
        sector: &'static Sector,
    },
    State {
        code: String,
        field: &'static str,
        words: String,
    },
}

impl Entry {
    /// The entry as a page for a terminal, an empty line behind it.
    pub fn page(&self, report: &Report) -> String {
        page::of(self, report)
    }
}

/// What `word` is: a code as the codebook writes it, something with the shape of one, or a text.
pub fn asked(word: &str) -> Asked {
    let entries = entries(word);
    if !entries.is_empty() {
        return Asked::Entries(entries);
    }
    if has_shape(word) { Asked::Unknown(near::message(word)) } else { Asked::Text }
}

/// Whether a word can only be meant as a code: up to four digits, or three capitals and more, a mode behind them or not.
fn has_shape(word: &str) -> bool {
    let capitals = |word: &str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    let digits = (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let lower = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    digits || capitals(word) || word.split_once('.').is_some_and(|(kind, mode)| capitals(kind) && lower(mode))
}

fn entries(word: &str) -> Vec<Entry> {
    let quad = codebook::quads().iter().find(|quad| quad.number.to_string() == word).map(of_quad);
    let mode = word.split_once('.').and_then(|(kind, mode)| codebook::of_mode(kind, mode));
    let modes = codebook::modes().iter().filter(|mode| mode.name == word).chain(mode).map(of_mode);
    quad.into_iter()
        .chain(codebook::of_type(word).map(of_type))
        .chain(modes)
        .chain(codebook::of_context(word).map(of_context))
        .chain(codebook::of_cameo(word).map(of_cameo))
        .chain(codebook::of_sector(word).map(|sector| Entry::Sector { sector }))
        .chain(state(word))
        .collect()
}

fn of_quad(quad: &'static Quad) -> Entry {
    let types = codebook::types().iter().filter(|kind| kind.quad == quad.number).collect();
    Entry::Quad { quad, types, codes: codes(|code| code.quad == quad.number && code.parent().is_none()) }
}

fn of_type(kind: &'static Type) -> Entry {
    Entry::Type {
        kind,
        class: codebook::quad(kind.name),
        modes: codebook::modes().iter().filter(|mode| mode.of == kind.name).collect(),
        codes: codes(|code| code.kind == Some(kind.name)),
        back: back(kind.name, None),
        rules: rules(|entry| entry.split('.').next() == Some(kind.name)),
    }
}

fn of_mode(mode: &'static Mode) -> Entry {
    Entry::Mode {
        mode,
        class: codebook::quad(mode.of),
        codes: codes(|code| code.kind == Some(mode.of) && code.mode == Some(mode.name)),
        back: back(mode.of, Some(mode.name)),
        rules: rules(|entry| entry == mode.of || entry.split_once('.') == Some((mode.of, mode.name))),
    }
}

fn of_context(context: &'static Context) -> Entry {
    Entry::Context { context, codes: codes(|code| code.contexts.contains(&context.name)) }
}

fn of_cameo(cameo: &'static Cameo) -> Entry {
    let parent = |code: &&'static Cameo| code.parent().and_then(codebook::of_cameo);
    let mut above: Vec<_> = std::iter::successors(Some(cameo), parent).skip(1).collect();
    above.reverse();
    let mode = cameo.kind.zip(cameo.mode);
    let of_mode = mode.and_then(|(kind, mode)| codebook::of_mode(kind, mode)).map(|mode| mode.score);
    let of_type = || cameo.kind.and_then(codebook::of_type).map(|kind| kind.score);
    Entry::Cameo {
        cameo,
        above,
        below: codes(|code| code.parent() == Some(cameo.code)),
        score: of_mode.or_else(of_type),
        rules: rules(|entry| match entry.split_once('.') {
            Some(own) => Some(own) == mode,
            None => Some(entry) == cameo.kind,
        }),
    }
}

fn state(word: &str) -> Option<Entry> {
    let name = words("country", word).filter(|name| *name != word && codebook::of_sector(word).is_none())?;
    Some(Entry::State { code: word.to_owned(), field: "country", words: name.to_owned() })
}

fn codes(fits: impl Fn(&Cameo) -> bool) -> Vec<&'static Cameo> {
    codebook::codes().iter().filter(|code| fits(code)).collect()
}

fn back(kind: &str, mode: Option<&str>) -> Option<&'static Back> {
    codebook::backs().iter().find(|back| back.kind == kind && back.mode == mode)
}

fn rules(about: impl Fn(&str) -> bool) -> Vec<&'static Rule> {
    codebook::rules().iter().filter(|rule| rule.entries.iter().any(|entry| about(entry))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Style;

    fn entry(word: &str) -> Entry {
        match asked(word) {
            Asked::Entries(mut entries) if entries.len() == 1 => entries.remove(0),
            other => panic!("{word}: {other:?}"),
        }
    }

    #[track_caller]
    fn check(word: &str, expected: &str) {
        assert_eq!(entry(word).page(&Report::new(Style::new(false), 80)), expected);
    }

    #[test]
    fn a_mode_says_what_it_is_and_where_it_ends() {
        check(
            "COERCE.deport",
            "\
COERCE.deport · mode of PLOVER 2.0
  a single person is put out of a country

  class  4 MATERIAL CONFLICT
  score  -7
  CAMEO  174, of just this meaning

CAMEO codes that are coded so
  174  -5  Expel or deport individuals

Where it ends
  One person put out of a country is COERCE deport; a group, or a member of an
    organisation, is SANCTION expel.

",
        );
    }

    #[test]
    fn a_code_says_what_it_is_in_plover() {
        check(
            "1952",
            "\
1952 · CAMEO code
  Attack from the air with weapons flown from afar

  Goldstein  -10
  class      4 MATERIAL CONFLICT
  PLOVER     ASSAULT.drone, score -9.5
  contexts   military
  decided    not in 2021; Goldstein of 195

Above it
  19   -10  Fight
  195  -10  Attack from the air, unspecified

",
        );
    }

    #[test]
    fn sectors_contexts_and_states_have_entries() {
        check(
            "JRN",
            "JRN · sector of PLOVER 2.0\n  journalists and media\n\n  in reports  media\n  CAMEO       MED\n\n",
        );
        check("FRA", "FRA · country\n  France\n\n");
        check("reparations", "reparations · context of PLOVER 2.0\n  redress for harm of the past\n\n");
    }

    #[test]
    fn a_name_of_several_things_has_several_entries() {
        let count = |word: &str| match asked(word) {
            Asked::Entries(entries) => entries.len(),
            _ => 0,
        };
        assert_eq!((count("cyber"), count("arrest"), count("1"), count("01")), (2, 2, 1, 1));
    }

    #[test]
    fn every_code_has_a_page_and_an_object() {
        let modes = codebook::modes().iter().map(|mode| format!("{}.{}", mode.of, mode.name));
        let names = (codebook::types().iter().map(|kind| kind.name))
            .chain(codebook::codes().iter().map(|code| code.code))
            .chain(codebook::contexts().iter().map(|context| context.name))
            .chain(codebook::sectors().iter().map(|sector| sector.code));
        for word in names.map(str::to_owned).chain(modes) {
            let Asked::Entries(entries) = asked(&word) else { panic!("{word} has no entry") };
            for entry in entries {
                assert!(entry.page(&Report::new(Style::new(false), 60)).lines().all(|line| line.len() < 90));
                assert!(serde_json::to_value(&entry).is_ok_and(|value| value["entry"].is_string()), "{word}");
            }
        }
    }

    #[test]
    fn what_has_no_shape_of_a_code_is_text() {
        for text in ["Rain", "rain", "12345", "US", "U.S", "example.com", "Rain fell.", "assault", ""] {
            assert!(matches!(asked(text), Asked::Text), "{text}");
        }
        for code in ["999", "2024", "ASAULT", "ASSAULT.swords", "QQQ", "7"] {
            assert!(matches!(asked(code), Asked::Unknown(_)), "{code}");
        }
    }
}
