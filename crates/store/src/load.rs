//! Rows into records: the very record that was stored.

mod cells;

use std::collections::HashMap;

use annals_record::{
    Article, Cue, Entity, EntityId, Event, EventDate, Figure, Mention, Participant, Place, Record, Sentence,
    Speaker, Statement, Time,
};
use rusqlite::Connection;

use crate::correct::restore;
use crate::{Store, StoreError};
use cells::Cells;

impl Store {
    /// The record of the article `id` as it was read; none where the store does not have it.
    ///
    /// # Errors
    /// Where SQLite refuses, or rows hold what no record can.
    pub fn record(&self, id: &str) -> Result<Option<Record>, StoreError> {
        let Some((row, mut record)) = rows(self.connection(), id)? else { return Ok(None) };
        restore(self.connection(), row, &mut record)?;
        Ok(Some(record))
    }
}

/// The row of the article `id` and its record with corrected values.
pub(crate) fn rows(db: &Connection, id: &str) -> Loaded<Option<(i64, Record)>> {
    let head = list(db, "SELECT * FROM articles WHERE id = ?1", id, head)?.pop();
    let Some((row, mut record)) = head else { return Ok(None) };
    record.sentences = list(db, "SELECT * FROM sentences WHERE article = ?1 ORDER BY n", row, sentence)?;
    record.entities = entities(db, row)?;
    record.statements = list(db, STATEMENTS, row, statement)?;
    record.events = events(db, row)?;
    record.figures = list(db, FIGURES, row, figure)?;
    record.times = list(db, "SELECT * FROM times WHERE article = ?1 ORDER BY time", row, time)?;
    record.places = list(db, "SELECT * FROM places WHERE article = ?1 ORDER BY place", row, place)?;
    Ok(Some((row, record)))
}

const ENTITIES: &str = "SELECT f.*, k.key AS actor_key, a.id AS affiliation_id FROM entities f
    LEFT JOIN actors k ON k.actor = f.actor LEFT JOIN entities a ON a.entity = f.affiliation
    WHERE f.article = ?1 ORDER BY f.entity";

const STATEMENTS: &str =
    "SELECT f.*, e.id AS speaker_id, d.id AS addressee_id, w.id AS within_id FROM statements f
    LEFT JOIN entities e ON e.entity = f.speaker_entity LEFT JOIN entities d ON d.entity = f.addressee_entity
    LEFT JOIN statements w ON w.statement = f.within WHERE f.article = ?1 ORDER BY f.statement";

const EVENTS: &str =
    "SELECT f.*, s.n AS n, t.id AS time_id, p.id AS place_id, w.id AS statement_id FROM events f
    LEFT JOIN sentences s ON s.sentence = f.sentence LEFT JOIN times t ON t.time = f.time
    LEFT JOIN places p ON p.place = f.place LEFT JOIN statements w ON w.statement = f.statement
    WHERE f.article = ?1 ORDER BY f.event";

const PARTICIPANTS: &str = "SELECT x.event, x.side, e.id FROM participants x JOIN events f USING (event)
    JOIN entities e USING (entity) WHERE f.article = ?1 ORDER BY x.event, x.side, x.n";

const FIGURES: &str =
    "SELECT f.*, t.id AS time_id, p.id AS place_id, v.id AS event_id, w.id AS statement_id FROM figures f
    LEFT JOIN times t ON t.time = f.time LEFT JOIN places p ON p.place = f.place
    LEFT JOIN events v ON v.event = f.event LEFT JOIN statements w ON w.statement = f.statement
    WHERE f.article = ?1 ORDER BY f.figure";

type Loaded<T> = Result<T, StoreError>;

fn list<T>(
    db: &Connection,
    sql: &str,
    key: impl rusqlite::ToSql,
    one: impl Fn(&Cells) -> Loaded<T>,
) -> Loaded<Vec<T>> {
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query([key])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(one(&Cells::of(row))?);
    }
    Ok(all)
}

fn head(row: &Cells) -> Loaded<(i64, Record)> {
    let article = Article {
        id: row.get("id")?,
        key: row.get("key")?,
        uri: row.get("uri")?,
        source: row.get("source")?,
        title: row.get("title")?,
        byline: row.json("byline")?,
        section: row.get("section")?,
        story_code: row.get("story_code")?,
        published: row.get("published")?,
        published_from: row.maybe_word("published_from")?,
        modified: row.get("modified")?,
        language: row.get("language")?,
        text: row.get("text")?,
    };
    let engine: String = row.get("engine")?;
    Ok((row.get("article")?, Record { notes: row.json("notes")?, ..Record::new(engine, article) }))
}

fn sentence(row: &Cells) -> Loaded<Sentence> {
    Ok(Sentence { span: row.span("start", "end")?, paragraph: row.count("paragraph")? })
}

fn entities(db: &Connection, article: i64) -> Loaded<Vec<Entity>> {
    let found = list(db, ENTITIES, article, entity)?;
    let mut mentions: HashMap<i64, Vec<Mention>> = HashMap::new();
    for (row, mention) in
        list(db, "SELECT * FROM mentions WHERE article = ?1 ORDER BY mention", article, mention)?
    {
        mentions.entry(row).or_default().push(mention);
    }
    let join = |(row, entity)| Entity { mentions: mentions.remove(&row).unwrap_or_default(), ..entity };
    Ok(found.into_iter().map(join).collect())
}

fn entity(row: &Cells) -> Loaded<(i64, Entity)> {
    let entity = Entity {
        id: row.id("id")?,
        name: row.get("name")?,
        kind: row.word("kind")?,
        country: row.get("country")?,
        role: row.get("role")?,
        title: row.get("title")?,
        affiliation: row.maybe_id("affiliation_id")?,
        reference: row.get("ref")?,
        key: row.get("actor_key")?,
        mentions: Vec::new(),
    };
    Ok((row.get("entity")?, entity))
}

fn mention(row: &Cells) -> Loaded<(i64, Mention)> {
    let head = row.maybe_span("head_start", "head_end")?;
    let mention = Mention { span: row.span("start", "end")?, form: row.word("form")?, head };
    Ok((row.get("entity")?, mention))
}

fn statement(row: &Cells) -> Loaded<Statement> {
    Ok(Statement {
        id: row.id("id")?,
        form: row.word("form")?,
        content: row.spans("parts")?,
        cue: cue(row)?,
        speaker: speaker(row)?,
        addressee: addressee(row)?,
        within: row.maybe_id("within_id")?,
    })
}

fn cue(row: &Cells) -> Loaded<Option<Cue>> {
    let Some(span) = row.maybe_span("cue_start", "cue_end")? else { return Ok(None) };
    let (stance, negated) = (row.word("stance")?, row.get("negated")?);
    Ok(Some(Cue { span, lemma: row.get("lemma")?, stance, negated }))
}

fn speaker(row: &Cells) -> Loaded<Option<Speaker>> {
    let Some(span) = row.maybe_span("speaker_start", "speaker_end")? else { return Ok(None) };
    Ok(Some(Speaker {
        span,
        entity: row.maybe_id("speaker_id")?,
        by: row.word("speaker_by")?,
        score: row.get("speaker_score")?,
        alternates: row.json("alternates")?,
    }))
}

fn addressee(row: &Cells) -> Loaded<Option<Participant>> {
    let Some(span) = row.maybe_span("addressee_start", "addressee_end")? else { return Ok(None) };
    Ok(Some(Participant { span, entity: row.maybe_id("addressee_id")? }))
}

fn events(db: &Connection, article: i64) -> Loaded<Vec<Event>> {
    let found = list(db, EVENTS, article, event)?;
    let mut sides: HashMap<(i64, String), Vec<EntityId>> = HashMap::new();
    for (side, entity) in list(db, PARTICIPANTS, article, participant)? {
        sides.entry(side).or_default().push(entity);
    }
    let mut side = |row: i64, name: &str| sides.remove(&(row, name.to_owned())).unwrap_or_default();
    let join =
        |(row, event)| Event { actors: side(row, "actor"), recipients: side(row, "recipient"), ..event };
    Ok(found.into_iter().map(join).collect())
}

fn participant(row: &Cells) -> Loaded<((i64, String), EntityId)> {
    Ok(((row.get("event")?, row.get("side")?), row.id("id")?))
}

fn event(row: &Cells) -> Loaded<(i64, Event)> {
    let event = Event {
        id: row.id("id")?,
        kind: row.get("type")?,
        mode: row.get("mode")?,
        cameo: row.get("cameo")?,
        intensity: row.get("intensity")?,
        trigger: row.span("start", "end")?,
        sentence: row.count("n")?,
        actors: Vec::new(),
        recipients: Vec::new(),
        date: date(row)?,
        place: row.maybe_id("place_id")?,
        status: row.word("status")?,
        statement: row.maybe_id("statement_id")?,
        mentions: row.spans("mentions")?,
        confidence: row.get("confidence")?,
    };
    Ok((row.get("event")?, event))
}

fn date(row: &Cells) -> Loaded<Option<EventDate>> {
    let days: (Option<String>, Option<String>) = (row.get("day_start")?, row.get("day_end")?);
    let (Some(start), Some(end)) = days else { return Ok(None) };
    Ok(Some(EventDate { start, end, time: row.maybe_id("time_id")? }))
}

fn figure(row: &Cells) -> Loaded<Figure> {
    Ok(Figure {
        id: row.id("id")?,
        span: row.span("start", "end")?,
        low: row.get("low")?,
        high: row.get("high")?,
        relation: row.word("relation")?,
        unit: row.get("unit")?,
        measure: row.get("measure")?,
        of: row.get("of")?,
        currency: row.get("currency")?,
        place: row.maybe_id("place_id")?,
        date: row.maybe_id("time_id")?,
        event: row.maybe_id("event_id")?,
        part_of: row.maybe_id("part_of")?,
        statement: row.maybe_id("statement_id")?,
    })
}

fn time(row: &Cells) -> Loaded<Time> {
    Ok(Time {
        id: row.id("id")?,
        span: row.span("start", "end")?,
        kind: row.word("type")?,
        value: row.get("value")?,
    })
}

fn place(row: &Cells) -> Loaded<Place> {
    Ok(Place {
        id: row.id("id")?,
        span: row.span("start", "end")?,
        name: row.get("name")?,
        country: row.get("country")?,
        admin1: row.get("admin1")?,
        lat: row.get("lat")?,
        lon: row.get("lon")?,
        geonames: row.get::<Option<i64>>("geonames")?.map(|id| id as u64),
        feature: row.get("feature")?,
        sense: row.word("sense")?,
        by: row.word("chosen_by")?,
        score: row.get("score")?,
    })
}
