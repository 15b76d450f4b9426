use crate::color::{Lab, ciede2000};

/// What a result that looks so costs, in ΔE00: the difference from the target, with the part that is too dark counted
/// `darker_costs` times.
pub(super) fn cost(area: Lab, target: Lab, darker_costs: f64) -> f64 {
    let difference = ciede2000(target, area).0;
    let darker = ((target.l - area.l) / lightness_weight(target.l, area.l)).max(0.0).min(difference);
    (difference * difference + (darker_costs * darker_costs - 1.0) * darker * darker).max(0.0).sqrt()
}

/// SL of CIEDE2000 (Sharma, Wu and Dalal 2005, eq. 15).
pub(super) fn lightness_weight(p: f64, q: f64) -> f64 {
    let from_middle = (f64::midpoint(p, q) - 50.0).powi(2);
    1.0 + 0.015 * from_middle / (20.0 + from_middle).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: Lab = Lab::new(50.0, 8.0, 14.0);

    #[test]
    fn darker_costs_as_many_times_as_set_and_lighter_once() {
        let step = |l: f64| Lab { l: TARGET.l + l, ..TARGET };
        let [darker, lighter] = [-1.0, 1.0].map(|l| cost(step(l), TARGET, 2.0));
        // 1 of L* at L* 50 is ΔE00 1.
        assert!((darker - 2.0).abs() < 0.01 && (lighter - 1.0).abs() < 0.01, "{darker} {lighter}");
    }

    #[test]
    fn hue_costs_the_same_on_either_side() {
        let warmer = Lab { b: TARGET.b + 2.0, ..TARGET };
        assert_eq!(cost(warmer, TARGET, 3.0), ciede2000(warmer, TARGET).0);
    }
}
