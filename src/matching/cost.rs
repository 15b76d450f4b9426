use super::practice::Practice;
use crate::color::{Lab, ciede2000};

/// The eye tells two hues of single marks less well than of areas: so much of the difference counts (our choice).
const MARK_HUE: f64 = 0.5;

/// How a treated area looks: from afar, and in the mirror.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub area: Lab,
    /// Standard deviation of L* that dots add to the skin's own, as the eye sees it in the mirror.
    pub grain: f64,
}

/// What it is to look like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aim {
    pub look: Look,
    pub skin: Lab,
    /// How a* and b* change with each L* from the skin to a hair's tip, where its colour is known.
    pub mark: Option<[f64; 2]>,
}

impl Aim {
    /// What a result that looks so costs, in ΔE00: the difference from the target as seen across a room, with the part that
    /// is too dark counted `darker_costs` times, and the difference in grain and in the hue of single marks as seen in the mirror.
    pub fn cost(&self, seen: Look, practice: &Practice) -> f64 {
        let from_afar = practice.looks.room_weight * difference(seen.area, self.look.area, practice.darker_costs);
        let hue = self.mark.map_or(0.0, |mark| MARK_HUE * self.mark_difference(seen, mark));
        from_afar.hypot(practice.mirror_weight() * (seen.grain - self.look.grain).hypot(hue))
    }

    /// How far marks of these hues lie apart where both are as strong as the grain.
    fn mark_difference(&self, seen: Look, mark: [f64; 2]) -> f64 {
        let Some(own) = direction(self.skin, seen.area) else { return 0.0 };
        // SC of CIEDE2000 (Sharma, Wu and Dalal 2005, eq. 16).
        seen.grain * (own[0] - mark[0]).hypot(own[1] - mark[1]) / (1.0 + 0.045 * self.skin.chroma())
    }
}

/// How a* and b* change with each L* towards something darker; none where it is hardly darker.
pub(super) fn direction(skin: Lab, darker: Lab) -> Option<[f64; 2]> {
    let fall = skin.l - darker.l;
    (fall > 0.5).then(|| [(darker.a - skin.a) / fall, (darker.b - skin.b) / fall])
}

fn difference(area: Lab, target: Lab, darker_costs: f64) -> f64 {
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
        let [darker, lighter] = [-1.0, 1.0].map(|l| difference(step(l), TARGET, 2.0));
        // 1 of L* at L* 50 is ΔE00 1.
        assert!((darker - 2.0).abs() < 0.01 && (lighter - 1.0).abs() < 0.01, "{darker} {lighter}");
    }

    #[test]
    fn hue_costs_the_same_on_either_side() {
        let warmer = Lab { b: TARGET.b + 2.0, ..TARGET };
        assert_eq!(difference(warmer, TARGET, 3.0), ciede2000(warmer, TARGET).0);
    }

    #[test]
    fn a_coarser_or_a_finer_grain_costs_as_much_as_the_mirror_counts() {
        let aim = Aim { look: Look { area: TARGET, grain: 1.5 }, skin: Lab { l: 55.0, ..TARGET }, mark: None };
        let mut practice = Practice::default();
        practice.looks.mirror_weight = 1.0;
        for grain in [1.0, 2.0] {
            assert!((aim.cost(Look { area: TARGET, grain }, &practice) - 0.5).abs() < 1e-9);
        }
        let from_afar = Practice { goal: crate::matching::Goal::BetweenHair, ..practice };
        assert_eq!(aim.cost(Look { area: TARGET, grain: 3.0 }, &from_afar), 0.0);
    }
}
