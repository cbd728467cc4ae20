//! A stretch of text to its tokens, in the manner of UD English.

use std::ops::Range;

use annals_record::{ByteSpan, WordSpan};

use super::chars::{Class, char_at, class_at, is_apostrophe, is_flag_half, is_picture, is_tone, is_word};
use super::lexicon::{Dot, LEXICON};
use super::{Document, Token, Word, addresses, numbers, words};

/// Cuts the text of `span` into tokens and words, behind those `doc` has.
pub(super) fn scan(text: &str, span: ByteSpan, doc: &mut Document) {
    let mut scanner =
        Scanner { text, bytes: text.as_bytes(), end: span.end, quoted: false, kept: Vec::new(), doc };
    let mut at = span.start;
    while let Some(start) = scanner.next_black(at) {
        at = scanner.chunk_end(start);
        scanner.chunk(start, at);
    }
}

/// What follows a dot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Upper,
    Lower,
    Digit,
    Sign,
    Nothing,
}

struct Scanner<'t, 'd> {
    text: &'t str,
    bytes: &'t [u8],
    /// End of the stretch to cut.
    end: usize,
    /// Whether a single quotation mark is open.
    quoted: bool,
    /// Addresses of the chunk at hand.
    kept: Vec<Range<usize>>,
    doc: &'d mut Document,
}

impl Scanner<'_, '_> {
    /// The first character at or behind `at` that is no white space.
    fn next_black(&self, mut at: usize) -> Option<usize> {
        while at < self.end {
            let (class, length) = class_at(self.text, at);
            if class != Class::Space {
                return Some(at);
            }
            at += length;
        }
        None
    }

    fn chunk_end(&self, mut at: usize) -> usize {
        while at < self.end {
            let (class, length) = class_at(self.text, at);
            if class == Class::Space {
                break;
            }
            at += length;
        }
        at
    }

    /// Cuts a stretch without white space.
    fn chunk(&mut self, start: usize, end: usize) {
        let letters = self.bytes[start..end].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if start + letters == end {
            return self.push(start, end);
        }
        if is_drawing(&self.bytes[start..end]) {
            return self.push_whole(start, end);
        }
        addresses::find(self.text, start..end, &mut self.kept);
        let mut kept = std::mem::take(&mut self.kept);
        let mut at = start;
        for address in kept.drain(..) {
            self.pieces(at, start, address.start);
            self.push_whole(address.start, address.end);
            at = address.end;
        }
        self.pieces(at, start, end);
        self.kept = kept;
    }

    /// Cuts `[at, end)` of a chunk that begins at `first`.
    fn pieces(&mut self, mut at: usize, first: usize, end: usize) {
        while at < end {
            let start = at;
            at =
                if self.begins_word(at, first, end) { self.word(at, end) } else { self.sign(at, first, end) };
            self.push(start, at);
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        let first = self.doc.words.len();
        let mut at = start;
        let words = &mut self.doc.words;
        words::cut(&self.text[start..end], |length| {
            words.push(Word { span: ByteSpan::new(at, at + length) });
            at += length;
        });
        let words = WordSpan::new(first, words.len());
        self.doc.tokens.push(Token { span: ByteSpan::new(start, end), words });
    }

    fn push_whole(&mut self, start: usize, end: usize) {
        let (span, first) = (ByteSpan::new(start, end), self.doc.words.len());
        self.doc.words.push(Word { span });
        self.doc.tokens.push(Token { span, words: WordSpan::new(first, first + 1) });
    }

    /// Whether a word begins at `at`; some begin with a sign: *'em*, *#rain*, *@ann*, *.5*.
    fn begins_word(&self, at: usize, first: usize, end: usize) -> bool {
        let (class, length) = class_at(self.text, at);
        if class != Class::Sign {
            return true;
        }
        let next = (at + length < end).then(|| class_at(self.text, at + length).0);
        let fresh = at == first || !is_word(self.char_before(at));
        match char_at(self.text, at) {
            '#' | '@' => fresh && next == Some(Class::Letter),
            '.' | '+' => at == first && next == Some(Class::Digit),
            c if is_apostrophe(c) && fresh => self.is_clipped(at + length, end),
            _ => false,
        }
    }

    /// Whether the word at `at` owns the apostrophe before it: *’em*, *’90s*.
    fn is_clipped(&self, at: usize, end: usize) -> bool {
        let run = self.run(at, end);
        let word = &self.text[at..run];
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let decade =
            digits == 2 && matches!(&word[2..], "" | "s") && !self.text[run..end].starts_with(is_apostrophe);
        decade || LEXICON.is_clipped(word)
    }

    fn char_before(&self, at: usize) -> char {
        self.text[..at].chars().next_back().unwrap_or(' ')
    }

    /// The end of the letters, digits and marks from `at` on.
    fn run(&self, mut at: usize, end: usize) -> usize {
        while at < end {
            let (class, length) = class_at(self.text, at);
            if !matches!(class, Class::Letter | Class::Digit | Class::Mark) {
                break;
            }
            at += length;
        }
        at
    }

    /// The end of the word that begins at `start`.
    fn word(&self, start: usize, end: usize) -> usize {
        let (class, length) = class_at(self.text, start);
        let head = if class == Class::Sign { start + length } else { start };
        let mut at = self.run(head, end);
        if let Some(cut) = self.unit(head, at) {
            return cut;
        }
        if let Some(acronym) = self.acronym(head, at, end).or_else(|| self.dotted(head, at, end)) {
            return acronym + self.possessive(acronym, end);
        }
        if let Some(number) = numbers::grouped(self.bytes, head, end) {
            return number;
        }
        let mut run = head;
        while let Some((from, to)) = self.link(head, run, at, end) {
            if let Some(cut) = self.unit(from, to) {
                return cut;
            }
            (run, at) = (from, to);
        }
        at + self.tail(head, at, end)
    }

    /// Bytes of the possessive ending that begins at `at`, right behind an acronym: *U.S.’s*
    fn possessive(&self, at: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        let Some(mark) = rest.chars().next().filter(|&c| is_apostrophe(c)) else { return 0 };
        let length = mark.len_utf8() + 1;
        let closes = !rest.get(length..).is_some_and(|behind| behind.starts_with(is_word));
        if rest[mark.len_utf8()..].starts_with(['s', 'S']) && closes { length } else { 0 }
    }

    /// Where a unit is cut from the number before it, in the run `[from, to)`.
    fn unit(&self, from: usize, to: usize) -> Option<usize> {
        let run = &self.text[from..to];
        let digits = run.bytes().take_while(u8::is_ascii_digit).count();
        (digits > 0 && digits < run.len() && LEXICON.is_unit(&run[digits..])).then_some(from + digits)
    }

    /// The end of single letters with dots between them, the last dot included: *U.S.*, *a.m*
    fn acronym(&self, start: usize, at: usize, end: usize) -> Option<usize> {
        if at >= end || self.bytes[at] != b'.' {
            return None;
        }
        let (mut stop, mut letters) = (start, 0);
        while stop < end {
            let (class, length) = class_at(self.text, stop);
            let next = stop + length;
            if class != Class::Letter
                || next < end && self.bytes[next] != b'.' && is_word(char_at(self.text, next))
            {
                break;
            }
            let dotted = next < end && self.bytes[next] == b'.';
            (stop, letters) = (next + usize::from(dotted), letters + 1);
            if !dotted {
                break;
            }
        }
        (letters > 1).then_some(stop)
    }

    /// The end of an abbreviation with a dot inside: *Ph.D.*
    fn dotted(&self, start: usize, at: usize, end: usize) -> Option<usize> {
        if at + 1 >= end || self.bytes[at] != b'.' {
            return None;
        }
        let part = |byte: &&u8| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b'-');
        let length = self.bytes[start..end].iter().take(9).take_while(part).count();
        let dot = self.bytes[start..start + length].iter().rposition(|&byte| byte == b'.')?;
        let known = start + dot > at && LEXICON.dot(&self.text[start..start + dot]).is_some();
        known.then_some(start + dot + 1)
    }

    /// The run that the sign at `at` joins to the word so far: `[run, at)` is its last run, `start` its begin.
    fn link(&self, start: usize, run: usize, at: usize, end: usize) -> Option<(usize, usize)> {
        if at >= end {
            return None;
        }
        let sign = char_at(self.text, at);
        let next = at + sign.len_utf8();
        if next >= end || !is_word(char_at(self.text, next)) {
            return None;
        }
        let to = self.run(next, end);
        let (left, right) = (&self.text[run..at], &self.text[next..to]);
        let joined = match sign {
            '.' | ',' | ':' | '/' => {
                numbers::joins(sign, left, right) || self.slashed(start, run, sign, left, right)
            }
            '-' | '‐' | '‑' => run == start && LEXICON.joins(left),
            '&' => is_short_upper(left) && is_short_upper(right),
            '_' => true,
            '$' | '*' => ends_letter(left) && begins_letter(right),
            '`' => ends_letter(left) && right == "s",
            c if is_apostrophe(c) => self.elided(at, left, right),
            _ => false,
        };
        joined.then_some((next, to))
    }

    /// Whether a slash stands inside an abbreviation: *w/o*, *I/C*.
    fn slashed(&self, start: usize, run: usize, sign: char, left: &str, right: &str) -> bool {
        let single = left.chars().count() == 1 && ends_letter(left);
        sign == '/' && run == start && single && begins_letter(right) && (right.len() == 1 || left == "w")
    }

    /// Whether an apostrophe stands inside a word, and does not close a quotation.
    fn elided(&self, at: usize, left: &str, right: &str) -> bool {
        let doubled = is_apostrophe(self.char_before(at));
        !doubled && begins_letter(right) && (ends_letter(left) || right == "s")
    }

    /// Bytes behind a word that still belong to it: a dot, an apostrophe.
    fn tail(&self, start: usize, at: usize, end: usize) -> usize {
        let Some(sign) = self.text[at..end].chars().next() else { return 0 };
        let next = at + sign.len_utf8();
        let owned = match sign {
            '.' => !self.text[next..end].starts_with('.') && self.owns_dot(start, at, end),
            '$' => matches!(
                &self.text[start..at],
                "US" | "A" | "C" | "HK" | "NZ" | "S" | "AU" | "CA" | "NT" | "R" | "U"
            ),
            c if is_apostrophe(c) => self.owns_apostrophe(start, at, next, end),
            _ => false,
        };
        if owned { sign.len_utf8() } else { 0 }
    }

    /// Whether the apostrophe at `at` makes a possessive (*the rivers’*) or a clipped word (*singin’*).
    fn owns_apostrophe(&self, start: usize, at: usize, next: usize, end: usize) -> bool {
        let word = &self.text[start..at];
        let doubled = self.text[next..end].starts_with(is_apostrophe);
        let ends = word.ends_with(['s', 'S', 'z', 'x']) || word.len() > 4 && word.ends_with("in");
        !self.quoted && !doubled && ends && !word.starts_with(|c: char| c.is_ascii_digit())
    }

    fn owns_dot(&self, start: usize, at: usize, end: usize) -> bool {
        let word = &self.text[start..at];
        let mut letters = word.chars();
        let single = letters.next().filter(|_| letters.next().is_none());
        let (after, next) = self.after(at + 1, end);
        if single.is_some_and(char::is_uppercase) {
            return self.is_initial(word, start, after, next);
        }
        match LEXICON.dot(word) {
            Some(Dot::Always) => true,
            Some(Dot::Inner) => matches!(after, After::Lower | After::Digit | After::Sign),
            Some(Dot::Number) => after == After::Digit,
            Some(Dot::Name) => matches!(after, After::Upper | After::Digit | After::Sign),
            Some(Dot::Sign) => after == After::Upper,
            None => false,
        }
    }

    /// Whether a capital letter with a dot is a part of a name, and no last letter of a sentence.
    fn is_initial(&self, letter: &str, start: usize, after: After, next: usize) -> bool {
        let opener = after == After::Upper && LEXICON.is_opener(&self.text[next..self.run(next, self.end)]);
        let known = self.follows_name(start);
        match after {
            After::Upper => !opener && (letter != "I" || known),
            After::Sign | After::Lower => known && letter != "I",
            After::Digit | After::Nothing => false,
        }
    }

    /// Whether the token before `at` has a capital, so that an initial may follow.
    fn follows_name(&self, at: usize) -> bool {
        let last = self.doc.tokens.last().filter(|token| token.span.end <= at);
        last.is_some_and(|token| token.span.of(self.text).starts_with(char::is_uppercase))
    }

    /// What follows a dot, and where: in its chunk at once, else behind the white space.
    fn after(&self, at: usize, end: usize) -> (After, usize) {
        let next = if at < end { Some(at) } else { self.next_black(at) };
        let Some(next) = next else { return (After::Nothing, self.end) };
        let char = char_at(self.text, next);
        let after = match class_at(self.text, next).0 {
            Class::Digit => After::Digit,
            Class::Sign | Class::Mark | Class::Space => After::Sign,
            Class::Letter if char.is_lowercase() => After::Lower,
            Class::Letter => After::Upper,
        };
        (after, next)
    }

    /// The end of the token that begins with the sign at `at`.
    fn sign(&mut self, at: usize, first: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        let char = char_at(self.text, at);
        if let Some(face) = self.face(at, first, end) {
            return face;
        }
        let length = match char {
            '.' | '!' | '?' => rest.bytes().take_while(|b| b".!?".contains(b)).count(),
            '-' | '=' | '_' | '*' | '~' | '+' | '#' | '|' | '\\' | '<' | '>' | '^' => {
                rest.bytes().take_while(|&b| b == char as u8).count()
            }
            c if is_apostrophe(c) || c == '`' => self.quote(rest, c, at == first),
            c => c.len_utf8(),
        };
        self.with_marks(char, at + length, end)
    }

    /// The end of an emoticon at `at`, which must stand free.
    fn face(&self, at: usize, first: usize, end: usize) -> Option<usize> {
        let length = LEXICON.emoticon(&self.text[at..end]);
        let stop = at + length;
        let free = at == first || !self.char_before(at).is_ascii_digit();
        let closes = stop == end || !is_word(char_at(self.text, stop)) && char_at(self.text, stop) != '/';
        (length > 0 && free && closes).then_some(stop)
    }

    /// Bytes of a single quotation mark, or of two that stand for a double one.
    fn quote(&mut self, rest: &str, mark: char, opens: bool) -> usize {
        let second = rest[mark.len_utf8()..].chars().next().filter(|&c| is_apostrophe(c) || c == '`');
        if let Some(second) = second {
            return mark.len_utf8() + second.len_utf8();
        }
        self.quoted = (mark == '‘' || opens) && rest.len() > mark.len_utf8();
        mark.len_utf8()
    }

    /// `at` behind the marks, skin tones and joined pictures that follow `char`.
    fn with_marks(&self, char: char, mut at: usize, end: usize) -> usize {
        let mut half = is_flag_half(char);
        let mut joiner = false;
        while at < end {
            let (class, length) = class_at(self.text, at);
            let next = char_at(self.text, at);
            let joined = is_picture(char)
                && (is_tone(next) || joiner && is_picture(next) || half && is_flag_half(next));
            if class != Class::Mark && !joined {
                break;
            }
            half = false;
            joiner = next == '\u{200D}';
            at += length;
        }
        at
    }
}

/// Whether a chunk is a line drawn with signs, or an arrow.
fn is_drawing(chunk: &[u8]) -> bool {
    chunk.len() > 1 && chunk.iter().all(|byte| b"-=_*#~+|<>^\\/{}".contains(byte))
}

fn is_short_upper(run: &str) -> bool {
    run.len() <= 3 && run.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn ends_letter(run: &str) -> bool {
    run.chars().next_back().is_some_and(char::is_alphabetic)
}

fn begins_letter(run: &str) -> bool {
    run.chars().next().is_some_and(char::is_alphabetic)
}
