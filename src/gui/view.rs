use super::canvas::CanvasView;
use super::tools::Tool;
use crate::photo::{RegionId, Tissue};

/// What the window forgets when it is closed: zoom, tool, half-typed text.
pub(super) struct View {
    pub canvas: CanvasView,
    pub tool: Tool,
    /// What the next region shows.
    pub tissue: Tissue,
    /// A name being typed.
    pub renaming: Option<(RegionId, String)>,
    /// The rank of the shade shown large, counted from 0.
    pub shown_match: usize,
    /// A path being typed, where the system has no file dialog.
    pub typed_path: Option<String>,
    pub shows_loupe: bool,
    /// The photo is shown without its calibration.
    pub shows_as_taken: bool,
    pub shows_shortcuts: bool,
}

impl Default for View {
    fn default() -> Self {
        Self {
            canvas: CanvasView::default(),
            tool: Tool::default(),
            tissue: Tissue::Skin,
            renaming: None,
            shown_match: 0,
            typed_path: None,
            shows_loupe: true,
            shows_as_taken: false,
            shows_shortcuts: false,
        }
    }
}

impl View {
    /// Chooses what the next region shows; whoever chooses it wants to draw.
    pub fn choose_tissue(&mut self, tissue: Tissue) {
        self.tissue = tissue;
        if self.tool == Tool::Select {
            self.tool = Tool::Rectangle;
        }
    }
}
