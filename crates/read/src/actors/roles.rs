//! What people and bodies are called by what they do: `data/actors/roles.tsv`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::fold::fold;
use crate::lexicon::rows;

/// What a term of the table says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Role {
    /// PLOVER sector; empty where it is that of the organisation beside it.
    pub sector: &'static str,
    /// Whether it may stand before a name: *Foreign Minister*.
    pub title: bool,
    /// Whether it stays a part of the name: *King Charles*.
    pub style: bool,
    /// Whether it is said of organisations.
    pub body: bool,
    /// Whether it is said of who belongs to an organisation: *official*.
    pub member: bool,
    /// Whether it says that something is no more: *former*.
    pub past: bool,
    /// Whether it only addresses: *Mr.*
    pub address: bool,
}

/// Words of the longest term.
pub(crate) const LONGEST: usize = 6;

static ROLES: LazyLock<HashMap<String, Role>> = LazyLock::new(|| {
    let table = include_str!("../../../../data/actors/roles.tsv");
    rows(table).map(|row| (fold(row[0]), role(row[1], row[2]))).collect()
});

fn role(sector: &'static str, uses: &str) -> Role {
    let has = |name: &str| uses.split(',').any(|own| own == name);
    Role {
        sector,
        title: has("title") || has("style"),
        style: has("style"),
        body: has("body"),
        member: has("member"),
        past: has("past"),
        address: has("address"),
    }
}

/// The term that a folded phrase is.
pub(crate) fn role_of(folded: &str) -> Option<&'static Role> {
    ROLES.get(folded)
}

static DEALINGS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../../../../data/actors/dealings.tsv")).map(|row| row[0]).collect());

/// Whether the object of a verb is somebody, not somewhere: *urged Varesh to pay*.
pub(crate) fn is_dealt_with(lemma: &str) -> bool {
    DEALINGS.contains(lemma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_have_their_sector_and_use() {
        let minister = role_of("foreign minister").expect("a term");
        assert_eq!((minister.sector, minister.title, minister.body), ("GOV", true, false));
        assert!(role_of("former").is_some_and(|role| role.past));
        assert!(role_of("king").is_some_and(|role| role.style));
        assert!(role_of("mr").is_some_and(|role| role.address && !role.title));
    }

    #[test]
    fn no_term_is_longer_than_is_looked_for() {
        assert!(ROLES.keys().all(|term| term.split(' ').count() <= LONGEST));
        assert!(ROLES.values().all(|role| role.title
            || role.body
            || role.member
            || role.past
            || role.address
            || !role.sector.is_empty()));
    }
}
