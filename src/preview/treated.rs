use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::density_map::DensityMap;
use super::dot_color::DotColor;
use super::field::Field;
use super::ground::Ground;
use super::pattern::Pattern;
use super::placement::{Dot, Placement};
use super::spread::{MOST_SIZE, Spread};
use super::tables::Tables;
use super::treatment::Treatment;
use crate::photo::{Bounds, ScreenTile, TILE};

/// A treatment in its predicted colour, ready to be drawn tile by tile.
///
/// Dots take a share of each channel's light, in linear light: the skin's texture and shading stay, as do hair over the
/// dots and shine. In the mean over an area of full density the share is the predicted one. A new preview takes
/// microseconds; the first tile prepares what it needs, and what a tile costs tells `benches/preview.rs`.
pub struct Preview {
    treatment: Treatment,
    pattern: Arc<Pattern>,
    ground: Arc<Ground>,
    color: DotColor,
    map: Arc<OnceLock<Option<DensityMap>>>,
    spreads: Vec<OnceLock<Spread>>,
}

/// A photo has fewer levels: the smallest fits into a tile.
const MOST_LEVELS: usize = 16;
/// Rows that one task draws.
const BAND_ROWS: usize = 32;
/// Pixels beside each other for which the skin's lightness and the haze are looked up once; a tile is a multiple wide.
const RUN: usize = 8;
/// Points at which dots are summed lie no farther apart than this, mm: a quarter of the finest dot's blur.
const STEP_MM: f64 = 0.09;

impl Preview {
    /// `color` is that of the treatment's own [`Treatment::dots`].
    pub fn new(treatment: &Treatment, pattern: &Arc<Pattern>, ground: &Arc<Ground>, color: DotColor) -> Self {
        Self {
            treatment: treatment.within_range(),
            pattern: pattern.clone(),
            ground: ground.clone(),
            color,
            map: Arc::default(),
            spreads: (0..MOST_LEVELS).map(|_| OnceLock::new()).collect(),
        }
    }

    /// Another time, light or density on the same photo: what was painted is not worked out again if it is the same.
    #[must_use]
    pub fn changed_to(&self, treatment: &Treatment, color: DotColor) -> Self {
        let next = Self::new(treatment, &self.pattern, &self.ground, color);
        if next.treatment.is_painted_as(&self.treatment) { Self { map: self.map.clone(), ..next } } else { next }
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
        let map = self.map().filter(|map| overlaps(&map.bounds(), left, top, photo, px));
        if map.is_none() && self.color.tint == [1.0; 3] {
            return treated;
        }
        let canvas = Canvas {
            left,
            top,
            px,
            width,
            map,
            spread: self.spread(level),
            tables: Tables::new(&self.color),
            preview: self,
        };
        let dots = canvas.dots_by_band(photo.height as usize);
        treated.rgba.par_chunks_mut(width * 4 * BAND_ROWS).enumerate().for_each(|(band, rgba)| {
            canvas.draw(rgba, band, &dots);
        });
        treated
    }

    pub(super) fn treatment(&self) -> &Treatment {
        &self.treatment
    }

    pub(super) fn photo_size(&self) -> [u32; 2] {
        self.ground.photo_size()
    }

    /// `None` if nothing is painted on the photo.
    pub(super) fn map(&self) -> Option<&DensityMap> {
        self.map.get_or_init(|| DensityMap::new(&self.treatment, self.ground.photo_size())).as_ref()
    }

    fn spread(&self, level: usize) -> &Spread {
        let px_mm = f64::from(1u32 << level) / self.treatment.px_per_mm;
        self.spreads[level].get_or_init(|| Spread::new(&self.treatment, &self.pattern, &self.color, px_mm))
    }
}

fn overlaps(bounds: &Bounds, left: f64, top: f64, tile: &ScreenTile, px: f64) -> bool {
    let [right, bottom] = [left + f64::from(tile.width) * px, top + f64::from(tile.height) * px];
    bounds.left < right && bounds.right > left && bounds.top < bottom && bounds.bottom > top
}

/// One tile that is being drawn.
struct Canvas<'a> {
    preview: &'a Preview,
    map: Option<&'a DensityMap>,
    spread: &'a Spread,
    tables: Tables,
    /// Its first corner, and how wide one of its pixels is, in photo pixels.
    left: f64,
    top: f64,
    px: f64,
    width: usize,
}

impl Canvas<'_> {
    /// The dots whose middle lies in each band of rows or, first and last, reaches into the tile from above and below.
    fn dots_by_band(&self, height: usize) -> Vec<Vec<Dot>> {
        let bands = height.div_ceil(BAND_ROWS);
        let mut by_band = vec![Vec::new(); bands];
        let Some(map) = self.map.filter(|_| self.spread.core_mm > 0.0) else { return by_band };
        let Preview { treatment, pattern, .. } = self.preview;
        let reach_px = self.reach_px();
        let [right, bottom] = [self.left + self.width as f64 * self.px, self.top + height as f64 * self.px];
        let bounds = Bounds {
            left: self.left - reach_px,
            top: self.top - reach_px,
            right: right + reach_px,
            bottom: bottom + reach_px,
        };
        let band_px = BAND_ROWS as f64 * self.px;
        for dot in Placement::new(treatment, pattern, map).dots_in(&bounds) {
            let band = ((dot.pos_in_photo[1] - self.top) / band_px) as usize;
            by_band[band.min(bands - 1)].push(dot);
        }
        by_band
    }

    fn reach_px(&self) -> f64 {
        MOST_SIZE * self.spread.core_mm * self.preview.treatment.px_per_mm
    }

    fn draw(&self, rgba: &mut [u8], band: usize, dots: &[Vec<Dot>]) {
        let per_step = self.pixels_per_step();
        let rows = rgba.len() / (4 * self.width);
        let field = self.summed(band, dots, per_step, rows);
        let mut depths = vec![[0.0f32; 4]; self.width];
        for (row, line) in rgba.chunks_exact_mut(4 * self.width).enumerate() {
            if let Some(field) = &field {
                field.row(row, per_step, &mut depths);
            }
            let y = self.top + ((band * BAND_ROWS + row) as f64 + 0.5) * self.px;
            let mut haze = self.haze_at(self.left, y);
            for (run, (pixels, depths)) in line.chunks_mut(4 * RUN).zip(depths.chunks(RUN)).enumerate() {
                let next = self.haze_at(self.left + ((run + 1) * RUN) as f64 * self.px, y);
                let x = self.left + (run * RUN + RUN / 2) as f64 * self.px;
                self.draw_run(pixels, depths, [haze, next], self.preview.ground.lightness_at([x, y]));
                haze = next;
            }
        }
    }

    /// How many pixels lie between two points of a field: a power of two, so that neighbouring tiles share them.
    fn pixels_per_step(&self) -> usize {
        let steps = STEP_MM * self.preview.treatment.px_per_mm / self.px;
        let largest = BAND_ROWS as f64;
        (1usize << steps.clamp(1.0, largest).log2() as u32).min(BAND_ROWS)
    }

    /// The cores of all dots near a band, from a step before its first pixel to one behind its last.
    fn summed(&self, band: usize, dots: &[Vec<Dot>], per_step: usize, rows: usize) -> Option<Field> {
        let step_px = per_step as f64 * self.px;
        let top = self.top + (band * BAND_ROWS) as f64 * self.px;
        let size = [self.width, rows].map(|pixels| pixels.div_ceil(per_step) + 2);
        let bands_reached = (self.reach_px() / (BAND_ROWS as f64 * self.px)).ceil() as usize;
        let near = band.saturating_sub(bands_reached)..(band + bands_reached + 1).min(dots.len());
        let near = dots.get(near)?;
        if near.iter().all(Vec::is_empty) {
            return None;
        }
        let mut field = Field::new([self.left - step_px / 2.0, top - step_px / 2.0], step_px, size);
        let px_per_mm = self.preview.treatment.px_per_mm;
        near.iter().flatten().for_each(|dot| field.add(dot, self.spread, px_per_mm));
        Some(field)
    }

    fn haze_at(&self, x: f64, y: f64) -> f32 {
        self.map.map_or(0.0, |map| map.haze_at([x, y]))
    }

    /// Some pixels beside each other, over skin of the same lightness, with the haze at their two ends.
    fn draw_run(&self, pixels: &mut [u8], depths: &[[f32; 4]], haze: [f32; 2], skin: f32) {
        let Preview { color, ground, .. } = self.preview;
        let tint = color.tint.map(|tint| tint as f32);
        let step = (haze[1] - haze[0]) / RUN as f32;
        for (at, (pixel, depth)) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(depths).enumerate() {
            let haze = haze[0] + (at as f32 + 0.5) * step;
            if pixel[3] == 0 || (haze == 0.0 && depth[1] == 0.0 && tint == [1.0; 3]) {
                continue;
            }
            let light = [pixel[0], pixel[1], pixel[2]].map(|value| self.tables.light(value));
            let shows = ground.shows(light, skin);
            for channel in 0..3 {
                let seen = shows.skin * (depth[channel] + haze * self.spread.haze[channel]);
                let treated = (light[channel] - shows.shine) * self.tables.left(channel, seen) + shows.shine;
                pixel[channel] = self.tables.value(tint[channel] * treated);
            }
        }
    }
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
            let Preview { treatment, pattern, .. } = &patch.preview;
            let dots = Placement::new(treatment, pattern, patch.preview.map().expect("dots")).dots_in(&bounds);
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
