"""Makes dictionaries/ocr/lookalikes.bin: for every common Simplified character, the common characters that look most like it.

usage: lookalikes.py SANS SERIF DICT.TXT TSCharacters.txt lookalikes.bin

SANS is wqy-microhei.ttc of Debian's fonts-wqy-microhei (Apache-2.0), SERIF NotoSerifCJK-Regular.ttc of its fonts-noto-cjk
(OFL-1.1), DICT.TXT that of PyPI's jieba (MIT), whose counts say which characters are common. Needs Pillow and numpy; the
same versions give the same bytes (sources.toml names them).

Every character is drawn in both fonts, cut into 6 x 6 cells, and the directions of its edges are counted in each
(histograms of oriented gradients, 8 directions); the distances of these counts in both fonts are added. Some characters
have hundreds of others near them and some hardly any, so a distance is told in parts of that at which the candidate has
its twentieth neighbour: what counts is how near the character seen is among all that the candidate may be taken for.

File, little endian: "hanalike", u32 version, u32 candidates (at most 4096), u32 rows, u32 entries of a row; the
candidates as u32 code points, commonest first; the rows' characters as u32 in the order of code points; then the rows:
u16 each, twelve bits of candidate and four of distance (0 nearest), nearest first.
"""

import struct
import sys
from collections import Counter

import numpy
from PIL import Image, ImageDraw, ImageFont

CANDIDATES = 4096
ROWS = 8000
ENTRIES = 200
SIZE, CELLS, BINS = 60, 6, 8
# The neighbour of a candidate whose distance is its measure.
NEIGHBOUR = 20
# The share of candidates whose measure counts in full. The others are those of a few strokes, which have nobody near them:
# by their own measure everything would be near 一.
MOST = 0.9
# Up to this part of the measure is one level, then one level each tenth: the nearest are at 0.6, the twentieth at 1.1, the
# two hundredth at 1.6.
FIRST_LEVEL, LEVEL = 0.3, 0.1
# The number of the Simplified Chinese font in the file of the serif one.
SERIF_NUMBER = 2


def histogram(font, character):
    image = Image.new("L", (SIZE + 12, SIZE + 12), 0)
    left, top, right, bottom = font.getbbox(character)
    if right <= left or bottom <= top:
        return None
    ImageDraw.Draw(image).text((6, 6 - (font.getmetrics()[0] - font.size) // 2), character, font=font, fill=255)
    a = numpy.asarray(image, dtype=numpy.float32) / 255
    a = (a[:-1, :-1] + a[1:, :-1] + a[:-1, 1:] + a[1:, 1:]) / 4
    dy, dx = numpy.gradient(a)
    strength = numpy.hypot(dx, dy)
    turn = numpy.mod(numpy.arctan2(dy, dx), 2 * numpy.pi) * BINS / (2 * numpy.pi)
    low = numpy.floor(turn).astype(int) % BINS
    share = turn - numpy.floor(turn)
    n = a.shape[0]
    place = (numpy.arange(n) + 0.5) * CELLS / n - 0.5
    cell = numpy.floor(place).astype(int)
    part = place - cell
    out = numpy.zeros((CELLS, CELLS, BINS), dtype=numpy.float64)
    for oy in (0, 1):
        for ox in (0, 1):
            cy, cx = cell + oy, cell + ox
            wy = part if oy else 1 - part
            wx = part if ox else 1 - part
            weight = strength * wy[:, None] * wx[None, :]
            ok = ((cy >= 0) & (cy < CELLS))[:, None] & ((cx >= 0) & (cx < CELLS))[None, :]
            yy = numpy.broadcast_to(numpy.clip(cy, 0, CELLS - 1)[:, None], weight.shape)
            xx = numpy.broadcast_to(numpy.clip(cx, 0, CELLS - 1)[None, :], weight.shape)
            numpy.add.at(out, (yy[ok], xx[ok], low[ok]), (weight * (1 - share))[ok])
            numpy.add.at(out, (yy[ok], xx[ok], (low[ok] + 1) % BINS), (weight * share)[ok])
    out = numpy.sqrt(out).reshape(-1)
    return out / numpy.linalg.norm(out)


def main(sans_file, serif_file, dictionary, variants, target):
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
    common = [c for c, _ in sorted(counts.items(), key=lambda e: (-e[1], e[0]))]
    fonts = [
        ImageFont.truetype(file, SIZE, index=number, layout_engine=ImageFont.Layout.BASIC)
        for file, number in ((sans_file, 0), (serif_file, SERIF_NUMBER))
    ]
    drawn = {}
    for character in common[: ROWS + 200]:
        forms = [histogram(font, character) for font in fonts]
        if all(form is not None for form in forms):
            # Side by side, so that one product adds the distances in both fonts.
            drawn[character] = numpy.concatenate(forms) / numpy.sqrt(len(fonts))
    characters = [c for c in common if c in drawn][:ROWS]
    candidates = characters[:CANDIDATES]
    matrix = numpy.array([drawn[c] for c in candidates])
    among = numpy.sort(1 - matrix @ matrix.T, axis=1)
    measure = numpy.minimum(among[:, NEIGHBOUR], numpy.quantile(among[:, NEIGHBOUR], MOST))
    rows = sorted(characters)
    with open(target, "wb") as out:
        out.write(b"hanalike" + struct.pack("<4I", 1, len(candidates), len(rows), ENTRIES))
        out.write(struct.pack(f"<{len(candidates)}I", *map(ord, candidates)))
        out.write(struct.pack(f"<{len(rows)}I", *map(ord, rows)))
        for row in rows:
            distance = (1 - matrix @ drawn[row]) / measure
            entries = []
            for n in numpy.argsort(numpy.round(distance, 5), kind="stable")[: ENTRIES + 1]:
                if candidates[n] != row and len(entries) < ENTRIES:
                    level = int(numpy.clip(numpy.ceil((distance[n] - FIRST_LEVEL) / LEVEL), 0, 15))
                    entries.append(int(n) << 4 | level)
            out.write(struct.pack(f"<{ENTRIES}H", *entries))
    print(f"{target}: {len(rows)} characters, {len(candidates)} candidates, {ENTRIES} each")


main(*sys.argv[1:])
