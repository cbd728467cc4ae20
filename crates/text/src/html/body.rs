//! The article's own words.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::gate::Survey;
use super::lines::{self, Side, Way, is_silent, walk};
use super::linked;
use super::page::Page;
use super::words::{Class, has_class};

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

/// The words of the article in `html`, the tree of which is `document`.
pub(super) fn of(document: Document, html: &str, page: &Page, survey: Survey) -> Option<Body> {
    let found = (survey.tags <= MOST_TAGS).then(|| readable(document)).flatten().unwrap_or_default();
    let given = given(page).filter(|given| given.len() > 2 * found.len());
    let found = given.unwrap_or(found);
    if found.len() >= SHORT {
        return Some(Body { text: found, remark: None });
    }
    let whole = Document::from(html);
    let marked = marked(&whole);
    let best = if marked.len() > found.len() + found.len() / 2 { marked } else { found };
    if best.len() >= SHORT {
        return Some(Body { text: best, remark: None });
    }
    short(best, &whole, page)
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

/// By Readability's rules.
fn readable(document: Document) -> Option<String> {
    let config = Config { disable_json_ld: true, keep_classes: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    readability.parse().ok()?;
    let content = readability.doc.select_single("#readability-page-1");
    let root = content.nodes().first()?;
    Some(lines::lines(root, |_| false))
}

/// The body as JSON-LD gives it.
fn given(page: &Page) -> Option<String> {
    let body = linked::text(linked::article(&page.linked)?, "articleBody")?;
    let lines = super::plain(body);
    let lines: Vec<String> =
        lines.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    Some(lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// Of the parts of a page that are marked as its article or its main part, the words of the longest.
fn marked(document: &Document) -> String {
    let mut parts: Vec<NodeRef> = Vec::new();
    walk(&document.root(), |node, side| {
        if side == Side::Close {
            return Way::Into;
        }
        let Some(name) = node.qual_name_ref() else { return Way::Into };
        if &*name.local != "head" && is_silent(&name.local) {
            return Way::Over;
        }
        if is_article(node) {
            parts.push(*node);
            return Way::Over;
        }
        Way::Into
    });
    parts.iter().map(|part| lines::lines(part, is_clutter)).max_by_key(String::len).unwrap_or_default()
}

fn is_article(node: &NodeRef) -> bool {
    node.element_ref().is_some_and(|element| {
        matches!(&*element.name.local, "article" | "main")
            || element.attrs.iter().any(|attribute| {
                let value: &str = &attribute.value;
                match &*attribute.name.local {
                    "itemprop" => value == "articleBody",
                    "role" => value == "main" || value == "article",
                    _ => false,
                }
            })
    })
}

/// Whether a node holds what is seldom the article's own words.
fn is_clutter(node: &NodeRef) -> bool {
    node.element_ref().is_some_and(|element| {
        if matches!(&*element.name.local, "body" | "html" | "article" | "main") {
            return false;
        }
        matches!(&*element.name.local, "nav" | "aside" | "footer" | "form" | "figcaption")
            || element.attrs.iter().filter(|a| matches!(&*a.name.local, "class" | "id")).any(|a| {
                let classes = a.value.to_ascii_lowercase() + " ";
                has_class(Class::Aside, &classes) || has_class(Class::Clutter, &classes)
            })
    })
}
