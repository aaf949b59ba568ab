//! Packs which pairs of characters are seen in words, and which unseen ones may stand for a word:
//! `cargo run --release --example pack_pairs -- dictionaries/language` writes pairs.bin and mendable.bin there.

use std::error::Error;
use std::path::PathBuf;

use hanmend::dictionary::Lookalikes;
use hanmend::language::{Gate, Mendable, Model, Vocabulary};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(folder) = std::env::args().nth(1) else { return Err("usage: pack_pairs FOLDER".into()) };
    let write = |name: &str, bytes: Vec<u8>| {
        let target = PathBuf::from(&folder).join(name);
        std::fs::write(&target, bytes).map_err(|error| format!("{}: {error}", target.display()))
    };
    let model = Model::built_in()?;
    let gate = Gate::derive(model, Vocabulary::built_in()?);
    let mendable = Mendable::derive(model, &gate, Lookalikes::built_in()?);
    write(Gate::FILE, gate.to_bytes())?;
    write(Mendable::FILE, mendable.to_bytes())?;
    Ok(())
}
