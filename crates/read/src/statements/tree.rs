//! What the tree says of a cue: who says it, to whom, and whether it is denied that anything is said.

use annals_record::{ByteSpan, SpeakerBy, StatementForm, WordSpan};

use super::syntax::Tree;
use super::{Choice, Statement, cues};
use crate::actors::{fold, role_of};
use crate::words::{head_of, phrase_of};

/// How far up the tree a subject is looked for.
const STEPS: usize = 4;

/// A verb in its sentence.
struct Verb<'a> {
    tree: Tree<'a>,
    at: usize,
}

impl<'a> Verb<'a> {
    fn of_cue(tree: Tree<'a>, cue: WordSpan) -> Option<Self> {
        let at = head_of(tree.doc, tree.analysis, cue);
        tree.analysis.words.get(at).map(|_| Self { tree, at })
    }

    /// The words that hang on it by one of some relations.
    fn children(&self, relations: &'static [&'static str]) -> impl Iterator<Item = usize> + use<'a> {
        self.tree.children(self.at, relations)
    }

    fn is_participle(&self) -> bool {
        self.tree.word(self.at).xpos == "VBN" && self.children(&["aux"]).next().is_none()
    }
}

/// The subject of a cue: that of its verb, or of the verb it goes on from, *He rose and protested*. Nobody where the
/// subject is *it* or *there*, lies in the content, or is who is asked: *Asked about the dam, she left*.
pub(super) fn subject(tree: Tree, cue: WordSpan, content: &[WordSpan]) -> Option<WordSpan> {
    let Tree { doc, analysis, .. } = tree;
    let mut verb = Verb::of_cue(tree, cue).filter(|verb| !verb.is_participle())?;
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
        verb.at = tree.parent(verb.at)?;
    }
    None
}

/// Fills in to whom a statement is made, and whether it is denied that it was: *did not say*.
pub(super) fn complete(tree: Tree, statement: &mut Statement) {
    let doc = tree.doc;
    if statement.cue.is_none() && statement.speaker.is_none() && statement.form == StatementForm::Direct {
        introduce(tree, statement);
    }
    let Some(words) =
        statement.cue.as_ref().map(|cue| doc.words_in(cue.span)).filter(|words| !words.is_empty())
    else {
        return;
    };
    let Some(verb) = Verb::of_cue(tree, words) else { return };
    quoted_as(&verb, statement);
    by_agent(&verb, statement);
    let is_free = |hearer: &WordSpan| {
        let span = doc.span(*hearer);
        let taken = statement.content.iter().copied().chain(statement.speaker).chain(statement.addressee);
        !taken.into_iter().any(|other| other.overlaps(span))
    };
    let hearer = hearer(&verb, words).filter(|hearer| statement.addressee.is_none() && is_free(hearer));
    statement.addressee = statement.addressee.or(hearer.map(|hearer| doc.span(hearer)));
    if statement.speaker.is_none() && statement.form == StatementForm::Direct {
        let content: Vec<WordSpan> = statement.content.iter().map(|&part| doc.words_in(part)).collect();
        if let Some(words) = subject(tree, words, &content) {
            statement.speaker = Some(doc.span(words));
            statement.choice.by = SpeakerBy::Tree;
        }
    }
    if let Some(cue) = &mut statement.cue {
        cue.negated = is_negated(&verb);
    }
}

/// Whether it is denied that anything is said: *did not say*, *no official would say*.
fn is_negated(verb: &Verb) -> bool {
    let tree = verb.tree;
    let negates =
        |word: usize| tree.word(word).feats.contains("Polarity=Neg") || tree.word(word).lemma == "never";
    let is_none = |word: usize| matches!(tree.low(word).as_str(), "no" | "neither" | "nobody" | "none");
    let is_by_none = |noun: usize| is_none(noun) || tree.children(noun, &["det"]).any(is_none);
    verb.children(&["advmod", "aux", "det"]).any(negates) || verb.children(&["nsubj"]).any(is_by_none)
}

/// `Lind turned to the harbour. “…”`: a quotation that stands by itself is of whoever the sentence before it is about.
fn introduce(tree: Tree, statement: &mut Statement) {
    let doc = tree.doc;
    let start = statement.whole().start;
    let number = doc.sentences.partition_point(|sentence| sentence.span.end <= start);
    let opens = |number: usize| doc.sentences.get(number).filter(|sentence| sentence.span.start == start);
    let Some((own, before)) = opens(number).zip(number.checked_sub(1).map(|before| &doc.sentences[before]))
    else {
        return;
    };
    let root = before.words.range().find(|&word| tree.word(word).relation == "root");
    let subject =
        root.and_then(|root| tree.child(root, &["nsubj"])).filter(|_| own.paragraph == before.paragraph);
    if let Some(noun) = subject.filter(|&noun| is_somebody(&tree, noun)) {
        statement.speaker = Some(doc.span(phrase_of(doc, tree.analysis, noun)));
        statement.choice = Choice::rule(SpeakerBy::Introduction);
    }
}

/// Whether a noun is a person by name, by a pronoun or by office.
fn is_somebody(tree: &Tree, noun: usize) -> bool {
    let own = tree.word(noun);
    match own.upos {
        "PRON" => matches!(own.lemma.as_str(), "he" | "she"),
        "PROPN" => tree.name_of(noun).is_some_and(|name| name.kind == "person"),
        _ => role_of(&fold(&own.lemma)).is_some_and(|role| !role.body),
    }
}

/// `The army was accused by residents of firing`: who is named behind *by* speaks, and is no part of what is said.
fn by_agent(verb: &Verb, statement: &mut Statement) {
    let tree = verb.tree;
    if statement.speaker.is_some() || verb.children(&["aux:pass"]).next().is_none() {
        return;
    }
    let by = |noun: &usize| tree.case(*noun).as_deref() == Some("by") && is_actor(&tree, *noun);
    let Some(noun) = verb.children(&["obl:agent", "obl"]).find(by) else { return };
    let phrase = tree.doc.span(phrase_of(tree.doc, tree.analysis, noun));
    let start = tree.child(noun, &["case"]).map_or(phrase.start, |case| tree.doc.words[case].span.start);
    let whole = ByteSpan::new(start, phrase.end);
    let rest = |part: &ByteSpan| -> Vec<usize> {
        let words = tree.doc.words_in(*part).range();
        words.filter(|&word| !whole.contains(tree.doc.words[word].span)).collect()
    };
    let content: Vec<ByteSpan> = statement
        .content
        .iter()
        .flat_map(|part| if part.overlaps(whole) { tree.parts(&rest(part)) } else { vec![*part] })
        .collect();
    if !content.is_empty() {
        statement.content = content;
        statement.speaker = Some(phrase);
        statement.choice = Choice::rule(SpeakerBy::Tree);
    }
}

/// Whether a noun is a person or a body by what the model or the table of roles says.
fn is_actor(tree: &Tree, noun: usize) -> bool {
    tree.name_of(noun).is_some()
        || tree.word(noun).upos == "PRON"
        || role_of(&fold(&tree.word(noun).lemma)).is_some()
}

/// `Lind was quoted by the Herald as saying …`: Lind speaks, and the Herald says that she does.
fn quoted_as(verb: &Verb, statement: &mut Statement) {
    let tree = verb.tree;
    let quotes = |word: &usize| {
        let own = tree.word(*word);
        own.xpos == "VBN" && matches!(own.lemma.as_str(), "quote" | "cite" | "report" | "record" | "hear")
    };
    let is_as = |saying: usize| tree.children(saying, &["mark", "case"]).any(|mark| tree.low(mark) == "as");
    let quoted = |quoting: usize| tree.child(quoting, &["nsubj:pass"]);
    if let Some(quoting) = tree.parent(verb.at).filter(quotes)
        && is_as(verb.at)
        && let Some(noun) = quoted(quoting)
    {
        let words = phrase_of(tree.doc, tree.analysis, noun);
        statement.speaker = Some(tree.doc.span(words));
        statement.choice = Choice::rule(SpeakerBy::Tree);
    } else if quotes(&verb.at)
        && let Some(saying) = verb.children(&["advcl", "obl", "xcomp"]).find(|&saying| is_as(saying))
        && let Some(noun) = quoted(verb.at)
    {
        let content = [noun, saying].map(|root| tree.parts(&tree.subtree(root, |_| false)));
        statement.content = content.concat();
    }
}

/// To whom something is said: the object of a verb that takes a hearer, or a phrase with *to*.
fn hearer(verb: &Verb, cue: WordSpan) -> Option<WordSpan> {
    let tree = verb.tree;
    let forms: Vec<String> = cue.range().map(|word| tree.low(word)).collect();
    let known = cues::known(&forms[verb.at.saturating_sub(cue.start).min(forms.len())..])?;
    let noun = if known.takes("hearer") {
        verb.children(&["iobj"]).next().or_else(|| verb.children(&["obj"]).next())
    } else if known.takes("hearer_to") {
        verb.children(&["obl"]).find(|&noun| tree.case(noun).as_deref() == Some("to"))
    } else {
        None
    }?;
    let is_somebody = matches!(tree.word(noun).upos, "NOUN" | "PROPN" | "PRON");
    (is_somebody && noun > verb.at).then(|| phrase_of(tree.doc, tree.analysis, noun))
}
