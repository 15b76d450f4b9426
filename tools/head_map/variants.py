"""Variants of the labelled photos, as other cameras, lights and rooms might have shown them."""
import json
import cv2
import numpy as np
from features import CELL, GRID, WORKING, features, linear

# What the map tells apart; "unknown" counts neither way.
CLASSES = ["off", "bare", "other_skin", "glare", "thin", "stubble", "head_hair"]
UNKNOWN = 255


def labels(path, size):
    """The class of each pixel; later areas hide earlier ones."""
    found = json.loads(path.read_text())
    out = np.zeros(size, np.uint8)
    for area in found["areas"]:
        kind = {"cloth": "off", "background": "off"}.get(area["class"], area["class"])
        value = CLASSES.index(kind) if kind in CLASSES else UNKNOWN
        cv2.fillPoly(out, [np.round(np.array(area["polygon"])).astype(np.int32)], int(value))
    return out


def load(path):
    """The picture at its working size, and the class of each of its pixels."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)[..., ::-1]
    drawn = path.with_suffix(".png")
    classes = cv2.imread(str(drawn), cv2.IMREAD_GRAYSCALE) if drawn.exists() else labels(path.with_suffix(".json"), picture.shape[:2])
    scale = WORKING / max(picture.shape[:2])
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    if scale != 1: picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    classes = cv2.resize(classes, size, interpolation=cv2.INTER_NEAREST)
    return np.ascontiguousarray(picture), classes


def texture(rng, others):
    """A room: part of another photo without its head, or wood, cloth, a wall; skin's hues among them."""
    kind = rng.integers(6)
    if kind < 2 and others:
        picture, classes = others[rng.integers(len(others))]
        mask = cv2.dilate((classes != 0).astype(np.uint8), np.ones((25, 25)))
        if mask.mean() < 0.85:
            small = cv2.resize(picture, (320, 320)); hole = cv2.resize(mask, (320, 320), interpolation=cv2.INTER_NEAREST)
            filled = cv2.inpaint(small, hole, 3, cv2.INPAINT_TELEA)
            filled = filled[:, ::-1] if rng.random() < 0.5 else filled
            return cv2.resize(filled, (WORKING, WORKING))
    hue = rng.choice([rng.uniform(4, 22), rng.uniform(0, 180)])
    hsv = np.uint8([[[hue, rng.uniform(0, 170), rng.uniform(25, 250)]]])
    color = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0, 0].astype(np.float32)
    plane = np.zeros((WORKING, WORKING), np.float32)
    if kind == 2 or kind == 3:   # grain of wood or of cloth
        long = rng.integers(20, 200); noise = rng.normal(size=(WORKING, WORKING)).astype(np.float32)
        noise = cv2.GaussianBlur(noise, (0, 0), sigmaX=rng.uniform(0.6, 6), sigmaY=long)
        plane = noise / noise.std() * rng.uniform(0.02, 0.25)
        plane = plane.T.copy() if rng.random() < 0.5 else plane
    elif kind == 4:              # blotches
        for sigma in (1, 4, 16, 64):
            noise = cv2.GaussianBlur(rng.normal(size=(WORKING, WORKING)).astype(np.float32), (0, 0), sigma)
            plane += noise / noise.std() * rng.uniform(0, 0.12)
    x, y = np.meshgrid(np.linspace(-1, 1, WORKING), np.linspace(-1, 1, WORKING))
    plane = plane + rng.uniform(-0.4, 0.4) * x + rng.uniform(-0.4, 0.4) * y
    if rng.random() < 0.3:       # stripes
        turn = rng.uniform(0, np.pi); wave = np.cos(turn) * x + np.sin(turn) * y
        plane = plane + rng.uniform(0.1, 0.6) * (np.sin(wave * rng.uniform(10, 80)) > rng.uniform(-0.5, 0.8))
    return np.clip(color * np.exp(plane[..., None]) + rng.normal(size=(WORKING, WORKING, 1)) * 2, 0, 255).astype(np.uint8)


def moved(rng, picture, classes, others, gentle):
    """Turned, scaled, shifted, mirrored onto a room."""
    turn = rng.normal(0, 6 if gentle else 18); scale = np.exp(rng.normal(0, 0.12 if gentle else 0.28))
    shift = rng.normal(0, 0.03 if gentle else 0.1, 2) * WORKING
    h, w = classes.shape
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), turn, scale); matrix[:, 2] += shift
    matrix[:, :2] = matrix[:, :2] @ np.array([[1, rng.normal(0, 0.05)], [0, np.exp(rng.normal(0, 0.06))]])
    out = cv2.warpAffine(picture, matrix, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    kinds = cv2.warpAffine(classes, matrix, (w, h), flags=cv2.INTER_NEAREST, borderValue=254)
    room = texture(rng, others)[:h, :w]
    if rng.random() < 0.3 and (classes == 0).mean() > 0.02 and not (classes == UNKNOWN).mean() > 0.2:
        hide = (kinds == 0) | (kinds == 254)
    else:
        hide = kinds == 254
    soft = cv2.GaussianBlur(hide.astype(np.float32), (0, 0), 1.2)[..., None]
    out = (out * (1 - soft) + room * soft).astype(np.uint8)
    kinds[kinds == 254] = 0
    if rng.random() < 0.5: out, kinds = out[:, ::-1], kinds[:, ::-1]
    return np.ascontiguousarray(out), np.ascontiguousarray(kinds)


def relit(rng, picture):
    """Another light, camera and quality."""
    v = picture.astype(np.float32) / 255
    v = v ** np.exp(rng.normal(0, 0.18))
    v = v * np.exp(rng.normal(0, 0.22)) * np.exp(rng.normal(0, 0.07, 3)).astype(np.float32)
    grey = v.mean(2, keepdims=True); v = grey + (v - grey) * np.exp(rng.normal(0, 0.2))
    if rng.random() < 0.3:
        x, y = np.meshgrid(np.linspace(-1, 1, v.shape[1]), np.linspace(-1, 1, v.shape[0]))
        v = v * np.exp(rng.normal(0, 0.25) * x + rng.normal(0, 0.25) * y)[..., None]
    if rng.random() < 0.35: v = cv2.GaussianBlur(v.astype(np.float32), (0, 0), rng.uniform(0.4, 1.3))
    elif rng.random() < 0.3:
        v = v.astype(np.float32); v = v + rng.uniform(0.2, 1.0) * (v - cv2.GaussianBlur(v, (0, 0), 1.0))
    if rng.random() < 0.4: v = v + rng.normal(size=v.shape) * rng.uniform(0.003, 0.02)
    out = (np.clip(v, 0, 1) * 255).astype(np.uint8)
    if rng.random() < 0.4:
        out = cv2.imdecode(cv2.imencode(".jpg", out[..., ::-1], [1, int(rng.integers(50, 95))])[1], 1)[..., ::-1]
    return np.ascontiguousarray(out)


def shares(classes):
    """The share of each class in each cell; the rest is unknown."""
    out = np.zeros((len(CLASSES), GRID, GRID), np.float32)
    rows, columns = classes.shape[0] // CELL, classes.shape[1] // CELL
    blocks = classes[:rows * CELL, :columns * CELL].reshape(rows, CELL, columns, CELL)
    for value in range(len(CLASSES)): out[value, :rows, :columns] = (blocks == value).mean((1, 3))
    return out


def stubbled(rng, picture, classes):
    """With stubble drawn on part of the bare scalp: at this scale a darkening with a fine grain."""
    bare = (classes == 1).astype(np.float32)
    if bare.mean() < 0.03: return picture, classes
    ys, xs = np.nonzero(bare); pick = rng.integers(len(xs)); turn = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[:bare.shape[0], :bare.shape[1]].astype(np.float32)
    if rng.random() < 0.5: far = np.hypot(x - xs[pick], y - ys[pick]) - rng.uniform(0, 0.7) * xs.std()
    else: far = (x - xs[pick]) * np.cos(turn) + (y - ys[pick]) * np.sin(turn)
    wave = cv2.GaussianBlur(rng.normal(size=bare.shape).astype(np.float32), (0, 0), 25)
    far = far + wave / wave.std() * rng.uniform(0, 15)
    if rng.random() < 0.15: far = far + 1000
    fade = np.clip(far / rng.uniform(10, 120), 0, 1) * cv2.GaussianBlur(cv2.erode(bare, np.ones((9, 9))), (0, 0), 7)
    grain = cv2.GaussianBlur(rng.normal(size=bare.shape).astype(np.float32), (0, 0), rng.uniform(0.35, 1.3))
    if rng.random() < 0.5:
        long = int(rng.integers(2, 8)); kernel = np.zeros((9, 9), np.float32)
        slope = rng.uniform(0, np.pi); end = (int(4 + long / 2 * np.cos(slope)), int(4 + long / 2 * np.sin(slope)))
        cv2.line(kernel, (8 - end[0], 8 - end[1]), end, 1); grain = cv2.filter2D(grain, -1, kernel / max(kernel.sum(), 1))
    grain = grain / grain.std() * np.exp(rng.uniform(-4, -1.2))
    cover = np.clip(fade * rng.uniform(0.25, 0.85) * (1 + grain), 0, 1)[..., None]
    light = linear(picture); typical = light[classes == 1].mean(0)
    shade = cv2.GaussianBlur(light.mean(2), (0, 0), 8)[..., None] / typical.mean()
    grey = typical.mean() * np.ones(3)
    hair = grey * rng.uniform(0.6, 1.5) if rng.random() < 0.15 else (
        rng.uniform(0.04, 0.35) * (grey + rng.uniform(0, 1) * (typical - grey)))
    light = light * (1 - cover) + hair * shade * cover
    coded = np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-6) ** (1 / 2.4) - 0.055)
    kinds = classes.copy()
    kinds[(classes == 1) & (fade > 0.12)] = UNKNOWN
    kinds[(classes == 1) & (fade > 0.6)] = 5
    return (np.clip(coded, 0, 1) * 255).astype(np.uint8), kinds


def variant(rng, picture, classes, others, gentle=False):
    if rng.random() < 0.4: picture, classes = stubbled(rng, picture, classes)
    out, kinds = moved(rng, picture, classes, others, gentle)
    return features(relit(rng, out)), shares(kinds)
