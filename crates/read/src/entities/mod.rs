//! Entities: the names and chains of an article, one entity for each thing of the world.
//!
//! A chain gives the mentions, the names in it give its kind and its name. A name that stands in no chain joins the
//! entity of the same name, or is one of its own; chains of one name and kind are one entity.

mod chains;
mod groups;
mod party;
mod peoples;
mod resolve;

use std::collections::{HashMap, HashSet};

use annals_record::{self as record, ByteSpan, CharIndex, EntityId, EntityKind, MentionForm, WordSpan};
use annals_text::Document;

use crate::actors::{Describer, Sightings};
use crate::model::{self, Analysis, Antecedents};
use crate::statements::Referent;
use crate::words::{head_of, is_possessive, parent_of, phrase_of};
use groups::Groups;
use resolve::{Meaning, Profile, Resolver};

/// The entities of an article, in the order of their first mentions.
pub(crate) struct Entities {
    found: Vec<Entity>,
    /// Who each is.
    profiles: Vec<Profile>,
    /// For each head word, the mention with that head: its words and the number of its entity.
    by_head: HashMap<usize, Vec<(WordSpan, usize)>>,
    /// For each last name, the people who have it.
    by_last_name: HashMap<String, Vec<usize>>,
    /// Adjectives for states in text order, each with the number of its actor in the tables.
    peoples: Vec<(WordSpan, usize)>,
}

/// What is known of an entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub kind: EntityKind,
    /// Whether it has a name.
    pub is_named: bool,
    /// Whether it is an actor of the tables.
    pub is_known: bool,
}

#[derive(Clone, Debug)]
struct Entity {
    name: String,
    kind: EntityKind,
    mentions: Vec<Mention>,
    /// Whom its names mean.
    meaning: Option<Meaning>,
}

impl Entity {
    /// Makes another entity a part of this one.
    fn take(&mut self, other: Self) {
        let is_fuller = other.name.chars().count() > self.name.chars().count();
        if is_fuller && other.is_named() || !self.is_named() {
            self.name = other.name;
        }
        self.meaning = self.meaning.or(other.meaning);
        self.mentions.extend(other.mentions);
        self.mentions.sort_by_key(Mention::order);
    }

    /// The mentions that are names.
    fn names(&self) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().filter(|mention| mention.form == MentionForm::Name)
    }

    fn is_named(&self) -> bool {
        self.names().next().is_some()
    }
}

#[derive(Clone, Copy, Debug)]
struct Mention {
    words: WordSpan,
    form: MentionForm,
    head: WordSpan,
}

impl Mention {
    /// Mentions stand in the order of their first words, longer ones first.
    fn order(&self) -> (usize, std::cmp::Reverse<usize>) {
        (self.words.start, std::cmp::Reverse(self.words.end))
    }
}

/// Below this a pronoun's entity is a stray.
const STRAY: f32 = 0.15;

/// What entities are made of.
pub(crate) struct Input<'a> {
    pub text: &'a str,
    pub doc: &'a Document,
    pub analysis: &'a Analysis,
    /// The day of the article, `YYYY-MM-DD`.
    pub day: Option<&'a str>,
    /// Words that name who speaks or is spoken to.
    pub voices: &'a [WordSpan],
}

/// The entities that the names and chains of an article make.
pub(crate) fn find(input: &Input) -> Entities {
    let &Input { text, doc, analysis, day, voices } = input;
    let sightings = Sightings::new(text, doc, analysis);
    let describer = Describer { text, doc, analysis, sightings: &sightings, day };
    let mut found = Groups::new(&describer, voices).entities();
    found.extend(unmentioned(&describer, &found, voices));
    for entity in &mut found {
        entity.mentions.retain(|mention| !party::is_code(text, doc.span(mention.words)));
    }
    distinct(&mut found);
    let resolver = Resolver { describer, voices };
    found = resolver.resolve(found);
    distinct(&mut found);
    found.sort_by_key(|entity| entity.mentions[0].words);
    let profiles = found.iter().map(|entity| resolver.profile(entity)).collect();
    let peoples = peoples::find(&sightings, doc.words.len());
    Entities::indexed(found, profiles, peoples)
}

/// The last name of a person of several names.
fn last_name(entity: &Entity) -> Option<&str> {
    let is_person = entity.kind == EntityKind::Person && entity.is_named();
    entity.name.rsplit_once(' ').map(|(_, last)| last).filter(|_| is_person)
}

/// Somebody whom the model does not mention: each noun for a person or a body, and each that speaks, that is the head of
/// no mention and in no name.
fn unmentioned(describer: &Describer, found: &[Entity], voices: &[WordSpan]) -> Vec<Entity> {
    let Describer { doc, analysis, .. } = *describer;
    let mut taken = vec![false; doc.words.len()];
    for mention in found.iter().flat_map(|entity| &entity.mentions) {
        taken[mention.head.range()].fill(true);
        if mention.form == MentionForm::Name {
            taken[mention.words.range()].fill(true);
        }
    }
    let is_head = |word: usize| {
        let own = &analysis.words[word];
        own.upos == "NOUN" && !matches!(own.relation, "compound" | "amod" | "flat" | "fixed" | "nmod:npmod")
    };
    let mut speaks = vec![false; doc.words.len()];
    voices.iter().for_each(|&voice| speaks[head_of(doc, analysis, voice)] = true);
    let free = (0..analysis.words.len())
        .filter(|&word| !taken[word] && is_head(word) && (speaks[word] || describer.is_somebody(word)));
    free.map(|head| {
        let words = phrase_of(doc, analysis, head);
        let mention = Mention { words, form: MentionForm::Nominal, head: WordSpan::new(head, head + 1) };
        let name = fullest(&[mention], &|words| describer.words(words));
        Entity { name, kind: EntityKind::Person, mentions: vec![mention], meaning: None }
    })
    .collect()
}

/// A phrase up to its first comma, preposition or *and*, without whose it is: *mayor Jora Lind* of *Ann Lee's mayor Jora
/// Lind, an aide*.
fn front(words: WordSpan, analysis: &Analysis) -> WordSpan {
    let own = |word: usize| analysis.words.get(word).map_or(("", ""), |own| (own.upos, own.xpos));
    let ends = |&word: &usize| match own(word) {
        ("PUNCT", xpos) => xpos != "HYPH",
        (upos, _) => !is_possessive(analysis, word) && matches!(upos, "ADP" | "CCONJ" | "PART" | ""),
    };
    let end = words.range().find(ends).unwrap_or(words.end);
    let owner = (words.start..end).rev().find(|&word| is_possessive(analysis, word));
    WordSpan::new(owner.map_or(words.start, |mark| mark + 1).min(end), end)
}

/// A span belongs to one mention alone: to the first that has it.
fn distinct(found: &mut Vec<Entity>) {
    let mut seen = HashSet::new();
    for entity in found.iter_mut() {
        entity.mentions.retain(|mention| seen.insert(mention.words));
    }
    found.retain(|entity| !entity.mentions.is_empty());
}

/// A name without article in front and possessive behind.
fn bare(name: &str) -> &str {
    unowned(["the ", "The "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name))
}

/// A phrase without possessive behind.
fn unowned(phrase: &str) -> &str {
    ["'s", "’s"].iter().find_map(|ending| phrase.strip_suffix(ending)).unwrap_or(phrase)
}

/// A mention as the record has it: a name alone, and around it, where there are more words, a nominal.
fn forms(mention: &model::Mention, head: usize, name: Option<WordSpan>) -> Vec<Mention> {
    let head = WordSpan::new(head, head + 1);
    match name {
        Some(name) if name == mention.words => Vec::new(),
        Some(name) => vec![Mention { words: mention.words, form: MentionForm::Nominal, head: name }],
        None if mention.form == MentionForm::Name && is_named(mention.kind) => {
            vec![Mention { words: mention.words, form: MentionForm::Nominal, head }]
        }
        None => vec![Mention { words: mention.words, form: mention.form, head }],
    }
}

/// Whether names of a kind are found by themselves, so that a mention without one is no name.
fn is_named(kind: &str) -> bool {
    matches!(kind, "person" | "organization" | "place")
}

fn is_person(kind: &str) -> bool {
    kind == "person"
}

/// What a kind of names or mentions is called in the record.
fn kind(name: &str) -> EntityKind {
    match name {
        "person" => EntityKind::Person,
        "organization" => EntityKind::Organization,
        "place" => EntityKind::Place,
        "event" => EntityKind::Event,
        _ => EntityKind::Other,
    }
}

/// The longest name; without one the first noun phrase, without one the first words.
fn fullest<'t>(mentions: &[Mention], words: &impl Fn(WordSpan) -> &'t str) -> String {
    let of = |form: MentionForm| mentions.iter().filter(move |mention| mention.form == form);
    let longest = of(MentionForm::Name)
        .map(|mention| bare(words(mention.words)))
        .reduce(|best, next| if next.chars().count() > best.chars().count() { next } else { best });
    let nominal = || of(MentionForm::Nominal).next().map(|mention| unowned(words(mention.words)));
    let any = || mentions.first().map(|mention| words(mention.words));
    longest.or_else(nominal).or_else(any).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Entities {
    fn indexed(found: Vec<Entity>, profiles: Vec<Profile>, peoples: Vec<(WordSpan, usize)>) -> Self {
        let mut by_head: HashMap<usize, Vec<(WordSpan, usize)>> = HashMap::new();
        for (number, entity) in found.iter().enumerate() {
            for mention in &entity.mentions {
                for head in mention.head.range() {
                    by_head.entry(head).or_default().push((mention.words, number));
                }
            }
        }
        let mut by_last_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, entity) in found.iter().enumerate() {
            if let Some(last) = last_name(entity) {
                by_last_name.entry(last.to_owned()).or_default().push(number);
            }
        }
        Self { found, profiles, by_head, by_last_name, peoples }
    }

    /// The number of the entity that the noun phrase with this head stands for.
    pub fn of(&self, head: usize, doc: &Document, analysis: &Analysis) -> Option<usize> {
        let words = self.named_by(WordSpan::new(head, head + 1), doc, analysis);
        let head = if words.len() == 1 { words.start } else { head };
        let own = self.mention_of(phrase_of(doc, analysis, head), doc, analysis);
        own.map(|(_, number)| number)
    }

    /// The number of the entity that has a mention of exactly these words.
    pub fn mentioned(&self, words: WordSpan) -> Option<usize> {
        self.at(words)
    }

    /// What is known of an entity.
    pub fn facts(&self, number: usize) -> Facts {
        let own = &self.found[number];
        Facts { kind: own.kind, is_named: own.is_named(), is_known: own.meaning.is_some() }
    }

    /// The entities as the record gives them.
    pub fn to_record(&self, doc: &Document, index: &CharIndex) -> Vec<record::Entity> {
        let chars = |words: WordSpan| index.chars(doc.span(words));
        let mention = |mention: &Mention| record::Mention {
            span: chars(mention.words),
            form: mention.form,
            head: Some(chars(mention.head)),
        };
        let entity = |number: usize| {
            let (own, profile) = (&self.found[number], &self.profiles[number]);
            let owned = |value: Option<&str>| value.map(str::to_owned);
            let affiliation =
                profile.affiliation.and_then(|words| self.at(words)).filter(|&other| other != number);
            record::Entity {
                id: self.id(number, doc, index),
                name: profile.name.map_or_else(|| own.name.clone(), str::to_owned),
                kind: own.kind,
                country: owned(profile.country),
                role: owned(profile.role),
                title: profile.title.clone(),
                affiliation: affiliation.map(|other| self.id(other, doc, index)),
                reference: profile.reference.clone(),
                key: profile.key.clone(),
                mentions: own.mentions.iter().map(mention).collect(),
            }
        };
        (0..self.found.len()).map(entity).collect()
    }

    /// The entity of the mention that is exactly these words.
    fn at(&self, words: WordSpan) -> Option<usize> {
        let same = self.by_head.get(&(words.end - 1))?;
        same.iter().find(|(mention, _)| *mention == words).map(|&(_, number)| number)
    }

    /// The id of an entity.
    pub fn id(&self, number: usize, doc: &Document, index: &CharIndex) -> EntityId {
        EntityId::new(index.chars(doc.span(self.found[number].mentions[0].words)))
    }

    /// Whom a noun phrase stands for: the entity of the mention with the phrase's head, of several the one most like the
    /// phrase. Of a pronoun or a nominal the model also tells whom else it may go back to.
    pub fn referent(
        &self,
        phrase: ByteSpan,
        doc: &Document,
        analysis: &Analysis,
        index: &CharIndex,
    ) -> Referent {
        let words = self.named_by(doc.words_in(phrase), doc, analysis);
        let Some((mention, mut number)) = self.mention_of(words, doc, analysis) else {
            return Referent::default();
        };
        let mut entity = Some(self.id(number, doc, index));
        let Some(likely) = self.antecedents(mention, analysis) else {
            return self.namesakes(mention, number, doc, index);
        };
        let mut by_entity: Vec<(usize, WordSpan, f32)> = Vec::new();
        let mut new = 0.0;
        for &(other, score) in likely {
            let Some(other) = other else {
                new = score;
                continue;
            };
            let words = analysis.mentions[other].words;
            let Some(entity) = self.at(words).or_else(|| Some(self.mention_of(words, doc, analysis)?.1))
            else {
                continue;
            };
            match by_entity.iter_mut().find(|(own, ..)| *own == entity) {
                Some((.., sum)) => *sum += score,
                None => by_entity.push((entity, words, score)),
            }
        }
        // What stands for something new stands for its own entity.
        let told = by_entity.iter().find(|(own, ..)| *own == number).map_or(0.0, |&(.., score)| score);
        let is_first = self.found[number].mentions[0].words.start >= mention.start;
        let mut score = Some(if is_first { told + new } else { told }.clamp(0.0, 1.0));
        // A chain that was cut leaves a pronoun with somebody whom the model never meant.
        let meant = by_entity.iter().copied().reduce(|best, next| if next.2 > best.2 { next } else { best });
        let is_stray = |likely: f32| score.is_some_and(|score| score < STRAY && likely > 2.0 * score);
        if let Some((other, _, likely)) = meant.filter(|&(.., likely)| is_stray(likely)) {
            number = other;
            entity = Some(self.id(other, doc, index));
            score = Some(likely.clamp(0.0, 1.0));
        }
        let others = by_entity.into_iter().filter(|(own, ..)| *own != number);
        let others =
            others.map(|(own, words, score)| (doc.span(words), self.id(own, doc, index), score)).collect();
        Referent { entity, score, others }
    }

    /// Whom a name stands for: a last name that others in the article have too may be any of theirs.
    fn namesakes(&self, name: WordSpan, number: usize, doc: &Document, index: &CharIndex) -> Referent {
        let entity = Some(self.id(number, doc, index));
        let own = &self.found[number];
        let is_bare = name.len() == 1 && own.kind == EntityKind::Person;
        let shared = last_name(own).filter(|_| is_bare).and_then(|last| self.by_last_name.get(last));
        let others: Vec<usize> =
            shared.into_iter().flatten().copied().filter(|&other| other != number).collect();
        if others.is_empty() {
            return Referent { entity, ..Referent::default() };
        }
        let score = 1.0 / (others.len() + 1) as f32;
        let other = |other: usize| {
            let words = self.found[other].mentions[0].words;
            (doc.span(words), self.id(other, doc, index), score)
        };
        Referent { entity, score: Some(score), others: others.into_iter().map(other).collect() }
    }

    /// Words, or of a relative pronoun the noun that it goes back to: *the mayor, who said*.
    fn named_by(&self, words: WordSpan, doc: &Document, analysis: &Analysis) -> WordSpan {
        let is_relative = |word: usize| {
            let own = &analysis.words[word];
            matches!(own.xpos, "WDT" | "WP") || own.upos == "PRON" && own.lemma == "that"
        };
        if analysis.words.is_empty() || words.len() != 1 || !is_relative(words.start) {
            return words;
        }
        let mut at = words.start;
        for _ in 0..6 {
            let Some(parent) = parent_of(doc, analysis, at) else { break };
            if analysis.words[at].relation == "acl:relcl" {
                return WordSpan::new(parent, parent + 1);
            }
            at = parent;
        }
        words
    }

    /// The mention with the head of some words, and its entity.
    fn mention_of(&self, words: WordSpan, doc: &Document, analysis: &Analysis) -> Option<(WordSpan, usize)> {
        if words.is_empty() {
            return None;
        }
        if let Some(named) = self.named_in(words, analysis) {
            return Some(named);
        }
        let Some(same) = self.by_head.get(&head_of(doc, analysis, words)) else {
            // *Rabbi Jora Lind* hangs on the title.
            return front(words, analysis).range().rev().find_map(|word| {
                self.by_head.get(&word)?.iter().find(|(own, _)| words.contains(*own)).copied()
            });
        };
        let unlike =
            |mention: WordSpan| mention.start.abs_diff(words.start) + mention.end.abs_diff(words.end);
        same.iter().min_by_key(|(mention, _)| unlike(*mention)).copied()
    }

    /// The person named at the end of a phrase's front: *Varesh mayor Jora Lind, an aide of …*.
    fn named_in(&self, words: WordSpan, analysis: &Analysis) -> Option<(WordSpan, usize)> {
        let front = front(words, analysis);
        let is_cut =
            analysis.words.get(front.end).is_some_and(|own| own.upos == "CCONJ") && front.end < words.end;
        let person = |word: usize| {
            let own = self.by_head.get(&word)?.iter();
            let mut own = own.filter(|(mention, _)| mention.end == front.end && mention.start >= front.start);
            own.find(|&&(mention, number)| self.is_name_of_person(mention, number)).copied()
        };
        front.range().rev().filter(|_| words.len() > 1 && !is_cut).find_map(person)
    }

    fn is_name_of_person(&self, words: WordSpan, number: usize) -> bool {
        let entity = &self.found[number];
        entity.kind == EntityKind::Person && entity.names().any(|mention| mention.words == words)
    }

    /// What a pronoun or a nominal without name may go back to.
    fn antecedents<'m>(&self, words: WordSpan, analysis: &'m Analysis) -> Option<&'m Antecedents> {
        let first = analysis.mentions.partition_point(|mention| mention.words.start < words.start);
        let same = analysis.mentions[first..].iter().take_while(|mention| mention.words.start == words.start);
        let at = first + same.into_iter().position(|mention| mention.words == words)?;
        let is_name = analysis.mentions[at].form == MentionForm::Name;
        analysis.antecedents.get(at).filter(|_| !is_name)
    }
}

#[cfg(test)]
mod tests {
    use annals_text::document;

    use super::*;
    use crate::model::Name;

    const TEXT: &str =
        "Prime Minister Jora Lind left Varesh. She will see Lind's brother in Varesh. Varesh lost.";

    fn word(doc: &Document, form: &str, nth: usize) -> usize {
        (0..doc.words.len()).filter(|&word| doc.words[word].span.of(TEXT) == form).nth(nth).expect(form)
    }

    /// The words from the `nth` time that `first` stands to the next `last`.
    fn words(doc: &Document, first: &str, last: &str, nth: usize) -> WordSpan {
        let start = word(doc, first, nth);
        let end = (start..).find(|&word| doc.words[word].span.of(TEXT) == last).expect(last);
        WordSpan::new(start, end + 1)
    }

    fn analysis(doc: &Document) -> Analysis {
        let name = |words, kind| Name { words, kind };
        let mention = |words: WordSpan, form, kind, chain| model::Mention {
            words,
            head: words.end - 1,
            form,
            kind,
            chain,
        };
        Analysis {
            names: vec![
                name(words(doc, "Jora", "Lind", 0), "person"),
                name(words(doc, "Varesh", "Varesh", 0), "place"),
                name(words(doc, "Lind", "Lind", 1), "person"),
                name(words(doc, "Varesh", "Varesh", 1), "place"),
                name(words(doc, "Varesh", "Varesh", 2), "organization"),
            ],
            mentions: vec![
                mention(words(doc, "Prime", "Lind", 0), MentionForm::Name, "person", 0),
                mention(words(doc, "Varesh", "Varesh", 0), MentionForm::Name, "place", 1),
                mention(words(doc, "She", "She", 0), MentionForm::Pronoun, "person", 0),
                mention(words(doc, "Lind", "Lind", 1), MentionForm::Name, "person", 1),
            ],
            ..Analysis::default()
        }
    }

    #[test]
    fn names_and_chains_make_entities() {
        let doc = document(TEXT);
        let analysis = analysis(&doc);
        let input = Input { text: TEXT, doc: &doc, analysis: &analysis, day: None, voices: &[] };
        let entities = find(&input).to_record(&doc, &CharIndex::new(TEXT));
        let shown: Vec<String> = entities
            .iter()
            .map(|entity| {
                let mentions =
                    entity.mentions.iter().map(|m| format!("{:?} {}", m.form, &TEXT[m.span.range()]));
                format!("{:?} {}: {}", entity.kind, entity.name, mentions.collect::<Vec<_>>().join(", "))
            })
            .collect();
        // The second Lind was put into a chain of places, and finds the only Lind; so do the names without mention.
        let lind =
            "Person Jora Lind: Nominal Prime Minister Jora Lind, Name Jora Lind, Pronoun She, Name Lind";
        let varesh = "Place Varesh: Name Varesh, Name Varesh, Name Varesh";
        assert_eq!(shown, [lind, varesh]);
    }

    #[test]
    fn a_phrase_stands_for_the_mention_with_its_head() {
        let doc = document(TEXT);
        let (analysis, index) = (analysis(&doc), CharIndex::new(TEXT));
        let input = Input { text: TEXT, doc: &doc, analysis: &analysis, day: None, voices: &[] };
        let entities = find(&input);
        let behind = |phrase: &str| {
            let start = TEXT.find(phrase).expect(phrase);
            entities.referent(ByteSpan::new(start, start + phrase.len()), &doc, &analysis, &index).entity
        };
        let records = entities.to_record(&doc, &index);
        assert_eq!(behind("She"), Some(records[0].id));
        assert_eq!(behind("left"), None);
    }
}
