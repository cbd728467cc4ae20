//! Entries of the lexicon over the trees: which entry a word fits, and the words that fill its roles.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use annals_record::WordSpan;

use super::learned;
use super::lexicon::{Entry, Lexicon};
use super::light::{self, Side};
use super::pattern::{Condition, Pos, Role, Slot, Value, Wanted, Words};
use super::people::People;
use super::syntax::Syntax;
use crate::model::Trigger;

/// An entry that a word fits.
#[derive(Clone, Debug, Default)]
pub(super) struct Fit {
    /// Number of the entry.
    pub entry: usize,
    /// The word.
    pub head: usize,
    /// The light verb that stands for a noun: *carried out* an attack.
    pub light: Option<usize>,
    /// Heads of the phrases of those who do it.
    pub actors: Vec<usize>,
    /// Heads of the phrases of those to whom it is done.
    pub recipients: Vec<usize>,
    /// Words that its conditions name: where they report events, these are a part of this one.
    pub inner: Vec<usize>,
    /// Whether who is meant by the recipients stands inside their phrases: *rejected the minister's plan*.
    pub inside: bool,
    /// How sure the model is, where no entry but the model says that it is an event.
    pub guess: Option<f32>,
}

/// Finds the entries that words fit.
pub(super) struct Finder<'a> {
    pub syntax: &'a Syntax<'a>,
    pub lexicon: &'a Lexicon,
    pub people: &'a People<'a>,
    memo: RefCell<Vec<Memo>>,
}

/// What is known of a word.
#[derive(Clone, Default)]
enum Memo {
    #[default]
    Unseen,
    /// It is being looked at: a word is no condition of itself.
    Busy,
    Seen(Option<Rc<Fit>>),
    /// It says when.
    Time,
}

/// How deep events stand in each other.
const DEEPEST: usize = 8;

/// The slots of one word, looked up once.
struct Slots<'a> {
    finder: &'a Finder<'a>,
    head: usize,
    pos: Pos,
    light: Option<(usize, Side)>,
    subjects: OnceCell<Vec<usize>>,
    objects: OnceCell<Vec<usize>>,
    complements: OnceCell<Vec<usize>>,
}

impl<'a> Finder<'a> {
    pub fn new(syntax: &'a Syntax<'a>, lexicon: &'a Lexicon, people: &'a People<'a>) -> Self {
        let memo = RefCell::new(vec![Memo::Unseen; syntax.len()]);
        Self { syntax, lexicon, people, memo }
    }

    /// Words that say when: no heads, and nobody behind a preposition.
    pub fn leave_out(&self, words: WordSpan) {
        self.memo.borrow_mut()[words.range()].fill(Memo::Time);
    }

    fn is_time(&self, word: usize) -> bool {
        matches!(self.memo.borrow()[word], Memo::Time)
    }

    pub fn entry(&self, fit: &Fit) -> &Entry {
        &self.lexicon.entries[fit.entry]
    }

    /// The most specific entry that a word fits, vetoes included.
    pub fn best(&self, word: usize) -> Option<Rc<Fit>> {
        match self.memo.borrow()[word].clone() {
            Memo::Seen(fit) => return fit,
            Memo::Time | Memo::Busy => return None,
            Memo::Unseen => {}
        }
        self.memo.borrow_mut()[word] = Memo::Busy;
        let found = self.search(word).map(Rc::new);
        self.memo.borrow_mut()[word] = Memo::Seen(found.clone());
        found
    }

    fn search(&self, word: usize) -> Option<Fit> {
        let poses = self.poses(word);
        let known = poses.iter().find_map(|&pos| {
            let entries = self.entries(word, pos);
            if entries.is_empty() {
                return None;
            }
            let slots = Slots::new(self, word, pos);
            entries.iter().find_map(|&entry| slots.fit(entry))
        });
        known.or_else(|| self.guessed(word, poses))
    }

    /// What the model takes a word for that fits no entry. Of a word that the lexicon knows in other uses it must be surer.
    fn guessed(&self, word: usize, poses: &[Pos]) -> Option<Fit> {
        let guess = self.guess(word)?;
        let is_known = poses.iter().any(|&pos| !self.entries(word, pos).is_empty());
        if !learned::is_report(guess, is_known) {
            return None;
        }
        let head = format!("guessed-{}", guess.kind.to_lowercase());
        let entry = |pos: &Pos| Some((*pos, *self.lexicon.of(&head, *pos).first()?));
        let (pos, entry) = poses.iter().find_map(entry)?;
        let fit = Slots::new(self, word, pos).fit(entry)?;
        Some(Fit { guess: Some(guess.score), ..fit })
    }

    /// What the model takes a word for.
    pub fn guess(&self, word: usize) -> Option<&'a Trigger> {
        learned::of(self.syntax.analysis, word)
    }

    /// The first condition of an entry that a word does not meet; `None` where it fits. Nothing at all where the word is no
    /// head of the entry.
    pub fn missing(&self, word: usize, number: usize) -> Option<Option<&'a Condition>> {
        let pos = *self.poses(word).iter().find(|&&pos| self.entries(word, pos).contains(&number))?;
        let slots = Slots::new(self, word, pos);
        let object = slots.objects().to_vec();
        let mut conditions = self.lexicon.entries[number].pattern.conditions.iter();
        Some(conditions.find(|condition| slots.hold(condition, &object, &mut Fit::default()).is_none()))
    }

    /// The parts of speech as which a word may be a head.
    fn poses(&self, word: usize) -> &'static [Pos] {
        let own = self.syntax.word(word);
        match own.upos {
            "VERB" if own.relation == "amod" => &[Pos::Adjective, Pos::Verb],
            "VERB" | "AUX" => &[Pos::Verb],
            "NOUN" => &[Pos::Noun],
            "PROPN" if !self.people.is_name(word) => &[Pos::Noun],
            "ADJ" if matches!(own.xpos, "VBN" | "VBG") => &[Pos::Adjective, Pos::Verb],
            "ADJ" => &[Pos::Adjective],
            _ => &[],
        }
    }

    fn entries(&self, word: usize, pos: Pos) -> &[usize] {
        let lemmas = [self.syntax.whole(word), Some(self.syntax.lemma(word)), self.syntax.other_lemma(word)];
        let found = lemmas.into_iter().flatten().map(|lemma| self.lexicon.of(lemma, pos));
        found.into_iter().find(|entries| !entries.is_empty()).unwrap_or_default()
    }

    /// The event that a word reports: by itself, as a light verb by its noun, or as *begin* by the verb behind it.
    pub fn event(&self, word: usize) -> Option<Rc<Fit>> {
        self.event_within(word, DEEPEST)
    }

    fn event_within(&self, word: usize, depth: usize) -> Option<Rc<Fit>> {
        let depth = depth.checked_sub(1)?;
        if let Some(fit) = self.best(word) {
            return self.entry(&fit).kind.is_some().then_some(fit);
        }
        let next = |word: usize| self.event_within(word, depth);
        if !self.syntax.is_verbal(word) {
            return self.syntax.counted(word, self.lexicon).and_then(next);
        }
        let noun = light::nouns(self.syntax, word).into_iter().find_map(next);
        noun.or_else(|| {
            let goes_on = self.lexicon.is_in(self.syntax.lemma(word), "aspect");
            self.syntax.complements(word).into_iter().filter(|_| goes_on).find_map(next)
        })
    }

    fn is_wanted(&self, fit: &Fit, wanted: &[Wanted]) -> bool {
        let own = self.entry(fit);
        wanted.iter().any(|one| own.kind == Some(one.kind) && (one.mode.is_none() || own.mode == one.mode))
    }

    /// Whether a word, or what it counts, is one of some words.
    fn is_one_of(&self, word: usize, words: &Words) -> bool {
        self.is_itself_one_of(word, words)
            || self.syntax.counted(word, self.lexicon).is_some_and(|of| self.is_itself_one_of(of, words))
    }

    fn is_itself_one_of(&self, word: usize, words: &Words) -> bool {
        let form = self.syntax.form(word);
        let is_lemma =
            |own: &&str| self.syntax.is_of(word, |lemma| lemma == *own) || form.eq_ignore_ascii_case(own);
        let is_in = |class: &&str| match *class {
            "actor" => self.people.is_somebody(word),
            "name" => self.people.is_name(word),
            class => self.syntax.is_of(word, |lemma| self.lexicon.is_in(lemma, class)),
        };
        words.lemmas.iter().any(is_lemma) || words.classes.iter().any(is_in)
    }
}

impl<'a> Slots<'a> {
    fn new(finder: &'a Finder<'a>, head: usize, pos: Pos) -> Self {
        let light = if pos == Pos::Noun { light::of(finder.syntax, head) } else { None };
        let (subjects, objects, complements) = Default::default();
        Self { finder, head, pos, light, subjects, objects, complements }
    }

    fn subjects(&self) -> &[usize] {
        self.subjects.get_or_init(|| self.finder.syntax.doers(self.head, self.pos))
    }

    fn objects(&self) -> &[usize] {
        self.objects.get_or_init(|| match self.pos {
            Pos::Verb => self.finder.syntax.objects(self.head),
            _ => Vec::new(),
        })
    }

    fn complements(&self) -> &[usize] {
        self.complements.get_or_init(|| self.finder.syntax.complements(self.head))
    }

    /// The entry with the roles that it gives, where the word fits it.
    fn fit(&self, number: usize) -> Option<Fit> {
        let entry = &self.finder.lexicon.entries[number];
        let light = self.light.map(|(verb, _)| verb);
        let mut fit = Fit { entry: number, head: self.head, light, ..Fit::default() };
        let mut object = self.objects().to_vec();
        let particle = entry.pattern.conditions.iter().find(|condition| condition.slot == Slot::Particle);
        if let Some(Value::Words(words)) = particle.map(|condition| &condition.value)
            && object.is_empty()
        {
            let misread = |name: &&str| self.finder.syntax.misread_particle(self.head, name);
            object.extend(words.lemmas.iter().find_map(misread));
        }
        for condition in &entry.pattern.conditions {
            self.hold(condition, &object, &mut fit)?;
        }
        self.complete(entry, &object, &mut fit);
        Some(fit)
    }

    /// Whether a condition holds; puts what it says of the roles into `fit`.
    fn hold(&self, condition: &Condition, object: &[usize], fit: &mut Fit) -> Option<()> {
        let mut words = self.fillers(condition, object)?;
        // *called the premier on Monday* calls on nobody.
        if matches!(condition.slot, Slot::Preposition(_))
            && matches!(condition.value, Value::Any | Value::Maybe)
        {
            words.retain(|&word| !self.finder.is_time(word));
        }
        let matching: Vec<usize> =
            words.iter().copied().filter(|&word| self.is_met(word, &condition.value)).collect();
        let holds = match condition.value {
            Value::Maybe => true,
            Value::Nothing => words.is_empty(),
            Value::Not(_) => matching.len() == words.len(),
            _ => !matching.is_empty(),
        };
        if !holds {
            return None;
        }
        if matches!(condition.value, Value::Words(_) | Value::Event(_)) && condition.slot != Slot::Subject {
            fit.inner.extend(matching);
            fit.inside |= condition.slot == Slot::Object && condition.role.is_none();
        }
        match condition.role {
            Some(Role::Actor) => fit.actors.extend(words),
            Some(Role::Recipient) => fit.recipients.extend(words),
            None => {}
        }
        Some(())
    }

    fn is_met(&self, word: usize, value: &Value) -> bool {
        match value {
            Value::Words(words) => self.finder.is_one_of(word, words),
            Value::Not(words) => !self.finder.is_one_of(word, words),
            Value::Event(wanted) => self
                .finder
                .event(word)
                .is_some_and(|fit| fit.head != self.head && self.finder.is_wanted(&fit, wanted)),
            Value::Any | Value::Maybe | Value::Nothing => true,
        }
    }

    /// The words that stand in a slot; nothing at all where a particle is missing.
    fn fillers(&self, condition: &Condition, object: &[usize]) -> Option<Vec<usize>> {
        Some(match condition.slot {
            Slot::Subject => self.subjects().to_vec(),
            Slot::Object => object.to_vec(),
            Slot::Complement => self.complements().to_vec(),
            Slot::Modifier => self.modifiers(object),
            Slot::Adverb => self.adverbs(object),
            Slot::Particle => return self.particles(&condition.value),
            Slot::Preposition(preposition) => {
                let found = self.behind(preposition, object);
                if found.is_empty() { self.behind_governor(preposition) } else { found }
            }
        })
    }

    /// What stands before the noun, of a verb before its object, or is said of the noun: *security was tight*.
    fn modifiers(&self, object: &[usize]) -> Vec<usize> {
        let syntax = self.finder.syntax;
        let nouns = if self.pos == Pos::Verb { object } else { &[self.head][..] };
        let before = |&noun: &usize| {
            let relations = &["amod", "compound", "nmod:poss", "nmod:desc", "nummod", "nmod"];
            let words = syntax
                .by(noun, relations)
                .filter(move |&word| word < noun && syntax.word(word).upos != "PRON");
            words.collect::<Vec<_>>()
        };
        let predicate = syntax
            .parent(self.head)
            .filter(|&word| syntax.word(word).upos == "ADJ" && syntax.relation(self.head) == "nsubj");
        nouns.iter().flat_map(before).chain(predicate).collect()
    }

    /// Words that say how, or as what: *burned alive*, *took them hostage*, *ran riot*. The tree hangs them in many ways.
    fn adverbs(&self, object: &[usize]) -> Vec<usize> {
        let syntax = self.finder.syntax;
        let own = syntax
            .by(self.head, &["advmod", "xcomp", "obj", "obl:npmod", "obl:tmod", "obl:unmarked", "advcl"]);
        let of_object = |&noun: &usize| {
            let behind =
                syntax.by(noun, &["amod", "acl", "compound", "advmod"]).filter(move |&word| word > noun);
            behind.collect::<Vec<_>>()
        };
        own.chain(object.iter().flat_map(of_object)).collect()
    }

    fn particles(&self, value: &Value) -> Option<Vec<usize>> {
        let syntax = self.finder.syntax;
        match value {
            Value::Words(words) => {
                let own = words.lemmas.iter().find_map(|name| syntax.particle(self.head, name));
                own.map(|word| vec![word])
            }
            _ => Some(syntax.by(self.head, &["compound:prt"]).collect()),
        }
    }

    /// *put the blame on them*, where the phrase of a noun hangs on the verb.
    fn behind_governor(&self, preposition: &str) -> Vec<usize> {
        let syntax = self.finder.syntax;
        let is_object = self.pos == Pos::Noun && matches!(syntax.relation(self.head), "obj" | "nsubj:pass");
        let verb = syntax.parent(self.head).filter(|_| is_object);
        verb.map(|verb| syntax.behind(verb, preposition)).unwrap_or_default()
    }

    /// The nouns behind a preposition: at the head, in its object, at its light verb.
    fn behind(&self, preposition: &str, object: &[usize]) -> Vec<usize> {
        let syntax = self.finder.syntax;
        let hosts =
            [self.head].into_iter().chain(object.iter().copied()).chain(self.light.map(|(verb, _)| verb));
        let found = hosts.map(|host| syntax.behind(host, preposition)).find(|found| !found.is_empty());
        if preposition == "to" && self.pos == Pos::Verb {
            // *gave the rebels arms* is *gave arms to the rebels*.
            let has_object = syntax.one_by(self.head, &["obj"]).is_some();
            let given = || syntax.spread(syntax.by(self.head, &["iobj"]));
            return found.unwrap_or_else(|| if has_object { given() } else { Vec::new() });
        }
        found.unwrap_or_default()
    }

    /// The roles that no condition marks.
    fn complete(&self, entry: &Entry, object: &[usize], fit: &mut Fit) {
        let (by_actor, by_recipient) =
            (entry.pattern.marks(Role::Actor), entry.pattern.marks(Role::Recipient));
        match self.pos {
            Pos::Noun => self.complete_noun(entry, fit),
            Pos::Verb | Pos::Adjective => {
                if !by_actor {
                    fit.actors = self.subjects().to_vec();
                }
                if !by_recipient {
                    fit.recipients = object.to_vec();
                }
            }
        }
        if fit.recipients.is_empty() {
            self.recipients_of_inner(fit);
        }
    }

    /// Whom the event inside is done by or to: *called for the withdrawal of its troops*, *threatened to attack them*.
    fn recipients_of_inner(&self, fit: &mut Fit) {
        let mut found = Vec::new();
        for &word in &fit.inner {
            let Some(inner) = self.finder.event(word).filter(|inner| inner.head != fit.head) else {
                continue;
            };
            let others: Vec<usize> =
                inner.actors.iter().copied().filter(|actor| !fit.actors.contains(actor)).collect();
            found = if others.is_empty() { inner.recipients.clone() } else { others };
            if !found.is_empty() {
                break;
            }
        }
        fit.recipients = found;
    }

    fn complete_noun(&self, entry: &Entry, fit: &mut Fit) {
        let syntax = self.finder.syntax;
        let of = || entry.pattern.conditions.iter().filter(|own| own.slot == Slot::Preposition("of"));
        let of_is_marked = |role: Role| of().any(|own| own.role == Some(role));
        let (own, before) = self.before();
        let mut actors = Vec::new();
        match self.light {
            Some((verb, Side::Actor)) => actors.extend(syntax.subjects(verb)),
            Some((verb, Side::Recipient)) => fit.recipients.extend(syntax.doers(verb, Pos::Verb)),
            None => {}
        }
        // *Lind's arrest* is done to Lind, *the police's attack* by the police.
        if of_is_marked(Role::Recipient) && fit.recipients.is_empty() {
            fit.recipients.extend(own);
        } else if actors.is_empty() {
            actors.extend(own);
        }
        if actors.is_empty() {
            actors.extend(before);
        }
        for preposition in ["by", "between", "from"] {
            if actors.is_empty() || preposition == "between" {
                actors.extend(self.somebody_behind(preposition));
            }
        }
        // *The attack of the rebels* is theirs; *their investigation of the mayor* is not his.
        let is_by_others = !actors.is_empty();
        if !is_by_others && !of_is_marked(Role::Recipient) {
            actors.extend(self.somebody_behind("of"));
        }
        // *The mayor completed the withdrawal of troops* is his doing.
        let by_light = matches!(self.light, Some((_, Side::Actor))) && !actors.is_empty();
        if !entry.pattern.marks(Role::Actor) || by_light {
            fit.actors = actors;
        }
        if !entry.pattern.marks(Role::Recipient) && fit.recipients.is_empty() {
            let found = ["on", "against", "with", "to", "for"].into_iter().map(|name| self.behind(name, &[]));
            fit.recipients = found.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
            if fit.recipients.is_empty() && is_by_others {
                fit.recipients = self.somebody_behind("of");
            }
        }
    }

    fn somebody_behind(&self, preposition: &str) -> Vec<usize> {
        let is_somebody = |&word: &usize| self.finder.people.is_somebody(word);
        self.behind(preposition, &[]).into_iter().filter(is_somebody).collect()
    }

    /// Who stands before a noun: whose it is, and what people or body it is of.
    fn before(&self) -> (Vec<usize>, Vec<usize>) {
        let syntax = self.finder.syntax;
        let is_somebody = |&word: &usize| self.finder.people.is_somebody(word);
        let own = syntax.spread(syntax.by(self.head, &["nmod:poss"]));
        let before = syntax.by(self.head, &["compound", "amod", "nmod:desc", "nmod"]);
        let before = syntax.spread(before.filter(|&word| word < self.head && is_somebody(&word)));
        (own, before.into_iter().filter(is_somebody).collect())
    }
}
