"""corpora_extract.py NAME OUT READER PATH...: clean prose, one paragraph a line. Called by corpora.sh.

Characters are never changed: markup goes, line breaks inside a paragraph are joined, and a paragraph is kept whole or
dropped. Prints one line: name, paragraphs, Han characters, bytes, paragraphs dropped.
"""
import gzip
import html.parser
import json
import os
import re
import sqlite3
import sys

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
han = re.compile(f"[{HAN}]")
# Characters that only one of the scripts uses; one of the other script's drops the paragraph.
ONLY_HANT = set("們這個國會發說時為來對經還沒過關開學實點現問題應該與於後麼樣讓將從種體標號處據數類選項顯檔頁")
ONLY_HANS = set("们这个国会发说时为来对经还没过关开学实点现问题应该与后么样让将从种体标号处据数类选项显档页")
ONLY_HANS -= set("个后与么")  # in use in Traditional texts as well
ONLY_HANT -= set("於")

MARKS = "，。？！；：、"
ascii_mark = re.compile(f"[{HAN}][,;?!](?![A-Za-z0-9])|[{HAN}][.:](?=[{HAN}]|$)|[,;?!][{HAN}]")
JOINS = f"{HAN}{MARKS}“”（）《》「」…—"
joined = re.compile(f"(?<=[{JOINS}])\\s*\\n\\s*|\\s*\\n\\s*(?=[{JOINS}])")


def tidy(text):
    text = joined.sub("", text.strip())
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip(" \t\u3000")


def clean(text, script):
    n = len(han.findall(text))
    if n < 15:
        return False
    solid = re.sub(r"\s", "", text)
    if n + sum(solid.count(m) for m in MARKS) < 0.75 * len(solid):
        return False
    if not any(m in text for m in MARKS):
        return False
    if text[-1] not in "。？！；：”」』）…":
        return False
    if ascii_mark.search(text) or re.search(r"[\ufffd\ue000-\uf8ff\x00-\x08]|https?:|www\.|[？！。，]{3,}|([^…—.\-])\1{3,}", text):
        return False
    # controls, invisible characters, pictures, and quotation marks of the wrong width
    if re.search(f"[\x7f-\xa0\xad\u200b-\u200f\ufeff\U0001f000-\U0001ffff]|[{HAN}]\"|\"[{HAN}]|Ã", text):
        return False
    # one space between two Han characters is an edition's slip
    if re.search(f"[{HAN}] +[{HAN}]", text):
        return False
    chars = set(text)
    return not chars & (ONLY_HANT if script == "hans" else ONLY_HANS)


class Page(html.parser.HTMLParser):
    BLOCK = set("p li td th dd dt h1 h2 h3 h4 h5 h6 div body br table ul ol dl blockquote caption figure section article "
                "nav header footer tr title head html form option label details summary".split())
    SKIP = set("script style pre head nav".split())
    VOID = set("br img input meta link hr".split())

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.out, self.skip = [], [], 0

    def flush(self):
        if self.parts:
            self.out.append("".join(self.parts))
            self.parts = []

    def handle_starttag(self, tag, attrs):
        if tag in self.BLOCK:
            self.flush()
        if tag in self.SKIP:
            self.skip += 1

    def handle_endtag(self, tag):
        if tag in self.BLOCK:
            self.flush()
        if tag in self.SKIP and self.skip:
            self.skip -= 1

    def handle_data(self, data):
        if not self.skip:
            self.parts.append(data)


def read_html(paths):
    for path in paths:
        for folder, folders, files in os.walk(path):
            folders.sort()
            for name in sorted(files):
                if name.endswith(".html"):
                    page = Page()
                    with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as f:
                        page.feed(f.read())
                    page.flush()
                    yield from page.out


def read_law(paths):
    """A local law database: articles, paragraph by paragraph."""
    for path in paths:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        for (text,) in db.execute("select article_text from articles order by id"):
            yield from (text or "").split("\n")


def read_tagged(paths):
    """Words with part-of-speech tags: `[中央/n 电视台/n]nt 播出/v`."""
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as f:
            for line in f:
                words = []
                for token in line.split():
                    word, slash, _ = token.rpartition("/")
                    if not slash:
                        words = []
                        break
                    if word.startswith("[") and len(word) > 1:
                        word = word[1:]
                    words.append(word)
                yield "".join(words)


def read_lines(paths):
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as f:
            yield from f


def read_chapters(paths):
    """A JSON list of chapters, paragraphs on lines of their own."""
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for chapter in json.load(f):
                yield from chapter.split("\n")


def read_json(paths, key):
    """Every string, or list of strings, under `key`, wherever it stands."""
    def walk(node):
        if isinstance(node, dict):
            for k, v in node.items():
                if k == key and isinstance(v, str):
                    yield from v.split("\n")
                elif k == key and isinstance(v, list) and all(isinstance(s, str) for s in v):
                    yield from v
                else:
                    yield from walk(v)
        elif isinstance(node, list):
            for v in node:
                yield from walk(v)

    for path in paths:
        with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
            yield from walk(json.load(f))


def main():
    name, out, reader, *paths = sys.argv[1:]
    kind, _, key = reader.partition(":")
    read = {"html": read_html, "law": read_law, "tagged": read_tagged, "lines": read_lines, "chapters": read_chapters,
            "json": lambda p: read_json(p, key)}[kind]
    script = name.split("-")[0]
    seen, dropped, count = set(), 0, 0
    with open(out, "w", encoding="utf-8", newline="\n") as f:
        for raw in read(paths):
            text = tidy(raw)
            if not text or text in seen:
                continue
            seen.add(text)
            if not clean(text, script) or (name == "hant-novel" and "……" in text):  # there it marks what was left out
                dropped += 1
                continue
            count += len(han.findall(text))
            f.write(text + "\n")
    with open(out, encoding="utf-8") as f:
        kept = sum(1 for _ in f)
    print(f"{name}\t{kept} paragraphs\t{count} Han\t{os.path.getsize(out)} bytes\t{dropped} dropped")


main()
