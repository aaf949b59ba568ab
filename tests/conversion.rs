//! Conversion gives what OpenCC 1.4.2 gave for all words of the tables, run together; needs no native library.

use hanmend::dictionary::Table;
use hanmend::{Options, Restorer, Stage, Target};
use sha2::{Digest, Sha256};

/// The keys of every conversion table, seven to a line, so that words meet that were not made for each other.
fn text() -> String {
    let mut text = String::new();
    for name in Table::built_in().filter(|name| name.starts_with("variants/")) {
        let table = Table::open(name, None).unwrap();
        for (row, n) in table.rows().zip(1..) {
            text.push_str(row.key);
            if n % 7 == 0 {
                text.push('\n');
            }
        }
        text.push('\n');
    }
    text
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn converted(target: Target) -> String {
    let skip = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Variant).collect();
    let options = Options { to: Some(target), reconvert: true, skip, ..Options::default() };
    let restoration = Restorer::new(options).unwrap().restore(&text());
    assert_eq!(restoration.undo(), text());
    restoration.text
}

/// The digests are those of what `opencc.OpenCC("t2s").convert` and `("s2t")` gave for the same text.
#[test]
fn words_run_together_are_as_opencc_gave() {
    assert_eq!(
        digest(&text()),
        "32deed8cc8e511805ca2a2422abb88e63dfaa2ef37182b6ff55cfd2516c632ba",
        "the tables have changed"
    );
    assert_eq!(
        digest(&converted(Target::Hans)),
        "1816ec15eece1e4a80b56bbfe2db6103ed712bcacd49756cf17896cfc205ec72"
    );
    assert_eq!(
        digest(&converted(Target::Hant)),
        "6bc15f137e3b71e9178dbed98df705253f890e5c347e9c1f7e97610c8defe423"
    );
}
