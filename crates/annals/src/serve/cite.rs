//! How to cite an article, a sentence, a finding.

use annals_store::Row;
use annals_store::export::Citation;

use super::app::Ask;
use super::models::{ArticleHead, Cite, Link};

/// What is cited.
pub struct Cited<'a> {
    /// The flat row of the article.
    pub row: &'a Row,
    /// The same as shown.
    pub head: &'a ArticleHead,
    /// Permalink.
    pub url: &'a str,
    /// Which part of the article (`sentence 4`, `statement s120-188`), and its words.
    pub passage: Option<(String, String)>,
}

/// The ways to cite it.
pub fn cite(cited: &Cited<'_>, ask: &Ask) -> Cite {
    let mut citation = Citation::of(cited.row).at(ask.address(cited.url));
    if let Some((label, words)) = &cited.passage {
        citation = citation.passage(label.clone(), words.clone());
    }
    let link = |(label, suffix): (&str, &str)| Link {
        label: label.to_owned(),
        url: format!("{}{suffix}", cited.url),
    };
    Cite {
        text: line(cited, &ask.address(cited.url)),
        bibtex: citation.bibtex(),
        ris: citation.ris(),
        csl: citation.csl(),
        links: [("BibTeX", ".bib"), ("RIS", ".ris"), ("CSL JSON", ".csl")].map(link).into(),
    }
}

/// A line to copy: authors, title, outlet, day, part, where it is shown.
fn line(cited: &Cited<'_>, address: &str) -> String {
    let head = cited.head;
    let parts = [
        Some(head.byline.join(", ")).filter(|names| !names.is_empty()),
        head.title.as_ref().map(|title| format!("“{title}”")),
        head.source.clone(),
        head.day.clone(),
        cited.passage.as_ref().map(|(label, words)| format!("{label}: “{words}”")),
        Some(address.to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(". ")
}
