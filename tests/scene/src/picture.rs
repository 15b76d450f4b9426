use std::path::Path;

use image::codecs::{jpeg::JpegEncoder, png::PngEncoder};
use image::imageops::{FilterType, resize};
use image::{ExtendedColorType, ImageEncoder, ImageError, ImageResult, Rgb32FImage};
use moxcms::ColorProfile;

use super::Encoding;

/// An encoded photo: values of 0–1 per channel, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub values: Vec<[f64; 3]>,
    pub encoding: Encoding,
}

impl Picture {
    pub fn png8(&self) -> ImageResult<Vec<u8>> {
        let mut file = Vec::new();
        self.write(PngEncoder::new(&mut file), &self.bytes(), ExtendedColorType::Rgb8)?;
        Ok(file)
    }

    /// For tests to which the steps of 8 bits are too coarse.
    pub fn png16(&self) -> ImageResult<Vec<u8>> {
        let samples = self.values.iter().flatten().map(|value| (value * 65535.0).round() as u16);
        let bytes: Vec<u8> = samples.flat_map(u16::to_ne_bytes).collect();
        let mut file = Vec::new();
        self.write(PngEncoder::new(&mut file), &bytes, ExtendedColorType::Rgb16)?;
        Ok(file)
    }

    /// A JPEG of this quality, 1–100.
    pub fn jpeg(&self, quality: u8) -> ImageResult<Vec<u8>> {
        let mut file = Vec::new();
        self.write(JpegEncoder::new_with_quality(&mut file, quality), &self.bytes(), ExtendedColorType::Rgb8)?;
        Ok(file)
    }

    /// Saves as PNG, or as JPEG of this quality where the file's name ends in `.jpg`.
    ///
    /// # Errors
    /// When the picture can't be encoded or the file can't be written.
    pub fn save(&self, path: &Path, jpeg_quality: u8) -> ImageResult<()> {
        let is_jpeg = path.extension().is_some_and(|extension| extension == "jpg");
        let file = if is_jpeg { self.jpeg(jpeg_quality)? } else { self.png8()? };
        std::fs::write(path, file).map_err(ImageError::IoError)
    }

    /// The same without so many pixels at the left and at the top.
    pub fn cropped(&self, rim: usize) -> Self {
        let rows = self.values.chunks_exact(self.width).skip(rim);
        let values = rows.flat_map(|row| row[rim..].iter().copied()).collect();
        Self { width: self.width - rim, height: self.height - rim, values, encoding: self.encoding }
    }

    /// The same with so many times the pixels along a side, as programs that pass photos on make it.
    pub fn resized(&self, factor: f64, filter: FilterType) -> Self {
        let values: Vec<f32> = self.values.iter().flatten().map(|value| *value as f32).collect();
        let [width, height] = [self.width, self.height].map(|side| side as u32);
        let picture = Rgb32FImage::from_raw(width, height, values).expect("three values for each pixel");
        let [width, height] = [width, height].map(|side| (f64::from(side) * factor).round().max(1.0) as u32);
        let resized = resize(&picture, width, height, filter);
        let values = resized.pixels().map(|pixel| pixel.0.map(|value| f64::from(value).clamp(0.0, 1.0))).collect();
        Self { width: width as usize, height: height as usize, values, encoding: self.encoding }
    }

    /// 8-bit values, row by row.
    pub fn bytes(&self) -> Vec<u8> {
        self.values.iter().flatten().map(|value| (value * 255.0).round() as u8).collect()
    }

    fn write(&self, mut encoder: impl ImageEncoder, bytes: &[u8], color: ExtendedColorType) -> ImageResult<()> {
        if let Some(profile) = self.encoding.profile() {
            encoder.set_icc_profile(profile).map_err(ImageError::Unsupported)?;
        }
        encoder.write_image(bytes, self.width as u32, self.height as u32, color)
    }
}

impl Encoding {
    /// The ICC profile that a file carries; none for sRGB, which readers assume.
    pub fn profile(self) -> Option<Vec<u8>> {
        match self {
            Self::Srgb => None,
            Self::DisplayP3 => {
                // moxcms 0.8.1 tags this profile with the primaries code of DCI P3, whose white isn't D65.
                let mut profile = ColorProfile::new_display_p3();
                profile.cicp = None;
                Some(profile.encode().expect("moxcms encodes the profile that it makes"))
            }
        }
    }
}
