//! Look-ups for what is asked millions of times a second: their index is taken from a number's bits, without a branch.

use crate::photo::{screen_light, screen_value};
use crate::preview::dots::dot_color::{DotColor, MOST_MEANS};
use crate::preview::dots::nearest::nearest;

/// From the light of pixels to treated ones.
pub(super) struct Tables {
    light: [f32; 256],
    /// What is left by how much of the mean pigment is seen, for each channel.
    left: [[f32; LEFT_ROWS]; 3],
    /// The 8-bit value by the upper bits of a light.
    value: Box<[u8; VALUE_ROWS]>,
}

const LEFT_ROWS: usize = 2048;
const LEFT_SCALE: f32 = (LEFT_ROWS - 1) as f32 / MOST_MEANS;

/// Bits of a light's fraction that tell its value: finer than a tenth of a step of 8 bits.
const FRACTION_BITS: u32 = 10;
/// Below this light, 2⁻¹³, all is black; above the other all is white.
const BLACK: f32 = 1.0 / 8192.0;
const WHITE: f32 = 1.0 - f32::EPSILON;
const VALUE_ROWS: usize = 1 << 14;
const UNUSED_BITS: u32 = f32::MANTISSA_DIGITS - 1 - FRACTION_BITS;

impl Tables {
    pub(in crate::preview) fn new(color: &DotColor) -> Self {
        let left = |channel: usize| std::array::from_fn(|row| color.left([row as f32 / LEFT_SCALE; 3])[channel]);
        Self {
            light: std::array::from_fn(|value| screen_light(value as u8) as f32),
            left: std::array::from_fn(left),
            value: Box::new(std::array::from_fn(value_of_row)),
        }
    }

    pub(super) fn light(&self, value: u8) -> f32 {
        self.light[usize::from(value)]
    }

    /// What is left of a channel's light where so much of the mean pigment is seen, at least 0.
    pub(in crate::preview) fn left(&self, channel: usize, seen: f32) -> f32 {
        self.left[channel][nearest(seen.min(MOST_MEANS) * LEFT_SCALE) & (LEFT_ROWS - 1)]
    }

    pub(super) fn value(&self, light: f32) -> u8 {
        let bits = light.clamp(BLACK, WHITE).to_bits();
        self.value[((bits - BLACK.to_bits()) >> UNUSED_BITS) as usize & (VALUE_ROWS - 1)]
    }
}

/// The value in the middle of the lights that share a row.
fn value_of_row(row: usize) -> u8 {
    let bits = BLACK.to_bits() + ((row as u32) << UNUSED_BITS) + (1 << (UNUSED_BITS - 1));
    screen_value(f64::from(f32::from_bits(bits)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pigment::Load;
    use crate::preview::ViewingLight;
    use crate::skin::{Deposit, Dots, PreparedSkin, Skin};

    fn color() -> DotColor {
        let skin = PreparedSkin::new(&Skin::new(0.018, 0.005), Deposit::centered_at(0.2));
        let load = Load { carbon_tau: 1.0, ..Load::default() };
        DotColor::predict(&skin, &load, &Dots::of_density(0.3, 150.0), ViewingLight::Daylight)
    }

    #[test]
    fn every_value_comes_back_and_every_light_has_its_value() {
        let tables = Tables::new(&color());
        assert!((0..=255).all(|value| tables.value(tables.light(value)) == value));
        for step in 0..=10_000u16 {
            let light = f32::from(step) / 10_000.0;
            assert!(tables.value(light).abs_diff(screen_value(f64::from(light))) <= 1, "{light}");
        }
        assert_eq!((tables.value(-1.0), tables.value(7.0)), (0, 255));
    }

    #[test]
    fn what_is_left_is_what_was_predicted() {
        let (color, tables) = (color(), Tables::new(&color()));
        for step in 0..600u16 {
            let seen = f32::from(step) / 100.0;
            let wanted = color.left([seen; 3]);
            assert!((0..3).all(|channel| (tables.left(channel, seen) - wanted[channel]).abs() < 2e-3), "{seen}");
        }
        assert_eq!(tables.left(0, 0.0), 1.0);
    }

    #[test]
    fn the_nearest_whole_number_is_found_in_the_bits() {
        assert_eq!([0.0, 0.4, 0.6, 1023.2].map(nearest), [0, 0, 1, 1023]);
    }
}
