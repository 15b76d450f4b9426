use std::sync::Arc;

use super::aim::{client_skin, close_up, target};
use super::analysis::{Analysis, ReferenceUse};
use super::inputs::Inputs;
use super::reading::{combine_all, compare_swatches};
use super::regions::{Measured, add_doubts, light_between, measure_all};
use super::{doubts, mistakes};
use crate::calibration::{Reference, ReferenceCaution, ReferenceError, calibrate};
use crate::caution::Caution;
use crate::matching::{ClientSkin, Question, Target, rank_recipes};
use crate::measurement::{Combined, check_photo};
use crate::progress::Progress;

/// Measures every region and ranks the catalog against what has to be matched.
///
/// # Errors
/// [`ReferenceError`] when the reference cannot be used, or the work was cancelled through `progress`.
pub fn analyze(inputs: &Inputs, progress: &Progress) -> Result<Analysis, ReferenceError> {
    let calibrated = match &inputs.calibrated {
        Some(calibrated) => calibrated.clone(),
        None => Arc::new(calibrate(&inputs.photo, &inputs.reference, &inputs.charts(), progress)?),
    };
    let check = || match &inputs.photo_cautions {
        Some(known) => Ok(known.clone()),
        None => check_photo(&inputs.photo, &calibrated, progress),
    };
    let (photo_cautions, measured) = rayon::join(check, || measure_all(inputs, &calibrated, progress));
    let (photo_cautions, measured) = (photo_cautions?, measured?);
    let Measured { mut readings, light, darkening } = measured;
    add_doubts(&mut readings, light.as_deref());
    mistakes::add_of_regions(inputs, &calibrated, &mut readings);
    let combined = combine_all(&readings);
    let swatches = compare_swatches(&readings, &combined, &calibrated.calibration);
    let seen = |fall: f64| close_up(inputs, &calibrated, &readings, fall);
    let target = target(&combined, &inputs.meter, darkening, seen);
    let client = target.filter(|_| inputs.top > 0).map(|target| client_skin(&target, &readings, inputs));
    let ranked = |(target, client): (Target, &Arc<ClientSkin>)| {
        let question = Question { target: &target, client, practice: &inputs.practice, person: inputs.person() };
        rank_recipes(&question, &inputs.catalog, inputs.top)
    };
    let recommendation = target.zip(client.as_ref()).map(ranked);
    let mut cautions = doubts::of(inputs, &calibrated, target.is_some());
    cautions.extend(combined.iter().filter_map(Combined::caution).map(Caution::from));
    cautions.extend(darkening.and_then(light_between).map(Caution::from));
    cautions.extend(mistakes::of_meter(&inputs.meter, &combined));
    Ok(Analysis {
        calibrated,
        reference: ReferenceUse::Used,
        photo_cautions,
        readings,
        light,
        darkening,
        combined,
        swatches,
        client,
        recommendation,
        cautions,
    })
}

/// The same, without any reference where the chosen one can't be used; `None` when cancelled.
pub fn analyze_anyway(inputs: Inputs, progress: &Progress) -> Option<Analysis> {
    let reason = match analyze(&inputs, progress) {
        Ok(analysis) => return Some(analysis),
        Err(ReferenceError::Cancelled(_)) => return None,
        Err(error) => error.to_string(),
    };
    let without = Inputs { reference: Reference::None, calibrated: None, photo_cautions: None, ..inputs };
    let mut analysis = analyze(&without, progress).ok()?;
    analysis.cautions.insert(0, ReferenceCaution::ReferenceUnusable { reason: reason.clone() }.into());
    analysis.reference = ReferenceUse::FellBack { reason };
    Some(analysis)
}
