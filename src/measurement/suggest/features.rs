use super::in_cells::InCells;
use super::planes::{Planes, SIDE, area};
use super::reduced_photo::Reduced;

/// Pixels of the reduced photo along a cell's side.
pub(super) const CELL: usize = 10;

/// What is known of each cell.
pub(super) const FEATURES: usize = 14;

/// The one that changes its sign in a mirror.
const DIAGONAL: usize = 7;

/// Added to linear light before its logarithm: what noise hides (our choice).
const DARK: f32 = 0.02;

/// Linear light above which a pixel may be clipped or shine (our choice).
const BRIGHT: f32 = 0.9;

/// What the photo shows in squares of two by two cells, as numbers that `tools/head_map/features.py` computes alike: light and hue,
/// roughness at three scales, direction and skewness of what makes it rough, unevenness of hue, where a photo is, and whether
/// what makes it rough is strands or specks, at two scales.
pub(super) fn features(photo: &Reduced) -> Planes {
    let luminance = Field::of(photo, |[r, g, b]| (0.2126 * r + 0.7152 * g + 0.0722 * b + DARK).ln());
    let red = Field::of(photo, |[r, g, _]| ((r + DARK) / (g + DARK)).ln());
    let blue = Field::of(photo, |[_, g, b]| ((b + DARK) / (g + DARK)).ln());
    let bright = Field::of(photo, |light| f32::from(light.iter().any(|&value| value > BRIGHT)));
    let smooth = luminance.blurred(1);
    let smoother = smooth.blurred(2);
    let smoothest = smoother.blurred(4);
    let fine = luminance.minus(&smoother);
    let broad = smoother.minus(&smoothest.blurred(6));
    let bands = [luminance.minus(&smooth), smooth.minus(&smoother), smoother.minus(&smoothest)];
    let [finest, middling, coarse] = bands.map(|band| roughness(&band, 0.003));
    let [upright, diagonal] = direction(&smooth);
    let red_unevenness = roughness(&red.minus(&red.blurred(2)), 0.005);
    let light = luminance.in_cells(|value| value);
    let planes = [
        light.map(|value| value + 1.5),
        red.in_cells(|value| value).map(|value| 2.0 * value),
        blue.in_cells(|value| value).map(|value| 2.0 * value),
        finest,
        middling,
        coarse,
        upright,
        diagonal,
        skewness(&fine),
        red_unevenness,
        bright.in_cells(|value| value),
        light.map(|_| 1.0),
        strands(&fine),
        strands(&broad),
    ];
    Planes::from_cells(&planes).averaged()
}

impl Planes {
    /// The features of the mirrored photo: one of them is a direction.
    pub fn seen_in_mirror(&self) -> Self {
        let mut seen = self.mirrored();
        let diagonals = seen.values.chunks_mut(area(self.side)).skip(DIAGONAL).take(1);
        diagonals.flatten().for_each(|diagonal| *diagonal = -*diagonal);
        seen
    }
}

/// A number for each pixel.
///
/// Its means are made by sums in 32 bits in the order of `tools/head_map/features.py`, which `Grid::averaged` does not keep: the
/// networks learned from those.
struct Field {
    width: usize,
    values: Vec<f32>,
}

impl InCells {
    /// The mean of each cell and those around it.
    fn blurred(self) -> Self {
        if self.values.is_empty() {
            return self;
        }
        let blurred = Field { width: self.columns, values: self.values }.blurred(1);
        Self { columns: self.columns, values: blurred.values }
    }
}

impl Field {
    fn of(photo: &Reduced, value: impl Fn([f32; 3]) -> f32) -> Self {
        Self { width: photo.width, values: photo.light.iter().map(|&light| value(light)).collect() }
    }

    fn minus(&self, other: &Self) -> Self {
        let values = self.values.iter().zip(&other.values).map(|(p, q)| p - q).collect();
        Self { width: self.width, values }
    }

    /// The mean of the square `reach` pixels around each pixel; the rim goes on outside.
    fn blurred(&self, reach: usize) -> Self {
        let along: Vec<f32> = self.values.chunks(self.width).flat_map(|row| blurred_row(row, reach)).collect();
        let rows: Vec<&[f32]> = along.chunks(self.width).collect();
        let mean = |y: usize| mean_row((0..2 * reach + 1).map(|step| rows[near(y + step, reach, rows.len())]));
        Self { width: self.width, values: (0..rows.len()).flat_map(mean).collect() }
    }

    /// The mean over each cell.
    fn in_cells(&self, value: impl Fn(f32) -> f32) -> InCells {
        let columns = (self.width / CELL).min(SIDE);
        let bands = self.values.chunks_exact(self.width * CELL).take(SIDE);
        let values = bands.flat_map(|band| {
            let mut sums = vec![0.0; columns];
            for row in band.chunks_exact(self.width) {
                for (sum, part) in sums.iter_mut().zip(row.chunks_exact(CELL)) {
                    *sum += part.iter().map(|&at| value(at)).sum::<f32>() / (CELL * CELL) as f32;
                }
            }
            sums
        });
        InCells { columns, values: values.collect() }
    }
}

/// The index `reach` below this one, within 0..count.
fn near(index: usize, reach: usize, count: usize) -> usize {
    index.saturating_sub(reach).min(count - 1)
}

fn blurred_row(row: &[f32], reach: usize) -> Vec<f32> {
    let wide: Vec<f32> = (0..row.len() + 2 * reach).map(|x| row[near(x, reach, row.len())]).collect();
    let shifted = |step: usize| &wide[step..step + row.len()];
    mean_row((0..2 * reach + 1).map(shifted))
}

fn mean_row<'a>(rows: impl ExactSizeIterator<Item = &'a [f32]>) -> Vec<f32> {
    let share = 1.0 / rows.len() as f32;
    let mut sums = Vec::new();
    for row in rows {
        sums.resize(row.len(), 0.0);
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += share * value);
    }
    sums
}

/// The logarithm of the root mean square, no rougher than `least` being told apart.
fn roughness(band: &Field, least: f32) -> InCells {
    band.in_cells(|value| value * value).map(|square| (square.sqrt() + least).ln() + 3.5)
}

/// Whether bright or dark specks make a surface rough: the third moment, −2 to 2.
fn skewness(fine: &Field) -> InCells {
    let squares = fine.in_cells(|value| value * value);
    fine.in_cells(|value| value * value * value)
        .with(&squares, |cube, square| (cube / (square.sqrt().powi(3) + 1e-5)).clamp(-2.0, 2.0))
}

/// The structure tensor's direction, each −2 to 2: how much more a cell changes across than down, and along a diagonal.
fn direction(smooth: &Field) -> [InCells; 2] {
    let [xx, yy, xy] = smooth.structure();
    let energy = xx.with(&yy, |xx, yy| xx + yy + 1e-4);
    let upright = xx.with(&yy, |xx, yy| 2.0 * (xx - yy)).with(&energy, |difference, energy| difference / energy);
    [upright, xy.with(&energy, |xy, energy| 4.0 * xy / energy)]
}

/// How much of what makes a cell and its neighbours rough runs one way: from −1, as the dots of shaved hair, to 3, as long
/// hair does.
fn strands(band: &Field) -> InCells {
    let [xx, yy, xy] = band.structure().map(InCells::blurred);
    let one_way = xx.with(&yy, |xx, yy| xx - yy).with(&xy, |difference, xy| difference.hypot(2.0 * xy));
    one_way.with(&xx.with(&yy, |xx, yy| xx + yy + 2e-5), |one_way, all| 4.0 * one_way / all - 1.0)
}

impl Field {
    /// The structure tensor's means over each cell: change across squared, down squared, and their product.
    fn structure(&self) -> [InCells; 3] {
        let [across, down] = [self.change(1), self.change(self.width)];
        let both = across.values.iter().zip(&down.values).map(|(x, y)| x * y).collect();
        let [xx, yy] = [across, down].map(|change| change.in_cells(|value| value * value));
        [xx, yy, Self { width: self.width, values: both }.in_cells(|value| value)]
    }

    /// From the pixel before to the one after, which are `step` away in memory; 0 along the photo's rim.
    fn change(&self, step: usize) -> Self {
        let mut values = vec![0.0; self.values.len()];
        let pairs = self.values.iter().zip(self.values.iter().skip(2 * step));
        values.iter_mut().skip(step).zip(pairs).for_each(|(value, (before, after))| *value = after - before);
        if step == 1 {
            values.chunks_mut(self.width).for_each(|row| {
                row.first_mut().into_iter().for_each(|value| *value = 0.0);
                row.last_mut().into_iter().for_each(|value| *value = 0.0);
            });
        }
        Self { width: self.width, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the middle of the photo is told of.
    fn in_the_middle(light: impl Fn(usize, usize) -> f32) -> Vec<f32> {
        let light = (0..640 * 640).map(|at| [light(at % 640, at / 640); 3]).collect();
        let found = features(&Reduced { width: 640, height: 640, light });
        (0..FEATURES).map(|plane| found.inner(plane)[16 * 32 + 16]).collect()
    }

    #[test]
    fn an_even_grey_is_neither_rough_nor_coloured() {
        let found = in_the_middle(|_, _| 0.2);
        assert!((found[0] - (0.22_f32.ln() + 1.5)).abs() < 1e-4);
        assert!(found[1..3].iter().chain(&found[6..9]).all(|value| value.abs() < 1e-3));
        assert!(found[3..6].iter().all(|value| (value - (0.003_f32.ln() + 3.5)).abs() < 1e-2));
    }

    #[test]
    fn a_photo_narrower_than_a_cell_has_features_of_nothing() {
        for [width, height] in [[3, 640], [640, 3], [1, 1]] {
            let found = features(&Reduced { width, height, light: vec![[0.3; 3]; width * height] });
            assert!((0..FEATURES).all(|plane| found.inner(plane).iter().all(|value| *value == 0.0)));
        }
    }

    #[test]
    fn stripes_have_a_direction_as_strands_have_and_dark_specks_are_skewed() {
        let striped = in_the_middle(|x, _| if x % 6 < 3 { 0.2 } else { 0.4 });
        assert!(striped[6] > 1.9 && striped[12] > 2.9);
        let specked = in_the_middle(|x, y| if x % 5 == 0 && y % 5 == 0 { 0.05 } else { 0.4 });
        assert!(specked[8] < -1.0 && specked[12] < -0.9);
    }
}
