//! Words around names of places, from `data/gazetteer/words.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::gazetteer::Class;
use crate::lexicon::rows;

type Uses = Vec<(&'static str, &'static str)>;

static WORDS: LazyLock<HashMap<&str, Uses>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Uses> = HashMap::new();
    for row in rows(include_str!("../../../../data/gazetteer/words.tsv")) {
        words.entry(row[0]).or_default().push((row[1], row[2]));
    }
    words
});

/// Whether a word in lower case has a use.
pub(super) fn is(word: &str, used_as: &str) -> bool {
    WORDS.get(word).is_some_and(|uses| uses.iter().any(|(own, _)| *own == used_as))
}

/// What a word says a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    First,
    Second,
    Town,
    Water,
    Land,
}

impl Called {
    /// What a word in lower case calls a place.
    pub fn by(word: &str) -> Option<Self> {
        let uses = WORDS.get(word)?;
        uses.iter().find(|(own, _)| *own == "type").and_then(|(_, class)| match *class {
            "first" => Some(Self::First),
            "second" => Some(Self::Second),
            "town" => Some(Self::Town),
            "water" => Some(Self::Water),
            "land" => Some(Self::Land),
            _ => None,
        })
    }

    /// Whether a place of a class may be called so.
    pub fn fits(self, class: Class) -> bool {
        match self {
            Self::First => matches!(class, Class::First | Class::Region),
            Self::Second => matches!(class, Class::Second | Class::First | Class::Section),
            Self::Town => class.is_town(),
            Self::Water => class == Class::Water,
            Self::Land => matches!(class, Class::Land | Class::Region),
        }
    }
}
