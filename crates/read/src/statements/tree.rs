//! What the tree says of a cue: who says it, to whom, and whether it is denied that anything is said.

use annals_record::{SpeakerBy, StatementForm, WordSpan};
use annals_text::Document;

use super::{Statement, cues};
use crate::model::Analysis;
use crate::words::{head_of, parent_of, phrase_of};

/// How far up the tree a subject is looked for.
const STEPS: usize = 4;

/// A verb in its sentence.
struct Verb<'a> {
    doc: &'a Document,
    analysis: &'a Analysis,
    at: usize,
}

impl<'a> Verb<'a> {
    fn of_cue(doc: &'a Document, analysis: &'a Analysis, cue: WordSpan) -> Option<Self> {
        let at = head_of(doc, analysis, cue);
        analysis.words.get(at).map(|_| Self { doc, analysis, at })
    }

    /// The words that hang on it by one of some relations.
    fn children(&self, relations: &'static [&'static str]) -> impl Iterator<Item = usize> {
        let Self { doc, analysis, at } = *self;
        let sentence = doc.sentences[doc.sentence_of(at)].words;
        sentence.range().filter(move |&word| {
            relations.contains(&analysis.words[word].relation) && parent_of(doc, analysis, word) == Some(at)
        })
    }

    /// The preposition of a noun.
    fn case(&self, noun: usize) -> Option<&'a str> {
        let own = Self { at: noun, ..*self };
        own.children(&["case"]).next().map(|case| self.analysis.words[case].lemma.as_str())
    }

    fn is_participle(&self) -> bool {
        self.analysis.words[self.at].xpos == "VBN" && self.children(&["aux"]).next().is_none()
    }
}

/// The subject of a cue: that of its verb, or of the verb it goes on from, *He rose and protested*. Nobody where the
/// subject is *it* or *there*, lies in the content, or is who is asked: *Asked about the dam, she left*.
pub(super) fn subject(
    doc: &Document,
    analysis: &Analysis,
    cue: WordSpan,
    content: &[WordSpan],
) -> Option<WordSpan> {
    let mut verb = Verb::of_cue(doc, analysis, cue).filter(|verb| !verb.is_participle())?;
    for _ in 0..STEPS {
        if verb.children(&["nsubj:pass", "expl"]).next().is_some() {
            return None;
        }
        let noun = verb.children(&["nsubj"]).next();
        if let Some(noun) = noun {
            let words = phrase_of(doc, analysis, noun);
            let is_said = content.iter().any(|part| part.overlaps(words));
            let is_empty =
                matches!(analysis.words[noun].lemma.as_str(), "it" | "there" | "that" | "this" | "what");
            return (!is_said && !is_empty).then_some(words);
        }
        if !matches!(analysis.words[verb.at].relation, "conj" | "xcomp" | "advcl") {
            return None;
        }
        verb.at = parent_of(doc, analysis, verb.at)?;
    }
    None
}

/// Fills in to whom a statement is made, and whether it is denied that it was: *did not say*.
pub(super) fn complete(text: &str, doc: &Document, analysis: &Analysis, statement: &mut Statement) {
    let Some(words) =
        statement.cue.as_ref().map(|cue| doc.words_in(cue.span)).filter(|words| !words.is_empty())
    else {
        return;
    };
    let Some(verb) = Verb::of_cue(doc, analysis, words) else { return };
    let is_free = |hearer: &WordSpan| {
        let span = doc.span(*hearer);
        let taken = statement.content.iter().copied().chain(statement.speaker).chain(statement.addressee);
        !taken.into_iter().any(|other| other.overlaps(span))
    };
    let hearer = hearer(text, &verb, words).filter(|hearer| statement.addressee.is_none() && is_free(hearer));
    statement.addressee = statement.addressee.or(hearer.map(|hearer| doc.span(hearer)));
    if statement.speaker.is_none() && statement.form == StatementForm::Direct {
        let content: Vec<WordSpan> = statement.content.iter().map(|&part| doc.words_in(part)).collect();
        if let Some(words) = subject(doc, analysis, words, &content) {
            statement.speaker = Some(doc.span(words));
            statement.choice.by = SpeakerBy::Tree;
        }
    }
    let negates = |word: usize| {
        analysis.words[word].feats.contains("Polarity=Neg") || analysis.words[word].lemma == "never"
    };
    if let Some(cue) = &mut statement.cue {
        cue.negated = verb.children(&["advmod", "aux", "det"]).any(negates);
    }
}

/// To whom something is said: the object of a verb that takes a hearer, or a phrase with *to*.
fn hearer(text: &str, verb: &Verb, cue: WordSpan) -> Option<WordSpan> {
    let forms: Vec<String> =
        cue.range().map(|word| verb.doc.words[word].span.of(text).to_lowercase()).collect();
    let known = cues::known(&forms[verb.at.saturating_sub(cue.start).min(forms.len())..])?;
    let noun = if known.takes("hearer") {
        verb.children(&["iobj"]).next().or_else(|| verb.children(&["obj"]).next())
    } else if known.takes("hearer_to") {
        verb.children(&["obl"]).find(|&noun| verb.case(noun) == Some("to"))
    } else {
        None
    }?;
    let is_somebody = matches!(verb.analysis.words[noun].upos, "NOUN" | "PROPN" | "PRON");
    (is_somebody && noun > verb.at).then(|| phrase_of(verb.doc, verb.analysis, noun))
}
