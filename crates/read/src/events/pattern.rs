//! The language of the lexicon's patterns: `accuse.v >obj:* of:#ASSAULT`.
//!
//! A head, then conditions on what hangs on it: `data/events/README.md` tells the form and what it means.

use std::collections::HashSet;
use std::sync::LazyLock;

use thiserror::Error;

use crate::lexicon::rows;

/// A pattern: a head word and what must hang on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Lemmas of the head, any of them.
    pub heads: Vec<&'static str>,
    /// Part of speech of the head.
    pub pos: Pos,
    /// What must hold of what hangs on it, in the order in which it is asked.
    pub conditions: Vec<Condition>,
}

/// Part of speech of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pos {
    /// `v`
    Verb,
    /// `n`
    Noun,
    /// `a`: an adjective or participle.
    Adjective,
}

/// What must hold of one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Whose words fill the slot, where that is said.
    pub role: Option<Role>,
    /// Where it is looked for.
    pub slot: Slot,
    /// What must stand there.
    pub value: Value,
}

/// A part in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `<`: who does it.
    Actor,
    /// `>`: to whom.
    Recipient,
}

/// Where a word hangs on the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Who does it, passives undone.
    Subject,
    /// To whom or what, passives undone.
    Object,
    /// The particle of a verb.
    Particle,
    /// The verb of a clause.
    Complement,
    /// What stands before a noun.
    Modifier,
    /// An adverb.
    Adverb,
    /// Behind this preposition; one of several words has underscores: `out_of`.
    Preposition(&'static str),
}

/// What must stand in a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `*`: any word.
    Any,
    /// `?`: any word or none.
    Maybe,
    /// `-`: none.
    Nothing,
    /// One of these words.
    Words(Words),
    /// None of these words.
    Not(Words),
    /// `#TYPE.mode`: a word that itself reports an event.
    Event(Vec<Wanted>),
}

/// Lemmas and classes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Lemmas.
    pub lemmas: Vec<&'static str>,
    /// Names of classes.
    pub classes: Vec<&'static str>,
}

/// The type, and mode, of an event that must stand in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// PLOVER type.
    pub kind: &'static str,
    /// PLOVER mode, where one is asked for.
    pub mode: Option<&'static str>,
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    /// No head.
    #[error("the pattern is empty: begin with a head such as `attack.v`")]
    Empty,
    /// A head without part of speech.
    #[error("`{0}` is no head: write lemma, full stop and one of v, n, a: `attack.v`")]
    Head(&'static str),
    /// A lemma that no word can have.
    #[error("`{0}` is no lemma: write one word in lower case, without blank or underscore")]
    Lemma(&'static str),
    /// A condition without a colon or value.
    #[error("`{0}` is no condition: write SLOT:VALUE, such as `obj:*`")]
    Condition(&'static str),
    /// A slot of no known name.
    #[error("`{0}` is no slot: subj, obj, prt, comp, mod, adv or a preposition")]
    Slot(&'static str),
    /// A value that means nothing.
    #[error("`{0}` is no value: *, ?, -, words, @class, !words or #TYPE")]
    Value(&'static str),
    /// `?` without a role.
    #[error("`{0}` asks for nothing: `?` needs `<` or `>` before its slot")]
    Idle(&'static str),
}

/// Prepositions that a slot may name.
static PREPOSITIONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/events/prepositions.tsv")).map(|row| row[0]).collect()
});

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`PatternError`] where it does not follow the language.
    pub fn parse(pattern: &'static str) -> Result<Self, PatternError> {
        let mut parts = pattern.split_ascii_whitespace();
        let head = parts.next().ok_or(PatternError::Empty)?;
        let (lemmas, pos) = head.rsplit_once('.').ok_or(PatternError::Head(head))?;
        let pos = match pos {
            "v" => Pos::Verb,
            "n" => Pos::Noun,
            "a" => Pos::Adjective,
            _ => return Err(PatternError::Head(head)),
        };
        let heads = lemmas.split('|').map(lemma).collect::<Result<_, _>>()?;
        let mut conditions = parts.map(Condition::parse).collect::<Result<Vec<_>, _>>()?;
        // A preposition may hang on the object, which must be known by then.
        conditions.sort_by_key(|condition| matches!(condition.slot, Slot::Preposition(_)));
        Ok(Self { heads, pos, conditions })
    }

    /// The classes it names.
    pub(super) fn classes(&self) -> impl Iterator<Item = &'static str> {
        let words = self.conditions.iter().filter_map(|condition| match &condition.value {
            Value::Words(words) | Value::Not(words) => Some(words),
            _ => None,
        });
        words.flat_map(|words| words.classes.iter().copied())
    }

    /// The lemmas that stand in it.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        let words = self.conditions.iter().filter_map(|condition| match &condition.value {
            Value::Words(words) | Value::Not(words) => Some(words),
            _ => None,
        });
        self.heads.iter().copied().chain(words.flat_map(|words| words.lemmas.iter().copied()))
    }

    /// Whether a slot is marked with a role.
    pub fn marks(&self, role: Role) -> bool {
        self.conditions.iter().any(|condition| condition.role == Some(role))
    }
}

impl Condition {
    fn parse(part: &'static str) -> Result<Self, PatternError> {
        let (role, rest) = match part.as_bytes().first() {
            Some(b'<') => (Some(Role::Actor), &part[1..]),
            Some(b'>') => (Some(Role::Recipient), &part[1..]),
            _ => (None, part),
        };
        let (slot, value) = rest.split_once(':').ok_or(PatternError::Condition(part))?;
        let (slot, value) = (Slot::parse(slot)?, Value::parse(value)?);
        if value == Value::Maybe && role.is_none() {
            return Err(PatternError::Idle(part));
        }
        Ok(Self { role, slot, value })
    }

    /// How much it narrows a pattern: a named word more than a class, a class more than any word, that more than none.
    ///
    /// That somebody acts is nearly always so: it weighs little, and two words of which anything will do less than one
    /// that is named.
    pub fn weight(&self) -> u32 {
        let is_subject = self.slot == Slot::Subject;
        match &self.value {
            Value::Maybe => 0,
            Value::Any if is_subject => 1,
            Value::Words(words) if words.are_somebody() => {
                if is_subject {
                    2
                } else {
                    5
                }
            }
            Value::Words(_) if is_subject => 7,
            Value::Nothing | Value::Not(_) => 3,
            Value::Any => 4,
            Value::Words(words) if words.lemmas.is_empty() => 10,
            Value::Event(wanted) if wanted.iter().all(|one| one.mode.is_none()) => 10,
            Value::Words(_) | Value::Event(_) => 12,
        }
    }
}

impl Slot {
    fn parse(name: &'static str) -> Result<Self, PatternError> {
        Ok(match name {
            "subj" => Self::Subject,
            "obj" => Self::Object,
            "prt" => Self::Particle,
            "comp" => Self::Complement,
            "mod" => Self::Modifier,
            "adv" => Self::Adverb,
            _ if PREPOSITIONS.contains(name) => Self::Preposition(name),
            _ => return Err(PatternError::Slot(name)),
        })
    }
}

impl Value {
    fn parse(value: &'static str) -> Result<Self, PatternError> {
        match value {
            "*" => return Ok(Self::Any),
            "?" => return Ok(Self::Maybe),
            "-" => return Ok(Self::Nothing),
            _ => {}
        }
        if let Some(words) = value.strip_prefix('!') {
            return Ok(Self::Not(Words::parse(words)?));
        }
        if value.starts_with('#') {
            return value.split('|').map(Wanted::parse).collect::<Result<_, _>>().map(Self::Event);
        }
        Words::parse(value).map(Self::Words)
    }
}

impl Words {
    /// Whether anybody, or any name, is one of them.
    fn are_somebody(&self) -> bool {
        self.classes.iter().any(|class| matches!(*class, "actor" | "name"))
    }

    fn parse(value: &'static str) -> Result<Self, PatternError> {
        let mut words = Self::default();
        for part in value.split('|') {
            match part.strip_prefix('@') {
                Some(class) => words.classes.push(lemma(class)?),
                None => words.lemmas.push(lemma(part).map_err(|_| PatternError::Value(value))?),
            }
        }
        Ok(words)
    }
}

impl Wanted {
    fn parse(part: &'static str) -> Result<Self, PatternError> {
        let name = part.strip_prefix('#').unwrap_or(part);
        let (kind, mode) = match name.split_once('.') {
            Some((kind, mode)) => (kind, Some(mode)),
            None => (name, None),
        };
        let is_upper = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_upper { Ok(Self { kind, mode }) } else { Err(PatternError::Value(part)) }
    }
}

fn lemma(word: &'static str) -> Result<&'static str, PatternError> {
    let is_letter = |c: char| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '\'' | '.' | '’');
    if !word.is_empty() && word.chars().all(is_letter) { Ok(word) } else { Err(PatternError::Lemma(word)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_head_and_conditions() {
        let pattern = Pattern::parse("accuse.v of:#ASSAULT >obj:*").unwrap();
        let object = Condition { role: Some(Role::Recipient), slot: Slot::Object, value: Value::Any };
        let wanted = Wanted { kind: "ASSAULT", mode: None };
        let of = Condition { role: None, slot: Slot::Preposition("of"), value: Value::Event(vec![wanted]) };
        assert_eq!(pattern.heads, ["accuse"]);
        assert_eq!(pattern.conditions, [object, of]);
        assert!(pattern.marks(Role::Recipient) && !pattern.marks(Role::Actor));
    }

    #[test]
    fn words_and_classes_stand_together() {
        let pattern = Pattern::parse("send.v obj:@troops|convoy with:!aid").unwrap();
        let words = Words { lemmas: vec!["convoy"], classes: vec!["troops"] };
        assert_eq!(pattern.conditions[0].value, Value::Words(words));
        assert!(matches!(&pattern.conditions[1].value, Value::Not(not) if not.lemmas == ["aid"]));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |pattern| Pattern::parse(pattern).unwrap_err();
        assert_eq!(error(""), PatternError::Empty);
        assert_eq!(error("attack"), PatternError::Head("attack"));
        assert_eq!(error("carry_out.v"), PatternError::Lemma("carry_out"));
        assert_eq!(error("attack.v obj"), PatternError::Condition("obj"));
        assert_eq!(error("attack.v whom:*"), PatternError::Slot("whom"));
        assert_eq!(error("attack.v obj:#assault"), PatternError::Value("#assault"));
        assert_eq!(error("attack.v with:?"), PatternError::Idle("with:?"));
    }
}
