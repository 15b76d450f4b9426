use std::collections::BTreeMap;

use super::canvas::CanvasView;
use super::panels::{BenchEntry, MeterEntry, TeachingEntry};
use super::preview_view::PreviewView;
use super::tools::Tool;
use crate::photo::{Brush, RegionId, Tissue};
use crate::pigment::WATER_RANGE;

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
    /// What measurements leave out is shown over the photo.
    pub shows_left_out: bool,
    /// The light over the head is shown over the photo.
    pub shows_light: bool,
    /// What the next strip of swatches holds.
    pub strip: Strip,
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

/// The swatches of a ladder strip: how many, and parts of water at both ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strip {
    pub count: usize,
    pub first_water: f64,
    pub last_water: f64,
}

impl Default for Strip {
    /// The range that practitioners quote, at even steps that a strip of six can show.
    fn default() -> Self {
        let [first, last] = WATER_RANGE.map(f64::from);
        Self { count: 6, first_water: first, last_water: last }
    }
}

impl Strip {
    /// Parts of water from the first swatch to the last, in even steps rounded to tenths.
    pub fn water_parts(&self) -> Vec<f64> {
        let steps = self.count.saturating_sub(1).max(1) as f64;
        let step = (self.last_water - self.first_water) / steps;
        (0..self.count).map(|index| ((self.first_water + step * index as f64) * 10.0).round() / 10.0).collect()
    }
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
            shows_left_out: false,
            shows_light: false,
            strip: Strip::default(),
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

impl View {
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
