//! Sentences as the search for statements sees them: quotations closed, none cut in two.

use annals_record::ByteSpan;
use annals_text::Document;

use super::cells::{Cell, Cells};
use super::cues;
use super::report::ends_sentence;
use crate::scan::{Kind, Scan};

/// A sentence is cut behind so many cells, so that what is looked up within a sentence stays bounded.
const LONGEST: usize = 400;

/// The cells of the stretch `span`, with the quotations `inside` it (in text order) as one cell a part.
pub(super) fn cells(scan: &Scan, span: ByteSpan, inside: &[(usize, ByteSpan)]) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut quotes = inside.iter().peekable();
    let mut at = scan.from(span.start);
    while at < scan.len() && scan.pieces[at].span.start < span.end {
        let start = scan.pieces[at].span.start;
        if let Some(&&(quote, part)) = quotes.peek().filter(|(_, part)| part.start <= start) {
            quotes.next();
            cells.push(Cell::Quoted { quote, span: part });
            while at < scan.len() && scan.pieces[at].span.start < part.end {
                at += 1;
            }
            continue;
        }
        cells.push(Cell::Piece(at));
        at += 1;
    }
    cells
}

/// Where the sentences of `cells` end: numbers of the cells behind them.
pub(super) fn ends(scan: &Scan, doc: &Document, cells: &[Cell]) -> Vec<usize> {
    let view = Cells { scan, cells };
    let mut ends = Vec::new();
    let mut sentence =
        view.cells.first().map_or(0, |_| doc.sentences.partition_point(|s| s.span.end <= view.span(0).start));
    for at in 0..cells.len() {
        let end = view.span(at).end;
        while doc.sentences.get(sentence).is_some_and(|s| s.span.end < end) {
            sentence += 1;
        }
        let ended = doc.sentences.get(sentence).is_some_and(|s| s.span.end == end);
        let full = at + 1 - ends.last().copied().unwrap_or(0) >= LONGEST;
        if full || (ended && may_end(&view, at)) || quotation_ends(&view, at) {
            ends.push(at + 1);
        }
    }
    if ends.last() != Some(&cells.len()) {
        ends.push(cells.len());
    }
    ends
}

fn may_end(view: &Cells, at: usize) -> bool {
    if is_signed(view, at) {
        return false;
    }
    let title = view.is_word(at) && view.low(at).ends_with('.') && view.low(at).matches('.').count() == 1;
    !title && (view.quoted(at).is_none() || quotation_ends(view, at))
}

/// A quotation that ends in a stop ends the sentence too, unless its cue follows.
fn quotation_ends(view: &Cells, at: usize) -> bool {
    let Some((_, span)) = view.quoted(at) else { return false };
    let next = at + 1;
    if next >= view.len() || !ends_sentence(span.of(view.scan.text)) || is_signed(view, at) {
        return false;
    }
    if view.quoted(next).is_some() {
        return true;
    }
    let starts = view.is_capital(next) || view.is_number(next);
    starts && !cue_follows(view, next)
}

/// Whether a quotation is followed by a dash and a name: `“…” — Ann Lee, baker`.
fn is_signed(view: &Cells, at: usize) -> bool {
    let name = if view.low(at + 1) == "-" { at + 3 } else { at + 2 };
    view.quoted(at).is_some() && view.is_dash(at + 1) && view.is_capital(name)
}

fn cue_follows(view: &Cells, at: usize) -> bool {
    if view.class(at, "pronoun") {
        return cues::at(view, at + 1)
            .is_some_and(|cue| cue.cue.may_follow() && !view.is(cue.last + 1, &["that", ":"]));
    }
    for next in at..view.len().min(at + 6) {
        if let Some(cue) = cues::at(view, next) {
            let behind = cue.last + 1;
            return cue.cue.may_follow()
                && (view.is_stop(behind) || view.low(behind) == "," || behind >= view.len());
        }
        if !view.is_word(next) || !(view.is_capital(next) || view.class(next, "determiner")) {
            return false;
        }
    }
    false
}

/// Number of words in a span.
pub(super) fn words(scan: &Scan, span: ByteSpan) -> usize {
    let mut at = scan.from(span.start);
    let mut count = 0;
    while at < scan.len() && scan.pieces[at].span.start < span.end {
        count += usize::from(scan.is(at, Kind::Word));
        at += 1;
    }
    count
}
