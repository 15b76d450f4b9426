#!/usr/bin/env python3
"""Finds the numbers of the networks that suggest regions: src/measurement/suggest/head_map.bin.

Learns from photographs of heads with hand-drawn label maps (NAME.jpg with areas in NAME.json) and from heads that the
project draws itself (NAME.jpg with a class for each pixel in NAME.png; `heads_to_learn_from_are_drawn` in
tests/it/domain/suggested_regions.rs writes them). The shipped numbers come from 24 labelled photographs of heads, licensed CC BY,
that are not in the repository, and from 48 drawn heads. No other weights or data went in.

usage: pip install torch numpy opencv-python && python3 train.py PHOTOS [DRAWN]
"""
import argparse
import multiprocessing
import pathlib
import cv2
import numpy as np
import torch
from torch.nn import functional as F
from features import CHANNELS
from network import HeadMap
from variants import CLASSES, load, variant

NUMBERS = pathlib.Path(__file__).parent / "../../src/measurement/suggest/head_map.bin"
VARIANTS = 40            # of each photo
DRAWN_VARIANTS = 6
BATCH, DRAWN_IN_BATCH = 16, 3
STEPS = 600
NETWORKS = 3             # whose answers are averaged
# What a cell of each class counts: bare scalp and stubble are what it is about.
WEIGHTS = torch.tensor([1, 1.3, 1, 1, 1, 1.5, 1.0])[:, None, None]


def variants_of(job):
    """Float16 features and 8-bit shares; the first is the photo as it is."""
    path, seed, count = job
    cv2.setNumThreads(1)
    rng, photo = np.random.default_rng(seed), load(path)
    made = [variant(rng, *photo, [photo]) for _ in range(count)]
    return np.stack([x for x, _ in made]).astype(np.float16), np.stack([(y * 255).astype(np.uint8) for _, y in made])


def pooled(arrays):
    return torch.stack([F.avg_pool2d(torch.tensor(a.astype(np.float32)), 2) for a in arrays])


def all_variants(folder, count, seed):
    jobs = [(path, seed + i, count) for i, path in enumerate(sorted(folder.glob("*.jpg")))]
    with multiprocessing.Pool() as pool: made = pool.map(variants_of, jobs, chunksize=1)
    return [path.stem for path, _, _ in jobs], pooled([x for x, _ in made]), pooled([y for _, y in made]) / 255


def shaken(x, y, rng):
    """Other exposures, white balances and sharpness; half of them mirrored."""
    n = len(x)
    for channels, spread in [(slice(0, 1), 0.25), (slice(1, 2), 0.1), (slice(2, 3), 0.16), (slice(3, 6), 0.12), (slice(9, 10), 0.15), (slice(12, 14), 0.1)]:
        x[:, channels] += torch.randn(n, x[:, channels].shape[1], 1, 1) * spread
    x = x * x[:, 11:12]
    if rng.random() < 0.5:
        x, y = x.flip(3), y.flip(3)
        x[:, 7] *= -1
    return x, y


def trained(photos, drawn):
    """Networks that learned the same in another order."""
    return [trained_once(photos, drawn, seed + 1) for seed in range(NETWORKS)]


def trained_once(photos, drawn, seed):
    torch.manual_seed(seed)
    rng, net = np.random.default_rng(seed), HeadMap(CHANNELS, len(CLASSES))
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=2e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=STEPS)
    for _ in range(STEPS):
        (x, y) = drawn_batch(rng, photos, BATCH - (DRAWN_IN_BATCH if drawn else 0))
        if drawn:
            more = drawn_batch(rng, drawn, DRAWN_IN_BATCH)
            x, y = torch.cat([x, more[0]]), torch.cat([y, more[1]])
        x, y = shaken(x, y, rng)
        weighed = y * WEIGHTS
        loss = -(weighed * F.log_softmax(net(x), 1)).sum() / weighed.sum()
        optimizer.zero_grad(); loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step(); schedule.step()
    return net.eval()


def drawn_batch(rng, pool, count):
    x, y = pool
    photo, nth = rng.integers(0, len(x), count), rng.integers(0, x.shape[1], count)
    return x[photo, nth].clone(), y[photo, nth].clone()


def written(net):
    """Of each layer: factors and offsets of its planes (f32), then its weights in 8 bit; batch norm is folded in."""
    out = b""
    for layer in [*net.e1, *net.e2, *net.e3, *net.e4, net.d3, net.d2, net.d1, net.out]:
        if isinstance(layer, torch.nn.Sequential):
            norm = layer[1]; gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            weights = layer[0].weight * gain[:, None, None, None]; offsets = norm.bias - norm.running_mean * gain
        else:
            weights, offsets = F.pad(layer.weight, (1, 1, 1, 1)), layer.bias
        weights = weights.detach().numpy(); factors = np.abs(weights).max((1, 2, 3)) / 127
        codes = np.round(weights / factors[:, None, None, None]).astype(np.int8)
        out += factors.astype("<f4").tobytes() + offsets.detach().numpy().astype("<f4").tobytes() + codes.tobytes()
    return out


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("photos", type=pathlib.Path)
    arguments.add_argument("drawn", type=pathlib.Path, nargs="?")
    arguments.add_argument("--write-to", type=pathlib.Path, default=NUMBERS)
    asked = arguments.parse_args()
    _, *photos = all_variants(asked.photos, VARIANTS, 1000)
    drawn = all_variants(asked.drawn, DRAWN_VARIANTS, 5000)[1:] if asked.drawn else None
    asked.write_to.write_bytes(b"".join(written(net) for net in trained(photos, drawn)))


if __name__ == "__main__":
    main()
