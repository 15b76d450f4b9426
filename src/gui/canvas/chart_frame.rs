//! The reference drawn over the photo: a chart's frame with corners to drag, or the neutral patch.

use egui::{Color32, Painter, Pos2, Shape, Stroke};

use super::outlines::{closed_outline, draw_tag};
use crate::calibration::chart::Order;
use crate::calibration::{Corners, NeutralPatch, Reference};
use crate::gui::style::ACCENT;
use crate::gui::view::{Marking, PhotoTransform, Tool, View};
use crate::session::{Action, Session};

/// How near to a corner a press has to be, and the corner's own radius, in points.
const REACH: f32 = 10.0;
const RADIUS: f32 = 5.0;

pub(super) fn draw_reference(painter: &Painter, session: &Session, view: &View, transform: &PhotoTransform) {
    let dragged = match view.gaze.marking() {
        Some(Marking::Corner { corners, .. }) => Some(*corners),
        _ => None,
    };
    if let Some(corners) = dragged.or_else(|| corners(session)) {
        draw_frame(painter, &corners, first_corner(session), transform);
    }
    for (index, other) in others(session).iter().enumerate() {
        draw_other(painter, index + 2, other, transform);
    }
    if let Reference::Neutral(patches) = &session.consultation().marks.reference {
        patches.iter().enumerate().for_each(|(index, patch)| draw_card(painter, index + 1, patch, transform));
    }
    for &corner in &view.gaze.placed_corners {
        draw_corner(painter, transform.screen_from_photo(corner));
    }
}

/// What lies by the first corner of the chart in use, with its number among several.
fn first_corner(session: &Session) -> &'static str {
    let is_own = session.measured_chart().is_some_and(|chart| chart.order == Order::Own);
    match (is_own, others(session).is_empty()) {
        (false, true) => "Dark skin",
        (false, false) => "Chart 1, dark skin",
        (true, true) => "First patch",
        (true, false) => "Chart 1, first patch",
    }
}

fn draw_card(painter: &Painter, number: usize, patch: &NeutralPatch, transform: &PhotoTransform) {
    let bounds = patch.shape.bounds();
    closed_outline(painter, &patch.shape, false, transform);
    draw_tag(painter, transform.screen_from_photo([bounds.left, bounds.top]), &format!("Card {number}"));
}

fn draw_frame(painter: &Painter, corners: &Corners, tag: &str, transform: &PhotoTransform) {
    let places = corners.map(|corner| transform.screen_from_photo(corner));
    painter.add(Shape::closed_line(places.to_vec(), Stroke::new(3.0, Color32::from_black_alpha(150))));
    painter.add(Shape::closed_line(places.to_vec(), Stroke::new(1.2, Color32::WHITE)));
    for place in places {
        draw_corner(painter, place);
    }
    draw_tag(painter, places[0], tag);
}

/// A chart that is not used, with its number.
fn draw_other(painter: &Painter, number: usize, corners: &Corners, transform: &PhotoTransform) {
    let places = corners.map(|corner| transform.screen_from_photo(corner));
    painter.add(Shape::closed_line(places.to_vec(), Stroke::new(3.0, Color32::from_black_alpha(150))));
    painter.add(Shape::closed_line(places.to_vec(), Stroke::new(1.0, Color32::from_gray(200))));
    draw_tag(painter, places[0], &format!("Chart {number}"));
}

fn draw_corner(painter: &Painter, place: Pos2) {
    painter.circle(place, RADIUS, ACCENT, Stroke::new(1.0, Color32::WHITE));
}

/// Further charts that were found, unless something else was chosen.
fn others(session: &Session) -> &[Corners] {
    match (&session.consultation().marks.reference, session.analysis()) {
        (Reference::Auto | Reference::Chart, Some(analysis)) => &analysis.calibrated.other_charts,
        _ => &[],
    }
}

/// The corners of the chart that the photo is calibrated by.
fn corners(session: &Session) -> Option<Corners> {
    match &session.consultation().marks.reference {
        Reference::ChartAt(corners) => Some(*corners),
        Reference::Auto | Reference::Chart => session.analysis()?.calibrated.corners,
        Reference::None | Reference::Neutral(_) => None,
    }
}

/// The chart's corner under the pointer.
pub(super) fn corner_at(session: &Session, pointer: Pos2, transform: &PhotoTransform) -> Option<(Corners, usize)> {
    let corners = corners(session)?;
    let index = corners.iter().position(|&corner| transform.screen_from_photo(corner).distance(pointer) <= REACH)?;
    Some((corners, index))
}

/// Takes a clicked corner; the fourth places the chart.
pub(super) fn place_corner(view: &mut View, at: [f64; 2]) -> Option<Action> {
    view.gaze.placed_corners.push(at);
    let corners: Corners = view.gaze.placed_corners.clone().try_into().ok()?;
    view.gaze.placed_corners.clear();
    view.tool = Tool::Select;
    Some(Action::SetReference(Reference::ChartAt(corners)))
}
