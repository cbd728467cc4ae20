//! Quotations in all their marks: the text, and its quotations with their parts, one in another indented.

use annals_text::document;

use super::*;

/// `expected`: a quotation a line, its parts parted by ` + `, one `> ` for every quotation around it.
fn check(text: &str, expected: &[&str]) {
    let quotes = find(text, &document(text));
    let shown: Vec<String> = quotes.iter().map(|quote| show(text, &quotes, quote)).collect();
    assert_eq!(shown, expected, "{text}");
}

fn show(text: &str, quotes: &[Quote], quote: &Quote) -> String {
    let parts: Vec<&str> = quote.parts.iter().map(|part| part.of(text)).collect();
    let mut depth = 0;
    let mut around = quote.within;
    while let Some(outer) = around {
        depth += 1;
        around = quotes[outer].within;
    }
    "> ".repeat(depth) + &parts.join(" + ")
}

#[test]
fn every_style_of_mark() {
    check("“Rain fell,” she said.", &["“Rain fell,”"]);
    check("\"Rain fell,\" she said. \"Snow too.\"", &["\"Rain fell,\"", "\"Snow too.\""]);
    check("‘Rain fell,’ she said.", &["‘Rain fell,’"]);
    check("'Rain fell,' she said.", &["'Rain fell,'"]);
    check("«Rain fell», she said.", &["«Rain fell»"]);
    check("« Rain fell », she said.", &["« Rain fell »"]);
    check("»Rain fell«, she said.", &["»Rain fell«"]);
    check("„Rain fell“, she said. „Snow”, he said.", &["„Rain fell“", "„Snow”"]);
    check("``Rain fell,'' she said.", &["``Rain fell,''"]);
    check("''Rain fell,'' she said.", &["''Rain fell,''"]);
    check("「雨が降った」と言った。", &["「雨が降った」"]);
    check("‹Rain fell›, she said.", &["‹Rain fell›"]);
    check("”Rain fell,” she said.", &["”Rain fell,”"]);
}

#[test]
fn apostrophes_are_no_quotations() {
    check("Varesh's dogs' bones weren't the '90s kind, rock 'n' roll or ’em.", &[]);
    check("The miners’ strike and Kestria’s army.", &[]);
    check("'The dogs' bones are gone,' she said.", &["'The dogs' bones are gone,'"]);
    check("‘The dogs’ bones are gone,’ she said.", &["‘The dogs’ bones are gone,’"]);
}

#[test]
fn feet_and_inches_are_no_quotations() {
    check("At 6'2\" he said \"no\" twice.", &["\"no\""]);
}

#[test]
fn one_in_another() {
    check("“He told me ‘go home’ and left,” Lee said.", &["“He told me ‘go home’ and left,”", "> ‘go home’"]);
    check("'She cried \"help\" twice,' Lee said.", &["'She cried \"help\" twice,'", "> \"help\""]);
}

#[test]
fn a_quotation_over_paragraphs_is_one() {
    check("“Rain fell.\n“Snow fell.\n“Hail fell,” she said.", &["“Rain fell. + “Snow fell. + “Hail fell,”"]);
    check("\"Rain fell.\n\"Snow fell,\" she said.", &["\"Rain fell. + \"Snow fell,\""]);
}

#[test]
fn an_unclosed_quotation_ends_with_its_paragraph() {
    check("“Rain fell.\nSnow fell.", &["“Rain fell."]);
    check("Rain \"fell.\nSnow fell.", &[]);
}

#[test]
fn a_stray_mark_leaves_the_others_alone() {
    check("Rain fell.\" \"Snow fell,\" she said. \"Hail too.\"", &["\"Snow fell,\"", "\"Hail too.\""]);
    check("“Rain fell. “Snow fell,” she said.", &["“Snow fell,”"]);
    check("A \" alone, then \"Snow fell,\" she said.", &["\"Snow fell,\""]);
}

#[test]
fn a_million_marks_take_linear_time() {
    for mark in ["\"", "“", "'", "‘a ", " \"a", "«", "''"] {
        let text = mark.repeat(100_000);
        find(&text, &document(&text));
    }
}

#[test]
fn a_straight_mark_that_the_next_paragraph_repeats() {
    check(
        "\"No,\" she said. \"They knew the day.\n\n\"We will answer.\"",
        &["\"No,\"", "\"They knew the day. + \"We will answer.\""],
    );
    check("She said \"They knew the day.\n\nNobody answered.", &[]);
}
