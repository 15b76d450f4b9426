//! Whether probabilities mean what they say: clients are drawn whose truth is known, and what turns out best is counted.

use super::candidate::{Candidate, Effect, candidates};
use super::client_skin::DEPTH_SIGMA;
use super::cost::Look;
use super::draws::{amount_sigma, shade_sigmas};
use super::sight::Sight;
use super::{ClientSkin, CloseUp, Known, Person, Practice, Question, SkinSource, Target, TargetSource, rank_recipes};
use crate::color::{DeltaE, Lab};
use crate::pigment::{Catalog, shipped_catalog};
use crate::skin::{Deposit, DotGrain, PreparedSkin, Skin};

const SKINS: usize = 16;
const CLIENTS_OF_A_SKIN: usize = 30;

/// Standard normal values that cut the curve into ten halves of equal parts: tenths 1, 3, 5, 7 and 9.
const DEPTHS: [f64; 5] = [-1.281_55, -0.524_40, 0.0, 0.524_40, 1.281_55];

/// ΔE00 by which a photo gets a difference wrong, and a colour.
const RELATIVE: f64 = 0.34;
const ABSOLUTE: f64 = 1.0;

/// How far the grain and the count of a photo are off, as a logarithm.
const GRAIN_SIGMA: f64 = 0.15;

struct Truth<'a> {
    skin: &'a PreparedSkin,
    amount: f64,
    target: Lab,
    grain: f64,
}

impl Truth<'_> {
    /// What a recipe costs once it has healed as it really does; `strength` is its shade's own, standard normal.
    fn cost(&self, recipe: &Candidate, sight: &Sight, strength: f64) -> f64 {
        let Effect::Predicted { healed, basis, dots } = recipe.effect else { return f64::INFINITY };
        let layer = (healed * (self.amount * (shade_sigmas(basis)[0] * strength).exp())).layer();
        let distance_mm = 1000.0 * sight.question.practice.looks.mirror_distance_m;
        let uneven = DotGrain::new(dots.diameter_mm, self.skin, distance_mm);
        let grain = self.skin.grain(&layer, &dots, uneven.deviation(dots.per_cm2()));
        let look = Look { area: self.skin.area(&layer, &dots), grain };
        let mut aim = sight.aim_at(self.target, 0.0);
        aim.look.grain = self.grain;
        aim.cost(look, sight.question.practice) + sight.density_cost(&dots)
    }
}

/// What was stated of a client, and what came of it.
struct Outcome {
    /// Of every group.
    probabilities: Vec<f64>,
    /// The group that holds the pigment which turned out best, from 0.
    best_group: usize,
    /// The dilution that turned out best of the first pigment lies in its stated range.
    is_in_range: bool,
}

fn outcomes() -> Vec<Outcome> {
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
            let fall = (0.04 + 0.08 * random.f64()) * bare.l;
            let truth = Truth {
                skin: &depths[number % DEPTHS.len()],
                amount: (amount_sigma(&practice.hand) * normal(&mut random)).exp(),
                target: Lab {
                    l: bare.l - fall,
                    a: bare.a - fall * (0.15 + 0.1 * normal(&mut random)),
                    b: bare.b - fall * (0.3 + 0.15 * normal(&mut random)),
                },
                grain: 0.65 * fall * (0.2 * normal(&mut random)).exp(),
            };
            outcomes.push(outcome(&truth, &client, &catalog, &practice, &mut random));
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
) -> Outcome {
    let each = RELATIVE / 3f64.sqrt();
    let chroma = each * (1.0 + 0.045 * truth.target.chroma());
    let measured = Lab {
        l: truth.target.l + each * normal(random),
        a: truth.target.a + chroma * normal(random),
        b: truth.target.b + chroma * normal(random),
    };
    let grain = Known { value: truth.grain * (GRAIN_SIGMA * normal(random)).exp(), log_sigma: GRAIN_SIGMA };
    let close_up = CloseUp { grain, is_measured: true, ..CloseUp::usual(1.0) };
    let (from, uncertainty) = (TargetSource::Stubble, DeltaE(ABSOLUTE));
    let target = Target { lab: measured, from, uncertainty, skin: Some(client.lab), darkening: None, close_up };
    let question = Question { target: &target, client, practice, person: Person::default() };
    let answer = rank_recipes(&question, catalog, usize::MAX);
    let sight = Sight::of(&question);
    let recipes = candidates(&sight, catalog);
    let costs = recipes.iter().map(|recipes| {
        let strength = normal(random);
        let costs = recipes.iter().map(|recipe| (truth.cost(recipe, &sight, strength), recipe));
        costs.min_by(|(p, _), (q, _)| p.total_cmp(q)).expect("a ladder has steps")
    });
    let costs: Vec<(f64, &Candidate)> = costs.collect();
    let (_, best) = costs.iter().min_by(|(p, _), (q, _)| p.total_cmp(q)).expect("the catalog has shades");
    let group_of = |id: &str| answer.matches.iter().find(|one| one.shade_id == id).map_or(0, |one| one.group - 1);
    let first = &answer.matches[0];
    let of_first = costs.iter().find(|(_, one)| one.shade.id == first.shade_id);
    let water = of_first.map_or(0.0, |(_, one)| one.recipe.water_parts);
    Outcome {
        best_group: group_of(&best.shade.id),
        is_in_range: first.water_range.is_some_and(|[from, to]| (from..=to).contains(&water)),
        probabilities: answer.group_probabilities,
    }
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
    let all: Vec<(f64, bool)> = outcomes
        .iter()
        .flat_map(|one| one.probabilities.iter().enumerate().map(|(group, p)| (*p, group == one.best_group)))
        .collect();
    let error = expected_calibration_error(&all);
    let share =
        |is_so: fn(&Outcome) -> bool| outcomes.iter().filter(|one| is_so(one)).count() as f64 / outcomes.len() as f64;
    let stated = outcomes.iter().map(|one| one.probabilities[0]).sum::<f64>() / outcomes.len() as f64;
    let [first, in_range] = [share(|one| one.best_group == 0), share(|one| one.is_in_range)];
    println!("calibration error {error:.3}; the first group is best in {first:.3}, stated {stated:.3}");
    println!("the best dilution lies in the stated range in {in_range:.3}");
    assert!(error < 0.05, "{error:.3}");
    assert!((stated - first).abs() < 0.05, "stated {stated:.3}, found {first:.3}");
    // 95 of 100 are stated; 480 clients know it to 1 %.
    assert!((0.92..0.985).contains(&in_range), "{in_range:.3}");
}

#[test]
fn overconfidence_is_seen() {
    let boasting: Vec<(f64, bool)> = (0..100).map(|i| (0.95, i % 2 == 0)).collect();
    assert!((expected_calibration_error(&boasting) - 0.45).abs() < 1e-9);
}
