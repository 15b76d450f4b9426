//! The tone curve that a camera or phone lays over linear light, and undoing it.

use nalgebra::Matrix3;

use crate::color::{LinearRgb, decode_srgb, encode_srgb};

/// A monotone curve, the same for all three channels, that leaves black and white where they are.
///
/// Its inverse is e − e(1 − e)(b₀ + b₁t + b₂t²) with t = 2e − 1, on sRGB-encoded values e. This form has no source: it was
/// chosen as the smallest that follows both no curve and the mid-tone lift of phones.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ToneCurve {
    pub bend: [f64; 3],
    pub primaries: Primaries,
}

/// The primaries on which the camera applied its curve, those of the file's encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Primaries {
    #[default]
    Srgb,
    DisplayP3,
}

impl ToneCurve {
    /// No curve, for light that is linear already.
    pub const NONE: Self = Self { bend: [0.0; 3], primaries: Primaries::Srgb };

    /// Whether it bends nothing.
    pub fn is_straight(&self) -> bool {
        self.bend == [0.0; 3]
    }

    /// The camera's linear light on the curve's primaries.
    pub fn undo(&self, light: LinearRgb) -> [f64; 3] {
        self.primaries.values_of(light).map(|value| self.undo_value(value))
    }

    /// One linear value before the camera bent it.
    pub fn undo_value(&self, value: f64) -> f64 {
        if self.is_straight() { value } else { decode_srgb(self.unbend(encode_srgb(value))) }
    }

    /// The value that [`ToneCurve::undo_value`] takes back to `value`.
    pub fn bend_value(&self, value: f64) -> f64 {
        let wanted = encode_srgb(value);
        if !(0.0..1.0).contains(&wanted) {
            return value;
        }
        let (low, high) = (0..40).fold((0.0, 1.0), |(low, high), _| {
            let middle = (low + high) / 2.0;
            if self.unbend(middle) < wanted { (middle, high) } else { (low, middle) }
        });
        decode_srgb((low + high) / 2.0)
    }

    /// Whether more light always gives a higher value.
    pub fn is_monotone(&self) -> bool {
        let values = (0..=50).map(|step| self.unbend(f64::from(step) / 50.0));
        values.clone().zip(values.skip(1)).all(|(lower, higher)| lower < higher)
    }

    fn unbend(&self, e: f64) -> f64 {
        let (t, room) = (2.0 * e - 1.0, (e * (1.0 - e)).max(0.0));
        e - room * (self.bend[0] + t * (self.bend[1] + t * self.bend[2]))
    }
}

impl Primaries {
    /// The light on these primaries, linear.
    pub fn values_of(self, light: LinearRgb) -> [f64; 3] {
        match self {
            Self::Srgb => light.to_array(),
            Self::DisplayP3 => (P3_FROM_SRGB * nalgebra::Vector3::from(light.to_array())).into(),
        }
    }
}

/// Linear Display P3 from linear sRGB, both D65 (from the primaries of SMPTE EG 432-1 and IEC 61966-2-1).
const P3_FROM_SRGB: Matrix3<f64> = Matrix3::new(
    0.822_462, 0.177_538, 0.0, //
    0.033_194, 0.966_806, 0.0, //
    0.017_083, 0.072_397, 0.910_520,
);

#[cfg(test)]
mod tests {
    use super::*;

    const LIFT: ToneCurve = ToneCurve { bend: [0.55, 0.33, 0.29], primaries: Primaries::Srgb };

    #[test]
    fn bending_and_undoing_return_the_light() {
        for value in [0.0, 0.01, 0.18, 0.5, 0.9, 1.0, 1.2] {
            assert!((LIFT.undo_value(LIFT.bend_value(value)) - value).abs() < 1e-6, "{value}");
        }
    }

    #[test]
    fn a_curve_that_turns_back_is_noticed() {
        assert!(LIFT.is_monotone() && !ToneCurve { bend: [2.0, 0.0, 0.0], ..LIFT }.is_monotone());
    }

    #[test]
    fn white_is_white_on_either_primaries() {
        for value in Primaries::DisplayP3.values_of(LinearRgb::WHITE) {
            assert!((value - 1.0).abs() < 1e-5);
        }
    }
}
