/// The range that every measured spectrum has to cover, in nm, and the widest step between its samples.
const RANGE_NM: [f64; 2] = [400.0, 700.0];
const WIDEST_STEP_NM: f64 = 20.0;
/// No surface that does not glow sends back this much; larger numbers are percent (our choice).
const MOST: f64 = 1.6;

/// A reflectance as an instrument samples it: wavelengths in nm, rising, and values (0–1).
#[derive(Clone, Debug, PartialEq)]
pub struct SampledSpectrum {
    samples: Vec<[f64; 2]>,
}

impl SampledSpectrum {
    /// `None` unless the samples cover 400–700 nm in steps of at most 20 nm.
    pub fn new(mut samples: Vec<[f64; 2]>) -> Option<Self> {
        samples.sort_by(|p, q| p[0].total_cmp(&q[0]));
        samples.dedup_by(|p, q| p[0] == q[0]);
        let (first, last) = (samples.first()?[0], samples.last()?[0]);
        let covers = first <= RANGE_NM[0] && last >= RANGE_NM[1];
        let is_fine = samples.windows(2).all(|pair| pair[1][0] - pair[0][0] <= WIDEST_STEP_NM + 0.5);
        (covers && is_fine && samples.len() > 3).then_some(Self { samples })
    }

    /// Reflectances of several surfaces in one unit: where any exceeds what a surface sends back, all are percent.
    pub fn in_one_unit(spectra: &mut [Self]) {
        let most = spectra.iter().flat_map(|spectrum| &spectrum.samples).map(|sample| sample[1]).fold(0.0, f64::max);
        if most > MOST {
            let samples = spectra.iter_mut().flat_map(|spectrum| &mut spectrum.samples);
            samples.for_each(|sample| sample[1] /= 100.0);
        }
    }

    /// The value at a wavelength within the range, between samples by Lagrange's polynomial through four of them.
    ///
    /// Source of the choice: CIE 15:2004, among the ways to make a table finer.
    pub fn at(&self, nm: f64) -> f64 {
        let after = self.samples.partition_point(|sample| sample[0] < nm);
        let start = after.saturating_sub(2).min(self.samples.len() - 4);
        let near = &self.samples[start..start + 4];
        let weight = |i: usize| -> f64 {
            let others = (0..4).filter(|&k| k != i);
            others.map(|k| (nm - near[k][0]) / (near[i][0] - near[k][0])).product()
        };
        (0..4).map(|i| weight(i) * near[i][1]).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sampled(step: usize, value: impl Fn(f64) -> f64) -> Option<SampledSpectrum> {
        SampledSpectrum::new((380..=730).step_by(step).map(|nm| [nm as f64, value(nm as f64)]).collect())
    }

    #[test]
    fn a_smooth_spectrum_is_the_same_at_any_step() {
        let smooth = |nm: f64| 0.4 + 0.3 * ((nm - 400.0) / 90.0).sin();
        for step in [5, 10, 20] {
            let spectrum = sampled(step, smooth).unwrap();
            for nm in (400..=700).step_by(7) {
                let miss = spectrum.at(nm as f64) - smooth(nm as f64);
                assert!(miss.abs() < 2e-4, "{step} nm, {nm} nm: {miss}");
            }
        }
    }

    #[test]
    fn too_short_or_too_coarse_is_no_spectrum() {
        assert_eq!(sampled(30, |_| 0.5), None);
        assert_eq!(SampledSpectrum::new((420..=700).step_by(10).map(|nm| [nm as f64, 0.5]).collect()), None);
        assert_eq!(SampledSpectrum::new(Vec::new()), None);
    }

    #[test]
    fn percent_is_told_by_the_lightest_of_all() {
        let mut spectra = [sampled(10, |_| 90.0).unwrap(), sampled(10, |_| 1.2).unwrap()];
        SampledSpectrum::in_one_unit(&mut spectra);
        assert!((spectra[0].at(555.0) - 0.9).abs() < 1e-9 && (spectra[1].at(555.0) - 0.012).abs() < 1e-9);
    }
}
