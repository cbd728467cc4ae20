//! What is chosen of the store: a snapshot, the articles, and the rows of one kind where only they are wanted.
//!
//! The choice is kept in temporary tables, so that it takes no memory; rows are read article by article or row by row, in the
//! order of their row numbers, which is that of adding and of the text.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, Statement};

use super::ExportError;
use super::columns::Table;
use super::job::Source;
use crate::{Columns, Kind, Query, Row, StoreError};

const TEMPORARY: &str = "
    CREATE TEMP TABLE chosen_articles (article INTEGER PRIMARY KEY);
    CREATE TEMP TABLE chosen_rows (row INTEGER PRIMARY KEY);";

/// What is chosen. The snapshot ends when it is dropped.
#[derive(Debug)]
pub struct Chosen<'s> {
    store: &'s Connection,
    only: Option<Kind>,
}

impl<'s> Chosen<'s> {
    /// Takes a snapshot; nothing is chosen yet.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn begin(store: &'s Connection) -> Result<Self, ExportError> {
        // Unlike SQLite's own `substr`, it goes on behind a NUL.
        store.create_scalar_function("annals_words", 3, FunctionFlags::SQLITE_DETERMINISTIC, |context| {
            words(context)
        })?;
        store.execute_batch("BEGIN")?;
        let chosen = Self { store, only: None };
        store.execute_batch(TEMPORARY)?;
        Ok(chosen)
    }

    /// The store.
    pub fn store(&self) -> &'s Connection {
        self.store
    }

    /// The kind of which rows are chosen; none where all that is found in the articles is.
    pub fn only(&self) -> Option<Kind> {
        self.only
    }

    /// Chooses the newest version of every article; says how many.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn all(&mut self) -> Result<u64, ExportError> {
        self.only = None;
        let sql = "INSERT OR IGNORE INTO chosen_articles SELECT article FROM articles WHERE current = 1";
        Ok(self.store.execute(sql, [])? as u64)
    }

    /// Chooses rows of a kind and the articles they stand in, or all that is in these; says how many rows.
    ///
    /// # Errors
    /// Those of `rows`, and where SQLite refuses.
    pub fn rows(
        &mut self,
        kind: Kind,
        rows: impl IntoIterator<Item = Result<i64, StoreError>>,
        whole: bool,
    ) -> Result<u64, ExportError> {
        let mut insert = self.store.prepare("INSERT OR IGNORE INTO chosen_rows VALUES (?1)")?;
        let mut count = 0;
        for row in rows {
            count += insert.execute([row?])? as u64;
        }
        self.articles_of(kind, whole)?;
        Ok(count)
    }

    /// Chooses what a query finds, as [`Self::rows`] does.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn query(&mut self, query: &Query, whole: bool) -> Result<u64, ExportError> {
        let (select, args) = query.select_rows(self.store)?;
        let sql = format!("INSERT OR IGNORE INTO chosen_rows {select}");
        let count = self.store.execute(&sql, rusqlite::params_from_iter(args))?;
        self.articles_of(query.kind(), whole)?;
        Ok(count as u64)
    }

    /// Chooses the articles of the chosen rows, which are of `kind`.
    fn articles_of(&mut self, kind: Kind, whole: bool) -> Result<(), ExportError> {
        self.only = (!whole).then_some(kind);
        let (table, key) = (kind.table(), kind.name());
        self.store.execute(
            &format!("INSERT OR IGNORE INTO chosen_articles SELECT t.article FROM chosen_rows JOIN {table} t ON t.{key} = row"),
            [],
        )?;
        Ok(())
    }

    /// The tables that hold something chosen.
    pub fn tables(&self) -> Vec<Table> {
        let belongs = |table: &Table| match (self.only, table) {
            (None, _) | (_, Table::Rows(Kind::Article)) => true,
            (Some(kind), Table::Rows(other)) => kind == *other,
            (Some(kind), Table::Mentions) => kind == Kind::Entity,
            (Some(kind), Table::Participants) => kind == Kind::Event,
        };
        Table::all().filter(belongs).collect()
    }

    /// Calls `take` with the row number of every article that is chosen; says how many.
    ///
    /// # Errors
    /// Where SQLite refuses, and those of `take`.
    pub fn each_article<E: From<ExportError>>(
        &self,
        take: impl FnMut(i64) -> Result<(), E>,
    ) -> Result<u64, E> {
        each(self.store, "SELECT article FROM chosen_articles ORDER BY article", take)
    }

    /// Calls `take` with every row of `table` that is chosen; says how many.
    ///
    /// # Errors
    /// Where SQLite refuses, and those of `take`.
    pub fn each(
        &self,
        table: Table,
        mut take: impl FnMut(Row) -> Result<(), ExportError>,
    ) -> Result<u64, ExportError> {
        let by_row = self.only.is_some() && table != Table::Rows(Kind::Article);
        let mut statement = self.store.prepare(&sql(table, by_row))?;
        let columns = Columns::of(&statement);
        let mut count = 0;
        let keys = if by_row {
            "SELECT row FROM chosen_rows ORDER BY row"
        } else {
            "SELECT article FROM chosen_articles ORDER BY article"
        };
        each(self.store, keys, |key| {
            count += rows(&mut statement, &columns, key, &mut take)?;
            Ok::<_, ExportError>(())
        })?;
        Ok(count)
    }

    /// Calls `take` with the text of every article that is chosen and its rows of `kind`, as far as they are.
    ///
    /// # Errors
    /// Where SQLite refuses, and those of `take`.
    pub fn each_page(
        &self,
        kind: Kind,
        mut take: impl FnMut(&str, &[Row]) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let by_article = sql(Table::Rows(kind), false);
        let sql = match self.only {
            None => by_article,
            Some(_) => format!(
                "SELECT * FROM ({by_article}) WHERE row IN (SELECT row FROM chosen_rows) ORDER BY row"
            ),
        };
        let mut statement = self.store.prepare(&sql)?;
        let columns = Columns::of(&statement);
        let mut text = self.store.prepare("SELECT text FROM articles WHERE article = ?1")?;
        self.each_article(|article| {
            let mut page = Vec::new();
            rows(&mut statement, &columns, article, &mut |row| {
                page.push(row);
                Ok(())
            })?;
            let text: String = text.query_row([article], |row| row.get(0))?;
            take(&text, &page)
        })?;
        Ok(())
    }

    /// The engines and runs behind what is chosen.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn source(&self) -> Result<Source, ExportError> {
        let mut source = Source::default();
        let mut engines = self
            .store
            .prepare("SELECT DISTINCT a.engine FROM chosen_articles JOIN articles a USING (article)")?;
        for engine in engines.query_map([], |row| row.get(0))? {
            source.engines.insert(engine?);
        }
        let mut runs = self.store.prepare(
            "SELECT run, started, engine FROM runs WHERE run IN
             (SELECT a.run FROM chosen_articles JOIN articles a USING (article)) ORDER BY run",
        )?;
        let runs = runs.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        source.runs = runs.collect::<Result<_, _>>()?;
        source.articles = self.each_article(|_| Ok::<_, ExportError>(()))?;
        Ok(source)
    }
}

impl Drop for Chosen<'_> {
    fn drop(&mut self) {
        // With the snapshot the temporary tables go, too. There is nobody to tell where this fails.
        let _ = self.store.execute_batch("ROLLBACK");
    }
}

/// The code points of a text from the second argument to before the third.
fn words(context: &mut Context<'_>) -> rusqlite::Result<String> {
    let text =
        context.get_raw(0).as_str().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))?;
    let (start, end): (i64, i64) = (context.get(1)?, context.get(2)?);
    let place = |at: i64| usize::try_from(at).unwrap_or(0);
    Ok(text.chars().take(place(end)).skip(place(start)).collect())
}

/// Calls `take` with each number that `sql` gives; says how many.
fn each<E: From<ExportError>>(
    store: &Connection,
    sql: &str,
    mut take: impl FnMut(i64) -> Result<(), E>,
) -> Result<u64, E> {
    let mut statement = store.prepare(sql).map_err(ExportError::from)?;
    let mut rows = statement.query([]).map_err(ExportError::from)?;
    let mut count = 0;
    while let Some(row) = rows.next().map_err(ExportError::from)? {
        take(row.get(0).map_err(ExportError::from)?)?;
        count += 1;
    }
    Ok(count)
}

fn rows(
    statement: &mut Statement<'_>,
    columns: &Columns,
    key: i64,
    take: &mut impl FnMut(Row) -> Result<(), ExportError>,
) -> Result<u64, ExportError> {
    let mut rows = statement.query([key])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        take(Row::read(columns, row)?)?;
        count += 1;
    }
    Ok(count)
}

/// The rows of `table` that belong to `?1`: an article, or with `by_row` one row.
fn sql(table: Table, by_row: bool) -> String {
    match table {
        Table::Rows(kind) if by_row => format!("SELECT * FROM {} WHERE row = ?1", kind.view()),
        Table::Rows(kind) => {
            let reviewed = Table::Rows(kind).columns().iter().any(|column| column.name == "review");
            let kept = if reviewed { "AND review IS NOT 'rejected'" } else { "" };
            format!("SELECT * FROM {} WHERE article = ?1 {kept} ORDER BY row", kind.view())
        }
        Table::Mentions => MENTIONS.replace("$which", &which("e", "entity", by_row)),
        Table::Participants => PARTICIPANTS.replace("$which", &which("f", "event", by_row)),
    }
}

/// Which rows of a table of links: those of one finding, or of all in an article that nobody rejected.
fn which(finding: &str, key: &str, by_row: bool) -> String {
    if by_row {
        return format!("{finding}.{key} = ?1");
    }
    format!(
        "{finding}.article = ?1 AND NOT EXISTS (SELECT 1 FROM verdicts r
         WHERE r.article = {finding}.article AND r.finding = {finding}.id AND r.review = 'rejected')"
    )
}

/// A mention's words are taken from its sentence: of a long article they would else be counted out from its beginning each time.
const MENTIONS: &str = r#"SELECT a.id AS article_id, e.id AS entity,
    row_number() OVER (PARTITION BY e.entity ORDER BY m.mention) - 1 AS n, s.n AS sentence, m.start, m."end",
    CASE WHEN m."end" <= s."end" THEN annals_words(s.text, m.start - s.start, m."end" - s.start)
         ELSE annals_words(a.text, m.start, m."end") END AS text, m.form, m.head_start, m.head_end
    FROM entities e JOIN articles a USING (article) JOIN mentions m USING (entity)
    LEFT JOIN sentences s ON s.sentence = m.sentence WHERE $which ORDER BY e.entity, m.mention"#;

const PARTICIPANTS: &str = "SELECT a.id AS article_id, f.id AS event, x.side, x.n, e.id AS entity, e.name, e.country, e.role,
    k.key AS actor_key
    FROM events f JOIN articles a USING (article) JOIN participants x USING (event) JOIN entities e USING (entity)
    LEFT JOIN actors k USING (actor) WHERE $which ORDER BY f.event, x.side, x.n";
