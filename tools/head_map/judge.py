#!/usr/bin/env python3
"""How right regions are on photos that the network has not learned from.

The photos are split into six folds by the number that their names begin with, which tells the person; each fold is judged
by networks that learned from the others. Regions are placed as in src/measurement/suggest/. One is right when at
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
LARGER, NEARER, SURE, LEAST_REDNESS, DOUBTFUL = 0.03, 0.3, 0.6, -0.45, 0.5
LEAST = {"stubble": 0.7, "skin": 0.6, "hair": 0.93}
BESIDE_SKIN = [(-1.6, -0.1), (-0.42, 0.1), (-0.2, 0.5)]     # ln light, ln R/G, ln B/G
RIGHT = {"skin": [1, 2], "stubble": [5], "hair": [6, 4]}
NEITHER = {"skin": [3, 4], "stubble": [3], "hair": [3]}


def shares(nets, seen):
    """The networks' answers for a picture's features and for its mirror image's, averaged."""
    x = torch.tensor(seen)[None]
    mirrored = x.flip(3).clone(); mirrored[:, 7] *= -1
    with torch.no_grad():
        answers = [F.softmax(net(x), 1) + F.softmax(net(mirrored), 1).flip(3) for net in nets]
    return (sum(answers) / (2 * len(nets)))[0].numpy()


def mean_of(plane, w, h):
    sums = np.pad(plane.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return (sums[h:, w:] - sums[:-h, w:] - sums[h:, :-w] + sums[:-h, :-w]) / (w * h)


def sure_places(found, tissue, looks):
    """Of the places with the same upper left corner the best: worth, left, top, width, height, and how it looks."""
    own = sum(found[k] for k in RIGHT[tissue])
    if tissue == "skin": own = own - 0.3 * found[3] - 0.15 * found[4]
    inner, best = (own + minimum_filter(own, 3, mode="nearest")) / 2, {}
    doubts = (own < DOUBTFUL).astype(np.float32)
    for w, h in [(w, h) for w in SIDES for h in SIDES if max(w, h) <= 2 * min(w, h)]:
        mean, seen = mean_of(inner, w, h), [mean_of(look, w, h) for look in looks]
        for top, left in zip(*np.where((mean >= LEAST[tissue]) & (mean_of(doubts, w, h) == 0))):
            worth = mean[top, left] + LARGER * np.log(w * h)
            if worth > best.get((top, left), [0])[0]: best[top, left] = [worth, left, top, w, h, *[s[top, left] for s in seen]]
    return np.array(list(best.values())).reshape(-1, 5 + len(looks))


def shows_dark_crop(found, redness):
    skin, stubble = found[1] + found[2] > SURE, found[5] > SURE
    return skin.any() and stubble.any() and redness[stubble].mean() - redness[skin].mean() < LEAST_REDNESS


def is_on_one_head(off, one, other):
    x, y = np.linspace(one, other, 25).astype(int).T
    return (off[y, x] < 0.5).all()


def sure_pair(found, looks):
    """Skin and stubble, as in src/measurement/suggest/pair.rs."""
    skins, stubbles = (sure_places(found, tissue, looks) for tissue in ("skin", "stubble"))
    if not len(skins) or not len(stubbles) or shows_dark_crop(found, looks[1]): return None
    differs = stubbles[:, None, 5:] - skins[None, :, 5:]
    low, high = np.array(BESIDE_SKIN).T
    fits = ((differs >= low) & (differs <= high)).all(2)
    middles = [places[:, 1:3] + places[:, 3:5] / 2 for places in (skins, stubbles)]
    way = np.linalg.norm(middles[1][:, None] - middles[0][None], axis=2) / 32
    worth = stubbles[:, None, 0] + skins[None, :, 0] - NEARER * way
    for at in np.argsort(-worth, axis=None):
        i, j = np.unravel_index(at, worth.shape)
        if fits[i, j] and is_on_one_head(found[0], middles[0][j], middles[1][i]): return skins[j], stubbles[i]
    return None


def is_right(classes, box, tissue):
    left, top, w, h = (SQUARE * side for side in box)
    y, x = np.mgrid[:h, :w]
    inside = ((x + 0.5) / w * 2 - 1) ** 2 + ((y + 0.5) / h * 2 - 1) ** 2 <= 1
    covered = classes[top:top + h, left:left + w][inside]
    counted = covered[~np.isin(covered, NEITHER[tissue])]
    on = np.isin(counted, RIGHT[tissue]).mean() if len(counted) else 0
    return on >= 0.85 and (covered == 0).mean() <= 0.05


def suggested(found, looks):
    alone = {tissue: sure_places(found, tissue, looks) for tissue in ("skin", "hair")}
    regions = {tissue: places[places[:, 0].argmax()] for tissue, places in alone.items() if len(places)}
    pair = sure_pair(found, looks)
    return {**regions, "skin": pair[0], "stubble": pair[1]} if pair else regions


def judged(found, seen, classes):
    """For each tissue that is proposed whether it is right."""
    looks = [seen[0], seen[1] / 2, seen[2] / 2]
    return {tissue: bool(is_right(classes, place[1:5].astype(int), tissue)) for tissue, place in suggested(found, looks).items()}


def report(answers):
    for tissue in LEAST:
        right = [a[tissue] for a in answers.values() if tissue in a]
        print(f"{tissue}: {sum(right)} of {len(right)} right")
    wrong = [n for n, a in answers.items() if not all(a.values())]
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
        nets = trained([part[learned] for part in photos], drawn)
        for name in [name for name, kept in zip(names, is_kept) if kept]:
            picture, classes = load(folder / f"{name}.jpg")
            seen = F.avg_pool2d(torch.tensor(features(picture))[None], 2)[0].numpy()
            answers[name] = judged(shares(nets, seen), seen, classes)
            print(name, answers[name], flush=True)
    report(answers)


if __name__ == "__main__":
    main()
