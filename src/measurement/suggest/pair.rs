use std::ops::RangeInclusive;

use super::head_map::{Class, HeadMap, LOOKS};
use super::place::{Place, Sums, sure_places};
use crate::photo::Tissue;

/// How much likelihood it is worth that stubble and skin are nearer to each other, over the map's longer side (our choice).
const NEARER: f32 = 0.3;

/// How shaved stubble looks beside skin of the same head, see [`HeadMap::looks`]: darker, as hair is, and hardly of
/// another hue, as skin shows between the hairs; a wall, cloth or a dark crop isn't.
/// Chosen in sight of the photos that the network learned from, see "Suggested regions" in `docs/sampling.md`.
const BESIDE_SKIN: [RangeInclusive<f32>; LOOKS] = [-1.6..=-0.1, -0.42..=0.1, -0.2..=0.5];

/// How much less red than all its skin what seems to be a head's stubble may be, ln R/G; beyond it is a dark crop.
const LEAST_REDNESS: f32 = -0.45;

/// Likelihood from which on a square counts as showing a tissue (our choice).
const SURE: f32 = 0.6;

/// Points that are looked at between two places.
const STEPS: u16 = 24;

/// Skin and stubble of one head.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    pub skin: Place,
    pub stubble: Place,
}

/// Where skin and stubble surely are on the same head, as near to each other as may be: so the same light falls on both.
pub(super) fn sure_pair(map: &HeadMap) -> Option<Pair> {
    if shows_dark_crop(map) {
        return None;
    }
    let (skins, stubbles) = (seen(map, Tissue::Skin), seen(map, Tissue::Stubble));
    let beside = |stubble: &[f32; LOOKS], skin: &[f32; LOOKS]| {
        (0..LOOKS).all(|look| BESIDE_SKIN[look].contains(&(stubble[look] - skin[look])))
    };
    let mut best: Option<(f32, Pair)> = None;
    for (stubble, look) in stubbles {
        for (skin, _) in skins.iter().filter(|(_, skin_look)| beside(&look, skin_look)) {
            let pair = Pair { skin: *skin, stubble };
            let worth = pair.worth(map);
            if best.is_none_or(|(most, _)| worth > most) && pair.is_on_one_head(map) {
                best = Some((worth, pair));
            }
        }
    }
    best.map(|(_, pair)| pair)
}

impl Pair {
    fn worth(&self, map: &HeadMap) -> f32 {
        let way = self.skin.distance(&self.stubble) / map.grid.columns.max(map.grid.rows) as f32;
        self.skin.worth() + self.stubble.worth() - NEARER * way
    }

    /// Whether no background, cloth or chart lies between the two.
    fn is_on_one_head(&self, map: &HeadMap) -> bool {
        let (from, to) = (self.skin.middle(), self.stubble.middle());
        (0..=STEPS).map(|step| f32::from(step) / f32::from(STEPS)).all(|part| {
            let square = [0, 1].map(|axis| (from[axis] + part * (to[axis] - from[axis])) as usize);
            map.share(Class::Off)[map.grid.cell(square)] < 0.5
        })
    }
}

/// The places of a tissue, and how each looks.
fn seen(map: &HeadMap, tissue: Tissue) -> Vec<(Place, [f32; LOOKS])> {
    let sums = map.looks.each_ref().map(|look| Sums::of(map, look));
    let look = |place: Place| (place, sums.each_ref().map(|sums| sums.mean(&place)));
    sure_places(map, tissue).into_iter().map(look).collect()
}

/// Whether what seems to be stubble covers the skin's hue: labels call some such heads stubble and others hair.
fn shows_dark_crop(map: &HeadMap) -> bool {
    let redness = |is_sure: &dyn Fn(usize) -> bool| {
        let sure: Vec<f32> = (0..map.looks[1].len()).filter(|&at| is_sure(at)).map(|at| map.looks[1][at]).collect();
        sure.iter().sum::<f32>() / sure.len() as f32
    };
    let skin = redness(&|at| map.share(Class::BareScalp)[at] + map.share(Class::OtherSkin)[at] > SURE);
    let stubble = redness(&|at| map.share(Class::Stubble)[at] > SURE);
    stubble - skin < LEAST_REDNESS
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKIN: [f32; LOOKS] = [-1.0, 0.5, -0.3];
    const STUBBLE: [f32; LOOKS] = [-1.5, 0.3, -0.2];

    /// Columns of 5 squares: skin, stubble and what lies between and beyond.
    fn map(columns: [Class; 4], stubble: [f32; LOOKS]) -> HeadMap {
        let class = |[x, _]: [usize; 2]| columns[x / 5];
        let look = |class: Class| if class == Class::Stubble { stubble } else { SKIN };
        HeadMap::with([20, 10], [10.0; 2], class).looking(|place| look(class(place)))
    }

    #[test]
    fn stubble_is_taken_beside_skin_of_the_same_head() {
        let map = map([Class::Off, Class::BareScalp, Class::Stubble, Class::Off], STUBBLE);
        let Pair { skin, stubble } = sure_pair(&map).expect("a pair");
        assert!((5.0..10.0).contains(&skin.middle()[0]) && (10.0..15.0).contains(&stubble.middle()[0]));
    }

    #[test]
    fn what_a_wall_parts_is_not_one_head() {
        assert_eq!(sure_pair(&map([Class::BareScalp, Class::Off, Class::Stubble, Class::Off], STUBBLE)), None);
    }

    #[test]
    fn a_grey_wall_or_a_dark_crop_is_no_stubble() {
        let heads = |stubble| map([Class::Off, Class::BareScalp, Class::Stubble, Class::Off], stubble);
        assert_eq!(sure_pair(&heads([-1.2, -0.1, 0.0])), None);
        assert_eq!(sure_pair(&heads([-2.8, 0.3, -0.2])), None);
    }
}
