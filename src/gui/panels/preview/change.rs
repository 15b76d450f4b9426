use egui::{Response, RichText, Slider, Ui};

use crate::preview::Treatment;

/// What the controls of one frame make of the treatment.
pub(super) struct Change {
    pub treatment: Treatment,
    pub label: &'static str,
    /// A control is being dragged: it is no step yet.
    pub is_going_on: bool,
}

impl Change {
    pub fn new(treatment: Treatment) -> Self {
        Self { treatment, label: "Change treatment", is_going_on: false }
    }

    pub fn note(&mut self, response: &Response, label: &'static str) {
        if response.changed() || response.dragged() || response.drag_stopped() {
            self.label = label;
            self.is_going_on |= response.dragged();
        }
    }

    /// A number by slider and field, one step for each drag.
    pub fn slider(&mut self, ui: &mut Ui, row: &Row, value: impl Fn(&mut Treatment) -> &mut f64) {
        let slider = told(Slider::new(value(&mut self.treatment), row.range.clone()).suffix(row.unit), row.decimals);
        let response = row_ui(ui, row.name, slider);
        self.note(&response, row.label);
    }
}

/// One number of the treatment.
pub(super) struct Row {
    pub name: &'static str,
    pub label: &'static str,
    pub range: std::ops::RangeInclusive<f64>,
    pub unit: &'static str,
    pub decimals: usize,
}

/// A slider that tells its number to some decimals and leaves the number as it is: one of its own would round it at once.
pub(super) fn told(slider: Slider<'_>, decimals: usize) -> Slider<'_> {
    slider.custom_formatter(move |number, _| format!("{number:.decimals$}"))
}

/// The width of a row's name, so that sliders stand below each other.
const NAME_WIDTH: f32 = 96.0;

pub(super) fn row_ui(ui: &mut Ui, name: &str, slider: Slider<'_>) -> Response {
    let row = ui.horizontal(|ui| {
        let label = name_ui(ui, name);
        ui.spacing_mut().slider_width = (ui.available_width() - 92.0).clamp(60.0, 260.0);
        ui.add(slider).labelled_by(label.id)
    });
    row.inner
}

pub(super) fn name_ui(ui: &mut Ui, name: &str) -> Response {
    let before = ui.cursor().left();
    let label = ui.label(RichText::new(name));
    ui.add_space((NAME_WIDTH - (ui.cursor().left() - before)).max(0.0));
    label
}
