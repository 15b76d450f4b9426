//! What the photo shows of each patch.

use crate::color::LinearRgb;

/// The colour of one patch as the photo has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PatchReading {
    /// Mean of the pixels that were kept, linear light as decoded.
    pub light: LinearRgb,
    /// Standard deviation of their luminance.
    pub noise: f64,
    /// The middle of the patch in photo pixels.
    pub center_in_photo: [f64; 2],
    pub pixels: u32,
    pub used: u32,
    /// Share of the pixels with a channel at the end of its range.
    pub clipped_fraction: f64,
}

impl PatchReading {
    /// Whether enough of the patch was seen within the range of the photo.
    pub fn is_usable(&self) -> bool {
        self.used >= 4 && self.clipped_fraction < 0.1 && self.light.is_finite()
    }
}
