use std::sync::LazyLock;

use rayon::prelude::*;

use super::features::FEATURES;
use super::planes::{Planes, area};

/// What each cell may be: see [`super::head_map::Class`].
pub(super) const CLASSES: usize = 7;

/// Planes at each of four scales.
const WIDTHS: [usize; 4] = [16, 24, 32, 48];

/// Planes that each layer reads and writes, in the order of the work and of the file.
const LAYERS: [[usize; 2]; 12] = {
    let [a, b, c, d] = WIDTHS;
    [
        [FEATURES, a],
        [a, a],
        [a, b],
        [b, b],
        [b, c],
        [c, c],
        [c, d],
        [d, d],
        [d + c, c],
        [c + b, b],
        [b + a, a],
        [a, CLASSES],
    ]
};

/// Networks that learned the same in another order; their answers are averaged.
const NETWORKS: usize = 3;

/// The numbers that `tools/head_map/train.py` found: of each network for each layer a factor and an offset of each plane that it writes
/// (f32, little-endian), then its weights in 8 bit.
static NUMBERS: &[u8] = include_bytes!("head_map.bin");

pub(super) static COMMITTEE: LazyLock<[Network; NETWORKS]> = LazyLock::new(|| {
    let mut rest = NUMBERS;
    std::array::from_fn(|_| Network(LAYERS.map(|[inputs, outputs]| Layer::read(&mut rest, inputs, outputs))))
});

/// A U-shaped network (Ronneberger, Fischer and Brox 2015), smaller than theirs.
pub(super) struct Network([Layer; LAYERS.len()]);

/// A convolution over 3 × 3 cells.
struct Layer {
    offsets: Vec<f32>,
    /// Nine for each plane read, for each plane written.
    weights: Vec<f32>,
}

impl Network {
    /// The evidence for each class in each cell.
    pub fn evidence(&self, features: &Planes) -> Planes {
        let run = |layer: usize, planes: &Planes| self.0[layer].applied(planes).rectified();
        let finest = run(1, &run(0, features));
        let fine = run(3, &run(2, &finest.halved()));
        let coarse = run(5, &run(4, &fine.halved()));
        let coarsest = run(7, &run(6, &coarse.halved()));
        let coarse = run(8, &coarsest.doubled().joined(&coarse));
        let fine = run(9, &coarse.doubled().joined(&fine));
        let finest = run(10, &fine.doubled().joined(&finest));
        self.0[11].applied(&finest)
    }
}

impl Layer {
    fn read(rest: &mut &[u8], inputs: usize, outputs: usize) -> Self {
        let (factors, offsets) = (read_numbers(rest, outputs), read_numbers(rest, outputs));
        let (codes, after) = rest.split_at(9 * inputs * outputs);
        *rest = after;
        let weight = |at: usize| f32::from(codes[at].cast_signed()) * factors[at / (9 * inputs)];
        Self { offsets, weights: (0..codes.len()).map(weight).collect() }
    }

    fn applied(&self, planes: &Planes) -> Planes {
        let side = planes.side;
        let mut out = Planes::zero(side, self.offsets.len());
        let weights = self.weights.par_chunks(self.weights.len() / self.offsets.len());
        out.values.par_chunks_mut(area(side)).zip(weights).zip(&self.offsets).for_each(|((out, weights), offset)| {
            for row in out.chunks_mut(side + 2).skip(1).take(side) {
                row[1..=side].fill(*offset);
            }
            planes.iter().zip(weights.as_chunks().0).for_each(|(plane, weights)| add(out, plane, side, weights));
        });
        out
    }
}

fn read_numbers(rest: &mut &[u8], count: usize) -> Vec<f32> {
    let (numbers, after) = rest.split_at(4 * count);
    *rest = after;
    numbers.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
}

/// Adds one plane's part to another: each cell's neighbourhood times nine weights.
fn add(out: &mut [f32], plane: &[f32], side: usize, weights: &[f32; 9]) {
    let stride = side + 2;
    for y in 0..side {
        let part = |dx: usize, dy: usize| &plane[(y + dy) * stride + dx..][..side];
        let parts: [&[f32]; 9] = std::array::from_fn(|at| part(at % 3, at / 3));
        let row = &mut out[(y + 1) * stride + 1..][..side];
        for (x, value) in row.iter_mut().enumerate() {
            *value += (0..9).map(|at| parts[at][x] * weights[at]).sum::<f32>();
        }
    }
}

impl Planes {
    fn rectified(mut self) -> Self {
        self.values.iter_mut().for_each(|value| *value = value.max(0.0));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_exactly_the_numbers_that_the_layers_read() {
        let needed: usize = LAYERS.iter().map(|[inputs, outputs]| 8 * outputs + 9 * inputs * outputs).sum();
        assert_eq!(NUMBERS.len(), NETWORKS * needed);
    }

    #[test]
    fn a_convolution_weighs_each_neighbour() {
        let mut planes = Planes::zero(2, 1);
        planes.values[5] = 1.0;
        let layer = Layer { offsets: vec![0.5], weights: (1..=9).map(|weight| weight as f32).collect() };
        assert_eq!(layer.applied(&planes).inner(0), [5.5, 4.5, 2.5, 1.5]);
    }
}
