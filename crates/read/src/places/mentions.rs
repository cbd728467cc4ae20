//! Which words name places: names that the reader model calls places, names of bodies and people that a place lends its
//! name, and names of the gazetteer that stand where places stand.

use annals_record::WordSpan;
use annals_text::Document;

use super::words::{self, Called};
use crate::actors::{self, role_of};
use crate::gazetteer::{self, Class, Short, Spot};
use crate::model::Analysis;

/// The most words of a name that is looked up.
const LONGEST: usize = 6;
/// Logarithm of the population from which a town is known enough to lend a body its name by itself.
const LARGE: f32 = 11.9;
/// The same beside a word for a body of a town.
pub(super) const TOWN: f32 = 7.6;

/// How a name of a place is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// For the place.
    Place,
    /// In the name of a body, an event or a thing.
    Part,
    /// By itself, but called a body by the model.
    Body,
}

/// Words that name a place.
#[derive(Clone, Debug)]
pub(super) struct Toponym {
    pub words: WordSpan,
    /// The name as the gazetteer compares it.
    pub folded: String,
    pub used: Use,
    /// What a word beside it says it is.
    pub called: Option<Called>,
    /// The division it stands for, where it is a short form.
    pub short: Option<Short>,
    /// Whether the gazetteer has the name.
    pub known: bool,
    /// Whether it needs another use of the name in the article to count.
    pub weak: bool,
}

/// The names of places in a document, in text order, none inside another.
pub(super) fn find(text: &str, doc: &Document, analysis: &Analysis) -> Vec<Toponym> {
    let mut owner = vec![None; doc.words.len()];
    for (number, name) in analysis.names.iter().enumerate() {
        owner[name.words.range()].fill(Some(number));
    }
    let mut finder = Finder { text, doc, analysis, owner, found: Vec::new() };
    for sentence in &doc.sentences {
        finder.sentence(sentence.words);
    }
    let found = finder.found;
    let strong = |own: &Toponym| {
        !own.weak || found.iter().any(|other| !other.weak && other.known && other.folded == own.folded)
    };
    found.iter().filter(|own| strong(own)).cloned().collect()
}

pub(super) struct Finder<'a> {
    pub text: &'a str,
    pub doc: &'a Document,
    pub analysis: &'a Analysis,
    /// Of each word, the name that it belongs to.
    pub owner: Vec<Option<usize>>,
    pub found: Vec<Toponym>,
}

impl Finder<'_> {
    fn sentence(&mut self, words: WordSpan) {
        let mut at = words.start;
        while at < words.end {
            at = match self.owner[at] {
                Some(number) => {
                    let own = self.analysis.names[number].words;
                    let own = WordSpan::new(own.start.max(at), own.end.min(words.end));
                    self.name(own, self.analysis.names[number].kind, words.end).max(at + 1)
                }
                None => self.free(at, words).max(at + 1),
            };
        }
    }

    /// Reads a name of the model; gives the word behind what was read.
    fn name(&mut self, words: WordSpan, kind: &str, end: usize) -> usize {
        match kind {
            "place" => self.pieces(words, end),
            "person" => self.person(words),
            _ => self.body(words),
        }
        self.found.last().map_or(words.end, |last| last.words.end.max(words.end))
    }

    /// What the model took for one place may be several: *Varesh, Norland*.
    fn pieces(&mut self, words: WordSpan, end: usize) {
        if self.lookup(words).is_some() {
            return self.place(words, end);
        }
        let mut first = words.start;
        let is_apart = |&word: &usize| matches!(self.form(word), "," | "(" | ")" | "/" | "-" | "–");
        let marks: Vec<usize> = words.range().filter(is_apart).chain([words.end]).collect();
        for mark in marks {
            self.place(WordSpan::new(first, mark), end);
            first = mark + 1;
        }
    }

    /// What the model calls a place.
    fn place(&mut self, words: WordSpan, end: usize) {
        let words = self.trimmed(words);
        let is_code = || self.is_acronym(words) && !self.is_known_acronym(words) && !self.has_region(words);
        if words.is_empty() || self.is_people(words) || self.is_seat(words) || is_code() {
            return;
        }
        let whole = self.extended(words, end);
        if self.add(whole, whole, Use::Place) || self.add_without_type(whole) {
            return;
        }
        let last = self.low(words.end - 1);
        if words::is(&last, "facility") && !words::is(&last, "road") {
            return self.parts(words);
        }
        if !self.add_inner(words) && self.is_name(words) && self.is_somewhere(words) {
            self.push(words, gazetteer::fold(self.words(words)), Use::Place, false);
        }
    }

    /// A place called by its kind, *Akita Prefecture*, where the gazetteer has the bare name.
    fn add_without_type(&mut self, words: WordSpan) -> bool {
        if words.len() < 2 {
            return false;
        }
        let (first, last) = (self.low(words.start), self.low(words.end - 1));
        let bare = |called: Option<Called>| {
            called.filter(|called| matches!(called, Called::First | Called::Second | Called::Town))
        };
        let (inner, called) = if let Some(called) = bare(Called::by(&last)) {
            (WordSpan::new(words.start, words.end - 1), called)
        } else if let Some(called) = bare(Called::by(&first)) {
            let skip = if self.low(words.start + 1) == "of" { 2 } else { 1 };
            (WordSpan::new(words.start + skip, words.end), called)
        } else {
            return false;
        };
        let added = !inner.is_empty() && self.add(inner, words, Use::Place);
        if let Some(last) = self.found.last_mut().filter(|_| added) {
            last.called = Some(called);
        }
        added
    }

    /// The longest known name at the end or the begin of words whose rest only says where in it: *northern Varland*.
    fn add_inner(&mut self, words: WordSpan) -> bool {
        let is_modifier = |word: usize| words::is(&self.low(word), "modifier");
        let ending = (words.start + 1..words.end).find(|&start| {
            (words.start..start).all(is_modifier) && self.lookup(WordSpan::new(start, words.end)).is_some()
        });
        let beginning = (words.start + 1..words.end).rev().find(|&end| {
            (end..words.end).all(|word| is_modifier(word) || self.is_lower(word))
                && self.lookup(WordSpan::new(words.start, end)).is_some()
        });
        let inner = ending.map(|start| WordSpan::new(start, words.end));
        match inner.or(beginning.map(|end| WordSpan::new(words.start, end))) {
            Some(inner) => self.add(inner, inner, Use::Place),
            None => false,
        }
    }

    /// What the model calls a person: a place where only places stand, or before a title: *U.S. Senator Jora Lind*.
    fn person(&mut self, words: WordSpan) {
        let is_in = words.start.checked_sub(1).is_some_and(|word| words::is(&self.low(word), "inside"));
        if is_in && self.is_peopled(words) || self.is_marked(words) {
            self.add(words, words, Use::Place);
            return;
        }
        let is_title = |word: usize| role_of(&actors::fold(self.form(word))).is_some_and(|role| role.title);
        let titled = (words.start + 1..words.end).find(|&word| is_title(word));
        let inner = titled.map(|title| WordSpan::new(words.start, title));
        if let Some(inner) = inner.filter(|&inner| !self.is_people(inner) && self.lookup(inner).is_some()) {
            self.part(inner, words);
        }
    }

    /// What the model calls a body or an event: a place itself, or named after one.
    fn body(&mut self, words: WordSpan) {
        let words = self.trimmed(words);
        if words.is_empty() || self.is_people(words) {
            return;
        }
        let Some((folded, short)) = self.lookup(words) else { return self.parts(words) };
        if self.is_actor(words) {
            return;
        }
        let is_place = self.is_at(words) && self.is_peopled(words) || self.is_marked(words);
        let is_state = |spot: &Spot| matches!(spot.class, Class::Country | Class::First | Class::Capital);
        let spots = gazetteer::named(&folded);
        let is_large = short.is_some() || spots.iter().any(|spot| is_large(spot) && is_state(spot));
        let is_large = is_large || Called::by(&self.low(words.end - 1)) == Some(Called::Second);
        let used = if is_place { Use::Place } else { Use::Body };
        if !self.is_acronym(words) || is_large {
            self.push(words, folded, used, !is_place && !is_large);
        }
    }

    /// Places in the name of something else: at its begin, and behind a preposition in it.
    fn parts(&mut self, words: WordSpan) {
        let mut first = words.start;
        while first < words.end {
            let longest = (first + 1..words.end.min(first + LONGEST) + 1).rev().find(|&end| {
                let inner = WordSpan::new(first, end);
                inner != words
                    && self.is_name(inner)
                    && !self.is_people(inner)
                    && self.lookup(inner).is_some()
            });
            if let Some(end) = longest {
                self.part(WordSpan::new(first, end), words);
            }
            let from = longest.unwrap_or(first);
            let next =
                (from..words.end).find(|&word| matches!(self.form(word), "of" | "in" | "at" | "for" | ","));
            first = next.map_or(words.end, |word| word + 1);
        }
    }

    fn part(&mut self, inner: WordSpan, words: WordSpan) {
        let Some((folded, short)) = self.lookup(inner) else { return };
        let spots = gazetteer::named(&folded);
        let is_civic = words.range().any(|word| !inner.covers(word) && words::is(&self.low(word), "civic"));
        let is_county = Called::by(&self.low(inner.end - 1)) == Some(Called::Second);
        let is_town = spots.iter().any(|spot| spot.class.is_town() && spot.weight >= TOWN);
        let is_sure = short.is_some() || is_county || spots.iter().any(is_large) || is_civic && is_town;
        self.push(inner, folded, Use::Part, !is_sure);
    }

    /// A name that the model does not see, from a word on; gives the word behind it.
    fn free(&mut self, at: usize, sentence: WordSpan) -> usize {
        if self.is_road(at) {
            let words = WordSpan::new(at, at + 2);
            self.push(words, gazetteer::fold(self.words(words)), Use::Place, false);
            return words.end;
        }
        if !self.is_capital(at) || self.upos(at) != "PROPN" {
            return at + 1;
        }
        let end = (at..sentence.end.min(at + LONGEST)).take_while(|&word| self.owner[word].is_none()).last();
        let end = end.map_or(at + 1, |last| last + 1);
        let known = (at + 1..end + 1).rev().map(|end| WordSpan::new(at, end));
        let known = known.filter(|&own| self.is_name(own)).find(|&own| self.lookup(own).is_some());
        let Some(words) = known.filter(|&own| !self.is_people(own)) else { return at + 1 };
        let touches = |word: usize| self.is_capital(word) && self.upos(word) == "PROPN";
        let after_name = words.start > sentence.start && touches(words.start - 1);
        let before_name = words.end < sentence.end && touches(words.end);
        let alone = !after_name && !before_name;
        let Some((folded, short)) = self.lookup(words) else { return at + 1 };
        let is_known = || gazetteer::named(&folded).iter().any(is_large);
        let is_at = || self.is_at(words) && self.is_peopled(words) && !self.is_actor(words);
        if alone && (is_at() || self.is_marked(words) || short.is_some() || is_known()) {
            self.push(words, folded, Use::Place, false);
        }
        words.end
    }

    /// Adds a place found by the words `name`; tells whether the gazetteer has it.
    fn add(&mut self, name: WordSpan, words: WordSpan, used: Use) -> bool {
        let Some((folded, _)) = self.lookup(name) else { return false };
        self.push(words, folded, used, false);
        let short = self.lookup_short(name);
        if let Some(last) = self.found.last_mut() {
            last.short = last.short.or(short);
        }
        true
    }

    fn push(&mut self, words: WordSpan, folded: String, used: Use, weak: bool) {
        let folded = self.county(words, &folded).unwrap_or(folded);
        let known = gazetteer::knows(&folded);
        let short = self.lookup_short(words);
        let called = self.called(words);
        self.found.push(Toponym { words, folded, used, called, short, known, weak });
    }
}

/// Whether a place is known enough for its name to be taken for it anywhere.
pub(super) fn is_large(spot: &Spot) -> bool {
    match spot.class {
        Class::Country | Class::Continent => true,
        Class::First => !spot.other,
        Class::Capital | Class::Region | Class::Water => !spot.other && spot.weight >= LARGE,
        Class::Second => false,
        _ => !spot.other && spot.weight >= LARGE,
    }
}
