//! HTTP responses as a WARC keeps them: which hold an article, and their payload unpacked.

use std::io::Read;

use super::pack;
use super::stream::{Stream, carried};
use crate::Error;
use crate::error::Place;

/// Largest head in bytes.
const MAX_HEAD: usize = 64 << 10;

/// A payload, its transfer and content codings undone.
pub(super) struct Response {
    /// Its Content-Type.
    pub(super) media_type: Option<String>,
    /// Its bytes, in the charset it came in.
    pub(super) body: Vec<u8>,
}

/// Why a response cannot be unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    TooLarge,
    Bad(String),
}

impl Fault {
    /// The error of the response that stands at `place`.
    pub(super) fn at(self, place: Place, limit: usize) -> Error {
        match self {
            Self::TooLarge => Error::TooLarge { place, limit },
            Self::Bad(message) => Error::Http { place, message },
        }
    }
}

#[derive(Default)]
struct Head<'a> {
    status: u16,
    media_type: Option<&'a str>,
    transfer: &'a str,
    coding: &'a str,
    /// Where the payload begins.
    end: usize,
}

/// Whether the response from `uri` can hold an article: it succeeded and is a page or plain text.
pub(super) fn wanted(response: &[u8], uri: Option<&str>) -> bool {
    head(response).is_some_and(|head| {
        let undeclared =
            head.media_type.is_none() && response[head.end..].trim_ascii_start().starts_with(b"<");
        head.status == 200 && (undeclared || article_type(head.media_type, uri)) && head.end < response.len()
    })
}

/// Whether a payload of this type can hold an article.
pub(super) fn article_type(media: Option<&str>, uri: Option<&str>) -> bool {
    let Some(media) = media else { return false };
    let kind = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let page = matches!(kind.as_str(), "text/html" | "application/xhtml+xml");
    page || (kind == "text/plain" && !uri.is_some_and(|uri| uri.ends_with("/robots.txt")))
}

/// Whether a payload is plain text and no page that calls itself so.
pub(super) fn plain_text(media: Option<&str>, body: &[u8]) -> bool {
    let named = media.is_some_and(|media| media.trim().to_ascii_lowercase().starts_with("text/plain"));
    let lower = body[..body.len().min(256)].trim_ascii_start().to_ascii_lowercase();
    named && !lower.starts_with(b"<!doctype html") && !lower.starts_with(b"<html")
}

/// The payload of `response`, no larger than `limit` bytes.
pub(super) fn unpacked(response: &[u8], limit: usize) -> Result<Response, Fault> {
    let head = head(response).ok_or_else(|| Fault::Bad("it has no head".to_owned()))?;
    let payload = &response[head.end..];
    let chunked = head.transfer.to_ascii_lowercase().contains("chunked");
    // Many crawlers undo the chunks and keep the header that names them.
    let whole = if chunked && chunk_size(payload).is_some() { unchunked(payload)? } else { payload.to_vec() };
    let body = decoded(whole, &head.coding.trim().to_ascii_lowercase(), limit)?;
    Ok(Response { media_type: head.media_type.map(str::to_owned), body })
}

fn head(response: &[u8]) -> Option<Head<'_>> {
    let top = &response[..response.len().min(MAX_HEAD)];
    let end = memchr::memmem::find(top, b"\r\n\r\n").map(|at| at + 4);
    let end = end.or_else(|| memchr::memmem::find(top, b"\n\n").map(|at| at + 2))?;
    let mut lines = top[..end].split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let status = lines.next()?.strip_prefix(b"HTTP/")?.split(|byte| *byte == b' ').nth(1)?;
    let mut head = Head { status: std::str::from_utf8(status).ok()?.parse().ok()?, end, ..Head::default() };
    for (name, value) in lines.filter_map(|line| std::str::from_utf8(line).ok()?.split_once(':')) {
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => head.media_type = Some(value.trim()),
            "transfer-encoding" => head.transfer = value,
            "content-encoding" => head.coding = value,
            _ => {}
        }
    }
    Some(head)
}

/// The size a chunk's first line gives, and where its data begin (RFC 9112, 7.1).
fn chunk_size(bytes: &[u8]) -> Option<(usize, usize)> {
    let line = memchr::memchr(b'\n', &bytes[..bytes.len().min(1024)])?;
    let digits = bytes[..line].split(|byte| *byte == b';').next()?.trim_ascii();
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    usize::from_str_radix(digits, 16).ok().map(|size| (size, line + 1))
}

fn unchunked(mut rest: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::with_capacity(rest.len());
    for number in 1.. {
        let bad = |what: &str| Fault::Bad(format!("chunk {number} {what}"));
        let (size, start) = chunk_size(rest).ok_or_else(|| bad("has no valid size"))?;
        if size == 0 {
            break;
        }
        let end = start.checked_add(size).filter(|end| *end <= rest.len());
        let end = end.ok_or_else(|| bad("is longer than what is there"))?;
        body.extend_from_slice(&rest[start..end]);
        rest = &rest[end..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    Ok(body)
}

fn decoded(body: Vec<u8>, coding: &str, limit: usize) -> Result<Vec<u8>, Fault> {
    match coding {
        "" | "identity" => Ok(body),
        "gzip" | "x-gzip" | "zstd" => unpack(pack::unpacked(Stream::new(Box::new(&body[..]))), limit),
        "deflate" => inflate(&body, limit),
        // Many crawlers undo the coding and keep the header that names it.
        _ if body.trim_ascii_start().starts_with(b"<") => Ok(body),
        other => Err(Fault::Bad(format!("its Content-Encoding {} is not supported", super::shown(other)))),
    }
}

/// `deflate` is zlib by the standard and raw in the servers that got it wrong.
fn inflate(body: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    let zlib = flate2::bufread::ZlibDecoder::new(body);
    let raw = flate2::bufread::DeflateDecoder::new(body);
    if body.trim_ascii_start().starts_with(b"<") {
        return Ok(body.to_vec());
    }
    unpack(zlib, limit)
        .or_else(|fault| if fault == Fault::TooLarge { Err(fault) } else { unpack(raw, limit) })
}

fn unpack(packed: impl Read, limit: usize) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    let read = packed.take(limit as u64 + 1).read_to_end(&mut body);
    if body.len() > limit {
        return Err(Fault::TooLarge);
    }
    read.map(|_| body).map_err(|error| {
        Fault::Bad(match carried(error) {
            Error::Pack { format, message, .. } => format!("its {format} data are damaged: {message}"),
            other => other.to_string(),
        })
    })
}
