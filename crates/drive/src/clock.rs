//! The one look at the clock.

use jiff::{Timestamp, Unit};

/// Now, in UTC, to the second: `2026-03-01T12:00:00Z`.
pub fn now() -> String {
    let now = Timestamp::now();
    now.round(Unit::Second).unwrap_or(now).to_string()
}
