//! Hits as a list that a person reads: the sentence with the hit marked in it, who says so, where to find it.

use annals_store::{Count, Kind, Query, Row, Store};

use super::Around;
use crate::report::Report;
use crate::style::Ink;

/// Stand in the text where a mark begins and ends, while lines are broken: of no script, a column wide.
const MARK: [char; 2] = ['\u{E000}', '\u{E001}'];

/// Lays out hits.
pub struct List<'a> {
    store: &'a Store,
    kind: Kind,
    words: Vec<String>,
    report: Report,
}

impl<'a> List<'a> {
    /// A list of what `query` finds in `store`.
    pub fn new(store: &'a Store, query: &Query, report: Report) -> Self {
        let words = query.words().into_iter().map(|term| term.text.to_lowercase()).collect();
        Self { store, kind: query.kind(), words, report }
    }

    /// A hit, an empty line behind it.
    pub fn hit(&self, row: &Row, around: &Around) -> anyhow::Result<String> {
        let text = |name| row.text(name).unwrap_or_default();
        let mut lines = String::new();
        if self.kind == Kind::Article {
            lines += &self.report.wrap("", "  ", Ink::Title, row.text("title").unwrap_or("(no title)"));
        } else {
            lines += &faint(&self.report, &around.before);
            lines += &self.marked(&self.sentence(row));
            lines += &faint(&self.report, &around.after);
        }
        let about: Vec<String> = self.about(row).into_iter().flatten().collect();
        lines += &self.lines(Ink::Speaker, &about);
        if self.kind == Kind::Sentence {
            lines += &self.findings(row)?;
        }
        let place = [text("source").to_owned(), text("day").to_owned(), cite(self.kind, row)];
        let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
        lines += &self.lines(Ink::Faint, &place);
        Ok(lines + "\n")
    }

    fn lines(&self, ink: Ink, parts: &[String]) -> String {
        let lines = self.report.joined("  ", "  ", parts);
        lines.iter().map(|line| self.report.style().paint(ink, line) + "\n").collect()
    }

    /// The sentence with marks around the finding, or around the words that were looked for.
    fn sentence(&self, row: &Row) -> String {
        let own = row.text("text").unwrap_or_default();
        match row.text("sentence_text") {
            None if self.kind == Kind::Sentence => mark_words(own, &self.words),
            Some(sentence) if sentence.contains(own) && !own.is_empty() => {
                sentence.replacen(own, &format!("{}{own}{}", MARK[0], MARK[1]), 1)
            }
            // A statement of several sentences, or a thing that is called otherwise here.
            Some(sentence) if self.kind != Kind::Statement => sentence.to_owned(),
            _ => format!("{}{own}{}", MARK[0], MARK[1]),
        }
    }

    /// The text in lines, marks painted; they go on from line to line.
    fn marked(&self, text: &str) -> String {
        let style = self.report.style();
        let (mut inside, mut page) = (false, String::new());
        for line in self.report.fill("", "  ", text) {
            let mut rest = line.as_str();
            while let Some(place) = rest.find(MARK) {
                page +=
                    &if inside { style.paint(Ink::Value, &rest[..place]) } else { rest[..place].to_owned() };
                inside = rest[place..].starts_with(MARK[0]);
                rest = &rest[place + MARK[0].len_utf8()..];
            }
            page += &if inside { style.paint(Ink::Value, rest) } else { rest.to_owned() };
            page.push('\n');
        }
        page
    }

    /// What is said of the finding: voice first.
    fn about(&self, row: &Row) -> [Option<String>; 5] {
        let text = |name: &str| row.text(name).map(str::to_owned);
        let voice = || {
            row.text("voice").map(|voice| match voice {
                "article" => "the article says".to_owned(),
                voice => format!("{voice} says"),
            })
        };
        match self.kind {
            Kind::Statement => {
                let speaker = text("speaker")
                    .or_else(|| text("speaker_words"))
                    .unwrap_or_else(|| "nobody named".to_owned());
                let to = text("addressee").or_else(|| text("addressee_words")).map(|to| format!("to {to}"));
                [
                    Some(speaker),
                    text("lemma"),
                    text("stance").filter(|stance| stance != "neutral"),
                    to,
                    text("form"),
                ]
            }
            Kind::Event => {
                let sides = [row.text("actors"), row.text("recipients")].map(names);
                let who = format!("{} → {}", sides[0], sides[1]);
                [voice(), kind_of_event(row), Some(who), text("status"), text("place")]
            }
            Kind::Figure => [voice(), text("measure"), Some(range(row)), text("unit"), text("place")],
            Kind::Time => [text("type"), text("value"), None, None, None],
            Kind::Place => [text("name"), text("admin1"), text("country"), None, None],
            Kind::Entity => {
                [text("text"), text("kind"), text("entity_title"), text("country"), text("actor_key")]
            }
            Kind::Article | Kind::Sentence => [None, None, None, None, None],
        }
    }

    /// The statements, events and figures in a sentence.
    fn findings(&self, row: &Row) -> anyhow::Result<String> {
        let mut lines = String::new();
        for (kind, finding) in self.store.findings_in(row.integer("row").unwrap_or_default())? {
            if matches!(kind, Kind::Statement | Kind::Event | Kind::Figure) {
                let list = List { store: self.store, kind, words: Vec::new(), report: self.report };
                let about = list.about(&finding).into_iter().flatten();
                let id = finding.text("id").unwrap_or_default().to_owned();
                let parts: Vec<String> =
                    std::iter::once(kind.name().to_owned()).chain(about).chain([id]).collect();
                lines += &self.lines(Ink::Speaker, &parts);
            }
        }
        Ok(lines)
    }
}

/// How a hit is cited: the article, behind it the finding's id or the sentence's number.
fn cite(kind: Kind, row: &Row) -> String {
    let article = row.text("article_id").unwrap_or_default();
    match kind {
        Kind::Article => article.to_owned(),
        Kind::Sentence => format!("{article}/{}", row.integer("sentence").unwrap_or_default()),
        _ => format!("{article}/{}", row.text("id").unwrap_or_default()),
    }
}

fn faint(report: &Report, sentences: &[String]) -> String {
    sentences.iter().map(|sentence| report.wrap("", "  ", Ink::Faint, sentence)).collect()
}

/// Marks around the first place of each of the words, capitals or not.
fn mark_words(text: &str, words: &[String]) -> String {
    let mut places: Vec<(usize, usize)> = words.iter().filter_map(|word| find(text, word)).collect();
    places.sort_unstable();
    let (mut marked, mut end) = (String::new(), 0);
    for (start, behind) in places {
        if start >= end {
            marked += &format!("{}{}{}{}", &text[end..start], MARK[0], &text[start..behind], MARK[1]);
            end = behind;
        }
    }
    marked + &text[end..]
}

/// Where a word begins with `word`, which is in small letters.
fn find(text: &str, word: &str) -> Option<(usize, usize)> {
    let starts = text.char_indices().scan(' ', |before, (place, c)| {
        let begins = !before.is_alphanumeric();
        *before = c;
        Some((place, begins))
    });
    let length = |place: usize| {
        let mut wanted = word.chars();
        let mut behind = place;
        for c in text[place..].chars() {
            if wanted.as_str().is_empty() {
                break;
            }
            if !c.to_lowercase().all(|c| wanted.next() == Some(c)) {
                return None;
            }
            behind += c.len_utf8();
        }
        wanted.as_str().is_empty().then_some(behind)
    };
    starts.filter(|(_, begins)| *begins).find_map(|(place, _)| length(place).map(|behind| (place, behind)))
}

fn names(list: Option<&str>) -> String {
    let names: Vec<String> = list.and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
    if names.is_empty() { "?".to_owned() } else { names.join(", ") }
}

fn kind_of_event(row: &Row) -> Option<String> {
    let kind = row.text("type")?;
    Some(row.text("mode").map_or_else(|| kind.to_owned(), |mode| format!("{kind} ({mode})")))
}

fn range(row: &Row) -> String {
    let hedge = row.text("relation").unwrap_or_default().replace('_', " ");
    match (row.real("low"), row.real("high")) {
        (Some(low), Some(high)) if low < high => format!("{low} to {high}"),
        (Some(number), _) | (_, Some(number)) if hedge == "exact" => number.to_string(),
        (Some(number), _) | (_, Some(number)) => format!("{hedge} {number}"),
        (None, None) => "?".to_owned(),
    }
}

/// Counts in a table, numbers to the right.
pub fn counts(counts: &[Count]) -> String {
    let width = counts.iter().map(|count| count.count.to_string().len()).max().unwrap_or(0);
    let line = |count: &Count| {
        let value = crate::style::visible(count.value.as_deref().unwrap_or("(none)"));
        format!("{:>width$}  {value}\n", count.count)
    };
    counts.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_where_they_begin() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let shown = |text: &str, list: &[&str]| {
            mark_words(text, &words(list)).replace(MARK[0], "[").replace(MARK[1], "]")
        };
        assert_eq!(shown("The Ceasefire in Varn.", &["ceasefire", "varn"]), "The [Ceasefire] in [Varn].");
        assert_eq!(shown("Carve an arc.", &["arc"]), "Carve an [arc].");
        assert_eq!(shown("İstanbul, ÉTÉ", &["été"]), "İstanbul, [ÉTÉ]");
        assert_eq!(shown("No truce.", &["rain"]), "No truce.");
    }
}
