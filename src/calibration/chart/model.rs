//! What a chart looks like from near by: even squares on a dark frame, their edges blurred.

use super::homography::Homography;
use super::{Grid, HALF_SIDE};

/// The light of one chart as a camera sees it.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub grid: Grid,
    pub colors: Vec<[f64; 3]>,
    pub frame: [f64; 3],
    /// Half the side of a patch, in pitches.
    pub half: f64,
    /// Standard deviation of the blur, in pixels.
    pub blur: f64,
    /// Pitches per pixel at each patch, along the chart's x and y.
    scales: Vec<[f64; 2]>,
}

/// Light at a place on the chart and how it changes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shade {
    /// The share of the light that comes from the frame.
    pub frame_share: f64,
    pub light: [f64; 3],
    pub by_x: [f64; 3],
    pub by_y: [f64; 3],
    pub by_half: [f64; 3],
    pub by_blur: [f64; 3],
}

impl Model {
    /// Patches as wide as a Classic's on a black frame; as many `colors` as the grid has patches.
    pub fn new(view: &Homography, grid: Grid, colors: Vec<[f64; 3]>, blur: f64) -> Option<Self> {
        let mut model = Self { grid, colors, frame: [0.0; 3], half: HALF_SIDE, blur, scales: Vec::new() };
        model.set_view(view)?;
        Some(model)
    }

    /// Takes the scale of each patch from a view.
    pub fn set_view(&mut self, view: &Homography) -> Option<()> {
        let inverse = view.inverse()?;
        let scale = |at: [f64; 2]| {
            let [x, y] = view.apply(at);
            let [right, below] = [inverse.apply([x + 1.0, y]), inverse.apply([x, y + 1.0])];
            [0, 1].map(|k| (right[k] - at[k]).hypot(below[k] - at[k]))
        };
        self.scales = (0..self.grid.patches()).map(|patch| scale(self.grid.center_of(patch))).collect();
        Some(())
    }

    pub fn without_frame(&self) -> Self {
        Self { frame: [0.0; 3], ..self.clone() }
    }

    pub fn shade_at(&self, [x, y]: [f64; 2]) -> Shade {
        let Grid { columns: width, rows: height } = self.grid;
        let (columns, rows) = (beside(x, width - 1), beside(y, height - 1));
        let scale = self.scales[rows[0] * width + columns[0]];
        let mut shade = Shade { frame_share: 1.0, light: self.frame, ..Shade::default() };
        for column in columns.into_iter().filter(|column| *column < width) {
            let across = Profile::at(x - column as f64, self.half, self.blur, scale[0]);
            for row in rows.into_iter().filter(|row| *row < height) {
                let down = Profile::at(y - row as f64, self.half, self.blur, scale[1]);
                shade.add(&across, &down, self.colors[row * width + column], self.frame);
            }
        }
        shade
    }
}

impl Shade {
    fn add(&mut self, across: &Profile, down: &Profile, color: [f64; 3], frame: [f64; 3]) {
        self.frame_share -= across.share * down.share;
        for k in 0..3 {
            let step = color[k] - frame[k];
            self.light[k] += step * across.share * down.share;
            self.by_x[k] += step * across.by_place * down.share;
            self.by_y[k] += step * across.share * down.by_place;
            self.by_half[k] += step * (across.by_half * down.share + across.share * down.by_half);
            self.by_blur[k] += step * (across.by_blur * down.share + across.share * down.by_blur);
        }
    }
}

/// The patches that a place gets light from along one axis: the nearest and the one behind the nearest gap.
fn beside(place: f64, last: usize) -> [usize; 2] {
    let nearest = place.round().clamp(0.0, last as f64);
    let next = if place > nearest { nearest + 1.0 } else { nearest - 1.0 };
    // Beyond the first or the last there is none; a number past the end stands for it.
    [nearest as usize, if (0.0..=last as f64).contains(&next) { next as usize } else { usize::MAX }]
}

/// How much of a patch's light arrives along one axis, and its derivatives.
struct Profile {
    share: f64,
    by_place: f64,
    by_half: f64,
    by_blur: f64,
}

/// The logistic curve of this steepness is nearest to the normal distribution (Bowling et al. 2009).
const LOGISTIC: f64 = 1.702;

impl Profile {
    fn at(place: f64, half: f64, blur: f64, scale: f64) -> Self {
        let sigma = blur * scale;
        let edge = |distance: f64| {
            let z = LOGISTIC * distance / sigma;
            let share = 1.0 / (1.0 + (-z).exp());
            let slope = LOGISTIC / sigma * share * (1.0 - share);
            (share, slope, -slope * distance / blur)
        };
        let (near, near_slope, near_blur) = edge(place + half);
        let (far, far_slope, far_blur) = edge(place - half);
        Self {
            share: near - far,
            by_place: near_slope - far_slope,
            by_half: near_slope + far_slope,
            by_blur: near_blur - far_blur,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Matrix3;

    const VIEW: Homography = Homography(Matrix3::new(20.0, 3.0, 60.0, -2.0, 18.0, 50.0, 0.01, 0.004, 1.0));

    fn model() -> Model {
        let colors = (0..24).map(|i| [0.1 + 0.03 * f64::from(i), 0.8 - 0.02 * f64::from(i), 0.3]).collect();
        Model { frame: [0.02; 3], ..Model::new(&VIEW, Grid::CLASSIC, colors, 1.0).unwrap() }
    }

    #[test]
    fn derivatives_are_those_of_the_light() {
        let model = model();
        let step = 1e-5;
        for place in [[0.4, 0.1], [1.45, 2.55], [5.4, 3.45], [-0.45, 0.0], [3.1, 1.5]] {
            let here = model.shade_at(place);
            let near = [
                (model.shade_at([place[0] + step, place[1]]), here.by_x),
                (model.shade_at([place[0], place[1] + step]), here.by_y),
                (Model { half: model.half + step, ..model.clone() }.shade_at(place), here.by_half),
                (Model { blur: model.blur + step, ..model.clone() }.shade_at(place), here.by_blur),
            ];
            for (there, slope) in near {
                for k in 0..3 {
                    let change = (there.light[k] - here.light[k]) / step;
                    assert!((change - slope[k]).abs() < 1e-3, "{place:?} {change} {slope:?}");
                }
            }
        }
    }

    #[test]
    fn a_patch_has_its_colour_in_the_middle_and_the_frame_its_own_far_out() {
        let model = model();
        assert!((model.shade_at([2.0, 1.0]).light[0] - model.colors[8][0]).abs() < 1e-3);
        assert!((model.shade_at([-1.2, 1.0]).light[0] - 0.02).abs() < 1e-3);
    }
}
