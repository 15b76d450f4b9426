use nalgebra::{Matrix3, Vector3};

use super::client_skin::{ClientSkin, SkinSource};
use super::draws::{COVERAGE_SIGMA, VISIT_SIGMA, healing_sigma, shade_sigmas, spread, together};
use super::explained::{Explained, Share};
use super::practice::PLAUSIBLE_PER_CM2;
use super::target::WITHIN_PHOTO;
use crate::color::{DeltaE, Lab};
use crate::pigment::{HEALED_WEEKS, Hand, Recipe, Stock, fading_sigma, load_after};
use crate::skin::Dots;

/// Standard deviation of a healed dot's diameter as a logarithm, where it was measured and where it is the hand's usual one
/// (our choices). Coverage goes by its square.
const DIAMETER_SIGMA: f64 = 0.05;
const USUAL_DIAMETER_SIGMA: f64 = 0.1;

/// The least share that a hand is expected to leave.
const LEAST_EXPECTED: f64 = 1e-3;

/// A share known no better than to this, as a logarithm, teaches nothing (our choice: a factor of 2.7 each way).
const UNCLEAR: f64 = 1.0;

/// The colours of healed work and of the bare skin beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    pub skin: Lab,
    pub area: Lab,
    /// Standard uncertainty of the difference between both by how evenly the places are coloured.
    pub relative_uncertainty: DeltaE,
    /// Standard uncertainty of both together.
    pub uncertainty: DeltaE,
    /// Standard deviation of the light between both places, as a logarithm.
    pub light_sigma: f64,
    /// How well the contrast between both is known: standard uncertainty as a share of it, by the camera's tones.
    pub contrast_sigma: f64,
}

/// What was done to the area, as the practitioner tells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    pub recipe: Recipe,
    /// Of a healed dot; the hand's usual where nobody measured it.
    pub diameter_mm: Option<f64>,
    /// All dots of all sittings; the hand's usual where nobody counted them.
    pub per_cm2: Option<f64>,
    pub weeks_after_treatment: f64,
}

/// What an area tells of a hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learnt {
    /// The share of the dilution's pigment that stayed, 0–1.
    pub retained: f64,
    /// How well that tells what stays at the next client: standard uncertainty as a logarithm.
    pub log_sigma: f64,
}

/// Why an area tells nothing, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error(
        "the healed area is not darker than the skin by more than the doubt of it (L* {fall:.1} of ± {uncertainty:.1}): mark bare skin right beside it in the same light, or choose work that shows more"
    )]
    NotDarker { fall: f64, uncertainty: f64 },
    #[error("{weeks:.0} weeks after treatment it has not healed: take a photo after {HEALED_WEEKS:.0} weeks")]
    TooFresh { weeks: f64 },
    #[error(
        "the healed area is darker than all of that pigment could make it: check the pigment, its water and the dots, and that no hair lies in the area"
    )]
    TooDark,
    #[error(
        "the photo tells what stayed only to a factor of {factor:.1} each way: mark larger places, count the dots, or photograph with a chart"
    )]
    Unclear { factor: f64 },
}

/// Which share of the pigment explains the darkening from bare skin to healed area, by the optics that recipes are ranked
/// by.
///
/// Its uncertainty holds what the photo gets wrong of both places, the light between them, depth, dots, the pigment's
/// strength, fading, and how visits and healing differ.
///
/// # Errors
/// [`Refusal`] where the area tells nothing.
pub fn learn(seen: &Seen, work: &Work, stock: &Stock, hand: &Hand) -> Result<Learnt, Refusal> {
    let weeks = work.weeks_after_treatment;
    if weeks < HEALED_WEEKS {
        return Err(Refusal::TooFresh { weeks });
    }
    let (fall, uncertainty) = (seen.skin.l - seen.area.l, seen.fall_sigma());
    if fall <= uncertainty {
        return Err(Refusal::NotDarker { fall, uncertainty });
    }
    let asked = Asked { work, stock, hand };
    let (darkest, share) = asked.explain(seen);
    if darkest - seen.area.l > 2.0 * uncertainty {
        return Err(Refusal::TooDark);
    }
    let share = share.ok_or(Refusal::Unclear { factor: UNCLEAR.exp() })?;
    let of_level = asked.level_sigma(seen, &share);
    let all = Hand { retained: 1.0, ..*hand }.healed(stock.load, work.recipe);
    let [of_strength, _] = shade_sigmas(stock.basis);
    let sigmas = [share.sigma, of_level, of_strength, fading_sigma(all, weeks), healing_sigma(hand), VISIT_SIGMA];
    let log_sigma = together(&sigmas);
    if log_sigma > UNCLEAR {
        return Err(Refusal::Unclear { factor: log_sigma.exp() });
    }
    Ok(Learnt { retained: share.log.exp().min(1.0), log_sigma })
}

impl Work {
    /// The dots as told, or as this hand usually sets them.
    pub fn dots(&self, hand: &Hand) -> Dots {
        let diameter_mm = self.diameter_mm.unwrap_or(hand.dots.diameter_mm);
        Dots::of_density(diameter_mm, self.per_cm2.unwrap_or(hand.dots.per_cm2()))
    }

    /// Standard deviation of the coverage as a logarithm. A density that nobody counted may be any that can pass for
    /// follicles, which is taken for two standard deviations to each side.
    fn coverage_sigma(&self) -> f64 {
        let [fewest, most] = PLAUSIBLE_PER_CM2;
        let density = self.per_cm2.map_or((most / fewest).ln() / 4.0, |_| COVERAGE_SIGMA);
        let diameter = self.diameter_mm.map_or(USUAL_DIAMETER_SIGMA, |_| DIAMETER_SIGMA);
        density.hypot(2.0 * diameter)
    }
}

/// What was done, with what and by whom.
struct Asked<'a> {
    work: &'a Work,
    stock: &'a Stock,
    hand: &'a Hand,
}

impl Asked<'_> {
    /// L* of the area if all pigment had stayed, and the share that explains it.
    fn explain(&self, seen: &Seen) -> (f64, Option<Share>) {
        let Self { work, stock, hand } = *self;
        let client = ClientSkin::prepare(seen.skin, SkinSource::Measured, hand);
        let (dots, weeks) = (work.dots(hand), work.weeks_after_treatment);
        let all = Hand { retained: 1.0, ..*hand }.healed(stock.load, work.recipe);
        let explained = Explained {
            client: &client,
            area: seen.area,
            noise: seen.noise(shade_sigmas(stock.basis)[1]),
            all: hand.worn(load_after(hand, all, weeks), &dots, weeks),
            light_sigma: seen.light_sigma,
            coverage_sigma: work.coverage_sigma(),
        };
        let expected = hand.retained.clamp(LEAST_EXPECTED, 1.0).ln();
        (explained.darkest(), explained.share(expected))
    }

    /// By how much the share differs where both places are lit less than was thought, so that both are lighter than they were
    /// read, as a logarithm.
    fn level_sigma(&self, seen: &Seen, share: &Share) -> f64 {
        let lighter = Lab { l: (seen.skin.l + seen.uncertainty.0).min(95.0), ..seen.skin };
        let factor = lighter.to_xyz()[1] / seen.skin.to_xyz()[1].max(1e-6);
        let at = |lab: Lab| Lab::from_xyz(lab.to_xyz().map(|value| value * factor));
        let (_, lighter) = self.explain(&Seen { skin: at(seen.skin), area: at(seen.area), ..*seen });
        lighter.map_or(0.0, |lighter| (lighter.log - share.log).abs())
    }
}

impl Seen {
    /// Covariance of the area's L*, a* and b* beside the skin; the pigment's colour is off by a share of its contrast.
    fn noise(&self, color_sigma: f64) -> Matrix3<f64> {
        let contrast = Vector3::from(<[f64; 3]>::from(self.area)) - Vector3::from(<[f64; 3]>::from(self.skin));
        let of_color = color_sigma * contrast.norm();
        let of_photo = Vector3::from(spread(self.area, self.within_photo()));
        Matrix3::from_diagonal(&of_photo.map(|sigma| sigma * sigma + of_color * of_color))
            + contrast * contrast.transpose() * self.contrast_sigma.powi(2)
    }

    fn within_photo(&self) -> f64 {
        WITHIN_PHOTO.hypot(self.relative_uncertainty.0)
    }

    /// Standard uncertainty of how much darker the area is, L*.
    fn fall_sigma(&self) -> f64 {
        // dL* = (L* + 16) / 3 · dY / Y (CIE 15:2018, eq. 8.3).
        let of_light = (self.area.l + 16.0) / 3.0 * self.light_sigma;
        spread(self.area, self.within_photo())[0].hypot(of_light)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pigment::shipped_catalog;

    const SKINS: [Lab; 3] = [Lab::new(68.0, 8.0, 16.0), Lab::new(54.0, 11.0, 19.0), Lab::new(38.0, 11.0, 15.0)];

    fn carbon() -> Stock {
        shipped_catalog().shade("carbon-neutral").and_then(crate::pigment::Shade::stock).expect("it is shipped")
    }

    fn work(water: f64) -> Work {
        let recipe = Recipe::diluted(water);
        Work { recipe, diameter_mm: Some(0.3), per_cm2: Some(150.0), weeks_after_treatment: 8.0 }
    }

    fn seen(skin: Lab, area: Lab) -> Seen {
        let (relative_uncertainty, uncertainty) = (DeltaE(0.1), DeltaE(0.7));
        Seen { skin, area, relative_uncertainty, uncertainty, light_sigma: 0.02, contrast_sigma: 0.05 }
    }

    /// The area that a hand which leaves so much makes of this skin by now.
    fn area(skin: Lab, retained: f64, work: &Work) -> Lab {
        area_by(skin, &Hand { retained, ..Hand::default() }, work)
    }

    fn area_by(skin: Lab, hand: &Hand, work: &Work) -> Lab {
        let client = ClientSkin::prepare(skin, SkinSource::Measured, hand);
        let load = load_after(hand, hand.healed(carbon().load, work.recipe), work.weeks_after_treatment);
        let worn = hand.worn(load, &work.dots(hand), work.weeks_after_treatment);
        client.area(&worn.load, &worn.dots)
    }

    fn learnt(skin: Lab, area: Lab, work: &Work) -> Learnt {
        learn(&seen(skin, area), work, &carbon(), &Hand::default()).expect("it tells something")
    }

    #[test]
    fn what_stayed_is_found_back_in_light_medium_and_dark_skin() {
        let usual = Hand::default().retained;
        for (skin, water) in SKINS.into_iter().zip([20.0, 15.0, 9.0]) {
            for factor in [0.6, 1.0, 1.8] {
                let (retained, work) = (factor * usual, work(water));
                let area = area(skin, retained, &work);
                let learnt = learnt(skin, area, &work);
                let off = (learnt.retained / retained).ln();
                println!("L* {} × {factor}: fall {:.2}, off {off:.4}, {learnt:?}", skin.l, skin.l - area.l);
                // The mean of what may be lies beside the likeliest where colours saturate.
                assert!(off.abs() < 0.12 && learnt.log_sigma < 0.55, "{skin:?} {factor}: {learnt:?}");
            }
        }
    }

    #[test]
    fn what_stayed_lies_within_its_stated_doubt_as_often_as_it_should() {
        let mut random = fastrand::Rng::with_seed(11);
        let mut normal = || {
            let radius = (-2.0 * random.f64().max(1e-12).ln()).sqrt();
            radius * (std::f64::consts::TAU * random.f64()).cos()
        };
        let mut errors = Vec::new();
        for number in 0..48 {
            let skin = SKINS[number % 3];
            let told = work([20.0, 15.0, 9.0][number % 3]);
            let usual = Hand::default();
            let retained = usual.retained * (0.35 * normal()).exp();
            let of_visit = (VISIT_SIGMA * normal() + healing_sigma(&usual) * normal() + 0.05 * normal()).exp();
            let depth_mm = (usual.depth_mm * (1.0 + 0.25 * normal())).clamp(0.1, 0.3);
            let true_hand = Hand { depth_mm, retained: retained * of_visit, ..usual };
            let density = 150.0 * (told.coverage_sigma() * normal()).exp();
            let healed = area_by(skin, &true_hand, &Work { per_cm2: Some(density), ..told });
            let light = (0.02 * normal()).exp();
            let lit = Lab::from_xyz(healed.to_xyz().map(|value| value * light));
            let [l, a, b] = spread(lit, WITHIN_PHOTO.hypot(0.1));
            let read = Lab::new(lit.l + l * normal(), lit.a + a * normal(), lit.b + b * normal());
            if let Ok(learnt) = learn(&seen(skin, read), &told, &carbon(), &usual) {
                errors.push((learnt.retained / retained).ln() / learnt.log_sigma);
            }
        }
        let count = errors.len() as f64;
        let within = errors.iter().filter(|error| error.abs() < 1.0).count() as f64 / count;
        let within_two = errors.iter().filter(|error| error.abs() < 2.0).count() as f64 / count;
        let rms = (errors.iter().map(|error| error * error).sum::<f64>() / count).sqrt();
        println!("{count} of 48 taught; within σ {within:.2}, within 2 σ {within_two:.2}, rms {rms:.2} σ");
        // 0.68 and 0.95 of a normal distribution; 45 of them know it to 0.07 and 0.03.
        assert!(count > 36.0 && (0.54..0.89).contains(&within) && within_two > 0.88, "{within} {within_two} {rms}");
    }

    #[test]
    fn more_pigment_than_usual_tells_more_than_usual_and_less_tells_less() {
        let usual = Hand::default();
        for factor in [0.6, 1.8] {
            let area = area(SKINS[0], factor * usual.retained, &work(15.0));
            let learnt = learnt(SKINS[0], area, &work(15.0));
            assert_eq!(learnt.retained > usual.retained, factor > 1.0, "{learnt:?}");
        }
    }

    #[test]
    fn dots_that_nobody_counted_tell_less() {
        let (counted, usual) = (work(15.0), Work { diameter_mm: None, per_cm2: None, ..work(15.0) });
        let area = area(SKINS[0], Hand::default().retained, &counted);
        let [counted, usual] = [counted, usual].map(|work| learnt(SKINS[0], area, &work).log_sigma);
        assert!(usual > counted + 0.05, "{counted} {usual}");
    }

    #[test]
    fn old_work_and_a_photo_without_a_reference_tell_less() {
        let (fresh, old) = (work(15.0), Work { weeks_after_treatment: 150.0, ..work(15.0) });
        let retained = Hand::default().retained;
        let [of_fresh, of_old] = [fresh, old].map(|work| learnt(SKINS[0], area(SKINS[0], retained, &work), &work));
        assert!((of_old.retained / retained).ln().abs() < 0.12 && of_old.log_sigma > of_fresh.log_sigma, "{of_old:?}");
        let exact = seen(SKINS[0], area(SKINS[0], retained, &fresh));
        let raw = Seen { uncertainty: DeltaE(6.0), contrast_sigma: 0.3, ..exact };
        let of_raw = learn(&raw, &fresh, &carbon(), &Hand::default()).expect("it tells something");
        assert!(of_raw.log_sigma > of_fresh.log_sigma + 0.05, "{of_raw:?} {of_fresh:?}");
    }

    #[test]
    fn work_that_tells_nothing_is_refused_with_the_reason() {
        let refusal = |skin: Lab, area: Lab, work: &Work| {
            learn(&seen(skin, area), work, &carbon(), &Hand::default()).expect_err("it tells nothing").to_string()
        };
        let skin = SKINS[0];
        let paler = Lab { l: skin.l - 0.5, ..skin };
        let told = refusal(skin, paler, &work(15.0));
        assert!(told.starts_with("the healed area is not darker than the skin by more than") && told.contains("mark"));
        let fresh = Work { weeks_after_treatment: 1.0, ..work(15.0) };
        assert!(
            refusal(skin, Lab { l: 55.0, ..skin }, &fresh).starts_with("1 weeks after treatment it has not healed")
        );
        let black = refusal(skin, Lab::new(15.0, 1.0, 1.0), &work(30.0));
        assert!(black.starts_with("the healed area is darker than all of that pigment"), "{black}");
    }

    #[test]
    fn a_taught_hand_gets_a_narrower_range_of_water_that_moves_with_what_stays() {
        use crate::matching::{Person, Practice, Question, Target, rank_recipes};
        let skin = SKINS[0];
        let target = Target::measured(Lab::new(63.5, 7.0, 13.5), skin, DeltaE(0.3));
        let range = |hand: Hand| {
            let practice = Practice { hand, per_cm2: Some(150.0), ..Practice::default() };
            let client = ClientSkin::prepare(skin, SkinSource::Measured, &hand);
            let (client, person) = (&client, Person::default());
            let question = Question { target: &target, client, practice: &practice, person };
            rank_recipes(&question, &shipped_catalog(), 1).matches[0].water_range.expect("it has a ladder")
        };
        let usual = Hand::default();
        let [from, to] = range(usual);
        for factor in [0.6, 1.6] {
            let area = area(skin, factor * usual.retained, &work(15.0));
            let Learnt { retained, log_sigma } = learnt(skin, area, &work(15.0));
            let lessons = vec![crate::pigment::Lesson::of_share(retained, log_sigma, &usual); 3];
            let taught = crate::pigment::Teaching { is_on: true, lessons }.hand(&usual);
            let [taught_from, taught_to] = range(taught);
            assert!(taught.retained_sigma < 0.75 * usual.retained_sigma, "{taught:?}");
            assert!(taught_to / taught_from < to / from, "{factor}: {taught_from}–{taught_to} of {from}–{to}");
            let is_more_water = taught_from * taught_to > from * to;
            assert_eq!(is_more_water, factor > 1.0, "{factor}: {taught_from}–{taught_to} of {from}–{to}");
        }
    }
}
