//! What each rule sees, why that is wrong, and when the rule stays silent: what `hanmend rules` prints.

use std::fmt;

use super::Rule;
use super::explain_page::{
    DOUBLED_MARK, FIGURE_MARK, JOINED_LINE, LONG_MARK, MARK_WIDTH, MISREAD_MARK, PAIRING, TAIL,
};

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
            Rule::Misread => MISREAD,
            Rule::Escape => ESCAPE,
            Rule::Gloss => GLOSS,
            Rule::GlossSlip => GLOSS_SLIP,
            Rule::CutSlip => CUT_SLIP,
            Rule::CompoundSlip => COMPOUND_SLIP,
            Rule::Unfold => UNFOLD,
            Rule::SiteName => SITE_NAME,
            Rule::Splice => SPLICE,
            Rule::Tail => TAIL,
            Rule::Pairing => PAIRING,
            Rule::MisreadMark => MISREAD_MARK,
            Rule::MarkWidth => MARK_WIDTH,
            Rule::LongMark => LONG_MARK,
            Rule::DoubledMark => DOUBLED_MARK,
            Rule::FigureMark => FIGURE_MARK,
            Rule::JoinedLine => JOINED_LINE,
            Rule::MarkSpacing => MARK_SPACING,
            Rule::TornWord => TORN_WORD,
            Rule::Spacing => SPACING,
            Rule::ParagraphBreak => PARAGRAPH_BREAK,
            Rule::Lookalike => LOOKALIKE,
            Rule::Torn => TORN,
            Rule::Figure => FIGURE,
            Rule::Doubled => DOUBLED,
            Rule::Omitted => OMITTED,
            Rule::ToHans => TO_HANS,
            Rule::ToHant => TO_HANT,
            Rule::HalfConverted => HALF_CONVERTED,
            Rule::Opencc => OPENCC,
            Rule::OwnTable => OWN_TABLE,
        }
    }
}

const MISREAD: Explanation = Explanation {
    sees: "\
A stretch of characters that are rare in any text but common where Chinese was read in a wrong encoding, and that
reads as Chinese when it is turned into the bytes of that encoding and these are read in another.",
    wrong: "\
The text was stored in one encoding (UTF-8, GBK, Big5) and read in another, once or several times over. Nobody wrote
what stands there. Misreading the restored text in the same way gives it again, character for character.",
    silent: "\
Where the stretch does not read clearly better as Chinese than as it stands: in other languages and in rare names. On
short samples in quotation marks, as articles about encodings have them. Where bytes were lost and the neighbours do
not decide which, the character stays lost (U+FFFD) and is reported as a gap.",
    before: "ÖÐÎÄ×¢ÊÍ",
    after: "中文注释",
};

const ESCAPE: Explanation = Explanation {
    sees: "\
Two or more escapes in a row that name Chinese characters: &#20013;&#25991;, also with an escaped ampersand, or the same
with a backslash and the letter u.",
    wrong: "\
A program wrote the numbers for another program to turn into characters, and none did. Readers see the numbers.",
    silent: "\
In markup and on lines with signs of code, where escapes are right. On single escapes, on those that name other than
Chinese characters, and in quotation marks.",
    before: "&#20013;&#25991;",
    after: "中文",
};

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

const SITE_NAME: Explanation = Explanation {
    sees: "\
The name of a site that republishes texts, and behind it the end of a word that the name does not begin: 第一范文网域网.
Another name of the table does: 教育城域网 holds 城域网. Or the document itself writes that word whole elsewhere.",
    wrong: "\
The site put its own name wherever a rival's stood, without heeding words: 教育城 was the name of a rival, and a
metropolitan network for education (教育城域网) holds it by chance.",
    silent: "\
Where the name stands for the site, that is wherever what follows is no torn word. Where two names of the table would
fit. On names that the table does not list.",
    before: "本地區的第一范文網域網",
    after: "本地區的教育城域網",
};

const SPLICE: Explanation = Explanation {
    sees: "\
The name of goods of the table inside a sentence, with a space behind it, in a text that names them nowhere else:
重建設、篩網濾布 輕應用. Or the name or the address of a site in the middle of a word.",
    wrong: "\
Spliced in to be found by search engines. The sentence reads on without it.",
    silent: "\
In a text that names the goods in any other way, even once: it may be about them. In a short text. On goods that the
table does not list.",
    before: "重建設、篩網濾布 輕應用",
    after: "重建設、輕應用",
};

const MARK_SPACING: Explanation = Explanation {
    sees: "\
Spaces before a full-width mark that closes or parts, behind one that opens, before an opening one inside a sentence,
and behind a comma, a full stop or a closing one that Han characters or figures follow.",
    wrong: "\
Full-width marks bring their own space. Most such spaces come from a conversion that put them around every run of
another kind.",
    silent: "\
Unless asked by --tidy. In lines that are not Chinese prose: tables, code, verse without marks. On the indent of a line.
On ideographic spaces. Behind a full stop before a paragraph's number.",
    before: "增長12.2% ，其中 “ 十三五 ” 期間",
    after: "增長12.2%，其中“十三五”期間",
};

const TORN_WORD: Explanation = Explanation {
    sees: "\
One space between two Han characters, where the text without it, cut into words, has a word across it; or where the
sentence goes on without a mark, as the characters beside it and its length tell.",
    wrong: "\
Chinese has no spaces inside words; the line was once broken there, or a scanner saw a gap.",
    silent: "\
Unless asked by --tidy. Where the text reads as words on both sides: the space may part two phrases. In titles spaced
out one by one, and in verse.",
    before: "處于全國領 先水平，成績顯著",
    after: "處于全國領先水平，成績顯著",
};

const SPACING: Explanation = Explanation {
    sees: "\
A Han character and a Latin letter or a figure side by side, spaced otherwise than asked by --spacing, or, with --tidy,
otherwise than eight in ten such places of the text; where there is no such manner, than eight in ten of those before
letters and figures.",
    wrong: "\
Both manners are right; a text keeps one.",
    silent: "\
Unless asked by --tidy or --spacing. With --tidy, in a text of few such places or of mixed manners. In lines that are
not Chinese prose.",
    before: "計劃到20xx 年底完成",
    after: "計劃到20xx年底完成",
};

const PARAGRAPH_BREAK: Explanation = Explanation {
    sees: "\
Behind a full stop and a space, a number as paragraphs bear it (二、 （三） 第三，), where the last one that opened a
paragraph was the number before it.",
    wrong: "\
The line breaks of the page were lost there.",
    silent: "\
Unless asked by --tidy. On a number that does not go on from an earlier paragraph's. Without a space before it.",
    before: "工作做得好。 二、今后的任務",
    after: "工作做得好。 / 二、今后的任務",
};

const LOOKALIKE: Explanation = Explanation {
    sees: "\
A character that makes no word with those beside it, and looks like one that does: 擻育 for 教育. The words around,
the likeness of the shapes, and what the document writes elsewhere are weighed together.",
    wrong: "\
The page was read from an image by a program, which took one character for another of much the same shape.",
    silent: "\
On words that a large vocabulary knows, on strings that the document uses again and again, on names, on foreign names,
and wherever the weighed probability stays below the threshold. In documents without other clear misreadings the rule
asks for much more. On what --protect names.",
    before: "全省擻育信息化工作會議",
    after: "全省教育信息化工作會議",
};

const TORN: Explanation = Explanation {
    sees: "\
A stroke such as | or _ between Han characters, often with part of a character beside it: 建|殳, where 設 is made of a
left part and 殳.",
    wrong: "\
The program that read the page took one character apart: its left part became a stroke, its right part another
character, or the whole became strokes.",
    silent: "\
Where no character with that part makes a word with those beside it, or where several do. In tables, code and other
text in which the strokes do not stand between Han characters. In documents without clear misreadings.",
    before: "基礎_殳施",
    after: "基礎設施",
};

const FIGURE: Explanation = Explanation {
    sees: "\
A letter or a stroke that looks like a digit, between digits, in a figure that a Han character follows: 20l1年. In a
document with clear misreadings also a space inside a figure before a unit: 15. 38萬.",
    wrong: "\
The program that read the page took 1 for l, or 0 for O, or saw a gap where the print was loose.",
    silent: "\
Where other letters stand in the same string: part numbers, formulas, addresses. Where the letter is the first or the
last of the string, unless a unit makes it a figure. Behind numbers of a list.",
    before: "二十年前的20l1年",
    after: "二十年前的2011年",
};

const DOUBLED: Explanation = Explanation {
    sees: "\
A character or a word that stands twice in a row where once reads much better: 應用用導向.",
    wrong: "\
The program that read the page read it twice, mostly at the end of a line and the start of the next.",
    silent: "\
In documents without clear misreadings: people repeat words on purpose. On repetitions that are words (天天, 研究研究),
and on those that read well.",
    before: "突出應用用導向",
    after: "突出應用導向",
};

const OMITTED: Explanation = Explanation {
    sees: "\
A word of the document without one of its characters: 信息技課程 where the document writes 信息技術 everywhere else.",
    wrong: "\
The program that read the page passed a character over.",
    silent: "\
In documents without clear misreadings. Where the beginning of the word goes on otherwise anywhere else in the
document, or where the two characters that stand together make sense.",
    before: "普及信息技課程",
    after: "普及信息技術課程",
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
