use super::tiles::SIDE;

/// Weighted means over a square window around each place of a tile, cut at its edges; 0 where nothing weighs.
pub(super) fn window_means(values: &[f64], weights: &[f64], reach: usize) -> Vec<f64> {
    let products: Vec<f64> = values.iter().zip(weights).map(|(value, weight)| value * weight).collect();
    let (sums, totals) = (window_sums(&products, reach), window_sums(weights, reach));
    sums.into_iter().zip(totals).map(|(sum, total)| if total > 0.5 { sum / total } else { 0.0 }).collect()
}

fn window_sums(values: &[f64], reach: usize) -> Vec<f64> {
    let across = sums_along(values, reach, [1, SIDE]);
    sums_along(&across, reach, [SIDE, 1])
}

/// Running sums along the lines of a tile, whose places are `step` apart; `between` lies between two lines.
fn sums_along(values: &[f64], reach: usize, [step, between]: [usize; 2]) -> Vec<f64> {
    let mut sums = vec![0.0; values.len()];
    for line in 0..SIDE {
        let at = |i: usize| line * between + i * step;
        let mut sum: f64 = (0..reach).map(|i| values[at(i)]).sum();
        for i in 0..SIDE {
            if i + reach < SIDE {
                sum += values[at(i + reach)];
            }
            if i > reach {
                sum -= values[at(i - reach - 1)];
            }
            sums[at(i)] = sum;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_cut_at_the_edges() {
        let ones = vec![1.0; SIDE * SIDE];
        let sums = window_sums(&ones, 5);
        assert_eq!([sums[0], sums[SIDE / 2], sums[SIDE * SIDE / 2 + SIDE / 2]], [36.0, 66.0, 121.0]);
        assert!(window_means(&ones, &ones, 5).iter().all(|mean| (mean - 1.0).abs() < 1e-12));
    }
}
