//! Stages of reading one by one, for those who need only one of them or measure what it costs.

use annals_record::{Article, CharIndex, Figure, Place, Time};
use annals_text::Document;

use crate::model::Analysis;
use crate::{figures, places, tense, times};

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
