//! A dependency tree drawn beside its words, a word a row.
//!
//! Each word that heads others has a column, further right than its own head's, and in it a line over the rows of
//! what it heads; from there a line runs right to each of these words. Where a tree is not projective lines have to
//! cross: a line that crosses is interrupted by the other, so that what touches is joined, and nothing else.

use std::collections::{BTreeMap, VecDeque};

/// A tree ready to be drawn.
#[derive(Debug)]
pub struct Tree {
    /// Of each word, the column of its head; `None`: it is a root.
    above: Vec<Option<usize>>,
    /// Of each word that heads others, its column.
    own: Vec<Option<usize>>,
    /// The lines of each column: last row by first row. They share no row.
    columns: Vec<BTreeMap<usize, usize>>,
}

impl Tree {
    /// The tree in which the word `n` hangs on `heads[n]`; `None` where it needs more than `most` columns, or where
    /// the heads make no tree.
    pub fn new(heads: &[Option<usize>], most: usize) -> Option<Self> {
        let below = dependents(heads)?;
        let count = heads.len();
        let mut tree = Self { above: vec![None; count], own: vec![None; count], columns: Vec::new() };
        let mut queue: VecDeque<_> = (0..count).filter(|&word| heads[word].is_none()).collect();
        let mut seen = 0;
        while let Some(word) = queue.pop_front() {
            seen += 1;
            let (Some(&first), Some(&last)) = (below[word].first(), below[word].last()) else { continue };
            let from = tree.above[word].map_or(0, |column| column + 1);
            let column = tree.place(from, first.min(word), last.max(word), most)?;
            tree.own[word] = Some(column);
            for &dependent in &below[word] {
                tree.above[dependent] = Some(column);
                queue.push_back(dependent);
            }
        }
        (seen == count).then_some(tree)
    }

    /// Puts a line into the first free column from `from` on.
    fn place(&mut self, from: usize, first: usize, last: usize, most: usize) -> Option<usize> {
        let fits = |lines: &BTreeMap<usize, usize>| {
            lines.range(..=last).next_back().is_none_or(|(_, &other)| other < first)
        };
        let free = (from..self.columns.len()).find(|&column| fits(&self.columns[column]));
        let column = free.unwrap_or(self.columns.len().max(from));
        if column >= most {
            return None;
        }
        if column == self.columns.len() {
            self.columns.push(BTreeMap::new());
        }
        self.columns[column].insert(first, last);
        Some(column)
    }

    /// Columns of the terminal that the drawing takes, where a column of the tree takes `cell` of them.
    pub fn width(&self, cell: usize) -> usize {
        self.columns.len() * cell + 2
    }

    /// The row of a word.
    pub fn row(&self, word: usize, cell: usize) -> String {
        let start = self.above[word];
        let lead = if start.is_none() { '─' } else { ' ' };
        let mut row = String::from(lead);
        for column in 0..self.columns.len() {
            let reached = start.is_none_or(|start| column >= start);
            row.push(self.mark(word, column));
            row.extend(std::iter::repeat_n(if reached { '─' } else { ' ' }, cell - 1));
        }
        row.push('╴');
        row
    }

    /// What goes on between the row of a word and the next one.
    pub fn gap(&self, word: usize, cell: usize) -> String {
        let mut row = String::from(" ");
        for column in 0..self.columns.len() {
            let on = self.line(column, word).is_some_and(|(_, last)| word < last);
            row.push(if on { '│' } else { ' ' });
            row.extend(std::iter::repeat_n(' ', cell - 1));
        }
        row.push(' ');
        row
    }

    fn mark(&self, row: usize, column: usize) -> char {
        let line = self.line(column, row);
        let up = line.is_some_and(|(first, _)| first < row);
        let down = line.is_some_and(|(_, last)| row < last);
        if self.own[row] == Some(column) {
            return match (up, down) {
                (true, true) => '┼',
                (true, false) => '┴',
                _ => '┬',
            };
        }
        match (self.above[row], up, down) {
            (Some(above), true, true) if above == column => '├',
            (Some(above), true, false) if above == column => '╰',
            (Some(above), _, _) if above == column => '╭',
            _ if line.is_some() => '│',
            (Some(above), ..) if column < above => ' ',
            _ => '─',
        }
    }

    /// The line of a column at a row.
    fn line(&self, column: usize, row: usize) -> Option<(usize, usize)> {
        let (&first, &last) = self.columns[column].range(..=row).next_back()?;
        (row <= last).then_some((first, last))
    }
}

/// Of each word, the words it heads, in order; `None` where a head is out of range.
fn dependents(heads: &[Option<usize>]) -> Option<Vec<Vec<usize>>> {
    let mut below = vec![Vec::new(); heads.len()];
    for (word, head) in heads.iter().enumerate() {
        if let Some(head) = *head {
            below.get_mut(head)?.push(word);
        }
    }
    Some(below)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `heads` as CoNLL-U counts them, 0 for the root.
    fn tree(heads: &[usize], most: usize) -> Option<Tree> {
        Tree::new(&heads.iter().map(|head| head.checked_sub(1)).collect::<Vec<_>>(), most)
    }

    #[track_caller]
    fn check(heads: &[usize], expected: &[&str]) {
        let tree = tree(heads, 40).expect("it is a tree");
        let rows: Vec<_> = (0..heads.len()).map(|word| tree.row(word, 2)).collect();
        assert_eq!(rows, expected, "\n{}", rows.join("\n"));
    }

    #[test]
    fn a_projective_tree() {
        check(&[2, 3, 0, 5, 3, 3], &["   ╭─╴", " ╭─┴─╴", "─┼───╴", " │ ╭─╴", " ├─┴─╴", " ╰───╴"]);
    }

    #[test]
    fn lines_that_cross_do_not_touch() {
        // The third word hangs on the first, the fourth on the second.
        check(&[2, 0, 1, 2], &[" ╭─┬─╴", "─┼─│─╴", " │ ╰─╴", " ╰───╴"]);
        check(&[0, 1, 2, 3, 2], &["─┬─────╴", " ╰─┬───╴", "   ├─┬─╴", "   │ ╰─╴", "   ╰───╴"]);
    }

    #[test]
    fn heads_at_one_level_whose_lines_would_meet_get_columns_of_their_own() {
        check(&[0, 1, 1, 2, 3], &["─┬─────╴", " ├─┬───╴", " ╰─│─┬─╴", "   ╰─│─╴", "     ╰─╴"]);
    }

    #[test]
    fn one_word_and_two_roots() {
        check(&[0], &["─╴"]);
        check(&[0, 0], &["─╴", "─╴"]);
    }

    #[test]
    fn what_is_no_tree_or_too_deep_is_not_drawn() {
        assert!(tree(&[2, 1], 40).is_none());
        assert!(tree(&[1], 40).is_none());
        assert!(tree(&[9], 40).is_none());
        assert!(tree(&[0, 1, 2, 3, 4], 3).is_none());
    }

    /// The heads as a reader of the drawing finds them: from the word left along its line, then along the column to the
    /// row that has a word's own sign.
    fn read_back(rows: &[Vec<char>]) -> Vec<Option<usize>> {
        let own = |row: usize, at: usize| matches!(rows[row][at], '┼' | '┴' | '┬');
        (0..rows.len())
            .map(|row| {
                let joint =
                    (0..rows[row].len()).rev().find(|&at| matches!(rows[row][at], '├' | '╰' | '╭'))?;
                let (up, down) = match rows[row][joint] {
                    '╰' => (true, false),
                    '╭' => (false, true),
                    _ => (true, true),
                };
                let ends = |end: char, row: usize| rows[row][joint] == end;
                let above = (0..row).rev().take_while(|&at| !ends('╰', at)).find(|&at| own(at, joint));
                let stop =
                    (0..row).rev().find(|&at| ends('╭', at) || (own(at, joint) && rows[at][joint] == '┬'));
                let above = above.filter(|&at| up && stop.is_none_or(|stop| stop <= at));
                let below = || (row + 1..rows.len()).find(|&at| own(at, joint)).filter(|_| down);
                above.or_else(below)
            })
            .collect()
    }

    proptest! {
        #[test]
        fn every_tree_can_be_read_off_its_drawing(picks in prop::collection::vec(any::<prop::sample::Index>(), 0..14), order in Just((0..15usize).collect::<Vec<_>>()).prop_shuffle()) {
            let count = picks.len() + 1;
            let order: Vec<_> = order.into_iter().filter(|&word| word < count).collect();
            let mut heads = vec![None; count];
            for (at, pick) in picks.iter().enumerate() {
                heads[order[at + 1]] = Some(order[pick.index(at + 1)]);
            }
            let tree = Tree::new(&heads, 40).expect("it is a tree");
            let rows: Vec<Vec<char>> = (0..count).map(|word| tree.row(word, 2).chars().collect()).collect();
            prop_assert_eq!(read_back(&rows), heads);
            prop_assert!(rows.iter().all(|row| row.len() == tree.width(2)));
        }
    }
}
