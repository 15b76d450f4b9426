//! Chance that is the same on every run: a number for a place, not for a call.

/// Bits that look random, from a number (SplitMix64; Steele, Lea and Flood 2014).
pub(in crate::preview) fn scrambled(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Evenly spread over 0–1, for a number.
pub(in crate::preview) fn unit(number: u64) -> f64 {
    (scrambled(number) >> 11) as f64 / (1u64 << 53) as f64
}

/// Spread about 0 with a standard deviation of 1, never beyond 3: the sum of three even numbers of 21 bits.
pub(in crate::preview) fn bell(number: u64) -> f64 {
    const BITS: u64 = (1 << 21) - 1;
    let bits = scrambled(number);
    let sum = (bits & BITS) + (bits >> 21 & BITS) + (bits >> 42 & BITS);
    sum as f64 * (2.0 / BITS as f64) - 3.0
}

/// A smooth hill-and-valley value between −1 and 1; hills are about 1 apart.
pub(super) fn hills([x, y]: [f64; 2], seed: u64) -> f64 {
    let (column, row) = (x.floor(), y.floor());
    let (across, down) = (smooth(x - column), smooth(y - row));
    let corner = |dx: f64, dy: f64| {
        let place = ((column + dx) as i64 as u64).wrapping_mul(0x1_0001).wrapping_add((row + dy) as i64 as u64);
        2.0 * unit(scrambled(seed).wrapping_add(place)) - 1.0
    };
    let [top, bottom] = [0.0, 1.0].map(|dy| corner(0.0, dy) * (1.0 - across) + corner(1.0, dy) * across);
    top * (1.0 - down) + bottom * down
}

/// From 0 to 1 without a corner.
pub(super) fn smooth(share: f64) -> f64 {
    let share = share.clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bell_has_no_mean_and_a_deviation_of_1() {
        let values: Vec<f64> = (0..10_000).map(bell).collect();
        let mean = values.iter().sum::<f64>() / 1e4;
        let variance = values.iter().map(|value| value * value).sum::<f64>() / 1e4;
        // Four standard errors of 10 000 draws.
        assert!(mean.abs() < 0.04 && (variance - 1.0).abs() < 0.06, "{mean} {variance}");
    }

    #[test]
    fn hills_are_continuous_and_differ_with_the_seed() {
        for step in 0..500 {
            let x = f64::from(step) * 0.037 - 5.0;
            assert!((hills([x, 2.3], 7) - hills([x + 1e-6, 2.3], 7)).abs() < 1e-4);
        }
        assert!((hills([0.4, 0.4], 1) - hills([0.4, 0.4], 2)).abs() > 1e-3);
    }
}
