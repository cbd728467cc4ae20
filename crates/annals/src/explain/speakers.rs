//! Why each statement has its speaker.

use annals_record::{Alternate, CharSpan, EntityId, Record, Speaker, SpeakerBy, Statement};

use crate::report::{Page, Report};

/// One block a statement: the words of its speaker, what chose them, whom they stand for, and who else came close.
pub fn part(page: &Page, record: &Record, words: &impl Fn(CharSpan) -> String, report: &Report) -> String {
    let view = View { record, words, report };
    page.part("Why these speakers", record.statements.iter().map(|statement| view.block(statement, page)))
}

struct View<'a, W> {
    record: &'a Record,
    words: &'a W,
    report: &'a Report,
}

impl<W: Fn(CharSpan) -> String> View<'_, W> {
    fn block(&self, statement: &Statement, page: &Page) -> String {
        let cue = statement.cue.as_ref().map_or("no cue".to_owned(), |cue| (self.words)(cue.span));
        let Some(speaker) = &statement.speaker else {
            return page.saying("speaker not named", &[cue, "nobody is named near it".to_owned()]);
        };
        let head = page.saying(&(self.words)(speaker.span), &[cue, by(speaker.by).to_owned()]);
        let lines = std::iter::once(self.stands_for(speaker))
            .chain(speaker.alternates.iter().map(|other| self.other(other)));
        let lines: String =
            lines.map(|line| self.report.fill("    ", "      ", &line).join("\n") + "\n").collect();
        head + &lines
    }

    fn stands_for(&self, speaker: &Speaker) -> String {
        let score = speaker.score.map_or(String::new(), |score| format!(", score {score:.2}"));
        match speaker.entity {
            Some(id) => format!("stands for {}{score}", self.entity(id)),
            None => format!("stands for nobody that is known{score}"),
        }
    }

    fn other(&self, other: &Alternate) -> String {
        let words = (self.words)(other.span);
        let entity = other.entity.map_or("nobody that is known".to_owned(), |id| self.entity(id));
        format!("or “{words}”, {entity}, score {:.2}", other.score)
    }

    /// Name, and what is known of it.
    fn entity(&self, id: EntityId) -> String {
        let Some(entity) = self.record.entities.iter().find(|entity| entity.id == id) else {
            return id.to_string();
        };
        let known = [entity.country.as_deref(), entity.role.as_deref(), entity.key.as_deref()];
        let known: Vec<&str> = known.into_iter().flatten().collect();
        let known = if known.is_empty() { String::new() } else { format!(" [{}]", known.join(" ")) };
        format!("{}{known}", entity.name)
    }
}

/// What chose the words.
fn by(by: SpeakerBy) -> &'static str {
    match by {
        SpeakerBy::Model => "chosen by the model",
        SpeakerBy::Cue => "chosen by rule: it stands beside the cue",
        SpeakerBy::Tree => "chosen by the tree: subject of the cue's verb",
        SpeakerBy::Introduction => "chosen by rule: it introduces or signs the quotation",
        SpeakerBy::Carried => "chosen by rule: it said what stands before",
    }
}
