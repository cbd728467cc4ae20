//! The words of a sentence as rows, its tree beside them.

use annals_read::model::Word;
use textwrap::Options;
use unicode_width::UnicodeWidthStr;

use super::tree::Tree;
use crate::report::Report;
use crate::style::{Ink, visible};

/// Blanks between two columns.
const GAP: usize = 2;
/// What the features need before the tree is drawn wide.
const FEATURES: usize = 18;
/// The fewest columns left to features, whatever the terminal.
const FEWEST: usize = 8;
/// Widest columns of forms and of lemmas, in a hundredth of the page.
const SHARE: usize = 18;

/// A row a word: number, tree, form, lemma, part of speech, relation to the head, features.
///
/// Where the page has no room for the tree, the relation says the number of its head.
pub fn rows(forms: &[&str], words: &[Word], report: &Report) -> String {
    let layout = Layout::new(forms, words, report);
    (0..words.len()).map(|number| layout.word(number)).collect()
}

struct Layout<'a> {
    report: &'a Report,
    tree: Option<Tree>,
    /// Columns of the terminal that a column of the tree takes.
    cell: usize,
    cells: Vec<[String; 5]>,
    widths: [usize; 5],
    /// Width of the numbers.
    digits: usize,
}

const INKS: [Option<Ink>; 5] =
    [None, Some(Ink::Faint), Some(Ink::Value), Some(Ink::Speaker), Some(Ink::Faint)];

impl<'a> Layout<'a> {
    fn new(forms: &[&str], words: &[Word], report: &'a Report) -> Self {
        let heads: Vec<_> = words.iter().map(|word| word.head).collect();
        let digits = words.len().to_string().len();
        let widest = (report.width() * SHARE / 100).max(8);
        let mut cells: Vec<_> = forms.iter().zip(words).map(|(form, word)| cells(form, word)).collect();
        let mut widths = widths(&cells, widest);
        let others =
            |widths: &[usize; 5]| digits + 3 + widths[..4].iter().map(|width| width + GAP).sum::<usize>();
        let room = report.width().saturating_sub(others(&widths));
        let tree = Tree::new(&heads, room.saturating_sub(FEWEST));
        let cell = tree.as_ref().map_or(0, |tree| if tree.width(2) + FEATURES <= room { 2 } else { 1 });
        if tree.is_none() {
            for (cells, word) in cells.iter_mut().zip(words) {
                cells[3] = with_head(word);
            }
            widths = self::widths(&cells, widest);
        }
        let drawn = tree.as_ref().map_or(0, |tree| tree.width(cell) + 1);
        widths[4] = report.width().saturating_sub(others(&widths) + drawn).max(FEWEST);
        Self { report, tree, cell, cells, widths, digits }
    }

    /// The lines of a word: more than one where a cell is wider than its column.
    fn word(&self, number: usize) -> String {
        let cells: Vec<Vec<String>> =
            self.cells[number].iter().zip(self.widths).map(|(cell, width)| fold(cell, width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        (0..height).map(|line| self.line(number, line, &cells)).collect()
    }

    fn line(&self, number: usize, line: usize, cells: &[Vec<String>]) -> String {
        let style = self.report.style();
        let id = if line == 0 { (number + 1).to_string() } else { String::new() };
        let id = format!("  {id:>digits$} ", digits = self.digits);
        let tree = self.tree.as_ref().map(|tree| match line {
            0 => tree.row(number, self.cell),
            _ => tree.gap(number, self.cell),
        });
        let drawn = tree.map_or(String::new(), |tree| tree + " ");
        let mut out = style.paint(Ink::Faint, id) + &style.paint(Ink::Faint, drawn);
        let mut blanks = 0;
        for ((cell, width), ink) in cells.iter().zip(self.widths).zip(INKS) {
            let words = cell.get(line).map_or("", String::as_str);
            if !words.is_empty() {
                out.push_str(&" ".repeat(blanks));
                blanks = 0;
                out.push_str(&ink.map_or_else(|| words.to_owned(), |ink| style.paint(ink, words)));
            }
            blanks += width.saturating_sub(words.width()) + GAP;
        }
        out.trim_end().to_owned() + "\n"
    }
}

fn cells(form: &str, word: &Word) -> [String; 5] {
    let form = visible(form);
    [form, visible(&word.lemma), word.upos.to_owned(), word.relation.to_owned(), values(word.feats)]
}

fn with_head(word: &Word) -> String {
    match word.head {
        Some(head) => format!("{} of {}", word.relation, head + 1),
        None => word.relation.to_owned(),
    }
}

/// The values of features without their names: `Ind Sing 3 Past Fin`.
fn values(feats: &str) -> String {
    let pairs = feats.split('|').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| if value == "Yes" { name } else { value }).collect::<Vec<_>>().join(" ")
}

/// The widths of the columns; forms and lemmas no wider than `widest`.
fn widths(cells: &[[String; 5]], widest: usize) -> [usize; 5] {
    let width = |column: usize| cells.iter().map(|cells| cells[column].width()).max().unwrap_or(0);
    [width(0).min(widest), width(1).min(widest), width(2), width(3), width(4)]
}

/// A cell in lines of `width` columns.
fn fold(cell: &str, width: usize) -> Vec<String> {
    if cell.width() <= width {
        return vec![cell.to_owned()];
    }
    textwrap::wrap(cell, Options::new(width)).into_iter().map(|line| line.into_owned()).collect()
}
