//! The look of the window: neutral greys without any chroma, so that nothing tints the colours being judged, and one
//! restrained accent for what is selected.

use egui::{Color32, Context, CornerRadius, FontId, Margin, Stroke, TextStyle, Vec2, Visuals};

use crate::session::Theme;

pub(super) const ACCENT: Color32 = Color32::from_rgb(86, 118, 150);
pub(super) const ACCENT_TEXT: Color32 = Color32::WHITE;

/// Sets theme, spacing and text sizes; cheap when nothing changed.
pub(super) fn apply(ctx: &Context, theme: Theme) {
    let (egui_theme, visuals) = match theme {
        Theme::Dark => (egui::Theme::Dark, visuals(Visuals::dark(), &DARK)),
        Theme::Light => (egui::Theme::Light, visuals(Visuals::light(), &LIGHT)),
    };
    ctx.set_theme(egui_theme);
    if ctx.style_of(egui_theme).visuals == visuals {
        return;
    }
    ctx.style_mut_of(egui_theme, |style| {
        style.visuals = visuals;
        style.spacing.item_spacing = Vec2::new(8.0, 6.0);
        style.spacing.button_padding = Vec2::new(8.0, 4.0);
        style.spacing.interact_size.y = 24.0;
        style.spacing.menu_margin = Margin::same(6);
        for (kind, size) in
            [(TextStyle::Heading, 15.0), (TextStyle::Body, 13.5), (TextStyle::Button, 13.5), (TextStyle::Small, 11.5)]
        {
            style.text_styles.insert(kind, FontId::proportional(size));
        }
        style.text_styles.insert(TextStyle::Monospace, FontId::monospace(12.0));
    });
}

/// The greys of a theme, 0 black to 255 white.
struct Greys {
    panel: u8,
    field: u8,
    faint: u8,
    button: u8,
    hovered: u8,
    pressed: u8,
    line: u8,
    text: u8,
    strong: u8,
    weak: u8,
}

const DARK: Greys = Greys {
    panel: 40,
    field: 28,
    faint: 47,
    button: 62,
    hovered: 78,
    pressed: 92,
    line: 74,
    text: 214,
    strong: 245,
    weak: 160,
};

const LIGHT: Greys = Greys {
    panel: 232,
    field: 250,
    faint: 224,
    button: 212,
    hovered: 200,
    pressed: 186,
    line: 184,
    text: 36,
    strong: 0,
    weak: 92,
};

fn visuals(base: Visuals, greys: &Greys) -> Visuals {
    let grey = Color32::from_gray;
    let mut visuals = base;
    visuals.panel_fill = grey(greys.panel);
    visuals.window_fill = grey(greys.panel);
    visuals.window_stroke = Stroke::new(1.0, grey(greys.line));
    visuals.extreme_bg_color = grey(greys.field);
    visuals.faint_bg_color = grey(greys.faint);
    visuals.code_bg_color = grey(greys.faint);
    visuals.weak_text_color = Some(grey(greys.weak));
    visuals.warn_fg_color = grey(greys.strong);
    visuals.error_fg_color = grey(greys.strong);
    visuals.hyperlink_color = grey(greys.strong);
    visuals.selection.bg_fill = ACCENT;
    visuals.selection.stroke = Stroke::new(1.0, ACCENT_TEXT);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_fill = grey(greys.panel);
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, grey(greys.line));
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, grey(greys.text));
    for (widget, fill) in [
        (&mut widgets.inactive, greys.button),
        (&mut widgets.hovered, greys.hovered),
        (&mut widgets.active, greys.pressed),
        (&mut widgets.open, greys.button),
    ] {
        widget.bg_fill = grey(fill);
        widget.weak_bg_fill = grey(fill);
        widget.fg_stroke = Stroke::new(1.0, grey(greys.strong));
        widget.corner_radius = CornerRadius::same(3);
    }
    widgets.inactive.fg_stroke = Stroke::new(1.0, grey(greys.text));
    widgets.hovered.bg_stroke = Stroke::new(1.0, grey(greys.line));
    widgets.active.bg_stroke = Stroke::new(1.5, ACCENT);
    visuals
}

/// The surround of the photo: a neutral grey near its middle lightness, so that it makes it look neither dark nor light.
pub(super) fn surround(ctx: &Context) -> Color32 {
    Color32::from_gray(if ctx.theme() == egui::Theme::Dark { 72 } else { 150 })
}

/// The mat around swatches: the grey of L* 50, the same in both themes.
pub(super) const MAT: Color32 = Color32::from_gray(119);

#[cfg(test)]
mod tests {
    use super::*;

    fn is_neutral(color: Color32) -> bool {
        color.r() == color.g() && color.g() == color.b()
    }

    #[test]
    fn everything_but_the_accent_is_without_chroma() {
        for visuals in [visuals(Visuals::dark(), &DARK), visuals(Visuals::light(), &LIGHT)] {
            let widgets = &visuals.widgets;
            let states = [&widgets.noninteractive, &widgets.inactive, &widgets.hovered, &widgets.active, &widgets.open];
            for state in states {
                assert!(
                    is_neutral(state.bg_fill) && is_neutral(state.weak_bg_fill) && is_neutral(state.fg_stroke.color)
                );
            }
            assert!(is_neutral(visuals.panel_fill) && is_neutral(visuals.extreme_bg_color));
        }
        assert!(is_neutral(MAT));
    }
}
