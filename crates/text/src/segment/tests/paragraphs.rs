//! Paragraphs of a document and the sentences in them.

use super::super::document;

#[test]
fn a_paragraph_cut_at_a_width_holds_whole_sentences() {
    let text = "The river rose over its banks on Monday and took two bridges with\nit, the mayor said. Nobody was \
                hurt, but the road to Port Almeda is\nclosed until the water has gone.\n\nBoats will come.";
    let doc = document(text);
    assert_eq!(doc.paragraphs.len(), 2);
    let paragraphs: Vec<usize> = doc.sentences.iter().map(|sentence| sentence.paragraph).collect();
    assert_eq!(paragraphs, [0, 0, 1]);
    assert!(doc.sentences[0].span.of(text).ends_with("with\nit, the mayor said."));
}

#[test]
fn an_empty_text_has_no_parts() {
    assert_eq!(document(""), Default::default());
    assert_eq!(document(" \n \u{a0} \r\n"), Default::default());
}
