//! Counts of several queries over time: bars side by side where there are few stretches of time, lines where there are many.

use super::days::{Tick, percent, span, ticks};
use super::words;
/// Height of the chart in pixels.
const HEIGHT: f64 = 200.0;

/// More buckets than this are drawn as lines.
const BARS: usize = 16;

/// A chart, ready for `part/lines.html`: places along the line are in percent of it, heights in pixels.
pub(super) struct Lines {
    pub(super) series: Vec<Line>,
    pub(super) ticks: Vec<Tick>,
    pub(super) grid: Vec<Level>,
    pub(super) as_bars: bool,
}

/// One query's counts.
pub(super) struct Line {
    /// Number of the query, which gives colour and dash.
    pub(super) style: usize,
    pub(super) segments: Vec<Segment>,
    pub(super) columns: Vec<Column>,
}

/// A straight piece of a line.
pub(super) struct Segment {
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
}

/// One bar.
pub(super) struct Column {
    pub(super) at: f64,
    pub(super) width: f64,
    pub(super) top: f64,
    pub(super) height: f64,
    pub(super) words: String,
}

/// A line across the chart with its number.
pub(super) struct Level {
    pub(super) y: f64,
    pub(super) label: String,
}

/// One query, or one thing that is counted: its name and a number a bucket.
pub(super) type Counted = (String, Vec<u64>);

/// The chart of some counts in `buckets`; none where a bucket has no time or there is none.
pub(super) fn lines(buckets: &[String], counted: &[Counted]) -> Option<Lines> {
    let spans: Vec<_> = buckets.iter().map(|bucket| span(bucket)).collect::<Option<_>>()?;
    let (from, to) = (spans.first()?.0, spans.last()?.1);
    let top = ceiling(counted.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or(0));
    let as_bars = bars(&spans);
    let scale = Scale { from, to, top };
    let series = counted.iter().enumerate().map(|(style, (name, counts))| Line {
        style: style % 6,
        segments: if as_bars { Vec::new() } else { scale.segments(&spans, counts) },
        columns: if as_bars {
            scale.columns(&spans, (name, counts), buckets, (style, counted.len()))
        } else {
            Vec::new()
        },
    });
    let grid = [top, top / 2].into_iter().filter(|&level| level > 0);
    let grid = grid.map(|level| Level { y: scale.y(level), label: words::count(level) }).collect();
    Some(Lines { series: series.collect(), ticks: ticks(from, to), grid, as_bars })
}

/// Few stretches of time, or some with none between, are bars: a line would claim what lies between.
fn bars(spans: &[(i64, i64)]) -> bool {
    spans.len() <= BARS || spans.windows(2).any(|pair| pair[0].1 != pair[1].0)
}

struct Scale {
    from: i64,
    to: i64,
    top: u64,
}

impl Scale {
    #[allow(clippy::cast_precision_loss)]
    fn y(&self, count: u64) -> f64 {
        (HEIGHT - count as f64 / self.top.max(1) as f64 * HEIGHT).round() + 0.5
    }

    /// The middle of a bucket.
    fn middle(&self, (start, end): (i64, i64)) -> f64 {
        percent(start + end - 2 * self.from, 2 * (self.to - self.from))
    }

    fn segments(&self, spans: &[(i64, i64)], counts: &[u64]) -> Vec<Segment> {
        let points: Vec<_> =
            spans.iter().zip(counts).map(|(&span, &count)| (self.middle(span), self.y(count))).collect();
        points.windows(2).map(|pair| Segment { from: pair[0], to: pair[1] }).collect()
    }

    /// Bars of the one of `of` series that stands at `place`.
    #[allow(clippy::cast_precision_loss)]
    fn columns(
        &self,
        spans: &[(i64, i64)],
        (name, counts): (&str, &[u64]),
        buckets: &[String],
        (place, of): (usize, usize),
    ) -> Vec<Column> {
        let column = |((&(start, end), &count), bucket): ((&(i64, i64), &u64), &String)| {
            let slot = percent(end - start, self.to - self.from) * 0.8 / of as f64;
            let top = self.y(count);
            Column {
                at: percent(start - self.from, self.to - self.from) + slot * (place as f64 + 0.125),
                width: slot * 0.92,
                top,
                height: HEIGHT + 0.5 - top,
                words: format!("{bucket}: {count}, {name}"),
            }
        };
        spans.iter().zip(counts).zip(buckets).map(column).collect()
    }
}

/// The next number that is easy to read: 1, 2, 4, 5 or 10 times a power of ten.
fn ceiling(most: u64) -> u64 {
    let power = (0..19).map(|n| 10_u64.pow(n)).take_while(|&power| power <= most.max(1)).last().unwrap_or(1);
    let steps = [1, 2, 4, 5, 10].into_iter().map(|step| power.saturating_mul(step));
    steps.into_iter().find(|&level| level >= most).unwrap_or(most).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_of_a_chart_is_a_round_number() {
        for (most, top) in [(0, 2), (1, 2), (3, 4), (7, 10), (12, 20), (450, 500), (999, 1000)] {
            assert_eq!(ceiling(most), top, "{most}");
        }
    }
}
