//! An explanation as JSON.

use annals_read::model::{Analysis, Attribution, Mention, Name, Word};
use annals_record::{CharIndex, CharSpan, WordSpan};
use serde_json::{Map, Value, json};

use super::Explanation;
use crate::conllu::entity;

/// One object, with its line end. All places are code points of the text.
pub fn line(explanation: &Explanation) -> Vec<u8> {
    let view = View { explanation, index: CharIndex::new(explanation.text()) };
    format!("{}\n", view.object()).into_bytes()
}

struct View<'e> {
    explanation: &'e Explanation,
    index: CharIndex<'e>,
}

impl View<'_> {
    fn object(&self) -> Value {
        let Explanation { record, analysis, .. } = self.explanation;
        let Analysis { names, attributions, .. } = analysis;
        json!({
            "sentences": self.sentences(),
            "names": names.iter().map(|name| self.name(name)).collect::<Vec<_>>(),
            "chains": self.chains(),
            "places": self.explanation.places,
            "attributions": attributions.iter().map(|found| self.attribution(found)).collect::<Vec<_>>(),
            "reasons": self.reasons(),
            "record": record,
        })
    }

    /// How each time, figure and event came about, by its id.
    fn reasons(&self) -> Map<String, Value> {
        let Explanation { record, reasons, .. } = self.explanation;
        let times = record
            .times
            .iter()
            .zip(&reasons.times)
            .map(|(time, reason)| (time.id.to_string(), json!([reason])));
        let figures = record
            .figures
            .iter()
            .zip(&reasons.figures)
            .map(|(figure, own)| (figure.id.to_string(), json!(own)));
        let events =
            record.events.iter().zip(&reasons.events).map(|(event, own)| (event.id.to_string(), json!(own)));
        times.chain(figures).chain(events).collect()
    }

    fn sentences(&self) -> Vec<Value> {
        let doc = &self.explanation.doc;
        let sentence = |sentence: &annals_text::Sentence| {
            let mut object = place(self.index.chars(sentence.span));
            let words = sentence.words.range();
            let first = words.start;
            object.insert("words".to_owned(), words.map(|word| self.word(word, word - first + 1)).collect());
            Value::Object(object)
        };
        doc.sentences.iter().map(sentence).collect()
    }

    fn word(&self, number: usize, id: usize) -> Value {
        let span = self.explanation.doc.words[number].span;
        let mut object = place(self.index.chars(span));
        object.insert("id".to_owned(), id.into());
        object.insert("form".to_owned(), span.of(self.explanation.text()).into());
        if let Some(word) = self.explanation.analysis.words.get(number) {
            object.extend(tags(word));
        }
        Value::Object(object)
    }

    fn name(&self, name: &Name) -> Value {
        let mut object = self.place(name.words);
        object.insert("kind".to_owned(), name.kind.into());
        Value::Object(object)
    }

    fn chains(&self) -> Vec<Value> {
        let things = self.explanation.things().into_iter();
        let chain = |(number, mentions): super::Chain| {
            let kind = super::kind(&mentions);
            let mentions: Vec<_> = mentions.into_iter().map(|mention| self.mention(mention)).collect();
            json!({"id": entity::id(number), "kind": kind, "mentions": mentions})
        };
        things.map(chain).collect()
    }

    fn mention(&self, mention: &Mention) -> Value {
        let mut object = self.place(mention.words);
        object.insert("form".to_owned(), entity::form(mention.form).into());
        object.insert("kind".to_owned(), mention.kind.into());
        let head = WordSpan::new(mention.head, mention.head + 1);
        object.insert("head".to_owned(), self.place(head).into());
        Value::Object(object)
    }

    fn attribution(&self, attribution: &Attribution) -> Value {
        let Attribution { content, cue, source, score, sources } = attribution;
        let span = |words: &Option<WordSpan>| words.map(|words| self.place(words));
        let content: Vec<_> = content.iter().map(|&part| self.place(part)).collect();
        let source_of = |(source, score): &(Option<WordSpan>, f32)| json!({"source": span(source), "score": rounded(*score)});
        let sources: Vec<_> = sources.iter().map(source_of).collect();
        json!({
            "content": content, "cue": span(cue), "source": span(source), "score": rounded(*score), "sources": sources,
        })
    }

    fn place(&self, words: WordSpan) -> Map<String, Value> {
        place(self.index.chars(self.explanation.span(words)))
    }
}

/// Four digits: the rest of a score is noise of the arithmetic.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}

fn place(span: CharSpan) -> Map<String, Value> {
    let CharSpan { start, end, .. } = span;
    [("start", start), ("end", end)].into_iter().map(|(key, at)| (key.to_owned(), at.into())).collect()
}

fn tags(word: &Word) -> Map<String, Value> {
    let Word { upos, xpos, feats, lemma, head, relation } = word;
    let feats = feats.split('|').filter_map(|pair| pair.split_once('='));
    let feats: Map<String, Value> = feats.map(|(name, value)| (name.to_owned(), value.into())).collect();
    let head = head.map_or(0, |head| head + 1);
    let tags = json!({
        "lemma": lemma, "upos": upos, "xpos": xpos, "feats": feats, "head": head, "relation": relation,
    });
    match tags {
        Value::Object(tags) => tags,
        _ => Map::new(),
    }
}
