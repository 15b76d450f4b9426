#!/usr/bin/env python3
"""Makes the tables in src/calibration/data and src/color/data from published spectra.

What a camera's colour channel sees of a surface is a weighted sum over the surface's reflectance. The weights depend on
sensor, light, white balance and the camera's colour matrix, all unknown for a photo; but they are not arbitrary. This
script draws them for measured sensors (cameras.csv and two sensors of colour-science) under CIE illuminants and keeps,
for each channel, their mean and the main directions in which they vary (sensor_prior.csv). The chart in the photo then
tells where in that space the photo lies. It also writes the chart spectra, the observer and the absorption of blood.

usage: pip install colour-science==0.4.7 scipy && python3 make.py      (from this folder)
"""
import pathlib
import warnings

warnings.filterwarnings("ignore")
import colour
import numpy as np

HERE = pathlib.Path(__file__).parent
SRC = HERE / "../../src"
WAVELENGTHS = np.arange(400, 701, 10.0)
RANK = 12
WHITE = np.array([0.95047, 1.0, 1.08883])
XYZ_FROM_RGB = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
RGB_FROM_XYZ = np.linalg.inv(XYZ_FROM_RGB)


def sampled(distribution, column=None):
    values = distribution.values if column is None else distribution.values[:, column]
    return np.interp(WAVELENGTHS, distribution.wavelengths, values)


def binned(distribution):
    """Means over 10 nm, so that no line of a fluorescent lamp falls between two samples."""
    w = np.arange(distribution.wavelengths[0], distribution.wavelengths[-1] + 0.5)
    v = np.interp(w, distribution.wavelengths, distribution.values)
    return np.array([v[abs(w - x) <= 5].mean() if (abs(w - x) <= 5).any() else 0.0 for x in WAVELENGTHS])


def observer():
    cmf = colour.MSDS_CMFS["CIE 1931 2 Degree Standard Observer"]
    weights = np.stack([sampled(cmf, k) for k in range(3)], 1) * sampled(colour.SDS_ILLUMINANTS["D65"])[:, None]
    return weights / weights.sum(0) * WHITE


def cameras():
    found = {}
    for line in (HERE / "cameras.csv").read_text().splitlines():
        if not line.startswith("#"):
            name, *values = line.split()
            found[name] = np.array(values, float).reshape(31, 3)
    for name, sensor in colour.MSDS_CAMERA_SENSITIVITIES.items():
        found[name] = np.stack([sampled(sensor, k) for k in range(3)], 1)
    return found


def lights():
    left_out = ("HP1", "E", "B", "C")
    found = {k: binned(s) for k, s in colour.SDS_ILLUMINANTS.items() if k not in left_out and not k.startswith("ISO")}
    for kelvin in (4000, 4500, 5500, 7000, 8500):
        found[f"D{kelvin}"] = binned(colour.sd_CIE_illuminant_D_series(colour.temperature.CCT_to_xy_CIE_D(kelvin)))
    return found


def chart(name):
    return np.stack([sampled(s) for s in list(colour.SDS_COLOURCHECKERS[name].values())[:24]])


def color_matrix(sensor, light, patches, observer_rgb):
    """The matrix that a camera maker fits under one light, white kept."""
    response = sensor * light[:, None]
    response = response / response.sum(0)
    weight = 1 / (patches.mean(1) + 0.05)[:, None]
    matrix = np.linalg.lstsq(patches @ response * weight, patches @ observer_rgb * weight, rcond=None)[0]
    return matrix / matrix.sum(0)


def smooth_noise(rng, rows, scale, length):
    covariance = np.exp(-0.5 * ((WAVELENGTHS[:, None] - WAVELENGTHS) / length) ** 2) + 1e-6 * np.eye(31)
    return scale * (rng.standard_normal((rows, 31)) @ np.linalg.cholesky(covariance).T)


def channel_weights(rng, observer_rgb, repeats=2):
    """Draws (n, 31, 3): each sensor, slightly shifted and reshaped, under each light, with a matrix made for some light."""
    patches, light_of, drawn = chart("BabelColor Average"), lights(), []
    for sensor in cameras().values():
        for light in light_of.values():
            for _ in range(repeats):
                shifted = np.stack([np.interp(WAVELENGTHS - rng.normal(0, 2.5), WAVELENGTHS, sensor[:, k]) for k in range(3)], 1)
                shifted = shifted * np.exp(smooth_noise(rng, 3, 0.05, 50.0)).T
                own = rng.uniform() < 0.34
                made_for = light if own else light_of[["D65", "D50", "A", "D55"][rng.integers(4)]]
                response = shifted * light[:, None]
                drawn.append(response / response.sum(0) @ color_matrix(shifted, made_for, patches, observer_rgb))
    return np.array(drawn)


def write(name, header, columns):
    lines = [f"# {line}" for line in header] + [",".join(f"{v:.6g}" for v in row) for row in columns]
    (SRC / name).write_text("\n".join(lines) + "\n")


def main():
    rng, weights_xyz = np.random.default_rng(1), observer()
    write("color/data/observer_d65_2deg.csv", ["400-700 nm by 10: CIE 1931 2-degree observer times D65, sums are the white point (CIE 15; colour-science 0.4.7)",
                                    "x,y,z"], weights_xyz)
    weights_rgb = weights_xyz @ RGB_FROM_XYZ.T
    draws = channel_weights(rng, weights_rgb / weights_rgb.sum(0))
    rows = []
    for k in range(3):
        mean = draws[:, :, k].mean(0)
        values, vectors = np.linalg.eigh(np.cov(draws[:, :, k].T))
        order = np.argsort(values)[::-1][:RANK]
        rows += [mean] + [vectors[:, i] * np.sqrt(values[i]) for i in order]
    write("calibration/data/sensor_prior.csv", ["made by tools/sensor_prior/make.py: for red, green, blue each the mean weight at 400-700 nm by 10,",
                               f"then {RANK} directions of variation, each one standard deviation long"], rows)
    for name, source in (("babelcolor", "BabelColor Average"), ("iso17321", "ISO 17321-1")):
        write(f"calibration/data/colorchecker_{name}.csv", [f"24 rows, dark skin to black: reflectance at 400-700 nm by 10; '{source}' of colour-science 0.4.7"], chart(source))
    rows = []
    for name in ("After", "Before"):
        c = colour.CCS_COLOURCHECKERS[f"ColorChecker24 - {name} November 2014"]
        rows.append([colour.XYZ_to_Lab(colour.xyY_to_XYZ(v), c.illuminant) for v in list(c.data.values())[:24]])
    table = np.concatenate(rows, 1)
    write("calibration/data/colorchecker_lab_d50.csv", ["24 rows, dark skin to black: L,a,b (D50, 2 degrees) after November 2014, L,a,b before (X-Rite; colour-science 0.4.7)"], table)


if __name__ == "__main__":
    main()
