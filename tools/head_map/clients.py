#!/usr/bin/env python3
"""Class maps of the round heads that `draw_scene clients` draws: NAME.png beside NAME.jpg, for train.py to learn from.

A head is where the picture has skin's hue rather than the backdrop's, as one ellipse. Bare scalp and stubble are known
where the regions of NAME.json lie; the rest of a head, and what is near its outline, counts neither way.

usage: python3 clients.py FOLDER
"""
import json
import pathlib
import sys
import cv2
import numpy as np
from variants import CLASSES, UNKNOWN

SIZE = (640, 480)
DARKER = 20     # L* below the backdrop from which on a head is told by its darkness alone
NEAR = 8        # px to both sides of an outline that count neither way


def head_outline(picture, inside):
    """The ellipse (OpenCV's box) of what is more like the places in `inside` than like the picture's rim, in a* and b*, or dark."""
    lab = cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 2).astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    rim = np.concatenate([lab[:12].reshape(-1, 3), lab[-12:].reshape(-1, 3)])
    far = lambda color: np.linalg.norm(lab[..., 1:] - np.median(color, 0)[1:], axis=-1)
    like = np.minimum.reduce([far(lab[y:y + h, x:x + w].reshape(-1, 3)) for x, y, w, h in inside])
    is_head = (like < 0.8 * far(rim)) | (lab[..., 0] < np.median(rim, 0)[0] - DARKER)
    mask = cv2.morphologyEx(is_head.astype(np.uint8), cv2.MORPH_OPEN, np.ones((9, 9)))
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.fitEllipse(cv2.convexHull(max(outlines, key=cv2.contourArea)))


def class_map(picture, truth):
    scale = SIZE[0] / truth["width"]
    rects = {name: [round(scale * v) for v in truth["regions"][name]["rect"]] for name in ("skin", "stubble")}
    middle, axes, turn = head_outline(picture, rects.values())
    classes = np.zeros(picture.shape[:2], np.uint8)
    cv2.ellipse(classes, (middle, (axes[0] + 2 * NEAR, axes[1] + 2 * NEAR), turn), UNKNOWN, -1)
    for name, (x, y, w, h) in rects.items():
        classes[y:y + h, x:x + w] = CLASSES.index({"skin": "bare"}.get(name, name))
    corners = np.array(truth["chart_corners"]) * scale
    cv2.fillPoly(classes, [np.round(corners).astype(np.int32)], 0)
    return classes


def main():
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
        picture = cv2.resize(cv2.imread(str(path.with_suffix(".jpg"))), SIZE, interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(path.with_suffix(".png")), class_map(picture, json.loads(path.read_text())))


if __name__ == "__main__":
    main()
