//! The vectors of the words of texts, for training a head on the encoder as it is.
//!
//!     cargo run --release -p annals-read --example vectors -- FILE.jsonl OUT
//!
//! FILE has a line of JSON with `text` for each text. OUT.bin gets the vectors, 384 numbers in single precision each, and
//! OUT.tsv a line for each: number of the text, first and last code point (the end is exclusive), part of speech, lemma, number of the
//! word, number of its sentence, number of its head or `-`. Punctuation is left out.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::ops::Range;

use annals_read::model::{Reader, VECTOR};
use annals_record::CharIndex;
use annals_text::document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(texts), Some(out)) = (args.next(), args.next()) else {
        return Err("usage: vectors FILE.jsonl OUT".into());
    };
    let reader = Reader::shipped()?;
    let mut numbers = BufWriter::new(File::create(format!("{out}.bin"))?);
    let mut words = BufWriter::new(File::create(format!("{out}.tsv"))?);
    for (text_number, line) in BufReader::new(File::open(texts)?).lines().enumerate() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        let mut doc = document(text);
        let analysis = reader.analyse(text, &mut doc)?;
        let vectors = reader.vectors(text, &doc)?;
        let index = CharIndex::new(text);
        let of_sentence = doc.sentences.iter().enumerate();
        let places: Vec<(usize, usize)> = of_sentence
            .flat_map(|(number, own)| std::iter::repeat_n((number, own.words.start), own.words.len()))
            .collect();
        let rows = doc.words.iter().zip(&analysis.words).zip(vectors.chunks_exact(VECTOR));
        for (number, ((word, own), vector)) in
            rows.enumerate().filter(|(_, ((_, own), _))| own.upos != "PUNCT")
        {
            let Range { start, end } = index.chars(word.span).range();
            let (sentence, first) = places[number];
            let head = own.head.map_or("-".to_owned(), |head| (first + head).to_string());
            let (upos, lemma) = (own.upos, &own.lemma);
            writeln!(words, "{text_number}\t{start}\t{end}\t{upos}\t{lemma}\t{number}\t{sentence}\t{head}")?;
            for number in vector {
                numbers.write_all(&number.to_le_bytes())?;
            }
        }
    }
    Ok(())
}
