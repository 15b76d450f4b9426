use egui::{Color32, Painter, Pos2, Stroke};

use crate::gui::style::ACCENT;
use crate::gui::view::{PhotoTransform, View};
use crate::photo::distance_to_line;
use crate::preview::Hairline;

/// How near to a point or to the curve a press has to be, in points on screen.
const REACH: f32 = 9.0;

/// The curve, thin, and its points.
pub(super) fn draw(painter: &Painter, line: &Hairline, view: &View, transform: &PhotoTransform) {
    let curve: Vec<Pos2> = line.curve().into_iter().map(|point| transform.screen_from_photo(point)).collect();
    painter.line(curve.clone(), Stroke::new(3.0, Color32::from_black_alpha(130)));
    painter.line(curve, Stroke::new(1.2, Color32::WHITE));
    for (index, &point) in line.points.iter().enumerate() {
        let is_chosen = view.preview.point == Some(index);
        let (radius, fill) = if is_chosen { (6.0, ACCENT) } else { (4.5, Color32::from_gray(60)) };
        painter.circle(transform.screen_from_photo(point), radius, fill, Stroke::new(1.5, Color32::WHITE));
    }
}

/// The point under the pointer, the nearest if several are.
pub(super) fn point_at(line: &Hairline, pointer: Pos2, transform: &PhotoTransform) -> Option<usize> {
    let away = |point: &[f64; 2]| transform.screen_from_photo(*point).distance(pointer);
    let near = line.points.iter().enumerate().filter(|(_, point)| away(point) <= REACH);
    near.min_by(|(_, p), (_, q)| away(p).total_cmp(&away(q))).map(|(index, _)| index)
}

pub(super) fn is_on_curve(line: &Hairline, at: [f64; 2], transform: &PhotoTransform) -> bool {
    line.points.len() > 1 && distance_to_line(&line.curve(), at) * f64::from(transform.scale) <= f64::from(REACH)
}
