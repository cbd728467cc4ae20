//! Articles on their way from files or a frame: read on threads of their own, taken one by one or as tables.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, available_parallelism};
use std::time::{Duration, Instant};

use annals_drive::{Item, Meter, STACK, is_article, items, ordered, total_bytes};
use annals_record::{Failed, Outcome};
use annals_store::flat::{Flat, Tables};
use annals_text::Limits;
use pyo3::exceptions::{PyOSError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::document::Document;
use crate::frame::Frame;
use crate::model::{outcomes, reader};
use crate::progress::Progress;
use crate::table::Batches;
use crate::{error, value};

/// How long Python's lock is left alone at most.
const PATIENCE: Duration = Duration::from_millis(100);

/// Items that wait for the taker, at most.
const WAITING: usize = 64;

type Items = Box<dyn Iterator<Item = Item> + Send>;

/// Outcomes, in the order of the input.
#[pyclass(frozen, module = "annals")]
pub struct Stream(Mutex<State>);

struct State {
    results: Receiver<Vec<Outcome>>,
    waiting: VecDeque<Outcome>,
    failed: Vec<(u64, Failed)>,
    read: u64,
    ended: bool,
    progress: Progress,
}

/// Starts threads that read `items`. They stop when nobody listens any more.
fn start(py: Python<'_>, items: Items, jobs: Option<usize>, progress: Progress) -> PyResult<Stream> {
    let reader = py.detach(reader).map_err(|error| error::model(&error))?;
    let jobs = jobs.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let (sender, results) = sync_channel(WAITING);
    let read = move || {
        // Refused only where nobody listens any more.
        let _ = ordered(items, jobs, |item| outcomes(item, reader), |found| sender.send(found));
    };
    let thread = thread::Builder::new().name("annals".into()).stack_size(STACK);
    thread.spawn(read).map_err(|error| PyRuntimeError::new_err(format!("no thread to read on: {error}")))?;
    let waiting = VecDeque::new();
    let state = State { results, waiting, failed: Vec::new(), read: 0, ended: false, progress };
    Ok(Stream(Mutex::new(state)))
}

#[pymethods]
impl Stream {
    /// Reads files and folders.
    #[staticmethod]
    fn of_files(py: Python<'_>, files: Vec<PathBuf>, jobs: Option<usize>, progress: bool) -> PyResult<Self> {
        let meter = Meter::default();
        let total = if progress { py.detach(|| total_bytes(&files, is_article)) } else { None };
        let items = items(files, Limits::default(), meter.clone());
        start(py, Box::new(items), jobs, Progress::new(progress, total, meter))
    }

    /// Reads the rows of a frame.
    #[staticmethod]
    fn of_frame(py: Python<'_>, frame: &Frame, jobs: Option<usize>, progress: bool) -> PyResult<Self> {
        let rows = frame.take().ok_or_else(|| PyRuntimeError::new_err("the rows have been taken"))?;
        start(py, Box::new(rows), jobs, Progress::new(progress, None, Meter::default()))
    }

    /// The next article that could be read; None at the end.
    fn next_document(&self, py: Python<'_>) -> PyResult<Option<Document>> {
        loop {
            match self.next(py)? {
                Some(Outcome::Read(record)) => return Ok(Some(Document::new(*record))),
                Some(Outcome::Failed(_)) => {}
                None => return Ok(None),
            }
        }
    }

    /// The next outcome as a line of JSON; None at the end.
    fn next_line(&self, py: Python<'_>) -> PyResult<Option<String>> {
        self.next(py)?.map(|outcome| value::json(&outcome)).transpose()
    }

    /// Writes all outcomes to a file, one a line.
    fn write(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let named = |error: std::io::Error| PyOSError::new_err(format!("{}: {error}", path.display()));
        let mut out = BufWriter::new(File::create(&path).map_err(named)?);
        while let Some(outcome) = self.next(py)? {
            let line = value::json(&outcome)?;
            py.detach(|| writeln!(out, "{line}")).map_err(named)?;
        }
        out.flush().map_err(named)
    }

    /// What is left, or the next `most` articles of it, as tables by name; None where nothing is left of what was cut so.
    #[pyo3(signature = (most=None))]
    fn tables<'py>(&self, py: Python<'py>, most: Option<u64>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let known = self.state().failed.len();
        let (mut tables, all) = (Tables::new(), most.unwrap_or(u64::MAX));
        let mut left = all;
        while left > 0 && self.collect(py, &mut tables, &mut left)? {}
        if most.is_some() && left == all {
            return Ok(None);
        }
        for (number, failed) in &self.state().failed[known..] {
            tables.failed(*number, failed);
        }
        let batches = py.detach(|| tables.finish());
        let all = PyDict::new(py);
        for table in Flat::all() {
            all.set_item(table.name(), Batches::new(table, batches.of(table).to_vec()))?;
        }
        Ok(Some(all))
    }

    /// Failures so far as lines for people: whose, and what.
    fn failures(&self) -> Vec<String> {
        self.state().failed.iter().map(|(_, failed)| described(failed)).collect()
    }

    /// How many articles were read and how many failed so far.
    fn counts(&self) -> (u64, u64) {
        let state = self.state();
        (state.read, state.failed.len() as u64)
    }
}

/// A failure in a line: whose, and what.
pub fn described(failed: &Failed) -> String {
    let origin = &failed.article;
    let name = origin.uri.as_deref().or(origin.key.as_deref()).unwrap_or("an article without a name");
    format!("{name}: {}", failed.error.message)
}

impl Stream {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next outcome, failed or not; failures are kept.
    fn next(&self, py: Python<'_>) -> PyResult<Option<Outcome>> {
        loop {
            let next = py.detach(|| self.state().wait());
            self.report(py)?;
            if let Some(done) = next {
                return Ok(done);
            }
        }
    }

    /// Puts what comes in the next moment into `tables`, `left` articles at most; says whether more may come.
    fn collect(&self, py: Python<'_>, tables: &mut Tables, left: &mut u64) -> PyResult<bool> {
        let more = py.detach(|| {
            let end = Instant::now() + PATIENCE;
            let mut state = self.state();
            while *left > 0 && Instant::now() < end {
                match state.wait() {
                    Some(Some(Outcome::Read(record))) => tables.push(&record),
                    Some(Some(Outcome::Failed(_))) => {}
                    Some(None) => return false,
                    None => continue,
                }
                *left -= 1;
            }
            true
        });
        self.report(py)?;
        Ok(more)
    }

    /// Lets Python interrupt, and says how far reading is.
    fn report(&self, py: Python<'_>) -> PyResult<()> {
        py.check_signals()?;
        let mut state = self.state();
        let (read, failed, ended) = (state.read, state.failed.len() as u64, state.ended);
        match ended {
            true => state.progress.finish(py, read, failed),
            false => state.progress.tick(py, read, failed),
        }
    }
}

impl State {
    /// The next outcome, or that there is none; nothing where it takes too long.
    fn wait(&mut self) -> Option<Option<Outcome>> {
        if self.waiting.is_empty() && !self.ended {
            match self.results.recv_timeout(PATIENCE) {
                Ok(found) => self.waiting.extend(found),
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => self.ended = true,
            }
        }
        let next = self.waiting.pop_front();
        match &next {
            Some(Outcome::Read(_)) => self.read += 1,
            Some(Outcome::Failed(failed)) => {
                self.failed.push((self.read + self.failed.len() as u64, (**failed).clone()));
            }
            None if !self.ended => return None,
            None => {}
        }
        Some(next)
    }
}
