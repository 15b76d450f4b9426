"""What the network sees of a photo: the same numbers as src/measurement/suggest/features.rs."""
import cv2
import numpy as np

WORKING = 640   # px along the longer side of the working picture
CELL = 10       # working px along a cell's side
GRID = WORKING // CELL
CHANNELS = 14
DARK = 0.02     # added to linear light before its logarithm: what noise hides


def linear(picture):
    """Linear light of sRGB codes 0-255."""
    v = picture.astype(np.float32) / 255
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4).astype(np.float32)


def box(plane, size):
    return cv2.blur(plane, (size, size), borderType=cv2.BORDER_REPLICATE)


def cells(plane):
    rows, columns = plane.shape[0] // CELL, plane.shape[1] // CELL
    return plane[:rows * CELL, :columns * CELL].reshape(rows, CELL, columns, CELL).mean((1, 3))


def coherence(plane):
    """How much of a cell's and its neighbours' roughness runs one way, from the structure tensor: 1 strands, 0 specks."""
    gx = np.zeros_like(plane); gy = np.zeros_like(plane)
    gx[:, 1:-1] = plane[:, 2:] - plane[:, :-2]; gy[1:-1] = plane[2:] - plane[:-2]
    xx, yy, xy = (box(cells(part), 3) for part in (gx * gx, gy * gy, gx * gy))
    return np.sqrt((xx - yy) ** 2 + 4 * xy ** 2) / (xx + yy + 2e-5)


def features(picture):
    """Channels x GRID x GRID of an RGB picture whose longer side is WORKING."""
    light = linear(picture)
    log = np.log(light + DARK)
    ell = np.log(light @ np.float32([0.2126, 0.7152, 0.0722]) + DARK)
    b1 = box(ell, 3); b2 = box(b1, 5); b3 = box(b2, 9); b4 = box(b3, 13)
    bands = [ell - b1, b1 - b2, b2 - b3]
    rms = [np.sqrt(cells(band * band)) for band in bands]
    gx = np.zeros_like(b1); gy = np.zeros_like(b1)
    gx[:, 1:-1] = b1[:, 2:] - b1[:, :-2]; gy[1:-1] = b1[2:] - b1[:-2]
    xx, yy, xy = cells(gx * gx), cells(gy * gy), cells(gx * gy)
    energy = xx + yy + 1e-4
    fine = bands[0] + bands[1]
    spread = np.sqrt(cells(fine * fine))
    skew = np.clip(cells(fine ** 3) / (spread ** 3 + 1e-5), -2, 2)
    red, blue = log[..., 0] - log[..., 1], log[..., 2] - log[..., 1]
    fine_red = red - box(red, 5)
    stack = [cells(ell), 2 * cells(red), 2 * cells(blue)]
    stack += [np.log(r + 0.003) + 3.5 for r in rms]
    stack += [2 * (xx - yy) / energy, 4 * xy / energy, skew]
    stack += [np.log(np.sqrt(cells(fine_red * fine_red)) + 0.005) + 3.5]
    stack += [cells((light.max(2) > 0.9).astype(np.float32)), np.ones_like(xx)]
    stack += [4 * coherence(fine) - 1, 4 * coherence(b2 - b4) - 1]
    found = np.stack(stack)
    out = np.zeros((CHANNELS, GRID, GRID), np.float32)
    out[:, :found.shape[1], :found.shape[2]] = found
    out[0, :found.shape[1], :found.shape[2]] += 1.5
    return out
