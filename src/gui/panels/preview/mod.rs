//! The preview's controls: which recipe, at what time and in what light, how its dots are, and the picture of it.

mod dots;
mod front;
mod picture;
mod recipe;
mod scale;
mod time;

use egui::{Label, Response, RichText, Slider, Ui};

use crate::gui::caution_rows::caution_ui;
use crate::gui::view::{Mode, View, treatment_on_screen};
use crate::preview::{Extent, Treatment};
use crate::session::{Action, PreviewAction, Session};

const CAUTION: &str = "A simulation, no promise: hand, depth and skin decide what heals";

pub(super) fn preview_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut View,
    extent: Option<Extent>,
    actions: &mut Vec<Action>,
) {
    let Some(ranked) = session.chosen().map(|chosen| chosen.ranked) else {
        empty_ui(ui, session, view);
        return;
    };
    recipe::choice_ui(ui, session, actions);
    if ranked.load.is_none() {
        caution_ui(
            ui,
            "This colour was measured when healed; how its pigment looks in this skin is not predicted. Choose a recipe that is",
        );
        return;
    }
    let before = session.treatment_with(ranked);
    let mut change = Change::new(treatment_on_screen(session, &view.preview, ranked));
    recipe::colors_ui(ui, session, ranked, &change.treatment, view);
    caution_ui(ui, CAUTION);
    time::time_ui(ui, session, ranked, &change.treatment, view);
    time::light_ui(ui, session, view);
    ui.separator();
    dots::dots_ui(ui, ranked, extent, &mut change);
    front::front_ui(ui, view, &mut change);
    scale::scale_ui(ui, session, &mut change);
    take(change, &before, view, actions);
    ui.separator();
    picture::picture_ui(ui, session, ranked, view, actions);
}

fn empty_ui(ui: &mut Ui, session: &Session, view: &mut View) {
    if session.photo().is_none() {
        ui.label("The treated photo appears here");
        return;
    }
    ui.add(Label::new("A preview draws a ranked recipe: mark bare skin and stubble first").wrap());
    if ui.button("Go to the regions").clicked() {
        view.mode = Mode::Measure;
    }
}

/// What the controls of one frame make of the treatment.
struct Change {
    treatment: Treatment,
    label: &'static str,
    /// A control is being dragged: it is no step yet.
    is_going_on: bool,
}

impl Change {
    fn new(treatment: Treatment) -> Self {
        Self { treatment, label: "Change treatment", is_going_on: false }
    }

    fn note(&mut self, response: &Response, label: &'static str) {
        if response.changed() || response.dragged() || response.drag_stopped() {
            self.label = label;
            self.is_going_on |= response.dragged();
        }
    }

    /// A number by slider and field, one step for each drag.
    fn slider(&mut self, ui: &mut Ui, row: &Row, value: impl Fn(&mut Treatment) -> &mut f64) {
        let slider = told(Slider::new(value(&mut self.treatment), row.range.clone()).suffix(row.unit), row.decimals);
        let response = row_ui(ui, row.name, slider);
        self.note(&response, row.label);
    }
}

/// One number of the treatment.
struct Row {
    name: &'static str,
    label: &'static str,
    range: std::ops::RangeInclusive<f64>,
    unit: &'static str,
    decimals: usize,
}

/// A slider that tells its number to some decimals and leaves the number as it is: one of its own would round it at once.
fn told(slider: Slider<'_>, decimals: usize) -> Slider<'_> {
    slider.custom_formatter(move |number, _| format!("{number:.decimals$}"))
}

/// The width of a row's name, so that sliders stand below each other.
const NAME_WIDTH: f32 = 96.0;

fn row_ui(ui: &mut Ui, name: &str, slider: Slider<'_>) -> Response {
    let row = ui.horizontal(|ui| {
        let label = name_ui(ui, name);
        ui.spacing_mut().slider_width = (ui.available_width() - 92.0).clamp(60.0, 260.0);
        ui.add(slider).labelled_by(label.id)
    });
    row.inner
}

fn name_ui(ui: &mut Ui, name: &str) -> Response {
    let before = ui.cursor().left();
    let label = ui.label(RichText::new(name));
    ui.add_space((NAME_WIDTH - (ui.cursor().left() - before)).max(0.0));
    label
}

/// A drag stays on screen only; its end is a step.
fn take(change: Change, before: &Treatment, view: &mut View, actions: &mut Vec<Action>) {
    if change.is_going_on {
        view.preview.draft = Some(change.treatment);
        return;
    }
    view.preview.draft = None;
    if change.treatment != *before {
        let treatment = Box::new(change.treatment);
        actions.push(Action::Preview(PreviewAction::Treat { label: change.label, treatment }));
    }
}
