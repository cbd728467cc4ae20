//! How a text is read, shown word by word.

pub mod codebook;
mod json;
mod places;
mod reasons;
mod speakers;
mod table;
mod tree;

use annals_read::model::{Analysis, Attribution, Mention, Reader, main_kind};
use annals_read::places::Choice;
use annals_read::{Reading, Reasons};
use annals_record::{ByteSpan, CharIndex, CharSpan, Record, WordSpan};
use annals_text::{Document, Draft};

use crate::conllu::entity;
use crate::report::{Page, Report, Row, flat};
use crate::style::Ink;

/// All that is seen in an article.
pub struct Explanation {
    record: Record,
    doc: Document,
    analysis: Analysis,
    places: Vec<Choice>,
    reasons: Reasons,
}

/// The mentions of one thing, in text order.
type Chain<'a> = (usize, Vec<&'a Mention>);

impl Explanation {
    /// Reads an article.
    pub fn of(draft: Draft, reader: &Reader) -> Self {
        let Reading { record, doc, analysis, places, reasons } = annals_read::reading(draft, reader);
        Self { record, doc, analysis, places, reasons }
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
            self.speakers(&page, report),
            self.why_places(&page, report),
            reasons::part(&page, &self.record, &self.reasons, report),
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
        let rows = self.analysis.names.iter().map(|name| self.row(name.words, name.kind));
        page.table("Names", rows.collect())
    }

    fn row(&self, words: WordSpan, kind: &str) -> Row {
        let value = format!("{kind} · {}", self.place(words));
        Row { words: self.words(words), value, voice: String::new() }
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
        let line = page.saying(
            &entity::id(*number),
            &[kind(mentions).to_owned(), format!("{} mentions", mentions.len())],
        );
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
            &[mention] => Some(self.row(mention.words, mention.kind)),
            _ => None,
        });
        page.table("Mentioned once", alone.collect())
    }

    fn attributions(&self, page: &Page, report: &Report) -> String {
        let lines = self.analysis.attributions.iter();
        page.part("Attributions", lines.map(|attribution| self.attribution(attribution, page, report)))
    }

    fn speakers(&self, page: &Page, report: &Report) -> String {
        let index = CharIndex::new(self.text());
        let words = |span: CharSpan| flat(index.bytes(span).of(self.text()));
        speakers::part(page, &self.record, &words, report)
    }

    fn why_places(&self, page: &Page, report: &Report) -> String {
        let index = CharIndex::new(self.text());
        let words = |span: CharSpan| flat(index.bytes(span).of(self.text()));
        places::part(page, &self.places, &words, report)
    }

    fn attribution(&self, attribution: &Attribution, page: &Page, report: &Report) -> String {
        let source = attribution.source.map_or("source not named".to_owned(), |source| self.words(source));
        let cue = attribution.cue.map_or("no cue".to_owned(), |cue| self.words(cue));
        let place = attribution.content.first().map_or(String::new(), |&part| self.place(part));
        let about = [cue, format!("score {:.2}", attribution.score), place];
        let content: Vec<_> = attribution.content.iter().map(|&part| self.words(part)).collect();
        let content = report.fill("    ", "    ", &content.join(" … ")).join("\n");
        format!("{}{content}\n", page.saying(&source, &about))
    }

    fn span(&self, words: WordSpan) -> ByteSpan {
        self.doc.span(words)
    }

    fn words(&self, words: WordSpan) -> String {
        flat(self.span(words).of(self.text()))
    }

    /// Number of the sentence of a word, from 1.
    fn sentence_of(&self, word: usize) -> usize {
        self.doc.sentence_of(word) + 1
    }

    fn place(&self, words: WordSpan) -> String {
        format!("sentence {}", self.sentence_of(words.start))
    }
}

/// The kind that most mentions have.
fn kind(mentions: &[&Mention]) -> &'static str {
    main_kind(mentions.iter().map(|mention| mention.kind))
}

#[cfg(test)]
mod tests {
    use annals_read::model::Name;
    use annals_record::{Article, MentionForm};

    use super::*;
    use crate::style::Style;

    /// Ann Lee, twice, and what she said, as a model might see it.
    fn explanation() -> Explanation {
        let text = "Ann Lee left town. She said it rained.".to_owned();
        let draft = Draft { article: Article { text, ..Article::default() }, ..Draft::default() };
        let doc = annals_text::document(&draft.article.text);
        let mention = |start, end, form, kind, chain| Mention {
            words: WordSpan::new(start, end),
            head: start,
            form,
            kind,
            chain,
        };
        let analysis = Analysis {
            triggers: Vec::new(),
            words: Vec::new(),
            names: vec![Name { words: WordSpan::new(0, 2), kind: "person" }],
            attributions: vec![Attribution {
                content: vec![WordSpan::new(7, 9)],
                cue: Some(WordSpan::new(6, 7)),
                source: Some(WordSpan::new(5, 6)),
                score: 0.876_54,
                sources: vec![(Some(WordSpan::new(5, 6)), 0.9), (None, 0.1)],
            }],
            mentions: vec![
                mention(0, 2, MentionForm::Name, "person", 0),
                mention(3, 4, MentionForm::Nominal, "place", 1),
                mention(5, 6, MentionForm::Pronoun, "person", 0),
            ],
            antecedents: vec![vec![], vec![], vec![(Some(0), 0.75)]],
        };
        let record = Record::new("test", draft.article);
        Explanation { record, doc, analysis, places: Vec::new(), reasons: Reasons::default() }
    }

    #[test]
    fn the_page_shows_names_chains_and_attributions() {
        let page = explanation().page(&Report::new(Style::new(false), 80));
        let expected = "\
Sentence 1
  Ann Lee left town.

Sentence 2
  She said it rained.

Names
  Ann Lee  person · sentence 1

Chains
  e1 · person · 2 mentions
    Ann Lee [1] · She [2]

Mentioned once
  town  place · sentence 1

Attributions
  She · said · score 0.88 · sentence 2
    it rained

";
        assert_eq!(page, expected);
    }

    #[test]
    fn the_object_shows_the_same() {
        let object: serde_json::Value = serde_json::from_slice(&explanation().json()).unwrap();
        let place = |start: usize, end: usize| serde_json::json!({"start": start, "end": end});
        let attribution = &object["attributions"][0];
        assert_eq!(attribution["source"], place(19, 22));
        assert_eq!(attribution["cue"], place(23, 27));
        assert_eq!(attribution["content"], serde_json::json!([place(28, 37)]));
        assert_eq!(attribution["score"], 0.8765);
        let chain = &object["chains"][0];
        assert_eq!((&chain["id"], &chain["kind"]), (&"e1".into(), &"person".into()));
        assert_eq!(chain["mentions"][1]["form"], "pronoun");
        assert_eq!(chain["mentions"][0]["head"], place(0, 3));
    }
}
