//! The overview of a store.

use askama::Template;

use super::Html;
use super::bars::{Bars, bars};
use super::hit::{Shown, shown};
use super::search::QueryParts;
use super::words::{capital, count, moment};
use crate::serve::models::{Overview, Run, Shell};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    shell: &'a Shell,
    overview: &'a Overview,
    error: Option<QueryParts>,
    tries: [(&'static str, &'static str); 4],
    counts: Vec<(String, String, &'a str)>,
    chart: Bars,
    hits: Vec<Shown<'a>>,
    runs: Vec<RunInWords<'a>>,
}

struct RunInWords<'a> {
    run: &'a Run,
    started: String,
    ended: String,
}

/// Queries to begin with.
const TRIES: [(&str, &str); 4] = [
    ("ceasefire", "/search?q=ceasefire"),
    ("type:statement since:2024-09", "/search?q=type%3Astatement+since%3A2024-09"),
    ("type:figure measure:killed", "/search?q=type%3Afigure+measure%3Akilled"),
    ("type:figure voice:statement", "/search?q=type%3Afigure+voice%3Astatement"),
];

pub(super) fn home(shell: &Shell, overview: &Overview) -> Html {
    let counts =
        overview.counts.iter().map(|kind| (capital(&kind.label), count(kind.count), kind.url.as_str()));
    HomePage {
        shell,
        overview,
        error: None,
        tries: TRIES,
        counts: counts.collect(),
        chart: bars(&overview.days, "article"),
        hits: shown(&overview.newest),
        runs: overview.runs.iter().map(run).collect(),
    }
    .render()
}

fn run(run: &Run) -> RunInWords<'_> {
    RunInWords {
        started: moment(&run.started),
        ended: run.ended.as_deref().map_or("not ended".to_owned(), moment),
        run,
    }
}
