//! Articles as CoNLL-U.

use std::io::{self, Write};

use annals_read::model::{Analysis, Word};
use annals_record::{Article, CharIndex};
use annals_text::{Document, Sentence, Token};

/// Writes the sentences, tokens and words of `article`; where it is in English, with what `analyse` sees in them.
///
/// # Errors
/// Those of the output, and those of `analyse`.
pub fn write(
    out: &mut impl Write,
    article: &Article,
    analyse: impl FnOnce(&str, &Document) -> anyhow::Result<Analysis>,
) -> anyhow::Result<()> {
    let text = article.text.as_str();
    let doc = annals_text::document(text);
    let english = article.language.as_deref().is_none_or(|language| language == "en");
    let analysis = if english { analyse(text, &doc)? } else { Analysis::default() };
    let names = name_labels(&doc, &analysis);
    let page = Page { text, doc: &doc, analysis: &analysis, names, index: CharIndex::new(text) };
    let key = article.key.as_deref().unwrap_or(&article.id);
    Ok(page.write(out, &one_line(key))?)
}

struct Page<'t> {
    text: &'t str,
    doc: &'t Document,
    analysis: &'t Analysis,
    /// Of each word of a name, its label: `B-person`, `I-person`.
    names: Vec<Option<String>>,
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
        let mut paragraph = None;
        for (number, sentence) in self.doc.sentences.iter().enumerate() {
            if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) {
                writeln!(out, "# newpar")?;
            }
            writeln!(out, "# sent_id = {key}-{}", number + 1)?;
            writeln!(out, "# text = {}", one_line(sentence.span.of(self.text)))?;
            self.sentence(out, sentence)?;
            writeln!(out)?;
        }
        Ok(())
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
        let form = self.doc.words[number].span.of(self.text);
        let name = self.names[number].iter().map(|label| format!("NER={label}"));
        let misc: Vec<String> = misc.iter().cloned().chain(name).collect();
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
