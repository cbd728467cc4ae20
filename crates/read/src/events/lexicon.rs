//! The entries of the lexicon, `data/events/`, by head word.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use thiserror::Error;

use super::pattern::{Pattern, PatternError, Pos};
use super::{light, status};
use crate::codebook;

/// A line of the lexicon: words that report an event, or that look like it and do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The pattern.
    pub pattern: Pattern,
    /// The pattern as it is written.
    pub text: &'static str,
    /// PLOVER type; none of a veto.
    pub kind: Option<&'static str>,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// CAMEO code.
    pub cameo: Option<&'static str>,
    /// A sentence in which it must match.
    pub yes: &'static str,
    /// A sentence in which it must not.
    pub no: &'static str,
    /// The file it stands in.
    pub file: &'static str,
    /// Its line there, from 1.
    pub line: usize,
    /// How narrow its pattern is.
    pub weight: u32,
}

/// A line that is no entry.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {problem}")]
pub struct LexiconError {
    /// The file.
    pub file: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The pattern does not follow the language.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// Too few or too many cells.
    #[error("{0} cells where 6 belong: pattern, type, mode, cameo, yes, no")]
    Cells(usize),
    /// A type that PLOVER does not have.
    #[error("`{0}` is no type of PLOVER: write one of the sixteen in capitals, or - for a veto")]
    Kind(&'static str),
    /// A code that is no number.
    #[error("`{0}` is no CAMEO code: two to four digits, the first often 0")]
    Cameo(&'static str),
    /// A class that has no words.
    #[error("@{0} is no class: add its words to classes.tsv")]
    Class(&'static str),
    /// A class without a word, or a word without its class.
    #[error("a class and a word, parted by a tab, belong here")]
    Word,
}

/// Classes that need no list.
const BUILT_IN: [&str; 2] = ["actor", "name"];

/// All entries, found by head.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// The entries, file by file.
    pub entries: Vec<Entry>,
    heads: HashMap<&'static str, Vec<(Pos, Vec<usize>)>>,
    classes: HashMap<&'static str, HashSet<&'static str>>,
    /// Every word that stands in a pattern or a class.
    words: HashSet<&'static str>,
}

impl Lexicon {
    /// Reads files, each with its name and text. Those whose names begin with `classes` hold classes.
    ///
    /// # Errors
    /// [`LexiconError`] for the first line that is no entry; [`Lexicon::read`] tells all of them.
    pub fn parse(files: &[(&'static str, &'static str)]) -> Result<Self, LexiconError> {
        let (lexicon, errors) = Self::read(files);
        errors.into_iter().next().map_or(Ok(lexicon), Err)
    }

    /// Reads files as [`Lexicon::parse`] does, and goes on behind lines that are no entries.
    pub fn read(files: &[(&'static str, &'static str)]) -> (Self, Vec<LexiconError>) {
        let (mut lexicon, mut errors) = (Self::default(), Vec::new());
        let of_classes = |file: &&(&str, &str)| file.0.starts_with("classes");
        for &(file, text) in files.iter().filter(of_classes) {
            lexicon.add_classes(file, text, &mut errors);
        }
        for &(file, text) in files.iter().filter(|file| !of_classes(file)) {
            for (line, cells) in lines(text) {
                match lexicon.entry(file, line, &cells) {
                    Ok(entry) => lexicon.add(entry),
                    Err(problem) => errors.push(LexiconError { file, line, problem }),
                }
            }
        }
        lexicon.order();
        (lexicon, errors)
    }

    fn add_classes(&mut self, file: &'static str, text: &'static str, errors: &mut Vec<LexiconError>) {
        for (line, cells) in lines(text) {
            match cells[..] {
                [class, word] if !class.is_empty() && !word.is_empty() => {
                    self.classes.entry(class).or_default().insert(word);
                    self.words.insert(word);
                }
                _ => errors.push(LexiconError { file, line, problem: Problem::Word }),
            }
        }
    }

    fn entry(&self, file: &'static str, line: usize, cells: &[&'static str]) -> Result<Entry, Problem> {
        let &[text, kind, mode, cameo, yes, no] = cells else { return Err(Problem::Cells(cells.len())) };
        let pattern = Pattern::parse(text)?;
        if let Some(class) = pattern.classes().find(|class| !self.has_class(class)) {
            return Err(Problem::Class(class));
        }
        if kind != "-" && codebook::of_type(kind).is_none() {
            return Err(Problem::Kind(kind));
        }
        let is_code = |code: &str| matches!(code.len(), 2..=4) && code.bytes().all(|b| b.is_ascii_digit());
        if !cameo.is_empty() && !is_code(cameo) {
            return Err(Problem::Cameo(cameo));
        }
        let some = |cell: &'static str| (!cell.is_empty() && cell != "-").then_some(cell);
        let weight = pattern.conditions.iter().map(super::pattern::Condition::weight).sum();
        let (kind, mode, cameo) = (some(kind), some(mode), some(cameo));
        Ok(Entry { pattern, text, kind, mode, cameo, yes, no, file, line, weight })
    }

    fn has_class(&self, class: &str) -> bool {
        BUILT_IN.contains(&class) || self.classes.contains_key(class)
    }

    fn add(&mut self, entry: Entry) {
        let number = self.entries.len();
        self.words.extend(entry.pattern.words());
        let pos = entry.pattern.pos;
        for &head in &entry.pattern.heads {
            let of_head = self.heads.entry(head).or_default();
            match of_head.iter_mut().find(|(own, _)| *own == pos) {
                Some((_, entries)) => entries.push(number),
                None => of_head.push((pos, vec![number])),
            }
        }
        self.entries.push(entry);
    }

    /// Puts the narrower entries of each head first, vetoes before others.
    fn order(&mut self) {
        let entries = &self.entries;
        for (_, own) in self.heads.values_mut().flatten() {
            own.sort_by_key(|&number| (Reverse(entries[number].weight), entries[number].kind.is_some()));
        }
    }

    /// The entries whose head a lemma is, the narrower ones first.
    pub(super) fn of(&self, lemma: &str, pos: Pos) -> &[usize] {
        let of_head = self.heads.get(lemma).into_iter().flatten();
        of_head.into_iter().find(|(own, _)| *own == pos).map_or(&[], |(_, entries)| entries)
    }

    /// Whether a lemma stands in a pattern, a class or a table of events.
    pub(super) fn knows(&self, lemma: &str) -> bool {
        self.words.contains(lemma) || status::knows(lemma) || light::knows(lemma)
    }

    /// Whether a lemma is in a class of the lists.
    pub(super) fn is_in(&self, lemma: &str, class: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.contains(lemma))
    }
}

/// The cells of the lines below the header with their numbers, without comments.
fn lines(text: &'static str) -> impl Iterator<Item = (usize, Vec<&'static str>)> {
    let filled =
        text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    filled.skip(1).map(|(number, line)| (number + 1, line.split('\t').map(str::trim).collect()))
}

macro_rules! files {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../../../data/events/", $name)))),*]
    };
}

/// The files of the lexicon.
const FILES: &[(&str, &str)] = &files![
    "agree.tsv" "consult.tsv" "support.tsv" "concede.tsv" "cooperate.tsv" "aid.tsv" "retreat.tsv" "request.tsv"
    "accuse.tsv" "reject.tsv" "threaten.tsv" "sanction.tsv" "protest.tsv" "mobilize.tsv" "coerce.tsv" "assault.tsv"
    "general.tsv" "guessed.tsv" "classes.tsv"
];

/// The lexicon that ships with annals. A line that is no entry is left out; a test holds that there is none.
pub(super) static SHIPPED: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(FILES).0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_entry() {
        let errors = Lexicon::read(FILES).1;
        assert!(errors.is_empty(), "{}", errors.iter().map(|e| format!("{e}\n")).collect::<String>());
    }

    #[test]
    fn a_wrong_line_is_named() {
        let file = "pattern\ttype\tmode\tcameo\tyes\tno\nmeet.v whom:*\tCONSULT\t\t040\t\t\n";
        let error = Lexicon::parse(&[("own.tsv", file)]).unwrap_err();
        assert!(error.to_string().starts_with("own.tsv:2: `whom` is no slot"), "{error}");
        let file = "pattern\ttype\tmode\tcameo\tyes\tno\nmeet.v obj:@guest\tCONSULT\t\t040\t\t\n";
        assert_eq!(Lexicon::parse(&[("own.tsv", file)]).unwrap_err().problem, Problem::Class("guest"));
    }
}
