//! The authors' names.

use super::linked;
use super::page::{By, Page};
use super::title::Names;
use super::words::{Word, is};
use crate::moment;

/// `<meta>` that name an author, the surest first.
const NAMES: [&str; 14] = [
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "dc.contributor",
    "citation_author",
    "byl",
    "byline",
    "og:article:author",
    "authors",
    "twitter:creator:name",
];

/// Most words of a name.
const MOST_WORDS: usize = 5;
/// Most names of a byline; a longer list is a list of something else.
const MOST_NAMES: usize = 12;

/// The authors of the article of `page`, whose outlet is called by one of `outlet`.
/// The last resort are lines of the page, `shown`, that begin with *By*.
pub(super) fn authors(page: &Page, outlet: &Names, title: Option<&str>, shown: &str) -> Vec<String> {
    let linked = linked::article(&page.linked).map(|article| linked::authors(article, &page.linked));
    let given = linked.into_iter().flatten().map(str::to_owned).collect::<Vec<_>>();
    let mut sources: Vec<Vec<String>> = vec![given];
    sources.extend(NAMES.iter().filter_map(|name| page.meta.get(*name).cloned()));
    for by in [By::Microdata, By::Rel, By::Class] {
        let marks = page.authors.iter().filter(|mark| mark.by == by && !mark.aside);
        // Themes mark whole headers so; a headline is no name.
        let marks = marks.filter(|mark| title.is_none_or(|title| !mark.text.contains(title)));
        sources.extend(marks.map(|mark| mark.text.lines().take(3).map(str::to_owned).collect()));
    }
    sources.extend(
        shown.lines().filter(|line| is_byline(line)).take(MOST_NAMES).map(|line| vec![line.to_owned()]),
    );
    sources
        .into_iter()
        .map(|texts| all_names(&texts, outlet))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// Longest line, in bytes, that is taken for a byline.
const LONGEST_BYLINE: usize = 90;

/// Whether a line of the page begins as a byline does.
fn is_byline(line: &str) -> bool {
    line.len() <= LONGEST_BYLINE && line.len() > without_lead(line).len() && !line.ends_with(['.', '?', '!'])
}

fn all_names(texts: &[String], outlet: &Names) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in texts.iter().flat_map(|text| names(text)) {
        let known = found.iter().any(|other| other.to_lowercase() == name.to_lowercase());
        if !known && !outlet.is_one(&name) {
            found.push(name);
        }
    }
    if found.len() > MOST_NAMES { Vec::new() } else { found }
}

/// The names in one byline: *By Ann Bell and Carl Dorn, senior reporters* gives two.
pub(super) fn names(byline: &str) -> Vec<String> {
    let byline = super::plain(byline);
    if byline.contains("://") || byline.starts_with("www.") {
        return Vec::new();
    }
    let byline = without_lead(behind_date(byline.trim()));
    let byline = &byline[..end_of_names(byline)];
    byline
        .split([',', ';', '&', '/', '|', '\n'])
        .flat_map(split_at_and)
        .filter_map(|part| name(&part))
        .collect()
}

/// What follows *by* in *Posted on 3 March 2024 by Ann Bell*.
fn behind_date(byline: &str) -> &str {
    match byline.split_once(" by ") {
        Some((date, names)) if date.contains(|c: char| c.is_ascii_digit()) => names,
        _ => byline,
    }
}

/// The byline behind *By*, *Written by* and the like.
fn without_lead(mut byline: &str) -> &str {
    loop {
        let lead = [2, 1].into_iter().find_map(|words| {
            let end = end_of_words(byline, words)?;
            let phrase = byline[..end].to_lowercase();
            let phrase = phrase.trim_end_matches([':', ' ']);
            is(phrase, Word::By).then(|| byline[end..].trim_start_matches([':', ' ', '\u{a0}']))
        });
        match lead {
            Some(rest) => byline = rest,
            None => return byline,
        }
    }
}

/// Byte offset behind the first `count` words.
fn end_of_words(text: &str, count: usize) -> Option<usize> {
    let ends = text.match_indices([' ', '\u{a0}', '\n']).map(|(at, _)| at);
    ends.chain((!text.is_empty()).then_some(text.len())).nth(count - 1)
}

/// Where the names end and something else begins: a date, a place, a mail address, a remark.
fn end_of_names(byline: &str) -> usize {
    const ENDS: [&str; 12] =
        [" | ", " - ", " – ", " — ", " • ", " · ", " (", " @", " for ", " in ", " at ", " on "];
    let ends =
        ENDS.iter().filter_map(|end| byline.find(end)).chain(byline.find(|c: char| c.is_ascii_digit()));
    ends.filter(|&at| at > 0).min().unwrap_or(byline.len())
}

fn split_at_and(part: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for word in part.split_whitespace() {
        if is(&word.to_lowercase(), Word::And) && word.chars().all(char::is_lowercase) {
            names.push(String::new());
        } else if let Some(name) = names.last_mut() {
            name.push_str(if name.is_empty() { "" } else { " " });
            name.push_str(word);
        }
    }
    names
}

/// `part` as a name, if it is one.
fn name(part: &str) -> Option<String> {
    let part = without_lead(part.trim()).trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let lower = part.to_lowercase();
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_word_of_jobs = |word: &&str| {
        let bare = word.to_lowercase();
        is(bare.trim_matches(|c: char| !c.is_alphanumeric()), Word::Job)
    };
    let jobs = words.iter().filter(|word| is_word_of_jobs(word)).count();
    let fits = (1..=MOST_WORDS).contains(&words.len())
        && part.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !is(&lower, Word::Published)
        && !is(&lower, Word::Updated)
        && !is(&lower, Word::By)
        && !words.iter().all(|word| moment::is_calendar_word(word))
        && !part.contains(['@', '#', '_', '<', '{'])
        && !is(&lower, Word::Agency)
        && !is(lower.trim_start_matches("the "), Word::Agency)
        && jobs == 0
        && words.iter().all(|word| is_name_word(word));
    fits.then(|| part.trim_end_matches(',').to_owned())
}

/// Whether `word` may stand in a name: it begins with a capital or a letter without case, or is a particle.
fn is_name_word(word: &str) -> bool {
    let Some(first) = word.chars().find(|c| c.is_alphabetic()) else { return false };
    !first.is_lowercase() || word.chars().count() <= 4 || word.contains(['\'', '’', '-'])
}
