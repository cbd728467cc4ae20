//! What two copies of a story do not share: figures that differ, quotations that one has dropped.

use std::collections::HashSet;

use annals_record::{Figure, Record, StatementForm};

use super::marked::Text;
use super::models::Difference;

/// Differences that are listed at most.
const MOST: usize = 40;

/// What `here` has otherwise than `there`.
pub fn differences(here: &Record, there: &Record) -> Vec<Difference> {
    let (words_here, words_there) = (Text::new(&here.article.text), Text::new(&there.article.text));
    let mut all = figures((here, &words_here), (there, &words_there));
    all.extend(quotations(here, &words_here, there).map(|text| quotation(Some(text), None)));
    all.extend(quotations(there, &words_there, here).map(|text| quotation(None, Some(text))));
    all.truncate(MOST);
    all
}

fn quotation(here: Option<String>, there: Option<String>) -> Difference {
    Difference { kind: "quotation".to_owned(), here, there }
}

/// Figures of one that the other has not, each beside one of the same measure and unit in the other that it lacks.
fn figures(here: (&Record, &Text<'_>), there: (&Record, &Text<'_>)) -> Vec<Difference> {
    let only_here = missing(&here.0.figures, &there.0.figures);
    let mut only_there = missing(&there.0.figures, &here.0.figures);
    let mut all = Vec::new();
    for figure in only_here {
        let partner = only_there.iter().position(|other| counts(figure) == counts(other));
        let partner = partner.map(|at| only_there.remove(at));
        all.push(pair(Some(here.1.of(figure.span)), partner.map(|other| there.1.of(other.span))));
    }
    all.extend(only_there.into_iter().map(|figure| pair(None, Some(there.1.of(figure.span)))));
    all
}

fn pair(here: Option<&str>, there: Option<&str>) -> Difference {
    Difference { kind: "figure".to_owned(), here: here.map(str::to_owned), there: there.map(str::to_owned) }
}

fn counts(figure: &Figure) -> (Option<&str>, Option<&str>, Option<&str>) {
    (figure.measure.as_deref(), figure.unit.as_deref(), figure.currency.as_deref())
}

/// Figures whose value no figure of the same measure and unit in `other` has.
fn missing<'a>(figures: &'a [Figure], other: &[Figure]) -> Vec<&'a Figure> {
    let value = |figure: &Figure| {
        let bits = |bound: Option<f64>| bound.map(f64::to_bits);
        let (measure, unit, currency) = counts(figure);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        (bits(figure.low), bits(figure.high), owned(measure), owned(unit), owned(currency))
    };
    let known: HashSet<_> = other.iter().map(value).collect();
    let mut seen = HashSet::new();
    figures.iter().filter(|figure| !known.contains(&value(figure)) && seen.insert(value(figure))).collect()
}

/// Quotations of `of` whose words do not stand in the other text.
fn quotations<'a>(of: &'a Record, words: &'a Text<'a>, other: &Record) -> impl Iterator<Item = String> + 'a {
    let text = plain(&other.article.text);
    let direct = of.statements.iter().filter(|statement| statement.form == StatementForm::Direct);
    direct.flat_map(|statement| &statement.content).filter_map(move |part| {
        let quoted = words.of(*part);
        let letters = plain(quoted);
        (letters.len() > 2 && !text.contains(&letters)).then(|| quoted.to_owned())
    })
}

/// Letters and digits with single blanks, so that marks and white space make no difference.
fn plain(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}

#[cfg(test)]
mod tests {
    use annals_record::{Article, CharSpan, FigureId, Relation, Statement, StatementId};

    use super::*;

    fn record(text: &str, figure: (&str, f64), quotes: &[&str]) -> Record {
        let span = |words: &str| {
            let start = text.find(words).map(|byte| text[..byte].chars().count()).unwrap();
            CharSpan::new(start, start + words.chars().count())
        };
        let mut record = Record::new("test", Article { text: text.into(), ..Article::default() });
        let at = span(figure.0);
        record.figures.push(Figure {
            id: FigureId::new(at),
            span: at,
            low: Some(figure.1),
            high: Some(figure.1),
            relation: Relation::Exact,
            unit: Some("people".into()),
            measure: Some("injured".into()),
            of: None,
            currency: None,
            place: None,
            date: None,
            event: None,
            statement: None,
        });
        let statement = |words: &&str| Statement {
            id: StatementId::new(span(words)),
            form: StatementForm::Direct,
            content: vec![span(words)],
            cue: None,
            speaker: None,
            addressee: None,
            within: None,
        };
        record.statements = quotes.iter().map(statement).collect();
        record
    }

    #[test]
    fn copies_differ_in_a_figure_and_a_quotation() {
        let here = record("41 were hurt. “It is bad,” Lee said. “We wait.”", ("41", 41.0), &["“It is bad,”", "“We wait.”"]);
        let there = record("43 were hurt. \"It is bad\", Lee said.", ("43", 43.0), &["\"It is bad\""]);
        let owned = |text: &str| Some(text.to_owned());
        assert_eq!(
            differences(&here, &there),
            [
                Difference { kind: "figure".into(), here: owned("41"), there: owned("43") },
                Difference { kind: "quotation".into(), here: owned("“We wait.”"), there: None },
            ]
        );
        assert_eq!(differences(&here, &here), []);
    }
}
