//! `hanmend damage`: runs the damage forward on clean text, to make tests and to see what restoring is up against.

use std::io::Write;
use std::ops::Range;

use hanmend::damage::{self, Damaged, Slip};
use hanmend::decode;
use hanmend::dictionary::{self, GlossTable};
use serde::Serialize;

use crate::Verdict;
use crate::args;
use crate::failure::Failure;
use crate::input::Source;

pub fn run(args: &args::Damage, out: &mut dyn Write) -> Result<Verdict, Failure> {
    let table = table(args)?;
    for source in Source::all(args.file.as_slice()) {
        let mut text = decode::decode(&source.read()?, None).text;
        if args.to_traditional {
            text = text.chars().map(dictionary::traditional).collect();
        }
        if let Some((written, read)) = args.misread {
            out.write_all(damage::misread(&text, written, read, args.rounds).as_bytes())?;
            continue;
        }
        if let Some(web) = args.web {
            out.write_all(web.run(&text, 1.0, args.seed).0.as_bytes())?;
            continue;
        }
        let damaged = args.damage().run_with(&text, &table);
        if !args.slips {
            out.write_all(damaged.text.as_bytes())?;
            continue;
        }
        for slip in &damaged.slips {
            serde_json::to_writer(&mut *out, &Line::of(slip, &text, &damaged))
                .map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(Verdict::Fine)
}

/// The list of characters that are glossed.
fn table(args: &args::Damage) -> Result<GlossTable, Failure> {
    let table = match &args.glosses {
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|source| hanmend::Error::File { path: path.clone(), source })?;
            GlossTable::parse(&name, &text)?
        }
        None => GlossTable::built_in().clone(),
    };
    Ok(if args.toneless { table.toneless() } else { table })
}

/// A slip as it is printed.
#[derive(Serialize)]
struct Line<'a> {
    original: Stretch<'a>,
    damaged: Stretch<'a>,
    lost_pairs: usize,
    cut: bool,
    split: bool,
    swallowed: bool,
}

/// Bytes of a text, and what stands there.
#[derive(Serialize)]
struct Stretch<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn of(slip: &Slip, original: &'a str, damaged: &'a Damaged) -> Line<'a> {
        let Slip { lost_pairs, cut, split, swallowed, .. } = *slip;
        let original = Stretch::of(&slip.original, original);
        Line {
            original,
            damaged: Stretch::of(&slip.damaged, &damaged.text),
            lost_pairs,
            cut,
            split,
            swallowed,
        }
    }
}

impl<'a> Stretch<'a> {
    fn of(range: &Range<usize>, text: &'a str) -> Stretch<'a> {
        let Range { start, end } = *range;
        Stretch { start, end, text: text.get(start..end).unwrap_or_default() }
    }
}
