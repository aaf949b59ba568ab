//! The text without the edits is the text that the edits make: over all golden cases, the hard sentences and lives.

use std::fs;
use std::path::Path;

use hanmend::{Certainty, Options, Restorer, Stage, Target, decode};

/// Bytes from which a text is long enough to be converted without edits.
const LONG: usize = 1 << 15;

/// The inputs of the golden cases, as they are decoded.
fn inputs() -> Vec<String> {
    let mut paths = Vec::new();
    for kind in ["found", "synthetic", "intact", "unresolved"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(kind);
        paths.extend(fs::read_dir(folder).unwrap().map(|case| case.unwrap().path().join("input.txt")));
    }
    paths.sort();
    let decoded = |path: &std::path::PathBuf| decode::decode(&fs::read(path).unwrap(), None).text;
    paths.iter().map(decoded).collect()
}

/// Texts long enough: the inputs one after the other, some of each script and some of both.
fn texts() -> Vec<String> {
    let inputs = inputs();
    let mut texts = vec![String::new()];
    for input in &inputs {
        if texts.last().is_some_and(|text| text.len() >= LONG) {
            texts.push(String::new());
        }
        let text = texts.last_mut().unwrap();
        text.push_str(input);
        text.push('\n');
    }
    let repeated = |text: &str| text.repeat(LONG / text.len() + 1);
    texts.extend(inputs.iter().filter(|input| input.len() > 2_000).map(|input| repeated(input)));
    for file in ["sentences.tsv", "sentences_held_out.tsv", "sentences_later.tsv", "lives.txt"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file);
        texts.push(repeated(&fs::read_to_string(path).unwrap()));
    }
    // Characters that are unified to 著, of the plane and beyond it, and words that are cut or not where phrases stand.
    texts.push(repeated("隨著時間過去，隨\u{FA5F}時間過去，看著他們\n"));
    texts.push(repeated("隨著時間過去，看著他們\n隨\u{2F99F}時間過去，這本專著很著名\n"));
    texts.push(repeated(
        "他对水仙的钟爱，在新年的钟声敲响的时候，作出相应的决定，同党中央保持一致，玩忽职守。\n",
    ));
    // The last of them may have stayed short.
    texts.iter().for_each(|text| assert!(!text.is_empty()));
    texts
}

fn agree(name: &str, options: Options, texts: &[String]) {
    let restorer = Restorer::new(options).unwrap();
    let mut changed = 0;
    for text in texts {
        let (with, alone) = (restorer.restore(text), restorer.restore_text(text));
        let differs = with.text.lines().zip(alone.text.lines()).find(|(with, alone)| with != alone);
        assert_eq!(differs, None, "{name}");
        assert!(with.text == alone.text, "{name}: {} and {} bytes", with.text.len(), alone.text.len());
        assert_eq!(!with.is_unchanged(), alone.is_changed, "{name}: {text:.100}");
        changed += usize::from(alone.is_changed);
    }
    assert!(changed > texts.len() / 2, "{name}: hardly anything is converted");
}

#[test]
fn conversion_alone_is_the_same_without_edits() {
    let texts = texts();
    let skip: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Variant).collect();
    for target in Target::ALL {
        for reconvert in [false, true] {
            let options = Options { to: Some(target), skip: skip.clone(), reconvert, ..Options::default() };
            agree(&format!("{target}, reconvert {reconvert}"), options, &texts);
        }
    }
    for mode in ["s2t", "t2s", "s2twp"] {
        let opencc = Some(mode.parse().unwrap());
        agree(mode, Options { opencc, skip: skip.clone(), ..Options::default() }, &texts);
    }
}

#[test]
fn restoring_is_the_same_without_edits() {
    let texts: Vec<String> = texts().into_iter().step_by(9).collect();
    for target in [Target::Hans, Target::Hant] {
        agree(target.tag(), Options { to: Some(target), ..Options::default() }, &texts);
    }
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, "软件\t軟體\n頭發\n".as_bytes()).unwrap();
    let table = Some(file.path().to_owned());
    let high = Options { to: Some(Target::Hant), floor: Certainty::High, table, ..Options::default() };
    agree("own terms, high", high, &texts);
}
