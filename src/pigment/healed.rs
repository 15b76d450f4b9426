use serde::Serialize;

use super::hand::Hand;
use super::load::Load;
use super::weeks::{HEALED_WEEKS, WEEKS_PER_YEAR};
use super::widening::WornDots;
use crate::color::Lab;
use crate::skin::{Dots, PigmentLayer};

/// Which predictions can be compared: raised when a change of the optics or of the healing changes a colour.
pub const MODEL_VERSION: u32 = 2;

/// The moments that a prediction is given for: right after treatment, 4 weeks, and 1, 2, 4 and 6 years.
pub const WEEKS_AFTER_TREATMENT: [f64; 6] = [0.0, 4.0, 52.0, 104.0, 208.0, 313.0];

/// Years in which a pigment fades to 1/e: τ(t) = τ_healed · e^(−t/T). No law is published; T is between the touch-up
/// intervals that practitioners quote.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fading {
    shortest_years: f64,
    longest_years: f64,
}

const CARBON: Fading = Fading { shortest_years: 2.0, longest_years: 6.0 };
const IRON_OXIDE: Fading = Fading { shortest_years: 0.5, longest_years: 3.0 };
/// A pigment that nothing is known of fades as any of them.
const UNKNOWN: Fading = Fading { shortest_years: 0.5, longest_years: 6.0 };

/// A predicted colour at one time after treatment, with the range that healing and fading leave open.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HealedColor {
    pub weeks_after_treatment: f64,
    pub lab: Lab,
    pub darkest: Lab,
    pub lightest: Lab,
    pub model_version: u32,
}

/// The colour at each of [`WEEKS_AFTER_TREATMENT`]; `healed` is the load at four weeks in these dots, `seen` how pigment
/// and dots look.
///
/// As brown fades before carbon, the colour turns cooler; as all pigment pales, it nears the skin; and dots widen.
pub fn healed_colors(
    hand: &Hand,
    healed: Load,
    dots: &Dots,
    seen: impl Fn(&PigmentLayer, &Dots) -> Lab,
) -> Vec<HealedColor> {
    let [least, most] = hand.lightening;
    // The middle prediction keeps `healed` at four weeks; more or less lightening of the same fresh dots is the range.
    let fresh = Hand::fresh(healed, hand.usual_lightening());
    let color = |worn: WornDots| seen(&worn.load.layer(), &worn.dots);
    // Wider dots are lighter in their middle and darker in the mean.
    let extremes = |load: Load, weeks: f64| {
        let [narrow, wide] = hand.worn_least_and_most(load, dots, weeks).map(color);
        if narrow.l < wide.l { [narrow, wide] } else { [wide, narrow] }
    };
    let at = |weeks: f64| {
        let [darkest, _] = extremes(left_after(fresh, least, weeks, |fading| fading.longest_years), weeks);
        let [_, lightest] = extremes(left_after(fresh, most, weeks, |fading| fading.shortest_years), weeks);
        let load = left_after(fresh, hand.usual_lightening(), weeks, Fading::usual_years);
        let lab = color(hand.worn(load, dots, weeks));
        HealedColor { weeks_after_treatment: weeks, lab, darkest, lightest, model_version: MODEL_VERSION }
    };
    WEEKS_AFTER_TREATMENT.map(at).to_vec()
}

/// The load that is usually there so many weeks after treatment, in dots as wide as at first ([`Hand::worn`] tells how they
/// widen); `healed` is the one at four weeks.
pub fn load_after(hand: &Hand, healed: Load, weeks: f64) -> Load {
    let lightening = hand.usual_lightening();
    left_after(Hand::fresh(healed, lightening), lightening, weeks.max(0.0), Fading::usual_years)
}

/// How unsure it is what has faded by then: standard uncertainty of [`load_after`] as a logarithm. The quoted range is taken
/// for two standard deviations to each side.
pub fn fading_sigma(healed: Load, weeks: f64) -> f64 {
    let [longest, shortest] = [
        left_after(healed, 0.0, weeks, |fading| fading.longest_years),
        left_after(healed, 0.0, weeks, |f| f.shortest_years),
    ];
    if shortest.tau() > 0.0 { (longest.tau() / shortest.tau()).ln() / 4.0 } else { 0.0 }
}

/// What is left of a fresh load: it lightens over the first weeks, then fades.
fn left_after(fresh: Load, lightening: f64, weeks: f64, years: impl Fn(&Fading) -> f64) -> Load {
    let healing = 1.0 - lightening * (weeks / HEALED_WEEKS).min(1.0);
    let faded_years = (weeks - HEALED_WEEKS).max(0.0) / WEEKS_PER_YEAR;
    let left = |fading: &Fading| healing * (-faded_years / years(fading)).exp();
    fresh.left(left(&CARBON), left(&IRON_OXIDE), left(&UNKNOWN))
}

impl Fading {
    /// The geometric middle.
    fn usual_years(&self) -> f64 {
        (self.shortest_years * self.longest_years).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::skin::{PreparedSkin, Skin};

    fn colors(healed: Load) -> Vec<HealedColor> {
        let hand = Hand::default();
        let skin = PreparedSkin::new(&Skin::new(0.018, 0.005), hand.deposit());
        healed_colors(&hand, healed, &hand.dots, |layer, dots| skin.area(layer, dots))
    }

    #[test]
    fn pigment_only_pales_and_its_range_encloses_it() {
        let colors = colors(Load { carbon_tau: 0.5, ..Load::default() });
        assert!(colors.is_sorted_by(|earlier, later| earlier.lab.l < later.lab.l), "{colors:#?}");
        for color in &colors {
            assert!(color.darkest.l <= color.lab.l && color.lab.l <= color.lightest.l, "{color:?}");
        }
    }

    #[test]
    fn dots_that_widen_are_lighter_in_their_middle_and_no_lighter_from_afar() {
        let skin = PreparedSkin::new(&Skin::new(0.018, 0.005), Hand::default().deposit());
        let healed = Load { carbon_tau: 1.0, ..Load::default() };
        let after_six_years = |widening, seen: fn(&PreparedSkin, &PigmentLayer, &Dots) -> Lab| {
            let hand = Hand { widening, ..Hand::default() };
            healed_colors(&hand, healed, &hand.dots, |layer, dots| seen(&skin, layer, dots))[5].lab.l
        };
        let [sharp, wide] = [[0.0; 2], [0.12; 2]];
        let middle = after_six_years(wide, PreparedSkin::dot_middle) - after_six_years(sharp, PreparedSkin::dot_middle);
        let area = after_six_years(wide, PreparedSkin::area) - after_six_years(sharp, PreparedSkin::area);
        assert!(middle > 0.5 && (-0.5..=0.0).contains(&area), "{middle} {area}");
    }

    #[test]
    fn at_four_weeks_the_load_is_the_healed_one() {
        let healed = Load { carbon_tau: 0.5, brown_tau: 0.2, ..Load::default() };
        let left = left_after(Hand::fresh(healed, 0.3), 0.3, HEALED_WEEKS, Fading::usual_years);
        assert!((left.carbon_tau - 0.5).abs() < 1e-12 && (left.brown_tau - 0.2).abs() < 1e-12, "{left:?}");
    }

    #[test]
    fn any_week_can_be_asked_for() {
        let (hand, healed) = (Hand::default(), Load { carbon_tau: 0.5, ..Load::default() });
        let tau = |weeks: f64| load_after(&hand, healed, weeks).carbon_tau;
        assert!((tau(HEALED_WEEKS) - 0.5).abs() < 1e-12 && tau(0.0) > tau(2.0) && tau(2.0) > 0.5);
        // After the geometric middle of 2 and 6 years 1/e is left.
        assert!((tau(HEALED_WEEKS + 12f64.sqrt() * WEEKS_PER_YEAR) - 0.5 / std::f64::consts::E).abs() < 1e-9);
    }

    #[test]
    fn what_has_faded_is_the_less_sure_the_longer_ago() {
        let healed = Load { carbon_tau: 0.5, ..Load::default() };
        assert_eq!(fading_sigma(healed, HEALED_WEEKS), 0.0);
        // One year by 2 and by 6 years: (1/2 − 1/6) / 4.
        assert!((fading_sigma(healed, HEALED_WEEKS + WEEKS_PER_YEAR) - 1.0 / 12.0).abs() < 1e-9);
        assert_eq!(fading_sigma(Load::default(), 200.0), 0.0);
    }

    #[test]
    fn a_warm_mixture_loses_its_brown_first() {
        let fresh = Load { carbon_tau: 0.5, brown_tau: 0.5, ..Load::default() };
        let left = left_after(fresh, 0.3, 104.0, Fading::usual_years);
        assert!(left.brown_tau < 0.5 * left.carbon_tau, "{left:?}");
    }

    #[test]
    fn only_healing_widens_the_first_month() {
        let colors = colors(Load { carbon_tau: 0.5, ..Load::default() });
        assert_eq!(colors[0].darkest, colors[0].lightest, "fresh dots are what was put in");
        assert!(colors[1].lightest.l - colors[1].darkest.l > 0.2, "{:?}", colors[1]);
    }
}
