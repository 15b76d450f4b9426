use super::cost::{Aim, Look, direction};
use super::question::Question;
use crate::color::Lab;
use crate::pigment::Load;
use crate::skin::{DotGrain, Dots};

/// A question made ready: what is aimed at, and how dots of this hand look in this client's skin.
pub(super) struct Sight<'a> {
    pub question: Question<'a>,
    pub aim: Aim,
    /// The dots that go best with the hairs beside.
    pub preferred_per_cm2: f64,
    /// At each of the solved depths.
    grains: [DotGrain; 3],
}

/// Where the grain of a photo is measured from, mm.
const MEASURED_FROM_MM: f64 = 500.0;

impl<'a> Sight<'a> {
    pub fn of(question: &Question<'a>) -> Self {
        let Question { target, client, practice, .. } = *question;
        let distance_mm = 1000.0 * practice.looks.mirror_distance_m;
        let diameter_mm = practice.hand.dots.diameter_mm;
        let grains_from =
            |distance_mm: f64| [0, 1, 2].map(|depth| DotGrain::new(diameter_mm, client.at_depth(depth), distance_mm));
        let grains = grains_from(distance_mm);
        let preferred_per_cm2 = practice.preferred_per_cm2(target.close_up.hairs_per_cm2.value);
        // Hair loses as much of its grain with the distance as dots do.
        let kept =
            grains[1].deviation(preferred_per_cm2) / grains_from(MEASURED_FROM_MM)[1].deviation(preferred_per_cm2);
        let look = Look { area: aimed_at(target.lab, question), grain: kept * target.close_up.grain.value };
        let mark = target.close_up.tips.and_then(|tips| direction(client.lab, tips));
        Self { question: *question, aim: Aim { look, skin: client.lab, mark }, preferred_per_cm2, grains }
    }

    /// What is aimed at where the target lies elsewhere, its grain off by so many standard deviations.
    pub fn aim_at(&self, target: Lab, grain_sigmas: f64) -> Aim {
        let grain = self.aim.look.grain * (self.question.target.close_up.grain.log_sigma * grain_sigmas).exp();
        Aim { look: Look { area: aimed_at(target, &self.question), grain }, ..self.aim }
    }

    pub fn look(&self, healed: &Load, dots: &Dots) -> Look {
        let (client, layer) = (self.question.client, healed.layer());
        let grain = client.usual().grain(&layer, dots, self.grains[1].deviation(dots.per_cm2()));
        Look { area: client.usual().area(&layer, dots), grain }
    }

    /// L*, a*, b* and grain at each of the solved depths.
    pub fn looks_at_depths(&self, healed: &Load, dots: &Dots) -> [[f64; 4]; 3] {
        let layer = healed.layer();
        std::array::from_fn(|depth| {
            let skin = self.question.client.at_depth(depth);
            let area = skin.area(&layer, dots);
            let grain = skin.grain(&layer, dots, self.grains[depth].deviation(dots.per_cm2()));
            [area.l, area.a, area.b, grain]
        })
    }

    /// The grain of an area of which only the colour is known, set as densely as goes best.
    pub fn usual_grain(&self, area: Lab) -> f64 {
        (self.question.client.lab.l - area.l).max(0.0) * self.grains[1].deviation(self.preferred_per_cm2)
    }

    /// Skin that is left as it is.
    pub fn untreated(&self) -> Look {
        Look { area: self.question.client.lab, grain: 0.0 }
    }
}

fn aimed_at(target: Lab, question: &Question) -> Lab {
    match question.practice.lighter_by {
        by if by > 0.0 => lightened(target, question.client.lab, by),
        _ => target,
    }
}

/// Lighter by as much, on the way from the target to the skin.
fn lightened(lab: Lab, skin: Lab, by: f64) -> Lab {
    let share = if skin.l > lab.l { (by / (skin.l - lab.l)).clamp(0.0, 1.0) } else { 0.0 };
    let [lab, skin] = [lab, skin].map(<[f64; 3]>::from);
    Lab::from([0, 1, 2].map(|k| lab[k] + share * (skin[k] - lab[k])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lighter_than_the_stubble_is_between_it_and_the_skin() {
        let (stubble, skin) = (Lab::new(56.0, 7.0, 13.0), Lab::new(60.0, 9.0, 17.0));
        assert_eq!(lightened(stubble, skin, 1.0), Lab::new(57.0, 7.5, 14.0));
        assert_eq!(lightened(stubble, skin, 9.0), skin);
    }
}
