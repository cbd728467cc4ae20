//! Where cue, clause and speaker begin and end, by the tree: a cue with its auxiliaries and adverbs, without the beginning
//! of another phrase; the clause of a noun without the verb of that noun.

use std::borrow::Cow;

use annals_record::{ByteSpan, WordSpan};

use super::nouns::{self, Noun};
use super::syntax::Tree;
use super::{Statement, cues};
use crate::words::head_of;

/// Gives the parts of a statement their extent.
pub(super) fn fit(tree: &Tree, statement: &mut Statement) {
    if let Some(speaker) = statement.speaker {
        statement.speaker = Some(whole(tree, speaker));
    }
    fit_clause(tree, statement);
    fit_cue(tree, statement);
}

/// A speaker that ends in a preposition with the noun behind it: *a report seen by | the Herald*.
fn whole(tree: &Tree, speaker: ByteSpan) -> ByteSpan {
    let words = tree.doc.words_in(speaker);
    let led = words.range().next_back().filter(|&last| words.len() > 1 && tree.word(last).relation == "case");
    let noun = led.and_then(|last| tree.parent(last)).filter(|&noun| noun >= words.end);
    noun.map_or(speaker, |noun| speaker.cover(tree.doc.words[noun].span))
}

/// `Lind's claim that the dam was safe | was met with laughter`: what the noun itself does is no part of what is claimed.
fn fit_clause(tree: &Tree, statement: &mut Statement) {
    let Some(cue) = statement.cue.as_ref().map(|cue| tree.doc.words_in(cue.span)) else { return };
    let ([part], false) = (&statement.content[..], cue.is_empty()) else { return };
    let (noun, words) = (head_of(tree.doc, tree.analysis, cue), tree.doc.words_in(*part));
    let is_noun = tree.word(noun).upos == "NOUN" && words.start == cue.end;
    if !is_noun || tree.low(words.start) != "that" {
        return;
    }
    let mut clauses =
        tree.children(noun, &["acl", "ccomp", "acl:relcl"]).filter(|&clause| words.covers(clause));
    let Some(clause) = clauses.next() else { return };
    // The parser may hang the verb of the noun on it as one more clause.
    let is_bare = |clause: &usize| {
        tree.child(*clause, &["mark", "nsubj"]).is_none() && tree.word(*clause).feats.contains("Fin")
    };
    let governor = tree.parent(noun).filter(|&verb| words.covers(verb));
    let Some(verb) = governor.or_else(|| clauses.find(is_bare)) else { return };
    let own = tree.subtree(clause, |_| false).into_iter().take_while(|&word| word < verb);
    let parts = tree.parts(&own.collect::<Vec<_>>());
    if !parts.is_empty() {
        statement.content = parts;
    }
}

fn fit_cue(tree: &Tree, statement: &mut Statement) {
    let Some(cue) = &statement.cue else { return };
    let words = tree.doc.words_in(cue.span);
    if words.is_empty() {
        return;
    }
    let taken: Vec<WordSpan> = statement
        .content
        .iter()
        .copied()
        .chain(statement.speaker)
        .map(|span| tree.doc.words_in(span))
        .collect();
    let is_taken = |word: usize| taken.iter().any(|part| part.covers(word));
    let fitted = match noun_of(tree, words) {
        Some(noun) => noun,
        None => opened(tree, closed(tree, words, is_taken), is_taken),
    };
    let Some(cue) = &mut statement.cue else { return };
    cue.span = tree.doc.span(fitted);
    let head = head_of(tree.doc, tree.analysis, fitted);
    if let Some(noun) = noun_at(tree, head).filter(|_| tree.word(head).upos == "NOUN") {
        (cue.lemma, cue.stance) = (Cow::Borrowed(noun.lemma), noun.stance);
    }
}

/// The noun of the table that begins at a word.
fn noun_at(tree: &Tree, word: usize) -> Option<&'static Noun> {
    let len = tree.analysis.words.len();
    nouns::noun(|number| (word + number < len).then(|| tree.low(word + number)))
}

/// The noun of a cue that is only its preposition: *To Lind's | mind*.
fn noun_of(tree: &Tree, words: WordSpan) -> Option<WordSpan> {
    let word = words.start;
    let head = tree
        .parent(word)
        .filter(|&head| words.len() == 1 && head > word && tree.word(word).relation == "case")?;
    let noun = noun_at(tree, head)?;
    noun.attributes(&tree.low(word)).then(|| WordSpan::new(head, head + noun.len))
}

/// A cue without words at its end that begin what follows: *said in a* before *June report*. A preposition stays where
/// what it leads to is said: *called for | a boycott*.
fn closed(tree: &Tree, mut words: WordSpan, is_taken: impl Fn(usize) -> bool) -> WordSpan {
    let opens = |last: usize| {
        tree.parent(last).filter(|&head| head > last).is_some_and(|head| match tree.word(last).relation {
            "det" | "amod" | "compound" | "nmod:poss" | "nummod" => true,
            "case" | "mark" => !is_taken(head),
            _ => false,
        })
    };
    let is_known = |words: WordSpan| {
        let last = WordSpan::new(words.end.saturating_sub(2).max(words.start), words.end);
        cues::known(&last.range().map(|word| tree.low(word)).collect::<Vec<_>>())
            .is_some_and(|cue| cue.lemma.contains(' '))
    };
    while words.len() > 1 && opens(words.end - 1) && !is_known(words) {
        words.end -= 1;
    }
    words
}

/// A cue with the auxiliaries and adverbs right before it: *has | repeatedly said*.
fn opened(tree: &Tree, mut words: WordSpan, is_taken: impl Fn(usize) -> bool) -> WordSpan {
    let head = head_of(tree.doc, tree.analysis, words);
    let belongs = |word: usize| {
        matches!(tree.word(word).relation, "aux" | "aux:pass" | "advmod")
            && tree.parent(word) == Some(head)
            && !is_taken(word)
    };
    while words.start > 0 && belongs(words.start - 1) {
        words.start -= 1;
    }
    words
}
