//! Packs the pairs of characters seen in words: `cargo run --release --example pack_pairs -- pairs.bin`.

use std::error::Error;

use hanmend::language::{Gate, Model, Vocabulary};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(target) = std::env::args().nth(1) else { return Err("usage: pack_pairs pairs.bin".into()) };
    let gate = Gate::derive(Model::built_in()?, Vocabulary::built_in()?);
    std::fs::write(&target, gate.to_bytes()).map_err(|error| format!("{target}: {error}"))?;
    Ok(())
}
