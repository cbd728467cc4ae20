//! A store: articles added, found, exported.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, available_parallelism};
use std::time::{Duration, Instant};

use annals_drive::{AddError, Adder, Item, Meter, STACK, Tell, Written, is_article, items, now, total_bytes};
use annals_record::Failed;
use annals_store::export::{About, Export, ExportError, Form, Format, Style, Table, Which};
use annals_store::{Added, Counting, Query, Sort, Store as Opened, flat};
use annals_text::Limits;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::document::Document;
use crate::progress::Progress;
use crate::stream::described;
use crate::table::Batches;
use crate::{error, model};

/// How long Python's lock is left alone at most.
const PATIENCE: Duration = Duration::from_millis(100);

/// A store.
#[pyclass(frozen, module = "annals")]
pub struct Store {
    path: PathBuf,
    handle: Mutex<Handle>,
    failed: Mutex<Vec<String>>,
}

/// The file, as far as it is open.
enum Handle {
    /// Opened when something is asked for: while it is open, a writer cannot tidy up beside the file.
    Ready,
    Open(Box<Opened>),
    Closed,
}

impl Handle {
    fn opened(&mut self, path: &Path) -> PyResult<&Opened> {
        if matches!(self, Self::Ready) {
            *self = Self::Open(Box::new(Opened::open(path).map_err(error::store)?));
        }
        match self {
            Self::Open(opened) => Ok(opened),
            _ => Err(closed()),
        }
    }
}

#[pymethods]
impl Store {
    /// Opens the store at `path`, and makes it where there is none and `create` says so.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf, create: bool) -> PyResult<Self> {
        let open = || {
            if create && !path.is_file() {
                drop(Opened::create(&path)?);
            }
            Opened::open(&path)
        };
        let opened = py.detach(open).map_err(error::store)?;
        Ok(Self { path, handle: Mutex::new(Handle::Open(Box::new(opened))), failed: Mutex::default() })
    }

    /// Reads files into the store; says how many articles fared how.
    fn add<'py>(
        &self,
        py: Python<'py>,
        files: Vec<PathBuf>,
        jobs: Option<usize>,
        article_only: bool,
        again: bool,
        progress: bool,
    ) -> PyResult<Bound<'py, PyDict>> {
        py.detach(|| self.shut())?;
        let sum = adding(py, &self.path, files, jobs, Wanted { article_only, again }, progress)?;
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = sum.failures.clone();
        sum.dict(py)
    }

    /// What could not be read by the last `add`, as lines for people.
    fn failures(&self) -> Vec<String> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The rows that a query finds.
    fn find(
        &self,
        py: Python<'_>,
        query: &str,
        limit: Option<usize>,
        sort: Option<&str>,
    ) -> PyResult<Batches> {
        let query = Query::parse(query).map_err(|error| error::query(&error))?;
        let sort = sort.map(|name| name.parse::<Sort>().map_err(PyValueError::new_err)).transpose()?;
        let sort = sort.unwrap_or_else(|| Sort::of(&query));
        let limit = limit.unwrap_or(usize::MAX);
        let batches =
            self.search(py, |store| flat::found(store, &query, sort, limit).map_err(error::found))?;
        Ok(Batches::found(Table::Rows(query.kind()), batches))
    }

    /// How many rows a query finds, or their articles, or groups of copies.
    fn count(&self, py: Python<'_>, query: &str, by: &str) -> PyResult<u64> {
        let query = Query::parse(query).map_err(|error| error::query(&error))?;
        let known =
            || PyValueError::new_err(format!("by={by:?}: count by \"row\", \"article\" or \"group\""));
        let by = Counting::ALL.into_iter().find(|one| one.name() == by).ok_or_else(known)?;
        self.search(py, |store| store.count_all(&query, by).map_err(error::find))
    }

    /// The article of that id, with corrections.
    fn article(&self, py: Python<'_>, id: &str) -> PyResult<Option<Document>> {
        let record = self.search(py, |store| store.corrected(id).map_err(error::store))?;
        Ok(record.map(Document::new))
    }

    /// How many articles and groups of copies it holds.
    fn size(&self, py: Python<'_>) -> PyResult<(u64, u64)> {
        let size = self.search(py, |store| store.size().map_err(error::store))?;
        Ok((size.articles, size.groups))
    }

    /// Writes the store, or what a query finds, into a folder of files; gives their names.
    #[allow(clippy::too_many_arguments)]
    fn export(
        &self,
        py: Python<'_>,
        folder: PathBuf,
        formats: Vec<String>,
        query: Option<&str>,
        whole: bool,
        all_events: bool,
        title: Option<String>,
        authors: Vec<String>,
        force: bool,
    ) -> PyResult<Vec<String>> {
        let forms = formats.iter().map(|name| form(name)).collect::<PyResult<Vec<_>>>()?;
        let read = query.map(Query::parse).transpose().map_err(|error| error::query(&error))?;
        let about = About { made: now(), query: query.map(str::to_owned), whole, title, authors };
        let which = if all_events { Which::All } else { Which::Actual };
        let write = |store: &Opened| {
            let mut export = Export::begin(store, &folder, force)?;
            match &read {
                Some(query) => export.choose_query(query, whole)?,
                None => export.choose_all()?,
            };
            for form in forms {
                export.write(form, Style::default(), which)?;
            }
            let written = export.finish(&about)?;
            Ok::<_, ExportError>(written.into_iter().map(|file| file.name).collect())
        };
        self.search(py, |store| write(store).map_err(error::export))
    }

    /// Closes the store.
    fn close(&self, py: Python<'_>) {
        py.detach(|| *self.lock() = Handle::Closed);
    }
}

fn form(name: &str) -> PyResult<Form> {
    Form::named(name).ok_or_else(|| {
        let known = [Format::NAMES.as_slice(), &Form::NAMES].concat().join(" ");
        PyValueError::new_err(format!("{name:?} is no format; there are {known}"))
    })
}

fn closed() -> PyErr {
    error::StoreFailed::new_err("the store is closed")
}

/// What stops a search: an exception that waits in Python.
type Interrupt = Arc<Mutex<Option<PyErr>>>;

impl Store {
    fn lock(&self) -> MutexGuard<'_, Handle> {
        self.handle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of the file, until something is asked for.
    fn shut(&self) -> PyResult<()> {
        let mut handle = self.lock();
        if matches!(*handle, Handle::Closed) {
            return Err(closed());
        }
        *handle = Handle::Ready;
        Ok(())
    }

    /// Searches while Python's lock is free. Whoever interrupts it is heard within a tenth of a second.
    fn search<T: Send, E: Send + Into<PyErr>>(
        &self,
        py: Python<'_>,
        search: impl FnOnce(&Opened) -> Result<T, E> + Send,
    ) -> PyResult<T> {
        let interrupt = Interrupt::default();
        let asked = interrupt.clone();
        let done = py.detach(|| {
            let mut handle = self.lock();
            let store = handle.opened(&self.path)?;
            let watch = store.stop_when(interrupted(asked));
            let done = search(store).map_err(Into::into);
            drop(watch);
            done
        });
        let interrupt = interrupt.lock().unwrap_or_else(PoisonError::into_inner).take();
        interrupt.map_or(done, Err)
    }
}

/// Asks Python every tenth of a second whether somebody has interrupted it.
fn interrupted(heard: Interrupt) -> impl FnMut() -> bool + Send {
    let mut last = Instant::now();
    move || {
        if last.elapsed() < PATIENCE {
            return false;
        }
        last = Instant::now();
        match Python::attach(|py| py.check_signals()) {
            Ok(()) => false,
            Err(error) => {
                *heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                true
            }
        }
    }
}

/// How articles are taken in.
#[derive(Clone, Copy)]
struct Wanted {
    article_only: bool,
    again: bool,
}

/// How many articles fared how.
#[derive(Clone, Debug, Default)]
struct Sum {
    added: u64,
    changed: u64,
    reread: u64,
    known: u64,
    failed: u64,
    failures: Vec<String>,
}

/// Failures of which the words are kept.
const KEPT: usize = 1000;

impl Sum {
    fn count(&mut self, added: Added) {
        match added {
            Added::New => self.added += 1,
            Added::Changed => self.changed += 1,
            Added::Reread => self.reread += 1,
            Added::Known => self.known += 1,
        }
    }

    fn fail(&mut self, failed: &Failed) {
        self.failed += 1;
        if self.failures.len() < KEPT {
            self.failures.push(described(failed));
        }
    }

    fn read(&self) -> u64 {
        self.added + self.changed + self.reread + self.known
    }

    fn dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let Self { added, changed, reread, known, failed, failures: _ } = *self;
        let counts = [
            ("added", added),
            ("changed", changed),
            ("reread", reread),
            ("known", known),
            ("failed", failed),
        ];
        counts.into_iter().try_for_each(|(name, count)| dict.set_item(name, count))?;
        Ok(dict)
    }
}

/// Sends the sum on after each batch.
struct Teller {
    sum: Sum,
    told: Sender<Sum>,
}

impl Tell for Teller {
    fn tell(&mut self, written: &Written<'_>) -> io::Result<()> {
        written.added.iter().for_each(|added| self.sum.count(*added));
        self.sum.known += written.known.len() as u64;
        written.failed.iter().for_each(|failed| self.sum.fail(failed));
        // Whoever asked is gone only after an interrupt.
        let _ = self.told.send(self.sum.clone());
        Ok(())
    }
}

/// Adds files to a store on threads of its own; an interrupt lets what is read be stored, and stops.
fn adding(
    py: Python<'_>,
    path: &Path,
    files: Vec<PathBuf>,
    jobs: Option<usize>,
    wanted: Wanted,
    progress: bool,
) -> PyResult<Sum> {
    let reader = (!wanted.article_only).then(|| py.detach(model::reader)).transpose();
    let reader = reader.map_err(|error| error::model(&error))?;
    let inputs: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let adder = py.detach(|| Adder::begin(path, reader, wanted.again, &inputs)).map_err(error::store)?;
    let meter = Meter::default();
    let total = if progress { py.detach(|| total_bytes(&files, is_article)) } else { None };
    let progress = Progress::new(progress, total, meter.clone());
    let stop = Arc::new(AtomicBool::new(false));
    let items = until(items(files, Limits::default(), meter), stop.clone());
    let jobs = jobs.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let (told, sums) = channel();
    let run = move || adder.run(items, jobs, false, Teller { sum: Sum::default(), told }).map(drop);
    let thread = thread::Builder::new().name("annals".into()).stack_size(STACK).spawn(run);
    let thread = thread.map_err(|error| PyRuntimeError::new_err(format!("no thread to read on: {error}")))?;
    let sum = watched(py, sums, progress, &stop);
    let ended = py.detach(|| thread.join());
    let ended = ended.map_err(|_| PyRuntimeError::new_err("internal error, please report it"))?;
    ended.map_err(failed)?;
    sum
}

fn failed(error: AddError) -> PyErr {
    match error {
        AddError::Store(error) => error::store(error),
        AddError::Output(error) => error.into(),
    }
}

/// Items until `stop` says that it is enough.
fn until(
    items: impl Iterator<Item = Item> + Send,
    stop: Arc<AtomicBool>,
) -> impl Iterator<Item = Item> + Send {
    items.take_while(move |_| !stop.load(Ordering::Relaxed))
}

/// The last sum; tells how far adding is, and has it stopped where Python is interrupted.
fn watched(py: Python<'_>, sums: Receiver<Sum>, mut progress: Progress, stop: &AtomicBool) -> PyResult<Sum> {
    let sums = Mutex::new(sums);
    let mut last = Sum::default();
    loop {
        let next = py.detach(|| sums.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(PATIENCE));
        match next {
            Ok(sum) => last = sum,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        py.check_signals().inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
        progress.tick(py, last.read(), last.failed)?;
    }
    progress.finish(py, last.read(), last.failed)?;
    Ok(last)
}
