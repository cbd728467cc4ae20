//! Findings as W3C Web Annotations: one a finding, on words of the article's text.
//!
//! The target is the text of the record, `urn:annals:ID`, chosen in two ways: by place, in code points as everywhere, and
//! by the words with those before and behind them. The bodies say what kind of finding it is and hold its columns as JSON.

use std::io::Write;

use annals_record::{CharIndex, CharSpan};
use serde_json::{Value as Json, json};

use super::ExportError;
use super::cell::Object;
use super::columns::{Column, Table};
use crate::{Kind, Row, Value};

/// Code points before and behind the words that are quoted with them.
const AROUND: usize = 32;

/// An article whose findings are annotated.
pub struct Page<'t> {
    text: &'t str,
    index: CharIndex<'t>,
    length: usize,
}

impl<'t> Page<'t> {
    /// The page of an article's text.
    pub fn new(text: &'t str) -> Self {
        Self { text, index: CharIndex::new(text), length: text.chars().count() }
    }

    fn words(&self, start: usize, end: usize) -> &'t str {
        self.index.bytes(CharSpan::new(start, end)).of(self.text)
    }

    /// The annotation of the finding with the flat row `row`; none where it has no place in the text.
    pub fn annotation(&self, kind: Kind, row: &Row) -> Option<Json> {
        let place = |name| row.integer(name).and_then(|at| usize::try_from(at).ok());
        let (start, end) = (place("start")?, place("end")?);
        if start > end || end > self.length {
            return None;
        }
        let article = format!("urn:annals:{}", row.text("article_id")?);
        let id = format!("{article}:{}", row.text("id").map_or_else(|| name(row), str::to_owned));
        Some(json!({
            "id": id,
            "type": "Annotation",
            "motivation": "classifying",
            "body": bodies(kind, row),
            "target": {
                "source": source(&article, row),
                "selector": [
                    {"type": "TextPositionSelector", "start": start, "end": end},
                    self.quote(start, end),
                ],
            },
        }))
    }

    fn quote(&self, start: usize, end: usize) -> Json {
        json!({
            "type": "TextQuoteSelector",
            "exact": self.words(start, end),
            "prefix": self.words(start.saturating_sub(AROUND), start),
            "suffix": self.words(end, (end + AROUND).min(self.length)),
        })
    }
}

/// The name of a sentence, which has no id.
fn name(row: &Row) -> String {
    row.integer("sentence").map_or_else(String::new, |number| number.to_string())
}

fn source(article: &str, row: &Row) -> Json {
    let mut source = json!({"id": article, "type": "Text", "format": "text/plain"});
    if let Some(language) = row.text("language") {
        source["language"] = language.into();
    }
    if let Some(uri) = row.text("uri").filter(|uri| uri.starts_with("http")) {
        source["via"] = uri.into();
    }
    source
}

fn bodies(kind: Kind, row: &Row) -> Json {
    let shared = Table::Rows(Kind::Article).columns();
    let shared: Vec<_> = shared.iter().take_while(|column| column.name != "byline").collect();
    let own = |column: &Column| {
        column.name != "sentence_text" && !shared.iter().any(|known| known.name == column.name)
    };
    let cells = super::columns::named(kind, row.columns().names()).into_iter().zip(row.values());
    let (columns, values): (Vec<Column>, Vec<Value>) =
        cells.filter(|(column, _)| own(column)).map(|(column, value)| (column, value.clone())).unzip();
    let columns = serde_json::to_string(&Object(&columns, &values)).unwrap_or_default();
    json!([
        {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": kind.name()},
        {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": columns},
    ])
}

/// Writes the beginning of a page of annotations.
pub fn begin(out: &mut impl Write) -> Result<(), ExportError> {
    let generator = json!({"type": "Software", "name": concat!("annals ", env!("CARGO_PKG_VERSION"))});
    write!(
        out,
        "{{\"@context\": \"http://www.w3.org/ns/anno.jsonld\",\n \"id\": \"urn:annals:annotations\",\n"
    )?;
    Ok(write!(out, " \"type\": \"AnnotationPage\",\n \"generator\": {generator},\n \"items\": [")?)
}

/// Writes an annotation.
pub fn item(out: &mut impl Write, annotation: &Json, first: bool) -> Result<(), ExportError> {
    Ok(write!(out, "{}\n{annotation}", if first { "" } else { "," })?)
}

/// Writes the end of a page of annotations.
pub fn end(out: &mut impl Write) -> Result<(), ExportError> {
    Ok(writeln!(out, "\n]}}")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Columns;

    #[test]
    fn a_finding_is_selected_by_place_and_by_words() {
        let text = "Élan — 😀 “The river rose,” Ann Lee said. It rained.";
        let columns = Columns::new(["article_id", "language", "uri", "id", "start", "end", "text", "lemma"]);
        let cells = ["abc", "en", "https://example.org/1", "s9-26"].map(|text| Value::Text(text.into()));
        let rest = [
            Value::Integer(9),
            Value::Integer(26),
            Value::Text("“The river rose,”".into()),
            Value::Text("say".into()),
        ];
        let row = Row::new(columns, cells.into_iter().chain(rest).collect());
        let annotation = Page::new(text).annotation(Kind::Statement, &row).unwrap();
        assert_eq!(annotation["id"], "urn:annals:abc:s9-26");
        let target = &annotation["target"];
        assert_eq!(target["source"]["via"], "https://example.org/1");
        assert_eq!(target["selector"][0], json!({"type": "TextPositionSelector", "start": 9, "end": 26}));
        let quote = &target["selector"][1];
        assert_eq!(quote["exact"], "“The river rose,”");
        assert_eq!(quote["prefix"], "Élan — 😀 ");
        assert_eq!(quote["suffix"], " Ann Lee said. It rained.");
        assert_eq!(annotation["body"][0]["value"], "statement");
        let columns: Json = serde_json::from_str(annotation["body"][1]["value"].as_str().unwrap()).unwrap();
        assert_eq!(columns["lemma"], "say");
    }
}
