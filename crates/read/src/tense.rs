//! Whether a word's clause speaks of what is to come or of what was, by the verb above it in the tree.

use annals_record::ByteSpan;
use annals_text::Document;

use crate::model::Analysis;
use crate::words::parent_of;

/// How far up the tree the verb is looked for.
const STEPS: usize = 8;
/// How far from a verb its auxiliaries are looked for.
const REACH: usize = 20;
/// Words whose infinitive or time lies ahead: *is due Friday*, *expected to open on Monday*.
const AHEAD: [&str; 6] = ["due", "expect", "schedule", "plan", "set", "slate"];

/// Ahead (true), behind (false), or nothing where the tree does not say.
pub(crate) fn at(doc: &Document, analysis: &Analysis, byte: usize) -> Option<bool> {
    let mut word = doc.words_in(ByteSpan::new(byte, byte + 1)).range().next()?;
    analysis.words.get(word)?;
    for _ in 0..STEPS {
        if let Some(tense) = of_verb(doc, analysis, word) {
            return Some(tense);
        }
        let clause = matches!(
            analysis.words[word].relation,
            "root" | "ccomp" | "parataxis" | "acl:relcl" | "advcl" | "conj"
        );
        if clause && matches!(analysis.words[word].upos, "VERB" | "AUX") {
            return None;
        }
        word = parent_of(doc, analysis, word)?;
    }
    None
}

fn of_verb(doc: &Document, analysis: &Analysis, at: usize) -> Option<bool> {
    let own = &analysis.words[at];
    let sentence = doc.sentences[doc.sentence_of(at)].words;
    // An auxiliary stands near its verb, whatever the length of the sentence.
    let near = at.saturating_sub(REACH).max(sentence.start)..sentence.end.min(at + REACH);
    let auxiliary = |lemmas: &[&str]| {
        near.clone().any(|word| {
            let child = &analysis.words[word];
            child.relation.starts_with("aux")
                && lemmas.contains(&child.lemma.as_str())
                && parent_of(doc, analysis, word) == Some(at)
        })
    };
    if auxiliary(&["will", "shall"]) || own.upos != "NOUN" && AHEAD.contains(&own.lemma.as_str()) {
        return Some(true);
    }
    let past = near.clone().any(|word| {
        let child = &analysis.words[word];
        matches!(child.relation, "aux" | "aux:pass" | "cop")
            && child.xpos == "VBD"
            && parent_of(doc, analysis, word) == Some(at)
    });
    match own.xpos {
        "VBD" => Some(false),
        _ if past => Some(false),
        "VBN" if auxiliary(&["have"]) => Some(false),
        _ => None,
    }
}
