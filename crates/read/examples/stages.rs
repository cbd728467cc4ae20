//! What single stages of reading cost: seconds over all articles of a file, one article a line as `{"text": …}`.
//!
//!     cargo run --release -p annals-read --example stages -- FILE.jsonl
//!
//! Prints a line a stage: its name, a tab, its seconds; then the number of words. `read` is the whole reading.

use std::time::{Duration, Instant};

use annals_read::model::Reader;
use annals_read::stages;
use annals_record::Article;
use annals_text::{Draft, document};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("stages: name a file of articles, one JSON object a line")?;
    let reader = Reader::shipped()?;
    let [mut read, mut times, mut figures, mut places, mut before, mut events] = [Duration::ZERO; 6];
    let mut words = 0;
    for line in std::fs::read_to_string(path)?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().unwrap_or_default();
        let published = row["published"].as_str().unwrap_or("2024-03-30");
        let article = Article {
            text: text.to_owned(),
            published: Some(published.to_owned()),
            language: Some("en".to_owned()),
            ..Article::default()
        };
        read += timed(|| annals_read::read(Draft { article: article.clone(), notes: Vec::new() }, &reader));
        let mut doc = document(text);
        let analysis = reader.analyse(text, &mut doc)?;
        words += doc.words.len();
        times += timed(|| stages::times(text, &doc, &analysis, Some(published)));
        // Figures need the times: what is measured here is both.
        figures += timed(|| stages::figures(text, &doc, &analysis, Some(published)));
        places += timed(|| stages::places(&article, &doc, &analysis));
        // Events need the times and the entities.
        before += timed(|| stages::entities(text, &doc, &analysis, Some(published)));
        events += timed(|| stages::events(text, &doc, &analysis, Some(published)));
    }
    let figures = figures.saturating_sub(times);
    let events = events.saturating_sub(before);
    let stages =
        [("read", read), ("times", times), ("figures", figures), ("places", places), ("events", events)];
    for (name, seconds) in stages {
        println!("{name}\t{:.6}", seconds.as_secs_f64());
    }
    println!("words\t{words}");
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}
