//! A buffered reader that can look ahead and give bytes back.

use std::io::{self, BufRead, Read};

use crate::Error;

/// Bytes read from the source at once.
const CHUNK: usize = 128 << 10;

/// A source of bytes, typed away so that packed and plain inputs are one.
pub(super) type Source<'r> = Box<dyn Read + Send + 'r>;

/// A buffered source. An error of the source comes out after the bytes before it, once; reading may go on then.
pub(super) struct Stream<'r> {
    source: Source<'r>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    error: Option<io::Error>,
    ended: bool,
}

impl<'r> Stream<'r> {
    pub(super) fn new(source: Source<'r>) -> Self {
        Self { source, buffer: Vec::new(), start: 0, end: 0, offset: 0, error: None, ended: false }
    }

    /// Bytes consumed so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes held.
    pub(super) fn held(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// At least the next `count` bytes, fewer only before the end or an error.
    pub(super) fn peek(&mut self, count: usize) -> &[u8] {
        while self.end - self.start < count && !self.ended && self.error.is_none() {
            self.fetch(count);
        }
        self.held()
    }

    /// Whether the next bytes are `prefix`.
    pub(super) fn at(&mut self, prefix: &[u8]) -> bool {
        self.peek(prefix.len()).starts_with(prefix)
    }

    /// The error that waits behind the bytes held.
    pub(super) fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    /// Appends up to `count` bytes to `out`; fewer only at the end.
    pub(super) fn copy(&mut self, out: &mut Vec<u8>, count: u64) -> io::Result<u64> {
        self.each(count, |bytes| out.extend_from_slice(bytes))
    }

    /// Passes up to `count` bytes over; fewer only at the end.
    pub(super) fn skip(&mut self, count: u64) -> io::Result<u64> {
        self.each(count, |_| ())
    }

    /// Puts `bytes` before what comes next.
    pub(super) fn give_back(&mut self, bytes: &[u8]) {
        let mut buffer = Vec::with_capacity(bytes.len() + self.end - self.start);
        buffer.extend_from_slice(bytes);
        buffer.extend_from_slice(self.held());
        (self.start, self.end) = (0, buffer.len());
        self.offset -= (bytes.len() as u64).min(self.offset);
        self.buffer = buffer;
    }

    /// Drops bytes until the next ones are `needle` followed by bytes that `fits` (shown `needle` and at least `after`
    /// more bytes where there are as many). False where the input ends first.
    pub(super) fn seek(
        &mut self,
        needle: &[u8],
        after: usize,
        fits: impl Fn(&[u8]) -> bool,
    ) -> io::Result<bool> {
        let finder = memchr::memmem::Finder::new(needle);
        loop {
            self.peek(needle.len() + after);
            let held = self.held();
            match finder.find(held) {
                Some(at)
                    if held.len() >= at + needle.len() + after || (self.ended && self.error.is_none()) =>
                {
                    self.consume(at);
                    if fits(self.held()) {
                        return Ok(true);
                    }
                    self.consume(1);
                }
                Some(at) => {
                    self.consume(at);
                    self.more()?;
                }
                None => {
                    let dead = held.len().saturating_sub(needle.len() - 1);
                    self.consume(dead);
                    if !self.more()? {
                        self.consume(usize::MAX);
                        return Ok(false);
                    }
                }
            }
        }
    }

    /// Appends the next line with its end to `out`, up to `limit` bytes of `out` in all; false where the line has no
    /// end before that.
    pub(super) fn line(&mut self, out: &mut Vec<u8>, limit: usize) -> io::Result<bool> {
        loop {
            let held = self.fill_buf()?;
            let end = memchr::memchr(b'\n', held).map(|at| at + 1);
            let count = end.unwrap_or(held.len()).min(limit.saturating_sub(out.len()));
            out.extend_from_slice(&held[..count]);
            self.consume(count);
            if count == 0 || end == Some(count) {
                return Ok(count > 0);
            }
        }
    }

    /// Passes over `count` bytes, or up to the first `seam` in them or the end of the input; whether it was all.
    pub(super) fn skip_before(&mut self, count: u64, seam: &[u8]) -> io::Result<bool> {
        let finder = memchr::memmem::Finder::new(seam);
        let mut left = count;
        while left > 0 {
            let held = self.peek(seam.len());
            if held.is_empty() {
                return self.fill_buf().map(|_| false);
            }
            let part = held.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if let Some(at) = finder.find(&held[..part]) {
                self.consume(at);
                return Ok(false);
            }
            // The last bytes may begin a seam, unless nothing follows them.
            let keep = if part as u64 == left || part < seam.len() { 0 } else { seam.len() - 1 };
            self.consume(part - keep);
            left -= (part - keep) as u64;
        }
        Ok(true)
    }

    /// Reads on behind the bytes held; false at the end.
    fn more(&mut self) -> io::Result<bool> {
        let held = self.held().len();
        if self.peek(held + 1).len() > held {
            return Ok(true);
        }
        self.error.take().map_or(Ok(false), |error| {
            self.consume(held);
            Err(error)
        })
    }

    fn each(&mut self, count: u64, mut take: impl FnMut(&[u8])) -> io::Result<u64> {
        let mut done = 0;
        while done < count {
            let held = self.fill_buf()?;
            if held.is_empty() {
                break;
            }
            let part = held.len().min(usize::try_from(count - done).unwrap_or(usize::MAX));
            take(&held[..part]);
            self.consume(part);
            done += part as u64;
        }
        Ok(done)
    }

    /// Reads once from the source, with room for `count` bytes in all.
    fn fetch(&mut self, count: usize) {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        let room = count.max(self.end + CHUNK / 2).max(CHUNK);
        if self.buffer.len() < room {
            self.buffer.resize(room, 0);
        }
        match self.source.read(&mut self.buffer[self.end..]) {
            Ok(0) => self.ended = true,
            // A reader that claims more than it was given room for is not believed.
            Ok(read) => self.end = (self.end + read).min(self.buffer.len()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                self.ended = !is_ours(&error);
                self.error = Some(own(error));
            }
        }
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let count = held.len().min(out.len());
        out[..count].copy_from_slice(&held[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            if self.error.is_none() {
                self.peek(1);
            }
            if self.start == self.end
                && let Some(error) = self.error.take()
            {
                return Err(error);
            }
        }
        Ok(self.held())
    }

    fn consume(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        self.start += count;
        self.offset += count as u64;
    }
}

/// An [`Error`] on its way through [`io::Error`].
pub(super) fn carry(error: Error) -> io::Error {
    io::Error::other(error)
}

/// The [`Error`] that `error` carries, or else what the operating system says.
pub(super) fn carried(error: io::Error) -> Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(inner) => inner.clone(),
        None => Error::Io(error.to_string()),
    }
}

fn is_ours(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Error>())
}

fn own(error: io::Error) -> io::Error {
    carry(carried(error))
}
