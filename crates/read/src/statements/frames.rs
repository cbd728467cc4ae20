//! Statements that the tree shows: attributions without a verb of saying, and passives without a speaker.
//!
//! *In the mayor's view*, *for the union*, *it is believed that*, *are said to*, *the claim that*: each is a frame of few
//! words and their relations. A frame is read where nothing else has been found to report.

use std::borrow::Cow;
use std::collections::HashSet;

use annals_record::{ByteSpan, SpeakerBy, Stance, WordSpan};
use annals_text::Document;

use super::attributed::Marks;
use super::nouns::{self, Noun};
use super::syntax::Tree;
use super::{Choice, Cue, Statement, cues};
use crate::actors::{fold, role_of};
use crate::lexicon;
use crate::model::Analysis;
use crate::words::head_of;

/// The statements of the frames whose cue is in no statement of `found` and whose content is that of none.
pub(super) fn missed(tree: Tree, marks: &Marks, found: &[Statement]) -> Vec<Statement> {
    let frames = Frames { tree, marks, somebody: somebody(tree.analysis) };
    let known = Known::new(tree.doc, found);
    let new = (0..tree.analysis.words.len()).filter_map(|word| frames.at(word));
    new.filter(|statement| known.lacks(tree.doc, statement)).collect()
}

/// What statements there are already.
struct Known {
    cues: HashSet<usize>,
    contents: HashSet<Vec<ByteSpan>>,
}

impl Known {
    fn new(doc: &Document, found: &[Statement]) -> Self {
        let cues = found.iter().filter_map(|statement| statement.cue.as_ref());
        Self {
            cues: cues.flat_map(|cue| doc.words_in(cue.span).range()).collect(),
            contents: found.iter().map(|statement| statement.content.clone()).collect(),
        }
    }

    fn lacks(&self, doc: &Document, statement: &Statement) -> bool {
        let mut cue = statement.cue.iter().flat_map(|cue| doc.words_in(cue.span).range());
        !self.contents.contains(&statement.content) && !cue.any(|word| self.cues.contains(&word))
    }
}

/// The heads of mentions and the words of names that stand for people, bodies and places, which may speak for a state.
fn somebody(analysis: &Analysis) -> HashSet<usize> {
    let mentions =
        analysis.mentions.iter().filter(|mention| matches!(mention.kind, "person" | "organization"));
    let names = analysis.names.iter().filter(|name| matches!(name.kind, "person" | "organization" | "place"));
    mentions.map(|mention| mention.head).chain(names.flat_map(|name| name.words.range())).collect()
}

struct Frames<'a> {
    tree: Tree<'a>,
    marks: &'a Marks,
    somebody: HashSet<usize>,
}

/// Relations of a phrase that stands beside a clause.
const ASIDE: &[&str] = &["obl", "nmod", "advmod", "obl:npmod", "parataxis", "advcl", "dep"];

/// How far up a clause with a subject is looked for.
const STEPS: usize = 3;

/// Relations of subjects.
const SUBJECT: &[&str] = &["nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl"];

impl Frames<'_> {
    /// The frame whose cue begins or has its head at a word.
    fn at(&self, word: usize) -> Option<Statement> {
        match self.tree.word(word).upos {
            "NOUN" => self.viewpoint(word).or_else(|| self.noun_with_clause(word)),
            "ADP" => self.preposition(word),
            "VERB" => self.impersonal(word).or_else(|| self.raised(word)).or_else(|| self.answered(word)),
            "ADV" => self.hearsay(word),
            _ => None,
        }
    }

    fn noun(&self, at: usize) -> Option<&'static Noun> {
        let words = &self.tree.analysis.words;
        nouns::noun(|number| (at + number < words.len()).then(|| self.tree.low(at + number)))
    }

    fn statement(&self, content: Vec<ByteSpan>, cue: Cue, speaker: Option<ByteSpan>) -> Option<Statement> {
        let says = content.iter().any(|part| self.tree.doc.words_in(*part).len() > 1);
        says.then(|| Statement {
            form: self.marks.form(&content),
            content,
            cue: Some(cue),
            speaker,
            choice: Choice::rule(SpeakerBy::Tree),
            addressee: None,
            within: None,
        })
    }

    fn cue(&self, words: WordSpan, lemma: impl Into<Cow<'static, str>>, stance: Stance) -> Cue {
        Cue { span: self.tree.doc.span(words), lemma: lemma.into(), stance, negated: false }
    }

    fn is_somebody(&self, noun: usize) -> bool {
        let own = self.tree.word(noun);
        own.upos == "PRON" && !matches!(own.lemma.as_str(), "it" | "this" | "that")
            || self.somebody.contains(&noun)
            || role_of(&fold(&own.lemma)).is_some()
    }

    /// `In the mayor's view, …` and `…, in the opinion of the court, …`.
    fn viewpoint(&self, at: usize) -> Option<Statement> {
        let tree = &self.tree;
        let noun = self.noun(at)?;
        let words = WordSpan::new(at, at + noun.len);
        let head = head_of(tree.doc, tree.analysis, words);
        let case = tree.child(head, &["case"]).filter(|&case| noun.attributes(&tree.low(case)))?;
        if !ASIDE.contains(&tree.word(head).relation) {
            return None;
        }
        let (source, cue) = match tree.child(head, &["nmod:poss"]) {
            Some(owner) => (owner, WordSpan::new(self.phrase(owner).end, words.end)),
            None => {
                let owner = tree
                    .children(head, &["nmod"])
                    .find(|&owner| tree.case(owner).as_deref() == Some("of"))?;
                (owner, WordSpan::new(case, tree.child(owner, &["case"])? + 1))
            }
        };
        // *In my view* inside a quotation, or behind its verb, is the speaker's own turn of phrase.
        let opens = tree.doc.sentences[tree.doc.sentence_of(at)].words.start + 1 >= case;
        let is_quoted = self.marks.hold(tree.doc.words[at].span);
        let is_own_aside = self.is_first_person(source) && (is_quoted || !opens);
        if cue.is_empty() || is_own_aside || !self.is_somebody(source) {
            return None;
        }
        let content = self.clause(tree.parent(head)?, head)?;
        let speaker = tree.doc.span(self.phrase(source));
        self.statement(content, self.cue(cue, noun.lemma, noun.stance), Some(speaker))
    }

    fn is_first_person(&self, word: usize) -> bool {
        matches!(self.tree.low(word).as_str(), "i" | "my" | "our" | "me" | "us" | "mine")
    }

    /// A noun phrase whole, with its possessive, without the preposition and the commas around it.
    fn phrase(&self, noun: usize) -> WordSpan {
        let is_mark = |word: &usize| self.tree.word(*word).upos == "PUNCT";
        let words = self.tree.subtree(noun, |word| word < noun && self.tree.word(word).relation == "case");
        let first = words.iter().copied().find(|word| !is_mark(word)).unwrap_or(noun);
        let last = words.iter().copied().rfind(|word| !is_mark(word)).unwrap_or(noun);
        WordSpan::new(first.min(noun), last.max(noun) + 1)
    }

    /// The clause around a word, without what lies under the word `aside`, in parts; none where nothing has a subject.
    fn clause(&self, from: usize, aside: usize) -> Option<Vec<ByteSpan>> {
        let tree = &self.tree;
        let mut root = from;
        for _ in 0..STEPS {
            if tree.child(root, SUBJECT).is_some() {
                break;
            }
            root = tree.parent(root)?;
        }
        tree.child(root, SUBJECT)?;
        let is_out = |word: usize| {
            let of_root = || tree.parent(word) == Some(root);
            word == aside
                || match tree.word(word).relation {
                    "parataxis" | "discourse" => of_root(),
                    "cc" | "mark" => word < root && of_root(),
                    _ => false,
                }
        };
        Some(tree.parts(&tree.subtree(root, is_out)))
    }

    /// `For the union, the road is a waste of money` and `…, per the ministry`.
    fn preposition(&self, at: usize) -> Option<Statement> {
        let tree = &self.tree;
        let low = tree.low(at);
        let noun = tree.parent(at).filter(|&noun| noun > at && self.is_somebody(noun))?;
        if !matches!(low.as_str(), "for" | "per") || !ASIDE.contains(&tree.word(noun).relation) {
            return None;
        }
        let phrase = self.phrase(noun);
        let is_told = match low.as_str() {
            "per" => phrase.len() > 1 || tree.word(noun).upos == "PROPN",
            _ => self.opens(at, phrase) && self.is_judged(tree.parent(noun)?),
        };
        if !is_told || self.is_first_person(noun) {
            return None;
        }
        let content = self.clause(tree.parent(noun)?, noun)?;
        let lemma = if low == "per" { "per" } else { "for" };
        let cue = self.cue(WordSpan::new(at, at + 1), lemma, Stance::Neutral);
        self.statement(content, cue, Some(tree.doc.span(phrase)))
    }

    /// Whether a phrase opens its sentence and a comma closes it.
    fn opens(&self, at: usize, phrase: WordSpan) -> bool {
        let sentence = self.tree.doc.sentences[self.tree.doc.sentence_of(at)].words;
        let is_first = at == sentence.start
            || at == sentence.start + 1 && self.tree.word(sentence.start).upos == "CCONJ";
        is_first && phrase.end < sentence.end && self.tree.low(phrase.end) == ","
    }

    /// Whether a clause says that something is something: what one does or has is told, not judged.
    fn is_judged(&self, clause: usize) -> bool {
        let tree = &self.tree;
        let subject = tree.child(clause, &["nsubj"]);
        let is_empty = |subject: usize| {
            matches!(tree.word(subject).lemma.as_str(), "it" | "this" | "that" | "there" | "what")
        };
        tree.child(clause, &["cop"]).is_some()
            && matches!(tree.word(clause).upos, "NOUN" | "ADJ")
            && subject.is_some_and(|subject| !is_empty(subject))
    }

    /// `the union's claim that …`, `fears among residents that …`.
    fn noun_with_clause(&self, at: usize) -> Option<Statement> {
        let tree = &self.tree;
        let noun = self.noun(at).filter(|noun| noun.len == 1)?;
        let clause = tree.children(at, &["acl", "ccomp"]).find(|&clause| {
            clause > at
                && tree.child(clause, &["mark"]).is_some_and(|mark| mark > at && noun.takes(&tree.low(mark)))
        })?;
        let from = |owner: &usize| {
            tree.case(*owner).is_some_and(|case| matches!(case.as_str(), "by" | "from" | "among"))
                && self.is_somebody(*owner)
        };
        let owner = tree.child(at, &["nmod:poss"]).or_else(|| tree.children(at, &["nmod"]).find(from))?;
        let content = tree.parts(&tree.subtree(clause, |_| false));
        let speaker = tree.doc.span(self.phrase(owner));
        self.statement(content, self.cue(WordSpan::new(at, at + 1), noun.lemma, noun.stance), Some(speaker))
    }

    /// A verb in the passive that the table of cues knows. What should or may be said is said by nobody.
    fn passive(&self, verb: usize) -> Option<&'static cues::Cue> {
        let tree = &self.tree;
        tree.child(verb, &["aux:pass"]).filter(|_| tree.word(verb).xpos == "VBN")?;
        let is_modal = tree.children(verb, &["aux"]).any(|aux| tree.word(aux).xpos == "MD");
        if is_modal { None } else { cues::known(&[tree.low(verb)]) }
    }

    /// `It is believed that …`: by nobody, or by who is named.
    fn impersonal(&self, at: usize) -> Option<Statement> {
        let tree = &self.tree;
        let known = self.passive(at).filter(|cue| cue.takes("that") || cue.takes("clause"))?;
        tree.child(at, &["expl", "nsubj:pass"]).filter(|&subject| tree.word(subject).lemma == "it")?;
        let clause = tree.children(at, &["ccomp", "csubj:pass", "csubj"]).find(|&clause| {
            clause > at && tree.child(clause, &["mark"]).is_some_and(|mark| tree.low(mark) == "that")
        })?;
        let content = tree.parts(&tree.subtree(clause, |_| false));
        let agent =
            tree.children(at, &["obl:agent", "obl"]).find(|&noun| tree.case(noun).as_deref() == Some("by"));
        let speaker = agent.map(|agent| tree.doc.span(self.phrase(agent)));
        self.statement(content, self.cue(WordSpan::new(at, at + 1), known.lemma, known.stance), speaker)
    }

    /// `The rebels are said to hold two villages`.
    fn raised(&self, at: usize) -> Option<Statement> {
        let tree = &self.tree;
        let known = self.passive(at).filter(|cue| cue.takes("raised"))?;
        let subject = tree.child(at, &["nsubj:pass"])?;
        let clause = tree.children(at, &["xcomp"]).find(|&clause| {
            clause > at && tree.child(clause, &["mark"]).is_some_and(|mark| tree.low(mark) == "to")
        })?;
        let words = |root: usize| tree.parts(&tree.subtree(root, |_| false));
        let content = words(subject).into_iter().chain(words(clause)).collect();
        self.statement(content, self.cue(WordSpan::new(at, at + 1), known.lemma, known.stance), None)
    }

    /// `a claim rejected by the ministry`: what is said of something that was said.
    fn answered(&self, at: usize) -> Option<Statement> {
        let tree = &self.tree;
        let noun = tree.parent(at).filter(|&noun| tree.word(at).relation == "acl" && noun < at)?;
        let known = cues::known(&[tree.low(at)])
            .filter(|cue| cue.takes("object") && cue.stance != Stance::Neutral)?;
        self.noun(noun).filter(|noun| noun.takes("that"))?;
        let is_by = |owner: &usize| tree.case(*owner).as_deref() == Some("by") && self.is_somebody(*owner);
        let agent = tree.children(at, &["obl:agent", "obl"]).find(is_by)?;
        let content = tree.parts(&tree.subtree(noun, |word| word == at));
        let speaker = tree.doc.span(self.phrase(agent));
        self.statement(content, self.cue(WordSpan::new(at, at + 1), known.lemma, known.stance), Some(speaker))
    }

    /// `The harbour has reportedly been sold`.
    fn hearsay(&self, at: usize) -> Option<Statement> {
        let tree = &self.tree;
        let low = tree.low(at);
        if !lexicon::has_class(&low, "hearsay") || tree.word(at).relation != "advmod" {
            return None;
        }
        let verb = tree.parent(at)?;
        tree.child(verb, SUBJECT)?;
        let content = self.clause(verb, at)?;
        self.statement(content, self.cue(WordSpan::new(at, at + 1), low, Stance::Neutral), None)
    }
}
