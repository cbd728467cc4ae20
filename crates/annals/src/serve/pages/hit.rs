//! A result as a page shows it: the words with the finding marked, what it says, who says so, where it stands.

use super::words::{capital, coded, gist, moment, says_so, text};
use crate::serve::models::Hit;

/// A result, ready for a template.
pub(super) struct Shown<'a> {
    /// The result.
    pub(super) hit: &'a Hit,
    /// Its text in order: words and whether they are marked.
    pub(super) pieces: Vec<(String, bool)>,
    /// What it says, in one line.
    pub(super) gist: Option<String>,
    /// Who says so, in words.
    pub(super) voice: Option<String>,
}

/// All results of a page.
pub(super) fn shown(hits: &[Hit]) -> Vec<Shown<'_>> {
    hits.iter().map(Shown::new).collect()
}

impl<'a> Shown<'a> {
    pub(super) fn new(hit: &'a Hit) -> Self {
        Self {
            pieces: pieces(&hit.text, &hit.marks),
            gist: gist(&hit.kind, &hit.row),
            voice: voice(hit),
            hit,
        }
    }

    pub(super) fn kind(&self) -> String {
        capital(&self.hit.kind)
    }

    pub(super) fn source(&self) -> Option<&str> {
        text(&self.hit.row, "source")
    }

    /// The day of the article, `undated` where it has none.
    pub(super) fn day(&self) -> String {
        text(&self.hit.row, "day")
            .or_else(|| text(&self.hit.row, "published"))
            .map_or("undated".to_owned(), moment)
    }

    pub(super) fn title(&self) -> &str {
        text(&self.hit.row, "title").unwrap_or("untitled")
    }

    /// The number of the sentence as it is shown, from 1.
    pub(super) fn sentence(&self) -> Option<u64> {
        self.hit.row.integer("sentence").and_then(|n| u64::try_from(n).ok()).map(|n| n + 1)
    }

    /// What people made of it: `accepted`, `changed` …
    pub(super) fn review(&self) -> Option<&str> {
        text(&self.hit.row, "review")
    }

    /// Copies of an article, itself not counted.
    pub(super) fn copies(&self) -> u64 {
        self.hit.row.integer("copies").map_or(0, |copies| u64::try_from(copies - 1).unwrap_or(0))
    }
}

/// A text cut at its marks, which are in order and do not overlap; what does is left unmarked.
fn pieces(text: &str, marks: &[(usize, usize)]) -> Vec<(String, bool)> {
    let chars: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    for &(start, end) in marks {
        let (start, end) = (start.max(at), end.min(chars.len()));
        if start >= end {
            continue;
        }
        pieces.push((chars[at..start].iter().collect(), false));
        pieces.push((chars[start..end].iter().collect(), true));
        at = end;
    }
    pieces.push((chars[at..].iter().collect(), false));
    pieces.retain(|(words, _): &(String, bool)| !words.is_empty());
    pieces
}

fn voice(hit: &Hit) -> Option<String> {
    match hit.kind.as_str() {
        "statement" => {
            let speaker = text(&hit.row, "speaker").or_else(|| text(&hit.row, "speaker_words"));
            let cue = text(&hit.row, "cue").map(|cue| format!(": “{cue}”")).unwrap_or_default();
            Some(format!("{}{cue}", speaker.unwrap_or("a speaker not named")))
        }
        "event" | "figure" => text(&hit.row, "voice").map(says_so),
        _ => None,
    }
}

/// The country of a row in words.
pub(super) fn country(code: Option<&str>) -> Option<String> {
    code.and_then(|code| coded("country", code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_marks() {
        let piece = |text: &str, marked| (text.to_owned(), marked);
        assert_eq!(
            pieces("Été: 41 were hurt", &[(5, 7)]),
            [piece("Été: ", false), piece("41", true), piece(" were hurt", false)]
        );
        assert_eq!(pieces("41", &[(0, 2), (1, 9)]), [piece("41", true)]);
        assert_eq!(pieces("", &[]), []);
    }
}
