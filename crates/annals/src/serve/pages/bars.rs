//! Counts over time as bars, one a stretch of time, each a link to what it counts.

use super::days::{Tick, percent, span, ticks};
use super::words;
use crate::serve::models::Count;

/// Height of the bars in pixels.
const HEIGHT: f64 = 88.0;

/// A chart, ready for `part/bars.html`: places along the line are in percent of it, heights in pixels.
#[derive(Default)]
pub(super) struct Bars {
    pub(super) bars: Vec<Bar>,
    pub(super) ticks: Vec<Tick>,
    /// What is counted without a day.
    pub(super) undated: Option<Count>,
    /// Largest number.
    pub(super) most: String,
    /// The numbers as a table.
    pub(super) rows: Vec<Count>,
}

/// One bar.
pub(super) struct Bar {
    pub(super) at: f64,
    pub(super) width: f64,
    pub(super) top: f64,
    pub(super) height: f64,
    pub(super) words: String,
    pub(super) url: String,
}

/// The chart of some counts, those without a day apart.
pub(super) fn bars(counts: &[Count], thing: &str) -> Bars {
    let placed: Vec<_> =
        counts.iter().filter_map(|count| Some((span(count.value.as_deref()?)?, count))).collect();
    let undated = counts.iter().find(|count| count.value.is_none() && count.count > 0).cloned();
    let (Some(from), Some(to)) =
        (placed.iter().map(|(span, _)| span.0).min(), placed.iter().map(|(span, _)| span.1).max())
    else {
        return Bars { undated, ..Bars::default() };
    };
    let most = placed.iter().map(|(_, count)| count.count).max().unwrap_or(1).max(1);
    let bar = |&((start, end), count): &((i64, i64), &Count)| {
        let height = height(count.count, most);
        Bar {
            at: percent(start - from, to - from),
            width: (percent(end - start, to - from) * 0.86).max(0.12),
            top: HEIGHT - height,
            height,
            words: format!("{}: {}", count.label, words::counted(count.count, thing)),
            url: count.url.clone(),
        }
    };
    Bars {
        bars: placed.iter().map(bar).collect(),
        ticks: ticks(from, to),
        undated,
        most: words::count(most),
        rows: placed.into_iter().map(|(_, count)| count.clone()).collect(),
    }
}

/// The height of a number; whatever is there is seen.
#[allow(clippy::cast_precision_loss)]
fn height(count: u64, most: u64) -> f64 {
    let share = count as f64 / most as f64 * HEIGHT;
    if count == 0 { 0.0 } else { share.max(2.0).round() }
}
