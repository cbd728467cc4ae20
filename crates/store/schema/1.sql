-- Schema 1 of an annals store. All spans are [start, end) in Unicode code points of articles.text.
-- Ids of findings are those of the record (`s120-188`); with the article's id before them they are unique in the store.
-- Whole numbers that link tables are row numbers of this file; they are not stable across files, ids are.

-- One row a run of `annals add`. `ended` is null while it goes on, and where it was cut off.
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  started TEXT NOT NULL,              -- UTC, ISO 8601
  ended TEXT,
  engine TEXT NOT NULL,               -- what read: version and model digest
  inputs TEXT NOT NULL,               -- JSON list: files and folders as given
  added INTEGER NOT NULL DEFAULT 0,   -- new articles
  changed INTEGER NOT NULL DEFAULT 0, -- of them, new versions of known ones
  skipped INTEGER NOT NULL DEFAULT 0, -- known already
  failed INTEGER NOT NULL DEFAULT 0,
  reread INTEGER NOT NULL DEFAULT 0   -- known already, with the findings of this run now
) STRICT;

-- One row a version of an article.
CREATE TABLE articles (
  article INTEGER PRIMARY KEY,        -- in order of adding
  id TEXT NOT NULL UNIQUE,            -- digest of uri and text
  key TEXT,                           -- the caller's own id
  uri TEXT,
  version INTEGER NOT NULL,           -- 1, 2 … among articles of one uri
  current INTEGER NOT NULL,           -- 1: the newest of its uri
  source TEXT,
  title TEXT,
  byline TEXT NOT NULL,               -- JSON list of names
  section TEXT,
  story_code TEXT,
  published TEXT,                     -- as in the record: with its zone, where one was given
  published_from TEXT,
  modified TEXT,
  day TEXT,                           -- YYYY-MM-DD of `published`
  language TEXT,
  text TEXT NOT NULL,
  words INTEGER NOT NULL,             -- runs of characters between blanks
  syndicate INTEGER NOT NULL,         -- row of the first article of its near-duplicate group; its own, where it stands alone
  notes TEXT NOT NULL,                -- JSON list of the record's notes
  engine TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs
) STRICT;
CREATE INDEX articles_uri ON articles (uri, version) WHERE uri IS NOT NULL;
CREATE INDEX articles_key ON articles (key) WHERE key IS NOT NULL;
CREATE INDEX articles_day ON articles (day, article);
CREATE INDEX articles_old ON articles (article) WHERE current = 0;
-- What find walks where nothing rarer leads: the articles by their days, with what most are left out by.
CREATE INDEX articles_order ON articles (coalesce(day, ''), article, current, source, language, syndicate);
CREATE INDEX articles_source ON articles (source, day);
CREATE INDEX articles_syndicate ON articles (syndicate);

CREATE TABLE sentences (
  sentence INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles,
  n INTEGER NOT NULL,                 -- number in the article, from 0
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  paragraph INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sentences_article ON sentences (article, n);
CREATE VIRTUAL TABLE sentence_words USING fts5 (
  text, content = 'sentences', content_rowid = 'sentence', tokenize = "unicode61 remove_diacritics 2"
);

-- What an entity is joined by across articles. One row a key; entities without a key have none.
CREATE TABLE actors (
  actor INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,           -- `state/IRN`, `organization/nato`, `person/KES/dovan kreel` …
  name TEXT NOT NULL,                 -- as first seen
  kind TEXT NOT NULL,
  country TEXT,
  role TEXT
) STRICT;
CREATE VIRTUAL TABLE actor_words USING fts5 (name, tokenize = "unicode61 remove_diacritics 2"); -- rowid: actors.actor; one row an actor: all names it has been seen under

CREATE TABLE entities (
  entity INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  role TEXT,
  title TEXT,
  affiliation INTEGER REFERENCES entities DEFERRABLE INITIALLY DEFERRED,
  ref TEXT,
  actor INTEGER REFERENCES actors
) STRICT;
CREATE INDEX entities_article ON entities (article);
CREATE INDEX entities_actor ON entities (actor, article) WHERE actor IS NOT NULL;
-- Names of the entities without a key.
CREATE VIRTUAL TABLE entity_words USING fts5 (
  name, content = 'entities', content_rowid = 'entity', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER entity_words_replaced BEFORE INSERT ON entities BEGIN
  INSERT INTO entity_words (entity_words, rowid, name)
  SELECT 'delete', entity, name FROM entities WHERE entity = new.entity AND actor IS NULL;
END;
CREATE TRIGGER entity_words_added AFTER INSERT ON entities WHEN new.actor IS NULL BEGIN
  INSERT INTO entity_words (rowid, name) VALUES (new.entity, new.name);
END;
CREATE TRIGGER entity_words_deleted AFTER DELETE ON entities WHEN old.actor IS NULL BEGIN
  INSERT INTO entity_words (entity_words, rowid, name) VALUES ('delete', old.entity, old.name);
END;
CREATE TRIGGER entity_words_changed AFTER UPDATE OF name, actor ON entities BEGIN
  INSERT INTO entity_words (entity_words, rowid, name) SELECT 'delete', old.entity, old.name WHERE old.actor IS NULL;
  INSERT INTO entity_words (rowid, name) SELECT new.entity, new.name WHERE new.actor IS NULL;
END;

CREATE TABLE mentions (
  mention INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL REFERENCES entities,
  article INTEGER NOT NULL REFERENCES articles,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  form TEXT NOT NULL,                 -- name nominal pronoun
  head_start INTEGER,
  head_end INTEGER,
  sentence INTEGER REFERENCES sentences
) STRICT;
CREATE INDEX mentions_entity ON mentions (entity);
CREATE INDEX mentions_article ON mentions (article);

-- Who says what. `parts` is a JSON list of [start, end]; start and end bound all of them, text joins them by ` … `.
CREATE TABLE statements (
  statement INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles,
  id TEXT NOT NULL,
  form TEXT NOT NULL,
  parts TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  cue TEXT,
  cue_start INTEGER,
  cue_end INTEGER,
  lemma TEXT,
  stance TEXT,
  negated INTEGER,
  speaker TEXT,                       -- the words that name the speaker
  speaker_start INTEGER,
  speaker_end INTEGER,
  speaker_entity INTEGER REFERENCES entities,
  speaker_by TEXT,
  speaker_score REAL,
  alternates TEXT NOT NULL,           -- JSON, as in the record
  addressee TEXT,
  addressee_start INTEGER,
  addressee_end INTEGER,
  addressee_entity INTEGER REFERENCES entities,
  within INTEGER REFERENCES statements DEFERRABLE INITIALLY DEFERRED,
  sentence INTEGER REFERENCES sentences
) STRICT;
CREATE UNIQUE INDEX statements_article ON statements (article, id);
CREATE INDEX statements_speaker ON statements (speaker_entity) WHERE speaker_entity IS NOT NULL;
CREATE INDEX statements_sentence ON statements (sentence);
CREATE INDEX statements_span ON statements (article, start, "end");
CREATE INDEX statements_addressee ON statements (addressee_entity) WHERE addressee_entity IS NOT NULL;
CREATE INDEX statements_stance ON statements (stance) WHERE stance <> 'neutral';
-- Words of speakers and addressees that are joined to no entity.
CREATE VIRTUAL TABLE stranger_words USING fts5 (
  speaker, addressee, content = 'statements', content_rowid = 'statement', tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIEW strangers AS
SELECT statement, CASE WHEN speaker_entity IS NULL THEN speaker END AS speaker,
       CASE WHEN addressee_entity IS NULL THEN addressee END AS addressee
FROM statements
WHERE (speaker IS NOT NULL AND speaker_entity IS NULL) OR (addressee IS NOT NULL AND addressee_entity IS NULL);
CREATE TRIGGER stranger_words_replaced BEFORE INSERT ON statements BEGIN
  INSERT INTO stranger_words (stranger_words, rowid, speaker, addressee)
  SELECT 'delete', statement, speaker, addressee FROM strangers WHERE statement = new.statement;
END;
CREATE TRIGGER stranger_words_added AFTER INSERT ON statements BEGIN
  INSERT INTO stranger_words (rowid, speaker, addressee) SELECT * FROM strangers WHERE statement = new.statement;
END;
CREATE TRIGGER stranger_words_deleted BEFORE DELETE ON statements BEGIN
  INSERT INTO stranger_words (stranger_words, rowid, speaker, addressee)
  SELECT 'delete', statement, speaker, addressee FROM strangers WHERE statement = old.statement;
END;
CREATE TRIGGER stranger_words_old BEFORE UPDATE ON statements BEGIN
  INSERT INTO stranger_words (stranger_words, rowid, speaker, addressee)
  SELECT 'delete', statement, speaker, addressee FROM strangers WHERE statement = old.statement;
END;
CREATE TRIGGER stranger_words_new AFTER UPDATE ON statements BEGIN
  INSERT INTO stranger_words (rowid, speaker, addressee) SELECT * FROM strangers WHERE statement = new.statement;
END;

CREATE TABLE times (
  time INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles,
  id TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  type TEXT NOT NULL,
  value TEXT,
  sentence INTEGER REFERENCES sentences
) STRICT;
CREATE UNIQUE INDEX times_article ON times (article, id);
CREATE INDEX times_value ON times (value);
CREATE INDEX times_sentence ON times (sentence);

CREATE TABLE places (
  place INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles,
  id TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  name TEXT NOT NULL,
  country TEXT,
  admin1 TEXT,
  lat REAL,
  lon REAL,
  geonames INTEGER,
  feature TEXT,                       -- country division capital town quarter sea …
  sense TEXT NOT NULL DEFAULT 'literal', -- literal actor part: what the name is used for
  chosen_by TEXT NOT NULL DEFAULT 'none', -- none only region context outlet size: what decided which place is meant
  score REAL,
  sentence INTEGER REFERENCES sentences
) STRICT;
CREATE UNIQUE INDEX places_article ON places (article, id);
CREATE INDEX places_country ON places (country);
CREATE INDEX places_name ON places (name COLLATE NOCASE);
CREATE INDEX places_sentence ON places (sentence);

CREATE TABLE events (
  event INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  mode TEXT,
  cameo TEXT,
  intensity REAL,
  "trigger" TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  day_start TEXT,
  day_end TEXT,
  time INTEGER REFERENCES times,
  place INTEGER REFERENCES places,
  status TEXT NOT NULL,
  statement INTEGER REFERENCES statements, -- null: the article says it itself
  mentions TEXT NOT NULL,             -- JSON list of [start, end]
  confidence REAL,
  sentence INTEGER REFERENCES sentences
) STRICT;
CREATE UNIQUE INDEX events_article ON events (article, id);
CREATE INDEX events_type ON events (type, mode);
CREATE INDEX events_mode ON events (mode) WHERE mode IS NOT NULL;
CREATE INDEX events_cameo ON events (cameo) WHERE cameo IS NOT NULL;
CREATE INDEX events_status ON events (status) WHERE status <> 'actual';
CREATE INDEX events_place ON events (place) WHERE place IS NOT NULL;
CREATE INDEX events_statement ON events (statement) WHERE statement IS NOT NULL;
CREATE INDEX events_sentence ON events (sentence);

-- Who takes part in an event.
CREATE TABLE participants (
  event INTEGER NOT NULL REFERENCES events,
  side TEXT NOT NULL,                 -- actor recipient
  n INTEGER NOT NULL,                 -- order in the record
  entity INTEGER NOT NULL REFERENCES entities,
  PRIMARY KEY (event, side, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_entity ON participants (entity, side);

CREATE TABLE figures (
  figure INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles,
  id TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  low REAL,
  high REAL,
  relation TEXT NOT NULL,
  unit TEXT,
  measure TEXT,
  of TEXT,
  currency TEXT,
  place INTEGER REFERENCES places,
  time INTEGER REFERENCES times,
  event INTEGER REFERENCES events,
  part_of TEXT,                       -- id of the figure of which it is a part
  statement INTEGER REFERENCES statements, -- null: the article says it itself
  sentence INTEGER REFERENCES sentences
) STRICT;
CREATE UNIQUE INDEX figures_article ON figures (article, id);
CREATE INDEX figures_measure ON figures (measure, low);
CREATE INDEX figures_unit ON figures (unit);
CREATE INDEX figures_range ON figures (coalesce(high, low), coalesce(low, high));
CREATE INDEX figures_event ON figures (event) WHERE event IS NOT NULL;
CREATE INDEX figures_place ON figures (place) WHERE place IS NOT NULL;
CREATE INDEX figures_statement ON figures (statement) WHERE statement IS NOT NULL;
CREATE INDEX figures_sentence ON figures (sentence);

-- Inputs that could not be read.
CREATE TABLE failures (
  failure INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs,
  key TEXT,
  uri TEXT,
  stage TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;

-- MinHash bands of articles: two articles that share a band are compared.
CREATE TABLE bands (
  band INTEGER NOT NULL,              -- hash of the band's number and values
  article INTEGER NOT NULL REFERENCES articles,
  PRIMARY KEY (band, article)
) STRICT, WITHOUT ROWID;

-- What people corrected. Rows are only added; an undo is a row, too. They go by ids, so that they outlive a new reading.
CREATE TABLE corrections (
  correction INTEGER PRIMARY KEY,
  made TEXT NOT NULL,                 -- UTC, ISO 8601; with the row, the order in which they apply
  who TEXT,                           -- a name the corrector gives
  article TEXT NOT NULL,              -- articles.id
  finding TEXT NOT NULL,              -- id of the finding in the record
  action TEXT NOT NULL,               -- accept reject set undo; undo takes back the last of the same `who`
  field TEXT,                         -- of `set`: speaker, type, measure, low …
  value TEXT,                         -- of `set`: JSON
  note TEXT
) STRICT;
CREATE INDEX corrections_finding ON corrections (article, finding);

-- What follows from the corrections of a finding. Corrected values stand in the finding's own row.
CREATE TABLE verdicts (
  article INTEGER NOT NULL REFERENCES articles,
  finding TEXT NOT NULL,
  review TEXT NOT NULL,               -- accepted rejected changed
  fields TEXT NOT NULL,               -- JSON list: fields that hold another value than was read
  was TEXT,                           -- the finding as it was read: JSON, as in the record; null where no field was changed
  who TEXT,
  made TEXT NOT NULL,
  PRIMARY KEY (article, finding)
) STRICT, WITHOUT ROWID;
