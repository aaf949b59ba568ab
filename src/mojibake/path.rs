//! What a reading says about each token: the steps of a search, followed back and gathered into runs.

use super::token::Token;
use super::walk::cut_mark;

/// One step of a hypothesis; `back` is the step before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub back: u32,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A character of the original.
    Emitted(char),
    /// A character of the original of which a byte was chosen.
    Chosen(char),
    /// A token is read; `open` where a character of the original is only half there.
    Took { token: u32, open: bool },
    /// A cut before a mark, which dropped this byte.
    Cut { mark: char, byte: u8 },
    /// A `?` that is the byte left over before a cut.
    Orphan,
    /// A lead byte dropped before ASCII or at the end.
    Dropped(u8),
    /// A lead byte that took an ASCII character with it; which one is lost.
    Swallowed(u8),
    /// A gloss that split the original: its second byte took the bracket with it.
    Split(u8),
    /// A pair that vanished.
    Vanished([u8; 2]),
    /// Damage left as it stands.
    GivenUp,
}

/// Consecutive tokens that come from consecutive characters of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// First token and one past the last.
    pub tokens: (usize, usize),
    pub original: String,
    /// What was done to it; empty where it is as it was.
    pub damage: Vec<What>,
    /// The characters of which a byte was chosen, each with the token at which that was done.
    pub chosen: Vec<(usize, char)>,
}

impl Run {
    fn at(token: usize) -> Run {
        Run { tokens: (token, token), original: String::new(), damage: Vec::new(), chosen: Vec::new() }
    }
}

/// A reading of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub runs: Vec<Run>,
}

impl Path {
    /// Follows the steps back from `last` to the start of the window at token `start`.
    pub(super) fn back(arena: &[Step], last: u32, start: usize) -> Path {
        let mut steps = Vec::new();
        let mut at = last;
        while let Some(step) = arena.get(at as usize) {
            steps.push(step.what);
            at = step.back;
        }
        let mut runs: Vec<Run> = Vec::new();
        let mut run = Run::at(start);
        let mut chosen = Vec::new();
        for what in steps.into_iter().rev() {
            match what {
                What::Emitted(c) => run.original.push(c),
                What::Chosen(c) => {
                    run.original.push(c);
                    chosen.push(c);
                }
                What::Took { token, open } => {
                    run.tokens.1 = token as usize + 1;
                    run.chosen.extend(chosen.drain(..).map(|c| (token as usize, c)));
                    if !open {
                        let next = run.tokens.1;
                        runs.push(std::mem::replace(&mut run, Run::at(next)));
                    }
                }
                damage => run.damage.push(damage),
            }
        }
        Path { runs }
    }

    /// The tokens as they stand, given up.
    pub(super) fn literal(tokens: &[Token], start: usize, end: usize) -> Path {
        let original = tokens[start..end].iter().filter_map(Token::char).collect();
        Path {
            runs: vec![Run {
                tokens: (start, end),
                original,
                damage: vec![What::GivenUp],
                chosen: Vec::new(),
            }],
        }
    }

    /// The runs that cover exactly these tokens, first and last.
    pub(super) fn bounds(&self, tokens: (usize, usize)) -> Option<(usize, usize)> {
        let from = self.runs.iter().position(|r| r.tokens.0 == tokens.0)?;
        let to = self.runs.iter().rposition(|r| r.tokens.1 == tokens.1)?;
        (from <= to).then_some((from, to))
    }

    /// The original of these tokens, where runs cover them exactly.
    pub(super) fn over(&self, tokens: (usize, usize)) -> Option<String> {
        let (from, to) = self.bounds(tokens)?;
        Some(self.runs[from..=to].iter().map(|r| r.original.as_str()).collect())
    }

    /// The same with cuts before the marks among these tokens that it took for ASCII behind a byte that was dropped, and how
    /// many: where widths were folded both look alike, and what follows them is read alike. `None` where there is no such mark.
    pub(super) fn with_cuts(&self, tokens: (usize, usize)) -> Option<(Path, usize)> {
        let (from, to) = self.bounds(tokens)?;
        let mut path = self.clone();
        let mut cuts = 0;
        for run in &mut path.runs[from..=to] {
            let ascii = run.original.chars().next_back().filter(char::is_ascii);
            let mark = ascii.and_then(|c| cut_mark(c, true));
            if let (Some(What::Dropped(byte)), Some(mark)) = (run.damage.last().copied(), mark) {
                run.original.pop();
                run.original.push(mark);
                run.damage.pop();
                run.damage.push(What::Cut { mark, byte });
                cuts += 1;
            }
        }
        (cuts > 0).then_some((path, cuts))
    }

    /// Whether it reads the tokens of `run` otherwise.
    pub(super) fn is_other(&self, run: &Run) -> bool {
        self.over(run.tokens).as_deref() != Some(run.original.as_str())
    }

    /// The original of the whole window.
    pub(super) fn original(&self) -> String {
        self.runs.iter().map(|run| run.original.as_str()).collect()
    }
}
