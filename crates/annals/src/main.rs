//! An open reader of the news.

use std::io::{self, BufWriter, Write};

use annals_record::{Failed, Note, Outcome};
use annals_text::{Hints, Limits, articles, pieces};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let verb = args.next().unwrap_or_default();
    let mut out = BufWriter::new(io::stdout().lock());
    for path in args {
        let hints = Hints { uri: Some(path.clone()), ..Hints::default() };
        let file = io::BufReader::new(std::fs::File::open(&path)?);
        for draft in pieces(file, hints, Limits::default()).flat_map(articles) {
            match draft {
                Ok(draft) if verb == "parse" => conllu(&mut out, &draft.article)?,
                Ok(draft) => writeln!(
                    out,
                    "{}",
                    serde_json::to_string(&Outcome::Read(Box::new(annals_read::read(draft))))?
                )?,
                Err(failure) => {
                    let note = Note::new(failure.error.stage(), failure.error.to_string());
                    let failed =
                        Outcome::Failed(Box::new(Failed::new(annals_read::ENGINE, failure.origin, note)));
                    writeln!(out, "{}", serde_json::to_string(&failed)?)?;
                }
            }
        }
    }
    Ok(())
}

fn conllu(out: &mut impl Write, article: &annals_record::Article) -> io::Result<()> {
    let text = &article.text;
    let doc = annals_text::document(text);
    writeln!(out, "# newdoc id = {}", article.key.as_ref().unwrap_or(&article.id))?;
    for sentence in &doc.sentences {
        writeln!(out, "# text = {}", sentence.span.of(text).replace('\n', " "))?;
        for token in &doc.tokens[sentence.tokens.range()] {
            let first = token.words.start - sentence.words.start + 1;
            if token.words.len() > 1 {
                let last = token.words.end - sentence.words.start;
                writeln!(out, "{first}-{last}\t{}\t_\t_\t_\t_\t_\t_\t_\t_", token.span.of(text))?;
            }
            for (i, word) in doc.words[token.words.range()].iter().enumerate() {
                writeln!(out, "{}\t{}\t_\t_\t_\t_\t0\t_\t_\t_", first + i, word.span.of(text))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
