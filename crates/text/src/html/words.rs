//! The words of outlets and of their templates: names of classes, job titles, agencies, labels. All from a table.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

/// What the class or the id of an element says that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// A date of the article.
    Date,
    /// Its authors.
    Author,
    /// Something that is seldom the article: navigation, comments, related stories.
    Aside,
    /// Something inside an article that is no part of its text: share buttons, captions, tags.
    Clutter,
    /// What readers wrote.
    Comments,
    /// The text of an article.
    Body,
}

/// What a word or a phrase is in a byline, a title or a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Word {
    /// Stands before an author: *by*.
    By,
    /// Between two authors: *and*.
    And,
    /// A job: *reporter*.
    Job,
    /// An agency or the outlet's staff, no person.
    Agency,
    /// Stands before the time of publication: *published*.
    Published,
    /// Stands before the time of the last change: *updated*.
    Updated,
}

static TABLE: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../../../../data/pages.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

fn rows(kind: &str) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |(_, of)| *of == kind).map(|(word, _)| *word)
}

fn matcher(kind: &str) -> AhoCorasick {
    AhoCorasick::new(rows(kind)).expect("a list of short words makes a matcher")
}

static DATE: LazyLock<AhoCorasick> = LazyLock::new(|| matcher("class-date"));
static AUTHOR: LazyLock<AhoCorasick> = LazyLock::new(|| matcher("class-author"));
static ASIDE: LazyLock<AhoCorasick> = LazyLock::new(|| matcher("class-aside"));
static COMMENTS: LazyLock<AhoCorasick> = LazyLock::new(|| matcher("class-comments"));
static BODY: LazyLock<AhoCorasick> = LazyLock::new(|| matcher("class-body"));
static CLUTTER: LazyLock<AhoCorasick> = LazyLock::new(|| matcher("class-clutter"));

/// Whether `classes` (lower case, a blank behind each) holds a name of this kind. A table entry that begins or ends
/// with a blank stands at the edge of a name; others stand anywhere in it.
pub(super) fn has_class(class: Class, classes: &str) -> bool {
    if classes.is_empty() {
        return false;
    }
    let matcher = match class {
        Class::Date => &DATE,
        Class::Author => &AUTHOR,
        Class::Aside => &ASIDE,
        Class::Clutter => &CLUTTER,
        Class::Comments => &COMMENTS,
        Class::Body => &BODY,
    };
    matcher.is_match(&format!(" {classes}"))
}

static WORDS: LazyLock<HashSet<(&'static str, Word)>> = LazyLock::new(|| {
    let kinds = [
        ("by", Word::By),
        ("and", Word::And),
        ("job", Word::Job),
        ("agency", Word::Agency),
        ("published", Word::Published),
        ("updated", Word::Updated),
    ];
    kinds.into_iter().flat_map(|(kind, word)| rows(kind).map(move |row| (row, word))).collect()
});

/// Whether `phrase`, in lower case, is of this kind.
pub(super) fn is(phrase: &str, kind: Word) -> bool {
    WORDS.contains(&(phrase, kind))
}

static LINES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let builder = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .start_kind(StartKind::Anchored)
        .build(rows("line"));
    builder.expect("a list of short phrases makes a matcher")
});

/// Longest line, in bytes, that is judged by how it begins.
const LONGEST_REMARK: usize = 240;

/// Whether `line` begins as lines do that are no text of an article: *Read more:*, *Sign up*.
pub(super) fn is_remark(line: &str) -> bool {
    line.len() <= LONGEST_REMARK && LINES.is_match(Input::new(line).anchored(Anchored::Yes))
}

static TAILS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let builder = AhoCorasick::builder().ascii_case_insensitive(true).build(rows("tail"));
    builder.expect("a list of short phrases makes a matcher")
});

/// Whether `line`, behind an article, holds a phrase that says it is no text of it: *newsletter*, *all rights reserved*.
pub(super) fn is_tail(line: &str) -> bool {
    line.len() <= 2 * LONGEST_REMARK && TAILS.is_match(line)
}
