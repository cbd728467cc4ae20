//! JSON values cut out of a stream: one a line, over many lines, one after the other, or in one long list.
//!
//! A value is followed by its brackets and strings alone; whether it is valid is seen when it is read. A string that
//! is open where its line ends, or an object that begins at a line's start where none can stand, ends a broken value,
//! so that one bad line costs no other.

use std::io::BufRead;

use memchr::{memchr, memchr3};

use super::stream::{Stream, carried};
use super::{Body, Hints, Limits, Piece};
use crate::Error;
use crate::error::Place;

/// The values of `stream`, each a piece.
pub(super) fn values<'r>(stream: Stream<'r>, hints: Hints, limits: Limits) -> Values<'r> {
    Values { stream, hints, limits, line: 1, line_start: 0, list: false, lost: false, done: false }
}

pub(super) struct Values<'r> {
    stream: Stream<'r>,
    hints: Hints,
    limits: Limits,
    line: u64,
    line_start: u64,
    /// Inside a list of the outermost level.
    list: bool,
    /// Behind a broken value of many lines, whose other lines mean nothing.
    lost: bool,
    done: bool,
}

impl Iterator for Values<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while !self.done {
            let next = self.step();
            if let Some((place, body)) = next {
                return Some(Piece { hints: self.hints.clone(), place, limits: self.limits, body });
            }
        }
        None
    }
}

type Found = Option<(Place, Body)>;

impl Values<'_> {
    /// One value, one bad line, or nothing yet.
    fn step(&mut self) -> Found {
        match self.next_byte() {
            Err(error) => self.stop(error),
            Ok(None) => self.end(),
            Ok(Some(b'{')) => self.value(),
            Ok(Some(b'[')) if !self.list => self.bracket(true),
            Ok(Some(b']')) if self.list => self.bracket(false),
            Ok(Some(_)) => self.bad_line(),
        }
    }

    fn stop(&mut self, error: std::io::Error) -> Found {
        self.done = true;
        Some((Place::Line(self.line), Body::Broken(carried(error))))
    }

    fn end(&mut self) -> Found {
        self.done = true;
        self.list.then(|| self.broken(self.line, "the input ends in the middle of the list"))
    }

    fn bracket(&mut self, opens: bool) -> Found {
        self.list = opens;
        self.lost = false;
        self.stream.consume(1);
        None
    }

    /// The next byte that is neither white space nor stands between values.
    fn next_byte(&mut self) -> std::io::Result<Option<u8>> {
        if self.stream.offset() == 0 && self.stream.at(b"\xef\xbb\xbf") {
            self.stream.consume(3);
        }
        loop {
            let offset = self.stream.offset();
            let list = self.list;
            let held = self.stream.fill_buf()?;
            let count = held.iter().take_while(|byte| between(**byte, list)).count();
            let next = held.get(count).copied();
            let ended = held.is_empty();
            for at in memchr::memchr_iter(b'\n', &held[..count]) {
                self.line += 1;
                self.line_start = offset + at as u64 + 1;
            }
            self.stream.consume(count);
            if next.is_some() || ended {
                return Ok(next);
            }
        }
    }

    fn column(&self) -> u64 {
        self.stream.offset() - self.line_start.min(self.stream.offset()) + 1
    }

    fn broken(&self, line: u64, message: &str) -> (Place, Body) {
        let place = Place::Line(line);
        (place, Body::Broken(Error::Json { place, column: self.column(), message: message.to_owned() }))
    }

    /// A line that holds something else than a value.
    fn bad_line(&mut self) -> Found {
        let found = self.broken(self.line, "expected `{`: a JSON object for each article");
        match self.skip_line() {
            Err(error) => self.stop(error),
            Ok(()) if self.lost => None,
            Ok(()) => Some(found),
        }
    }

    fn skip_line(&mut self) -> std::io::Result<()> {
        loop {
            let held = self.stream.fill_buf()?;
            let count = memchr(b'\n', held).unwrap_or(held.len());
            let more = count == held.len() && count > 0;
            self.stream.consume(count);
            if !more {
                return Ok(());
            }
        }
    }

    fn value(&mut self) -> Found {
        let (line, first_line_start) = (self.line, self.line_start);
        // In the lines of a lost value an indented object is a part of it.
        if self.lost && !self.list && self.column() > 1 {
            return self.bad_line();
        }
        let mut scan = Scan::default();
        let mut value = Vec::new();
        let mut large = false;
        let end = loop {
            let offset = self.stream.offset();
            let held = match self.stream.fill_buf() {
                Ok(held) => held,
                Err(error) => return self.stop(error),
            };
            if held.is_empty() {
                self.done = true;
                break Err("the value is not closed: the input ends in the middle");
            }
            let (count, state) = scan.feed(held);
            large |= value.len() + count > self.limits.max_bytes;
            if large {
                value = Vec::new();
            } else {
                value.extend_from_slice(&held[..count]);
            }
            self.stream.consume(count);
            if let Some(at) = scan.last_newline.take() {
                self.line_start = offset + at as u64 + 1;
            }
            match state {
                State::Open => {}
                State::Closed => break Ok(()),
                State::Broken(message) => break Err(message),
            }
        };
        self.line += scan.lines;
        self.lost = end.is_err() && self.line_start != first_line_start;
        let place = Place::Line(line);
        Some(match end {
            Err(message) => {
                let found = self.broken(self.line, message);
                // What is left of the line means nothing, unless the next value begins there.
                if self.column() > 1
                    && !self.done
                    && let Err(error) = self.skip_line()
                {
                    return self.stop(error);
                }
                found
            }
            Ok(()) if large => (place, Body::Broken(Error::TooLarge { place, limit: self.limits.max_bytes })),
            Ok(()) => (place, Body::Json(value)),
        })
    }
}

fn between(byte: u8, list: bool) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x1e) || (list && byte == b',')
}

enum State {
    Open,
    Closed,
    Broken(&'static str),
}

/// Brackets and strings of one value, as far as it has been seen.
#[derive(Default)]
struct Scan {
    depth: u32,
    /// The open brackets, the innermost lowest: 1 for an object, 0 for a list.
    objects: u128,
    string: bool,
    escape: bool,
    /// Whether only a line break stands before this byte.
    line_start: bool,
    /// The last byte that is no white space.
    last: u8,
    lines: u64,
    last_newline: Option<usize>,
}

impl Scan {
    /// Goes over `bytes` as far as the value goes; how far that is.
    fn feed(&mut self, bytes: &[u8]) -> (usize, State) {
        let mut at = 0;
        while at < bytes.len() {
            let (next, state) = if self.string { self.in_string(bytes, at) } else { self.outside(bytes, at) };
            at = next;
            if !matches!(state, State::Open) {
                return (at, state);
            }
        }
        (at, State::Open)
    }

    fn in_string(&mut self, bytes: &[u8], at: usize) -> (usize, State) {
        if std::mem::take(&mut self.escape) && bytes[at] != b'\n' {
            return (at + 1, State::Open);
        }
        let Some(found) = memchr3(b'"', b'\\', b'\n', &bytes[at..]) else {
            return (bytes.len(), State::Open);
        };
        match bytes[at + found] {
            b'\n' => {
                (at + found, State::Broken("a string has no closing quotation mark before its line ends"))
            }
            b'\\' => {
                self.escape = true;
                (at + found + 1, State::Open)
            }
            _ => {
                self.string = false;
                self.last = b'"';
                (at + found + 1, State::Open)
            }
        }
    }

    fn outside(&mut self, bytes: &[u8], at: usize) -> (usize, State) {
        let byte = bytes[at];
        let line_start = std::mem::take(&mut self.line_start);
        match byte {
            b'\n' => {
                self.lines += 1;
                self.last_newline = Some(at);
                self.line_start = true;
                return (at + 1, State::Open);
            }
            b' ' | b'\t' | b'\r' => return (at + 1, State::Open),
            b'{' if line_start && !self.object_fits() => {
                return (at, State::Broken("the value is not closed before the next one begins"));
            }
            b'"' => self.string = true,
            b'{' | b'[' if self.depth == 128 => {
                return (at, State::Broken("the value is nested more than 128 levels deep"));
            }
            b'{' | b'[' => {
                self.depth += 1;
                self.objects = self.objects << 1 | u128::from(byte == b'{');
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.objects >>= 1;
                if self.depth == 0 {
                    return (at + 1, State::Closed);
                }
            }
            _ => {}
        }
        self.last = byte;
        (at + 1, State::Open)
    }

    /// Whether an object can begin here: as a member's value or a list's element.
    fn object_fits(&self) -> bool {
        match self.last {
            b':' | b'[' => true,
            b',' => self.objects & 1 == 0,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(input: &str, max_bytes: usize) -> Vec<String> {
        let stream = Stream::new(Box::new(input.as_bytes()));
        let pieces = values(stream, Hints::default(), Limits { max_bytes });
        pieces
            .map(|piece| match piece.body {
                Body::Json(bytes) => format!("{}: {}", piece.place, String::from_utf8(bytes).unwrap()),
                Body::Broken(error) => format!("! {error}"),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    fn check(input: &str, expected: &[&str]) {
        let found = cut(input, 1000);
        let fits = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
        assert!(fits, "{input}\nfound {found:#?}\nexpected {expected:#?}");
    }

    #[test]
    fn values_stand_one_a_line_or_one_after_the_other() {
        check("{\"a\": 1}\r\n\n{\"a\": \"}\\\"\"}\n", &["line 1: {\"a\": 1}", "line 3: {\"a\": \"}\\\"\"}"]);
        check("{\"a\":1}{\"a\":2}", &["line 1: {\"a\":1}", "line 1: {\"a\":2}"]);
        check("\u{feff}{\"a\":1}", &["line 1: {\"a\":1}"]);
    }

    #[test]
    fn values_go_over_many_lines() {
        check("{\n\"a\": [\n{\n\"b\": 1\n},\n{\n\"c\": 2\n}\n]\n}\n{}", &["line 1: {\n", "line 11: {}"]);
    }

    #[test]
    fn a_list_is_given_element_by_element() {
        check("[\n  {\"a\": 1},\n  {\"a\": [{}]}\n]\n", &["line 2: {\"a\": 1}", "line 3: {\"a\": [{}]}"]);
        check("[{\"a\": 1}]\n[{\"a\": 2}]", &["line 1: {\"a\": 1}", "line 2: {\"a\": 2}"]);
        check("[]", &[]);
    }

    #[test]
    fn a_bad_line_costs_no_other() {
        let open = "! line 2, column 12: a string has no closing";
        check("{\"a\": 1}\n{\"a\": \"one}\n{\"a\": 2}", &["line 1", open, "line 3"]);
        check(
            "{\"a\": {\"b\": 1}\n{\"a\": 2}",
            &["! line 2, column 1: the value is not closed before", "line 2"],
        );
        check(
            "{\"a\": 1}\noops\noh\n{\"a\": 2}",
            &["line 1", "! line 2, column 1", "! line 3, column 1", "line 4"],
        );
        check("{\"a\": \"one\\\n{\"a\": 2}", &["! line 1", "line 2"]);
    }

    #[test]
    fn a_broken_value_of_many_lines_is_one_failure() {
        check("{\n \"a\": \"one,\n \"b\": {\"c\": 1}\n}\n{\"a\": 2}", &["! line 2, column 12", "line 5"]);
        check("[\n {\n  \"a\": \"one\n },\n {\"a\": 2}\n]", &["! line 3", "line 5"]);
    }

    #[test]
    fn input_cut_short_says_so() {
        check("[{\"a\": 1},\n{\"a\"", &["line 1", "! line 2, column 5: the value is not closed"]);
        check("[{\"a\": 1},\n", &["line 1", "! line 2, column 1: the input ends in the middle of the list"]);
    }

    #[test]
    fn a_value_over_the_limit_is_skipped_without_holding_it() {
        let long = format!("{{\"a\": \"{}\"}}\n{{\"a\": 2}}\n", "x".repeat(500_000));
        let found = cut(&long, 1000);
        assert!(found[0].contains("line 1 is larger than 1000 bytes"), "{found:?}");
        assert_eq!(found[1], "line 2: {\"a\": 2}");
    }

    #[test]
    fn deep_nesting_is_refused_early() {
        check(
            &format!("{{\"a\": {}\n{{}}", "[".repeat(200)),
            &["! line 1, column 134: the value is nested", "line 2: {}"],
        );
    }
}
