use super::candidate::{Candidate, Effect};
use super::cost::Look;
use super::draws::{Draw, ShadeDraw, amount_sigma, shade_sigmas};
use super::sight::Sight;
use crate::color::Lab;

/// Amounts of pigment for which a recipe is predicted, in standard deviations; a cubic goes through them.
const AMOUNTS: [f64; 4] = [-2.0, -0.7, 0.7, 2.0];

/// Standard deviation of L*, a* and b* of a healed colour that was measured on somebody else (our choice).
const MEASURED_SIGMA: f64 = 1.0;

/// What a candidate looks like within the uncertainty.
pub(super) struct Outlook {
    /// L*, a*, b* and grain at each amount and depth; one look alone when it was measured.
    looks: Vec<[[f64; 4]; 3]>,
    common_sigma: f64,
    sigma: f64,
    color_sigma: f64,
}

impl Outlook {
    pub fn of(candidate: &Candidate, sight: &Sight) -> Self {
        let Effect::Predicted { healed, basis, dots } = candidate.effect else {
            let Look { area, grain } = candidate.look;
            let looks = vec![[[area.l, area.a, area.b, grain]; 3]];
            return Self { looks, common_sigma: 0.0, sigma: 0.0, color_sigma: 0.0 };
        };
        let [strength_sigma, color_sigma] = shade_sigmas(basis);
        let common_sigma = amount_sigma(sight.question.client.hand());
        let sigma = common_sigma.hypot(strength_sigma);
        let at = |amount: f64| sight.looks_at_depths(&(healed * (sigma * amount).exp()), &dots);
        Self { looks: AMOUNTS.map(at).to_vec(), common_sigma, sigma, color_sigma }
    }

    /// In one of the ways in which the truth may differ.
    pub fn look(&self, depths: &[f64; 3], draw: &Draw, of_shade: &ShadeDraw, skin: Lab) -> Look {
        if let [[[l, a, b, grain], ..]] = self.looks[..] {
            // A colour of its own does not move with what the photo gets wrong of skin and target.
            let moved = |k: usize, value: f64| value + draw.common[k] + MEASURED_SIGMA * of_shade.color[k];
            return Look { area: Lab::new(moved(0, l), moved(1, a), moved(2, b)), grain };
        }
        let own = (self.sigma * self.sigma - self.common_sigma * self.common_sigma).max(0.0).sqrt();
        let amount = (self.common_sigma * draw.amount + own * of_shade.strength) / self.sigma;
        let amounts = cubic_shares(amount.clamp(-2.5, 2.5));
        let mut look = [0.0; 4];
        for (at_depths, amount) in self.looks.iter().zip(amounts) {
            for (at, depth) in at_depths.iter().zip(depths) {
                look.iter_mut().zip(at).for_each(|(sum, value)| *sum += amount * depth * value);
            }
        }
        let [l, a, b, grain] = look;
        let contrast = self.color_sigma * (l - skin.l).hypot(a - skin.a).hypot(b - skin.b);
        let [dl, da, db] = of_shade.color.map(|deviation| contrast * deviation);
        Look { area: Lab::new(l + dl, a + da, b + db), grain: grain.max(0.0) }
    }
}

/// Lagrange's cubic through [`AMOUNTS`].
fn cubic_shares(x: f64) -> [f64; 4] {
    std::array::from_fn(|i| {
        let others = (0..4).filter(|&j| j != i);
        others.map(|j| (x - AMOUNTS[j]) / (AMOUNTS[i] - AMOUNTS[j])).product()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cubic_goes_through_its_points() {
        let cubic = |x: f64| 1.0 + x - 0.3 * x * x + 0.1 * x * x * x;
        for x in [-2.3, -0.2, 0.7, 1.9] {
            let sum: f64 = cubic_shares(x).iter().zip(AMOUNTS).map(|(share, at)| share * cubic(at)).sum();
            assert!((sum - cubic(x)).abs() < 1e-12, "{x}");
        }
    }
}
