use crate::color::{self, LinearRgb, quantile};
use crate::photo::{Grid, Pyramid, ScreenTile, screen_light};

/// What the photo shows below the dots: how light the skin is from place to place.
///
/// By it hair that lies on the skin and shine on its surface are told from the skin, which alone takes the dots. Made
/// once for each photo and look: about 10 ms; 4 bytes for each block of 24 pixels of the smallest picture.
pub struct Ground {
    /// Blocks of pixels.
    grid: Grid,
    /// Luminance of the skin by block.
    lightness: Vec<f32>,
    parts: Parts,
    photo_size: [u32; 2],
}

/// What one pixel shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shows {
    /// The share of skin, the rest is hair that lies over the dots.
    pub skin: f32,
    /// Light that the surface sends back before it meets a dot, equal in all channels.
    pub shine: f32,
}

const BLOCK: usize = 24;
/// Of a block's pixels this share is darker than its skin: hair and pores are.
const DARKER: f64 = 0.7;
/// How far shading may take skin from where it was measured.
const SHADING: [f32; 2] = [0.5, 1.6];
/// Luminance over the skin's below which all is hair, and above which all is skin; chosen between black hair on dark
/// skin (0.2), and a dense field of stubble (0.7).
const HAIR: [f32; 2] = [0.3, 0.55];
/// Neutral light over the skin's luminance that pale or unevenly lit skin may have without shining; our choice.
const PALE: f32 = 0.25;
/// Below this the skin's light is so grey that shine can't be told from it.
const LEAST_COLOR: f32 = 0.15;

impl Ground {
    /// `skin` is the bare skin's light where it was measured, as the pyramid shows it.
    pub fn of(pyramid: &Pyramid, skin: LinearRgb) -> Self {
        let level = pyramid.level_count() - 1;
        let tile = pyramid.tile(level, 0, 0);
        let [columns, rows] = [tile.width, tile.height].map(|side| (side as usize).div_ceil(BLOCK).max(1));
        let grid = Grid { origin: [0.0; 2], cell_px: (BLOCK << level) as f64, columns, rows };
        let luminance = skin.luminance().max(1e-3) as f32;
        let [low, high] = SHADING.map(|share| share * luminance);
        let block = |block: usize| block_lightness(&tile, grid.place(block)).clamp(low, high);
        let lightness: Vec<f32> = (0..grid.count()).map(block).collect();
        Self {
            lightness: blurred(&grid, &lightness),
            grid,
            parts: Parts::of(skin.to_array().map(|channel| channel as f32 / luminance)),
            photo_size: pyramid.level_size(0).into(),
        }
    }

    /// Width and height in pixels.
    pub(super) fn photo_size(&self) -> [u32; 2] {
        self.photo_size
    }

    /// What a pixel of this light shows where the skin has this luminance.
    pub(super) fn shows(&self, light: [f32; 3], skin: f32) -> Shows {
        let of_skin = dot(light, self.parts.skin).min(dot(light, LUMINANCE));
        let share = ((of_skin - HAIR[0] * skin) / ((HAIR[1] - HAIR[0]) * skin)).clamp(0.0, 1.0);
        let most = light[0].min(light[1]).min(light[2]);
        Shows {
            skin: share * share * (3.0 - 2.0 * share),
            shine: (dot(light, self.parts.neutral) - PALE * skin).min(most).max(0.0),
        }
    }

    /// How much of a light is of the skin's hue, 0–1: nothing of a grey wall.
    pub(super) fn hue_share(&self, light: [f32; 3]) -> f32 {
        (dot(light, self.parts.skin) / dot(light, LUMINANCE).max(f32::MIN_POSITIVE)).clamp(0.0, 1.0)
    }

    /// Luminance of the skin at a place of the photo.
    pub(super) fn lightness_at(&self, pos_in_photo: [f64; 2]) -> f32 {
        self.grid.value_at(&self.lightness, pos_in_photo)
    }
}

/// Weights by which light is taken apart into some of the skin's hue and some neutral light (least squares; Shafer 1985).
struct Parts {
    /// Gives the luminance of the skin's part.
    skin: [f32; 3],
    neutral: [f32; 3],
}

impl Parts {
    /// `skin` is its light for a luminance of 1.
    fn of(skin: [f32; 3]) -> Self {
        let (skin_skin, skin_one) = (dot(skin, skin), dot(skin, [1.0; 3]));
        let determinant = 3.0 * skin_skin - skin_one * skin_one;
        if determinant < LEAST_COLOR {
            return Self { skin: LUMINANCE, neutral: [0.0; 3] };
        }
        Self {
            skin: skin.map(|channel| (3.0 * channel - skin_one) / determinant),
            neutral: skin.map(|channel| (skin_skin - skin_one * channel) / determinant),
        }
    }
}

/// In 32 bits, as pictures for a screen are.
const LUMINANCE: [f32; 3] = [color::LUMINANCE[0] as f32, color::LUMINANCE[1] as f32, color::LUMINANCE[2] as f32];

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn block_lightness(tile: &ScreenTile, [column, row]: [usize; 2]) -> f32 {
    let (width, height) = (tile.width as usize, tile.height as usize);
    let rows = row * BLOCK..((row + 1) * BLOCK).min(height);
    let mut values: Vec<f64> = rows
        .flat_map(|y| {
            let line = &tile.rgba[y * width * 4..(y + 1) * width * 4];
            let end = ((column + 1) * BLOCK).min(width);
            line[column * BLOCK * 4..end * 4].as_chunks::<4>().0
        })
        .map(|&[r, g, b, _]| LinearRgb::from_array([r, g, b].map(screen_light)).luminance())
        .collect();
    quantile(&mut values, DARKER) as f32
}

/// The mean of each block and those around it, which at the rim are fewer: skin goes on there, but nothing tells how light.
fn blurred(grid: &Grid, blocks: &[f32]) -> Vec<f32> {
    let mean = |block: usize| {
        let around = grid.around(block).map(|near| blocks[near]);
        let (count, sum) = around.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
        sum / count
    };
    (0..grid.count()).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Lab;
    use crate::photo::{Photo, Shown};
    use crate::progress::Progress;
    use std::sync::Arc;

    const SKIN: Lab = Lab::new(62.0, 10.0, 16.0);

    /// Plain skin, the right half in the shade.
    fn ground() -> Ground {
        let pixel = |x: u32| {
            let light = SKIN.to_linear() * if x < 300 { 1.0 } else { 0.6 };
            let [r, g, b] = light.to_srgb8();
            [r, g, b, 255]
        };
        let rgba = (0..300).flat_map(|_| (0..600).flat_map(pixel)).collect();
        let photo = Photo::from_rgba8("skin", 600, 300, rgba).expect("a picture");
        let shown = Shown { photo: Arc::new(photo), look: None };
        let pyramid = Pyramid::build(&shown, &Progress::unwatched()).expect("not cancelled");
        Ground::of(&pyramid, SKIN.to_linear())
    }

    fn shows(lab: Lab, shade: f64, x: f64) -> Shows {
        let ground = ground();
        let light = (lab.to_linear() * shade).to_array().map(|value| value as f32);
        ground.shows(light, ground.lightness_at([x, 150.0]))
    }

    #[test]
    fn skin_takes_dots_in_the_light_and_in_the_shade() {
        for (shade, x) in [(1.0, 100.0), (0.6, 500.0)] {
            assert_eq!(shows(SKIN, shade, x), Shows { skin: 1.0, shine: 0.0 });
        }
    }

    #[test]
    fn skin_is_of_its_own_hue_and_a_wall_is_not() {
        let share = |lab: Lab| ground().hue_share(lab.to_linear().to_array().map(|value| value as f32));
        assert!(share(SKIN) > 0.99 && share(Lab::new(40.0, SKIN.a, SKIN.b)) > 0.9);
        assert!(share(Lab::new(70.0, 0.0, 0.0)) < 0.01 && share(Lab::new(60.0, -10.0, -20.0)) == 0.0);
    }

    #[test]
    fn dark_hair_lies_above_the_dots() {
        assert_eq!(shows(Lab::new(25.0, 4.0, 6.0), 1.0, 100.0).skin, 0.0);
    }

    #[test]
    fn shine_is_what_is_added_to_the_skin() {
        let shiny = (SKIN.to_linear() + LinearRgb::WHITE * 0.3).to_array().map(|value| value as f32);
        let ground = ground();
        let shine = ground.shows(shiny, ground.lightness_at([100.0, 150.0])).shine;
        assert!((0.2..0.31).contains(&shine), "{shine}");
    }

    #[test]
    fn hair_that_shines_or_is_grey_lies_above_the_dots_and_pale_skin_takes_them() {
        let shiny = Lab::from(Lab::new(20.0, 3.0, 4.0).to_linear() + LinearRgb::WHITE * 0.25);
        for hair in [shiny, Lab::new(60.0, 0.5, 2.0), Lab::new(80.0, 0.0, 1.0)] {
            assert!(shows(hair, 1.0, 100.0).skin < 0.1, "{hair:?}");
        }
        let scar = shows(Lab::new(SKIN.l + 5.0, SKIN.a - 2.0, SKIN.b - 3.0), 1.0, 100.0);
        assert!(scar.skin == 1.0 && scar.shine < 0.02, "{scar:?}");
    }
}
