use stipple::color::Lab;

use super::{Camera, Fade, Hair, Layer, Lie, Light, Noise, Scene, Skin, Stubble, Tissue, numbered, rect};

/// A field of stubble that fills the frame but for a strip of bare skin above and a strip of hair below it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub skin: Lab,
    pub hair: Lab,
    pub coverage: f64,
    pub px_per_mm: f64,
    pub seed: u64,
}

/// Our choice: some hundred tips at 1 % coverage, and a frame that is quickly drawn at 60 px per mm.
const WIDTH_MM: f64 = 12.0;
const HEIGHT_MM: f64 = 10.0;
/// The least width and height in pixels: photos from further away show more.
const LEAST_PX: f64 = 300.0;

impl Field {
    /// Before a camera with a usual blur and noise, in even light.
    pub fn scene(self) -> Scene {
        let scale = (LEAST_PX / (HEIGHT_MM * self.px_per_mm)).max(1.0) * self.px_per_mm;
        let (width, height) = ((WIDTH_MM * scale).round(), (HEIGHT_MM * scale).round());
        let strip = (0.2 * height).round();
        let all = rect(0.0, 0.0, width, height);
        let (above, below) = (rect(0.0, 0.0, width, strip), rect(0.0, height - strip, width, strip));
        let within = rect(4.0, strip + 4.0, width - 8.0, height - 2.0 * strip - 8.0);
        let marked = [
            ("Skin", Tissue::Skin, above),
            ("Stubble", Tissue::Stubble, within),
            ("Hair", Tissue::Hair, below.clone()),
        ];
        let layers = vec![
            Layer::Skin(Skin { shape: all, lab: self.skin, mottling: 2.0, rim: 0.0 }),
            Layer::Stubble(self.stubble(rect(0.0, strip, width, height - 2.0 * strip))),
            Layer::Hair(Hair { shape: below, lab: self.hair, degrees: 5.0, wave_mm: 0.3, contrast: 0.4 }),
        ];
        Scene {
            width: width as usize,
            height: height as usize,
            px_per_mm: self.px_per_mm,
            seed: self.seed,
            backdrop: self.skin,
            layers,
            light: Light::default(),
            camera: Camera { blur_px: 0.7, noise: Noise { read: 0.002, shot: 0.008 }, ..Camera::default() },
            regions: numbered(marked),
        }
    }

    /// As dense as on a scalp; where they cover much, denser and longer.
    fn stubble(self, field: super::Shape) -> Stubble {
        Stubble {
            field,
            fade: Fade::Even,
            avoid: Vec::new(),
            follicles_per_cm2: (100.0 + 1000.0 * self.coverage).min(260.0),
            tip_diameter_mm: 0.08,
            tip_length_mm: 0.3,
            lie: Lie::Along(65.0),
            hair: self.hair,
            grey_hair: self.hair,
            grey_share: 0.0,
            unevenness: 2.0,
            tangle: 0.0,
            fuller_units: 0.0,
        }
        .with_coverage(self.coverage)
    }
}
