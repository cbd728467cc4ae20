//! Figures at the edge: code points, ids, and the statement that carries each.

use annals_record::{CharIndex, Figure as Row, FigureId, TimeId};

use super::Figure;
use crate::statements::{self, Carriers, Statement};
use crate::times::Time;

/// The figures as the record gives them, each with the innermost statement that carries it. Places and events are
/// linked by later stages.
pub(crate) fn to_record(
    figures: &[Figure],
    times: &[Time],
    statements: &[Statement],
    index: &CharIndex,
) -> Vec<Row> {
    let (carriers, ids) = (Carriers::new(statements), statements::ids(statements, index));
    let id = |figure: &Figure| FigureId::new(index.chars(figure.span));
    figures
        .iter()
        .map(|figure| Row {
            id: id(figure),
            span: index.chars(figure.span),
            low: figure.low,
            high: figure.high,
            relation: figure.relation,
            unit: figure.unit.clone(),
            measure: figure.measure.clone(),
            of: figure.of.clone(),
            currency: figure.currency.clone(),
            part_of: figure.part_of.and_then(|whole| figures.get(whole)).map(id),
            place: None,
            date: figure
                .date
                .and_then(|time| times.get(time))
                .map(|time| TimeId::new(index.chars(time.span))),
            event: None,
            statement: carriers.innermost(figure.span, usize::MAX).map(|number| ids[number]),
        })
        .collect()
}
