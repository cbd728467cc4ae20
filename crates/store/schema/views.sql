-- Flat rows, one view a kind: what find, export, the pages and Datasette show. Made anew when a store is opened, so they can
-- change without a new schema. Every view begins with the same columns: where the row stands.
-- Corrected values stand in the rows themselves; `review`, the last column of findings, says what people made of them: null accepted rejected changed.
-- row: its row number · article … current: the article · sentence: its number in the article, from 0 · id start end text: the finding.

DROP VIEW IF EXISTS heads;
CREATE VIEW heads AS
SELECT a.article, a.id AS article_id, a.key, a.uri, a.source, a.title, a.published, a.day, a.language,
       a.version, a.current, g.id AS "group"
FROM articles a JOIN articles g ON g.article = a.syndicate;

DROP VIEW IF EXISTS flat_articles;
CREATE VIEW flat_articles AS
SELECT a.article AS row, h.*, a.byline, a.section, a.story_code, a.modified, a.words, a.engine,
       (SELECT count(*) FROM articles c WHERE c.syndicate = a.syndicate AND c.current) AS copies
FROM articles a JOIN heads h USING (article);

DROP VIEW IF EXISTS flat_sentences;
CREATE VIEW flat_sentences AS
SELECT s.sentence AS row, h.*, s.n AS sentence, s.start, s."end", s.text, s.paragraph
FROM sentences s JOIN heads h USING (article);

DROP VIEW IF EXISTS flat_statements;
CREATE VIEW flat_statements AS
SELECT f.statement AS row, h.*, s.n AS sentence, s.text AS sentence_text, f.id, f.start, f."end", f.text,
       f.form, f.parts, f.cue, f.lemma, f.stance, f.negated, f.speaker AS speaker_words,
       e.name AS speaker, e.kind AS speaker_kind, e.title AS speaker_title, e.country AS speaker_country, e.role AS speaker_role,
       k.key AS speaker_key, f.speaker_by, f.speaker_score, f.addressee AS addressee_words, d.name AS addressee,
       w.id AS within, r.review
FROM statements f JOIN heads h USING (article) LEFT JOIN sentences s ON s.sentence = f.sentence
LEFT JOIN entities e ON e.entity = f.speaker_entity LEFT JOIN actors k ON k.actor = e.actor
LEFT JOIN entities d ON d.entity = f.addressee_entity LEFT JOIN statements w ON w.statement = f.within
LEFT JOIN verdicts r ON r.article = f.article AND r.finding = f.id;

-- The voice of an event or a figure: `article`, or who says the statement that carries it (`?` where nobody is named).
-- The flat views spell it out: joined as a view it would be made as a whole for each row.
DROP VIEW IF EXISTS voices;
CREATE VIEW voices AS
SELECT f.statement, f.id AS statement_id, coalesce(e.name, f.speaker, '?') AS voice, k.key AS voice_key, e.country AS voice_country
FROM statements f LEFT JOIN entities e ON e.entity = f.speaker_entity LEFT JOIN actors k ON k.actor = e.actor;

DROP VIEW IF EXISTS flat_events;
CREATE VIEW flat_events AS
SELECT f.event AS row, h.*, s.n AS sentence, s.text AS sentence_text, f.id, f.start, f."end", f."trigger" AS text,
       f.type, f.mode, f.cameo, f.intensity, f.status, f.day_start, f.day_end,
       (SELECT json_group_array(e.name) FROM participants x JOIN entities e USING (entity) WHERE x.event = f.event AND x.side = 'actor') AS actors,
       (SELECT json_group_array(e.country) FROM participants x JOIN entities e USING (entity) WHERE x.event = f.event AND x.side = 'actor') AS actor_countries,
       (SELECT json_group_array(e.role) FROM participants x JOIN entities e USING (entity) WHERE x.event = f.event AND x.side = 'actor') AS actor_roles,
       (SELECT json_group_array(e.name) FROM participants x JOIN entities e USING (entity) WHERE x.event = f.event AND x.side = 'recipient') AS recipients,
       (SELECT json_group_array(e.country) FROM participants x JOIN entities e USING (entity) WHERE x.event = f.event AND x.side = 'recipient') AS recipient_countries,
       (SELECT json_group_array(e.role) FROM participants x JOIN entities e USING (entity) WHERE x.event = f.event AND x.side = 'recipient') AS recipient_roles,
       p.name AS place, p.country AS place_country, p.admin1 AS place_admin1, p.lat, p.lon, p.geonames,
       iif(f.statement IS NULL, 'article', coalesce(ve.name, v.speaker, '?')) AS voice, vk.key AS voice_key, v.id AS statement, f.mentions, f.confidence, r.review
FROM events f JOIN heads h USING (article) LEFT JOIN sentences s ON s.sentence = f.sentence
LEFT JOIN places p ON p.place = f.place LEFT JOIN statements v ON v.statement = f.statement
LEFT JOIN entities ve ON ve.entity = v.speaker_entity LEFT JOIN actors vk ON vk.actor = ve.actor
LEFT JOIN verdicts r ON r.article = f.article AND r.finding = f.id;

DROP VIEW IF EXISTS flat_figures;
CREATE VIEW flat_figures AS
SELECT f.figure AS row, h.*, s.n AS sentence, s.text AS sentence_text, f.id, f.start, f."end", f.text,
       f.low, f.high, f.relation, f.unit, f.measure, f.of, f.currency, t.value AS date,
       p.name AS place, p.country AS place_country, p.lat, p.lon, e.id AS event, e.type AS event_type, f.part_of,
       iif(f.statement IS NULL, 'article', coalesce(ve.name, v.speaker, '?')) AS voice, vk.key AS voice_key, ve.country AS voice_country, v.id AS statement, r.review
FROM figures f JOIN heads h USING (article) LEFT JOIN sentences s ON s.sentence = f.sentence
LEFT JOIN times t ON t.time = f.time LEFT JOIN places p ON p.place = f.place LEFT JOIN events e ON e.event = f.event
LEFT JOIN statements v ON v.statement = f.statement
LEFT JOIN entities ve ON ve.entity = v.speaker_entity LEFT JOIN actors vk ON vk.actor = ve.actor
LEFT JOIN verdicts r ON r.article = f.article AND r.finding = f.id;

DROP VIEW IF EXISTS flat_times;
CREATE VIEW flat_times AS
SELECT f.time AS row, h.*, s.n AS sentence, s.text AS sentence_text, f.id, f.start, f."end", f.text, f.type, f.value, r.review
FROM times f JOIN heads h USING (article) LEFT JOIN sentences s ON s.sentence = f.sentence
LEFT JOIN verdicts r ON r.article = f.article AND r.finding = f.id;

DROP VIEW IF EXISTS flat_places;
CREATE VIEW flat_places AS
SELECT f.place AS row, h.*, s.n AS sentence, s.text AS sentence_text, f.id, f.start, f."end", f.text,
       f.name, f.country, f.admin1, f.lat, f.lon, f.geonames,
       f.feature, f.sense, f.chosen_by, f.score, r.review
FROM places f JOIN heads h USING (article) LEFT JOIN sentences s ON s.sentence = f.sentence
LEFT JOIN verdicts r ON r.article = f.article AND r.finding = f.id;

DROP VIEW IF EXISTS flat_entities;
CREATE VIEW flat_entities AS
SELECT f.entity AS row, h.*, s.n AS sentence, s.text AS sentence_text, f.id, m.start, m."end", f.name AS text,
       f.kind, f.country, f.role, f.title AS entity_title, b.name AS affiliation, f.ref, k.key AS actor_key,
       (SELECT count(*) FROM mentions x WHERE x.entity = f.entity) AS mentions, r.review
FROM entities f JOIN heads h USING (article)
LEFT JOIN mentions m ON m.mention = (SELECT min(mention) FROM mentions x WHERE x.entity = f.entity)
LEFT JOIN sentences s ON s.sentence = m.sentence LEFT JOIN entities b ON b.entity = f.affiliation LEFT JOIN actors k ON k.actor = f.actor
LEFT JOIN verdicts r ON r.article = f.article AND r.finding = f.id;
