use moxcms::ColorProfile;

use super::conversion::{Conversion, Matrix, Mixed, Tabled, Tables};
use super::tone::ToneCurve;

const IDENTITY: Matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// Primaries of SMPTE EG 432-1 (x, y: 0.680, 0.320; 0.265, 0.690; 0.150, 0.060) to those of IEC 61966-2-1, both D65.
const SRGB_FROM_DISPLAY_P3: Matrix =
    [[1.224_940, -0.224_940, 0.0], [-0.042_057, 1.042_057, 0.0], [-0.019_638, -0.078_636, 1.098_274]];

/// A camera's or editor's way of writing colours, independent of the bits it uses.
pub(in crate::photo) enum Device {
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
        if Self::is_unmixed(&matrix) && curves.iter().all(ToneCurve::is_srgb) {
            return Self::srgb();
        }
        Self::Mixed(curves, matrix)
    }

    /// Whether a matrix to linear sRGB leaves all as it is, but for the rounding of a file.
    pub fn is_unmixed(matrix: &Matrix) -> bool {
        is_near(matrix, &IDENTITY)
    }

    /// The tables of a profile.
    ///
    /// # Errors
    /// The reason, when it has none that can be used.
    pub fn from_tables(profile: &ColorProfile) -> Result<Self, String> {
        Tabled::new(profile).map(Self::Tabled)
    }

    /// The usual name of the two spaces that phones write, whatever their profiles call them ("c2", "sP3").
    pub fn usual_name(&self) -> Option<&'static str> {
        match self {
            Self::Plain(curves) if curves.iter().all(ToneCurve::is_srgb) => Some("sRGB"),
            Self::Mixed(curves, matrix) if curves.iter().all(ToneCurve::is_srgb) => {
                is_near(matrix, &SRGB_FROM_DISPLAY_P3).then_some("Display P3")
            }
            _ => None,
        }
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

/// Equal but for the rounding of profiles, which differ among themselves in the fourth decimal.
fn is_near(matrix: &Matrix, other: &Matrix) -> bool {
    matrix.iter().flatten().zip(other.iter().flatten()).all(|(a, b)| (a - b).abs() < 2e-3)
}
