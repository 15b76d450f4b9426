use fastrand::Rng;
use serde::{Deserialize, Serialize};
use stipple::color::Lab;

use super::backdrop::between;

/// Colours of one person's skin and hair.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Complexion {
    pub skin: Lab,
    pub hair: Lab,
    pub grey_hair: Lab,
    /// Share of hairs that are grey, 0–1.
    pub grey_share: f64,
}

/// Skin from dark to light along the melanin line, chosen by us within what is measured on foreheads
/// (Xiao et al. 2017: L* 30–70, a* 6–14, b* 8–20).
const SKINS: [Lab; 5] = [
    Lab::new(28.0, 7.0, 8.0),
    Lab::new(38.0, 10.5, 14.0),
    Lab::new(48.0, 11.5, 18.5),
    Lab::new(59.0, 9.5, 18.5),
    Lab::new(70.0, 7.5, 15.0),
];
/// How far blood and carotene move a* and b* off the line.
const OFF_LINE: [f64; 2] = [1.6, 2.4];

/// Kinds of hair and how often each is drawn of ten on light skin; chosen by us.
const HAIRS: [(Lab, usize); 6] = [
    (Lab::new(13.0, 0.5, 1.5), 3),
    (Lab::new(18.0, 2.5, 4.0), 2),
    (Lab::new(25.0, 5.5, 9.5), 2),
    (Lab::new(31.0, 13.0, 18.0), 1),
    (Lab::new(35.0, 7.0, 16.0), 1),
    (Lab::new(38.0, 0.5, 4.0), 1),
];
/// Of them, from dark, those that dark skin has.
const HAIRS_OF_DARK_SKIN: usize = 2;
/// Below this L* hair is black or nearly so.
const DARK_SKIN: f64 = 46.0;
/// Tips are at least this much darker than skin.
const LEAST_CONTRAST: f64 = 12.0;
const GREY: Lab = Lab::new(58.0, 0.5, 5.0);

impl Complexion {
    pub fn random(rng: &mut Rng) -> Self {
        let skin = any_skin(rng);
        let hair = any_hair(skin, rng);
        let is_greying = hair.l < 26.0 && rng.f64() < 0.3;
        let grey_share = if is_greying { between(rng, 0.05, 0.4) } else { 0.0 };
        Self { skin, hair, grey_hair: Lab { l: GREY.l + between(rng, -8.0, 8.0), ..GREY }, grey_share }
    }
}

fn any_skin(rng: &mut Rng) -> Lab {
    let l = between(rng, SKINS[0].l, SKINS[SKINS.len() - 1].l);
    let upper = SKINS.iter().position(|skin| skin.l >= l).unwrap_or(SKINS.len() - 1).max(1);
    let (dark, light) = (SKINS[upper - 1], SKINS[upper]);
    let t = (l - dark.l) / (light.l - dark.l);
    let off = OFF_LINE.map(|most| between(rng, -most, most));
    Lab::new(l, dark.a + t * (light.a - dark.a) + off[0], dark.b + t * (light.b - dark.b) + off[1])
}

fn any_hair(skin: Lab, rng: &mut Rng) -> Lab {
    let kinds = if skin.l < DARK_SKIN { &HAIRS[..HAIRS_OF_DARK_SKIN] } else { &HAIRS[..] };
    let drawn: Vec<Lab> = kinds.iter().flat_map(|(lab, times)| std::iter::repeat_n(*lab, *times)).collect();
    let Lab { l, a, b } = rng.choice(drawn).unwrap_or(HAIRS[0].0);
    let share = between(rng, 0.85, 1.15);
    Lab::new((l * between(rng, 0.9, 1.12)).min(skin.l - LEAST_CONTRAST), a * share, b * share)
}
