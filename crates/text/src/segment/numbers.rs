//! Signs inside numbers: 1,200.5, 10:30, 9/11, 555-0199.

/// Whether `sign` between the runs `left` and `right` makes one number of them.
pub(super) fn joins(sign: char, left: &str, right: &str) -> bool {
    let digits = left.bytes().next_back().is_some_and(|b| b.is_ascii_digit());
    let first = right.bytes().take_while(u8::is_ascii_digit).count();
    if !digits || first == 0 {
        return false;
    }
    match sign {
        '.' => true,
        ',' => first == 3,
        ':' => first <= 2 && left.len() <= 2 && left.bytes().all(|b| b.is_ascii_digit()),
        '/' => left.bytes().all(|b| b.is_ascii_digit()) && !is_fraction(left, right),
        _ => false,
    }
}

/// One digit over a bigger one that is the name of a part: 1/2, 3/4, 2/3s.
fn is_fraction(left: &str, right: &str) -> bool {
    let (Some(upper), Some(lower)) = (left.bytes().next(), right.bytes().next()) else { return false };
    left.len() == 1
        && matches!(right.trim_end_matches(['s', 'r', 'd', 't', 'h']).len(), 1)
        && upper < lower
        && b"23458".contains(&lower)
}

/// The end of groups of digits with hyphens between them that are one number, from `start` on: telephone numbers
/// and dates, but no ranges.
pub(super) fn grouped(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let (mut at, mut groups, mut lengths) = (start, 0, [0; 2]);
    loop {
        let digits = bytes[at..end].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > 12 {
            return None;
        }
        if let Some(slot) = lengths.get_mut(groups) {
            *slot = digits;
        }
        (at, groups) = (at + digits, groups + 1);
        let more = at + 1 < end && bytes[at] == b'-' && bytes[at + 1].is_ascii_digit();
        if !more || groups > 6 {
            break;
        }
        at += 1;
    }
    let closed = at == end || !(bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'-' | b':'));
    let one = groups > 2 || groups == 2 && lengths == [3, 4];
    (closed && one).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_digits() {
        let check = |text: &str, expected: Option<usize>| {
            assert_eq!(grouped(text.as_bytes(), 0, text.len()), expected, "{text}")
        };
        check("555-0199", Some(8));
        check("202-555-0199", Some(12));
        check("2024-03-28.", Some(10));
        check("2003-2004", None);
        check("3-4", None);
        check("10-day", None);
        check("5", None);
    }

    #[test]
    fn fractions_are_cut_and_dates_are_not() {
        assert!(!joins('/', "1", "2"));
        assert!(joins('/', "9", "11"));
        assert!(joins(',', "1", "200"));
        assert!(!joins(',', "2006", "2007"));
        assert!(joins(':', "10", "30"));
    }
}
