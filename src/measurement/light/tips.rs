use super::patches::Hue;
use crate::measurement::stubble::Stubble;

/// What the hair tips of a field do to its light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tips {
    /// What they take from it, as a logarithm, and its standard uncertainty.
    pub depth: f64,
    pub uncertainty: f64,
    /// What they send back themselves over what the skin between them does, channel by channel.
    pub own_light: [f64; 3],
}

/// What the dark hairs take that stand among pale ones, as a logarithm, and its standard deviation: beside tips that are
/// lighter than the skin they aren't read (our choice, about a usual field).
const UNSEEN_DARK: (f64, f64) = (0.07, 0.06);

impl Tips {
    /// Where none can be read (our choice: shaved fields take 0.03–0.16).
    pub(super) const USUAL: Self = Self { depth: 0.08, uncertainty: 0.06, own_light: [0.0; 3] };

    /// Those that were read.
    pub fn of(stubble: &Stubble) -> Self {
        let [depth, uncertainty] = match stubble.tips_depth {
            [paler, uncertainty] if paler < 0.0 => [paler + UNSEEN_DARK.0, uncertainty.hypot(UNSEEN_DARK.1)],
            darker => darker,
        };
        let [hair, skin] = [stubble.hair.lab, stubble.skin.lab].map(|lab| lab.to_linear().to_array());
        let share = stubble.coverage / (1.0 - stubble.coverage).max(0.05);
        let own_light = std::array::from_fn(|k| (share * hair[k] / skin[k].max(1e-3)).clamp(0.0, 1.0));
        Self { depth, uncertainty, own_light }
    }

    /// How their own light moves the hue of their field.
    pub(super) fn hue(&self) -> Hue {
        let [red, green, blue] = self.own_light.map(f64::ln_1p);
        Hue { red: red - green, blue: blue - green }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_tips_pale_their_field_and_red_ones_redden_it() {
        let skin = [0.25, 0.13, 0.07];
        let among =
            |hair: [f64; 3]| Tips { own_light: [0, 1, 2].map(|k| 0.15 * hair[k] / skin[k]), ..Tips::USUAL }.hue();
        let grey = among([0.2; 3]);
        assert!(grey.red < -0.05 && grey.blue > 0.05, "{grey:?}");
        assert!(among([0.3, 0.08, 0.03]).red > 0.02);
        assert_eq!(among([0.0; 3]), Hue::default());
    }
}
