use crate::color::Lab;
use crate::measurement::Stubble;

/// Hairs on a cm² of shaved scalp where no scale tells them, and their uncertainty as a logarithm: 120–250 are usual beside
/// a bald crown (our choice within Loussouarn 2001, 227 ± 55 on full scalps, which thin out).
const USUAL_HAIRS: Known = Known { value: 175.0, log_sigma: 0.22 };

/// The grain of a shaved field over its darkening, times the square root of its hairs on a cm², in cm⁻¹: the mean over
/// drawn heads (6.5–12; a sketch of hairs without shafts has 5–7).
const USUAL_GRAIN: f64 = 9.0;
const USUAL_GRAIN_SIGMA: f64 = 0.22;

/// No field is evener or more uneven than this, L* (our choice: less is never seen).
const LEAST_GRAIN: f64 = 0.15;

/// How a shaved field looks in the mirror.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CloseUp {
    /// Standard deviation of L* that hair adds to the skin's own, seen from half a metre.
    pub grain: Known,
    pub hairs_per_cm2: Known,
    /// The colour of its tips, where it is known.
    pub tips: Option<Lab>,
    /// Scale and photo tell the grain; else it is that of usual hair.
    pub is_measured: bool,
}

/// A positive value and its standard uncertainty as a logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    pub value: f64,
    pub log_sigma: f64,
}

impl CloseUp {
    /// Of usual hair that lies `darkening` in L* below its skin.
    pub fn usual(darkening: f64) -> Self {
        Self::of(None, None, darkening)
    }

    /// Of a field that lies `darkening` in L* below its skin; `bare_grain` is the skin's own.
    pub fn of(stubble: Option<&Stubble>, bare_grain: Option<f64>, darkening: f64) -> Self {
        let counted = stubble.and_then(|stubble| stubble.hairs_per_cm2).and_then(Known::of);
        // A count is fitted to usual hair and leans to it already.
        let hairs_per_cm2 = counted.filter(|counted| counted.log_sigma < USUAL_HAIRS.log_sigma).unwrap_or(USUAL_HAIRS);
        let usual = usual_grain(darkening, hairs_per_cm2);
        let seen = stubble.and_then(|stubble| stubble.grain).and_then(|grain| without(grain, bare_grain));
        Self {
            grain: seen.map_or(usual, |seen| seen.with(usual)),
            hairs_per_cm2,
            tips: stubble.map(|stubble| stubble.hair.lab),
            is_measured: seen.is_some(),
        }
    }
}

fn usual_grain(darkening: f64, hairs: Known) -> Known {
    let value = (USUAL_GRAIN * darkening.max(0.0) / hairs.value.sqrt()).max(LEAST_GRAIN);
    Known { value, log_sigma: USUAL_GRAIN_SIGMA.hypot(hairs.log_sigma / 2.0) }
}

/// What hair adds to the grain of bare skin; none where the skin alone has as much.
fn without([grain, uncertainty]: [f64; 2], bare: Option<f64>) -> Option<Known> {
    let own = (grain * grain - bare.unwrap_or(0.0).powi(2)).max(0.0).sqrt();
    // Of a difference of squares what is small is known worse.
    (own > grain / 2.0).then(|| Known::of([own, uncertainty * grain / own])).flatten()
}

impl Known {
    fn of([value, uncertainty]: [f64; 2]) -> Option<Self> {
        (value > 0.0).then(|| Self { value, log_sigma: (uncertainty / value).max(0.02) })
    }

    /// What both tell together, each by its precision.
    fn with(self, other: Self) -> Self {
        let [own, others] = [self, other].map(|known| known.log_sigma.powi(-2));
        let log = (own * self.value.ln() + others * other.value.ln()) / (own + others);
        Self { value: log.exp(), log_sigma: (own + others).powf(-0.5) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_twice_lies_between_and_is_surer() {
        let both = Known { value: 1.0, log_sigma: 0.1 }.with(Known { value: 2.0, log_sigma: 0.2 });
        // Four to one by precision: exp(0.2 · ln 2).
        assert!((both.value - 1.1487).abs() < 1e-3 && (both.log_sigma - 0.08944).abs() < 1e-4, "{both:?}");
    }

    #[test]
    fn the_skins_own_mottling_is_no_grain_of_hair() {
        let own = without([1.3, 0.1], Some(0.5)).expect("hair shows");
        assert!((own.value - 1.2).abs() < 1e-9, "{own:?}");
        assert_eq!(without([1.0, 0.1], Some(0.95)), None);
    }

    #[test]
    fn without_a_scale_usual_hair_stands_in_and_is_unsure() {
        let usual = CloseUp::usual(4.0);
        assert!(!usual.is_measured && usual.grain.log_sigma > 0.2, "{usual:?}");
        assert!((2.0..3.5).contains(&usual.grain.value), "{usual:?}");
    }
}
