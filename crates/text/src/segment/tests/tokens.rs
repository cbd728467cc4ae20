//! Where tokens begin and end.

use super::check_tokens;

#[test]
fn punctuation_stands_alone() {
    check_tokens(&[
        ("Rain, wind; snow: all.", "Rain , wind ; snow : all ."),
        ("(Port Almeda)", "( Port Almeda )"),
        ("[sic]", "[ sic ]"),
        ("Really?!", "Really ?!"),
        ("Stop!!!", "Stop !!!"),
        ("and then...nothing", "and then ... nothing"),
        ("wait… no", "wait … no"),
        ("rain.Then wind", "rain . Then wind"),
    ]);
}

#[test]
fn quotation_marks_of_all_kinds() {
    check_tokens(&[
        ("\"Rain,\" she said.", "\" Rain , \" she said ."),
        ("“Rain,” she said.", "“ Rain , ” she said ."),
        ("‘Rain,’ she said.", "‘ Rain , ’ she said ."),
        ("'Rain,' she said.", "' Rain , ' she said ."),
        ("``Rain,'' she said.", "`` Rain , '' she said ."),
        ("«Rain»", "« Rain »"),
        ("“‘Rain’”", "“ ‘ Rain ’ ”"),
    ]);
}

#[test]
fn abbreviations_keep_their_dot() {
    check_tokens(&[
        ("Mr. Orlan and Dr. Vey", "Mr. Orlan and Dr. Vey"),
        ("the U.S. envoy", "the U.S. envoy"),
        ("at 5 p.m. on Jan. 4", "at 5 p.m. on Jan. 4"),
        ("Ann J. Lee", "Ann J. Lee"),
        ("J. R. Vey", "J. R. Vey"),
        ("Almeda Corp., Inc.", "Almeda Corp. , Inc."),
        ("No. 5, p. 12", "No. 5 , p. 12"),
        ("He said no.", "He said no ."),
        ("boats, nets, etc., in", "boats , nets , etc. , in"),
        ("boats, nets, etc.", "boats , nets , etc ."),
        ("a Ph.D. student", "a Ph.D. student"),
        ("We chose plan B. The rest", "We chose plan B . The rest"),
    ]);
}

#[test]
fn hyphens_part_compounds_but_not_prefixes() {
    check_tokens(&[
        ("a 15-year-old boy", "a 15 - year - old boy"),
        ("state-owned", "state - owned"),
        ("al-Vey", "al - Vey"),
        ("non-violent", "non-violent"),
        ("an e-mail", "an e-mail"),
        ("mid-1980s", "mid-1980s"),
        ("re-elected", "re-elected"),
        ("rain -- and wind", "rain -- and wind"),
        ("rain—and wind", "rain — and wind"),
        ("the Kestria–Varesh road", "the Kestria – Varesh road"),
    ]);
}

#[test]
fn numbers_times_and_money() {
    check_tokens(&[
        ("1,200.50", "1,200.50"),
        ("at 10:30 or 7:30pm", "at 10:30 or 7:30 pm"),
        ("$5 or US$5bn", "$ 5 or US$ 5 bn"),
        ("£3m, €4", "£ 3 m , € 4"),
        ("10% of 5km", "10 % of 5 km"),
        ("the 20th, the 1980s", "the 20th , the 1980s"),
        ("9/11 and 1/2", "9/11 and 1 / 2"),
        ("2003-2004", "2003 - 2004"),
        ("2024-03-28", "2024-03-28"),
        ("call 555-0199", "call 555-0199"),
        ("3 to 4,5", "3 to 4 , 5"),
        ("24°C", "24 ° C"),
        ("#1", "# 1"),
    ]);
}

#[test]
fn slashes() {
    check_tokens(&[("and/or", "and / or"), ("w/o", "w/o"), ("Varesh/Kestria", "Varesh / Kestria")]);
}

#[test]
fn addresses_and_names_of_the_net() {
    check_tokens(&[
        ("see https://example.org/a?b=1.", "see https://example.org/a?b=1 ."),
        ("(www.example.org)", "( www.example.org )"),
        ("write to ann.lee@example.org, please", "write to ann.lee@example.org , please"),
        ("on example.com.", "on example.com ."),
        ("map.pdf", "map.pdf"),
        ("#flood @annlee", "#flood @annlee"),
    ]);
}

#[test]
fn faces_and_pictures() {
    check_tokens(&[
        ("fine :)", "fine :)"),
        ("fine:-)", "fine :-)"),
        ("rain 🌧️!", "rain 🌧️ !"),
        ("👩‍🚒👍🏽", "👩‍🚒 👍🏽"),
        ("🇳🇴🇸🇪", "🇳🇴 🇸🇪"),
        ("------", "------"),
    ]);
}

#[test]
fn apostrophes_inside_and_around_words() {
    check_tokens(&[
        ("O'Vey and l'Almeda", "O'Vey and l'Almeda"),
        ("the '90s and ’em", "the '90s and ’em"),
        ("the rivers' banks", "the rivers' banks"),
        ("'the rivers' he said", "' the rivers ' he said"),
    ]);
}

#[test]
fn other_scripts_and_marks_without_width() {
    check_tokens(&[
        ("北京。上海", "北京 。 上海"),
        ("Москва, да", "Москва , да"),
        ("cafe\u{301} nai\u{308}ve", "cafe\u{301} nai\u{308}ve"),
        ("a\u{200b}b \u{feff}c", "a\u{200b}b \u{feff}c"),
        ("one\u{a0}two\u{2003}three", "one two three"),
    ]);
}
