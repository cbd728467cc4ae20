//! Statements: a text, and what was said in it.

use annals_text::document;

use super::*;
use crate::quotes;

/// `expected`: a statement a line, `content ← speaker [lemma] → addressee`; parts parted by ` + `; `(in N)` for the
/// number of the statement around it.
fn check(text: &str, expected: &[&str]) {
    let doc = document(text);
    let statements = surface(text, &doc, &quotes::find(text, &doc));
    let shown: Vec<String> = statements.iter().map(|statement| show(text, statement)).collect();
    assert_eq!(shown, expected, "{text}");
}

fn show(text: &str, statement: &Statement) -> String {
    let parts: Vec<&str> = statement.content.iter().map(|part| part.of(text)).collect();
    let mut line = format!("{} ← {}", parts.join(" + "), statement.speaker.map_or("?", |span| span.of(text)));
    if let Some(cue) = &statement.cue {
        line += &format!(" [{}]", cue.lemma);
    }
    if let Some(addressee) = statement.addressee {
        line += &format!(" → {}", addressee.of(text));
    }
    if let Some(number) = statement.within {
        line += &format!(" (in {number})");
    }
    line
}

#[test]
fn cue_behind_the_quotation() {
    check("“Rain fell,” Ann Lee said.", &["“Rain fell,” ← Ann Lee [say]"]);
    check(
        "“Rain fell,” said Ann Lee, the mayor of Varesh.",
        &["“Rain fell,” ← Ann Lee, the mayor of Varesh [say]"],
    );
    check("“Rain fell,” she told reporters on Monday.", &["“Rain fell,” ← she [tell] → reporters"]);
    check("“Rain fell,” according to Ann Lee.", &["“Rain fell,” ← Ann Lee [according to]"]);
    check("“Why?” she asked.", &["“Why?” ← she [ask]"]);
}

#[test]
fn cue_before_the_quotation() {
    check("Ann Lee, the mayor, said: “Rain fell.”", &["“Rain fell.” ← Ann Lee, the mayor [say]"]);
    check("According to Ann Lee, “rain fell.”", &["“rain fell.” ← Ann Lee [according to]"]);
    check(
        "According to Ann Lee, the head of the clinic where it was measured, “rain fell.”",
        &["“rain fell.” ← Ann Lee, the head of the clinic where it was measured [according to]"],
    );
    check("Mayor Lee: “Rain fell all night.”", &["“Rain fell all night.” ← Mayor Lee"]);
    check("The mayor had one wish: “Let it rain.”", &["“Let it rain.” ← The mayor"]);
}

#[test]
fn an_interrupted_quotation_is_one_statement() {
    check("“Rain fell,” she said, “and snow.”", &["“Rain fell,” + “and snow.” ← she [say]"]);
    check("“Rain fell,” Lee said. “Snow fell.”", &["“Rain fell,” + “Snow fell.” ← Lee [say]"]);
}

#[test]
fn a_quotation_over_paragraphs_is_one_statement() {
    check("Lee said: “Rain fell.\n“Snow fell.”", &["“Rain fell. + “Snow fell.” ← Lee [say]"]);
}

#[test]
fn a_cue_beside_a_later_paragraph_speaks_for_the_whole_quotation() {
    check("“Rain fell on us.\n“Snow fell,” she said.", &["“Rain fell on us. + “Snow fell,” ← she [say]"]);
}

#[test]
fn a_free_quotation_has_no_forced_speaker() {
    check("Rain fell in Varesh.\n“We lost it all in one night.”", &["“We lost it all in one night.” ← ?"]);
}

#[test]
fn words_held_up_with_tongs_are_no_statements() {
    check("The so-called “reform” began in Kestria.", &[]);
    check("She won with “The Long Rain” in May.", &[]);
}

#[test]
fn reported_clauses() {
    check("Lee said that rain fell.", &["that rain fell ← Lee [say]"]);
    check("Lee said rain had fallen.", &["rain had fallen ← Lee [say]"]);
    check("Rain had fallen in Varesh, the mayor said.", &["Rain had fallen in Varesh ← the mayor [say]"]);
    check("According to the ministry, 40 people died.", &["40 people died ← the ministry [according to]"]);
    check(
        "Forty people died, according to the ministry.",
        &["Forty people died ← the ministry [according to]"],
    );
    check("Lee denied that rain fell.", &["that rain fell ← Lee [deny]"]);
    check("Lee promised to rebuild the bridge.", &["to rebuild the bridge ← Lee [promise]"]);
    check("Lee told the council that rain fell.", &["that rain fell ← Lee [tell] → the council"]);
}

#[test]
fn a_second_cue_keeps_the_speaker() {
    check(
        "Lee said the bridge was gone, adding that rain fell.",
        &["the bridge was gone ← Lee [say]", "that rain fell ← Lee [add]"],
    );
    check(
        "Lee said that rain fell and added that snow fell.",
        &["that rain fell ← Lee [say]", "that snow fell ← Lee [add]"],
    );
}

#[test]
fn a_clause_with_quoted_words_is_one_mixed_statement() {
    let text = "Lee said that the army would not “win a single day” there.";
    check(text, &["that the army would not “win a single day” there ← Lee [say]"]);
    let doc = document(text);
    assert_eq!(surface(text, &doc, &quotes::find(text, &doc))[0].form, StatementForm::Mixed);
}

#[test]
fn statements_in_statements() {
    check(
        "“Ray told us, ‘Go home at once,’ and left,” Lee said.",
        &[
            "“Ray told us, ‘Go home at once,’ and left,” ← Lee [say]",
            "‘Go home at once,’ ← Ray [tell] → us (in 0)",
        ],
    );
    check(
        "Lee said that Ray said that rain fell.",
        &["that Ray said that rain fell ← Lee [say]", "that rain fell ← Ray [say] (in 0)"],
    );
}

#[test]
fn what_is_not_said_is_no_statement() {
    check("Lee did not say that rain fell.", &[]);
    check("She went to say that rain fell.", &[]);
    check("The report was read by many.", &[]);
}

#[test]
fn stances_come_from_the_table() {
    let stances = |text: &str| {
        let doc = document(text);
        let found = surface(text, &doc, &quotes::find(text, &doc));
        found.first().and_then(|statement| statement.cue.clone()).map(|cue| cue.stance)
    };
    assert_eq!(stances("Lee claimed that rain fell."), Some(Stance::Assert));
    assert_eq!(stances("Lee vowed to return."), Some(Stance::Promise));
    assert_eq!(stances("Lee condemned the attack."), Some(Stance::Blame));
    assert_eq!(stances("Lee said rain fell."), Some(Stance::Neutral));
}

#[test]
fn long_sentences_take_linear_time() {
    for piece in ["Lee said that ", "“A,” he said, ", "according to ", "and said, saying ", "who, who, said "]
    {
        let text = piece.repeat(3_000);
        let doc = document(&text);
        surface(&text, &doc, &quotes::find(&text, &doc));
    }
}
