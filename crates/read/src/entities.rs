//! Entities: the names and chains of an article, one entity for each thing of the world.
//!
//! A chain gives the mentions, the names in it give its kind and its name. A name that stands in no chain joins the
//! entity of the same name, or is one of its own; chains of one name and kind are one entity.

use std::collections::{HashMap, HashSet};

use annals_record::{self as record, ByteSpan, CharIndex, EntityId, EntityKind, MentionForm, WordSpan};
use annals_text::Document;

use crate::model::{Analysis, Name, main_kind};
use crate::words::head_of;

/// The entities of an article, in the order of their first mentions.
pub(crate) struct Entities {
    found: Vec<Entity>,
    /// For each head word, the mention with that head: its words and the number of its entity.
    by_head: HashMap<usize, Vec<(WordSpan, usize)>>,
}

#[derive(Clone, Debug)]
struct Entity {
    name: String,
    kind: EntityKind,
    mentions: Vec<Mention>,
}

#[derive(Clone, Copy, Debug)]
struct Mention {
    words: WordSpan,
    form: MentionForm,
    head: WordSpan,
}

/// The entities that the names and chains of `analysis` make.
pub(crate) fn find(text: &str, doc: &Document, analysis: &Analysis) -> Entities {
    let mut groups = Groups::new(analysis);
    let names = Names::new(text, doc, analysis);
    groups.join_names(analysis, &names);
    let merged = groups.merge(&names);
    let mut found: Vec<Entity> = merged
        .iter()
        .map(|numbers| groups.entity(numbers, analysis, &names, &|words| doc.span(words).of(text)))
        .filter(|entity| !entity.mentions.is_empty())
        .collect();
    distinct(&mut found);
    found.sort_by_key(|entity| entity.mentions[0].words);
    let mut by_head: HashMap<usize, Vec<(WordSpan, usize)>> = HashMap::new();
    for (number, entity) in found.iter().enumerate() {
        for mention in &entity.mentions {
            for head in mention.head.range() {
                by_head.entry(head).or_default().push((mention.words, number));
            }
        }
    }
    Entities { found, by_head }
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
    let name = ["the ", "The "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name);
    ["'s", "’s"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// The bare text and the kind of each name; names of one text have one kind, that of most.
struct Names<'t> {
    texts: Vec<&'t str>,
    kinds: Vec<&'static str>,
}

impl<'t> Names<'t> {
    fn new(text: &'t str, doc: &Document, analysis: &Analysis) -> Self {
        let texts: Vec<&str> =
            analysis.names.iter().map(|name| bare(doc.span(name.words).of(text))).collect();
        let mut same: HashMap<&str, Vec<&'static str>> = HashMap::new();
        for (&text, name) in texts.iter().zip(&analysis.names) {
            same.entry(text).or_default().push(name.kind);
        }
        let voted: HashMap<&str, &'static str> =
            same.into_iter().map(|(text, kinds)| (text, main_kind(kinds.into_iter()))).collect();
        let kinds = texts.iter().map(|text| voted[text]).collect();
        Self { texts, kinds }
    }
}

/// Mentions and names by the thing they stand for.
struct Groups {
    /// Numbers of mentions.
    mentions: Vec<Vec<usize>>,
    /// Numbers of names.
    names: Vec<Vec<usize>>,
    /// For a mention, the name at its head.
    name_of: HashMap<usize, usize>,
}

impl Groups {
    fn new(analysis: &Analysis) -> Self {
        let count = analysis.mentions.iter().map(|mention| mention.chain + 1).max().unwrap_or(0);
        let mut mentions = vec![Vec::new(); count];
        for (number, mention) in analysis.mentions.iter().enumerate() {
            mentions[mention.chain].push(number);
        }
        Self { mentions, names: vec![Vec::new(); count], name_of: HashMap::new() }
    }

    /// Puts each name into the group of the mention whose head it holds, else into that of the same name, else into a
    /// new one. A name of another kind than most in its group leaves it with its mention.
    fn join_names(&mut self, analysis: &Analysis, names: &Names) {
        let by_head: HashMap<usize, usize> =
            analysis.mentions.iter().enumerate().map(|(number, mention)| (mention.head, number)).collect();
        for (number, name) in analysis.names.iter().enumerate() {
            if let Some(mention) = mention_of(name, analysis, &by_head) {
                self.names[analysis.mentions[mention].chain].push(number);
                self.name_of.insert(mention, number);
            }
        }
        let mut by_text: HashMap<&str, usize> = HashMap::new();
        for group in 0..self.names.len() {
            self.keep_one_kind(group, names);
            for &number in &self.names[group] {
                by_text.entry(names.texts[number]).or_insert(group);
            }
        }
        let kept: HashSet<usize> = self.names.iter().flatten().copied().collect();
        let mention_of: HashMap<usize, usize> =
            self.name_of.iter().map(|(&mention, &name)| (name, mention)).collect();
        for number in (0..analysis.names.len()).filter(|number| !kept.contains(number)) {
            let group = *by_text.entry(names.texts[number]).or_insert_with(|| {
                self.mentions.push(Vec::new());
                self.names.push(Vec::new());
                self.names.len() - 1
            });
            self.names[group].push(number);
            self.mentions[group].extend(mention_of.get(&number));
        }
    }

    /// Takes the names of another kind than most, and their mentions, out of a group.
    fn keep_one_kind(&mut self, group: usize, names: &Names) {
        let main = main_kind(self.names[group].iter().map(|&name| names.kinds[name]));
        self.names[group].retain(|&name| names.kinds[name] == main);
        let name_of = &self.name_of;
        let stays = |mention: &usize| name_of.get(mention).is_none_or(|&name| names.kinds[name] == main);
        self.mentions[group].retain(stays);
    }

    /// The groups that are one entity: those whose longest name and kind are the same.
    fn merge(&self, names: &Names) -> Vec<Vec<usize>> {
        let mut out: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        for (group, own) in self.names.iter().enumerate() {
            let longest = own.iter().copied().reduce(|best, next| {
                if names.texts[next].len() > names.texts[best].len() { next } else { best }
            });
            let key = longest.map(|name| (names.texts[name], names.kinds[name]));
            match key.and_then(|key| known.get(&key).copied()) {
                Some(at) => out[at].push(group),
                None => {
                    known.extend(key.map(|key| (key, out.len())));
                    out.push(vec![group]);
                }
            }
        }
        out
    }

    fn entity<'t>(
        &self,
        groups: &[usize],
        analysis: &Analysis,
        names: &Names,
        words: &impl Fn(WordSpan) -> &'t str,
    ) -> Entity {
        let mut mentions = Vec::new();
        for &group in groups {
            for &number in &self.mentions[group] {
                let name = self.name_of.get(&number).map(|&name| &analysis.names[name]);
                mentions.extend(forms(&analysis.mentions[number], name));
            }
            let named = self.names[group].iter().map(|&name| analysis.names[name].words);
            mentions.extend(named.map(|words| Mention { words, form: MentionForm::Name, head: words }));
        }
        let named = groups.iter().find_map(|&group| Some(names.kinds[*self.names[group].first()?]));
        let mentioned = || {
            let numbers = groups.iter().flat_map(|&group| &self.mentions[group]);
            main_kind(numbers.map(|&number| analysis.mentions[number].kind))
        };
        let kind = kind(named.unwrap_or_else(mentioned));
        mentions.sort_by_key(|mention: &Mention| (mention.words.start, std::cmp::Reverse(mention.words.end)));
        Entity { name: fullest(&mentions, words), kind, mentions }
    }
}

/// The mention whose head a name holds, the last one of several.
fn mention_of(name: &Name, analysis: &Analysis, by_head: &HashMap<usize, usize>) -> Option<usize> {
    let at = |word: usize| by_head.get(&word).copied();
    name.words.range().rev().find_map(|word| {
        at(word).filter(|&mention| {
            let mention = &analysis.mentions[mention];
            mention.form == MentionForm::Name && mention.words.overlaps(name.words)
        })
    })
}

/// A mention as the record has it: a name alone, and around it, where there are more words, a nominal.
fn forms(mention: &crate::model::Mention, name: Option<&Name>) -> Vec<Mention> {
    let head = WordSpan::new(mention.head, mention.head + 1);
    match name {
        Some(name) if name.words == mention.words => Vec::new(),
        Some(name) => vec![Mention { words: mention.words, form: MentionForm::Nominal, head: name.words }],
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
    let nominal = || of(MentionForm::Nominal).next().map(|mention| words(mention.words));
    let any = || mentions.first().map(|mention| words(mention.words));
    longest.or_else(nominal).or_else(any).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Entities {
    /// The entities as the record gives them.
    pub fn to_record(&self, doc: &Document, index: &CharIndex) -> Vec<record::Entity> {
        let chars = |words: WordSpan| index.chars(doc.span(words));
        let mention = |mention: &Mention| record::Mention {
            span: chars(mention.words),
            form: mention.form,
            head: Some(chars(mention.head)),
        };
        let entity = |number: usize| record::Entity {
            id: self.id(number, doc, index),
            name: self.found[number].name.clone(),
            kind: self.found[number].kind,
            country: None,
            role: None,
            title: None,
            reference: None,
            mentions: self.found[number].mentions.iter().map(mention).collect(),
        };
        (0..self.found.len()).map(entity).collect()
    }

    fn id(&self, number: usize, doc: &Document, index: &CharIndex) -> EntityId {
        EntityId::new(index.chars(doc.span(self.found[number].mentions[0].words)))
    }

    /// The entity that a noun phrase stands for: that of the mention with the phrase's head, the one most like the
    /// phrase of several.
    pub fn behind(
        &self,
        phrase: ByteSpan,
        doc: &Document,
        analysis: &Analysis,
        index: &CharIndex,
    ) -> Option<EntityId> {
        let first = doc.words.partition_point(|word| word.span.end <= phrase.start);
        let last = doc.words.partition_point(|word| word.span.start < phrase.end);
        let words = WordSpan::new(first, last.max(first));
        if words.is_empty() {
            return None;
        }
        let same = self.by_head.get(&head_of(doc, analysis, words))?;
        let unlike =
            |mention: WordSpan| mention.start.abs_diff(words.start) + mention.end.abs_diff(words.end);
        let best = same.iter().min_by_key(|(mention, _)| unlike(*mention))?;
        Some(self.id(best.1, doc, index))
    }
}

#[cfg(test)]
mod tests {
    use annals_text::document;

    use super::*;
    use crate::model;

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
        let entities = find(TEXT, &doc, &analysis(&doc)).to_record(&doc, &CharIndex::new(TEXT));
        let shown: Vec<String> = entities
            .iter()
            .map(|entity| {
                let mentions =
                    entity.mentions.iter().map(|m| format!("{:?} {}", m.form, &TEXT[m.span.range()]));
                format!("{:?} {}: {}", entity.kind, entity.name, mentions.collect::<Vec<_>>().join(", "))
            })
            .collect();
        // The second Lind was put into a chain of places, and leaves it; the names without mention find their own.
        let lind = "Person Jora Lind: Nominal Prime Minister Jora Lind, Name Jora Lind, Pronoun She";
        let varesh = "Place Varesh: Name Varesh, Name Varesh, Name Varesh";
        assert_eq!(shown, [lind, varesh, "Person Lind: Name Lind"]);
    }

    #[test]
    fn a_phrase_stands_for_the_mention_with_its_head() {
        let doc = document(TEXT);
        let (analysis, index) = (analysis(&doc), CharIndex::new(TEXT));
        let entities = find(TEXT, &doc, &analysis);
        let behind = |phrase: &str| {
            let start = TEXT.find(phrase).expect(phrase);
            entities.behind(ByteSpan::new(start, start + phrase.len()), &doc, &analysis, &index)
        };
        let records = entities.to_record(&doc, &index);
        assert_eq!(behind("She"), Some(records[0].id));
        assert_eq!(behind("left"), None);
    }
}
