//! In which form a URL is answered: told by its suffix, taken off before the URL is routed.

use annals_store::export;
use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// The form of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A page for a person: no suffix.
    #[default]
    Page,
    /// `.json`: what the page is made of.
    Json,
    /// `.jsonl`, `.csv`, `.tsv`, `.parquet`: the whole list behind the page, a row an entry.
    Rows(export::Format),
    /// `.bib`, `.ris`, `.csl`: how to cite it.
    Cite(Citing),
}

/// A form of citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Citing {
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// CSL JSON.
    Csl,
}

impl Citing {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Bibtex => "application/x-bibtex; charset=utf-8",
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
            Self::Csl => "application/vnd.citationstyles.csl+json",
        }
    }
}

impl Format {
    /// The format of a suffix without its dot.
    fn named(suffix: &str) -> Option<Self> {
        Some(match suffix {
            "json" => Self::Json,
            "jsonl" => Self::Rows(export::Format::Jsonl),
            "csv" => Self::Rows(export::Format::Csv),
            "tsv" => Self::Rows(export::Format::Tsv),
            "parquet" => Self::Rows(export::Format::Parquet),
            "bib" => Self::Cite(Citing::Bibtex),
            "ris" => Self::Cite(Citing::Ris),
            "csl" => Self::Cite(Citing::Csl),
            _ => return None,
        })
    }

    /// A path without its suffix, and the format that the suffix asks for.
    fn of(path: &str) -> (&str, Self) {
        let plain = path.starts_with("/assets/") || path == "/openapi.json";
        let found = path.rsplit_once('.').filter(|(stem, _)| !plain && !stem.ends_with('/'));
        match found.and_then(|(stem, suffix)| Some((stem, Self::named(suffix)?))) {
            Some(split) => split,
            None => (path, Self::Page),
        }
    }
}

/// Takes the suffix off a request's path; the format stays with the request.
pub fn split<B>(mut request: Request<B>) -> Request<B> {
    let path = request.uri().path().to_owned();
    let (stem, format) = Format::of(&path);
    if let Some(uri) = (stem != path).then(|| shortened(request.uri(), stem)).flatten() {
        *request.uri_mut() = uri;
    }
    request.extensions_mut().insert(format);
    request
}

fn shortened(uri: &Uri, path: &str) -> Option<Uri> {
    let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{path}{query}")).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_suffix_tells_the_format() {
        assert_eq!(Format::of("/search"), ("/search", Format::Page));
        assert_eq!(Format::of("/search.json"), ("/search", Format::Json));
        assert_eq!(Format::of("/article/0a/s1-2.bib"), ("/article/0a/s1-2", Format::Cite(Citing::Bibtex)));
        assert_eq!(Format::of("/actor/organization%2Fa.b.csv").0, "/actor/organization%2Fa.b");
        assert_eq!(Format::of("/actor/st.%20john"), ("/actor/st.%20john", Format::Page));
        assert_eq!(Format::of("/openapi.json").1, Format::Page);
        assert_eq!(Format::of("/assets/a.json").1, Format::Page);
        assert_eq!(Format::of("/.json").1, Format::Page);
    }
}
