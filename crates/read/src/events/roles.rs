//! From the words that fill the roles of an event to those who are meant by them.

use super::defaults;
use super::fit::{Finder, Fit};
use super::learned::{self, SURE_OF_ACTOR, SURE_OF_OTHER, SURE_OF_RECIPIENT};
use super::status;
use crate::model::Side;

/// Those who are meant, by the heads of their phrases.
#[derive(Clone, Debug, Default)]
pub(super) struct Parties {
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    /// Recipients that the chains take for an actor: *police arrested a man* names two, whatever the model says.
    pub apart: Vec<usize>,
    /// Those to whom the model points where the tree leads to nobody, or only to those to whom it does not, with its probability.
    pub pointed: Vec<(usize, f32)>,
}

/// Kinds of mentions that are no things one can do something to.
const NO_THINGS: [&str; 2] = ["time", "event"];

/// Who takes part in the event of a fit, and on which side; nobody on both.
pub(super) fn of(finder: &Finder, fit: &Fit) -> Parties {
    let mut resolver = Resolver { finder, fit, actors: Vec::new() };
    let actors: Vec<usize> = fit.actors.iter().flat_map(|&word| resolver.doers(word)).collect();
    resolver.actors = distinct(actors);
    let mut recipients = resolver.recipients();
    let mut pointed = Vec::new();
    if resolver.actors.is_empty() {
        pointed = resolver.pointed(Side::Actor, &recipients, SURE_OF_ACTOR);
        resolver.actors = words_of(&pointed);
    }
    if !resolver.is_mutual() && !resolver.points_at(&recipients) {
        let least = if recipients.is_empty() { SURE_OF_RECIPIENT } else { SURE_OF_OTHER };
        let found = resolver.pointed(Side::Recipient, &[], least);
        if !found.is_empty() {
            recipients = words_of(&found);
        }
        pointed.extend(found);
    }
    let apart = recipients.iter().copied().filter(|&word| resolver.acts(word)).collect();
    Parties { actors: resolver.actors, recipients, apart, pointed }
}

fn words_of(pointed: &[(usize, f32)]) -> Vec<usize> {
    pointed.iter().map(|(word, _)| *word).collect()
}

fn distinct(words: Vec<usize>) -> Vec<usize> {
    let mut all = Vec::with_capacity(words.len());
    for word in words {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    all
}

struct Resolver<'a> {
    finder: &'a Finder<'a>,
    fit: &'a Fit,
    actors: Vec<usize>,
}

impl Resolver<'_> {
    /// Those whom a phrase of the acting side means: of an event, who does it. *The attack on the clinic killed two* is not the clinic's.
    fn doers(&self, word: usize) -> Vec<usize> {
        let event = || self.finder.event(word).filter(|event| event.head != self.fit.head);
        match event().filter(|_| !self.finder.people.is_somebody(word)) {
            Some(event) => event.actors.iter().flat_map(|&actor| self.parties(actor)).collect(),
            None => self.parties(word),
        }
    }

    /// Those whom a phrase means: whoever it names, or who stands inside it; no actors.
    fn parties(&self, word: usize) -> Vec<usize> {
        let people = self.finder.people;
        // *was passed with a Norlandian abstention* is not done to Norland.
        let is_ballot = self.finder.syntax.is_of(word, |lemma| self.finder.lexicon.is_in(lemma, "ballot"));
        if self.is_moved(word) || is_ballot {
            return Vec::new();
        }
        // *shared intelligence*: a thing that the pattern names is nobody, though the word may name a body.
        let is_named = self.fit.inside && self.fit.inner.contains(&word);
        if people.is_somebody(word) && !(is_named && people.is_other(word)) {
            return if self.acts(word) && !self.is_apart(word) { Vec::new() } else { vec![word] };
        }
        match self.finder.syntax.counted(word, self.finder.lexicon) {
            Some(of) if people.is_somebody(of) && !self.acts(of) => vec![of],
            _ => people.inside(word, &|inner| !self.acts(inner)),
        }
    }

    /// Whether a word stands for what the actors only move: *withdrew its troops*.
    fn is_moved(&self, word: usize) -> bool {
        let kind = self.finder.entry(self.fit).kind.unwrap_or_default();
        let syntax = self.finder.syntax;
        let is_own = || syntax.by(word, &["nmod:poss"]).any(|owner| self.acts(owner));
        let are_troops = || syntax.is_of(word, |lemma| self.finder.lexicon.is_in(lemma, "troops"));
        !self.actors.is_empty()
            && defaults::of(kind).is_some_and(|own| own.moves_own)
            && (is_own() || are_troops())
    }

    /// Whether a recipient is a noun beside the actors, who cannot be the same: *a man*, but not *himself* or *its troops*.
    fn is_apart(&self, word: usize) -> bool {
        let syntax = self.finder.syntax;
        let is_noun = syntax.word(word).upos == "NOUN" && !self.finder.people.is_name(word);
        let is_direct = self.fit.recipients.contains(&word) && !self.actors.contains(&word);
        is_noun && is_direct && syntax.one_by(word, &["nmod:poss"]).is_none()
    }

    /// Whether a word stands for one of the actors.
    fn acts(&self, word: usize) -> bool {
        self.is_among(word, &self.actors)
    }

    /// Whether a word stands for one of those whom other words name.
    fn is_among(&self, word: usize, others: &[usize]) -> bool {
        let people = self.finder.people;
        let entity = people.entity(word);
        others.iter().any(|&other| other == word || entity.is_some() && people.entity(other) == entity)
    }

    /// Whether the model points, on either side, at one of some words.
    fn points_at(&self, words: &[usize]) -> bool {
        let parties = self.finder.guess(self.fit.head).map_or(&[][..], |trigger| &trigger.parties);
        parties.iter().any(|party| self.is_among(party.word, words))
    }

    /// Those of one side to whom the model points with at least a probability, nobody who is known to stand on the other.
    fn pointed(&self, side: Side, others: &[usize], least: f32) -> Vec<(usize, f32)> {
        let above = match side {
            Side::Actor => self.above(),
            Side::Recipient => Vec::new(),
        };
        let is_free = |&(word, _): &(usize, f32)| {
            self.finder.people.is_somebody(word)
                && !self.is_moved(word)
                && !self.acts(word)
                && !self.is_among(word, others)
                && !above.contains(&word)
        };
        let trigger = self.finder.guess(self.fit.head).into_iter();
        trigger.flat_map(|trigger| learned::parties(trigger, side, least)).filter(is_free).collect()
    }

    /// Who does what says whether it happened: *the army prevented an attack*, which is not the army's.
    fn above(&self) -> Vec<usize> {
        let syntax = self.finder.syntax;
        let said_by = status::of(syntax, self.finder.lexicon, self.fit).by;
        said_by.map(|by| syntax.subjects(by)).unwrap_or_default()
    }

    /// Whether the actors do the same with each other.
    fn is_mutual(&self) -> bool {
        self.actors.len() > 1 || self.fit.recipients.iter().any(|&word| self.is_each_other(word))
    }

    /// The recipients, from the likeliest source that names any.
    fn recipients(&self) -> Vec<usize> {
        if self.fit.recipients.iter().any(|&word| self.is_each_other(word)) {
            return Vec::new();
        }
        let all =
            |words: Vec<usize>| distinct(words.into_iter().flat_map(|word| self.parties(word)).collect());
        let sources: [&dyn Fn() -> Vec<usize>; 5] = [
            &|| all(self.of_events()),
            &|| all(self.fit.recipients.clone()),
            &|| all(self.inside_events()),
            &|| self.behind_prepositions(self.fit.head, &all),
            &|| self.things(),
        ];
        sources.iter().map(|source| source()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// *each other*, *one another*: those who do it are those to whom it is done. Either word may be the head.
    fn is_each_other(&self, word: usize) -> bool {
        let syntax = self.finder.syntax;
        let is = |at: usize, form: &str| at < syntax.len() && syntax.form(at).eq_ignore_ascii_case(form);
        let pair =
            |at: usize| is(at, "each") && is(at + 1, "other") || is(at, "one") && is(at + 1, "another");
        pair(word) || word.checked_sub(1).is_some_and(pair)
    }

    /// Who takes part in the events that recipients name: *condemned the army's attack*, *pledged support for the mayor*.
    fn of_events(&self) -> Vec<usize> {
        let is_thing = |word: &&usize| !self.finder.people.is_somebody(**word);
        let events = self.fit.recipients.iter().filter(is_thing).filter_map(|&word| self.finder.event(word));
        let kind = self.finder.entry(self.fit).kind.unwrap_or_default();
        let follows = defaults::of(kind).is_some_and(|own| own.follows_inner);
        let sides = events.map(|event| {
            let (actors, recipients) = (event.actors.clone(), event.recipients.clone());
            let (first, second) = if follows { (recipients, actors) } else { (actors, recipients) };
            if first.iter().all(|&word| self.acts(word)) { second } else { first }
        });
        sides.flatten().collect()
    }

    /// To whom the verbs and nouns that the pattern names are done: *refused to lift the ban on its ships*.
    fn inside_events(&self) -> Vec<usize> {
        let syntax = self.finder.syntax;
        let complements = syntax.complements(self.fit.head);
        let words = self.fit.inner.iter().copied().filter(|word| !self.fit.recipients.contains(word));
        let kind = self.finder.entry(self.fit).kind.unwrap_or_default();
        let follows = defaults::of(kind).is_some_and(|own| own.follows_inner);
        let others =
            |words: Vec<usize>| words.into_iter().filter(|&word| !self.acts(word)).collect::<Vec<_>>();
        let of_word = |word: usize| match syntax.is_verbal(word) {
            true => {
                // *alleged that the mayor knew*, *demanded that the army leave*
                let doers = if follows { Vec::new() } else { others(syntax.surface_subjects(word, 0)) };
                let mut found = if doers.is_empty() { syntax.objects(word) } else { return doers };
                for name in ["to", "with", "against", "on", "from"] {
                    found.extend(syntax.behind(word, name));
                }
                found
            }
            false => vec![word],
        };
        words.chain(complements).flat_map(of_word).collect()
    }

    /// Those behind the prepositions of the type, at the head or its light verb.
    fn behind_prepositions(&self, head: usize, all: &dyn Fn(Vec<usize>) -> Vec<usize>) -> Vec<usize> {
        let syntax = self.finder.syntax;
        let kind = self.finder.entry(self.fit).kind.unwrap_or_default();
        let names = defaults::of(kind).map_or(&[][..], |own| &own.prepositions);
        let hosts = [Some(head), self.fit.light];
        let behind = |name: &&str| -> Vec<usize> {
            hosts.iter().flatten().flat_map(|&host| all(syntax.behind(host, name))).collect()
        };
        names.iter().map(behind).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Things that the model mentions, where the type is done to things: its object, else what stands behind its prepositions
    /// or inside it.
    fn things(&self) -> Vec<usize> {
        let kind = self.finder.entry(self.fit).kind.unwrap_or_default();
        if !defaults::of(kind).is_some_and(|own| own.to_things) {
            return Vec::new();
        }
        let all =
            |words: Vec<usize>| words.into_iter().filter(|&word| self.is_thing(word)).collect::<Vec<_>>();
        let named = |word: &usize| self.fit.inside && self.fit.inner.contains(word);
        let sources: [&dyn Fn() -> Vec<usize>; 3] = [
            &|| all(self.fit.recipients.iter().copied().filter(|word| !named(word)).collect()),
            &|| self.behind_prepositions(self.fit.head, &all),
            &|| all(self.inside_events()),
        ];
        sources.iter().map(|source| source()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn is_thing(&self, word: usize) -> bool {
        let mentions = &self.finder.syntax.analysis.mentions;
        // Mentions stand in the order of their first words; that of a head begins a few words before it.
        let from = mentions.partition_point(|mention| mention.words.start + 12 < word);
        let mut near = mentions[from..].iter().take_while(|mention| mention.words.start <= word);
        let own = near.find(|mention| mention.head == word);
        // *postponed their meeting*, *took part in the killing*: what happens is nothing that something is done to.
        if word == self.fit.head || self.finder.event(word).is_some() {
            return false;
        }
        own.is_some_and(|own| !NO_THINGS.contains(&own.kind)) && self.finder.people.entity(word).is_some()
    }
}
