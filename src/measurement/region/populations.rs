use crate::color::{DeltaE, Lab, ciede2000};

/// Two parts of a region whose means differ by less are its mottling (our choice: a bald scalp has about ΔE00 2).
const APART: f64 = 3.0;

/// The smaller part is at least this share of the pixels: fewer are spots (our choice).
const LEAST_SHARE: f64 = 0.04;

/// The share of all variance that lies between two parts. Of a normal distribution the best cut takes 2/π, of an even one,
/// as light falls off, 3/4; two tissues take more (Otsu 1979 gives the measure, the limit is our choice).
const BETWEEN: f64 = 0.82;

/// Two kinds of color in one region, such as a scar and the skin around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Populations {
    /// Between the means of both.
    pub difference: DeltaE,
    /// Of the smaller one, 0–0.5.
    pub share: f64,
}

/// Looks for two kinds of lightness among the pixels of a region; `None` where they are of one kind.
pub(super) fn two_populations(labs: &[Lab]) -> Option<Populations> {
    let mut sorted = labs.to_vec();
    sorted.sort_unstable_by(|p, q| p.l.total_cmp(&q.l));
    let count = sorted.len();
    let sums: Vec<f64> = running_sums(&sorted);
    let mean = sums.last()? / count as f64;
    let total = sorted.iter().map(|lab| (lab.l - mean).powi(2)).sum::<f64>();
    let between = |cut: usize| {
        let (low, high) = (sums[cut - 1] / cut as f64, (sums[count - 1] - sums[cut - 1]) / (count - cut) as f64);
        cut as f64 * (low - mean).powi(2) + (count - cut) as f64 * (high - mean).powi(2)
    };
    let least = ((count as f64 * LEAST_SHARE).ceil() as usize).max(1);
    let cut = (least..=count.checked_sub(least)?).max_by(|&p, &q| between(p).total_cmp(&between(q)))?;
    let (low, high) = sorted.split_at(cut);
    let difference = ciede2000(mean_of(low), mean_of(high));
    let share = low.len().min(high.len()) as f64 / count as f64;
    (between(cut) > BETWEEN * total && difference.0 > APART).then_some(Populations { difference, share })
}

fn running_sums(sorted: &[Lab]) -> Vec<f64> {
    let mut sum = 0.0;
    let add = |lab: &Lab| {
        sum += lab.l;
        sum
    };
    sorted.iter().map(add).collect()
}

fn mean_of(labs: &[Lab]) -> Lab {
    let mean = |value: fn(&Lab) -> f64| labs.iter().map(value).sum::<f64>() / labs.len().max(1) as f64;
    Lab::new(mean(|lab| lab.l), mean(|lab| lab.a), mean(|lab| lab.b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noisy(l: f64, count: usize, rng: &mut fastrand::Rng) -> Vec<Lab> {
        let mut noise = || (0..12).map(|_| rng.f64()).sum::<f64>() - 6.0;
        (0..count).map(|_| Lab::new(l + 1.2 * noise(), 9.0, 15.0)).collect()
    }

    #[test]
    fn a_scar_among_skin_is_a_population_of_its_own() {
        let mut rng = fastrand::Rng::with_seed(3);
        for (by, count) in [(10.0, 300), (7.0, 900), (-9.0, 400)] {
            let mut labs = noisy(60.0, 2000, &mut rng);
            labs.extend(noisy(60.0 + by, count, &mut rng));
            let found = two_populations(&labs).expect("two of them");
            let share = count as f64 / labs.len() as f64;
            assert!((found.share / share - 1.0).abs() < 0.15, "{found:?} for {share}");
        }
    }

    #[test]
    fn mottled_and_unevenly_lit_skin_is_one() {
        let mut rng = fastrand::Rng::with_seed(3);
        assert_eq!(two_populations(&noisy(60.0, 3000, &mut rng)), None);
        let falling: Vec<Lab> = (0..3000).map(|i| Lab::new(50.0 + f64::from(i) / 150.0, 9.0, 15.0)).collect();
        assert_eq!(two_populations(&falling), None);
        assert_eq!(two_populations(&[]), None);
        assert_eq!(two_populations(&[Lab::new(50.0, 0.0, 0.0); 40]), None);
    }
}
