"""Makes dictionaries/readings/pinyin.tsv: which characters have which Mandarin reading.

usage: readings.py Unihan_Readings.txt pinyin.tsv

Unihan_Readings.txt is of the Unicode Character Database, as Debian's unicode-data has it (bzip2). Taken are the characters
that GBK writes, with their readings of today: kMandarin, kHanyuPinlu, kXHC1983 and kTGHZ2013.
"""

import re
import sys
import unicodedata

FIELDS = {"kMandarin", "kHanyuPinlu", "kXHC1983", "kTGHZ2013"}
SYLLABLE = re.compile(r"[a-zü\u0300-\u030c\u0302\u00ea]+")

HEAD = """\
# Readings of characters in Mandarin: a syllable in NFC with its tone mark, a tab, and the characters of GBK that have it, in
# the order of code points. Made by benches/readings.py from the Unihan database (Unicode licence).
"""


def main():
    source, target = sys.argv[1:]
    readings = {}
    for line in open(source, encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        code, field, value = line.rstrip("\n").split("\t")
        if field not in FIELDS:
            continue
        character = chr(int(code[2:], 16))
        try:
            character.encode("gbk")
        except UnicodeEncodeError:
            continue
        value = re.sub(r"\([^)]*\)", " ", value)
        for part in value.split():
            for syllable in part.split(":")[-1].split(","):
                syllable = unicodedata.normalize("NFC", syllable)
                if SYLLABLE.fullmatch(unicodedata.normalize("NFD", syllable)):
                    readings.setdefault(syllable, set()).add(character)
    with open(target, "w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        for syllable in sorted(readings):
            out.write(f"{syllable}\t{''.join(sorted(readings[syllable]))}\n")


main()
