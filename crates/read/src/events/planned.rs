//! What becomes of a type where it only lies ahead, or is denied to: an announced visit is AGREE, help that will not come
//! REJECT; `data/events/planned.tsv` and `refused.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lexicon::rows;

/// What a planned event is coded as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    pub kind: &'static str,
    pub cameo: &'static str,
}

static PLANNED: LazyLock<HashMap<&'static str, Planned>> = LazyLock::new(|| {
    let table = include_str!("../../../../data/events/planned.tsv");
    rows(table).map(|row| (row[0], Planned { kind: row[1], cameo: row[2] })).collect()
});

/// What a planned event of a type is coded as, where that is another type.
pub(super) fn of(kind: &str) -> Option<Planned> {
    PLANNED.get(kind).copied()
}

/// What the denial that something will be is coded as: always REJECT.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused {
    pub mode: Option<&'static str>,
    pub cameo: &'static str,
}

static REFUSED: LazyLock<HashMap<&'static str, Refused>> = LazyLock::new(|| {
    let table = include_str!("../../../../data/events/refused.tsv");
    let own = |row: Vec<&'static str>| {
        (row[0], Refused { mode: Some(row[1]).filter(|mode| !mode.is_empty()), cameo: row[2] })
    };
    rows(table).map(own).collect()
});

/// What the refusal of a type is, where it is one of cooperation.
pub(super) fn refusal(kind: &str) -> Option<Refused> {
    REFUSED.get(kind).copied()
}
