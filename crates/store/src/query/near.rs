//! What stands around a hit: the sentences before and after, the findings in a sentence.

use super::error::FindError;
use super::sets;
use crate::rows::{Kind, Row};
use crate::{Store, StoreError};

impl Store {
    /// The sentences of an article (its row number) around the one of number `n`, itself among them: up to `reach` before and after it.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn neighbours(&self, article: i64, n: i64, reach: u32) -> Result<Vec<Row>, FindError> {
        let reach = i64::from(reach);
        let sql = "SELECT sentence FROM sentences WHERE article = ?1 AND n BETWEEN ?2 AND ?3 ORDER BY n";
        let bounds = [article, n.saturating_sub(reach), n.saturating_add(reach)];
        let numbers = self.numbers(sql, bounds)?;
        self.rows(Kind::Sentence, numbers)
    }

    /// The findings in a sentence (its row number), kind by kind: statements that reach into it, things that are mentioned in it, all
    /// others that stand in it. What a reviewer rejected is left out.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn findings_in(&self, sentence: i64) -> Result<Vec<(Kind, Row)>, FindError> {
        let mut found = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_finding()) {
            let numbers = self.numbers(&inside(kind), [sentence])?;
            let rows = self.rows(kind, numbers)?;
            found.extend(
                rows.into_iter().filter(|row| row.text("review") != Some("rejected")).map(|row| (kind, row)),
            );
        }
        Ok(found)
    }

    fn numbers<const N: usize>(&self, sql: &str, args: [i64; N]) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map(rusqlite::params_from_iter(args), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn inside(kind: Kind) -> String {
    let number = sets::number(kind);
    match kind {
        Kind::Statement => format!(
            "SELECT x.statement FROM sentences s CROSS JOIN statements x ON {} WHERE s.sentence = ?1 ORDER BY x.start",
            sets::overlap("x")
        ),
        Kind::Entity => {
            "SELECT DISTINCT m.entity FROM sentences s CROSS JOIN mentions m ON m.article = s.article AND \
                         m.sentence = s.sentence WHERE s.sentence = ?1 ORDER BY m.start"
                .to_owned()
        }
        _ => format!("SELECT {number} FROM {} WHERE sentence = ?1 ORDER BY start", kind.table()),
    }
}
