//! Inputs made to be slow: four times the text takes about four times as long, never sixteen.

use std::time::{Duration, Instant};

use hanmend::{Options, Restorer};

/// Bytes of the shorter text; the longer one has four times as many.
const SIZE: usize = 32 << 10;
const TIMES: usize = 4;
/// How many times as long the longer one may take: above what is linear and below what is quadratic, by as much as a busy
/// machine errs.
const MOST: u32 = 10;
/// Too little to be compared.
const NOTHING: Duration = Duration::from_millis(40);
/// Runs of each, until one shows that time grows as the text does: a busy machine is slow by chance, not three times.
const RUNS: usize = 3;

/// What repeated gives a hard text, none with a line break.
const UNITS: [(&str, &str); 26] = [
    ("one long line", "今天天气很好我们一起出去走走吧"),
    ("a million opened brackets", "（"),
    ("the same, of ASCII", "("),
    ("a million opened quotations", "“"),
    ("ends of glosses", "xì)"),
    ("all question marks", "?"),
    ("question marks that could be slips", "?中"),
    ("all glosses", "業(yè)"),
    ("glosses without their characters", "(yè)"),
    ("glosses that slipped", "?xì)g"),
    ("all replacement characters", "\u{FFFD}"),
    ("misread six times over", "\u{C3}\u{83}\u{C2}\u{83}\u{C3}\u{82}\u{C2}\u{A4}"),
    ("figures that could be years", "20l1"),
    ("redacted years", "20xx年"),
    ("beginnings of escapes", "&#\\u"),
    ("blanks", " 　"),
    ("backslashes", "\\"),
    ("percent-encoded letters", "%41"),
    ("percent-encoded bytes that are no text", "%E4"),
    ("ampersands by name", "业务&amp;"),
    ("replacement characters read as GBK, a run without marks", "锟斤拷"),
    ("asterisks that could be emphasis or names taken out", "**市"),
    ("misread text of two words", "ÖÐÎÄ×¢ÊÍ"),
    ("misread text apart from itself", "ÖÐÎÄ×¢ÊÍ, and in the middle of English. "),
    ("slips that stay gaps", "?，中(yè)業(yè)？g"),
    ("misread characters without marks", "苹呆公司"),
];

fn time(restorer: &Restorer, text: &str) -> Duration {
    let begun = Instant::now();
    std::hint::black_box(restorer.restore(text));
    begun.elapsed()
}

#[test]
fn time_grows_as_the_text_does() {
    let restorer = Restorer::new(Options::default()).unwrap();
    let mut slow = Vec::new();
    for (name, unit) in UNITS {
        let short = unit.repeat(SIZE / unit.len());
        let long = short.repeat(TIMES);
        let grows_more = |_| {
            let (little, much) = (time(&restorer, &short), time(&restorer, &long));
            println!("{name}: {little:?}, {much:?}");
            much > NOTHING && much > little * MOST
        };
        if (0..RUNS).all(grows_more) {
            slow.push(name);
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
