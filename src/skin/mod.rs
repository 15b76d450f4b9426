//! Optics of skin: from a measured bare colour to melanin and blood, and from pigment in that skin to its healed colour.
//!
//! [`infer_skin`] finds the [`Skin`] whose colour was measured; [`PreparedSkin`] solves its layers once, after which
//! [`PreparedSkin::slab`] and [`PreparedSkin::area`] predict a [`PigmentLayer`] in microseconds. Light is solved in
//! `adding_doubling` (layers of flat tissue, light falling straight in, specular reflection excluded).
//! It knows nothing of shades, fading or healing, and a prediction for a real client is uncertain by ΔE00 3–7.

mod absorption;
mod adding_doubling;
mod correction;
mod deposit;
mod dot_grain;
mod dot_middle;
mod dot_profile;
mod dots;
mod interpolation;
mod inversion;
mod light_spread;
mod medium;
mod pigment_layer;
mod prepared;
mod range;
mod shafts;
mod streams;
mod surfaces;
#[cfg(test)]
pub(crate) mod tests;
mod tissue;

pub use correction::smooth_reflectance;
pub use deposit::Deposit;
pub use dot_grain::DotGrain;
pub use dot_profile::{DotProfile, REACH_MM};
pub use dots::Dots;
pub use inversion::{SkinFit, infer_melanin, infer_skin};
pub use light_spread::LightSpread;
pub use pigment_layer::{DEPOSIT_THICKNESS_MM, PigmentLayer};
pub use prepared::PreparedSkin;
pub use range::{LIGHTNESS_RANGE, distance_from_skin};
pub use shafts::{HairShafts, USUAL_BLOOD};
pub use surfaces::{hair_colors, skins_and_hairs};
pub use tissue::{MELANIN_OF_TYPES, Skin};
