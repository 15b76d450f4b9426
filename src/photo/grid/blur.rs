//! Values of a grid's cells evened out with those around them.

use super::Grid;

impl Grid {
    /// Weighted means around each cell under a Gaussian of `sigma` cells, cut off at three of them; 0 where nothing
    /// weighs. Beyond the rim nothing does.
    pub fn blurred(&self, values: &[f64], weights: &[f64], sigma: f64) -> Vec<f64> {
        let products: Vec<f64> = values.iter().zip(weights).map(|(value, weight)| value * weight).collect();
        let (sums, totals) = (self.summed_around(&products, sigma), self.summed_around(weights, sigma));
        sums.into_iter().zip(totals).map(|(sum, total)| if total > 1e-9 { sum / total } else { 0.0 }).collect()
    }

    fn summed_around(&self, values: &[f64], sigma: f64) -> Vec<f64> {
        let reach = (3.0 * sigma).ceil() as usize;
        let kernel: Vec<f64> = (0..=reach).map(|i| (-(i as f64 / sigma).powi(2) / 2.0).exp()).collect();
        let across = summed_along(values, &kernel, self.columns, self.rows, [1, self.columns]);
        summed_along(&across, &kernel, self.rows, self.columns, [self.columns, 1])
    }

    /// Means of three by three cells; beyond the rim lies what the rim has.
    pub fn averaged(&self, values: &[f32]) -> Vec<f32> {
        let across: Vec<f32> = (0..self.rows).flat_map(|row| triples(&values[self.row(row)])).collect();
        let line = |row: usize| &across[self.row(row)];
        let down = |row: usize| {
            let [above, below] = [row.saturating_sub(1), (row + 1).min(self.rows - 1)];
            let ninths = line(above).iter().zip(line(row)).zip(line(below));
            ninths.map(|((above, here), below)| (above + here + below) / 9.0)
        };
        (0..self.rows).flat_map(down).collect()
    }
}

/// Sums of each value and those beside it; the ends count twice.
fn triples(line: &[f32]) -> impl Iterator<Item = f32> + '_ {
    (0..line.len()).map(|at| line[at.saturating_sub(1)] + line[at] + line[(at + 1).min(line.len() - 1)])
}

/// Sums under a kernel along lines of `length` values that are `step` apart; `between` lies between two lines.
fn summed_along(values: &[f64], kernel: &[f64], length: usize, lines: usize, [step, between]: [usize; 2]) -> Vec<f64> {
    let mut sums = vec![0.0; values.len()];
    for line in 0..lines {
        for at in 0..length {
            let from = at.saturating_sub(kernel.len() - 1);
            let to = (at + kernel.len()).min(length);
            let term = |other: usize| kernel[at.abs_diff(other)] * values[line * between + other * step];
            sums[line * between + at * step] = (from..to).map(term).sum();
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::tests::grid;
    use super::*;

    #[test]
    fn blurring_keeps_an_even_field_and_ignores_what_does_not_weigh() {
        let grid = grid();
        let (mut values, mut weights) = (vec![2.0; grid.count()], vec![1.0; grid.count()]);
        (values[8], weights[8]) = (500.0, 0.0);
        assert!(grid.blurred(&values, &weights, 1.5).iter().all(|value| (value - 2.0).abs() < 1e-12));
    }

    #[test]
    fn a_mean_keeps_what_is_even_and_spreads_a_point() {
        assert_eq!(Grid::of_pixels(4, 3).averaged(&[0.5; 12]), [0.5; 12]);
        let mut point = [0.0; 25];
        point[12] = 9.0;
        let spread = Grid::of_pixels(5, 5).averaged(&point);
        assert_eq!((spread[12], spread[6], spread[0]), (1.0, 1.0, 0.0));
    }
}
