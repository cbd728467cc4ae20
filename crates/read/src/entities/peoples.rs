//! Words for peoples that act without being mentioned: *Iranian* in *an Iranian attack*.

use std::collections::HashSet;

use annals_record::{EntityKind, MentionForm, WordSpan};

use super::resolve::{Meaning, Profile, Resolver};
use super::{Entities, Entity, Input, Mention, fullest};
use crate::actors::{Describer, Sightings, Sort, Via, tables};

/// The adjectives for states in a document, each with the number of its state among the actors of the tables.
pub(super) fn find(sightings: &Sightings, words: usize) -> Vec<(WordSpan, usize)> {
    let all = sightings.within(WordSpan::new(0, words)).iter();
    let of_state = all.filter(|found| {
        matches!(found.known.via, Via::Adjective | Via::Demonym) && found.actor().sort == Sort::State
    });
    of_state.map(|found| (found.words, found.known.actor)).collect()
}

impl Entities {
    /// The words of the adjective for a state that ends with a word.
    pub fn people_at(&self, word: usize) -> Option<WordSpan> {
        self.people(word).map(|(words, _)| words)
    }

    fn people(&self, word: usize) -> Option<(WordSpan, usize)> {
        let at = self.peoples.partition_point(|(words, _)| words.end <= word);
        self.peoples.get(at).copied().filter(|(words, _)| words.end == word + 1)
    }

    /// Makes the states of these adjectives, each given by its last word, entities with a mention there. Numbers of entities
    /// change.
    pub fn adopt(&mut self, adjectives: impl Iterator<Item = usize>) {
        let adjectives: Vec<_> = adjectives.filter_map(|word| self.people(word)).collect();
        let mut taken: HashSet<WordSpan> =
            self.found.iter().flat_map(|entity| &entity.mentions).map(|mention| mention.words).collect();
        let mut is_changed = false;
        for (words, actor) in adjectives {
            if taken.insert(words) {
                self.mention_state(words, actor);
                is_changed = true;
            }
        }
        if is_changed {
            self.order();
        }
    }

    /// Makes the nominal mentions with these heads entities of their own. Numbers of entities change.
    pub fn part(&mut self, heads: impl Iterator<Item = usize>, input: &Input) {
        let heads: HashSet<usize> = heads.collect();
        let is_apart = |mention: &Mention| {
            mention.form == MentionForm::Nominal
                && mention.head.len() == 1
                && heads.contains(&mention.head.start)
        };
        let mut new = Vec::new();
        for entity in &mut self.found {
            let (mine, apart): (Vec<Mention>, Vec<Mention>) =
                entity.mentions.iter().copied().partition(|mention| !is_apart(mention));
            if !mine.is_empty() && !apart.is_empty() {
                entity.mentions = mine;
                new.push((entity.kind, apart));
            }
        }
        if new.is_empty() {
            return;
        }
        let &Input { text, doc, analysis, day, voices } = input;
        let sightings = Sightings::new(text, doc, analysis);
        let resolver =
            Resolver { describer: Describer { text, doc, analysis, sightings: &sightings, day }, voices };
        for (kind, mentions) in new {
            let name = fullest(&mentions, &|words| resolver.describer.words(words));
            let entity = Entity { name, kind, mentions, meaning: None };
            self.profiles.push(resolver.profile(&entity));
            self.found.push(entity);
        }
        self.order();
    }

    fn mention_state(&mut self, words: WordSpan, actor: usize) {
        let mention = Mention { words, form: MentionForm::Nominal, head: words };
        let meaning = Some(Meaning::Actor(actor));
        if let Some(entity) = self.found.iter_mut().find(|entity| entity.meaning == meaning) {
            entity.mentions.push(mention);
            entity.mentions.sort_by_key(Mention::order);
            return;
        }
        let known = &tables().actors[actor];
        let name = known.name.to_owned();
        self.found.push(Entity { name, kind: EntityKind::Place, mentions: vec![mention], meaning });
        self.profiles.push(Profile::of_actor(known));
    }

    /// Puts the entities in the order of their first mentions, and finds them anew.
    fn order(&mut self) {
        let (found, profiles) = (std::mem::take(&mut self.found), std::mem::take(&mut self.profiles));
        let mut both: Vec<(Entity, Profile)> = found.into_iter().zip(profiles).collect();
        both.sort_by_key(|(entity, _)| entity.mentions[0].words);
        let (found, profiles) = both.into_iter().unzip();
        *self = Self::indexed(found, profiles, std::mem::take(&mut self.peoples));
    }
}
