//! Handles for reading the store: a few, each on a blocking thread of its own while it works, none longer than its request.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use annals_store::{Store, StoreError};
use axum::body::{Body, Bytes};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout_at};

use super::problem::Problem;

/// How long a file may take to be written; what is slower than this is cut off, and seen to be.
const STREAM: Duration = Duration::from_secs(600);

/// How long whoever takes a file may take nothing.
const STALL: Duration = Duration::from_secs(30);

/// Bytes of a file that are sent at once.
const CHUNK: usize = 64 << 10;

/// Handles for reading.
#[derive(Clone, Debug)]
pub struct Pool(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
    pages: Arc<Semaphore>,
    streams: Arc<Semaphore>,
}

/// Ends the work of a request that nobody waits for any more.
struct Leaving(Arc<AtomicBool>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Pool {
    /// Handles of the store at `path`: `pages` for pages, `streams` for files.
    ///
    /// # Errors
    /// Where the store cannot be opened.
    pub fn open(path: &Path, pages: usize, streams: usize) -> Result<Self, StoreError> {
        let first = Store::open(path)?;
        let (pages, streams) = (Arc::new(Semaphore::new(pages)), Arc::new(Semaphore::new(streams)));
        Ok(Self(Arc::new(Inner { path: path.to_owned(), idle: Mutex::new(vec![first]), pages, streams })))
    }

    /// Does `work` on a snapshot of the store; whatever runs at `until`, or when the caller is gone, is stopped.
    ///
    /// # Errors
    /// Those of `work`; too many requests; too late.
    pub async fn read<T: Send + 'static>(
        &self,
        until: Instant,
        work: impl FnOnce(&Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let permit = permit(&self.0.pages, until).await?;
        let gone = Arc::new(AtomicBool::new(false));
        let _leaving = Leaving(gone.clone());
        let pool = self.clone();
        let work = move || pool.with(until, gone, permit, work);
        spawn_blocking(work).await.unwrap_or_else(|error| Err(Problem::internal(error)))
    }

    /// A body that `write` writes while it is sent, from a snapshot of the store. Where `write` fails, the body breaks off.
    ///
    /// # Errors
    /// Too many files at once.
    pub async fn stream(
        &self,
        until: Instant,
        write: impl FnOnce(&Store, &mut (dyn Write + Send)) -> Result<(), Problem> + Send + 'static,
    ) -> Result<Body, Problem> {
        let permit = permit(&self.0.streams, until).await?;
        let (sender, mut chunks) = mpsc::channel::<io::Result<Bytes>>(4);
        let (pool, handle, gone) = (self.clone(), Handle::current(), Arc::new(AtomicBool::new(false)));
        spawn_blocking(move || {
            let mut out = Chunks { sender, handle, held: Vec::new() };
            let work = |store: &Store| {
                write(store, &mut out)?;
                out.flush().map_err(Problem::internal)
            };
            if pool.with(Instant::now() + STREAM, gone, permit, work).is_err() {
                out.give(Err(io::Error::other("broken off"))).ok();
            }
        });
        Ok(Body::from_stream(futures_util::stream::poll_fn(move |context| chunks.poll_recv(context))))
    }

    fn with<T>(
        &self,
        until: Instant,
        gone: Arc<AtomicBool>,
        _permit: OwnedSemaphorePermit,
        work: impl FnOnce(&Store) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let idle = || self.0.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = idle().pop();
        let store = match taken {
            Some(store) => store,
            None => Store::open(&self.0.path)?,
        };
        let watch = store.stop_when(move || gone.load(Ordering::Relaxed) || Instant::now() >= until);
        let done = store.snapshot(work);
        drop(watch);
        idle().push(store);
        done
    }
}

async fn permit(from: &Arc<Semaphore>, until: Instant) -> Result<OwnedSemaphorePermit, Problem> {
    let permit = timeout_at(until, from.clone().acquire_owned()).await;
    permit.map_err(|_| Problem::busy())?.map_err(Problem::internal)
}

/// Collects what is written and sends it in chunks.
struct Chunks {
    sender: mpsc::Sender<io::Result<Bytes>>,
    handle: Handle,
    held: Vec<u8>,
}

impl Chunks {
    fn give(&self, chunk: io::Result<Bytes>) -> io::Result<()> {
        let sent = self.handle.block_on(self.sender.send_timeout(chunk, STALL));
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        if held.is_empty() { Ok(()) } else { self.give(Ok(held.into())) }
    }
}
