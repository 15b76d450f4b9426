use std::sync::Arc;

use moxcms::{ColorProfile, Layout, RenderingIntent, TransformF32Executor, TransformOptions};

use super::primaries::srgb_from_colorants;
use super::tone::ToneCurve;
use crate::color::LinearRgb;

type Matrix = [[f64; 3]; 3];

/// A camera's or editor's way of writing colours, independent of the bits it uses.
#[derive(Clone)]
pub(super) enum Device {
    /// One curve a channel, then a matrix to linear sRGB; without a matrix the channels are linear sRGB already.
    Shaped {
        curves: [ToneCurve; 3],
        matrix: Option<Matrix>,
    },
    Tabled(Tabled),
}

/// Code values of one bit depth to light, ready for millions of pixels.
pub(super) enum Conversion {
    /// Each table has an entry for every code value.
    Shaped {
        tables: [Arc<[f64]>; 3],
        matrix: Option<Matrix>,
    },
    Tabled {
        tabled: Tabled,
        top: u16,
    },
}

/// A profile of multidimensional tables, read by `moxcms` into ProPhoto RGB, which is wider than any camera's colours.
///
/// Its grid of 33³ points and its clamp to 0–1 are what this way costs.
#[derive(Clone)]
pub(super) struct Tabled {
    pro_photo_from_device: Arc<TransformF32Executor>,
    curve: ToneCurve,
    srgb_from_pro_photo: Matrix,
}

impl Device {
    pub fn srgb() -> Self {
        Self::neutral(ToneCurve::Srgb)
    }

    /// Grey, or sRGB primaries: all channels share a curve and nothing mixes them.
    pub fn neutral(curve: ToneCurve) -> Self {
        Self::Shaped { curves: [curve.clone(), curve.clone(), curve], matrix: None }
    }

    /// Curves and a matrix; what is sRGB but for the rounding of its file becomes sRGB exactly.
    pub fn shaped(curves: [ToneCurve; 3], matrix: Matrix) -> Self {
        if is_identity(&matrix) && curves.iter().all(ToneCurve::is_srgb) {
            return Self::srgb();
        }
        Self::Shaped { curves, matrix: Some(matrix) }
    }

    pub fn from_tables(profile: &ColorProfile) -> Result<Self, String> {
        Tabled::new(profile).map(Self::Tabled)
    }

    /// For code values from 0 to `top`.
    pub fn conversion(&self, top: u16) -> Conversion {
        match self {
            Self::Shaped { curves: [red, green, blue], matrix } => {
                let first = table(red, top);
                let other = |curve| if curve == red { first.clone() } else { table(curve, top) };
                Conversion::Shaped { tables: [first.clone(), other(green), other(blue)], matrix: *matrix }
            }
            Self::Tabled(tabled) => Conversion::Tabled { tabled: tabled.clone(), top },
        }
    }
}

impl Conversion {
    /// The light of one pixel; `codes` are at most the `top` that the conversion was made for.
    pub fn light(&self, codes: [u16; 3]) -> LinearRgb {
        match self {
            Self::Shaped { tables: [red, green, blue], matrix } => {
                let [r, g, b] = codes.map(usize::from);
                let linear = [red[r], green[g], blue[b]];
                LinearRgb::from_array(matrix.as_ref().map_or(linear, |matrix| multiply(matrix, linear)))
            }
            Self::Tabled { tabled, top } => tabled.light(codes.map(|code| f32::from(code) / f32::from(*top))),
        }
    }
}

impl Tabled {
    fn new(profile: &ColorProfile) -> Result<Self, String> {
        let rendering_intent = match profile.lut_a_to_b_colorimetric {
            Some(_) => RenderingIntent::RelativeColorimetric,
            None => RenderingIntent::Perceptual,
        };
        let options = TransformOptions { rendering_intent, ..TransformOptions::default() };
        let pro_photo = ColorProfile::new_pro_photo_rgb();
        let curve = pro_photo.red_trc.as_ref().and_then(ToneCurve::from_icc).ok_or("ProPhoto RGB has no curve")?;
        let pro_photo_from_device = profile
            .create_transform_f32(Layout::Rgb, &pro_photo, Layout::Rgb, options)
            .map_err(|error| format!("the profile's tables can't be used ({error})"))?;
        let colorants = [pro_photo.red_colorant, pro_photo.green_colorant, pro_photo.blue_colorant];
        let srgb_from_pro_photo = srgb_from_colorants(colorants.map(|color| [color.x, color.y, color.z]));
        Ok(Self { pro_photo_from_device, curve, srgb_from_pro_photo })
    }

    /// Black where the transform fails, which equal lengths of three rule out.
    fn light(&self, device: [f32; 3]) -> LinearRgb {
        let mut encoded = [0.0f32; 3];
        match self.pro_photo_from_device.transform(&device, &mut encoded) {
            Ok(()) => {
                let linear = encoded.map(|value| self.curve.light(f64::from(value)));
                LinearRgb::from_array(multiply(&self.srgb_from_pro_photo, linear))
            }
            Err(_) => LinearRgb::BLACK,
        }
    }
}

fn table(curve: &ToneCurve, top: u16) -> Arc<[f64]> {
    (0..=top).map(|code| curve.light(f64::from(code) / f64::from(top))).collect()
}

fn multiply(matrix: &Matrix, [r, g, b]: [f64; 3]) -> [f64; 3] {
    matrix.map(|[from_r, from_g, from_b]| from_r * r + from_g * g + from_b * b)
}

/// Identity but for the rounding of sRGB profiles, which differ among themselves in the fourth decimal.
fn is_identity(matrix: &Matrix) -> bool {
    let identity = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    matrix.iter().flatten().zip(identity.iter().flatten()).all(|(a, b)| (a - b).abs() < 2e-3)
}
