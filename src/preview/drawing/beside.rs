use std::sync::Arc;

use rayon::prelude::*;

use super::patch::{Patch, block_means, pixels_of};
use crate::color::{EYE_WEIGHTS, Lab, LinearRgb, eye_sigmas_px};
use crate::photo::{Grid, Photo, Pyramid, ScreenTile, Shape, Shown, Square};
use crate::preview::{DotColor, Ground, Mark, Paint, Pattern, Preview, Treatment};
use crate::progress::Progress;

/// Stubble, and dots on bare skin, side by side at the same scale and in the same light.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// As in the mirror: stubble in the left half, dots in the right one.
    pub near: ScreenTile,
    /// The same as sharp as an eye sees it from two metres away.
    pub far: ScreenTile,
    pub px_per_mm: f64,
}

/// One of the two, as the photo shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Where it lies in the photo; of several the calmest is shown, so that no gloss is taken for skin. Without a place it is
    /// skin without texture.
    pub squares: Vec<Square>,
    /// What its mean is to be: the same light for both.
    pub lab: Lab,
}

/// From across a room, mm.
pub const FAR_MM: f64 = 2000.0;

/// Finer is not drawn: a follicle is three pixels wide then, or more (our choice).
const FINEST_PX_PER_MM: f64 = 24.0;

/// So fine is what an eye sees from afar: its blur is three of these pixels wide and more.
const FAR_PX_PER_MM: f64 = 4.0;

/// Pictures are at least so wide, pixels, or there is nothing to see.
const LEAST_SIDE: usize = 16;

impl Beside {
    /// Stubble, then skin; `color` is that of the treatment's dots, in the photo's scale. None where the stubble is too small
    /// to be seen.
    pub fn draw(
        shown: &Shown,
        [stubble, skin]: [&Side; 2],
        treatment: &Treatment,
        color: DotColor,
        pattern: &Arc<Pattern>,
    ) -> Option<Self> {
        let block = (treatment.px_per_mm / FINEST_PX_PER_MM).ceil().max(1.0) as u32;
        let px_per_mm = treatment.px_per_mm / f64::from(block);
        let seen = |side: &Side| calmest(shown, &side.squares, block);
        let stubble_patch = seen(stubble).filter(|patch| patch.side >= LEAST_SIDE)?.with_mean(stubble.lab);
        let side = stubble_patch.side;
        let bare = seen(skin).unwrap_or_else(|| Patch::even(side, skin.lab));
        let bare = bare.as_wide_as(side).with_mean(skin.lab);
        let treated = dotted(&bare, skin.lab, &Treatment { px_per_mm, ..treatment.clone() }, color, pattern)?;
        let near = Joined::of([&stubble_patch, &treated]);
        Some(Self { far: near.seen_from(FAR_MM, px_per_mm).tile(), near: near.tile(), px_per_mm })
    }
}

impl Beside {
    /// Both looks as one picture, the near one above.
    pub fn sheet(&self) -> ScreenTile {
        let rgba = [self.near.rgba.as_slice(), &self.far.rgba].concat();
        ScreenTile { width: self.near.width, height: self.near.height + self.far.height, rgba }
    }
}

fn calmest(shown: &Shown, squares: &[Square], block: u32) -> Option<Patch> {
    let patch = |square: &Square| Patch::of(shown, square, block).map(Patch::evened);
    let patches: Vec<(f64, Patch)> =
        squares.par_iter().filter_map(patch).map(|patch| (patch.unrest(), patch)).collect();
    patches.into_iter().min_by(|(p, _), (q, _)| p.total_cmp(q)).map(|(_, patch)| patch)
}

/// The treatment all over a patch of bare skin.
fn dotted(bare: &Patch, skin: Lab, treatment: &Treatment, color: DotColor, pattern: &Arc<Pattern>) -> Option<Patch> {
    let side = bare.side as f64;
    let whole = Shape::Rect { x: -side, y: -side, width: 3.0 * side, height: 3.0 * side };
    let paint = vec![Paint { mark: Mark::Area(whole), erases: false }];
    let treatment = Treatment { paint, hairline: None, margin_mm: 0.0, ..treatment.clone() };
    let tile = bare.tile();
    let photo = Photo::from_rgba8("skin", tile.width, tile.height, tile.rgba).ok()?;
    let shown = Shown { photo: Arc::new(photo), look: None };
    let pyramid = Pyramid::build(&shown, &Progress::unwatched()).ok()?;
    let ground = Arc::new(Ground::of(&pyramid, skin.to_linear()));
    let preview = Preview::new(&treatment, pattern, &ground, color);
    Some(Patch::from_tile(&preview.tile(&pyramid.tile(0, 0, 0), 0, 0, 0)))
}

/// Two patches that touch: an eye compares best across a shared edge.
struct Joined {
    columns: usize,
    rows: usize,
    lights: Vec<LinearRgb>,
}

impl Joined {
    fn of(patches: [&Patch; 2]) -> Self {
        let rows = patches[0].side;
        let lines = (0..rows).flat_map(|row| patches.map(|patch| &patch.lights[row * rows..(row + 1) * rows]));
        Self { columns: 2 * rows, rows, lights: lines.flatten().copied().collect() }
    }

    /// Blurred as an eye blurs lightness from this distance; finer colour than that no eye sees either. What is left has
    /// no detail that pixels of [`FAR_PX_PER_MM`] would miss.
    fn seen_from(&self, distance_mm: f64, px_per_mm: f64) -> Self {
        let block = (px_per_mm / FAR_PX_PER_MM).round().max(1.0) as usize;
        let (lights, [columns, rows]) = block_means(&self.lights, [self.columns, self.rows], block);
        let coarse = Self { columns, rows, lights };
        coarse.blurred(distance_mm, px_per_mm / block as f64).enlarged(block, [self.columns, self.rows])
    }

    fn blurred(&self, distance_mm: f64, px_per_mm: f64) -> Self {
        let grid = Grid::of_pixels(self.columns, self.rows);
        let weights = vec![1.0; grid.count()];
        let sigmas = eye_sigmas_px(distance_mm, px_per_mm);
        let total = EYE_WEIGHTS[0] + EYE_WEIGHTS[1];
        let channel = |channel: usize| {
            let values: Vec<f64> = self.lights.iter().map(|light| light.to_array()[channel]).collect();
            let blurred = sigmas.map(|sigma| grid.blurred(&values, &weights, sigma));
            let [narrow, wide] = [0, 1].map(|part: usize| EYE_WEIGHTS[part] / total);
            blurred[0].iter().zip(&blurred[1]).map(|(p, q)| narrow * p + wide * q).collect::<Vec<f64>>()
        };
        let [red, green, blue] = [0, 1, 2].map(channel);
        let lights = (0..grid.count()).map(|cell| LinearRgb::new(red[cell], green[cell], blue[cell])).collect();
        Self { lights, ..*self }
    }

    /// `block` × `block` pixels for each, bilinear between their middles.
    fn enlarged(&self, block: usize, [columns, rows]: [usize; 2]) -> Self {
        let (blocks, pixels) = (
            Grid { cell_px: block as f64, ..Grid::of_pixels(self.columns, self.rows) },
            Grid::of_pixels(columns, rows),
        );
        let light = |pixel: usize| blocks.between(pixels.middle(pixel)).mixed(|block| self.lights[block]);
        Self { columns, rows, lights: (0..pixels.count()).map(light).collect() }
    }

    fn tile(&self) -> ScreenTile {
        ScreenTile { width: self.columns as u32, height: self.rows as u32, rgba: pixels_of(&self.lights) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;
    use crate::pigment::{Hand, Load};
    use crate::preview::ViewingLight;
    use crate::preview::tests::fixtures::{DARK, LIGHT, lights};
    use crate::skin::{PreparedSkin, infer_skin};

    /// Skin under a lamp from the left, its lower part with a dark mark every four pixels.
    fn shown(skin: Lab) -> Shown {
        let pixel = |place: u32| {
            let [x, y] = [place % 400, place / 400];
            let is_mark = y >= 200 && x % 4 == 0 && y % 4 == 0;
            let light = skin.to_linear() * if is_mark { 0.1 } else { 1.1 - 0.0005 * f64::from(x) };
            let [r, g, b] = light.to_srgb8();
            [r, g, b, u8::MAX]
        };
        let photo = Photo::from_rgba8("head", 400, 400, (0..160_000).flat_map(pixel).collect());
        Shown { photo: Arc::new(photo.expect("a picture")), look: None }
    }

    fn drawn(skin: Lab, stubble: Lab) -> (Beside, DotColor) {
        let hand = Hand::default();
        let prepared = PreparedSkin::new(&infer_skin(skin).skin, hand.deposit());
        let load = Load { carbon_tau: 0.8, ..Load::default() };
        let color = DotColor::predict(&prepared, &load, &hand.dots, ViewingLight::Daylight);
        let square = |left: u32, top: u32| Square { left, top, side: 150 };
        let sides = [
            Side { squares: vec![square(20, 220)], lab: stubble },
            Side { squares: vec![square(220, 20), square(100, 230)], lab: skin },
        ];
        let treatment = Treatment::new(hand.dots, 15.0);
        let pattern = Arc::new(Pattern::new(1));
        (Beside::draw(&shown(skin), sides.each_ref(), &treatment, color, &pattern).expect("room"), color)
    }

    /// The mean of the left or the right half.
    fn half(tile: &ScreenTile, is_right: bool) -> Lab {
        let width = tile.width as usize;
        let pixels = lights(tile).enumerate().filter(|(at, _)| (at % width >= width / 2) == is_right);
        let (sum, count) = pixels.fold((LinearRgb::BLACK, 0.0), |(sum, count), (_, light)| (sum + light, count + 1.0));
        (sum * (1.0 / count)).into()
    }

    #[test]
    fn both_halves_have_the_colors_that_the_ranking_compares() {
        for (skin, stubble) in [(LIGHT, Lab::new(63.0, 7.0, 12.0)), (DARK, Lab::new(34.0, 9.5, 13.5))] {
            let (beside, color) = drawn(skin, stubble);
            let [left, right] = [false, true].map(|is_right| half(&beside.near, is_right));
            assert!(ciede2000(left, stubble).0 < 0.5, "{left:?}");
            // The margin for dots that 8 bits and 100 follicles leave.
            assert!(ciede2000(right, color.area).0 < 0.8, "{right:?} is not {:?}", color.area);
        }
    }

    #[test]
    fn from_afar_marks_melt_and_their_mean_stays() {
        let (beside, color) = drawn(LIGHT, Lab::new(63.0, 7.0, 12.0));
        let spread = |tile: &ScreenTile| {
            let logs: Vec<f64> = lights(tile).map(|light| Lab::from(light).l).collect();
            let mean = logs.iter().sum::<f64>() / logs.len() as f64;
            (logs.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / logs.len() as f64).sqrt()
        };
        assert!(spread(&beside.far) < 0.3 * spread(&beside.near));
        assert!(ciede2000(half(&beside.far, true), color.area).0 < 1.0);
    }

    #[test]
    fn dots_lie_on_the_calmest_skin() {
        // The second place of skin lies among the marks.
        let (beside, color) = drawn(LIGHT, Lab::new(63.0, 7.0, 12.0));
        let width = beside.near.width as usize;
        let treated = lights(&beside.near).enumerate().filter(|(at, _)| at % width >= width / 2);
        let darkest = treated.map(|(_, light)| Lab::from(light).l).fold(100.0, f64::min);
        assert!(darkest > color.middle.l - 6.0, "{darkest} beside {:?}", color.middle);
    }
}
