use rayon::prelude::*;

use super::ground::Ground;
use super::look_ups::Tables;
use crate::photo::{Bounds, ScreenTile, TILE};
use crate::preview::dots::depth_field::Field;
use crate::preview::dots::dot_color::DotColor;
use crate::preview::dots::pattern::Pattern;
use crate::preview::dots::placement::{Dot, Placement};
use crate::preview::dots::spread::{MOST_SIZE, Spread};
use crate::preview::treatment::density_map::DensityMap;
use crate::preview::treatment::plan::Treatment;

/// Rows that one task draws.
const BAND_ROWS: usize = 32;
/// Pixels beside each other for which the skin's lightness and the haze are looked up once; a tile is a multiple wide.
const RUN: usize = 8;
/// Points at which dots are summed lie no farther apart than this, mm: a quarter of the finest dot's blur.
const STEP_MM: f64 = 0.09;

/// Where a tile lies on the photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// Its first corner, and how wide one of its pixels is, in photo pixels.
    pub left: f64,
    pub top: f64,
    pub px: f64,
    /// In its own pixels.
    pub width: usize,
    pub height: usize,
}

/// One tile that is being drawn.
pub(super) struct Canvas<'a> {
    pub treatment: &'a Treatment,
    pub pattern: &'a Pattern,
    pub ground: &'a Ground,
    pub color: &'a DotColor,
    /// Of what is painted, if that reaches the tile.
    pub map: Option<&'a DensityMap>,
    pub spread: &'a Spread,
    pub tables: Tables,
    pub frame: Frame,
}

impl Frame {
    pub(super) fn of_tile(tile: &ScreenTile, level: usize, tx: u32, ty: u32) -> Self {
        let px = (level as f64).exp2();
        let [left, top] = [tx, ty].map(|at| f64::from(at) * f64::from(TILE) * px);
        Self { left, top, px, width: tile.width as usize, height: tile.height as usize }
    }

    /// The place of a tile's pixel, counted from its first corner, in the photo.
    fn at(&self, x: f64, y: f64) -> [f64; 2] {
        [self.left + x * self.px, self.top + y * self.px]
    }

    /// In the photo, this much wider on every side.
    fn bounds(&self, wider_px: f64) -> Bounds {
        let [right, bottom] = self.at(self.width as f64, self.height as f64);
        Bounds {
            left: self.left - wider_px,
            top: self.top - wider_px,
            right: right + wider_px,
            bottom: bottom + wider_px,
        }
    }

    pub(super) fn overlaps(&self, bounds: &Bounds) -> bool {
        let Bounds { left, top, right, bottom } = self.bounds(0.0);
        bounds.left < right && bounds.right > left && bounds.top < bottom && bounds.bottom > top
    }
}

impl Canvas<'_> {
    /// Treats the tile's pixels.
    pub(super) fn draw(&self, rgba: &mut [u8]) {
        let dots = self.dots_by_band();
        let bands = rgba.par_chunks_mut(self.frame.width * 4 * BAND_ROWS).enumerate();
        bands.for_each(|(band, rgba)| self.draw_band(rgba, band, &dots));
    }

    /// The dots whose middle lies in each band of rows; those that reach in from above and below in the first and last.
    fn dots_by_band(&self) -> Vec<Vec<Dot>> {
        let bands = self.frame.height.div_ceil(BAND_ROWS);
        let mut by_band = vec![Vec::new(); bands];
        let Some(map) = self.map.filter(|_| self.spread.core.radius_mm > 0.0) else { return by_band };
        let band_px = BAND_ROWS as f64 * self.frame.px;
        for dot in Placement::new(self.treatment, self.pattern, map).dots_in(&self.frame.bounds(self.reach_px())) {
            let band = ((dot.pos_in_photo[1] - self.frame.top) / band_px) as usize;
            by_band[band.min(bands - 1)].push(dot);
        }
        by_band
    }

    fn reach_px(&self) -> f64 {
        MOST_SIZE * self.spread.core.radius_mm * self.treatment.px_per_mm
    }

    fn draw_band(&self, rgba: &mut [u8], band: usize, dots: &[Vec<Dot>]) {
        let per_step = self.pixels_per_step();
        let field = self.summed(band, dots, per_step);
        let mut depths = vec![[0.0f32; 4]; self.frame.width];
        for (row, line) in rgba.chunks_exact_mut(4 * self.frame.width).enumerate() {
            if let Some(field) = &field {
                field.row(row, per_step, &mut depths);
            }
            self.draw_row(line, &depths, (band * BAND_ROWS + row) as f64 + 0.5);
        }
    }

    fn draw_row(&self, line: &mut [u8], depths: &[[f32; 4]], y: f64) {
        let haze_at = |x: usize| self.map.map_or(0.0, |map| map.haze_at(self.frame.at(x as f64, y)));
        let mut haze = haze_at(0);
        for (run, (pixels, depths)) in line.chunks_mut(4 * RUN).zip(depths.chunks(RUN)).enumerate() {
            let next = haze_at((run + 1) * RUN);
            let middle = self.frame.at((run * RUN + RUN / 2) as f64, y);
            self.draw_run(pixels, depths, [haze, next], self.ground.lightness_at(middle));
            haze = next;
        }
    }

    /// How many pixels lie between two points of a field: a power of two, so that neighbouring tiles share them.
    fn pixels_per_step(&self) -> usize {
        let steps = STEP_MM * self.treatment.px_per_mm / self.frame.px;
        let largest = BAND_ROWS as f64;
        (1usize << steps.clamp(1.0, largest).log2() as u32).min(BAND_ROWS)
    }

    /// The cores of all dots near a band, from a step before its first pixel to one behind its last.
    fn summed(&self, band: usize, dots: &[Vec<Dot>], per_step: usize) -> Option<Field> {
        let band_px = BAND_ROWS as f64 * self.frame.px;
        let reached = (self.reach_px() / band_px).ceil() as usize;
        let near = dots.get(band.saturating_sub(reached)..(band + reached + 1).min(dots.len()))?;
        if near.iter().all(Vec::is_empty) {
            return None;
        }
        let half_step = per_step as f64 / 2.0;
        let first = self.frame.at(-half_step, (band * BAND_ROWS) as f64 - half_step);
        let size = [self.frame.width, BAND_ROWS].map(|pixels| pixels.div_ceil(per_step) + 2);
        let mut field = Field::new(first, per_step as f64 * self.frame.px, size);
        let px_per_mm = self.treatment.px_per_mm;
        near.iter().flatten().for_each(|dot| field.add(dot, &self.spread.core, px_per_mm));
        Some(field)
    }

    /// Some pixels beside each other, over skin of the same lightness, with the haze at their two ends.
    fn draw_run(&self, pixels: &mut [u8], depths: &[[f32; 4]], haze: [f32; 2], skin: f32) {
        let tint = self.color.tint.map(|tint| tint as f32);
        let step = (haze[1] - haze[0]) / RUN as f32;
        for (at, (pixel, depth)) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(depths).enumerate() {
            let haze = haze[0] + (at as f32 + 0.5) * step;
            if pixel[3] == 0 || (haze == 0.0 && depth[1] == 0.0 && tint == [1.0; 3]) {
                continue;
            }
            let light = [pixel[0], pixel[1], pixel[2]].map(|value| self.tables.light(value));
            let shows = self.ground.shows(light, skin);
            // What the eye's adaptation leaves of another light is told of skin; what is grey stays so.
            let hue_share = if tint == [1.0; 3] { 0.0 } else { self.ground.hue_share(light) };
            for channel in 0..3 {
                let seen = shows.skin * (depth[channel] + haze * self.spread.haze[channel]);
                let treated = (light[channel] - shows.shine) * self.tables.left(channel, seen) + shows.shine;
                pixel[channel] = self.tables.value((1.0 + hue_share * (tint[channel] - 1.0)) * treated);
            }
        }
    }
}
