//! Article to record: who says what, how many, when; each finding traceable to its words.
//!
//! [`read`] is a pure function: it touches no file, clock, network or random source. Its stages are modules,
//! each a function of the stages before it, working in bytes of the text; [`record`](annals_record)'s code points
//! come in at the very end.
//!
//! ```
//! let article = annals_record::Article { language: Some("en".into()), text: "“Rain fell,” Ann Lee said.".into(), ..Default::default() };
//! let record = annals_read::read(annals_text::Draft { article, notes: Vec::new() });
//! assert_eq!(record.statements.len(), 1);
//! ```

mod figures;
mod lexicon;
pub mod model;
mod quotes;
mod scan;
mod statements;
mod times;

use annals_record::{CharIndex, Note, Record, Sentence};
use annals_text::{Document, Draft, document};

/// What writes the records of this version.
pub const ENGINE: &str = concat!("annals ", env!("CARGO_PKG_VERSION"), " rules");

/// Reads an article. Never fails: what cannot be read is left out and noted.
pub fn read(draft: Draft) -> Record {
    let Draft { article, notes } = draft;
    let text = article.text.clone();
    let doc = document(&text);
    let index = CharIndex::new(&text);
    let mut record = Record::new(ENGINE, article);
    record.notes = notes;
    record.sentences = doc
        .sentences
        .iter()
        .map(|s| Sentence { span: index.chars(s.span), paragraph: s.paragraph })
        .collect();
    if record.article.language.as_deref().is_some_and(|language| language != "en") {
        record.notes.push(Note::new("read", "the text is not in English: no findings are made"));
        return record;
    }
    findings(&mut record, &text, &doc, &index);
    record
}

fn findings(record: &mut Record, text: &str, doc: &Document, index: &CharIndex) {
    let quotes = quotes::find(text, doc);
    let statements = statements::find(text, doc, &quotes);
    let times = times::find(text, doc, record.article.published.as_deref());
    let figures = figures::find(text, doc, &times);
    record.statements = statements::to_record(&statements, index);
    record.figures = figures::to_record(&figures, &statements, index);
    record.times = times::to_record(&times, index);
}
