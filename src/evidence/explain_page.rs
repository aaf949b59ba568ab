//! What the rules of tails, marks and lines see, why that is wrong, and when they stay silent.

use super::Explanation;

pub(super) const TAIL: Explanation = Explanation {
    sees: "\
Between two sentences of a paragraph, a phrase of the table such as 本文来自 or 转载请注明 with the name or the address of a
site. Or the title of the text there, twice or more.",
    wrong: "\
Sites put it into the texts that they take over, so that copies name them. It is no sentence of the text, which goes on
behind it.",
    silent: "\
At the end of a text or on a line of its own: that may be the imprint of its site; it is shown, not taken out. Where
the sentence goes on behind the name, where a title or a newspaper is named, in quotation marks, and in a short text.",
    before: "效果很好。本文來自第一范文網。大家要努力",
    after: "效果很好。大家要努力",
};

pub(super) const PAIRING: Explanation = Explanation {
    sees: "\
A quotation mark or a bracket that opens, and within sixty characters another without a partner that cannot close it:
“…》, “…’, 《…\".",
    wrong: "\
Such marks stand in pairs. The program that read the page took one for another of much the same shape.",
    silent: "\
In documents without clear misreadings, unless asked by --tidy. Where marks are missing, where several partners are
possible, and where the document does not tell a quotation from a title: these are shown, not made. On apostrophes,
inches and code.",
    before: "他說“信息技術’很重要",
    after: "他說“信息技術”很重要",
};

pub(super) const MISREAD_MARK: Explanation = Explanation {
    sees: "\
A point between Han characters.",
    wrong: "\
The program that read the page took a comma, a full stop or a mark of enumeration for it. Which, the characters beside
it and the length of the sentence decide.",
    silent: "\
In documents without clear misreadings, unless asked by --tidy. Where the choice is open it is shown, not made. Between
the parts of a foreign name, behind the number of a paragraph, in figures and in Latin text.",
    before: "《規劃》正式印發后.各地各校要結合實際，制定具體的實施方案，明確具體的路線圖和進度表。",
    after: "《規劃》正式印發后，各地各校要結合實際，制定具體的實施方案，明確具體的路線圖和進度表。",
};

pub(super) const MARK_WIDTH: Explanation = Explanation {
    sees: "\
An ASCII mark between Han characters: a comma, a colon, a question mark at the end of a sentence, brackets and straight
quotation marks around Han characters.",
    wrong: "\
The marks of running Chinese text are full-width. Most of the text has them so.",
    silent: "\
Unless asked by --tidy. In a text that is written in narrow marks throughout. Beside Latin letters and figures, on
lines with signs of code or formulas, and where straight quotation marks do not pair.",
    before: "他說:好,明天見!",
    after: "他說：好，明天見！",
};

pub(super) const LONG_MARK: Explanation = Explanation {
    sees: "\
Three to six dots or circles behind a Han character, a single ellipsis in a text that has double ones, two or three
hyphens between Han characters.",
    wrong: "\
A Chinese ellipsis has six dots, a dash two strokes; the writer had no key for them.",
    silent: "\
Unless asked by --tidy. On leaders of a table of contents, options of programs, rules, and single dashes.",
    before: "我想想。。。明天吧",
    after: "我想想……明天吧",
};

pub(super) const DOUBLED_MARK: Explanation = Explanation {
    sees: "\
A comma, a full stop, a semicolon or a mark of enumeration twice in a row.",
    wrong: "\
It was set or read twice; nobody writes so on purpose.",
    silent: "\
Unless asked by --tidy. On ! and ?, which are repeated on purpose, and on longer rows.",
    before: "我來了，，你在哪",
    after: "我來了，你在哪",
};

pub(super) const FIGURE_MARK: Explanation = Explanation {
    sees: "\
A space behind a decimal point or before a percent sign, digits or points of two widths in one figure, a space on one
side of the hyphen in a span of numbers.",
    wrong: "\
It is one figure, as the unit behind it tells.",
    silent: "\
Unless asked by --tidy. Behind the numbers of a list, in figures that are full-width throughout, and in differences.",
    before: "占30 %以上",
    after: "占30%以上",
};

pub(super) const JOINED_LINE: Explanation = Explanation {
    sees: "\
A paragraph that breaks off inside a sentence, and a line behind it that goes on with it: a word lies across the
break, or one word is known to follow the other; or several lines of the text are filled to the same width.",
    wrong: "\
The line was broken by a conversion or by the width of a page.",
    silent: "\
Unless asked by --tidy. On headings, which hold no sentence; on short lines such as verse and lists; before numbers,
indented lines and blank ones.",
    before: "大家工作都很努力。我們要加強信息技 / 術應用，今年就開始做，一定要做好。",
    after: "大家工作都很努力。我們要加強信息技術應用，今年就開始做，一定要做好。",
};
