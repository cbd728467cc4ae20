//! How to cite an article of the store, or a finding in it.

use annals_store::Store;
use annals_store::export::Citation;

use super::Format;
use super::finding::Found;

/// Whether the format is one of a citation.
pub(super) fn is_citation(format: Format) -> bool {
    matches!(format, Format::Bibtex | Format::Ris | Format::Csl)
}

/// The citation; none where the store has no such article, or the article no such finding.
pub(super) fn page(
    store: &Store,
    id: &str,
    finding: Option<&str>,
    format: Format,
) -> anyhow::Result<Option<String>> {
    let Some(record) = store.corrected(id)? else { return Ok(None) };
    let mut citation = Citation::of_article(&record.article);
    if let Some(finding) = finding {
        let Some(found) = Found::of(&record, finding) else { return Ok(None) };
        citation = citation.passage(format!("{} {finding}", found.kind), found.text());
    }
    Ok(Some(match format {
        Format::Bibtex => citation.bibtex(),
        Format::Ris => citation.ris(),
        _ => serde_json::to_string_pretty(&[citation.csl()])? + "\n",
    }))
}
