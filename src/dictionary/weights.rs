//! What each term weighs when corrections are judged: a table of names and numbers.

use crate::error::Error;

/// Weights by name, as they stand in the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(Vec<(String, f32)>);

impl Weights {
    /// The built-in weights of look-alikes.
    pub const LOOKALIKES: (&str, &str) =
        ("ocr/weights.tsv", include_str!("../../dictionaries/ocr/weights.tsv"));

    /// Those where the text shows that it was read by OCR.
    pub const LOOKALIKES_IN_OCR: (&str, &str) =
        ("ocr/weights_ocr.tsv", include_str!("../../dictionaries/ocr/weights_ocr.tsv"));

    /// Those in texts too short to show how they were read.
    pub const LOOKALIKES_IN_SHORT: (&str, &str) =
        ("ocr/weights_short.tsv", include_str!("../../dictionaries/ocr/weights_short.tsv"));

    /// Reads lines of `name TAB weight`; `#` begins a comment line.
    ///
    /// # Errors
    /// [`Error::Line`] names the first line that is not of that shape or repeats a name.
    pub fn parse(file: &str, text: &str) -> Result<Weights, Error> {
        let mut weights: Vec<(String, f32)> = Vec::new();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let fail =
                |problem: &str| Error::Line { file: file.into(), line: n + 1, problem: problem.into() };
            let (name, weight) =
                line.split_once('\t').ok_or_else(|| fail("not two fields separated by a tab"))?;
            let weight: f32 = weight.parse().map_err(|_| fail("the weight is not a number"))?;
            if !weight.is_finite() {
                return Err(fail("the weight is not a number"));
            }
            if weights.iter().any(|(known, _)| known == name) {
                return Err(fail("the name stands in the table twice"));
            }
            weights.push((name.into(), weight));
        }
        Ok(Weights(weights))
    }

    /// The weight of `name`.
    pub fn get(&self, name: &str) -> Option<f32> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, weight)| *weight)
    }

    /// The names, in the order of the table.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_are_named() {
        for (text, line) in [("a\t1\nb 2\n", 2), ("a\tx\n", 1), ("#\na\t1\na\t2\n", 3), ("a\tNaN\n", 1)] {
            match Weights::parse("w.tsv", text) {
                Err(Error::Line { line: l, .. }) => assert_eq!(l, line, "{text:?}"),
                other => panic!("{text:?}: {other:?}"),
            }
        }
        assert_eq!(Weights::parse("w.tsv", "# x\na\t-1.5\n").unwrap().get("a"), Some(-1.5));
    }
}
