//! Where sentences end.

use super::super::document;
use super::check_sentences;

#[test]
fn stops_end_sentences() {
    check_sentences("Rain fell on Monday. | The river rose over its banks. | Nobody was hurt.");
    check_sentences("Who opened the gate? | Nobody knows! | The mayor will ask again.");
    check_sentences("The town has sent for boats from the coast");
}

#[test]
fn abbreviations_and_initials_do_not() {
    check_sentences("Mr. Orlan met Dr. Vey on Jan. 4 at the port. | They agreed.");
    check_sentences("The U.S. envoy, John R. Vey, left at 5 p.m. on Friday.");
    check_sentences("Gen. Orlan of Kestria said so. | Sen. Lee did not.");
    check_sentences("It cost $3.5 million, according to No. 4 of the list.");
    check_sentences("He works for Almeda Shipping Co. of Varesh and lives in St. Orlan.");
}

#[test]
fn long_quotations_are_cut_inside() {
    check_sentences("“The water came at night. | We had no time. | It took the bridge,” the mayor said.");
    check_sentences("\"The water came at night,\" the mayor said. | \"We had no time.\"");
    check_sentences("“The water is gone.” | The mayor thanked the crews.");
}

#[test]
fn questions_before_the_speaker_go_on() {
    check_sentences("“Where were the boats?” she asked.");
    check_sentences("\"Go away!\" he shouted at the crowd.");
}

#[test]
fn datelines() {
    check_sentences("VARESH, March 3 (Almeda Press) — The river rose on Monday. | Two bridges fell.");
    check_sentences("PORT ALMEDA - Two ships ran aground on Sunday, the harbour master said.");
}

#[test]
fn brackets_stay_with_their_sentence() {
    check_sentences("The bridge fell. | (It was built in 1931.) | A ferry runs instead.");
    check_sentences("The council (seven members, one absent) voted against it.");
}

#[test]
fn paragraphs_always_end_sentences() {
    let text = "Flood in Varesh\n\nRain fell\n\n- a blanket\n- water";
    let found: Vec<&str> = document(text).sentences.iter().map(|s| s.span.of(text)).collect();
    assert_eq!(found, ["Flood in Varesh", "Rain fell", "- a blanket", "- water"]);
}

#[test]
fn headlines_are_one() {
    check_sentences("Mayor of Port Almeda Says Two Bridges Fell");
    check_sentences("TWO BRIDGES FALL IN VARESH AFTER HEAVY RAIN");
}
