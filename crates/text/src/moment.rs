//! Dates and times as outlets write them.

use std::fmt;

/// A day, or a time of a day, with its zone where one was given; displayed as ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: jiff::civil::Date,
    /// The time of day.
    pub time: Option<jiff::civil::Time>,
    /// The offset from UTC.
    pub zone: Option<jiff::tz::Offset>,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        match self.zone {
            None => Ok(()),
            Some(zone) if zone.is_zero() => f.write_str("Z"),
            Some(zone) => {
                let minutes = zone.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}
