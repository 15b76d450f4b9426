#!/usr/bin/env python3
"""How right regions are on photos that the network has not learned from.

The photos are split into six folds by the number that their names begin with, which tells the person; each fold is judged
by a network that learned from the others. Regions are placed as in src/measurement/suggest/place.rs. One is right when at
least 85 % of it lies on its tissue (glare, and thin hair over skin, count neither way) and at most 5 % on none.

usage: python3 judge.py PHOTOS [DRAWN]
"""
import pathlib
import re
import sys
import numpy as np
import torch
from torch.nn import functional as F
from scipy.ndimage import minimum_filter
from features import features
from train import DRAWN_VARIANTS, VARIANTS, all_variants, trained
from variants import load

FOLDS = [{13, 20, 23}, {15, 36, 17}, {16, 57, 10, 24}, {18, 14, 40}, {19, 29, 6, 25}, {21, 30, 4, 1}]
SQUARE = 20     # px of the working picture
SIDES = [3, 4, 5, 6, 7, 8, 10]
LARGER, NEARER = 0.03, 0.15
LEAST = {"stubble": 0.96, "skin": 0.7, "hair": 0.93}
RIGHT = {"skin": [1, 2], "stubble": [5], "hair": [6, 4]}
NEITHER = {"skin": [3, 4], "stubble": [3], "hair": [3]}


def shares(net, picture):
    """The network's answer for a picture and its mirror image, averaged."""
    x = F.avg_pool2d(torch.tensor(features(picture))[None], 2)
    seen = x.flip(3).clone(); seen[:, 7] *= -1
    with torch.no_grad(): return ((F.softmax(net(x), 1) + F.softmax(net(seen), 1).flip(3)) / 2)[0].numpy()


def place(found, tissue, stubble):
    own = sum(found[k] for k in RIGHT[tissue])
    if tissue == "skin": own = own - 0.3 * found[3] - 0.15 * found[4]
    inner = (own + minimum_filter(own, 3, mode="nearest")) / 2
    sums = np.pad(inner.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    best = (-90, 0, None)
    for w, h in [(w, h) for w in SIDES for h in SIDES if max(w, h) <= 2 * min(w, h)]:
        mean = (sums[h:, w:] - sums[:-h, w:] - sums[h:, :-w] + sums[:-h, :-w]) / (w * h)
        worth = np.where(mean >= LEAST[tissue], mean + LARGER * np.log(w * h), -99)
        if stubble:
            top, left = np.mgrid[:worth.shape[0], :worth.shape[1]]
            x, y = stubble[0] + stubble[2] / 2, stubble[1] + stubble[3] / 2
            worth = worth - NEARER * np.hypot(left + w / 2 - x, top + h / 2 - y) / 32
        at = np.unravel_index(worth.argmax(), worth.shape)
        if worth[at] > best[0]: best = (worth[at], mean[at], (int(at[1]), int(at[0]), w, h))
    return best[1], best[2]


def is_right(classes, box, tissue):
    left, top, w, h = (SQUARE * side for side in box)
    y, x = np.mgrid[:h, :w]
    inside = ((x + 0.5) / w * 2 - 1) ** 2 + ((y + 0.5) / h * 2 - 1) ** 2 <= 1
    covered = classes[top:top + h, left:left + w][inside]
    counted = covered[~np.isin(covered, NEITHER[tissue])]
    on = np.isin(counted, RIGHT[tissue]).mean() if len(counted) else 0
    return on >= 0.85 and (covered == 0).mean() <= 0.05


def judged(found, classes):
    """For each tissue that is proposed, how sure it is and whether it is right."""
    answers, stubble = {}, None
    for tissue in LEAST:
        sure, box = place(found, tissue, stubble if tissue == "skin" else None)
        if box:
            answers[tissue] = (float(sure), is_right(classes, box, tissue))
            if tissue == "stubble": stubble = box
    return answers


def report(answers):
    for tissue in LEAST:
        right = [a[tissue][1] for a in answers.values() if tissue in a]
        print(f"{tissue}: {sum(right)} of {len(right)} right")
    wrong = [n for n, a in answers.items() if not all(ok for _, ok in a.values())]
    useful = [n for n, a in answers.items() if n not in wrong and {"skin", "stubble"} <= set(a)]
    print(f"wrong on {len(wrong)} of {len(answers)} photos, skin and stubble right on {len(useful)}, "
          f"nothing proposed on {sum(not a for a in answers.values())}")


def main():
    folder = pathlib.Path(sys.argv[1])
    names, *photos = all_variants(folder, VARIANTS, 1000)
    drawn = all_variants(pathlib.Path(sys.argv[2]), DRAWN_VARIANTS, 5000)[1:] if len(sys.argv) > 2 else None
    answers = {}
    for fold in FOLDS:
        is_kept = [int(re.match(r"\d+", name)[0]) in fold for name in names]
        learned = [i for i, kept in enumerate(is_kept) if not kept]
        net = trained([part[learned] for part in photos], drawn)
        for name in [name for name, kept in zip(names, is_kept) if kept]:
            picture, classes = load(folder / f"{name}.jpg")
            answers[name] = judged(shares(net, picture), classes)
            print(name, answers[name], flush=True)
    report(answers)


if __name__ == "__main__":
    main()
