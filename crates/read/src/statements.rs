//! Statements: a quotation or a reported clause with its cue and speaker.

use annals_record::{
    self as record, ByteSpan, CharIndex, Cue, Participant, Stance, StatementForm, StatementId,
};
use annals_text::Document;

use crate::quotes::Quote;

/// A statement, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// What is said.
    pub content: Vec<ByteSpan>,
    /// The words that report, and the lemma of their head.
    pub cue: Option<(ByteSpan, String)>,
    /// Who says it.
    pub speaker: Option<ByteSpan>,
    /// Number of the statement that contains it.
    pub within: Option<usize>,
}

/// The statements of the text, in text order.
pub(crate) fn find(text: &str, doc: &Document, quotes: &[Quote]) -> Vec<Statement> {
    let _ = (text, doc);
    quotes
        .iter()
        .map(|quote| Statement {
            content: quote.parts.clone(),
            cue: None,
            speaker: None,
            within: quote.within,
        })
        .collect()
}

/// The id of a statement in the record.
pub(crate) fn id(statement: &Statement, index: &CharIndex) -> StatementId {
    let whole = statement.content.iter().copied().reduce(ByteSpan::cover).unwrap_or(ByteSpan::empty(0));
    StatementId::new(index.chars(whole))
}

/// The statements as the record gives them.
pub(crate) fn to_record(statements: &[Statement], index: &CharIndex) -> Vec<record::Statement> {
    statements
        .iter()
        .map(|statement| record::Statement {
            id: id(statement, index),
            form: StatementForm::Direct,
            content: statement.content.iter().map(|&part| index.chars(part)).collect(),
            cue: statement.cue.as_ref().map(|(span, lemma)| Cue {
                span: index.chars(*span),
                lemma: lemma.clone(),
                stance: Stance::Neutral,
            }),
            speaker: statement.speaker.map(|span| Participant { span: index.chars(span), entity: None }),
            addressee: None,
            within: statement.within.map(|number| id(&statements[number], index)),
        })
        .collect()
}
