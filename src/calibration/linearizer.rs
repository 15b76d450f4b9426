use super::fit::{Primaries, ToneCurve};
use crate::color::LinearRgb;

/// Nodes of the tone curve's table; between them it is straight in root light, off by less than 1e-6.
const NODES: usize = 4096;

/// Undoes a camera's tone curve for millions of pixels: light as decoded in, the camera's own linear light out.
///
/// Colours may be averaged only after it, since a tone curve bends light.
pub struct Linearizer {
    primaries: Primaries,
    curve: ToneCurve,
    /// At the squares of evenly spaced roots from 0 to 1; empty without a curve.
    table: Vec<f64>,
}

impl Linearizer {
    pub(super) fn new(curve: ToneCurve) -> Self {
        let node = |index: usize| curve.undo_value((index as f64 / (NODES - 1) as f64).powi(2));
        let table = if curve.is_straight() { Vec::new() } else { (0..NODES).map(node).collect() };
        Self { primaries: curve.primaries, curve, table }
    }

    pub fn apply(&self, light: LinearRgb) -> LinearRgb {
        if self.table.is_empty() && self.primaries == Primaries::Srgb {
            return light;
        }
        LinearRgb::from_array(self.primaries.values_of(light).map(|value| self.undo(value)))
    }

    fn undo(&self, value: f64) -> f64 {
        if self.table.is_empty() {
            return value;
        }
        if !(0.0..1.0).contains(&value) {
            return self.curve.undo_value(value);
        }
        let place = value.sqrt() * (NODES - 1) as f64;
        let index = (place as usize).min(NODES - 2);
        let share = place - index as f64;
        self.table[index] * (1.0 - share) + self.table[index + 1] * share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_follows_the_curve() {
        let curve = ToneCurve { bend: [0.4, -0.2, 0.1], primaries: Primaries::DisplayP3 };
        let table = Linearizer::new(curve);
        for step in 0..1000 {
            let light = LinearRgb::new(f64::from(step) / 999.0, 0.3, 0.9 - f64::from(step) / 2000.0);
            for (got, want) in table.apply(light).to_array().into_iter().zip(curve.undo(light)) {
                assert!((got - want).abs() < 1e-6, "{got} {want}");
            }
        }
    }
}
