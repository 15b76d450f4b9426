use image::DynamicImage;

use super::upright::Walk;

/// Code values as the file stored them, never rounded, turned or converted.
pub(super) struct Raster {
    codes: Codes,
    channels: Channels,
}

enum Codes {
    Eight(Vec<u8>),
    Sixteen(Vec<u16>),
}

#[derive(Clone, Copy)]
enum Channels {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
}

/// Enough to see one coloured pixel in a thousand.
const LOOKED_AT: usize = 40_000;

/// Levels of 255 by which the channels of a grey pixel may differ: colour conversion and chroma each round once.
const ROUNDING: u16 = 2;

/// Our choice: a stamped date or a speck of dust is no colour photo; one pixel in this many may be coloured.
const MOST_COLORED: usize = 1_000;

impl Channels {
    fn count(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

impl Raster {
    /// Takes over the pixels without copying them; `None` for floating-point pixels.
    pub fn from_image(image: DynamicImage) -> Option<Self> {
        use Channels::{Grey, GreyAlpha, Rgb, Rgba};
        let (codes, channels) = match image {
            DynamicImage::ImageLuma8(buffer) => (Codes::Eight(buffer.into_raw()), Grey),
            DynamicImage::ImageLumaA8(buffer) => (Codes::Eight(buffer.into_raw()), GreyAlpha),
            DynamicImage::ImageRgb8(buffer) => (Codes::Eight(buffer.into_raw()), Rgb),
            DynamicImage::ImageRgba8(buffer) => (Codes::Eight(buffer.into_raw()), Rgba),
            DynamicImage::ImageLuma16(buffer) => (Codes::Sixteen(buffer.into_raw()), Grey),
            DynamicImage::ImageLumaA16(buffer) => (Codes::Sixteen(buffer.into_raw()), GreyAlpha),
            DynamicImage::ImageRgb16(buffer) => (Codes::Sixteen(buffer.into_raw()), Rgb),
            DynamicImage::ImageRgba16(buffer) => (Codes::Sixteen(buffer.into_raw()), Rgba),
            _ => return None,
        };
        Some(Self { codes, channels })
    }

    /// The highest code value: 255 or 65535.
    pub fn top(&self) -> u16 {
        match self.codes {
            Codes::Eight(_) => u16::from(u8::MAX),
            Codes::Sixteen(_) => u16::MAX,
        }
    }

    /// Stored without colour channels.
    pub fn is_grey(&self) -> bool {
        matches!(self.channels, Channels::Grey | Channels::GreyAlpha)
    }

    /// Without colour in its pixels, as far as 40,000 of them tell, but for the rounding of a JPEG.
    pub fn is_colorless(&self) -> bool {
        let pixels = self.pixels();
        let step = (pixels / LOOKED_AT).max(1) | 1;
        let looked_at = (0..pixels).step_by(step).filter_map(|index| self.at(index));
        let (mut all, mut colored) = (0, 0);
        for [r, g, b, _] in looked_at {
            all += 1;
            colored += usize::from(r.max(g).max(b) - r.min(g).min(b) > self.top() / 255 * ROUNDING);
        }
        self.is_grey() || colored * MOST_COLORED < all
    }

    fn pixels(&self) -> usize {
        let codes = match &self.codes {
            Codes::Eight(codes) => codes.len(),
            Codes::Sixteen(codes) => codes.len(),
        };
        codes / self.channels.count()
    }

    /// Red, green, blue and alpha of one stored pixel; grey is three equal channels.
    pub fn at(&self, index: usize) -> Option<[u16; 4]> {
        match &self.codes {
            Codes::Eight(codes) => pixel_at(codes, self.channels, self.top(), index),
            Codes::Sixteen(codes) => pixel_at(codes, self.channels, self.top(), index),
        }
    }

    /// Appends what `make` makes of red, green, blue and alpha of each pixel on the way.
    pub fn extend<T>(&self, out: &mut Vec<T>, walk: Walk, make: impl Fn([u16; 4]) -> T) {
        match &self.codes {
            Codes::Eight(codes) => extend_from(codes, self.channels, self.top(), walk, out, make),
            Codes::Sixteen(codes) => extend_from(codes, self.channels, self.top(), walk, out, make),
        }
    }
}

fn pixel_at<C: Copy + Into<u16>>(codes: &[C], channels: Channels, top: u16, index: usize) -> Option<[u16; 4]> {
    fn pick<C: Copy + Into<u16>, const N: usize>(codes: &[C], index: usize) -> Option<[u16; N]> {
        codes.as_chunks::<N>().0.get(index).map(|pixel| pixel.map(Into::into))
    }
    match channels {
        Channels::Grey => pick(codes, index).map(|[v]| [v, v, v, top]),
        Channels::GreyAlpha => pick(codes, index).map(|[v, alpha]| [v, v, v, alpha]),
        Channels::Rgb => pick(codes, index).map(|[r, g, b]| [r, g, b, top]),
        Channels::Rgba => pick(codes, index),
    }
}

fn extend_from<C: Copy + Into<u16>, T>(
    codes: &[C],
    channels: Channels,
    top: u16,
    walk: Walk,
    out: &mut Vec<T>,
    make: impl Fn([u16; 4]) -> T,
) {
    match channels {
        Channels::Grey => walk_over(codes, walk, out, |[v]| make([v, v, v, top])),
        Channels::GreyAlpha => walk_over(codes, walk, out, |[v, alpha]| make([v, v, v, alpha])),
        Channels::Rgb => walk_over(codes, walk, out, |[r, g, b]| make([r, g, b, top])),
        Channels::Rgba => walk_over(codes, walk, out, make),
    }
}

fn walk_over<C: Copy + Into<u16>, T, const N: usize>(
    codes: &[C],
    walk: Walk,
    out: &mut Vec<T>,
    make: impl Fn([u16; N]) -> T,
) {
    let pixels = codes.as_chunks::<N>().0;
    let Walk { start, step, len } = walk;
    let make = |pixel: &[C; N]| make(pixel.map(Into::into));
    let stride = step.unsigned_abs().max(1);
    if step == 1 {
        out.extend(pixels.get(start..start + len).unwrap_or_default().iter().map(make));
    } else if step > 0 {
        out.extend(pixels.get(start..).unwrap_or_default().iter().step_by(stride).take(len).map(make));
    } else {
        out.extend(pixels.get(..=start).unwrap_or_default().iter().rev().step_by(stride).take(len).map(make));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayAlphaImage, ImageBuffer, Rgb, RgbImage};

    fn collect(raster: &Raster, walk: Walk) -> Vec<[u16; 4]> {
        let mut pixels = Vec::new();
        raster.extend(&mut pixels, walk, |pixel| pixel);
        pixels
    }

    #[test]
    fn sixteen_bits_stay_sixteen_bits() {
        let image = ImageBuffer::<Rgb<u16>, _>::from_raw(1, 1, vec![1, 258, 65_535]).expect("one pixel");
        let raster = Raster::from_image(DynamicImage::ImageRgb16(image)).expect("no floating point");
        assert_eq!(collect(&raster, Walk { start: 0, step: 1, len: 1 }), [[1, 258, 65_535, 65_535]]);
    }

    #[test]
    fn a_walk_goes_backwards_and_down() {
        let image = GrayAlphaImage::from_raw(2, 2, vec![1, 255, 2, 255, 3, 255, 4, 0]).expect("four pixels");
        let raster = Raster::from_image(DynamicImage::ImageLumaA8(image)).expect("no floating point");
        assert_eq!(collect(&raster, Walk { start: 3, step: -1, len: 2 }), [[4, 4, 4, 0], [3, 3, 3, 255]]);
        assert_eq!(collect(&raster, Walk { start: 0, step: 2, len: 2 }), [[1, 1, 1, 255], [3, 3, 3, 255]]);
        assert_eq!(collect(&raster, Walk { start: 2, step: -2, len: 2 }), [[3, 3, 3, 255], [1, 1, 1, 255]]);
    }

    #[test]
    fn a_photo_without_color_is_told_from_a_pale_one() {
        let drawn = |rgb: [u8; 3]| DynamicImage::ImageRgb8(RgbImage::from_pixel(300, 200, Rgb(rgb)));
        let is_colorless = |image| Raster::from_image(image).expect("no floating point").is_colorless();
        assert!(is_colorless(DynamicImage::new_luma16(9, 9)));
        assert!(is_colorless(drawn([90, 90, 90])) && is_colorless(drawn([90, 91, 89])));
        assert!(!is_colorless(drawn([90, 87, 89])));
        let mut stamped = drawn([90; 3]).to_rgb8();
        (0..40).for_each(|x| stamped.put_pixel(x, 3, Rgb([255, 120, 0])));
        assert!(is_colorless(stamped.clone().into()));
        (0..300).for_each(|x| stamped.put_pixel(x, 4, Rgb([200, 140, 110])));
        assert!(!is_colorless(stamped.into()));
    }
}
