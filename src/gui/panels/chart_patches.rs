//! The patches of the chart in use, as read beside as they are.

use egui::{Color32, CornerRadius, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2};

use crate::calibration::chart::{Chart, Grid};
use crate::calibration::fit::ChartFit;
use crate::color::{Lab, ciede2000};
use crate::gui::style::MAT;
use crate::gui::swatch::screen_color;

/// Width of a chart, and the smallest and largest side of a patch with its gap, in points.
const WIDTH: f32 = 144.0;
const SMALLEST_SIDE: f32 = 10.0;
const LARGEST_SIDE: f32 = 23.0;
const GAP: f32 = 2.0;

/// Side of a patch with its gap, in points.
fn side_of(grid: Grid) -> f32 {
    (WIDTH / grid.columns as f32).floor().clamp(SMALLEST_SIDE, LARGEST_SIDE)
}

/// Whether the patches leave room for text beside them.
pub(super) fn is_narrow(grid: Grid) -> bool {
    side_of(grid) * grid.columns as f32 <= WIDTH
}

/// Each patch as a split square: as read on the left, as it truly is on the right.
pub(super) fn patches_ui(ui: &mut Ui, fit: &ChartFit, chart: &Chart) {
    let (side, Grid { columns, rows }) = (side_of(chart.grid), chart.grid);
    let size = Vec2::new(columns as f32, rows as f32) * side + Vec2::splat(GAP);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let label = "Chart patches, as read on the left of each square and as they are on the right";
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    ui.painter().rect_filled(rect, CornerRadius::ZERO, MAT);
    for (index, (read, truth)) in fit.patches.iter().zip(&chart.colors).enumerate() {
        let [column, row] = chart.grid.place_of(index);
        let corner = rect.min + Vec2::splat(GAP) + Vec2::new(column as f32, row as f32) * side;
        let square = Rect::from_min_size(corner, Vec2::splat(side - GAP));
        paint_split(ui, square, *read, *truth);
        if !fit.trusted.get(index).copied().unwrap_or(true) {
            cross_out(ui, square);
        }
    }
    response.on_hover_ui_at_pointer(|ui| patch_tip_ui(ui, rect, fit, chart));
}

fn paint_split(ui: &Ui, square: Rect, left: Lab, right: Lab) {
    let middle = square.center().x.round();
    let left_half = Rect::from_min_max(square.min, pos2(middle, square.bottom()));
    let right_half = Rect::from_min_max(pos2(middle, square.top()), square.max);
    ui.painter().rect_filled(left_half, CornerRadius::ZERO, screen_color(left));
    ui.painter().rect_filled(right_half, CornerRadius::ZERO, screen_color(right));
}

fn cross_out(ui: &Ui, square: Rect) {
    let ends = [square.left_top(), square.right_bottom()];
    ui.painter().line_segment(ends, Stroke::new(3.5, Color32::BLACK));
    ui.painter().line_segment(ends, Stroke::new(1.5, Color32::WHITE));
}

fn patch_tip_ui(ui: &mut Ui, rect: Rect, fit: &ChartFit, chart: &Chart) {
    let Some(pointer) = ui.ctx().pointer_latest_pos() else {
        return;
    };
    let place = (pointer - rect.min) / side_of(chart.grid);
    let counted = |at: f32, count: usize| (at.max(0.0) as usize).min(count.saturating_sub(1));
    let (column, row) = (counted(place.x, chart.grid.columns), counted(place.y, chart.grid.rows));
    let index = row * chart.grid.columns + column;
    if let (Some(read), Some(truth), Some(trusted)) =
        (fit.patches.get(index), chart.colors.get(index), fit.trusted.get(index))
    {
        let name = match chart.grid {
            Grid::CLASSIC => format!("Patch {}", index + 1),
            _ => format!("Column {}, row {}", column + 1, row + 1),
        };
        let left_out = if *trusted { "" } else { ", left out: it disagrees with the others" };
        ui.label(format!("{name}: ΔE00 {} from the truth{left_out}", ciede2000(*read, *truth)));
    }
}
