//! Regions for a photo on which nobody has marked any: a first guess that a person has to look at.

use super::cells::{Cell, Cells};
use crate::calibration::{Calibrated, hair_colors};
use crate::color::{Lab, ciede2000, median};
use crate::photo::{Photo, Region, RegionId, Shape, Tissue};

/// A head fills at least this share of the photo, or it is not taken for one (our choice).
const LEAST_HEAD: f64 = 0.02;

/// What fills more of the photo's rim than this is a backdrop, whatever its hue (our choice).
const MOST_RIM: f64 = 0.6;

/// Stubble is at least this many times as rough as bare skin, which is no rougher than the other factor (our choices:
/// skin's own grain stays below).
const ROUGHER: f64 = 1.7;
const SMOOTH: f64 = 1.35;

/// Most of what shows between tips is skin: light and color within these of the bare skin's (our choices: the shading of
/// a rounded head, and mottling).
const SKIN_LIGHT: [f64; 2] = [0.55, 1.15];
const SKIN_COLOR: f64 = 5.0;

/// Hair differs from skin by this and more, and is no further than the second from a hair that was modelled; it is as
/// much rougher than skin (our choices: cloth is smoother, walls too).
const HAIR_FROM_SKIN: f64 = 6.0;
const HAIR_FROM_MODEL: f64 = 5.0;

/// Hairs that stand for all hair.
const MODEL_HAIRS: usize = 120;

/// Proposes one region each of bare skin, stubble and hair where the photo shows them plainly; else none.
///
/// The head is the largest connected part of the photo with the hues of skin that is no backdrop. Its smoothest part is
/// bare skin; where skin shows between something rougher there is stubble; rough parts of hair's color that touch it are
/// hair. A chart that was found, shine and deep shadow are left out.
pub fn suggest_regions(photo: &Photo, calibrated: &Calibrated) -> Vec<Region> {
    let cells = Cells::of(photo, calibrated);
    let Some(head) = find_head(&cells) else { return Vec::new() };
    let kinds = Kinds::of(&cells, &head);
    let tissues = [Tissue::Skin, Tissue::Stubble, Tissue::Hair];
    let shapes = tissues.into_iter().filter_map(|tissue| Some((tissue, kinds.rectangle(&cells, &head, tissue)?)));
    (0..).zip(shapes).map(|(id, (tissue, shape))| Region::new(RegionId(id), tissue.name_of(1), tissue, shape)).collect()
}

fn find_head(cells: &Cells) -> Option<Vec<bool>> {
    let is_skin = |cell: &Cell| cell.is_usable() && is_skin_hue(cell.lab);
    let largest = cells.largest_part(is_skin);
    let head = if cells.rim_share(&largest) > MOST_RIM {
        let backdrop = median_lab(cells, &largest);
        cells.largest_part(|cell| is_skin(cell) && ciede2000(cell.lab, backdrop).0 > SKIN_COLOR)
    } else {
        largest
    };
    let found = head.iter().filter(|&&inside| inside).count() as f64;
    (found >= LEAST_HEAD * head.len() as f64 && cells.rim_share(&head) <= MOST_RIM).then_some(head)
}

fn median_lab(cells: &Cells, marked: &[bool]) -> Lab {
    let inside: Vec<Lab> = cells.iter().zip(marked).filter(|(_, inside)| **inside).map(|(cell, _)| cell.lab).collect();
    let middle = |value: fn(&Lab) -> f64| median(&mut inside.iter().map(value).collect::<Vec<_>>());
    Lab::new(middle(|lab| lab.l), middle(|lab| lab.a), middle(|lab| lab.b))
}

/// Melanin and blood give skin hues from red to yellow (h about 20–85°), under a cast of the light too.
pub(super) fn is_skin_hue(lab: Lab) -> bool {
    (8.0..=93.0).contains(&lab.l) && (5.0..=48.0).contains(&lab.chroma()) && (15.0..=88.0).contains(&lab.hue_degrees())
}

/// What tells bare skin, stubble and hair of one head apart.
struct Kinds {
    skin: Lab,
    skin_light: f64,
    skin_roughness: f64,
    hairs: Vec<Lab>,
}

impl Kinds {
    /// The smoothest quarter of the head is taken for bare skin.
    fn of(cells: &Cells, head: &[bool]) -> Self {
        let mut inside: Vec<&Cell> =
            cells.iter().zip(head).filter(|(_, inside)| **inside).map(|(cell, _)| cell).collect();
        inside.sort_by(|p, q| p.roughness.total_cmp(&q.roughness));
        let smooth = &inside[..inside.len().div_ceil(4)];
        let middle = |value: fn(&Cell) -> f64| median(&mut smooth.iter().map(|cell| value(cell)).collect::<Vec<_>>());
        Self {
            skin: Lab::new(middle(|cell| cell.lab.l), middle(|cell| cell.lab.a), middle(|cell| cell.lab.b)),
            skin_light: middle(|cell| cell.luminance),
            skin_roughness: middle(|cell| cell.roughness).max(1e-3),
            hairs: hair_colors(MODEL_HAIRS),
        }
    }

    /// What a cell of the head, or one beside it, shows.
    fn tissue(&self, cell: &Cell) -> Option<Tissue> {
        let roughness = cell.roughness / self.skin_roughness;
        match (self.is_skin_between(cell), roughness) {
            (true, roughness) if roughness > ROUGHER => Some(Tissue::Stubble),
            (true, roughness) if roughness < SMOOTH => Some(Tissue::Skin),
            (false, roughness) if roughness > ROUGHER && self.is_hair(cell) => Some(Tissue::Hair),
            _ => None,
        }
    }

    /// Whether most of a cell is skin as it is lit; shading changes L* and leaves hue.
    fn is_skin_between(&self, cell: &Cell) -> bool {
        let light = cell.luminance / self.skin_light;
        let as_bright = Lab::from(cell.lab.to_linear() * light.max(1e-6).recip());
        (SKIN_LIGHT[0]..=SKIN_LIGHT[1]).contains(&light) && ciede2000(as_bright, self.skin).0 < SKIN_COLOR
    }

    fn is_hair(&self, cell: &Cell) -> bool {
        let is_near = |hair: &Lab| ciede2000(*hair, cell.lab).0 < HAIR_FROM_MODEL;
        ciede2000(cell.lab, self.skin).0 > HAIR_FROM_SKIN && self.hairs.iter().any(is_near)
    }

    fn rectangle(&self, cells: &Cells, head: &[bool], tissue: Tissue) -> Option<Shape> {
        let is_wanted = |cell: &Cell| cell.is_usable() && self.tissue(cell) == Some(tissue);
        let wanted: Vec<bool> = if tissue == Tissue::Hair {
            let hair = cells.largest_part(is_wanted);
            let border: Vec<usize> = (0..hair.len()).filter(|&i| !hair[i] && cells.touches(i, &hair)).collect();
            let on_head = border.iter().filter(|&&cell| head[cell]).count();
            let lights = cells.iter().zip(&hair).filter(|(_, inside)| **inside).map(|(cell, _)| cell.luminance);
            let is_light = median(&mut lights.collect::<Vec<_>>()) > self.skin_light;
            // A light patch with skin nearly all around is shine.
            let is_shine = is_light && 10 * on_head > 7 * border.len();
            if on_head > 0 && !is_shine { hair } else { return None }
        } else {
            cells.iter().zip(head).map(|(cell, inside)| *inside && is_wanted(cell)).collect()
        };
        cells.largest_rectangle(&wanted)
    }
}
