//! Days, `YYYY-MM-DD`, as numbers.

/// Days from 1970-01-01 to `text`, before which they are negative; none where it is no day of the calendar.
pub fn since_1970(text: &str) -> Option<i32> {
    let (year, month, day) = parts(text)?;
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// The day that lies `days` days behind 1970-01-01, as text.
pub fn text(days: i32) -> String {
    let days = i64::from(days) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    // Months from March, whose lengths repeat: 153 days in five.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year)
}

/// Year, month and day of `text`; none where it is no day of the calendar.
pub fn parts(text: &str) -> Option<(i32, i32, i32)> {
    let form = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if !form {
        return None;
    }
    let (year, month, day) = (text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?);
    ((1..=12).contains(&month) && (1..=length(year, month)).contains(&day)).then_some((year, month, day))
}

fn length(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let days = [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-03-01", 11_017),
            ("2024-02-29", 19_782),
            ("0001-01-01", -719_162),
        ];
        for (text, number) in days {
            assert_eq!(since_1970(text), Some(number), "{text}");
            assert_eq!(super::text(number), text);
        }
        for wrong in ["2023-02-29", "2024-13-01", "2024-3-01", "XXXX-03-01", "2024-03", "２024-0-1"] {
            assert_eq!(since_1970(wrong), None, "{wrong}");
        }
    }
}
