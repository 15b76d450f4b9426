/// Parts of water to one of pigment that practitioners quote, least and most.
pub const WATER_RANGE: [u32; 2] = [6, 30];

/// Dilutions in whole parts of water whose lightness rises in `steps` even steps, or fewer where steps would coincide.
///
/// `lightness` is what a number of water parts heals to; it may not fall with more water. Steps even in water would be
/// uneven to the eye: from 6 to 8 parts the pigment load falls by 22 %, from 18 to 20 by 10 %.
pub fn even_dilutions(steps: usize, lightness: impl Fn(f64) -> f64) -> Vec<f64> {
    let waters: Vec<(f64, f64)> =
        (WATER_RANGE[0]..=WATER_RANGE[1]).map(|parts| (f64::from(parts), lightness(f64::from(parts)))).collect();
    let [(_, darkest), .., (_, lightest)] = waters[..] else { return Vec::new() };
    let wanted = |step: usize| darkest + (lightest - darkest) * step as f64 / (steps.max(2) - 1) as f64;
    let nearest = |l: f64| waters.iter().min_by(|(_, p), (_, q)| (p - l).abs().total_cmp(&(q - l).abs()));
    let mut dilutions: Vec<f64> =
        (0..steps).filter_map(|step| nearest(wanted(step))).map(|(parts, _)| *parts).collect();
    dilutions.dedup();
    dilutions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_even_in_lightness_and_not_in_water() {
        let lightness = |water: f64| 60.0 - 40.0 / (1.0 + water);
        let dilutions = even_dilutions(6, lightness);
        assert_eq!((dilutions.first(), dilutions.last(), dilutions.len()), (Some(&6.0), Some(&30.0), 6));
        let steps: Vec<f64> = dilutions.windows(2).map(|pair| lightness(pair[1]) - lightness(pair[0])).collect();
        // Whole parts of water leave each step within a third of the mean of 0.88.
        assert!(steps.iter().all(|step| (step - 0.88).abs() < 0.3), "{steps:?}");
        assert!(dilutions[1] - dilutions[0] < dilutions[5] - dilutions[4], "{dilutions:?}");
    }

    #[test]
    fn where_water_changes_nothing_there_is_one_step() {
        assert_eq!(even_dilutions(5, |_| 20.0), [6.0]);
    }
}
