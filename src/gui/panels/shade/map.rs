use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{
    Align2, Color32, FontId, Label, Painter, Pos2, Rect, RichText, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo,
    pos2,
};

use crate::gui::style::ACCENT;
use crate::matching::{Match, RecipeMap, Spot};

const HEIGHT: f32 = 170.0;
/// Room for the numbers at the left and below, points.
const LEFT: f32 = 30.0;
const BELOW: f32 = 16.0;

/// ΔE00 from which the map is as dark as it gets: plainly another colour.
const FAR: f64 = 6.0;

/// Multiples of the aimed grain along which a line is drawn.
const GRAINS: [(f64, &str); 4] = [(0.25, "¼"), (0.5, "½"), (0.75, "¾"), (1.0, "1")];

const WATER_MARKS: [f64; 7] = [3.0, 6.0, 9.0, 12.0, 18.0, 25.0, 40.0];
const DENSITY_MARKS: [f64; 4] = [75.0, 100.0, 150.0, 225.0];

/// What dilution against density looks like: the valley in which the area has the stubble's colour, the grain across it,
/// and where the answer lies in it. Gives the density that was clicked.
pub(super) fn map_ui(ui: &mut Ui, map: &RecipeMap, shown: &Match) -> Option<f64> {
    ui.label(RichText::new("Dots on a cm² (upward) against parts of water to 1 of pigment").small());
    let size = Vec2::new(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, told(map, shown)));
    let plot =
        Plot { map, rect: Rect::from_min_max(rect.min + Vec2::new(LEFT, 2.0), rect.max - Vec2::new(4.0, BELOW)) };
    let painter = ui.painter().with_clip_rect(rect);
    painter.add(Shape::mesh(plot.ground(ui)));
    plot.paint_scales(&painter, ui.visuals().text_color());
    let inside = ui.painter().with_clip_rect(plot.rect);
    let text = ui.visuals().strong_text_color();
    for (share, told) in GRAINS {
        let lines = map.contour(|spot| spot.grain, share * map.grain_aimed);
        plot.paint_lines(&inside, &lines, Stroke::new(1.0, text.gamma_multiply(0.5)));
        plot.paint_end(&inside, &lines, told, text);
    }
    plot.paint_lines(&inside, &map.contour(|spot| spot.lighter_by, 0.0), Stroke::new(2.0, text));
    plot.paint_answer(&inside, shown);
    let words = "Bright: the area has the stubble's colour, along the thick line its lightness. Thin lines: this part of the stubble's grain. Blue: this answer and its range. Click to choose the density";
    ui.add(Label::new(RichText::new(words).small().weak()).wrap());
    let pointed = response.hover_pos().filter(|pos| plot.rect.contains(*pos)).map(|pos| plot.place(pos));
    let density = pointed.map(|place| map.at(place)[1]);
    let is_clicked = response.clicked();
    if let Some(place) = pointed {
        response.on_hover_text(spot_text(map, place));
    }
    density.filter(|_| is_clicked).map(f64::round)
}

fn told(map: &RecipeMap, shown: &Match) -> String {
    let per_cm2 = shown.dots.map_or(0.0, |dots| dots.per_cm2());
    let place = map.place(shown.recipe.water_to_one(), per_cm2);
    format!("Map of water against density; the answer: {}", spot_text(map, place))
}

fn spot_text(map: &RecipeMap, place: [f64; 2]) -> String {
    let ([water, per_cm2], Spot { lighter_by, difference, grain }) = (map.at(place), *map.nearest(place));
    let direction = if lighter_by >= 0.0 { "lighter" } else { "darker" };
    format!(
        "{water:.0} water : 1 pigment, {per_cm2:.0} dots /cm²: ΔE00 {difference:.1}, L* {:.1} {direction}, grain {grain:.1}",
        lighter_by.abs()
    )
}

/// The map on screen.
struct Plot<'a> {
    map: &'a RecipeMap,
    rect: Rect,
}

impl Plot<'_> {
    fn pos(&self, [column, row]: [f64; 2]) -> Pos2 {
        let [columns, rows] = self.last();
        let (x, y) = ((column / columns) as f32, (row / rows) as f32);
        pos2(self.rect.left() + x * self.rect.width(), self.rect.bottom() - y * self.rect.height())
    }

    fn place(&self, pos: Pos2) -> [f64; 2] {
        let [columns, rows] = self.last();
        let (x, y) =
            ((pos.x - self.rect.left()) / self.rect.width(), (self.rect.bottom() - pos.y) / self.rect.height());
        [f64::from(x) * columns, f64::from(y) * rows]
    }

    fn last(&self) -> [f64; 2] {
        [self.map.waters.len(), self.map.per_cm2.len()].map(|count| (count - 1) as f64)
    }

    /// Grey by how far the area's colour is from the target's.
    fn ground(&self, ui: &Ui) -> Mesh {
        let (bright, dark) = if ui.visuals().dark_mode { (150.0, 48.0) } else { (250.0, 140.0) };
        let columns = self.map.waters.len();
        let mut mesh = Mesh::default();
        for (index, spot) in self.map.spots.iter().enumerate() {
            let share = (spot.difference / FAR).min(1.0);
            let pos = self.pos([(index % columns) as f64, (index / columns) as f64]);
            let color = Color32::from_gray((bright + share * (dark - bright)) as u8);
            mesh.vertices.push(Vertex { pos, uv: WHITE_UV, color });
        }
        for row in 1..self.map.per_cm2.len() {
            for column in 1..columns {
                let corner = |row: usize, column: usize| (row * columns + column) as u32;
                let [a, b] = [corner(row - 1, column - 1), corner(row - 1, column)];
                let [c, d] = [corner(row, column - 1), corner(row, column)];
                mesh.add_triangle(a, b, c);
                mesh.add_triangle(b, c, d);
            }
        }
        mesh
    }

    fn paint_scales(&self, painter: &Painter, color: Color32) {
        let font = FontId::proportional(10.5);
        for water in WATER_MARKS {
            let at = pos2(self.pos(self.map.place(water, 100.0)).x, self.rect.bottom() + 2.0);
            let align = if water == WATER_MARKS[0] {
                Align2::LEFT_TOP
            } else if water == 40.0 {
                Align2::RIGHT_TOP
            } else {
                Align2::CENTER_TOP
            };
            painter.text(at, align, format!("{water:.0}"), font.clone(), color);
        }
        for per_cm2 in DENSITY_MARKS {
            let at = pos2(self.rect.left() - 4.0, self.pos(self.map.place(10.0, per_cm2)).y);
            painter.text(at, Align2::RIGHT_CENTER, format!("{per_cm2:.0}"), font.clone(), color);
        }
    }

    fn paint_lines(&self, painter: &Painter, lines: &[[[f64; 2]; 2]], stroke: Stroke) {
        for line in lines {
            painter.line_segment(line.map(|end| self.pos(end)), stroke);
        }
    }

    /// What a line stands for, at its lower end.
    fn paint_end(&self, painter: &Painter, lines: &[[[f64; 2]; 2]], text: &str, color: Color32) {
        let lowest = lines.iter().flatten().min_by(|p, q| p[1].total_cmp(&q[1]));
        if let Some(end) = lowest {
            let at = self.pos(*end) + Vec2::new(4.0, -2.0);
            painter.text(at, Align2::LEFT_BOTTOM, text, FontId::proportional(11.5), color);
        }
    }

    /// A point, and a bar over the dilutions among which the best lies.
    fn paint_answer(&self, painter: &Painter, shown: &Match) {
        let per_cm2 = shown.dots.map_or(0.0, |dots| dots.per_cm2());
        let at = |water: f64| self.pos(self.map.place(water, per_cm2));
        if let Some([from, to]) = shown.water_range {
            painter.line_segment([at(from), at(to)], Stroke::new(6.0, ACCENT.gamma_multiply(0.8)));
        }
        let point = at(shown.recipe.water_to_one());
        painter.circle(point, 5.0, ACCENT, Stroke::new(1.5, Color32::WHITE));
    }
}
