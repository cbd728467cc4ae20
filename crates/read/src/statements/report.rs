//! One sentence: its cues, and what each of them reports.

use annals_record::ByteSpan;

use super::cells::{Cell, Cells};
use super::cues::{self, Cue, Form, Found};
use super::phrase::{self, Before, Group};

/// No content is followed farther than this many cells, so that a sentence of any length takes linear time.
const REACH: usize = 300;

/// A cue with what it reports.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub content: Vec<ByteSpan>,
    pub cue: Option<(ByteSpan, &'static Cue)>,
    pub speaker: Option<ByteSpan>,
    pub addressee: Option<ByteSpan>,
}

/// The reports of a sentence, in the order of their cues.
pub(super) fn reports(cells: &Cells) -> Vec<Report> {
    let mut reader = Reader { cells, reports: Vec::new(), floor: 0, last_speaker: None, first_subject: None };
    let mut at = 0;
    while at < cells.len() {
        match cues::at(cells, at) {
            Some(found) => {
                reader.cue(found);
                at = found.last + 1;
            }
            None => at += 1,
        }
    }
    if reader.reports.is_empty() {
        reader.without_cue();
    }
    reader.reports
}

struct Reader<'c, 's> {
    cells: &'c Cells<'s>,
    reports: Vec<Report>,
    /// Where the search for a subject ends: behind the cue before.
    floor: usize,
    last_speaker: Option<ByteSpan>,
    first_subject: Option<Option<ByteSpan>>,
}

impl Reader<'_, '_> {
    fn cue(&mut self, found: Found) {
        let report = if found.cue.takes("source") { self.source(found) } else { self.verb(found) };
        if let Some(report) = report {
            self.last_speaker = report.speaker.or(self.last_speaker);
            self.reports.push(report);
            self.floor = found.last + 1;
        }
    }

    /// `According to Ann Lee, …` and `…, according to Ann Lee`.
    fn source(&mut self, found: Found) -> Option<Report> {
        let cells = self.cells;
        if !phrase::begins(cells, found.last + 1) {
            return None;
        }
        let content = self.clause_before(found.first);
        if content.is_none()
            && let Some((at, span)) = self.quotation_behind(found)
        {
            let cue = Some((cells.cover(found.first, found.last), found.cue));
            let speaker = Some(cells.cover(found.last + 1, at - 2));
            return Some(Report {
                content: vec![self.quoted_content(at, span)],
                cue,
                speaker,
                addressee: None,
            });
        }
        let mut speaker_last = phrase::forward(cells, found.last + 1);
        if content.is_none() {
            // What follows the first comma is the content, and only seldom an apposition.
            let comma = (found.last + 1..speaker_last).find(|&i| cells.low(i) == ",");
            speaker_last = comma.map_or(speaker_last, |comma| comma - 1);
        }
        let speaker = cells.cover(found.last + 1, speaker_last);
        let content = match content {
            Some(content) => content,
            None => self.clause_from(self.skip_commas(speaker_last + 1))?,
        };
        let cue = Some((cells.cover(found.first, found.last), found.cue));
        Some(Report { content: vec![content], cue, speaker: Some(speaker), addressee: None })
    }

    /// The quotation behind a source with its appositions: *According to Ann Lee, who heads the clinic, “rain fell”*.
    fn quotation_behind(&self, found: Found) -> Option<(usize, ByteSpan)> {
        let cells = self.cells;
        let mut ahead = found.last + 2..cells.len();
        let at = ahead.find(|&at| cells.quoted(at).is_some() || cues::at(cells, at).is_some())?;
        let (_, span) = cells.quoted(at)?;
        (at > found.last + 2 && cells.low(at - 1) == ",").then_some((at, span))
    }

    fn verb(&mut self, found: Found) -> Option<Report> {
        let cells = self.cells;
        let (before, group) = phrase::before(cells, found.first, self.floor);
        if !is_reported(cells, found, &before, group) {
            return None;
        }
        if let Some(report) = self.inverted(found, &before) {
            return Some(report);
        }
        let (speaker, first) = match before {
            Before::Subject(subject) => (Some(subject.span), subject.first),
            Before::Carried => (self.carried(found), found.first),
            Before::Nothing if found.form == Form::Participle => (self.carried(found), found.first),
            Before::Nothing => return None,
        };
        let addressee = found.cue.takes("hearer").then(|| phrase::hearer(cells, found.last + 1)).flatten();
        let behind = addressee.map_or(found.last, |last| last) + 1;
        // `“reform” began`: a quotation right before a finite verb is its subject.
        let is_own_subject = found.form != Form::Participle
            && before == Before::Carried
            && first > 0
            && cells.quoted(first - 1).is_some();
        let postposed = if is_own_subject { None } else { self.postposed(found, first, behind) };
        let content = postposed.or_else(|| self.preposed(found, behind))?;
        let addressee = addressee.map(|last| cells.cover(found.last + 1, last));
        let cue = Some((cells.cover(found.first, found.last), found.cue));
        Some(Report { content, cue, speaker, addressee })
    }

    /// `“…,” said Ann Lee, the mayor.`
    fn inverted(&self, found: Found, before: &Before) -> Option<Report> {
        let cells = self.cells;
        let next = found.last + 1;
        let stands_alone = matches!(before, Before::Carried | Before::Nothing);
        let name = cells.is_capital(next) || cells.class(next, "determiner") || cells.is_word(next);
        if !stands_alone
            || found.form == Form::Participle
            || found.form == Form::Base
            || !found.cue.may_follow()
        {
            return None;
        }
        if !name || !phrase::begins(cells, next) || cells.low(next) == "that" {
            return None;
        }
        let parts = self.content_before(found.first)?;
        let last = phrase::forward(cells, next);
        let content = self.with_continuation(parts, last + 1);
        let cue = Some((cells.cover(found.first, found.last), found.cue));
        Some(Report { content, cue, speaker: Some(cells.cover(next, last)), addressee: None })
    }

    /// What the words before `end` report: a quotation there, or a clause closed by a comma.
    fn content_before(&self, end: usize) -> Option<Vec<ByteSpan>> {
        let cells = self.cells;
        let mut at = end.checked_sub(1)?;
        if cells.low(at) == "," || cells.is_dash(at) {
            if let Some((_, span)) = at.checked_sub(1).and_then(|quote| cells.quoted(quote)) {
                return Some(vec![self.opened(at - 1, span)]);
            }
            return self.clause_before(end).map(|clause| vec![clause]);
        }
        if let Some((_, span)) = cells.quoted(at) {
            return Some(vec![self.opened(at, span)]);
        }
        // `“Rain fell”. said Lee`: a stop between quotation and cue.
        at = at.checked_sub(1)?;
        cells.quoted(at).filter(|_| cells.is_stop(at + 1)).map(|(_, span)| vec![span])
    }

    /// A quotation that ends a clause without cue takes the clause with it: `Rain is “likely,” Lee said`.
    fn opened(&self, quote: usize, span: ByteSpan) -> ByteSpan {
        let cells = self.cells;
        let start = self.clause_start(quote);
        let own_words = (start..quote).filter(|&i| cells.is_word(i)).count();
        if start >= self.floor && own_words >= 2 && start < quote { cells.cover(start, quote) } else { span }
    }

    /// First cell of the clause that holds cell `at`: behind the last cue, mark or quotation-ending stop.
    fn clause_start(&self, at: usize) -> usize {
        let cells = self.cells;
        let mut start = at;
        while start > self.floor && at - start < REACH {
            let before = start - 1;
            let cut = cells.is(before, &[";", ":"]) || cells.is_stop(before) || cells.is_dash(before);
            if cut || (before + 1 == start && cells.quoted(before).is_some_and(|(_, q)| self.is_closed(q))) {
                break;
            }
            start = before;
        }
        while start < at
            && (cells.low(start) == ","
                || (cells.class(start, "lead") && cells.is(start, &["but", "and", "yet", "so"])))
        {
            start += 1;
        }
        start
    }

    fn is_closed(&self, quote: ByteSpan) -> bool {
        ends_sentence(quote.of(self.cells.scan.text))
            || quote.of(self.cells.scan.text).trim_end_matches(is_quote_mark).ends_with(',')
    }

    /// The clause that a comma closes right before `end`.
    fn clause_before(&self, end: usize) -> Option<ByteSpan> {
        let cells = self.cells;
        let mut last = end.checked_sub(1)?;
        if let Some((_, span)) = cells.quoted(last) {
            return Some(self.opened(last, span));
        }
        if cells.low(last) == "," || cells.is_dash(last) {
            last = last.checked_sub(1)?;
        }
        if let Some((_, span)) = cells.quoted(last) {
            return Some(self.opened(last, span));
        }
        let start = self.clause_start(last);
        let words = (start..=last).filter(|&i| cells.is_word(i)).take(3).count();
        (words >= 3 && start >= self.floor).then(|| cells.cover(start, last))
    }

    /// `“…,” she said` and `Rain fell, she said`: content that precedes its subject.
    fn postposed(&self, found: Found, subject: usize, behind: usize) -> Option<Vec<ByteSpan>> {
        let cells = self.cells;
        if !found.cue.may_follow()
            || found.form == Form::Participle && self.quote_right_before(subject).is_none()
        {
            return None;
        }
        if found.form == Form::Participle && !cells.is_stop(behind) && behind < cells.len() {
            return None;
        }
        if cells.low(behind) == "that" {
            return None;
        }
        if self.quote_right_before(subject).is_some() {
            return self.content_before(subject).map(|parts| self.with_continuation(parts, behind));
        }
        let closed = behind >= cells.len()
            || cells.is(behind, &[",", ";"])
            || cells.is_stop(behind)
            || (cells.class(behind, "tail") && !self.quote_or_that_ahead(behind));
        let comma = subject.checked_sub(1).is_some_and(|comma| cells.low(comma) == ",");
        if !closed || !comma || !(found.cue.takes("clause") || found.cue.takes("quote")) {
            return None;
        }
        let clause = self.clause_before(subject)?;
        let words = clause.of(cells.scan.text).split_whitespace().count();
        (words >= 4).then(|| self.with_continuation(vec![clause], behind))
    }

    fn quote_right_before(&self, subject: usize) -> Option<ByteSpan> {
        let cells = self.cells;
        let at = subject.checked_sub(1)?;
        let at = if cells.low(at) == "," || cells.is_dash(at) { at.checked_sub(1)? } else { at };
        cells.quoted(at).filter(|_| at >= self.floor || self.floor == 0).map(|(_, span)| span)
    }

    fn quote_or_that_ahead(&self, at: usize) -> bool {
        self.content_ahead(at).is_some()
    }

    /// The first quotation or *that* within a dozen cells that no clause stands before.
    fn content_ahead(&self, from: usize) -> Option<usize> {
        let cells = self.cells;
        for at in from..cells.len().min(from + 14) {
            if cells.quoted(at).is_some() || cells.low(at) == "that" {
                return Some(at);
            }
            if cells.is_stop(at)
                || cells.is(at, &[";", "who", "which", "but", "and"])
                || cues::at(cells, at).is_some_and(|c| c.cue.may_follow() && at > from + 4)
            {
                return None;
            }
        }
        None
    }

    /// `“A,” she said, “B.”`: what follows in quotation marks belongs to the same statement.
    fn with_continuation(&self, mut parts: Vec<ByteSpan>, behind: usize) -> Vec<ByteSpan> {
        let cells = self.cells;
        for at in behind..cells.len().min(behind + 25) {
            if let Some((_, span)) = cells.quoted(at) {
                let joined = at > 0 && (cells.is(at - 1, &[",", ":", "."]) || cells.is_dash(at - 1));
                if joined && parts.last().is_none_or(|part| part.end <= span.start) {
                    parts.push(span);
                }
                break;
            }
            if cues::at(cells, at).is_some_and(|next| next.cue.may_follow()) {
                break;
            }
        }
        parts
    }

    /// Content behind the cue.
    fn preposed(&self, found: Found, behind: usize) -> Option<Vec<ByteSpan>> {
        let cells = self.cells;
        let (cue, next) = (found.cue, self.skip_commas(behind));
        let that = cue.takes("that") || cue.takes("clause");
        if let Some((_, span)) = cells.quoted(next) {
            if cue.takes("quote") || that || cue.takes("object") {
                return Some(vec![self.quoted_content(next, span)]);
            }
            return None;
        }
        if that && cells.low(behind) == "that" {
            return self.clause_from(behind).map(|clause| vec![clause]);
        }
        if cue.takes("to") && cells.low(behind) == "to" {
            return self.clause_from(behind).map(|clause| vec![clause]);
        }
        if cue.takes("question")
            && cells.is(
                behind,
                &["if", "whether", "what", "how", "why", "who", "when", "where", "which", "about"],
            )
        {
            return self.clause_from(behind).map(|clause| vec![clause]);
        }
        if cue.takes("clause") && self.begins_clause(behind) {
            return self.clause_from(behind).map(|clause| vec![clause]);
        }
        if let Some(content) = self.far_content(found, behind, that) {
            return Some(vec![content]);
        }
        if cue.takes("object") && phrase::begins(cells, behind) && !cells.is(behind, &["it"]) {
            return self.clause_from(behind).map(|clause| vec![clause]);
        }
        None
    }

    /// Content some words behind the cue: `said on Monday that …`, `said in a statement: “…”`.
    fn far_content(&self, found: Found, behind: usize, that: bool) -> Option<ByteSpan> {
        let (cells, cue) = (self.cells, found.cue);
        let at = if that || cue.takes("quote") { self.content_ahead(behind)? } else { return None };
        if let Some((_, span)) = cells.quoted(at) {
            return cells.is(at - 1, &[",", ":", "that"]).then(|| self.quoted_content(at, span));
        }
        let near = !cue.takes("object") || at <= behind + 4;
        let plain = !cells.class(behind, "determiner") || cue.takes("hearer");
        (that && near && plain).then(|| self.clause_from(at)).flatten()
    }

    fn begins_clause(&self, at: usize) -> bool {
        let cells = self.cells;
        phrase::begins(cells, at)
            && !is_weekday(cells.low(at))
            && (at..cells.len().min(at + 30)).any(|i| {
                cells.class(i, "verb")
                    || cells.low(i).ends_with("ed")
                    || is_clitic(cells.low(i))
                    || (i > at && cells.low(i).ends_with('s'))
            })
    }

    /// A quotation behind a cue, with the words around it that belong to it.
    fn quoted_content(&self, at: usize, span: ByteSpan) -> ByteSpan {
        let cells = self.cells;
        let text = span.of(cells.scan.text);
        let whole = ends_sentence(text)
            || text.trim_end_matches(is_quote_mark).ends_with(',')
            || text.split_whitespace().count() > 12;
        let goes_on = cells.is_word(at + 1) && !whole && !cells.class(at + 1, "tail");
        if goes_on { self.clause_from(at).unwrap_or(span) } else { span }
    }

    /// From cell `first` to the end of the clause, without its full stop.
    fn clause_from(&self, first: usize) -> Option<ByteSpan> {
        let cells = self.cells;
        if first >= cells.len() {
            return None;
        }
        let mut last = None;
        for at in first..cells.len().min(first + REACH) {
            if cells.low(at) == ";"
                || (cells.is_stop(at) && at + 1 >= cells.len())
                || (at > first && self.ends_clause(at))
            {
                break;
            }
            last = Some(at);
        }
        let mut last = last?;
        while last > first && (cells.is_stop(last) || cells.is(last, &[",", ":"]) || cells.is_dash(last)) {
            last -= 1;
        }
        (cells.is_word(last) || cells.is_number(last) || last > first || cells.quoted(last).is_some())
            .then(|| cells.cover(first, last))
    }

    /// A comma before *adding*, *but*, *according to*, or before `he said`, ends what was reported; so does
    /// `and said that`.
    fn ends_clause(&self, at: usize) -> bool {
        let cells = self.cells;
        if cells.low(at) == "and" || cells.low(at) == "," && cells.low(at + 1) == "and" {
            let verb = at + 1 + usize::from(cells.low(at) == ",");
            let verb = verb + usize::from(cells.class(verb, "adverb"));
            return cues::at(cells, verb).is_some_and(|next| {
                next.form == Form::Past
                    && next.cue.may_follow()
                    && (cells.low(next.last + 1) == "that" || cells.quoted(next.last + 1).is_some())
            });
        }
        if cells.low(at) != "," {
            return false;
        }
        if cells.is(at + 1, &["but", "while", "although", "though", "whereas"]) {
            return true;
        }
        let Some(next) = (at + 1..at + 3).find_map(|i| cues::at(cells, i)) else { return false };
        let behind = next.last + 1;
        match next.form {
            Form::Participle => next.first == at + 1,
            _ if next.cue.takes("source") => next.first == at + 1,
            _ => {
                next.first == at + 2
                    && next.cue.may_follow()
                    && (cells.is_stop(behind) || cells.low(behind) == ",")
            }
        }
    }

    fn skip_commas(&self, mut at: usize) -> usize {
        while self.cells.is(at, &[",", ":"]) {
            at += 1;
        }
        at
    }

    /// The speaker of a cue without subject of its own: the one before in the sentence, else the sentence's subject.
    fn carried(&mut self, found: Found) -> Option<ByteSpan> {
        if self.last_speaker.is_some() {
            return self.last_speaker;
        }
        let cells = self.cells;
        let own = *self.first_subject.get_or_insert_with(|| first_subject(cells));
        own.filter(|span| span.end <= cells.span(found.first).start)
    }

    /// `Ann Lee: “…”`, and a quotation followed by a dash and a name.
    fn without_cue(&mut self) {
        let cells = self.cells;
        let colon = (1..cells.len().min(12)).find(|&i| cells.low(i) == ":");
        let Some(colon) = colon else { return self.signed() };
        let Some((_, span)) = cells.quoted(colon + 1) else { return };
        if !(cells.is_capital(0) || cells.class(0, "determiner")) || !cells.is_word(colon - 1) {
            return;
        }
        let speaker = introduced(cells, span);
        self.reports.push(Report { content: vec![span], cue: None, speaker, addressee: None });
    }

    fn signed(&mut self) {
        let cells = self.cells;
        let Some((_, span)) = cells.quoted(0) else { return };
        let name = if cells.low(1) == "-" && cells.low(2) == "-" { 3 } else { 2 };
        if !cells.is_dash(1) && cells.low(1) != "-" || !cells.is_capital(name) {
            return;
        }
        let last = phrase::forward(cells, name);
        if last + 2 >= cells.len() {
            self.reports.push(Report {
                content: vec![span],
                cue: None,
                speaker: Some(cells.cover(name, last)),
                addressee: None,
            });
        }
    }
}

fn is_weekday(word: &str) -> bool {
    word.ends_with("day") && word.len() > 5
}

fn is_clitic(word: &str) -> bool {
    word.rsplit(['\'', '’']).next().is_some_and(|tail| {
        tail.len() < word.len() && matches!(tail, "s" | "re" | "ve" | "ll" | "d" | "t" | "m")
    })
}

/// Whether a cue in this form and place reports anything at all.
fn is_reported(cells: &Cells, found: Found, before: &Before, group: Group) -> bool {
    let object_only = !found.cue.may_follow();
    let pronoun =
        found.first > 0 && cells.class(found.first - 1, "pronoun") && !cells.is(found.first - 1, &["one"]);
    if group.unreal && found.form == Form::Base {
        return false;
    }
    if group.negated && !found.cue.takes("object") {
        return false;
    }
    // *asked questions*, *keeps claims*: a noun behind another verb.
    let behind_verb =
        found.first > 0 && cues::at(cells, found.first - 1).is_some_and(|verb| verb.form != Form::Base);
    if behind_verb && matches!(found.form, Form::Base | Form::Third) {
        return false;
    }
    match found.form {
        Form::Base if found.cue.lemma == "see" || object_only => pronoun,
        Form::Base => match before {
            Before::Subject(_) => {
                pronoun
                    || cells.low(found.first - 1).ends_with('s')
                    || cells.is(found.first - 1, &["people", "also"])
            }
            _ => false,
        },
        Form::Third if found.first > 0 => {
            let previous = found.first - 1;
            cells.is_capital(previous)
                || pronoun
                || cells.is_mark(previous)
                || cells.quoted(previous).is_some()
                || (!object_only
                    && !["determiner", "preposition"].iter().any(|class| cells.class(previous, class)))
        }
        Form::Past if group.passive => {
            found.cue.takes("hearer") && cells.low(found.last + 1) == "that"
                || matches!(found.cue.lemma, "expect" | "plan")
        }
        _ => true,
    }
}

/// The subject a sentence opens with.
pub(super) fn first_subject(cells: &Cells) -> Option<ByteSpan> {
    let mut first = dateline(cells);
    while first < cells.len().min(12)
        && (cells.class(first, "lead") || cells.low(first) == ",")
        && !cells.class(first, "determiner")
    {
        first += 1;
    }
    if cells.class(first, "preposition") || cells.low(first).ends_with("ing") {
        first = (first..cells.len().min(first + 25)).find(|&i| cells.low(i) == ",")? + 1;
    }
    if cells.class(first, "pronoun") {
        return Some(cells.span(first));
    }
    if !phrase::begins(cells, first) {
        return None;
    }
    let ends = |i: &usize| {
        let i = *i;
        cells.class(i, "verb")
            || cells.class(i, "join")
            || cells.class(i, "pronoun")
            || cells.is_mark(i) && !cells.is(i, &["-", "’", "'"])
            || cells.quoted(i).is_some()
            || (cells.low(i).ends_with("ed") && !cells.is_capital(i))
            || cues::at(cells, i).is_some()
    };
    let end = (first + 1..cells.len().min(first + 30)).find(ends)?;
    let end = if cells.low(end - 1) == "and" && end > first + 1 { end - 1 } else { end };
    Some(cells.cover(first, end - 1))
}

/// The subject of a sentence that leads up to a quotation by a colon: `She had one wish: “…”`.
pub(super) fn introduced(cells: &Cells, quotation: ByteSpan) -> Option<ByteSpan> {
    let at = cells
        .cells
        .iter()
        .position(|cell| matches!(cell, Cell::Quoted { span, .. } if *span == quotation))?;
    let colon = at.checked_sub(1).filter(|&colon| cells.low(colon) == ":")?;
    first_subject(cells).filter(|subject| subject.end <= cells.span(colon).start)
}

/// `VARESH, Nov. 3 (Orel Wire) —`: the cell behind it.
fn dateline(cells: &Cells) -> usize {
    let dash = (1..cells.len().min(10)).find(|&i| cells.is_dash(i));
    dash.filter(|_| is_upper(cells, 0)).map_or(0, |dash| dash + if cells.low(dash) == "-" { 2 } else { 1 })
}

fn is_upper(cells: &Cells, at: usize) -> bool {
    let word = cells.span(at).of(cells.scan.text);
    word.chars().count() > 2 && word.chars().all(char::is_uppercase)
}

/// Whether a quotation is a sentence by its last mark.
pub(super) fn ends_sentence(quotation: &str) -> bool {
    quotation.trim_end_matches(is_quote_mark).ends_with(['.', '!', '?', '…'])
}

/// Whether a character is a quotation mark of any style.
pub(super) fn is_quote_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '\''
            | '‘'
            | '’'
            | '`'
            | '「'
            | '」'
            | '『'
            | '』'
    ) || c.is_whitespace()
}
