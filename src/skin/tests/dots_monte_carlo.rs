//! Areas of dots followed by our own Monte Carlo, which no constant of the model was fitted to: `data/README.md`.

use crate::color::{Lab, ciede2000};
use crate::skin::{Deposit, Dots, PigmentLayer, PreparedSkin, Skin};

/// One area of carbon dots.
#[derive(Clone, Debug)]
pub(crate) struct FollowedDots {
    pub dots: Dots,
    pub deposit: Deposit,
    pub skin: Skin,
    /// Optical depth in a deposit of 0.2 mm.
    pub tau: f64,
    pub area: Lab,
    /// L* within 0.05 mm of a dot's middle, and half a pitch from it.
    pub middle_l: f64,
    pub midway_l: f64,
}

pub(crate) fn followed_dots() -> Vec<FollowedDots> {
    include_str!("../data/dots_monte_carlo.csv").lines().skip(1).map(FollowedDots::of_row).collect()
}

impl FollowedDots {
    fn of_row(row: &str) -> Self {
        let cells: Vec<f64> = row.split(',').map(|cell| cell.parse().expect("a number")).collect();
        let [diameter_mm, pitch_mm, top_mm, bottom_mm, melanin, blood, mua, l, a, b, _, middle_l, _, midway_l, _] =
            cells.try_into().expect("15 columns");
        Self {
            dots: Dots { diameter_mm, pitch_mm },
            deposit: Deposit { top_mm, bottom_mm },
            skin: Skin::new(melanin, blood),
            tau: 0.2 * mua,
            area: Lab::new(l, a, b),
            middle_l,
            midway_l,
        }
    }

    pub fn is_at_the_usual_depth(&self) -> bool {
        self.deposit == Deposit { top_mm: 0.1, bottom_mm: 0.3 }
    }

    pub fn prepared(&self) -> PreparedSkin {
        PreparedSkin::new(&self.skin, self.deposit)
    }
}

/// The mean and the most of some distances.
#[derive(Debug)]
pub(crate) struct Off {
    pub mean: f64,
    pub most: f64,
}

impl Off {
    pub fn of(distances: impl Iterator<Item = f64>) -> Self {
        let distances: Vec<f64> = distances.map(f64::abs).collect();
        let mean = distances.iter().sum::<f64>() / distances.len() as f64;
        Self { mean, most: distances.into_iter().fold(0.0, f64::max) }
    }
}

#[test]
fn areas_no_constant_was_fitted_to_are_as_followed_photons_say() {
    let off = Off::of(followed_dots().iter().map(|case| {
        let area = case.prepared().area(&PigmentLayer::carbon(case.tau), &case.dots);
        ciede2000(area, case.area).0
    }));
    // 0.12 of the mean is the layers' own.
    assert!(off.mean < 0.25 && off.most < 1.2, "{off:?}");
}

#[test]
fn middles_no_constant_was_fitted_to_are_as_light_as_followed_photons_say() {
    let (usual, others): (Vec<_>, Vec<_>) = followed_dots().into_iter().partition(FollowedDots::is_at_the_usual_depth);
    for (cases, [mean, most]) in [(usual, [0.3, 1.0]), (others, [0.3, 1.5])] {
        let off = Off::of(
            cases
                .iter()
                .map(|case| case.prepared().dot_middle(&PigmentLayer::carbon(case.tau), &case.dots).l - case.middle_l),
        );
        assert!(off.mean < mean && off.most < most, "{off:?}");
    }
}
