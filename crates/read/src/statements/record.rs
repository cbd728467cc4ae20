//! Statements in order, in each other, and in the record.

use std::collections::{HashMap, HashSet};

use annals_record::{self as record, ByteSpan, CharIndex, EntityId, Participant, StatementId};

use super::Statement;

/// Sorts the statements, drops those found twice and sets which contains which.
pub(super) fn arrange(mut found: Vec<Statement>) -> Vec<Statement> {
    found.retain(|statement| !statement.content.is_empty() && !statement.whole().is_empty());
    found.sort_by_key(|statement| (statement.whole().start, std::cmp::Reverse(statement.whole().end)));
    let mut seen = HashSet::new();
    found.retain(|statement| seen.insert(statement.content.clone()));
    let carriers = Carriers::new(&found);
    let within: Vec<Option<usize>> = (0..found.len())
        .map(|number| {
            let own = found[number]
                .cue
                .as_ref()
                .map_or(found[number].whole(), |cue| found[number].whole().cover(cue.span));
            carriers.innermost(own, number)
        })
        .collect();
    for (statement, within) in found.iter_mut().zip(within) {
        statement.within = within;
    }
    found
}

/// Which statement's content a span lies in.
pub(crate) struct Carriers {
    /// Parts of contents with their statement, in text order.
    parts: Vec<(ByteSpan, usize)>,
    /// For every part the nearest earlier one that contains it.
    around: Vec<Option<usize>>,
}

/// A chain of contents inside contents is followed this far down.
const DEEPEST: usize = 64;

impl Carriers {
    /// The contents of `statements`.
    pub fn new(statements: &[Statement]) -> Self {
        let mut parts: Vec<(ByteSpan, usize)> = statements
            .iter()
            .enumerate()
            .flat_map(|(number, statement)| statement.content.iter().map(move |&part| (part, number)))
            .collect();
        parts.sort_by_key(|&(part, number)| (part.start, std::cmp::Reverse(part.end), number));
        let mut around = Vec::with_capacity(parts.len());
        let mut open: Vec<usize> = Vec::new();
        for (number, (part, _)) in parts.iter().enumerate() {
            while open
                .last()
                .is_some_and(|&outer| parts[outer].0.end < part.end || parts[outer].0.end <= part.start)
            {
                open.pop();
            }
            around.push(open.last().copied());
            open.push(number);
        }
        Self { parts, around }
    }

    /// The statement other than `but` whose content holds `span` and is the smallest to do so.
    pub fn innermost(&self, span: ByteSpan, but: usize) -> Option<usize> {
        let mut at = self.parts.partition_point(|(part, _)| part.start <= span.start).checked_sub(1);
        for _ in 0..DEEPEST {
            let (part, statement) = self.parts[at?];
            if part.contains(span) && statement != but {
                return Some(statement);
            }
            at = match self.around[at?] {
                Some(outer) => Some(outer),
                None => at?.checked_sub(1).filter(|&before| self.parts[before].0.end >= span.end),
            };
        }
        None
    }
}

/// The ids of the statements; two on one span are told apart by number.
pub(crate) fn ids(statements: &[Statement], index: &CharIndex) -> Vec<StatementId> {
    let mut copies: HashMap<ByteSpan, u32> = HashMap::new();
    statements
        .iter()
        .map(|statement| {
            let copy = copies.entry(statement.whole()).or_default();
            *copy += 1;
            StatementId::numbered(index.chars(statement.whole()), *copy)
        })
        .collect()
}

/// The statements as the record gives them.
///
/// `entity` gives the entity behind a noun phrase.
pub(crate) fn to_record(
    statements: &[Statement],
    index: &CharIndex,
    entity: impl Fn(ByteSpan) -> Option<EntityId>,
) -> Vec<record::Statement> {
    let ids = ids(statements, index);
    let participant = |span| Participant { span: index.chars(span), entity: entity(span) };
    statements
        .iter()
        .zip(&ids)
        .map(|(statement, &id)| record::Statement {
            id,
            form: statement.form,
            content: statement.content.iter().map(|&part| index.chars(part)).collect(),
            cue: statement.cue.as_ref().map(|cue| record::Cue {
                span: index.chars(cue.span),
                lemma: cue.lemma.clone().into_owned(),
                stance: cue.stance,
            }),
            speaker: statement.speaker.map(&participant),
            addressee: statement.addressee.map(&participant),
            within: statement.within.map(|number| ids[number]),
        })
        .collect()
}
