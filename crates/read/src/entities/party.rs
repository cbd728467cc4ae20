//! Party and state behind the name of an American politician: `(R-Va.)`, `, I-Vt.,`. They say where somebody belongs, and
//! are nobody.

use annals_record::ByteSpan;

/// Whether words are, or lie in, a code of party and state.
pub(super) fn is_code(text: &str, words: ByteSpan) -> bool {
    let is_edge = |&(_, c): &(usize, char)| c.is_whitespace() || matches!(c, '(' | ')' | ',');
    let before = text[..words.start].char_indices().rev().take(LONGEST).take_while(|at| !is_edge(at));
    let start = before.last().map_or(words.start, |(at, _)| at);
    let end = words.end + token(&text[words.end..]);
    let is_apart = text[..start].ends_with('(') || text[..start].ends_with(", ");
    // *(D)* says no state.
    let is_party =
        text[..start].ends_with('(') && text[end..].starts_with(')') && is_letter(&text[start..end]);
    is_apart && spells(&text[start..end]) || is_party
}

/// Whether a code follows behind a name.
pub(super) fn follows(text: &str, name: ByteSpan) -> bool {
    let behind = &text[name.end..];
    let code = behind.strip_prefix(" (").or_else(|| behind.strip_prefix(", "));
    code.is_some_and(|code| spells(&code[..token(code)]))
}

/// Characters of a code at most.
const LONGEST: usize = 12;

/// Bytes up to a space, a comma or a bracket.
fn token(text: &str) -> usize {
    let inner =
        text.chars().take(LONGEST).take_while(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | ','));
    inner.map(char::len_utf8).sum()
}

fn is_letter(party: &str) -> bool {
    matches!(party, "R" | "D" | "I")
}

/// `R-Va.`: the letter of a party, a hyphen, a state.
fn spells(code: &str) -> bool {
    let Some((party, state)) = code.split_once('-') else { return false };
    let letters = state.chars().filter(|c| c.is_alphabetic()).count();
    is_letter(party)
        && letters >= 2
        && state.starts_with(char::is_uppercase)
        && state.chars().all(|c| c.is_alphabetic() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, words: &str) -> ByteSpan {
        let start = text.find(words).expect(words);
        ByteSpan::new(start, start + words.len())
    }

    #[test]
    fn a_code_is_in_brackets_or_behind_a_comma() {
        let text = "Rowell (R-Va.) met Tolley, D-Ohio, on D-Day near I-95.";
        assert!(
            is_code(text, at(text, "R-Va."))
                && is_code(text, at(text, "Va"))
                && is_code(text, at(text, "Ohio"))
        );
        assert!(!is_code(text, at(text, "D-Day")) && !is_code(text, at(text, "Tolley")));
        assert!(follows(text, at(text, "Rowell")) && follows(text, at(text, "Tolley")));
        assert!(!follows(text, at(text, "near")));
    }
}
