//! Files that are tokenised already: CoNLL-U, or a sentence a line with blanks between its tokens.
//!
//! [`chunks`] cuts a stream into its articles on one thread and holds one of them; [`Chunk::text`] reads an article's
//! lines, on any thread.

mod rows;

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::path::Path;

use annals_drive::unreadable;
use annals_record::Failed;
use annals_text::{GivenSentence, GivenToken, Limits, given};

use crate::conllu::Text;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Rows of columns with tabs between them.
    Conllu,
    /// A sentence a line, blanks between its tokens, an empty line between paragraphs.
    Lines,
}

/// The lines of one article.
#[derive(Debug)]
pub struct Chunk {
    /// Path of the file.
    pub uri: Option<String>,
    notation: Notation,
    /// Number of its first line in the file, from 1.
    first: usize,
    lines: Vec<String>,
}

/// What is wrong, and in which line.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    line: usize,
    message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl Fault {
    fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }

    fn failed(&self, uri: Option<&str>) -> Box<Failed> {
        unreadable(uri, self)
    }
}

impl Chunk {
    /// The article with the tokens its lines give.
    ///
    /// # Errors
    /// A failure that says which line is wrong, and how.
    pub fn text(self) -> Result<Text, Box<Failed>> {
        let Self { uri, notation, first, lines } = self;
        let uri = uri.as_deref();
        let read = match notation {
            Notation::Conllu => rows::read(&lines, first),
            Notation::Lines => Ok((None, sentences(&lines))),
        };
        let (key, sentences) = read.map_err(|fault| fault.failed(uri))?;
        let (mut article, doc) = given(&sentences, uri)
            .map_err(|error| Fault::new(first, format!("{error}: nothing to parse")).failed(uri))?;
        article.key = key;
        Ok(Text::given(article, doc, sentences))
    }
}

fn sentences(lines: &[String]) -> Vec<GivenSentence> {
    let mut begins_paragraph = true;
    let mut sentences = Vec::new();
    for line in lines {
        let tokens: Vec<_> = line.split_ascii_whitespace().map(GivenToken::word).collect();
        if tokens.iter().all(|token| token.form.trim().is_empty()) {
            begins_paragraph = true;
        } else {
            sentences.push(GivenSentence { tokens, begins_paragraph, id: None });
            begins_paragraph = false;
        }
    }
    sentences
}

/// The articles of `input`, the file at `path`: CoNLL-U where its first line that is neither empty nor a comment has a
/// tab, or where its name says so. An article that cannot be read is skipped to the next.
pub fn chunks<R: BufRead + Send>(
    input: R,
    path: Option<&Path>,
    limits: Limits,
) -> impl Iterator<Item = Result<Chunk, Box<Failed>>> + Send + use<R> {
    let notation = path.filter(|path| is_conllu(path)).map(|_| Notation::Conllu);
    Cutter {
        input,
        uri: path.map(|path| path.display().to_string()),
        limits,
        notation,
        next: None,
        line: 0,
        done: false,
    }
}

fn is_conllu(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    plain.ends_with(".conllu")
}

struct Cutter<R> {
    input: R,
    uri: Option<String>,
    limits: Limits,
    /// Unknown until a line tells.
    notation: Option<Notation>,
    /// The first line of the next article.
    next: Option<String>,
    /// Number of the last line that was taken.
    line: usize,
    done: bool,
}

impl<R: BufRead> Iterator for Cutter<R> {
    type Item = Result<Chunk, Box<Failed>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let first = if self.next.is_some() { self.line } else { self.line + 1 };
        let (lines, fault) = self.article();
        if let Some(fault) = fault {
            return Some(Err(fault.failed(self.uri.as_deref())));
        }
        let empty = lines.iter().all(|line| line.trim().is_empty());
        if empty && first > 1 {
            return None;
        }
        if empty {
            self.done = true;
            return Some(Err(unreadable(
                self.uri.as_deref(),
                "the input is empty: there is nothing to parse",
            )));
        }
        let notation = self.notation.unwrap_or(Notation::Lines);
        Some(Ok(Chunk { uri: self.uri.clone(), notation, first, lines }))
    }
}

impl<R: BufRead> Cutter<R> {
    /// The lines up to the next article or the end, and what was wrong with the first bad one.
    fn article(&mut self) -> (Vec<String>, Option<Fault>) {
        let mut lines: Vec<String> = self.next.take().into_iter().collect();
        let mut size = lines.iter().map(String::len).sum::<usize>();
        let mut words = false;
        let mut fault = None;
        loop {
            let line = match self.take_line() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(found) => {
                    fault.get_or_insert(found);
                    lines.clear();
                    if self.done {
                        break;
                    }
                    continue;
                }
            };
            if self.notation == Some(Notation::Conllu) && is_newdoc(&line) && (words || fault.is_some()) {
                self.next = Some(line);
                return (lines, fault);
            }
            words |= !line.starts_with('#') && !line.trim().is_empty();
            size += line.len() + 1;
            if size > self.limits.max_bytes {
                lines.clear();
                fault.get_or_insert_with(|| too_large(self.line, self.limits.max_bytes));
            }
            if fault.is_none() {
                lines.push(line);
            }
        }
        self.done = true;
        (lines, fault)
    }

    /// Takes the first line of words as the sign of the notation.
    fn tell(&mut self, line: &str) {
        if self.notation.is_none() && !line.starts_with('#') && !line.trim().is_empty() {
            self.notation = Some(if line.contains('\t') { Notation::Conllu } else { Notation::Lines });
        }
    }

    /// The next line without its end; `done` is set where nothing can be read behind a fault.
    fn take_line(&mut self) -> Result<Option<String>, Fault> {
        let limit = self.limits.max_bytes as u64 + 1;
        let mut bytes = Vec::new();
        self.line += 1;
        if let Err(error) = self.input.by_ref().take(limit).read_until(b'\n', &mut bytes) {
            self.done = true;
            return Err(Fault::new(self.line, format!("reading stopped: {error}")));
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let start = if self.line == 1 && bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let line = String::from_utf8_lossy(&bytes[start..]);
        self.tell(&line);
        if bytes.len() as u64 == limit && bytes.last() != Some(&b'\n') {
            self.done = skip_line(&mut self.input).is_err();
            return Err(too_large(self.line, self.limits.max_bytes));
        }
        match line {
            Cow::Borrowed(line) => Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned())),
            Cow::Owned(_) => Err(Fault::new(self.line, "it is no UTF-8: convert the file to UTF-8")),
        }
    }
}

fn too_large(line: usize, limit: usize) -> Fault {
    let message =
        format!("the article is larger than {limit} bytes and was skipped: raise --max-bytes to read it");
    Fault::new(line, message)
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    input.skip_until(b'\n').map(|_| ())
}

fn is_newdoc(line: &str) -> bool {
    comment(line, "newdoc").is_some()
}

/// What a comment says behind its key, without the equals sign: `# newdoc id = a` gives ` id = a` for `newdoc`.
fn comment<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let rest = line.strip_prefix('#')?.trim_start().strip_prefix(key)?;
    (rest.is_empty() || rest.starts_with([' ', '\t', '='])).then_some(rest)
}

/// The value of a comment: `# sent_id = a-1` gives `a-1` for `sent_id`.
fn value<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let value = comment(line, key)?.trim_start().strip_prefix('=')?.trim();
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The articles of a file, each as its text or its fault.
    fn texts(file: &str, path: &str, max_bytes: usize) -> Vec<String> {
        let chunks = chunks(file.as_bytes(), Some(Path::new(path)), Limits { max_bytes });
        let text = |chunk: Result<Chunk, Box<Failed>>| chunk.and_then(Chunk::text);
        chunks
            .map(text)
            .map(|text| match text {
                Ok(text) => text.article().text.clone(),
                Err(failed) => failed.error.message,
            })
            .collect()
    }

    #[track_caller]
    fn check(file: &str, expected: &[&str]) {
        assert_eq!(texts(file, "a.txt", 1 << 20), expected);
    }

    #[test]
    fn a_sentence_a_line() {
        check(
            "Rain fell .\nIt stopped .\n\n\nNobody knows why .\n",
            &["Rain fell . It stopped .\n\nNobody knows why ."],
        );
        check("\u{FEFF}# 1 again !\r\n", &["# 1 again !"]);
    }

    #[test]
    fn every_newdoc_is_an_article() {
        let file = "# newdoc id = a\n# text = Rain.\n1\tRain\t_\n\n# newdoc\n# newpar\n1\tSnow\n\n# sent_id = 2\n1\tIce\n";
        check(file, &["Rain", "Snow Ice"]);
    }

    #[test]
    fn a_bad_article_costs_itself_alone() {
        let file = "# newdoc id = a\n1\tRain\n3\tfell\n\n# newdoc id = b\n1\tSnow\n";
        let found = texts(file, "a.txt", 1 << 20);
        assert!(found[0].starts_with("line 3: "), "{found:?}");
        assert_eq!(found[1..], ["Snow"]);
    }

    #[test]
    fn the_name_may_say_what_a_file_is() {
        let found = texts("1 Rain rain NOUN\n", "a.conllu.gz", 1 << 20);
        assert!(found[0].contains("tabs"), "{found:?}");
    }

    #[test]
    fn limits_hold() {
        let file = format!("# newdoc\n1\t{}\n\n# newdoc\n1\tSnow\n", "a".repeat(200));
        let found = texts(&file, "a.txt", 100);
        assert!(found[0].contains("--max-bytes"), "{found:?}");
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn an_empty_file_is_said_to_be_empty() {
        assert!(texts("\n \n", "a.txt", 100)[0].contains("empty"));
    }
}
