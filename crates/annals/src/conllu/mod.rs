//! Articles as CoNLL-U.

pub mod entity;

use std::io::{self, Write};

use annals_read::is_readable;
use annals_read::model::{Analysis, Word};
use annals_record::{Article, CharIndex};
use annals_text::{Document, GivenSentence, Sentence, Token, document};

/// An article cut into words.
pub struct Text {
    article: Article,
    doc: Document,
    /// The sentences as they came, where the article came in words.
    given: Option<Vec<GivenSentence>>,
}

impl Text {
    /// An article that annals cuts itself.
    pub fn new(article: Article) -> Self {
        Self { doc: document(&article.text), article, given: None }
    }

    /// An article that came in words: `doc` was made of `sentences`.
    pub fn given(article: Article, doc: Document, sentences: Vec<GivenSentence>) -> Self {
        Self { article, doc, given: Some(sentences) }
    }

    /// Whether the article came in words, so that its sentences stand.
    pub fn is_given(&self) -> bool {
        self.given.is_some()
    }

    /// The article.
    #[cfg(test)]
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// Writes the sentences, tokens and words; where they are in English, with what `analyse` sees in them.
    ///
    /// # Errors
    /// Those of the output, and those of `analyse`.
    pub fn write(
        mut self,
        out: &mut impl Write,
        analyse: impl FnOnce(&str, &mut Document) -> anyhow::Result<Analysis>,
    ) -> anyhow::Result<()> {
        let text = self.article.text.as_str();
        let analysis =
            if is_readable(&self.article) { analyse(text, &mut self.doc)? } else { Analysis::default() };
        let key = one_line(self.article.key.as_deref().unwrap_or(&self.article.id));
        Ok(self.page(&analysis).write(out, &key)?)
    }

    fn page<'t>(&'t self, analysis: &'t Analysis) -> Page<'t> {
        let text = self.article.text.as_str();
        Page {
            text,
            doc: &self.doc,
            analysis,
            names: name_labels(&self.doc, analysis),
            entities: entity::brackets(&self.doc, &analysis.mentions),
            forms: self.forms(),
            given: self.given.as_deref(),
            index: CharIndex::new(text),
        }
    }

    /// The form of each word: as it came, else its characters.
    fn forms(&self) -> Vec<&str> {
        match &self.given {
            None => self.doc.words.iter().map(|word| word.span.of(&self.article.text)).collect(),
            Some(sentences) => {
                let tokens = sentences.iter().flat_map(|sentence| &sentence.tokens);
                tokens.flat_map(|token| &token.words).map(String::as_str).collect()
            }
        }
    }
}

struct Page<'t> {
    text: &'t str,
    doc: &'t Document,
    analysis: &'t Analysis,
    /// Of each word of a name, its label: `B-person`, `I-person`.
    names: Vec<Option<String>>,
    /// Of each word, the brackets of the mentions that begin and end at it.
    entities: Vec<String>,
    forms: Vec<&'t str>,
    given: Option<&'t [GivenSentence]>,
    index: CharIndex<'t>,
}

fn name_labels(doc: &Document, analysis: &Analysis) -> Vec<Option<String>> {
    let mut labels = vec![None; doc.words.len()];
    for name in &analysis.names {
        for (word, label) in labels[name.words.range()].iter_mut().enumerate() {
            *label = Some(format!("{}-{}", if word == 0 { 'B' } else { 'I' }, name.kind));
        }
    }
    labels
}

impl Page<'_> {
    fn write(&self, out: &mut impl Write, key: &str) -> io::Result<()> {
        writeln!(out, "# newdoc id = {key}")?;
        if self.entities.iter().any(|value| !value.is_empty()) {
            writeln!(out, "{}", entity::HEADER)?;
        }
        for (number, sentence) in self.doc.sentences.iter().enumerate() {
            if self.doc.opens_paragraph(number) {
                writeln!(out, "# newpar")?;
            }
            writeln!(out, "# sent_id = {}", self.sentence_id(key, number))?;
            writeln!(out, "# text = {}", one_line(sentence.span.of(self.text)))?;
            self.sentence(out, sentence)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn sentence_id(&self, key: &str, number: usize) -> String {
        let given = self.given.and_then(|sentences| sentences.get(number)?.id.clone());
        given.unwrap_or_else(|| format!("{key}-{}", number + 1))
    }

    fn sentence(&self, out: &mut impl Write, sentence: &Sentence) -> io::Result<()> {
        let tokens = &self.doc.tokens[sentence.tokens.range()];
        for (number, token) in tokens.iter().enumerate() {
            let glued = tokens.get(number + 1).is_some_and(|next| next.span.start == token.span.end);
            self.token(out, sentence, token, glued)?;
        }
        Ok(())
    }

    fn token(&self, out: &mut impl Write, sentence: &Sentence, token: &Token, glued: bool) -> io::Result<()> {
        let place = self.index.chars(token.span);
        let space = glued.then(|| "SpaceAfter=No".to_owned());
        let range = format!("TokenRange={}:{}", place.start, place.end);
        let mut misc: Vec<String> = space.into_iter().chain([range]).collect();
        if token.words.len() > 1 {
            let (first, last) =
                (token.words.start - sentence.words.start + 1, token.words.end - sentence.words.start);
            let form = token.span.of(self.text);
            writeln!(out, "{first}-{last}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{}", misc.join("|"))?;
            misc.clear();
        }
        for word in token.words.range() {
            self.word(out, sentence, word, &misc)?;
        }
        Ok(())
    }

    fn word(
        &self,
        out: &mut impl Write,
        sentence: &Sentence,
        number: usize,
        misc: &[String],
    ) -> io::Result<()> {
        let id = number - sentence.words.start + 1;
        let form = self.forms[number];
        let name = self.names[number].iter().map(|label| format!("NER={label}"));
        let entity = Some(&self.entities[number]).filter(|value| !value.is_empty());
        let entity = entity.map(|value| format!("Entity={value}"));
        let misc: Vec<String> = misc.iter().cloned().chain(name).chain(entity).collect();
        let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
        let Some(word) = self.analysis.words.get(number) else {
            return writeln!(out, "{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}");
        };
        let Word { upos, xpos, feats, lemma, head, relation } = word;
        let head = head.map_or(0, |head| head + 1);
        writeln!(out, "{id}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{relation}\t_\t{misc}")
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
