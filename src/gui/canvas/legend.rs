use egui::{Align, Label, Layout, Rect, RichText, Sense, Ui, UiBuilder, Vec2, vec2};

use super::overlay::{CELL, draw_piece};
use crate::measurement::{Exclusion, PixelCounts};
use crate::session::Session;

const WIDTH: f32 = 250.0;
const ROW_HEIGHT: f32 = 22.0;
const MARGIN: f32 = 10.0;

/// What the patterns over the photo mean and how much of all regions each covers.
pub(super) fn legend_ui(ui: &mut Ui, canvas: Rect, session: &Session) {
    let pixels = counts(session);
    let rows = rows(&pixels);
    let size = vec2(WIDTH, 2.0 * MARGIN + ROW_HEIGHT * (rows.len() + 1) as f32);
    let place = Rect::from_min_size(canvas.left_bottom() + vec2(12.0, -size.y - 12.0), size);
    ui.painter().rect_filled(place, 3.0, ui.visuals().panel_fill);
    let layout = Layout::top_down(Align::Min);
    ui.scope_builder(UiBuilder::new().max_rect(place.shrink(MARGIN)).layout(layout), |ui| {
        rows_ui(ui, &pixels, &rows);
    });
}

/// A reason, its name and how many pixels it has.
type Row = (Exclusion, &'static str, u64);

/// The reasons that apply.
fn rows(pixels: &PixelCounts) -> Vec<Row> {
    let all = [
        (Exclusion::Glare, "Shine", pixels.glare),
        (Exclusion::Shadow, "Shadow", pixels.shadow),
        (Exclusion::Clipped, "Clipped", pixels.clipped),
        (Exclusion::Blemish, "Mole, scar or other colour", pixels.blemish),
        (Exclusion::Outlier, "Unlike the rest", pixels.outlier),
        (Exclusion::Brushed, "Brushed out", pixels.brushed),
    ];
    all.into_iter().filter(|(.., count)| *count > 0).collect()
}

fn rows_ui(ui: &mut Ui, pixels: &PixelCounts, rows: &[Row]) {
    ui.spacing_mut().item_spacing.y = 3.0;
    let title = if rows.is_empty() { "Nothing is left out" } else { "Left out of the regions (X)" };
    ui.add(Label::new(RichText::new(title).strong()).selectable(false));
    for &(reason, name, count) in rows {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(3.0, 2.0) * CELL, Sense::hover());
            for piece in 0..6u8 {
                let corner = rect.min + vec2(f32::from(piece % 3), f32::from(piece / 3)) * CELL;
                draw_piece(ui.painter(), Rect::from_min_size(corner, Vec2::splat(CELL)), reason);
            }
            let share = 100.0 * pixels.fraction(count);
            let share = if share < 0.1 { "under 0.1".into() } else { format!("{share:.1}") };
            ui.add(Label::new(format!("{name}: {share} %")).selectable(false));
        });
    }
}

/// The pixels of all regions together.
fn counts(session: &Session) -> PixelCounts {
    let regions = session.consultation().regions.iter();
    let measured = regions.filter_map(|region| session.reading(region.id)?.outcome.as_ref().ok());
    measured.fold(PixelCounts::default(), |all, measurement| all.and(measurement.pixels))
}
