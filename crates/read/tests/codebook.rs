//! `docs/codebook.md` holds what the tables of `data/codebook/` hold. Where it does not, it is written anew, and the test fails:
//! the difference in git is the review.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use annals_read::codebook::{self, Fit, Recipient};

/// Behind this line the page is made from the tables; before it, by hand.
const MARK: &str =
    "<!-- From here on made from data/codebook/ by `cargo test -p annals-read codebook`. -->\n";

#[test]
fn the_codebook_page_is_that_of_the_tables() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/codebook.md");
    let page = fs::read_to_string(&path).unwrap();
    let (by_hand, _) = page.split_once(MARK).expect("docs/codebook.md has lost its mark");
    let expected = [by_hand, MARK, &tables()].concat();
    if page != expected {
        fs::write(&path, expected).unwrap();
        panic!("docs/codebook.md was not that of the tables; it is written anew");
    }
}

fn tables() -> String {
    [classes(), types(), modes(), rules(), contexts(), sectors(), codes()].concat()
}

/// A heading and a table.
fn table<const N: usize>(heading: &str, head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut out = format!("\n## {heading}\n\n| {} |\n|{}\n", head.join(" | "), "---|".repeat(N));
    for row in rows {
        writeln!(out, "| {} |", row.join(" | ")).unwrap();
    }
    out
}

fn classes() -> String {
    let rows = codebook::quads().iter();
    table(
        "Classes",
        ["class", "name", "what belongs to it"],
        rows.map(|quad| [quad.number.to_string(), quad.name.to_owned(), quad.definition.to_owned()]),
    )
}

fn types() -> String {
    let rows = codebook::types().iter().map(|kind| {
        let recipient = match kind.recipient {
            Recipient::Required => "required",
            Recipient::Optional => "",
            Recipient::OneSided => "where one side alone is violent",
        };
        [
            kind.name.to_owned(),
            kind.quad.to_string(),
            kind.score.to_string(),
            recipient.to_owned(),
            rendered(kind.name, None),
            kind.definition.to_owned(),
            kind.coding.to_owned(),
        ]
    });
    table(
        "Types",
        ["type", "class", "score", "recipient", "CAMEO", "what belongs to it", "how annals codes it"],
        rows,
    )
}

fn modes() -> String {
    let rows = codebook::modes().iter().map(|mode| {
        [
            format!("{}.{}", mode.of, mode.name),
            mode.score.to_string(),
            rendered(mode.of, Some(mode.name)),
            mode.definition.to_owned(),
            mode.older.join(", "),
        ]
    });
    table("Modes", ["mode", "score", "CAMEO", "what belongs to it", "older names"], rows)
}

/// The code of a type and mode: `174`, `~143` where it takes in more, `(0831)` where it is of another type.
fn rendered(kind: &str, mode: Option<&str>) -> String {
    let back = codebook::backs().iter().find(|back| back.kind == kind && back.mode == mode);
    back.map_or_else(String::new, |back| match back.fit {
        Fit::Exact => back.cameo.to_owned(),
        Fit::Wider => format!("~{}", back.cameo),
        Fit::Near => format!("({})", back.cameo),
    })
}

fn rules() -> String {
    let rows = codebook::rules().iter();
    table(
        "Where one type ends and another begins",
        ["about", "rule", "by"],
        rows.map(|rule| [rule.entries.join(", "), rule.rule.to_owned(), rule.by.to_owned()]),
    )
}

fn contexts() -> String {
    let rows = codebook::contexts().iter();
    table(
        "Contexts",
        ["context", "what belongs to it"],
        rows.map(|context| [context.name.to_owned(), context.definition.to_owned()]),
    )
}

fn sectors() -> String {
    let rows = codebook::sectors().iter().map(|sector| {
        let cameo = sector.cameo.unwrap_or_default();
        [sector.code, sector.field, sector.words, sector.definition, cameo].map(str::to_owned)
    });
    table("Sectors", ["code", "field", "in reports", "who belongs to it", "CAMEO, where it is another"], rows)
}

fn codes() -> String {
    let rows = codebook::codes().iter().map(|code| {
        let mode = code.mode.map_or_else(String::new, |mode| format!(".{mode}"));
        [
            code.code.to_owned(),
            code.name.to_owned(),
            code.goldstein.to_string(),
            code.quad.to_string(),
            code.kind.map_or_else(String::new, |kind| format!("{kind}{mode}")),
            code.contexts.join(", "),
        ]
    });
    table("CAMEO codes", ["code", "what it means", "Goldstein", "class", "PLOVER", "contexts"], rows)
}
