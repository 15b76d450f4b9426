use egui::{CollapsingHeader, ComboBox, DragValue, Label, RichText, Ui, Vec2};

use super::words::lab_text;
use crate::gui::swatch::swatch_ui;
use crate::gui::view::{MeterEntry, View};
use crate::pigment::{MeterReading, Subject};
use crate::session::{Action, FileChoice, MeterAction, Notice, Session};

const SUBJECTS: [(Subject, &str); 5] = [
    (Subject::Skin, "Skin"),
    (Subject::Stubble, "Stubble"),
    (Subject::Hair, "Hair"),
    (Subject::Brows, "Brows"),
    (Subject::Shade, "Shade"),
];

/// What the entered reading becomes.
fn action(entry: &MeterEntry) -> Action {
    let MeterEntry { subject, lab, illuminant, observer } = *entry;
    match MeterReading::entered(name_of(subject), subject, lab, illuminant, observer) {
        Ok(reading) => Action::Meter(MeterAction::Add(reading)),
        Err(problem) => Action::Notify(Notice::error(format!("the reading cannot be used: {problem}"))),
    }
}

/// Readings of a color meter, which stand before the photo.
pub(super) fn meter_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    let readings = &session.consultation().marks.meter;
    let title = match readings.len() {
        0 => "Colour meter: no readings".to_owned(),
        1 => "Colour meter: 1 reading".to_owned(),
        count => format!("Colour meter: {count} readings"),
    };
    CollapsingHeader::new(title).id_salt("meter").show_unindented(ui, |ui| {
        if !readings.is_empty() {
            ui.label(RichText::new("Used before what the photo shows").weak());
        }
        for (index, reading) in readings.iter().enumerate() {
            reading_ui(ui, index, reading, actions);
        }
        entry_ui(ui, &mut view.meter_entry, actions);
    });
}

fn reading_ui(ui: &mut Ui, index: usize, reading: &MeterReading, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        swatch_ui(ui, reading.lab, Vec2::new(30.0, 20.0), &format!("Meter reading of {}", reading.name));
        if ui.small_button("Remove").clicked() {
            actions.push(Action::Meter(MeterAction::Remove(index)));
        }
        let subject = name_of(reading.subject);
        let name = if reading.name == subject { String::new() } else { format!(" ({})", reading.name) };
        ui.add(Label::new(format!("{subject}{name}   {}", lab_text(reading.lab))).truncate());
    });
}

fn name_of(subject: Subject) -> &'static str {
    SUBJECTS.iter().find(|(known, _)| *known == subject).map_or("Shade", |(_, name)| name)
}

fn entry_ui(ui: &mut Ui, entry: &mut MeterEntry, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Held to");
        let combo = ComboBox::from_id_salt("subject").width(80.0).selected_text(name_of(entry.subject));
        let shown = combo.show_ui(ui, |ui| {
            for (subject, name) in SUBJECTS {
                ui.selectable_value(&mut entry.subject, subject, name);
            }
        });
        shown.response.labelled_by(label.id);
        for ((name, range), value) in
            [("L*", 0.0..=100.0), ("a*", -60.0..=80.0), ("b*", -60.0..=80.0)].into_iter().zip(&mut entry.lab)
        {
            let label = ui.label(RichText::new(name).weak());
            ui.add(DragValue::new(value).range(range).speed(0.1).max_decimals(2)).labelled_by(label.id);
        }
    });
    ui.horizontal_wrapped(|ui| {
        for illuminant in ["D65", "D50"] {
            ui.radio_value(&mut entry.illuminant, illuminant, illuminant);
        }
        ui.separator();
        for observer in [2, 10] {
            ui.radio_value(&mut entry.observer, observer, format!("{observer}°"));
        }
        if ui.button("Add reading").clicked() {
            actions.push(action(entry));
        }
        let hint = "As your meter exports it, or with columns name, subject, L, a, b, illuminant, observer, date";
        if ui.button("Read CSV…").on_hover_text(hint).clicked() {
            actions.push(Action::ChooseFile(FileChoice::Meter));
        }
    });
}
