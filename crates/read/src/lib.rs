//! Article to record: who says what, how many, when; each finding traceable to its words.
//!
//! [`read`] is a pure function of an article and a model: it touches no file, clock, network or random source. Its
//! stages are modules, each a function of the stages before it, working in bytes of the text; [`record`](annals_record)'s code points
//! come in at the very end.
//!
//! ```
//! let article = annals_record::Article { language: Some("en".into()), text: "“Rain fell,” Ann Lee said.".into(), ..Default::default() };
//! let reader = annals_read::model::Reader::shipped()?;
//! let record = annals_read::read(annals_text::Draft { article, notes: Vec::new() }, &reader);
//! assert_eq!(record.statements.len(), 1);
//! # Ok::<(), annals_read::model::ModelError>(())
//! ```

mod actors;
pub mod codebook;
mod entities;
pub mod events;
mod figures;
pub mod gazetteer;
mod lexicon;
pub use lexicon::rows as table_rows;
pub mod model;
pub mod places;
mod quotes;
mod scan;
pub mod stages;
mod statements;
mod tense;
mod times;
mod words;

use annals_record::{Article, CharIndex, Note, Record, Sentence};
use annals_text::{Document, Draft, document};

use model::{Analysis, Reader};

/// The program's name and version; a record's engine is this and the digest of the model.
pub const ENGINE: &str = concat!("annals ", env!("CARGO_PKG_VERSION"));

/// What writes records with a model.
pub fn engine(reader: &Reader) -> String {
    format!("{ENGINE} model:{}", reader.digest())
}

/// A record, and what the model saw on the way to it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The record.
    pub record: Record,
    /// The text in its parts.
    pub doc: Document,
    /// What the model saw; nothing where the text is not in English.
    pub analysis: Analysis,
    /// How the place was chosen that each name of a place means; in the order of the record's places.
    pub places: Vec<places::Choice>,
    /// How the times, figures and events of the record came about.
    pub reasons: Reasons,
}

/// How findings came about, in words for people: a list of reasons for each, in the order of the record.
#[derive(Clone, Debug, Default)]
pub struct Reasons {
    /// Of each time.
    pub times: Vec<String>,
    /// Of each figure, fact by fact.
    pub figures: Vec<Vec<String>>,
    /// Of each event, fact by fact, beginning with the entry of the lexicon.
    pub events: Vec<Vec<String>>,
}

/// Whether findings are made in an article: it is in English, or too short to tell.
pub fn is_readable(article: &Article) -> bool {
    article.language.as_deref().is_none_or(|language| language == "en")
}

/// Reads an article. Never fails: what cannot be read is left out and noted.
pub fn read(draft: Draft, reader: &Reader) -> Record {
    seen(draft, reader).record
}

/// Reads an article as [`read`] does and keeps what the model saw.
pub fn reading(draft: Draft, reader: &Reader) -> Reading {
    let Seen { record, doc, analysis, places, reasons } = seen(draft, reader);
    let places = places::choices(&places, &CharIndex::new(&record.article.text));
    Reading { record, doc, analysis, places, reasons }
}

/// A record, and what it was made of.
struct Seen {
    record: Record,
    doc: Document,
    analysis: Analysis,
    places: Vec<places::Place>,
    reasons: Reasons,
}

fn seen(draft: Draft, reader: &Reader) -> Seen {
    let Draft { article, notes } = draft;
    let text = article.text.clone();
    let mut doc = document(&text);
    let index = CharIndex::new(&text);
    let mut record = Record::new(engine(reader), article);
    record.notes = notes;
    let mut analysis = Analysis::default();
    if !is_readable(&record.article) {
        record.notes.push(Note::new("read", "the text is not in English: no findings are made"));
        record.sentences = sentences(&doc, &index);
        return Seen { record, doc, analysis, places: Vec::new(), reasons: Reasons::default() };
    }
    match reader.analyse(&text, &mut doc) {
        Ok(found) => analysis = found,
        Err(error) => {
            let message = format!("the model failed, only the surface rules were used: {error}");
            record.notes.push(Note::new("read", message));
        }
    }
    record.sentences = sentences(&doc, &index);
    let (places, reasons) = findings(&mut record, &text, &doc, &analysis, &index);
    Seen { record, doc, analysis, places, reasons }
}

fn sentences(doc: &Document, index: &CharIndex) -> Vec<Sentence> {
    let sentence = |s: &annals_text::Sentence| Sentence { span: index.chars(s.span), paragraph: s.paragraph };
    doc.sentences.iter().map(sentence).collect()
}

/// Puts the findings into the record; gives its places with all that they were chosen from, and how times and figures came
/// about.
fn findings(
    record: &mut Record,
    text: &str,
    doc: &Document,
    analysis: &Analysis,
    index: &CharIndex,
) -> (Vec<places::Place>, Reasons) {
    let quotes = quotes::find(text, doc);
    let statements = statements::find(text, doc, &quotes, analysis);
    let times =
        times::find(text, doc, record.article.published.as_deref(), &|at| tense::at(doc, analysis, at));
    let figures = figures::find(text, doc, analysis, &times);
    let voices = statements::voices(doc, &statements);
    let day = record.article.published.as_deref().and_then(|time| time.get(..10));
    let mut entities = entities::find(&entities::Input { text, doc, analysis, day, voices: &voices });
    let input = events::Input { text, doc, analysis, times: &times, statements: &statements, day };
    let mut events = events::find(&input, &mut entities);
    let referent = |phrase| entities.referent(phrase, doc, analysis, index);
    record.statements = statements::to_record(&statements, index, referent);
    record.entities = entities.to_record(doc, index);
    record.figures = figures::to_record(&figures, &times, &statements, index);
    record.times = times::to_record(&times, index);
    let places =
        places::find(&places::Input { text, doc, analysis, article: &record.article, voices: &voices });
    record.places = places::to_record(&places, text, index);
    let nearest = places::Nearest::new(doc, analysis, &places);
    for (figure, own) in figures.iter().zip(&mut record.figures) {
        own.place = nearest.to(figure.span).map(|number| record.places[number].id);
    }
    events::place(&mut events, &nearest, &places, text);
    let names = events::Names {
        entity: &|number| entities.id(number, doc, index),
        places: &record.places,
        times: &times,
        statements: &statements,
    };
    record.events = events::to_record(&events, doc, index, &names);
    let spans: Vec<_> = figures.iter().map(|figure| figure.span).collect();
    events::figures(&input, &spans, &events, &record.events, &mut record.figures);
    let reasons = Reasons {
        events: events.into_iter().map(|event| event.notes).collect(),
        times: times.into_iter().map(|time| time.note).collect(),
        figures: figures.into_iter().map(|figure| figure.notes).collect(),
    };
    (places, reasons)
}
