"""ftfy_beside.py FOLDER: what ftfy makes of the lines that `evaluate misread --export FOLDER` wrote, beside hanmend.

Prints a table: lines, and for both how many came back restored, were left as they were, or were changed to something else.
Needs ftfy (python3 -m pip install ftfy==6.3.1).
"""
import glob
import os
import sys

import ftfy

# What makes ftfy tidy characters that were never damaged is switched off.
config = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, fix_latin_ligatures=False, normalization=None,
                              unescape_html=False, fix_line_breaks=False)
print(f"{'accident':28} {'lines':>6} | hanmend: {'restored':>9} {'left':>6} {'other':>6} | ftfy: {'restored':>9} {'left':>6} {'other':>6}")
whole = [0] * 7
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.tsv"))):
    counts = [0] * 7
    for line in open(path, encoding="utf-8", newline="\n"):
        clean, damaged, ours = line.rstrip("\n").split("\t")[:3]
        counts[0] += 1
        for at, text in ((1, ours), (4, ftfy.fix_text(damaged, config))):
            counts[at + (0 if text == clean else 1 if text == damaged else 2)] += 1
    whole = [a + b for a, b in zip(whole, counts)]
    name = os.path.basename(path)[:-4]
    print(f"{name:28} {counts[0]:>6} | hanmend: {counts[1]:>9} {counts[2]:>6} {counts[3]:>6} | ftfy: {counts[4]:>9} {counts[5]:>6} {counts[6]:>6}")
print(f"{'all':28} {whole[0]:>6} | hanmend: {whole[1]:>9} {whole[2]:>6} {whole[3]:>6} | ftfy: {whole[4]:>9} {whole[5]:>6} {whole[6]:>6}")
