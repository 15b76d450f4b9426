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

    /// Hands over red, green, blue and alpha of each pixel on the way; grey is three equal channels.
    pub fn for_each(&self, walk: Walk, take: impl FnMut([u16; 4])) {
        match &self.codes {
            Codes::Eight(codes) => for_each_in(codes, self.channels, self.top(), walk, take),
            Codes::Sixteen(codes) => for_each_in(codes, self.channels, self.top(), walk, take),
        }
    }
}

fn for_each_in<C: Copy + Into<u16>>(
    codes: &[C],
    channels: Channels,
    top: u16,
    walk: Walk,
    mut take: impl FnMut([u16; 4]),
) {
    match channels {
        Channels::Grey => walk_over(codes, walk, |[v]| take([v, v, v, top])),
        Channels::GreyAlpha => walk_over(codes, walk, |[v, alpha]| take([v, v, v, alpha])),
        Channels::Rgb => walk_over(codes, walk, |[r, g, b]| take([r, g, b, top])),
        Channels::Rgba => walk_over(codes, walk, take),
    }
}

fn walk_over<C: Copy + Into<u16>, const N: usize>(codes: &[C], walk: Walk, mut take: impl FnMut([u16; N])) {
    let pixels = codes.as_chunks::<N>().0;
    let stride = walk.step.unsigned_abs().max(1);
    let mut take = |pixel: &[C; N]| take(pixel.map(Into::into));
    if walk.step > 0 {
        let ahead = pixels.get(walk.start..).unwrap_or_default();
        ahead.iter().step_by(stride).take(walk.len).for_each(&mut take);
    } else {
        let behind = pixels.get(..=walk.start).unwrap_or_default();
        behind.iter().rev().step_by(stride).take(walk.len).for_each(&mut take);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayAlphaImage, ImageBuffer, Rgb};

    fn collect(raster: &Raster, walk: Walk) -> Vec<[u16; 4]> {
        let mut pixels = Vec::new();
        raster.for_each(walk, |pixel| pixels.push(pixel));
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
}
