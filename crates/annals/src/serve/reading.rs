//! Reading a text that is given to the server: threads of their own with a queue that is bounded, one reader for all.

use std::any::Any;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use annals_read::model::Reader;
use annals_record::Record;
use annals_text::Draft;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

use super::problem::Problem;

/// Stack of a reading thread in bytes, as large as a main thread's.
const STACK: usize = 8 << 20;

/// Texts that wait at most.
const QUEUE: usize = 8;

struct Job {
    draft: Draft,
    until: Instant,
    done: oneshot::Sender<thread::Result<Record>>,
}

/// The reading threads.
#[derive(Clone)]
pub struct Reading(SyncSender<Job>);

impl Reading {
    /// Starts the threads: half the cores, so that pages are answered meanwhile.
    ///
    /// # Errors
    /// Where the reader's weights are broken, or the system gives no thread.
    pub fn start() -> anyhow::Result<Self> {
        let reader = Arc::new(Reader::shipped()?);
        let (sender, jobs) = sync_channel(QUEUE);
        let jobs = Arc::new(Mutex::new(jobs));
        let threads = thread::available_parallelism().map_or(1, NonZero::get).div_ceil(2);
        for _ in 0..threads {
            let (reader, jobs) = (reader.clone(), jobs.clone());
            thread::Builder::new()
                .name("read".into())
                .stack_size(STACK)
                .spawn(move || toil(&reader, &jobs))?;
        }
        Ok(Self(sender))
    }

    /// The record of a text.
    ///
    /// # Errors
    /// Too many texts at once; too late; a panic.
    pub async fn read(&self, draft: Draft, until: Instant) -> Result<Record, Problem> {
        let (done, record) = oneshot::channel();
        self.0.try_send(Job { draft, until, done }).map_err(|error| match error {
            TrySendError::Full(_) => Problem::busy(),
            TrySendError::Disconnected(_) => Problem::internal("the reading threads are gone"),
        })?;
        let record = timeout_at(until, record).await.map_err(|_| Problem::late())?;
        record.map_err(|_| Problem::late())?.map_err(|panic| Problem::internal(said(panic.as_ref())))
    }
}

fn toil(reader: &Reader, jobs: &Mutex<Receiver<Job>>) {
    annals_drive::keep_to_this_thread();
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { draft, until, done }) = job else { break };
        // Nobody waits for one that is late or whose client is gone.
        if done.is_closed() || Instant::now() >= until {
            continue;
        }
        let read = catch_unwind(AssertUnwindSafe(|| annals_read::read(draft, reader)));
        let _ = done.send(read);
    }
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("reading failed: {}", text.as_deref().unwrap_or("for a reason that cannot be shown"))
}
