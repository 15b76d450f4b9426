//! The light over the head: lines of equal light with their percentages, the dimmest tenth hatched, gloss dotted.
//!
//! All of it is black and white, so that it tints nothing, and each part has a pattern that no other has.

mod contours;
mod labels;

use std::sync::Arc;

use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, Vec2, vec2};

use self::contours::{Contour, contours};
use super::overlay::CELL;
use crate::gui::view::PhotoTransform;
use crate::measurement::LightMap;
use crate::photo::Bounds;
use crate::session::Session;

/// Less gloss is not dotted (our choice: a share of the light that moves L* by under 1).
const LEAST_GLOSS: f64 = 0.03;

/// Under more gloss, as a share of the light, what light the skin has is hardly told, and is not drawn (our choice).
const MOST_GLOSS: f64 = 0.35;

const DASH: f32 = 6.0;
const GAP: f32 = 4.0;

/// What a map looks like, told once for each map.
pub(super) struct LightPicture {
    map: Arc<LightMap>,
    contours: Vec<Contour>,
    /// The dimmest tenth of the head lies below this share of the reference's light.
    dim_below: f64,
    /// The dimmest and the brightest line, in percent.
    pub percents: Option<[i32; 2]>,
    /// The most gloss that was taken off a cell, as a share of its light; `None` where there is none to speak of.
    pub most_gloss: Option<f64>,
}

impl LightPicture {
    fn of(map: &Arc<LightMap>) -> Option<Self> {
        let [dim_below, _] = map.range()?;
        let contours = contours(&plainly_told(map));
        let percents = contours.first().zip(contours.last()).map(|(dimmest, brightest)| [dimmest, brightest]);
        let most_gloss = map.gloss.iter().map(|gloss| share(*gloss)).fold(0.0, f64::max);
        Some(Self {
            map: map.clone(),
            percents: percents.map(|ends| ends.map(|line| line.percent)),
            contours,
            dim_below,
            most_gloss: (most_gloss > LEAST_GLOSS).then_some(most_gloss),
        })
    }

    pub fn dim_below_percent(&self) -> f64 {
        100.0 * self.dim_below
    }

    /// Draws all but where `kept_free` lies: labels stand beside that.
    pub fn draw(&self, painter: &Painter, kept_free: Vec<Rect>, transform: &PhotoTransform) {
        draw_frame(painter, self.rect(transform));
        self.draw_pieces(painter, transform);
        let lines: Vec<(i32, Vec<Vec<Pos2>>)> =
            self.contours.iter().map(|line| (line.percent, seen(line, painter.clip_rect(), transform))).collect();
        for (percent, runs) in &lines {
            runs.iter().for_each(|run| draw_line(painter, run, *percent));
        }
        labels::draw_labels(painter, &lines, kept_free);
    }

    /// Patterns stand on a grid that moves with the photo, so that they do not swim.
    fn draw_pieces(&self, painter: &Painter, transform: &PhotoTransform) {
        let seen = self.rect(transform).intersect(painter.clip_rect());
        if !seen.is_positive() {
            return;
        }
        let first = ((seen.min - transform.origin) / CELL).floor();
        let last = ((seen.max - transform.origin) / CELL).ceil();
        for row in first.y as i32..last.y as i32 {
            for column in first.x as i32..last.x as i32 {
                let corner = transform.origin + vec2(column as f32, row as f32) * CELL;
                // Every other piece has a ring, so that the skin below stays in sight.
                let has_ring = (row + column) % 2 == 0;
                self.draw_piece(painter, Rect::from_min_size(corner, Vec2::splat(CELL)), has_ring, transform);
            }
        }
    }

    fn draw_piece(&self, painter: &Painter, piece: Rect, has_ring: bool, transform: &PhotoTransform) {
        let cell = self.map.grid.at(transform.photo_from_screen(piece.center()));
        let Some((light, gloss)) = cell.and_then(|cell| self.map.light[cell].zip(self.map.gloss.get(cell).copied()))
        else {
            return;
        };
        if light < self.dim_below && share(gloss) < MOST_GLOSS {
            draw_dim(painter, piece);
        }
        if has_ring && share(gloss) > LEAST_GLOSS {
            draw_gloss(painter, piece, share(gloss));
        }
    }

    /// The part of the photo that was looked at.
    pub fn rect(&self, transform: &PhotoTransform) -> Rect {
        let Bounds { left, top, right, bottom } = self.map.grid.bounds();
        Rect::from_min_max(transform.screen_from_photo([left, top]), transform.screen_from_photo([right, bottom]))
    }
}

/// The picture of the map that was shown last.
#[derive(Default)]
pub(super) struct LightStore {
    shown: Option<LightPicture>,
}

impl LightStore {
    /// The light over the head of this analysis; `None` where it could not be told.
    pub fn picture(&mut self, session: &Session) -> Option<&LightPicture> {
        let map = session.analysis()?.light.as_ref()?;
        if !self.shown.as_ref().is_some_and(|shown| Arc::ptr_eq(&shown.map, map)) {
            self.shown = LightPicture::of(map);
        }
        self.shown.as_ref()
    }
}

/// The light where gloss leaves it to be seen.
fn plainly_told(map: &LightMap) -> LightMap {
    let is_told = |gloss: &f64| share(*gloss) < MOST_GLOSS;
    let light = map.light.iter().zip(&map.gloss).map(|(light, gloss)| light.filter(|_| is_told(gloss))).collect();
    LightMap { light, ..map.clone() }
}

/// Light is told no further than this.
fn draw_frame(painter: &Painter, frame: Rect) {
    let [a, b, c, d] = [frame.left_top(), frame.right_top(), frame.right_bottom(), frame.left_bottom()];
    for side in [[a, b], [b, c], [d, c], [a, d]] {
        painter.extend(Shape::dotted_line(&side, Color32::from_black_alpha(120), 6.0, 1.6));
        painter.extend(Shape::dotted_line(&side, Color32::from_white_alpha(200), 6.0, 0.9));
    }
}

/// Of all light that comes from a place, the share that is gloss.
fn share(gloss: f64) -> f64 {
    gloss / (1.0 + gloss)
}

/// The parts of a line that are on screen: zoomed in, a line is as long as the head.
fn seen(line: &Contour, clip: Rect, transform: &PhotoTransform) -> Vec<Vec<Pos2>> {
    let points: Vec<Pos2> = line.points.iter().map(|&point| transform.screen_from_photo(point)).collect();
    let mut runs: Vec<Vec<Pos2>> = Vec::new();
    for pair in points.windows(2) {
        if !Rect::from_two_pos(pair[0], pair[1]).expand(2.0).intersects(clip) {
            continue;
        }
        match runs.last_mut().filter(|run| run.last() == Some(&pair[0])) {
            Some(run) => run.push(pair[1]),
            None => runs.push(pair.to_vec()),
        }
    }
    runs
}

/// The light of the reference is a strong line, brighter a fine one, dimmer a dashed one; all show on any photo.
pub(super) fn draw_line(painter: &Painter, points: &[Pos2], percent: i32) {
    let (dark, light) = if percent == 100 { (5.0, 2.5) } else { (3.2, 1.3) };
    let (dark, light) = (Stroke::new(dark, Color32::from_black_alpha(130)), Stroke::new(light, Color32::WHITE));
    if percent < 100 {
        painter.extend(Shape::dashed_line(points, dark, DASH, GAP));
        painter.extend(Shape::dashed_line(points, Stroke::new(light.width, Color32::from_gray(225)), DASH, GAP));
    } else {
        painter.add(Shape::line(points.to_vec(), dark));
        painter.add(Shape::line(points.to_vec(), light));
    }
}

/// Upright hatching: what is left out is hatched aslant, level or crossed.
pub(super) fn draw_dim(painter: &Painter, piece: Rect) {
    painter.rect_filled(piece, CornerRadius::ZERO, Color32::from_black_alpha(60));
    painter.line_segment([piece.center_top(), piece.center_bottom()], Stroke::new(1.0, Color32::from_white_alpha(170)));
}

/// A ring, the larger the more gloss.
pub(super) fn draw_gloss(painter: &Painter, piece: Rect, share: f64) {
    let radius = 1.2 + 1.6 * (share / 0.3).min(1.0) as f32;
    painter.circle_stroke(piece.center(), radius, Stroke::new(2.2, Color32::from_black_alpha(110)));
    painter.circle_stroke(piece.center(), radius, Stroke::new(1.0, Color32::WHITE));
}
