//! Bytes to text: charset found, nothing lost in silence.
//!
//! What says the charset, in this order: a byte order mark; the pattern of NUL bytes of UTF-16 and UTF-32; the bytes
//! themselves where they are valid UTF-8, for text in another charset hardly ever is by chance while labels are often
//! wrong; the transport's label; the label inside the page; a guess from the bytes.

use annals_record::Note;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::Error;

/// Bytes looked at to tell text from other data.
const SAMPLE: usize = 8 << 10;
/// Bytes in which a page's label is looked for; HTML asks for 1024, some pages need more.
const PRESCAN: usize = 4 << 10;
/// Bytes the guess is made from.
const GUESSED_FROM: usize = 256 << 10;

/// A text and what was remarked while it was decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text, without byte order mark.
    pub(crate) text: String,
    /// Remarks: bytes replaced, a charset guessed.
    pub(crate) notes: Vec<Note>,
}

/// What the transport says of the bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Transport<'a> {
    /// The charset's label.
    pub(crate) label: Option<&'a str>,
    /// The last label of the host name, `ru`: it helps a guess.
    pub(crate) top_level: Option<&'a str>,
}

/// The text of `bytes`. Empty and blank input and what is no text are errors.
pub(crate) fn decode(bytes: Vec<u8>, transport: Transport<'_>) -> Result<Decoded, Error> {
    if let Some(looks) = binary(&bytes) {
        return Err(Error::Binary(looks));
    }
    let decoded = text_of(bytes, transport);
    if decoded.text.trim().is_empty() { Err(Error::Empty) } else { Ok(decoded) }
}

fn text_of(bytes: Vec<u8>, transport: Transport<'_>) -> Decoded {
    if let Some(unit) = utf32(&bytes) {
        return from_utf32(&bytes, unit);
    }
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return convert(&bytes[length..], encoding);
    }
    if let Some(encoding) = utf16(&bytes) {
        return convert(&bytes, encoding);
    }
    let labelled = label(&bytes, transport);
    if labelled != Some(ISO_2022_JP) {
        match String::from_utf8(bytes) {
            Ok(text) => return Decoded { text, notes: Vec::new() },
            Err(error) => return not_utf8(error.as_bytes(), labelled, transport),
        }
    }
    convert(&bytes, ISO_2022_JP)
}

fn not_utf8(bytes: &[u8], labelled: Option<&'static Encoding>, transport: Transport<'_>) -> Decoded {
    match labelled {
        Some(encoding) if encoding != UTF_8 => convert(bytes, encoding),
        _ if mostly_utf8(bytes) => convert(bytes, UTF_8),
        _ => guess(bytes, transport),
    }
}

fn guess(bytes: &[u8], transport: Transport<'_>) -> Decoded {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let sample = &bytes[..bytes.len().min(GUESSED_FROM)];
    detector.feed(sample, sample.len() == bytes.len());
    let top_level = transport.top_level.filter(|name| plain_label(name)).map(str::as_bytes);
    let encoding = detector.guess(top_level, Utf8Detection::Deny);
    let mut decoded = convert(bytes, encoding);
    let message =
        format!("the text is not valid UTF-8 and names no charset: read as {}, a guess", encoding.name());
    decoded.notes.insert(0, Note::new("decode", message));
    decoded
}

/// The detector panics on a host label with other characters than these.
fn plain_label(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn convert(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    let given = if errors { genuine(bytes, encoding) } else { 0 };
    let text = text.into_owned();
    let notes = if errors { replaced(&text, given, encoding.name()) } else { Vec::new() };
    Decoded { text, notes }
}

/// Replacement characters that are no error because the input itself has them.
fn genuine(bytes: &[u8], encoding: &'static Encoding) -> usize {
    if encoding == UTF_8 { memchr::memmem::find_iter(bytes, "\u{fffd}").count() } else { 0 }
}

fn replaced(text: &str, given: usize, name: &str) -> Vec<Note> {
    let Some(first) = text.find('\u{fffd}') else { return Vec::new() };
    let count = text[first..].matches('\u{fffd}').count().saturating_sub(given);
    let at = text[..first].chars().count();
    let message = format!(
        "{count} invalid {name} sequences became U+FFFD, the first at character {at} of what was decoded"
    );
    vec![Note::new("decode", message)]
}

/// Whether the bytes are UTF-8 with some damage: there are several whole multi-byte characters to each invalid one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 3 * bad
}

fn label(bytes: &[u8], transport: Transport<'_>) -> Option<&'static Encoding> {
    transport.label.and_then(|label| Encoding::for_label(label.as_bytes())).or_else(|| inner_label(bytes))
}

/// The charset that an XML declaration or a `<meta>` names. A page that says it is UTF-16 in ASCII bytes is not.
fn inner_label(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    if !head.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let head = head.to_ascii_lowercase();
    let key: &[u8] = if head.trim_ascii_start().starts_with(b"<?xml") { b"encoding" } else { b"charset" };
    let found = labels(&head, key).or_else(|| labels(&head, b"charset"))?;
    Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
}

fn labels(head: &[u8], key: &[u8]) -> Option<&'static Encoding> {
    memchr::memmem::find_iter(head, key).find_map(|at| {
        let value = head[at + key.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)));
        Encoding::for_label(&value[..end.unwrap_or(value.len())])
    })
}

/// UTF-16 without a mark: among the first bytes those at even or those at odd places are mostly NUL.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let nuls = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    // A tenth leaves room for text in a script other than Latin, whose spaces and stops alone have a NUL; of a few
    // bytes more are asked.
    let least = if pairs < 32 { pairs.div_ceil(2) } else { pairs / 10 };
    let (encoding, high) = if odd >= least && even * 20 <= odd {
        (UTF_16LE, 1)
    } else if even >= least && odd * 20 <= even {
        (UTF_16BE, 0)
    } else {
        return None;
    };
    let unit = |pair: &&[u8]| pair[high] == 0 && control(pair[1 - high]);
    let controls = sample.chunks_exact(2).filter(unit).count();
    (controls * 100 <= pairs).then_some(encoding)
}

/// Whether a byte is a control code that text has no use for; escape has one in ISO-2022-JP.
fn control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Little,
    Big,
}

fn utf32(bytes: &[u8]) -> Option<Unit> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => Some(Unit::Little),
        [0, 0, 0xfe, 0xff, ..] => Some(Unit::Big),
        _ => None,
    }
}

fn from_utf32(bytes: &[u8], unit: Unit) -> Decoded {
    let (units, rest) = bytes[4..].as_chunks::<4>();
    let read = |bytes: &[u8; 4]| match unit {
        Unit::Little => u32::from_le_bytes(*bytes),
        Unit::Big => u32::from_be_bytes(*bytes),
    };
    let mut text: String =
        units.iter().map(|unit| char::from_u32(read(unit)).unwrap_or('\u{fffd}')).collect();
    if !rest.is_empty() {
        text.push('\u{fffd}');
    }
    let given = units.iter().filter(|unit| read(unit) == 0xfffd).count();
    let errors = text.matches('\u{fffd}').count() > given;
    let notes = if errors { replaced(&text, given, "UTF-32") } else { Vec::new() };
    Decoded { text, notes }
}

/// What the bytes look like, where they are no text in any charset.
pub(crate) fn binary(bytes: &[u8]) -> Option<String> {
    if let Some(name) = magic(bytes) {
        return Some(format!("it looks like {name}"));
    }
    if utf32(bytes).is_some() || Encoding::for_bom(bytes).is_some() || utf16(bytes).is_some() {
        return None;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let controls = sample.iter().filter(|byte| control(**byte)).count();
    (controls * 100 > sample.len())
        .then(|| format!("{controls} of its first {} bytes are control codes", sample.len()))
}

/// Whether the bytes are UTF-16 or UTF-32.
pub(crate) fn wide(bytes: &[u8]) -> bool {
    utf32(bytes).is_some()
        || utf16(bytes).is_some()
        || Encoding::for_bom(bytes).is_some_and(|(e, _)| e != UTF_8)
}

/// The first bytes of a wide text, as UTF-8.
pub(crate) fn narrowed(head: &[u8]) -> Vec<u8> {
    text_of(head.to_vec(), Transport::default()).text.into_bytes()
}

/// Formats that people have beside their articles, by their first bytes.
const MAGIC: &str = include_str!("../../../data/magic.tsv");

fn magic(bytes: &[u8]) -> Option<&'static str> {
    let rows = MAGIC.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|row| row.split_once('\t')).find_map(|(hex, name)| begins(bytes, hex).then_some(name))
}

/// Whether `bytes` begin with the hexadecimal pairs of `hex`; `..` stands for any byte.
fn begins(bytes: &[u8], hex: &str) -> bool {
    let mut pairs = hex.split(' ').enumerate();
    pairs.all(|(at, pair)| {
        bytes
            .get(at)
            .is_some_and(|byte| pair == ".." || u8::from_str_radix(pair, 16).is_ok_and(|want| want == *byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], label: Option<&str>, text: &str, notes: usize) {
        let transport = Transport { label, top_level: None };
        let decoded = decode(bytes.to_vec(), transport).unwrap();
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.notes.len(), notes, "{:?}", decoded.notes);
    }

    #[test]
    fn a_mark_says_the_charset_and_is_dropped() {
        check(b"\xef\xbb\xbfRain fell.", None, "Rain fell.", 0);
        check(b"\xff\xfeR\0a\0i\0n\0", None, "Rain", 0);
        check(b"\xfe\xff\0R\0a\0i\0n", Some("windows-1252"), "Rain", 0);
        check(b"\xff\xfe\0\0R\0\0\0", None, "R", 0);
    }

    #[test]
    fn utf16_without_a_mark_is_seen_by_its_nul_bytes() {
        let text = "Rain fell in Varesh.";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, None, text, 0);
        check(&big, None, text, 0);
    }

    #[test]
    fn valid_utf8_is_believed_more_than_a_label() {
        check("Élan à Varesh".as_bytes(), Some("iso-8859-1"), "Élan à Varesh", 0);
    }

    #[test]
    fn the_label_of_the_transport_wins_over_the_pages_own() {
        let page = b"<meta charset=koi8-r><p>\xcf\xee".as_slice();
        check(page, Some("windows-1251"), "<meta charset=koi8-r><p>По", 0);
        check(b"<meta charset=\"windows-1251\"><p>\xcf\xee", None, "<meta charset=\"windows-1251\"><p>По", 0);
        check(
            b"<?xml version='1.0' encoding='iso-8859-2'?><a>\xb1",
            None,
            "<?xml version='1.0' encoding='iso-8859-2'?><a>ą",
            0,
        );
    }

    #[test]
    fn without_a_label_the_charset_is_guessed_and_the_guess_noted() {
        check(b"The caf\xe9 in Port Almeda was closed.", None, "The café in Port Almeda was closed.", 1);
    }

    #[test]
    fn damaged_utf8_stays_utf8_with_a_note() {
        check(b"\xc3\x89lan, caf\xc3\xa9, na\xc3\xafve \xff end", None, "Élan, café, naïve \u{fffd} end", 1);
        let decoded =
            decode(b"<meta charset=utf-8>\xc3\xa9\xc3\xa9\xc3\xa9\xff".to_vec(), Transport::default())
                .unwrap();
        assert!(decoded.notes[0].message.starts_with("1 invalid UTF-8"), "{:?}", decoded.notes);
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, name) in [
            (b"%PDF-1.7 ...".as_slice(), "PDF"),
            (b"PK\x03\x04....", "ZIP"),
            (b"\x89PNG\r\n\x1a\n", "PNG"),
            (b"PAR1....", "Parquet"),
            (b"abc\0\x01\x02def", "control codes"),
        ] {
            let error = decode(bytes.to_vec(), Transport::default()).unwrap_err();
            assert!(matches!(&error, Error::Binary(looks) if looks.contains(name)), "{error}");
        }
    }

    #[test]
    fn blank_input_is_empty() {
        for bytes in [b"".as_slice(), b" \r\n\t", b"\xef\xbb\xbf\n"] {
            assert_eq!(decode(bytes.to_vec(), Transport::default()), Err(Error::Empty));
        }
    }

    #[test]
    fn a_stray_control_code_in_a_long_text_is_no_reason_to_refuse_it() {
        let text = format!("{}\0", "Rain fell in Varesh. ".repeat(20));
        check(text.as_bytes(), None, &text, 0);
    }
}
