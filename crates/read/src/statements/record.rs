//! Statements in order, in each other, and in the record.

use std::collections::{HashMap, HashSet};

use annals_record::{
    self as record, Alternate, ByteSpan, CharIndex, EntityId, Participant, Speaker, StatementId,
};

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

/// Whom a phrase stands for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Referent {
    /// The entity, if one is known.
    pub entity: Option<EntityId>,
    /// How sure that is, where the words could stand for others.
    pub score: Option<f32>,
    /// Who else they may stand for: words that name them, the entity, its probability; falling.
    pub others: Vec<(ByteSpan, EntityId, f32)>,
}

/// Alternates less likely than this are not told.
const CLOSE: f32 = 0.1;

/// The statements as the record gives them.
///
/// `referent` tells whom a noun phrase stands for.
pub(crate) fn to_record(
    statements: &[Statement],
    index: &CharIndex,
    referent: impl Fn(ByteSpan) -> Referent,
) -> Vec<record::Statement> {
    let ids = ids(statements, index);
    let participant = |span| Participant { span: index.chars(span), entity: referent(span).entity };
    let speaker = |statement: &Statement| {
        let span = statement.speaker?;
        let own = referent(span);
        let chosen = statement.choice.score;
        let score = match (chosen, own.score) {
            (None, None) => None,
            (words, entity) => Some(words.unwrap_or(1.0) * entity.unwrap_or(1.0)),
        };
        let other_words =
            statement.choice.others.iter().map(|&(span, score)| (span, referent(span).entity, score));
        let other_entities = own
            .others
            .iter()
            .map(|&(span, entity, score)| (span, Some(entity), score * chosen.unwrap_or(1.0)));
        let is_close = |(_, entity, score): &(ByteSpan, Option<EntityId>, f32)| {
            *score >= CLOSE && (entity.is_none() || *entity != own.entity)
        };
        let mut others: Vec<_> = other_words.chain(other_entities).filter(is_close).collect();
        others.sort_by(|one, other| other.2.total_cmp(&one.2));
        let alternate = |(span, entity, score): (ByteSpan, Option<EntityId>, f32)| Alternate {
            span: index.chars(span),
            entity,
            score: rounded(score),
        };
        Some(Speaker {
            span: index.chars(span),
            entity: own.entity,
            by: statement.choice.by,
            score: score.map(rounded),
            alternates: others.into_iter().map(alternate).collect(),
        })
    };
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
                negated: cue.negated,
            }),
            speaker: speaker(statement),
            addressee: statement.addressee.map(&participant),
            within: statement.within.map(|number| ids[number]),
        })
        .collect()
}

/// A score with two digits: the rest is noise of the arithmetic, and would differ between processors.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}
