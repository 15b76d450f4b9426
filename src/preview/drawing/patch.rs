use crate::color::{Lab, LinearRgb};
use crate::photo::{ScreenTile, Shown, Square, screen_light, screen_value};

/// A square of skin or stubble by itself, its pixels as mean lights.
#[derive(Clone, Debug)]
pub(in crate::preview) struct Patch {
    /// Pixels along each side.
    pub side: usize,
    pub lights: Vec<LinearRgb>,
}

impl Patch {
    /// What a photo shows in a square, `block` × `block` pixels as one; none where it leaves the photo.
    pub fn of(shown: &Shown, square: &Square, block: u32) -> Option<Self> {
        let (whole, lights) = (square.side as usize, shown.lights(square));
        let is_whole = whole > 0 && lights.len() == whole * whole;
        is_whole.then(|| {
            let (lights, [side, _]) = block_means(&lights, [whole, whole], block.max(1) as usize);
            Self { side, lights }
        })
    }

    /// Skin without any texture.
    pub fn even(side: usize, lab: Lab) -> Self {
        Self { side, lights: vec![lab.to_linear(); side * side] }
    }

    /// Without the slope that the lamp makes across it, so that it can lie beside another.
    pub fn evened(mut self) -> Self {
        let (logs, middle) = (self.logs(), (self.side as f64 - 1.0) / 2.0);
        let slope = [0, 1].map(|axis| self.slope_along(axis, &logs));
        // A slope has one factor for each column and one for each row.
        let factors =
            slope.map(|slope| (0..self.side).map(|at| (-slope * (at as f64 - middle)).exp()).collect::<Vec<f64>>());
        for (cell, light) in self.lights.iter_mut().enumerate() {
            *light = *light * (factors[0][cell % self.side] * factors[1][cell / self.side]);
        }
        self
    }

    /// Logarithms of luminance.
    fn logs(&self) -> Vec<f64> {
        self.lights.iter().map(|light| light.luminance().max(DARKEST).ln()).collect()
    }

    /// How the logarithm of luminance grows with each pixel to the right or down (least squares; the two axes of a full
    /// square don't disturb each other).
    fn slope_along(&self, axis: usize, logs: &[f64]) -> f64 {
        let middle = (self.side as f64 - 1.0) / 2.0;
        let (mut products, mut squares) = (0.0, 0.0);
        for (cell, log) in logs.iter().enumerate() {
            let at = [cell % self.side, cell / self.side][axis] as f64 - middle;
            products += at * log;
            squares += at * at;
        }
        if squares > 0.0 { products / squares } else { 0.0 }
    }

    /// The variance of the logarithm of luminance: gloss, freckles and hair add to it.
    pub fn unrest(&self) -> f64 {
        let logs = self.logs();
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / logs.len() as f64
    }

    /// In the light in which its mean has this colour.
    pub fn with_mean(mut self, lab: Lab) -> Self {
        let sum = self.lights.iter().fold(LinearRgb::BLACK, |sum, light| sum + *light);
        let (mean, wanted) = ((sum * (1.0 / self.lights.len() as f64)).to_array(), lab.to_linear().to_array());
        let gain: [f64; 3] = std::array::from_fn(|k| if mean[k] > DARKEST { wanted[k] / mean[k] } else { 1.0 });
        for light in &mut self.lights {
            let own = light.to_array();
            *light = LinearRgb::from_array(std::array::from_fn(|k| own[k] * gain[k]));
        }
        self
    }

    /// As wide as another: the middle of a larger one, a smaller one continued by its mirror image.
    pub fn as_wide_as(&self, side: usize) -> Self {
        let first = self.side.saturating_sub(side) / 2;
        let folded = |at: usize| {
            let within = at % (2 * self.side);
            if within < self.side { within } else { 2 * self.side - 1 - within }
        };
        let light = |cell: usize| {
            let [x, y] = [cell % side, cell / side].map(|at| folded(first + at));
            self.lights[y * self.side + x]
        };
        Self { side, lights: (0..side * side).map(light).collect() }
    }

    pub fn tile(&self) -> ScreenTile {
        ScreenTile { width: self.side as u32, height: self.side as u32, rgba: pixels_of(&self.lights) }
    }

    pub fn from_tile(tile: &ScreenTile) -> Self {
        let pixels = tile.rgba.as_chunks::<4>().0.iter();
        Self {
            side: tile.width as usize,
            lights: pixels.map(|&[r, g, b, _]| LinearRgb::from_array([r, g, b].map(screen_light))).collect(),
        }
    }
}

/// Means of `block` × `block` pixels, of fewer at the right and below, and how many columns and rows there are of them.
pub(super) fn block_means(
    lights: &[LinearRgb],
    [columns, rows]: [usize; 2],
    block: usize,
) -> (Vec<LinearRgb>, [usize; 2]) {
    let size = [columns, rows].map(|side| side.div_ceil(block));
    let mean = |cell: usize| {
        let [left, top] = [cell % size[0] * block, cell / size[0] * block];
        let within = (top..(top + block).min(rows))
            .flat_map(|y| (left..(left + block).min(columns)).map(move |x| y * columns + x));
        let (sum, count) =
            within.fold((LinearRgb::BLACK, 0.0), |(sum, count), place| (sum + lights[place], count + 1.0));
        sum * (1.0 / count)
    };
    ((0..size[0] * size[1]).map(mean).collect(), size)
}

/// Opaque pixels for a screen.
pub(super) fn pixels_of(lights: &[LinearRgb]) -> Vec<u8> {
    let pixel = |light: &LinearRgb| {
        let [red, green, blue] = light.to_array().map(screen_value);
        [red, green, blue, u8::MAX]
    };
    lights.iter().flat_map(pixel).collect()
}

/// Light below which nothing can be scaled.
const DARKEST: f64 = 1e-4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    const SKIN: Lab = Lab::new(62.0, 9.0, 16.0);

    fn sloped(side: usize) -> Patch {
        let light = |cell: usize| SKIN.to_linear() * (0.7 + 0.6 * (cell % side) as f64 / side as f64);
        Patch { side, lights: (0..side * side).map(light).collect() }
    }

    #[test]
    fn a_slope_of_light_is_taken_off_and_the_mean_is_as_wanted() {
        let even = sloped(40).evened().with_mean(SKIN);
        let most = even.lights.iter().map(|light| ciede2000((*light).into(), SKIN).0).fold(0.0, f64::max);
        assert!(most < 1.5, "{most}");
        let first = ciede2000(sloped(40).lights[0].into(), SKIN).0;
        assert!(first > 5.0, "{first}");
    }

    #[test]
    fn a_small_patch_is_continued_by_its_mirror_image() {
        let light = |level: f64| LinearRgb::WHITE * level;
        let small = Patch { side: 2, lights: [0.1, 0.2, 0.3, 0.4].map(light).to_vec() };
        let wide = small.as_wide_as(4);
        let levels: Vec<f64> = wide.lights.iter().map(|light| (light.luminance() * 10.0).round()).collect();
        let expected = [1, 2, 2, 1, 3, 4, 4, 3, 3, 4, 4, 3, 1, 2, 2, 1].map(f64::from);
        assert_eq!(levels, expected);
        assert_eq!(wide.as_wide_as(2).lights, [wide.lights[5], wide.lights[6], wide.lights[9], wide.lights[10]]);
    }
}
