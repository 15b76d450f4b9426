//! Regions for a photo on which nobody has marked any: a first guess that a person has to look at.

use super::cells::{Cell, Cells};
use crate::color::{Lab, median};
use crate::photo::{Photo, Region, RegionId, Shape, Tissue};

/// A head fills at least this share of the photo, or it is not taken for one (our choice).
const LEAST_HEAD: f64 = 0.02;

/// Stubble is at least this many times as rough as bare skin (our choice: skin's own grain stays below 1.5).
const ROUGHER: f64 = 1.8;

/// Hair sends back less than this share of the skin's light (our choice).
const HAIR_LIGHT: f64 = 0.35;

/// Shine sends back more than this multiple of the skin's light (our choice).
const SHINE_LIGHT: f64 = 1.5;

/// Proposes one region each of bare skin, stubble and hair where the photo shows them plainly; else none.
///
/// Skin is the largest connected part of the photo with the hues of skin; its smooth cells are bare, its rough ones
/// stubble, its dark rough ones hair. Charts, backdrops and cloth have other hues or are smaller.
pub fn suggest_regions(photo: &Photo) -> Vec<Region> {
    let cells = Cells::of(photo);
    let head = cells.largest_part(|cell| cell.is_usable() && is_skin_hue(cell.light.into()));
    let found = head.iter().filter(|&&inside| inside).count() as f64;
    if found < LEAST_HEAD * head.len() as f64 {
        return Vec::new();
    }
    let kinds = Kinds::of(&cells, &head);
    let tissues = [Tissue::Skin, Tissue::Stubble, Tissue::Hair];
    let shapes = tissues.into_iter().filter_map(|tissue| Some((tissue, kinds.rectangle(&cells, &head, tissue)?)));
    (0..)
        .zip(shapes)
        .map(|(id, (tissue, shape))| Region { id: RegionId(id), name: tissue.name_of(1), tissue, shape })
        .collect()
}

/// Melanin and blood give skin hues from red to yellow (h about 20–85°), under a cast of the light too.
pub(super) fn is_skin_hue(lab: Lab) -> bool {
    (8.0..=93.0).contains(&lab.l) && (5.0..=48.0).contains(&lab.chroma()) && (15.0..=88.0).contains(&lab.hue_degrees())
}

/// What tells bare skin, stubble and hair of one head apart.
struct Kinds {
    skin_light: f64,
    skin_roughness: f64,
}

impl Kinds {
    /// The smoothest quarter of the head is taken for bare skin.
    fn of(cells: &Cells, head: &[bool]) -> Self {
        let mut inside: Vec<&Cell> =
            cells.iter().zip(head).filter(|(_, inside)| **inside).map(|(cell, _)| cell).collect();
        inside.sort_by(|p, q| p.roughness.total_cmp(&q.roughness));
        let smooth = &inside[..inside.len().div_ceil(4)];
        let skin_light = median(&mut smooth.iter().map(|cell| cell.light.luminance()).collect::<Vec<_>>());
        let skin_roughness = median(&mut smooth.iter().map(|cell| cell.roughness).collect::<Vec<_>>());
        Self { skin_light, skin_roughness: skin_roughness.max(1e-3) }
    }

    fn tissue(&self, cell: &Cell) -> Option<Tissue> {
        let light = cell.light.luminance() / self.skin_light;
        let is_rough = cell.roughness > ROUGHER * self.skin_roughness;
        match (is_rough, light) {
            (_, light) if light > SHINE_LIGHT => None,
            (true, light) if light < HAIR_LIGHT => Some(Tissue::Hair),
            (true, _) => Some(Tissue::Stubble),
            (false, light) if light > HAIR_LIGHT => Some(Tissue::Skin),
            (false, _) => None,
        }
    }

    fn rectangle(&self, cells: &Cells, head: &[bool], tissue: Tissue) -> Option<Shape> {
        let wanted: Vec<bool> =
            cells.iter().zip(head).map(|(cell, inside)| *inside && self.tissue(cell) == Some(tissue)).collect();
        cells.largest_rectangle(&wanted)
    }
}
