//! `annals add`: articles read on all cores into a store, with one writer.

mod told;

use std::path::PathBuf;

use annals_drive::{Adder, Meter};
use annals_read::model::Reader;
use annals_text::Limits;
use anyhow::{Context, bail};
use clap::Args;

use crate::cli::InputArgs;
use crate::outcome::Exit;
use crate::output::jobs;
use crate::progress::Progress;
use crate::sources::{self, Content};
use told::Told;

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

/// How far reading into a store steps back behind other programs, as `nice` counts.
#[cfg(unix)]
const NICE: i32 = 10;

/// Lets other programs go first: whoever reads the store meanwhile waits for a page, nobody for this.
fn step_back() {
    #[cfg(unix)]
    rustix::process::nice(NICE).ok();
}

/// `annals add`.
pub fn run(args: &AddArgs) -> anyhow::Result<Exit> {
    if !sources::given(&args.input.files) {
        bail!("nothing to read: name files or folders, or `-` for standard input (see `annals help add`)");
    }
    step_back();
    let name = || args.store.display().to_string();
    let reader = (!args.article_only).then(Reader::shipped).transpose()?;
    let inputs: Vec<String> = args.input.files.iter().map(|file| file.display().to_string()).collect();
    let adder = Adder::begin(&args.store, reader.as_ref(), args.again, &inputs).with_context(name)?;
    let meter = Meter::default();
    let total = || sources::total_bytes(&args.input.files, Content::Articles);
    let progress = Progress::new(args.input.progress, true, total, meter.clone());
    let limits = Limits { max_bytes: args.input.max_bytes };
    let items = annals_drive::items(sources::named(&args.input.files), limits, meter);
    let told = Told::new(progress, args.log);
    let (told, store) = adder.run(items, jobs(&args.input), args.input.strict, told).with_context(name)?;
    told.finish(&store).with_context(name)
}
