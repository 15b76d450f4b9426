use std::sync::{Arc, OnceLock};

use super::canvas::{Canvas, Frame};
use super::ground::Ground;
use super::look_ups::Tables;
use crate::photo::ScreenTile;
use crate::preview::dots::dot_color::DotColor;
use crate::preview::dots::pattern::Pattern;
use crate::preview::dots::spread::Spread;
use crate::preview::treatment::density_map::DensityMap;
use crate::preview::treatment::plan::Treatment;

/// A treatment in its predicted colour, ready to be drawn tile by tile.
///
/// Dots take a share of each channel's light, in linear light: the skin's texture and shading stay, as do hair over the
/// dots and shine. In the mean over an area of full density the share is the predicted one. A new preview takes
/// microseconds; the first tile prepares what it needs, and what a tile costs tells `benches/preview.rs`.
pub struct Preview {
    pub(super) treatment: Treatment,
    pub(super) pattern: Arc<Pattern>,
    pub(super) ground: Arc<Ground>,
    pub(in crate::preview) color: DotColor,
    map: Arc<OnceLock<Option<DensityMap>>>,
    spreads: Vec<OnceLock<Spread>>,
}

/// A photo has fewer levels: the smallest fits into a tile.
const MOST_LEVELS: usize = 16;

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
        let level = level.min(MOST_LEVELS - 1);
        let frame = Frame::of_tile(photo, level, tx, ty);
        let map = self.map().filter(|map| frame.overlaps(&map.bounds()));
        if frame.width > 0 && (map.is_some() || self.color.tint != [1.0; 3]) {
            self.canvas(frame, map, level).draw(&mut treated.rgba);
        }
        treated
    }

    fn canvas<'a>(&'a self, frame: Frame, map: Option<&'a DensityMap>, level: usize) -> Canvas<'a> {
        let Self { treatment, pattern, ground, color, .. } = self;
        Canvas { treatment, pattern, ground, color, map, spread: self.spread(level), tables: Tables::new(color), frame }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{Lab, LinearRgb, ciede2000};
    use crate::photo::Bounds;
    use crate::preview::dots::placement::{Dot, Placement};
    use crate::preview::tests::fixtures::{DARK, LIGHT, MEDIUM, Patch, lights, mean, patch};
    use crate::preview::{Variation, ViewingLight};

    #[test]
    fn an_area_has_its_predicted_color_on_every_skin() {
        for skin in [LIGHT, MEDIUM, DARK] {
            for (tau, density) in [(0.2, 150.0), (0.5, 80.0), (0.5, 150.0), (1.5, 250.0)] {
                let dense = |treatment| Treatment { density_per_cm2: density, ..treatment };
                let patch = patch(skin, tau, ViewingLight::Daylight, dense);
                let color = &patch.preview.color;
                // 8 bits show the skin itself up to ΔE00 0.4 beside its color; what dots do to it is judged.
                let shown = mean(&patch.pyramid.tile(0, 0, 0)).to_linear().to_array();
                let [bare, area] = [color.bare, color.area].map(|lab| lab.to_linear().to_array());
                let wanted = std::array::from_fn(|channel| shown[channel] * area[channel] / bare[channel]);
                let miss = ciede2000(mean(&patch.treated(0)), LinearRgb::from_array(wanted).into());
                assert!(miss.0 < 0.35, "{skin:?}, τ {tau}, {density}: {miss:?}");
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

    #[test]
    fn a_smaller_level_is_the_treated_photo_seen_from_farther_away() {
        let painted = |px_per_mm: f64| move |treatment| Treatment { px_per_mm, margin_mm: 3.0, ..treatment };
        for (skin, px_per_mm, tau) in [(LIGHT, 12.0, 0.5), (DARK, 25.0, 1.0), (MEDIUM, 8.0, 0.3), (LIGHT, 4.0, 0.7)] {
            let patch = Patch::of_size(4096, skin, tau, ViewingLight::Daylight, painted(px_per_mm));
            let full = mean(&patch.treated(0));
            for level in 1..patch.pyramid.level_count() {
                let near = crop(&patch.treated(level), 1024 >> level);
                let miss = ciede2000(mean(&near), full);
                assert!(miss.0 < 0.6, "{px_per_mm} px/mm, level {level}: {miss:?}");
            }
        }
    }

    /// The first columns and rows.
    fn crop(tile: &ScreenTile, side: usize) -> ScreenTile {
        let lines = tile.rgba.chunks_exact(4 * tile.width as usize).take(side);
        let rgba = lines.flat_map(|line| &line[..4 * side]).copied().collect();
        ScreenTile { width: side as u32, height: side as u32, rgba }
    }
}
