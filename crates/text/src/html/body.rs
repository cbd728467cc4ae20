//! The article's own words.

use std::collections::HashSet;

use dom_query::{Document, NodeData, NodeRef};
use dom_smoothie::{Config, Readability};

use super::date;
use super::gate::Survey;
use super::lines::{self, Side, Way, is_silent, walk};
use super::linked;
use super::page::Page;
use super::title::compact;
use super::words::{Class, has_class, is_remark, is_tail};
use crate::moment;

/// What stands above an article and is known already.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    /// The title.
    pub title: &'a str,
    /// The authors.
    pub authors: &'a [String],
}

/// A text and how it was come by.
pub(super) struct Body {
    /// One line a paragraph.
    pub text: String,
    /// What to remark about it.
    pub remark: Option<&'static str>,
}

/// Most elements of a page in which an article is looked for; of a larger one all words are taken.
const MOST_TAGS: usize = 60_000;
/// Shortest text in bytes that is believed to be an article.
const SHORT: usize = 250;

/// The words of the article in `html`, the tree of which is `document` and all its words `shown`.
pub(super) fn of(
    document: Document,
    html: &str,
    shown: &str,
    page: &Page,
    head: Head,
    survey: Survey,
) -> Option<Body> {
    let marked = marked(&document);
    let found = (survey.tags <= MOST_TAGS).then(|| readable(document)).flatten().unwrap_or_default();
    let best = better(better(found, marked), given(page).unwrap_or_default());
    if best.len() >= SHORT {
        return Some(Body { text: with_lede(without_remarks(&best, head), shown, page), remark: None });
    }
    let whole = Document::from(html);
    let hidden = hidden(&whole);
    if hidden.len() >= SHORT && prose(&hidden) > prose(&best) {
        return Some(Body {
            text: hidden,
            remark: Some("the text stands in a part that the page shows by script"),
        });
    }
    short(best, &whole, page)
}

/// Of the text that was found and one that the page marks as its article, the one to take. The marked one wins where
/// it holds the found one and clearly more, or stands elsewhere and is about as long.
fn better(found: String, marked: String) -> String {
    let (have, offered) = (prose(&found), prose(&marked));
    let both = shared(&found, &marked);
    let wins = if 10 * both >= 9 * have {
        offered > have + PARAGRAPH
    } else if 2 * both >= have {
        4 * offered > 5 * have + SHORT
    } else {
        offered >= SHORT && 10 * offered > 8 * have
    };
    if wins { marked } else { found }
}

/// Shortest line in bytes that is taken for a paragraph of sentences.
const PARAGRAPH: usize = 80;

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| line.len() >= PARAGRAPH)
}

/// Bytes of `text` in paragraphs.
fn prose(text: &str) -> usize {
    paragraphs(text).map(str::len).sum()
}

/// Bytes in paragraphs that two texts share.
fn shared(one: &str, other: &str) -> usize {
    let known: HashSet<&str> = paragraphs(other).collect();
    paragraphs(one).filter(|line| known.contains(line)).map(str::len).sum()
}

/// `text` without lines that are no part of it: remarks anywhere, and title, authors and date at its beginning.
fn without_remarks(text: &str, head: Head) -> String {
    let mut lines = text.lines().filter(|line| !is_remark(line)).peekable();
    while lines.next_if(|line| is_head(line, head)).is_some() {}
    let mut first = MOST_LEDE;
    let mut lines: Vec<&str> = lines
        .filter(|line| {
            first = first.saturating_sub(1);
            first == 0 || !is_credit(line, head.authors)
        })
        .collect();
    let tail = lines.len() - lines.len().min(MOST_TAIL).min(lines.len() / 2);
    let kept: Vec<&str> = lines.drain(tail..).filter(|line| !is_tail(line)).collect();
    lines.extend(kept);
    lines.join("\n")
}

/// Most lines behind an article that are judged as such; never more than half of it.
const MOST_TAIL: usize = 5;

/// Lines at the beginning of an article among which its authors and its date may stand, below a lede.
const MOST_LEDE: usize = 4;

/// Whether a line at the beginning of an article is its title, a date that stands alone, or a line of credits.
fn is_head(line: &str, head: Head) -> bool {
    line == head.title || date::is_date_line(line) || is_credit(line, head.authors)
}

/// Longest line of credits in bytes, and the most words that stand in it beside names and date.
const LONGEST_CREDIT: usize = 120;
const MOST_WORDS: usize = 6;

/// Whether a line is no sentence and says who wrote the article or when, with few other words: `By Ann Lee in Velkar`.
fn is_credit(line: &str, authors: &[String]) -> bool {
    if line.len() > LONGEST_CREDIT || line.ends_with(['.', '!', '?', ':', '”', '"', '’']) {
        return false;
    }
    let author = authors.iter().find(|author| line.contains(author.as_str()));
    let date = moment::find(line).map(|(span, _)| span.of(line));
    let known = author.map_or(0, |author| count_words(author)) + date.map_or(0, count_words);
    let parted = line.contains([',', '|', '·', '–', '—', '•'])
        || line.starts_with("By ")
        || author == Some(&line.to_owned());
    known > 0 && parted && count_words(line) <= known + MOST_WORDS
}

fn count_words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

/// Fewest letters by which a paragraph is known again.
const KNOWN_BY: usize = 50;

/// `text` behind the lede, where the page shows its summary as a paragraph that the text does not hold.
fn with_lede(text: String, shown: &str, page: &Page) -> String {
    let lede = page
        .meta(&["og:description", "description"])
        .and_then(|summary| summary_line(&compact(&super::plain(summary)), shown))
        .filter(|line| !text.contains(line.get(..line.len().min(KNOWN_BY)).unwrap_or(line)));
    match lede {
        Some(line) => format!("{line}\n{text}"),
        None => text,
    }
}

/// The line of `shown` that begins as `summary` does and is not much longer.
fn summary_line<'s>(summary: &str, shown: &'s str) -> Option<&'s str> {
    let known: String = summary.chars().take(KNOWN_BY).collect();
    if known.len() < KNOWN_BY {
        return None;
    }
    let fits = |line: &&str| {
        (KNOWN_BY..2 * summary.len() + 100).contains(&line.len()) && compact(line).starts_with(&known)
    };
    shown.lines().find(fits)
}

/// What is left where no article is long enough to be believed.
fn short(best: String, whole: &Document, page: &Page) -> Option<Body> {
    let words = if best.is_empty() { lines::lines(&whole.root(), is_clutter) } else { best };
    if !words.is_empty() {
        return Some(Body {
            text: words,
            remark: Some("no article stands out; the text is what words the page has"),
        });
    }
    let summary = page.meta(&["og:description", "description", "twitter:description"])?;
    let text = super::plain(summary).trim().to_owned();
    (!text.is_empty()).then_some(Body { text, remark: Some("the page shows no text; this is its summary") })
}

/// The longest text that the page keeps where only scripts or browsers without them show it.
fn hidden(document: &Document) -> String {
    let mut longest = String::new();
    for node in document.select("noscript, script[type^='text/template'], script[type^='text/html']").nodes()
    {
        let words = if has_name(node, |name| name == "noscript") {
            lines::lines(node, is_clutter)
        } else {
            lines::lines(&Document::fragment(&*super::gate::pass(&node.text()).0).root(), is_clutter)
        };
        if words.len() > longest.len() {
            longest = words;
        }
    }
    longest
}

/// By Readability's rules.
fn readable(document: Document) -> Option<String> {
    let config = Config { disable_json_ld: true, keep_classes: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    readability.parse().ok()?;
    let content = readability.doc.select_single("#readability-page-1");
    let root = content.nodes().first()?;
    Some(lines::lines(root, is_inner_clutter))
}

/// The body as JSON-LD gives it.
fn given(page: &Page) -> Option<String> {
    let body = linked::text(linked::article(&page.linked)?, "articleBody")?;
    let lines = super::plain(body);
    let lines: Vec<String> =
        lines.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    Some(lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// Of the parts of a page that are marked as its article, the words of those with most. Parts that are marked alike
/// are parts of one article.
fn marked(document: &Document) -> String {
    let mut parts: Vec<(String, NodeRef)> = Vec::new();
    walk(&document.root(), |node, side| {
        let Some(name) = node.qual_name_ref().filter(|_| side == Side::Open) else { return Way::Into };
        if &*name.local != "head" && (is_silent(&name.local) || is_beside(node)) {
            return Way::Over;
        }
        match body_mark(node).filter(|_| parts.len() < MOST_PARTS) {
            Some(mark) => {
                parts.push((mark, *node));
                Way::Over
            }
            None => Way::Into,
        }
    });
    let mut texts: Vec<(String, String)> = Vec::new();
    for (mark, part) in parts {
        let words = lines::lines(&part, is_clutter);
        match texts.iter_mut().find(|(known, _)| *known == mark) {
            Some((_, text)) => text.extend(["\n", &words]),
            None => texts.push((mark, words)),
        }
    }
    texts.into_iter().map(|(_, text)| text).max_by_key(|text| prose(text)).unwrap_or_default()
}

/// Most parts marked as an article that are compared.
const MOST_PARTS: usize = 32;

/// How a node is marked as the text of an article, if it is.
fn body_mark(node: &NodeRef) -> Option<String> {
    let element = node.element_ref().filter(|element| &*element.name.local != "body")?;
    element.attrs.iter().find_map(|attribute| {
        let value: &str = &attribute.value;
        let is_mark = match &*attribute.name.local {
            "itemprop" => value.eq_ignore_ascii_case("articleBody"),
            "class" | "id" => has_class(Class::Body, &(value.to_ascii_lowercase() + " ")),
            _ => false,
        };
        is_mark.then(|| value.to_owned())
    })
}

fn class_is(node: &NodeRef, class: Class) -> bool {
    node.element_ref().is_some_and(|element| {
        element
            .attrs
            .iter()
            .filter(|a| matches!(&*a.name.local, "class" | "id"))
            .any(|a| has_class(class, &(a.value.to_ascii_lowercase() + " ")))
    })
}

fn has_name(node: &NodeRef, wanted: impl FnOnce(&str) -> bool) -> bool {
    node.qual_name_ref().is_some_and(|name| wanted(&name.local))
}

/// Whether a node inside an article holds what is no text of it.
fn is_inner_clutter(node: &NodeRef) -> bool {
    has_name(node, |name| matches!(name, "nav" | "footer"))
        || ((has_name(node, |name| name == "figcaption") || class_is(node, Class::Clutter)) && is_short(node))
}

/// Whether no article is looked for inside a node. Classes alone do not tell: wrappers of whole pages are named after
/// the sidebar that stands in them.
fn is_beside(node: &NodeRef) -> bool {
    has_name(node, |name| matches!(name, "nav" | "aside" | "footer" | "form"))
        || (!has_name(node, |name| matches!(name, "body" | "html" | "article" | "main"))
            && class_is(node, Class::Comments))
        || (class_is(node, Class::Aside) && is_short(node))
}

/// Whether a node holds what is seldom an article's own words.
fn is_clutter(node: &NodeRef) -> bool {
    if has_name(node, |name| matches!(name, "body" | "html" | "article" | "main")) {
        return false;
    }
    has_name(node, |name| matches!(name, "nav" | "aside" | "footer" | "form"))
        || class_is(node, Class::Aside)
        || is_inner_clutter(node)
}

/// Most nodes looked at to see whether a part is short.
const MOST_NODES: usize = 512;

/// Whether `node` holds little text beside that of links.
fn is_short(node: &NodeRef) -> bool {
    let (mut nodes, mut linked, mut bytes) = (0, 0, 0);
    let mut links = 0usize;
    walk(node, |node, side| {
        nodes += 1;
        if has_name(node, |name| name == "a") {
            links = if side == Side::Open { links + 1 } else { links.saturating_sub(1) };
        }
        let words = node.query_or(0, |n| match &n.data {
            NodeData::Text { contents } if side == Side::Open => contents.trim().len(),
            _ => 0,
        });
        *(if links > 0 { &mut linked } else { &mut bytes }) += words;
        if nodes > MOST_NODES || bytes >= 4 * SHORT { Way::Stop } else { Way::Into }
    });
    bytes < SHORT || bytes < linked
}
