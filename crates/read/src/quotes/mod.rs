//! Quotations: where one begins and ends, which lie in others, which go on over paragraphs.

mod marks;

use annals_record::ByteSpan;
use annals_text::Document;
use marks::{Mark, Style};

/// Quotations in quotations are followed so far down; below it marks are ordinary characters.
const DEEPEST: usize = 8;

/// A quotation in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// Its words with their marks; one part a paragraph where it goes on over several.
    pub parts: Vec<ByteSpan>,
    /// Number of the quotation that contains it.
    pub within: Option<usize>,
}

/// The quotations of the text, in text order.
///
/// Every mark is judged by its neighbours, so that a stray one leaves the others as they are. A quotation that is not
/// closed ends with its paragraph, or goes on where the next paragraph opens with the same mark.
pub(crate) fn find(text: &str, doc: &Document) -> Vec<Quote> {
    let mut finder = Finder::default();
    for (number, &paragraph) in doc.paragraphs.iter().enumerate() {
        let next = doc.paragraphs.get(number + 1).and_then(|next| next.of(text).chars().next());
        finder.paragraph(text, paragraph, next);
    }
    finder.quotes()
}

/// Whether a quotation opened in one style of double marks is closed by the next mark, of the other style: “…". No mark of
/// its own style may close it behind that.
fn slips(opened: Style, marks: &[Mark]) -> bool {
    let [mark, rest @ ..] = marks else { return false };
    let is_double = |style: Style| matches!(style, Style::Straight | Style::Curly);
    let own = rest.iter().find(|later| later.style == opened);
    is_double(opened)
        && is_double(mark.style)
        && mark.style != opened
        && mark.can_close
        && !mark.can_open
        && own.is_none_or(|own| own.can_open && !own.can_close)
}

/// A quotation that is not closed yet.
struct Open {
    style: Style,
    start: usize,
    /// The earlier quotation it goes on with.
    continues: Option<usize>,
}

/// A quotation found, by the start of its first part.
struct Found {
    parts: Vec<ByteSpan>,
}

#[derive(Default)]
struct Finder {
    found: Vec<Found>,
    /// Quotation left open by the paragraph before.
    carried: Option<(usize, Style)>,
}

impl Finder {
    /// Finds the quotations of a paragraph; `next` is the character that the paragraph behind it begins with.
    fn paragraph(&mut self, text: &str, paragraph: ByteSpan, next: Option<char>) {
        let carried = self.carried.take();
        let mut open: Vec<Open> = Vec::new();
        let marks = marks::find(text, paragraph);
        for (number, mark) in marks.iter().enumerate() {
            let style = mark.style;
            let own = open.iter().rposition(|o| o.style.closed_by(mark));
            let own = own.or_else(|| {
                open.len().checked_sub(1).filter(|&last| slips(open[last].style, &marks[number..]))
            });
            match own {
                Some(depth) if mark.can_close && !mark.reopens() => {
                    open.truncate(depth + 1);
                    if let Some(quote) = open.pop() {
                        self.close(&quote, mark.span.end);
                    }
                }
                _ if mark.can_open => {
                    // The same mark opened twice: the earlier one was a stray.
                    let twice = open.iter().rposition(|o| o.style == style);
                    if let Some(depth) = twice.filter(|_| !style.is_single()) {
                        open.truncate(depth);
                    }
                    if style.is_single() && !mark.has_partner && mark.span.start != paragraph.start {
                        continue;
                    }
                    let continues = carried
                        .filter(|(_, was)| *was == style && mark.span.start == paragraph.start)
                        .map(|(quote, _)| quote);
                    if open.len() < DEEPEST {
                        open.push(Open { style, start: mark.span.start, continues });
                    }
                }
                _ => {}
            }
        }
        if let Some(quote) = open.into_iter().next() {
            let goes_on = next.is_some_and(|next| text[quote.start..].starts_with(next));
            self.unclosed(&quote, paragraph, goes_on);
        }
    }

    fn close(&mut self, quote: &Open, end: usize) -> usize {
        let part = ByteSpan::new(quote.start, end);
        if let Some(earlier) = quote.continues {
            self.found[earlier].parts.push(part);
            return earlier;
        }
        self.found.push(Found { parts: vec![part] });
        self.found.len() - 1
    }

    /// A straight mark inside a paragraph may be a slip; one that opens the paragraph, a curly one, or one that the
    /// next paragraph repeats means it.
    fn unclosed(&mut self, quote: &Open, paragraph: ByteSpan, goes_on: bool) {
        if quote.start == paragraph.start || quote.style.is_sided() || goes_on {
            let number = self.close(quote, paragraph.end);
            self.carried = Some((number, quote.style));
        }
    }

    fn quotes(mut self) -> Vec<Quote> {
        self.found.sort_by_key(|found| (found.parts[0].start, std::cmp::Reverse(found.parts[0].end)));
        let mut around: Vec<usize> = Vec::new();
        let mut quotes: Vec<Quote> = Vec::with_capacity(self.found.len());
        for (number, found) in self.found.into_iter().enumerate() {
            let start = found.parts[0].start;
            let ended = |quote: &Quote| quote.parts.last().is_none_or(|part| part.end <= start);
            while around.last().is_some_and(|&outer| ended(&quotes[outer])) {
                around.pop();
            }
            quotes.push(Quote { parts: found.parts, within: around.last().copied() });
            around.push(number);
        }
        quotes
    }
}

#[cfg(test)]
mod tests;
