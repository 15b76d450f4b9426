use std::collections::BTreeMap;

use super::answer_pictures::AnswerPictures;
use super::canvas::CanvasView;
use super::panels::{BenchEntry, MeterEntry, TeachingEntry};
use super::preview_view::PreviewView;
use super::tools::Tool;
use crate::photo::{Brush, RegionId, Tissue};
use crate::pigment::Steps;
use crate::session::{FileChoice, Session};

/// What the window forgets when it is closed: zoom, tool, half-typed text.
pub(super) struct View {
    pub canvas: CanvasView,
    pub tool: Tool,
    /// What the next region shows.
    pub tissue: Tissue,
    /// A name being typed.
    pub renaming: Option<(RegionId, String)>,
    /// How the answers look beside the stubble.
    pub answers: AnswerPictures,
    /// A path being typed, where the system has no file dialog.
    pub typed_path: Option<TypedPath>,
    pub shows_loupe: bool,
    /// What measurements leave out is shown over the photo.
    pub shows_left_out: bool,
    /// The light over the head is shown over the photo.
    pub shows_light: bool,
    /// The steps of the next row of swatches as they are being typed; none while those that are remembered hold.
    pub typed_steps: Option<String>,
    pub brush: BrushView,
    /// The known length that the next ruler is drawn along.
    pub ruler_mm: f64,
    pub meter_entry: MeterEntry,
    pub bench: BenchEntry,
    pub teaching: TeachingEntry,
    /// What to call the shades that are kept from ladders of swatches.
    pub shade_names: BTreeMap<u32, String>,
    pub preview: PreviewView,
    /// The photo is shown without its calibration.
    pub shows_as_taken: bool,
    pub shows_shortcuts: bool,
}

/// A file named by its path.
pub(super) struct TypedPath {
    pub choice: FileChoice,
    pub text: String,
}

/// What the next stroke of the brush does.
#[derive(Clone, Copy, Debug)]
pub(super) struct BrushView {
    pub brush: Brush,
    /// On screen, in points: zooming in makes it finer on the photo.
    pub radius: f32,
}

impl BrushView {
    pub const RADII: std::ops::RangeInclusive<f32> = 3.0..=120.0;

    /// Larger or smaller by a step that is felt.
    pub fn resize(&mut self, is_larger: bool) {
        let factor = if is_larger { 1.25 } else { 0.8 };
        self.radius = (self.radius * factor).clamp(*Self::RADII.start(), *Self::RADII.end());
    }

    /// What it does while Shift is held or not.
    pub fn with_shift(&self, is_shifted: bool) -> Brush {
        match (self.brush, is_shifted) {
            (Brush::LeavesOut, false) | (Brush::TakesIn, true) => Brush::LeavesOut,
            (Brush::TakesIn, false) | (Brush::LeavesOut, true) => Brush::TakesIn,
        }
    }
}

impl Default for BrushView {
    fn default() -> Self {
        Self { brush: Brush::LeavesOut, radius: 14.0 }
    }
}

impl Default for View {
    fn default() -> Self {
        Self {
            canvas: CanvasView::default(),
            tool: Tool::default(),
            tissue: Tissue::Skin,
            renaming: None,
            answers: AnswerPictures::default(),
            typed_path: None,
            shows_loupe: true,
            shows_left_out: false,
            shows_light: false,
            typed_steps: None,
            brush: BrushView::default(),
            ruler_mm: 50.0,
            meter_entry: MeterEntry::default(),
            bench: BenchEntry::default(),
            teaching: TeachingEntry::default(),
            shade_names: BTreeMap::new(),
            preview: PreviewView::default(),
            shows_as_taken: false,
            shows_shortcuts: false,
        }
    }
}

impl TypedPath {
    pub fn of(choice: FileChoice) -> Self {
        Self { choice, text: String::new() }
    }
}

impl View {
    /// The steps of the next row of swatches.
    pub fn steps(&self, session: &Session) -> Steps {
        let typed = self.typed_steps.as_ref().and_then(|text| text.parse().ok());
        typed.unwrap_or_else(|| session.settings().steps.clone())
    }

    /// Takes the brush in hand, with what it leaves out in sight.
    pub fn take_brush(&mut self, brush: Brush) {
        self.tool = Tool::Brush;
        self.brush.brush = brush;
        self.shows_left_out = true;
    }

    /// Chooses what the next region shows; whoever chooses it wants to draw.
    pub fn choose_tissue(&mut self, tissue: Tissue) {
        self.tissue = tissue;
        if self.tool == Tool::Select {
            self.tool = Tool::Rectangle;
        }
    }
}
