//! The text of an article with its findings as marks: each sentence cut into stretches that the same findings cover.

use annals_record::{CharSpan, Record};

use super::models::{Mark, Paragraph, Piece, SentenceModel};
use super::urls;

/// Why a span is marked, and for which finding.
#[derive(Clone, Debug)]
pub struct Span {
    /// Where.
    pub at: CharSpan,
    /// Id of the finding or entity.
    pub id: String,
    /// Which part of it.
    pub part: &'static str,
}

/// All spans of a record that are marked.
pub fn spans(record: &Record) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut add = |id: String, part: &'static str, at: CharSpan| spans.push(Span { at, id, part });
    for statement in &record.statements {
        let id = || statement.id.to_string();
        statement.content.iter().for_each(|part| add(id(), "content", *part));
        statement.cue.iter().for_each(|cue| add(id(), "cue", cue.span));
        statement.speaker.iter().for_each(|speaker| add(id(), "speaker", speaker.span));
    }
    for event in &record.events {
        add(event.id.to_string(), "event", event.trigger);
        let others = event.mentions.iter().filter(|mention| **mention != event.trigger);
        others.for_each(|mention| add(event.id.to_string(), "event", *mention));
    }
    record.figures.iter().for_each(|figure| add(figure.id.to_string(), "figure", figure.span));
    record.times.iter().for_each(|time| add(time.id.to_string(), "time", time.span));
    record.places.iter().for_each(|place| add(place.id.to_string(), "place", place.span));
    for entity in &record.entities {
        entity.mentions.iter().for_each(|mention| add(entity.id.to_string(), "mention", mention.span));
    }
    spans
}

/// A text that is cut by code points.
pub struct Text<'t> {
    text: &'t str,
    /// Byte of each code point, and the end.
    bytes: Vec<usize>,
}

impl<'t> Text<'t> {
    /// Counts the code points of `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, bytes: text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect() }
    }

    /// The words of a span, as far as they are in the text.
    pub fn of(&self, span: CharSpan) -> &'t str {
        let last = self.bytes.len() - 1;
        &self.text[self.bytes[span.start.min(last)]..self.bytes[span.end.clamp(span.start.min(last), last)]]
    }
}

/// The sentences of a record, cut at `spans`.
pub fn sentences(record: &Record, text: &Text<'_>, mut spans: Vec<Span>, stored: bool) -> Vec<SentenceModel> {
    spans.retain(|span| !span.at.is_empty());
    spans.sort_by_key(|span| (span.at.start, std::cmp::Reverse(span.at.end)));
    let mut coming = spans.iter().peekable();
    let mut open: Vec<&Span> = Vec::new();
    let mut all = Vec::new();
    for (n, sentence) in record.sentences.iter().enumerate() {
        open.retain(|span| span.at.end > sentence.span.start);
        while let Some(span) = coming.next_if(|span| span.at.start < sentence.span.end) {
            if span.at.end > sentence.span.start {
                open.push(span);
            }
        }
        all.push(SentenceModel {
            n: n as u64,
            start: sentence.span.start,
            end: sentence.span.end,
            url: if stored { urls::part(&record.article.id, n) } else { String::new() },
            pieces: pieces(sentence.span, &open, text),
        });
    }
    all
}

fn pieces(sentence: CharSpan, open: &[&Span], text: &Text<'_>) -> Vec<Piece> {
    let inside = |at: &usize| sentence.start < *at && *at < sentence.end;
    let mut cuts: Vec<usize> =
        open.iter().flat_map(|span| [span.at.start, span.at.end]).filter(inside).collect();
    cuts.extend([sentence.start, sentence.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let stretch = |cut: &[usize]| piece(CharSpan::new(cut[0], cut[1]), open, text);
    cuts.windows(2).map(stretch).collect()
}

fn piece(at: CharSpan, open: &[&Span], text: &Text<'_>) -> Piece {
    let mut over: Vec<&&Span> = open.iter().filter(|span| span.at.contains(at)).collect();
    over.sort_by_key(|span| std::cmp::Reverse(span.at.len()));
    let mark = |span: &&Span| Mark {
        id: span.id.clone(),
        part: span.part.to_owned(),
        first: span.at.start == at.start,
        last: span.at.end == at.end,
    };
    Piece { text: text.of(at).to_owned(), start: at.start, marks: over.into_iter().map(mark).collect() }
}

/// Sentences in their paragraphs.
pub fn paragraphs(record: &Record, sentences: Vec<SentenceModel>) -> Vec<Paragraph> {
    let mut paragraphs: Vec<(usize, Paragraph)> = Vec::new();
    for (sentence, of) in sentences.into_iter().zip(&record.sentences) {
        match paragraphs.last_mut() {
            Some((n, paragraph)) if *n == of.paragraph => paragraph.sentences.push(sentence),
            _ => paragraphs.push((of.paragraph, Paragraph { sentences: vec![sentence] })),
        }
    }
    paragraphs.into_iter().map(|(_, paragraph)| paragraph).collect()
}

#[cfg(test)]
mod tests {
    use annals_record::{Article, Sentence};

    use super::*;

    #[test]
    fn stretches_say_what_covers_them() {
        let article =
            Article { text: "Été: “41 hurt,” Lee said. He left.".into(), ..Article::default() };
        let mut record = Record::new("test", article);
        let sentence = |start, end| Sentence { span: CharSpan::new(start, end), paragraph: 0 };
        record.sentences = vec![sentence(0, 25), sentence(26, 34)];
        let span = |part, start, end| Span { at: CharSpan::new(start, end), id: format!("x{start}"), part };
        let spans = vec![span("figure", 6, 8), span("content", 5, 15), span("content", 20, 29)];
        let cut = sentences(&record, &Text::new(&record.article.text), spans, false);
        let shown = |sentence: &SentenceModel| -> Vec<(String, String)> {
            let marks = |piece: &Piece| {
                piece
                    .marks
                    .iter()
                    .map(|mark| format!("{}{}{} ", mark.part, u8::from(mark.first), u8::from(mark.last)))
                    .collect()
            };
            sentence.pieces.iter().map(|piece| (piece.text.clone(), marks(piece))).collect()
        };
        let expected = [
            ("Été: ", ""),
            ("“", "content10 "),
            ("41", "content00 figure11 "),
            (" hurt,”", "content01 "),
            (" Lee ", ""),
            ("said.", "content10 "),
        ];
        assert_eq!(shown(&cut[0]), expected.map(|(text, marks)| (text.to_owned(), marks.to_owned())));
        assert_eq!(shown(&cut[1])[0], ("He ".to_owned(), "content01 ".to_owned()));
        assert_eq!(paragraphs(&record, cut).len(), 1);
    }
}
