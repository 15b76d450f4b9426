//! What the window forgets when it is closed, as plain data: nothing here draws, and nothing of it is on the graphics card.

mod brush;
mod brushwork;
mod entry;
mod gaze;
mod gesture;
mod handle;
mod marking;
mod mode;
mod offered;
mod path;
mod preview;
mod tool;
mod transform;

use std::collections::BTreeMap;

pub(super) use brush::BrushView;
pub(super) use brushwork::{Brushwork, with_point};
pub(super) use entry::{BenchEntry, MeterEntry, TeachingEntry};
pub(super) use gaze::{Gaze, ZoomRequest, size_of};
pub(super) use gesture::Gesture;
pub(super) use handle::Handle;
pub(super) use marking::{DRAFT, Marking, point_shape};
pub(super) use mode::Mode;
pub(super) use offered::OFFERED;
pub(super) use preview::{PreviewTool, PreviewView, simulation_of, treatment_on_screen};
pub(super) use tool::Tool;
pub(super) use transform::PhotoTransform;

use crate::photo::{Brush, RegionId, Tissue};
use crate::pigment::Steps;
use crate::session::{FileChoice, Session};

/// What the window forgets when it is closed: zoom, tool, half-typed text.
pub(in crate::gui) struct View {
    pub mode: Mode,
    pub gaze: Gaze,
    /// Of the mode in which regions are marked.
    pub tool: Tool,
    /// What the next region shows.
    pub tissue: Tissue,
    /// A name being typed.
    pub renaming: Option<(RegionId, String)>,
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
pub(in crate::gui) struct TypedPath {
    pub choice: FileChoice,
    pub text: String,
}

impl Default for View {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            gaze: Gaze::default(),
            tool: Tool::default(),
            tissue: Tissue::Skin,
            renaming: None,
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
