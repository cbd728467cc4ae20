//! What the entries of a lexicon do with a text: for those who write entries.

use annals_record::{ByteSpan, CharIndex};
use annals_text::Document;

use super::fit::Finder;
use super::people::People;
use super::syntax::Syntax;
use super::{Input, Lexicon, find_by};
use crate::entities::{self, Entities};
use crate::model::Analysis;
use crate::{quotes, statements};

/// A text in which entries are tried.
pub struct Trial<'a> {
    lexicon: &'a Lexicon,
    syntax: Syntax<'a>,
    entities: Entities,
    statements: Vec<statements::Statement>,
}

/// An entry that won at a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Win {
    /// The word.
    pub word: ByteSpan,
    /// Number of the entry.
    pub entry: usize,
}

impl<'a> Trial<'a> {
    /// A text as the model saw it.
    pub fn new(lexicon: &'a Lexicon, text: &'a str, doc: &'a Document, analysis: &'a Analysis) -> Self {
        let quotes = quotes::find(text, doc);
        let statements = statements::find(text, doc, &quotes, analysis);
        let voices = statements::voices(doc, &statements);
        let entities = entities::find(&entities::Input { text, doc, analysis, day: None, voices: &voices });
        Self { lexicon, syntax: Syntax::new(text, doc, analysis, lexicon), entities, statements }
    }

    /// The entries that win at words, vetoes included.
    pub fn wins(&self) -> Vec<Win> {
        let people = People::new(&self.syntax, self.lexicon, &self.entities);
        let finder = Finder::new(&self.syntax, self.lexicon, &people);
        let fits = (0..self.syntax.len()).filter_map(|word| finder.best(word));
        fits.map(|fit| Win { word: self.syntax.doc.words[fit.head].span, entry: fit.entry }).collect()
    }

    /// Of each word that is a head of an entry: the word, and the condition that does not hold there.
    pub fn missing(&self, entry: usize) -> Vec<(&'a str, Option<String>)> {
        let people = People::new(&self.syntax, self.lexicon, &self.entities);
        let finder = Finder::new(&self.syntax, self.lexicon, &people);
        let of_word = |word| {
            let missing = finder.missing(word, entry)?;
            Some((
                self.syntax.form(word),
                missing.map(|condition| format!("{:?} {:?}", condition.slot, condition.value)),
            ))
        };
        (0..self.syntax.len()).filter_map(of_word).collect()
    }

    /// The words with lemma, part of speech, relation and the word they hang on.
    pub fn tree(&self) -> String {
        let word = |at: usize| {
            let own = self.syntax.word(at);
            let above = self.syntax.parent(at).map_or("", |parent| self.syntax.form(parent));
            let (form, lemma) = (self.syntax.form(at), self.syntax.lemma(at));
            format!("{form}/{lemma}/{}/{}<{}<{above}", own.upos, own.xpos, own.relation)
        };
        (0..self.syntax.len()).map(word).collect::<Vec<_>>().join(" ")
    }

    /// The events, a line each: type, mode, actors, recipients, status, and the entry.
    pub fn events(self) -> Vec<String> {
        let Self { lexicon, syntax, mut entities, statements } = self;
        let Syntax { text, doc, analysis, .. } = syntax;
        let input = Input { text, doc, analysis, times: &[], statements: &statements, day: None };
        let events = find_by(lexicon, &input, &mut entities);
        let records = entities.to_record(doc, &CharIndex::new(text));
        let names = |numbers: &[usize]| {
            numbers.iter().map(|&number| records[number].name.as_str()).collect::<Vec<_>>().join(" + ")
        };
        let line = |event: &super::Event| {
            let mode = event.mode.map_or(String::new(), |mode| format!(".{mode}"));
            let (actors, recipients) = (names(&event.actors), names(&event.recipients));
            let status = super::record::label(event.status);
            format!("{}{mode} ({actors} → {recipients}) {status}: {}", event.kind, event.notes.join("; "))
        };
        events.iter().map(line).collect()
    }
}
