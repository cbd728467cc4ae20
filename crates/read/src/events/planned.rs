//! What becomes of a type where it only lies ahead: an announced visit is AGREE; `data/events/planned.tsv`.

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
