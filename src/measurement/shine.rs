use super::glance::{Glance, Spot};
use crate::color::{LinearRgb, median};

/// Shine is brighter than the skin by this factor (our choice: above the shading of a rounded head).
const BRIGHTER: f64 = 1.25;

/// The least share of the lamp's own color in the light of a shining spot, by the ratio of blue to red (our choice:
/// mottling and tan stay below a fifth).
const LAMP_SHARE: f64 = 0.3;

/// Most of what surrounds a patch of shine is skin; a backdrop or a chart is surrounded by other things (our choice).
const SKIN_AROUND: f64 = 0.7;

/// Fewer spots than this are hair tips or noise (our choice).
const LEAST_SPOTS: usize = 9;

/// Shine is smooth, grey hair is not: the most that neighbours in it differ, as a share of their light (our choice).
const SMOOTH: f64 = 0.15;

/// The share of the largest area of skin that shines, 0–1.
pub(super) fn shining_share(glance: &Glance) -> f64 {
    let skin = glance.marked(|spot| spot.skin_hued);
    let Some(head) = glance.parts(&skin).into_iter().max_by_key(Vec::len) else {
        return 0.0;
    };
    let typical = typical_light(glance, &head);
    let shining = glance.marked(|spot| is_shining(spot, typical));
    let mut on_skin = vec![false; skin.len()];
    head.iter().for_each(|&spot| on_skin[spot] = !shining[spot]);
    let bare = on_skin.iter().filter(|&&skin| skin).count();
    let patches = glance.parts(&shining).into_iter().filter(|patch| is_on_skin(glance, patch, &shining, &on_skin));
    let shine: usize = patches.map(|patch| patch.len()).sum();
    shine as f64 / (shine + bare).max(1) as f64
}

fn typical_light(glance: &Glance, head: &[usize]) -> LinearRgb {
    let channel =
        |k: usize| median(&mut head.iter().map(|&at| glance.spots[at].light.to_array()[k]).collect::<Vec<_>>());
    LinearRgb::new(channel(0), channel(1), channel(2))
}

/// Light of the lamp's own color, added to the skin's (Shafer 1985): brighter, and the ratio of blue to red nearer 1.
fn is_shining(spot: &Spot, typical: LinearRgb) -> bool {
    let ratio = |light: LinearRgb| light.b / light.r.max(1e-6);
    let lamp_share = (ratio(spot.light) - ratio(typical)) / (1.0 - ratio(typical)).max(0.05);
    spot.opaque && spot.light.luminance() > BRIGHTER * typical.luminance() && lamp_share > LAMP_SHARE
}

fn is_on_skin(glance: &Glance, patch: &[usize], shining: &[bool], on_skin: &[bool]) -> bool {
    let around: Vec<usize> =
        patch.iter().flat_map(|&spot| glance.neighbors(spot)).filter(|&spot| !shining[spot]).collect();
    let skin = around.iter().filter(|&&spot| on_skin[spot]).count() as f64;
    let is_surrounded = skin > SKIN_AROUND * around.len() as f64;
    patch.len() >= LEAST_SPOTS
        && is_surrounded
        && !patch.iter().any(|&spot| glance.is_rim(spot))
        && is_smooth(glance, patch, shining)
}

fn is_smooth(glance: &Glance, patch: &[usize], shining: &[bool]) -> bool {
    let light = |spot: usize| glance.spots[spot].light.luminance();
    let pairs = patch.iter().flat_map(|&spot| glance.neighbors(spot).map(move |next| (spot, next)));
    let inside = pairs.filter(|&(_, next)| shining[next]);
    let mut steps: Vec<f64> = inside.map(|(p, q)| (light(p) / light(q).max(1e-6) - 1.0).abs()).collect();
    median(&mut steps) < SMOOTH
}
