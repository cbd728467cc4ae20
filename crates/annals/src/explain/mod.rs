//! How a text is read, shown word by word.

mod json;
mod table;
mod tree;

use annals_read::model::{Analysis, Attribution, Mention, Reader};
use annals_record::{ByteSpan, Record, WordSpan};
use annals_text::{Document, Draft, document};

use crate::conllu::{entity, in_english};
use crate::report::{Page, Report, Row, flat};
use crate::style::Ink;

/// All that is seen in an article.
pub struct Explanation {
    record: Record,
    doc: Document,
    analysis: Analysis,
}

/// The mentions of one thing, in text order.
type Chain<'a> = (usize, Vec<&'a Mention>);

impl Explanation {
    /// Reads an article.
    ///
    /// # Errors
    /// Those of the model.
    pub fn of(draft: Draft, reader: &Reader) -> anyhow::Result<Self> {
        let text = draft.article.text.as_str();
        let doc = document(text);
        let analysis =
            if in_english(&draft.article) { reader.analyse(text, &doc)? } else { Analysis::default() };
        Ok(Self { record: annals_read::read(draft), doc, analysis })
    }

    /// The explanation as a page for a terminal, an empty line behind it.
    pub fn page(&self, report: &Report) -> String {
        let page = Page::new(*report, &self.record);
        let article = &self.record.article;
        let head =
            if article.uri.is_some() || article.title.is_some() { page.head() + "\n" } else { String::new() };
        let sentences: Vec<String> =
            (0..self.doc.sentences.len()).map(|number| self.sentence(number, report)).collect();
        let parts = [
            head,
            sentences.join("\n"),
            self.names(&page),
            self.chains(&page, report),
            self.once(&page),
            self.attributions(&page, report),
            page.findings(),
        ];
        parts.concat() + "\n"
    }

    /// The explanation as one line of JSON.
    pub fn json(&self) -> Vec<u8> {
        json::line(self)
    }

    fn text(&self) -> &str {
        &self.record.article.text
    }

    fn sentence(&self, number: usize, report: &Report) -> String {
        let sentence = &self.doc.sentences[number];
        let heading = report.style().paint(Ink::Heading, format!("Sentence {}", number + 1));
        let words = report.wrap("  ", "  ", Ink::Title, sentence.span.of(self.text()));
        let forms: Vec<_> =
            self.doc.words[sentence.words.range()].iter().map(|word| word.span.of(self.text())).collect();
        let table = match self.analysis.words.get(sentence.words.range()) {
            Some(words) => format!("\n{}", table::rows(&forms, words, report)),
            None => String::new(),
        };
        format!("{heading}\n{words}{table}")
    }

    fn names(&self, page: &Page) -> String {
        let row = |name: &annals_read::model::Name| Row {
            words: self.words(name.words),
            value: name.kind.to_owned(),
            voice: self.place(name.words),
        };
        page.table("Names", self.analysis.names.iter().map(row).collect())
    }

    /// The mentions by things, things in the order of their first mentions.
    fn things(&self) -> Vec<Chain<'_>> {
        let mut things = std::collections::BTreeMap::<usize, Vec<&Mention>>::new();
        for mention in &self.analysis.mentions {
            things.entry(mention.chain).or_default().push(mention);
        }
        things.into_iter().collect()
    }

    fn chains(&self, page: &Page, report: &Report) -> String {
        let things = self.things();
        let chains = things.iter().filter(|(_, mentions)| mentions.len() > 1);
        page.part("Chains", chains.map(|chain| self.chain(chain, page, report)))
    }

    fn chain(&self, (number, mentions): &Chain, page: &Page, report: &Report) -> String {
        let line = page
            .saying(&entity::id(*number), &format!(" · {} · {} mentions", kind(mentions), mentions.len()));
        let mention = |mention: &&Mention| {
            format!("{} [{}]", self.words(mention.words), self.sentence_of(mention.words.start))
        };
        let words = mentions.iter().map(mention).collect::<Vec<_>>().join(" · ");
        line + &report.fill("    ", "    ", &words).join("\n") + "\n"
    }

    /// What is mentioned once.
    fn once(&self, page: &Page) -> String {
        let things = self.things();
        let alone = things.iter().filter_map(|(_, mentions)| match mentions.as_slice() {
            &[mention] => Some(Row {
                words: self.words(mention.words),
                value: mention.kind.to_owned(),
                voice: self.place(mention.words),
            }),
            _ => None,
        });
        page.table("Mentioned once", alone.collect())
    }

    fn attributions(&self, page: &Page, report: &Report) -> String {
        let lines = self.analysis.attributions.iter();
        page.part("Attributions", lines.map(|attribution| self.attribution(attribution, page, report)))
    }

    fn attribution(&self, attribution: &Attribution, page: &Page, report: &Report) -> String {
        let source = attribution.source.map_or("source not named".to_owned(), |source| self.words(source));
        let cue = attribution.cue.map_or("no cue".to_owned(), |cue| self.words(cue));
        let place = attribution.content.first().map_or(String::new(), |&part| self.place(part));
        let about = format!(" · {cue} · score {:.2} · {place}", attribution.score);
        let content: Vec<_> = attribution.content.iter().map(|&part| self.words(part)).collect();
        let content = report.fill("    ", "    ", &content.join(" … ")).join("\n");
        format!("{}{content}\n", page.saying(&source, &about))
    }

    fn span(&self, words: WordSpan) -> ByteSpan {
        let words = &self.doc.words[words.range()];
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => ByteSpan::empty(0),
        }
    }

    fn words(&self, words: WordSpan) -> String {
        flat(self.span(words).of(self.text()))
    }

    /// Number of the sentence of a word, from 1.
    fn sentence_of(&self, word: usize) -> usize {
        self.doc.sentences.partition_point(|sentence| sentence.words.end <= word) + 1
    }

    fn place(&self, words: WordSpan) -> String {
        format!("sentence {}", self.sentence_of(words.start))
    }
}

/// The kind that most mentions have, the earliest of several.
fn kind<'a>(mentions: &[&'a Mention]) -> &'a str {
    let count = |kind: &str| mentions.iter().filter(|mention| mention.kind == kind).count();
    let mut best = ("", 0);
    for mention in mentions {
        if mention.kind != best.0 && count(mention.kind) > best.1 {
            best = (mention.kind, count(mention.kind));
        }
    }
    best.0
}
