//! Conversion equals OpenCC byte for byte, with either engine. See `.github/CONTRIBUTING.md` for how to run it.
#![cfg(feature = "opencc")]

use std::path::{Path, PathBuf};

use hanmend::dictionary::Table;
use hanmend::{Converter, Engine, Mode, Options, Restorer, Stage};
use opencc_rust::OpenCC;

/// Generated lines for each mode, where the environment variable `PARITY_LINES` does not say otherwise.
const LINES: usize = 10_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Steele, Lea and Flood's SplitMix64: the same lines on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// What is strewn between words: marks, ASCII, description operators, selectors, compatibility ideographs, beyond
/// the plane.
const STREWN: [&str; 20] = [
    "，",
    "。",
    "「",
    " ",
    "\u{3000}",
    "a",
    "SQL",
    "⿰",
    "⿱",
    "⿲",
    "⿾",
    "⿻",
    "\u{31EF}",
    "\u{FE00}",
    "\u{E0100}",
    "\u{F902}",
    "\u{2F800}",
    "𠮷",
    "🀄",
    "\r",
];

/// A line of words of the tables, of either script, whole or cut, joined so that words overlap by chance.
fn line(random: &mut Random, words: &[Vec<String>]) -> String {
    let mut line = String::new();
    for _ in 0..=random.below(8) {
        let word: Vec<char> = random_word(random, words).chars().collect();
        let (from, to) = match random.below(4) {
            0 => (0, word.len()),
            1 => (0, 1 + random.below(word.len())),
            2 => (random.below(word.len()), word.len()),
            _ => {
                let from = random.below(word.len());
                (from, from + 1 + random.below(word.len() - from))
            }
        };
        line.extend(&word[from..to]);
        if random.below(4) == 0 {
            line.push_str(random.pick::<&str>(&STREWN));
        }
    }
    line
}

fn random_word<'a>(random: &mut Random, words: &'a [Vec<String>]) -> &'a str {
    let table = random.pick(words);
    random.pick::<String>(table)
}

/// Keys and values of every conversion table.
fn words() -> Vec<Vec<String>> {
    let tables = Table::built_in().filter(|name| name.starts_with("variants/"));
    let words = tables.map(|name| {
        let table = Table::open(name, None).unwrap();
        table.rows().flat_map(|row| [row.key.to_owned(), row.value().to_owned()]).collect()
    });
    words.collect()
}

/// Our two engines beside OpenCC with the data of its own wheel.
struct Trio {
    opencc: OpenCC,
    engines: Vec<(Engine, Restorer)>,
    converter: Converter,
}

/// Modes whose tables of regional words `opencc-rust` carries in an older version than the wheel's.
const OLDER: [&str; 4] = ["s2twp", "tw2sp", "s2hkp", "hk2sp"];

impl Trio {
    fn new(mode: Mode) -> Trio {
        let config = root().join(".opencc/opencc/clib/share/opencc").join(format!("{mode}.json"));
        let opencc = OpenCC::new(config).unwrap_or_else(|e| panic!("{e} See .github/CONTRIBUTING.md."));
        let carried = |engine: &&Engine| **engine == Engine::Hanmend || !OLDER.contains(&mode.name());
        let engines = Engine::ALL.iter().filter(carried).map(|engine| {
            let skip = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Variant).collect();
            let options = Options { opencc: Some(mode), engine: *engine, skip, ..Options::default() };
            (*engine, Restorer::new(options).unwrap())
        });
        Trio { opencc, engines: engines.collect(), converter: Converter::of(mode).unwrap() }
    }

    fn compare(&self, text: &str) {
        let expected = self.opencc.convert(text).unwrap();
        assert!(self.converter.convert(text) == expected, "{text:?} without edits");
        for (engine, restorer) in &self.engines {
            let restoration = restorer.restore(text);
            if restoration.text != expected {
                // The first line that differs; a whole corpus would not help.
                let lines = text.lines().zip(restoration.text.lines().zip(expected.lines()));
                let differs = lines.filter(|(_, (ours, theirs))| ours != theirs).take(1);
                panic!("{:?} with {engine}", differs.collect::<Vec<_>>());
            }
            assert_eq!(restoration.undo(), text);
        }
    }
}

#[test]
fn generated_lines() {
    let words = words();
    let lines = std::env::var("PARITY_LINES").map_or(LINES, |lines| lines.parse().unwrap());
    for mode in Mode::all() {
        let (trio, mut random) = (Trio::new(mode), Random(20_240_607));
        for _ in 0..lines {
            trio.compare(&line(&mut random, &words));
        }
    }
}

#[test]
fn every_key_and_value() {
    for mode in Mode::all() {
        let trio = Trio::new(mode);
        for table in words() {
            trio.compare(&table.join("\n"));
        }
    }
}

#[test]
fn golden_inputs() {
    fn inputs(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                inputs(&path, found);
            } else if path.file_name().is_some_and(|name| name == "input.txt") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    inputs(&root().join("golden"), &mut found);
    for mode in Mode::all() {
        let trio = Trio::new(mode);
        // OpenCC takes UTF-8 without NUL; cases of other encodings are not its business.
        for text in found.iter().filter_map(|path| std::fs::read_to_string(path).ok()) {
            if !text.contains('\0') {
                trio.compare(&text);
            }
        }
    }
}

/// The texts that `PARITY_TEXTS` names, separated as in `PATH`; none where it does not.
#[test]
fn texts_that_the_environment_names() {
    let named = std::env::var_os("PARITY_TEXTS").unwrap_or_default();
    for path in std::env::split_paths(&named).filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&path).unwrap();
        for mode in Mode::all() {
            Trio::new(mode).compare(&text);
        }
        println!("{}: {} lines in 16 modes", path.display(), text.lines().count());
    }
}

#[test]
fn sentences() {
    for mode in Mode::all() {
        let trio = Trio::new(mode);
        for text in [
            "",
            "a",
            "皇后在后面的宫里，干部干了一杯干红。",
            "皇后在後面的宮裏，幹部乾了一杯乾紅。",
            "他发现头发里有发卡，于是发了一条消息给理发师。",
            "乾坤未定，乾隆年間的乾糧已乾。",
            "這個軟體在簡體版里叫“软件”，說明書沒有譯過來。",
            "瞭解情況之後，瞭望塔上的人藉口離開，藉此機會著手著書。",
            "⿰車馬是一個字，⿰車就不是。⿱⿰車馬",
            "\u{F902}\u{FE00}站，\u{2F800}",
            "\u{FEFF}开头有标记\r\n第二行\r\n",
            "SQL注入攻击与PN结",
        ] {
            trio.compare(text);
        }
        let nested = |n: usize| "⿰".repeat(n) + &"車".repeat(n + 1);
        for n in 1..40 {
            trio.compare(&nested(n));
            trio.compare(&format!("{}{}", "⿲".repeat(n), "馬".repeat(70)));
        }
    }
}
