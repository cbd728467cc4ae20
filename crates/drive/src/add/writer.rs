//! The one writer: batches of articles, each on the disk or not at all.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use annals_record::{Failed, Origin};
use annals_store::{Entry, Run, Store};

use super::{AddError, Tell, Unit, Written};
use crate::clock;

/// Articles in a batch, at most.
const BATCH: usize = 64;

/// How long the first article of a batch waits for others.
const PATIENCE: Duration = Duration::from_secs(2);

/// Stores what the workers give. The store is locked only while a batch is written, so that others get in between.
pub(super) struct Writer<T> {
    store: Store,
    run: Run,
    told: T,
    batch: Batch,
}

#[derive(Default)]
struct Batch {
    entries: Vec<Entry>,
    failed: Vec<Failed>,
    known: Vec<(Origin, String)>,
    since: Option<Instant>,
}

impl Batch {
    fn take(&mut self, unit: Unit) {
        self.since.get_or_insert_with(Instant::now);
        match unit {
            Unit::Entry(entry) => self.entries.push(*entry),
            Unit::Failed(failed) => self.failed.push(*failed),
            Unit::Known(origin, id) => self.known.push((origin, id)),
        }
    }

    fn is_full(&self) -> bool {
        self.entries.len() + self.failed.len() >= BATCH || self.left() == Some(Duration::ZERO)
    }

    /// How long it may wait yet.
    fn left(&self) -> Option<Duration> {
        self.since.map(|since| PATIENCE.saturating_sub(since.elapsed()))
    }
}

impl<T: Tell> Writer<T> {
    pub(super) fn new(store: Store, run: Run, told: T) -> Self {
        Self { store, run, told, batch: Batch::default() }
    }

    /// Stores all units until no more come; what was stored is told.
    pub(super) fn run(mut self, units: Receiver<Unit>) -> Result<(T, Store), AddError> {
        loop {
            let next = match self.batch.left() {
                Some(left) => units.recv_timeout(left),
                None => units.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match next {
                Ok(unit) => self.batch.take(unit),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if self.batch.is_full() {
                self.flush()?;
            }
        }
        self.flush()?;
        self.store.end(self.run, &clock::now())?;
        Ok((self.told, self.store))
    }

    fn flush(&mut self) -> Result<(), AddError> {
        let Batch { entries, failed, known, .. } = std::mem::take(&mut self.batch);
        let skipped = known.len();
        let done = self.store.add(self.run, &entries, &failed, skipped)?;
        let (entries, known, failed) = (&entries, &known, &failed);
        self.told.tell(&Written { entries, added: &done.added, known, failed, lost: &done.lost })?;
        Ok(())
    }
}
