//! How fast a text is cut: `segment_speed FILE…` prints megabytes a second of the whole, one thread.

use std::time::Instant;

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let rounds = (20_000_000 / text.len().max(1)).clamp(1, 50);
        annals_text::document("Warm up.");
        let start = Instant::now();
        let sentences: usize = (0..rounds).map(|_| annals_text::document(&text).sentences.len()).sum();
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{path}: {:.1} MB/s, {} sentences",
            (text.len() * rounds) as f64 / 1e6 / seconds,
            sentences / rounds
        );
    }
    Ok(())
}
