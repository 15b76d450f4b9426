//! Regions for a photo on which nobody has marked any: a first guess that a person has to look at.
//!
//! Three small networks, whose numbers are in `head_map.bin`, tell for each square of the photo how likely it shows bare
//! scalp, other skin, glare, thin hair, stubble, hair or none of them ([`head_map::HeadMap`]); a region is where a
//! tissue is likeliest, stubble only beside skin of the same head. A guess that isn't sure isn't made. `tools/head_map/train.py` found the numbers.

pub(super) mod bare_area;
mod features;
mod head_map;
mod in_cells;
mod network;
mod pair;
mod place;
mod planes;
mod reduced_photo;
mod surface_cells;

use crate::calibration::Calibrated;
use crate::color::Lab;
use crate::photo::{Photo, Region, RegionId, Shape, Tissue};
use head_map::HeadMap;
use pair::sure_pair;
use place::{Place, Sums, best, sure_places};

/// How much more red than blue skin sends back at the least, ln R/B, in a photo with a cast too (our choice: pale skin under
/// daylight has 0.5).
const LEAST_WARMTH: f32 = 0.15;

/// Proposes at most one region each of bare skin, stubble and hair, where they are sure enough.
///
/// A chart that was found is left out.
pub fn suggest_regions(photo: &Photo, calibrated: &Calibrated) -> Vec<Region> {
    let map = HeadMap::of(photo, calibrated);
    let alone = |tissue| best(sure_places(&map, tissue));
    let pair = sure_pair(&map).filter(|pair| is_warm(&map, &pair.skin));
    let skin = pair.map(|pair| pair.skin).or_else(|| alone(Tissue::Skin)).filter(|skin| is_warm(&map, skin));
    let stubble = pair.map(|pair| pair.stubble);
    let found = [(Tissue::Skin, skin), (Tissue::Stubble, stubble), (Tissue::Hair, alone(Tissue::Hair))];
    let shapes = found.into_iter().filter_map(|(tissue, place)| Some((tissue, place?.shape(&map))));
    (0..).zip(shapes).map(|(id, (tissue, shape))| region(id, tissue, shape)).collect()
}

/// Whether a place sends back more red than blue, as skin does and a grey wall does not.
fn is_warm(map: &HeadMap, place: &Place) -> bool {
    let [red, blue] = [1, 2].map(|look| Sums::of(map, &map.looks[look]).mean(place));
    red - blue > LEAST_WARMTH
}

fn region(id: u32, tissue: Tissue, shape: Shape) -> Region {
    Region::new(RegionId(id), tissue.name_of(1), tissue, shape)
}

/// Melanin and blood give skin hues from red to yellow (h about 20–85°), under a cast of the light too.
pub(super) fn is_skin_hue(lab: Lab) -> bool {
    (8.0..=93.0).contains(&lab.l) && (5.0..=48.0).contains(&lab.chroma()) && (15.0..=88.0).contains(&lab.hue_degrees())
}
