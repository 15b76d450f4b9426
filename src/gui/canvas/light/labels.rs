use std::sync::Arc;

use egui::{Align2, Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Vec2, vec2};

/// Labels of one level keep this far apart, in points.
const APART: f32 = 260.0;

/// Each line bears its percentage where it is on screen and hides neither a region nor another label; a long line bears
/// it more than once.
pub(super) fn draw_labels(painter: &Painter, lines: &[(i32, Vec<Vec<Pos2>>)], mut taken: Vec<Rect>) {
    let mut placed: Vec<(i32, Pos2)> = Vec::new();
    for (percent, runs) in lines {
        let text = format!("{percent} %");
        let galley = painter.layout_no_wrap(text, FontId::proportional(11.0), Color32::WHITE);
        let size = galley.size() + vec2(6.0, 2.0);
        for at in runs.iter().flat_map(|run| from_the_middle(run)) {
            let rect = Rect::from_center_size(at, size);
            let is_near = |(known, other): &(i32, Pos2)| known == percent && other.distance(at) < APART;
            let is_free = painter.clip_rect().shrink(2.0).contains_rect(rect)
                && !taken.iter().any(|other| other.intersects(rect.expand(2.0)))
                && !placed.iter().any(is_near);
            if is_free {
                draw_label(painter, rect, &galley);
                taken.push(rect);
                placed.push((*percent, at));
            }
        }
    }
}

/// The points of a line, those in its middle first.
fn from_the_middle(run: &[Pos2]) -> impl Iterator<Item = Pos2> {
    let middle = run.len() / 2;
    let order = (0..=middle).flat_map(move |step| [middle.checked_sub(step), Some(middle + step).filter(|_| step > 0)]);
    order.flatten().filter_map(|index| run.get(index).copied())
}

fn draw_label(painter: &Painter, rect: Rect, galley: &Arc<Galley>) {
    painter.rect_filled(rect, CornerRadius::same(2), Color32::from_black_alpha(190));
    let inside: Vec2 = galley.size();
    painter.galley(Align2::CENTER_CENTER.align_size_within_rect(inside, rect).min, galley.clone(), Color32::WHITE);
}
