/// Points that fill the unit cube of `N` dimensions evenly, the same in every run; each coordinate is within 0–1.
///
/// Source: Roberts (2018), the R-sequence: multiples of powers of a generalised golden ratio.
pub fn evenly_spread<const N: usize>(count: usize) -> impl Iterator<Item = [f64; N]> {
    let golden = (0..60).fold(1.5f64, |x, _| (1.0 + x).powf(1.0 / (N as f64 + 1.0)));
    let steps: [f64; N] = std::array::from_fn(|k| golden.powi(-(k as i32 + 1)));
    (1..=count).map(move |n| steps.map(|step| (0.5 + step * n as f64).fract()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quarter_of_a_square_has_its_share() {
        let quarter = |[x, y]: [f64; 2]| usize::from(x >= 0.5) + 2 * usize::from(y >= 0.5);
        let mut counts = [0; 4];
        evenly_spread(400).for_each(|point| counts[quarter(point)] += 1);
        assert!(counts.iter().all(|count| (95..=105).contains(count)), "{counts:?}");
    }
}
