//! Whole pages, small ones, and what is to be read from them. The places and people are invented.

use annals_record::{Article, DateSource};
use proptest::prelude::*;

use super::article;
use crate::{Draft, Error};

const BODY: &str = "<p>The river Orle rose above its banks on Monday night, and the lower town of Port Almeda was \
    under water by the morning, the mayor said.</p><p>Some four hundred people, most of them from the old \
    quarter, were taken to the school on the hill, where they were given soup and blankets.</p><p>It was the \
    highest water since the dam was built, officials of the province of Kestria said, and more rain is expected.</p>";

fn read(head: &str, body: &str) -> Draft {
    let page = format!("<html lang=en><head>{head}</head><body>{body}{BODY}</body></html>");
    article(&page, Some("https://www.almedapost.example/news/flood")).unwrap()
}

fn page(head: &str, body: &str) -> Article {
    read(head, body).article
}

#[track_caller]
fn check_title(head: &str, body: &str, expected: Option<&str>) {
    assert_eq!(page(head, body).title.as_deref(), expected, "{head}{body}");
}

#[track_caller]
fn check_byline(head: &str, body: &str, expected: &[&str]) {
    assert_eq!(page(head, body).byline, expected, "{head}{body}");
}

#[track_caller]
fn check_date(head: &str, body: &str, expected: Option<(&str, DateSource)>) {
    let article = page(head, body);
    let found = article.published.as_deref().zip(article.published_from);
    assert_eq!(found, expected, "{head}{body}");
}

fn linked(fields: &str) -> String {
    format!(r#"<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>"#)
}

#[test]
fn the_text_is_the_articles_own_and_a_paragraph_a_line() {
    let draft =
        read("", "<nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav><h1>Water high</h1>");
    let lines: Vec<&str> = draft.article.text.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].starts_with("The river Orle") && lines[2].ends_with("is expected."));
    assert!(draft.notes.is_empty());
}

#[test]
fn a_title_stands_without_the_outlets_name() {
    check_title("<title>Orle floods Port Almeda | Almeda Post</title>", "", Some("Orle floods Port Almeda"));
    check_title("<title>Almeda Post - Orle floods town</title>", "", Some("Orle floods town"));
    check_title(
        "<meta property=og:site_name content='The Herald'><meta property=og:title content='Orle floods town – The Herald'>",
        "",
        Some("Orle floods town"),
    );
    check_title(
        "<title>Orle floods town - again - Almeda Post</title>",
        "",
        Some("Orle floods town - again"),
    );
}

#[test]
fn the_headline_shown_is_taken_where_the_page_confirms_it() {
    check_title(
        "<title>Orle floods old quarter of Port Almeda, mayor says</title>",
        "<h1>Orle floods old quarter</h1>",
        Some("Orle floods old quarter"),
    );
    check_title("<title>Orle floods town</title>", "<h1>Latest news</h1>", Some("Orle floods town"));
    check_title(&linked(r#""headline": "Orle &amp; Tess flood town""#), "", Some("Orle & Tess flood town"));
    check_title("", "<h1>Orle floods town</h1>", Some("Orle floods town"));
    check_title("", "", None);
}

#[test]
fn authors_come_from_json_ld_in_every_shape() {
    check_byline(&linked(r#""author": "Ann Bell""#), "", &["Ann Bell"]);
    check_byline(&linked(r#""author": {"name": "Ann Bell"}"#), "", &["Ann Bell"]);
    check_byline(
        &linked(r#""author": [{"name": "Ann Bell"}, {"name": "Carl Dorn"}]"#),
        "",
        &["Ann Bell", "Carl Dorn"],
    );
    let graph = r##"<script type="application/ld+json">{"@graph": [{"@type": "Article", "author": {"@id": "#1"}},
        {"@type": "Person", "@id": "#1", "name": "Ann Bell"}]}</script>"##;
    check_byline(graph, "", &["Ann Bell"]);
}

#[test]
fn authors_come_from_meta_and_marks() {
    check_byline("<meta name=author content='By Ann Bell and Carl Dorn'>", "", &["Ann Bell", "Carl Dorn"]);
    check_byline("<meta name=parsely-author content='Ann Bell'>", "", &["Ann Bell"]);
    check_byline("", "<a rel=author href=/bell>Ann Bell</a>", &["Ann Bell"]);
    check_byline("", "<span itemprop=author><span itemprop=name>Ann Bell</span></span>", &["Ann Bell"]);
    check_byline("", "<p class=byline>By Ann Bell, senior reporter | 3 March 2024</p>", &["Ann Bell"]);
    check_byline("", "<p>By Ann Bell</p>", &["Ann Bell"]);
    check_byline("", "<div class=comments><span class=author>Dora Eck</span></div>", &[]);
}

#[test]
fn what_is_no_person_is_no_author() {
    for given in [
        "Reuters",
        "Almeda Post",
        "admin",
        "https://social.example/post",
        "Staff Reporter",
        "bell@post.example",
    ] {
        check_byline(&format!("<meta name=author content='{given}'>"), "", &[]);
    }
    check_byline("<meta name=author content='Ann Bell, Reuters'>", "", &["Ann Bell"]);
    check_byline("<meta name=author content='Posted on March 3, 2024 by Ann Bell'>", "", &["Ann Bell"]);
}

#[test]
fn the_date_comes_from_the_surest_source() {
    use DateSource::{JsonLd, Meta, OpenGraph, Text, TimeElement};
    check_date(
        &linked(r#""datePublished": "2024-03-04T08:00:00+02:00""#),
        "<time datetime=2024-03-09>",
        Some(("2024-03-04T08:00:00+02:00", JsonLd)),
    );
    check_date(
        "<meta property=article:published_time content=2024-03-04T06:00:00Z>",
        "",
        Some(("2024-03-04T06:00:00Z", OpenGraph)),
    );
    check_date("<meta name=dc.date.issued content=2024-03-04>", "", Some(("2024-03-04", Meta)));
    check_date(
        "",
        "<span itemprop=datePublished content=2024-03-04>Monday</span>",
        Some(("2024-03-04", Meta)),
    );
    check_date(
        "",
        "<time datetime='2024-03-04 08:00'>Monday</time>",
        Some(("2024-03-04T08:00:00", TimeElement)),
    );
    check_date("", "<p class=post-date>March 4, 2024</p>", Some(("2024-03-04", Text)));
    check_date("", "<p>Published: 4 March 2024</p>", Some(("2024-03-04", Text)));
    check_date("", "", None);
}

#[test]
fn the_address_gives_a_day() {
    let html = format!("<body>{BODY}");
    let found = article(&html, Some("https://almedapost.example/2024/03/04/flood")).unwrap().article;
    assert_eq!(
        (found.published.as_deref(), found.published_from),
        (Some("2024-03-04"), Some(DateSource::Url))
    );
}

#[test]
fn a_time_in_utc_gives_way_to_the_outlets_own_day() {
    let html = format!("{}{BODY}", linked(r#""datePublished": "2024-03-05T02:30:00Z""#));
    let found = article(&html, Some("https://almedapost.example/2024/03/04/flood")).unwrap().article;
    assert_eq!(found.published.as_deref(), Some("2024-03-04"));
}

#[test]
fn an_update_is_no_publication() {
    let body = "<p>Updated: <time class=updated datetime=2024-03-06>6 March</time></p><time datetime=2024-03-04>4 March</time>";
    let found = page("", body);
    assert_eq!(found.published.as_deref(), Some("2024-03-04"));
    assert_eq!(found.modified.as_deref(), Some("2024-03-06"));
}

#[test]
fn months_and_days_are_told_apart_by_the_locale() {
    let date = |lang: &str| {
        let html = format!("<html lang={lang}><meta name=date content=3/4/2024><body>{BODY}");
        article(&html, None).unwrap().article.published
    };
    assert_eq!(date("en-US").as_deref(), Some("2024-03-04"));
    assert_eq!(date("en-GB").as_deref(), Some("2024-04-03"));
}

#[test]
fn broken_json_ld_gives_what_can_be_saved() {
    let head = r#"<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Orle "floods" town",
        "datePublished": "2024-03-04", "author": {"@type": "Person", "name": "Ann Bell"},}</script>"#;
    let found = page(head, "");
    assert_eq!(found.published.as_deref(), Some("2024-03-04"));
    assert_eq!(found.byline, ["Ann Bell"]);
}

#[test]
fn outlet_section_and_language_are_read() {
    let head =
        "<meta property=og:site_name content='Almeda Post'><meta property=article:section content=Region>";
    let found = page(head, "");
    assert_eq!(found.source.as_deref(), Some("Almeda Post"));
    assert_eq!(found.section.as_deref(), Some("Region"));
    assert_eq!(found.language.as_deref(), Some("en"));
    assert_eq!(page("", "").source, None);
}

#[test]
fn a_marked_body_is_taken_where_the_search_finds_less() {
    let links =
        "<li><a href=/x>Read about something else entirely, with many words in it</a></li>".repeat(30);
    let html = format!("<div class=list><ul>{links}</ul></div><div class=entry-content>{BODY}</div>");
    let text = article(&html, None).unwrap().article.text;
    assert!(text.contains("The river Orle") && text.contains("more rain"), "{text}");
    assert!(!text.contains("something else"), "{text}");
}

#[test]
fn the_body_of_json_ld_stands_in_for_one_that_is_not_shown() {
    let words = "The river Orle rose above its banks on Monday night. ".repeat(12);
    let html = format!("{}<p>Subscribe to go on.</p>", linked(&format!(r#""articleBody": "{words}""#)));
    assert!(article(&html, None).unwrap().article.text.starts_with("The river Orle rose"));
}

#[test]
fn a_page_without_article_is_noted_and_one_without_words_refused() {
    let login =
        article("<title>Log in</title><body><form><label>Name</label></form><p>Please log in.</p>", None)
            .unwrap();
    assert_eq!(login.notes[0].stage, "extract");
    assert!(login.article.text.contains("Please log in."));
    let summary =
        article("<meta name=description content='Orle floods town.'><body><script>1</script>", None).unwrap();
    assert_eq!(summary.article.text, "Orle floods town.");
    for empty in ["", "<html></html>", "<title>x</title><body><script>var a = 1;</script></body>"] {
        assert_eq!(article(empty, None).unwrap_err(), Error::EmptyPage, "{empty}");
    }
}

fn soup() -> impl Strategy<Value = String> {
    let tags = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=\"date\">",
        "</div>",
        "<b>",
        "</b>",
        "<a href=x>",
        "<table>",
        "<tr>",
        "<td>",
        "<h1>",
        "</h1>",
        "<script type=\"application/ld+json\">",
        "</script>",
        "{\"@type\":\"Article\",\"author\":",
        "[{}]}",
        "<time datetime=\"2024-",
        "03-04\">",
        "By Ann ",
        "é—“",
        "<!--",
        "-->",
        "<",
        "\"",
        "'",
        "&amp;lt;",
        "\u{0}",
        "<br>",
        "<article>",
        "<meta name=author content='by ",
        "<title>",
        " | ",
        "<svg>",
        "<template>",
        "Rain fell. ",
    ]);
    prop::collection::vec(tags, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_page_is_too_broken(page in soup(), uri in "\\PC{0,20}") {
        if let Ok(draft) = article(&page, Some(&uri)) {
            prop_assert!(!draft.article.text.is_empty());
        }
    }

    #[test]
    fn no_text_is_too_strange(page in "\\PC{0,300}") {
        let _ = article(&page, Some(&page));
    }

    #[test]
    fn the_gate_never_grows_a_page(page in soup()) {
        let (tame, _) = super::gate::pass(&page);
        prop_assert!(tame.len() <= page.len() + page.matches('<').count());
    }
}

#[test]
fn lines_of_credits_above_the_text_are_no_text_of_it() {
    for credit in [
        "By Ann Lee in Velkar",
        "Ann Lee, security correspondent – 14 September 2024, 17:30",
        "Almeda Radio | 24 November 2024 | 3 min read",
    ] {
        let body = format!("<article><h1>River rises</h1><p class=byline>{credit}</p></article>");
        let article = page(r#"<meta name=author content="Ann Lee">"#, &body);
        assert!(article.text.starts_with("The river Orle"), "{credit}: {}", article.text);
    }
}

#[test]
fn a_sentence_that_names_the_author_stays() {
    let article = page(
        r#"<meta name=author content="Ann Lee">"#,
        "<p>Ann Lee, who wrote this, saw the river rise on 14 September 2024 from her own roof.</p>",
    );
    assert!(article.text.starts_with("Ann Lee, who wrote this"), "{}", article.text);
}

#[test]
fn a_saved_page_knows_its_own_address() {
    let html = format!("<link rel=canonical href='https://www.almedapost.example/flood'>{BODY}");
    assert_eq!(
        article(&html, None).unwrap().article.uri.as_deref(),
        Some("https://www.almedapost.example/flood")
    );
    assert_eq!(article(&html, Some("https://cache.example/1")).unwrap().article.uri, None);
}
