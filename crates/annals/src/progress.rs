//! Progress on standard error.

use std::io::{self, IsTerminal};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use annals_drive::Meter;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::When;
use crate::outcome::Tally;

/// Shows how far a run is; shows nothing where it is not wanted.
pub struct Progress {
    shown: Shown,
    meter: Meter,
}

enum Shown {
    Nothing,
    Bar(ProgressBar),
    /// Lines for a log, with the time of the last.
    Lines(Instant),
}

const PAUSE: Duration = Duration::from_secs(5);

impl Progress {
    /// Progress over `total` bytes counted by `meter`; `quiet_output`: standard output goes elsewhere.
    pub fn new(when: When, quiet_output: bool, total: impl FnOnce() -> Option<u64>, meter: Meter) -> Self {
        let terminal = io::stderr().is_terminal();
        let shown = match when {
            When::Never => Shown::Nothing,
            When::Auto if !(terminal && quiet_output) => Shown::Nothing,
            When::Always if !terminal => Shown::Lines(Instant::now()),
            When::Auto | When::Always => Shown::Bar(bar(total())),
        };
        Self { shown, meter }
    }

    /// Says how far the run is.
    pub fn tick(&mut self, tally: Tally) {
        let bytes = self.meter.load(Ordering::Relaxed);
        match &mut self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => {
                bar.set_position(bytes);
                bar.set_message(summary(tally));
            }
            Shown::Lines(last) if last.elapsed() >= PAUSE => {
                *last = Instant::now();
                eprintln!("annals: {}, {} MB", summary(tally), bytes / 1_000_000);
            }
            Shown::Lines(_) => {}
        }
    }

    /// Lets `say` write on standard error without the bar in its way.
    pub fn aside(&self, say: impl FnOnce()) {
        match &self.shown {
            Shown::Bar(bar) => bar.suspend(say),
            Shown::Nothing | Shown::Lines(_) => say(),
        }
    }

    /// Takes the bar away, or says the last line.
    pub fn finish(self, tally: Tally) {
        match self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar) => bar.finish_and_clear(),
            Shown::Lines(_) => eprintln!("annals: {}, done", summary(tally)),
        }
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let layout = match total {
        Some(_) => "{bar:30} {percent:>3}% {bytes}/{total_bytes} {bytes_per_sec} {msg} (eta {eta})",
        None => "{spinner} {bytes} {bytes_per_sec} {msg}",
    };
    let style = ProgressStyle::with_template(layout).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn summary(tally: Tally) -> String {
    match tally.failed {
        0 => format!("{} articles", tally.read),
        failed => format!("{} articles, {failed} failed", tally.read),
    }
}
