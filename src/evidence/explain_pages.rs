//! The same for the rules of damage that only a whole page proves.

use super::Explanation;

pub(super) const OTHER_GLOSS: Explanation = Explanation {
    sees: "\
A reading in parentheses behind a character, mostly without a tone: 新(xin). The document has many such characters, each
with one reading wherever it stands and in whatever word, the commonest among them, while rarer ones stand bare. Or it
shows the list of the rule gloss and glosses more characters in the same way.",
    wrong: "\
A tool put them there, as the one of the rule gloss does, but with a list of its own. Nobody who teaches glosses what
every reader knows and leaves out what is hard.",
    silent: "\
Where every character is glossed, only hard or new ones, only the first occurrence, only names or the words of a lesson;
where a character has several readings; where the words in parentheses are no readings of their characters; in a text of
few glosses. On a rare character that is glossed once.",
    before: "新(xin)的(de)一年",
    after: "新的一年",
};

pub(super) const INSERTED: Explanation = Explanation {
    sees: "\
One or two characters before a mark that make no sense there, in a document in which most clauses end so and read well
without: 灰尘歼褂 for 灰尘.",
    wrong: "\
A program inserted them, so that copies of the text can be told or are spoilt. Nobody ends most sentences in characters
that belong to nothing.",
    silent: "\
In a document of which not most clauses end so, that does not read well inside its clauses either (verse, lists of
names, old texts), or that repeats what stands there. Where a clause reads as well with the characters as without; of
two, the first stays where it may belong to the clause.",
    before: "里面全是灰尘歼褂。",
    after: "里面全是灰尘。",
};

pub(super) const DOUBLED_MARK: Explanation = Explanation {
    sees: "\
Two commas, stops or other marks in a row, in a document that has (nearly) every such mark twice.",
    wrong: "\
A program wrote every mark twice. Writers double a mark here and there, for emphasis or by a slip of the hand, and never
all commas.",
    silent: "\
Where commas stand alone too, or three in a row. On exclamation and question marks, which are doubled for emphasis,
unless every other mark is doubled and none of these is odd in number. On dashes and ellipses, double by nature.",
    before: "天气很好，，我们走吧。。",
    after: "天气很好，我们走吧。",
};

pub(super) const INDENT: Explanation = Explanation {
    sees: "\
Four question marks, or two, at the beginning of most paragraphs of a document and nowhere else.",
    wrong: "\
Chinese paragraphs begin with two ideographic spaces. An encoding that lacks these put a question mark for each of their
bytes, or for each of them.",
    silent: "\
Where other rows of question marks stand in the text: then characters were lost. In chats, where such rows are meant: on
lines without marks inside. Where only some paragraphs begin so.",
    before: "????我们的工作是从去年春天开始的，到今天已经一年。",
    after: "　　我们的工作是从去年春天开始的，到今天已经一年。",
};

pub(super) const JAMMER: Explanation = Explanation {
    sees: "\
A string such as 8 I( z3 g( {5 @ between two sentences: letters, digits and marks that are unrelated, with a space in
each group. The document has many, no two alike.",
    wrong: "\
Forum software hides such strings between the lines, so that who copies the text copies them too.",
    silent: "\
On one or two such strings: a text may quote them. On formulas, chords, moves of a game, keys and tables, whose groups
are words, numbers, or pairs of brackets.",
    before: "第一句。8 I( z3 g( {5 @第二句。",
    after: "第一句。第二句。",
};

pub(super) const SITE_NAME: Explanation = Explanation {
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

pub(super) const SPLICE: Explanation = Explanation {
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

pub(super) const TAIL: Explanation = Explanation {
    sees: "\
Between two sentences of a paragraph, a phrase of the table such as 本文来自 or 转载请注明 with the name or the address of a
site. Or the title of the text there, twice or more, or the titles of other pages behind 推荐阅读 and the like.",
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
A point between Han characters. Or a comma between words in brackets that the text writes with 、 elsewhere.",
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
Unless asked by --tidy. In a text that is written in narrow marks throughout. Between Latin letters and figures, beside
them in lines without a stop, in rows of short values, on lines with signs of code or formulas, and where straight
quotation marks do not pair.",
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

pub(super) const REPEATED_MARK: Explanation = Explanation {
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
side of what parts a span of numbers, wide digits in a text of narrow ones, a wide colon in a time of the day.",
    wrong: "\
It is one figure, as the unit behind it or what stands around it tells. Times of the day are set with narrow colons.",
    silent: "\
Unless asked by --tidy. Behind the numbers of a list, in figures that are full-width throughout, in differences, and in
proportions, scores and verses.",
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

pub(super) const MARK_SPACING: Explanation = Explanation {
    sees: "\
Spaces before a full-width mark that closes or parts, behind one that opens, before an opening one inside a sentence,
and behind a comma, a full stop or a closing one that Han characters or figures follow.",
    wrong: "\
Full-width marks bring their own space. Most such spaces come from a conversion that put them around every run of
another kind.",
    silent: "\
Unless asked by --tidy. In lines that are not Chinese prose: tables, code, verse without marks. On the indent of a line.
On ideographic spaces. Behind a full stop before a paragraph's number, unless the sentences of the line are counted so.",
    before: "增長12.2% ，其中 “ 十三五 ” 期間",
    after: "增長12.2%，其中“十三五”期間",
};

pub(super) const TORN_WORD: Explanation = Explanation {
    sees: "\
One space between two Han characters, where the text without it, cut into words, has a word across it; or where the
sentence goes on without a mark, as the characters beside it and its length tell. One space in an abbreviation that the
text writes whole elsewhere.",
    wrong: "\
Chinese has no spaces inside words; the line was once broken there, or a scanner saw a gap.",
    silent: "\
Unless asked by --tidy. Where the text reads as words on both sides: the space may part two phrases. In titles spaced
out one by one, and in verse.",
    before: "處于全國領 先水平，成績顯著",
    after: "處于全國領先水平，成績顯著",
};

pub(super) const SPACING: Explanation = Explanation {
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

pub(super) const PARAGRAPH_BREAK: Explanation = Explanation {
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
