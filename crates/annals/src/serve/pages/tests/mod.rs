//! Screens rendered from models made by hand: what is said on them, that words of a text stay words, and that nothing on a
//! page would need a style or script inside it.

mod samples;

use super::*;
use crate::serve::models::*;

/// Every screen, rendered.
fn screens() -> Vec<(&'static str, String)> {
    let shell = samples::shell;
    let problem =
        ProblemModel { status: 404, title: "Not found".into(), detail: "There is no such article.".into() };
    let pages = [
        ("home", search(&shell("/search"), &samples::home())),
        ("search", search(&shell("/search?q=market"), &samples::search())),
        ("error", search(&shell("/search?q=x"), &samples::error())),
        ("article", article(&shell("/article/a1"), &samples::article())),
        ("record", record(&shell("/article/a1/f20-38"), &samples::record())),
        ("actor", actor(&shell("/actor/x"), &samples::actor())),
        ("compare", compare(&shell("/compare?q=x"), &samples::compare())),
        ("map", map(&shell("/map?q=x"), &samples::map())),
        ("review", review(&shell("/review?q=x"), &samples::review())),
        ("help", help(&shell("/help"))),
        ("paste", paste(&shell("/read"))),
        ("login", login(&shell("/login"), &LoginModel { wrong: true, next: "/".into() })),
        ("problem", self::problem(&shell("/nowhere"), &problem)),
    ];
    pages.into_iter().map(|(name, page)| (name, page.unwrap())).collect()
}

fn screen(name: &str) -> String {
    screens().into_iter().find(|(screen, _)| *screen == name).unwrap().1
}

/// What a reader sees: without tags, in one line.
fn seen(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, words)| words));
    }
    let text = text.replace("&#34;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn shows(screen_name: &str, expected: &[&str]) {
    let seen = seen(&screen(screen_name));
    for words in expected {
        assert!(seen.contains(words), "{screen_name} lacks `{words}`:\n{seen}");
    }
}

#[test]
fn words_of_a_text_are_never_markup() {
    for (name, html) in screens() {
        assert!(!html.contains(samples::HOSTILE), "{name}");
    }
    assert!(screen("article").contains("&#60;script&#62;"));
}

#[test]
fn no_page_has_a_script_or_style_inside_it() {
    for (name, html) in screens() {
        for scripts in html.split("<script").skip(1) {
            assert!(
                scripts.trim_start().starts_with("src=")
                    || scripts.trim_start().starts_with("type=\"module\" src="),
                "{name}"
            );
        }
        for inside in [" style=", "<style", " onclick=", "javascript:", "http://www", "https://cdn"] {
            assert!(!html.contains(inside), "{name}: {inside}");
        }
    }
}

#[test]
fn every_page_has_a_title_a_heading_and_its_language() {
    for (name, html) in screens() {
        assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(!html.contains("<title> ·"), "{name}");
    }
}

#[test]
fn no_id_is_given_twice() {
    for (name, html) in screens() {
        let mut ids: Vec<_> =
            html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: {ids:?}");
    }
}

#[test]
fn a_search_says_what_is_found_who_says_so_and_where() {
    shows(
        "search",
        &[
            "1 result",
            "about 58 people killed",
            "Orsel Front says so",
            "voice.example",
            "2024-09-14",
            "sentence 2",
        ],
    );
    assert!(screen("search").contains("<mark>about 58 people</mark>"));
}

#[test]
fn an_error_in_a_query_points_at_its_place() {
    assert!(
        screen("error").contains("market <mark>colour:red</mark>\n       ^^^^^^^^^^"),
        "{}",
        screen("error")
    );
}

#[test]
fn an_article_numbers_its_sentences_from_one_and_names_its_voices() {
    shows(
        "article",
        &[
            "Publishednot known",
            "Orsel Front: “said” indirect",
            "Figure about 58 people killed Orsel Front says so",
        ],
    );
    let html = screen("article");
    assert!(html.contains(r#"<span class="s here" id="s1">"#));
    assert!(html.contains(r#"<a class="m statement figure" href="/article/a1/f20-38" data-label="figure: about 58 people killed">"#));
}

#[test]
fn a_copy_says_what_it_has_otherwise() {
    shows(
        "article",
        &[
            "1 copy elsewhere, 1 with other figures or quotations",
            "figure: here 58, there 41",
            "only here: “Never”",
        ],
    );
}

#[test]
fn a_finding_says_its_chain_in_words() {
    shows(
        "record",
        &[
            "Orsel Front “said”",
            "named as “The Orsel Front”",
            "the article itself",
            "Sure to 93 %",
            "Corrections None so far.",
        ],
    );
}

#[test]
fn a_comparison_draws_each_claim_and_lists_it() {
    shows("compare", &["about 58", "at least 41", "the article says so", "Open: “about”"]);
    assert_eq!(screen("compare").matches("<circle").count(), 2);
}

#[test]
fn places_are_a_list_with_or_without_a_map() {
    let html = screen("map");
    assert!(
        html.contains(r#"data-lat="35.5" data-lon="51.25" data-count="3" data-words="Halvet: 3 results""#),
        "{html}"
    );
}

#[test]
fn a_review_can_be_done_by_plain_forms() {
    let html = screen("review");
    for action in ["accept", "reject", "undo"] {
        assert!(html.contains(&format!(r#"name="action" value="{action}""#)), "{action}");
    }
    assert!(html.contains(r#"<input type="hidden" name="finding" value="f20-38">"#));
}
