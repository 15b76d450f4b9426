use egui::{Button, Panel, RichText, Role, Slider, Ui, WidgetInfo};

use super::light_words::{LIGHT_HINT, unknown_light};
use crate::gui::view::OFFERED;
use crate::gui::view::{Mode, PreviewTool, PreviewView, Tool, View, ZoomRequest};
use crate::session::Session;

/// Tools, what the next region shows, and zoom, above the photo.
pub(super) fn toolbar_ui(ui: &mut Ui, session: &Session, view: &mut View) {
    Panel::top("tools").resizable(false).show(ui, |ui| {
        ui.add_enabled_ui(session.photo().is_some(), |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                if view.mode == Mode::Preview {
                    preview_tools_ui(ui, &mut view.preview);
                } else {
                    tools_ui(ui, view);
                    ui.separator();
                    tissues_ui(ui, view);
                }
                ui.separator();
                zoom_ui(ui, view);
                ui.separator();
                if view.mode == Mode::Preview {
                    sides_ui(ui, &mut view.preview);
                } else {
                    light_ui(ui, session, view);
                }
            });
        });
    });
}

fn tools_ui(ui: &mut Ui, view: &mut View) {
    for tool in Tool::ALL {
        let hint = format!("{} ({})", tool.hint(), tool.key().name());
        if ui.selectable_label(view.tool == tool, tool.name()).on_hover_text(hint).clicked() {
            view.tool = tool;
        }
    }
}

fn preview_tools_ui(ui: &mut Ui, preview: &mut PreviewView) {
    for tool in PreviewTool::ALL {
        let hint = format!("{} ({})", tool.hint(), tool.key().name());
        if ui.selectable_label(preview.tool == tool, tool.name()).on_hover_text(hint).clicked() {
            preview.tool = tool;
        }
    }
    let is_brush = preview.tool.is_brush();
    ui.add_enabled_ui(is_brush, |ui| {
        ui.spacing_mut().slider_width = 70.0;
        let label = ui.label(RichText::new("Brush").weak());
        let slider =
            Slider::new(preview.radius_mm(), PreviewView::RADII_MM).logarithmic(true).max_decimals(1).suffix(" mm");
        ui.add(slider).on_hover_text("Radius; [ and ] make it smaller and larger").labelled_by(label.id);
    });
}

/// Before beside after, and before alone.
fn sides_ui(ui: &mut Ui, preview: &mut PreviewView) {
    let hint = "A line to drag: the photo as it is on its left, treated on its right (Y)";
    if ui.selectable_label(preview.split.is_some(), "Split").on_hover_text(hint).clicked() {
        preview.toggle_split();
    }
    let hold = ui.button("Before").on_hover_text("The photo as it is, while this is held, or \\");
    preview.is_before_held |= hold.is_pointer_button_down_on();
}

fn tissues_ui(ui: &mut Ui, view: &mut View) {
    for (number, tissue) in (1..).zip(OFFERED) {
        let hint = format!("The next region shows {tissue} ({number})");
        let is_chosen = view.tissue == tissue;
        let response = ui.selectable_label(is_chosen, tissue.capitalized()).on_hover_text(hint);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("Mark {tissue}")));
        if response.clicked() {
            view.choose_tissue(tissue);
        }
    }
}

/// Grey, with the reason, where the light is not known.
fn light_ui(ui: &mut Ui, session: &Session, view: &mut View) {
    let unknown = unknown_light(session);
    let toggle = Button::selectable(view.shows_light, "Light");
    let response = ui.add_enabled(unknown.is_none(), toggle).on_hover_text(format!("{LIGHT_HINT} (I)"));
    let response = response.on_disabled_hover_text(unknown.unwrap_or_default());
    let (is_known, is_shown) = (unknown.is_none(), view.shows_light);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, is_known, is_shown, "Show the light on the head"));
    if response.clicked() {
        view.shows_light = !view.shows_light;
    }
}

fn zoom_ui(ui: &mut Ui, view: &mut View) {
    let buttons = [
        ("Fit", "Show the whole photo (F)", ZoomRequest::Fit),
        ("1:1", "One photo pixel on one screen pixel (0)", ZoomRequest::OneToOne),
        ("−", "Smaller (Ctrl+−)", ZoomRequest::By(1.0 / 1.5)),
        ("+", "Larger (Ctrl++)", ZoomRequest::By(1.5)),
    ];
    for (name, hint, request) in buttons {
        if ui.button(name).on_hover_text(hint).clicked() {
            view.gaze.request = Some(request);
        }
    }
    if let Some(percent) = view.gaze.zoom_percent(ui.ctx().pixels_per_point()) {
        ui.label(RichText::new(format!("{percent:.0} %")).weak());
    }
}
