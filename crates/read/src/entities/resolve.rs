//! Who the entities are: the actors of `data/actors/` they resolve to, capitals that stand for
//! governments, and what the text says of each.

use std::collections::HashMap;

use annals_record::{EntityKind, MentionForm, WordSpan};

use super::{Entity, Mention, bare, party};
use crate::actors::{Actor, Describer, Description, Sort, Via, acts, fits_kind, fold, kind_of, tables};
use crate::words::{apposition_to, head_of};

/// Who an entity is, as far as tables and text tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Profile {
    /// The actor's own name, where it is one of the tables.
    pub name: Option<&'static str>,
    pub country: Option<&'static str>,
    pub role: Option<&'static str>,
    pub title: Option<String>,
    pub reference: Option<String>,
    pub key: Option<String>,
    /// The words of the organisation it belongs to.
    pub affiliation: Option<WordSpan>,
}

impl Profile {
    /// What the tables say of an actor.
    pub fn of_actor(actor: &'static Actor) -> Self {
        Self {
            name: Some(actor.name),
            country: actor.nation(),
            reference: (!actor.wikidata.is_empty()).then(|| format!("wikidata:{}", actor.wikidata)),
            key: Some(actor.key()),
            ..Self::default()
        }
    }
}

/// Whom a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// An actor of the tables, by number.
    Actor(usize),
    /// The capital of the government of this number, as a place.
    Capital(usize),
}

impl Meaning {
    pub fn actor(self) -> &'static Actor {
        match self {
            Self::Actor(number) | Self::Capital(number) => &tables().actors[number],
        }
    }
}

/// Whether a kind is one that names have: not *other*, under which days and the like stand.
fn is_thing(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place)
}

/// Resolves entities of one document.
pub(super) struct Resolver<'a> {
    pub describer: Describer<'a>,
    /// Words that name who speaks or is spoken to.
    pub voices: &'a [WordSpan],
}

impl Resolver<'_> {
    /// The entities split where one chain holds several actors, and joined where several are one.
    pub fn resolve(&self, found: Vec<Entity>) -> Vec<Entity> {
        let mut split = Vec::with_capacity(found.len());
        for entity in found {
            self.split(entity, &mut split);
        }
        self.join(split)
    }

    fn words(&self, words: WordSpan) -> &str {
        self.describer.words(words)
    }

    fn name(&self, words: WordSpan) -> &str {
        bare(self.words(words))
    }

    /// Whom a name means; capitals by the place where they stand.
    fn meaning(&self, kind: EntityKind, mention: &Mention) -> Option<Meaning> {
        let name = self.name(mention.words);
        let known = self.describer.sightings.resolve(name, |actor| fits_kind(actor, kind))?;
        let actor = &tables().actors[known.actor];
        // A whole name that means nobody else tells the kind better than the model.
        let is_sure = fits_kind(actor, kind)
            || known.only.is_none()
                && (name.contains(' ')
                    || !matches!(actor.sort, Sort::State | Sort::Region) && is_thing(kind))
            // The model takes an armed group for a place where it knows neither: *Yemen's Ansarullah*.
            || kind == EntityKind::Place
                && actor.sort == Sort::Organization
                && actor.sector(self.describer.day) == Some("REB");
        let meaning = match known.via {
            Via::Capital if !self.acts(mention) => Meaning::Capital(known.actor),
            _ => Meaning::Actor(known.actor),
        };
        is_sure.then_some(meaning)
    }

    /// Whether a capital stands for its government: it speaks, does something, or is dealt with.
    fn acts(&self, mention: &Mention) -> bool {
        let Describer { doc, analysis, .. } = self.describer;
        acts(doc, analysis, self.voices, mention.words)
    }

    /// Cuts an entity whose names mean several actors: each takes its names, the one with most takes the rest.
    fn split(&self, entity: Entity, out: &mut Vec<Entity>) {
        let mut by_meaning: Vec<(Option<Meaning>, Vec<WordSpan>)> = Vec::new();
        for mention in entity.names() {
            let meaning = self.meaning(entity.kind, mention);
            match by_meaning.iter_mut().find(|(own, _)| *own == meaning) {
                Some((_, own)) => own.push(mention.words),
                None => by_meaning.push((meaning, vec![mention.words])),
            }
        }
        let unresolved = by_meaning.iter().position(|(meaning, _)| meaning.is_none());
        let unresolved = unresolved.map_or(Vec::new(), |at| by_meaning.remove(at).1);
        let most = by_meaning.iter().map(|(_, names)| names.len()).max();
        let main = by_meaning.iter().position(|(_, names)| Some(names.len()) == most);
        let meaning = main.and_then(|main| by_meaning[main].0);
        by_meaning
            .extend(self.strangers(&entity, meaning, &unresolved).into_iter().map(|names| (None, names)));
        let (mut rest, mut parts) = (entity.mentions, Vec::new());
        for (number, (meaning, names)) in by_meaning.iter().enumerate() {
            if Some(number) == main {
                continue;
            }
            let belongs = |mention: &Mention| names.iter().any(|name| mention.head.overlaps(*name));
            let (own, left) = rest.into_iter().partition(belongs);
            rest = left;
            parts.push(Entity { mentions: own, meaning: *meaning, name: String::new(), kind: entity.kind });
        }
        parts.push(Entity { mentions: rest, meaning, ..entity });
        for mut part in parts {
            if part.mentions.is_empty() {
                continue;
            }
            part.kind = self.kind(&part);
            part.name = super::fullest(&part.mentions, &|words| self.words(words));
            out.push(part);
        }
    }

    /// The unresolved names in a person's chain that have no word in common with the actor it means, or else with its
    /// fullest name: somebody else's, those of one name together.
    fn strangers(&self, entity: &Entity, meaning: Option<Meaning>, names: &[WordSpan]) -> Vec<Vec<WordSpan>> {
        if entity.kind != EntityKind::Person {
            return Vec::new();
        }
        let full = fold(meaning.map_or(entity.name.as_str(), |meaning| meaning.actor().name));
        let is_own = |name: &str| name.split(' ').any(|word| full.split(' ').any(|other| other == word));
        let mut strangers: Vec<(String, Vec<WordSpan>)> = Vec::new();
        for &words in names {
            let folded = fold(self.name(words));
            match strangers.iter_mut().find(|(own, _)| *own == folded) {
                Some((_, own)) => own.push(words),
                None if !is_own(&folded) => strangers.push((folded, vec![words])),
                None => {}
            }
        }
        strangers.into_iter().map(|(_, names)| names).collect()
    }

    fn kind(&self, entity: &Entity) -> EntityKind {
        match entity.meaning {
            Some(Meaning::Actor(number)) => kind_of(tables().actors[number].sort),
            Some(Meaning::Capital(_)) => EntityKind::Place,
            None => entity.kind,
        }
    }

    /// Joins the entities that mean one actor, and people called by a last name that only one other person has.
    fn join(&self, found: Vec<Entity>) -> Vec<Entity> {
        let mut by_meaning: HashMap<Meaning, usize> = HashMap::new();
        let mut out: Vec<Entity> = Vec::with_capacity(found.len());
        for entity in found {
            match entity.meaning.and_then(|meaning| by_meaning.get(&meaning).copied()) {
                Some(at) => out[at].take(entity),
                None => {
                    by_meaning.extend(entity.meaning.map(|meaning| (meaning, out.len())));
                    out.push(entity);
                }
            }
        }
        self.join_last_names(out)
    }

    /// Joins people to the one whose name has all words of theirs and the same last one: *Lind* and *Jora Lind* to *Jora
    /// Anna Lind*. Where there are two of that kind nobody is joined.
    fn join_last_names(&self, found: Vec<Entity>) -> Vec<Entity> {
        let names: Vec<Vec<String>> = found.iter().map(words_of_person).collect();
        let mut by_last: HashMap<&str, Vec<usize>> = HashMap::new();
        for (number, name) in names.iter().enumerate() {
            if let [_, .., last] = name.as_slice() {
                by_last.entry(last.as_str()).or_default().push(number);
            }
        }
        let holds = |whole: usize, part: usize| {
            names[whole].len() > names[part].len()
                && names[part].iter().all(|word| names[whole].contains(word))
        };
        let goal = |number: usize| {
            let last = names[number].last().filter(|_| found[number].meaning.is_none())?;
            // Namesakes are few; more of them would make the work grow with their square.
            let fuller = by_last.get(last.as_str()).filter(|all| all.len() <= NAMESAKES)?;
            let fuller: Vec<usize> = fuller.iter().copied().filter(|&other| holds(other, number)).collect();
            let mut fullest = fuller.iter().filter(|&&one| !fuller.iter().any(|&other| holds(other, one)));
            fullest.next().filter(|_| fullest.next().is_none()).copied()
        };
        let goals: Vec<Option<usize>> = (0..found.len()).map(goal).collect();
        let mut out: Vec<Option<Entity>> = found.into_iter().map(Some).collect();
        for (number, goal) in goals.into_iter().enumerate() {
            if let Some(goal) = goal.filter(|&goal| goal != number)
                && let Some(entity) = out[number].take()
                && let Some(full) = out[goal].as_mut()
            {
                full.take(entity);
            }
        }
        out.into_iter().flatten().collect()
    }

    /// Who an entity is.
    pub fn profile(&self, entity: &Entity) -> Profile {
        let titled = self.titled(entity);
        let said = self.described(entity);
        let actor = entity.meaning.map(Meaning::actor);
        let known = Description {
            country: actor.and_then(Actor::nation),
            sector: self.known_sector(entity),
            affiliation: None,
        };
        let title = titled.first().map(|(words, _)| last_part(self.words(*words)));
        let titled = titled.into_iter().fold(Description::default(), |all, (_, one)| all.or(one));
        let whole = match entity.kind {
            // The title of the day says more than the table; the table more than a phrase elsewhere.
            EntityKind::Person => {
                Description { country: known.country, ..titled.clone() }.or(known).or(titled).or(said)
            }
            // What the tables leave out of a body is left out on purpose: an intergovernmental bank is no business.
            _ if entity.meaning.is_some() => Description { affiliation: said.affiliation, ..known },
            _ => said,
        };
        let american = self.is_american(entity).then_some("USA");
        let acts = !matches!(entity.kind, EntityKind::Place | EntityKind::Event) || entity.meaning.is_some();
        Profile {
            name: actor.filter(|actor| actor.sort != Sort::Government).map(|actor| actor.name),
            country: whole.country.or(american),
            role: whole.sector.filter(|_| acts),
            title: title.or_else(|| self.title_behind(entity)),
            reference: actor
                .filter(|actor| !actor.wikidata.is_empty())
                .map(|actor| format!("wikidata:{}", actor.wikidata)),
            key: entity.is_named().then(|| self.key(entity, whole.country.or(american))).flatten(),
            affiliation: whole.affiliation,
        }
    }

    /// Whether a code of party and state stands behind a name of a person.
    fn is_american(&self, entity: &Entity) -> bool {
        let Describer { text, doc, .. } = self.describer;
        entity.kind == EntityKind::Person
            && entity.names().any(|name| party::follows(text, doc.span(name.words)))
    }

    fn known_sector(&self, entity: &Entity) -> Option<&'static str> {
        match entity.meaning? {
            Meaning::Actor(number) => tables().actors[number].sector(self.describer.day),
            Meaning::Capital(_) => None,
        }
    }

    /// The key of an entity that has a name: of an actor its own, else kind, country and folded name. One word is too little
    /// to tell a person by.
    fn key(&self, entity: &Entity, country: Option<&str>) -> Option<String> {
        if let Some(Meaning::Actor(number)) = entity.meaning {
            return Some(tables().actors[number].key());
        }
        let folded = fold(&entity.name);
        let is_enough = match entity.kind {
            EntityKind::Person => folded.contains(' '),
            EntityKind::Other => false,
            _ => true,
        };
        (is_enough && !folded.is_empty()).then(|| {
            format!("{}/{}/{}", entity.kind.label(), country.unwrap_or("-"), folded.replace(' ', "-"))
        })
    }

    /// The titles before the names of a person, with what they say.
    fn titled(&self, entity: &Entity) -> Vec<(WordSpan, Description)> {
        if entity.kind != EntityKind::Person {
            return Vec::new();
        }
        entity
            .names()
            .filter_map(|name| {
                let title = self.describer.title(name.words)?;
                Some((title, self.describer.before(name.words, title)))
            })
            .collect()
    }

    /// What the phrases of an entity say of it.
    fn described(&self, entity: &Entity) -> Description {
        let of = |mention: &Mention| match mention.form {
            MentionForm::Pronoun => Description::default(),
            MentionForm::Name if entity.kind == EntityKind::Person => self.apposed(mention),
            MentionForm::Name => self.describer.body(mention.words),
            MentionForm::Nominal if self.holds_name(entity, mention) => {
                let before = WordSpan::new(mention.words.start, mention.head.start.max(mention.words.start));
                let Description { country, .. } = self.describer.phrase_before(before);
                Description {
                    country: country.filter(|_| entity.kind != EntityKind::Person),
                    ..Description::default()
                }
            }
            MentionForm::Nominal => self.describer.phrase(mention.words, mention.head.start),
        };
        entity.mentions.iter().map(of).fold(Description::default(), Description::or)
    }

    fn holds_name(&self, entity: &Entity, nominal: &Mention) -> bool {
        entity.names().any(|own| nominal.words.overlaps(own.words))
    }

    /// What an apposition behind a name says: *Jora Lind, a historian at the University of Varesh*.
    fn apposed(&self, name: &Mention) -> Description {
        self.apposition(name).map_or_else(Description::default, |words| {
            let head = head_of(self.describer.doc, self.describer.analysis, words);
            self.describer.phrase(words, head)
        })
    }

    /// The words of an apposition from its first word to the end of its phrase.
    fn apposition(&self, name: &Mention) -> Option<WordSpan> {
        let Describer { doc, analysis, .. } = self.describer;
        let sentence = doc.sentences[doc.sentence_of(name.words.start)].words;
        let head = apposition_to(doc, analysis, name.words, sentence.end)?;
        let first =
            (name.words.end..=head).rev().take_while(|&word| analysis.words[word].upos != "PUNCT").last()?;
        let last = (head + 1..sentence.end)
            .find(|&word| analysis.words[word].upos == "PUNCT")
            .unwrap_or(sentence.end);
        Some(WordSpan::new(first, last))
    }

    /// The title in an apposition: *Jora Lind, the foreign minister of Varesh*.
    fn title_behind(&self, entity: &Entity) -> Option<String> {
        if entity.kind != EntityKind::Person {
            return None;
        }
        entity.names().filter_map(|name| self.apposition(name)).find_map(|words| {
            let Describer { doc, analysis, .. } = self.describer;
            let head = head_of(doc, analysis, words);
            self.describer.title_in(words, head).map(|title| last_part(self.words(title)))
        })
    }
}

/// People of one last name in an article, above which nobody is joined by it.
const NAMESAKES: usize = 20;

/// The folded words of a person's name; none of anything else.
fn words_of_person(entity: &Entity) -> Vec<String> {
    if entity.kind != EntityKind::Person || !entity.is_named() {
        return Vec::new();
    }
    fold(&entity.name).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A title without what stands before its last comma and the marks at its ends: *the army, General*.
fn last_part(title: &str) -> String {
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')');
    let title = title.trim_matches(is_mark);
    let last = title.rsplit(", ").next().unwrap_or(title);
    last.split_whitespace().collect::<Vec<_>>().join(" ")
}
