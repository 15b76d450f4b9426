use std::sync::Arc;

use super::Calibration;
use crate::color::{LinearRgb, decode_srgb, encode_srgb};
use crate::photo::Look;

/// Nodes along each axis; between them the colour is off by less than a screen's step on skin and hair.
const NODES: usize = 33;

impl Calibration {
    /// The calibrated colours for a screen, from a table; `None` where nothing changes.
    pub fn look(&self) -> Option<Look> {
        if !self.is_absolute() {
            return None;
        }
        let table = Table::of(|light| self.apply_anywhere(light));
        Some(Arc::new(move |light| table.apply(light)))
    }

    /// As at the place of the reference: a screen shows the photo's own shading.
    fn apply_anywhere(&self, light: LinearRgb) -> LinearRgb {
        match self {
            Self::Chart(fit) => fit.apply(light),
            Self::None | Self::Neutral(_) => self.true_light(light, [0.0; 2]),
        }
    }
}

/// Colours at the nodes of a grid of sRGB-encoded values.
struct Table {
    nodes: Vec<[f32; 3]>,
}

impl Table {
    fn of(change: impl Fn(LinearRgb) -> LinearRgb) -> Self {
        let value = |index: usize| decode_srgb(index as f64 / (NODES - 1) as f64);
        let node = |index: usize| {
            let light =
                LinearRgb::new(value(index / NODES / NODES), value(index / NODES % NODES), value(index % NODES));
            change(light).to_array().map(|value| encode_srgb(value) as f32)
        };
        Self { nodes: (0..NODES.pow(3)).map(node).collect() }
    }

    fn apply(&self, light: LinearRgb) -> LinearRgb {
        let place = light.to_array().map(|value| encode_srgb(value).clamp(0.0, 1.0) as f32 * (NODES - 1) as f32);
        let low = place.map(|place| (place as usize).min(NODES - 2));
        let share: [f32; 3] = std::array::from_fn(|axis| place[axis] - low[axis] as f32);
        let mut sum = [0.0f32; 3];
        for corner in 0..8usize {
            let step = [corner >> 2 & 1, corner >> 1 & 1, corner & 1];
            let weight: f32 =
                (0..3).map(|axis| if step[axis] == 1 { share[axis] } else { 1.0 - share[axis] }).product();
            let index = ((low[0] + step[0]) * NODES + low[1] + step[1]) * NODES + low[2] + step[2];
            sum.iter_mut().zip(self.nodes[index]).for_each(|(sum, value)| *sum += weight * value);
        }
        LinearRgb::from_array(sum.map(|value| decode_srgb(f64::from(value))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{Lab, ciede2000};

    #[test]
    fn the_table_follows_a_calibration_to_less_than_a_screens_step() {
        let change = |light: LinearRgb| LinearRgb::new(light.r * 1.2 + 0.02 * light.g, light.g * 0.9, light.b * 1.4);
        let table = Table::of(change);
        for l in [20.0, 35.0, 50.0, 65.0] {
            let skin = Lab::new(l, 9.0, 15.0).to_linear();
            let miss = ciede2000(table.apply(skin).into(), change(skin).into());
            assert!(miss.0 < 0.4, "{l}: {miss:?}");
        }
    }
}
