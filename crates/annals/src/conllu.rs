//! Articles as CoNLL-U.

use std::io::{self, Write};

use annals_record::{Article, CharIndex};
use annals_text::{Document, Sentence, Token};

/// Writes the sentences, tokens and words of `article`.
pub fn write(out: &mut impl Write, article: &Article) -> io::Result<()> {
    let page = Page { text: &article.text, index: CharIndex::new(&article.text) };
    let doc = annals_text::document(&article.text);
    let key = article.key.as_deref().unwrap_or(&article.id);
    writeln!(out, "# newdoc id = {}", one_line(key))?;
    let mut paragraph = None;
    for (number, sentence) in doc.sentences.iter().enumerate() {
        if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) {
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# sent_id = {}-{}", one_line(key), number + 1)?;
        writeln!(out, "# text = {}", one_line(sentence.span.of(page.text)))?;
        page.sentence(out, &doc, sentence)?;
        writeln!(out)?;
    }
    Ok(())
}

struct Page<'t> {
    text: &'t str,
    index: CharIndex<'t>,
}

impl Page<'_> {
    fn sentence(&self, out: &mut impl Write, doc: &Document, sentence: &Sentence) -> io::Result<()> {
        for (i, token) in doc.tokens[sentence.tokens.range()].iter().enumerate() {
            let glued = doc.tokens[..sentence.tokens.end]
                .get(sentence.tokens.start + i + 1)
                .is_some_and(|next| next.span.start == token.span.end);
            self.token(out, doc, sentence, token, glued)?;
        }
        Ok(())
    }

    fn token(
        &self,
        out: &mut impl Write,
        doc: &Document,
        sentence: &Sentence,
        token: &Token,
        glued: bool,
    ) -> io::Result<()> {
        let first = token.words.start - sentence.words.start + 1;
        let place = self.index.chars(token.span);
        let space = if glued { "SpaceAfter=No|" } else { "" };
        let misc = format!("{space}TokenRange={}:{}", place.start, place.end);
        if token.words.len() == 1 {
            return writeln!(out, "{first}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", token.span.of(self.text));
        }
        let last = token.words.end - sentence.words.start;
        writeln!(out, "{first}-{last}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", token.span.of(self.text))?;
        for (i, word) in doc.words[token.words.range()].iter().enumerate() {
            writeln!(out, "{}\t{}\t_\t_\t_\t_\t_\t_\t_\t_", first + i, word.span.of(self.text))?;
        }
        Ok(())
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
