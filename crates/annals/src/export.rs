//! `annals export`: a store, or what a query finds in it, as files for other programs.

use std::io::Write;
use std::path::PathBuf;
use std::thread::available_parallelism;

use annals_drive::{now, ordered};
use annals_read::model::Reader;
use annals_record::Article;
use annals_store::export::{About, Export, Form, Format, Output, Style, Which, Written};
use annals_store::{Query, Store};
use anyhow::{Context, bail};
use clap::Args;

use crate::conllu::Text;
use crate::outcome::Exit;

/// Examples at the end of the help.
pub const EXAMPLES: &str = "\
Examples:
  annals export news.annals -o out                        all tables as CSV and Parquet
  annals export news.annals -o out 'type:statement speaker:\"Ann Lee\" since:2024-01'
  annals export news.annals -o out --format csv --bom     CSV that a spreadsheet opens rightly
  annals export news.annals -o out --whole-articles 'ceasefire' --format parquet,records
  annals export news.annals -o out --format polecat,gdelt

Beside the tables stand datapackage.json (what the files are, for programs), codebook.md (the same for people) and CITATION.cff.";

/// Options of `annals export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The store.
    #[arg(value_name = "STORE")]
    pub store: PathBuf,
    /// What to export, in the language of `annals find` [default: all].
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// The folder to write into; made where there is none, refused where it holds something.
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Formats, commas between: csv, parquet, tsv, jsonl, json (tables), records, polecat, gdelt, gdelt1, annotations, conllu.
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "csv,parquet", value_parser = Chosen::named)]
    pub format: Vec<Chosen>,
    /// With a query: all that is found in the articles in which it finds something.
    #[arg(long)]
    pub whole_articles: bool,
    /// In polecat and gdelt: events that are planned, possible, negated or demanded, too, with a last column Status.
    #[arg(long)]
    pub all_events: bool,
    /// Begin CSV with a byte order mark, by which spreadsheets know UTF-8.
    #[arg(long)]
    pub bom: bool,
    /// In CSV: no apostrophe before texts that a spreadsheet takes for formulas.
    #[arg(long)]
    pub unguarded: bool,
    /// Title of the data, for codebook and citation.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Who publishes the data, for codebook and citation; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// Day of the export, YYYY-MM-DD [default: today, UTC].
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<String>,
    /// Replace the files of an earlier export in the folder.
    #[arg(long)]
    pub force: bool,
}

/// A format of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// One that the store writes.
    Form(Form),
    /// The words of the articles, which need the reader.
    Conllu,
}

impl Chosen {
    fn named(name: &str) -> Result<Self, String> {
        let form = if name == "conllu" { Some(Self::Conllu) } else { Form::named(name).map(Self::Form) };
        let known = [Format::NAMES.as_slice(), &Form::NAMES, &["conllu"]].concat();
        form.ok_or_else(|| format!("there are {}", known.join(", ")))
    }
}

fn day(text: &str) -> Result<String, String> {
    let date: Result<jiff::civil::Date, _> = text.parse();
    date.map(|date| date.to_string()).map_err(|_| "give a day as YYYY-MM-DD".to_owned())
}

/// `annals export`.
pub fn run(args: &ExportArgs) -> anyhow::Result<Exit> {
    let store = Store::open(&args.store)?;
    let query = args.query.join(" ");
    let query = Some(query.trim()).filter(|query| !query.is_empty());
    if args.whole_articles && query.is_none() {
        bail!("--whole-articles goes with a query; without one, all is exported as it is");
    }
    let mut export = Export::begin(&store, &args.output, args.force)?;
    if choose(&mut export, query, args.whole_articles)? == 0 {
        eprintln!("annals: nothing found, nothing written");
        return Ok(Exit::Nothing);
    }
    let style = Style { bom: args.bom, unguarded: args.unguarded };
    let which = if args.all_events { Which::All } else { Which::Actual };
    for format in formats(&args.format) {
        match format {
            Chosen::Form(form) => export.write(form, style, which)?,
            Chosen::Conllu => conllu(&mut export, args)?,
        }
    }
    let written = export.finish(&about(args, query))?;
    tell(args, &written);
    Ok(Exit::Found)
}

/// Each format once, in the order given.
fn formats(given: &[Chosen]) -> Vec<Chosen> {
    let first = |(at, format): (usize, &Chosen)| (!given[..at].contains(format)).then_some(*format);
    given.iter().enumerate().filter_map(first).collect()
}

fn about(args: &ExportArgs, query: Option<&str>) -> About {
    let made = match &args.date {
        Some(day) => format!("{day}T00:00:00Z"),
        None => now(),
    };
    About {
        made,
        query: query.map(str::to_owned),
        whole: args.whole_articles,
        title: args.title.clone(),
        authors: args.author.clone(),
    }
}

fn tell(args: &ExportArgs, written: &[Written]) {
    let bytes: u64 = written.iter().map(|file| file.bytes).sum();
    #[allow(clippy::cast_precision_loss)]
    let megabytes = bytes as f64 / 1e6;
    eprintln!("annals: {} files, {megabytes:.1} MB in {}", written.len(), args.output.display());
}

/// Chooses what is exported; says how many rows, without a query how many articles.
fn choose(export: &mut Export<'_>, query: Option<&str>, whole: bool) -> anyhow::Result<u64> {
    let Some(query) = query else { return Ok(export.choose_all()?) };
    let query = Query::parse(query).map_err(|error| anyhow::anyhow!("{}", error.pointed()))?;
    Ok(export.choose_query(&query, whole)?)
}

/// Writes the words of the articles, which are read anew on all cores.
fn conllu(export: &mut Export<'_>, args: &ExportArgs) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    export.each_article(|row| {
        rows.push(row);
        anyhow::Ok(())
    })?;
    let reader = Reader::shipped()?;
    // A store of its own, as the articles are taken on another thread. A row of an article never changes.
    let store = Store::open(&args.store)?;
    let articles = rows.into_iter().map(move |row| article(&store, row));
    let description = "The words of the articles with lemma, tags, heads and names, as CoNLL-U.";
    export.write_other("articles.conllu", description, "text/plain; charset=utf-8", |out| {
        let jobs = available_parallelism().map_or(1, usize::from);
        let mut count = 0;
        ordered(articles, jobs, |article| words(article?, &reader), |page| take(out, page, &mut count))?;
        anyhow::Ok(count)
    })
}

fn take(out: &mut Output, page: anyhow::Result<Vec<u8>>, count: &mut u64) -> anyhow::Result<()> {
    out.write_all(&page?)?;
    *count += 1;
    Ok(())
}

fn words(article: Article, reader: &Reader) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    let id = article.id.clone();
    let written = Text::new(article).write(&mut page, |text, doc| Ok(reader.analyse(text, doc)?));
    written.with_context(|| format!("article {id}"))?;
    Ok(page)
}

fn article(store: &Store, row: i64) -> anyhow::Result<Article> {
    let sql = "SELECT id, key, language, text FROM articles WHERE article = ?1";
    let mut statement = store.connection().prepare_cached(sql).context("the store")?;
    let article = statement.query_row([row], |row| {
        let (id, key) = (row.get(0)?, row.get(1)?);
        Ok(Article { id, key, language: row.get(2)?, text: row.get(3)?, ..Article::default() })
    });
    article.context("the store")
}
