use image::{Rgba, RgbaImage};
use stipple::color::{Lab, LinearRgb};

use super::texture::smooth;
use super::{Paintable, Shape, ellipse};

const SIZE: usize = 256;
const DISC: Lab = Lab::new(80.0, 0.0, 0.0);
const DOT: Lab = Lab::new(17.0, 0.0, 0.0);
/// Degrees from dot to dot, which fills a disc evenly (Vogel 1979).
const GOLDEN_ANGLE: f64 = 137.507_764;
const DOTS: usize = 150;

/// The app's mark: a grey disc with a whorl of dots, bare in the middle.
pub fn icon() -> RgbaImage {
    let center = SIZE as f64 / 2.0;
    let disc = ellipse(center, center, 122.0, 122.0);
    let dots: Vec<Shape> = (0..DOTS).map(|i| dot(i, center)).collect();
    RgbaImage::from_fn(SIZE as u32, SIZE as u32, |x, y| {
        let [x, y] = [x as usize, y as usize];
        let covered: f64 = dots.iter().map(|dot| dot.coverage(x, y)).sum();
        let [r, g, b] = color(covered.min(1.0)).to_srgb8();
        Rgba([r, g, b, (disc.coverage(x, y) * 255.0).round() as u8])
    })
}

fn dot(i: usize, center: f64) -> Shape {
    let out = ((i as f64 + 0.5) / DOTS as f64).sqrt();
    let (sin, cos) = (i as f64 * GOLDEN_ANGLE).to_radians().sin_cos();
    let radius = 5.6 * smooth((out - 0.1) / 0.9);
    ellipse(center + 110.0 * out * cos, center + 110.0 * out * sin, radius, radius)
}

fn color(covered: f64) -> LinearRgb {
    DISC.to_linear().mix(DOT.to_linear(), covered)
}
