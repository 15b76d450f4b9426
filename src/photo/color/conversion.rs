use std::sync::Arc;

use moxcms::{ColorProfile, Layout, RenderingIntent, TransformF32Executor, TransformOptions};

use super::primaries::srgb_from_colorants;
use super::tone::ToneCurve;
use crate::color::LinearRgb;

/// Rows that give linear sRGB from the device's linear channels.
pub(in crate::photo) type Matrix = [[f64; 3]; 3];

/// Code values of one bit depth to light, ready for millions of pixels.
pub(in crate::photo) enum Conversion {
    Plain(Tables),
    Mixed(Mixed),
    Tabled(Tabled),
}

/// One way of getting light from code values, so that a loop over pixels is made for each way.
pub(in crate::photo) trait ToLight {
    /// The light of one pixel; `codes` are at most the `top` that the conversion was made for.
    fn light(&self, codes: [u16; 3]) -> LinearRgb;
}

/// The light of each code value, for red, green and blue.
pub(in crate::photo) struct Tables([Arc<[f64]>; 3]);

pub(in crate::photo) struct Mixed {
    pub tables: Tables,
    pub matrix: Matrix,
}

/// A profile of multidimensional tables, read by `moxcms` into ProPhoto RGB, which is wider than any camera's colours.
///
/// Its grid of 33³ points and its clamp to 0–1 are what this way costs.
pub(in crate::photo) struct Tabled {
    top: u16,
    pro_photo_from_device: Arc<TransformF32Executor>,
    curve: ToneCurve,
    srgb_from_pro_photo: Matrix,
}

impl ToLight for Conversion {
    fn light(&self, codes: [u16; 3]) -> LinearRgb {
        match self {
            Self::Plain(way) => way.light(codes),
            Self::Mixed(way) => way.light(codes),
            Self::Tabled(way) => way.light(codes),
        }
    }
}

impl Tables {
    pub fn new([red, green, blue]: &[ToneCurve; 3], top: u16) -> Self {
        let table = |curve: &ToneCurve| -> Arc<[f64]> {
            (0..=top).map(|code| curve.light(f64::from(code) / f64::from(top))).collect()
        };
        let first = table(red);
        let other = |curve| if curve == red { first.clone() } else { table(curve) };
        Self([first.clone(), other(green), other(blue)])
    }
}

impl ToLight for Tables {
    fn light(&self, [r, g, b]: [u16; 3]) -> LinearRgb {
        let Self([red, green, blue]) = self;
        LinearRgb::new(red[usize::from(r)], green[usize::from(g)], blue[usize::from(b)])
    }
}

impl ToLight for Mixed {
    fn light(&self, codes: [u16; 3]) -> LinearRgb {
        LinearRgb::from_array(multiply(&self.matrix, self.tables.light(codes).to_array()))
    }
}

impl Tabled {
    pub fn new(profile: &ColorProfile) -> Result<Self, String> {
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
        Ok(Self { top: u16::MAX, pro_photo_from_device, curve, srgb_from_pro_photo })
    }

    /// For code values from 0 to `top`.
    pub fn with_top(self, top: u16) -> Self {
        Self { top, ..self }
    }
}

impl ToLight for Tabled {
    /// Black where the transform fails, which equal lengths of three rule out.
    fn light(&self, codes: [u16; 3]) -> LinearRgb {
        let device = codes.map(|code| f32::from(code) / f32::from(self.top));
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

fn multiply(matrix: &Matrix, [r, g, b]: [f64; 3]) -> [f64; 3] {
    matrix.map(|[from_r, from_g, from_b]| from_r * r + from_g * g + from_b * b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use moxcms::{LutMultidimensionalType, LutWarehouse, ToneReprCurve, Vector3d};

    /// sRGB written as tables: curves, then the colorants in the encoding of XYZ, where 1 stands for 1 + 32767/32768.
    fn srgb_in_tables() -> ColorProfile {
        let srgb = ColorProfile::new_srgb();
        let curve = srgb.red_trc.clone().expect("sRGB has a curve");
        let mut matrix = srgb.colorant_matrix();
        matrix.v.iter_mut().flatten().for_each(|value| *value *= 32_768.0 / 65_535.0);
        let linear = || vec![ToneReprCurve::Lut(vec![]); 3];
        let tables = LutMultidimensionalType {
            num_input_channels: 3,
            num_output_channels: 3,
            grid_points: [0; 16],
            clut: None,
            a_curves: vec![],
            b_curves: linear(),
            m_curves: vec![curve.clone(), curve.clone(), curve],
            matrix,
            bias: Vector3d::default(),
        };
        let mut profile = srgb;
        (profile.red_trc, profile.green_trc, profile.blue_trc, profile.cicp) = (None, None, None, None);
        profile.lut_a_to_b_colorimetric = Some(LutWarehouse::Multidimensional(tables));
        profile
    }

    #[test]
    fn a_profile_of_tables_means_what_its_tables_say() {
        let tabled = Tabled::new(&srgb_in_tables()).expect("tables of three channels").with_top(255);
        for rgb in [[255, 255, 255], [128, 128, 128], [200, 140, 110], [30, 25, 22], [255, 0, 0]] {
            let expected = LinearRgb::from_srgb8(rgb).to_array();
            let read = tabled.light(rgb.map(u16::from)).to_array();
            // Between the points of the grid, straight lines are off by up to this.
            assert!(read.iter().zip(expected).all(|(a, b)| (a - b).abs() < 5e-4), "{rgb:?}: {read:?}");
        }
    }

    #[test]
    fn tables_without_what_they_promise_are_refused() {
        let mut profile = srgb_in_tables();
        profile.lut_a_to_b_colorimetric = None;
        assert!(Tabled::new(&profile).is_err());
    }
}
