//! Days that move: Easter, the Islamic and the Jewish calendar, new and full moons.
//!
//! Easter by the Gregorian and the Julian computus; the Islamic months by the tabular calendar (civil epoch); Rosh
//! Hashanah by the molad and its four postponements; moons by J. Meeus, *Astronomical Algorithms*, chapter 49, with the
//! terms above a minute's worth of time, which puts them within a quarter of an hour of the truth.

use jiff::ToSpan;
use jiff::civil::Date;

/// Day number of 1970-01-01 in the count of Julian days.
const UNIX: i64 = 2_440_588;
/// Days from one new moon to the next, on average.
const MONTH: f64 = 29.530_588_861;
/// The new moon of January 2000, a Julian day.
const FIRST_MOON: f64 = 2_451_550.097_66;

/// A day some days from another.
pub(super) fn plus(day: Date, days: i64) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

/// The day of a Julian day number.
fn of_julian(number: i64) -> Option<Date> {
    plus(Date::constant(1970, 1, 1), number - UNIX)
}

/// Easter Sunday of the western churches.
pub(super) fn easter(year: i16) -> Option<Date> {
    let year = i64::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let days = h + l - 7 * m + 114;
    civil(year, days / 31, days % 31 + 1)
}

/// Easter Sunday of the eastern churches, in the Gregorian calendar.
pub(super) fn orthodox(year: i16) -> Option<Date> {
    let year = i64::from(year);
    let d = (19 * (year % 19) + 15) % 30;
    let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    let days = d + e + 114;
    let behind = year / 100 - year / 400 - 2;
    plus(civil(year, days / 31, days % 31 + 1)?, behind)
}

fn civil(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// A day of the Islamic calendar in a year of ours; the first where there are two.
pub(super) fn islamic(year: i16, month: i64, day: i64) -> Option<Date> {
    let near = (i64::from(year) - 622) * 33 / 32;
    (near - 1..=near + 2).filter_map(|own| islamic_day(own, month, day)).find(|date| date.year() == year)
}

fn islamic_day(year: i64, month: i64, day: i64) -> Option<Date> {
    of_julian(
        day + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year).div_euclid(30) + 1_948_439,
    )
}

/// The first day of Rosh Hashanah in a year of ours.
pub(super) fn rosh_hashanah(year: i16) -> Option<Date> {
    /// 1 Tishri of the year 1, as a Julian day number, less one.
    const EPOCH: i64 = 347_998;
    of_julian(EPOCH + elapsed(i64::from(year) + 3761))
}

/// Days from the epoch to the first day of a Jewish year.
fn elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let day = 29 * months + parts.div_euclid(25_920);
    if (3 * (day + 1)).rem_euclid(7) < 3 { day + 1 } else { day }
}

/// 1 Kislev that follows the Rosh Hashanah of a year: Heshvan has a day more where the year is long.
pub(super) fn kislev(year: i16) -> Option<Date> {
    let (from, to) = (rosh_hashanah(year)?, rosh_hashanah(year.checked_add(1)?)?);
    let length = from.until(to).ok()?.get_days() % 10;
    plus(from, 59 + i64::from(length == 5))
}

/// The day of the first new (or full) moon from a day on, at some hours from UTC.
pub(super) fn moon(from: Date, is_full: bool, hours: f64) -> Option<Date> {
    let start = from.since(Date::constant(1970, 1, 1)).ok()?.get_days() as f64 + UNIX as f64 - 0.5;
    let half = if is_full { 0.5 } else { 0.0 };
    let first = ((start - FIRST_MOON) / MONTH - half).floor() - 1.0;
    let day =
        |step: i32| of_julian((lunation(first + f64::from(step) + half) + hours / 24.0 + 0.5).floor() as i64);
    (0..4).filter_map(day).find(|&day| day >= from)
}

/// The Julian day of a lunation, counted from January 2000; halves are full moons.
fn lunation(k: f64) -> f64 {
    let t = k / 1236.85;
    let sine = |degrees: f64| degrees.to_radians().sin();
    let sun = 2.5534 + 29.105_356_7 * k;
    let moon = 201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t;
    let node = 160.7108 + 390.670_502_84 * k;
    let e = 1.0 - 0.002_516 * t;
    let (first, second, third) =
        if k.fract() == 0.0 { (-0.4072, 0.172_41, 0.016_08) } else { (-0.406_14, 0.173_02, 0.016_14) };
    FIRST_MOON
        + MONTH * k
        + 0.000_154_37 * t * t
        + first * sine(moon)
        + second * e * sine(sun)
        + third * sine(2.0 * moon)
        + 0.010_4 * sine(2.0 * node)
        + 0.007_39 * e * sine(moon - sun)
        - 0.005_14 * e * sine(moon + sun)
        + 0.002_08 * e * e * sine(2.0 * sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Option<Date>, expected: &str) {
        assert_eq!(found.map(|day| day.to_string()).as_deref(), Some(expected));
    }

    #[test]
    fn easter_of_west_and_east() {
        check(easter(2024), "2024-03-31");
        check(easter(2013), "2013-03-31");
        check(orthodox(2024), "2024-05-05");
        check(orthodox(1990), "1990-04-15");
    }

    #[test]
    fn islamic_months() {
        check(islamic(2018, 9, 1), "2018-05-16");
        check(islamic(2018, 10, 1), "2018-06-15");
        check(islamic(2024, 12, 10), "2024-06-17");
    }

    #[test]
    fn jewish_days() {
        check(rosh_hashanah(2018), "2018-09-10");
        check(rosh_hashanah(2023), "2023-09-16");
        check(rosh_hashanah(2024).and_then(|day| plus(day, -163)), "2024-04-23");
        check(kislev(2018).and_then(|day| plus(day, 24)), "2018-12-03");
    }

    #[test]
    fn moons() {
        check(moon(Date::constant(2024, 1, 21), false, 8.0), "2024-02-10");
        check(moon(Date::constant(2023, 1, 21), false, 8.0), "2023-01-22");
        check(moon(Date::constant(2019, 10, 16), false, -12.5), "2019-10-27");
        check(moon(Date::constant(2019, 3, 1), true, -12.5), "2019-03-20");
    }
}
