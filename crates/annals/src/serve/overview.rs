//! The store as a whole, as Search shows it without a query.

use std::sync::{Mutex, PoisonError};

use annals_store::{AddRun, Kind, Query, State, Store};

use super::app::Ask;
use super::counts::by_month;
use super::hits::hits;
use super::models::{Count, Overview, Run};
use super::problem::Problem;
use super::urls;

/// The overview that was made last, and of what state of the store.
pub type Last = Mutex<Option<(State, Overview)>>;

/// What the store of a request holds; made anew where the store has come further.
pub fn overview(store: &Store, ask: &Ask) -> Result<Overview, Problem> {
    let last = || ask.app.overview.lock().unwrap_or_else(PoisonError::into_inner);
    let state = store.state()?;
    if let Some((_, overview)) = last().as_ref().filter(|(of, _)| *of == state) {
        return Ok(overview.clone());
    }
    let overview = made(store)?;
    *last() = Some((state, overview.clone()));
    Ok(overview)
}

fn made(store: &Store) -> Result<Overview, Problem> {
    let found = store.overview()?;
    let mut counts: Vec<Count> = found.counts.iter().map(|(kind, count)| of_kind(*kind, *count)).collect();
    let groups = Count {
        value: None,
        label: "groups of copies".to_owned(),
        count: found.groups,
        url: urls::search("type:article"),
    };
    counts.insert(1.min(counts.len()), groups);
    Ok(Overview {
        counts,
        days: days(found.days),
        sources: found.sources.into_iter().map(source).collect(),
        newest: hits(store, &Query::everything(Kind::Article), found.newest)?,
        runs: found.runs.into_iter().map(run).collect(),
    })
}

fn of_kind(kind: Kind, count: u64) -> Count {
    Count {
        value: Some(kind.name().to_owned()),
        label: kind.table().to_owned(),
        count,
        url: urls::search(&format!("type:{kind}")),
    }
}

/// Days with articles, or months where the days are many.
fn days(days: Vec<(Option<String>, u64)>) -> Vec<Count> {
    let known = days.into_iter().filter_map(|(day, count)| Some((day?, count))).collect();
    let search = |bucket: &str| urls::search(&format!("type:article since:{bucket} until:{bucket}"));
    let count = |(bucket, count): (String, u64)| Count {
        url: search(&bucket),
        label: bucket.clone(),
        value: Some(bucket),
        count,
    };
    by_month(known).into_iter().map(count).collect()
}

fn source((source, count): (Option<String>, u64)) -> Count {
    let url = source.as_deref().map_or_else(
        || urls::search("type:article"),
        |name| urls::search(&format!("type:article source:{}", urls::quoted(name))),
    );
    Count { label: source.clone().unwrap_or_else(|| "no source".to_owned()), value: source, count, url }
}

fn run(run: AddRun) -> Run {
    let AddRun { run, started, ended, engine, added, changed, skipped, failed } = run;
    Run { run, started, ended, engine, added, changed, skipped, failed }
}
