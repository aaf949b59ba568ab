"""detect_beside.py FILE [EVERY]: what chardetng and charset-normalizer make of the pieces that `evaluate detect --export FILE`
wrote, beside hanmend.

Prints a row for each encoding and length: pieces, and the share in per cent that each program told right; encodings of one
family count as one. charset-normalizer is slow: it is asked about every EVERY-th piece of a row (20).
Needs both (python3 -m pip install chardetng-py==0.3.5 charset-normalizer==3.5.3).
"""
import sys

import chardetng_py
import charset_normalizer

# What a name of one program means by the names of the others: the wider of two encodings that agree on common text.
FAMILY = {
    "gbk": "gb18030", "gb2312": "gb18030", "hz": "gb18030", "cp936": "gb18030", "big5hkscs": "big5", "cp950": "big5",
    "euc_jp": "euc-jp", "cp932": "shift_jis", "shift_jis_2004": "shift_jis", "shift_jisx0213": "shift_jis",
    "euc_jis_2004": "euc-jp", "euc_jisx0213": "euc-jp", "euc_kr": "euc-kr", "cp949": "euc-kr", "johab": "johab",
    "utf_8": "utf-8", "utf-8-sig": "utf-8", "utf_16": "utf-16", "utf_16_le": "utf-16le", "utf_16_be": "utf-16be",
    "cp1252": "windows-1252", "latin_1": "windows-1252", "iso8859_15": "windows-1252", "cp1251": "windows-1251",
    "iso-8859-1": "windows-1252", "iso-8859-15": "windows-1252",
}


def family(name):
    name = (name or "").lower()
    return FAMILY.get(name, FAMILY.get(name.replace("-", "_"), name))


def chardetng(piece):
    detector = chardetng_py.EncodingDetector()
    detector.feed(piece, last=False)  # cut anywhere: not the end of a text
    return detector.guess(tld=None, allow_utf8=True)


def normalizer(piece):
    best = charset_normalizer.from_bytes(piece).best()
    return best.encoding if best else None


every = int(sys.argv[2]) if len(sys.argv) > 2 else 20
rows = {}
for line in open(sys.argv[1], encoding="ascii"):
    label, length, guess, data = line.rstrip("\n").split("\t")
    rows.setdefault((label, int(length)), []).append((guess, bytes.fromhex(data)))
print(f"{'encoding':14} {'bytes':>6} {'pieces':>7} {'hanmend':>8} {'chardetng':>10} {'charset-normalizer':>19}")
for (label, length), pieces in rows.items():
    wanted = family(label)
    # "utf_16" says nothing of the order of the bytes, and is right for both.
    names = {wanted, "utf-16"} if wanted.startswith("utf-16") else {wanted}
    share = lambda guesses: 100 * sum(family(guess) in names for guess in guesses) / max(1, len(guesses))
    ours = share([guess for guess, _ in pieces])
    other = share([chardetng(piece) for _, piece in pieces])
    third = share([normalizer(piece) for _, piece in pieces[::every]])
    print(f"{label:14} {length:>6} {len(pieces):>7} {ours:>8.1f} {other:>10.1f} {third:>19.1f}", flush=True)
