//! Whether an event happened, by the words around it: auxiliaries, negation, conditions, and what governs its clause.
//!
//! `data/events/status.tsv` has the words.

use std::collections::HashMap;
use std::sync::LazyLock;

use annals_record::Status;

use super::fit::Fit;
use super::lexicon::Lexicon;
use super::light;
use super::syntax::Syntax;
use crate::lexicon::rows;

/// How far up what governs an event is looked for.
const STEPS: usize = 6;

/// A status, and the word that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub status: Status,
    pub by: Option<usize>,
    /// Whether it is denied that it will be: *will not help*.
    pub refused: bool,
}

const ACTUAL: Said = Said { status: Status::Actual, by: None, refused: false };

impl Said {
    fn by(status: Status, by: usize) -> Self {
        Self { status, by: Some(by), refused: false }
    }
}

/// What a word says of what hangs on it.
struct Use {
    /// `aux`, `mark`, `mod`, `v`, `n` or `a`.
    part: &'static str,
    slot: &'static str,
    status: Status,
}

static WORDS: LazyLock<HashMap<&'static str, Vec<Use>>> = LazyLock::new(|| {
    let mut words: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows(include_str!("../../../../data/events/status.tsv")) {
        let uses = row[2].split(',').map(|slot| Use { part: row[1], slot, status: named(row[3]) });
        words.entry(row[0]).or_default().extend(uses);
    }
    words
});

fn named(status: &str) -> Status {
    match status {
        "planned" => Status::Planned,
        "possible" => Status::Possible,
        "negated" => Status::Negated,
        "demanded" => Status::Demanded,
        _ => Status::Actual,
    }
}

fn known(word: &str, part: &'static str) -> impl Iterator<Item = &'static Use> {
    let uses: &'static [Use] = WORDS.get(word).map_or(&[], Vec::as_slice);
    uses.iter().filter(move |own| own.part == part)
}

/// Whether a word says anything.
pub(super) fn knows(lemma: &str) -> bool {
    WORDS.contains_key(lemma)
}

/// Whether an event happened.
pub(super) fn of(syntax: &Syntax, lexicon: &Lexicon, fit: &Fit) -> Said {
    let climb = Climb { syntax, lexicon };
    match fit.light {
        Some(verb) => {
            let itself = climb.noun_itself(fit.head).or_else(|| climb.listed_above(fit.head, verb));
            itself.unwrap_or_else(|| climb.verb(verb, 0))
        }
        None if syntax.is_verbal(fit.head) || syntax.word(fit.head).upos == "ADJ" => climb.verb(fit.head, 0),
        None => climb.noun_itself(fit.head).unwrap_or_else(|| climb.governed(fit.head, 0)),
    }
}

/// Goes up a tree.
struct Climb<'a> {
    syntax: &'a Syntax<'a>,
    lexicon: &'a Lexicon,
}

impl Climb<'_> {
    /// The status of what a verb says.
    fn verb(&self, verb: usize, depth: usize) -> Said {
        if depth > STEPS {
            return ACTUAL;
        }
        let own = self.own(verb);
        let shared = || {
            let first = self.syntax.parent(verb).filter(|_| self.syntax.relation(verb) == "conj")?;
            // *will meet and discuss*: auxiliaries are those of all.
            let is_bare = self.syntax.by(verb, &["aux", "nsubj"]).next().is_none();
            (is_bare && self.syntax.is_verbal(first)).then(|| self.verb(first, depth + 1))
        };
        own.or_else(shared).unwrap_or_else(|| self.governed(verb, depth))
    }

    /// What its own auxiliaries, negation and conjunction say of a verb.
    fn own(&self, verb: usize) -> Option<Said> {
        let syntax = self.syntax;
        let negation = syntax.children(verb).iter().copied().find(|&word| self.negates(word));
        let nobody = syntax.by(verb, &["nsubj", "nsubj:pass", "obj"]).find_map(|noun| self.none(noun));
        let aux = syntax.by(verb, &["aux", "aux:pass", "cop"]).find_map(|word| self.listed(word, "aux"));
        if let Some(by) = negation.or(nobody) {
            let refused = aux.is_some_and(|aux| aux.status == Status::Planned) && !syntax.is_passive(verb);
            return Some(Said { refused, ..Said::by(Status::Negated, by) });
        }
        let mark = syntax.by(verb, &["mark"]).find_map(|word| self.listed(word, "mark"));
        let condition = syntax.by(verb, &["advcl"]).find_map(|clause| {
            let mark =
                syntax.by(clause, &["mark"]).find(|&word| matches!(syntax.lemma(word), "if" | "unless"))?;
            aux.map(|_| Said::by(Status::Possible, mark))
        });
        mark.or(condition).or(aux).or_else(|| self.headline(verb))
    }

    /// *Norland to hold talks*
    fn headline(&self, verb: usize) -> Option<Said> {
        let is_main = matches!(self.syntax.relation(verb), "root" | "parataxis");
        let to = self.syntax.by(verb, &["mark"]).find(|&mark| self.syntax.lemma(mark) == "to");
        to.filter(|_| is_main).map(|to| Said::by(Status::Planned, to))
    }

    fn negates(&self, word: usize) -> bool {
        matches!(self.syntax.base(word), "advmod" | "aux" | "cc" | "preconj" | "det")
            && (self.syntax.word(word).feats.contains("Polarity=Neg")
                || matches!(self.syntax.lemma(word), "not" | "never" | "n't" | "neither" | "nor"))
    }

    /// The word that says that there is none: *no soldier*, *nobody*.
    fn none(&self, noun: usize) -> Option<usize> {
        let is_none = |&word: &usize| {
            matches!(self.syntax.lemma(word), "no" | "nobody" | "none" | "neither" | "nothing")
        };
        Some(noun).filter(|noun| is_none(noun)).or_else(|| self.syntax.by(noun, &["det"]).find(is_none))
    }

    fn listed(&self, word: usize, part: &'static str) -> Option<Said> {
        let lemma = self.syntax.lemma(word);
        let form = self.syntax.form(word).to_lowercase();
        let found = known(lemma, part).next().or_else(|| known(&form, part).next());
        found.map(|own| Said::by(own.status, word))
    }

    /// What the words before a noun say of it: *no attack*, *a planned visit*.
    fn noun_itself(&self, noun: usize) -> Option<Said> {
        let none = self.none(noun).map(|by| Said::by(Status::Negated, by));
        let modifiers =
            || self.syntax.by(noun, &["amod", "compound"]).find_map(|word| self.listed(word, "mod"));
        none.or_else(modifiers)
    }

    /// What the word above says of what hangs on it.
    fn governed(&self, word: usize, depth: usize) -> Said {
        let Some(parent) = self.syntax.parent(word).filter(|_| depth <= STEPS) else { return ACTUAL };
        if self.syntax.relation(word) == "conj" {
            return self.governed(parent, depth + 1);
        }
        let slots = self.slots(word, parent);
        let status = slots.iter().find_map(|slot| self.lookup(parent, slot));
        match status {
            Some(Status::Actual) => self.verb(parent, depth + 1),
            Some(status) => self.under(parent, status, depth),
            None => self.unlisted(word, parent, depth),
        }
    }

    /// What a light verb of the table says: *planned an attack*.
    fn listed_above(&self, noun: usize, verb: usize) -> Option<Said> {
        if self.syntax.parent(noun) != Some(verb) {
            return None;
        }
        let status = self.slots(noun, verb).iter().find_map(|slot| self.lookup(verb, slot))?;
        (status != Status::Actual).then(|| self.under(verb, status, 0))
    }

    fn lookup(&self, parent: usize, slot: &str) -> Option<Status> {
        let part = match self.syntax.word(parent).upos {
            "VERB" | "AUX" => "v",
            "ADJ" => "a",
            _ => "n",
        };
        let is_used = |own: &&Use| match own.slot.split_once(':') {
            Some((own, particle)) => own == slot && self.syntax.has_particle(parent, particle),
            None => own.slot == slot,
        };
        known(self.syntax.lemma(parent), part).find(is_used).map(|own| own.status)
    }

    /// The slots of a word in which another stands.
    fn slots(&self, word: usize, parent: usize) -> Vec<String> {
        let syntax = self.syntax;
        let behind = || syntax.by(word, &["case", "mark"]).map(|case| syntax.form(case).to_lowercase());
        match syntax.relation(word) {
            "xcomp" | "ccomp" | "csubj" | "csubj:pass" => vec!["comp".to_owned()],
            "obj" => vec!["obj".to_owned()],
            "nsubj:pass" => vec!["obj".to_owned()],
            "advcl" | "acl" => {
                let marks = behind().map(|mark| if mark == "to" { "comp".to_owned() } else { mark });
                let marks: Vec<String> = marks.collect();
                if marks.is_empty() && syntax.is_passive(parent) { vec!["comp".to_owned()] } else { marks }
            }
            _ if matches!(syntax.base(word), "obl" | "nmod") => behind().collect(),
            _ => Vec::new(),
        }
    }

    /// A status that the word above gives, as far as that word itself is so: *has no plan to attack*.
    fn under(&self, parent: usize, status: Status, depth: usize) -> Said {
        let is_verb = self.syntax.is_verbal(parent);
        let above = if is_verb { self.own(parent) } else { self.noun_itself(parent) };
        let light = || {
            light::of(self.syntax, parent).filter(|_| !is_verb).map(|(verb, _)| self.verb(verb, depth + 1))
        };
        let is_not = above.or_else(light).is_some_and(|said| said.status == Status::Negated);
        let status = match status {
            Status::Planned | Status::Demanded | Status::Possible if is_not => Status::Negated,
            status => status,
        };
        Said::by(status, parent)
    }

    /// What hangs on a word that the table does not have: infinitives lie ahead, nouns are as they are.
    fn unlisted(&self, word: usize, parent: usize, depth: usize) -> Said {
        let is_infinitive = self.syntax.word(word).xpos == "VB" && self.syntax.is_marked(word, "to");
        match self.syntax.relation(word) {
            "xcomp" | "ccomp" | "advcl" | "acl" if is_infinitive => Said::by(Status::Possible, parent),
            "xcomp" => self.verb(parent, depth + 1),
            _ if self.syntax.counted(parent, self.lexicon) == Some(word) => {
                match light::of(self.syntax, parent) {
                    // *launched a wave of attacks*
                    Some((verb, _)) => self.verb(verb, depth + 1),
                    None => self.governed(parent, depth + 1),
                }
            }
            _ => ACTUAL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_use_and_a_status() {
        for row in rows(include_str!("../../../../data/events/status.tsv")) {
            assert!(matches!(row[1], "aux" | "mark" | "mod" | "v" | "n" | "a"), "{row:?}");
            assert_eq!(row[3] == "actual", named(row[3]) == Status::Actual, "{row:?}");
        }
    }
}
