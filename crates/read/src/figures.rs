//! Figures: how many of what, and how sure the words are of it.

use annals_record::{self as record, ByteSpan, CharIndex, FigureId, Relation};
use annals_text::Document;

use crate::statements::{self, Carriers, Statement};
use crate::times::Time;

/// A figure, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// Hedge, number and unit.
    pub span: ByteSpan,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// How the bounds are meant.
    pub relation: Relation,
    /// What is counted.
    pub unit: Option<String>,
    /// What is measured.
    pub measure: Option<String>,
    /// Whose share or what part.
    pub of: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
}

/// The figures of the text, in text order; expressions of time are none.
pub(crate) fn find(text: &str, doc: &Document, times: &[Time]) -> Vec<Figure> {
    let _ = (text, doc, times);
    Vec::new()
}

/// The figures as the record gives them, each with the innermost statement that carries it.
pub(crate) fn to_record(
    figures: &[Figure],
    statements: &[Statement],
    index: &CharIndex,
) -> Vec<record::Figure> {
    let (carriers, ids) = (Carriers::new(statements), statements::ids(statements, index));
    figures
        .iter()
        .map(|figure| {
            let span = index.chars(figure.span);
            let carrier = carriers.innermost(figure.span, usize::MAX);
            record::Figure {
                id: FigureId::new(span),
                span,
                low: figure.low,
                high: figure.high,
                relation: figure.relation,
                unit: figure.unit.clone(),
                measure: figure.measure.clone(),
                of: figure.of.clone(),
                currency: figure.currency.clone(),
                place: None,
                date: None,
                event: None,
                statement: carrier.map(|number| ids[number]),
            }
        })
        .collect()
}
