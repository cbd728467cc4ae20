//! A part of the tree to text: a line for each block, one blank between words.

use dom_query::{NodeData, NodeRef};

/// The text under `root`: each block element is a line, each line a paragraph; white space inside a line is one
/// blank.
pub(super) fn lines(root: &NodeRef, skip: impl Fn(&NodeRef) -> bool) -> String {
    let mut lines = Lines::default();
    walk(root, |node, side| match side {
        Side::Open => {
            if skip(node) {
                return Way::Over;
            }
            lines.open(node)
        }
        Side::Close => {
            lines.close(node);
            Way::Into
        }
    });
    lines.finish()
}

/// Which end of an element a walk has come to; text and comments have only the first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Open,
    Close,
}

/// Where a walk goes on from the beginning of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// To its children.
    Into,
    /// Behind it; its end is not visited.
    Over,
    /// Nowhere.
    Stop,
}

/// Visits what is under `root` in page order, without recursion.
pub(super) fn walk<'a>(root: &NodeRef<'a>, mut visit: impl FnMut(&NodeRef<'a>, Side) -> Way) {
    let mut next = root.first_child();
    while let Some(node) = next {
        let mut way = visit(&node, Side::Open);
        if way == Way::Into {
            if let Some(child) = node.first_child() {
                next = Some(child);
                continue;
            }
            way = visit(&node, Side::Close);
        }
        if way == Way::Stop {
            return;
        }
        let mut done = node;
        next = loop {
            if let Some(sibling) = done.next_sibling() {
                break Some(sibling);
            }
            match done.parent().filter(|parent| parent.id != root.id) {
                None => break None,
                Some(parent) => {
                    visit(&parent, Side::Close);
                    done = parent;
                }
            }
        };
    }
}

/// Elements that begin and end a line.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Elements that hold no words of the page.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "button"
            | "canvas"
            | "head"
            | "iframe"
            | "input"
            | "math"
            | "noscript"
            | "object"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "title"
            | "video"
    )
}

#[derive(Default)]
struct Lines {
    out: String,
    /// Bytes of `out` before the line being written.
    line: usize,
    /// Whether white space was met behind the last word.
    space: bool,
    /// Depth of `pre` elements, in which line breaks count.
    pre: usize,
}

impl Lines {
    fn open(&mut self, node: &NodeRef) -> Way {
        if let Some(text) = node
            .query(|n| match &n.data {
                NodeData::Text { contents } => Some(contents.to_string()),
                _ => None,
            })
            .flatten()
        {
            self.text(&text);
            return Way::Into;
        }
        let Some(name) = node.qual_name_ref() else { return Way::Over };
        match &*name.local {
            name if is_silent(name) => return Way::Over,
            "br" => self.soft_break(),
            "td" | "th" => self.space = true,
            name if is_block(name) => {
                self.end_line();
                self.pre += usize::from(name == "pre");
            }
            _ => {}
        }
        Way::Into
    }

    fn close(&mut self, node: &NodeRef) {
        let Some(name) = node.qual_name_ref() else { return };
        if is_block(&name.local) {
            self.end_line();
            self.pre = self.pre.saturating_sub(usize::from(&*name.local == "pre"));
        }
    }

    fn text(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.space = true;
                if self.pre > 0 {
                    self.end_line();
                }
            }
            self.words(line);
        }
    }

    fn words(&mut self, text: &str) {
        let mut words = text.split_whitespace().peekable();
        self.space |= text.starts_with(char::is_whitespace);
        while let Some(word) = words.next() {
            if self.space && self.out.len() > self.line {
                self.out.push(' ');
            }
            self.out.push_str(word);
            self.space = words.peek().is_some();
        }
        self.space |= text.ends_with(char::is_whitespace);
    }

    /// `<br>`: ends the line where a sentence has ended before it; else it only wraps.
    fn soft_break(&mut self) {
        let ends = |c: char| matches!(c, '.' | '!' | '?' | ':' | ';' | '"' | '”' | '»' | '…' | ')');
        if self.out[self.line..].ends_with(ends) {
            self.end_line();
        }
        self.space = true;
    }

    fn end_line(&mut self) {
        self.space = false;
        if self.out.len() > self.line {
            self.out.push('\n');
            self.line = self.out.len();
        }
    }

    fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let page = dom_query::Document::from(html);
        assert_eq!(lines(&page.root(), |_| false), expected, "{html}");
    }

    #[test]
    fn a_block_is_a_line() {
        check(
            "<h1>Flood</h1><p>The  river\n rose.</p><div>It <b>fell</b>.</div>",
            "Flood\nThe river rose.\nIt fell.",
        );
        check("<ul><li>One<li>Two</ul>after", "One\nTwo\nafter");
        check("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc");
        check("<pre>first\n  second</pre>", "first\nsecond");
    }

    #[test]
    fn words_are_neither_joined_nor_split() {
        check("<p>Port <i>Almeda</i>, Vare<b>sh</b></p>", "Port Almeda, Varesh");
        check("<p>Kestria<br>rose</p>", "Kestria rose");
        check("<p>It rose.<br>It fell.</p>", "It rose.\nIt fell.");
    }

    #[test]
    fn what_is_not_shown_is_no_text() {
        check(
            "<p>Rain<script>var a = '<p>';</script><!-- no --> fell.</p><button>Share</button>",
            "Rain fell.",
        );
    }
}
