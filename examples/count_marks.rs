//! Makes `dictionaries/language/marks.tsv`: `cargo run --release --example count_marks -- corpora/hans-*.txt`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut texts = Vec::new();
    for path in std::env::args().skip(1) {
        texts.push(std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?);
    }
    println!(
        "# How often marks, digits (0), letters (A), Han (漢), the edges of a line (^) and the rest (§) follow each"
    );
    println!("# other, log10; × begins the lines of their shares alone. Counted by examples/count_marks.rs.");
    print!("{}", hanmend::language::count_marks(texts.iter().map(String::as_str)));
    Ok(())
}
