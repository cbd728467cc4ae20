//! Statements as the model's attribution head sees them.

use std::borrow::Cow;

use annals_record::{ByteSpan, SpeakerBy, Stance, StatementForm, WordSpan};
use annals_text::Document;

use super::syntax::Tree;
use super::{Choice, Cue, Statement, cues, tree};
use crate::model::{Analysis, Attribution};
use crate::quotes::Quote;
use crate::words::{head_of, parent_of};

/// The attributions as statements.
pub(super) fn statements(
    text: &str,
    doc: &Document,
    analysis: &Analysis,
    quotes: &[Quote],
) -> Vec<Statement> {
    let marks = Marks::new(quotes);
    let of = |attribution: &Attribution| {
        let mut content: Vec<ByteSpan> = attribution.content.iter().map(|&part| doc.span(part)).collect();
        if content.len() > 1 && is_dateline(text, doc, content[0], content[1]) {
            content.remove(0);
        }
        let form = marks.form(&content);
        if let Some(cue) = attribution.cue.filter(|_| form == StatementForm::Indirect && content.len() > 1) {
            keep_sentence(doc, doc.span(cue), &mut content);
        }
        let (speaker, choice) = speaker(Tree { text, doc, analysis }, attribution);
        Statement {
            form,
            content,
            cue: attribution.cue.map(|span| cue(text, doc, analysis, span)),
            speaker,
            choice,
            addressee: None,
            within: None,
        }
    };
    let says =
        |attribution: &&Attribution| !attribution.content.iter().all(|&part| is_relative(analysis, part));
    let of = |attribution| (of(attribution), attribution.score);
    let is_sure = |(statement, score): &(Statement, f32)| {
        *score >= LEAST || statement.cue.is_none() || statement.form == StatementForm::Direct
    };
    analysis
        .attributions
        .iter()
        .filter(says)
        .filter(|attribution| !is_witnessed(doc, analysis, attribution))
        .map(of)
        .filter(is_sure)
        .map(|(statement, _)| statement)
        .collect()
}

/// What the model reports of is told from this score on, quotations in any case. Below it more is wrong than right: on the
/// development sets of two styles the F1 of statements rises up to here.
const LEAST: f32 = 0.7;

/// What is reported without quotation marks stands in the sentence of its cue, where any of it does.
fn keep_sentence(doc: &Document, cue: ByteSpan, content: &mut Vec<ByteSpan>) {
    let number = doc.sentences.partition_point(|sentence| sentence.span.end <= cue.start);
    let Some(sentence) = doc.sentences.get(number).map(|sentence| sentence.span) else { return };
    if content.iter().any(|part| part.overlaps(sentence)) {
        content.retain(|part| part.overlaps(sentence));
    }
}

/// Who says it: the source that the model sees, else the subject by the tree; and who else may.
fn speaker(tree: Tree, attribution: &Attribution) -> (Option<ByteSpan>, Choice) {
    let Tree { doc, analysis, .. } = tree;
    let span = |source: WordSpan| doc.span(whole(doc, analysis, source));
    let others = attribution.sources.iter().filter(|(source, _)| *source != attribution.source);
    let others = others.filter_map(|&(source, score)| Some((span(source?), score))).collect();
    let score =
        attribution.sources.iter().find(|(source, _)| *source == attribution.source).map(|&(_, score)| score);
    match attribution.source {
        Some(source) => (Some(span(source)), Choice { by: SpeakerBy::Model, score, others }),
        None => {
            let subject = attribution.cue.and_then(|cue| tree::subject(tree, cue, &attribution.content));
            let subject = subject.map(|words| doc.span(words));
            let by = if subject.is_some() { SpeakerBy::Tree } else { SpeakerBy::Model };
            (subject, Choice { by, score: None, others })
        }
    }
}

/// Whether a part is a relative pronoun alone, which says nothing: *a remark at which she protested*.
fn is_relative(analysis: &Analysis, part: WordSpan) -> bool {
    part.len() == 1
        && analysis.words.get(part.start).is_some_and(|word| matches!(word.xpos, "WDT" | "WP" | "WP$"))
}

/// Whether something only happens to somebody: *has seen war*. What is seen as something, or that it is so, is a view.
fn is_witnessed(doc: &Document, analysis: &Analysis, attribution: &Attribution) -> bool {
    let (Some(cue), [content]) = (attribution.cue, &attribution.content[..]) else { return false };
    let word = |at: usize| analysis.words.get(at);
    let sees =
        word(head_of(doc, analysis, cue)).is_some_and(|own| matches!(own.lemma.as_str(), "see" | "hear"));
    let thing =
        word(head_of(doc, analysis, *content)).is_some_and(|own| own.upos == "NOUN" && own.relation == "obj");
    let is_as = |at: usize| word(at).is_some_and(|own| own.lemma == "as");
    sees && thing && content.start >= cue.end && !content.range().any(is_as)
}

/// A phrase of determiners alone up to the noun that they belong to.
fn whole(doc: &Document, analysis: &Analysis, phrase: WordSpan) -> WordSpan {
    let is_determiner = |word: usize| analysis.words.get(word).is_some_and(|word| word.upos == "DET");
    if !phrase.range().all(is_determiner) {
        return phrase;
    }
    let last = phrase.end - 1;
    let determines = analysis.words.get(last).is_some_and(|word| word.relation == "det");
    let noun = parent_of(doc, analysis, last).filter(|&noun| determines && noun >= phrase.end);
    noun.map_or(phrase, |noun| WordSpan::new(phrase.start, noun + 1))
}

/// Bytes of a dateline at most, so that a sentence before a dash is none.
const DATELINE: usize = 80;

/// Whether a part is of the place and day that open a paragraph before a dash, *VARESH, March 29 (AP) — …*, behind which
/// the next part begins.
fn is_dateline(text: &str, doc: &Document, part: ByteSpan, next: ByteSpan) -> bool {
    let opens = doc.paragraphs.binary_search_by_key(&part.start, |paragraph| paragraph.start).is_ok();
    opens && next.start - part.start <= DATELINE && text[part.end..next.start].contains(['—', '–', '-'])
}

/// The cue of some words: its lemma and stance are those of a known cue that begins at its head, else its head's own.
fn cue(text: &str, doc: &Document, analysis: &Analysis, words: WordSpan) -> Cue {
    let span = doc.span(words);
    let head = head_of(doc, analysis, words);
    let low: Vec<String> = words.range().map(|word| doc.words[word].span.of(text).to_lowercase()).collect();
    let from = |word: usize| cues::known(&low[word - words.start..]);
    let known = from(head).or_else(|| words.range().find_map(from));
    let (lemma, stance) = match known {
        Some(known) => (Cow::Borrowed(known.lemma), known.stance),
        None => (Cow::Owned(lemma(analysis, head, &low[head - words.start])), Stance::Neutral),
    };
    Cue { span, lemma, stance, negated: false }
}

fn lemma(analysis: &Analysis, word: usize, form: &str) -> String {
    analysis.words.get(word).map_or_else(|| form.to_owned(), |word| word.lemma.clone())
}

/// Where quotations begin and end.
pub(super) struct Marks {
    /// Parts of quotations, in text order.
    parts: Vec<ByteSpan>,
    /// Those of quotations that lie in no other.
    outer: Vec<ByteSpan>,
}

impl Marks {
    pub fn new(quotes: &[Quote]) -> Self {
        let sorted = |parts: &mut dyn Iterator<Item = &Quote>| {
            let mut parts: Vec<ByteSpan> = parts.flat_map(|quote| quote.parts.iter().copied()).collect();
            parts.sort();
            parts
        };
        Self {
            parts: sorted(&mut quotes.iter()),
            outer: sorted(&mut quotes.iter().filter(|quote| quote.within.is_none())),
        }
    }

    pub fn form(&self, content: &[ByteSpan]) -> StatementForm {
        if content.iter().all(|&part| self.is_quoted(part)) {
            StatementForm::Direct
        } else if content.iter().any(|&part| self.has_mark(part)) {
            StatementForm::Mixed
        } else {
            StatementForm::Indirect
        }
    }

    /// Whether some words stand inside a quotation.
    pub fn hold(&self, words: ByteSpan) -> bool {
        let before = self.outer.partition_point(|quote| quote.start <= words.start).checked_sub(1);
        before.is_some_and(|at| self.outer[at].contains(words))
    }

    /// Whether a part begins with a quotation and lies inside it.
    fn is_quoted(&self, part: ByteSpan) -> bool {
        let first = self.parts.partition_point(|quote| quote.start < part.start);
        let same = self.parts[first..].iter().take_while(|quote| quote.start == part.start);
        same.into_iter().any(|quote| quote.end >= part.end)
    }

    /// Whether a quotation begins or ends in a part.
    fn has_mark(&self, part: ByteSpan) -> bool {
        let first = self.parts.partition_point(|quote| quote.start < part.start);
        let before = self.outer.partition_point(|quote| quote.start < part.start).checked_sub(1);
        self.parts.get(first).is_some_and(|quote| quote.start < part.end)
            || before.is_some_and(|at| self.outer[at].end > part.start && self.outer[at].end <= part.end)
    }
}

#[cfg(test)]
mod tests {
    use annals_text::document;

    use super::*;
    use crate::quotes;

    /// Statements of the attributions given as words of `text`, with their forms.
    fn read(text: &str, content: &[&str], cue: &str) -> Statement {
        let doc = document(text);
        let words = |part: &str| {
            let (start, end) = (text.find(part).expect(part), text.find(part).expect(part) + part.len());
            let first = doc.words.partition_point(|word| word.span.end <= start);
            WordSpan::new(first, doc.words.partition_point(|word| word.span.start < end))
        };
        let attribution = Attribution {
            content: content.iter().map(|part| words(part)).collect(),
            cue: Some(words(cue)),
            source: None,
            score: 1.0,
            sources: Vec::new(),
        };
        let analysis = Analysis { attributions: vec![attribution], ..Analysis::default() };
        statements(text, &doc, &analysis, &quotes::find(text, &doc)).remove(0)
    }

    #[test]
    fn the_quotation_marks_give_the_form() {
        let text = "Lee said “rain fell” and that snow fell “all night”.";
        assert_eq!(read(text, &["“rain fell”"], "said").form, StatementForm::Direct);
        assert_eq!(read(text, &["that snow fell “all night”"], "said").form, StatementForm::Mixed);
        assert_eq!(read(text, &["rain"], "said").form, StatementForm::Indirect);
        assert_eq!(read(text, &["“rain fell”", "that snow"], "said").form, StatementForm::Mixed);
    }

    #[test]
    fn a_known_cue_has_its_lemma_and_stance() {
        let cue = read("Lee has denied that rain fell.", &["that rain fell"], "has denied").cue.unwrap();
        assert_eq!((cue.lemma.as_ref(), cue.stance), ("deny", Stance::Deny));
        let cue = read("Rain fell, according to Lee.", &["Rain fell"], "according to").cue.unwrap();
        assert_eq!(cue.lemma, "according to");
    }

    #[test]
    fn a_dateline_is_no_part_of_what_is_said() {
        let text = "VARESH, March 29 (Quillon) — Rain fell, officials said.";
        let found = read(text, &["VARESH,", "Rain fell"], "said");
        assert_eq!(found.content.iter().map(|part| part.of(text)).collect::<Vec<_>>(), ["Rain fell"]);
    }
}
