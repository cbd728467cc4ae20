//! From bytes to drafts, as a caller sees it: every kind of input, whole and damaged.

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use annals_text::{Body, Draft, Error, Failure, Hints, Limits, Piece, articles, pieces};
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;

const TEXT: &str = "The river rose above its banks on Monday, and the mayor of Port Almeda asked people to leave. \
    By the evening the lower town stood under water. Nobody was hurt, the fire service said.";

fn read_with(bytes: &[u8], hints: Hints, limits: Limits) -> Vec<Result<Draft, Failure>> {
    pieces(bytes, hints, limits).flat_map(articles).collect()
}

fn read(bytes: impl AsRef<[u8]>) -> Vec<Result<Draft, Failure>> {
    let hints = Hints { uri: Some("in".into()), ..Hints::default() };
    read_with(bytes.as_ref(), hints, Limits::default())
}

/// The keys (or addresses) of the articles and the messages of the failures, in order.
fn check(bytes: impl AsRef<[u8]>, expected: &[&str]) {
    let found: Vec<String> = read(bytes).iter().map(shown).collect();
    let fits = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.contains(e));
    assert!(fits, "found {found:#?}\nexpected {expected:#?}");
}

fn shown(result: &Result<Draft, Failure>) -> String {
    match result {
        Ok(draft) => draft.article.key.clone().or(draft.article.uri.clone()).unwrap_or_default(),
        Err(failure) => format!("! {failure}"),
    }
}

fn only(bytes: impl AsRef<[u8]>) -> Draft {
    let mut found = read(bytes);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn page(text: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>River rises</title></head><body><article><h1>River rises</h1>\
         <p>{text}</p><p>{text}</p><p>{text}</p></article></body></html>"
    )
}

fn record(kind: &str, uri: &str, media: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn response(uri: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n").as_bytes(), body].concat();
    record("response", uri, "application/http; msgtype=response", &http)
}

fn html_record(name: &str) -> Vec<u8> {
    response(&format!("https://www.news.example/{name}"), "Content-Type: text/html", page(TEXT).as_bytes())
}

fn wet(name: &str) -> Vec<u8> {
    record("conversion", name, "text/plain", TEXT.as_bytes())
}

// JSON

#[test]
fn json_lines_keep_text_and_metadata() {
    let line = r#"{"id": 7, "text": "  Rain\r\nfell 😀 \u00e9.\n", "url": "https://www.news.example/7", "title": "T",
        "date": "3 March 2024", "author": ["Ann Lee", "Bo Ray"], "language": "en-GB", "other": [1]}"#;
    let article = only(line.replace('\n', " ")).article;
    assert_eq!(article.text, "  Rain\r\nfell 😀 é.\n");
    assert_eq!(article.key.as_deref(), Some("7"));
    assert_eq!(article.uri.as_deref(), Some("https://www.news.example/7"));
    assert_eq!(article.source.as_deref(), Some("news.example"));
    assert_eq!(article.published.as_deref(), Some("2024-03-03"));
    assert_eq!(article.byline, ["Ann Lee", "Bo Ray"]);
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.id, annals_record::article_id(article.uri.as_deref(), &article.text));
}

#[test]
fn what_json_says_goes_before_what_its_page_says() {
    let line = serde_json::json!({"id": "p", "html": page(TEXT), "title": "Given", "published": "2024-03-03T10:00:00Z"});
    let draft = only(line.to_string());
    assert_eq!(draft.article.title.as_deref(), Some("Given"));
    assert_eq!(draft.article.published.as_deref(), Some("2024-03-03T10:00:00Z"));
    assert!(draft.article.text.contains("the fire service said"));
}

#[test]
fn an_unreadable_date_is_noted_and_not_kept() {
    let draft = only(r#"{"id": 1, "text": "Rain fell.", "published": "last week"}"#);
    assert_eq!(draft.article.published, None);
    assert!(draft.notes[0].message.contains("last week"), "{:?}", draft.notes);
}

#[test]
fn lone_surrogates_are_replaced_with_a_note() {
    let draft = only(r#"{"id": 1, "text": "a \ud83d b \\ud83d c \ud83d\ude00 d \ude00"}"#);
    assert_eq!(draft.article.text, "a \u{fffd} b \\ud83d c 😀 d \u{fffd}");
    assert!(draft.notes[0].message.starts_with("2 lone surrogates"), "{:?}", draft.notes);
}

#[test]
fn a_bad_line_is_one_failure_with_its_place() {
    let input = "{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2, \"text\": }\n{\"id\": 3, \"txt\": \"a\"}\n{\"id\": 4, \"text\": \"a\"}";
    check(input, &["1", "! line 2, column 19: expected value", "! line 3: neither `text` nor `html`", "4"]);
}

#[test]
fn a_list_cut_short_gives_what_is_whole() {
    check(
        "[{\"id\": 1, \"text\": \"a\"},\n {\"id\": 2, \"te",
        &["1", "! line 2, column 15: the value is not closed"],
    );
}

#[test]
fn a_line_over_the_limit_is_skipped() {
    let input =
        format!("{{\"id\": 1, \"text\": \"{}\"}}\n{{\"id\": 2, \"text\": \"a\"}}\n", "x".repeat(50_000));
    let found = read_with(input.as_bytes(), Hints::default(), Limits { max_bytes: 10_000 });
    assert!(shown(&found[0]).contains("line 1 is larger than 10000 bytes"), "{found:?}");
    assert_eq!(shown(&found[1]), "2");
}

#[test]
fn a_line_of_200_megabytes_is_never_held() {
    let long = Cursor::new(b"{\"id\": 1, \"text\": \"").chain(std::io::repeat(b'x').take(200 << 20));
    let input = long.chain(Cursor::new(b"\"}\n{\"id\": 2, \"text\": \"a\"}\n"));
    let found: Vec<Piece> = pieces(input, Hints::default(), Limits::default()).collect();
    assert!(matches!(found[0].body, Body::Broken(Error::TooLarge { .. })));
    assert!(matches!(&found[1].body, Body::Json(bytes) if bytes.len() < 100));
}

#[test]
fn records_of_our_own_are_read_again() {
    let input = r#"{"schema":"annals/1","article":{"id":"x","key":"k","uri":"u","title":"T","text":"Rain fell.","published":"2024-03-03","published_from":"json-ld"},"sentences":[]}
{"schema":"annals/1","article":{"key":"f","uri":"v"},"error":{"stage":"decode","message":"it was binary"}}"#;
    let found = read(input);
    let article = &found[0].as_ref().unwrap().article;
    assert_eq!((article.key.as_deref(), article.title.as_deref()), (Some("k"), Some("T")));
    assert_eq!(article.published_from, Some(annals_record::DateSource::JsonLd));
    let failure = found[1].as_ref().unwrap_err();
    assert_eq!((failure.origin.key.as_deref(), failure.error.stage()), (Some("f"), "decode"));
}

// Packed

#[test]
fn packed_inputs_are_unpacked() {
    let lines = b"{\"id\": 1, \"text\": \"a\"}\n";
    let more = b"{\"id\": 2, \"text\": \"a\"}\n";
    check(gzip(lines), &["1"]);
    check([gzip(lines), gzip(more)].concat(), &["1", "2"]);
    check([zstd(lines), zstd(more)].concat(), &["1", "2"]);
    check([gzip(lines), vec![0; 512]].concat(), &["1"]);
}

#[test]
fn a_truncated_pack_gives_what_stands_before() {
    let lines: String =
        (0..2000).map(|n| format!("{{\"id\": {n}, \"text\": \"Rain fell {n} times.\"}}\n")).collect();
    for packed in [gzip(lines.as_bytes()), zstd(lines.as_bytes())] {
        let found = read(&packed[..packed.len() - 9]);
        let (last, before) = found.split_last().unwrap();
        assert!(shown(last).contains("end in the middle"), "{last:?}");
        assert!(before.iter().all(Result::is_ok));
    }
    let found = read(&gzip(lines.as_bytes())[..5000]);
    assert!(found.len() > 100 && found.iter().filter(|result| result.is_err()).count() == 1);
}

#[test]
fn a_gzip_bomb_is_stopped_at_the_limit() {
    let bomb = gzip(&vec![b'a'; 64 << 20]);
    let found = read_with(&bomb, Hints::default(), Limits { max_bytes: 1 << 20 });
    assert!(shown(&found[0]).contains("larger than 1048576 bytes"), "{found:?}");
    assert_eq!(found.len(), 1);
}

// WARC

#[test]
fn warc_gives_pages_and_texts_and_nothing_else() {
    let image = response("https://news.example/i.png", "Content-Type: image/png", b"\x89PNG");
    let robots = response("https://news.example/robots.txt", "Content-Type: text/plain", b"User-agent: *");
    let request = record("request", "https://news.example/a", "application/http", b"GET / HTTP/1.1\r\n\r\n");
    let parts = [
        record("warcinfo", "", "application/warc-fields", b"a: b"),
        request,
        html_record("a"),
        image,
        robots,
        wet("b"),
    ];
    let expected = ["https://www.news.example/a", "b"];
    check(parts.concat(), &expected);
    check(gzip(&parts.concat()), &expected);
    check(zstd(&parts.concat()), &expected);
    check(parts.iter().flat_map(|part| gzip(part)).collect::<Vec<u8>>(), &expected);
}

#[test]
fn the_fetch_date_is_no_publication_date() {
    let draft = only(html_record("a"));
    assert_eq!(draft.article.published, None);
    assert_eq!(draft.article.source.as_deref(), Some("news.example"));
}

#[test]
fn http_codings_are_undone() {
    let page = page(TEXT);
    let (one, two) = page.as_bytes().split_at(100);
    let size = format!("{:x}\r\n", two.len());
    let chunked = [b"64\r\n", one, b"\r\n", size.as_bytes(), two, b"\r\n0\r\n\r\n"].concat();
    let type_of = |coding: &str| format!("Content-Type: text/html; charset=utf-8\r\n{coding}");
    for (coding, body) in [
        ("Transfer-Encoding: chunked", chunked.clone()),
        ("Transfer-Encoding: chunked", page.clone().into_bytes()),
        ("Content-Encoding: gzip", gzip(page.as_bytes())),
        ("Content-Encoding: zstd", zstd(page.as_bytes())),
        ("Content-Encoding: br", page.clone().into_bytes()),
    ] {
        check(response("c", &type_of(coding), &body), &["c"]);
    }
    let cut = &chunked[..chunked.len() - 50];
    check(
        response("c", &type_of("Transfer-Encoding: chunked"), cut),
        &["! WARC record 1 (unpacked byte 0): the HTTP response cannot be unpacked: chunk 2"],
    );
    check(
        response("c", &type_of("Content-Encoding: br"), b"\x0b\x02"),
        &[
            "! WARC record 1 (unpacked byte 0): the HTTP response cannot be unpacked: its Content-Encoding `br`",
        ],
    );
}

#[test]
fn a_failure_in_a_warc_names_the_file_and_the_address() {
    let found = read(response("https://news.example/c", "Content-Type: text/plain", b"%PDF-1.4"));
    let failure = found[0].as_ref().unwrap_err();
    assert_eq!(failure.origin.uri.as_deref(), Some("in#https://news.example/c"));
}

#[test]
fn a_warc_cut_in_the_middle_gives_what_is_whole() {
    let file = [wet("a"), wet("b")].concat();
    check(&file[..file.len() - 40], &["a", "! WARC record 2"]);
    for cut in wet("a").len() + 7..file.len() - 4 {
        check(&file[..cut], &["a", "! WARC record 2"]);
    }
    let packed = [gzip(&wet("a")), gzip(&wet("b"))].concat();
    check(&packed[..packed.len() - 20], &["a", "! the gzip data are damaged"]);
}

#[test]
fn garbage_between_records_is_one_failure() {
    check(
        [wet("a"), b"some garbage\nhere\r\n\r\n".to_vec(), wet("b")].concat(),
        &["a", "! WARC record 2", "b"],
    );
}

#[test]
fn a_wrong_length_costs_its_own_record_only() {
    let wrong = |length: &str| {
        let text = String::from_utf8(wet("bad")).unwrap();
        text.replace(&format!("Content-Length: {}", TEXT.len()), &format!("Content-Length: {length}"))
            .into_bytes()
    };
    for length in ["5", "300", "900", "99999", "99999999999", "many", "-1"] {
        check([wet("a"), wrong(length), wet("b"), wet("c")].concat(), &["a", "! WARC record 2", "b", "c"]);
    }
}

#[test]
fn a_damaged_member_costs_its_own_record_only() {
    for (pack, name) in [(gzip as fn(&[u8]) -> Vec<u8>, "gzip"), (zstd, "zstd")] {
        let mut bad = pack(&wet("bad"));
        let middle = bad.len() / 2;
        bad[middle..middle + 8].fill(0xff);
        let failure = format!("! the {name} data are damaged");
        let found: Vec<String> =
            read([pack(&wet("a")), bad, pack(&wet("b"))].concat()).iter().map(shown).collect();
        // Damage that only the checksum shows is seen behind the record.
        let whole: Vec<&String> =
            found.iter().filter(|line| !line.starts_with(&failure) && *line != "bad").collect();
        assert_eq!(whole, ["a", "b"], "{found:?}");
        assert_eq!(found.iter().filter(|line| line.starts_with(&failure)).count(), 1, "{found:?}");
    }
}

#[test]
fn a_record_over_the_limit_is_skipped() {
    let file = [wet("a"), record("conversion", "big", "text/plain", &vec![b'x'; 1 << 20]), wet("b")].concat();
    let found = read_with(&file, Hints::default(), Limits { max_bytes: 100_000 });
    let found: Vec<String> = found.iter().map(shown).collect();
    assert_eq!((found[0].as_str(), found[2].as_str()), ("a", "b"));
    assert!(found[1].contains("WARC record 2") && found[1].contains("--max-bytes"), "{found:?}");
}

/// A reader that gives the same record over and over.
struct Endless {
    record: Vec<u8>,
    at: usize,
    left: usize,
}

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let part = &self.record[self.at..];
        let count = part.len().min(out.len()).min(self.left);
        out[..count].copy_from_slice(&part[..count]);
        self.at = (self.at + count) % self.record.len();
        self.left -= count;
        Ok(count)
    }
}

#[test]
fn a_long_warc_streams() {
    let record = html_record("a");
    let (size, total) = (record.len(), 200 << 20);
    let input = Endless { record, at: 0, left: total - total % size };
    let mut count = 0;
    for piece in pieces(input, Hints::default(), Limits::default()) {
        let Body::Http(bytes) = piece.body else { panic!("{:?}", piece.body) };
        assert!(bytes.capacity() <= 2 * size);
        count += 1;
    }
    assert_eq!(count, total / size);
}

#[test]
fn many_wrong_lengths_take_no_more_than_linear_time() {
    let record =
        b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 9000000\r\n\r\nx\r\n\r\n".repeat(100_000);
    assert!(read(record).iter().all(Result::is_err));
}

// Feeds

#[test]
fn feeds_give_items_with_full_text() {
    let rss = format!(
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss version=\"2.0\"><channel><title>Almeda Courier</title>\
         <item><title>River &amp; rain</title><link>https://courier.example/1</link><guid>g1</guid>\
         <pubDate>Sun, 03 Mar 2024 00:30:00 +0300</pubDate><dc:creator>Ann Lee</dc:creator><description>Short.</description>\
         <content:encoded><![CDATA[<p>{TEXT}</p><p>Caf&eacute; closed.</p>]]></content:encoded></item>\
         <item><title>Two</title><link>https://courier.example/2</link><guid>g2</guid><description>Short.</description></item>\
         </channel></rss>"
    );
    let found = read(rss);
    let article = &found[0].as_ref().unwrap().article;
    assert_eq!(article.text, format!("{TEXT}\nCafé closed."));
    assert_eq!(article.title.as_deref(), Some("River & rain"));
    assert_eq!(article.source.as_deref(), Some("Almeda Courier"));
    assert_eq!(article.published.as_deref(), Some("2024-03-03T00:30:00+03:00"));
    assert_eq!(
        (article.key.as_deref(), article.byline.as_slice()),
        (Some("g1"), ["Ann Lee".to_owned()].as_slice())
    );
    assert!(shown(&found[1]).contains("item 2 of the feed has no full text"));
}

#[test]
fn atom_gives_html_and_xhtml() {
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Courier</title><entry><id>1</id><title>One</title>\
         <link rel=\"alternate\" href=\"https://courier.example/1?a=1&amp;b=2\"/><published>2024-03-03T10:00:00Z</published>\
         <author><name>Ann Lee</name></author><content type=\"html\">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry>\
         <entry><id>2</id><content type=\"xhtml\"><div><p>Rain &lt; <b>snow</b>.</p><p>{TEXT}</p></div></content></entry></feed>"
    );
    let found = read(atom);
    let first = &found[0].as_ref().unwrap().article;
    assert_eq!(first.text, TEXT);
    assert_eq!(first.uri.as_deref(), Some("https://courier.example/1?a=1&b=2"));
    assert_eq!(found[1].as_ref().unwrap().article.text, format!("Rain < snow.\n{TEXT}"));
}

#[test]
fn a_broken_feed_gives_the_items_before() {
    let feed = format!(
        "<rss version=\"2.0\"><channel><item><guid>1</guid><content:encoded>{TEXT}</content:encoded></item><item><guid>2</oops>"
    );
    check(feed, &["1", "! the feed is broken near byte"]);
}

// Everything else

#[test]
fn what_is_no_input_says_so() {
    check("", &["! the input is empty"]);
    check(" \n", &["! the input is empty"]);
    check(b"\x7fELF\x02\x01\x01", &["! the input is binary, not text (it looks like an ELF program)"]);
    check(gzip(b""), &["! the input is empty"]);
    check(
        gzip(&gzip(b"Rain fell.")),
        &["! the input is binary, not text (it looks like gzip data packed twice"],
    );
}

#[test]
fn invalid_utf8_is_kept_with_a_note() {
    let draft = only(b"Caf\xc3\xa9, \xc3\x89lan, na\xc3\xafve \xff end.");
    assert_eq!(draft.article.text, "Café, Élan, naïve \u{fffd} end.");
    assert_eq!(draft.notes.len(), 1);
}

#[test]
fn a_reader_that_fails_says_so() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let input = Cursor::new(b"{\"id\": 1, \"text\": \"a\"}\n").chain(Failing);
    let found: Vec<String> =
        pieces(input, Hints::default(), Limits::default()).flat_map(articles).map(|r| shown(&r)).collect();
    assert_eq!(found, ["1", "! reading stopped: the disk is gone"]);
}

#[test]
fn plain_text_takes_the_hints() {
    let hints = Hints {
        uri: Some("https://www.news.example/a.txt".into()),
        published: Some("2024-03-03".into()),
        ..Hints::default()
    };
    let found = read_with(TEXT.as_bytes(), hints, Limits::default());
    let article = &found[0].as_ref().unwrap().article;
    assert_eq!((article.text.as_str(), article.language.as_deref()), (TEXT, Some("en")));
    assert_eq!(article.source.as_deref(), Some("news.example"));
    assert_eq!(article.published.as_deref(), Some("2024-03-03"));
}

/// Valid inputs to be damaged.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let json =
        b"[{\"id\": 1, \"text\": \"a \\ud83d\"},\n {\"id\": 2, \"text\": \"b\"}]\n{\"id\": 3}\n".to_vec();
    let warc = [wet("a"), html_record("b"), wet("c")];
    let feed = b"<rss version=\"2.0\"><channel><item><title>a</title><description>b &amp; c</description></item></channel></rss>";
    let plain = format!("3 March 2024\n\nRiver rises\n\nStory Code: 7\nRiver rises\n{TEXT}").into_bytes();
    let packed = warc.iter().flat_map(|part| gzip(part)).collect();
    let zipped = warc.iter().flat_map(|part| zstd(part)).collect();
    vec![gzip(&json), json, warc.concat(), packed, zipped, feed.to_vec(), plain]
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), start in 0..10_usize) {
        let starts: [&[u8]; 10] = [b"", b"{\"", b"[{", b"<rss>", b"<p>", b"WARC/1.0\r\n", &[0x1f, 0x8b, 8], &[0x28, 0xb5, 0x2f, 0xfd], &[0xff, 0xfe], b"Title: "];
        read([starts[start], &bytes].concat());
    }

    #[test]
    fn damaged_inputs_are_read_without_panic(
        seed in 0..7_usize,
        edits in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0..4_u8), 1..6),
    ) {
        let mut bytes = SEEDS[seed].clone();
        for (at, byte, kind) in edits {
            let at = at.index(bytes.len().max(1));
            match kind {
                0 if !bytes.is_empty() => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 if !bytes.is_empty() => drop(bytes.remove(at)),
                _ => bytes.truncate(bytes.len().max(40).min(bytes.len() - byte as usize % 7.min(bytes.len().max(1)))),
            }
        }
        read(bytes);
    }

    #[test]
    fn plain_text_is_a_part_of_its_file(lines in proptest::collection::vec("(By )?[A-Z][a-z :,.]{0,60}|3 March 2024||---", 0..12)) {
        let text = lines.join("\n");
        for draft in read(&text).into_iter().flatten() {
            prop_assert!(text.ends_with(&draft.article.text));
        }
    }
}
