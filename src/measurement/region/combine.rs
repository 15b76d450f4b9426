use super::measure::Measurement;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};
use crate::measurement::caution::MeasureCaution;
use crate::photo::{RegionId, Tissue};

/// Regions of one tissue that differ more than this get a word (our choice: the mottling of a bald scalp, about ΔE00 2).
const DISAGREEMENT: DeltaE = DeltaE(2.0);

/// All regions of a tissue as one measurement.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    pub tissue: Tissue,
    pub regions: Vec<RegionId>,
    /// The mean light, each region weighed by the inverse of its squared uncertainty.
    pub light: LinearRgb,
    pub lab: Lab,
    /// Standard uncertainty of `lab`; regions that disagree widen it.
    pub uncertainty: DeltaE,
    /// The part of it that remains when tissues of one photo are compared.
    pub relative_uncertainty: DeltaE,
    /// The largest difference between two of the regions.
    pub disagreement: DeltaE,
}

/// Combines the measurements of a tissue; `None` without any.
pub fn combine<'a>(measurements: impl IntoIterator<Item = &'a Measurement>, tissue: Tissue) -> Option<Combined> {
    let all: Vec<&Measurement> = measurements.into_iter().filter(|measurement| measurement.tissue == tissue).collect();
    let weights: Vec<f64> = all.iter().map(|measurement| measurement.uncertainty.0.max(0.05).powi(-2)).collect();
    let total: f64 = weights.iter().sum();
    let mean = |value: &dyn Fn(&Measurement) -> f64| {
        all.iter().zip(&weights).map(|(measurement, weight)| value(measurement) * weight).sum::<f64>() / total
    };
    let light = all.iter().zip(&weights).map(|(one, weight)| one.light * (weight / total)).reduce(|p, q| p + q)?;
    let lab = Lab::from(light);
    let scatter = mean(&|one| ciede2000(lab, one.lab).0.powi(2));
    // The camera's error is the same for all regions; only their scatter shrinks with their number.
    let scatter = scatter / (all.len().max(2) - 1) as f64;
    let with_scatter = |squared: f64| DeltaE((squared + scatter).sqrt());
    Some(Combined {
        tissue,
        regions: all.iter().map(|measurement| measurement.region).collect(),
        light,
        lab,
        uncertainty: with_scatter(mean(&|one| one.uncertainty.0.powi(2))),
        relative_uncertainty: with_scatter(mean(&|one| one.relative_uncertainty.0.powi(2)) / all.len() as f64),
        disagreement: largest_difference(&all),
    })
}

/// Standard uncertainty of a hand-held color meter on skin: instruments of one make agree to about this (our choice).
const METER: DeltaE = DeltaE(1.0);

/// The mean light of readings by a color meter and its standard uncertainty; `None` without any.
pub fn combine_meter(labs: &[Lab]) -> Option<(Lab, DeltaE)> {
    let count = labs.len() as f64;
    let lab = Lab::from(labs.iter().map(|lab| lab.to_linear() * (1.0 / count)).reduce(|p, q| p + q)?);
    let scatter = labs.iter().map(|one| ciede2000(lab, *one).0.powi(2)).sum::<f64>() / count;
    Some((lab, DeltaE(METER.0.hypot((scatter / (count - 1.0).max(1.0)).sqrt()))))
}

fn largest_difference(measurements: &[&Measurement]) -> DeltaE {
    let pairs = measurements.iter().enumerate().flat_map(|(i, p)| measurements[..i].iter().map(move |q| (p, q)));
    DeltaE(pairs.map(|(p, q)| ciede2000(p.lab, q.lab).0).fold(0.0, f64::max))
}

impl Combined {
    /// A word where regions of a tissue differ more than skin is mottled.
    pub fn caution(&self) -> Option<MeasureCaution> {
        let (tissue, difference) = (self.tissue, self.disagreement);
        (difference.0 > DISAGREEMENT.0).then_some(MeasureCaution::RegionsDisagree { tissue, difference })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measurement::PixelCounts;

    fn measurement(region: u32, lab: Lab, uncertainty: f64) -> Measurement {
        let light = lab.to_linear();
        Measurement {
            region: RegionId(region),
            tissue: Tissue::Skin,
            lab,
            light,
            camera: light,
            spread: DeltaE(1.0),
            uncertainty: DeltaE(uncertainty),
            relative_uncertainty: DeltaE(0.1),
            pixels: PixelCounts::default(),
            cautions: Vec::new(),
        }
    }

    const LAB: Lab = Lab::new(60.0, 10.0, 16.0);

    #[test]
    fn one_region_stays_as_it_is() {
        let one = measurement(3, LAB, 1.2);
        let combined = combine([&one], Tissue::Skin).expect("a region");
        assert!(ciede2000(combined.lab, LAB).0 < 1e-3);
        assert!((combined.uncertainty.0 - 1.2).abs() < 1e-9, "{}", combined.uncertainty);
        assert_eq!((combined.disagreement, combined.caution()), (DeltaE(0.0), None));
        assert_eq!(combine([&one], Tissue::Hair), None);
    }

    #[test]
    fn the_surer_region_counts_more_and_disagreement_is_said() {
        let lighter = Lab { l: 66.0, ..LAB };
        let (sure, unsure) = (measurement(0, LAB, 0.5), measurement(1, lighter, 2.0));
        let combined = combine([&sure, &unsure], Tissue::Skin).expect("two regions");
        assert!(ciede2000(combined.lab, LAB).0 < 0.5, "{combined:?}");
        assert!(combined.uncertainty.0 > 0.9, "{combined:?}");
        assert_eq!(combined.caution().map(|caution| caution.kind()), Some("regions_disagree"));
    }
}
