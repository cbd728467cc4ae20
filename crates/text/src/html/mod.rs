//! A page to a draft: the article's own words and what the page says of it.
//!
//! The page passes the [gate], is parsed once, and one walk gathers what it says of itself ([page]). [title], [byline]
//! and [date] choose among that; [body] takes the article's words. What the page does not say stays `None`.
//!
//! The source is the name the page gives itself (`og:site_name`, the publisher of its JSON-LD, `application-name`);
//! where it gives none it stays `None`, and the caller may put the domain there.

mod body;
mod byline;
mod date;
mod gate;
mod lines;
mod linked;
mod page;
mod title;
mod words;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use annals_record::{Article, Note};
use dom_query::Document;

use crate::{Draft, Error};
use page::Page;
use title::Names;

/// The article of the decoded `page` from `uri`. `id` and `key` are left to the caller; `uri` is the address that the
/// page gives itself, where the caller knows none, and `language` is what the page claims.
///
/// # Errors
/// [`Error::EmptyPage`] where the page has no words at all.
pub(crate) fn article(html: &str, uri: Option<&str>) -> Result<Draft, Error> {
    let (html, survey) = gate::pass(html);
    let document = Document::from(&*html);
    let page = Page::of(&document);
    let uri = uri.filter(|uri| uri.contains("://"));
    let source = source(&page);
    let names = Names::new(source_names(&page), uri.or(page.canonical.as_deref()));
    let shown = lines::lines(&document.root(), |_| false);
    let published = date::published(&page, &html, &shown, uri);
    let title = title::headline(&page, &names);
    let mut article = Article {
        byline: byline::authors(&page, &names, title.as_deref(), &shown),
        title,
        section: section(&page, &names),
        published: published.map(|(moment, _)| moment.to_string()),
        published_from: published.map(|(_, source)| source),
        modified: date::modified(&page).map(|moment| moment.to_string()),
        language: language(&page),
        uri: own_address(&page).filter(|_| uri.is_none()),
        source,
        ..Article::default()
    };
    let head = body::Head { title: article.title.as_deref().unwrap_or_default(), authors: &article.byline };
    let body = body::of(document, &html, &shown, &page, head, survey).ok_or(Error::EmptyPage)?;
    article.text = body.text;
    let notes = body.remark.map(|remark| Note::new("extract", remark)).into_iter().collect();
    Ok(Draft { article, notes })
}

/// The web address that the page names as its own.
fn own_address(page: &Page) -> Option<String> {
    let named = [page.canonical.as_deref(), page.meta(&["og:url"])];
    let web = |address: &&str| address.starts_with("https://") || address.starts_with("http://");
    named.into_iter().flatten().map(str::trim).find(web).map(str::to_owned)
}

fn source(page: &Page) -> Option<String> {
    source_names(page).first().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The names that the page gives its outlet.
fn source_names(page: &Page) -> Vec<&str> {
    let publisher = linked::article(&page.linked).and_then(|article| linked::text(article, "publisher"));
    let meta = [
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "dc.publisher",
        "citation_journal_title",
    ];
    let site = page.meta(&meta[..1]).into_iter();
    site.chain(publisher).chain(meta[1..].iter().filter_map(|name| page.meta(&[name]))).collect()
}

fn section(page: &Page, names: &Names) -> Option<String> {
    let linked = linked::article(&page.linked).and_then(|article| linked::text(article, "articleSection"));
    let item =
        || page.items.iter().find(|(item, _)| item == "articlesection").map(|(_, value)| value.as_str());
    let meta = page.meta(&[
        "article:section",
        "og:article:section",
        "parsely-section",
        "sailthru.section",
        "section",
        "cxenseparse:section",
    ]);
    let section = linked.or(meta).or_else(item)?;
    let section = plain(section).split_whitespace().collect::<Vec<_>>().join(" ");
    (!section.is_empty() && section.len() <= 80 && !names.is_one(&section)).then_some(section)
}

/// The two or three letters of the language that the page claims.
fn language(page: &Page) -> Option<String> {
    let lang = page.lang.as_deref().or(page.meta(&["og:locale", "content-language", "dc.language"]))?;
    let code = lang.split(['-', '_']).next()?.to_ascii_lowercase();
    let fits = matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_lowercase());
    fits.then_some(code)
}

/// `text` from an attribute or from JSON, where entities and tags may have been written twice, as plain words.
fn plain(text: &str) -> Cow<'_, str> {
    let coded = text.contains('&') && text.contains(';');
    let tagged = text.contains('<') && text.contains('>');
    if !coded && !tagged {
        return Cow::Borrowed(text);
    }
    let (html, _) = gate::pass(text);
    Cow::Owned(lines::lines(&Document::fragment(&*html).root(), |_| false))
}

/// The host of an address.
fn host(uri: &str) -> Option<&str> {
    let rest = uri.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| host.contains('.'))
}
