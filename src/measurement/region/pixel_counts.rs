use serde::Serialize;

use super::exclusions::Exclusion;

/// How many pixels a region has, and what became of them. All but `used` are left out of the colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PixelCounts {
    pub total: u64,
    pub used: u64,
    pub glare: u64,
    pub clipped: u64,
    pub outlier: u64,
    pub shadow: u64,
    pub blemish: u64,
    /// By the user's brush.
    pub brushed: u64,
}

impl PixelCounts {
    /// The pixels of both.
    pub fn and(self, other: Self) -> Self {
        Self {
            total: self.total + other.total,
            used: self.used + other.used,
            glare: self.glare + other.glare,
            clipped: self.clipped + other.clipped,
            outlier: self.outlier + other.outlier,
            shadow: self.shadow + other.shadow,
            blemish: self.blemish + other.blemish,
            brushed: self.brushed + other.brushed,
        }
    }

    /// Adds pixels that are left out for this reason.
    pub(super) fn count(&mut self, reason: Exclusion, pixels: u64) {
        self.total += pixels;
        let counted = match reason {
            Exclusion::Clipped => &mut self.clipped,
            Exclusion::Glare => &mut self.glare,
            Exclusion::Shadow => &mut self.shadow,
            Exclusion::Blemish => &mut self.blemish,
            Exclusion::Outlier => &mut self.outlier,
            Exclusion::Brushed => &mut self.brushed,
        };
        *counted += pixels;
    }

    pub fn fraction(&self, count: u64) -> f64 {
        count as f64 / self.total.max(1) as f64
    }
}
