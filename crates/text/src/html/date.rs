//! When the article was published and last changed, and where the page says so.

use annals_record::DateSource;
use memchr::memmem;
use serde_json::Value;

use super::linked;
use super::page::{By, Mark, Page};
use super::words::{Word, is};
use crate::moment::{self, Moment, Order};

const OPEN_GRAPH: [&str; 5] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "article:published",
];
const PUBLISHED: [&str; 46] = [
    "datepublished",
    "date_published",
    "article.published",
    "article_date_original",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "pub_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "published-date",
    "published_date",
    "publication_date",
    "publicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "dcterms.date",
    "dc.date",
    "dc:date",
    "dc.date.created",
    "dcterms.created",
    "dc.created",
    "dcterms.available",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "originalpublicationdate",
    "article:create_at",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "datecreated",
    "creation_date",
    "date.created",
    "date",
    "displaydate",
    "ptime",
    "rbpubdate",
    "release_date",
    "shareaholic:article_published_time",
    "timestamp",
    "article.created",
    "bt:pubdate",
    "video:release_date",
    "dc.date.published",
];
const MODIFIED: [&str; 16] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:modified_time",
    "og:updated_time",
    "datemodified",
    "article.updated",
    "dcterms.modified",
    "dc.date.modified",
    "dc.modified",
    "lastmod",
    "last-modified",
    "lastmodified",
    "modified",
    "modificationdate",
    "revision_date",
    "shareaholic:article_modified_time",
];

/// A time of publication and its source.
pub(super) type Published = (Moment, DateSource);

/// The order of day and month that a page's locale tells.
pub(super) fn order(page: &Page) -> Order {
    let locale = page.lang.as_deref().filter(|lang| lang.contains(['-', '_']));
    Order::of_locale(locale.or(page.meta(&["og:locale"])).unwrap_or_default())
}

/// When the article was published: the surest source that gives a date. `shown` are the words of the page.
///
/// Where the address names another day, it is believed in two cases: it is earlier (a page moved to another system
/// says when it was moved), or the time is one in UTC, whose day is not always the outlet's.
pub(super) fn published(page: &Page, html: &str, shown: &str, uri: Option<&str>) -> Option<Published> {
    let address = from_address(page, uri).map(|found| (found, DateSource::Url));
    let declared = declared(page);
    match (declared, address) {
        (Some((found, _)), Some((day, _))) if found.day > day.day => address,
        (Some((found, _)), _) => in_local_time(page, found, address).or(declared),
        (None, Some(_)) => address,
        (None, None) => from_visible(page, html, shown),
    }
}

/// The outlet's own day for a time in UTC, where the address or the page shows it to be the day before or after.
fn in_local_time(page: &Page, found: Moment, address: Option<Published>) -> Option<Published> {
    found.zone.filter(|zone| zone.is_zero())?;
    let said = |by: By, source: DateSource| from_marks(page, by, order(page)).map(|day| (day, source));
    // Only what stands first is the article's own; a later date may be that of another story.
    let shown = said(By::Element, DateSource::TimeElement).or_else(|| said(By::Class, DateSource::Text));
    let beside = |(day, _): &Published| {
        day.day.tomorrow().ok() == Some(found.day) || found.day.tomorrow().ok() == Some(day.day)
    };
    [address, said(By::Microdata, DateSource::Meta), shown].into_iter().flatten().find(beside)
}

/// As the page declares it to machines.
fn declared(page: &Page) -> Option<Published> {
    let order = order(page);
    let article = linked::article(&page.linked);
    from_linked(article, &["datePublished", "dateCreated", "uploadDate"])
        .or_else(|| from_meta(page, &OPEN_GRAPH, order).map(|found| (found, DateSource::OpenGraph)))
        .or_else(|| from_meta(page, &PUBLISHED, order).map(|found| (found, DateSource::Meta)))
        .or_else(|| from_marks(page, By::Microdata, order).map(|found| (found, DateSource::Meta)))
}

/// As the page shows it to readers, or keeps it for its own scripts.
fn from_visible(page: &Page, html: &str, shown: &str) -> Option<Published> {
    let order = order(page);
    from_marks(page, By::Element, order)
        .map(|found| (found, DateSource::TimeElement))
        .or_else(|| from_marks(page, By::Class, order).map(|found| (found, DateSource::Text)))
        .or_else(|| from_linked(linked::web_page(&page.linked), &["datePublished"]))
        .or_else(|| {
            let aside = page.times.iter().filter(|mark| mark.by == By::Microdata);
            marks_say(aside, order).map(|found| (found, DateSource::Meta))
        })
        .or_else(|| from_scripts(html).map(|found| (found, DateSource::Meta)))
        .or_else(|| from_words(shown, order).map(|found| (found, DateSource::Text)))
}

/// Keys under which scripts keep the time of publication.
const KEPT: [&str; 6] = [
    "\"datePublished\"",
    "\"publishedDate\"",
    "\"publishedAt\"",
    "\"published_at\"",
    "\"publishDate\"",
    "\"datePosted\"",
];

fn from_scripts(html: &str) -> Option<Moment> {
    KEPT.iter().find_map(|key| {
        let at = memmem::find(html.as_bytes(), key.as_bytes())? + key.len();
        let value = html[at..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        moment::parse(&value[..value.find('"')?])
    })
}

/// When the article was last changed.
pub(super) fn modified(page: &Page) -> Option<Moment> {
    let order = order(page);
    from_linked(linked::article(&page.linked), &["dateModified"])
        .map(|(moment, _)| moment)
        .or_else(|| from_meta(page, &MODIFIED, order))
        .or_else(|| {
            page.times.iter().filter(|mark| !mark.aside && is_update(mark)).find_map(|m| of_mark(m, order))
        })
}

fn from_linked(object: Option<&Value>, keys: &[&str]) -> Option<Published> {
    let text =
        keys.iter().find_map(|key| linked::text(object?, key).and_then(|text| read(text, Order::default())));
    text.map(|moment| (moment, DateSource::JsonLd))
}

fn from_meta(page: &Page, names: &[&str], order: Order) -> Option<Moment> {
    names.iter().find_map(|name| read(page.meta.get(*name)?.first()?, order))
}

/// A value that is a date, or begins with one.
fn read(value: &str, order: Order) -> Option<Moment> {
    let value = value.trim();
    moment::parse_in(value, order).or_else(|| {
        let (_, found) = moment::find_in(value.get(..value.len().min(100)).unwrap_or(value), order)?;
        Some(found)
    })
}

fn from_address(page: &Page, uri: Option<&str>) -> Option<Moment> {
    [uri, page.canonical.as_deref(), page.meta(&["og:url"])].into_iter().flatten().find_map(in_path)
}

/// The date in the path of an address: `/2024/03/30/`, `/20240330/`, `/2024-03-30-storm`, `/2024/mar/30/`.
fn in_path(address: &str) -> Option<Moment> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest).split_once('/')?.1;
    let path = path.split(['?', '#']).next()?;
    let (_, moment) = moment::find(path)?;
    (moment.time.is_none()).then_some(moment)
}

/// The first mark made `by` this that says when the article was published; those of an update only where no other is.
fn from_marks(page: &Page, by: By, order: Order) -> Option<Moment> {
    marks_say(page.times.iter().filter(|mark| mark.by == by && !mark.aside), order)
}

fn marks_say<'m>(marks: impl Iterator<Item = &'m Mark> + Clone, order: Order) -> Option<Moment> {
    let marks = || marks.clone();
    let sure = |mark: &&Mark| mark.hints.contains("publish") || mark.hints.contains("pubdate");
    marks()
        .filter(sure)
        .find_map(|mark| of_mark(mark, order))
        .or_else(|| marks().filter(|mark| !is_update(mark)).find_map(|mark| of_mark(mark, order)))
}

fn is_update(mark: &Mark) -> bool {
    ["modif", "updat"].iter().any(|hint| mark.hints.contains(hint))
        || mark.text.lines().next().is_some_and(|line| starts_with(line, Word::Updated))
}

/// The date of a mark: of its attribute, else of its words.
fn of_mark(mark: &Mark, order: Order) -> Option<Moment> {
    let value = mark.value.as_deref().and_then(|value| moment::parse_in(value, order));
    value.or_else(|| mark.text.lines().find_map(|line| in_line(line, order)))
}

/// Longest line that is taken for a line of dates and names, in characters.
const LONGEST_LINE: usize = 120;

fn in_line(line: &str, order: Order) -> Option<Moment> {
    if line.chars().count() > LONGEST_LINE {
        return None;
    }
    moment::find_in(line, order).map(|(_, moment)| moment)
}

/// The date in the words of the page: behind *Published* and the like, else the first line that holds little else.
fn from_words(shown: &str, order: Order) -> Option<Moment> {
    let lines = || shown.lines().filter(|line| line.len() <= 4 * LONGEST_LINE);
    lines()
        .filter(|line| starts_with(line, Word::Published))
        .find_map(|line| in_line(line, order))
        .or_else(|| lines().find_map(|line| nearly_all(line, order)))
}

/// The date of a line most of which is a date.
fn nearly_all(line: &str, order: Order) -> Option<Moment> {
    let (span, moment) = moment::find_in(line, order)?;
    (2 * span.len() + 20 >= line.len()).then_some(moment)
}

/// Whether `line` begins with a word or two of this kind.
fn starts_with(line: &str, kind: Word) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(3).collect();
    (1..=words.len()).any(|count| {
        let phrase = words[..count].join(" ").to_lowercase();
        is(phrase.trim_end_matches([':', '-']).trim_end(), kind)
    })
}

/// Whether `line` is a date and nothing else but what stands before one: *Posted on 3 March 2024*.
pub(super) fn is_date_line(line: &str) -> bool {
    line.len() <= LONGEST_LINE
        && (moment::parse(line).is_some()
            || ((starts_with(line, Word::Published) || starts_with(line, Word::Updated))
                && nearly_all(line, Order::default()).is_some()))
}
