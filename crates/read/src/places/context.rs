//! What stands around and in the words of a name, as far as it tells whether they name a place.

use annals_record::{ByteSpan, WordSpan};

use super::mentions::{Finder, TOWN, Use, is_large};
use super::words::{self, Called};
use crate::actors::{self, Sort, Via, tables};
use crate::gazetteer::{self, Class, Short};
use crate::lexicon::is_function_word;

/// Words between a name and the plural that it shares with others.
const JOINED: usize = 12;

impl Finder<'_> {
    /// Whether a name is that of more than a hamlet.
    pub(super) fn is_peopled(&self, words: WordSpan) -> bool {
        let spots = self.lookup(words).map(|(folded, _)| gazetteer::named(&folded)).unwrap_or_default();
        spots.iter().any(|spot| spot.weight >= TOWN)
    }

    /// Whether the tables of actors have a body or a person of the name.
    pub(super) fn is_actor(&self, words: WordSpan) -> bool {
        let known = tables().named(&actors::fold(self.words(words)));
        let sort = |wanted: fn(Sort) -> bool| known.iter().any(|own| wanted(tables().actors[own.actor].sort));
        sort(|sort| matches!(sort, Sort::Organization | Sort::Person)) && !sort(|sort| sort == Sort::State)
    }

    /// The name of a district that shares the word for it with others: *Varesh and Oran counties*.
    pub(super) fn county(&self, words: WordSpan, folded: &str) -> Option<String> {
        let joins = |&word: &usize| self.is_capital(word) || matches!(self.form(word), "," | "and" | "or");
        let end = self.doc.words.len().min(words.end + JOINED);
        let behind = (words.end..end).find(|word| !joins(word))?;
        let kind = match self.form(behind) {
            "counties" => "county",
            "parishes" => "parish",
            _ => return None,
        };
        let full = format!("{folded} {kind}");
        gazetteer::knows(&full).then_some(full)
    }

    /// The folded name of some words if the gazetteer has it, and the division if they are a short form.
    pub(super) fn lookup(&self, words: WordSpan) -> Option<(String, Option<Short>)> {
        if let Some(short) = self.lookup_short(words) {
            return Some((gazetteer::fold(short.name), Some(short)));
        }
        let name = self.words(words);
        let folded = gazetteer::fold(name);
        let is_word =
            folded.len() <= 3 && !name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        let is_code = folded.len() < 2 || is_word && is_function_word(&folded);
        let behind = self.text[self.span(words).end..].chars().next();
        let is_money = behind == Some('$') || name.contains(|c: char| c == '$' || c.is_ascii_digit());
        let is_none = is_code || is_money || words.len() == 1 && words::is(&folded, "never");
        (!is_none && name.contains(char::is_uppercase) && gazetteer::knows(&folded)).then_some((folded, None))
    }

    pub(super) fn lookup_short(&self, words: WordSpan) -> Option<Short> {
        if words.len() > 3 || words.is_empty() {
            return None;
        }
        let short = gazetteer::stands_for_state(self.words(words))?;
        let behind = words.start > 0 && matches!(self.form(words.start - 1), "," | "(");
        (!short.behind || behind).then_some(short)
    }

    /// A name with the capital words around it that belong to it: *Norland* in *North Norland*, *Varesh* in *Varesh County*.
    pub(super) fn extended(&self, words: WordSpan, end: usize) -> WordSpan {
        let free = |word: usize| word < end && self.owner[word].is_none() && self.is_capital(word);
        for more in [2, 1] {
            let longer = WordSpan::new(words.start, words.end + more);
            if (words.end..longer.end).all(free) && self.lookup(longer).is_some() {
                return longer;
            }
        }
        let longer = WordSpan::new(words.start.saturating_sub(1), words.end);
        if longer.start < words.start && free(longer.start) && self.lookup(longer).is_some() {
            return longer;
        }
        words
    }

    /// Without articles before it and possessives behind it.
    pub(super) fn trimmed(&self, words: WordSpan) -> WordSpan {
        let is_article =
            |&word: &usize| matches!(self.low(word).as_str(), "the" | "a" | "an" | "\"" | "“" | "'" | "(");
        let is_end =
            |&word: &usize| matches!(self.form(word), "'s" | "’s" | "'" | "’" | "," | "." | ")" | "”" | "\"");
        let start = words.range().find(|word| !is_article(word)).unwrap_or(words.end);
        let end = (start..words.end).rev().find(|word| !is_end(word)).map_or(start, |last| last + 1);
        WordSpan::new(start, end)
    }

    /// What a word beside a name says the place is: *the province of Norland*, *Norland province*.
    pub(super) fn called(&self, words: WordSpan) -> Option<Called> {
        let at = |word: usize| (word < self.doc.words.len()).then(|| self.low(word));
        let behind = at(words.end)
            .and_then(|word| Called::by(&word))
            .filter(|called| matches!(called, Called::First | Called::Second | Called::Town));
        let of = words.start.checked_sub(2).filter(|_| self.low(words.start - 1) == "of");
        let before = of.and_then(|word| Called::by(&self.low(word)));
        Called::by(&self.low(words.end - 1)).filter(|_| words.len() > 1).or(behind).or(before)
    }

    /// Whether words stand where a place stands: behind a preposition of place, or joined to a place that does.
    pub(super) fn is_at(&self, words: WordSpan) -> bool {
        let sentence = self.doc.sentences[self.doc.sentence_of(words.start)].words.start;
        let before = (sentence..words.start).rev();
        let mut before = before.skip_while(|&word| {
            let low = self.low(word);
            low == "the" || words::is(&low, "modifier") && self.upos(word) != "ADP"
        });
        let Some(word) = before.next() else { return false };
        let low = self.low(word);
        if matches!(low.as_str(), "and" | "," | "or") {
            return self.found.last().is_some_and(|last| last.words.end == word && last.used == Use::Place);
        }
        words::is(&low, "preposition") && !matches!(low.as_str(), "of" | "for" | "on")
    }

    /// Whether the name of a country or division stands behind words and a comma.
    pub(super) fn has_region(&self, words: WordSpan) -> bool {
        let comma = words.end;
        if comma + 1 >= self.doc.words.len() || self.form(comma) != "," {
            return false;
        }
        (1..=3).rev().map(|length| WordSpan::new(comma + 1, comma + 1 + length)).any(|region| {
            region.end <= self.doc.words.len()
                && self.lookup(region).is_some_and(|(folded, short)| {
                    short.is_some()
                        || gazetteer::named(&folded)
                            .iter()
                            .any(|spot| matches!(spot.class, Class::Country | Class::First))
                })
        })
    }

    /// Whether words only name a people or say of which country something is.
    pub(super) fn is_people(&self, words: WordSpan) -> bool {
        let known = tables().named(&actors::fold(self.words(words)));
        let is_people = |via: Via| matches!(via, Via::Adjective | Via::Demonym);
        !known.is_empty() && known.iter().all(|known| is_people(known.via))
            || words.len() == 1
                && matches!(self.upos(words.start), "ADJ")
                && !known.iter().any(|own| own.via == Via::Name)
    }

    /// Whether words look like a name: capitals but for small words inside.
    pub(super) fn is_name(&self, words: WordSpan) -> bool {
        let ends = self.is_capital(words.start) && self.is_capital(words.end - 1);
        ends && words.range().all(|word| {
            self.is_capital(word) || is_function_word(&self.low(word)) || self.form(word).len() < 3
        })
    }

    pub(super) fn is_acronym(&self, words: WordSpan) -> bool {
        let name = self.words(words);
        name.len() <= 4 && name.chars().all(|c| c.is_uppercase() || c == '.')
    }

    /// Whether capitals stand for a country or a division.
    pub(super) fn is_known_acronym(&self, words: WordSpan) -> bool {
        self.lookup(words)
            .is_some_and(|(folded, short)| short.is_some() || gazetteer::named(&folded).iter().any(is_large))
    }

    pub(super) fn is_capital(&self, word: usize) -> bool {
        self.form(word).starts_with(char::is_uppercase)
    }

    pub(super) fn is_lower(&self, word: usize) -> bool {
        self.form(word).starts_with(char::is_lowercase)
    }

    pub(super) fn upos(&self, word: usize) -> &str {
        self.analysis.words.get(word).map_or("PROPN", |own| own.upos)
    }

    pub(super) fn form(&self, word: usize) -> &str {
        self.doc.words[word].span.of(self.text)
    }

    pub(super) fn low(&self, word: usize) -> String {
        self.form(word).to_lowercase()
    }

    pub(super) fn words(&self, words: WordSpan) -> &str {
        self.span(words).of(self.text)
    }

    pub(super) fn span(&self, words: WordSpan) -> ByteSpan {
        self.doc.span(words)
    }

    /// Whether words stand as a line's begin that says where it was written: *VARESH —*.
    pub(super) fn is_dateline(&self, words: WordSpan) -> bool {
        let is_dash = |word: usize| matches!(self.form(word), "—" | "–" | "-" | "--");
        let is_shout = !self.words(words).chars().any(char::is_lowercase) && self.words(words).len() > 3;
        is_shout && words.end < self.doc.words.len() && is_dash(words.end)
    }

    /// Whether who lives or works somewhere stands behind words: *a Varesh man*, *Varesh police*.
    pub(super) fn has_people(&self, words: WordSpan) -> bool {
        words.end < self.doc.words.len()
            && self.is_lower(words.end)
            && words::is(&self.low(words.end), "people")
    }

    /// Whether words are joined to others as places are: *D-Varesh*, *Varesh-based*.
    pub(super) fn is_joined(&self, words: WordSpan) -> bool {
        let is_dash = |word: usize| matches!(self.form(word), "-" | "–");
        let party = words.start.checked_sub(2).filter(|_| is_dash(words.start - 1));
        let behind = words.end + 1 < self.doc.words.len() && is_dash(words.end);
        party.is_some_and(|word| words::is(&self.low(word), "party") && self.is_capital(word))
            || behind && words::is(&self.low(words.end + 1), "joined")
    }

    /// Whether words stand where only a place of some size or fame stands without the model's saying so.
    pub(super) fn is_marked(&self, words: WordSpan) -> bool {
        self.has_region(words)
            || self.is_peopled(words)
                && (self.is_dateline(words) || self.has_people(words) || self.is_joined(words))
    }

    /// Whether words are the name of a seat of government, which is an actor.
    pub(super) fn is_seat(&self, words: WordSpan) -> bool {
        let known = tables().named(&actors::fold(self.words(words)));
        known.iter().any(|known| known.via == Via::Seat)
    }

    /// Whether a name that the gazetteer lacks stands as a place and not as what a building or somebody is called.
    pub(super) fn is_somewhere(&self, words: WordSpan) -> bool {
        let last = self.low(words.end - 1);
        if words::is(&last, "road") || Called::by(&last).is_some() {
            return true;
        }
        let is_other =
            |word: usize| matches!(self.form(word), "'s" | "’s") || words::is(&self.low(word), "facility");
        let of_other = words.end < self.doc.words.len() && is_other(words.end);
        !of_other && !self.is_actor(words) && self.is_at(words)
    }

    /// The number of a road behind a word for it: *Highway 12*.
    pub(super) fn is_road(&self, at: usize) -> bool {
        let is_number = |word: usize| self.form(word).starts_with(|c: char| c.is_ascii_digit());
        self.is_capital(at)
            && at + 1 < self.doc.words.len()
            && words::is(&self.low(at), "way")
            && is_number(at + 1)
    }
}
