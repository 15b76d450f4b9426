use egui::{CollapsingHeader, Label, RichText, Role, Ui, WidgetInfo};

use crate::color::Lab;
use crate::matching::{Answers, BrowTone, SkinType, Undertone};
use crate::photo::Tissue;
use crate::session::{Action, Session};

const NO_COLOR: &str = "A skin type is how skin answers to the sun, an undertone an impression: neither can be read \
from the measured colour, nor the colour from them. The ranking uses the measured colour alone.";

/// What only the practitioner can tell, beside what was measured.
pub(super) fn questions_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let before = session.consultation().marks.answers;
    let mut answers = before;
    let title = format!("Questions to the client: {} of {} answered", before.count(), Answers::QUESTIONS);
    CollapsingHeader::new(title).id_salt("questions").show_unindented(ui, |ui| {
        skin_type_ui(ui, &mut answers.skin_type);
        let tones = [Undertone::Cool, Undertone::Neutral, Undertone::Warm, Undertone::Unsure];
        let tones = tones.map(|tone| (tone, undertone_name(tone), ""));
        choice_ui(ui, "Undertone", &tones, &mut answers.undertone);
        ui.label(measured_text(measured_skin(session)));
        ui.add(Label::new(RichText::new(NO_COLOR).small().weak()).wrap());
        choice_ui(ui, "Tanned now", &[(false, "No", ""), (true, "Yes", "")], &mut answers.is_tanned);
        choice_ui(ui, "Treated area is a scar", &[(false, "No", ""), (true, "Yes", "")], &mut answers.on_scar);
        let tones = [(BrowTone::Paler, "Paler"), (BrowTone::Alike, "Like"), (BrowTone::Darker, "Darker")];
        let tones = tones.map(|(tone, name)| (tone, name, "Than the hair on the head"));
        choice_ui(ui, "Brows to hair", &tones, &mut answers.brows);
    });
    if answers != before {
        actions.push(Action::Answer(answers));
    }
}

fn skin_type_ui(ui: &mut Ui, skin_type: &mut Option<SkinType>) {
    let types = SkinType::ALL.map(|one| (one, format!("{one:?}"), one.sun()));
    let types: Vec<(SkinType, &str, &str)> = types.iter().map(|(one, name, sun)| (*one, name.as_str(), *sun)).collect();
    choice_ui(ui, "Fitzpatrick", &types, skin_type);
    if let Some(chosen) = skin_type {
        ui.label(RichText::new(format!("{chosen:?}: {}", chosen.sun())).small().weak());
    }
}

/// One of several answers, or none: a click on the given one takes it back.
fn choice_ui<T: Copy + PartialEq>(ui: &mut Ui, question: &str, options: &[(T, &str, &str)], answer: &mut Option<T>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(question).weak());
        for &(option, name, hint) in options {
            let is_given = *answer == Some(option);
            let mut response = ui.selectable_label(is_given, name);
            response.widget_info(|| {
                WidgetInfo::selected(Role::RadioButton, true, is_given, format!("{question}: {}", name.to_lowercase()))
            });
            if !hint.is_empty() {
                response = response.on_hover_text(hint);
            }
            if response.clicked() {
                *answer = if is_given { None } else { Some(option) };
            }
        }
    });
}

fn undertone_name(tone: Undertone) -> &'static str {
    match tone {
        Undertone::Cool => "Cool",
        Undertone::Neutral => "Neutral",
        Undertone::Warm => "Warm",
        Undertone::Unsure => "Unsure",
    }
}

fn measured_skin(session: &Session) -> Option<Lab> {
    let combined = &session.analysis()?.combined;
    combined.iter().find(|combined| combined.tissue == Tissue::Skin).map(|skin| skin.lab)
}

fn measured_text(skin: Option<Lab>) -> String {
    match skin {
        Some(lab) => {
            format!("Measured skin: L* {:.1}, hue {:.0}°, ITA° {:.0}°", lab.l, lab.hue_degrees(), lab.ita_degrees())
        }
        None => "No skin is measured yet".into(),
    }
}
