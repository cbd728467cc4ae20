//! How a condition is looked up: what leads, what is only tested.
//!
//! SQLite cannot know how many sentences have a word before it has looked. So the parts of a condition that an index leads to are
//! counted first, up to a bound. The rarest leads: its rows are taken, the rest of the condition is tested on each. Where even the
//! rarest is frequent, the articles are walked in the order of their days until the page is full.

use rusqlite::{Connection, OptionalExtension};

use super::check::{Condition, Test};
use super::probe::{self, Reach};
use super::sets;
use super::sql::{Sql, text};
use super::{Query, fold, review};
use crate::StoreError;
use crate::rows::Kind;

/// A set with more rows does not lead a page in the order of days.
const FREQUENT: i64 = 10_000;
/// Words in more sentences are asked for sentence by sentence instead of being listed.
const EVERYWHERE: i64 = 200_000;
/// Rows of a lead up to which it is cheaper to ask for words in the sentence of each.
const FEW: i64 = 500;
/// Sentences with the words that are ranked; those added before them stand behind.
const RANKED: i64 = 4_000;

/// A condition, made ready to be looked up.
pub struct Plan<'a> {
    connection: &'a Connection,
    kind: Kind,
    parts: Vec<Condition>,
    versions: bool,
    /// Whether rejected findings are to be left out.
    pruned: bool,
    leads: Vec<Lead>,
    /// The words at the top, and in how many sentences they are.
    words: Option<(String, i64)>,
}

/// A set that could lead.
struct Lead {
    /// Which part of the condition it stands for, where it is exactly that part.
    part: Option<usize>,
    set: Sql,
    count: i64,
}

impl<'a> Plan<'a> {
    /// The plan of `query` on the store behind `connection`.
    pub fn new(connection: &'a Connection, query: &Query) -> Result<Self, StoreError> {
        let kind = query.kind();
        let parts = match fold::fold(kind, query.condition().clone()) {
            Condition::All(parts) => parts,
            part => vec![part],
        };
        let pruned = kind.is_finding() && !query.reviewed() && review::any_rejected(connection)?;
        let mut plan = Self {
            connection,
            kind,
            parts,
            versions: query.versions(),
            pruned,
            leads: Vec::new(),
            words: None,
        };
        plan.words = plan.top_words()?;
        plan.leads = plan.leads()?;
        Ok(plan)
    }

    /// The words at the top of the condition: those that relevance goes by.
    fn top_words(&self) -> Result<Option<(String, i64)>, StoreError> {
        let mut rarest: Option<(String, i64)> = None;
        for part in &self.parts {
            if let Condition::Test(Test::Match(expression)) = part {
                let count = self.spread(expression)?;
                if rarest.as_ref().is_none_or(|(_, least)| count < *least) {
                    rarest = Some((expression.clone(), count));
                }
            }
        }
        Ok(rarest)
    }

    /// In about how many sentences the words are: counted up to a bound, and from there taken to go on as in those added last.
    fn spread(&self, expression: &str) -> Result<i64, StoreError> {
        const SAMPLE: i64 = 2_000;
        let sql = "SELECT count(*), min(n), (SELECT max(sentence) FROM sentences) FROM \
                   (SELECT rowid AS n FROM sentence_words WHERE sentence_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let row = statement.query_row((expression, SAMPLE), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, Option<i64>>(2)?))
        })?;
        let (count, Some(oldest), Some(newest)) = row else { return Ok(row.0) };
        let span = newest.saturating_sub(oldest).max(1);
        Ok(if count < SAMPLE { count } else { count.saturating_mul(newest) / span })
    }

    fn leads(&self) -> Result<Vec<Lead>, StoreError> {
        let mut leads = Vec::new();
        for (n, part) in self.parts.iter().enumerate() {
            if let Some((set, exact)) = self.lead(part) {
                let count = match part {
                    Condition::Test(Test::Match(expression)) => self.spread(expression)?,
                    _ => self.count_set(&set)?,
                };
                leads.push(Lead { part: exact.then_some(n), set, count });
            }
        }
        if let Some(set) = self.days() {
            let count = self.count_set(&set)?;
            leads.push(Lead { part: None, set, count });
        }
        leads.sort_by_key(|lead| lead.count);
        Ok(leads)
    }

    /// A set of rows that holds all that fulfil `part`, and whether it holds no other.
    fn lead(&self, part: &Condition) -> Option<(Sql, bool)> {
        match part {
            Condition::Test(Test::Since(_) | Test::Until(_)) | Condition::Not(_) => None,
            Condition::Test(test) => sets::set(self.kind, test).map(|set| (set, sets::is_exact(test))),
            Condition::All(parts) => {
                parts.iter().find_map(|part| self.lead(part)).map(|(set, _)| (set, false))
            }
            Condition::Any(parts) => {
                let sets: Option<Vec<_>> = parts.iter().map(|part| self.lead(part)).collect();
                let (sets, exact): (Vec<_>, Vec<_>) = sets?.into_iter().unzip();
                let open = sets.into_iter().map(|set| set.within("SELECT * FROM (", ")"));
                Some((Sql::join(open, " UNION ALL "), exact.iter().all(|exact| *exact)))
            }
        }
    }

    /// The rows within all `since:` and `until:` at the top.
    fn days(&self) -> Option<Sql> {
        let bound = |part: &Condition| match part {
            Condition::Test(Test::Since(day)) => Some(Sql::with("coalesce(day, '') >= ?", [text(&**day)])),
            Condition::Test(Test::Until(day)) => {
                Some(Sql::with("coalesce(day, '') <= ? AND coalesce(day, '') > ''", [text(&**day)]))
            }
            _ => None,
        };
        let bounds: Vec<_> = self.parts.iter().filter_map(bound).collect();
        (!bounds.is_empty()).then(|| sets::of_articles(self.kind, Sql::join(bounds, " AND ")))
    }

    fn count_set(&self, set: &Sql) -> Result<i64, StoreError> {
        let sql = set
            .clone()
            .within("SELECT count(*) FROM (SELECT 1 FROM (", &format!(") LIMIT {})", FREQUENT + 1));
        let mut statement = self.connection.prepare_cached(&sql.text)?;
        Ok(statement.query_row(rusqlite::params_from_iter(sql.args), |row| row.get(0))?)
    }

    /// The words that relevance goes by.
    pub fn has_words(&self) -> bool {
        self.words.is_some()
    }

    /// `FROM … WHERE …` of all rows, for the order of days: the article is `a`, the row `f`.
    pub fn dated(&self) -> Sql {
        match self.rarest().filter(|lead| lead.count <= FREQUENT) {
            Some(lead) => self.led(lead),
            None => self.walk(),
        }
    }

    /// `FROM … WHERE …` of all rows, in any order, each once: for counting all of them.
    pub fn counted(&self) -> Sql {
        match self.rarest() {
            Some(lead) => self.led(lead),
            None => self.walk(),
        }
    }

    /// A select of all rows, each once, for counting up to a bound.
    pub fn bounded(&self, row: &str) -> Sql {
        let frequent = self.rarest().is_none_or(|lead| lead.count > FREQUENT);
        match &self.words {
            Some((expression, _)) if frequent && self.only_words() => Sql::with(
                "SELECT 1 FROM sentence_words w WHERE w.sentence_words MATCH ? AND w.rowid NOT IN (SELECT sentence FROM sentences \
                 WHERE article IN (SELECT article FROM articles WHERE current = 0))",
                [text(&**expression)],
            ),
            Some((_, count)) if frequent && self.rarest().is_some_and(|lead| lead.count == *count) => {
                let from = self.ranked(None).unwrap_or_else(|| self.counted());
                from.within(&format!("SELECT DISTINCT {row} "), "")
            }
            _ => self.counted().within("SELECT 1 ", ""),
        }
    }

    /// Whether sentences are asked for by their words alone.
    fn only_words(&self) -> bool {
        self.kind == Kind::Sentence && self.parts.len() == 1 && !self.versions
    }

    fn rarest(&self) -> Option<&Lead> {
        self.leads.first()
    }

    fn led(&self, lead: &Lead) -> Sql {
        let row = probe::row(self.kind);
        let mut sql = match self.kind {
            Kind::Article => Sql::new("FROM articles a"),
            kind => {
                Sql::new(format!("FROM {} f CROSS JOIN articles a ON a.article = f.article", kind.table()))
            }
        };
        sql.push(&format!(" WHERE {row} IN (")).add(lead.set.clone()).push(")");
        self.test(&mut sql, lead.part, lead.count);
        sql
    }

    fn walk(&self) -> Sql {
        let mut sql = Sql::new("FROM articles a INDEXED BY articles_order");
        if self.kind != Kind::Article {
            sql.push(&format!(" CROSS JOIN {} f ON f.article = a.article", self.kind.table()));
        }
        sql.push(" WHERE 1");
        self.test(&mut sql, None, i64::MAX);
        sql
    }

    /// `, rank` and `FROM … WHERE …` of the rows whose words are ranked: those in sentences from `floor` on.
    pub fn ranked(&self, floor: Option<i64>) -> Option<Sql> {
        let (expression, count) = self.words.as_ref()?;
        let mut sql = Sql::new(format!("FROM sentence_words w {}", self.by_words()));
        sql.push(" WHERE w.sentence_words MATCH ").add(Sql::with("?", [text(&**expression)]));
        if let Some(floor) = floor {
            sql.add(Sql::with(" AND w.rowid >= ?", [floor.into()]));
        }
        if let Some(lead) = self.narrow(*count) {
            let sentences = sets::sentences_of(self.kind, lead.set.clone());
            sql.add(sentences.within(" AND +w.rowid IN (", ")"));
        }
        let matched = Condition::Test(Test::Match(expression.clone()));
        let part = self.parts.iter().position(|part| *part == matched);
        self.test(&mut sql, part, i64::MAX);
        Some(sql)
    }

    /// A lead by far rarer than the words: only its sentences are ranked.
    fn narrow(&self, count: i64) -> Option<&Lead> {
        self.rarest().filter(|lead| count > FEW && lead.count <= FREQUENT && lead.count < count / 4)
    }

    fn by_words(&self) -> String {
        let articles = "CROSS JOIN articles a ON a.article =";
        match self.kind {
            Kind::Sentence => format!("CROSS JOIN sentences f ON f.sentence = w.rowid {articles} f.article"),
            Kind::Article => format!("CROSS JOIN sentences s ON s.sentence = w.rowid {articles} s.article"),
            Kind::Statement => format!(
                "CROSS JOIN sentences s ON s.sentence = w.rowid CROSS JOIN statements f ON {} {articles} f.article",
                sets::overlap("f")
            ),
            Kind::Entity => format!(
                "CROSS JOIN sentences s ON s.sentence = w.rowid CROSS JOIN mentions m ON m.article = s.article AND \
                 m.sentence = s.sentence CROSS JOIN entities f ON f.entity = m.entity {articles} f.article"
            ),
            kind => format!("CROSS JOIN {} f ON f.sentence = w.rowid {articles} f.article", kind.table()),
        }
    }

    /// The sentence from which on words are ranked, where they are in too many to rank all: the first of its article, so that
    /// no article has sentences on both sides.
    pub fn floor(&self) -> Result<Option<i64>, StoreError> {
        let Some((expression, count)) = &self.words else { return Ok(None) };
        if *count <= RANKED || self.narrow(*count).is_some() {
            return Ok(None);
        }
        let sql = "SELECT (SELECT min(o.sentence) FROM sentences o WHERE o.article = s.article) FROM sentences s WHERE s.sentence = \
                   (SELECT rowid FROM sentence_words WHERE sentence_words MATCH ?1 ORDER BY rowid DESC LIMIT 1 OFFSET ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row((&**expression, RANKED), |row| row.get(0)).optional()?.flatten())
    }

    /// All parts but the one that led, behind the others.
    fn test(&self, sql: &mut Sql, led: Option<usize>, rows: i64) {
        let reach = |expression: &str| self.reach(expression, rows);
        for (_, part) in self.parts.iter().enumerate().filter(|(n, _)| Some(*n) != led) {
            sql.push(" AND ").add(probe::condition(self.kind, part, &reach));
        }
        if !self.versions {
            sql.push(" AND a.current = 1");
        }
        if self.pruned {
            sql.push(&format!(" AND NOT {}", review::is("rejected")));
        }
    }

    /// How words are best tested on so many rows.
    fn reach(&self, expression: &str, rows: i64) -> Reach {
        match self.spread(expression) {
            Ok(count) if count > EVERYWHERE || (rows <= FEW && count > FREQUENT) => Reach::Each,
            _ => Reach::List,
        }
    }
}
