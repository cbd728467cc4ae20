//! A token to its syntactic words.

use super::chars::is_apostrophe;
use super::lexicon::LEXICON;

/// Calls `word` with the length in bytes of each word of `token`, in order; one for most tokens.
///
/// *don't* is *do* + *n't*, *Ann's* is *Ann* + *'s*, *cannot* is *can* + *not*.
pub(super) fn cut(token: &str, mut word: impl FnMut(usize)) {
    if token.is_ascii() && !token.contains('\'') && !token.contains('`') {
        match LEXICON.contraction(token.as_bytes()) {
            Some(lengths) => lengths.iter().for_each(|&length| word(usize::from(length))),
            None => word(token.len()),
        }
        return;
    }
    match by_table(token) {
        Some(lengths) => lengths.into_iter().for_each(word),
        None => {
            let mut cuts = clitics(token);
            cuts.push(token.len());
            let mut start = 0;
            for cut in cuts {
                word(cut - start);
                start = cut;
            }
        }
    }
}

/// Longest token that is looked at for clitics, in bytes.
const LONGEST: usize = 64;

fn by_table(token: &str) -> Option<Vec<usize>> {
    let plain = token.replace(is_apostrophe, "'");
    let lengths = LEXICON.contraction(plain.as_bytes())?;
    let mut chars = token.chars();
    Some(lengths.iter().map(|&n| chars.by_ref().take(n.into()).map(char::len_utf8).sum()).collect())
}

/// Where the clitics of `token` begin, in order: *wouldn't've* has two.
fn clitics(token: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    if token.len() > LONGEST || token.starts_with(|c: char| c.is_ascii_digit()) {
        return cuts;
    }
    let mut rest = token;
    while let Some(at) = last_clitic(rest) {
        cuts.insert(0, at);
        rest = &token[..at];
    }
    cuts
}

/// Where the clitic at the end of `token` begins; none without one, or with nothing before it.
fn last_clitic(token: &str) -> Option<usize> {
    let (mark, char) = token.char_indices().rev().find(|&(_, c)| is_apostrophe(c) || c == '`')?;
    let tail = token[mark + char.len_utf8()..].to_ascii_lowercase();
    let start = match tail.as_str() {
        "t" => mark.checked_sub(1).filter(|&n| matches!(token.as_bytes()[n], b'n' | b'N'))?,
        "s" | "m" | "d" | "re" | "ve" | "ll" => mark,
        "" if token[..mark].ends_with(['s', 'S', 'z', 'x']) => mark,
        _ => return None,
    };
    let host = token[..start].chars().next_back()?;
    (char != '`' || tail == "s").then_some(start).filter(|_| host.is_alphanumeric() || host == '.')
}
