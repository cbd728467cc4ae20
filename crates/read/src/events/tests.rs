//! Events: a text, and who does what to whom in it.

use std::sync::LazyLock;

use annals_record::{Article, CharIndex, Event, Record, Status};
use annals_text::Draft;

use crate::codebook;
use crate::model::Reader;

use super::lexicon::SHIPPED;
use super::planned;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::shipped().expect("the shipped model"));

fn read(text: &str) -> Record {
    let article = Article {
        text: text.to_owned(),
        published: Some("2024-03-30".to_owned()),
        language: Some("en".to_owned()),
        ..Article::default()
    };
    crate::read(Draft { article, notes: Vec::new() }, &READER)
}

fn name(record: &Record, id: annals_record::EntityId) -> &str {
    record.entities.iter().find(|entity| entity.id == id).map_or("?", |entity| &entity.name)
}

/// `TYPE.mode (actor + actor → recipient) status`
fn show(record: &Record, event: &Event) -> String {
    let names = |ids: &[annals_record::EntityId]| {
        ids.iter().map(|&id| name(record, id)).collect::<Vec<_>>().join(" + ")
    };
    let mode = event.mode.as_ref().map_or(String::new(), |mode| format!(".{mode}"));
    let status = super::record::label(event.status);
    format!("{}{mode} ({} → {}) {status}", event.kind, names(&event.actors), names(&event.recipients))
}

/// `expected`: the events of a text, one a line.
fn check(text: &str, expected: &[&str]) {
    let record = read(text);
    let shown: Vec<String> = record.events.iter().map(|event| show(&record, event)).collect();
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn passives_and_clauses_name_the_same_parties() {
    check("Two gunmen were arrested by police.", &["COERCE.arrest (police → Two gunmen) actual"]);
    check(
        "The rebels began shelling the town of Orlan.",
        &["ASSAULT.heavy-weapons (The rebels → the town of Orlan) actual"],
    );
    check("Rebels attacked and burned the village.", &["ASSAULT.primitive (Rebels → the village) actual"]);
    check("The minister denied attacking the village.", &["ASSAULT (The minister → the village) negated"]);
}

#[test]
fn several_who_act_together_are_one_event() {
    check("France and Germany met in Vienna.", &["CONSULT (France + Germany → ) actual"]);
    check(
        "France and Germany held talks with Iran in Vienna.",
        &["CONSULT (France + Germany → Iran) actual"],
    );
}

#[test]
fn nouns_report_events_by_light_verbs_possessors_and_peoples() {
    check("The army carried out an attack on the rebels.", &["ASSAULT (The army → the rebels) actual"]);
    check("The rebels came under attack.", &["ASSAULT ( → The rebels) actual"]);
    check(
        "Norland condemned the army's attack on the rebels.",
        &["ACCUSE.disapprove (Norland → the army) actual", "ASSAULT (the army → the rebels) actual"],
    );
    let record = read("Israeli attacks on the valley went on.");
    assert_eq!(show(&record, &record.events[0]), "ASSAULT (Israel → the valley) actual");
    let mention =
        record.entities.iter().find(|entity| entity.name == "Israel").map(|entity| entity.mentions[0].span);
    assert_eq!(mention.map(|span| &record.article.text[span.start..span.end]), Some("Israeli"));
}

#[test]
fn who_is_meant_by_a_thing_stands_inside_its_phrase() {
    check(
        "The union attacked the minister's plan.",
        &["ACCUSE.disapprove (The union → the minister) actual"],
    );
    check("The envoy praised the government's decision.", &["SUPPORT (The envoy → the government) actual"]);
    check("Rebels fired rockets at the port.", &["ASSAULT.heavy-weapons (Rebels → the port) actual"]);
}

#[test]
fn other_senses_are_no_events() {
    check("The band struck a chord.", &[]);
    check("The company's profit hit a record.", &[]);
}

#[test]
fn what_is_threatened_or_asked_for_is_told_by_the_outer_event() {
    check("Norland threatened to attack Kestria.", &["THREATEN.violence (Norland → Kestria) actual"]);
    check("The union demanded the release of the mayor.", &["REQUEST.yield (The union → the mayor) actual"]);
    check("The army refused to withdraw from Orlan.", &["REJECT.yield (The army → Orlan) actual"]);
    check(
        "Norland accused Kestria of shelling the village.",
        &["ACCUSE.allege (Norland → Kestria) actual", "ASSAULT.heavy-weapons (Kestria → the village) actual"],
    );
}

#[test]
fn status_is_read_from_the_words_around() {
    check("Police did not arrest the mayor.", &["COERCE.arrest (Police → the mayor) negated"]);
    check("The police failed to arrest the mayor.", &["COERCE.arrest (The police → the mayor) negated"]);
    check("There was no attack on the village.", &["ASSAULT ( → the village) negated"]);
    check("The army prevented an attack on the village.", &["ASSAULT ( → the village) negated"]);
    check("Police will arrest the mayor.", &["COERCE.arrest (Police → the mayor) planned"]);
    check("Norland may attack Kestria.", &["ASSAULT (Norland → Kestria) possible"]);
    check("If Norland attacks Kestria, prices will rise.", &["ASSAULT (Norland → Kestria) possible"]);
    check("Police must release the mayor.", &["RETREAT.release (Police → the mayor) demanded"]);
}

#[test]
fn the_past_is_actual_and_keeps_its_days() {
    let record = read("The mayor was arrested in 2006.");
    let event = &record.events[0];
    assert_eq!(event.status, Status::Actual);
    let date = event.date.as_ref().expect("a date");
    assert_eq!((date.start.as_str(), date.end.as_str()), ("2006-01-01", "2006-12-31"));
    assert_eq!(date.time, Some(record.times[0].id));
}

#[test]
fn place_and_voice_are_those_of_the_clause() {
    let record = read("The mayor said that police had arrested two men in Vienna on Monday.");
    let event = &record.events[0];
    assert_eq!(event.place, Some(record.places[0].id));
    assert_eq!(event.date.as_ref().map(|date| date.start.as_str()), Some("2024-03-25"));
    assert_eq!(event.statement, Some(record.statements[0].id));
    assert_eq!(record.figures[0].event, Some(event.id));
}

#[test]
fn reports_of_one_event_join() {
    let text = "Rebels killed 12 soldiers and wounded 30 in an attack on a base near Orlan on Friday.";
    let record = read(text);
    let index = CharIndex::new(text);
    let mentions = record.events[0].mentions.iter().map(|&span| index.bytes(span).of(text));
    assert_eq!(mentions.collect::<Vec<_>>(), ["killed", "wounded", "attack"]);
    assert_eq!(record.events.len(), 1);
    assert!(record.figures.iter().all(|figure| figure.event == Some(record.events[0].id)));
}

/// PLOVER's boundary rules.
mod rules {
    use super::*;

    #[test]
    fn a_meeting_or_invitation_to_come_is_agree() {
        check(
            "The president will meet the premier of Kestria.",
            &["AGREE (The president → the premier of Kestria) planned"],
        );
        check(
            "Norland invited the premier of Kestria to talks.",
            &["AGREE (Norland → the premier of Kestria) actual"],
        );
    }

    #[test]
    fn help_to_come_is_agree_and_its_refusal_reject() {
        check("Norland agreed to send food to Kestria.", &["AGREE (Norland → Kestria) actual"]);
        check("Norland will send food to Kestria.", &["AGREE (Norland → Kestria) planned"]);
        check("Norland will not send aid to Kestria.", &["REJECT.assist (Norland → Kestria) actual"]);
    }

    #[test]
    fn an_announced_retreat_is_concede_and_a_concession_stays_one() {
        check("Norland will withdraw its troops from Kestria.", &["CONCEDE (Norland → Kestria) planned"]);
        check("Norland withdrew its troops from Kestria.", &["RETREAT.withdraw (Norland → Kestria) actual"]);
        check("The government will lift the curfew.", &["CONCEDE (The government → ) planned"]);
    }

    #[test]
    fn a_summons_of_an_ambassador_is_accuse() {
        check(
            "Norland summoned the Kestrian ambassador.",
            &["ACCUSE.disapprove (Norland → the Kestrian ambassador) actual"],
        );
    }

    #[test]
    fn a_pardon_is_concede_a_release_retreat() {
        check(
            "The president pardoned the rebel leader.",
            &["CONCEDE (The president → the rebel leader) actual"],
        );
        check("The army released two hostages.", &["RETREAT.release (The army → two hostages) actual"]);
    }

    #[test]
    fn a_dropped_demand_is_concede_a_call_of_a_warring_side_agree() {
        check("The union dropped its demand for a recount.", &["CONCEDE (The union → ) actual"]);
        check(
            "The rebels called for peace talks with the government.",
            &["AGREE (The rebels → the government) actual"],
        );
        check(
            "The opposition called for the dismissal of the police chief.",
            &["REQUEST.change (The opposition → the police chief) actual"],
        );
    }

    #[test]
    fn payment_by_order_of_a_court_is_sanction_by_free_will_aid() {
        check(
            "The court ordered the company to pay compensation to the fishermen.",
            &["SANCTION.convict (The court → the company) actual"],
        );
        check(
            "Norland paid compensation to the families of the victims.",
            &["AID (Norland → the families of the victims) actual"],
        );
    }

    #[test]
    fn who_is_barred_expelled_or_deported() {
        check(
            "Kestria barred the aid group from entering the country.",
            &["REJECT.yield (Kestria → the aid group) actual"],
        );
        check("Kestria expelled the aid group.", &["SANCTION.expel (Kestria → the aid group) actual"]);
        check("Kestria deported a journalist.", &["COERCE.deport (Kestria → a journalist) actual"]);
    }

    #[test]
    fn whoever_makes_people_flee_is_the_actor() {
        check(
            "Thousands of villagers fled the army.",
            &["SANCTION.expel (the army → Thousands of villagers) actual"],
        );
    }

    #[test]
    fn a_conviction_is_told_without_its_charge() {
        check(
            "The court, which had accused the mayor of fraud, convicted him.",
            &["SANCTION.convict (The court → the mayor of fraud) actual"],
        );
    }
}

#[test]
fn codes_are_those_of_the_codebook() {
    for entry in &SHIPPED.entries {
        let place = format!("{}:{}", entry.file, entry.line);
        let Some(kind) = entry.kind else {
            assert!(entry.mode.is_none() && entry.cameo.is_none(), "{place}: a veto has no mode and no code");
            continue;
        };
        assert!(entry.mode.is_none_or(|mode| codebook::of_mode(kind, mode).is_some()), "{place}: mode");
        let cameo = entry.cameo.unwrap_or_else(|| panic!("{place}: no CAMEO code"));
        assert!(codebook::of_cameo(cameo).is_some(), "{place}: {cameo} is no code");
    }
    let cooperation = ["CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT"];
    for kind in cooperation {
        let planned = planned::of(kind).expect(kind);
        assert!(codebook::of_type(planned.kind).is_some() && codebook::goldstein(planned.cameo).is_some());
        let refused = planned::refusal(kind).expect(kind);
        assert!(codebook::goldstein(refused.cameo).is_some());
        assert!(refused.mode.is_none_or(|mode| codebook::of_mode("REJECT", mode).is_some()));
    }
}

#[test]
fn those_who_accuse_each_other_are_no_recipients() {
    check("The two parties accused each other of fraud.", &["ACCUSE.allege (The two parties → ) actual"]);
}

/// The sentences of `tests/events.tsv`: their marked words report an event of the type and status that stand beside them.
#[test]
fn nine_of_ten_sentences_have_the_right_status() {
    let rows = crate::lexicon::rows(include_str!("../../../../tests/events.tsv"));
    let rows: Vec<Vec<&str>> = rows.collect();
    assert!(rows.len() >= 200, "{}", rows.len());
    let wrong: Vec<&str> = rows.iter().filter(|row| !is_right(row)).map(|row| row[0]).collect();
    assert!(wrong.len() * 10 <= rows.len(), "{wrong:#?}");
}

fn is_right(row: &[&str]) -> bool {
    let (start, end) = (row[0].find('['), row[0].find(']'));
    let (Some(start), Some(end)) = (start, end) else { panic!("{}: no words in brackets", row[0]) };
    let record = read(&row[0].replace(['[', ']'], ""));
    let is_told = |event: &Event| {
        let touches = event.mentions.iter().any(|span| span.start < end - 1 && start < span.end);
        touches && event.kind == row[1] && super::record::label(event.status) == row[2]
    };
    record.events.iter().any(is_told)
}

#[test]
fn what_no_entry_fits_the_model_may_take_for_an_event() {
    let record = read("Gunmen frogmarched two students out of the dormitory on Monday.");
    let [event] = &record.events[..] else { panic!("one event, not {:?}", record.events) };
    assert_eq!(show(&record, event), "ASSAULT (Gunmen → two students) actual");
    assert!(event.confidence.is_some_and(|score| score < 0.5));
}

#[test]
fn who_does_an_event_does_what_it_does() {
    check(
        "An attack on the clinic by rebels left two nurses dead.",
        &["ASSAULT (rebels → the clinic + two nurses) actual"],
    );
    check("An attack on the clinic left two nurses dead.", &["ASSAULT ( → the clinic + two nurses) actual"]);
}

#[test]
fn a_day_is_nobody_who_is_called_on() {
    check(
        "The premier called the Kestrian chancellor on Friday to explain the ban.",
        &["CONSULT.phone (The premier → the Kestrian chancellor) actual"],
    );
}

#[test]
fn the_model_points_past_a_place_to_whom_it_is_done() {
    check(
        "Minister Osk Relin held talks in Port Almeda with Prime Minister Jora Lind on Monday.",
        &["CONSULT (Osk Relin → Jora Lind) actual"],
    );
}

#[test]
fn a_vote_is_nobody() {
    check(
        "The council adopted the resolution with 14 votes and a Norlandian abstention.",
        &["SUPPORT (The council → the resolution) actual"],
    );
}
