//! Each patch in turn kept from the fit and predicted by it: what a calibration is worth on surfaces it has not seen.

use super::fit_chart;
use crate::calibration::chart::{Chart, ChartReading};
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};

/// One patch that was left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeftOut {
    /// Row by row from the chart's first.
    pub patch: usize,
    /// How far the fit to the others puts it from its true colour.
    pub error: DeltaE,
    /// The standard uncertainty that this fit states there.
    pub stated: DeltaE,
}

/// The patches that can be read and left out of a chart, one by one.
pub fn left_out(reading: &ChartReading, chart: &Chart) -> Vec<LeftOut> {
    let usable = (0..reading.patches.len()).filter(|&patch| reading.patches[patch].is_usable());
    usable.filter_map(|patch| without(patch, reading, chart)).collect()
}

fn without(patch: usize, reading: &ChartReading, chart: &Chart) -> Option<LeftOut> {
    let mut others = reading.clone();
    others.patches[patch].used = 0;
    let fit = fit_chart(&others, std::slice::from_ref(chart)).ok()?;
    let seen = &reading.patches[patch];
    let camera = LinearRgb::from_array(fit.curve.undo(seen.light));
    let error = ciede2000(Lab::from(fit.apply(seen.light)), chart.colors[patch]);
    Some(LeftOut { patch, error, stated: fit.uncertainty(camera, seen.pos_in_photo) })
}
