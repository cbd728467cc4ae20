//! What `annals add` says: lines of what was stored, failures, the sum at the end.

use std::io::{self, Write};

use annals_drive::{Tell, Written};
use annals_record::{Article, Failed, Origin};
use annals_store::{Added, Lost, Store};
use serde::Serialize;

use crate::outcome::{Exit, Tally};
use crate::output::describe;
use crate::progress::Progress;

/// One article and what became of it, as `--log` prints it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    outcome: &'static str,
    id: Option<&'a str>,
    key: Option<&'a str>,
    uri: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(skip)]
    failed: Option<&'a Failed>,
}

impl<'a> Line<'a> {
    fn stored(article: &'a Article, added: Added) -> Self {
        let outcome = match added {
            Added::New => "added",
            Added::Changed => "changed",
            Added::Known => "known",
            Added::Reread => "reread",
        };
        let Article { id, key, uri, .. } = article;
        Self { outcome, id: Some(id), key: key.as_deref(), uri: uri.as_deref(), error: None, failed: None }
    }

    fn known(origin: &'a Origin, id: &'a str) -> Self {
        let Origin { key, uri } = origin;
        Self {
            outcome: "known",
            id: Some(id),
            key: key.as_deref(),
            uri: uri.as_deref(),
            error: None,
            failed: None,
        }
    }

    fn failed(failed: &'a Failed) -> Self {
        let Origin { key, uri } = &failed.article;
        let error = Some(failed.error.message.as_str());
        Self {
            outcome: "failed",
            id: None,
            key: key.as_deref(),
            uri: uri.as_deref(),
            error,
            failed: Some(failed),
        }
    }
}

/// How many articles fared how.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    added: usize,
    changed: usize,
    reread: usize,
    known: usize,
    failed: usize,
}

/// Tells what is on the disk, and only that.
pub(super) struct Told {
    progress: Progress,
    log: bool,
    sum: Sum,
}

/// Failures told one by one; the rest is counted.
const ALOUD: usize = 20;

impl Told {
    pub(super) fn new(progress: Progress, log: bool) -> Self {
        Self { progress, log, sum: Sum::default() }
    }

    /// Tells of articles.
    fn lines<'a>(&mut self, lines: impl Iterator<Item = Line<'a>>) -> io::Result<()> {
        let mut out = io::stdout().lock();
        for line in lines {
            self.count(&line);
            if self.log {
                serde_json::to_writer(&mut out, &line)?;
                out.write_all(b"\n")?;
            }
        }
        out.flush()?;
        self.progress.tick(self.tally());
        Ok(())
    }

    /// Tells of corrections that hold no more.
    fn lost(&self, lost: &[Lost]) {
        for Lost { article, finding, reason } in lost {
            let line =
                format!("annals: the correction of {article}/{finding} does not hold any more: {reason}");
            self.progress.aside(|| eprintln!("{line}"));
        }
    }

    fn count(&mut self, line: &Line) {
        let Sum { added, changed, reread, known, failed } = &mut self.sum;
        match line.outcome {
            "added" => *added += 1,
            "changed" => *changed += 1,
            "reread" => *reread += 1,
            "known" => *known += 1,
            _ => *failed += 1,
        }
        if let Some(record) = line.failed
            && self.sum.failed <= ALOUD
        {
            self.progress.aside(|| eprintln!("annals: {}", describe(record)));
        }
    }

    fn tally(&self) -> Tally {
        let Sum { added, changed, reread, known, failed } = self.sum;
        Tally { read: added + changed + reread + known, failed }
    }

    /// Says the sum, and what the store holds now.
    pub(super) fn finish(self, store: &Store) -> anyhow::Result<Exit> {
        let (tally, Sum { added, changed, reread, known, failed }) = (self.tally(), self.sum);
        self.progress.finish(tally);
        if failed > ALOUD {
            eprintln!("annals: … and {} more failures", failed - ALOUD);
        }
        let size = store.size()?;
        let reread = if reread > 0 { format!(", {reread} read anew") } else { String::new() };
        eprintln!("annals: {added} added, {changed} changed{reread}, {known} known, {failed} failed");
        eprintln!("annals: the store holds {} articles in {} groups of copies", size.articles, size.groups);
        Ok(tally.exit())
    }
}

impl Tell for Told {
    fn tell(&mut self, written: &Written<'_>) -> io::Result<()> {
        let entries = written.entries.iter().zip(written.added);
        let stored = entries.map(|(entry, added)| Line::stored(&entry.record().article, *added));
        let known = written.known.iter().map(|(origin, id)| Line::known(origin, id));
        let failed = written.failed.iter().map(Line::failed);
        self.lines(stored.chain(known).chain(failed))?;
        self.lost(written.lost);
        Ok(())
    }
}
