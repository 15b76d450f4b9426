use moxcms::ColorProfile;

use super::conversion::{Conversion, Matrix, Mixed, Tabled, Tables};
use super::tone::ToneCurve;

/// A camera's or editor's way of writing colours, independent of the bits it uses.
pub(super) enum Device {
    /// One curve a channel, and what comes out is linear sRGB or grey.
    Plain([ToneCurve; 3]),
    /// One curve a channel, then a matrix to linear sRGB.
    Mixed([ToneCurve; 3], Matrix),
    Tabled(Tabled),
}

impl Device {
    pub fn srgb() -> Self {
        Self::neutral(ToneCurve::Srgb)
    }

    /// Grey, or sRGB primaries: all channels share a curve and nothing mixes them.
    pub fn neutral(curve: ToneCurve) -> Self {
        Self::Plain([curve.clone(), curve.clone(), curve])
    }

    /// Curves and a matrix; what is sRGB but for the rounding of its file becomes sRGB exactly.
    pub fn mixed(curves: [ToneCurve; 3], matrix: Matrix) -> Self {
        if is_identity(&matrix) && curves.iter().all(ToneCurve::is_srgb) {
            return Self::srgb();
        }
        Self::Mixed(curves, matrix)
    }

    /// The tables of a profile.
    ///
    /// # Errors
    /// The reason, when it has none that can be used.
    pub fn from_tables(profile: &ColorProfile) -> Result<Self, String> {
        Tabled::new(profile).map(Self::Tabled)
    }

    /// For code values from 0 to `top`.
    pub fn conversion(self, top: u16) -> Conversion {
        match self {
            Self::Plain(curves) => Conversion::Plain(Tables::new(&curves, top)),
            Self::Mixed(curves, matrix) => Conversion::Mixed(Mixed { tables: Tables::new(&curves, top), matrix }),
            Self::Tabled(tabled) => Conversion::Tabled(tabled.with_top(top)),
        }
    }
}

/// Identity but for the rounding of sRGB profiles, which differ among themselves in the fourth decimal.
fn is_identity(matrix: &Matrix) -> bool {
    let identity = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    matrix.iter().flatten().zip(identity.iter().flatten()).all(|(a, b)| (a - b).abs() < 2e-3)
}
