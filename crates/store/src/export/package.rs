//! What stands beside the tables: `datapackage.json` (Frictionless Data Package), `codebook.md`, `CITATION.cff`.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::ExportError;
use super::columns::{Column, Table, Type};
use super::folder::Written;
use super::formats::{Format, Style};
use super::job::Source;

/// What the caller says of an export.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// When it was made: UTC, ISO 8601, `2026-11-29T08:00:00Z`.
    pub made: String,
    /// The query it obeys.
    pub query: Option<String>,
    /// Whether the query chose articles, of which all is exported.
    pub whole: bool,
    /// Its title.
    pub title: Option<String>,
    /// Who publishes it.
    pub authors: Vec<String>,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// Rows of a table.
    Rows {
        /// The table.
        table: Table,
        /// Its format.
        format: Format,
        /// What its CSV looks like.
        style: Style,
    },
    /// Something else.
    Other {
        /// What.
        description: String,
        /// Its media type.
        media_type: &'static str,
    },
}

impl Content {
    /// Lines with tabs between the cells.
    pub fn lines(description: &str) -> Self {
        Self::Other {
            description: description.to_owned(),
            media_type: "text/tab-separated-values; charset=utf-8",
        }
    }
}

/// A file and what it holds.
#[derive(Clone, Debug)]
pub struct Part {
    /// The file.
    pub file: Written,
    /// What it holds.
    pub content: Content,
}

/// All that is known of an export when its tables are written.
pub struct Package<'a> {
    /// What the caller says.
    pub about: &'a About,
    /// What it comes from.
    pub source: Source,
    /// Its files.
    pub parts: &'a [Part],
    /// Its tables.
    pub tables: &'a [Table],
}

impl Package<'_> {
    fn title(&self) -> &str {
        self.about.title.as_deref().unwrap_or("Findings in news articles, read by annals")
    }

    fn day(&self) -> &str {
        self.about.made.get(..10).unwrap_or(&self.about.made)
    }

    fn authors(&self) -> Vec<String> {
        if self.about.authors.is_empty() { vec!["annals".to_owned()] } else { self.about.authors.clone() }
    }

    fn engines(&self) -> String {
        self.source.engines.iter().cloned().collect::<Vec<_>>().join("; ")
    }

    /// What it was made of, in a sentence.
    fn origin(&self) -> String {
        let query = match (&self.about.query, self.about.whole) {
            (None, _) => "the whole store".to_owned(),
            (Some(query), false) => format!("the query `{query}`"),
            (Some(query), true) => format!("all of the articles found by the query `{query}`"),
        };
        let runs = match self.source.runs.as_slice() {
            [] => "no run".to_owned(),
            [(_, started, _)] => format!("one run of {started}"),
            [(_, first, _), .., (_, last, _)] => {
                format!("{} runs, {first} to {last}", self.source.runs.len())
            }
        };
        format!("{} articles: {query}, read by {} in {runs}.", self.source.articles, self.engines())
    }

    /// How to cite it, in a sentence.
    pub fn citation(&self) -> String {
        let year = self.day().get(..4).unwrap_or_default();
        format!(
            "{} ({year}). {} [Data set, {}]. {}",
            self.authors().join(", "),
            self.title(),
            self.day(),
            self.origin()
        )
    }

    /// `datapackage.json`.
    ///
    /// # Errors
    /// Never, as its parts are plain JSON.
    pub fn description(&self) -> Result<String, ExportError> {
        let runs = self.source.runs.iter();
        let runs: Vec<_> = runs
            .map(|(run, started, engine)| json!({"run": run, "started": started, "engine": engine}))
            .collect();
        let authors: Vec<_> =
            self.authors().into_iter().map(|name| json!({"title": name, "role": "author"})).collect();
        let package = json!({
            "profile": "data-package",
            "name": "annals-export",
            "title": self.title(),
            "description": self.origin(),
            "created": self.about.made,
            "contributors": authors,
            "resources": self.parts.iter().map(|part| self.resource(part)).collect::<Vec<_>>(),
            "annals": {
                "query": self.about.query,
                "whole_articles": self.about.whole,
                "articles": self.source.articles,
                "engines": self.source.engines,
                "runs": runs,
            },
        });
        Ok(serde_json::to_string_pretty(&package)? + "\n")
    }

    fn resource(&self, part: &Part) -> Json {
        let Written { name, bytes, sha256, rows } = &part.file;
        let mut resource = json!({
            "name": name.to_lowercase(), "path": name, "bytes": bytes, "hash": format!("sha256:{sha256}"), "rows": rows,
        });
        let suffix = name.rsplit('.').next().unwrap_or_default();
        let (description, media_type) = match &part.content {
            Content::Rows { table, format, .. } => (table.description(), format.media_type()),
            Content::Other { description, media_type } => (description.as_str(), *media_type),
        };
        resource["format"] = suffix.into();
        resource["description"] = description.into();
        resource["mediatype"] = media_type.split(';').next().unwrap_or_default().into();
        match part.content {
            Content::Rows { table, format, style } => self.tabular(&mut resource, table, format, style),
            Content::Other { .. } => resource["profile"] = "data-resource".into(),
        }
        resource
    }

    fn tabular(&self, resource: &mut Json, table: Table, format: Format, style: Style) {
        let columns = table.columns();
        let mut schema = json!({
            "fields": columns.iter().map(|column| field(column, format)).collect::<Vec<_>>(),
            "missingValues": [""],
            "primaryKey": table.key(),
        });
        let articles = format!("articles.{format}");
        if table != Table::Rows(crate::Kind::Article)
            && self.parts.iter().any(|part| part.file.name == articles)
        {
            let reference = json!({"resource": articles, "fields": "article_id"});
            schema["foreignKeys"] = json!([{"fields": "article_id", "reference": reference}]);
        }
        resource["schema"] = schema;
        let text = matches!(format, Format::Csv | Format::Tsv);
        resource["profile"] = if text { "tabular-data-resource" } else { "data-resource" }.into();
        match format {
            Format::Csv => {
                resource["encoding"] = "utf-8".into();
                resource["dialect"] =
                    json!({"delimiter": ",", "doubleQuote": true, "lineTerminator": "\r\n", "header": true});
                resource["formulaGuard"] = (!style.unguarded).into();
            }
            Format::Tsv => {
                resource["encoding"] = "utf-8".into();
                resource["dialect"] = json!({"delimiter": "\t", "lineTerminator": "\n", "header": true});
            }
            Format::Json | Format::Jsonl | Format::Parquet => {}
        }
    }

    /// `codebook.md`.
    pub fn codebook(&self) -> String {
        let mut page = format!("# {}\n\n{}\n\n", self.title(), self.origin());
        let _ = writeln!(page, "{HEAD}\n\nCite as: {}\n", self.citation());
        page += "## Files\n\n| file | rows | what it holds |\n|---|---|---|\n";
        for part in self.parts {
            let description = match &part.content {
                Content::Rows { table, .. } => table.description(),
                Content::Other { description, .. } => description,
            };
            let _ = writeln!(page, "| `{}` | {} | {} |", part.file.name, part.file.rows, cell(description));
        }
        for table in self.tables {
            page += &chapter(*table);
        }
        page
    }
}

const HEAD: &str = "\
Every row is what an article says, never what is true; `voice` and `statement` say who says so. All `start` and `end` are `[start, end)` in
Unicode code points of the article's text, which `records.jsonl` holds (`annals export --format records`). Ids are made from content: they are
the same in every store. `row` and `article` are numbers of one file of the store.

Types: integer; real; text; boolean (`true`, `false`); date (`YYYY-MM-DD`); list (a JSON list of texts, in Parquet a list); json (other JSON, as text).
An empty cell is null. CSV: after RFC 4180; a text that a spreadsheet would take for a formula (one that begins with `= + - @`, a tab or a line break and is no
plain number) has an apostrophe before it, and one more where it has some already: take one `'` from before every cell that begins with apostrophes and then
such a character to have the text back (`formulaGuard` in `datapackage.json`). The character NUL is shown as `␀`. TSV: no quotes; `\\t`, `\\n`, `\\r`, `\\0` and `\\\\` stand for tab, line breaks, NUL and backslash.";

fn chapter(table: Table) -> String {
    let mut chapter = format!("\n## {}\n\n{} Rows are told apart by ", table.name(), table.description());
    let keys: Vec<_> = table.key().iter().map(|key| format!("`{key}`")).collect();
    let _ =
        writeln!(chapter, "{}.\n\n| column | type | empty | meaning |\n|---|---|---|---|", keys.join(", "));
    for Column { name, holds, nullable, description } in table.columns() {
        let empty = if nullable { "may be" } else { "never" };
        let _ = writeln!(chapter, "| `{name}` | {} | {empty} | {} |", holds.name(), cell(&description));
    }
    chapter
}

/// A text for a cell of a table in Markdown.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// A field of a Table Schema.
fn field(column: &Column, format: Format) -> Json {
    let holds = match column.holds {
        Type::Integer => "integer",
        Type::Real => "number",
        Type::Text => "string",
        Type::Boolean => "boolean",
        Type::Date => "date",
        Type::Json if format == Format::Parquet => "string",
        Type::List | Type::Json | Type::Numbers => "array",
    };
    let mut field = json!({"name": column.name, "type": holds, "description": column.description});
    if !column.nullable {
        field["constraints"] = json!({"required": true});
    }
    field
}

/// `CITATION.cff`, after the Citation File Format 1.2.0. Its strings are JSON, which is YAML, too.
pub fn cff(package: &Package<'_>) -> String {
    let mut file = String::new();
    let text = |text: &str| Json::from(text).to_string();
    let _ = writeln!(file, "cff-version: 1.2.0\ntype: dataset");
    let _ = writeln!(
        file,
        "message: \"If you use these data, please cite them as below, and the articles they come from.\""
    );
    let _ = writeln!(file, "title: {}\nauthors:", text(package.title()));
    for name in package.authors() {
        let _ = writeln!(file, "  - name: {}", text(&name));
    }
    let _ = writeln!(file, "date-released: {}", text(package.day()));
    let _ = writeln!(file, "abstract: {}", text(&package.origin()));
    let _ = writeln!(
        file,
        "references:\n  - type: software\n    title: \"annals\"\n    authors:\n      - name: \"annals contributors\""
    );
    let _ = writeln!(file, "    notes: {}", text(&package.engines()));
    file
}
