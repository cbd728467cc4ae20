//! Light verbs, which lend a noun their subject: *carried out an attack*, *came under attack*; `data/events/light.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::syntax::Syntax;
use crate::lexicon::rows;

/// Which side the subject of a light verb is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// *launched* an attack
    Actor,
    /// *suffered* an attack
    Recipient,
}

/// How a verb takes its noun.
#[derive(Clone, Copy, Debug)]
struct Light {
    /// Particle; empty for none.
    particle: &'static str,
    /// Preposition before the noun; empty for an object.
    preposition: &'static str,
    side: Side,
}

static LIGHT: LazyLock<HashMap<&'static str, Vec<Light>>> = LazyLock::new(|| {
    let mut verbs: HashMap<&str, Vec<Light>> = HashMap::new();
    for row in rows(include_str!("../../../../data/events/light.tsv")) {
        let side = if row[3] == "recipient" { Side::Recipient } else { Side::Actor };
        verbs.entry(row[0]).or_default().push(Light { particle: row[1], preposition: row[2], side });
    }
    verbs
});

/// Whether a verb may be light.
pub(super) fn knows(lemma: &str) -> bool {
    LIGHT.contains_key(lemma)
}

/// The light verb of a noun, and the side of its subject.
pub(super) fn of(syntax: &Syntax, noun: usize) -> Option<(usize, Side)> {
    let above = syntax.parent(noun).into_iter();
    let below = syntax.by(noun, &["acl", "acl:relcl"]);
    let verbs = above.chain(below).filter(|&verb| syntax.is_verbal(verb));
    verbs.filter_map(|verb| Some((verb, side(syntax, verb, noun)?))).next()
}

/// The nouns that a verb may stand for.
pub(super) fn nouns(syntax: &Syntax, verb: usize) -> Vec<usize> {
    let Some(uses) = LIGHT.get(syntax.lemma(verb)) else { return Vec::new() };
    let taken = |light: &Light| match light.preposition {
        "" => syntax.objects(verb),
        preposition => syntax.behind(verb, preposition),
    };
    uses.iter().filter(|light| has_particle(syntax, verb, light)).flat_map(taken).collect()
}

fn side(syntax: &Syntax, verb: usize, noun: usize) -> Option<Side> {
    let takes = |light: &&Light| match light.preposition {
        "" => syntax.objects(verb).contains(&noun),
        preposition => syntax.behind(verb, preposition).contains(&noun),
    };
    let uses = LIGHT.get(syntax.lemma(verb))?.iter();
    uses.filter(|light| has_particle(syntax, verb, light)).find(takes).map(|light| light.side)
}

fn has_particle(syntax: &Syntax, verb: usize, light: &Light) -> bool {
    light.particle.is_empty() || syntax.has_particle(verb, light.particle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_light_verb_says_whose_side_its_subject_is_on() {
        for row in rows(include_str!("../../../../data/events/light.tsv")) {
            assert!(matches!(row[3], "actor" | "recipient"), "{row:?}");
        }
        assert_eq!(LIGHT["suffer"][0].side, Side::Recipient);
    }
}
