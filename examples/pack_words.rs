//! Packs an ARPA language model: `cargo run --release --example pack_words -- MODEL.arpa words.bin`.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [source, target] = &arguments[..] else {
        return Err("usage: pack_words MODEL.arpa words.bin".into());
    };
    let file = File::open(source).map_err(|error| format!("{source}: {error}"))?;
    let packed = hanmend::language::pack(BufReader::new(file), source)?;
    std::fs::write(target, &packed.bytes).map_err(|error| format!("{target}: {error}"))?;
    println!("{target}: {} bytes", packed.bytes.len());
    println!("{} words, {} bigrams, {} entries left out", packed.words, packed.bigrams, packed.left_out);
    println!(
        "log10 errors: backoff at most {:.5}, bigram {:.4} (root mean square), at most {:.3}",
        packed.backoff_error, packed.bigram_error, packed.bigram_error_most
    );
    Ok(())
}
