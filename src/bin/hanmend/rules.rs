//! Prints the rules and what is said about them.

use std::io::Write;

use hanmend::{Aim, Rule};

use crate::Verdict;
use crate::failure::Failure;

pub fn run(only: Option<Rule>, out: &mut dyn Write) -> Result<Verdict, Failure> {
    let rules = Rule::ALL.into_iter().filter(|rule| only.is_none_or(|only| only == *rule));
    for (n, rule) in rules.enumerate() {
        if n > 0 {
            writeln!(out, "\n")?;
        }
        let aim = match rule.aim() {
            Aim::Correct => "corrects an error",
            Aim::Regularize => "chooses a form",
        };
        write!(out, "{rule} ({aim})\n\n{}", rule.explanation())?;
    }
    Ok(Verdict::Fine)
}
