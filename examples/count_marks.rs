//! Makes `dictionaries/language/marks.tsv`: `cargo run --release --example count_marks -- corpora/hans-*.txt`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut texts = Vec::new();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
        // The first six tenths: `evaluate` measures on the rest.
        let lines: Vec<&str> = text.lines().collect();
        texts.push(lines[..lines.len() * 6 / 10].join("\n"));
    }
    println!(
        "# How often marks, digits (0), letters (A), Han (漢), the edges of a line (^) and the rest (§) follow each"
    );
    println!(
        "# other, log10; × begins the lines of their shares alone. Lines with a certain Han character: how much likelier it"
    );
    println!("# is beside that mark than Han characters are, log10. Counted by examples/count_marks.rs.");
    print!(
        "{}",
        hanmend::language::count_marks(texts.iter().map(String::as_str), hanmend::dictionary::simplified)
    );
    Ok(())
}
