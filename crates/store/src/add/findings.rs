//! The sentences and findings of one article as rows.

use std::collections::HashMap;

use annals_record::{
    CharIndex, CharSpan, Cue, Entity, Event, EventId, Figure, Id, Mention, Place, PlaceId, Record, Sentence,
    Speaker, Statement, StatementId, Time, TimeId,
};
use annals_record::{EntityId, Participant};
use rusqlite::{Connection, ToSql};

use super::actors::actor;
use super::insert::{insert, next};
use crate::StoreError;
use crate::words::{json, pairs, word};

/// Rows that ids of one kind have.
type Rows<K> = HashMap<Id<K>, i64>;

/// The findings of an article, with the rows they get.
pub(super) struct Findings<'a> {
    db: &'a Connection,
    verb: &'static str,
    article: i64,
    record: &'a Record,
    index: CharIndex<'a>,
    first_sentence: i64,
    entities: Rows<annals_record::EntityKindTag>,
    statements: Rows<annals_record::StatementTag>,
    events: Rows<annals_record::EventTag>,
    figures: Rows<annals_record::FigureTag>,
    times: Rows<annals_record::TimeTag>,
    places: Rows<annals_record::PlaceTag>,
}

impl<'a> Findings<'a> {
    /// The findings of `record`, which is the article of row `article`.
    pub(super) fn new(db: &'a Connection, article: i64, record: &'a Record) -> Result<Self, StoreError> {
        Ok(Self {
            db,
            verb: "INSERT",
            article,
            record,
            index: CharIndex::new(&record.article.text),
            first_sentence: next(db, "sentences", "sentence")?,
            entities: numbered(record.entities.iter().map(|one| one.id), next(db, "entities", "entity")?..),
            statements: numbered(
                record.statements.iter().map(|one| one.id),
                next(db, "statements", "statement")?..,
            ),
            events: numbered(record.events.iter().map(|one| one.id), next(db, "events", "event")?..),
            figures: numbered(record.figures.iter().map(|one| one.id), next(db, "figures", "figure")?..),
            times: numbered(record.times.iter().map(|one| one.id), next(db, "times", "time")?..),
            places: numbered(record.places.iter().map(|one| one.id), next(db, "places", "place")?..),
        })
    }

    /// The findings of `record`, which the store has, row by row, with the ids that they have there.
    fn stored(db: &'a Connection, article: i64, record: &'a Record) -> Result<Self, StoreError> {
        let rows = |table: &str, key: &str| {
            let sql = format!("SELECT {key} FROM {table} WHERE article = ?1 ORDER BY {key}");
            let mut query = db.prepare_cached(&sql)?;
            let rows = query.query_map([article], |row| row.get(0))?;
            Ok::<Vec<i64>, StoreError>(rows.collect::<Result<_, _>>()?)
        };
        Ok(Self {
            db,
            verb: "REPLACE",
            article,
            record,
            index: CharIndex::new(&record.article.text),
            first_sentence: rows("sentences", "sentence")?.first().copied().unwrap_or_default(),
            entities: numbered(record.entities.iter().map(|one| one.id), rows("entities", "entity")?),
            statements: numbered(
                record.statements.iter().map(|one| one.id),
                rows("statements", "statement")?,
            ),
            events: numbered(record.events.iter().map(|one| one.id), rows("events", "event")?),
            figures: numbered(record.figures.iter().map(|one| one.id), rows("figures", "figure")?),
            times: numbered(record.times.iter().map(|one| one.id), rows("times", "time")?),
            places: numbered(record.places.iter().map(|one| one.id), rows("places", "place")?),
        })
    }

    /// Inserts all of them. Lists keep their order in the order of the rows.
    pub(super) fn insert(&self) -> Result<(), StoreError> {
        let Record { sentences, entities, statements, events, figures, times, places, .. } = self.record;
        (0..).zip(sentences).try_for_each(|(n, sentence)| self.sentence(n, sentence))?;
        entities.iter().try_for_each(|entity| self.entity(entity))?;
        times.iter().try_for_each(|time| self.time(time))?;
        places.iter().try_for_each(|place| self.place(place))?;
        statements.iter().try_for_each(|statement| self.statement(statement))?;
        events.iter().try_for_each(|event| self.event(event))?;
        figures.iter().try_for_each(|figure| self.figure(figure))
    }

    /// Inserts a row, or writes it into the place that it has.
    fn put(&self, table: &str, cells: &[(&str, &dyn ToSql)]) -> Result<(), StoreError> {
        insert(self.db, self.verb, table, cells)
    }

    fn words(&self, span: CharSpan) -> &'a str {
        self.index.bytes(span).of(&self.record.article.text)
    }

    /// The row of the sentence in which something at `at` begins.
    fn sentence_of(&self, at: usize) -> Option<i64> {
        let sentences = &self.record.sentences;
        let n = sentences.partition_point(|sentence| sentence.span.start <= at).checked_sub(1)?;
        sentences[n].span.covers(at).then_some(self.first_sentence + n as i64)
    }

    fn entity_row(&self, id: Option<EntityId>) -> Option<i64> {
        self.entities.get(&id?).copied()
    }

    fn statement_row(&self, id: Option<StatementId>) -> Option<i64> {
        self.statements.get(&id?).copied()
    }

    fn event_row(&self, id: Option<EventId>) -> Option<i64> {
        self.events.get(&id?).copied()
    }

    fn time_row(&self, id: Option<TimeId>) -> Option<i64> {
        self.times.get(&id?).copied()
    }

    fn place_row(&self, id: Option<PlaceId>) -> Option<i64> {
        self.places.get(&id?).copied()
    }

    /// A finding that stands on one span, with the columns of its own.
    fn finding(
        &self,
        table: &str,
        id: impl std::fmt::Display,
        span: CharSpan,
        own: &[(&str, &dyn ToSql)],
    ) -> Result<(), StoreError> {
        let (id, start, end, sentence) =
            (id.to_string(), span.start as i64, span.end as i64, self.sentence_of(span.start));
        let mut cells: Vec<(&str, &dyn ToSql)> = vec![
            ("article", &self.article),
            ("id", &id),
            ("start", &start),
            ("end", &end),
            ("sentence", &sentence),
        ];
        cells.extend_from_slice(own);
        self.put(table, &cells)
    }

    fn sentence(&self, n: i64, sentence: &Sentence) -> Result<(), StoreError> {
        let row = self.first_sentence + n;
        let text = self.words(sentence.span);
        insert(
            self.db,
            "INSERT",
            "sentences",
            &[
                ("sentence", &row),
                ("article", &self.article),
                ("n", &n),
                ("start", &(sentence.span.start as i64)),
                ("end", &(sentence.span.end as i64)),
                ("paragraph", &(sentence.paragraph as i64)),
                ("text", &text),
            ],
        )?;
        insert(self.db, "INSERT", "sentence_words", &[("rowid", &row), ("text", &text)])
    }

    fn entity(&self, entity: &Entity) -> Result<(), StoreError> {
        self.entity_head(entity)?;
        let row = self.entities[&entity.id];
        entity.mentions.iter().try_for_each(|mention| self.mention(row, mention))
    }

    fn entity_head(&self, entity: &Entity) -> Result<(), StoreError> {
        let Entity { id, name, kind, country, role, title, affiliation, reference, key: _, mentions: _ } =
            entity;
        self.put(
            "entities",
            &[
                ("entity", &self.entities[id]),
                ("article", &self.article),
                ("id", &id.to_string()),
                ("name", name),
                ("kind", &kind.label()),
                ("country", country),
                ("role", role),
                ("title", title),
                ("affiliation", &self.entity_row(*affiliation)),
                ("ref", reference),
                ("actor", &actor(self.db, entity, &self.record.article.text, &self.index)?),
            ],
        )
    }

    fn mention(&self, entity: i64, mention: &Mention) -> Result<(), StoreError> {
        let Mention { span, form, head } = mention;
        insert(
            self.db,
            "INSERT",
            "mentions",
            &[
                ("entity", &entity),
                ("article", &self.article),
                ("start", &(span.start as i64)),
                ("end", &(span.end as i64)),
                ("form", &word(form)),
                ("head_start", &head.map(|head| head.start as i64)),
                ("head_end", &head.map(|head| head.end as i64)),
                ("sentence", &self.sentence_of(span.start)),
            ],
        )
    }

    fn time(&self, time: &Time) -> Result<(), StoreError> {
        let Time { id, span, kind, value } = time;
        self.finding(
            "times",
            id,
            *span,
            &[
                ("time", &self.times[id]),
                ("text", &self.words(*span)),
                ("type", &word(kind)),
                ("value", value),
            ],
        )
    }

    fn place(&self, place: &Place) -> Result<(), StoreError> {
        let Place { id, span, name, country, admin1, lat, lon, geonames, feature, sense, by, score } = place;
        self.finding(
            "places",
            id,
            *span,
            &[
                ("place", &self.places[id]),
                ("text", &self.words(*span)),
                ("name", name),
                ("country", country),
                ("admin1", admin1),
                ("lat", lat),
                ("lon", lon),
                ("geonames", &geonames.map(|id| id as i64)),
                ("feature", feature),
                ("sense", &sense.label()),
                ("chosen_by", &by.label()),
                ("score", score),
            ],
        )
    }

    fn statement(&self, statement: &Statement) -> Result<(), StoreError> {
        let Statement { id, form, content, cue, speaker, addressee, within } = statement;
        let span = content.iter().copied().reduce(CharSpan::cover).unwrap_or_else(|| id.span());
        let text: Vec<&str> = content.iter().map(|part| self.words(*part)).collect();
        let (row, form, parts, text) = (self.statements[id], word(form), pairs(content), text.join(" … "));
        let within = self.statement_row(*within);
        let mut own: Vec<(&str, &dyn ToSql)> = vec![
            ("statement", &row),
            ("form", &form),
            ("parts", &parts),
            ("text", &text),
            ("within", &within),
        ];
        let cue = cue.as_ref().map(|cue| self.cue(cue)).unwrap_or_default();
        let speaker = self.speaker(speaker.as_ref());
        let addressee = addressee.as_ref().map(|addressee| self.addressee(addressee)).unwrap_or_default();
        own.extend(
            cue.iter().chain(&speaker).chain(&addressee).map(|(column, value)| (*column, value.as_ref())),
        );
        self.finding("statements", id, span, &own)
    }

    fn cue(&self, cue: &Cue) -> Vec<Cell<'a>> {
        let Cue { span, lemma, stance, negated } = cue;
        vec![
            ("cue", Box::new(self.words(*span))),
            ("cue_start", Box::new(span.start as i64)),
            ("cue_end", Box::new(span.end as i64)),
            ("lemma", Box::new(lemma.clone())),
            ("stance", Box::new(word(stance))),
            ("negated", Box::new(*negated)),
        ]
    }

    fn speaker(&self, speaker: Option<&Speaker>) -> Vec<Cell<'a>> {
        let Some(Speaker { span, entity, by, score, alternates }) = speaker else {
            return vec![("alternates", Box::new("[]"))];
        };
        vec![
            ("speaker", Box::new(self.words(*span))),
            ("speaker_start", Box::new(span.start as i64)),
            ("speaker_end", Box::new(span.end as i64)),
            ("speaker_entity", Box::new(self.entity_row(*entity))),
            ("speaker_by", Box::new(word(by))),
            ("speaker_score", Box::new(*score)),
            ("alternates", Box::new(json(alternates))),
        ]
    }

    fn addressee(&self, addressee: &Participant) -> Vec<Cell<'a>> {
        let Participant { span, entity } = addressee;
        vec![
            ("addressee", Box::new(self.words(*span))),
            ("addressee_start", Box::new(span.start as i64)),
            ("addressee_end", Box::new(span.end as i64)),
            ("addressee_entity", Box::new(self.entity_row(*entity))),
        ]
    }

    fn event(&self, event: &Event) -> Result<(), StoreError> {
        let Event {
            id,
            kind,
            mode,
            cameo,
            intensity,
            trigger,
            sentence,
            actors,
            recipients,
            date,
            place,
            status,
            statement,
            mentions,
            confidence,
        } = event;
        let row = self.events[id];
        self.put(
            "events",
            &[
                ("event", &row),
                ("article", &self.article),
                ("id", &id.to_string()),
                ("type", kind),
                ("mode", mode),
                ("cameo", cameo),
                ("intensity", intensity),
                ("trigger", &self.words(*trigger)),
                ("start", &(trigger.start as i64)),
                ("end", &(trigger.end as i64)),
                ("day_start", &date.as_ref().map(|date| date.start.as_str())),
                ("day_end", &date.as_ref().map(|date| date.end.as_str())),
                ("time", &self.time_row(date.as_ref().and_then(|date| date.time))),
                ("place", &self.place_row(*place)),
                ("status", &word(status)),
                ("statement", &self.statement_row(*statement)),
                ("mentions", &pairs(mentions)),
                ("confidence", confidence),
                ("sentence", &(self.first_sentence + *sentence as i64)),
            ],
        )?;
        self.db.prepare_cached("DELETE FROM participants WHERE event = ?1")?.execute([row])?;
        self.participants(row, "actor", actors)?;
        self.participants(row, "recipient", recipients)
    }

    fn participants(&self, event: i64, side: &str, entities: &[EntityId]) -> Result<(), StoreError> {
        (0i64..).zip(entities).try_for_each(|(n, entity)| {
            let entity = self.entities[entity];
            insert(
                self.db,
                "INSERT",
                "participants",
                &[("event", &event), ("side", &side), ("n", &n), ("entity", &entity)],
            )
        })
    }

    fn figure(&self, figure: &Figure) -> Result<(), StoreError> {
        let Figure {
            id,
            span,
            low,
            high,
            relation,
            unit,
            measure,
            of,
            currency,
            place,
            date,
            event,
            part_of,
            statement,
        } = figure;
        self.finding(
            "figures",
            id,
            *span,
            &[
                ("figure", &self.figures[id]),
                ("text", &self.words(*span)),
                ("low", low),
                ("high", high),
                ("relation", &word(relation)),
                ("unit", unit),
                ("measure", measure),
                ("of", of),
                ("currency", currency),
                ("place", &self.place_row(*place)),
                ("time", &self.time_row(*date)),
                ("event", &self.event_row(*event)),
                ("part_of", &part_of.map(|whole| whole.to_string())),
                ("statement", &self.statement_row(*statement)),
            ],
        )
    }
}

/// A column and its value.
type Cell<'a> = (&'static str, Box<dyn ToSql + 'a>);

fn numbered<K>(ids: impl Iterator<Item = Id<K>>, rows: impl IntoIterator<Item = i64>) -> Rows<K> {
    ids.zip(rows).collect()
}

/// Writes the finding `id` of `record` into the row that it has.
pub(crate) fn rewrite(db: &Connection, article: i64, record: &Record, id: &str) -> Result<(), StoreError> {
    let findings = Findings::stored(db, article, record)?;
    let Record { entities, statements, events, figures, times, places, .. } = record;
    let is = |found: String| found == id;
    entities.iter().filter(|one| is(one.id.to_string())).try_for_each(|one| findings.entity_head(one))?;
    statements.iter().filter(|one| is(one.id.to_string())).try_for_each(|one| findings.statement(one))?;
    events.iter().filter(|one| is(one.id.to_string())).try_for_each(|one| findings.event(one))?;
    figures.iter().filter(|one| is(one.id.to_string())).try_for_each(|one| findings.figure(one))?;
    times.iter().filter(|one| is(one.id.to_string())).try_for_each(|one| findings.time(one))?;
    places.iter().filter(|one| is(one.id.to_string())).try_for_each(|one| findings.place(one))
}

/// Takes the sentences and findings of an article out of the store.
pub(super) fn remove(db: &Connection, article: i64) -> Result<(), StoreError> {
    let unword = "INSERT INTO sentence_words (sentence_words, rowid, text) \
                  SELECT 'delete', sentence, text FROM sentences WHERE article = ?1";
    db.prepare_cached(unword)?.execute([article])?;
    let unlink = "DELETE FROM participants WHERE event IN (SELECT event FROM events WHERE article = ?1)";
    db.prepare_cached(unlink)?.execute([article])?;
    for table in [
        "verdicts",
        "figures",
        "events",
        "statements",
        "places",
        "times",
        "mentions",
        "entities",
        "sentences",
    ] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?.execute([article])?;
    }
    Ok(())
}
