//! Reads the unigrams and bigrams of an ARPA language model; longer n-grams are passed over.

use std::collections::HashMap;
use std::io::BufRead;

use crate::error::{Error, data_error};
use crate::text::is_han;

/// An ARPA model's words and pairs, words sorted by their UTF-8 bytes; a word's id is its place.
#[derive(Debug, Default)]
pub(super) struct Arpa {
    /// Spelling, log10 probability, log10 backoff.
    pub words: Vec<(String, f32, f32)>,
    /// First word, second word, log10 probability; sorted.
    pub bigrams: Vec<(u32, u32, f32)>,
    /// log10 probability of `<unk>`, where the file lists it.
    pub unknown: Option<f32>,
    /// Entries left out: those with a word that is not wholly Han, `<s>` and `</s>` among them.
    pub left_out: usize,
}

/// One n-gram line: its probability, its words, its backoff.
struct Line<'a> {
    probability: f32,
    words: Vec<&'a str>,
    backoff: f32,
}

/// Reads an ARPA file. Errors name the line, from 1.
pub(super) fn read(source: impl BufRead, file: &str) -> Result<Arpa, Error> {
    let mut arpa = Arpa::default();
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut order = 0;
    for (index, line) in source.lines().enumerate() {
        let problem =
            |problem: &str| Error::Line { file: file.into(), line: index + 1, problem: problem.into() };
        let line = line.map_err(|source| Error::File { path: file.into(), source })?;
        if let Some(section) = line.strip_prefix('\\') {
            if order == 1 {
                ids = sort_words(&mut arpa, file)?;
            }
            match section.trim_end() {
                "data\\" => {}
                "1-grams:" => order = 1,
                "2-grams:" => order = 2,
                _ => break,
            }
            continue;
        }
        if order == 0 || line.trim().is_empty() {
            continue;
        }
        let entry = parse(&line, order).ok_or_else(|| {
            problem("expected a log10 probability, as many words as the section says, perhaps a backoff")
        })?;
        match entry.words[..] {
            ["<unk>"] => arpa.unknown = Some(entry.probability),
            [word] if word.chars().all(is_han) => {
                arpa.words.push((word.to_owned(), entry.probability, entry.backoff));
            }
            [first, second] => match (ids.get(first), ids.get(second)) {
                (Some(&first), Some(&second)) => arpa.bigrams.push((first, second, entry.probability)),
                _ => arpa.left_out += 1,
            },
            _ => arpa.left_out += 1,
        }
    }
    // A file of unigrams alone may end without another section.
    if order == 1 && ids.is_empty() {
        sort_words(&mut arpa, file)?;
    }
    arpa.bigrams.sort_unstable_by_key(|&(first, second, _)| (first, second));
    if arpa.bigrams.windows(2).any(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1)) {
        return Err(data_error(file, "a pair of words is listed twice"));
    }
    Ok(arpa)
}

/// Sorts the words and numbers them.
fn sort_words(arpa: &mut Arpa, file: &str) -> Result<HashMap<String, u32>, Error> {
    arpa.words.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let ids: HashMap<String, u32> = (0..).zip(&arpa.words).map(|(id, entry)| (entry.0.clone(), id)).collect();
    if ids.len() == arpa.words.len() { Ok(ids) } else { Err(data_error(file, "a word is listed twice")) }
}

/// One line of the section of `order`-grams. A missing backoff is 0, as ARPA has it.
fn parse(line: &str, order: usize) -> Option<Line<'_>> {
    let mut fields = line.split_ascii_whitespace();
    let number = |field: Option<&str>| field?.parse().ok().filter(|n: &f32| n.is_finite());
    let probability = number(fields.next())?;
    let words: Vec<&str> = fields.by_ref().take(order).collect();
    let backoff = match fields.next() {
        None => 0.0,
        field => number(field)?,
    };
    (words.len() == order && fields.next().is_none()).then_some(Line { probability, words, backoff })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_numbered_in_byte_order_and_specials_left_out() {
        let text = "\\data\\\nngram 1=4\n\n\\1-grams:\n-6\t<unk>\t0\n-1\t<s>\t-0.5\n-2\t中国\t-0.25\n-3\t中\n\n\
            \\2-grams:\n-0.5\t中 中国\n-0.5\t<s> 中\n\n\\3-grams:\nnonsense\n\\end\\\n";
        let arpa = read(text.as_bytes(), "t.arpa").unwrap();
        assert_eq!(arpa.words, [("中".into(), -3.0, 0.0), ("中国".into(), -2.0, -0.25)]);
        assert_eq!(arpa.bigrams, [(0, 1, -0.5)]);
        assert_eq!((arpa.unknown, arpa.left_out), (Some(-6.0), 2));
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = read("\\1-grams:\n-1\t中\nx\t国\n".as_bytes(), "t.arpa").unwrap_err();
        assert!(error.to_string().starts_with("t.arpa:3: "), "{error}");
    }
}
