//! Who the words of a tree stand for, as events ask: whether a word is somebody, and which entity.

use std::cell::RefCell;

use annals_record::EntityKind;

use super::syntax::Syntax;
use crate::actors::{fold, role_of};
use crate::entities::Entities;

/// How deep somebody is looked for inside a phrase: *the office of the head of the party*.
const DEEPEST: usize = 3;

/// The entities of a document, by words.
pub(super) struct People<'a> {
    pub syntax: &'a Syntax<'a>,
    pub entities: &'a Entities,
    /// Of each word asked for, its entity.
    known: RefCell<Vec<Option<Option<usize>>>>,
    names: Vec<bool>,
}

impl<'a> People<'a> {
    pub fn new(syntax: &'a Syntax<'a>, entities: &'a Entities) -> Self {
        let mut names = vec![false; syntax.len()];
        syntax.analysis.names.iter().for_each(|name| names[name.words.range()].fill(true));
        Self { syntax, entities, known: RefCell::new(vec![None; syntax.len()]), names }
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
        let found = if is_noun {
            self.entities.of(word, self.syntax.doc, self.syntax.analysis)
        } else {
            None
        };
        self.known.borrow_mut()[word] = Some(found);
        found
    }

    /// Whether a word stands for somebody who may act, or for a state as *Iranian* does.
    pub fn is_somebody(&self, word: usize) -> bool {
        self.entities.people_at(word).is_some() || self.entity(word).is_some_and(|own| self.acts(own, word))
    }

    fn acts(&self, entity: usize, word: usize) -> bool {
        let facts = self.entities.facts(entity);
        let is_office = || role_of(&fold(self.syntax.lemma(word))).is_some();
        match facts.kind {
            EntityKind::Person | EntityKind::Organization | EntityKind::Group => true,
            EntityKind::Place => facts.is_named || facts.is_known,
            EntityKind::Event => false,
            EntityKind::Facility | EntityKind::Other => facts.is_known || facts.role.is_some() || is_office(),
        }
    }

    /// Those whom a phrase is about where its head is a thing: whose it is, of what people, of or in what place.
    pub fn inside(&self, head: usize) -> Vec<usize> {
        self.inside_within(head, DEEPEST)
    }

    fn inside_within(&self, head: usize, depth: usize) -> Vec<usize> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let syntax = self.syntax;
        let own = |relations: &[&str]| -> Vec<usize> {
            let words = syntax.spread(syntax.by(head, relations).filter(|&word| word < head));
            words.into_iter().filter(|&word| self.is_somebody(word)).collect()
        };
        for relations in [&["nmod:poss"][..], &["compound", "amod", "nmod:desc", "nmod"]] {
            let found = own(relations);
            if !found.is_empty() {
                return found;
            }
        }
        let behind = |name: &&str| {
            let nouns = syntax.behind(head, name);
            let people: Vec<usize> = nouns.iter().copied().filter(|&noun| self.is_somebody(noun)).collect();
            if people.is_empty() {
                nouns.into_iter().flat_map(|noun| self.inside_within(noun, depth)).collect()
            } else {
                people
            }
        };
        ["of", "by", "from", "for", "in", "at", "near"].iter().map(behind).find(|found| !found.is_empty()).unwrap_or_default()
    }
}
