//! The program against the code the model is trained with, which wrote `models/reader/parity.jsonl`
//! (`training/parity.py` says what is in it).
//!
//! What the encoder is given must be equal. What is found may differ where two answers score nearly alike, since the
//! two compute in different orders: of each kind of finding [`ALIKE`] must be the same.

use annals_record::{ByteSpan, TokenSpan, WordSpan};
use annals_text::Token;
use serde::Deserialize;

use super::*;

const ROWS: &str = include_str!("../../../../models/reader/parity.jsonl");
/// The least share of equal findings.
const ALIKE: f64 = 0.9;
/// The least share of words with equal tags and equal place in the tree.
const WORDS_ALIKE: f64 = 0.98;

type Span = (usize, usize);

/// Spans of words in words of the document; `text` is the only one that counts code points.
#[derive(Deserialize)]
struct Row {
    text: String,
    /// In code points.
    words: Vec<Span>,
    sentences: Vec<Span>,
    windows: Vec<WindowRow>,
    tags: Vec<(String, String, String)>,
    /// The head, -1 for none, and the relation.
    tree: Vec<(i64, String)>,
    names: Vec<(usize, usize, usize)>,
    statements: Vec<StatementRow>,
    mentions: Vec<MentionRow>,
}

#[derive(Deserialize)]
struct WindowRow {
    first: usize,
    last: usize,
    ids: Vec<u64>,
    features: Vec<[u8; 4]>,
    starts: Vec<usize>,
}

/// Content, cue, source.
type StatementRow = (Vec<Span>, Option<Span>, Option<Span>);
/// First word, last word + 1, head, form, kind, chain.
type MentionRow = (usize, usize, usize, String, String, usize);

fn rows() -> Vec<Row> {
    ROWS.lines().map(|line| serde_json::from_str(line).expect("a row of the file")).collect()
}

impl Row {
    /// The text cut as the file has it.
    fn document(&self) -> Document {
        let mut places: Vec<usize> = self.text.char_indices().map(|(at, _)| at).collect();
        places.push(self.text.len());
        let span = |(start, end): Span| ByteSpan::new(places[start], places[end]);
        let mut doc = Document::default();
        doc.words.extend(self.words.iter().map(|&word| annals_text::Word { span: span(word) }));
        for (number, word) in doc.words.iter().enumerate() {
            doc.tokens.push(Token { span: word.span, words: WordSpan::new(number, number + 1) });
        }
        for &(start, end) in &self.sentences {
            let span = doc.words[start].span.cover(doc.words[end - 1].span);
            let above = self.text[..span.start].rsplit_once('\n').map_or("", |(above, _)| above);
            doc.sentences.push(annals_text::Sentence {
                span,
                paragraph: above.lines().filter(|line| !line.trim().is_empty()).count(),
                tokens: TokenSpan::new(start, end),
                words: WordSpan::new(start, end),
            });
        }
        doc
    }

    fn analysis(&self) -> Analysis {
        tests::READER.analyse_given(&self.text, &self.document()).expect("the encoder runs")
    }
}

/// Checks that of the `expected` and of the `found` findings of all texts most are equal.
#[track_caller]
fn check<T: PartialEq + std::fmt::Debug>(
    share: f64,
    expected: impl Fn(&Row) -> Vec<T>,
    found: impl Fn(&Row, Analysis) -> Vec<T>,
) {
    let (mut equal, mut all, mut differing) = (0, 0, Vec::new());
    for row in rows() {
        let (expected, found) = (expected(&row), found(&row, row.analysis()));
        equal += 2 * expected.iter().filter(|item| found.contains(item)).count();
        all += expected.len() + found.len();
        differing
            .extend(expected.iter().filter(|item| !found.contains(item)).map(|item| format!("- {item:?}")));
        differing
            .extend(found.iter().filter(|item| !expected.contains(item)).map(|item| format!("+ {item:?}")));
    }
    assert!(equal as f64 >= share * all as f64, "{equal} of {all}: {differing:#?}");
}

fn span(words: WordSpan) -> Span {
    (words.start, words.end)
}

#[test]
fn windows_are_equal() {
    for row in rows() {
        let found = windows(&row.text, &row.document(), &tests::READER.wordpiece);
        assert_eq!(found.len(), row.windows.len(), "{}", row.text);
        for (found, expected) in found.iter().zip(&row.windows) {
            assert_eq!(found.words, expected.first..expected.last);
            let pieces: Vec<u64> = found.pieces.iter().map(|&piece| u64::from(piece)).collect();
            assert_eq!(pieces, expected.ids, "{}", row.text);
            assert_eq!(found.features, expected.features, "{}", row.text);
            assert_eq!(found.places, expected.starts, "{}", row.text);
        }
    }
}

#[test]
fn words_are_tagged_alike() {
    check(
        WORDS_ALIKE,
        |row| row.tags.iter().cloned().enumerate().collect(),
        |_, analysis| {
            let tags = |word: &Word| (word.upos.to_owned(), word.xpos.to_owned(), word.feats.to_owned());
            analysis.words.iter().map(tags).enumerate().collect()
        },
    );
}

#[test]
fn trees_are_alike() {
    check(
        WORDS_ALIKE,
        |row| row.tree.iter().cloned().enumerate().collect(),
        |row, analysis| {
            let start = |word: usize| row.sentences.iter().rfind(|sentence| sentence.0 <= word).unwrap().0;
            let place = |(number, word): (usize, &Word)| {
                let head = word.head.map_or(-1, |head| (start(number) + head) as i64);
                (number, (head, word.relation.to_owned()))
            };
            analysis.words.iter().enumerate().map(place).collect()
        },
    );
}

#[test]
fn names_are_alike() {
    check(
        ALIKE,
        |row| {
            row.names.iter().map(|&(start, end, kind)| (start, end, tests::READER.sets.kinds[kind])).collect()
        },
        |_, analysis| {
            analysis.names.iter().map(|name| (name.words.start, name.words.end, name.kind)).collect()
        },
    );
}

#[test]
fn statements_are_alike() {
    check(
        ALIKE,
        |row| row.statements.clone(),
        |_, analysis| {
            let parts = |found: &Attribution| -> StatementRow {
                let content = found.content.iter().copied().map(span).collect();
                (content, found.cue.map(span), found.source.map(span))
            };
            analysis.attributions.iter().map(parts).collect()
        },
    );
}

#[test]
fn mentions_and_their_chains_are_alike() {
    check(
        ALIKE,
        |row| last_of_chains(&row.mentions),
        |_, analysis| {
            let row = |found: &Mention| -> MentionRow {
                let form = format!("{:?}", found.form).to_lowercase();
                let (start, end) = span(found.words);
                (start, end, found.head, form, found.kind.to_owned(), found.chain)
            };
            last_of_chains(&analysis.mentions.iter().map(row).collect::<Vec<_>>())
        },
    );
}

/// Mentions, each with the number of the last one of its chain before it: chains are numbered one after the other, so
/// that one link more would change all numbers behind it.
fn last_of_chains(mentions: &[MentionRow]) -> Vec<(MentionRow, Option<usize>)> {
    let one = |(number, row): (usize, &MentionRow)| {
        let last = mentions[..number].iter().rposition(|other| other.5 == row.5);
        let (start, end, head, form, kind, _) = row.clone();
        ((start, end, head, form, kind, 0), last)
    };
    mentions.iter().enumerate().map(one).collect()
}
