//! Whether probabilities mean what they say: clients are drawn whose truth is known, and what turns out best is counted.

use super::candidate::density_cost;
use super::client_skin::DEPTH_SIGMA;
use super::cost::cost;
use super::draws::amount_sigma;
use super::{ClientSkin, Match, Person, Practice, Question, SkinSource, Target, TargetSource, rank_recipes};
use crate::color::{DeltaE, Lab};
use crate::pigment::{Catalog, shipped_catalog};
use crate::skin::{Deposit, PreparedSkin, Skin};

const SKINS: usize = 16;
const CLIENTS_OF_A_SKIN: usize = 30;

/// Standard normal values that cut the curve into ten halves of equal parts: tenths 1, 3, 5, 7 and 9.
const DEPTHS: [f64; 5] = [-1.281_55, -0.524_40, 0.0, 0.524_40, 1.281_55];

/// ΔE00 by which a photo gets a difference wrong, and a colour.
const RELATIVE: f64 = 0.34;
const ABSOLUTE: f64 = 1.0;

struct Truth<'a> {
    skin: &'a PreparedSkin,
    amount: f64,
    target: Lab,
}

impl Truth<'_> {
    /// What a planned match costs once it has healed as it really does.
    fn cost(&self, planned: &Match, practice: &Practice) -> f64 {
        let (Some(load), Some(dots)) = (planned.load, planned.dots) else { return f64::INFINITY };
        let area = self.skin.area(&(load * self.amount).layer(), &dots);
        cost(area, self.target, practice.darker_costs) + density_cost(&dots, &practice.hand)
    }
}

/// Pairs of a stated probability and whether the match turned out best, of the first three matches of every client.
fn outcomes() -> Vec<(f64, bool)> {
    let mut random = fastrand::Rng::with_seed(7);
    let (catalog, practice) = (shipped_catalog(), Practice::default());
    let mut outcomes = Vec::new();
    for _ in 0..SKINS {
        let melanin = 0.008 * (30f64).powf(random.f64());
        let tissue = Skin::new(melanin, 0.003 + 0.012 * random.f64());
        let at = |sigmas: f64| {
            PreparedSkin::new(&tissue, Deposit::centered_at(practice.hand.depth_mm * (1.0 + DEPTH_SIGMA * sigmas)))
        };
        let depths = DEPTHS.map(at);
        let bare = depths[0].bare();
        let client = ClientSkin::prepare(bare, SkinSource::Measured, &practice.hand);
        for number in 0..CLIENTS_OF_A_SKIN {
            let truth = Truth {
                skin: &depths[number % DEPTHS.len()],
                amount: (amount_sigma(&practice.hand) * normal(&mut random)).exp(),
                target: Lab {
                    l: bare.l - 0.3 - 2.5 * random.f64(),
                    a: bare.a - random.f64(),
                    b: bare.b - random.f64(),
                },
            };
            outcomes.extend(outcome(&truth, &client, &catalog, &practice, &mut random));
        }
    }
    outcomes
}

fn outcome(
    truth: &Truth,
    client: &ClientSkin,
    catalog: &Catalog,
    practice: &Practice,
    random: &mut fastrand::Rng,
) -> Vec<(f64, bool)> {
    let each = RELATIVE / 3f64.sqrt();
    let chroma = each * (1.0 + 0.045 * truth.target.chroma());
    let measured = Lab {
        l: truth.target.l + each * normal(random),
        a: truth.target.a + chroma * normal(random),
        b: truth.target.b + chroma * normal(random),
    };
    let (from, uncertainty) = (TargetSource::Stubble, DeltaE(ABSOLUTE));
    let target = Target { lab: measured, from, uncertainty, skin: Some(client.lab), darkening: None };
    let answer =
        rank_recipes(&Question { target: &target, client, practice, person: Person::default() }, catalog, usize::MAX);
    let best = answer.matches.iter().min_by(|p, q| truth.cost(p, practice).total_cmp(&truth.cost(q, practice)));
    let best = best.map(|best| best.rank);
    answer.matches.iter().take(3).map(|shown| (shown.probability_best, Some(shown.rank) == best)).collect()
}

fn normal(random: &mut fastrand::Rng) -> f64 {
    let radius = (-2.0 * random.f64().max(1e-12).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
}

/// Mean distance of stated probability and frequency over ten bins, weighted by their size (Guo et al. 2017, eq. 3).
fn expected_calibration_error(outcomes: &[(f64, bool)]) -> f64 {
    let gap = |bin: usize| {
        let of_bin = outcomes.iter().filter(|(stated, _)| ((stated * 10.0) as usize).min(9) == bin);
        let gap: f64 = of_bin.map(|(stated, was_best)| stated - f64::from(u8::from(*was_best))).sum();
        gap.abs()
    };
    (0..10).map(gap).sum::<f64>() / outcomes.len() as f64
}

#[test]
fn what_is_called_probable_happens_as_often() {
    let outcomes = outcomes();
    assert_eq!(outcomes.len(), 3 * SKINS * CLIENTS_OF_A_SKIN);
    let error = expected_calibration_error(&outcomes);
    let first: Vec<(f64, bool)> = outcomes.iter().step_by(3).copied().collect();
    let stated = first.iter().map(|(stated, _)| stated).sum::<f64>() / first.len() as f64;
    let found = first.iter().filter(|(_, was_best)| *was_best).count() as f64 / first.len() as f64;
    println!("calibration error {error:.3}; the first is best in {found:.3}, stated {stated:.3}");
    assert!(error < 0.05, "{error:.3}");
    assert!((stated - found).abs() < 0.05, "stated {stated:.3}, found {found:.3}");
}

#[test]
fn overconfidence_is_seen() {
    let boasting: Vec<(f64, bool)> = (0..100).map(|i| (0.95, i % 2 == 0)).collect();
    assert!((expected_calibration_error(&boasting) - 0.45).abs() < 1e-9);
}
