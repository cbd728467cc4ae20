//! WARC 1.0 and 1.1 (ISO 28500), record by record, with resynchronisation behind damage.

use std::io::{self, BufRead};

use super::stream::{Stream, carried, carry};
use super::{Body, Hints, Limits, Piece, http};
use crate::Error;
use crate::error::Place;

/// What every record begins with.
const MAGIC: &[u8] = b"WARC/";
/// The end of one record and the beginning of the next.
const SEAM: &[u8] = b"\r\n\r\nWARC/1.";
/// How often a byte may be read again, on average.
const AGAIN: u64 = 4;
/// Largest header block in bytes; real ones are under 4 KiB.
const MAX_HEADER: usize = 64 << 10;

/// The articles' records of `stream`; other records are passed over.
pub(super) fn records<'r>(stream: Stream<'r>, hints: Hints, limits: Limits) -> Records<'r> {
    let place = Place::Record { number: 0, offset: 0 };
    Records { stream, hints, limits, place, number: 0, body: Vec::new(), credit: 0, furthest: 0, done: false }
}

pub(super) struct Records<'r> {
    stream: Stream<'r>,
    /// Of the file.
    hints: Hints,
    limits: Limits,
    place: Place,
    number: u64,
    /// Reused from record to record.
    body: Vec<u8>,
    /// Bytes that damage may still make us read again: a few times what was read first, so that time stays linear.
    credit: u64,
    /// The furthest byte read.
    furthest: u64,
    done: bool,
}

/// What came of one step.
enum Step {
    Found(Hints, Body),
    Skipped,
    End,
}

impl Iterator for Records<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while !self.done {
            match self.step() {
                Ok(Step::Skipped) => {}
                Ok(Step::End) => self.done = true,
                Ok(Step::Found(hints, body)) => return Some(self.piece(hints, body)),
                Err(error) => {
                    let error = carried(error);
                    self.done = matches!(error, Error::Io(_));
                    return Some(self.piece(self.hints.clone(), Body::Broken(error)));
                }
            }
        }
        None
    }
}

impl Records<'_> {
    fn piece(&self, hints: Hints, body: Body) -> Piece {
        Piece { hints, place: self.place, limits: self.limits, body }
    }

    fn step(&mut self) -> io::Result<Step> {
        if !skip_line_breaks(&mut self.stream)? {
            return Ok(Step::End);
        }
        self.number += 1;
        self.place = Place::Record { number: self.number, offset: self.stream.offset() };
        if !self.stream.at(MAGIC) {
            self.number -= 1;
            self.resync()?;
            return Err(self.damage("these bytes are no WARC record"));
        }
        match self.header()? {
            Some(header) => self.record(header),
            None => {
                self.resync()?;
                Err(self.damage("the header has no valid Content-Length"))
            }
        }
    }

    fn record(&mut self, header: Header) -> io::Result<Step> {
        if header.length > self.limits.max_bytes as u64 {
            return self.large(&header);
        }
        self.body.clear();
        let got = self.stream.copy(&mut self.body, header.length)?;
        let offset = self.stream.offset();
        self.credit += AGAIN * offset.saturating_sub(self.furthest);
        self.furthest = self.furthest.max(offset);
        if got == header.length && self.at_seam() {
            return Ok(self.found(header));
        }
        let message = if got < header.length {
            "the file ends in the middle of the record"
        } else {
            "its Content-Length is wrong"
        };
        self.recover()?;
        Err(self.damage(message))
    }

    /// A record over the limit, passed over; where another record begins inside it, its length is wrong.
    fn large(&mut self, header: &Header) -> io::Result<Step> {
        let whole = self.stream.skip_before(header.length, SEAM)?;
        if !whole {
            let ended = self.stream.fill_buf()?.is_empty();
            let cut = "the file ends in the middle of the record";
            return Err(self.damage(if ended { cut } else { "its Content-Length is wrong" }));
        }
        if !header.holds_article() {
            return Ok(Step::Skipped);
        }
        let error = Error::TooLarge { place: self.place, limit: self.limits.max_bytes };
        Ok(Step::Found(self.hints_of(header), Body::Broken(error)))
    }

    /// Whether the record ends as one ends: line breaks, the next record, the end of the file or of what is whole.
    fn at_seam(&mut self) -> bool {
        let next = self.stream.peek(SEAM.len());
        let rest = next.trim_ascii_start();
        next.starts_with(b"\r\n\r\n")
            || next.starts_with(b"\n\n")
            || rest.is_empty()
            || rest.starts_with(MAGIC)
    }

    fn found(&mut self, header: Header) -> Step {
        let wanted = match header.kind.as_str() {
            "response" => header.holds_article() && http::wanted(&self.body, header.uri.as_deref()),
            _ => header.holds_article(),
        };
        if !wanted {
            return Step::Skipped;
        }
        let hints = self.hints_of(&header);
        let bytes = std::mem::take(&mut self.body);
        Step::Found(hints, header.body(bytes))
    }

    fn hints_of(&self, header: &Header) -> Hints {
        Hints {
            uri: header.uri.clone().or_else(|| self.hints.uri.clone()),
            media_type: header.media_type.clone(),
            container: self.hints.uri.clone(),
            ..self.hints.clone()
        }
    }

    /// Goes on where a record begins inside the body of a damaged one, or else behind it.
    fn recover(&mut self) -> io::Result<()> {
        let body = std::mem::take(&mut self.body);
        let inside = memchr::memmem::find(&body, SEAM);
        if let Some(rest) = inside.map(|at| &body[at..])
            && rest.len() as u64 <= self.credit
        {
            self.credit -= rest.len() as u64;
            self.stream.give_back(rest);
            return Ok(());
        }
        self.resync()
    }

    /// Drops bytes up to the next record.
    fn resync(&mut self) -> io::Result<()> {
        self.stream.seek(b"\nWARC/1.", 0, |_| true).map(drop)
    }

    fn damage(&self, message: &str) -> io::Error {
        carry(Error::Warc { place: self.place, message: message.to_owned() })
    }

    /// The header block; `None` where it is none.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut lines = Vec::new();
        loop {
            let start = lines.len();
            let whole = self.stream.line(&mut lines, MAX_HEADER)?;
            let line = lines[start..].trim_ascii_end();
            if line.is_empty() {
                // A line that the limit or the end cut off is no empty one.
                return Ok(whole.then(|| Header::parse(&lines)).flatten());
            }
            if !whole {
                return Ok(None);
            }
        }
    }
}

/// Passes over line breaks; false at the end of the stream.
fn skip_line_breaks(stream: &mut Stream<'_>) -> io::Result<bool> {
    loop {
        let held = stream.fill_buf()?;
        if held.is_empty() {
            return Ok(false);
        }
        let count = held.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let more = count == held.len();
        stream.consume(count);
        if !more {
            return Ok(true);
        }
    }
}

/// What we need of a record's header.
#[derive(Default)]
struct Header {
    kind: String,
    length: u64,
    uri: Option<String>,
    media_type: Option<String>,
}

impl Header {
    fn parse(block: &[u8]) -> Option<Self> {
        let block = String::from_utf8_lossy(block);
        let mut header = Self::default();
        let mut length = None;
        for (name, value) in block.lines().skip(1).filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                // Some writers put the address in angle brackets, as the grammar of WARC 1.0 had it.
                "warc-target-uri" => header.uri = Some(value.trim_matches(['<', '>']).to_owned()),
                "content-type" => header.media_type = Some(value.to_owned()),
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        header.length = length?;
        Some(header)
    }

    /// Whether the record can hold an article, as far as its header says.
    fn holds_article(&self) -> bool {
        let media = self.media_type.as_deref();
        match self.kind.as_str() {
            "response" => {
                media.is_none_or(|media| media.to_ascii_lowercase().starts_with("application/http"))
            }
            "resource" | "conversion" => http::article_type(media, self.uri.as_deref()),
            _ => false,
        }
    }

    fn body(&self, bytes: Vec<u8>) -> Body {
        match self.kind.as_str() {
            "response" => Body::Http(bytes),
            _ if http::plain_text(self.media_type.as_deref(), &bytes) => Body::Text(bytes),
            _ => Body::Html(bytes),
        }
    }
}
