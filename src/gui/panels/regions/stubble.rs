use egui::{RichText, Ui, Vec2};

use super::words::lab_text;
use crate::gui::swatch::swatch_ui;
use crate::measurement::{Part, Stubble};
use crate::photo::Region;

/// Tips, the skin between, and how much the tips cover.
pub(super) fn parts_ui(ui: &mut Ui, region: &Region, stubble: &Stubble) {
    ui.spacing_mut().item_spacing.y = 2.0;
    part_ui(ui, region, "Tips", &stubble.hair);
    part_ui(ui, region, "Skin between", &stubble.skin);
    ui.label(coverage_text(stubble));
}

fn part_ui(ui: &mut Ui, region: &Region, name: &str, part: &Part) {
    ui.horizontal(|ui| {
        ui.add_space(6.0);
        swatch_ui(ui, part.lab, Vec2::new(34.0, 18.0), &format!("{name} of {}", region.name));
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(RichText::new(name).weak());
        ui.add(egui::Label::new(format!("{}  ± {}", lab_text(part.lab), part.uncertainty)).truncate());
    });
}

fn coverage_text(stubble: &Stubble) -> String {
    let (covered, uncertainty) = (100.0 * stubble.coverage, 100.0 * stubble.coverage_uncertainty);
    let coverage = format!("Tips cover {covered:.1} ± {uncertainty:.1} %");
    match &stubble.size {
        Some(size) => format!(
            "{coverage} · {:.0} follicles per cm² · tips {:.2} mm",
            size.follicles_per_cm2, size.tip_diameter_mm
        ),
        None => coverage,
    }
}
