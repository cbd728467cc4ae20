//! The server: pages and an API over a store, on this machine.
//!
//! A request goes through [`around`] (who may ask, how long, what every answer says of itself) and [`router`] to the module
//! of its screen. That gathers a model of [`models`] out of a snapshot of the store; [`screen`] answers with it in the form
//! that the URL's suffix asks for: a page of [`pages`], JSON, or the whole list as a file.

mod actor;
mod app;
mod around;
mod article;
mod assets;
mod cite;
mod compare;
mod corrections;
mod counts;
mod finding;
mod format;
mod given;
mod hits;
mod hosts;
mod listen;
mod login;
mod map;
mod marked;
pub mod models;
mod openapi;
mod overview;
pub mod pages;
mod params;
mod pool;
mod problem;
mod reading;
mod record;
mod review;
mod router;
mod screen;
mod search;
mod token;
mod urls;
mod words;

use std::net::{SocketAddr, TcpListener};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::{Context, bail};
use clap::Args;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

use crate::outcome::Exit;
use app::App;
use hosts::Hosts;
use pool::Pool;
use reading::Reading;
use token::Token;

/// Handles that files are written from at once.
const STREAMS: usize = 4;

/// Options of `annals serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The store.
    pub store: PathBuf,
    /// The address to listen at; another one than this machine's own needs a token (--token-file). Port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8750")]
    pub bind: SocketAddr,
    /// A name under which the server is reached, beside its address and localhost; may be given several times.
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Answer only who shows the token whose hash stands in this file; where there is no such file, a token is made
    /// and shown once.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Take no corrections.
    #[arg(long)]
    pub read_only: bool,
}

/// Examples of `annals serve`.
pub const EXAMPLES: &str = "\
Examples:
  annals serve news.annals                       pages at http://127.0.0.1:8750/, for this machine only
  annals serve news.annals --bind 0.0.0.0:8750 --token-file token --host desk.example
  curl 'http://127.0.0.1:8750/search.csv?q=type:figure+measure:killed'

Every page answers as data, too, with .json, .jsonl, .csv, .tsv or .parquet behind its path; /openapi.json describes
all addresses. Ctrl-C ends the server once requests under way are answered.";

/// `annals serve`.
pub fn run(args: &ServeArgs) -> anyhow::Result<Exit> {
    if !args.bind.ip().is_loopback() && args.token_file.is_none() {
        bail!(
            "{} can be reached from other machines: name a --token-file, or bind to 127.0.0.1",
            args.bind.ip()
        );
    }
    let cores = std::thread::available_parallelism().map_or(2, NonZero::get);
    let handles = (cores * 2).max(4);
    let pool = Pool::open(&args.store, handles, STREAMS)?;
    let listener =
        TcpListener::bind(args.bind).with_context(|| format!("{}: cannot be listened at", args.bind))?;
    listener.set_nonblocking(true)?;
    let app = app(args, listener.local_addr()?, pool)?;
    let runtime = runtime(cores, handles + STREAMS)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        eprintln!("annals: {} at {}/ (Ctrl-C ends it)", args.store.display(), app.base);
        listen::serve(listener, router::router(app), ended()).await;
        Ok::<_, std::io::Error>(())
    })?;
    // Nobody waits for what is still read.
    runtime.shutdown_background();
    Ok(Exit::Found)
}

fn app(args: &ServeArgs, bound: SocketAddr, pool: Pool) -> anyhow::Result<Arc<App>> {
    let token = args.token_file.as_deref().map(|path| Token::of_file(path, bound.port())).transpose()?;
    let (token, made) = token.map_or((None, None), |(token, made)| (Some(token), made));
    if let Some(made) = made {
        eprintln!("annals: the token, shown this once: {made}");
    }
    let name = args.store.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(Arc::new(App {
        name: name.unwrap_or_default(),
        path: args.store.clone(),
        base: base(args, bound),
        read_only: args.read_only,
        pool,
        writer: Mutex::new(None),
        overview: overview::Last::default(),
        reading: Reading::start()?,
        hosts: Hosts::new(bound, &args.hosts),
        token,
        gate: Semaphore::new(app::AT_ONCE),
    }))
}

/// The address that citations give: the first name, where there is one, else the address bound.
fn base(args: &ServeArgs, bound: SocketAddr) -> String {
    match args.hosts.first() {
        Some(name) if name.contains(':') => format!("http://{name}"),
        Some(name) => format!("http://{name}:{}", bound.port()),
        None => format!("http://{bound}"),
    }
}

fn runtime(cores: usize, blocking: usize) -> std::io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(cores).max_blocking_threads(blocking + 4).enable_all().build()
}

/// Ctrl-C, or the system's wish that the program end.
async fn ended() {
    let interrupted = async { tokio::signal::ctrl_c().await };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => (),
                _ = terminated.recv() => (),
            }
            return;
        }
    }
    let _ = interrupted.await;
}
