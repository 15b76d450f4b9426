use crate::photo::Tissue;

/// The tissues in the order of their keys.
pub(in crate::gui) const OFFERED: [Tissue; 5] =
    [Tissue::Skin, Tissue::Stubble, Tissue::Hair, Tissue::Swatch, Tissue::Healed];
