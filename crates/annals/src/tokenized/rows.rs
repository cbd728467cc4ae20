//! The rows of CoNLL-U, of which ID, FORM and MISC are used.

use annals_text::{GivenSentence, GivenToken};

use super::{Fault, comment, value};

/// The article's key and its sentences; `first` is the number of the first line.
pub fn read(lines: &[String], first: usize) -> Result<(Option<String>, Vec<GivenSentence>), Fault> {
    let mut article = Rows::default();
    for (line, number) in lines.iter().zip(first..) {
        article.line(line).map_err(|message| Fault::new(number, message))?;
    }
    article.end_sentence().map_err(|message| Fault::new(first + lines.len(), message))?;
    Ok((article.key, article.sentences))
}

#[derive(Default)]
struct Rows {
    key: Option<String>,
    sentences: Vec<GivenSentence>,
    /// The sentence under way.
    sentence: GivenSentence,
    /// Words of it so far.
    words: usize,
    /// The last word of the multiword token under way.
    range: Option<usize>,
}

impl Rows {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.trim().is_empty() {
            return self.end_sentence();
        }
        if line.starts_with('#') {
            self.comment(line);
            return Ok(());
        }
        let columns: Vec<_> = line.split('\t').collect();
        let &[id, form, ..] = columns.as_slice() else {
            return Err("there are no tabs: CoNLL-U has ten columns with tabs between them, of which ID and FORM are needed".to_owned());
        };
        if form.trim().is_empty() {
            return Err(format!("word {id} has no FORM: fill the second column"));
        }
        let glued = columns.get(9).is_some_and(|misc| misc.split('|').any(|part| part == "SpaceAfter=No"));
        self.row(id, form, !glued)
    }

    fn comment(&mut self, line: &str) {
        if comment(line, "newdoc").is_some() {
            self.key = value(line, "newdoc id").map(str::to_owned);
            self.sentence.begins_paragraph = true;
        } else if comment(line, "newpar").is_some() {
            self.sentence.begins_paragraph = true;
        } else if let Some(id) = value(line, "sent_id") {
            self.sentence.id = Some(id.to_owned());
        }
    }

    fn row(&mut self, id: &str, form: &str, space_after: bool) -> Result<(), String> {
        if let Some((word, empty)) = id.split_once('.')
            && number(word).is_some()
            && number(empty).is_some()
        {
            return Ok(());
        }
        if let Some((from, to)) = id.split_once('-') {
            return self.multiword(id, number(from).zip(number(to)), form, space_after);
        }
        self.expect(id, number(id))?;
        self.words += 1;
        match self.range {
            Some(last) => {
                if let Some(token) = self.sentence.tokens.last_mut() {
                    token.words.push(form.to_owned());
                }
                self.range = Some(last).filter(|&last| self.words < last);
            }
            None => self.sentence.tokens.push(GivenToken { space_after, ..GivenToken::word(form) }),
        }
        Ok(())
    }

    fn multiword(
        &mut self,
        id: &str,
        range: Option<(usize, usize)>,
        form: &str,
        space_after: bool,
    ) -> Result<(), String> {
        self.expect(id, range.map(|(from, _)| from))?;
        let last = range.map_or(0, |(_, to)| to);
        if last <= self.words + 1 || self.range.is_some() {
            return Err(format!(
                "the range `{id}` is wrong: a multiword token has two words or more, none of them in another"
            ));
        }
        self.range = Some(last);
        self.sentence.tokens.push(GivenToken { form: form.to_owned(), words: Vec::new(), space_after });
        Ok(())
    }

    /// Whether the word of this row is the next one.
    fn expect(&self, id: &str, found: Option<usize>) -> Result<(), String> {
        let next = self.words + 1;
        match found {
            Some(found) if found == next => Ok(()),
            Some(_) => Err(format!(
                "ID is `{id}` where word {next} is due: number the words of a sentence from 1, and put an empty line between sentences"
            )),
            None => Err(format!("ID is `{}`, no number such as 3, 3-4 or 3.1", shortened(id))),
        }
    }

    fn end_sentence(&mut self) -> Result<(), String> {
        if let Some(last) = self.range {
            return Err(format!(
                "the sentence ends before word {last}, the last of its multiword token: add the words of the range"
            ));
        }
        self.words = 0;
        if !self.sentence.tokens.is_empty() {
            self.sentences.push(std::mem::take(&mut self.sentence));
        }
        Ok(())
    }
}

/// A number as IDs write it.
fn number(digits: &str) -> Option<usize> {
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn shortened(id: &str) -> String {
    let mut start: String = id.chars().take(20).collect();
    if start.len() < id.len() {
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<(Option<String>, Vec<GivenSentence>), Fault> {
        read(&text.lines().map(str::to_owned).collect::<Vec<_>>(), 1)
    }

    /// The tokens of a sentence, the words of multiword tokens in brackets, `_` where no blank follows.
    fn shown(sentence: &GivenSentence) -> String {
        let token = |token: &GivenToken| {
            let words =
                if token.words.len() > 1 { format!("({})", token.words.join(" ")) } else { String::new() };
            format!("{}{words}{}", token.form, if token.space_after { " " } else { "_" })
        };
        sentence.tokens.iter().map(token).collect()
    }

    #[track_caller]
    fn check_fault(text: &str, line: usize, message: &str) {
        let fault = rows(text).expect_err("it is wrong");
        assert_eq!(fault.line, line, "{fault}");
        assert!(fault.message.contains(message), "{fault}");
    }

    #[test]
    fn words_ranges_and_empty_nodes() {
        let text = "# newdoc id = a 1\n# sent_id = x\n1-2\tdon't\t_\n1\tdo\n2\tn't\n2.1\tgo\n3\tstay\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|X=1\n4\t.\n";
        let (key, sentences) = rows(text).unwrap();
        assert_eq!(key.as_deref(), Some("a 1"));
        assert_eq!(sentences[0].id.as_deref(), Some("x"));
        assert_eq!(shown(&sentences[0]), "don't(do n't) stay_. ");
    }

    #[test]
    fn paragraphs_begin_where_they_are_said_to() {
        let (_, sentences) =
            rows("# newdoc\n1\ta\n\n# sent_id = 2\n1\tb\n\n# newpar id = p\n1\tc\n").unwrap();
        let begins: Vec<_> = sentences.iter().map(|sentence| sentence.begins_paragraph).collect();
        assert_eq!(begins, [true, false, true]);
    }

    #[test]
    fn faults_say_line_and_remedy() {
        check_fault("1 a\n", 1, "no tabs");
        check_fault("1\ta\n2\t\n", 2, "no FORM");
        check_fault("# x\n1\ta\n1\tb\n", 3, "word 2 is due");
        check_fault("x\ta\n", 1, "no number");
        check_fault("1-2\tab\n1\ta\n\n", 3, "before word 2");
        check_fault("1-2\tab\n1\ta\n", 3, "before word 2");
        check_fault("1-1\ta\n", 1, "two words");
        check_fault("1-3\tabc\n1\ta\n2-3\tbc\n", 3, "in another");
        check_fault("1\ta\n18446744073709551616\tb\n", 2, "no number");
    }
}
