//! Articles into a store: reading on many threads, one writer, and what the store has is not read again.

mod writer;

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use annals_read::model::Reader;
use annals_record::{Failed, Note, Origin, Outcome};
use annals_store::{Added, Entry, Lost, Run, Store, StoreError};
use annals_text::Draft;

use crate::clock;
use crate::pipeline;
use crate::reading::{Item, drafts, guarded, outcome};
use writer::Writer;

/// A batch that is on the disk.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// What was stored.
    pub entries: &'a [Entry],
    /// What became of each entry.
    pub added: &'a [Added],
    /// Articles that the store had, with their ids.
    pub known: &'a [(Origin, String)],
    /// Articles that could not be read.
    pub failed: &'a [Failed],
    /// Corrections that do not hold any more.
    pub lost: &'a [Lost],
}

/// Whoever wants to know what is stored. It is told on the writer's thread.
pub trait Tell: Send {
    /// Tells of a batch that is stored.
    ///
    /// # Errors
    /// Where it cannot be told on; adding stops then.
    fn tell(&mut self, written: &Written<'_>) -> io::Result<()>;
}

/// What stops adding.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The store could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody could be told.
    #[error(transparent)]
    Output(#[from] io::Error),
}

/// What the workers give the writer.
enum Unit {
    /// An article to be stored.
    Entry(Box<Entry>),
    /// An article that the store has, with its id.
    Known(Origin, String),
    /// An article that could not be read.
    Failed(Box<Failed>),
}

/// Units on their way to the writer, at most.
const WAITING: usize = 256;

/// A run of adding to one store.
pub struct Adder<'r> {
    store: Store,
    run: Run,
    desk: Desk<'r>,
}

impl<'r> Adder<'r> {
    /// Begins a run that adds `inputs` to the store at `path`, which is made where there is none. Without a reader articles
    /// are kept without findings; with `again`, what another version has read is read anew.
    ///
    /// # Errors
    /// Where the store cannot be opened or written.
    pub fn begin(
        path: &Path,
        reader: Option<&'r Reader>,
        again: bool,
        inputs: &[String],
    ) -> Result<Self, StoreError> {
        let engine = reader.map_or_else(|| annals_read::ENGINE.to_owned(), annals_read::engine);
        let mut store = Store::create(path)?;
        let run = store.begin(&clock::now(), &engine, inputs)?;
        let known = Mutex::new(Store::open(path)?);
        Ok(Self { store, run, desk: Desk { reader, engine, again, known } })
    }

    /// Reads `items` on `jobs` threads and writes on one of its own; gives back who was told, and the store. With `strict` it
    /// stops at the first article that fails.
    ///
    /// # Errors
    /// Where the store cannot be written, or `tell` fails. What was told of is stored.
    pub fn run<T: Tell>(
        self,
        items: impl Iterator<Item = Item> + Send,
        jobs: usize,
        strict: bool,
        tell: T,
    ) -> Result<(T, Store), AddError> {
        // The desk leaves before the writer's store, which tidies up beside the file as a reader may not.
        let Self { store, run, desk } = self;
        let writer = Writer::new(store, run, tell);
        let (sender, units) = sync_channel(WAITING);
        thread::scope(|scope| {
            let writing = scope.spawn(move || writer.run(units));
            let take = |found: Vec<Unit>| {
                for unit in found {
                    let stop = strict && matches!(unit, Unit::Failed(_));
                    // The writer is gone only where it failed; what it says is told below.
                    if sender.send(unit).is_err() || stop {
                        return Err(ControlFlow::<()>::Break(()));
                    }
                }
                Ok(())
            };
            let _stopped =
                pipeline::ordered(items, jobs, |item| guarded(item, &|item| desk.units(item)), take);
            drop(sender);
            writing.join().map_err(|_| io::Error::other("internal error in the writer, please report it"))?
        })
    }
}

/// What the workers share.
struct Desk<'r> {
    reader: Option<&'r Reader>,
    engine: String,
    again: bool,
    known: Mutex<Store>,
}

/// What is to be done with an article.
enum Wanted {
    New,
    Anew,
    Nothing,
}

impl Desk<'_> {
    fn units(&self, item: Item) -> Vec<Unit> {
        drafts(item).into_iter().map(|draft| self.unit(draft)).collect()
    }

    fn unit(&self, draft: Result<Draft, Box<Failed>>) -> Unit {
        let wanted = match &draft {
            Err(_) => Ok(Wanted::New),
            Ok(draft) => self.wanted(&draft.article.id),
        };
        let article = draft.as_ref().ok().map(|draft| &draft.article);
        let origin = article.map(|article| Origin { key: article.key.clone(), uri: article.uri.clone() });
        match (wanted, article) {
            (Ok(Wanted::Nothing), Some(article)) => {
                Unit::Known(origin.unwrap_or_default(), article.id.clone())
            }
            (Ok(wanted), _) => self.read(draft, matches!(wanted, Wanted::Anew)),
            (Err(error), _) => refused(origin.unwrap_or_default(), &error.to_string()),
        }
    }

    fn read(&self, draft: Result<Draft, Box<Failed>>, anew: bool) -> Unit {
        let record = match outcome(draft, self.reader) {
            Outcome::Failed(failed) => return Unit::Failed(failed),
            Outcome::Read(record) => *record,
        };
        let origin = Origin { key: record.article.key.clone(), uri: record.article.uri.clone() };
        match Entry::new(record) {
            Ok(entry) => Unit::Entry(Box::new(if anew { entry.anew() } else { entry })),
            Err(broken) => refused(origin, &broken.to_string()),
        }
    }

    /// An article that was taken in without findings is read once findings are asked for.
    fn wanted(&self, id: &str) -> Result<Wanted, StoreError> {
        let bare = |engine: &str| engine == annals_read::ENGINE && self.reader.is_some();
        Ok(match lock(&self.known).known(id)? {
            None => Wanted::New,
            Some(known) if known.engine == self.engine => Wanted::Nothing,
            Some(known) if self.again || bare(&known.engine) => Wanted::Anew,
            Some(_) => Wanted::Nothing,
        })
    }
}

fn refused(origin: Origin, message: &str) -> Unit {
    Unit::Failed(Box::new(Failed::new(annals_read::ENGINE, origin, Note::new("store", message))))
}

fn lock(store: &Mutex<Store>) -> std::sync::MutexGuard<'_, Store> {
    // A reader of the store that panicked has changed nothing in it.
    store.lock().unwrap_or_else(PoisonError::into_inner)
}
