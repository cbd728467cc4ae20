//! From the words that fill the roles of an event to those who are meant by them.

use super::fit::{Finder, Fit};

/// Those who are meant, by the heads of their phrases.
#[derive(Clone, Debug, Default)]
pub(super) struct Parties {
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
}

/// Kinds of mentions that are things one can hit or take.
const THINGS: [&str; 3] = ["object", "place", "organization"];
/// Types that are done to things as well: a bridge is bombed, a ship seized.
const TO_THINGS: [&str; 2] = ["ASSAULT", "COERCE"];

/// Who takes part in the event of a fit, and on which side; nobody on both.
pub(super) fn of(finder: &Finder, fit: &Fit) -> Parties {
    let resolver = Resolver { finder };
    let kind = finder.entry(fit).kind.unwrap_or_default();
    let mut parties = Parties::default();
    for &word in &fit.actors {
        add(&mut parties.actors, resolver.parties(word));
    }
    for &word in &fit.recipients {
        let mut found = resolver.parties(word);
        if found.is_empty() && TO_THINGS.contains(&kind) && !fit.inside {
            found.extend(resolver.thing(word));
        }
        add(&mut parties.recipients, found);
    }
    let is_actor = |word: &usize| {
        let entity = finder.people.entity(*word);
        parties.actors.iter().any(|actor| actor == word || entity.is_some() && finder.people.entity(*actor) == entity)
    };
    parties.recipients.retain(|word| !is_actor(word));
    parties
}

fn add(all: &mut Vec<usize>, more: Vec<usize>) {
    for word in more {
        if !all.contains(&word) {
            all.push(word);
        }
    }
}

struct Resolver<'a> {
    finder: &'a Finder<'a>,
}

impl Resolver<'_> {
    /// Those whom a phrase means: whoever it names, or who stands inside it.
    fn parties(&self, word: usize) -> Vec<usize> {
        let people = self.finder.people;
        if people.is_somebody(word) {
            return vec![word];
        }
        match self.finder.syntax.counted(word, self.finder.lexicon) {
            Some(of) if people.is_somebody(of) => vec![of],
            _ => people.inside(word),
        }
    }

    /// A thing, where the model mentions it.
    fn thing(&self, word: usize) -> Option<usize> {
        let mentions = &self.finder.syntax.analysis.mentions;
        // Mentions stand in the order of their first words; that of a head begins a few words before it.
        let from = mentions.partition_point(|mention| mention.words.start + 12 < word);
        let near = mentions[from..].iter().take_while(|mention| mention.words.start <= word);
        let own = near.into_iter().find(|mention| mention.head == word)?;
        (THINGS.contains(&own.kind) && self.finder.people.entity(word).is_some()).then_some(word)
    }
}
