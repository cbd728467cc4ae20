//! Opening a store: making its tables, bringing older ones up to date.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::StoreError;
use crate::brake::{self, Brake};

/// KiB of the file that a reader keeps by itself.
const CACHE: i64 = 32 << 10;
/// Bytes of the file that a reader maps into memory, at most: as many as SQLite can.
const MAPPED: i64 = 0x7fff_0000;
/// `PRAGMA application_id` of a store: `annl`.
const APPLICATION: i64 = 0x616e_6e6c;

/// Schemas in order: each brings a store from the version before to its own.
const MIGRATIONS: [&str; 1] = [include_str!("../schema/1.sql")];

/// Views, made anew where those of the file are others.
const VIEWS: &str = include_str!("../schema/views.sql");

/// The schema that this version writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// How long a connection waits for another one that writes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// How long it waits between two tries of what SQLite does not wait for.
const PAUSE: Duration = Duration::from_millis(10);

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 128;

/// An open store.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) brake: Brake,
}

impl Store {
    /// Opens the store at `path` for reading and writing; makes it where there is none.
    ///
    /// # Errors
    /// Where the file is no store, is of a later version, or SQLite refuses.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        check(&connection, path)?;
        prepare(&connection)?;
        migrate(&mut connection)?;
        let brake = Brake::on(&mut connection)?;
        Ok(Self { connection, brake })
    }

    /// Opens the store at `path` for reading only.
    ///
    /// # Errors
    /// Where there is none, the file is no store, is of another version, or SQLite refuses.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        if !path.is_file() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        if check(&connection, path)? < SCHEMA_VERSION || !has_views(&connection)? {
            drop(Self::create(path)?);
        }
        // Pages are read where the system keeps them anyway; copying them took more time than looking at them.
        connection.pragma_update(None, "mmap_size", MAPPED)?;
        connection.pragma_update(None, "cache_size", -CACHE)?;
        brake::bound(&connection)?;
        let brake = Brake::on(&mut connection)?;
        Ok(Self { connection, brake })
    }

    /// The connection, for queries of one's own.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    // SQLite does not wait where two programs that make one store both turn to the log.
    patiently(|| connection.pragma_update(None, "journal_mode", "wal"))?;
    // One wait for the disk a batch: what is reported as stored outlives a power cut, too.
    connection.pragma_update(None, "synchronous", "full")?;
    // An entry is checked before it is stored; checked again here, a new reading of one article would scan whole tables.
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Does what SQLite refuses at once while another program writes, again and again until it is done or patience ends.
fn patiently<T>(work: impl Fn() -> rusqlite::Result<T>) -> Result<T, StoreError> {
    let end = Instant::now() + PATIENCE;
    loop {
        match work().map_err(StoreError::from) {
            Err(StoreError::Busy) if Instant::now() < end => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
}

/// The schema version of the file, which must be a store or empty.
fn check(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    // One state of the file: another program may be making the store.
    let state = connection.unchecked_transaction()?;
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NoStore(path.to_owned()),
        _ => error.into(),
    };
    let (application, version) = (pragma("application_id").map_err(foreign)?, pragma("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    state.finish()?;
    match (application, version) {
        (0, 0) if tables == 0 => Ok(0),
        (APPLICATION, found) if found > SCHEMA_VERSION => {
            Err(StoreError::Later { path: path.to_owned(), found, known: SCHEMA_VERSION })
        }
        (APPLICATION, found) => Ok(found),
        _ => Err(StoreError::NoStore(path.to_owned())),
    }
}

/// Whether the views of the file are those of this version.
fn has_views(connection: &Connection) -> Result<bool, StoreError> {
    let mut query = connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'view' AND sql = ?1")?;
    for view in VIEWS.split(';').filter_map(|part| Some(&part[part.find("CREATE VIEW")?..])) {
        if !query.exists([view])? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version == SCHEMA_VERSION && has_views(connection)? {
        return Ok(());
    }
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (number, schema) in (1..).zip(MIGRATIONS) {
        if number > version {
            change.execute_batch(schema)?;
        }
    }
    if !has_views(&change)? {
        change.execute_batch(VIEWS)?;
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    Ok(change.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_opens_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.annals");
        assert!(matches!(Store::open(&path), Err(StoreError::Missing(_))));
        drop(Store::create(&path).unwrap());
        drop(Store::create(&path).unwrap());
        Store::open(&path).unwrap();
    }

    #[test]
    fn many_may_make_one_store_at_once() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..20 {
            let path = folder.path().join(format!("{round}.annals"));
            std::thread::scope(|scope| {
                let makers: Vec<_> = (0..4).map(|_| scope.spawn(|| Store::create(&path).map(drop))).collect();
                makers.into_iter().for_each(|maker| maker.join().unwrap().unwrap());
            });
            Store::open(&path).unwrap();
        }
    }

    #[test]
    fn views_of_another_version_are_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.annals");
        let store = Store::create(&path).unwrap();
        assert!(has_views(store.connection()).unwrap());
        store
            .connection()
            .execute_batch("DROP VIEW flat_places; CREATE VIEW flat_places AS SELECT 1 AS row")
            .unwrap();
        drop(store);
        let store = Store::open(&path).unwrap();
        assert!(has_views(store.connection()).unwrap());
        assert!(store.connection().prepare("SELECT name, geonames FROM flat_places").is_ok());
    }

    #[test]
    fn another_file_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE mine (n)").unwrap();
        assert!(matches!(Store::create(&path), Err(StoreError::NoStore(_))));
        assert!(matches!(Store::open(&path), Err(StoreError::NoStore(_))));
        std::fs::write(&path, "a text of some length, which is no database at all").unwrap();
        assert!(matches!(Store::create(&path), Err(StoreError::NoStore(_))));
    }

    #[test]
    fn a_later_store_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("later.annals");
        let store = Store::create(&path).unwrap();
        store.connection().pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::Later { found: 99, .. })));
    }
}
