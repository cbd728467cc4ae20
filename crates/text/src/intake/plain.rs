//! Plain text: what stands above the article, told from the article itself.
//!
//! A line counts as part of the masthead only for a reason of its own: it is a date and nothing else, a known label
//! with its value, a line of authors, or the title again. Short lines between those are titles, sections and outlets.
//! Where there is no such line, only a first line that is clearly a headline is taken off. Whatever is left is the
//! text, to the last character.

use std::collections::HashSet;
use std::sync::LazyLock;

use annals_record::{Article, DateSource};

use crate::{Moment, moment};

/// Lines that hold something, at most, in a masthead.
const MOST_LINES: usize = 24;
/// Short lines in a row, at most, before one that says what they are.
const MOST_SHORT: usize = 4;
/// Words that tell a title from the name of a section or an outlet.
const TITLE_WORDS: usize = 5;
/// Longest title in bytes.
const LONGEST: usize = 200;

/// Word and kind, see `data/masthead.tsv`.
static WORDS: LazyLock<HashSet<(&str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("../../../../data/masthead.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.skip(1).filter_map(|row| row.split_once('\t')).collect()
});

const FIELDS: [&str; 11] = [
    "title",
    "published",
    "modified",
    "byline",
    "source",
    "section",
    "code",
    "uri",
    "language",
    "skip",
    "body",
];

/// The article of a plain text.
pub(super) fn article(text: &str) -> Article {
    let lines = front_matter(text).unwrap_or_else(|| masthead(text));
    let Some(start) = lines.end.filter(|end| !text[*end..].trim().is_empty()) else {
        return Article { text: text.to_owned(), ..Article::default() };
    };
    let mut article = lines.article();
    article.text = text[start..].to_owned();
    article
}

/// The authors that a byline names; agencies and offices are left out.
pub(super) fn authors(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = strip_word(line, "by").unwrap_or(line).trim_start_matches(':');
    let parts = line.split([',', '|', ';', '&', '/']).flat_map(|part| part.split(" and "));
    let persons =
        parts.map(|part| before(before(part, " in "), " for ").trim().trim_matches(['(', ')', '.']).trim());
    let persons: Vec<&str> = persons.filter(|part| !part.is_empty() && !names_outlet(part)).collect();
    // Behind a full name a single word is where the author writes from: `Ann Lee, Velkar`.
    let full = persons.first().is_some_and(|first| first.contains(' '));
    persons.into_iter().filter(|part| !full || part.contains(' ')).map(str::to_owned).collect()
}

/// A line and what it is for.
#[derive(Debug)]
enum Line<'a> {
    Field(&'static str, &'a str),
    Date(Moment),
    Byline(&'a str),
    /// Short and without a final stop: a title, a section, an outlet.
    Short(&'a str),
}

/// The lines above the text.
#[derive(Default)]
struct Masthead<'a> {
    lines: Vec<Line<'a>>,
    /// Where the text begins; `None` where there is no masthead.
    end: Option<usize>,
}

/// A block between two lines of `---`, as static page generators write it.
fn front_matter(text: &str) -> Option<Masthead<'_>> {
    let mut lines = offsets(text);
    lines.next().filter(|(_, line)| line.trim_end() == "---")?;
    let mut found = Vec::new();
    for (at, line) in lines.take(2 * MOST_LINES) {
        if line.trim_end() == "---" {
            let end = body_start(text, at + line.len());
            return (!found.is_empty()).then_some(Masthead { lines: found, end: Some(end) });
        }
        found.extend(field(line.trim()).map(|(kind, value)| Line::Field(kind, value)));
    }
    None
}

fn masthead(text: &str) -> Masthead<'_> {
    let mut found = Masthead::default();
    let mut seen: Vec<&str> = Vec::new();
    // Lines that are certain, and short lines that wait for one.
    let mut certain = 0;
    let mut waiting = 0;
    for (at, raw) in offsets(text).filter(|(_, raw)| !raw.trim().is_empty()).take(MOST_LINES) {
        let line = raw.trim();
        let end = body_start(text, at + raw.len());
        let known = if seen.contains(&line) { Some(Line::Short(line)) } else { classify(line) };
        let strong =
            known.as_ref().is_some_and(|known| !matches!(known, Line::Short(_))) || seen.contains(&line);
        let Some(known) = known.filter(|_| strong || waiting < MOST_SHORT) else { break };
        let body = matches!(known, Line::Field("body", _));
        found.lines.push(known);
        seen.push(line);
        waiting = if strong { 0 } else { waiting + 1 };
        if strong {
            certain = found.lines.len();
            found.end = Some(end);
        }
        if body {
            break;
        }
    }
    let next = found.end.unwrap_or_else(|| body_start(text, 0));
    found.lines.truncate(certain);
    if found.title().is_none() {
        found.take_headline(text, next);
    }
    found
}

impl<'a> Masthead<'a> {
    /// Takes the line at `at` as title, where it stands as one.
    fn take_headline(&mut self, text: &'a str, at: usize) {
        let Some((_, raw)) = offsets(&text[at..]).next() else { return };
        let rest = &text[at + raw.len()..];
        if headline(raw.trim(), rest, self.end.is_some()) {
            self.lines.push(Line::Short(raw.trim()));
            self.end = Some(body_start(text, at + raw.len()));
        }
    }

    fn article(&self) -> Article {
        let title = self.title();
        let mut article = Article { title: title.map(str::to_owned), ..Article::default() };
        for (number, line) in self.lines.iter().enumerate() {
            match line {
                Line::Field(kind, value) => set(&mut article, kind, value),
                Line::Date(moment) => publish(&mut article, *moment),
                Line::Byline(line) if article.byline.is_empty() => article.byline = authors(line),
                Line::Byline(_) => {}
                Line::Short(line) if title == Some(line) => {}
                Line::Short(line) if is(line, "section") => article.section = Some((*line).to_owned()),
                // What stands first of all and is named as an outlet is one.
                Line::Short(line) if number == 0 && names_outlet(line) => {
                    article.source = Some((*line).to_owned())
                }
                Line::Short(_) => {}
            }
        }
        article
    }

    /// The labelled title; a short line that comes twice; the first that is longer than a section or an outlet; else
    /// the one with the most words.
    fn title(&self) -> Option<&'a str> {
        let labelled = self.lines.iter().find_map(|line| match line {
            Line::Field("title", value) => Some(*value),
            _ => None,
        });
        let mut short: Vec<&str> = Vec::new();
        for line in &self.lines {
            if let Line::Short(line) = line {
                if short.contains(line) {
                    return labelled.or(Some(line));
                }
                short.push(line);
            }
        }
        let words = |line: &str| line.split_whitespace().count();
        let titles: Vec<&str> = short.into_iter().filter(|line| !is(line, "section")).collect();
        let first = titles.iter().copied().find(|line| words(line) >= TITLE_WORDS && !names_outlet(line));
        labelled.or(first).or_else(|| titles.into_iter().rev().max_by_key(|line| words(line)))
    }
}

fn set(article: &mut Article, kind: &str, value: &str) {
    let text = || Some(value.to_owned());
    match kind {
        "published" => moment::parse(value).into_iter().for_each(|moment| publish(article, moment)),
        "modified" => article.modified = moment::parse(value).map(|moment| moment.to_string()),
        "byline" => article.byline = authors(value),
        "source" => article.source = text(),
        "section" => article.section = text(),
        "code" => article.story_code = text(),
        "uri" => article.uri = text(),
        "language" => article.language = text(),
        _ => {}
    }
}

/// The first date of the masthead is that of publication, unless a later one has a time and the same day.
fn publish(article: &mut Article, moment: Moment) {
    let given = moment.to_string();
    if article.published.as_ref().is_none_or(|old| given.starts_with(old.as_str())) {
        article.published = Some(given);
        article.published_from = Some(DateSource::Text);
    }
}

fn classify(line: &str) -> Option<Line<'_>> {
    if line.len() > LONGEST {
        return None;
    }
    if let Some(moment) = date_alone(line) {
        return Some(Line::Date(moment));
    }
    if let Some((kind, value)) = field(line) {
        return Some(Line::Field(kind, value));
    }
    if byline(line) {
        return Some(Line::Byline(line));
    }
    short(line).then_some(Line::Short(line))
}

/// The date that is all the line says.
fn date_alone(line: &str) -> Option<Moment> {
    if line.len() > 80 || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (span, moment) = moment::find(line)?;
    let rest = [&line[..span.start], &line[span.end..]];
    let mut words = rest.iter().flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    let alone = words.all(|word| word.is_empty() || is(word, "date") || moment::parse(line) == Some(moment));
    (alone || place_before_date(rest)).then_some(moment)
}

/// Whether nothing but the name of a place stands around a date: `Port Almeda, 27 June 2025`.
fn place_before_date([before, behind]: [&str; 2]) -> bool {
    let place = before.trim_end().strip_suffix(',').unwrap_or_default();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let words = place.split([' ', ',']).filter(|word| !word.is_empty());
    behind.trim().is_empty() && !place.is_empty() && words.clone().count() <= 5 && words.clone().all(capital)
}

/// A known label and its value. A label of a time needs a time: `UPDATED: ten are missing` is a headline.
fn field(line: &str) -> Option<(&'static str, &str)> {
    let (label, value) = line.split_once(':').unwrap_or((line, ""));
    let label = label.trim().to_lowercase();
    let value = value.trim().trim_matches(['"', '\'']).trim();
    let kind = FIELDS.into_iter().find(|kind| is(&label, kind))?;
    let fits = match kind {
        "body" => value.is_empty(),
        "published" | "modified" => moment::parse(value).is_some(),
        "byline" => !value.is_empty() && value.len() < 120 && !final_stop(value),
        "uri" => !value.contains(' ') && value.contains('.'),
        "code" => value.len() < 40 && value.bytes().any(|byte| byte.is_ascii_digit()),
        _ => !value.is_empty() && value.len() <= LONGEST,
    };
    fits.then_some((kind, value))
}

/// `By Ann Lee`, or `Ann Lee, Kestria News Agency`.
fn byline(line: &str) -> bool {
    if line.len() > 100 || final_stop(line) || line.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    match strip_word(line, "by") {
        Some(names) => names.split(" in ").all(named),
        None => line.split_once(", ").is_some_and(|(name, agency)| {
            name.contains(' ')
                && !names_outlet(name)
                && name.split(' ').count() <= 4
                && named(name)
                && names_outlet(agency)
                && named(agency)
        }),
    }
}

/// Whether every word is a name's or stands between names.
fn named(names: &str) -> bool {
    let mut words =
        names.split(|c: char| c.is_whitespace() || ",|;&/()".contains(c)).filter(|word| !word.is_empty());
    let mut any = false;
    let all = words.all(|word| {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        any |= capital;
        let lower = word.to_lowercase();
        capital
            || is(&lower, "link")
            || is(&lower, "outlet")
            || lower.starts_with("al-")
            || lower.starts_with("el-")
    });
    all && any
}

fn names_outlet(part: &str) -> bool {
    part.split(|c: char| !c.is_alphanumeric()).any(|word| is(word, "outlet"))
}

/// Whether the line is short and no sentence, so that it may be a title, a section or an outlet.
fn short(line: &str) -> bool {
    let bullet = line.starts_with(['-', '*', '•', '–', '—', '·', '>', '#', '|']);
    let dateline = line.ends_with(['-', '—', '–', ',', ';', ':']);
    !bullet
        && !dateline
        && !numbered(line)
        && line.len() <= LONGEST
        && (!final_stop(line) || line.ends_with('?'))
}

fn numbered(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| {
        word.strip_suffix(['.', ')']).is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn quotation(line: &str) -> bool {
    line.starts_with(['"', '“', '«', '‘', '„']) && line.ends_with(['"', '”', '»', '’', '“'])
}

fn final_stop(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']']).ends_with(['.', '!', '?', '…', '。'])
}

/// Whether `line`, followed by `rest`, is a headline. Behind a masthead (`marked`) one is expected; elsewhere it has
/// to stand alone above a longer paragraph.
fn headline(line: &str, rest: &str, marked: bool) -> bool {
    let words = line.split_whitespace().count();
    let alone = offsets(rest).next().is_some_and(|(_, next)| next.trim().is_empty());
    let next = offsets(rest).find(|(_, next)| !next.trim().is_empty());
    let Some((at, first)) = next else { return false };
    let paragraph: usize =
        offsets(&rest[at..]).map_while(|(_, next)| Some(next.trim().len()).filter(|len| *len > 0)).sum();
    let longer = paragraph >= 60.max(line.len() + line.len() / 4)
        && classify(first.trim()).is_none_or(|_| paragraph > 120);
    let plain = short(line) && !quotation(line) && (2..=25).contains(&words) && date_alone(line).is_none();
    plain
        && longer
        && if marked {
            alone || first.len() >= 60.max(2 * line.len())
        } else {
            alone && !final_stop(line) && line.len() <= 150
        }
}

/// The rest of `line` behind its first word, where that is `word` in any case.
fn strip_word<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let rest = line.get(word.len()..).filter(|_| line.is_char_boundary(word.len()))?;
    (line[..word.len()].eq_ignore_ascii_case(word) && rest.starts_with([' ', ':', '\t']))
        .then(|| rest.trim_start())
}

fn before<'a>(text: &'a str, separator: &str) -> &'a str {
    text.split(separator).next().unwrap_or(text)
}

fn is(word: &str, kind: &str) -> bool {
    WORDS.contains(&(word.to_lowercase().as_str(), kind))
}

/// The lines of `text` with their ends, and where each begins.
fn offsets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

/// The first line from `at` on that holds something.
fn body_start(text: &str, at: usize) -> usize {
    let next = offsets(&text[at..]).find(|(_, line)| !line.trim().is_empty());
    at + next.map_or(0, |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "The river rose above its banks on Monday, and the mayor of Port Almeda asked people to leave.\n\n\
        By the evening the lower town stood under water. Nobody was hurt, the fire service said.\n";

    /// What the masthead gives, and whether `BODY` is left.
    fn check(head: &str, title: Option<&str>, published: Option<&str>, byline: &[&str]) -> Article {
        let article = super::article(&format!("{head}{BODY}"));
        assert_eq!(article.text, BODY, "{head}");
        assert_eq!(article.title.as_deref(), title, "{head}");
        assert_eq!(article.published.as_deref(), published, "{head}");
        assert_eq!(article.byline, byline, "{head}");
        article
    }

    /// A text that has no masthead is kept whole.
    fn kept(text: &str) {
        let article = super::article(text);
        assert_eq!(article, Article { text: text.to_owned(), ..Article::default() });
    }

    #[test]
    fn a_date_a_title_a_code_and_the_title_again() {
        let head = "Saturday 2 March 2024 - 22:51\n\nWhat Is Behind the Visit to Varesh?\n\nStory Code : 77\nWhat Is Behind the Visit to Varesh?\n";
        let article =
            check(head, Some("What Is Behind the Visit to Varesh?"), Some("2024-03-02T22:51:00"), &[]);
        assert_eq!(article.story_code.as_deref(), Some("77"));
        assert_eq!(article.published_from, Some(DateSource::Text));
    }

    #[test]
    fn labels_as_in_mail() {
        let head = "Title: Varesh votes\r\nDate: 3 March 2024\r\nSource: Almeda Courier\r\nAuthor: Ann Lee and Bo Ray\r\nURL: https://courier.example/1\r\n\r\n";
        let article = check(head, Some("Varesh votes"), Some("2024-03-03"), &["Ann Lee", "Bo Ray"]);
        assert_eq!(article.source.as_deref(), Some("Almeda Courier"));
        assert_eq!(article.uri.as_deref(), Some("https://courier.example/1"));
    }

    #[test]
    fn front_matter() {
        let head = "---\ntitle: \"Varesh votes\"\ndate: 2024-03-03T10:00:00+02:00\ntags: [a]\n---\n\n";
        check(head, Some("Varesh votes"), Some("2024-03-03T10:00:00+02:00"), &[]);
    }

    #[test]
    fn a_place_with_its_day_below_the_title() {
        let head = "River lords agree a fund\n\nPort Almeda, 27 June 2025\n\n";
        check(head, Some("River lords agree a fund"), Some("2025-06-27"), &[]);
    }

    #[test]
    fn a_quotation_as_title_and_a_line_below_it() {
        let head = "\"You do not mediate between friends\"\n\nAn interview with Benedek Aroyo, who brokered the ceasefire\n\n\
            By Lio Ferrand\nPublished: 22 March 2025\n\n";
        check(head, Some("\"You do not mediate between friends\""), Some("2025-03-22"), &["Lio Ferrand"]);
    }

    #[test]
    fn the_place_behind_a_name_is_no_author() {
        check(
            "Snow closes the pass again\n\nBy Ann Lee, Velkar\n\n",
            Some("Snow closes the pass again"),
            None,
            &["Ann Lee"],
        );
    }

    #[test]
    fn a_data_bases_heading() {
        let head = "3 of 20 DOCUMENTS\n\nThe Almeda Courier\n\nMarch 3, 2024 Sunday\n\nRiver rises above its banks in Almeda\n\nBYLINE: Ann Lee\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 532 words\n\nDATELINE: PORT ALMEDA\n\nBODY:\n";
        let article =
            check(head, Some("River rises above its banks in Almeda"), Some("2024-03-03"), &["Ann Lee"]);
        assert_eq!(article.section.as_deref(), Some("NEWS; Pg. 4"));
    }

    #[test]
    fn a_title_and_authors() {
        check("River rises in Almeda\nBy Ann Lee\n\n", Some("River rises in Almeda"), None, &["Ann Lee"]);
        check(
            "RIVER RISES IN ALMEDA\n\nBY ANN LEE, STAFF WRITER\n",
            Some("RIVER RISES IN ALMEDA"),
            None,
            &["ANN LEE"],
        );
        let head = "River rises in Almeda\nAnn Lee, Kestria News Agency\n3 March 2024\n\n";
        check(head, Some("River rises in Almeda"), Some("2024-03-03"), &["Ann Lee"]);
        check(
            "UPDATED: River rises in Almeda\n\nBy Ann Lee\n\n",
            Some("UPDATED: River rises in Almeda"),
            None,
            &["Ann Lee"],
        );
    }

    #[test]
    fn a_headline_alone_above_longer_paragraphs() {
        check("RIVER RISES IN ALMEDA\n\n", Some("RIVER RISES IN ALMEDA"), None, &[]);
        check(
            "3 March 2024\nRiver rises in Almeda\n",
            Some("River rises in Almeda"),
            Some("2024-03-03"),
            &[],
        );
    }

    #[test]
    fn a_dateline_belongs_to_the_text_and_dates_nothing() {
        kept(&format!("PORT ALMEDA, March 3, 2024 (KNA) — {BODY}"));
        kept(&format!("(KNA) - {BODY}"));
    }

    #[test]
    fn a_text_without_masthead_is_kept_whole() {
        kept(BODY);
        kept("Rain fell.");
        kept("Rain fell in Varesh");
        kept("3 March 2024");
        kept(
            "“We will not leave.”\n\nSo said the mayor of Port Almeda when the river rose above its banks on Monday.",
        );
        kept(
            "- one dead in the lower town\n\nThe river rose above its banks on Monday, and people had to leave.",
        );
        kept("\n\n  The river rose.\nIt fell again.\n");
        kept("By Monday the river had risen above its banks, and people left.\nIt fell again on Tuesday.\n");
        kept("Roses are red\nViolets are blue\nRivers are wet\nAnd so are you\n");
        kept(
            "1. Who was hurt?\n\nNobody was hurt when the river rose above its banks on Monday, the fire service said.",
        );
    }

    #[test]
    fn authors_without_their_agencies() {
        for (line, expected) in [
            ("By Ann Lee", vec!["Ann Lee"]),
            ("Ann Lee and Bo Ray, Kestria News Agency", vec!["Ann Lee", "Bo Ray"]),
            ("by Ann Lee in Varesh", vec!["Ann Lee"]),
            ("Staff reporter", vec![]),
        ] {
            assert_eq!(authors(line), expected, "{line}");
        }
    }
}
