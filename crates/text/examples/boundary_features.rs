//! For training the splitter of sentences: JSON Lines `{"text", "ends"}` on stdin, `ends` the byte offsets of the
//! sentences' ends; on stdout, for each gap the splitter is asked at, little-endian `u32`s: 1 or 0 for an end, the
//! number of the line, then the features.

use std::io::{self, BufWriter, Read, Write};

#[derive(serde::Deserialize)]
struct Line {
    text: String,
    ends: Vec<usize>,
}

fn main() -> io::Result<()> {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    let mut out = BufWriter::new(io::stdout().lock());
    for (number, line) in input.lines().enumerate() {
        let line: Line = serde_json::from_str(line)?;
        for (end, features) in annals_text::boundary_features(&line.text, &line.ends) {
            for value in [u32::from(end), number as u32].into_iter().chain(features) {
                out.write_all(&value.to_le_bytes())?;
            }
        }
    }
    out.flush()
}
