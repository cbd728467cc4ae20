//! The query language as a language: what is refused and where, how queries are written back, that no text harms.

mod news;

use annals_store::{Expr, FIELDS, Fault, Field, Find, Kind, Node, Query, Sort, Term};
use news::news;
use proptest::prelude::*;

/// The error of `query`: its column and what it says.
#[track_caller]
fn refused(query: &str, column: usize, says: &str) {
    let error = Query::parse(query).unwrap_err();
    assert!(error.to_string().contains(says), "{error}");
    assert_eq!(error.column(), column, "{error}");
    assert!(error.to_string().starts_with(&format!("column {column}: ")), "{error}");
}

#[test]
fn an_error_says_where_and_what_to_do() {
    refused("", 1, "nothing to look for");
    refused("   ", 1, "nothing to look for");
    refused("ceasefire speakr:Lee", 11, "did you mean `speaker:`?");
    refused("see http://example.org", 5, "no field `http:`");
    refused("rain speaker: Lee", 6, "`speaker:` needs a value right behind it, as in `speaker:Kreel`");
    refused("speaker:(Lee OR Kreel)", 1, "brackets cannot stand behind `speaker:`");
    refused("say \"no truce", 5, "quotation mark has no partner");
    refused("(rain OR snow", 1, "bracket has no partner");
    refused("rain) snow", 5, "bracket has no partner");
    refused("rain ()", 6, "nothing stands in these brackets");
    refused("OR rain", 1, "`OR` needs a term");
    refused("rain OR", 6, "`OR` needs a term");
    refused("rain AND", 6, "`AND` needs a term");
    refused("rain - snow", 6, "`-` needs a term");
    refused("rain —", 6, "no letter or digit");
    refused("a*", 1, "at least two letters");
    refused("event:PROT*", 1, "takes no `*`");
    refused("type:sentance", 1, "it takes article, sentence");
    refused("rain since:yesterday", 6, "a day, month or year");
    refused("since:2024-02-30", 1, "a day, month or year");
    refused("value:many", 1, "a number, >10");
    refused("stance:angry", 1, "neutral, assert, deny");
    refused("type:figure stance:deny", 13, "`stance:` is no field of type figure; type statement has it");
    refused("type:time speaker:Lee", 11, "types statement, event and figure have it");
    refused("stance:deny measure:killed", 13, "no type has both `stance:` and `measure:`");
    refused("-type:event", 2, "holds for the whole query");
    refused("type:event type:figure", 12, "holds for the whole query");
    refused("type:event OR rain", 1, "holds for the whole query");
    refused("id:x/y", 1, "ARTICLE/s120-188");
    refused(&"(".repeat(60), 22, "more than 20 deep");
    refused(&"rain ".repeat(101), 501, "more than 100 terms");
    refused(&"r".repeat(4001), 4001, "more than 4000 characters");
}

#[test]
fn a_mark_stands_under_the_place() {
    let error = Query::parse("“No” étage speakr:Lee").unwrap_err();
    assert!(matches!(error.fault, Fault::Field { near: Some("speaker"), .. }));
    let shown = error.pointed();
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "“No” étage speakr:Lee");
    assert_eq!(lines[1], "           ^^^^^^^");
    assert!(lines[2].starts_with("column 12: there is no field `speakr:`"));
}

#[test]
fn queries_are_written_back_in_one_way() {
    let check = |query: &str, written: &str| assert_eq!(Query::parse(query).unwrap().to_string(), written);
    check("ceasefire   AND \"truce\"", "ceasefire truce");
    check("(a1 b1) OR c1", "(a1 b1) OR c1");
    check("a1 b1 OR c1", "(a1 b1) OR c1");
    check("a1 (b1 (c1))", "a1 b1 c1");
    check("NOT (a1 OR b1)", "-(a1 OR b1)");
    check("SPEAKER:“Ann Lee”", "speaker:\"Ann Lee\"");
    check("\"OR\" \"-x\" \"a:b\" \"two words\"*", "\"OR\" \"-x\" \"a:b\" \"two words\"*");
}

#[test]
fn the_type_is_named_or_implied() {
    let check = |query: &str, kind| assert_eq!(Query::parse(query).unwrap().kind(), kind, "{query}");
    check("ceasefire", Kind::Sentence);
    check("ceasefire since:2024 country:KES", Kind::Sentence);
    check("speaker:Kreel", Kind::Statement);
    check("speaker:Kreel status:planned", Kind::Event);
    check("voice:article", Kind::Event);
    check("voice:article measure:killed", Kind::Figure);
    check("review:rejected", Kind::Statement);
    check("id:p1-4", Kind::Place);
    check("(rain type:times) OR snow", Kind::Time);
}

fn term() -> impl Strategy<Value = Term> {
    let text = prop_oneof![
        "[a-z]{2,6}",
        "[a-z]{2}[a-z :()*“”-]{0,6}[a-z]{2}",
        Just("OR".to_owned()),
        "-?[a-zé]{2,4}",
        "type:[a-z]{2}"
    ];
    (text, any::<bool>()).prop_map(|(text, prefix)| Term { text, prefix })
}

fn expr() -> impl Strategy<Value = Expr> {
    let fields = proptest::sample::select(
        FIELDS.iter().map(|spec| spec.field).filter(|field| *field != Field::Type).collect::<Vec<_>>(),
    );
    let leaf = prop_oneof![
        term().prop_map(Node::Words),
        (fields, term()).prop_map(|(field, term)| Node::Field(field, term)),
    ]
    .prop_map(|node| Expr { node, at: 0..0 });
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| Expr { node: Node::All(parts), at: 0..0 }),
            proptest::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| Expr { node: Node::Any(parts), at: 0..0 }),
            inner.prop_map(|part| Expr { node: Node::Not(Box::new(part)), at: 0..0 }),
        ]
    })
}

/// The tree without places, brackets that change nothing opened.
fn bare(tree: &Expr) -> Expr {
    let node = match &tree.node {
        Node::All(parts) => Node::All(
            parts
                .iter()
                .map(bare)
                .flat_map(|part| match part.node {
                    Node::All(inner) => inner,
                    node => vec![Expr { node, at: 0..0 }],
                })
                .collect(),
        ),
        Node::Any(parts) => Node::Any(
            parts
                .iter()
                .map(bare)
                .flat_map(|part| match part.node {
                    Node::Any(inner) => inner,
                    node => vec![Expr { node, at: 0..0 }],
                })
                .collect(),
        ),
        Node::Not(part) => Node::Not(Box::new(bare(part))),
        node => node.clone(),
    };
    Expr { node, at: 0..0 }
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_fall(text in "\\PC{0,60}") {
        let _ = Query::parse(&text).map(|query| query.to_string());
    }

    #[test]
    fn no_text_of_its_own_words_does_either(text in "([a-z]{1,3}|type:|speaker:|value:>|since:2|id:|\"|“|”|\\(|\\)|-|OR|NOT|AND|\\*|\\.\\.| ){0,30}") {
        if let Err(error) = Query::parse(&text) {
            prop_assert!(!error.pointed().is_empty());
        }
    }

    #[test]
    fn a_tree_that_is_written_is_read_again(tree in expr()) {
        let written = tree.to_string();
        let read = annals_store::parse_query(&written).unwrap_or_else(|error| panic!("{}", error.pointed()));
        prop_assert_eq!(bare(&read), bare(&tree), "{}", written);
    }
}

/// Three hundred odd queries: each is refused or answered.
#[test]
fn hostile_queries_are_refused_or_answered() {
    let news = news();
    let odd = [
        "\0",
        "a\0b",
        "\"a\0b\"",
        "'; DROP TABLE articles; --",
        "\" OR 1=1 --",
        "sentence_words MATCH 'x'",
        "NEAR(a b, 5)",
        "a NEAR b",
        "{text} : rain",
        "text:rain",
        "^rain",
        "rain^",
        "r+a+i+n",
        "rain + snow",
        "a AND NOT b",
        "\"rain\" \"\"",
        "\"\"",
        "\"***\"",
        "rain*snow",
        "**",
        "ra**",
        "%",
        "%rain%",
        "_",
        "\\",
        "\\\"",
        "`rain`",
        "[rain]",
        "{rain}",
        "<script>alert(1)</script>",
        "rain\u{202E}snow",
        "\u{FEFF}rain",
        "\u{200B}",
        "e\u{301}te\u{301}",
        "ﬀ",
        "İ",
        "ß",
        "𝔯𝔞𝔦𝔫",
        "🌧",
        "🌧 rain",
        "雨",
        "дождь",
        "مطر",
        "ra\u{AD}in",
        "\u{D7FF}",
        "\u{10FFFF}",
        "\u{FFFD}",
        "\r\n",
        "rain\r\nsnow",
        "\t rain \t",
        "rain\u{A0}snow",
        "-",
        "--",
        "---rain",
        "- rain",
        "-(",
        "-)",
        ")(",
        "()",
        "(())",
        "((rain))",
        "OR",
        "OR OR",
        "a1 OR OR b1",
        "AND",
        "NOT",
        "NOT NOT rain",
        "NOT OR",
        "rain AND OR snow",
        ":",
        "::",
        ":rain",
        "rain:",
        "a:b:c",
        "speaker::",
        "speaker:-",
        "speaker:\"\"",
        "speaker:\" \"",
        "speaker:'",
        "speaker:*",
        "speaker:/",
        "speaker:person/",
        "speaker:person/*",
        "speaker:%/x",
        "speaker:x/'--",
        "speaker:\"x\" OR",
        "type:",
        "type:type",
        "type:all",
        "type:\"\"",
        "type:*",
        "value:",
        "value:>",
        "value:><",
        "value:1..",
        "value:..1",
        "value:..",
        "value:1..2..3",
        "value:1e308",
        "value:999999999999999999999999",
        "value:-0",
        "value:NaN",
        "value:inf",
        "value:0x10",
        "value:１",
        "since:0000",
        "since:9999-12-31",
        "since:-2024",
        "since:2024-13",
        "until:2024-02-31",
        "since:2025 until:2024",
        "id:",
        "id:/",
        "id:a/-1",
        "id:a/999999999999999999999",
        "id:s1-",
        "id:s-1",
        "id:é1-2",
        "id:s1-2.3.4",
        "article:'",
        "group:\"",
        "group:%",
        "key:../../etc/passwd",
        "source:\"' OR ''='\"",
        "source:*",
        "source:\"*\"",
        "lang:xx",
        "country:\"\"",
        "country:'",
        "place:%",
        "place:_*",
        "place:\"a\"*",
        "event:'",
        "event:0",
        "event:999999",
        "event:\"a b\"",
        "measure:\"kill*\"",
        "review:none",
        "review:rejected rain",
        "version:all",
        "version:1",
        "version:all version:all",
        "voice:article OR voice:statement",
        "-voice:article",
        "-review:none",
        "(type:event rain) (type:event snow)",
    ];
    let shapes = ["{}", "rain {}", "type:article {}", "type:statement ({})", "-({})"];
    let mut tried = 0;
    for query in odd {
        for shape in shapes {
            let text = shape.replace("{}", query);
            tried += 1;
            if let Ok(query) = Query::parse(&text) {
                for sort in [Sort::of(&query), Sort::Oldest] {
                    let page = news.store.find(&query, &Find { sort, limit: 3, after: None });
                    let page = page.unwrap_or_else(|error| panic!("{text:?}: {error}"));
                    assert!(page.rows.len() <= 3);
                }
            }
        }
    }
    assert!(tried >= 300, "{tried}");
}

#[test]
fn a_query_as_large_as_allowed_is_answered() {
    let news = news();
    let many =
        |between: &str, term: &str| (0..100).map(|n| format!("{term}{n}")).collect::<Vec<_>>().join(between);
    let deep = format!("{}rain{}", "(-".repeat(10), ")".repeat(10));
    for text in [
        many(" OR ", "rain"),
        many(" ", "-rain"),
        many(" OR ", "speaker:rain"),
        many(" ", "-speaker:rain"),
        many(" OR ", "event:rain"),
        many(" OR -", "place:rain"),
        deep,
    ] {
        let query = Query::parse(&text).unwrap_or_else(|error| panic!("{error}"));
        news.store
            .find(&query, &Find { sort: Sort::of(&query), limit: 3, after: None })
            .unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}
