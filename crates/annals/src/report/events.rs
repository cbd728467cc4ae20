//! Who did what to whom, when and where, and who says so.

use annals_record::{EntityId, Event, StatementId, Status};

use super::words::cut;
use super::{Page, Row, flat};

/// Columns of a name.
const NAME: usize = 40;

/// Names of one side that are printed.
const NAMES: usize = 3;

impl Page<'_> {
    pub(super) fn events(&self) -> String {
        let rows = self.record.events.iter().map(|event| Row {
            words: kind(event),
            value: self.happening(event),
            voice: self.said_by(event.statement),
        });
        self.table("Events", rows.collect())
    }

    /// *Ann Lee → the council: accused · 2024-03-30 · Tarn · planned*
    fn happening(&self, event: &Event) -> String {
        let words: Vec<String> = event.mentions.iter().map(|span| flat(self.words(*span))).collect();
        let sides = match (self.side(&event.actors), self.side(&event.recipients)) {
            (None, None) => String::new(),
            (Some(actors), None) => format!("{actors}: "),
            (None, Some(recipients)) => format!("→ {recipients}: "),
            (Some(actors), Some(recipients)) => format!("{actors} → {recipients}: "),
        };
        let place = event.place.and_then(|id| self.record.places.iter().find(|place| place.id == id));
        let day = event.date.as_ref().map(|date| match date.start == date.end {
            true => date.start.clone(),
            false => format!("{} to {}", date.start, date.end),
        });
        let rest = [day, place.map(|place| place.name.clone()), status(event.status).map(str::to_owned)];
        let first = format!("{sides}“{}”", words.join("”, “"));
        std::iter::once(first).chain(rest.into_iter().flatten()).collect::<Vec<_>>().join(" · ")
    }

    fn side(&self, ids: &[EntityId]) -> Option<String> {
        let names = ids.iter().filter_map(|id| self.entities.get(id));
        let names: Vec<String> = names.map(|entity| cut(&entity.name, NAME)).collect();
        let more = names.len().saturating_sub(NAMES);
        let shown = names.into_iter().take(NAMES).collect::<Vec<_>>().join(", ");
        match (shown.is_empty(), more) {
            (true, _) => None,
            (_, 0) => Some(shown),
            (_, more) => Some(format!("{shown} and {more} more")),
        }
    }

    /// Who reports a finding.
    pub(super) fn said_by(&self, statement: Option<StatementId>) -> String {
        let Some(id) = statement else { return "the article says so".to_owned() };
        match self.by_id.get(&id) {
            Some(statement) if statement.speaker.is_some() => {
                format!("{} says so", self.speaker(statement, NAME))
            }
            _ => "a speaker not named says so".to_owned(),
        }
    }
}

fn kind(event: &Event) -> String {
    match &event.mode {
        Some(mode) => format!("{} {mode}", event.kind),
        None => event.kind.clone(),
    }
}

fn status(status: Status) -> Option<&'static str> {
    match status {
        Status::Actual => None,
        Status::Planned => Some("planned"),
        Status::Possible => Some("possible"),
        Status::Negated => Some("did not happen"),
        Status::Demanded => Some("demanded"),
    }
}
