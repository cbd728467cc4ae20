//! The shipped model against itself: what it must find in plain sentences, and that it finds it everywhere alike.

use std::sync::LazyLock;

use annals_text::document;
use proptest::prelude::*;

use super::*;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::shipped().expect("the shipped model fits"));

fn analyse(text: &str) -> (Document, Analysis) {
    let doc = document(text);
    let analysis = READER.analyse(text, &doc).expect("the encoder runs");
    (doc, analysis)
}

/// `expected`: form/UPOS/lemma/relation<-head of each word.
#[track_caller]
fn check(text: &str, expected: &str) {
    let (doc, analysis) = analyse(text);
    let form = |number: usize| doc.words[number].span.of(text);
    let shown: Vec<String> = analysis
        .words
        .iter()
        .enumerate()
        .map(|(number, word)| {
            let head = word.head.map_or("ROOT", form);
            format!("{}/{}/{}/{}<-{head}", form(number), word.upos, word.lemma, word.relation)
        })
        .collect();
    assert_eq!(shown.join(" "), expected);
}

#[test]
fn a_plain_sentence() {
    check(
        "The minister met two officials in Velkar.",
        "The/DET/the/det<-minister minister/NOUN/minister/nsubj<-met met/VERB/meet/root<-ROOT \
         two/NUM/two/nummod<-officials officials/NOUN/official/obj<-met in/ADP/in/case<-Velkar \
         Velkar/PROPN/Velkar/obl<-met ././././punct<-met"
            .replace("././././punct", "./PUNCT/./punct")
            .as_str(),
    );
}

/// What the training says of some texts, on the way from words to vectors.
#[derive(serde::Deserialize)]
struct Expected {
    text: String,
    windows: Vec<ExpectedWindow>,
}

#[derive(serde::Deserialize)]
struct ExpectedWindow {
    first: usize,
    last: usize,
    ids: Vec<u32>,
    features: Vec<[u8; 4]>,
    starts: Vec<usize>,
    /// The first numbers of the vector of each word.
    hidden: Vec<Vec<f32>>,
}

#[test]
fn the_training_finds_the_same_pieces_features_and_vectors() {
    let lines = include_str!("../../../../models/reader/parity.jsonl").lines();
    for expected in lines.map(|line| serde_json::from_str::<Expected>(line).unwrap()) {
        let doc = document(&expected.text);
        let found = windows(&expected.text, &doc, &READER.wordpiece);
        assert_eq!(found.len(), expected.windows.len());
        for (found, expected) in found.iter().zip(expected.windows) {
            assert_eq!(found.words, expected.first..expected.last);
            assert_eq!((&found.pieces, &found.features), (&expected.ids, &expected.features));
            assert_eq!(found.places, expected.starts);
            let vectors = READER.encoder.words(found).unwrap();
            let pairs =
                expected.hidden.iter().enumerate().flat_map(|(word, row)| vectors.row(word).iter().zip(row));
            let (count, off) =
                pairs.fold((0.0, 0.0), |(count, off), (a, b)| (count + 1.0, off + (a - b).abs()));
            // Where rounding tips a byte, later layers differ a little; single precision differs by .033.
            assert!(off / count < 0.02, "mean difference {}", off / count);
        }
    }
}

#[test]
fn names_have_their_kinds() {
    let text = "Prime Minister Jora Lind flew from Berlin to London, the BBC said.";
    let (doc, analysis) = analyse(text);
    let span =
        |name: &Name| doc.words[name.words.start].span.cover(doc.words[name.words.end - 1].span).of(text);
    let found: Vec<_> = analysis.names.iter().map(|name| (span(name), name.kind)).collect();
    for expected in
        [("Jora Lind", "person"), ("Berlin", "place"), ("London", "place"), ("BBC", "organization")]
    {
        assert!(found.contains(&expected), "{found:?}");
    }
}

#[test]
fn what_stands_beside_a_window_changes_nothing_in_it() {
    let paragraph = format!("{}\n\n", "The river rose again on Monday night, the mayor said. ".repeat(20));
    let (_, alone) = analyse(&paragraph);
    let (_, twice) = analyse(&paragraph.repeat(2));
    let count = alone.words.len();
    assert_eq!(twice.words.len(), 2 * count);
    assert_eq!(alone.words[..count / 2], twice.words[..count / 2]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_gets_a_tree_a_sentence(text in "(\\PC{0,12}[ .\n]){0,30}") {
        let (doc, analysis) = analyse(&text);
        prop_assert_eq!(analysis.words.len(), doc.words.len());
        for sentence in &doc.sentences {
            let words = &analysis.words[sentence.words.range()];
            prop_assert!(words.iter().filter(|word| word.head.is_none()).count() >= 1);
            prop_assert!(words.iter().all(|word| word.head.is_none_or(|head| head < words.len())));
        }
    }
}
