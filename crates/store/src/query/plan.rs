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
/// Rows that are looked at to count what is frequent.
pub const LOOKED: i64 = 3_000;
/// An estimate that is so many times too large is none.
const SURE: i64 = 4;
/// Sentences with the words that are ranked; those added before them stand behind.
const RANKED: i64 = 2_000;

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

    /// How many rows there are at least, where an index alone tells that they are frequent.
    pub fn told(&self) -> Result<Option<i64>, StoreError> {
        let of_days = |part: &Condition| matches!(part, Condition::Test(Test::Since(_) | Test::Until(_)));
        let lead = match (self.leads.as_slice(), self.parts.as_slice()) {
            ([lead], [Condition::Test(test)]) if lead.part.is_some() && sets::is_unique(test) => lead,
            ([lead], parts) if lead.part.is_none() && parts.iter().all(of_days) => lead,
            _ => return Ok(None),
        };
        let is_told = !self.pruned && lead.count > FREQUENT && (self.versions || !self.has_old()?);
        Ok(is_told.then_some(lead.count))
    }

    /// Whether the store has versions of articles that are no longer the newest.
    fn has_old(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM articles WHERE current = 0)";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// A select of the sentences, where they are asked for by words alone: the index of words counts them.
    pub fn sentences(&self) -> Option<Sql> {
        let (expression, _) = self.words.as_ref().filter(|_| self.only_words() && self.is_frequent())?;
        Some(Sql::with(
            "SELECT 1 FROM sentence_words w WHERE w.sentence_words MATCH ? AND w.rowid NOT IN (SELECT sentence FROM sentences \
             WHERE article IN (SELECT article FROM articles WHERE current = 0))",
            [text(&**expression)],
        ))
    }

    fn is_frequent(&self) -> bool {
        self.rarest().is_none_or(|lead| lead.count > LOOKED)
    }

    /// `FROM … WHERE …` of what is looked at to count: each row once. Of what is frequent only the [`LOOKED`] last candidates are: of
    /// words those in the sentences added last, of days those of the newest articles, of all else those added last; then the second is
    /// true.
    pub fn looked(&self) -> Result<(Sql, bool), StoreError> {
        let candidates = self.last()?;
        Ok(match (candidates, self.rarest()) {
            (Some(lead), _) => (self.led(&lead), true),
            (None, Some(lead)) => (self.led(lead), false),
            (None, None) => (self.walk(), false),
        })
    }

    /// The last candidates, where there are too many to look at all.
    fn last(&self) -> Result<Option<Lead>, StoreError> {
        let lead = self.rarest();
        if !self.is_frequent() {
            return Ok(None);
        }
        let of_words = self.words.as_ref().filter(|(_, count)| lead.is_some_and(|lead| lead.count == *count));
        let set = match (of_words, lead) {
            (Some((expression, _)), _) => sets::last_words(self.kind, expression, LOOKED),
            (None, Some(lead)) if lead.part.is_some() => {
                lead.set.clone().within("SELECT * FROM (", &format!(") ORDER BY 1 DESC LIMIT {LOOKED}"))
            }
            _ => self.newest(),
        };
        // Without a lead, and where the number of words is an estimate, there may be fewer.
        let is_sure = lead.is_some_and(|lead| of_words.is_none() || lead.count > SURE * LOOKED);
        let is_all = !is_sure && self.count_set(&set)? < LOOKED;
        let part = lead.and_then(|lead| lead.part);
        Ok((!is_all).then_some(Lead { part, set, count: LOOKED }))
    }

    /// The rows of the newest articles within the days asked for.
    fn newest(&self) -> Sql {
        let row = probe::row(self.kind);
        let mut from = Sql::new(format!("SELECT {row} FROM articles a INDEXED BY articles_order"));
        if self.kind != Kind::Article {
            from.push(&format!(" CROSS JOIN {} f ON f.article = a.article", self.kind.table()));
        }
        from.push(" WHERE 1");
        for part in &self.parts {
            if matches!(part, Condition::Test(Test::Since(_) | Test::Until(_))) {
                from.push(" AND ").add(probe::condition(self.kind, part, &|_| Reach::List));
            }
        }
        from.push(&format!(" ORDER BY coalesce(a.day, '') DESC, a.article DESC LIMIT {LOOKED}"));
        from
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
