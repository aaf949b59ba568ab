#!/usr/bin/env python3
"""Makes dictionaries/language/stops.tsv from the texts that benches/corpora.sh fetches, and says how well it decides.

Needs scikit-learn and jieba: `python3 benches/stops.py corpora > dictionaries/language/stops.tsv`. A comma, a full stop,
a mark of enumeration or nothing stands between two Han characters; a logistic regression learns which from what
src/language/stops.rs sees there. The first six tenths of each text are learnt from, the rest is measured.
"""

import logging
import random
import sys

import jieba
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

MARKS = "，。、；：？！"
ENDS = "。？！"
CHOICES = "，。、"
NONE = 3
DISTANCES = (3, 5, 8, 12, 18, 26, 40, 60)
REACH = 3
ROWS = 6000
TEXTS = {"hans-law": 50000, "hans-news": 160000, "hans-manual": 10000, "hans-office": 10000, "hans-reviews": 25000}
HELD_OUT = 12000


def is_han(c):
    return "\u4e00" <= c <= "\u9fff"


def marks(lines):
    """Every mark between two Han characters, as (line, place, choice)."""
    for line in lines:
        for i, c in enumerate(line):
            if c in CHOICES and 0 < i < len(line) - 1 and is_han(line[i - 1]) and is_han(line[i + 1]):
                yield line, i, CHOICES.index(c)


def spaces(lines, count):
    """Places between words with a space put in, two of a line at most."""
    out = []
    for line in random.sample(lines, len(lines)):
        ends, at = [], 0
        for word in jieba.cut(line):
            at += len(word)
            if 0 < at < len(line) and is_han(line[at - 1]) and is_han(line[at]):
                ends.append(at)
        out += [(line[:at] + " " + line[at:], at, NONE) for at in random.sample(ends, min(2, len(ends)))]
        if len(out) >= count:
            break
    return out


def distance(n):
    return next((str(k) for k, end in enumerate(DISTANCES) if n <= end), str(len(DISTANCES)))


def features(line, i):
    """What src/language/stops.rs sees at a place."""
    before, behind = line[:i], line[i + 1 :]
    left = next((k for k in range(min(REACH, len(before))) if not is_han(before[-1 - k])), min(REACH, len(before)))
    right = next((k for k in range(min(REACH, len(behind))) if not is_han(behind[k])), min(REACH, len(behind)))
    seen = ["<" + before[-k:] for k in range(1, left + 1)] + [">" + behind[:k] for k in range(1, right + 1)]
    last = max((before.rfind(m) for m in MARKS), default=-1)
    last_end = max(before.rfind(m) for m in ENDS)
    ahead = [k for k in (behind.find(m) for m in MARKS) if k >= 0]
    ahead_end = [k for k in (behind.find(m) for m in ENDS) if k >= 0]
    seen += ["a" + distance(i - last), "p" + (before[last] if last >= 0 else "^"), "b" + distance(i - last_end)]
    seen += ["c" + distance(min(ahead, default=len(behind)) + 1), "n" + (behind[min(ahead)] if ahead else "$")]
    seen += ["d" + distance(min(ahead_end, default=len(behind)) + 1)]
    if left and right and before[last + 1 : last + 2] == behind[:1]:
        seen.append("same")
    return seen


def load(folder, name, count, learn):
    lines = [line.strip() for line in open(f"{folder}/{name}.txt", encoding="utf-8")]
    cut = int(len(lines) * 0.6)
    lines = [line for line in (lines[:cut] if learn else lines[cut:]) if len(line) >= 20]
    found = list(marks(lines))
    return random.sample(found, min(count, len(found))) + spaces(lines, count // 2)


def main():
    random.seed(6)
    jieba.setLogLevel(logging.ERROR)
    folder = sys.argv[1]
    learnt = [one for name, count in TEXTS.items() for one in load(folder, name, count, True)]
    vectorizer = CountVectorizer(analyzer=lambda seen: seen, min_df=10, binary=True)
    x = vectorizer.fit_transform(features(line, i) for line, i, _ in learnt)
    y = np.array([choice for *_, choice in learnt])
    first = LogisticRegression(C=0.3, max_iter=60).fit(x, y).coef_
    weight = np.abs(first - first.mean(0)).max(0) * np.sqrt(np.asarray(x.mean(0)).ravel())
    keep = np.sort(np.argsort(-weight)[:ROWS])
    model = LogisticRegression(C=0.3, max_iter=100).fit(x[:, keep], y)
    weights = np.round(model.coef_ - model.coef_.mean(0), 1) + 0.0
    bias = np.round(model.intercept_ - model.intercept_.mean(), 1) + 0.0
    for name in TEXTS:
        held = load(folder, name, HELD_OUT, False)
        truth = np.array([choice for *_, choice in held])
        sums = vectorizer.transform(features(line, i) for line, i, _ in held)[:, keep] @ weights.T + bias
        for what, columns in (("marks", [0, 1, 2]), ("spaces", [0, 1, 2, NONE])):
            of = np.isin(truth, columns)
            odds = np.exp(sums[of][:, columns] - sums[of][:, columns].max(1, keepdims=True))
            odds /= odds.sum(1, keepdims=True)
            sure = odds.max(1) >= 0.98
            right = odds.argmax(1) == truth[of]
            print(name, what, f"{right.mean():.3f}; from 0.98 {right[sure].mean():.3f} of {sure.mean():.2f}", file=sys.stderr)
    names = vectorizer.get_feature_names_out()
    print("# Which mark stands between two Han characters: weights (log odds) for ， 。 、 and none of what is seen beside the place.")
    print("# < and >: Simplified characters before and behind. a and c: class of the distance to the mark before and behind, b and d:")
    print("# to the end of a sentence; p and n: these marks, ^ and $ the ends of the line; same: both phrases begin alike. * is what")
    print("# each choice begins with. Made by benches/stops.py.")
    print("*", *(f"{v:g}" for v in bias), sep="\t")
    for name, column in sorted((names[k], n) for n, k in enumerate(keep)):
        print(name, *(f"{v:g}" for v in weights[:, column]), sep="\t")


if __name__ == "__main__":
    main()
