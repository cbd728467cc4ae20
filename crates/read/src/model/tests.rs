//! The shipped model against itself: what it must find in plain sentences, and that it finds it everywhere alike.

use std::sync::LazyLock;

use annals_text::document;
use proptest::prelude::*;

use super::*;

pub(super) static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::shipped().expect("the shipped model fits"));

fn analyse(text: &str) -> (Document, Analysis) {
    let mut doc = document(text);
    let analysis = READER.analyse(text, &mut doc).expect("the encoder runs");
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
         Velkar/PROPN/Velkar/obl<-met ./PUNCT/./punct<-met",
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
    /// The first numbers of the vector of each word.
    hidden: Vec<Vec<f32>>,
}

#[test]
fn the_training_finds_the_same_vectors() {
    let lines = include_str!("../../../../models/reader/parity.jsonl").lines();
    for expected in lines.map(|line| serde_json::from_str::<Expected>(line).unwrap()) {
        let doc = document(&expected.text);
        let found = windows(&expected.text, &doc, &READER.wordpiece);
        for (found, expected) in found.iter().zip(expected.windows) {
            let vectors = READER.encoder.words(found).unwrap();
            let pairs = expected
                .hidden
                .iter()
                .enumerate()
                .flat_map(|(word, row)| vectors.late.row(word).iter().zip(row));
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
    let span = |name: &Name| doc.span(name.words).of(text);
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

/// Statements of `text` as source|cue|content, parts joined by `+`.
fn statements(text: &str) -> Vec<String> {
    let (doc, analysis) = analyse(text);
    let words = |span: &WordSpan| phrase(text, &doc, *span);
    let one = |role: &Option<WordSpan>| role.as_ref().map_or("", words);
    let content = |found: &Attribution| found.content.iter().map(words).collect::<Vec<_>>().join("+");
    let line = |found: Attribution| format!("{}|{}|{}", one(&found.source), one(&found.cue), content(&found));
    analysis.attributions.into_iter().map(line).collect()
}

fn phrase<'a>(text: &'a str, doc: &Document, words: WordSpan) -> &'a str {
    doc.span(words).of(text)
}

#[test]
fn who_says_what() {
    let text = "“The bridge is closed,” Jora Lind told reporters in Velkar on Monday.";
    assert_eq!(statements(text), ["Jora Lind|told|“The bridge is closed,”"]);
    assert!(statements("The river rose by two metres.").is_empty());
}

#[test]
fn scores_lie_between_nothing_and_one() {
    let (_, analysis) =
        analyse("Ann Lee said on Monday that the bridge was closed, according to Port Almeda police.");
    assert!(!analysis.attributions.is_empty());
    assert!(analysis.attributions.iter().all(|found| found.score > 0.0 && found.score <= 1.0));
}

#[test]
fn mentions_of_one_thing_share_a_chain() {
    let text = "Ilana Brodt left Port Almeda on Monday. She said that the city was not safe.";
    let (doc, analysis) = analyse(text);
    let chain = |words: &str| {
        let inside = |mention: &&Mention| words.starts_with(phrase(text, &doc, mention.words));
        analysis.mentions.iter().find(inside).expect(words).chain
    };
    assert_eq!(chain("Ilana Brodt"), chain("She"));
    assert_ne!(chain("Ilana Brodt"), chain("Port Almeda"));
}

#[test]
fn the_digest_stands_for_all_files() {
    let description: serde_json::Value = serde_json::from_str(SHIPPED.description).unwrap();
    let files = description["files"].as_object().unwrap();
    let given = |name: &str| files[name]["sha256"].as_str().unwrap();
    for (name, bytes) in [
        ("vocab.txt", SHIPPED.vocabulary.as_bytes()),
        ("reader.safetensors", SHIPPED.weights),
        ("lemmas.tsv", SHIPPED.lemmas.as_bytes()),
        ("lemma_rules.tsv", SHIPPED.lemma_rules.as_bytes()),
    ] {
        let found: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, given(name), "{name}");
    }
    assert_eq!(files.len(), 4);
    assert_eq!(READER.digest().len(), 12);
}

/// Every span of `analysis` lies in the document and mentions are in order, of chains that count from 0.
fn check_spans(doc: &Document, analysis: &Analysis) -> Result<(), TestCaseError> {
    let inside = |span: &WordSpan| !span.is_empty() && span.end <= doc.words.len();
    for found in &analysis.attributions {
        prop_assert!(found.content.iter().chain(&found.cue).chain(&found.source).all(inside));
        prop_assert!(!found.content.is_empty() && (0.0..=1.0).contains(&found.score));
    }
    let mut chains = 0;
    for mention in &analysis.mentions {
        prop_assert!(inside(&mention.words) && mention.words.covers(mention.head));
        prop_assert!(mention.chain <= chains);
        chains = chains.max(mention.chain + 1);
    }
    let order = |mention: &Mention| (mention.words.start, std::cmp::Reverse(mention.words.end));
    prop_assert!(analysis.mentions.is_sorted_by_key(order));
    Ok(())
}

#[test]
fn a_sentence_longer_than_the_window_has_one_tree() {
    let (doc, analysis) = analyse(&"the river and the road and ".repeat(80));
    let [sentence] = doc.sentences.as_slice() else { panic!("{:?}", doc.sentences) };
    assert!(sentence.words.len() > window::LENGTH);
    let roots = analysis.words.iter().filter(|word| word.head.is_none()).count();
    assert_eq!(roots, 1);
    assert!(analysis.words.iter().any(|word| word.head.is_some_and(|head| head >= window::LENGTH)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_gets_a_tree_a_sentence(text in "(\\PC{0,12}[ .\n]){0,30}") {
        let (doc, analysis) = analyse(&text);
        prop_assert_eq!(analysis.words.len(), doc.words.len());
        for sentence in &doc.sentences {
            let words = &analysis.words[sentence.words.range()];
            prop_assert!(words.iter().filter(|word| word.head.is_none()).count() == 1);
            prop_assert!(words.iter().all(|word| word.head.is_none_or(|head| head < words.len())));
        }
        check_spans(&doc, &analysis)?;
    }

    #[test]
    fn any_speech_gets_spans_inside(text in "((“|\"|”|[A-Z][a-z]{1,6}|he|said|the rain|,|\\.)[ \n]){0,80}") {
        let (doc, analysis) = analyse(&text);
        check_spans(&doc, &analysis)?;
    }
}
