//! A page to a draft: the article's own words and what the page says of it.

use annals_record::Article;

use crate::{Draft, Error};

/// The article of the decoded `page` from `uri`. `id`, `key` and `uri` are left to the caller.
pub(crate) fn article(page: &str, uri: Option<&str>) -> Result<Draft, Error> {
    let mut readability = dom_smoothie::Readability::new(page, uri, None).map_err(|_| Error::Empty)?;
    let found = readability.parse().map_err(|_| Error::Empty)?;
    let article =
        Article { title: Some(found.title), text: found.text_content.to_string(), ..Article::default() };
    Ok(Draft { article, notes: Vec::new() })
}
