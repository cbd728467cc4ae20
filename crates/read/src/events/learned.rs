//! What the events head of the model (`models/events`) says of a word, beside the lexicon and the trees: a type where no entry
//! fits, a mode where the entry says none, a status where no word around it tells one, and those who take part where
//! the tree leads to nobody.

use annals_record::Status;

use crate::model::{Analysis, Side, Trigger};

/// From which probability on the model's word for an event is taken, of words that no entry has and of words that some have.
const SURE: f32 = 0.4;
const SURE_OF_KNOWN: f32 = 0.65;

/// From which probability on a mode and a status of the model's are taken.
const SURE_OF_MODE: f32 = 0.8;
const SURE_OF_STATUS: f32 = 0.8;

/// From which probability on one to whom the model points is taken: as an actor, as a recipient, and as a recipient instead of
/// those to whom the tree leads and the model does not point: *held talks in Jerusalem with the premier*.
pub(super) const SURE_OF_ACTOR: f32 = 0.55;
pub(super) const SURE_OF_RECIPIENT: f32 = 0.5;
pub(super) const SURE_OF_OTHER: f32 = 0.6;

/// What the model says of a word.
pub(super) fn of(analysis: &Analysis, word: usize) -> Option<&Trigger> {
    let triggers = &analysis.triggers;
    triggers.binary_search_by_key(&word, |own| own.word).ok().map(|number| &triggers[number])
}

/// Whether it is sure enough that a word reports an event; of a word that the lexicon knows in other uses it must be surer.
pub(super) fn is_report(trigger: &Trigger, is_known: bool) -> bool {
    trigger.score >= if is_known { SURE_OF_KNOWN } else { SURE }
}

/// The mode of an event of a type, with its probability.
pub(super) fn mode(trigger: &Trigger, kind: &str) -> Option<(&'static str, f32)> {
    let is_sure = trigger.kind == kind && trigger.mode_score >= SURE_OF_MODE;
    trigger.mode.filter(|_| is_sure).map(|mode| (mode, trigger.mode_score))
}

/// The status of an event of which no word tells one, with its probability; `None` where it happened.
pub(super) fn status(trigger: &Trigger) -> Option<(Status, f32)> {
    let is_sure = trigger.status != Status::Actual && trigger.status_score >= SURE_OF_STATUS;
    is_sure.then_some((trigger.status, trigger.status_score))
}

/// The words that name those of one side with at least a probability, and theirs.
pub(super) fn parties(trigger: &Trigger, side: Side, least: f32) -> impl Iterator<Item = (usize, f32)> {
    let own = trigger.parties.iter().filter(move |own| own.side == side && own.score >= least);
    own.map(|own| (own.word, own.score))
}
