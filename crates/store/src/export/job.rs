//! An export: one snapshot of the store, what is chosen of it, and the files that come of that.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use annals_record::Record;

use super::columns::Table;
use super::folder::{Folder, Output, PACKAGE, Written};
use super::formats::{Format, Style, sink};
use super::happening::{Happening, Which};
use super::package::{About, Content, Package, Part};
use super::tables::Chosen;
use super::{ExportError, annotation, gdelt, package, polecat};
use crate::{Kind, Query, Row, Store, StoreError};

/// A form that findings are exported in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A file of flat rows a table.
    Rows(Format),
    /// The records of the articles, one a line.
    Records,
    /// Events as POLECAT has them.
    Polecat,
    /// Events as GDELT has them.
    Gdelt(gdelt::Version),
    /// Findings as W3C Web Annotations.
    Annotations,
}

impl Form {
    /// Their names, beside those of the formats of rows.
    pub const NAMES: [&str; 5] = ["records", "polecat", "gdelt", "gdelt1", "annotations"];

    /// The form of that name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "records" => Self::Records,
            "polecat" => Self::Polecat,
            "gdelt" => Self::Gdelt(gdelt::Version::Two),
            "gdelt1" => Self::Gdelt(gdelt::Version::One),
            "annotations" => Self::Annotations,
            _ => Self::Rows(name.parse().ok()?),
        })
    }
}

/// An export on its way. What is added to the store meanwhile is no part of it; until [`Export::finish`] nothing is seen
/// in the folder, and dropped before that it leaves the folder as it was.
///
/// ```
/// use annals_store::export::{About, Export, Form, Style, Which};
/// use annals_store::Store;
///
/// let folder = tempfile::tempdir()?;
/// Store::create(folder.path().join("news.annals"))?;
/// let store = Store::open(folder.path().join("news.annals"))?;
/// let mut export = Export::begin(&store, &folder.path().join("out"), false)?;
/// export.choose_all()?;
/// for name in ["csv", "parquet"] {
///     export.write(Form::named(name).unwrap(), Style::default(), Which::Actual)?;
/// }
/// let written = export.finish(&About { made: "2026-11-29T08:00:00Z".into(), ..About::default() })?;
/// assert!(written.iter().any(|file| file.name == "statements.parquet"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Export<'s> {
    store: &'s Store,
    folder: Folder,
    chosen: Chosen<'s>,
    contents: Vec<Content>,
}

impl<'s> Export<'s> {
    /// Begins an export of `store` into the folder `path`; nothing is chosen yet.
    ///
    /// # Errors
    /// Where the folder holds something and `force` is not given, or cannot be made; where SQLite refuses.
    pub fn begin(store: &'s Store, path: &Path, force: bool) -> Result<Self, ExportError> {
        let folder = Folder::begin(path, force)?;
        Ok(Self { store, folder, chosen: Chosen::begin(store.connection())?, contents: Vec::new() })
    }

    /// Chooses the newest version of every article, with all that is found in it.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn choose_all(&mut self) -> Result<u64, ExportError> {
        self.chosen.all()
    }

    /// Chooses the rows of `kind` with the row numbers `rows`, and the articles they stand in; says how many rows. With `whole`
    /// it chooses all that is found in these articles.
    ///
    /// # Errors
    /// Those of `rows`, and where SQLite refuses.
    pub fn choose(
        &mut self,
        kind: Kind,
        rows: impl IntoIterator<Item = Result<i64, StoreError>>,
        whole: bool,
    ) -> Result<u64, ExportError> {
        self.chosen.rows(kind, rows, whole)
    }

    /// Chooses what `query` finds, as [`Self::choose`] does.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn choose_query(&mut self, query: &Query, whole: bool) -> Result<u64, ExportError> {
        self.chosen.query(query, whole)
    }

    /// Writes what is chosen in one form.
    ///
    /// # Errors
    /// Where a file cannot be written, the store cannot be read, a cell does not fit its column, or a form of events is asked
    /// for while other findings are chosen.
    pub fn write(&mut self, form: Form, style: Style, which: Which) -> Result<(), ExportError> {
        match form {
            Form::Rows(format) => self.tables(format, style),
            Form::Records => self.records(),
            Form::Polecat => self.polecat(which),
            Form::Gdelt(version) => self.gdelt(which, version),
            Form::Annotations => self.annotations(),
        }
    }

    /// Writes a file of the caller's own; `fill` says how many rows, lines or objects it wrote.
    ///
    /// # Errors
    /// Where the file cannot be made, and those of `fill`.
    pub fn write_other<E: From<ExportError>>(
        &mut self,
        name: &str,
        description: &str,
        media_type: &'static str,
        fill: impl FnOnce(&mut Output) -> Result<u64, E>,
    ) -> Result<(), E> {
        self.folder.write(name, fill)?;
        self.contents.push(Content::Other { description: description.to_owned(), media_type });
        Ok(())
    }

    /// The row numbers of the articles that are chosen, in order.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn each_article<E: From<ExportError>>(
        &self,
        take: impl FnMut(i64) -> Result<(), E>,
    ) -> Result<u64, E> {
        self.chosen.each_article(take)
    }

    fn tables(&mut self, format: Format, style: Style) -> Result<(), ExportError> {
        for table in self.chosen.tables() {
            let chosen = &self.chosen;
            self.folder.write(&format!("{}.{format}", table.name()), |out| {
                let mut sink = sink(format, table.columns(), out, style)?;
                let rows = chosen.each(table, |row| sink.row(row.values()))?;
                sink.finish()?;
                Ok::<_, ExportError>(rows)
            })?;
            self.contents.push(Content::Rows { table, format, style });
        }
        Ok(())
    }

    fn records(&mut self) -> Result<(), ExportError> {
        let (store, chosen) = (self.store, &self.chosen);
        self.folder.write("records.jsonl", |out| {
            chosen.each_article(|article| {
                let record = record(store, article)?;
                serde_json::to_writer(&mut *out, &record)?;
                Ok::<_, ExportError>(out.write_all(b"\n")?)
            })
        })?;
        let description = "The records of the articles, with their texts: annals/1, one a line.".to_owned();
        self.contents.push(Content::Other { description, media_type: "application/jsonl" });
        Ok(())
    }

    fn polecat(&mut self, which: Which) -> Result<(), ExportError> {
        let chosen = &self.chosen;
        self.folder.write("polecat.tsv", |out| {
            polecat::begin(out, which)?;
            each_event(chosen, which, |event| Ok(polecat::write(out, event, which)?))
        })?;
        let description = "Events as files of POLECAT have them, one line a pair of actor and recipient.";
        self.contents.push(Content::lines(description));
        Ok(())
    }

    fn gdelt(&mut self, which: Which, version: gdelt::Version) -> Result<(), ExportError> {
        let (name, number) = match version {
            gdelt::Version::One => ("gdelt1.tsv", "1.0"),
            gdelt::Version::Two => ("gdelt.tsv", "2.0"),
        };
        let chosen = &self.chosen;
        self.folder.write(name, |out| {
            each_event(chosen, which, |event| Ok(gdelt::write(out, event, which, version)?))
        })?;
        let description = format!(
            "Events as files of GDELT {number} have them, without a line of names, one line a pair of actor and recipient."
        );
        self.contents.push(Content::lines(&description));
        Ok(())
    }

    fn annotations(&mut self) -> Result<(), ExportError> {
        let chosen = &self.chosen;
        self.folder.write("annotations.jsonld", |out| {
            annotation::begin(out)?;
            let mut count = 0;
            for table in chosen.tables() {
                let Table::Rows(kind) = table else { continue };
                if kind.is_finding() || chosen.only() == Some(kind) && kind == Kind::Sentence {
                    count += annotate(chosen, kind, out, count)?;
                }
            }
            annotation::end(out)?;
            Ok::<_, ExportError>(count)
        })?;
        let description = "Findings as W3C Web Annotations.".to_owned();
        self.contents.push(Content::Other { description, media_type: "application/ld+json" });
        Ok(())
    }

    /// Writes the description of the package, the codebook and the citation, and puts all in place.
    ///
    /// # Errors
    /// Where a file cannot be written or moved, or the store cannot be read.
    pub fn finish(mut self, about: &About) -> Result<Vec<Written>, ExportError> {
        let parts: Vec<_> = self
            .folder
            .written()
            .iter()
            .cloned()
            .zip(self.contents.drain(..))
            .map(|(file, content)| Part { file, content })
            .collect();
        let tables: Vec<_> = self.chosen.tables();
        let package = Package { about, source: self.chosen.source()?, parts: &parts, tables: &tables };
        let files = [
            ("codebook.md", package.codebook()),
            ("CITATION.cff", package::cff(&package)),
            (PACKAGE, package.description()?),
        ];
        for (name, text) in files {
            self.folder
                .write(name, |out| Ok::<_, ExportError>(out.write_all(text.as_bytes()).map(|()| 1)?))?;
        }
        self.folder.finish()
    }
}

/// The record of the article with the row number `article`.
fn record(store: &Store, article: i64) -> Result<Option<Record>, ExportError> {
    let mut statement = store.connection().prepare_cached("SELECT id FROM articles WHERE article = ?1")?;
    let id: String = statement.query_row([article], |row| row.get(0))?;
    Ok(store.record(&id)?)
}

/// Calls `write` with every event that is chosen; sums up what it says.
fn each_event(
    chosen: &Chosen<'_>,
    which: Which,
    mut write: impl FnMut(&Happening) -> Result<u64, ExportError>,
) -> Result<u64, ExportError> {
    if let Some(kind) = chosen.only().filter(|kind| *kind != Kind::Event) {
        return Err(ExportError::NoEvents(kind));
    }
    let mut lines = 0;
    chosen.each(Table::Rows(Kind::Event), |row| {
        if which == Which::All || row.text("status") == Some("actual") {
            lines += write(&Happening::of(chosen.store(), row)?)?;
        }
        Ok(())
    })?;
    Ok(lines)
}

/// Writes the annotations of the chosen rows of a kind; says how many.
fn annotate(chosen: &Chosen<'_>, kind: Kind, out: &mut Output, before: u64) -> Result<u64, ExportError> {
    let mut count = 0;
    chosen.each_page(kind, |text, rows: &[Row]| {
        let page = annotation::Page::new(text);
        for annotation in rows.iter().filter_map(|row| page.annotation(kind, row)) {
            annotation::item(out, &annotation, before + count == 0)?;
            count += 1;
        }
        Ok(())
    })?;
    Ok(count)
}

/// The engines and runs behind what is exported.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Articles.
    pub articles: u64,
    /// What read them.
    pub engines: BTreeSet<String>,
    /// The runs that read them into the store: number, begin, engine.
    pub runs: Vec<(i64, String, String)>,
}
