//! The headline, without the outlet's name.

use super::linked;
use super::page::Page;

/// `<meta>` that hold a headline, the surest first.
const NAMES: [&str; 11] = [
    "og:title",
    "parsely-title",
    "sailthru.title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "dc:title",
    "twitter:title",
    "headline",
    "hdl",
    "title",
];

/// Marks that stand, with blanks around them, between a headline and the outlet's name.
const MARKS: [&str; 14] = ["|", "-", "–", "—", "::", ":", "»", "«", "·", "•", "/", "›", "~", "||"];

/// The headline of `page`, whose outlet is called by one of `names`.
///
/// The visible headline where what the page says elsewhere confirms it, else JSON-LD, OpenGraph and other `<meta>`,
/// the `<title>`, and a lone `<h1>`.
pub(super) fn headline(page: &Page, names: &Names) -> Option<String> {
    let linked = linked::article(&page.linked).and_then(|article| linked::text(article, "headline"));
    let said: Vec<String> = linked
        .into_iter()
        .chain(NAMES.iter().filter_map(|name| page.meta(&[name])))
        .chain(page.title.as_deref())
        .map(|title| names.strip(&tidy(title)))
        .filter(|title| !title.is_empty() && !names.is_one(title))
        .collect();
    let shown = page.headings.iter().map(|heading| names.strip(&tidy(heading)));
    shown
        .clone()
        .find(|heading| said.iter().any(|title| confirms(title, heading)))
        .or_else(|| said.first().cloned())
        .or_else(|| shown.into_iter().find(|heading| !heading.is_empty() && !names.is_one(heading)))
}

/// One line, and no markup that slipped into an attribute.
fn tidy(title: &str) -> String {
    let title = super::plain(title);
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Fewest letters that a heading and a title share by no accident.
const FEW_LETTERS: usize = 15;

/// Whether `title` speaks of the same headline as the `heading` on the page: the same, longer by an addition, or cut
/// short. A heading that holds more than a whole title is two things in one.
fn confirms(title: &str, heading: &str) -> bool {
    let cut = title.ends_with("...") || title.ends_with('…');
    let (title, heading) = (compact(title), compact(heading));
    !title.is_empty()
        && (title == heading
            || (heading.len() >= FEW_LETTERS && title.contains(&heading))
            || (cut && title.len() >= FEW_LETTERS && heading.starts_with(&title)))
}

/// Letters and digits alone, in lower case.
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The names an outlet goes by.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// As given, compact.
    full: Vec<String>,
    /// First label of the domain: `kestriapost`.
    domain: Option<String>,
}

/// Shortest name of an outlet that is looked for inside a longer one.
const SHORT_NAME: usize = 4;

impl Names {
    /// Of the outlet's names as given, and the address of the page.
    pub fn new<'n>(given: impl IntoIterator<Item = &'n str>, uri: Option<&str>) -> Self {
        let host = uri.and_then(super::host);
        let mut full: Vec<String> = given.into_iter().map(compact).filter(|name| !name.is_empty()).collect();
        full.extend(host.map(compact));
        Self { full, domain: host.and_then(main_label).map(compact) }
    }

    /// Whether `part` is the outlet's name.
    pub fn is_one(&self, part: &str) -> bool {
        let part = compact(part.trim_start_matches("The ").trim_start_matches("the "));
        let same = |name: &String| {
            let name = name.strip_prefix("the").unwrap_or(name);
            name == part
                || (name.len() >= SHORT_NAME && 2 * part.len() <= 3 * name.len() + 4 && part.contains(name))
        };
        !part.is_empty()
            && (self.full.iter().any(same)
                || self.domain.as_ref().is_some_and(|domain| {
                    same(domain)
                        || (part.len() >= SHORT_NAME
                            && 3 * part.len() >= domain.len()
                            && domain.contains(&part))
                }))
    }

    /// `title` without the outlet's name, and what stands beyond it, at either end.
    fn strip(&self, title: &str) -> String {
        let parts = parts(title);
        let is_name = |&(start, end): &(usize, usize)| self.is_one(&title[start..end]);
        let Some(at) = parts.iter().position(is_name) else { return title.to_owned() };
        let kept = if at == 0 { &parts[1..] } else { &parts[..at] };
        match (kept.first(), kept.last()) {
            (Some(first), Some(last)) => title[first.0..last.1].to_owned(),
            _ => title.to_owned(),
        }
    }
}

/// `news.kestriapost.co.uk` → `kestriapost`: the longest label before the ending.
fn main_label(host: &str) -> Option<&str> {
    let labels: Vec<&str> = host.split('.').filter(|label| *label != "www").collect();
    let before = labels.len().saturating_sub(1).max(1);
    labels.into_iter().take(before).max_by_key(|label| label.len())
}

/// The spans of `title` between marks.
fn parts(title: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for word in title.split_inclusive(' ') {
        let bare = word.trim_end();
        let glued = bare.len() > 1 && bare.ends_with(['|', ':', '»']);
        if MARKS.contains(&bare) || glued {
            let end = if glued { at + bare.trim_end_matches(['|', ':', '»']).len() } else { at };
            parts.push((start, title[..end].trim_end().len().max(start)));
            start = at + word.len();
        }
        at += word.len();
    }
    parts.push((start, title.len()));
    parts.retain(|(start, end)| start < end);
    parts
}
