//! Who says what: the statements of an article under those who make them.

use std::collections::HashMap;

use annals_record::{CharSpan, Entity, EntityId, Speaker, Statement};
use serde_json::json;

use super::Page;
use super::people::described;
use super::words::{counted, cut, flat, folded, value_words};
use crate::style::Ink;

/// Columns of a heading for a speaker without a name.
const HEADING: usize = 60;
/// Columns of words that stand among others.
const PHRASE: usize = 48;

/// Whom statements stand under.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Who {
    Entity(EntityId),
    /// The speaker's words, folded.
    Words(String),
    Nobody,
}

const NOT_NAMED: &str = "speaker not named";

impl<'r> Page<'r> {
    pub(super) fn statements(&self) -> String {
        let blocks: Vec<_> = self.speakers().iter().map(|(who, said)| self.block(who, said)).collect();
        self.part("Who says what", std::iter::once(blocks.join("\n")))
    }

    /// The statements by speaker, speakers in the order of their first statements, nobody last.
    fn speakers(&self) -> Vec<(Who, Vec<&'r Statement>)> {
        let mut speakers: Vec<(Who, Vec<&Statement>)> = Vec::new();
        let mut places = HashMap::new();
        for statement in &self.record.statements {
            let who = self.who(statement);
            let place = *places.entry(who.clone()).or_insert(speakers.len());
            match speakers.get_mut(place) {
                Some((_, said)) => said.push(statement),
                None => speakers.push((who, vec![statement])),
            }
        }
        speakers.sort_by_key(|(who, _)| *who == Who::Nobody);
        speakers
    }

    fn who(&self, statement: &Statement) -> Who {
        match &statement.speaker {
            Some(speaker) => match self.entity(speaker) {
                Some(entity) => Who::Entity(entity.id),
                None => Who::Words(folded(self.words(speaker.span))),
            },
            None => Who::Nobody,
        }
    }

    fn entity(&self, speaker: &Speaker) -> Option<&'r Entity> {
        speaker.entity.and_then(|id| self.entities.get(&id).copied())
    }

    /// The heading of a speaker and the statements under it.
    fn block(&self, who: &Who, said: &[&Statement]) -> String {
        let entity = match who {
            Who::Entity(id) => self.entities.get(id),
            _ => None,
        };
        let mut about = entity.map_or(Vec::new(), |entity| described(entity));
        about.push(counted(said.len(), "statement"));
        let heading = self.saying(&self.speaker(said[0], HEADING), &about);
        let statements = said.iter().map(|statement| self.statement(statement));
        std::iter::once(heading).chain(statements).collect()
    }

    /// The speaker of a statement: the entity's name, else the speaker's words. Where there is no name to go by, no more than `room` columns.
    pub(super) fn speaker(&self, statement: &Statement, room: usize) -> String {
        let Some(speaker) = &statement.speaker else { return NOT_NAMED.to_owned() };
        match self.entity(speaker) {
            Some(entity) if super::is_named(entity) => flat(&entity.name),
            Some(entity) => cut(trimmed(&entity.name), room),
            None => cut(trimmed(self.words(speaker.span)), room),
        }
    }

    fn statement(&self, statement: &Statement) -> String {
        let about = [
            statement.cue.as_ref().map(|cue| flat(self.words(cue.span))),
            statement.addressee.as_ref().map(|whom| format!("to {}", self.phrase(whom.span))),
            value_words("form", &json!(statement.form)),
            self.named_here(statement),
            self.stance(statement),
            self.outer(statement),
            self.sentence(statement),
        ];
        let about: Vec<_> = about.into_iter().flatten().collect();
        let lines = self.layout.joined("    ", "      ", &about).into_iter();
        let lines: String = lines.map(|line| self.layout.style.paint(Ink::Faint, line) + "\n").collect();
        let content = statement.content.iter().map(|&part| self.words(part)).collect::<Vec<_>>().join(" … ");
        let content = self.layout.fill("      ", "      ", &content).join("\n");
        format!("{lines}{content}\n")
    }

    /// The words for the speaker where they, as far as they are shown, are not the entity's name.
    fn named_here(&self, statement: &Statement) -> Option<String> {
        let speaker = statement.speaker.as_ref()?;
        let name = folded(&self.entity(speaker)?.name);
        let phrase = self.phrase(speaker.span);
        let differs = folded(&phrase) != name && folded(self.words(speaker.span)) != name;
        differs.then(|| format!("as “{phrase}”"))
    }

    /// How the speaker stands to it, where the cue is not the word for that itself.
    fn stance(&self, statement: &Statement) -> Option<String> {
        let cue = statement.cue.as_ref()?;
        let stance = json!(cue.stance);
        value_words("stance", &stance).filter(|_| cue.stance != Default::default() && stance != cue.lemma)
    }

    /// The statement around this one.
    fn outer(&self, statement: &Statement) -> Option<String> {
        let outer = self.by_id.get(&statement.within?)?;
        let speaker = self.speaker(outer, PHRASE);
        let speaker = if outer.speaker.is_some() { speaker } else { format!("a {speaker}") };
        Some(format!("inside a statement of {speaker}"))
    }

    fn sentence(&self, statement: &Statement) -> Option<String> {
        let start = statement.content.first()?.start;
        let number = self.record.sentences.partition_point(|sentence| sentence.span.start <= start);
        let sentence = self.record.sentences.get(number.checked_sub(1)?)?;
        sentence.span.covers(start).then(|| format!("sentence {number}"))
    }

    fn phrase(&self, span: CharSpan) -> String {
        cut(trimmed(self.words(span)), PHRASE)
    }
}

/// Words without the marks a sentence leaves behind them.
fn trimmed(words: &str) -> &str {
    words.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '—' | '–'))
}
