//! What measurements leave out, hatched over the photo, each reason by a pattern of its own.

use std::sync::Arc;

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use super::transform::PhotoTransform;
use crate::calibration::Calibrated;
use crate::measurement::{Exclusion, Mask, exclusions};
use crate::photo::{Photo, Region};
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

/// Finished masks, one for each region.
pub struct OverlayNews {
    work: OverlayWork,
    masks: Vec<Mask>,
}

impl OverlayWork {
    pub fn run(self, progress: &Progress) -> Option<OverlayNews> {
        let mut masks = Vec::new();
        for (done, region) in (0..).zip(&self.regions) {
            progress.report("looking for what is left out", done, self.regions.len() as u64).ok()?;
            masks.push(exclusions(&self.photo, region, &self.calibrated.calibration));
        }
        Some(OverlayNews { work: self, masks })
    }

    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.photo, &other.photo)
            && Arc::ptr_eq(&self.calibrated, &other.calibrated)
            && self.regions == other.regions
    }
}

/// The masks that are there and those that were asked for.
#[derive(Default)]
pub(super) struct OverlayStore {
    shown: Option<OverlayNews>,
    asked: Option<OverlayWork>,
}

impl OverlayStore {
    pub fn receive(&mut self, news: OverlayNews) {
        self.shown = Some(news);
    }

    /// Draws the masks of regions that lie where they lay, and returns what is missing.
    pub fn draw(&mut self, painter: &Painter, session: &Session, transform: &PhotoTransform) -> Option<OverlayWork> {
        let wanted = OverlayWork {
            photo: session.photo()?.clone(),
            calibrated: session.analysis()?.calibrated.clone(),
            regions: session.consultation().regions.clone(),
        };
        if let Some(shown) = self.shown.as_ref().filter(|shown| Arc::ptr_eq(&shown.work.photo, &wanted.photo)) {
            let masks = shown.work.regions.iter().zip(&shown.masks);
            masks.filter(|(region, _)| wanted.regions.contains(region)).for_each(|(_, mask)| {
                draw_mask(painter, mask, transform);
            });
        }
        let is_known = |work: &OverlayWork| work.is_same(&wanted);
        if self.shown.as_ref().is_some_and(|shown| is_known(&shown.work)) || self.asked.as_ref().is_some_and(is_known) {
            return None;
        }
        self.asked = Some(wanted.clone());
        Some(wanted)
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
    let rows = mask.points.len().checked_div(mask.columns).unwrap_or(0);
    let at = |columns: usize, rows: usize| {
        let offset = |start: u32, count: usize| f64::from(start) + count as f64 * f64::from(mask.step_px);
        transform.screen_from_photo([offset(mask.origin[0], columns), offset(mask.origin[1], rows)])
    };
    Rect::from_min_max(at(0, 0), at(mask.columns, rows))
}

/// The most frequent reason in a piece of the screen, where enough of it is left out.
fn reason_in(mask: &Mask, transform: &PhotoTransform, piece: Rect) -> Option<Exclusion> {
    let mut found: Vec<(Exclusion, usize)> = Vec::new();
    for look in 0..LOOKS * LOOKS {
        let share = vec2(f32::from(look % LOOKS) + 0.5, f32::from(look / LOOKS) + 0.5) / f32::from(LOOKS);
        let Some(reason) = at(mask, transform.photo_from_screen(piece.min + share * CELL)) else { continue };
        match found.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => found.push((reason, 1)),
        }
    }
    let left_out: usize = found.iter().map(|(_, count)| count).sum();
    let most = found.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|_| left_out >= LEAST_LEFT_OUT).map(|(reason, _)| reason)
}

fn at(mask: &Mask, pos_in_photo: [f64; 2]) -> Option<Exclusion> {
    let [column, row] =
        [0, 1].map(|axis| (pos_in_photo[axis] - f64::from(mask.origin[axis])) / f64::from(mask.step_px));
    if column < 0.0 || row < 0.0 || column as usize >= mask.columns {
        return None;
    }
    mask.points.get(row as usize * mask.columns + column as usize).copied().flatten()
}

/// Shine rises to the right, shadow falls, clipping lies flat, a patch of another colour is crossed, a pixel is a dot.
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
    }
}
