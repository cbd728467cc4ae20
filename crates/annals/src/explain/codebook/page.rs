//! An entry of the codebook as a page for a terminal.

use annals_read::codebook::{self, Back, Cameo, Fit, Mode, ONTOLOGY, Quad, Recipient, Rule, Type};

use super::Entry;
use crate::report::Report;
use crate::style::Ink;

/// Heading, definition, facts, and what belongs to it, an empty line behind it.
pub fn of(entry: &Entry, report: &Report) -> String {
    let sheet = Sheet(*report);
    let page = match entry {
        Entry::Quad { quad, types, codes } => sheet.quad(quad, types, codes),
        Entry::Type { kind, class, modes, codes, back, rules } => {
            sheet.kind(kind, *class, *back) + &sheet.modes(modes) + &sheet.coded(codes) + &sheet.rules(rules)
        }
        Entry::Mode { mode, class, codes, back, rules } => {
            sheet.mode(mode, *class, *back) + &sheet.coded(codes) + &sheet.rules(rules)
        }
        Entry::Context { context, codes } => {
            sheet.head(context.name, &about("context"), context.definition) + &sheet.coded(codes)
        }
        Entry::Cameo { cameo, above, below, score, rules } => {
            let family = sheet.codes("Above it", above) + &sheet.codes("Below it", below);
            sheet.cameo(cameo, *score) + &family + &sheet.rules(rules)
        }
        Entry::Sector { sector } => {
            let what = if sector.field == "sector" { "sector" } else { "code in the place of a country" };
            let cameo = sector.cameo.unwrap_or(sector.code);
            sheet.head(sector.code, &about(what), sector.definition)
                + &sheet.facts(&[("in reports", sector.words), ("CAMEO", cameo)])
        }
        Entry::State { code, field, words } => sheet.head(code, field, words),
    };
    page + "\n"
}

fn about(what: &str) -> String {
    format!("{what} of {ONTOLOGY}")
}

struct Sheet(Report);

impl Sheet {
    fn quad(&self, quad: &Quad, types: &[&Type], codes: &[&Cameo]) -> String {
        let rows = types
            .iter()
            .map(|kind| [kind.name.to_owned(), kind.score.to_string(), kind.definition.to_owned()]);
        self.head(&format!("{} {}", quad.number, quad.name), "class of events", quad.definition)
            + &self.rows("Types", rows.collect())
            + &self.codes("CAMEO roots, as GDELT has them", codes)
    }

    fn kind(&self, kind: &Type, class: Option<&Quad>, back: Option<&Back>) -> String {
        let recipient = match kind.recipient {
            Recipient::Required => "required",
            Recipient::Optional => "not required",
            Recipient::OneSided => "required where one side alone is violent",
        };
        let score = format!("{}, of events without mode", kind.score);
        let facts = [
            ("class", &*named(class)),
            ("score", &score),
            ("recipient", recipient),
            ("CAMEO", &rendered(back)),
            ("coding", kind.coding),
        ];
        self.head(kind.name, &about("type"), kind.definition) + &self.facts(&facts)
    }

    fn mode(&self, mode: &Mode, class: Option<&Quad>, back: Option<&Back>) -> String {
        let older = mode.older.join(", ");
        let score = mode.score.to_string();
        let facts = [
            ("class", &*named(class)),
            ("score", &score),
            ("CAMEO", &rendered(back)),
            ("older names", &older),
        ];
        self.head(&format!("{}.{}", mode.of, mode.name), &about("mode"), mode.definition)
            + &self.facts(&facts)
    }

    fn cameo(&self, code: &Cameo, score: Option<f64>) -> String {
        let class = codebook::quads().iter().find(|quad| quad.number == code.quad);
        let facts = [
            ("Goldstein", &*code.goldstein.to_string()),
            ("class", &named(class)),
            ("PLOVER", &plover(code, score)),
            ("contexts", &code.contexts.join(", ")),
            ("decided", code.decided),
        ];
        self.head(code.code, "CAMEO code", code.name) + &self.facts(&facts)
    }

    fn head(&self, name: &str, what: &str, definition: &str) -> String {
        let style = self.0.style();
        let heading =
            format!("{} {}\n", style.paint(Ink::Title, name), style.paint(Ink::Faint, format!("· {what}")));
        heading + &self.0.wrap("  ", "  ", Ink::Speaker, definition)
    }

    /// Names and values in two columns, an empty line before them; those without a value are left out.
    fn facts(&self, facts: &[(&str, &str)]) -> String {
        let facts: Vec<_> = facts.iter().filter(|(_, value)| !value.is_empty()).collect();
        let widest = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let line = |(name, value): &&(&str, &str)| self.lines(&format!("  {name:widest$}  "), value);
        let lines: String = facts.iter().map(line).collect();
        if lines.is_empty() { lines } else { format!("\n{lines}") }
    }

    fn modes(&self, modes: &[&Mode]) -> String {
        let row = |mode: &&Mode| [mode.name.to_owned(), mode.score.to_string(), mode.definition.to_owned()];
        self.rows("Modes, their scores", modes.iter().map(row).collect())
    }

    fn coded(&self, codes: &[&Cameo]) -> String {
        self.codes("CAMEO codes that are coded so", codes)
    }

    /// Codes, their Goldstein values, what they mean.
    fn codes(&self, heading: &str, codes: &[&Cameo]) -> String {
        let row = |code: &&Cameo| [code.code.to_owned(), code.goldstein.to_string(), code.name.to_owned()];
        self.rows(heading, codes.iter().map(row).collect())
    }

    fn rows(&self, heading: &str, rows: Vec<[String; 3]>) -> String {
        let widest = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
        let (name, number) = (widest(0), widest(1));
        let line = |[first, second, third]: &[String; 3]| {
            self.lines(&format!("  {first:name$}  {second:>number$}  "), third)
        };
        self.part(heading, rows.iter().map(line).collect())
    }

    fn rules(&self, rules: &[&Rule]) -> String {
        let line = |rule: &&Rule| self.0.fill("  ", "    ", rule.rule).join("\n") + "\n";
        self.part("Where it ends", rules.iter().map(line).collect())
    }

    fn part(&self, heading: &str, body: String) -> String {
        match body.is_empty() {
            true => body,
            false => format!("\n{}\n{body}", self.0.style().paint(Ink::Heading, heading)),
        }
    }

    /// Words behind `first`; lines that follow stand under the words.
    fn lines(&self, first: &str, words: &str) -> String {
        self.0.fill(first, &" ".repeat(first.len()), words).join("\n") + "\n"
    }
}

/// `4 MATERIAL CONFLICT`
fn named(class: Option<&Quad>) -> String {
    class.map_or_else(String::new, |quad| format!("{} {}", quad.number, quad.name))
}

/// `ASSAULT.drone, score -9.5`
fn plover(code: &Cameo, score: Option<f64>) -> String {
    let Some(kind) = code.kind else { return "none: a statement is no event there".to_owned() };
    let mode = code.mode.map_or_else(String::new, |mode| format!(".{mode}"));
    let score = score.map_or_else(String::new, |score| format!(", score {score}"));
    format!("{kind}{mode}{score}")
}

/// `174, of just this meaning`
fn rendered(back: Option<&Back>) -> String {
    let fit = |fit| match fit {
        Fit::Exact => "of just this meaning",
        Fit::Wider => "which takes in more",
        Fit::Near => "the nearest: CAMEO has none of this",
    };
    back.map_or_else(String::new, |back| format!("{}, {}", back.cameo, fit(back.fit)))
}
