use std::ops::RangeInclusive;

use egui::Key;

use crate::matching::Match;
use crate::pigment::HEALED_WEEKS;
use crate::pipeline::{Simulation, Viewing};
use crate::preview::{Layout, Treatment, ViewingLight};
use crate::session::Session;

/// How the preview is looked at; the treatment itself is part of the consultation.
pub(in crate::gui) struct PreviewView {
    pub tool: PreviewTool,
    /// Of the brush, and of the narrow one for scars.
    pub radius_mm: f64,
    pub scar_radius_mm: f64,
    pub weeks_after_treatment: f64,
    pub light: ViewingLight,
    /// Where the photo as it is ends and the treated one begins, as a share of the canvas's width; `None` is treated all over.
    pub split: Option<f32>,
    /// Only the photo as it is shows, while a key or a button is held.
    pub is_before_held: bool,
    /// What a control makes of the treatment while it is dragged.
    pub draft: Option<Treatment>,
    /// The point of the hairline that Delete removes.
    pub point: Option<usize>,
    pub layout: Layout,
}

/// What a drag on the photo does while the preview is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::gui) enum PreviewTool {
    #[default]
    Paint,
    Wipe,
    /// A lasso whose inside is painted.
    Area,
    Hairline,
    /// A narrow brush.
    Scar,
}

impl PreviewView {
    pub const RADII_MM: RangeInclusive<f64> = 0.5..=60.0;

    /// The radius of the brush in the hand.
    pub fn radius_mm(&mut self) -> &mut f64 {
        if self.tool == PreviewTool::Scar { &mut self.scar_radius_mm } else { &mut self.radius_mm }
    }

    /// The curve is as it should be: the next drag paints.
    pub fn end_hairline(&mut self) {
        self.tool = PreviewTool::Paint;
        self.point = None;
    }

    pub fn toggle_split(&mut self) {
        self.split = if self.split.is_some() { None } else { Some(0.5) };
    }

    pub fn resize_brush(&mut self, is_larger: bool) {
        let factor = if is_larger { 1.25 } else { 0.8 };
        let radius = self.radius_mm();
        *radius = (*radius * factor).clamp(*Self::RADII_MM.start(), *Self::RADII_MM.end());
    }
}

impl Default for PreviewView {
    fn default() -> Self {
        Self {
            tool: PreviewTool::default(),
            radius_mm: 12.0,
            scar_radius_mm: 2.5,
            weeks_after_treatment: HEALED_WEEKS,
            light: ViewingLight::default(),
            split: None,
            is_before_held: false,
            draft: None,
            point: None,
            layout: Layout::default(),
        }
    }
}

impl PreviewTool {
    pub const ALL: [Self; 5] = [Self::Paint, Self::Wipe, Self::Area, Self::Hairline, Self::Scar];

    pub fn name(self) -> &'static str {
        match self {
            Self::Paint => "Paint",
            Self::Wipe => "Wipe",
            Self::Area => "Area",
            Self::Hairline => "Hairline",
            Self::Scar => "Scar",
        }
    }

    pub fn key(self) -> Key {
        match self {
            Self::Paint => Key::P,
            Self::Wipe => Key::W,
            Self::Area => Key::A,
            Self::Hairline => Key::H,
            Self::Scar => Key::N,
        }
    }

    pub fn hint(self) -> &'static str {
        match self {
            Self::Paint => "Drag over the skin to be treated, with Shift to wipe off",
            Self::Wipe => "Drag over dots to wipe them off",
            Self::Area => "Draw around the skin to be treated, with Shift to wipe off",
            Self::Hairline => {
                "Click from temple to temple, drag points; double-click or Enter ends, Delete removes a point"
            }
            Self::Scar => "Drag along a scar: a narrow brush, with Shift to wipe off",
        }
    }

    /// The diameter of a circle is shown at the pointer.
    pub fn is_brush(self) -> bool {
        matches!(self, Self::Paint | Self::Wipe | Self::Scar)
    }
}

/// The treatment as controls make it while they are dragged.
pub(in crate::gui) fn treatment_on_screen(session: &Session, view: &PreviewView, ranked: &Match) -> Treatment {
    view.draft.clone().unwrap_or_else(|| session.treatment_with(ranked))
}

/// The treatment at the time and in the light that are looked at, or in the photo's own light.
pub(in crate::gui) fn simulation_of(
    session: &Session,
    view: &PreviewView,
    is_as_taken: bool,
    ranked: &Match,
    treatment: Treatment,
) -> Option<Simulation> {
    let &PreviewView { weeks_after_treatment, light, .. } = view;
    session.simulation(ranked, treatment, Viewing { weeks_after_treatment, light, is_as_taken })
}
