use rayon::prelude::*;

use crate::color::{Lab, LinearRgb};
use crate::measurement::suggest::is_skin_hue;
use crate::photo::{Grid, Photo};
use crate::progress::{Cancelled, Progress};

/// Spots along the longer side: 192 × 144 of a usual photo fix a share of it to half a percent (our choice).
const SPOTS: u32 = 192;

/// Spots that one thread takes at a time: enough work to be worth handing out (our choice).
const SPOTS_AT_ONCE: usize = 4096;

/// A clipped pixel darker than this is black, not overexposed.
const BLACK: f64 = 1e-3;

/// One pixel of the even sample.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    /// As decoded, rid of the cast that the reference shows.
    pub light: LinearRgb,
    /// As decoded.
    pub luminance: f64,
    pub overexposed: bool,
    pub skin_hued: bool,
    pub opaque: bool,
}

/// A photo at a glance: single pixels, spread evenly in rows and columns.
pub(super) struct Glance {
    /// A cell for each spot; its pixels are spots, not the photo's.
    pub grid: Grid,
    pub spots: Vec<Spot>,
    photo_size: [u32; 2],
}

impl Glance {
    /// Looks at a photo whose channels show light of no color after they are multiplied by `balance`.
    pub fn at(photo: &Photo, balance: [f64; 3], progress: &Progress) -> Result<Self, Cancelled> {
        let photo_size = [photo.width(), photo.height()];
        let step = photo_size[0].max(photo_size[1]).div_ceil(SPOTS).max(1);
        let [columns, rows] = photo_size.map(|side| (side / step).max(1) as usize);
        let mut glance = Self { grid: Grid::of_pixels(columns, rows), spots: Vec::new(), photo_size };
        progress.report("looking over the photo", 0, 1)?;
        let spots = (0..glance.grid.count()).into_par_iter().with_min_len(SPOTS_AT_ONCE);
        glance.spots = spots.map(|spot| Spot::read(photo, glance.pos_in_photo(spot), balance)).collect();
        Ok(glance)
    }

    /// The pixel of the photo that a spot shows.
    pub fn pos_in_photo(&self, spot: usize) -> [u32; 2] {
        let middle = |at: usize, count: usize, side: u32| {
            ((2 * at as u64 + 1) * u64::from(side) / (2 * count as u64).max(1)) as u32
        };
        let ([column, row], Grid { columns, rows, .. }) = (self.grid.place(spot), self.grid);
        [middle(column, columns, self.photo_size[0]), middle(row, rows, self.photo_size[1])]
    }

    pub fn share(&self, count: usize) -> f64 {
        count as f64 / self.spots.len().max(1) as f64
    }

    pub fn luminances(&self) -> Vec<f64> {
        self.spots.iter().filter(|spot| spot.opaque).map(|spot| spot.luminance).collect()
    }

    pub fn marked(&self, is_wanted: impl Fn(&Spot) -> bool) -> Vec<bool> {
        self.spots.iter().map(is_wanted).collect()
    }
}

impl Spot {
    fn read(photo: &Photo, [x, y]: [u32; 2], balance: [f64; 3]) -> Self {
        let Some(pixel) = photo.pixel(x, y) else {
            return Self {
                light: LinearRgb::BLACK,
                luminance: 0.0,
                overexposed: false,
                skin_hued: false,
                opaque: false,
            };
        };
        let decoded = pixel.light.to_array();
        let light = LinearRgb::from_array([0, 1, 2].map(|k| decoded[k] * balance[k]));
        let luminance = pixel.light.luminance();
        let overexposed = pixel.clipped && luminance > BLACK && pixel.opaque;
        // Skin sends back more red than blue, which spares most others the conversion.
        let skin_hued = pixel.opaque && light.r > light.b && is_skin_hue(Lab::from(light));
        Self { light, luminance, overexposed, skin_hued, opaque: pixel.opaque }
    }
}
