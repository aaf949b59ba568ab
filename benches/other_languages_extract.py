"""other_languages_extract.py html|code OUT FOLDER: lines of text that are right as they are, each once. Called by
other_languages.sh. Markup goes; nothing else is changed or left out but what is no UTF-8."""
import html
import os
import re
import sys

MOST = 60_000
ENDINGS = {"html": (".html",), "code": (".rs", ".c", ".h", ".toml", ".md", ".py", ".js", ".sh")}


def lines(kind, text):
    if kind == "code":
        yield from (line.rstrip() for line in text.splitlines())
        return
    text = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", text)
    for block in re.split(r"</?(?:p|li|td|th|h\d|div|br|table|tr|pre)\b[^>]*>", text):
        yield re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", block))).strip()


kind, out, folder = sys.argv[1:]
seen = set()
with open(out, "w", encoding="utf-8") as file:
    for path, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if len(seen) >= MOST or not name.endswith(ENDINGS[kind]):
                continue
            try:
                text = open(os.path.join(path, name), encoding="utf-8").read()
            except UnicodeDecodeError:
                continue
            for line in lines(kind, text):
                if len(line) >= 4 and line not in seen:
                    seen.add(line)
                    file.write(line + "\n")
print(f"{os.path.basename(out)}: {len(seen)} lines")
