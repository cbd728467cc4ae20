//! `annals add`: articles read on all cores into a store, with one writer.

mod told;
mod writer;

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use annals_read::model::Reader;
use annals_record::{Failed, Note, Origin, Outcome};
use annals_store::{Entry, Store};
use annals_text::{Draft, Limits};
use anyhow::{Context, bail};
use clap::Args;

use crate::cli::InputArgs;
use crate::clock;
use crate::outcome::Exit;
use crate::output::{drafts, guarded, jobs, record};
use crate::pipeline;
use crate::progress::Progress;
use crate::sources::{self, Content, Item, Meter};
use told::Told;
use writer::Writer;

/// Options of `annals add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The store: one file, made where there is none.
    #[arg(value_name = "STORE")]
    pub store: PathBuf,
    /// What to read, and how.
    #[command(flatten)]
    pub input: InputArgs,
    /// Keep the articles without findings, many times as fast; a later add without this fills them in.
    #[arg(long)]
    pub article_only: bool,
    /// Read anew what another version of annals has read; versions, groups and corrections stay.
    #[arg(long, conflicts_with = "article_only")]
    pub again: bool,
    /// Print a line of JSON an article once it is on the disk: outcome, id, key, uri.
    #[arg(long)]
    pub log: bool,
}

/// What the workers give the writer.
pub(crate) enum Unit {
    /// An article to be stored.
    Entry(Box<Entry>),
    /// An article that the store has, with its id.
    Known(Origin, String),
    /// An article that could not be read.
    Failed(Box<Failed>),
}

/// How far reading into a store steps back behind other programs, as `nice` counts.
#[cfg(unix)]
const NICE: i32 = 10;

/// Lets other programs go first: whoever reads the store meanwhile waits for a page, nobody for this.
fn step_back() {
    #[cfg(unix)]
    rustix::process::nice(NICE).ok();
}

/// Units on their way to the writer, at most.
const WAITING: usize = 256;

/// `annals add`.
pub fn run(args: &AddArgs) -> anyhow::Result<Exit> {
    if !sources::given(&args.input.files) {
        bail!("nothing to read: name files or folders, or `-` for standard input (see `annals help add`)");
    }
    step_back();
    let name = || args.store.display().to_string();
    let reader = (!args.article_only).then(Reader::shipped).transpose()?;
    let engine = reader.as_ref().map_or_else(|| annals_read::ENGINE.to_owned(), annals_read::engine);
    let mut store = Store::create(&args.store).with_context(name)?;
    let inputs: Vec<String> = args.input.files.iter().map(|file| file.display().to_string()).collect();
    let run = store.begin(&clock::now(), &engine, &inputs).with_context(name)?;
    let known = Mutex::new(Store::open(&args.store).with_context(name)?);
    let desk = Desk { reader, engine, again: args.again, known };
    let meter = Meter::default();
    let total = || sources::total_bytes(&args.input.files, Content::Articles);
    let progress = Progress::new(args.input.progress, true, total, meter.clone());
    let told = Told::new(progress, args.log);
    let (told, store) = work(args, meter, &desk, Writer::new(store, run, told)).with_context(name)?;
    // The last to leave tidies up beside the file, which a reader may not.
    drop(desk);
    told.finish(&store).with_context(name)
}

/// Reads on all cores, writes on one thread of its own.
fn work(args: &AddArgs, meter: Meter, desk: &Desk, writer: Writer) -> anyhow::Result<(Told, Store)> {
    let limits = Limits { max_bytes: args.input.max_bytes };
    let items = sources::items(&args.input.files, Content::Articles, limits, meter);
    let (sender, units) = sync_channel(WAITING);
    thread::scope(|scope| {
        let writing = scope.spawn(move || writer.run(units));
        let strict = args.input.strict;
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
            pipeline::ordered(items, jobs(&args.input), |item| guarded(item, &|item| desk.units(item)), take);
        drop(sender);
        let written =
            writing.join().map_err(|_| io::Error::other("internal error in the writer, please report it"))?;
        Ok(written?)
    })
}

/// What the workers share.
struct Desk {
    reader: Option<Reader>,
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

impl Desk {
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
        let record = match record(draft, self.reader.as_ref()) {
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
    fn wanted(&self, id: &str) -> Result<Wanted, annals_store::StoreError> {
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
