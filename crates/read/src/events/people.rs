//! Who the words of a tree stand for, as events ask: whether a word is somebody, and which entity.

use std::cell::RefCell;

use annals_record::EntityKind;

use super::lexicon::Lexicon;
use super::syntax::Syntax;
use crate::actors::{fold, role_of};
use crate::entities::Entities;

/// How deep somebody is looked for inside a phrase: *the office of the head of the party*.
const DEEPEST: usize = 3;

/// The entities of a document, by words.
pub(super) struct People<'a> {
    pub syntax: &'a Syntax<'a>,
    pub entities: &'a Entities,
    lexicon: &'a Lexicon,
    /// Of each word asked for, its entity.
    known: RefCell<Vec<Option<Option<usize>>>>,
    names: Vec<bool>,
}

impl<'a> People<'a> {
    pub fn new(syntax: &'a Syntax<'a>, lexicon: &'a Lexicon, entities: &'a Entities) -> Self {
        let mut names = vec![false; syntax.len()];
        syntax.analysis.names.iter().for_each(|name| names[name.words.range()].fill(true));
        Self { syntax, entities, lexicon, known: RefCell::new(vec![None; syntax.len()]), names }
    }

    /// Whether a word stands in a name.
    pub fn is_name(&self, word: usize) -> bool {
        self.names[word]
    }

    /// The entity of the phrase whose head a word is.
    pub fn entity(&self, word: usize) -> Option<usize> {
        if let Some(known) = self.known.borrow()[word] {
            return known;
        }
        let own = &self.syntax.word(word);
        let is_noun = matches!(own.upos, "NOUN" | "PROPN" | "PRON" | "NUM" | "DET" | "ADJ" | "SYM" | "X");
        let found =
            if is_noun { self.entities.of(word, self.syntax.doc, self.syntax.analysis) } else { None };
        self.known.borrow_mut()[word] = Some(found);
        found
    }

    /// Whether a word stands for somebody who may act, or for a state as *Iranian* does.
    pub fn is_somebody(&self, word: usize) -> bool {
        self.entities.people_at(word).is_some() || self.entity(word).is_some_and(|own| self.acts(own, word))
    }

    /// Whether a word in the singular stands for what is neither a person, a body nor a place.
    pub fn is_other(&self, word: usize) -> bool {
        let is_plural = self.syntax.word(word).xpos == "NNS";
        !is_plural && self.entity(word).is_some_and(|own| self.entities.facts(own).kind == EntityKind::Other)
    }

    fn acts(&self, entity: usize, word: usize) -> bool {
        let facts = self.entities.facts(entity);
        let is_office = || role_of(&fold(self.syntax.lemma(word))).is_some();
        match facts.kind {
            EntityKind::Person | EntityKind::Organization | EntityKind::Group => true,
            EntityKind::Place => {
                facts.is_named
                    || facts.is_known
                    || self.syntax.is_of(word, |one| self.lexicon.is_in(one, "polity"))
            }
            EntityKind::Event => false,
            EntityKind::Facility | EntityKind::Other => facts.is_known || is_office(),
        }
    }

    /// Those whom a phrase is about where its head is a thing: whose it is, of what people, of, to or in what; of those only
    /// who is `wanted`.
    pub fn inside(&self, head: usize, wanted: &dyn Fn(usize) -> bool) -> Vec<usize> {
        self.inside_within(head, DEEPEST, wanted)
    }

    fn inside_within(&self, head: usize, depth: usize, wanted: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let is_meant = |&word: &usize| self.is_somebody(word) && wanted(word);
        for relations in [&["nmod:poss"][..], &["compound", "amod", "nmod:desc", "nmod"]] {
            let found = self.before(head, relations, &is_meant);
            if !found.is_empty() {
                return found;
            }
        }
        let behind = |name: &&str| {
            let nouns = self.syntax.behind(head, name);
            let people: Vec<usize> = nouns.iter().copied().filter(is_meant).collect();
            let is_named = nouns.iter().any(|&noun| self.is_somebody(noun));
            if people.is_empty() && !is_named {
                nouns.into_iter().flat_map(|noun| self.inside_within(noun, depth, wanted)).collect()
            } else {
                people
            }
        };
        INSIDE.iter().map(behind).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Those who stand before a noun, or before what stands before it: *a UN draft resolution*.
    fn before(&self, head: usize, relations: &[&str], is_meant: &dyn Fn(&usize) -> bool) -> Vec<usize> {
        let syntax = self.syntax;
        let own: Vec<usize> = syntax.by(head, relations).filter(|&word| word < head).collect();
        let found: Vec<usize> = syntax.spread(own.iter().copied()).into_iter().filter(is_meant).collect();
        if found.is_empty() {
            let inner = own.into_iter().flat_map(|word| syntax.by(word, &["compound", "amod", "nmod:poss"]));
            return inner.filter(is_meant).collect();
        }
        found
    }
}

/// Prepositions between a thing and those whom it is about, the closer ones first.
const INSIDE: [&str; 12] =
    ["of", "by", "from", "against", "on", "to", "with", "between", "for", "in", "at", "near"];
