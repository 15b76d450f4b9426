//! Regions drawn over the photo: outline, name, handles, and the reading while one is dragged.

use egui::{Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::gui::style::ACCENT;
use crate::gui::view::{DRAFT, Handle, Marking, PhotoTransform};
use crate::photo::{Region, Shape};
use crate::session::Session;

/// Room for a line of text above and below a region, in points.
const TAG_HEIGHT: f32 = 24.0;

const ELLIPSE_CORNERS: usize = 72;

/// Names longer than this are cut on the photo; the panel shows them whole.
const MAX_NAME: usize = 28;

pub(super) fn draw_regions(
    painter: &Painter,
    session: &Session,
    gesture: Option<&Marking>,
    transform: &PhotoTransform,
) {
    let moved = gesture.and_then(Marking::moved);
    let draft = session.photo().and_then(|photo| gesture?.draft(photo));
    for region in session.consultation().marks.regions.iter().filter(|region| Some(region.id) != moved) {
        draw_region(painter, region, session.selected() == Some(region.id), transform);
    }
    if let Some(draft) = &draft {
        draw_region(painter, draft, true, transform);
        // A strip has no color of its own.
        if !matches!(gesture, Some(Marking::Strip { .. })) {
            draw_reading(painter, session, draft, transform);
        }
    }
    if let Some((gesture, photo)) = gesture.zip(session.photo()) {
        gesture.swatches(photo).iter().for_each(|swatch| closed_outline(painter, swatch, false, transform));
        draw_ruler(painter, gesture, transform);
    }
}

fn draw_ruler(painter: &Painter, gesture: &Marking, transform: &PhotoTransform) {
    let Some((from, to, mm)) = gesture.ruler() else {
        return;
    };
    let ends = [from, to].map(|end| transform.screen_from_photo(end));
    painter.line_segment(ends, Stroke::new(4.0, Color32::from_black_alpha(150)));
    painter.line_segment(ends, Stroke::new(1.5, Color32::WHITE));
    for end in ends {
        painter.circle(end, 4.0, ACCENT, Stroke::new(1.0, Color32::WHITE));
    }
    let px_per_mm = (to[0] - from[0]).hypot(to[1] - from[1]) / mm;
    draw_tag(painter, ends[1], &format!("{mm} mm, {px_per_mm:.1} px per mm"));
}

fn draw_region(painter: &Painter, region: &Region, is_selected: bool, transform: &PhotoTransform) {
    closed_outline(painter, &region.shape, is_selected, transform);
    let bounds = region.shape.bounds();
    let top_left = transform.screen_from_photo([bounds.left, bounds.top]);
    if region.id != DRAFT {
        draw_tag(painter, top_left, &tag(region));
    }
    if is_selected {
        for handle in Handle::all() {
            let square = handle.square(&bounds, transform);
            painter.rect_filled(square, CornerRadius::ZERO, ACCENT);
            painter.rect_stroke(square, CornerRadius::ZERO, Stroke::new(1.0, Color32::WHITE), StrokeKind::Inside);
        }
    }
}

/// A region on screen with its name above and its reading below.
pub(super) fn extent(region: &Region, transform: &PhotoTransform) -> Rect {
    let bounds = region.shape.bounds();
    let [top_left, bottom_right] = [[bounds.left, bounds.top], [bounds.right, bounds.bottom]];
    let mut extent =
        Rect::from_two_pos(transform.screen_from_photo(top_left), transform.screen_from_photo(bottom_right));
    extent.min.y -= TAG_HEIGHT;
    extent.max.y += TAG_HEIGHT;
    extent
}

/// A line that shows on any photo.
pub(super) fn closed_outline(painter: &Painter, shape: &Shape, is_strong: bool, transform: &PhotoTransform) {
    let corners = corners(shape, transform);
    let (dark, light) = if is_strong { (5.0, 2.5) } else { (3.0, 1.2) };
    painter.add(egui::Shape::closed_line(corners.clone(), Stroke::new(dark, Color32::from_black_alpha(150))));
    painter.add(egui::Shape::closed_line(corners, Stroke::new(light, Color32::WHITE)));
}

fn tag(region: &Region) -> String {
    let mut name: String = region.name.chars().take(MAX_NAME).collect();
    if name.len() < region.name.len() {
        name.push('…');
    }
    // Swatches stand close: what tells them apart comes first.
    if let Some((ladder, recipe)) = name.split_once(", ") {
        let recipe = recipe.split(" : ").next().unwrap_or(recipe);
        match ladder.strip_prefix("Ladder ") {
            Some(number) => return format!("{number}: {recipe}"),
            None if ladder == "Swatch" => return recipe.to_owned(),
            None => {}
        }
    }
    let tissue = region.tissue.to_string();
    if name.to_lowercase().starts_with(&tissue) { name } else { format!("{name} · {tissue}") }
}

fn draw_reading(painter: &Painter, session: &Session, draft: &Region, transform: &PhotoTransform) {
    let Some(reading) = session.reading(draft.id) else {
        return;
    };
    let text = match &reading.outcome {
        Ok(measurement) => {
            let lab = measurement.lab;
            format!("L* {:.1}  a* {:.1}  b* {:.1}   ΔE00 ± {}", lab.l, lab.a, lab.b, measurement.uncertainty)
        }
        Err(error) => error.to_string(),
    };
    let bounds = draft.shape.bounds();
    let below = transform.screen_from_photo([bounds.left, bounds.bottom]) + vec2(0.0, 26.0);
    draw_tag(painter, below, &text);
}

/// White text on a dark ground, its lower left corner at `at`, moved into sight.
pub(super) fn draw_tag(painter: &Painter, at: Pos2, text: &str) {
    let galley = painter.layout_no_wrap(text.to_owned(), FontId::proportional(12.0), Color32::WHITE);
    let size = galley.size() + vec2(10.0, 4.0);
    let clip = painter.clip_rect();
    let highest = clip.min + vec2(2.0, 2.0);
    let lowest = (clip.max - size - vec2(2.0, 2.0)).max(highest);
    let corner = (at - Vec2::new(0.0, size.y + 3.0)).clamp(highest, lowest);
    let rect = Rect::from_min_size(corner, size);
    painter.rect_filled(rect, CornerRadius::same(2), Color32::from_black_alpha(190));
    let middle = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect);
    painter.galley(middle.min, galley, Color32::WHITE);
}

fn corners(shape: &Shape, transform: &PhotoTransform) -> Vec<Pos2> {
    match shape {
        Shape::Rect { x, y, width, height } => {
            let (right, bottom) = (x + width, y + height);
            let corners = [[*x, *y], [right, *y], [right, bottom], [*x, bottom]];
            corners.map(|corner| transform.screen_from_photo(corner)).to_vec()
        }
        Shape::Ellipse { cx, cy, rx, ry } => {
            let center = transform.screen_from_photo([*cx, *cy]);
            let radii = vec2((*rx) as f32, (*ry) as f32) * transform.scale;
            let angle = |corner: usize| corner as f32 / ELLIPSE_CORNERS as f32 * std::f32::consts::TAU;
            (0..ELLIPSE_CORNERS)
                .map(|corner| pos2(center.x + radii.x * angle(corner).cos(), center.y + radii.y * angle(corner).sin()))
                .collect()
        }
        Shape::Polygon { points } => points.iter().map(|&point| transform.screen_from_photo(point)).collect(),
    }
}
