//! How fast restoring is, in bytes of the text as it comes: `cargo bench --bench restore`.
//!
//! The texts are made from the golden cases, so that the numbers of two versions compare. `benches/peers/run.sh` measures the
//! program beside others, on texts of your own.

use divan::Bencher;
use divan::counter::BytesCount;
use hanmend::damage::{CodePage, Damage, Variant, misread};
use hanmend::{Converter, OcrMode, Options, Restorer, Stage, Target};

/// Twelve speeches as they stand on the web, and restored.
const SPEECHES: &str = include_str!("../golden/found/informatization-speeches/input.txt");
const RESTORED: &str = include_str!("../golden/found/informatization-speeches/expected.txt");
/// Bytes of a text that is passed over many times, and of one that is searched.
const LONG: usize = 4 << 20;
const SEARCHED: usize = 64 << 10;

fn main() {
    divan::main();
}

/// Whole lines of `text`, repeated up to `size` bytes.
fn lines(text: &str, size: usize) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n').cycle() {
        if out.len() + line.len() > size {
            return out;
        }
        out.push_str(line);
    }
    out
}

fn hans(text: &str) -> String {
    let converter = Converter::of("t2s".parse().expect("a mode")).expect("the built-in tables are read");
    converter.convert(text)
}

fn options() -> Options {
    Options::default()
}

fn measure(bencher: Bencher<'_, '_>, options: Options, text: &str) {
    let restorer = Restorer::new(options).expect("the built-in data is read");
    bencher.counter(BytesCount::of_str(text)).bench(|| restorer.restore(divan::black_box(text)));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn clean_simplified(bencher: Bencher<'_, '_>) {
    measure(bencher, options(), &lines(&hans(RESTORED), LONG));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn clean_traditional(bencher: Bencher<'_, '_>) {
    measure(bencher, options(), &lines(RESTORED, LONG));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn clean_traditional_without_ocr(bencher: Bencher<'_, '_>) {
    measure(bencher, Options { ocr: OcrMode::Off, ..options() }, &lines(RESTORED, LONG));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn ascii(bencher: Bencher<'_, '_>) {
    measure(
        bencher,
        options(),
        &lines("No Chinese at all, only a plain line of letters (and marks?).\n", LONG),
    );
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn the_speeches(bencher: Bencher<'_, '_>) {
    measure(bencher, options(), SPEECHES);
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn the_speeches_to_simplified(bencher: Bencher<'_, '_>) {
    measure(bencher, Options { to: Some(Target::Hans), ..options() }, SPEECHES);
}

/// Every other mark cut, every listed character glossed.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn dense_damage(bencher: Bencher<'_, '_>) {
    let damage = Damage { gloss_level: 148, cuts: 0.5, variant: Variant::A, fold: true, seed: 1 };
    measure(bencher, options(), &damage.run(&lines(RESTORED, SEARCHED)).text);
}

#[divan::bench(sample_count = 3, sample_size = 1, args = ["windows-1252", "gbk"])]
fn misread_utf8(bencher: Bencher<'_, '_>, read: &str) {
    let read: CodePage = read.parse().expect("an encoding");
    let written: CodePage = "utf-8".parse().expect("an encoding");
    measure(bencher, options(), &misread(&lines(RESTORED, SEARCHED), written, read, 1));
}

#[divan::bench(sample_count = 5, sample_size = 1, args = ["zh-Hant", "zh-Hans"])]
fn conversion_alone(bencher: Bencher<'_, '_>, to: &str) {
    let text = if to == "zh-Hant" { hans(RESTORED) } else { RESTORED.to_owned() };
    let skip = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Variant).collect();
    let options = Options { to: Some(to.parse().expect("a script")), skip, ..options() };
    measure(bencher, options, &lines(&text, LONG / 4));
}
