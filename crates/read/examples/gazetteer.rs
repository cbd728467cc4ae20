//! Compiles a table of places into the files of the gazetteer: `gazetteer TABLE.tsv FOLDER`.

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(table), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: gazetteer TABLE.tsv FOLDER".into());
    };
    let compiled = annals_read::gazetteer::compile(&std::fs::read_to_string(table)?)?;
    std::fs::write(folder.join("names.fst"), &compiled.names)?;
    std::fs::write(folder.join("places.bin"), &compiled.rows)?;
    println!("names {} bytes, places {} bytes", compiled.names.len(), compiled.rows.len());
    Ok(())
}
