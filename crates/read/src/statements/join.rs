//! Statements of the surface rules joined with those of the model.
//!
//! The rules know where a quotation begins and ends and which cue stands beside it; the model knows the rest. So a
//! quotation with a cue keeps its extent and its cue and takes the model's words for both where it sees the same cue; a
//! quotation without one completes what the model saw of it, or stands as it is; all else is the model's.

use std::collections::BTreeMap;

use annals_record::{ByteSpan, SpeakerBy, StatementForm};

use super::record::Carriers;
use super::{Cue, Statement};

/// The statements of both, in no order. `surface` is arranged, so that it tells which statement lies in which.
pub(super) fn join(text: &str, surface: &[Statement], model: Vec<Statement>) -> Vec<Statement> {
    let mut join = Join::new(model);
    for statement in surface {
        // A phrase that ends inside a word with a hyphen is none.
        let is_cut = |span: ByteSpan| span.of(text).ends_with('-') || text[span.end..].starts_with('-');
        match statement.speaker.filter(|&span| is_cut(span)) {
            Some(_) => join.take(&Statement { speaker: None, ..statement.clone() }),
            None => join.take(statement),
        }
    }
    let mut found = join.finish();
    let nested = nested(text, surface, &found);
    found.extend(nested);
    found
}

/// A part of a content of the model's.
struct Part {
    span: ByteSpan,
    statement: usize,
}

struct Join {
    model: Vec<Statement>,
    /// The parts of all contents, in text order, without overlap.
    parts: Vec<Part>,
    /// What is left of each part, or what it has grown to; parallel to `parts`.
    left: Vec<Option<ByteSpan>>,
    found: Vec<Statement>,
}

impl Join {
    fn new(model: Vec<Statement>) -> Self {
        let of = |(statement, found): (usize, &Statement)| {
            found.content.iter().map(move |&span| Part { span, statement }).collect::<Vec<_>>()
        };
        let mut parts: Vec<Part> = model.iter().enumerate().flat_map(of).collect();
        parts.sort_by_key(|part| part.span);
        let mut end = 0;
        parts.retain(|part| {
            let apart = part.span.start >= end;
            end = end.max(part.span.end);
            apart
        });
        let left = parts.iter().map(|part| Some(part.span)).collect();
        Self { model, parts, left, found: Vec::new() }
    }

    /// The parts that overlap with `content`, each with the bytes they share.
    fn shared(&self, content: &[ByteSpan]) -> Vec<(usize, usize)> {
        let mut shared = Vec::new();
        for span in content {
            let first = self.parts.partition_point(|part| part.span.end <= span.start);
            let over = self.parts[first..].iter().take_while(|part| part.span.start < span.end);
            for (number, part) in over.enumerate() {
                let common = part.span.end.min(span.end) - part.span.start.max(span.start);
                shared.push((first + number, common));
            }
        }
        shared
    }

    /// Joins a statement of the rules; what lies inside another is left for [`nested`].
    fn take(&mut self, statement: &Statement) {
        if statement.form == StatementForm::Indirect || statement.within.is_some() {
            return;
        }
        let shared = self.shared(&statement.content);
        if shared.is_empty() {
            self.found.push(statement.clone());
        } else if statement.form == StatementForm::Direct {
            match &statement.cue {
                Some(cue) => self.quotation(statement, cue, &shared),
                None => self.complete(statement, &shared),
            }
        }
    }

    /// A quotation with its cue takes its words from the model's statements.
    fn quotation(&mut self, statement: &Statement, cue: &Cue, shared: &[(usize, usize)]) {
        let mut joined = statement.clone();
        let order = self.by_share(shared);
        let has_cue =
            |&number: &usize| self.model[number].cue.as_ref().is_some_and(|c| c.span.overlaps(cue.span));
        let same = order.iter().copied().find(has_cue);
        if let Some(number) = same {
            joined.cue.clone_from(&self.model[number].cue);
        }
        if let Some(number) = same.or(order.first().copied()) {
            let model = &self.model[number];
            if model.speaker.is_some_and(|own| statement.speaker.is_none_or(|rules| rules.overlaps(own))) {
                (joined.speaker, joined.choice) = (model.speaker, model.choice.clone());
            }
        }
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for &(part, bytes) in shared {
            *common.entry(part).or_default() += bytes;
        }
        for (part, bytes) in common {
            let span = self.parts[part].span;
            let holds_speaker = statement.speaker.is_some_and(|speaker| span.overlaps(speaker));
            if bytes * 5 >= span.len() * 4 || span.contains(cue.span) || holds_speaker {
                self.left[part] = None;
            }
        }
        self.found.push(joined);
    }

    /// A quotation without a cue: the model's statement that shares most with it takes in the whole of it.
    fn complete(&mut self, statement: &Statement, shared: &[(usize, usize)]) {
        let Some(&number) = self.by_share(shared).first() else { return };
        let unheard =
            |number: usize| self.model[number].cue.is_none() && self.model[number].speaker.is_none();
        let is_signed = statement.choice.by == SpeakerBy::Introduction && statement.speaker.is_some();
        if is_signed || shared.iter().all(|&(part, _)| unheard(self.parts[part].statement)) {
            // The model sees that something is said, but not by whom: the quotation says as much, and where it ends. One
            // that is signed or introduced says by whom.
            shared.iter().for_each(|&(part, _)| self.left[part] = None);
            self.found.push(statement.clone());
            return;
        }
        let inside = |span: &ByteSpan| shared.iter().any(|&(part, _)| self.parts[part].span.contains(*span));
        let cut: Vec<ByteSpan> = statement.content.iter().copied().filter(|span| !inside(span)).collect();
        for span in cut {
            let own = shared
                .iter()
                .map(|&(part, _)| part)
                .find(|&part| self.parts[part].statement == number && self.parts[part].span.overlaps(span));
            if let Some(part) = own {
                self.left[part] = self.left[part].map(|left| left.cover(span));
            }
        }
        let bytes: usize = shared.iter().map(|&(_, common)| common).sum();
        let whole: usize = self.model[number].content.iter().map(ByteSpan::len).sum();
        let model = &mut self.model[number];
        if bytes * 5 >= whole * 4 && model.speaker.is_none() {
            (model.speaker, model.choice) = (statement.speaker, statement.choice.clone());
        }
    }

    /// The statements that `shared` parts belong to, those with the most bytes first.
    fn by_share(&self, shared: &[(usize, usize)]) -> Vec<usize> {
        let mut bytes: BTreeMap<usize, usize> = BTreeMap::new();
        for &(part, common) in shared {
            *bytes.entry(self.parts[part].statement).or_default() += common;
        }
        let mut order: Vec<usize> = bytes.keys().copied().collect();
        order.sort_by_key(|number| std::cmp::Reverse(bytes[number]));
        order
    }

    /// What came of the quotations, and what is left of the model's statements. A content that nobody says and nothing
    /// reports is no statement.
    fn finish(mut self) -> Vec<Statement> {
        for statement in &mut self.model {
            statement.content.clear();
        }
        for (part, left) in self.parts.iter().zip(self.left) {
            self.model[part.statement].content.extend(left);
        }
        let model = self.model.into_iter().filter(|statement| {
            !statement.content.is_empty() && (statement.cue.is_some() || statement.speaker.is_some())
        });
        self.found
            .extend(model.map(|statement| Statement { content: merged(statement.content), ..statement }));
        self.found
    }
}

/// Parts that overlap made one.
fn merged(mut parts: Vec<ByteSpan>) -> Vec<ByteSpan> {
    parts.sort();
    let mut out: Vec<ByteSpan> = Vec::with_capacity(parts.len());
    for part in parts {
        match out.last_mut() {
            Some(last) if part.start < last.end => *last = last.cover(part),
            _ => out.push(part),
        }
    }
    out
}

/// Statements of the rules inside the content of another whose cue is not theirs: a quotation, or a clause with *that*
/// and a speaker.
fn nested(text: &str, surface: &[Statement], found: &[Statement]) -> Vec<Statement> {
    let carriers = Carriers::new(found);
    let mut cues: Vec<ByteSpan> =
        found.iter().filter_map(|statement| Some(statement.cue.as_ref()?.span)).collect();
    cues.sort();
    let cued = |span: ByteSpan| {
        let first = cues.partition_point(|cue| cue.end <= span.start);
        cues.get(first).is_some_and(|cue| cue.start < span.end)
    };
    let is_nested = |statement: &&Statement| {
        let Some(cue) = &statement.cue else { return false };
        let words = statement.whole().of(text).split_whitespace().count();
        let clear = words > 2
            && match statement.form {
                StatementForm::Direct => statement.within.is_some(),
                _ => statement.speaker.is_some() && begins_with_that(text, statement),
            };
        clear
            && !cued(cue.span)
            && carriers.innermost(statement.whole().cover(cue.span), usize::MAX).is_some()
    };
    surface.iter().filter(is_nested).cloned().collect()
}

fn begins_with_that(text: &str, statement: &Statement) -> bool {
    statement.whole().of(text).get(..5).is_some_and(|start| start.eq_ignore_ascii_case("that "))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use annals_record::Stance;

    use super::StatementForm::{Direct, Indirect};
    use super::*;
    use crate::statements::Choice;

    const TEXT: &str = "“Rain fell,” Ann Lee said in Varesh. “Snow fell all night.” She wants a dam.";

    fn at(words: &str) -> ByteSpan {
        let start = TEXT.find(words).expect(words);
        ByteSpan::new(start, start + words.len())
    }

    /// Content, cue and speaker as words of the text; nothing for none.
    fn said(form: StatementForm, content: &[&str], cue: &str, speaker: &str) -> Statement {
        let given = |words: &str| (!words.is_empty()).then(|| at(words));
        Statement {
            form,
            content: content.iter().map(|words| at(words)).collect(),
            cue: given(cue).map(|span| Cue {
                span,
                lemma: Cow::Borrowed("say"),
                stance: Stance::Neutral,
                negated: false,
            }),
            speaker: given(speaker),
            addressee: None,
            choice: Choice::default(),
            within: None,
        }
    }

    #[track_caller]
    fn check(surface: &[Statement], model: Vec<Statement>, expected: &[Statement]) {
        assert_eq!(join(TEXT, surface, model), expected);
    }

    #[test]
    fn a_quotation_keeps_its_extent_and_takes_the_words_of_the_model() {
        let surface = [said(Direct, &["“Rain fell,”"], "said", "Lee")];
        let model = said(Direct, &["Rain fell,”", "She wants a dam"], "said in", "Ann Lee");
        let left = said(Direct, &["She wants a dam"], "said in", "Ann Lee");
        check(&surface, vec![model], &[said(Direct, &["“Rain fell,”"], "said in", "Ann Lee"), left]);
    }

    #[test]
    fn a_quotation_the_model_does_not_see_stays() {
        let surface = [said(Direct, &["“Snow fell all night.”"], "", "")];
        check(&surface, Vec::new(), &surface);
    }

    #[test]
    fn a_quotation_without_cue_completes_what_the_model_sees() {
        let surface = [said(Direct, &["“Snow fell all night.”"], "", "Ann Lee")];
        let model = said(Direct, &["“Snow fell all"], "said", "");
        check(&surface, vec![model], &[said(Direct, &["“Snow fell all night.”"], "said", "Ann Lee")]);
    }

    #[test]
    fn a_content_of_nobody_is_dropped_and_reported_clauses_are_the_models() {
        let surface = [said(Indirect, &["a dam"], "wants", "She")];
        check(&surface, vec![said(Indirect, &["in Varesh"], "", "")], &[]);
    }
}
