use crate::photo::Brush;

/// What the next stroke of the brush does.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui) struct BrushView {
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
