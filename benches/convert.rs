//! How fast conversion is: `cargo bench --bench convert -- TEXT...`, with `--features opencc` beside OpenCC; processor time.

use std::time::{Duration, Instant};

use hanmend::{Converter, Options, Restorer, Stage, Target};

/// Runs of each; the quickest counts.
const RUNS: usize = 5;

/// How long this thread has been on a processor, where the system tells, so that other work on the machine does not
/// count; else the time that went by.
fn spent(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|told| told.split(' ').next().and_then(|ns| ns.parse().ok()));
    told.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

fn quickest(mut run: impl FnMut() -> usize) -> Duration {
    let since = Instant::now();
    let one = |run: &mut dyn FnMut() -> usize| {
        let start = spent(since);
        std::hint::black_box(run());
        spent(since) - start
    };
    (0..RUNS).map(|_| one(&mut run)).min().unwrap_or_default()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let since = Instant::now();
    let start = spent(since);
    let converter = Converter::of("s2twp".parse()?)?;
    println!("start-up of s2twp: {:?}, first sentence {:?}", spent(since) - start, {
        let start = spent(since);
        std::hint::black_box(converter.convert("头发里的软件"));
        spent(since) - start
    });
    for path in &paths {
        let text = std::fs::read_to_string(path)?;
        let show = |name: &str, time: Duration| {
            println!("{path}: {name:<24} {:>8.1} MB/s", text.len() as f64 / 1e6 / time.as_secs_f64());
        };
        for mode in ["s2t", "t2s", "s2twp"] {
            let converter = Converter::of(mode.parse()?)?;
            show(mode, quickest(|| converter.convert(&text).len()));
            #[cfg(feature = "opencc")]
            {
                let config = match mode {
                    "s2t" => opencc_rust::DefaultConfig::S2T,
                    "t2s" => opencc_rust::DefaultConfig::T2S,
                    _ => opencc_rust::DefaultConfig::S2TWP,
                };
                let folder = tempfile::tempdir()?;
                opencc_rust::generate_static_dictionary(folder.path(), config)?;
                let opencc = opencc_rust::OpenCC::new(folder.path().join(config))?;
                show(
                    &format!("{mode}, OpenCC"),
                    quickest(|| opencc.convert(&text).map_or(0, |text| text.len())),
                );
            }
            let skip = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Variant).collect();
            let restorer =
                Restorer::new(Options { opencc: Some(mode.parse()?), skip, ..Options::default() })?;
            show(&format!("{mode}, with edits"), quickest(|| restorer.restore(&text).text.len()));
        }
        for target in [Target::Hant, Target::Hans] {
            let skip = Stage::ALL.into_iter().filter(|stage| *stage != Stage::Variant).collect();
            let restorer = Restorer::new(Options { to: Some(target), skip, ..Options::default() })?;
            show(&format!("--to {target}"), quickest(|| restorer.restore_text(&text).text.len()));
            show(&format!("--to {target}, with edits"), quickest(|| restorer.restore(&text).text.len()));
        }
    }
    Ok(())
}
