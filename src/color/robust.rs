//! Robust statistics: a few outliers change nothing.

/// The middle value; the mean of the middle two for an even count, NaN for none. Reorders `values`.
pub fn median(values: &mut [f64]) -> f64 {
    let half = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => *values.select_nth_unstable_by(half, f64::total_cmp).1,
        _ => {
            let (below, &mut upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
            let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            (lower + upper) / 2.0
        }
    }
}

/// The value below which the share `q` (0–1) of `values` lies, by the nearest rank; NaN for none. Reorders `values`.
pub fn quantile(values: &mut [f64], q: f64) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    let rank = (q.clamp(0.0, 1.0) * (values.len() - 1) as f64).round() as usize;
    *values.select_nth_unstable_by(rank, f64::total_cmp).1
}

/// 1.4826 times the median distance from `center`: the standard deviation, for values spread normally.
///
/// Source of the factor: Rousseeuw and Croux (1993), 1/Φ⁻¹(3/4). Reorders `values` and replaces them by distances.
pub fn median_absolute_deviation(values: &mut [f64], center: f64) -> f64 {
    values.iter_mut().for_each(|value| *value = (*value - center).abs());
    1.4826 * median(values)
}

/// The middle of the light of some pixels, channel by channel; NaN for none.
pub fn median_light(lights: impl IntoIterator<Item = [f64; 3]>) -> [f64; 3] {
    let lights: Vec<[f64; 3]> = lights.into_iter().collect();
    [0, 1, 2].map(|channel| median(&mut lights.iter().map(|light| light[channel]).collect::<Vec<f64>>()))
}

/// Of values in rising order the `count` that lie closest together, each with what it was read from: the mode of a
/// distribution, whatever its tails are. The first of equals; `count` is at least 1, and more than all are none.
pub fn narrowest<T>(sorted: &[(f64, T)], count: usize) -> &[(f64, T)] {
    sorted.windows(count).min_by(|p, q| width(p).total_cmp(&width(q))).unwrap_or_default()
}

fn width<T>(part: &[(f64, T)]) -> f64 {
    part.last().zip(part.first()).map_or(0.0, |(last, first)| last.0 - first.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_light_is_found_channel_by_channel() {
        assert_eq!(median_light([[1.0, 9.0, 2.0], [2.0, 7.0, 2.0], [9.0, 8.0, 3.0]]), [2.0, 8.0, 2.0]);
        assert!(median_light([]).iter().all(|channel| channel.is_nan()));
    }

    #[test]
    fn the_narrowest_part_is_where_values_crowd() {
        let values: Vec<(f64, usize)> = [0.0, 3.0, 3.1, 3.2, 7.0, 20.0].into_iter().zip(0..).collect();
        assert_eq!(narrowest(&values, 3), &values[1..4]);
        assert_eq!(narrowest(&values, 9), []);
    }

    #[test]
    fn medians_of_odd_and_even_counts() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&mut []).is_nan());
    }

    #[test]
    fn one_wild_value_does_not_move_the_spread() {
        let calm = median_absolute_deviation(&mut [1.0, 2.0, 3.0, 4.0, 5.0], 3.0);
        let wild = median_absolute_deviation(&mut [1.0, 2.0, 3.0, 4.0, 5000.0], 3.0);
        assert_eq!(calm, wild);
    }
}
