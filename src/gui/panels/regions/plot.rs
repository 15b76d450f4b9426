//! Where the colours of a consultation lie: a* and b* on a square, L* on a bar beside it.

use std::f32::consts::TAU;

use egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::compared::Compared;
use crate::color::{DeltaE, Lab, distance_to};
use crate::gui::swatch::screen_color;

const HEIGHT: f32 = 190.0;
const BAR_WIDTH: f32 = 74.0;

/// Room for the numbers beside an axis.
const AXIS: f32 = 24.0;

/// Where the letters stand beside their dots, in turn, so that near colors stay readable.
const LETTER_PLACES: [Vec2; 5] =
    [vec2(14.0, -8.0), vec2(-14.0, -8.0), vec2(14.0, 8.0), vec2(-14.0, 8.0), vec2(0.0, 16.0)];
const LETTER_HEIGHT: f32 = 14.0;

/// Points on the outline of an uncertainty.
const CORNERS: usize = 48;

/// The outlines hold the truth about 95 times in 100: twice the standard uncertainty.
const COVERING: f64 = 2.0;

pub(super) fn plot_ui(ui: &mut Ui, compared: &[Compared]) {
    let width = ui.available_width().min(360.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::hover());
    let names: Vec<&str> = compared.iter().map(|one| one.name).collect();
    let label = format!("Plot of a*, b* and L*: {}", names.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
    let painter = ui.painter_at(rect);
    let ink = Ink { line: ui.visuals().widgets.noninteractive.bg_stroke.color, text: ui.visuals().weak_text_color() };
    let square = Rect::from_min_max(rect.min + vec2(AXIS, 6.0), rect.max - vec2(BAR_WIDTH + 8.0, 18.0));
    draw_plane(&painter, square, compared, &ink);
    let bar = Rect::from_min_max(
        pos2(rect.right() - BAR_WIDTH + AXIS, square.top()),
        pos2(rect.right() - 26.0, square.bottom()),
    );
    draw_bar(&painter, bar, compared, &ink);
    response.on_hover_text("Outlines hold the truth about 95 times in 100");
}

struct Ink {
    line: Color32,
    text: Color32,
}

/// The part of the a*b* plane that is drawn, its units of equal length on both axes.
struct Plane {
    rect: Rect,
    middle: [f64; 2],
    /// Points on screen per unit.
    scale: f32,
}

impl Plane {
    fn around(compared: &[Compared], rect: Rect) -> Self {
        let range = |value: &dyn Fn(Lab) -> f64| {
            let ends = compared.iter().flat_map(|one| {
                let reach = (COVERING * one.uncertainty.0 * 1.6).min(12.0);
                [value(one.lab) - reach, value(one.lab) + reach]
            });
            // Grey is always in sight.
            ends.chain([-3.0, 3.0]).fold([f64::MAX, f64::MIN], |[low, high], end| [low.min(end), high.max(end)])
        };
        let ([left, right], [bottom, top]) = (range(&|lab| lab.a), range(&|lab| lab.b));
        let scale = (f64::from(rect.width()) / (right - left)).min(f64::from(rect.height()) / (top - bottom));
        Self { rect, middle: [(left + right) / 2.0, (bottom + top) / 2.0], scale: scale as f32 }
    }

    fn at(&self, lab: Lab) -> Pos2 {
        let offset = vec2((lab.a - self.middle[0]) as f32, (self.middle[1] - lab.b) as f32);
        self.rect.center() + offset * self.scale
    }

    /// The round numbers in sight along an axis, 0 for a* and 1 for b*.
    fn ticks(&self, axis: usize) -> impl Iterator<Item = f64> + use<> {
        let side = if axis == 0 { self.rect.width() } else { self.rect.height() };
        let half = f64::from(side / self.scale) / 2.0;
        let step = if half > 25.0 {
            20.0
        } else if half > 9.0 {
            10.0
        } else {
            5.0
        };
        let [low, high] = [self.middle[axis] - half, self.middle[axis] + half];
        let first = (low / step).ceil() as i64;
        (first..=(high / step).floor() as i64).map(move |tick| tick as f64 * step)
    }
}

fn draw_plane(painter: &Painter, rect: Rect, compared: &[Compared], ink: &Ink) {
    let plane = Plane::around(compared, rect);
    let font = FontId::proportional(10.5);
    for a in plane.ticks(0) {
        let x = plane.at(Lab::new(0.0, a, 0.0)).x;
        painter.vline(x, rect.y_range(), Stroke::new(if a == 0.0 { 1.5 } else { 0.6 }, ink.line));
        painter.text(pos2(x, rect.bottom() + 2.0), Align2::CENTER_TOP, a.to_string(), font.clone(), ink.text);
    }
    for b in plane.ticks(1) {
        let y = plane.at(Lab::new(0.0, 0.0, b)).y;
        painter.hline(rect.x_range(), y, Stroke::new(if b == 0.0 { 1.5 } else { 0.6 }, ink.line));
        painter.text(pos2(rect.left() - 3.0, y), Align2::RIGHT_CENTER, b.to_string(), font.clone(), ink.text);
    }
    painter.text(rect.right_bottom() - vec2(3.0, 2.0), Align2::RIGHT_BOTTOM, "a* red", font.clone(), ink.text);
    painter.text(rect.left_top() + vec2(3.0, 1.0), Align2::LEFT_TOP, "b* yellow", font, ink.text);
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    for one in compared {
        outline(&inside, &plane, one, ink);
    }
    for (index, one) in compared.iter().enumerate() {
        let at = plane.at(one.lab);
        dot(painter, at, one);
        letter(painter, at + LETTER_PLACES[index % LETTER_PLACES.len()], one);
    }
}

/// Where a color of the same lightness differs from this one by its uncertainty.
fn outline(painter: &Painter, plane: &Plane, one: &Compared, ink: &Ink) {
    let reach = DeltaE(COVERING * one.uncertainty.0);
    let corner = |index: usize| {
        let (b, a) = f64::from(index as f32 / CORNERS as f32 * TAU).sin_cos();
        let length = distance_to(one.lab, [0.0, a, b], reach);
        plane.at(Lab::new(one.lab.l, one.lab.a + length * a, one.lab.b + length * b))
    };
    let corners: Vec<Pos2> = (0..CORNERS).map(corner).collect();
    painter.add(egui::Shape::closed_line(corners, Stroke::new(1.2, ink.text)));
}

/// A dot of the color itself.
fn dot(painter: &Painter, at: Pos2, one: &Compared) {
    painter.circle(at, 5.0, screen_color(one.lab), Stroke::new(1.0, Color32::WHITE));
}

/// What tells the dots apart without color, with its middle at a place.
fn letter(painter: &Painter, at: Pos2, one: &Compared) {
    let galley = painter.layout_no_wrap(one.sign.into(), FontId::proportional(11.5), Color32::WHITE);
    let room = Rect::from_center_size(at, galley.size() + vec2(4.0, 0.0));
    painter.rect_filled(room, CornerRadius::same(2), Color32::from_black_alpha(170));
    painter.galley(room.min + vec2(2.0, 0.0), galley, Color32::WHITE);
}

fn draw_bar(painter: &Painter, bar: Rect, compared: &[Compared], ink: &Ink) {
    let y = |l: f64| bar.bottom() - (l.clamp(0.0, 100.0) / 100.0) as f32 * bar.height();
    for step in 0..50 {
        let (low, high) = (f64::from(step) * 2.0, f64::from(step + 1) * 2.0);
        let part = Rect::from_min_max(pos2(bar.left(), y(high)), pos2(bar.left() + 10.0, y(low)));
        painter.rect_filled(part, CornerRadius::ZERO, screen_color(Lab::new(low + 1.0, 0.0, 0.0)));
    }
    for l in [0.0, 50.0, 100.0] {
        let text = Align2::RIGHT_CENTER;
        painter.text(pos2(bar.left() - 3.0, y(l)), text, l.to_string(), FontId::proportional(10.5), ink.text);
    }
    painter.text(pos2(bar.left(), bar.bottom() + 3.0), Align2::LEFT_TOP, "L*", FontId::proportional(10.5), ink.text);
    let x = bar.left() + 19.0;
    for one in compared {
        let reach = distance_to(one.lab, [1.0, 0.0, 0.0], DeltaE(COVERING * one.uncertainty.0));
        let ends = egui::Rangef::new(y(one.lab.l + reach), y(one.lab.l - reach));
        painter.vline(x, ends, Stroke::new(1.2, ink.text));
        dot(painter, pos2(x, y(one.lab.l)), one);
    }
    for (place, one) in apart(compared, y) {
        painter.line_segment([pos2(x + 5.0, y(one.lab.l)), pos2(x + 14.0, place)], Stroke::new(1.0, ink.text));
        letter(painter, pos2(x + 20.0, place), one);
    }
}

/// The heights of letters beside the bar, lightest first, none over another.
fn apart(compared: &[Compared], y: impl Fn(f64) -> f32) -> Vec<(f32, &Compared)> {
    let mut sorted: Vec<&Compared> = compared.iter().collect();
    sorted.sort_by(|p, q| q.lab.l.total_cmp(&p.lab.l));
    let mut places: Vec<(f32, &Compared)> = Vec::new();
    for one in sorted {
        let wanted = y(one.lab.l);
        let free = places.last().map_or(wanted, |(above, _)| wanted.max(above + LETTER_HEIGHT));
        places.push((free, one));
    }
    places
}
