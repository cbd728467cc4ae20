//! The screen Compare: queries over time, and figures by claimant.

use askama::Template;

use super::Html;
use super::claims::{Claims, claims};
use super::lines::{Lines, lines};
use super::words::{amount, joined, plain, says_so};
use crate::serve::models::{Claim, CompareModel, Shell};

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage<'a> {
    shell: &'a Shell,
    model: &'a CompareModel,
    lines: Option<Lines>,
    rows: Vec<(&'a str, Vec<u64>)>,
    dots: Option<Claims>,
    claims: Vec<Row<'a>>,
}

/// A claim in the table.
struct Row<'a> {
    claim: &'a Claim,
    day: &'a str,
    amount: String,
    of: String,
    voice: String,
}

/// The page of a comparison.
pub fn compare(shell: &Shell, model: &CompareModel) -> Html {
    let counted: Vec<_> =
        model.series.iter().map(|series| (series.query.clone(), series.counts.clone())).collect();
    let counts = |n: usize| model.series.iter().map(move |series| series.counts.get(n).copied().unwrap_or(0));
    let rows = model.buckets.iter().enumerate().map(|(n, bucket)| (bucket.as_str(), counts(n).collect()));
    ComparePage {
        lines: lines(&model.buckets, &counted).filter(|_| model.series.iter().any(|series| series.total > 0)),
        rows: rows.collect(),
        dots: claims(&model.claims),
        claims: model.claims.iter().map(row).collect(),
        shell,
        model,
    }
    .render()
}

fn row(claim: &Claim) -> Row<'_> {
    let unit = claim.unit.clone();
    let measure =
        claim.measure.as_deref().filter(|&measure| Some(measure) != claim.unit.as_deref()).map(plain);
    Row {
        day: claim.day.as_deref().unwrap_or("undated"),
        amount: amount(claim.low, claim.high, &claim.relation),
        of: joined([unit, measure], ", ").unwrap_or_default(),
        voice: says_so(&claim.voice),
        claim,
    }
}
