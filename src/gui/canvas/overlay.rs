//! What measurements leave out, hatched over the photo, each reason by a pattern of its own.

use std::sync::Arc;

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use crate::calibration::Calibrated;
use crate::gui::view::PhotoTransform;
use crate::measurement::{Exclusion, Mask, exclusions};
use crate::photo::{Bounds, Photo, Region};
use crate::progress::Progress;
use crate::session::Session;

/// The side of a piece of pattern, in points.
pub(super) const CELL: f32 = 7.0;

/// A piece is looked at in this many places along each side, and drawn if so many of all are left out.
const LOOKS: u16 = 3;
const LEAST_LEFT_OUT: usize = 3;

/// The masks of some regions that have to be made.
#[derive(Clone)]
pub struct OverlayWork {
    photo: Arc<Photo>,
    calibrated: Arc<Calibrated>,
    regions: Vec<Region>,
}

/// Finished masks.
pub struct OverlayNews {
    photo: Arc<Photo>,
    calibrated: Arc<Calibrated>,
    masks: Vec<(Region, Mask)>,
}

impl OverlayWork {
    pub fn run(self, progress: &Progress) -> Option<OverlayNews> {
        let total = self.regions.len() as u64;
        let mut masks = Vec::new();
        for (done, region) in (0..).zip(self.regions) {
            progress.report("looking for what is left out", done, total).ok()?;
            let mask = exclusions(&self.photo, &region, &self.calibrated.calibration);
            masks.push((region, mask));
        }
        Some(OverlayNews { photo: self.photo, calibrated: self.calibrated, masks })
    }
}

impl OverlayNews {
    fn is_of(&self, photo: &Arc<Photo>, calibrated: &Arc<Calibrated>) -> bool {
        Arc::ptr_eq(&self.photo, photo) && Arc::ptr_eq(&self.calibrated, calibrated)
    }
}

/// The masks that are there and the regions that were asked for.
#[derive(Default)]
pub(super) struct OverlayStore {
    shown: Option<OverlayNews>,
    asked: Vec<Region>,
}

impl OverlayStore {
    /// Takes new masks in; those of other regions stay.
    pub fn receive(&mut self, mut news: OverlayNews) {
        let earlier = self.shown.take().filter(|shown| shown.is_of(&news.photo, &news.calibrated));
        let is_new = |region: &Region| news.masks.iter().all(|(made, _)| made.id != region.id);
        let kept: Vec<_> = earlier.into_iter().flat_map(|shown| shown.masks).filter(|(made, _)| is_new(made)).collect();
        news.masks.extend(kept);
        self.shown = Some(news);
        self.asked.clear();
    }

    /// Draws the masks of regions that lie where they lay, and returns what is missing.
    pub fn draw(
        &mut self,
        painter: &Painter,
        session: &Session,
        regions: Vec<Region>,
        transform: &PhotoTransform,
    ) -> Option<OverlayWork> {
        let (photo, calibrated) = (session.photo()?.clone(), session.analysis()?.calibrated.clone());
        let known = self.shown.as_ref().filter(|shown| shown.is_of(&photo, &calibrated));
        let masks = || known.into_iter().flat_map(|shown| &shown.masks);
        for region in &regions {
            // While a stroke grows, the mask of the stroke so far stays.
            let is_near = |made: &Region| made.id == region.id && made.shape == region.shape;
            masks().filter(|(made, _)| is_near(made)).for_each(|(_, mask)| draw_mask(painter, mask, transform));
        }
        let is_known = |region: &Region| masks().any(|(made, _)| made == region);
        let missing: Vec<Region> = regions.into_iter().filter(|region| !is_known(region)).collect();
        if missing.is_empty() || missing == self.asked {
            return None;
        }
        self.asked = missing.clone();
        Some(OverlayWork { photo, calibrated, regions: missing })
    }
}

/// Pieces stand on a grid that moves with the photo, so that the pattern does not swim.
fn draw_mask(painter: &Painter, mask: &Mask, transform: &PhotoTransform) {
    let seen = rect_of(mask, transform).intersect(painter.clip_rect());
    if !seen.is_positive() {
        return;
    }
    let first = ((seen.min - transform.origin) / CELL).floor();
    let last = ((seen.max - transform.origin) / CELL).ceil();
    for row in first.y as i32..last.y as i32 {
        for column in first.x as i32..last.x as i32 {
            let corner = transform.origin + vec2(column as f32, row as f32) * CELL;
            let piece = Rect::from_min_size(corner, Vec2::splat(CELL));
            if let Some(reason) = reason_in(mask, transform, piece) {
                draw_piece(painter, piece, reason);
            }
        }
    }
}

fn rect_of(mask: &Mask, transform: &PhotoTransform) -> Rect {
    let Bounds { left, top, right, bottom } = mask.grid.bounds();
    Rect::from_min_max(transform.screen_from_photo([left, top]), transform.screen_from_photo([right, bottom]))
}

/// The most frequent reason in a piece of the screen, where enough of it is left out.
fn reason_in(mask: &Mask, transform: &PhotoTransform, piece: Rect) -> Option<Exclusion> {
    let mut found: Vec<(Exclusion, usize)> = Vec::new();
    for look in 0..LOOKS * LOOKS {
        let share = vec2(f32::from(look % LOOKS) + 0.5, f32::from(look / LOOKS) + 0.5) / f32::from(LOOKS);
        let Some(reason) = mask.at(transform.photo_from_screen(piece.min + share * CELL)) else { continue };
        match found.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => found.push((reason, 1)),
        }
    }
    let left_out: usize = found.iter().map(|(_, count)| count).sum();
    let most = found.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|_| left_out >= LEAST_LEFT_OUT).map(|(reason, _)| reason)
}

/// Shine rises to the right, shadow falls, clipping lies flat, a patch of another colour is crossed, a pixel is a dot,
/// and the brush leaves a grid.
pub(super) fn draw_piece(painter: &Painter, piece: Rect, reason: Exclusion) {
    painter.rect_filled(piece, CornerRadius::ZERO, Color32::from_black_alpha(110));
    let stroke = Stroke::new(1.2, Color32::WHITE);
    let line = |from: Pos2, to: Pos2| {
        painter.line_segment([from, to], stroke);
    };
    match reason {
        Exclusion::Glare => line(piece.left_bottom(), piece.right_top()),
        Exclusion::Shadow => line(piece.left_top(), piece.right_bottom()),
        Exclusion::Clipped => line(piece.left_center(), piece.right_center()),
        Exclusion::Blemish => {
            let arm = CELL * 0.3;
            let [middle, offset] = [piece.center(), pos2(arm, arm)];
            line(middle - offset.to_vec2(), middle + offset.to_vec2());
            line(middle + vec2(-arm, arm), middle + vec2(arm, -arm));
        }
        Exclusion::Outlier => {
            painter.circle_filled(piece.center(), 1.6, Color32::WHITE);
        }
        Exclusion::Brushed => {
            line(piece.center_top(), piece.center_bottom());
            line(piece.left_center(), piece.right_center());
        }
    }
}
