//! Stages of reading one by one, for those who need only one of them or measure what it costs.

use annals_record::{Article, CharIndex, Entity, Event, Figure, Place, Time};
use annals_text::Document;

use crate::model::Analysis;
use crate::{entities, events, figures, places, quotes, statements, tense, times};

/// The expressions of time of a text. `published` is the article's time of publication: ISO 8601, a day or a time.
pub fn times(text: &str, doc: &Document, analysis: &Analysis, published: Option<&str>) -> Vec<Time> {
    let found = times::find(text, doc, published, &|at| tense::at(doc, analysis, at));
    times::to_record(&found, &CharIndex::new(text))
}

/// The figures of a text, without the statements that carry them; expressions of time are none of them.
pub fn figures(text: &str, doc: &Document, analysis: &Analysis, published: Option<&str>) -> Vec<Figure> {
    let times = times::find(text, doc, published, &|at| tense::at(doc, analysis, at));
    let found = figures::find(text, doc, analysis, &times);
    figures::to_record(&found, &times, &[], &CharIndex::new(text))
}

/// The places of an article, without what its statements tell of names that act.
pub fn places(article: &Article, doc: &Document, analysis: &Analysis) -> Vec<Place> {
    let text = &*article.text;
    let found = places::find(&places::Input { text, doc, analysis, article, voices: &[] });
    places::to_record(&found, text, &CharIndex::new(text))
}

/// The entities of a text: statements and what the names mean are part of the work.
pub fn entities(text: &str, doc: &Document, analysis: &Analysis, published: Option<&str>) -> Vec<Entity> {
    let found = Before::new(text, doc, analysis, published);
    found.entities.to_record(doc, &CharIndex::new(text))
}

/// The events of a text without places; times, statements and entities are part of the work.
pub fn events(text: &str, doc: &Document, analysis: &Analysis, published: Option<&str>) -> Vec<Event> {
    let Before { times, statements, mut entities } = Before::new(text, doc, analysis, published);
    let day = published.and_then(|time| time.get(..10));
    let input = events::Input { text, doc, analysis, times: &times, statements: &statements, day };
    let found = events::find(&input, &mut entities);
    let index = CharIndex::new(text);
    let names = events::Names {
        entity: &|number| entities.id(number, doc, &index),
        places: &[],
        times: &times,
        statements: &statements,
    };
    events::to_record(&found, doc, &index, &names)
}

/// What events are made of.
struct Before {
    times: Vec<times::Time>,
    statements: Vec<statements::Statement>,
    entities: entities::Entities,
}

impl Before {
    fn new(text: &str, doc: &Document, analysis: &Analysis, published: Option<&str>) -> Self {
        let statements = statements::find(text, doc, &quotes::find(text, doc), analysis);
        let times = times::find(text, doc, published, &|at| tense::at(doc, analysis, at));
        let day = published.and_then(|time| time.get(..10));
        let voices = statements::voices(doc, &statements);
        let entities = entities::find(&entities::Input { text, doc, analysis, day, voices: &voices });
        Self { times, statements, entities }
    }
}
