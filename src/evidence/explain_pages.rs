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
