//! What one walk over the tree gathers of a page's own words about its article.

use std::collections::HashMap;

use dom_query::{Document, NodeData, NodeRef};
use serde_json::Value;

use super::lines::{Side, Way, is_silent, walk};
use super::linked;

/// Most marks of one kind kept; the first ones of a page are those of its article.
const MOST_MARKS: usize = 48;
/// Longest text of a mark in bytes, and most nodes looked at for it.
const LONGEST_MARK: usize = 400;
const MOST_NODES: usize = 64;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// `lang` of the `<html>` element.
    pub lang: Option<String>,
    /// Text of the `<title>`.
    pub title: Option<String>,
    /// Values of `<meta>`, by `property`, `name` or `itemprop` in lower case, the first of each.
    pub meta: HashMap<String, Vec<String>>,
    /// Objects of the page's JSON-LD.
    pub linked: Vec<Value>,
    /// `<h1>` elements.
    pub headings: Vec<String>,
    /// Elements that give a time, in page order.
    pub times: Vec<Mark>,
    /// Elements that name an author, in page order.
    pub authors: Vec<Mark>,
    /// Elements with `itemprop`, other than those of times and authors.
    pub items: Vec<(String, String)>,
    /// Address the page gives itself.
    pub canonical: Option<String>,
}

/// An element that tells something, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// How it tells.
    pub by: By,
    /// Its `class`, `id`, `itemprop` in lower case.
    pub hints: String,
    /// The value in its attributes: `datetime`, `content`, `title`.
    pub value: Option<String>,
    /// Its words.
    pub text: String,
    /// Whether it stands in a part of the page that is seldom the article's own: navigation, sidebar, comments.
    pub aside: bool,
}

/// How an element tells something, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// `itemprop`.
    Microdata,
    /// Its element: `<time>`.
    Element,
    /// `rel`.
    Rel,
    /// `class` or `id`.
    Class,
}

impl Page {
    /// The first value of the `<meta>` with one of `names`, in the order of `names`.
    pub fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.meta.get(*name)?.first()).map(String::as_str)
    }

    /// What `document` says of itself.
    pub fn of(document: &Document) -> Self {
        let mut page = Self::default();
        // For each open element that looks like an aside, whether it is one: with a headline inside it is a wrapper.
        let mut asides: Vec<bool> = Vec::new();
        let mut in_body = false;
        walk(&document.root(), |node, side| {
            let Some(traits) = Traits::of(node) else { return Way::Into };
            let is_aside = traits.is_aside();
            if side == Side::Close {
                if is_aside {
                    asides.pop();
                }
                return Way::Into;
            }
            in_body |= traits.name == "body";
            if traits.name == "h1" {
                asides.fill(false);
            }
            page.visit(node, &traits, is_aside || asides.contains(&true));
            if in_body && is_silent(&traits.name) {
                return Way::Over;
            }
            if is_aside {
                asides.push(true);
            }
            Way::Into
        });
        page
    }

    fn visit(&mut self, node: &NodeRef, traits: &Traits, aside: bool) {
        match traits.name.as_str() {
            "html" => self.lang = traits.lang.clone(),
            "title" if self.title.is_none() => self.title = Some(short_text(node)),
            "link" if traits.rel == "canonical" => self.canonical = traits.href.clone(),
            "meta" => self.take_meta(traits),
            "script" if traits.kind.starts_with("application/ld+json") => {
                linked::read(&node.text(), &mut self.linked);
            }
            "h1" => push(&mut self.headings, || short_text(node)),
            _ => {}
        }
        if let Some(by) = traits.tells_time() {
            push(&mut self.times, || traits.mark(node, by, aside));
        }
        if let Some(by) = traits.tells_author() {
            push(&mut self.authors, || traits.mark(node, by, aside));
        }
        if !traits.itemprop.is_empty() {
            let value = || traits.value.clone().unwrap_or_else(|| short_text(node));
            push(&mut self.items, || (traits.itemprop.clone(), value()));
        }
    }

    fn take_meta(&mut self, traits: &Traits) {
        let Some(value) = traits.value.as_deref().map(str::trim).filter(|v| !v.is_empty()) else { return };
        for name in [&traits.property, &traits.meta_name, &traits.itemprop] {
            if !name.is_empty() {
                push(self.meta.entry(name.clone()).or_default(), || value.to_owned());
            }
        }
    }
}

fn push<T>(list: &mut Vec<T>, item: impl FnOnce() -> T) {
    if list.len() < MOST_MARKS {
        list.push(item());
    }
}

/// The attributes of an element that tell what it is.
#[derive(Default)]
struct Traits {
    name: String,
    /// `class` and `id`, lower case.
    class: String,
    itemprop: String,
    property: String,
    meta_name: String,
    rel: String,
    kind: String,
    lang: Option<String>,
    href: Option<String>,
    /// `content`, `datetime` or `title`.
    value: Option<String>,
}

impl Traits {
    fn of(node: &NodeRef) -> Option<Self> {
        let element = node.element_ref()?;
        let mut traits = Self { name: element.name.local.to_string(), ..Self::default() };
        for attribute in &element.attrs {
            let value: &str = &attribute.value;
            match &*attribute.name.local {
                "class" | "id" | "data-testid" | "data-component" => {
                    traits.class.push_str(&value.chars().take(200).collect::<String>().to_ascii_lowercase());
                    traits.class.push(' ');
                }
                "itemprop" => traits.itemprop = value.trim().to_ascii_lowercase(),
                "property" => traits.property = value.trim().to_ascii_lowercase(),
                "name" => traits.meta_name = value.trim().to_ascii_lowercase(),
                "rel" => traits.rel = value.trim().to_ascii_lowercase(),
                "type" => traits.kind = value.trim().to_ascii_lowercase(),
                "lang" => traits.lang = Some(value.trim().to_owned()),
                "href" => traits.href = Some(value.trim().to_owned()),
                "content" | "datetime" => traits.value = Some(value.to_owned()),
                "title" if traits.value.is_none() => traits.value = Some(value.to_owned()),
                _ => {}
            }
        }
        Some(traits)
    }

    fn is_aside(&self) -> bool {
        matches!(self.name.as_str(), "nav" | "aside" | "footer")
            || (self.name != "body" && super::words::has_class(super::words::Class::Aside, &self.class))
    }

    fn tells_time(&self) -> Option<By> {
        if matches!(self.name.as_str(), "meta" | "html" | "body" | "link" | "script") {
            return None;
        }
        if self.itemprop.contains("date") {
            return Some(By::Microdata);
        }
        if self.name == "time" {
            return Some(By::Element);
        }
        super::words::has_class(super::words::Class::Date, &self.class).then_some(By::Class)
    }

    fn tells_author(&self) -> Option<By> {
        if matches!(self.name.as_str(), "meta" | "html" | "body" | "link" | "script") {
            return None;
        }
        if self.itemprop.split_whitespace().any(|item| matches!(item, "author" | "creator")) {
            return Some(By::Microdata);
        }
        if self.rel.split_whitespace().any(|rel| rel == "author") {
            return Some(By::Rel);
        }
        super::words::has_class(super::words::Class::Author, &self.class).then_some(By::Class)
    }

    fn mark(&self, node: &NodeRef, by: By, aside: bool) -> Mark {
        Mark {
            by,
            hints: format!("{} {}", self.class, self.itemprop),
            value: self.value.clone(),
            text: short_text(node),
            aside,
        }
    }
}

/// The first words under `node`, one line a block, within bounds.
pub(super) fn short_text(node: &NodeRef) -> String {
    let mut text = String::new();
    let mut nodes = 0;
    walk(node, |node, side| {
        nodes += 1;
        if nodes > MOST_NODES || text.len() > LONGEST_MARK {
            return Way::Stop;
        }
        if let Some(words) = node
            .query(|n| match &n.data {
                NodeData::Text { contents } => Some(contents.chars().take(LONGEST_MARK).collect::<String>()),
                _ => None,
            })
            .flatten()
        {
            if side == Side::Open {
                text.push_str(&words);
            }
            return Way::Into;
        }
        let Some(name) = node.qual_name_ref() else { return Way::Over };
        if side == Side::Open && is_silent(&name.local) {
            return Way::Over;
        }
        if matches!(&*name.local, "div" | "p" | "li" | "br" | "time" | "section") {
            text.push('\n');
        } else if matches!(&*name.local, "span" | "a" | "td") {
            text.push(' ');
        }
        Way::Into
    });
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
