//! The article record, version 1: what every part of annals passes on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CharSpan, EntityId, EventId, FigureId, PlaceId, StatementId, TimeId};

/// Value of `schema` in every record of this version.
pub const SCHEMA: &str = "annals/1";

/// What comes out for one article: its record, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Outcome {
    /// The article was not read.
    Failed(Box<Failed>),
    /// The article was read.
    Read(Box<Record>),
}

/// One article and what was found in it. All spans count Unicode code points of `article.text`; lists are in
/// text order; what is unknown is `null` or empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Always `annals/1`.
    pub schema: String,
    /// What wrote the record: version and model digest.
    pub engine: String,
    /// The article.
    pub article: Article,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// One for each thing of the world.
    pub entities: Vec<Entity>,
    /// Who says what.
    pub statements: Vec<Statement>,
    /// Who does what to whom.
    pub events: Vec<Event>,
    /// How many of what, says who.
    pub figures: Vec<Figure>,
    /// Expressions of time.
    pub times: Vec<Time>,
    /// Named places with their coordinates.
    pub places: Vec<Place>,
    /// What did not go as it should while the record was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Record {
    /// A record of `article` without findings.
    pub fn new(engine: impl Into<String>, article: Article) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            engine: engine.into(),
            article,
            sentences: Vec::new(),
            entities: Vec::new(),
            statements: Vec::new(),
            events: Vec::new(),
            figures: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// An article that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Failed {
    /// Always `annals/1`.
    pub schema: String,
    /// What wrote the record.
    pub engine: String,
    /// What is known of the article.
    pub article: Origin,
    /// Why it could not be read.
    pub error: Note,
}

impl Failed {
    /// The failure of the article from `origin`.
    pub fn new(engine: impl Into<String>, origin: Origin, error: Note) -> Self {
        Self { schema: SCHEMA.to_owned(), engine: engine.into(), article: origin, error }
    }
}

/// What is known of an article before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The caller's own id.
    pub key: Option<String>,
    /// Address or path.
    pub uri: Option<String>,
}

/// A remark of one stage about one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// The stage: `intake`, `decode`, `extract`, `language`, `read` …
    pub stage: String,
    /// What happened, where, and what to do.
    pub message: String,
}

impl Note {
    /// A remark of `stage`.
    pub fn new(stage: &str, message: impl Into<String>) -> Self {
        Self { stage: stage.to_owned(), message: message.into() }
    }
}

/// The article itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// Digest of uri (of `key`, where there is none) and text, see [`crate::article_id`].
    pub id: String,
    /// The caller's own id, echoed.
    pub key: Option<String>,
    /// Address or path it came from.
    pub uri: Option<String>,
    /// Outlet: domain or given name.
    pub source: Option<String>,
    /// Headline, without the outlet's name.
    pub title: Option<String>,
    /// Authors, without "By".
    pub byline: Vec<String>,
    /// Section of the outlet.
    pub section: Option<String>,
    /// Number the outlet gives the story.
    pub story_code: Option<String>,
    /// When it was published: ISO 8601, a day (`2024-03-30`) or a time (`2024-03-30T22:51:00`), with its zone
    /// (`+03:30`, `Z`) where one was given.
    pub published: Option<String>,
    /// Where `published` was found.
    #[serde(default)]
    pub published_from: Option<DateSource>,
    /// When it was last changed, written as `published` is.
    pub modified: Option<String>,
    /// ISO 639-1 code of its language, or 639-3 where there is none.
    pub language: Option<String>,
    /// The body; paragraphs end with a line break. The title is no part of it.
    pub text: String,
}

/// Where the time of publication was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateSource {
    /// Given by the caller or the feed.
    Input,
    /// JSON-LD of the page.
    JsonLd,
    /// OpenGraph properties of the page.
    OpenGraph,
    /// Other `<meta>` of the page, microdata included.
    Meta,
    /// A `<time>` element.
    TimeElement,
    /// The address.
    Url,
    /// Words of the page or of the masthead.
    Text,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// Its words.
    #[serde(flatten)]
    pub span: CharSpan,
    /// Number of its paragraph, from 0.
    pub paragraph: usize,
}

/// One thing of the world that the article names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// Its id.
    pub id: EntityId,
    /// The fullest name in the text, or the canonical one.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// ISO 3166-1 alpha-3 of allegiance.
    pub country: Option<String>,
    /// PLOVER sector.
    pub role: Option<String>,
    /// The title the text gives.
    pub title: Option<String>,
    /// The entity of the organization to which the text says it belongs.
    #[serde(default)]
    pub affiliation: Option<EntityId>,
    /// Canonical id, such as `wikidata:Q…`.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// What the entity is joined by across articles: `state/IRN`, `organization/…` and the like for actors of the tables,
    /// else kind, country (`-` if unknown) and folded name; null where the name is too little to tell it by.
    #[serde(default)]
    pub key: Option<String>,
    /// Where it is mentioned.
    pub mentions: Vec<Mention>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum EntityKind {
    Person,
    Organization,
    Place,
    Group,
    Facility,
    Event,
    Other,
}

impl EntityKind {
    /// The kind as the record writes it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Group => "group",
            Self::Facility => "facility",
            Self::Event => "event",
            Self::Other => "other",
        }
    }
}

/// A mention of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Its words.
    #[serde(flatten)]
    pub span: CharSpan,
    /// How the entity is mentioned.
    pub form: MentionForm,
    /// The head word or words.
    pub head: Option<CharSpan>,
}

/// How an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MentionForm {
    /// By its name alone, without article, title or possessive.
    Name,
    /// By a noun phrase with its modifiers.
    Nominal,
    /// By a pronoun, possessives too.
    Pronoun,
}

/// Who says what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// Its id.
    pub id: StatementId,
    /// Whether the words are the speaker's own.
    pub form: StatementForm,
    /// What is said, in parts where the cue interrupts; direct parts include their quotation marks.
    pub content: Vec<CharSpan>,
    /// The words that report.
    pub cue: Option<Cue>,
    /// Who says it.
    pub speaker: Option<Speaker>,
    /// To whom.
    pub addressee: Option<Participant>,
    /// The statement that contains it: X said that Y said.
    pub within: Option<StatementId>,
}

/// Whether the words of a statement are the speaker's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatementForm {
    /// All of it in quotation marks.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// The words that report a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cue {
    /// The words.
    #[serde(flatten)]
    pub span: CharSpan,
    /// Lemma of their head.
    pub lemma: String,
    /// How the speaker stands to what is said.
    pub stance: Stance,
    /// Whether the text says that this was not said: *did not say*.
    #[serde(default)]
    pub negated: bool,
}

/// How a speaker stands to what is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Stance {
    #[default]
    Neutral,
    Assert,
    Deny,
    Doubt,
    Promise,
    Threaten,
    Demand,
    Praise,
    Blame,
}

/// Who says something: the whole noun phrase, the entity behind it, and how both were chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// The words.
    #[serde(flatten)]
    pub span: CharSpan,
    /// The entity behind them, where it is known.
    pub entity: Option<EntityId>,
    /// What chose the words.
    #[serde(default)]
    pub by: SpeakerBy,
    /// How sure words and entity are, between 0 and 1; null where a rule chose and the words are a name.
    #[serde(default)]
    pub score: Option<f64>,
    /// Others that came close, the likeliest first.
    #[serde(default)]
    pub alternates: Vec<Alternate>,
}

/// What chose the words of a speaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerBy {
    /// The model's attribution head.
    #[default]
    Model,
    /// A rule: the noun phrase beside the cue.
    Cue,
    /// The subject of the cue, or of the verb it goes on from, in the tree.
    Tree,
    /// A rule: the sentence that leads up to the quotation, or the name that signs it.
    Introduction,
    /// A rule: the speaker of the statement before in the paragraph.
    Carried,
}

impl SpeakerBy {
    /// The word the record writes.
    pub fn label(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Cue => "cue",
            Self::Tree => "tree",
            Self::Introduction => "introduction",
            Self::Carried => "carried",
        }
    }
}

/// Somebody else who may have said something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alternate {
    /// The words that name them.
    #[serde(flatten)]
    pub span: CharSpan,
    /// The entity behind them.
    pub entity: Option<EntityId>,
    /// How likely it is, between 0 and 1.
    pub score: f64,
}

/// An addressee: the whole noun phrase, and the entity behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// The words.
    #[serde(flatten)]
    pub span: CharSpan,
    /// The entity behind them, where it is known.
    pub entity: Option<EntityId>,
}

/// Who does what to whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Goldstein value.
    pub intensity: Option<f64>,
    /// The words that report it.
    pub trigger: CharSpan,
    /// Number of the trigger's sentence.
    pub sentence: usize,
    /// Who does it.
    pub actors: Vec<EntityId>,
    /// To whom.
    pub recipients: Vec<EntityId>,
    /// When, as far as the text says it.
    pub date: Option<EventDate>,
    /// Where.
    pub place: Option<PlaceId>,
    /// Whether it happened.
    pub status: Status,
    /// The statement that reports it; `null`: the article says it itself.
    pub statement: Option<StatementId>,
    /// Every trigger that reports this same event.
    pub mentions: Vec<CharSpan>,
    /// Between 0 and 1.
    pub confidence: Option<f64>,
}

/// The days of an event, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventDate {
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// The expression that says so.
    pub time: Option<TimeId>,
}

/// Whether an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Status {
    Actual,
    Planned,
    Possible,
    Negated,
    Demanded,
}

/// How many of what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Its id.
    pub id: FigureId,
    /// Hedge, number and unit.
    #[serde(flatten)]
    pub span: CharSpan,
    /// Lower bound; `null` where the text gives none.
    pub low: Option<f64>,
    /// Upper bound; `null` where the text gives none.
    pub high: Option<f64>,
    /// How the bounds are meant.
    pub relation: Relation,
    /// What is counted: `people`, `percent`, `money`, `votes` … as the text counts it.
    pub unit: Option<String>,
    /// What is measured: `killed`, `injured`, `casualties`, `displaced` …
    pub measure: Option<String>,
    /// Whose share or what part.
    pub of: Option<String>,
    /// ISO 4217 code, for money.
    pub currency: Option<String>,
    /// The figure of which it is a part: *three children* in *15 people, including three children*.
    #[serde(default)]
    pub part_of: Option<FigureId>,
    /// Where.
    pub place: Option<PlaceId>,
    /// When.
    pub date: Option<TimeId>,
    /// Of which event.
    pub event: Option<EventId>,
    /// The statement that carries it; `null`: the article says it itself.
    pub statement: Option<StatementId>,
}

/// How the bounds of a figure are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Relation {
    Exact,
    About,
    Over,
    Under,
    AtLeast,
    AtMost,
    Between,
}

/// An expression of time, in the manner of TIMEX3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// Its id.
    pub id: TimeId,
    /// Its words.
    #[serde(flatten)]
    pub span: CharSpan,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeKind,
    /// TIMEX3 value (ISO 8601); `XXXX` for a year the text does not give.
    pub value: Option<String>,
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

/// A named place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// The name.
    #[serde(flatten)]
    pub span: CharSpan,
    /// Canonical name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level region.
    pub admin1: Option<String>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// What it is in a word: `country`, `division`, `district`, `capital`, `town`, `quarter`, `sea`, `desert` …; null
    /// where the place is not known.
    #[serde(default)]
    pub feature: Option<String>,
    /// What the name is used for.
    #[serde(default)]
    pub sense: PlaceSense,
    /// What decided which place of the name is meant.
    #[serde(default)]
    pub by: PlaceBy,
    /// How likely it is that this place is meant, of all of the name, between 0 and 1; null where none is known.
    #[serde(default)]
    pub score: Option<f64>,
}

/// What a name of a place is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlaceSense {
    /// For the place: *in Tehran*.
    #[default]
    Literal,
    /// For those who act for it: *Tehran said*.
    Actor,
    /// In the name of something else: *Bank of England*.
    Part,
}

impl PlaceSense {
    /// The word the record writes.
    pub fn label(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Actor => "actor",
            Self::Part => "part",
        }
    }
}

/// What decided which place of a name is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlaceBy {
    /// No place of the name is known.
    #[default]
    None,
    /// The only one of its name.
    Only,
    /// Its country or region stands behind it, here or elsewhere in the article.
    Region,
    /// What else the article speaks of.
    Context,
    /// Where the outlet is at home.
    Outlet,
    /// It is the largest or best known.
    Size,
}

impl PlaceBy {
    /// The word the record writes.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Only => "only",
            Self::Region => "region",
            Self::Context => "context",
            Self::Outlet => "outlet",
            Self::Size => "size",
        }
    }
}

/// JSON Schema of [`Outcome`], the lines that annals writes.
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Outcome);
    schema.insert("title".into(), "annals article record, version 1".into());
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_from_its_json() {
        let article = Article { text: "Rain fell.".into(), ..Article::default() };
        let mut record = Record::new("annals test", article);
        record.sentences.push(Sentence { span: CharSpan::new(0, 10), paragraph: 0 });
        let json = serde_json::to_value(Outcome::Read(Box::new(record.clone()))).unwrap();
        assert_eq!(json["sentences"][0], serde_json::json!({"start": 0, "end": 10, "paragraph": 0}));
        assert_eq!(serde_json::from_value::<Outcome>(json).unwrap(), Outcome::Read(Box::new(record)));
    }

    #[test]
    fn a_failure_comes_back_from_its_json() {
        let failed = Failed::new("annals test", Origin::default(), Note::new("decode", "no text"));
        let json = serde_json::to_value(Outcome::Failed(Box::new(failed.clone()))).unwrap();
        assert_eq!(serde_json::from_value::<Outcome>(json).unwrap(), Outcome::Failed(Box::new(failed)));
    }
}
