//! What the command line may say, and what it means for the restorer.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use hanmend::damage::{self, CodePage, Variant, Web};
use hanmend::dictionary::{Confusions, GlossTable, Protected};
use hanmend::{Certainty, Engine, Mode, OcrMode, Options, Rule, Spacing, Stage, Target};

use crate::corpus::Corpus;

const EXAMPLES: &str = "\
Examples:
  hanmend damaged.txt > restored.txt      restore a file
  hanmend --diff damaged.txt | less       see first what would change
  hanmend --explain damaged.txt           see why, edit by edit
  hanmend -i --to zh-Hans *.txt           restore and convert files where they are
  hanmend --check *.txt                   exit 1 if any file would change
  hanmend --ocr eager scanned.txt         correct a text that is known to be read by OCR
  hanmend --from big5 old.txt             read an encoding that is not detected
  hanmend --json damaged.txt > edits.jsonl && hanmend damaged.txt > restored.txt
  hanmend --undo edits.jsonl restored.txt the bytes of damaged.txt again
  hanmend -r --out restored texts         restore a folder into another
  hanmend --jsonl text --edits edits.jsonl --out restored corpus.jsonl.zst
                                          restore the field text of every record, and keep the way back
  hanmend damage clean.txt > damaged.txt  damage a clean text, to try the above
  hanmend inspect *.txt                   see what files are in and what is damaged
  hanmend ./golden                        a file that is named like a command

The output is UTF-8 unless --out-encoding says otherwise. A byte order mark and stray bytes of a UTF-8 input are kept.
Files named .gz and .zst are unpacked to be read; where a file is written (-i, --out) it is packed again.

An error in one file is told in one line, the other files are restored all the same, and the exit status is 2.

Exit status: 0 done, 1 something would change (--check) or differs (golden), 2 error.";

/// Restores damaged Chinese text and shows the proof
#[derive(Debug, Parser)]
#[command(name = "hanmend", version, after_help = EXAMPLES, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub restore: Restore,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a folder of cases and print how they differ from what they expect
    Golden {
        /// Folder of cases, DIR/<kind>/<name>/case.toml or DIR/<name>/case.toml
        dir: PathBuf,
        /// Rewrite the expected files that the cases name; refused where CI is set
        #[arg(long)]
        bless: bool,
    },
    /// Print what each file is in and what is damaged: encoding and margin, script, edits and gaps, lines touched
    Inspect {
        /// Files to look at; none or - is standard input
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Print JSON Lines
        #[arg(long)]
        json: bool,
    },
    /// Print every rule with its explanation
    Rules {
        /// Only this rule
        #[arg(value_name = "RULE")]
        rule: Option<Rule>,
    },
    /// Damage a clean text in Traditional characters, as the pages that hanmend restores were damaged
    Damage(Damage),
}

#[derive(Debug, Args)]
pub struct Damage {
    /// File to damage; none or - is standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// How many characters of the graded list get a gloss; 70, or all of --glosses, where it is not given
    #[arg(long, value_name = "N", value_parser = gloss_level)]
    gloss_level: Option<usize>,

    /// Share of the places before marks at which the bytes are cut, 0 to 1
    #[arg(long, value_name = "RATE", default_value = "0.02", value_parser = rate)]
    cuts: f64,

    /// What becomes of a lead byte left over by a cut: a drops it, b makes it a question mark
    #[arg(long, value_name = "a|b", default_value = "a", value_parser = variant)]
    variant: Variant,

    /// Choose the places of the cuts: the same seed chooses the same
    #[arg(long, value_name = "S", default_value = "1")]
    pub seed: u64,

    /// Keep full-width ASCII and ideographic spaces
    #[arg(long)]
    no_fold: bool,

    /// Gloss without tones
    #[arg(long)]
    pub toneless: bool,

    /// Gloss the characters of this file instead of the list's: lines of rank, character and reading, with tabs between
    #[arg(long, value_name = "FILE")]
    pub glosses: Option<PathBuf>,

    /// Do nothing but what pages do to characters: inserted, doubled (marks), indents or jammers
    #[arg(long, value_name = "DAMAGE", value_parser = web,
        conflicts_with_all = ["gloss_level", "cuts", "variant", "no_fold", "toneless", "glosses", "misread", "slips"])]
    pub web: Option<Web>,

    /// Put every character into its Traditional form first, one to one
    #[arg(long)]
    pub to_traditional: bool,

    /// Print the slips as JSON Lines instead of the text; bytes are counted behind --to-traditional
    #[arg(long, conflicts_with = "misread")]
    pub slips: bool,

    /// Do nothing but write the text in one encoding and read it in another, such as utf-8:gbk
    #[arg(long, value_name = "A:B", value_parser = accident,
        conflicts_with_all = ["gloss_level", "cuts", "variant", "seed", "no_fold"])]
    pub misread: Option<(CodePage, CodePage)>,

    /// How many times over
    #[arg(long, value_name = "N", default_value = "1", requires = "misread")]
    pub rounds: usize,
}

/// Characters glossed where no number is given: about as many as the pages show that hanmend was made for.
const GLOSS_LEVEL: usize = 70;

fn accident(text: &str) -> Result<(CodePage, CodePage), String> {
    let (written, read) = text.split_once(':').ok_or("give two encodings with a colon between them")?;
    let page = |name: &str| name.parse().map_err(|error: hanmend::Error| error.to_string());
    Ok((page(written)?, page(read)?))
}

impl Damage {
    pub fn damage(&self) -> damage::Damage {
        let Damage { gloss_level, cuts, variant, seed, no_fold, .. } = *self;
        let all = if self.glosses.is_some() { usize::MAX } else { GLOSS_LEVEL };
        damage::Damage { gloss_level: gloss_level.unwrap_or(all), cuts, variant, fold: !no_fold, seed }
    }
}

fn web(text: &str) -> Result<Web, String> {
    let known = Web::ALL.into_iter().find(|(_, name)| *name == text);
    known.map(|(web, _)| web).ok_or_else(|| "known are inserted, doubled, indents and jammers".into())
}

fn gloss_level(text: &str) -> Result<usize, String> {
    let most = GlossTable::built_in().entries().len();
    let level = text.parse().ok().filter(|level| *level <= most);
    level.ok_or_else(|| format!("the list has {most} characters: give a number from 0 to {most}"))
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| (0.0..=1.0).contains(rate));
    rate.ok_or_else(|| "give a number from 0 to 1".into())
}

fn variant(text: &str) -> Result<Variant, String> {
    match text {
        "a" => Ok(Variant::A),
        "b" => Ok(Variant::B),
        _ => Err("there are a and b".into()),
    }
}

/// An engine; that OpenCC is left out of a build is told apart from a name that means nothing.
fn engine(name: &str) -> Result<Engine, String> {
    if name == "opencc" && !cfg!(feature = "opencc") {
        return Err("not in this build; cargo build --release --features opencc makes one with it, \
                    .github/CONTRIBUTING.md says what that needs"
            .into());
    }
    name.parse().map_err(|error: hanmend::Error| error.to_string())
}

/// What a run prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Text,
    Diff,
    Json,
    Explain,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// Files to restore; none or - is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub corpus: Corpus,

    /// Also convert the script: zh-Hans, zh-Hant, zh-Hant-TW or zh-Hant-HK
    #[arg(long, value_name = "SCRIPT")]
    pub to: Option<Target>,

    /// Convert exactly as OpenCC's MODE does, such as s2t or s2twp, whatever script the text is in
    #[arg(long, value_name = "MODE", conflicts_with = "to")]
    pub opencc: Option<Mode>,

    /// Own terms, before all conversion: a line of FILE is a term to keep, or a term, a tab and its replacement
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,

    /// Who converts the script: hanmend, or opencc where it was built in
    #[arg(long, value_name = "ENGINE", default_value_t, value_parser = engine, hide_default_value = true)]
    engine: Engine,

    /// Encoding of the input, such as gbk or big5 [default: detect]
    #[arg(long, value_name = "LABEL", value_parser = hanmend::decode::label)]
    pub from: Option<hanmend::decode::Encoding>,

    /// Encoding of the output; a character that it lacks is an error [default: utf-8]
    #[arg(long, value_name = "LABEL", value_parser = hanmend::decode::label,
        conflicts_with_all = ["diff", "json", "explain", "check"])]
    pub out_encoding: Option<hanmend::decode::Encoding>,

    /// Make only edits that are at least this certain: high, medium or low
    #[arg(long, value_name = "CERTAINTY", default_value_t)]
    pub at_least: Certainty,

    /// Run only these stages: mojibake, tamper, ocr, punctuation, variant
    #[arg(long, value_name = "STAGE", value_delimiter = ',')]
    pub only: Vec<Stage>,

    /// Leave these stages out
    #[arg(long, value_name = "STAGE", value_delimiter = ',')]
    pub skip: Vec<Stage>,

    /// Also even out spacing, mend words torn by a space and paragraphs run together
    #[arg(long)]
    tidy: bool,

    /// Space Han and Latin throughout: none, thin or pangu (one space) [default: keep]
    #[arg(long, value_name = "SPACING", default_value_t, hide_default_value = true)]
    spacing: Spacing,
    /// How readily misread characters are corrected: off, strict, auto or eager
    #[arg(long, value_name = "HOW", default_value_t)]
    pub ocr: OcrMode,

    /// Words in which no misread character is corrected, one a line
    #[arg(long, value_name = "WORDS")]
    pub protect: Vec<PathBuf>,

    /// Characters that your scanner misreads, a line each: the one it reads, a tab, the one that stands there
    #[arg(long, value_name = "PAIRS")]
    pub confusions: Vec<PathBuf>,

    /// Folder whose files replace the built-in data of the same name
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Print a unified diff instead of the text
    #[arg(long, conflicts_with_all = ["json", "explain", "in_place"])]
    diff: bool,

    /// Print the edits as JSON Lines instead of the text
    #[arg(long, conflicts_with_all = ["explain", "in_place"])]
    json: bool,

    /// Print each edit with its evidence instead of the text
    #[arg(long, conflicts_with = "in_place")]
    explain: bool,

    /// Print no text; exit 1 if anything would change, with the file names on standard error
    #[arg(long, conflicts_with = "in_place")]
    pub check: bool,

    /// Write the restored text back to the files that change, each at once
    #[arg(short, long, requires = "files")]
    pub in_place: bool,

    /// Undo: FILE is a restored text, EDITS what --json printed for it; prints the original bytes
    #[arg(long, value_name = "EDITS", conflicts_with_all = ["to", "engine", "from", "out_encoding", "at_least",
        "only", "skip", "tidy", "spacing", "ocr", "protect", "confusions", "opencc", "table", "data", "diff", "json",
        "explain", "check", "in_place", "recursive", "glob", "out", "resume", "edits", "jsonl"])]
    pub undo: Option<PathBuf>,
}

impl Restore {
    pub fn view(&self) -> View {
        match (self.diff, self.json, self.explain) {
            (true, ..) => View::Diff,
            (_, true, _) => View::Json,
            (.., true) => View::Explain,
            _ => View::Text,
        }
    }

    /// The restorer's options, or why they contradict each other or cannot be read.
    pub fn options(&self) -> Result<Options, String> {
        let left_out =
            |stage: &Stage| self.skip.contains(stage) || !(self.only.is_empty() || self.only.contains(stage));
        let skip: Vec<Stage> = Stage::ALL.into_iter().filter(left_out).collect();
        if let Some(to) = self.to
            && skip.contains(&Stage::Variant)
        {
            return Err(format!("--to {to} needs the stage variant, which --only or --skip leaves out"));
        }
        let Restore { at_least: floor, to, opencc, engine, tidy, spacing, .. } = *self;
        if (tidy || spacing != Spacing::Keep) && skip.contains(&Stage::Punctuation) {
            return Err(
                "--tidy and --spacing need the stage punctuation, which --only or --skip leaves out".into()
            );
        }
        let told = |error: hanmend::Error| error.to_string();
        let mut protect = Protected::default();
        for path in &self.protect {
            protect.extend(Protected::open(path).map_err(told)?);
        }
        let mut confusions = Confusions::default();
        for path in &self.confusions {
            confusions.extend(Confusions::open(path).map_err(told)?);
        }
        let ocr = self.ocr;
        let data = self.data.clone();
        if let Some(mode) = self.opencc
            && skip.contains(&Stage::Variant)
        {
            return Err(format!(
                "--opencc {mode} needs the stage variant, which --only or --skip leaves out"
            ));
        }
        if self.table.is_some() && skip.contains(&Stage::Variant) {
            return Err("--table needs the stage variant, which --only or --skip leaves out".into());
        }
        let table = self.table.clone();
        Ok(Options {
            floor,
            to,
            opencc,
            table,
            engine,
            tidy,
            spacing,
            skip,
            ocr,
            protect,
            confusions,
            data,
            ..Options::default()
        })
    }
}
