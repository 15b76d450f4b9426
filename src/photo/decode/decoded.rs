use image::DynamicImage;
use image::metadata::Orientation;

use crate::photo::color::profile::Clues;
use crate::photo::format::PhotoFormat;
use crate::photo::origin::made::Origin;

/// All that a file gives.
pub(in crate::photo) struct Decoded {
    pub image: DynamicImage,
    pub format: PhotoFormat,
    pub orientation: Orientation,
    pub clues: Clues,
    pub origin: Origin,
}
