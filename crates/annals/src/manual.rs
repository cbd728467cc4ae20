//! What the program says of itself: schema, manual, completions.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::outcome::Exit;

/// Prints the JSON Schema of the records.
pub fn schema() -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &annals_record::json_schema()).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(Exit::Found)
}

/// Prints the completions of a shell.
pub fn completions(shell: Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "annals", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Exit::Found)
}

/// Prints the manual page, or writes all of them into `dir`.
pub fn man(dir: Option<&Path>) -> anyhow::Result<Exit> {
    let command = Cli::command();
    match dir {
        None => clap_mangen::Man::new(command).render(&mut io::stdout().lock())?,
        Some(dir) => {
            fs::create_dir_all(dir).with_context(|| format!("cannot make the folder {}", dir.display()))?;
            clap_mangen::generate_to(command, dir)
                .with_context(|| format!("cannot write the manual into {}", dir.display()))?;
        }
    }
    Ok(Exit::Found)
}
