//! How far reading is, on Python's standard error.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use annals_drive::Meter;
use pyo3::prelude::*;

const PAUSE: Duration = Duration::from_millis(200);

/// A line that says how far reading is; nothing where it is not wanted.
pub struct Progress {
    shown: bool,
    total: Option<u64>,
    meter: Meter,
    begun: Instant,
    last: Instant,
}

impl Progress {
    /// Progress over `total` bytes that `meter` counts.
    pub fn new(shown: bool, total: Option<u64>, meter: Meter) -> Self {
        let now = Instant::now();
        Self { shown, total, meter, begun: now, last: now }
    }

    /// Says how far reading is, a few times a second.
    pub fn tick(&mut self, py: Python<'_>, read: u64, failed: u64) -> PyResult<()> {
        if !self.shown || self.last.elapsed() < PAUSE {
            return Ok(());
        }
        self.last = Instant::now();
        let bytes = self.meter.load(Ordering::Relaxed);
        let part = match self.total {
            Some(total) if total > 0 => format!(", {} %", (bytes * 100 / total).min(100)),
            _ => String::new(),
        };
        say(py, &format!("\r{}{part}  ", self.line(read, failed)))
    }

    /// Says the sum.
    pub fn finish(&mut self, py: Python<'_>, read: u64, failed: u64) -> PyResult<()> {
        if !std::mem::take(&mut self.shown) {
            return Ok(());
        }
        say(py, &format!("\r{}, done\n", self.line(read, failed)))
    }

    fn line(&self, read: u64, failed: u64) -> String {
        let failed = if failed > 0 { format!(", {failed} failed") } else { String::new() };
        let seconds = self.begun.elapsed().as_secs();
        format!("annals: {read} articles{failed}, {}:{:02}", seconds / 60, seconds % 60)
    }
}

fn say(py: Python<'_>, line: &str) -> PyResult<()> {
    let err = py.import("sys")?.getattr("stderr")?;
    // Programs without a console have none.
    if err.is_none() {
        return Ok(());
    }
    err.call_method1("write", (line,))?;
    err.call_method0("flush")?;
    Ok(())
}
