//! Plain skin with dots on it, for tests.

use std::sync::Arc;

use crate::color::{Lab, LinearRgb};
use crate::photo::{Photo, Pyramid, ScreenTile, Shown};
use crate::pigment::{Hand, Load};
use crate::preview::{DotColor, Ground, Mark, Paint, Pattern, Preview, Treatment, ViewingLight};
use crate::progress::Progress;
use crate::skin::{PreparedSkin, infer_skin};

pub(in crate::preview) const LIGHT: Lab = Lab::new(69.0, 8.5, 15.0);
pub(in crate::preview) const MEDIUM: Lab = Lab::new(58.0, 10.5, 17.0);
pub(in crate::preview) const DARK: Lab = Lab::new(37.0, 10.5, 15.5);

/// Skin on a photo and a preview of it.
pub(in crate::preview) struct Patch {
    pub pyramid: Pyramid,
    pub preview: Preview,
}

/// 600 × 600 pixels of plain skin, 40 × 40 mm, dotted all over or as `change` makes it.
pub(in crate::preview) fn patch(
    skin: Lab,
    tau: f64,
    light: ViewingLight,
    change: impl Fn(Treatment) -> Treatment,
) -> Patch {
    Patch::of_size(600, skin, tau, light, change)
}

impl Patch {
    /// A square photo.
    pub(in crate::preview) fn of_size(
        side: u32,
        skin: Lab,
        tau: f64,
        light: ViewingLight,
        change: impl Fn(Treatment) -> Treatment,
    ) -> Self {
        let [r, g, b] = skin.to_linear().to_srgb8();
        let rgba = [r, g, b, 255].repeat((side * side) as usize);
        let photo = Photo::from_rgba8("plain", side, side, rgba).expect("a picture");
        let shown = Shown { photo: Arc::new(photo), look: None };
        let pyramid = Pyramid::build(&shown, &Progress::unwatched()).expect("not cancelled");
        let hand = Hand::default();
        let area = Mark::Area("rect:-999,-999,9999,9999".parse().expect("a shape"));
        let paint = vec![Paint { mark: area, erases: false }];
        let treatment = change(Treatment { paint, margin_mm: 0.0, ..Treatment::new(hand.dots, 15.0) });
        let prepared = PreparedSkin::new(&infer_skin(skin).skin, hand.deposit());
        let load = Load { carbon_tau: tau, ..Load::default() };
        let color = DotColor::predict(&prepared, &load, &treatment.dots(), light);
        let ground = Arc::new(Ground::of(&pyramid, skin.to_linear()));
        Self { preview: Preview::new(&treatment, &Arc::new(Pattern::new(1)), &ground, color), pyramid }
    }

    pub(in crate::preview) fn treated(&self, level: usize) -> ScreenTile {
        self.preview.tile(&self.pyramid.tile(level, 0, 0), level, 0, 0)
    }
}

pub(in crate::preview) fn lights(tile: &ScreenTile) -> impl Iterator<Item = LinearRgb> {
    tile.rgba.as_chunks::<4>().0.iter().map(|&[r, g, b, _]| LinearRgb::from_srgb8([r, g, b]))
}

pub(in crate::preview) fn mean(tile: &ScreenTile) -> Lab {
    let (sum, count) = lights(tile).fold((LinearRgb::BLACK, 0.0), |(sum, count), light| (sum + light, count + 1.0));
    (sum * (1.0 / count)).into()
}
