//! What a figure measures: the words of its clause that say so, by the tree; by nearness where there is no tree.
//!
//! The measure is that of the verb whose object, passive subject or subject the counted noun is (*killed 40*, *40 were
//! hurt*, *40 died*), of a state said of it (*40 dead*), of the noun it stands in (*the death of 40*), or of itself
//! (*40 deaths*). A verb of another clause says nothing about it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use annals_record::WordSpan;
use annals_text::Document;

use crate::lexicon;
use crate::model::Analysis;
use crate::scan::{Kind, Scan};
use crate::words::{head_of, parent_of};

/// A line of `data/read/measures.tsv`.
#[derive(Clone, Copy, Debug)]
struct Measure {
    name: &'static str,
    roles: &'static str,
}

impl Measure {
    fn is(&self, role: &str) -> bool {
        self.roles.split(',').any(|own| own == role)
    }
}

static MEASURES: LazyLock<HashMap<&'static str, Measure>> = LazyLock::new(|| {
    lexicon::rows(include_str!("../../../../data/read/measures.tsv"))
        .map(|row| (row[0], Measure { name: row[1], roles: row[2] }))
        .collect()
});

/// Verbs that only link a state to whom it is said of.
const LINKS: [&str; 15] = [
    "be", "leave", "remain", "go", "report", "find", "declare", "list", "fear", "confirm", "become", "get",
    "fall", "make", "end",
];
/// Verbs by which a toll gets to a figure.
const REACHES: [&str; 12] =
    ["rise", "reach", "climb", "increase", "grow", "stand", "put", "raise", "hit", "pass", "exceed", "bring"];
/// Verbs that save what they are said of: *saved 40 lives* counts no dead.
const SAVES: [&str; 4] = ["save", "rescue", "spare", "protect"];

/// How far from a word the words that hang on it are looked for.
const REACH: usize = 60;

/// A measure, the word that says it, and how it stands to the figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub measure: &'static str,
    pub note: String,
}

fn said(measure: &'static str, word: &str, how: &str) -> Option<Said> {
    Some(Said { measure, note: format!("from “{word}”, {how}") })
}

/// Whether a lower-case word is a state or a sum of people that a number may stand right before: *40 dead*.
pub(super) fn is_state(word: &str) -> bool {
    MEASURES.get(word).is_some_and(|own| own.is("state"))
}

/// Whether a lower-case word is a noun that is itself what is measured.
pub(super) fn is_noun(word: &str) -> bool {
    MEASURES.get(word).is_some_and(|own| own.is("noun"))
}

/// The measure of a thing by its noun alone.
pub(super) fn of_thing(word: &str) -> Option<&'static str> {
    MEASURES.get(word).filter(|own| own.is("thing")).map(|own| own.name)
}

/// The tree around a figure.
pub(super) struct Tree<'a> {
    pub text: &'a str,
    pub doc: &'a Document,
    pub analysis: &'a Analysis,
    /// Heads of the phrases by which the text speaks of people.
    people: HashSet<usize>,
}

impl<'a> Tree<'a> {
    pub fn new(text: &'a str, doc: &'a Document, analysis: &'a Analysis) -> Self {
        let people =
            analysis.mentions.iter().filter(|mention| mention.kind == "person").map(|mention| mention.head);
        Self { text, doc, analysis, people: people.collect() }
    }

    /// Whether one of some words is the head of a phrase for people.
    pub fn is_of_people(&self, words: WordSpan) -> bool {
        !words.is_empty() && self.people.contains(&head_of(self.doc, self.analysis, words))
    }

    pub fn knows(&self, word: usize) -> bool {
        self.analysis.words.get(word).is_some()
    }

    pub fn form(&self, word: usize) -> &'a str {
        self.doc.words[word].span.of(self.text)
    }

    pub fn relation(&self, word: usize) -> &'static str {
        self.analysis.words[word].relation
    }

    pub fn lemma(&self, word: usize) -> &'a str {
        &self.analysis.words[word].lemma
    }

    pub fn parent(&self, word: usize) -> Option<usize> {
        parent_of(self.doc, self.analysis, word)
    }

    pub fn children(&self, of: usize) -> impl Iterator<Item = usize> + use<'a> {
        let (doc, analysis) = (self.doc, self.analysis);
        let sentence = doc.sentences[doc.sentence_of(of)].words;
        // A bound on what one figure costs, whatever the length of its sentence.
        let near = of.saturating_sub(REACH).max(sentence.start)..sentence.end.min(of + REACH);
        near.filter(move |&word| parent_of(doc, analysis, word) == Some(of))
    }

    fn measure(&self, word: usize) -> Option<Measure> {
        let form = self.form(word).to_lowercase();
        MEASURES.get(form.as_str()).or_else(|| MEASURES.get(self.lemma(word))).copied()
    }

    fn with_role(&self, word: usize, role: &str) -> Option<Measure> {
        self.measure(word).filter(|own| own.is(role))
    }

    /// The verb (or what stands for it) of the clause of a word.
    pub fn clause(&self, word: usize) -> usize {
        let mut at = word;
        for _ in 0..12 {
            let relation = self.relation(at);
            let heads = matches!(
                relation,
                "root" | "ccomp" | "advcl" | "acl:relcl" | "parataxis" | "acl" | "csubj" | "xcomp"
            ) || relation == "conj" && matches!(self.analysis.words[at].upos, "VERB" | "AUX");
            match self.parent(at).filter(|_| !heads) {
                Some(parent) => at = parent,
                None => return at,
            }
        }
        at
    }

    /// What the words of a figure measure, whose counted noun is among them.
    pub fn said(&self, words: WordSpan) -> Option<Said> {
        if words.is_empty() || !self.knows(words.end - 1) {
            return None;
        }
        let head = head_of(self.doc, self.analysis, words);
        let head = self.noun_of(head);
        // *Freed 11 prisoners*: what is done to them comes before what they are.
        self.above(head, 0).or_else(|| self.beside(head)).or_else(|| self.own(words, head))
    }

    /// The noun that a bare number belongs to.
    fn noun_of(&self, head: usize) -> usize {
        let counts = matches!(self.relation(head), "nummod" | "advmod" | "amod" | "compound");
        self.parent(head).filter(|_| counts).unwrap_or(head)
    }

    /// `40 deaths`, `40 dead, wounded and missing`, `40 wounded soldiers`.
    fn own(&self, words: WordSpan, head: usize) -> Option<Said> {
        let mut inside = words.range().chain(std::iter::once(head));
        let named = |word: usize| self.with_role(word, "noun").or_else(|| self.with_role(word, "state"));
        let word = inside.rfind(|&word| named(word).is_some())?;
        let saved = self.parent(head).is_some_and(|verb| SAVES.contains(&self.lemma(verb)));
        let own = named(word).filter(|own| !(saved && own.name == "killed"))?;
        said(self.joined(word, own.name), self.form(word), "what is counted")
    }

    /// `40 people killed`, `40 people who died`, `40 people were missing`.
    fn beside(&self, head: usize) -> Option<Said> {
        for word in self.children(head) {
            let own = self.measure(word).filter(|own| match self.relation(word) {
                "amod" | "acl" | "xcomp" | "appos" => own.is("state") || own.is("object"),
                "acl:relcl" => self.relative(word, own),
                _ => false,
            });
            let active = own.is_some_and(|own| own.is("object"))
                && self.children(word).any(|child| self.relation(child) == "obj");
            if let Some(own) = own.filter(|_| !active) {
                return said(self.joined(word, own.name), self.form(word), "said of those who are counted");
            }
        }
        // *The toll is 40*.
        let subject = self.children(head).find(|&word| self.relation(word).starts_with("nsubj"))?;
        let is_link = self.children(head).any(|word| self.relation(word) == "cop");
        let (own, word) = is_link.then(|| self.toll(subject)).flatten()?;
        said(own.name, self.form(word), "which it is said to be")
    }

    /// A relative clause whose verb is said of the noun: *who died*, *who were killed*, not *who killed*.
    fn relative(&self, verb: usize, own: &Measure) -> bool {
        let passive =
            self.children(verb).any(|word| matches!(self.relation(word), "aux:pass" | "nsubj:pass"));
        own.is("subject")
            || passive && own.is("object")
            || own.is("state") && self.children(verb).any(|word| self.relation(word) == "cop")
    }

    /// What the noun hangs on.
    fn above(&self, head: usize, steps: usize) -> Option<Said> {
        let parent = self.parent(head).filter(|_| steps < 3)?;
        match self.relation(head) {
            "conj" | "appos" | "list" | "nmod" if self.is_partitive(head) => self.above(parent, steps + 1),
            "conj" | "appos" | "list" => self.beside_alone(parent).or_else(|| self.above(parent, steps + 1)),
            "nsubj:pass" => self.of_verb(parent, &["object"], "the verb whose passive subject it is"),
            "nsubj" => self.of_verb(parent, &["subject", "state"], "said of it as its subject"),
            "obj" | "iobj" => self.of_object(parent),
            "nmod" | "obl" | "nmod:poss" => self.of_noun(head, parent),
            "xcomp" | "ccomp" | "parataxis" => None,
            "nummod" => self.above(parent, steps + 1),
            "root" => None,
            _ => None,
        }
    }

    fn beside_alone(&self, head: usize) -> Option<Said> {
        let word = self.children(head).find(|&word| matches!(self.relation(word), "acl" | "xcomp"))?;
        let own = self.with_role(word, "state")?;
        said(own.name, self.form(word), "said of those who are counted with it")
    }

    /// `dozens of them`, `most of the 40`.
    fn is_partitive(&self, head: usize) -> bool {
        let of = self.children(head).any(|word| self.relation(word) == "case" && self.lemma(word) == "of");
        self.relation(head) == "nmod"
            && of
            && self
                .parent(head)
                .is_some_and(|parent| matches!(self.analysis.words[parent].upos, "NUM" | "DET" | "PRON"))
    }

    fn of_verb(&self, verb: usize, roles: &[&str], how: &str) -> Option<Said> {
        let fits = |word: usize| roles.iter().find_map(|role| self.with_role(word, role));
        if let Some(own) = fits(verb) {
            let transitive = own.is("object")
                && !own.is("subject")
                && roles.contains(&"subject")
                && !self.is_stative(verb);
            return (!transitive).then(|| said(self.joined(verb, own.name), self.form(verb), how)).flatten();
        }
        // *40 people lost their lives*, *40 were left homeless*, *40 went missing*.
        let below = self.children(verb).find(|&word| match self.relation(word) {
            "xcomp" | "acl" | "amod" => {
                LINKS.contains(&self.lemma(verb)) && self.with_role(word, "state").is_some()
            }
            "obj" => self.lemma(verb) == "lose" && self.lemma(word) == "life",
            _ => false,
        })?;
        let own = self.measure(below)?;
        said(self.joined(below, own.name), self.form(below), how)
    }

    /// An adjective or participle as predicate: *40 are dead*, *40 feared dead*.
    fn is_stative(&self, word: usize) -> bool {
        self.analysis.words[word].upos == "ADJ"
            || self.children(word).any(|child| matches!(self.relation(child), "cop" | "aux:pass"))
    }

    /// `killed 40`, `left 40 dead`, `took 40 hostage`.
    fn of_object(&self, verb: usize) -> Option<Said> {
        if let Some(own) = self.with_role(verb, "object") {
            return said(self.joined(verb, own.name), self.form(verb), "the verb whose object it is");
        }
        let below = self.children(verb).find(|&word| {
            matches!(self.relation(word), "xcomp" | "obj" | "advmod" | "amod" | "obl" | "conj" | "acl")
                && self.with_role(word, "state").is_some()
                && matches!(
                    self.lemma(verb),
                    "leave" | "take" | "hold" | "find" | "report" | "declare" | "keep" | "render" | "make"
                )
        });
        if let Some((own, below)) = below.and_then(|word| Some((self.measure(word)?, word))) {
            return said(self.joined(below, own.name), self.form(below), "what is said of its object");
        }
        let subject = self
            .children(verb)
            .find(|&word| self.relation(word).starts_with("nsubj"))
            .filter(|_| REACHES.contains(&self.lemma(verb)))?;
        let (own, word) = self.toll(subject)?;
        said(own.name, self.form(word), "which reaches it")
    }

    /// `the death of 40 people`, `a toll of 40`, `the toll rose to 40`.
    fn of_noun(&self, head: usize, parent: usize) -> Option<Said> {
        let case = self
            .children(head)
            .find(|&word| self.relation(word) == "case")
            .map_or("", |word| self.lemma(word));
        if case == "of" || case == "in" {
            let (own, word) = self.toll(parent).filter(|_| self.analysis.words[parent].upos != "VERB")?;
            return said(own.name, self.form(word), "the noun it stands in");
        }
        let reaches = matches!(case, "to" | "at" | "from" | "past" | "above" | "over" | "");
        let mut beside = self
            .children(parent)
            .filter(|&word| matches!(self.relation(word), "nsubj" | "nsubj:pass" | "obj"));
        let (own, word) = beside.find_map(|word| self.toll(word)).filter(|_| reaches)?;
        said(own.name, self.form(word), "which reaches it")
    }

    /// `death toll`, `number of injured`, `number of people killed`, `deaths`.
    fn toll(&self, noun: usize) -> Option<(Measure, usize)> {
        let below = |of: usize| {
            self.children(of)
                .filter(|&word| matches!(self.relation(word), "compound" | "amod" | "nmod" | "acl"))
        };
        let mut found = None;
        for word in std::iter::once(noun).chain(below(noun)).chain(below(noun).flat_map(below)) {
            let own = self.measure(word).filter(|own| own.is("of") || own.is("state"));
            if let Some(own) = own {
                let counted = self.children(word).any(|child| self.relation(child) == "nummod");
                found = found.or((!counted).then_some((own, word)));
            }
        }
        // *The toll of the injured* is that of the injured.
        found
            .filter(|(own, word)| !(own.roles == "of" && *word != noun && self.relation(*word) == "compound"))
    }

    /// `killed or wounded 40`, `40 dead, wounded and missing`: measures joined without a figure of their own are one of
    /// casualties.
    fn joined(&self, word: usize, measure: &'static str) -> &'static str {
        let first = if self.relation(word) == "conj" { self.parent(word).unwrap_or(word) } else { word };
        let mut row: Vec<usize> =
            self.children(first).filter(|&child| self.relation(child) == "conj").collect();
        row.push(first);
        let people = ["killed", "injured", "missing", "casualties"];
        let other = row.iter().filter(|&&other| other != word).any(|&other| {
            self.measure(other).is_some_and(|own| own.name != measure && people.contains(&own.name))
                && self.is_free(other)
        });
        if other && people.contains(&measure) && self.is_adjacent(&row) { "casualties" } else { measure }
    }

    /// Without a figure, an object or a passive subject of its own.
    fn is_free(&self, word: usize) -> bool {
        !self.children(word).any(|child| {
            matches!(self.relation(child), "obj" | "nummod" | "nsubj:pass" | "nsubj")
                && self.has_number(child)
        })
    }

    fn has_number(&self, word: usize) -> bool {
        self.analysis.words[word].upos == "NUM"
            || self.children(word).any(|child| self.analysis.words[child].upos == "NUM")
            || matches!(self.relation(word), "obj")
    }

    /// No number stands between the first and the last of a row.
    fn is_adjacent(&self, row: &[usize]) -> bool {
        let (Some(first), Some(last)) = (row.iter().min(), row.iter().max()) else { return false };
        !(*first..*last).any(|word| self.analysis.words[word].upos == "NUM")
    }
}

/// The verb or state right behind a figure, which the tree may have put elsewhere: `40 people had been injured`,
/// `150 people homeless`.
pub(super) fn right_behind(scan: &Scan, last: usize) -> Option<Said> {
    let mut at = last + 1;
    let mut passive = false;
    while matches!(
        scan.low(at),
        "was"
            | "were"
            | "had"
            | "have"
            | "has"
            | "been"
            | "are"
            | "be"
            | "being"
            | "also"
            | "would"
            | "will"
            | "could"
            | "may"
            | "went"
            | "gone"
            | "reportedly"
    ) {
        passive |= matches!(scan.low(at), "was" | "were" | "been" | "are" | "be" | "being" | "went" | "gone");
        at += 1;
    }
    let own = MEASURES.get(scan.low(at)).filter(|_| scan.together(last, at))?;
    let stands =
        own.is("subject") || own.is("state") && (passive || at == last + 1) || own.is("object") && passive;
    let active = matches!(scan.low(at + 1), "a" | "an" | "the" | "at") || scan.is(at + 1, Kind::Number);
    let active = active && !passive && !own.is("subject");
    (stands && !active).then(|| said(own.name, scan.raw(at), "right behind it")).flatten()
}

/// Without a tree: words right before count first (`killed 40`), then those behind (`40 people dead`).
pub(super) fn nearby(scan: &Scan, first: usize, last: usize) -> Option<Said> {
    let named = |at: usize| MEASURES.get(scan.low(at)).filter(|own| own.is("noun") || own.is("state"));
    let inside: Vec<(&Measure, usize)> = (first..=last).filter_map(|at| Some((named(at)?, at))).collect();
    if let Some(&(own, at)) = inside.last() {
        let mixed = inside.iter().any(|(other, _)| other.name != own.name);
        return said(if mixed { "casualties" } else { own.name }, scan.raw(at), "among its words");
    }
    near_before(scan, first, 3).or_else(|| behind(scan, last)).or_else(|| near_before(scan, first, 8))
}

fn is_predicate(own: &Measure) -> bool {
    ["object", "subject", "state", "of"].iter().any(|role| own.is(role))
}

fn near_before(scan: &Scan, first: usize, reach: usize) -> Option<Said> {
    for at in (first.saturating_sub(reach)..first).rev() {
        if !scan.together(at, first)
            || matches!(scan.low(at), "." | ";" | "," | "and")
            || scan.is(at, Kind::Number)
        {
            return None;
        }
        if let Some(own) = MEASURES.get(scan.low(at)).filter(|own| is_predicate(own)) {
            return said(own.name, scan.raw(at), "just before it");
        }
    }
    None
}

fn behind(scan: &Scan, last: usize) -> Option<Said> {
    let mut found: Option<(&Measure, usize)> = None;
    for at in last + 1..(last + 10).min(scan.len()) {
        let low = scan.low(at);
        if !scan.together(last, at)
            || matches!(
                low,
                "." | ";" | "!" | "?" | "that" | "who" | "while" | "but" | "nobody" | "when" | "as"
            )
            || scan.is(at, Kind::Number)
        {
            break;
        }
        match (MEASURES.get(low).filter(|own| is_predicate(own)), found) {
            (Some(next), None) => found = Some((next, at)),
            (Some(next), Some((was, _))) if next.name != was.name => {
                return said("casualties", scan.raw(at), "behind it, beside another measure");
            }
            _ => {}
        }
    }
    found.and_then(|(own, at)| said(own.name, scan.raw(at), "just behind it"))
}
