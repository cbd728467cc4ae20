//! Bad input: each kind gives a clear error or a note, the run goes on, and the exit status says so.

mod common;

use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

use common::{Folder, annals, annals_stdin};
use flate2::Compression;
use flate2::write::GzEncoder;

const GOOD: &str = r#"{"id": "good", "text": "Rain fell on Port Almeda. The river rose by two metres."}"#;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Reads `bytes` as a file named `name`, then a good file; gives the message of the failure.
#[track_caller]
fn check_fails_and_goes_on(name: &str, bytes: &[u8]) -> String {
    let folder = Folder::new();
    let bad = folder.file(name, bytes);
    let good = folder.file("good.jsonl", GOOD.as_bytes());
    let run = annals(&["read", "--format", "jsonl", &bad, &good]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    let records = run.records();
    let failed: Vec<_> = records.iter().filter(|record| !record["error"].is_null()).collect();
    assert_eq!(failed.len(), 1, "{records:?}");
    assert!(failed[0]["article"]["uri"].as_str().unwrap().contains(name), "{failed:?}");
    assert_eq!(records.last().unwrap()["article"]["key"], "good");
    let message = failed[0]["error"]["message"].as_str().unwrap().to_owned();
    assert!(run.stderr.contains(&message), "{}", run.stderr);
    message
}

#[test]
fn an_empty_file() {
    assert!(check_fails_and_goes_on("empty.txt", b"").contains("empty"));
}

#[test]
fn a_binary_file() {
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde";
    assert!(check_fails_and_goes_on("picture.txt", picture).contains("binary"));
}

#[test]
fn a_json_line_that_is_broken() {
    check_fails_and_goes_on("broken.jsonl", b"{\"id\": 1, \"text\": \"Rain fell.\n");
}

#[test]
fn a_page_without_an_article() {
    check_fails_and_goes_on("blank.html", b"<!DOCTYPE html><html><head></head><body></body></html>");
}

#[test]
fn gzip_that_ends_too_early() {
    let lines = format!("{GOOD}\n").repeat(2000);
    let packed = gzip(lines.as_bytes());
    let folder = Folder::new();
    let cut = folder.file("cut.jsonl.gz", &packed[..packed.len() - 12]);
    let run = annals(&["read", &cut]);
    assert_eq!(run.status, 2);
    let records = run.records();
    assert!(records.len() > 1000, "what came before the end is kept: {}", records.len());
    assert!(!records.last().unwrap()["error"].is_null());
}

#[test]
fn a_gzip_bomb() {
    let packed = gzip(&vec![b'a'; 200 << 20]);
    assert!(packed.len() < 1 << 20);
    assert!(check_fails_and_goes_on("bomb.txt.gz", &packed).contains("--max-bytes"));
}

#[test]
fn an_article_over_the_limit() {
    let line = format!(r#"{{"id": "long", "text": "{}"}}"#, "Rain fell. ".repeat(10_000));
    let folder = Folder::new();
    let both = folder.file("both.jsonl", format!("{line}\n{GOOD}\n").as_bytes());
    let run = annals(&["read", "--max-bytes", "50K", &both]);
    assert_eq!(run.status, 2);
    let records = run.records();
    assert_eq!(records.len(), 2);
    assert!(!records[0]["error"].is_null());
    assert_eq!(records[1]["article"]["key"], "good");
}

#[test]
fn damaged_utf8_is_read_and_noted() {
    let folder = Folder::new();
    let line = "{\"id\": \"b\", \"text\": \"“Rain” fell on São Íria\u{1}.\"}\n".as_bytes();
    let bytes: Vec<u8> = line.iter().map(|&byte| if byte == 1 { 0xFF } else { byte }).collect();
    let file = folder.file("bytes.jsonl", &bytes);
    let run = annals(&["read", &file]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let record = &run.records()[0];
    assert_eq!(record["article"]["text"], "“Rain” fell on São Íria\u{FFFD}.");
    assert!(record["notes"][0]["message"].as_str().unwrap().contains("U+FFFD"), "{record}");
}

#[test]
fn an_unnamed_charset_is_guessed_and_noted() {
    let folder = Folder::new();
    let file = folder
        .file("old.txt", b"The caf\xe9 on the quay closed, and the river rose by two metres in a night.");
    let record = annals(&["read", &file]).records().remove(0);
    assert!(record["article"]["text"].as_str().unwrap().starts_with("The café"), "{record}");
    assert!(record["notes"][0]["message"].as_str().unwrap().contains("windows-1252"), "{record}");
}

#[test]
fn lone_surrogates_in_json_are_read_and_noted() {
    let folder = Folder::new();
    let file = folder.file("lone.jsonl", br#"{"id": "s", "text": "Rain \ud83d fell on the port."}"#);
    let run = annals(&["read", &file]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let record = &run.records()[0];
    assert_eq!(record["article"]["text"], "Rain \u{FFFD} fell on the port.");
    assert!(!record["notes"].as_array().unwrap().is_empty());
}

#[test]
fn twenty_thousand_nested_divs() {
    let page = format!(
        "<html><body>{}<p>Rain fell on Port Almeda.</p>{}</body></html>",
        "<div>".repeat(20_000),
        "</div>".repeat(20_000)
    );
    let folder = Folder::new();
    let file = folder.file("deep.html", page.as_bytes());
    let start = Instant::now();
    let run = annals(&["read", &file]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.records()[0]["article"]["text"].as_str().unwrap().contains("Rain fell"));
    // Eighteen seconds without the gate; the bound is far from both, so that a busy machine does not matter.
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
}

#[test]
fn a_file_that_is_not_there() {
    let run = annals(&["read", "no-such-file.txt"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("no-such-file.txt: cannot be opened"), "{}", run.stderr);
    assert_eq!(run.records()[0]["error"]["stage"], "intake");
}

#[test]
fn a_folder_with_a_dead_link() {
    let folder = Folder::new();
    folder.file("good.jsonl", GOOD.as_bytes());
    std::os::unix::fs::symlink("nowhere", folder.path().join("dead.txt")).unwrap();
    let run = annals(&["read", folder.path().to_str().unwrap()]);
    assert_eq!(run.status, 2);
    assert_eq!(run.records().len(), 2);
}

#[test]
fn a_folder_with_an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let file = folder.file("closed.txt", b"Rain fell.");
    folder.file("good.jsonl", GOOD.as_bytes());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    let run = annals(&["read", folder.path().to_str().unwrap()]);
    // The superuser may read every file: then there is no failure to see.
    let superuser = fs::read(&file).is_ok();
    assert_eq!(run.status, if superuser { 0 } else { 2 }, "{}", run.stderr);
    assert_eq!(run.records().len(), 2);
}

#[test]
fn a_warc_cut_in_the_middle() {
    let page = "<html><body><p>Rain fell on Port Almeda for a third day, and the river rose by two metres.</p></body></html>";
    let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/a\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n";
    let record = format!("{head}Content-Length: {}\r\n\r\n{body}\r\n\r\n", body.len());
    let two = record.repeat(2);
    let folder = Folder::new();
    let file = folder.file("cut.warc", &two.as_bytes()[..two.len() - 60]);
    let run = annals(&["read", &file]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    let records = run.records();
    assert_eq!(records[0]["article"]["uri"], "https://news.example/a");
    assert!(records[0]["error"].is_null());
    assert!(!records.last().unwrap()["error"].is_null());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new();
    let file = folder.file("many.jsonl", format!("{GOOD}\n").repeat(3000).as_bytes());
    let run = std::process::Command::new("sh")
        .args(["-c", &format!("{} read {file} 2>{file}.err | head -n 1", common::PROGRAM)])
        .output()
        .unwrap();
    assert_eq!(run.stdout.iter().filter(|&&byte| byte == b'\n').count(), 1);
    assert_eq!(fs::read_to_string(format!("{file}.err")).unwrap(), "");
}

#[test]
fn strict_stops_at_the_first_failure() {
    let run = annals_stdin(&["read", "--strict", "-"], format!("{GOOD}\n{{\n{GOOD}\n").as_bytes());
    assert_eq!(run.status, 2);
    assert_eq!(run.records().len(), 2);
}

#[test]
fn nothing_to_read_is_status_one() {
    let folder = Folder::new();
    assert_eq!(annals(&["read", folder.path().to_str().unwrap()]).status, 1);
}

#[test]
fn a_tokenised_file_that_is_wrong() {
    let folder = Folder::new();
    let bad =
        folder.file("bad.conllu", b"# newdoc id = bad\n1\tRain\n3\tfell\n\n# newdoc id = next\n1\tSnow\n");
    let old = folder.file("old.txt", b"The caf\xe9 closed .\n");
    let cut = folder.file("cut.txt.gz", &gzip(b"Rain fell .\n")[..12]);
    let good = folder.file("good.txt", b"Rain fell .\n");
    let run = annals(&["parse", "--tokenized", &bad, &old, &cut, &good]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("bad.conllu: line 3: ID is `3` where word 2 is due"), "{}", run.stderr);
    assert!(run.stderr.contains("old.txt: line 1: it is no UTF-8"), "{}", run.stderr);
    assert!(run.stderr.contains("cut.txt.gz: line 1: reading stopped: "), "{}", run.stderr);
    assert!(run.stdout.starts_with("# newdoc id = next\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\tRain\t"), "{}", run.stdout);
}

#[test]
fn nothing_to_explain() {
    let run = annals(&["explain", ""]);
    assert_eq!(run.status, 2);
    assert!(run.stdout.contains("not read"), "{}", run.stdout);
    assert_eq!(annals(&["explain", "--file", "no-such-file.txt"]).status, 2);
}
