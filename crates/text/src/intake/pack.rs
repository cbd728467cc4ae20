//! Unpacking: gzip of many members, zstd of many frames, and what goes on behind a damaged one.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::stream::{Stream, carried, carry};
use crate::Error;

const GZIP: [u8; 3] = [0x1f, 0x8b, 8];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The unpacked bytes of `packed`; plain bytes pass as they are.
///
/// A damaged member gives an error after the bytes before it; reading on goes on with the next member that can be
/// found.
pub(super) fn unpacked<'r>(mut packed: Stream<'r>) -> Stream<'r> {
    let format = if packed.at(&GZIP) {
        Format::Gzip
    } else if packed.at(&ZSTD) || skippable(packed.peek(8)).is_some() {
        Format::Zstd
    } else {
        return packed;
    };
    Stream::new(Box::new(Unpacker { format, lost: false, spare: None, state: State::Between(packed) }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Gzip,
    Zstd,
}

struct Unpacker<'r> {
    format: Format,
    /// Whether the last member was damaged, so that the next one has to be searched for.
    lost: bool,
    spare: Option<FrameDecoder>,
    state: State<'r>,
}

enum State<'r> {
    Between(Stream<'r>),
    Gzip(GzDecoder<Stream<'r>>),
    Zstd(Box<StreamingDecoder<Stream<'r>, FrameDecoder>>),
    Done,
}

impl Read for Unpacker<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let (state, result) = match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Ok(0),
                State::Between(stream) => (self.next_member(stream)?, Ok(0)),
                State::Gzip(decoder) => self.gzip(decoder, out),
                State::Zstd(decoder) => self.zstd(decoder, out),
            };
            self.state = state;
            match result {
                Ok(0) if out.is_empty() => return Ok(0),
                Ok(0) => {}
                other => return other,
            }
        }
    }
}

impl<'r> Unpacker<'r> {
    fn gzip(&mut self, mut decoder: GzDecoder<Stream<'r>>, out: &mut [u8]) -> (State<'r>, io::Result<usize>) {
        match decoder.read(out) {
            Ok(0) if !out.is_empty() => (State::Between(decoder.into_inner()), Ok(0)),
            Ok(count) => (State::Gzip(decoder), Ok(count)),
            Err(error) => self.damaged(decoder.into_inner(), &error),
        }
    }

    fn zstd(
        &mut self,
        mut decoder: Box<StreamingDecoder<Stream<'r>, FrameDecoder>>,
        out: &mut [u8],
    ) -> (State<'r>, io::Result<usize>) {
        match decoder.read(out) {
            Ok(0) if !out.is_empty() => self.end_of_frame(*decoder),
            Ok(count) => (State::Zstd(decoder), Ok(count)),
            Err(error) => self.damaged(decoder.into_inner(), &error),
        }
    }

    fn end_of_frame(
        &mut self,
        decoder: StreamingDecoder<Stream<'r>, FrameDecoder>,
    ) -> (State<'r>, io::Result<usize>) {
        let (stream, frame) = decoder.into_parts();
        let sound =
            frame.get_checksum_from_data().is_none_or(|given| frame.get_calculated_checksum() == Some(given));
        self.spare = Some(frame);
        if sound {
            (State::Between(stream), Ok(0))
        } else {
            self.damaged(stream, &io::Error::new(io::ErrorKind::InvalidData, "the checksum is wrong"))
        }
    }

    fn next_member(&mut self, mut stream: Stream<'r>) -> io::Result<State<'r>> {
        if self.lost {
            if !self.find_member(&mut stream)? {
                return Ok(State::Done);
            }
            self.lost = false;
        }
        match self.format {
            Format::Gzip => self.next_gzip(stream),
            Format::Zstd => self.next_zstd(stream),
        }
    }

    fn next_gzip(&mut self, mut stream: Stream<'r>) -> io::Result<State<'r>> {
        skip_zeros(&mut stream)?;
        if stream.at(&GZIP) {
            return Ok(State::Gzip(GzDecoder::new(stream)));
        }
        self.no_member(stream)
    }

    fn next_zstd(&mut self, mut stream: Stream<'r>) -> io::Result<State<'r>> {
        while let Some(length) = skippable(stream.peek(8)) {
            stream.skip(8 + length)?;
        }
        if !stream.at(&ZSTD) {
            return self.no_member(stream);
        }
        let offset = stream.offset();
        let frame = self.spare.take().unwrap_or_default();
        if let Err(message) = frame_header(stream.peek(18)) {
            let (state, result) = self.damaged(stream, &io::Error::new(io::ErrorKind::InvalidData, message));
            self.state = state;
            return result.map(|_| State::Done);
        }
        match StreamingDecoder::new_with_decoder(stream, frame) {
            Ok(decoder) => Ok(State::Zstd(Box::new(decoder))),
            // The decoder keeps its source when it refuses a window, so nothing behind it can be had.
            Err(error) => Err(carry(Error::Pack { format: self.name(), offset, message: error.to_string() })),
        }
    }

    /// The end, or something that is no member: an error, and the search for the next one.
    fn no_member(&mut self, mut stream: Stream<'r>) -> io::Result<State<'r>> {
        if stream.fill_buf()?.is_empty() {
            return Ok(State::Done);
        }
        let (state, result) = self.damaged(
            stream,
            &io::Error::new(io::ErrorKind::InvalidData, "something else follows the packed data"),
        );
        self.state = state;
        result.map(|_| State::Done)
    }

    fn damaged(&mut self, mut stream: Stream<'r>, error: &io::Error) -> (State<'r>, io::Result<usize>) {
        if let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            return (State::Done, Err(carry(inner.clone())));
        }
        let offset = stream.offset();
        let cut = error.kind() == io::ErrorKind::UnexpectedEof || stream.peek(1).is_empty();
        if let Some(error) = stream.take_error() {
            return (State::Done, Err(carry(carried(error))));
        }
        let message = if cut { "they end in the middle".to_owned() } else { error.to_string() };
        self.lost = true;
        (State::Between(stream), Err(carry(Error::Pack { format: self.name(), offset, message })))
    }

    fn find_member(&self, stream: &mut Stream<'r>) -> io::Result<bool> {
        match self.format {
            Format::Gzip => stream.seek(&GZIP, 7, plausible_gzip),
            Format::Zstd => stream.seek(&ZSTD, 14, |bytes| frame_header(bytes).is_ok()),
        }
    }

    fn name(&self) -> &'static str {
        match self.format {
            Format::Gzip => "gzip",
            Format::Zstd => "zstd",
        }
    }
}

/// Tapes and some writers fill the last block with zeros.
fn skip_zeros(stream: &mut Stream<'_>) -> io::Result<()> {
    loop {
        let held = stream.fill_buf()?;
        let zeros = held.iter().take_while(|&&byte| byte == 0).count();
        let more = zeros > 0 && zeros == held.len();
        stream.consume(zeros);
        if !more {
            return Ok(());
        }
    }
}

/// Whether the gzip header's flags, extra flags and system are ones that writers use (RFC 1952, 2.3).
fn plausible_gzip(bytes: &[u8]) -> bool {
    matches!(bytes, [_, _, _, flags, _, _, _, _, 0 | 2 | 4, 0..=13 | 255, ..] if flags & 0xe0 == 0)
}

/// Length of the skippable frame that begins here (RFC 8878, 3.1.2).
fn skippable(bytes: &[u8]) -> Option<u64> {
    match bytes {
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, ..] => Some(u32::from_le_bytes([*a, *b, *c, *d]).into()),
        _ => None,
    }
}

/// Whether the bytes are a whole frame header that can be decoded (RFC 8878, 3.1.1.1).
fn frame_header(bytes: &[u8]) -> Result<(), String> {
    let &flags = bytes.get(4).ok_or("it ends in the middle")?;
    let single = flags & 0x20 != 0;
    let dictionary = [0, 1, 2, 4][usize::from(flags & 3)];
    let size = match flags >> 6 {
        0 => usize::from(single),
        1 => 2,
        2 => 4,
        _ => 8,
    };
    let length = 5 + usize::from(!single) + dictionary + size;
    if flags & 0x08 != 0 {
        return Err("its header is invalid".to_owned());
    }
    if dictionary > 0
        && bytes.get(length - size - dictionary..length - size).is_some_and(|id| id.iter().any(|&b| b != 0))
    {
        return Err("it needs a dictionary, which is not supported".to_owned());
    }
    (bytes.len() >= length).then_some(()).ok_or_else(|| "it ends in the middle".to_owned())
}
