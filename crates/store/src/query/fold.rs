//! Words that stand together become one expression for FTS5.
//!
//! Words are looked for in sentences. Of a thing that stands in one sentence, words that all have to be there are one expression, and
//! those that must not be there, too. A statement or an entity stands in several sentences: one of them has to have all the words, none
//! a word behind `-`. Of an article, each word may stand in another sentence.

use super::check::{Condition, Test};
use super::names;
use crate::rows::Kind;

/// The condition with its words as expressions.
pub fn fold(kind: Kind, condition: Condition) -> Condition {
    match condition {
        Condition::Test(Test::Words(term)) => Condition::Test(Test::Match(names::phrase(&term))),
        Condition::Test(test) => Condition::Test(test),
        Condition::Not(part) => Condition::Not(Box::new(fold(kind, *part))),
        Condition::Any(parts) => {
            let (words, others) = split(parts.into_iter().map(|part| fold(kind, part)));
            whole(merge(words, " OR "), others, Condition::Any)
        }
        Condition::All(parts) => all(kind, parts),
    }
}

fn all(kind: Kind, parts: Vec<Condition>) -> Condition {
    let open = |part| match fold(kind, part) {
        Condition::All(parts) => parts,
        part => vec![part],
    };
    let parts: Vec<_> = parts.into_iter().flat_map(open).collect();
    if kind == Kind::Article {
        return whole(None, parts, Condition::All);
    }
    let (words, others) = split(parts.into_iter());
    let Some(words) = merge(words, " AND ") else { return whole(None, others, Condition::All) };
    let one_sentence = !matches!(kind, Kind::Statement | Kind::Entity);
    let (barred, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|part| one_sentence && barred(part).is_some());
    let words =
        barred.iter().filter_map(self::barred).fold(words, |words, not| format!("({words}) NOT ({not})"));
    whole(Some(words), others, Condition::All)
}

fn split(parts: impl Iterator<Item = Condition>) -> (Vec<String>, Vec<Condition>) {
    let (mut words, mut others) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Condition::Test(Test::Match(expression)) => words.push(expression),
            part => others.push(part),
        }
    }
    (words, others)
}

fn merge(words: Vec<String>, between: &str) -> Option<String> {
    match words.len() {
        0 => None,
        1 => words.into_iter().next(),
        _ => Some(words.iter().map(|words| format!("({words})")).collect::<Vec<_>>().join(between)),
    }
}

fn barred(part: &Condition) -> Option<&str> {
    match part {
        Condition::Not(inner) => match &**inner {
            Condition::Test(Test::Match(expression)) => Some(expression),
            _ => None,
        },
        _ => None,
    }
}

fn whole(words: Option<String>, others: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    let words = words.map(|expression| Condition::Test(Test::Match(expression)));
    let mut parts: Vec<_> = words.into_iter().chain(others).collect();
    match parts.len() {
        1 => parts.remove(0),
        _ => join(parts),
    }
}
