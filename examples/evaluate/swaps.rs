//! What republishers put into a corpus of pages, the swaps that no table has among it: candidates for new rows of
//! `dictionaries/tamper`, each with the number of pages that show it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use hanmend::{Edit, Options, Restorer, Rule, Stage};

/// Examples that are kept of each candidate.
const EXAMPLES: usize = 2;
/// Bytes of text on either side of an example.
const AROUND: usize = 30;

/// Where a candidate was seen.
#[derive(Default)]
struct Seen {
    pages: BTreeSet<usize>,
    places: usize,
    examples: Vec<String>,
}

/// A page that is one of the files, or with `each_line` one of their lines.
pub fn run(paths: &[PathBuf], each_line: bool) -> Result<(), Box<dyn std::error::Error>> {
    let skip = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Tamper).collect();
    let restorer = Restorer::new(Options { skip, ..Options::default() })?;
    let mut found: BTreeMap<(Rule, String, String), Seen> = BTreeMap::new();
    let mut pages = 0;
    for (_, text) in super::texts(paths, "")? {
        let each: Vec<&str> = if each_line { text.lines().collect() } else { vec![&text] };
        for page in each {
            pages += 1;
            let restoration = restorer.restore(page);
            for pass in &restoration.passes {
                for edit in pass.applied.iter().chain(&pass.withheld) {
                    let key = (edit.rule, edit.before.trim().to_owned(), edit.after.clone());
                    let seen = found.entry(key).or_default();
                    seen.pages.insert(pages);
                    seen.places += 1;
                    if seen.examples.len() < EXAMPLES {
                        seen.examples.push(around(page, edit));
                    }
                }
            }
        }
    }
    let mut rows: Vec<_> = found.into_iter().collect();
    rows.sort_by_key(|(_, seen)| std::cmp::Reverse(seen.pages.len()));
    println!("pages\tplaces\trule\tstands\tstood\texamples");
    for ((rule, before, after), Seen { pages: on, places, examples }) in rows {
        println!("{}\t{places}\t{rule}\t{before}\t{after}\t{}", on.len(), examples.join(" | "));
    }
    println!("{pages} pages");
    Ok(())
}

/// The place of an edit with some text around it.
fn around(page: &str, edit: &Edit) -> String {
    let start =
        (0..=edit.span.start.saturating_sub(AROUND)).rev().find(|n| page.is_char_boundary(*n)).unwrap_or(0);
    let wide = (edit.span.end + AROUND).min(page.len());
    let end = (wide..=page.len()).find(|n| page.is_char_boundary(*n)).unwrap_or(page.len());
    page[start..end].replace(['\n', '\t', '\r'], " ")
}
