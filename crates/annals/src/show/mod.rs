//! `annals show`: an article of a store with its versions and copies, or one finding with the words it stands on.

mod article;
mod cite;
mod finding;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use annals_store::{Meant, Store};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::cli::When;
use crate::outcome::Exit;
use crate::output::{colored, width};
use crate::report::Report;
use crate::style::Style;

/// Options of `annals show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The store.
    #[arg(value_name = "STORE")]
    pub store: PathBuf,
    /// An article: its id, the beginning of it, its key or its address; with `/s120-188` behind it, a finding.
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to print [default: report on a terminal, else jsonl].
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// When to colour the report.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

/// How an article or finding is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page a person reads.
    Report,
    /// JSON on one line.
    Jsonl,
    /// JSON, laid out.
    Json,
    /// How to cite it: a BibTeX entry.
    Bibtex,
    /// How to cite it: RIS.
    Ris,
    /// How to cite it: CSL-JSON.
    Csl,
}

/// `annals show`.
pub fn run(args: &ShowArgs) -> anyhow::Result<Exit> {
    let store = Store::open(&args.store)?;
    let (name, finding) = parts(&args.id);
    let name =
        if finding.is_some() && matches!(store.meant(&args.id)?, Meant::One(_)) { &args.id } else { name };
    let finding = finding.filter(|_| name != args.id);
    let id = match store.meant(name)? {
        Meant::One(id) => id,
        Meant::Nothing => {
            eprintln!("annals: {}: no article has the id, key or address {name:?}", args.store.display());
            return Ok(Exit::Nothing);
        }
        Meant::Several(articles) => {
            bail!("{name:?} means several articles; name one of {}", listed(&articles))
        }
    };
    let terminal = io::stdout().is_terminal();
    let format = args.format.unwrap_or(if terminal { Format::Report } else { Format::Jsonl });
    let report = Report::new(Style::new(colored(args.color, terminal)), width(terminal));
    let page = match finding {
        _ if cite::is_citation(format) => cite::page(&store, &id, finding, format),
        None => article::page(&store, &id, format, &report),
        Some(finding) => finding::page(&store, &id, finding, format, &report),
    };
    let Some(page) = page.with_context(|| args.store.display().to_string())? else {
        eprintln!("annals: the article {id} has no finding {}", finding.unwrap_or_default());
        return Ok(Exit::Nothing);
    };
    io::stdout().lock().write_all(page.as_bytes())?;
    Ok(Exit::Found)
}

/// An article and the finding behind it, where there is one.
fn parts(id: &str) -> (&str, Option<&str>) {
    match id.rsplit_once('/') {
        Some((article, finding)) if is_finding(finding) => (article, Some(finding)),
        _ => (id, None),
    }
}

/// Whether a word looks like `s120-188`.
fn is_finding(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let behind = word.strip_prefix(['e', 's', 'v', 'f', 't', 'p']).and_then(|rest| rest.split_once('-'));
    behind.is_some_and(|(start, end)| digits(start) && end.split('.').all(digits))
}

fn listed(articles: &[annals_store::Head]) -> String {
    let name =
        |head: &annals_store::Head| format!("{} ({})", head.id, head.title.as_deref().unwrap_or("no title"));
    articles.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// JSON on a line, or laid out.
fn printed(format: Format, value: &Value) -> serde_json::Result<String> {
    let text = if format == Format::Json {
        serde_json::to_string_pretty(value)
    } else {
        serde_json::to_string(value)
    };
    Ok(text? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_stand_behind_articles() {
        assert_eq!(parts("0a1b/s120-188"), ("0a1b", Some("s120-188")));
        assert_eq!(parts("0a1b/s120-188.2"), ("0a1b", Some("s120-188.2")));
        for article in ["0a1b", "https://news.example/2024/story-1", "https://news.example/s-1", "a/x1-2"] {
            assert_eq!(parts(article), (article, None));
        }
    }
}
