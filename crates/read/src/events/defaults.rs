//! Where the recipients of each type are looked for when nothing else names them: `data/events/defaults.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lexicon::rows;

/// What holds for a type.
#[derive(Clone, Debug)]
pub(super) struct Default {
    /// Prepositions before a recipient, the likelier ones first.
    pub prepositions: Vec<&'static str>,
    /// Whether it is done to things as well: a bridge is bombed, a plan rejected.
    pub to_things: bool,
    /// Whether it is done to those to whom an event inside is done, before those who do it: *threatened to attack them*, but
    /// *condemned their attack*.
    pub follows_inner: bool,
    /// Whether troops, and what belongs to an actor, are moved by it and are no recipients: *withdrew its troops*.
    pub moves_own: bool,
}

static DEFAULTS: LazyLock<HashMap<&'static str, Default>> = LazyLock::new(|| {
    let table = rows(include_str!("../../../../data/events/defaults.tsv"));
    let own = |row: Vec<&'static str>| {
        let prepositions = row[1].split(',').collect();
        let (to_things, follows_inner) = (row[2] == "things", row[3] == "recipients");
        (row[0], Default { prepositions, to_things, follows_inner, moves_own: row[4] == "moved" })
    };
    table.map(own).collect()
});

/// What holds for a type; nothing for none of PLOVER's.
pub(super) fn of(kind: &str) -> Option<&'static Default> {
    DEFAULTS.get(kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::types;

    #[test]
    fn every_type_has_defaults() {
        assert!(types().iter().all(|kind| of(kind.name).is_some()));
        assert_eq!(DEFAULTS.len(), types().len());
    }
}
