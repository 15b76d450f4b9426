use super::glance::{Glance, Spot};
use crate::color::{LinearRgb, median, median_light};

/// Shine is brighter than the skin by this factor (our choice: above the shading of a rounded head).
const BRIGHTER: f64 = 1.25;

/// The least share of the lamp's own color in the light of a shining spot, by the ratio of blue to red (our choice:
/// mottling and tan stay below a fifth).
const LAMP_SHARE: f64 = 0.3;

/// The least share of skin in what surrounds a patch of shine; a chart's patches are surrounded by its frame (our choice).
const SKIN_AROUND: f64 = 0.5;

/// The skin lies on this many of the four sides of a shining spot, however far; a backdrop lies outside (our choice: the
/// frame may cut the head on one side).
const SIDES: usize = 3;

/// Fewer spots than this are hair tips or noise (our choice).
const LEAST_SPOTS: usize = 9;

/// Shine is smooth, grey hair is not: the most that neighbours in it differ, as a share of their light (our choice).
const SMOOTH: f64 = 0.15;

/// The share of the largest area of skin that shines, 0–1.
pub(super) fn shining_share(glance: &Glance) -> f64 {
    let skin = glance.marked(|spot| spot.skin_hued);
    let Some(head) = glance.grid.parts(&skin).into_iter().max_by_key(Vec::len) else {
        return 0.0;
    };
    let typical = typical_light(glance, &head);
    let shining = glance.marked(|spot| is_shining(spot, typical));
    let mut on_skin = vec![false; skin.len()];
    head.iter().for_each(|&spot| on_skin[spot] = !shining[spot]);
    let extent = Extent::of(glance, &on_skin);
    let inside: Vec<bool> =
        (0..).zip(&shining).map(|(spot, &shining)| shining && extent.sides(glance.grid.place(spot)) >= SIDES).collect();
    let patches = glance.grid.parts(&inside);
    let shine: usize = patches.iter().filter(|patch| is_shine(glance, patch, &shining, &on_skin)).map(Vec::len).sum();
    let bare = on_skin.iter().filter(|&&skin| skin).count();
    shine as f64 / (shine + bare).max(1) as f64
}

/// From where to where the skin reaches in each row and column.
struct Extent {
    rows: Vec<[usize; 2]>,
    columns: Vec<[usize; 2]>,
}

impl Extent {
    fn of(glance: &Glance, on_skin: &[bool]) -> Self {
        let nowhere = [usize::MAX, 0];
        let mut extent = Self { rows: vec![nowhere; glance.grid.rows], columns: vec![nowhere; glance.grid.columns] };
        for (spot, _) in on_skin.iter().enumerate().filter(|(_, skin)| **skin) {
            let [column, row] = glance.grid.place(spot);
            widen(&mut extent.rows[row], column);
            widen(&mut extent.columns[column], row);
        }
        extent
    }

    /// On how many of its four sides the spot in a column and row has skin.
    fn sides(&self, [column, row]: [usize; 2]) -> usize {
        let ([left, right], [top, bottom]) = (self.rows[row], self.columns[column]);
        [left < column, right > column, top < row, bottom > row].into_iter().filter(|&is_skin| is_skin).count()
    }
}

fn widen(reach: &mut [usize; 2], at: usize) {
    *reach = [reach[0].min(at), reach[1].max(at)];
}

fn typical_light(glance: &Glance, head: &[usize]) -> LinearRgb {
    LinearRgb::from_array(median_light(head.iter().map(|&spot| glance.spots[spot].light.to_array())))
}

/// Light of the lamp's own color, added to the skin's (Shafer 1985): brighter, and the ratio of blue to red nearer 1.
fn is_shining(spot: &Spot, typical: LinearRgb) -> bool {
    let ratio = |light: LinearRgb| light.b / light.r.max(1e-6);
    let lamp_share = (ratio(spot.light) - ratio(typical)) / (1.0 - ratio(typical)).max(0.05);
    spot.opaque && spot.light.luminance() > BRIGHTER * typical.luminance() && lamp_share > LAMP_SHARE
}

fn is_shine(glance: &Glance, patch: &[usize], shining: &[bool], on_skin: &[bool]) -> bool {
    let around = patch.iter().flat_map(|&spot| glance.grid.neighbors(spot)).filter(|&spot| !shining[spot]);
    let (skin, all) = around.fold((0.0, 0.0), |(skin, all), spot| (skin + f64::from(on_skin[spot]), all + 1.0));
    patch.len() >= LEAST_SPOTS && skin >= SKIN_AROUND * all && is_smooth(glance, patch, shining)
}

fn is_smooth(glance: &Glance, patch: &[usize], shining: &[bool]) -> bool {
    let light = |spot: usize| glance.spots[spot].light.luminance();
    let pairs = patch.iter().flat_map(|&spot| glance.grid.neighbors(spot).map(move |next| (spot, next)));
    let inside = pairs.filter(|&(_, next)| shining[next]);
    let mut steps: Vec<f64> = inside.map(|(p, q)| (light(p) / light(q).max(1e-6) - 1.0).abs()).collect();
    median(&mut steps) < SMOOTH
}
