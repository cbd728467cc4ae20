//! The program: files in, records out; all that knows terminals, files and exit codes.

mod add;
mod cli;
mod conllu;
mod correct;
mod explain;
mod export;
mod find;
mod manual;
mod outcome;
mod output;
mod progress;
mod report;
mod serve;
mod show;
mod sources;
mod style;
mod tokenized;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Verb};
use crate::outcome::Exit;

fn main() -> ExitCode {
    let Cli { verb } = Cli::parse();
    let done = match verb {
        Verb::Read(args) => output::read(&args),
        Verb::Add(args) => add::run(&args),
        Verb::Find(args) => find::run(&args),
        Verb::Show(args) => show::run(&args),
        Verb::Correct(args) => correct::run(&args),
        Verb::Parse(args) => output::parse(&args),
        Verb::Explain(args) => output::explain(&args),
        Verb::Export(args) => export::run(&args),
        Verb::Serve(args) => serve::run(&args),
        Verb::Schema => manual::schema(),
        Verb::Completions { shell } => manual::completions(shell),
        Verb::Man { dir } => manual::man(dir.as_deref()),
    };
    done.unwrap_or_else(complain).into()
}

/// A reader that went away (`annals … | head`) is no error; anything else is said on standard error.
fn complain(error: anyhow::Error) -> Exit {
    let closed =
        error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
    if closed {
        return Exit::Found;
    }
    eprintln!("annals: {error:#}");
    Exit::Failed
}
