//! The fields of the language: the one table that the parser, the help and the manual go by.

use crate::rows::Kind;

/// A field of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Field {
    Type,
    Speaker,
    Addressee,
    Stance,
    Form,
    Event,
    Status,
    Actor,
    Recipient,
    Measure,
    Unit,
    Value,
    Voice,
    Place,
    Country,
    Source,
    Since,
    Until,
    Lang,
    Article,
    Key,
    Group,
    Id,
    Review,
    Version,
}

/// What a field takes behind its colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Words of a name, or an actor's key.
    Name,
    /// Words of a place's name.
    Place,
    /// One of these words.
    One(&'static [&'static str]),
    /// One of these words, or words of a name.
    OneOrName(&'static [&'static str]),
    /// A code or name, compared whole.
    Code,
    /// A code of an event, or its beginning.
    Event,
    /// A day, a month or a year.
    Day,
    /// A number, a bound or a range.
    Number,
    /// An id.
    Id,
}

/// What the table says of a field.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The field.
    pub field: Field,
    /// Its name, before the colon.
    pub name: &'static str,
    /// The types that have it.
    pub kinds: &'static [Kind],
    /// The type that is meant where the query names none.
    pub implies: Option<Kind>,
    /// What it takes.
    pub shape: Shape,
    /// What it finds, in the words of the manual.
    pub about: &'static str,
    /// A value, as an example.
    pub example: &'static str,
}

use Kind::{Article, Entity, Event, Figure, Place, Sentence, Statement, Time};

const FINDINGS: &[Kind] = &[Statement, Event, Figure, Time, Place, Entity];

/// Names of the kinds, in the order of [`Kind::ALL`].
pub const KIND_NAMES: &[&str] =
    &["article", "sentence", "statement", "event", "figure", "time", "place", "entity"];
const STANCES: &[&str] =
    &["neutral", "assert", "deny", "doubt", "promise", "threaten", "demand", "praise", "blame"];

const fn spec(
    field: Field,
    name: &'static str,
    (kinds, implies): (&'static [Kind], Option<Kind>),
    shape: Shape,
    example: &'static str,
    about: &'static str,
) -> Spec {
    Spec { field, name, kinds, implies, shape, about, example }
}

/// All fields, in the order of the manual.
pub const FIELDS: &[Spec] = &[
    spec(Field::Type, "type", (&Kind::ALL, None), Shape::One(KIND_NAMES), "statement", "what is found"),
    spec(
        Field::Speaker,
        "speaker",
        (&[Statement, Event, Figure], Some(Statement)),
        Shape::Name,
        "Kreel",
        "who says it; of events and figures, who says the statement that carries them",
    ),
    spec(
        Field::Addressee,
        "addressee",
        (&[Statement], Some(Statement)),
        Shape::Name,
        "Kreel",
        "to whom it is said",
    ),
    spec(
        Field::Stance,
        "stance",
        (&[Statement], Some(Statement)),
        Shape::One(STANCES),
        "deny",
        "how the speaker stands to what is said",
    ),
    spec(
        Field::Form,
        "form",
        (&[Statement], Some(Statement)),
        Shape::One(&["direct", "indirect", "mixed"]),
        "direct",
        "whether the words are the speaker's own",
    ),
    spec(
        Field::Event,
        "event",
        (&[Event, Figure], Some(Event)),
        Shape::Event,
        "PROTEST",
        "PLOVER type or mode, or CAMEO code (a shorter code takes in those below it); of figures, of the event they belong to",
    ),
    spec(
        Field::Status,
        "status",
        (&[Event], Some(Event)),
        Shape::One(&["actual", "planned", "possible", "negated", "demanded"]),
        "planned",
        "whether it happened",
    ),
    spec(
        Field::Actor,
        "actor",
        (&[Event, Entity], Some(Event)),
        Shape::Name,
        "Kreel",
        "who does it; of type entity, the thing itself",
    ),
    spec(Field::Recipient, "recipient", (&[Event], Some(Event)), Shape::Name, "Varn", "to whom it is done"),
    spec(
        Field::Measure,
        "measure",
        (&[Figure], Some(Figure)),
        Shape::Code,
        "killed",
        "what is measured: killed, injured, displaced, money …",
    ),
    spec(Field::Unit, "unit", (&[Figure], Some(Figure)), Shape::Code, "people", "what is counted"),
    spec(
        Field::Value,
        "value",
        (&[Figure], Some(Figure)),
        Shape::Number,
        ">100",
        "how many: a number, a bound (`>`, `>=`, `<`, `<=`) or a range (`10..50`); it finds figures whose own range meets it",
    ),
    spec(
        Field::Voice,
        "voice",
        (&[Event, Figure], Some(Event)),
        Shape::OneOrName(&["article", "statement"]),
        "statement",
        "who says so: the article itself, any statement, or whoever is named",
    ),
    spec(
        Field::Place,
        "place",
        (&[Article, Sentence, Statement, Event, Figure, Place], None),
        Shape::Place,
        "Varn",
        "where: the place of an event or a figure; else a place named in the sentence or the article",
    ),
    spec(
        Field::Country,
        "country",
        (&[Article, Sentence, Statement, Event, Figure, Place, Entity], None),
        Shape::Code,
        "KES",
        "ISO code, or a name the store has seen for it: of a place named in the article or the sentence; of a statement's speaker; of an event's place, actors or recipients; of a figure's place; of the entity",
    ),
    spec(Field::Source, "source", (&Kind::ALL, None), Shape::Code, "example.org", "outlet of the article"),
    spec(
        Field::Since,
        "since",
        (&Kind::ALL, None),
        Shape::Day,
        "2024-01",
        "articles of this day, month or year and later",
    ),
    spec(
        Field::Until,
        "until",
        (&Kind::ALL, None),
        Shape::Day,
        "2024-03",
        "articles of this day, month or year and earlier",
    ),
    spec(Field::Lang, "lang", (&Kind::ALL, None), Shape::Code, "en", "language of the article"),
    spec(
        Field::Article,
        "article",
        (&Kind::ALL, None),
        Shape::Id,
        "0123456789abcdef0123456789abcdef",
        "id of the article",
    ),
    spec(Field::Key, "key", (&Kind::ALL, None), Shape::Code, "news-17", "the caller's own id of the article"),
    spec(
        Field::Group,
        "group",
        (&Kind::ALL, None),
        Shape::Id,
        "0123456789abcdef0123456789abcdef",
        "near-duplicate group of the article: the id of its first article",
    ),
    spec(
        Field::Id,
        "id",
        (&Kind::ALL, None),
        Shape::Id,
        "s120-188",
        "id of a finding, `ARTICLE/FINDING`, `ARTICLE/NUMBER` of a sentence, or an article's id",
    ),
    spec(
        Field::Review,
        "review",
        (FINDINGS, None),
        Shape::One(&["accepted", "rejected", "changed", "none"]),
        "rejected",
        "what a reviewer made of it; without this field, what was rejected is left out",
    ),
    spec(
        Field::Version,
        "version",
        (&Kind::ALL, None),
        Shape::One(&["all"]),
        "all",
        "old versions of articles, too",
    ),
];

impl Field {
    /// What the table says of it.
    pub fn spec(self) -> &'static Spec {
        // Every field stands in the table: a test counts them.
        FIELDS.iter().find(|spec| spec.field == self).unwrap_or(&FIELDS[0])
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The field of a name.
    pub fn named(name: &str) -> Option<Self> {
        FIELDS.iter().find(|spec| spec.name == name).map(|spec| spec.field)
    }

    /// The field that `name` may be a slip of: the nearest one within two letters.
    pub fn near(name: &str) -> Option<&'static str> {
        let near = FIELDS.iter().map(|spec| (distance(name, spec.name), spec.name)).min()?;
        (near.0 <= 2 && near.0 < near.1.len()).then_some(near.1)
    }

    /// Whether it holds for the whole query.
    pub fn is_directive(self) -> bool {
        matches!(self, Self::Type | Self::Version)
    }
}

impl Spec {
    /// Whether things of `kind` have it.
    pub fn suits(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// `types statement and event have it`.
    pub fn having(&self) -> String {
        let names: Vec<_> = self.kinds.iter().map(|kind| kind.name()).collect();
        match names.as_slice() {
            [one] => format!("type {one} has it"),
            [first @ .., last] => format!("types {} and {last} have it", first.join(", ")),
            [] => "no type has it".to_owned(),
        }
    }
}

/// Letters to change, add or take away to make `a` of `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(40).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_once_in_the_table() {
        for (place, spec) in FIELDS.iter().enumerate() {
            assert_eq!(Field::named(spec.name), Some(spec.field));
            assert_eq!(
                FIELDS.iter().position(|other| other.field == spec.field),
                Some(place),
                "{}",
                spec.name
            );
            assert!(spec.implies.is_none_or(|kind| spec.suits(kind)), "{}", spec.name);
        }
        assert_eq!(FIELDS.last().unwrap().field as usize + 1, FIELDS.len());
        assert!(Kind::ALL.iter().map(|kind| kind.name()).eq(KIND_NAMES.iter().copied()));
    }

    #[test]
    fn a_slip_is_told_from_a_stranger() {
        assert_eq!(Field::near("speakr"), Some("speaker"));
        assert_eq!(Field::near("form"), Some("form"));
        assert_eq!(Field::near("http"), None);
    }
}
