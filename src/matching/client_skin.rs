use std::fmt;

use rayon::prelude::*;
use serde::Serialize;

use crate::color::Lab;
use crate::pigment::{Hand, Load};
use crate::skin::{Deposit, Dots, PreparedSkin, SkinFit, infer_skin};

/// Standard deviation of how deep a deposit lies, as a share of its depth (our choice): 0.1 mm at 0.4 mm moves a full
/// layer by ΔE00 2–6, the most of what makes a prediction uncertain; at 0.2 mm two of them keep dots in the dermis and
/// apart.
pub(super) const DEPTH_SIGMA: f64 = 0.25;
/// Depths at which the skin is solved, in standard deviations; a parabola goes through them.
const DEPTHS: [f64; 3] = [-2.0, 0.0, 2.0];
/// Pigment right under the surface would be in the epidermis and be shed.
const SHALLOWEST_MM: f64 = 0.1;

/// L* between a stubble field and the skin in it where that was not measured (our choice: fields of light and dark hair
/// in twelve rendered heads differ by −1 to 1.5 from their skin).
const ASSUMED_STEP: f64 = 1.5;
/// Skin of which nothing is known: medium, the model's type III.
const MEDIUM_SKIN: Lab = Lab::new(59.3, 9.0, 17.5);

/// Where the client's bare colour comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SkinSource {
    /// A region of bare skin.
    Measured,
    /// The skin between the hairs of a stubble region.
    Unmixed,
    /// Neither was there: assumed.
    Assumed,
}

/// One client's skin, solved for the depths that a hand may reach: what every prediction of a match starts from.
#[derive(Clone, Debug)]
pub struct ClientSkin {
    pub lab: Lab,
    pub source: SkinSource,
    pub fit: SkinFit,
    hand: Hand,
    depths_mm: [f64; 3],
    at_depths: Vec<PreparedSkin>,
}

impl ClientSkin {
    /// Infers the tissue and solves it at three depths: about 60 ms, once a client.
    pub fn prepare(lab: Lab, source: SkinSource, hand: &Hand) -> Self {
        let fit = infer_skin(lab);
        let depths_mm = DEPTHS.map(|sigmas| (hand.depth_mm * (1.0 + sigmas * DEPTH_SIGMA)).max(SHALLOWEST_MM));
        let solve = |depth_mm: &f64| PreparedSkin::new(&fit.skin, Deposit::centered_at(*depth_mm));
        let at_depths = depths_mm.par_iter().map(solve).collect();
        Self { lab, source, fit, hand: *hand, depths_mm, at_depths }
    }

    /// What is assumed of the skin beside stubble (or hair) that was measured alone.
    pub fn assumed_beside(stubble: Option<Lab>) -> Lab {
        stubble.map_or(MEDIUM_SKIN, |field| Lab { l: field.l + ASSUMED_STEP, ..field })
    }

    /// Whether this is the skin that [`ClientSkin::prepare`] would make.
    pub fn is_of(&self, lab: Lab, source: SkinSource, hand: &Hand) -> bool {
        (self.lab, self.source, self.hand) == (lab, source, *hand)
    }

    pub fn hand(&self) -> &Hand {
        &self.hand
    }

    /// The skin with its deposit as deep as this hand goes.
    pub fn usual(&self) -> &PreparedSkin {
        &self.at_depths[1]
    }

    /// The colour of an area of healed dots, the deposit as deep as this hand goes.
    pub fn area(&self, healed: &Load, dots: &Dots) -> Lab {
        self.usual().area(&healed.layer(), dots)
    }

    /// The colour of one healed dot among its like.
    pub fn dot(&self, healed: &Load, dots: &Dots) -> Lab {
        self.usual().dot_middle(&healed.layer(), dots)
    }

    /// The skin with its deposit at one of the three solved depths.
    pub(super) fn at_depth(&self, depth: usize) -> &PreparedSkin {
        &self.at_depths[depth]
    }

    /// How much each solved depth counts at one that is `sigmas` from the usual (Lagrange's parabola).
    pub(super) fn depth_shares(&self, sigmas: f64) -> [f64; 3] {
        let [shallow, usual, deep] = self.depths_mm;
        if usual == deep {
            return [0.0, 1.0, 0.0];
        }
        let depth = (usual * (1.0 + sigmas * DEPTH_SIGMA)).clamp(shallow, deep);
        let share = |at: f64, p: f64, q: f64| (depth - p) * (depth - q) / ((at - p) * (at - q));
        if shallow == usual {
            let far = (depth - usual) / (deep - usual);
            return [0.0, 1.0 - far, far];
        }
        [share(shallow, usual, deep), share(usual, shallow, deep), share(deep, shallow, usual)]
    }
}

impl PartialEq for ClientSkin {
    /// The solved layers follow from what is compared.
    fn eq(&self, other: &Self) -> bool {
        self.is_of(other.lab, other.source, &other.hand)
    }
}

impl fmt::Display for SkinSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Measured => "measured",
            Self::Unmixed => "from the stubble region",
            Self::Assumed => "assumed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    fn client(depth_mm: f64) -> ClientSkin {
        let hand = Hand { depth_mm, ..Hand::default() };
        ClientSkin::prepare(Lab::new(62.0, 9.0, 16.0), SkinSource::Measured, &hand)
    }

    #[test]
    fn between_the_solved_depths_a_parabola_is_near_the_truth() {
        let client = client(0.2);
        let (load, dots) = (Load { carbon_tau: 0.5, ..Load::default() }, Dots::of_coverage(0.3, 0.12));
        let at = |depth: usize| <[f64; 3]>::from(client.at_depth(depth).area(&load.layer(), &dots));
        let areas = [at(0), at(1), at(2)];
        for sigmas in [-1.3, 0.8] {
            let shares = client.depth_shares(sigmas);
            let mixed: [f64; 3] = std::array::from_fn(|k| (0..3).map(|depth| shares[depth] * areas[depth][k]).sum());
            let deposit = Deposit::centered_at(0.2 + 0.05 * sigmas);
            let solved = PreparedSkin::new(&client.fit.skin, deposit).area(&load.layer(), &dots);
            assert!(ciede2000(mixed.into(), solved).0 < 0.15, "{mixed:?} {solved:?}");
        }
    }

    #[test]
    fn a_hand_that_goes_no_deeper_than_the_epidermis_has_depths_too() {
        for depth_mm in [0.0, 0.1, 0.15] {
            for sigmas in [-2.0, 0.0, 1.0] {
                let shares = client(depth_mm).depth_shares(sigmas);
                assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
            }
        }
    }
}
