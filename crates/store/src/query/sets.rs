//! What could lead a search: the rows of a type that pass a test, by an index.

use super::ast::Term;
use super::check::Test;
use super::fields::Field;
use super::names;
use super::sql::{Sql, text};
use super::values::{Bounds, Id};
use crate::rows::Kind;

/// The column with the number of a row of `kind`.
pub fn number(kind: Kind) -> &'static str {
    kind.name()
}

/// A select of the rows of `kind` that pass `test`, where an index leads to them. Rows may come twice.
pub fn set(kind: Kind, test: &Test) -> Option<Sql> {
    match test {
        Test::Words(term) => Some(words(kind, &names::phrase(term))),
        Test::Match(expression) => Some(words(kind, expression)),
        Test::Named(field, term) => named(kind, *field, term),
        Test::One(Field::Stance, word) if *word != "neutral" => {
            Some(rare("statement", ("stance", "neutral"), word))
        }
        Test::One(Field::Status, word) if *word != "actual" => {
            Some(rare("event", ("status", "actual"), word))
        }
        Test::One(..) => None,
        Test::Event(code) => Some(event(kind, code)),
        Test::Since(day) => Some(of_articles(kind, Sql::with("coalesce(day, '') >= ?", [text(&**day)]))),
        Test::Until(day) => Some(of_articles(
            kind,
            Sql::with("coalesce(day, '') <= ? AND coalesce(day, '') > ''", [text(&**day)]),
        )),
        Test::Value(bounds) => Some(value(*bounds)),
        Test::Article(id) => Some(of_articles(kind, Sql::with("id = ?", [text(&**id)]))),
        Test::Group(id) => Some(of_articles(
            kind,
            Sql::with("syndicate = (SELECT article FROM articles WHERE id = ?)", [text(&**id)]),
        )),
        Test::Id(id) => by_id(kind, id),
    }
}

/// Whether the set of a test holds no row that fails it.
pub fn is_exact(test: &Test) -> bool {
    !matches!(test, Test::Id(_))
}

/// Whether the set of a test holds no row twice.
pub fn is_unique(test: &Test) -> bool {
    match test {
        Test::One(..) | Test::Event(_) | Test::Value(_) => true,
        Test::Named(field, _) => matches!(field, Field::Measure | Field::Unit | Field::Source | Field::Key),
        _ => false,
    }
}

/// The sentences in which rows of `kind` stand.
pub fn sentences_of(kind: Kind, set: Sql) -> Sql {
    let chosen = format!(" IN ({})", set.text);
    let text = match kind {
        Kind::Sentence => set.text,
        Kind::Article => format!("SELECT sentence FROM sentences WHERE article{chosen}"),
        Kind::Entity => format!("SELECT sentence FROM mentions WHERE entity{chosen}"),
        Kind::Statement => format!(
            "SELECT s.sentence FROM statements x CROSS JOIN sentences s ON {} WHERE x.statement{chosen}",
            overlap("x")
        ),
        _ => format!("SELECT sentence FROM {} WHERE {}{chosen}", kind.table(), number(kind)),
    };
    Sql { text, args: set.args }
}

/// The rows of `kind` in whose sentences an FTS5 expression is found.
pub fn words(kind: Kind, expression: &str) -> Sql {
    let found = in_sentences(kind, "sentence_words w");
    Sql::with(format!("{found} WHERE w.sentence_words MATCH ?"), [text(expression)])
}

/// The same of the last `number` of those sentences only.
pub fn last_words(kind: Kind, expression: &str, number: i64) -> Sql {
    let last = format!(
        "(SELECT rowid FROM sentence_words WHERE sentence_words MATCH ? ORDER BY rowid DESC LIMIT {number}) w"
    );
    Sql::with(in_sentences(kind, &last), [text(expression)])
}

/// A select of the rows of `kind` in the sentences `w`.
fn in_sentences(kind: Kind, words: &str) -> String {
    let sentences = format!("FROM {words} CROSS JOIN sentences s ON s.sentence = w.rowid");
    match kind {
        Kind::Sentence => format!("SELECT w.rowid FROM {words}"),
        Kind::Article => format!("SELECT s.article {sentences}"),
        Kind::Statement => {
            format!("SELECT x.statement {sentences} CROSS JOIN statements x ON {}", overlap("x"))
        }
        Kind::Entity => format!(
            "SELECT x.entity {sentences} CROSS JOIN mentions x ON x.article = s.article AND x.sentence = s.sentence"
        ),
        _ => format!(
            "SELECT x.{} FROM {words} CROSS JOIN {} x ON x.sentence = w.rowid",
            number(kind),
            kind.table()
        ),
    }
}

/// Whether the statement of an alias reaches into the sentence `s`.
pub fn overlap(statement: &str) -> String {
    format!(
        r#"{statement}.article = s.article AND {statement}.start < s."end" AND {statement}."end" > s.start"#
    )
}

/// The rows of `kind` in articles that fulfil a condition.
pub fn of_articles(kind: Kind, condition: Sql) -> Sql {
    let articles = condition.within("SELECT article FROM articles WHERE ", "");
    match kind {
        Kind::Article => articles,
        _ => {
            articles.within(&format!("SELECT {} FROM {} WHERE article IN (", number(kind), kind.table()), ")")
        }
    }
}

/// Rows with a word other than the most frequent one; SQLite uses an index without that one only where the query says so, too.
fn rare(number: &str, (column, frequent): (&str, &str), word: &str) -> Sql {
    Sql::new(format!("SELECT {number} FROM {number}s WHERE {column} = '{word}' AND {column} <> '{frequent}'"))
}

fn named(kind: Kind, field: Field, term: &Term) -> Option<Sql> {
    match field {
        Field::Speaker | Field::Voice => Some(speaker(kind, term)),
        Field::Addressee => Some(said("addressee", term)),
        Field::Actor if kind == Kind::Entity => Some(names::entities(term)),
        Field::Actor => Some(participants("actor", term)),
        Field::Recipient => Some(participants("recipient", term)),
        Field::Measure | Field::Unit => {
            Some(code(field.name(), term).within("SELECT figure FROM figures WHERE ", ""))
        }
        Field::Place => Some(place(kind, place_name(term))),
        Field::Country => country(kind, term),
        Field::Source => Some(of_articles(kind, names::sources(term).within("source IN (", ")"))),
        Field::Key => Some(of_articles(kind, exact_code("key", term))),
        _ => None,
    }
}

/// The statements that somebody of the name makes, or that are made to them.
fn said(side: &str, term: &Term) -> Sql {
    let known = names::entities(term);
    let mut sql = known.within(&format!("SELECT statement FROM statements WHERE {side}_entity IN ("), ")");
    if let Some(strangers) = names::strangers(term, side) {
        sql.push(" UNION ALL ").add(strangers);
    }
    sql
}

fn speaker(kind: Kind, term: &Term) -> Sql {
    let statements = said("speaker", term);
    match kind {
        Kind::Statement => statements,
        _ => statements
            .within(&format!("SELECT {} FROM {} WHERE statement IN (", number(kind), kind.table()), ")"),
    }
}

fn participants(side: &str, term: &Term) -> Sql {
    let start = format!("SELECT event FROM participants WHERE side = '{side}' AND entity IN (");
    names::entities(term).within(&start, ")")
}

/// Whether a column holds a code, which is written in small letters.
pub fn code(column: &str, term: &Term) -> Sql {
    exact_code(column, &Term { text: term.text.trim().to_lowercase(), prefix: term.prefix })
}

/// Whether a column holds a code as it is written.
pub fn exact_code(column: &str, term: &Term) -> Sql {
    match term.prefix {
        true => names::begins(column, term.text.trim()),
        false => Sql::with(format!("{column} = ?"), [text(term.text.trim())]),
    }
}

/// Whether a place goes by the name, capitals or not.
pub fn place_name(term: &Term) -> Sql {
    let name = term.text.trim();
    match term.prefix {
        true => names::begins("name COLLATE NOCASE", name),
        false => Sql::with("name = ? COLLATE NOCASE", [text(name)]),
    }
}

/// The rows of `kind` at places that fulfil a condition; of sentences and what is in them, with such places named in them.
fn place(kind: Kind, condition: Sql) -> Sql {
    match kind {
        Kind::Event | Kind::Figure => condition.within(
            &format!(
                "SELECT {} FROM {} WHERE place IN (SELECT place FROM places WHERE ",
                number(kind),
                kind.table()
            ),
            ")",
        ),
        Kind::Statement => condition.within(
            "SELECT x.statement FROM places p CROSS JOIN statements x ON \
             x.article = p.article AND x.start < p.\"end\" AND x.\"end\" > p.start WHERE ",
            "",
        ),
        _ => condition.within(&format!("SELECT {} FROM places WHERE ", number(kind)), ""),
    }
}

fn country(kind: Kind, term: &Term) -> Option<Sql> {
    let within = || names::countries(term).within("country IN (", ")");
    match kind {
        Kind::Article | Kind::Sentence | Kind::Figure | Kind::Place => Some(place(kind, within())),
        _ => None,
    }
}

/// Whether an event has the type, the mode or the code; digits are a CAMEO code or its beginning.
pub fn event_codes(code: &str) -> Vec<Sql> {
    if code.bytes().all(|b| b.is_ascii_digit()) {
        return vec![names::begins("cameo", code)];
    }
    vec![
        Sql::with("type = ?", [text(code.to_uppercase())]),
        Sql::with("mode = ?", [text(code.to_lowercase())]),
    ]
}

fn event(kind: Kind, code: &str) -> Sql {
    let sets = event_codes(code).into_iter().map(|code| code.within("SELECT event FROM events WHERE ", ""));
    let events = Sql::join(sets, " UNION ALL ");
    match kind {
        Kind::Event => events,
        _ => events.within("SELECT figure FROM figures WHERE event IN (", ")"),
    }
}

fn value(bounds: Bounds) -> Sql {
    meets(bounds, "").within("SELECT figure FROM figures WHERE ", "")
}

/// Whether the range of a figure meets `bounds`; a bound that the figure lacks is taken from its other one.
pub fn meets(bounds: Bounds, alias: &str) -> Sql {
    let low = format!("coalesce({alias}low, {alias}high)");
    let high = format!("coalesce({alias}high, {alias}low)");
    let equal = if bounds.closed { "=" } else { "" };
    let mut parts = Vec::new();
    if bounds.low.is_finite() {
        parts.push(Sql::with(format!("{high} >{equal} ?"), [bounds.low.into()]));
    }
    if bounds.high.is_finite() {
        parts.push(Sql::with(format!("{low} <{equal} ?"), [bounds.high.into()]));
    }
    Sql::join(parts, " AND ")
}

fn by_id(kind: Kind, id: &Id) -> Option<Sql> {
    let article = id.article.as_ref().map(|article| Sql::with("id = ?", [text(&**article)]));
    article.map(|article| of_articles(kind, article))
}
