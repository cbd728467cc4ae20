//! Events with those who take part in them, as files of event data want them: one line a pair of actor and recipient.

use std::collections::HashMap;
use std::sync::LazyLock;

use rusqlite::{Connection, params};

use super::ExportError;
use crate::{Kind, Row};

/// The events that are written as lines of event data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that happened, as far as the article says.
    #[default]
    Actual,
    /// Those that are planned, possible, negated or demanded, too; a last column says the status.
    All,
}

/// Who takes part in an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Party {
    pub name: Option<String>,
    pub country: Option<String>,
    pub role: Option<String>,
    pub title: Option<String>,
    /// The words that name them in the sentence of the event.
    pub words: Option<String>,
}

/// An event, and what its flat row leaves out.
#[derive(Debug)]
pub struct Happening {
    /// Its flat row.
    pub row: Row,
    /// Actors and recipients in pairs; one empty party stands for nobody.
    pub pairs: Vec<(Party, Party)>,
    /// The words that name the place.
    pub place_words: Option<String>,
    /// Number of the paragraph, from 0.
    pub paragraph: Option<i64>,
    /// When the article was read into the store.
    pub read: Option<String>,
    /// What read the article.
    pub engine: Option<String>,
    /// Names of people, organizations and places in the article.
    pub story: [String; 3],
}

impl Happening {
    /// The event with the flat row `row`.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn of(store: &Connection, row: Row) -> Result<Self, ExportError> {
        let (event, article) = (row.integer("row"), row.integer("article"));
        let beside = "SELECT p.text, s.paragraph, r.started, a.engine FROM events f
            JOIN articles a USING (article) LEFT JOIN runs r USING (run)
            LEFT JOIN sentences s ON s.sentence = f.sentence LEFT JOIN places p ON p.place = f.place WHERE f.event = ?1";
        let (place_words, paragraph, read, engine) = store
            .prepare_cached(beside)?
            .query_row([event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let pairs = pairs(parties(store, event, "actor")?, parties(store, event, "recipient")?);
        let story = [
            names(store, article, "person")?,
            names(store, article, "organization")?,
            names(store, article, "place")?,
        ];
        Ok(Self { row, pairs, place_words, paragraph, read, engine, story })
    }
}

/// Every actor with every recipient, in order.
fn pairs(actors: Vec<Party>, recipients: Vec<Party>) -> Vec<(Party, Party)> {
    let nobody = |parties: Vec<Party>| if parties.is_empty() { vec![Party::default()] } else { parties };
    let recipients = nobody(recipients);
    let with = |actor: Party| recipients.iter().map(move |recipient| (actor.clone(), recipient.clone()));
    nobody(actors).into_iter().flat_map(with).collect()
}

fn parties(store: &Connection, event: Option<i64>, side: &str) -> Result<Vec<Party>, ExportError> {
    let mut statement = store.prepare_cached(
        r#"SELECT e.name, e.country, e.role, e.title,
           (SELECT annals_words(s.text, m.start - s.start, m."end" - s.start) FROM mentions m
            JOIN sentences s USING (sentence) WHERE m.entity = e.entity AND m.sentence = f.sentence ORDER BY m.start LIMIT 1)
           FROM participants x JOIN entities e USING (entity) JOIN events f USING (event)
           WHERE x.event = ?1 AND x.side = ?2 ORDER BY x.n"#,
    )?;
    let party = |row: &rusqlite::Row<'_>| {
        let (name, country, role) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Party { name, country, role, title: row.get(3)?, words: row.get(4)? })
    };
    Ok(statement.query_map(params![event, side], party)?.collect::<Result<_, _>>()?)
}

/// Names of one kind in an article, in the order of the record, semicolons between.
fn names(store: &Connection, article: Option<i64>, kind: &str) -> Result<String, ExportError> {
    let mut statement = store.prepare_cached(
        "SELECT name FROM entities e WHERE article = ?1 AND kind = ?2
         AND EXISTS (SELECT 1 FROM mentions m WHERE m.entity = e.entity AND m.form = 'name') ORDER BY entity",
    )?;
    let names = statement.query_map(params![article, kind], |row| row.get::<_, String>(0))?;
    let names: Vec<_> =
        names.map(|name| name.map(|name| name.replace(';', ","))).collect::<Result<_, _>>()?;
    Ok(names.join(";"))
}

/// One of the four classes of events, `data/codebook/quads.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quad {
    pub number: &'static str,
    pub name: &'static str,
}

const QUADS: &str = include_str!("../../../../data/codebook/quads.tsv");
const TYPES: &str = include_str!("../../../../data/codebook/types.tsv");
const CAMEO: &str = include_str!("../../../../data/codebook/cameo.tsv");

/// The classes by PLOVER type and by CAMEO code: types are letters, codes digits. The tables are the codebook of
/// `annals-read`, which lies beside this crate, not below it.
static CLASSES: LazyLock<HashMap<&str, Quad>> = LazyLock::new(|| {
    let quads: HashMap<_, _> =
        cells(QUADS, 0, 1).map(|(number, name)| (number, Quad { number, name })).collect();
    let classes = cells(TYPES, 0, 1).chain(cells(CAMEO, 0, 3));
    classes.filter_map(|(key, number)| Some((key, *quads.get(number)?))).collect()
});

/// Two columns of a table, row by row.
fn cells(
    table: &'static str,
    key: usize,
    value: usize,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let row = move |line: &'static str| Some((line.split('\t').nth(key)?, line.split('\t').nth(value)?));
    lines.filter_map(row)
}

/// The class of a PLOVER type.
pub fn quad_of_type(plover: &str) -> Option<Quad> {
    CLASSES.get(plover.to_ascii_uppercase().as_str()).copied()
}

/// The class of a CAMEO code: that of its root.
pub fn quad_of_code(cameo: &str) -> Option<Quad> {
    CLASSES.get(cameo.get(..2)?).copied()
}

/// The names in the first column of one of the tables of columns.
pub fn first_column(table: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split('\t').next())
}

/// A cell of a format that knows neither quotes nor escapes: tabs and breaks of lines become blanks.
pub fn plain(text: &str) -> String {
    text.replace(['\t', '\n', '\r', '\0'], " ")
}

/// The cell `column` of a flat row.
pub fn cell(row: &Row, column: &str) -> String {
    let holds = super::columns::named(Kind::Event, &[column.to_owned()])[0].holds;
    let text = row.get(column).and_then(|value| super::cell::text(value, holds));
    text.map_or_else(String::new, |text| plain(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_and_code_has_its_class() {
        let name = |quad: Option<Quad>| quad.map(|quad| quad.name);
        assert_eq!(name(quad_of_type("CONSULT")), Some("VERBAL COOPERATION"));
        assert_eq!(name(quad_of_type("ASSAULT")), Some("MATERIAL CONFLICT"));
        assert_eq!(name(quad_of_type("SLEEP")), None);
        assert_eq!(quad_of_code("0211").map(|quad| quad.number), Some("1"));
        assert_eq!(quad_of_code("190").map(|quad| quad.number), Some("4"));
        assert_eq!(quad_of_code("").map(|quad| quad.number), None);
    }

    #[test]
    fn classes_are_those_of_the_codebook() {
        use annals_read::codebook;
        for kind in codebook::types() {
            let quad = codebook::quad(kind.name).map(|quad| (quad.number.to_string(), quad.name));
            let own = quad_of_type(kind.name).map(|quad| (quad.number.to_owned(), quad.name));
            assert_eq!(own, quad, "{}", kind.name);
        }
        for code in codebook::codes() {
            let own = quad_of_code(code.code).map(|quad| quad.number.to_owned());
            assert_eq!(own, Some(code.quad.to_string()), "{}", code.code);
        }
    }
}
