//! What each rule sees, why that is wrong, and when the rule stays silent: what `hanmend rules` prints.

use std::fmt;

use super::Rule;

/// A rule in words, with an example of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// What the rule looks for.
    pub sees: &'static str,
    /// Why what it finds is not what was written.
    pub wrong: &'static str,
    /// Where it changes nothing although something looks alike.
    pub silent: &'static str,
    /// The example, damaged.
    pub before: &'static str,
    /// The example, restored.
    pub after: &'static str,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "What it sees\n{}\n", self.sees)?;
        writeln!(f, "Why it is wrong\n{}\n", self.wrong)?;
        writeln!(f, "When it stays silent\n{}\n", self.silent)?;
        writeln!(f, "Example\n{} -> {}", self.before, self.after)
    }
}

impl Rule {
    /// The rule in words.
    pub fn explanation(self) -> Explanation {
        match self {
            Rule::Gloss => GLOSS,
            Rule::GlossSlip => GLOSS_SLIP,
            Rule::CutSlip => CUT_SLIP,
            Rule::CompoundSlip => COMPOUND_SLIP,
            Rule::Unfold => UNFOLD,
            Rule::ToHans => TO_HANS,
            Rule::ToHant => TO_HANT,
            Rule::HalfConverted => HALF_CONVERTED,
            Rule::Opencc => OPENCC,
            Rule::OwnTable => OWN_TABLE,
        }
    }
}

const GLOSS: Explanation = Explanation {
    sees: "\
A pinyin reading in parentheses behind a Traditional character: 業(yè). The character and the reading are on
the list of one known tool, and the document as a whole carries such readings behind the characters of that list,
wherever they occur.",
    wrong: "\
Nobody wrote the readings. A tool that prepared the text for the web put one behind every occurrence of certain
characters, common words included, and without regard to the word: they gloss nothing.",
    silent: "\
In a document that does not show the artefact as a whole: a textbook, a dictionary or a note on pronunciation
glosses characters in the same shape, but glosses few of them, others than those of the list, or each only once. On
readings the list does not have for the character. On other text in parentheses.",
    before: "各行各業(yè)的人都來了",
    after: "各行各業的人都來了",
};

const GLOSS_SLIP: Explanation = Explanation {
    sees: "\
A question mark, the rest of a gloss without its opening parenthesis, and often a stray Latin letter or a character
that makes no sense: ?xì)g. What follows reads as Chinese again when the gloss is taken out of the bytes.",
    wrong: "\
The tool looked for its characters in the GBK bytes without heeding where a character begins. Where the second byte of
one character and the first of the next happened to be the bytes of a glossed one (the end of 都 and the start of
歡 are the bytes of 細), it put the gloss between them: the character was split, and the bytes behind it were read
in the wrong step.",
    silent: "\
Where running the damage forward on no candidate gives the damaged text again, character for character; such a place
is reported as a gap. Where two candidates do and neither reads clearly better. On real question marks, on Latin text,
and in a document that does not show the artefact as a whole.",
    before: "都?xì)g迎",
    after: "都歡迎",
};

const CUT_SLIP: Explanation = Explanation {
    sees: "\
A question mark or another mark in a place where none can stand, and characters behind it that make no sense, often
with a stray Latin letter among them: ?傮w.",
    wrong: "\
The tool looked for the bytes of punctuation marks and cut the byte before them, without heeding where a character
begins. Where the second byte of one character and the first of the next looked like a mark (the end of 。 and the
start of 總 are the bytes of ？), it cut a character in two, and the bytes behind it were read in the wrong step.",
    silent: "\
Where running the damage forward on no candidate gives the damaged text again; such a place is reported as a gap.
Where the characters behind the mark make sense as they are. On real question marks, in Latin text, numbers, times and
URLs, and in a document that does not show the artefact as a whole.",
    before: "?傮w上說",
    after: "。總體上說",
};

const COMPOUND_SLIP: Explanation = Explanation {
    sees: "\
A run with the marks of both kinds of slip, a rest of a gloss and a cut, that neither explains alone.",
    wrong: "\
Both passes of the tool went over the same bytes: one put a gloss in the middle of a character, the other cut a byte
before what looked like a mark. The bytes behind were read in the wrong step more than once.",
    silent: "\
Where running both passes forward on no candidate gives the damaged text again, or on several that read equally well;
such a place is reported as a gap. Where one pass alone explains the run, the rule of that pass is named instead.",
    before: "都?xì)g迎?傮w上說",
    after: "都歡迎。總體上說",
};

const UNFOLD: Explanation = Explanation {
    sees: "\
An ASCII comma, colon, question mark, parenthesis or other mark between Han characters, in a document that shows the
artefact as a whole.",
    wrong: "\
The last pass of the tool folded every full-width ASCII character to its narrow form. Between Han characters the marks
of running Chinese text are full-width.",
    silent: "\
In a document that does not show the artefact as a whole: many people write narrow marks. In Latin text, numbers,
times, URLs and file names, whose marks were narrow from the start. Where both sides do not decide.",
    before: "他說:好,明天見!",
    after: "他說：好，明天見！",
};

const TO_HANS: Explanation = Explanation {
    sees: "\
A Traditional word or character that the tables of OpenCC write otherwise in Simplified. Longer words are looked up
first. The rule runs only when asked for, by --to zh-Hans.",
    wrong: "\
Nothing is wrong: the text is put into another script. The edits are marked as a choice of form, not as a correction.",
    silent: "\
On characters that are the same in both scripts, and on words the tables keep. Without --to.",
    before: "總體上說",
    after: "总体上说",
};

const TO_HANT: Explanation = Explanation {
    sees: "\
A Simplified word or character that the tables of OpenCC write otherwise in Traditional. Longer words are looked up
first, for one Simplified character often stands for several Traditional ones; the evidence lists the others. The rule
runs only when asked for, by --to zh-Hant.",
    wrong: "\
Nothing is wrong: the text is put into another script. The edits are marked as a choice of form, not as a correction.",
    silent: "\
On characters that are the same in both scripts, and on words the tables keep. Without --to.",
    before: "干净的头发",
    after: "乾淨的頭髮",
};

const HALF_CONVERTED: Explanation = Explanation {
    sees: "\
A character of a Traditional document that is another one in the word it stands in: 旅游, 今后, 皇後. The document as a
whole never distinguishes what such words distinguish. The rule runs only when asked for, by --to zh-Hant or one of its
regions.",
    wrong: "\
The document was made from Simplified character by character: every 后 became 後, or stayed, whatever the word. The
Simplified view of the document is converted anew, word by word.",
    silent: "\
In a document that writes 後 in one word and 后 in another, as it should be: it was written in Traditional. Where only a
few words are against it. On forms that differ by region only, such as 裡 and 裏. Without --to.",
    before: "旅游局的干部說今后要示范",
    after: "旅遊局的幹部說今後要示範",
};

const OPENCC: Explanation = Explanation {
    sees: "\
A word or character that the tables of one of OpenCC's configurations write otherwise, in the place where OpenCC itself
would find it. The rule runs only when asked for, by --opencc and the name of a mode.",
    wrong: "\
Nothing is wrong: the text is converted, and comes out byte for byte as OpenCC 1.4.2 gives it, its mistakes included.",
    silent: "\
Where no row of the tables begins, and inside descriptions of characters. It does not look at which script the text is
in. Without --opencc.",
    before: "鼠标里的软件",
    after: "滑鼠裡的軟體",
};

const OWN_TABLE: Explanation = Explanation {
    sees: "\
A term of the file that --table names, of overlapping ones the leftmost, and of those the longest.",
    wrong: "\
Nothing is wrong: the file says what the term becomes. A term without a replacement is kept from every conversion.",
    silent: "\
On terms that the file keeps as they are, and on all that is not in it. Without --table.",
    before: "软件",
    after: "軟體",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_says_something_of_its_own() {
        for rule in Rule::ALL {
            let Explanation { sees, wrong, silent, before, after } = rule.explanation();
            assert!([sees, wrong, silent].iter().all(|text| text.ends_with('.')), "{rule}");
            assert_ne!(before, after, "{rule}");
            let text = rule.explanation().to_string();
            assert!(text.lines().all(|line| line.chars().count() <= 120), "{rule}");
            for heading in ["What it sees", "Why it is wrong", "When it stays silent", "Example"] {
                assert_eq!(text.lines().filter(|line| *line == heading).count(), 1, "{rule}: {heading}");
            }
            let same = Rule::ALL.into_iter().filter(|other| other.explanation().sees == sees).count();
            assert_eq!(same, 1, "{rule}");
        }
    }
}
