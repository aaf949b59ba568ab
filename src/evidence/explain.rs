//! What each rule sees, why that is wrong, and when the rule stays silent: what `hanmend rules` prints.

use std::fmt;

use super::Rule;
use super::explain_pages::{
    DOUBLED_MARK, FIGURE_MARK, INDENT, INSERTED, JAMMER, JOINED_LINE, LONG_MARK, MARK_SPACING, MARK_WIDTH,
    MISREAD_MARK, OTHER_GLOSS, PAIRING, PARAGRAPH_BREAK, REPEATED_MARK, SITE_NAME, SPACING, SPLICE, TAIL,
    TORN_WORD,
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
            Rule::OtherGloss => OTHER_GLOSS,
            Rule::Inserted => INSERTED,
            Rule::DoubledMark => DOUBLED_MARK,
            Rule::Indent => INDENT,
            Rule::Jammer => JAMMER,
            Rule::PrivateUse => PRIVATE_USE,
            Rule::Radical => RADICAL,
            Rule::Canonical => CANONICAL,
            Rule::Invisible => INVISIBLE,
            Rule::SiteName => SITE_NAME,
            Rule::Splice => SPLICE,
            Rule::Tail => TAIL,
            Rule::Pairing => PAIRING,
            Rule::MisreadMark => MISREAD_MARK,
            Rule::MarkWidth => MARK_WIDTH,
            Rule::LongMark => LONG_MARK,
            Rule::RepeatedMark => REPEATED_MARK,
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
Two or more escapes that name Chinese characters: &#20013;&#25991;, \\u4e2d\\u6587, %E4%B8%AD%E6%96%87; and names of
marks and signs beside Chinese characters: &ldquo;, &nbsp;. All of these also escaped over again: &amp;ldquo;.",
    wrong: "\
A program wrote the numbers for another program to turn into characters, and none did. Readers see the numbers.",
    silent: "\
In markup, in addresses and on lines with signs of code, where escapes are right. On single numbers, on those that
name other than Chinese characters, in quotation marks, and on names in texts that speak of markup. Where < would begin
a tag.",
    before: "&#20013;&#25991;",
    after: "中文",
};

const PRIVATE_USE: Explanation = Explanation {
    sees: "\
A private-use character beside Chinese ones, where GB 18030 has since assigned a character to the pair of bytes that
readers of GBK took for it. In Cantonese, the same with the pairs of Big5 that HKSCS uses.",
    wrong: "\
Nobody can see it without a font of its own. Unicode has the character now; when the text was read it did not.",
    silent: "\
Where the text has private-use characters without such an assignment: it has a font of its own, for icons perhaps. Near
question marks and letters, as slipped bytes leave them. Away from Chinese characters. What HKSCS assigns is
shown and not made in text that is not Cantonese.",
    before: "南汉皇帝刘\u{E863}",
    after: "南汉皇帝刘䶮",
};

const RADICAL: Explanation = Explanation {
    sees: "\
A Kangxi or CJK radical that makes a word with the characters beside it when it is read as the character of the same
shape.",
    wrong: "\
It looks right, but no search finds the word. Text taken out of a PDF is often so: the font draws both with one glyph.",
    silent: "\
In texts about radicals, before 部 and the like, and where no word comes of it: there it is shown and not made. On
radicals that are only a part of a character.",
    before: "⽂化",
    after: "文化",
};

const CANONICAL: Explanation = Explanation {
    sees: "\
A CJK compatibility ideograph, or a letter whose accent follows it as a character of its own: what has a canonical form
(NFC). The rule is shown and not made, unless asked for by --at-least low.",
    wrong: "\
Nothing is wrong to the eye: Unicode takes both for the same. But programs compare numbers, and a search finds one.",
    silent: "\
On full-width and half-width forms and whatever else is only compatible: NFKC is never used. Korean text tells readings
apart by such ideographs, which is why they stay.",
    before: "\u{F902}輛",
    after: "車輛",
};

const INVISIBLE: Explanation = Explanation {
    sees: "\
A zero-width space, a joiner, a direction mark, a soft hyphen or a control character beside a Chinese character. The
rule is shown and not made, unless asked for by --at-least low.",
    wrong: "\
It takes no room and means nothing there, and it keeps search from finding the word. Some pages put it in on purpose.",
    silent: "\
In emoji and in scripts whose letters join. Between other than Chinese characters.",
    before: "业\u{200B}务",
    after: "业务",
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
A letter or a stroke that looks like a digit, between digits, in a figure before a character that is counted with:
20l1年, 1O5人. In a document with clear misreadings before any Han character, and also a space inside a figure before a
unit: 15. 38萬.",
    wrong: "\
The program that read the page took 1 for l, or 0 for O, or saw a gap where the print was loose.",
    silent: "\
Where other letters stand in the same string, or what follows may follow a code: part numbers, 99I4型, formulas,
addresses. Where the letter is the first or the last of the string, unless a unit makes it a figure. Behind numbers of a
list.",
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
on those that read well, and where one word ends in the character and the next begins with it (生产产品).",
    before: "突出應用用導向",
    after: "突出應用導向",
};

const OMITTED: Explanation = Explanation {
    sees: "\
A word of the document without one of its characters: 信息技課程 where the document writes 信息技術 everywhere else, 要進步加強
where it writes 進一步.",
    wrong: "\
The program that read the page passed a character over.",
    silent: "\
In documents without clear misreadings. Where the beginning of the word goes on otherwise anywhere else in the
document, or where the characters read well as they stand or stand so again.",
    before: "普及信息技課程",
    after: "普及信息技術課程",
};

const TO_HANS: Explanation = Explanation {
    sees: "\
A Traditional word or character that the tables of OpenCC write otherwise in Simplified. Longer words are looked up
first. In a text that writes 著 for both, 著 becomes 着 where the word model reads it so: 隨著. The rule runs only when asked
for, by --to zh-Hans.",
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
whole never distinguishes what such words distinguish. Or a character that the document writes for another wherever that
should stand: 隻有, 統壹. The rule runs only when asked for, by --to zh-Hant or one of its regions; 壹 is also undone by --to
zh-Hans.",
    wrong: "\
The document was made from Simplified character by character: every 后 became 後, or stayed, whatever the word. The
Simplified view of the document is converted anew, word by word.",
    silent: "\
In a document that writes 後 in one word and 后 in another, as it should be: it was written in Traditional. Where only a
few words are against it. On forms that differ by region only, such as 裡 and 裏, on words that are as good spelled
otherwise, and on amounts: 壹佰元. Without --to.",
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
