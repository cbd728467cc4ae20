//! Which language a text is in.
//!
//! Two identifiers are asked. One knows sixteen languages and is right on a few words, but always names one; the
//! other knows seventy and is often wrong on short texts. Together they are sure where they agree; where they do not,
//! only a long text decides. Headlines and lists of names are left undecided.

use std::sync::LazyLock;

/// Bytes of the text looked at, at its beginning and at its middle.
const SAMPLE: usize = 2 << 10;
/// Letters below which a text in a script of many languages is left undecided.
const FEW: usize = 40;
/// Letters from which on one identifier may decide where the other is unsure.
const SOME: usize = 80;
/// Letters from which on one identifier may decide against the other.
const MANY: usize = 250;

/// Code of ISO 639-3, of ISO 639-1, name.
static LANGUAGES: LazyLock<Vec<[&str; 3]>> = LazyLock::new(|| {
    let rows =
        include_str!("../../../data/languages.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|row| row.split('\t').collect::<Vec<_>>().try_into().ok()).collect()
});

/// ISO 639-1 code of the language of `text`, 639-3 where there is none; `None` where the text is too short to say.
pub(crate) fn identify(text: &str) -> Option<&'static str> {
    let sample = sample(text);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();

    let many = whatlang::detect(&sample);
    if let Some(info) = many.as_ref().filter(|_| letters >= 4 && own_script(&sample)) {
        return short_code(info.lang().code());
    }
    if letters < FEW {
        return None;
    }
    let few = whichlang::detect_language(&sample).three_letter_code();
    let Some(many) = many else { return (letters >= MANY).then(|| short_code(few)).flatten() };
    short_code(decide(few, many.lang().code(), many.is_reliable(), letters)?)
}

/// The language, from what the identifier of few languages and that of many say of a text with so many letters.
fn decide(few: &'static str, many: &'static str, reliable: bool, letters: usize) -> Option<&'static str> {
    if few == many {
        return (few == "eng" || reliable || letters >= SOME).then_some(few);
    }
    // A language that the first does not know shows as a sure answer of the second. English is not mistaken by the
    // first, names are by the second.
    let unknown = !whichlang::LANGUAGES.iter().any(|lang| lang.three_letter_code() == many);
    match (unknown && reliable && few != "eng", reliable) {
        _ if letters < SOME => None,
        (true, _) => Some(many),
        (false, true) if letters < MANY => None,
        (false, _) => Some(few),
    }
}

/// The code of a language that is given as `en`, `eng`, `en-GB` or `English`.
pub(crate) fn code(given: &str) -> Option<String> {
    let name = given.trim();
    let primary = name.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let known = LANGUAGES
        .iter()
        .find(|[three, two, full]| *three == primary || *two == primary || full.eq_ignore_ascii_case(name));
    let other = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    known.map(|[_, two, _]| (*two).to_owned()).or_else(|| other.then_some(primary))
}

fn short_code(three: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|[code, ..]| *code == three).map(|[_, two, _]| *two)
}

/// Whether most letters are of a script that hardly any other language of the news shares.
fn own_script(sample: &str) -> bool {
    use whatlang::Script::{Arabic, Cyrillic, Devanagari, Hebrew, Latin};
    whatlang::detect_script(sample)
        .is_some_and(|script| !matches!(script, Latin | Cyrillic | Arabic | Devanagari | Hebrew))
}

fn sample(text: &str) -> String {
    let text = text.trim_start();
    let start = &text[..text.floor_char_boundary(SAMPLE)];
    let middle = text.floor_char_boundary((text.len() / 2).max(start.len()));
    let middle = &text[middle..text.floor_char_boundary(middle + SAMPLE)];
    [start, " ", middle].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_languages() {
        for (code, text) in [
            (
                "en",
                "The river rose above its banks on Monday and the mayor of Port Almeda asked people to leave.",
            ),
            (
                "de",
                "Der Fluss trat am Montag über die Ufer, und die Bürgermeisterin bat die Menschen, die Stadt zu verlassen.",
            ),
            (
                "fr",
                "Le fleuve est sorti de son lit lundi et la maire a demandé aux habitants de quitter la ville.",
            ),
            (
                "es",
                "El río se desbordó el lunes y la alcaldesa pidió a los vecinos que abandonaran la ciudad.",
            ),
            (
                "it",
                "Il fiume è uscito dagli argini lunedì e la sindaca ha chiesto agli abitanti di lasciare la città.",
            ),
            (
                "pt",
                "O rio transbordou na segunda-feira e a prefeita pediu aos moradores que deixassem a cidade.",
            ),
            (
                "nl",
                "De rivier is maandag buiten haar oevers getreden en de burgemeester heeft de bewoners gevraagd de stad te verlaten.",
            ),
            ("tr", "Nehir pazartesi günü taştı ve belediye başkanı halktan şehri terk etmesini istedi."),
            ("ru", "Река вышла из берегов в понедельник, и мэр попросила жителей покинуть город."),
            ("ar", "فاض النهر يوم الاثنين وطلبت رئيسة البلدية من السكان مغادرة المدينة على الفور."),
            ("ja", "月曜日に川が氾濫し、市長は住民に避難するよう求めた。"),
            ("ko", "월요일 강물이 범람하자 시장은 주민들에게 대피를 요청했다."),
            ("el", "Ο ποταμός ξεχείλισε τη Δευτέρα και η δήμαρχος ζήτησε από τους κατοίκους να φύγουν."),
        ] {
            assert_eq!(identify(text), Some(code), "{text}");
        }
    }

    #[test]
    fn a_long_text_in_a_rarer_language_is_known() {
        let text = "Rzeka wystąpiła z brzegów w poniedziałek, a burmistrz poprosiła mieszkańców o opuszczenie miasta. \
            Strażacy przez całą noc układali worki z piaskiem. Według władz nikt nie zginął, ale woda zalała kilkaset domów \
            i zerwała dwa mosty. Szkoły pozostaną zamknięte do końca tygodnia, a pociągi nie kursują.";
        assert_eq!(identify(text), Some("pl"));
    }

    #[test]
    fn what_is_too_short_is_left_undecided() {
        for text in
            ["", "Rain fell.", "12,000", "Almeda: Varesh 2, Kestria 1", "Van der Berg, Jansen, De Vries"]
        {
            assert_eq!(identify(text), None, "{text}");
        }
    }

    #[test]
    fn given_codes_are_made_one_kind() {
        for (given, expected) in
            [("en-GB", "en"), ("eng", "en"), ("English", "en"), ("FA", "fa"), ("ckb", "ckb")]
        {
            assert_eq!(code(given).as_deref(), Some(expected));
        }
        assert_eq!(code("?"), None);
    }
}
