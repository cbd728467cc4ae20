//! Words and names as FTS5 and the tables of actors take them.

use super::ast::Term;
use super::sql::{Sql, text};

/// The words of a term, in this order, as an FTS5 expression.
pub fn phrase(term: &Term) -> String {
    // FTS5 reads its expression as a C string and ends strings at quotation marks.
    let plain = term.text.replace(['"', '\0'], " ");
    format!("\"{plain}\"{}", if term.prefix { " *" } else { "" })
}

/// The words of a name, in any order, as an FTS5 expression.
pub fn name_words(term: &Term) -> String {
    let has_letters = |word: &&str| word.chars().any(char::is_alphanumeric);
    let words: Vec<&str> = term.text.split_whitespace().filter(has_letters).collect();
    let last = words.len().saturating_sub(1);
    let word = |(n, word): (usize, &&str)| {
        phrase(&Term { text: (*word).to_owned(), prefix: term.prefix && n == last })
    };
    words.iter().enumerate().map(word).collect::<Vec<_>>().join(" AND ")
}

/// Whether a name is an actor's key, `person/KES/dovan-kreel`.
pub fn is_key(term: &Term) -> bool {
    let sort = term.text.split_once('/').map_or("", |(sort, _)| sort);
    !sort.is_empty() && sort.bytes().all(|b| b.is_ascii_lowercase())
}

/// Rows of the actors that go by the name or key.
fn actors(term: &Term) -> Sql {
    match (is_key(term), term.prefix) {
        (true, false) => Sql::with("SELECT actor FROM actors WHERE key = ?", [text(&*term.text)]),
        (true, true) => {
            let condition = begins("key", &term.text);
            condition.within("SELECT actor FROM actors WHERE ", "")
        }
        (false, _) => {
            Sql::with("SELECT rowid FROM actor_words WHERE actor_words MATCH ?", [text(name_words(term))])
        }
    }
}

/// Rows of the entities without a key that go by the name; none for a key.
fn keyless(term: &Term) -> Option<Sql> {
    let sql =
        || Sql::with("SELECT rowid FROM entity_words WHERE entity_words MATCH ?", [text(name_words(term))]);
    (!is_key(term)).then(sql)
}

/// Rows of all entities that go by the name or key.
pub fn entities(term: &Term) -> Sql {
    let mut sql = actors(term).within("SELECT entity FROM entities WHERE actor IN (", ")");
    if let Some(keyless) = keyless(term) {
        sql.push(" UNION ALL ").add(keyless);
    }
    sql
}

/// Whether the entity of the alias `e` goes by the name or key.
pub fn is_entity(term: &Term) -> Sql {
    let mut sql = actors(term).within("(e.actor IN (", ")");
    if let Some(keyless) = keyless(term) {
        sql.push(" OR e.entity IN (").add(keyless).push(")");
    }
    sql.push(")");
    sql
}

/// Rows of the statements whose speaker or addressee (`column`) is joined to no entity and goes by the name; none for a key.
pub fn strangers(term: &Term, column: &str) -> Option<Sql> {
    let words = format!("{{{column}}} : ({})", name_words(term));
    let sql = || Sql::with("SELECT rowid FROM stranger_words WHERE stranger_words MATCH ?", [text(words)]);
    (!is_key(term)).then(sql)
}

/// Codes of the countries that a code or a name stands for: the code itself, and those of states seen under the name.
pub fn countries(term: &Term) -> Sql {
    let code = text(term.text.trim().to_uppercase());
    Sql::with(
        "SELECT ? UNION ALL SELECT country FROM actors WHERE actor IN (SELECT rowid FROM actor_words WHERE actor_words MATCH ?) \
         AND key >= 'state/' AND key < 'state0' AND country IS NOT NULL",
        [code, text(name_words(term))],
    )
}

/// Whether `column` begins with `start`.
pub fn begins(column: &str, start: &str) -> Sql {
    let end = format!("{start}\u{10FFFF}");
    Sql::with(format!("({column} >= ? AND {column} < ?)"), [text(start), text(end)])
}

/// The outlets that go by a name, capitals or not. They are few beside the articles: the index is walked from one to the next.
pub fn sources(term: &Term) -> Sql {
    let walk = "WITH RECURSIVE outlets (name) AS (SELECT min(source) FROM articles UNION ALL \
                SELECT (SELECT min(source) FROM articles WHERE source > name) FROM outlets WHERE name IS NOT NULL) \
                SELECT name FROM outlets WHERE ";
    let folded = term.text.trim().to_lowercase();
    let condition = if term.prefix {
        begins("lower(name)", &folded)
    } else {
        Sql::with("lower(name) = ?", [text(folded)])
    };
    condition.within(walk, "")
}
