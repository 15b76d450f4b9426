use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::dot_color::DotColor;
use super::ground::Ground;
use super::pattern::Pattern;
use super::placement::{Dot, Placement};
use super::spread::{Field, MOST_SIZE, Spread};
use super::treatment::Treatment;
use crate::photo::{Bounds, ScreenTile, TILE, screen_light, screen_value};

/// A treatment in its predicted colour, ready to be drawn tile by tile.
///
/// Dots take a share of each channel's light, in linear light: the skin's texture and shading stay, as do hair over the
/// dots and shine. In the mean over an area of full density the share is the predicted one. A new preview for another
/// time, light or stroke takes microseconds; what a tile costs tells `benches/preview.rs`.
pub struct Preview {
    treatment: Treatment,
    pattern: Arc<Pattern>,
    ground: Arc<Ground>,
    color: DotColor,
    spreads: Vec<OnceLock<Spread>>,
}

/// A photo has fewer levels: the smallest fits into a tile.
const MOST_LEVELS: usize = 16;
/// Rows that one task draws.
const BAND_ROWS: usize = 32;

impl Preview {
    /// `color` is that of the treatment's own [`Treatment::dots`].
    pub fn new(treatment: &Treatment, pattern: &Arc<Pattern>, ground: &Arc<Ground>, color: DotColor) -> Self {
        Self {
            treatment: treatment.within_range(),
            pattern: pattern.clone(),
            ground: ground.clone(),
            color,
            spreads: (0..MOST_LEVELS).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The photo's tile of this place in its pyramid, treated.
    pub fn tile(&self, photo: &ScreenTile, level: usize, tx: u32, ty: u32) -> ScreenTile {
        let mut treated = photo.clone();
        let (width, level) = (photo.width as usize, level.min(MOST_LEVELS - 1));
        if width == 0 {
            return treated;
        }
        let px = f64::from(1u32 << level);
        let [left, top] = [tx, ty].map(|at| f64::from(at) * f64::from(TILE) * px);
        let spread = self.spread(level);
        let reach_px = MOST_SIZE * spread.reach_mm * self.treatment.px_per_mm;
        let dots = self.dots_by_row(left - reach_px, top - reach_px, photo, px, reach_px);
        treated.rgba.par_chunks_mut(width * 4 * BAND_ROWS).enumerate().for_each(|(band, rgba)| {
            let field = Field { left, top: top + (band * BAND_ROWS) as f64 * px, px, columns: width };
            let near = reached(&dots, field.top - reach_px, field.top + BAND_ROWS as f64 * px + reach_px);
            self.draw(rgba, &field, near, spread);
        });
        treated
    }

    /// The dots that reach into a tile, sorted by row.
    fn dots_by_row(&self, left: f64, top: f64, tile: &ScreenTile, px: f64, reach_px: f64) -> Vec<Dot> {
        let [width, height] = [tile.width, tile.height].map(|side| f64::from(side) * px + 2.0 * reach_px);
        let bounds = Bounds { left, top, right: left + width, bottom: top + height };
        let mut dots = Placement::new(&self.treatment, &self.pattern).dots_in(&bounds);
        dots.sort_unstable_by(|a, b| a.pos_in_photo[1].total_cmp(&b.pos_in_photo[1]));
        dots
    }

    pub(super) fn treatment_and_pattern(&self) -> (&Treatment, &Pattern) {
        (&self.treatment, &self.pattern)
    }

    fn spread(&self, level: usize) -> &Spread {
        let px_mm = f64::from(1u32 << level) / self.treatment.px_per_mm;
        self.spreads[level].get_or_init(|| Spread::new(&self.treatment, &self.pattern, &self.color, px_mm))
    }

    fn draw(&self, rgba: &mut [u8], field: &Field, dots: &[Dot], spread: &Spread) {
        let tint = self.color.tint.map(|tint| tint as f32);
        if dots.is_empty() && tint == [1.0; 3] {
            return;
        }
        let mut depths = vec![[0.0f32; 4]; rgba.len() / 4];
        dots.iter().for_each(|dot| field.add(dot, spread, self.treatment.px_per_mm, &mut depths));
        let lines = rgba.chunks_exact_mut(4 * field.columns).zip(depths.chunks_exact(field.columns));
        for (row, (pixels, depths)) in lines.enumerate() {
            let y = field.top + (row as f64 + 0.5) * field.px;
            let runs = pixels.chunks_mut(4 * RUN).zip(depths.chunks(RUN));
            for (run, (pixels, depths)) in runs.enumerate() {
                let x = field.left + (run * RUN + RUN / 2) as f64 * field.px;
                self.draw_run(pixels, depths, tint, self.ground.lightness_at([x, y].map(|at| at as f32)));
            }
        }
    }

    /// Some pixels beside each other, over skin of the same lightness.
    fn draw_run(&self, pixels: &mut [u8], depths: &[[f32; 4]], tint: [f32; 3], lightness: f32) {
        for (pixel, &[red, green, blue, _]) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(depths) {
            if pixel[3] == 0 || (green == 0.0 && tint == [1.0; 3]) {
                continue;
            }
            let light = [pixel[0], pixel[1], pixel[2]].map(|value| screen_light(value) as f32);
            let shows = self.ground.shows(light, lightness);
            let left = self.color.left([red, green, blue].map(|depth| shows.skin * depth));
            for channel in 0..3 {
                let treated = (light[channel] - shows.shine) * left[channel] + shows.shine;
                pixel[channel] = screen_value(f64::from(tint[channel] * treated));
            }
        }
    }
}

/// Pixels beside each other for which the skin's lightness is looked up once; a tile is a multiple of it wide.
const RUN: usize = 16;

/// The dots, sorted by row, between two rows.
fn reached(dots: &[Dot], top: f64, bottom: f64) -> &[Dot] {
    let before = |y: f64| dots.partition_point(|dot| dot.pos_in_photo[1] < y);
    &dots[before(top)..before(bottom)]
}

#[cfg(test)]
mod tests {
    use super::super::{Mark, Paint, Variation, ViewingLight};
    use super::*;
    use crate::color::{Lab, LinearRgb, ciede2000};
    use crate::photo::{Photo, Pyramid, Shown};
    use crate::pigment::{Hand, Load};
    use crate::progress::Progress;
    use crate::skin::{PreparedSkin, infer_skin};

    const LIGHT: Lab = Lab::new(69.0, 8.5, 15.0);
    const MEDIUM: Lab = Lab::new(58.0, 10.5, 17.0);
    const DARK: Lab = Lab::new(37.0, 10.5, 15.5);

    /// Plain skin of 600 × 600 pixels and a preview of it, dotted all over.
    struct Patch {
        pyramid: Pyramid,
        preview: Preview,
    }

    fn patch(skin: Lab, tau: f64, light: ViewingLight, change: impl Fn(Treatment) -> Treatment) -> Patch {
        let [r, g, b] = skin.to_linear().to_srgb8();
        let photo = Photo::from_rgba8("plain", 600, 600, [r, g, b, 255].repeat(360_000)).expect("a picture");
        let shown = Shown { photo: Arc::new(photo), look: None };
        let pyramid = Pyramid::build(&shown, &Progress::unwatched()).expect("not cancelled");
        let hand = Hand::default();
        let area = Mark::Area("rect:-999,-999,3000,3000".parse().expect("a shape"));
        let paint = vec![Paint { mark: area, erases: false }];
        let treatment = change(Treatment { paint, margin_mm: 0.0, ..Treatment::new(hand.dots, 15.0) });
        let prepared = PreparedSkin::new(&infer_skin(skin).skin, hand.deposit());
        let load = Load { carbon_tau: tau, ..Load::default() };
        let color = DotColor::predict(&prepared, &load, &treatment.dots(), light);
        let ground = Arc::new(Ground::of(&pyramid, skin.to_linear()));
        Patch { preview: Preview::new(&treatment, &Arc::new(Pattern::new(1)), &ground, color), pyramid }
    }

    impl Patch {
        fn treated(&self, level: usize) -> ScreenTile {
            self.preview.tile(&self.pyramid.tile(level, 0, 0), level, 0, 0)
        }
    }

    fn lights(tile: &ScreenTile) -> impl Iterator<Item = LinearRgb> {
        tile.rgba.as_chunks::<4>().0.iter().map(|&[r, g, b, _]| LinearRgb::from_srgb8([r, g, b]))
    }

    fn mean(tile: &ScreenTile) -> Lab {
        let (sum, count) = lights(tile).fold((LinearRgb::BLACK, 0.0), |(sum, count), light| (sum + light, count + 1.0));
        (sum * (1.0 / count)).into()
    }

    #[test]
    fn an_area_has_its_predicted_color_on_every_skin() {
        for skin in [LIGHT, MEDIUM, DARK] {
            for (tau, density) in [(0.2, 150.0), (0.5, 80.0), (0.5, 150.0), (1.5, 250.0)] {
                let dense = |treatment| Treatment { density_per_cm2: density, ..treatment };
                let patch = patch(skin, tau, ViewingLight::Daylight, dense);
                let miss = ciede2000(mean(&patch.treated(0)), patch.preview.color.area);
                assert!(miss.0 < 0.5, "{skin:?}, τ {tau}, {density}: {miss:?}");
            }
        }
    }

    #[test]
    fn the_middle_of_a_dot_resembles_the_predicted_one() {
        let even = Variation { diameter: 0.0, tone: 0.0, spacing: 0.0 };
        for skin in [LIGHT, MEDIUM, DARK] {
            let patch = patch(skin, 0.5, ViewingLight::Daylight, |t| Treatment { variation: even, ..t });
            let tile = patch.treated(0);
            let bounds = Bounds { left: 50.0, top: 50.0, right: 550.0, bottom: 550.0 };
            let dots = Placement::new(&patch.preview.treatment, &patch.preview.pattern).dots_in(&bounds);
            let pixels: Vec<LinearRgb> = lights(&tile).collect();
            let at = |dot: &Dot| pixels[dot.pos_in_photo[1] as usize * 600 + dot.pos_in_photo[0] as usize];
            let sum = dots.iter().map(at).fold(LinearRgb::BLACK, |sum, light| sum + light);
            let middle = Lab::from(sum * (1.0 / dots.len() as f64));
            // The prediction itself is off by L* 1.0 in the mean.
            let miss = ciede2000(middle, patch.preview.color.middle);
            assert!(miss.0 < 1.5, "{skin:?}: {middle:?} is not {:?}", patch.preview.color.middle);
            assert!(middle.l < patch.preview.color.area.l - 0.3, "{skin:?}: {middle:?}");
        }
    }

    #[test]
    fn tiles_join_without_a_seam_and_their_band_is_no_matter() {
        let patch = patch(LIGHT, 0.8, ViewingLight::Daylight, |treatment| treatment);
        let whole = patch.treated(0);
        let plain = patch.pyramid.tile(0, 0, 0);
        let part = ScreenTile { width: 600, height: 100, rgba: plain.rgba[..240_000].to_vec() };
        assert_eq!(patch.preview.tile(&part, 0, 0, 0).rgba, whole.rgba[..240_000]);
    }

    #[test]
    fn no_pigment_and_no_paint_leave_the_photo() {
        for patch in [
            patch(LIGHT, 0.0, ViewingLight::Daylight, |treatment| treatment),
            patch(LIGHT, 0.5, ViewingLight::Daylight, |treatment| Treatment { paint: Vec::new(), ..treatment }),
        ] {
            assert_eq!(patch.treated(0), patch.pyramid.tile(0, 0, 0));
        }
    }

    #[test]
    fn in_another_light_the_whole_skin_changes() {
        let bare = |treatment| Treatment { paint: Vec::new(), ..treatment };
        let patch = patch(LIGHT, 0.5, ViewingLight::Tungsten, bare);
        let (shown, was) = (mean(&patch.treated(0)), LIGHT);
        assert!(shown.l > was.l + 0.5 && ciede2000(shown, was).0 < 8.0, "{shown:?}");
    }
}
