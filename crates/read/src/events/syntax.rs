//! Trees as the search for events asks them: what hangs on a word, whose subject and object something deep down is.

use std::collections::HashMap;

use annals_text::Document;

use super::lemma::{self, Lemmas};
use super::lexicon::Lexicon;
use super::pattern::Pos;
use crate::model::{Analysis, Word};
use crate::words::{clause_of, parent_of};

/// How far up a subject or an antecedent is looked for.
const STEPS: usize = 6;

/// A document with its trees, read downwards.
pub(super) struct Syntax<'a> {
    pub text: &'a str,
    pub doc: &'a Document,
    pub analysis: &'a Analysis,
    /// Of each word, its lemma in lower case.
    lemmas: Vec<Lemmas>,
    /// Words that end one with hyphens, whole: *hostage-taking*.
    hyphened: HashMap<usize, String>,
    /// Whether a word is the head of a phrase for somebody.
    somebody: Vec<bool>,
    /// Of each word, where its children begin in the list of all children.
    first: Vec<usize>,
    children: Vec<usize>,
}

impl<'a> Syntax<'a> {
    pub fn new(text: &'a str, doc: &'a Document, analysis: &'a Analysis, lexicon: &Lexicon) -> Self {
        let words = analysis.words.len();
        let parents: Vec<Option<usize>> = (0..words).map(|word| parent_of(doc, analysis, word)).collect();
        let mut first = vec![0; words + 1];
        parents.iter().flatten().for_each(|&parent| first[parent + 1] += 1);
        for word in 0..words {
            first[word + 1] += first[word];
        }
        let mut free = first.clone();
        let mut children = vec![0; first[words]];
        for (word, parent) in parents.iter().enumerate() {
            if let Some(parent) = *parent {
                children[free[parent]] = word;
                free[parent] += 1;
            }
        }
        let lemma = |(word, own): (&Word, &annals_text::Word)| {
            lemma::of(own.span.of(text), word.upos, &word.lemma, lexicon)
        };
        let lemmas: Vec<Lemmas> = analysis.words.iter().zip(&doc.words).map(lemma).collect();
        let mut somebody = vec![false; words];
        for mention in &analysis.mentions {
            somebody[mention.head] |= matches!(mention.kind, "person" | "organization" | "place");
        }
        let hyphened = hyphened(text, doc, &lemmas, lexicon);
        Self { text, doc, analysis, lemmas, hyphened, somebody, first, children }
    }

    /// The whole of a word with hyphens, where its last part is this one: *six-party*.
    pub fn whole(&self, at: usize) -> Option<&str> {
        self.hyphened.get(&at).map(String::as_str)
    }

    pub fn len(&self) -> usize {
        self.lemmas.len()
    }

    pub fn word(&self, at: usize) -> &'a Word {
        &self.analysis.words[at]
    }

    /// The lemma of a word in lower case.
    pub fn lemma(&self, at: usize) -> &str {
        &self.lemmas[at].first
    }

    /// Whether a word is a form of a lemma.
    pub fn is_of(&self, at: usize, is_meant: impl Fn(&str) -> bool) -> bool {
        let Lemmas { first, second } = &self.lemmas[at];
        is_meant(first) || second.as_deref().is_some_and(&is_meant) || self.whole(at).is_some_and(is_meant)
    }

    /// The other lemma that a word may have.
    pub fn other_lemma(&self, at: usize) -> Option<&str> {
        self.lemmas[at].second.as_deref()
    }

    /// The word as it stands.
    pub fn form(&self, at: usize) -> &'a str {
        self.doc.words[at].span.of(self.text)
    }

    pub fn relation(&self, at: usize) -> &'static str {
        self.word(at).relation
    }

    /// The relation without what stands behind its colon.
    pub fn base(&self, at: usize) -> &'static str {
        let relation = self.relation(at);
        relation.split_once(':').map_or(relation, |(base, _)| base)
    }

    pub fn parent(&self, at: usize) -> Option<usize> {
        parent_of(self.doc, self.analysis, at)
    }

    /// The words that hang on a word, in text order.
    pub fn children(&self, at: usize) -> &[usize] {
        &self.children[self.first[at]..self.first[at + 1]]
    }

    /// The words that hang on a word by one of some relations.
    pub fn by<'s>(&'s self, at: usize, relations: &'s [&str]) -> impl Iterator<Item = usize> + 's {
        self.children(at).iter().copied().filter(move |&child| relations.contains(&self.relation(child)))
    }

    pub fn one_by(&self, at: usize, relations: &[&str]) -> Option<usize> {
        self.by(at, relations).next()
    }

    pub fn is_nominal(&self, at: usize) -> bool {
        matches!(self.word(at).upos, "NOUN" | "PROPN" | "PRON" | "NUM" | "DET" | "ADJ" | "SYM" | "X")
    }

    pub fn is_verbal(&self, at: usize) -> bool {
        matches!(self.word(at).upos, "VERB" | "AUX")
    }

    /// Words with those coordinated to them: *France* and *Germany*.
    pub fn spread(&self, words: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut all = Vec::new();
        for word in words {
            all.push(word);
            let kin = |&other: &usize| self.is_nominal(other) == self.is_nominal(word);
            all.extend(self.by(word, &["conj"]).filter(kin));
            // *Ann Lee and Jora Lind*, where the second hangs on the last name of the first
            let parts = self.by(word, &["flat", "nmod:desc"]);
            all.extend(parts.flat_map(|part| self.by(part, &["conj"])).filter(kin));
        }
        all
    }

    fn is_relative(&self, word: usize) -> bool {
        self.word(word).feats.contains("PronType=Rel") || matches!(self.word(word).xpos, "WDT" | "WP")
    }

    /// The noun that a relative pronoun of a verb's clause goes back to, else the word itself.
    pub fn antecedent(&self, word: usize) -> usize {
        if !self.is_relative(word) {
            return word;
        }
        let mut at = word;
        for _ in 0..STEPS {
            let Some(parent) = self.parent(at) else { break };
            if self.relation(at) == "acl:relcl" {
                return parent;
            }
            at = parent;
        }
        word
    }

    /// Whether a verb stands in the passive: with an auxiliary, or as a participle: *the men arrested*.
    pub fn is_passive(&self, verb: usize) -> bool {
        if self.one_by(verb, &["aux:pass"]).is_some() {
            return true;
        }
        if self.one_by(verb, &["nsubj:pass", "csubj:pass"]).is_some() {
            return self.word(verb).xpos != "VBD";
        }
        if self.word(verb).xpos != "VBN" || self.one_by(verb, &["aux", "obj", "nsubj"]).is_some() {
            return false;
        }
        match self.relation(verb) {
            // *were arrested and charged*
            "conj" => self.parent(verb).is_some_and(|first| self.is_passive(first)),
            _ => true,
        }
    }

    /// Who does what a verb says.
    pub fn subjects(&self, verb: usize) -> Vec<usize> {
        if !self.is_passive(verb) {
            return self.surface_subjects(verb, 0);
        }
        let by = |&noun: &usize| self.relation(noun) == "obl:agent" || self.is_case(noun, "by");
        let agents = self.children(verb).iter().copied();
        let agents: Vec<usize> =
            agents.filter(|&noun| self.base(noun) == "obl" && self.is_nominal(noun)).filter(by).collect();
        if agents.is_empty() && self.relation(verb) == "amod" && self.form(verb - verb.min(1)) == "-" {
            // *Norland-backed rebels*
            return self.by(verb, &["compound", "obl", "nsubj", "obl:npmod", "obl:unmarked"]).collect();
        }
        self.spread(agents)
    }

    /// The subject as it stands, or the one that a verb takes from the clause around it.
    pub fn surface_subjects(&self, verb: usize, depth: usize) -> Vec<usize> {
        if depth > STEPS {
            return Vec::new();
        }
        let own = self.one_by(verb, &["nsubj", "nsubj:pass", "nsubj:outer"]);
        if let Some(noun) = own {
            return self.spread([self.antecedent(noun)]);
        }
        self.controlled(verb, depth)
    }

    /// The subject of a verb that has none of its own: *agreed to send*, *urged them to stop*, *the plan to attack*.
    fn controlled(&self, verb: usize, depth: usize) -> Vec<usize> {
        let Some(parent) = self.parent(verb) else { return Vec::new() };
        let above = || self.surface_subjects(parent, depth + 1);
        match self.relation(verb) {
            "conj" if self.is_verbal(verb) || self.is_verbal(parent) => above(),
            "xcomp" | "advcl" | "ccomp" | "obl" if self.one_by(verb, &["nsubj", "expl"]).is_none() => {
                let objects: Vec<usize> = if self.takes_object(verb, parent) {
                    let own = self.by(parent, &["obj", "iobj"]).map(|noun| self.antecedent(noun));
                    own.chain(self.raised(parent)).collect()
                } else {
                    Vec::new()
                };
                if objects.is_empty() { above() } else { self.spread(objects) }
            }
            // *ordered the ministry to stop*, where the clause hangs on the ministry
            "acl" if self.word(verb).xpos == "VB" && self.is_told(parent) => self.spread([parent]),
            "acl" if self.word(verb).xpos == "VB" => self.owners(parent, depth),
            "acl" | "acl:relcl" | "amod" => self.spread([parent]),
            _ => Vec::new(),
        }
    }

    /// Whether the object of the verb above is the subject of a clause: *urged them to stop*, *accused them of lying*.
    fn takes_object(&self, verb: usize, parent: usize) -> bool {
        let promises = matches!(self.lemma(parent), "promise" | "threaten" | "vow" | "offer");
        let marked = |mark: &str| self.is_marked(verb, mark);
        match self.relation(verb) {
            "xcomp" | "ccomp" => !promises,
            _ => ["of", "from", "for", "into"].iter().any(|mark| marked(mark)),
        }
    }

    /// Whether a noun is somebody to whom something is done.
    fn is_told(&self, noun: usize) -> bool {
        self.somebody[noun] && matches!(self.relation(noun), "obj" | "nsubj:pass" | "iobj")
    }

    /// Whose a noun is that a clause hangs on: *Iran's threat to attack*, *made a promise to help*.
    fn owners(&self, noun: usize, depth: usize) -> Vec<usize> {
        let before: Vec<usize> = self.by(noun, &["nmod:poss", "compound", "amod"]).collect();
        let own: Vec<usize> =
            before.iter().copied().filter(|&word| self.relation(word) == "nmod:poss").collect();
        if !own.is_empty() {
            return self.spread(own);
        }
        let verb = self.parent(noun).filter(|&verb| self.is_verbal(verb));
        match verb.filter(|_| matches!(self.relation(noun), "obj" | "obl")) {
            Some(verb) => self.surface_subjects(verb, depth + 1),
            None => before,
        }
    }

    /// To whom or what a verb does something.
    pub fn objects(&self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) { self.passive_objects(verb) } else { self.active_objects(verb) }
    }

    fn passive_objects(&self, verb: usize) -> Vec<usize> {
        if let Some(noun) = self.one_by(verb, &["nsubj:pass", "nsubj"]) {
            return self.spread([self.antecedent(noun)]);
        }
        let Some(parent) = self.parent(verb) else { return Vec::new() };
        match self.relation(verb) {
            "acl" | "amod" | "acl:relcl" => self.spread([parent]),
            "conj" => self.passive_objects_of_first(parent),
            "xcomp" => {
                let objects: Vec<usize> = self.by(parent, &["obj"]).collect();
                if objects.is_empty() { self.surface_subjects(parent, 0) } else { self.spread(objects) }
            }
            // *freed the mayor, arrested last week*, but *arrested last week, the mayor left*
            "advcl" => match self.by(parent, &["obj"]).filter(|&noun| noun < verb).last() {
                Some(noun) => self.spread([noun]),
                None => self.surface_subjects(parent, 0),
            },
            _ => Vec::new(),
        }
    }

    fn passive_objects_of_first(&self, first: usize) -> Vec<usize> {
        if self.is_passive(first) && self.relation(first) != "conj" {
            self.passive_objects(first)
        } else {
            self.surface_subjects(first, 0)
        }
    }

    fn active_objects(&self, verb: usize) -> Vec<usize> {
        for relation in ["obj", "iobj"] {
            let own: Vec<usize> = self.by(verb, &[relation]).map(|noun| self.antecedent(noun)).collect();
            if !own.is_empty() {
                return self.spread(own);
            }
        }
        if let Some(shared) =
            self.shared_object(verb).or_else(|| self.raised(verb).map(|noun| self.spread([noun])))
        {
            return shared;
        }
        // The tree may take an object for a predicate: *appointed an envoy*.
        let predicate = self.by(verb, &["xcomp"]).find(|&noun| {
            matches!(self.word(noun).upos, "NOUN" | "PROPN")
                && self.one_by(noun, &["case", "cop", "mark"]).is_none()
        });
        if let Some(noun) = predicate {
            return self.spread([noun]);
        }
        self.left_out(verb).into_iter().collect()
    }

    /// *ordered the firm to pay*, where the firm hangs on the second verb.
    fn raised(&self, verb: usize) -> Option<usize> {
        let clause = self.by(verb, &["xcomp", "ccomp"]).find(|&clause| self.word(clause).xpos == "VB")?;
        let to = self.by(clause, &["mark"]).find(|&mark| self.lemma(mark) == "to")?;
        self.by(clause, &["iobj", "obj", "nsubj"]).find(|&noun| noun > verb && noun < to)
    }

    /// *attacked and looted the village*: the object behind the last of several verbs is that of all.
    fn shared_object(&self, verb: usize) -> Option<Vec<usize>> {
        let next = self.by(verb, &["conj"]).find(|&next| self.is_verbal(next))?;
        let joins = |word: usize| matches!(self.word(word).upos, "CCONJ" | "ADV" | "PUNCT");
        if !(verb + 1..next).all(joins) || self.is_passive(next) {
            return None;
        }
        let own: Vec<usize> = self.by(next, &["obj"]).collect();
        (!own.is_empty()).then(|| self.spread(own))
    }

    /// *the man police arrested*: what a clause without object says something of.
    fn left_out(&self, verb: usize) -> Option<usize> {
        let subject = self.one_by(verb, &["nsubj"])?;
        let is_bare = self.relation(verb) == "acl:relcl" && !self.is_relative(subject);
        let has_other = self.children(verb).iter().any(|&child| self.is_relative(child));
        self.parent(verb).filter(|_| is_bare && !has_other)
    }

    /// Whether a preposition stands before a noun; one of several words is written with underscores.
    pub fn is_case(&self, noun: usize, preposition: &str) -> bool {
        self.by(noun, &["case"]).any(|case| self.is_called(case, preposition))
    }

    /// Whether a clause is opened by a word: *of* shooting.
    pub fn is_marked(&self, verb: usize, mark: &str) -> bool {
        self.by(verb, &["mark", "case"]).any(|word| self.is_called(word, mark))
    }

    fn is_called(&self, word: usize, name: &str) -> bool {
        let low = |word: usize| self.form(word).to_lowercase();
        match name.split_once('_') {
            None => low(word) == name,
            Some((first, second)) => {
                low(word) == first
                    && (word + 1 < self.len() && low(word + 1) == second
                        || self.by(word, &["fixed"]).any(|next| low(next) == second))
            }
        }
    }

    /// The nouns behind a preposition that hang on a word, relative pronouns undone.
    pub fn behind(&self, head: usize, preposition: &str) -> Vec<usize> {
        let hangs = |&child: &usize| {
            matches!(self.base(child), "obl" | "nmod" | "xcomp" | "advcl" | "acl" | "obj" | "iobj")
                && self.relation(child) != "nmod:poss"
                && (self.is_case(child, preposition) || self.is_marked(child, preposition))
        };
        let own: Vec<usize> = self.children(head).iter().copied().filter(hangs).collect();
        self.spread(own.into_iter().map(|noun| self.antecedent(noun)))
    }

    /// The verbs of clauses that complete a word.
    pub fn complements(&self, head: usize) -> Vec<usize> {
        let is_nominal = self.is_nominal(head) && self.word(head).upos != "ADJ";
        let completes = |&child: &usize| match self.relation(child) {
            "xcomp" | "ccomp" | "csubj" => true,
            "acl" => is_nominal,
            "advcl" => self.is_marked(child, "to"),
            _ => false,
        };
        let own = self.children(head).iter().copied().filter(completes);
        // *ordered the ministry to stop*, where the clause hangs on the ministry
        let told = self.by(head, &["obj", "iobj"]).filter(|&noun| !is_nominal && self.is_told(noun));
        let of_told =
            told.flat_map(|noun| self.by(noun, &["acl", "advcl"])).filter(|&verb| self.is_marked(verb, "to"));
        own.chain(of_told).flat_map(|verb| [verb].into_iter().chain(self.by(verb, &["conj"]))).collect()
    }

    /// Whether a verb has a particle.
    pub fn has_particle(&self, verb: usize, particle: &str) -> bool {
        self.particle(verb, particle).is_some()
    }

    /// The particle of a verb: *carried out*, *took part*.
    pub fn particle(&self, verb: usize, particle: &str) -> Option<usize> {
        let is_called = |word: usize| self.form(word).eq_ignore_ascii_case(particle);
        let is_particle = |&child: &usize| {
            let relation = self.relation(child);
            let is_near = child > verb && child < verb + 3;
            (matches!(relation, "compound:prt" | "advmod") || relation == "obj" && is_near)
                && is_called(child)
        };
        let own = self.children(verb).iter().copied().find(is_particle);
        // The tree may hang it on the object: *voted down the tax*.
        let next = Some(verb + 1).filter(|&next| next < self.len() && is_called(next));
        let hangs_near = |next: &usize| {
            let parent = self.parent(*next);
            parent.is_some_and(|noun| {
                self.parent(noun) == Some(verb) && matches!(self.base(noun), "obj" | "obl")
            })
        };
        own.or_else(|| next.filter(hangs_near))
    }

    /// Who does it: of a verb its deep subject, of an adjective what it is said of.
    pub fn doers(&self, head: usize, pos: Pos) -> Vec<usize> {
        match (pos, self.parent(head)) {
            (Pos::Verb, _) => self.subjects(head),
            (Pos::Adjective, Some(noun)) if self.relation(head) == "amod" => self.spread([noun]),
            (Pos::Adjective, _) => self.surface_subjects(head, 0),
            (Pos::Noun, _) => Vec::new(),
        }
    }

    /// What a word of number or grouping counts: *dozens of* soldiers, *a wave of* attacks.
    pub fn counted(&self, word: usize, lexicon: &Lexicon) -> Option<usize> {
        let counts = self.word(word).upos == "NUM" || lexicon.is_in(self.lemma(word), "quantity");
        let of = self.by(word, &["nmod", "obl"]).find(|&noun| self.is_case(noun, "of"));
        of.filter(|_| counts)
    }

    /// *called off the talks*, where the tree takes the particle for a preposition: its noun.
    pub fn misread_particle(&self, verb: usize, particle: &str) -> Option<usize> {
        let next = verb + 1;
        let is_case = next < self.len()
            && self.relation(next) == "case"
            && self.form(next).eq_ignore_ascii_case(particle);
        let noun = self.parent(next).filter(|_| is_case)?;
        (self.parent(noun) == Some(verb) && self.base(noun) == "obl").then_some(noun)
    }

    /// The head of the clause that a word stands in.
    pub fn clause(&self, word: usize) -> usize {
        clause_of(self.doc, self.analysis, word)
    }
}

/// Most parts of a word with hyphens: *house-to-house*.
const PARTS: usize = 4;

/// The words with hyphens that the lexicon knows, by their last parts.
fn hyphened(text: &str, doc: &Document, lemmas: &[Lemmas], lexicon: &Lexicon) -> HashMap<usize, String> {
    let form = |word: usize| doc.words[word].span.of(text);
    let joins = |word: usize| {
        form(word) == "-"
            && word > 0
            && doc.words[word - 1].span.end == doc.words[word].span.start
            && doc.words.get(word + 1).is_some_and(|next| next.span.start == doc.words[word].span.end)
    };
    let mut found = HashMap::new();
    for (last, own) in lemmas.iter().enumerate().skip(2) {
        let mut whole = own.first.clone();
        let mut at = last;
        for _ in 1..PARTS {
            if at < 2 || !joins(at - 1) {
                break;
            }
            at -= 2;
            whole = format!("{}-{whole}", form(at).to_lowercase());
            if lexicon.knows(&whole) {
                found.insert(last, whole.clone());
            }
        }
    }
    found
}
