//! A condition as a test of one row: `f` is the row of the type, `a` its article.

use super::ast::Term;
use super::check::{Condition, Test};
use super::fields::Field;
use super::names;
use super::sets::{self, number};
use super::sql::{Sql, text};
use super::values::{Id, Part};
use crate::rows::Kind;

/// How words are tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All rows that have them are listed once, and each row is looked up in the list.
    List,
    /// Each row's sentences are asked for them: better for few rows, and for words that are nearly everywhere.
    Each,
}

/// The condition on a row of `kind`; `reach` says how words are tested.
pub fn condition(kind: Kind, condition: &Condition, reach: &dyn Fn(&str) -> Reach) -> Sql {
    let all =
        |parts: &[Condition]| parts.iter().map(|part| self::condition(kind, part, reach)).collect::<Vec<_>>();
    match condition {
        Condition::All(parts) if parts.is_empty() => Sql::new("1"),
        Condition::All(parts) => Sql::join(all(parts), " AND ").within("(", ")"),
        Condition::Any(parts) => Sql::join(all(parts), " OR ").within("(", ")"),
        // What is unknown (null) is not so: `-speaker:Kreel` finds what nobody says, too.
        Condition::Not(part) => self::condition(kind, part, reach).within("NOT coalesce(", ", 0)"),
        Condition::Test(Test::Match(expression)) => words(kind, expression, reach(expression)),
        Condition::Test(test) => self::test(kind, test),
    }
}

/// The column with the number of the row of `kind` that is tested.
pub fn row(kind: Kind) -> String {
    match kind {
        Kind::Article => "a.article".to_owned(),
        _ => format!("f.{}", number(kind)),
    }
}

fn test(kind: Kind, test: &Test) -> Sql {
    match test {
        Test::Words(term) => words(kind, &names::phrase(term), Reach::List),
        Test::Match(expression) => words(kind, expression, Reach::List),
        Test::Named(field, term) => named(kind, *field, term),
        Test::One(field, word) => one(*field, word),
        Test::Event(code) => event(kind, code),
        Test::Since(day) => Sql::with("coalesce(a.day, '') >= ?", [text(&**day)]),
        Test::Until(day) => {
            Sql::with("(coalesce(a.day, '') <= ? AND coalesce(a.day, '') > '')", [text(&**day)])
        }
        Test::Value(bounds) => sets::meets(*bounds, "f.").within("(", ")"),
        Test::Article(id) => Sql::with("+a.id = ?", [text(&**id)]),
        Test::Group(id) => {
            Sql::with("+a.syndicate = (SELECT article FROM articles WHERE id = ?)", [text(&**id)])
        }
        Test::Id(id) => by_id(kind, id),
    }
}

fn words(kind: Kind, expression: &str, reach: Reach) -> Sql {
    let has = "SELECT 1 FROM sentence_words w WHERE w.sentence_words MATCH ? AND w.rowid";
    let asked = match (reach, kind) {
        (Reach::List, _) => return sets::words(kind, expression).within(&format!("{} IN (", row(kind)), ")"),
        (Reach::Each, Kind::Article) => format!(
            "EXISTS ({has} BETWEEN (SELECT min(sentence) FROM sentences WHERE article = a.article) AND \
             (SELECT max(sentence) FROM sentences WHERE article = a.article))"
        ),
        (Reach::Each, Kind::Statement) => {
            format!(
                "EXISTS (SELECT 1 FROM sentences s WHERE {} AND EXISTS ({has} = s.sentence))",
                sets::overlap("f")
            )
        }
        (Reach::Each, Kind::Entity) => {
            format!(
                "EXISTS (SELECT 1 FROM mentions m WHERE m.entity = f.entity AND EXISTS ({has} = m.sentence))"
            )
        }
        (Reach::Each, _) => format!("EXISTS ({has} = f.sentence)"),
    };
    Sql::with(asked, [text(expression)])
}

fn named(kind: Kind, field: Field, term: &Term) -> Sql {
    match field {
        Field::Speaker | Field::Voice if kind == Kind::Statement => said("speaker", term),
        Field::Speaker | Field::Voice => voice(term),
        Field::Addressee => said("addressee", term),
        Field::Actor if kind == Kind::Entity => is_entity("f.entity", term),
        Field::Actor | Field::Recipient => participant(field.name(), term),
        Field::Measure => sets::code("+f.measure", term),
        Field::Unit => sets::code("+f.unit", term),
        Field::Place => place(kind, sets::place_name(term)),
        Field::Country => country(kind, names::countries(term).within("IN (", ")")),
        Field::Source => names::sources(term).within("+a.source IN (", ")"),
        Field::Lang => sets::code("a.language", term),
        Field::Key => sets::exact_code("+a.key", term),
        _ => Sql::new("0"),
    }
}

fn is_entity(column: &str, term: &Term) -> Sql {
    let start = format!("EXISTS (SELECT 1 FROM entities e WHERE e.entity = {column} AND ");
    names::is_entity(term).within(&start, ")")
}

fn said(side: &str, term: &Term) -> Sql {
    let mut sql = is_entity(&format!("f.{side}_entity"), term);
    if let Some(strangers) = names::strangers(term, side) {
        sql.push(" OR f.statement IN (").add(strangers).push(")");
    }
    sql.within("(", ")")
}

fn voice(term: &Term) -> Sql {
    let mut sql = names::is_entity(term).within(
        "EXISTS (SELECT 1 FROM statements y JOIN entities e ON e.entity = y.speaker_entity WHERE y.statement = f.statement AND ",
        ")",
    );
    if let Some(strangers) = names::strangers(term, "speaker") {
        sql.push(" OR f.statement IN (").add(strangers).push(")");
    }
    sql.within("(", ")")
}

fn participant(side: &str, term: &Term) -> Sql {
    let start = format!(
        "EXISTS (SELECT 1 FROM participants x JOIN entities e USING (entity) WHERE x.event = f.event AND x.side = '{side}' AND "
    );
    names::is_entity(term).within(&start, ")")
}

/// Words of a fixed list stand in the SQL itself, so that indexes of their rare ones can serve.
fn one(field: Field, word: &'static str) -> Sql {
    Sql::new(match (field, word) {
        (Field::Stance, word) => format!("f.stance = '{word}'"),
        (Field::Form, word) => format!("f.form = '{word}'"),
        (Field::Status, word) => format!("f.status = '{word}'"),
        (Field::Voice, "article") => "f.statement IS NULL".to_owned(),
        (Field::Voice, _) => "f.statement IS NOT NULL".to_owned(),
        (Field::Review, word) => super::review::is(word),
        _ => "0".to_owned(),
    })
}

fn event(kind: Kind, code: &str) -> Sql {
    let codes = Sql::join(sets::event_codes(code), " OR ").within("(", ")");
    let column = if kind == Kind::Event { "f.event" } else { "+f.event" };
    codes.within(&format!("EXISTS (SELECT 1 FROM events v WHERE v.event = {column} AND "), ")")
}

fn place(kind: Kind, condition: Sql) -> Sql {
    let named = match kind {
        Kind::Event | Kind::Figure | Kind::Place => "p.place = f.place",
        Kind::Article => "p.article = a.article",
        Kind::Sentence => "p.sentence = f.sentence",
        _ => "p.article = f.article AND p.start < f.\"end\" AND p.\"end\" > f.start",
    };
    condition.within(&format!("EXISTS (SELECT 1 FROM places p WHERE {named} AND "), ")")
}

fn country(kind: Kind, countries: Sql) -> Sql {
    let participants = "EXISTS (SELECT 1 FROM participants x JOIN entities e USING (entity) WHERE x.event = f.event AND e.country ";
    match kind {
        Kind::Entity => countries.within("f.country ", ""),
        Kind::Statement => {
            countries.within("(SELECT e.country FROM entities e WHERE e.entity = f.speaker_entity) ", "")
        }
        Kind::Event => {
            let mut sql = place(kind, countries.clone().within("country ", ""));
            sql.push(" OR ").add(countries.within(participants, ")"));
            sql.within("(", ")")
        }
        _ => place(kind, countries.within("country ", "")),
    }
}

fn by_id(kind: Kind, id: &Id) -> Sql {
    let article = id.article.as_ref().map(|article| Sql::with("+a.id = ?", [text(&**article)]));
    let part = match (&id.part, kind) {
        (Part::Whole, _) => None,
        (Part::Sentence(n), Kind::Sentence) => Some(Sql::with("f.n = ?", [(*n).into()])),
        (Part::Finding(id), kind) if kind.is_finding() => Some(Sql::with("f.id = ?", [text(&**id)])),
        _ => Some(Sql::new("0")),
    };
    Sql::join(article.into_iter().chain(part), " AND ").within("(", ")")
}
