//! Lightness and chroma of a decoded AV1 picture to red, green and blue (ITU-T H.273, 8.3).

use re_rav1d::dav1d::pixel::YUVRange;
use re_rav1d::dav1d::{Picture, PixelLayout, PlanarImageComponent, Plane};

/// How red, green and blue were split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coding {
    /// Code point of H.273, table 4.
    pub matrix: u16,
    /// Not the narrow range of television.
    pub full_range: bool,
}

/// One plane of numbers, with how often it has one across and down.
struct Channel {
    plane: Plane,
    stride: usize,
    every: (usize, usize),
}

/// A decoded picture, read pixel by pixel; values run 0–1.
pub(super) struct Planes {
    lightness: Channel,
    chroma: Option<[Channel; 2]>,
    bits: u32,
    size: (usize, usize),
    coding: Coding,
}

impl Coding {
    pub fn of(picture: &Picture) -> Self {
        let full_range = picture.color_range() == YUVRange::Full;
        Self { matrix: picture.matrix_coefficients() as u16, full_range }
    }

    /// Shares of red and blue in lightness (H.273, table 4); BT.601's where it is left open, as viewers do.
    fn shares(self) -> (f32, f32) {
        match self.matrix {
            1 => (0.2126, 0.0722),
            4 => (0.30, 0.11),
            7 => (0.212, 0.087),
            9 | 10 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        }
    }
}

impl Planes {
    /// The upper left part of a picture; `None` if it is smaller than that.
    pub fn new(picture: &Picture, (width, height): (u32, u32), coding: Coding) -> Option<Self> {
        let is_large_enough = picture.width() >= width && picture.height() >= height;
        let bits = u32::try_from(picture.bits_per_component()?.0).ok().filter(|_| is_large_enough)?;
        let channel = |component, every| Channel {
            plane: picture.plane(component),
            stride: picture.stride(component) as usize,
            every,
        };
        let both = |every| Some([channel(PlanarImageComponent::U, every), channel(PlanarImageComponent::V, every)]);
        let chroma = match picture.pixel_layout() {
            PixelLayout::I400 => None,
            PixelLayout::I420 => both((2, 2)),
            PixelLayout::I422 => both((2, 1)),
            PixelLayout::I444 => both((1, 1)),
        };
        let lightness = channel(PlanarImageComponent::Y, (1, 1));
        Some(Self { lightness, chroma, bits, size: (width as usize, height as usize), coding })
    }

    /// Red, green and blue of each pixel, row by row.
    pub fn colors(&self) -> impl Iterator<Item = f32> {
        self.pixels().flat_map(|(x, y)| self.color(x, y))
    }

    /// The first plane alone, as a picture of opacity has it.
    pub fn lightness(&self) -> impl Iterator<Item = f32> {
        self.pixels().map(|(x, y)| self.light(x, y).clamp(0.0, 1.0))
    }

    fn pixels(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let (width, height) = self.size;
        (0..height).flat_map(move |y| (0..width).map(move |x| (x, y)))
    }

    fn color(&self, x: usize, y: usize) -> [f32; 3] {
        let light = self.light(x, y);
        let Some(chroma) = &self.chroma else { return [light.clamp(0.0, 1.0); 3] };
        let [blue, red] = [0, 1].map(|index: usize| f32::from(chroma[index].at(x, y, self.bits)));
        let color = if self.coding.matrix == 0 {
            // Green, blue and red were left as they are.
            [self.share(red), light, self.share(blue)]
        } else {
            let (of_red, of_blue) = self.coding.shares();
            let [blue, red] = [blue, red].map(|value| self.difference(value));
            let (r, b) = (light + 2.0 * (1.0 - of_red) * red, light + 2.0 * (1.0 - of_blue) * blue);
            [r, (light - of_red * r - of_blue * b) / (1.0 - of_red - of_blue), b]
        };
        color.map(|value| value.clamp(0.0, 1.0))
    }

    fn light(&self, x: usize, y: usize) -> f32 {
        self.share(f32::from(self.lightness.at(x, y, self.bits)))
    }

    fn share(&self, value: f32) -> f32 {
        let unit = self.unit();
        if self.coding.full_range { value / (256.0 * unit - 1.0) } else { (value - 16.0 * unit) / (219.0 * unit) }
    }

    fn difference(&self, value: f32) -> f32 {
        let unit = self.unit();
        let range = if self.coding.full_range { 256.0 * unit - 1.0 } else { 224.0 * unit };
        (value - 128.0 * unit) / range
    }

    /// What a step of 8 bits is.
    fn unit(&self) -> f32 {
        (1u32 << self.bits.saturating_sub(8)) as f32
    }
}

impl Channel {
    /// The number that a pixel has, or shares with its neighbours: no colour is made up between two.
    fn at(&self, x: usize, y: usize, bits: u32) -> u16 {
        let (x, row) = (x / self.every.0, y / self.every.1 * self.stride);
        let number = |at: usize| self.plane.get(at).copied().unwrap_or_default();
        if bits > 8 {
            u16::from_le_bytes([number(row + 2 * x), number(row + 2 * x + 1)])
        } else {
            u16::from(number(row + x))
        }
    }
}
