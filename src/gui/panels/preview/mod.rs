//! The preview's controls: which recipe, at what time and in what light, how its dots are, and the picture of it.

mod change;
mod dots;
mod front;
mod picture;
mod recipe;
mod scale;
mod time;

use self::change::Change;
use egui::{Label, Ui};

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
