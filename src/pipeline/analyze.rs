use std::sync::Arc;

use super::aim::{client_skin, close_up, target};
use super::analysis::{Analysis, ReferenceUse};
use super::earlier::{Basis, Earlier};
use super::inputs::Inputs;
use super::marks::Marks;
use super::reading::{combine_all, compare_swatches};
use super::regions::{Measured, add_doubts, light_between, measure_all};
use super::{doubts, mistakes};
use crate::calibration::{Calibrated, Reference, ReferenceCaution, ReferenceError};
use crate::caution::Caution;
use crate::matching::{ClientSkin, Question, Recommendation, Target, rank_recipes};
use crate::measurement::{Combined, check_photo};
use crate::photo::PhotoCaution;
use crate::progress::{Cancelled, Progress};

/// Measures every region and ranks the catalog against what has to be matched. What an earlier look at the same photo found
/// is used again where it holds.
///
/// # Errors
/// [`ReferenceError`] when the reference cannot be used, or the work was cancelled through `progress`.
pub fn analyze(inputs: &Inputs, earlier: Option<&Earlier>, progress: &Progress) -> Result<Analysis, ReferenceError> {
    let known = earlier.filter(|earlier| earlier.holds_for(inputs));
    let calibrated = match known {
        Some(known) => known.calibrated().clone(),
        None => Earlier::calibrate(inputs, progress)?.calibrated().clone(),
    };
    let (photo_cautions, measured) = rayon::join(
        || doubts_of_photo(inputs, &calibrated, known, progress),
        || measure_all(inputs, &calibrated, progress),
    );
    let (photo_cautions, measured) = (photo_cautions?, measured?);
    let Measured { mut readings, light, darkening } = measured;
    add_doubts(&mut readings, light.as_deref());
    mistakes::add_of_regions(inputs, &calibrated, &mut readings);
    let combined = combine_all(&readings);
    let swatches = compare_swatches(&readings, &combined, &calibrated.calibration);
    let seen = |fall: f64| close_up(inputs, &calibrated, &readings, fall);
    let target = target(&combined, &inputs.marks.meter, darkening, seen);
    let solved = earlier.and_then(Earlier::client);
    let client =
        target.filter(|_| inputs.top > 0).map(|target| client_skin(&target, &readings, &inputs.practice.hand, solved));
    let recommendation = target.zip(client.as_ref()).map(|(target, client)| recommend(inputs, &target, client));
    let mut cautions = doubts::of(inputs, &calibrated, target.is_some());
    cautions.extend(combined.iter().filter_map(Combined::caution).map(Caution::from));
    cautions.extend(darkening.and_then(light_between).map(Caution::from));
    cautions.extend(mistakes::of_meter(&inputs.marks.meter, &combined));
    Ok(Analysis {
        basis: Basis::of(inputs),
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

/// What is wrong with the photo as a whole, unless it is known.
fn doubts_of_photo(
    inputs: &Inputs,
    calibrated: &Calibrated,
    known: Option<&Earlier>,
    progress: &Progress,
) -> Result<Vec<PhotoCaution>, Cancelled> {
    match known.and_then(Earlier::photo_cautions) {
        Some(known) => Ok(known.clone()),
        None => check_photo(&inputs.photo, calibrated, progress),
    }
}

fn recommend(inputs: &Inputs, target: &Target, client: &Arc<ClientSkin>) -> Recommendation {
    let question = Question { target, client, practice: &inputs.practice, person: inputs.person() };
    rank_recipes(&question, &inputs.catalog, inputs.top)
}

/// The same, without any reference where the chosen one can't be used; `None` when cancelled.
pub fn analyze_anyway(inputs: Inputs, earlier: Option<&Earlier>, progress: &Progress) -> Option<Analysis> {
    let reason = match analyze(&inputs, earlier, progress) {
        Ok(analysis) => return Some(analysis),
        Err(ReferenceError::Cancelled(_)) => return None,
        Err(error) => error.to_string(),
    };
    let without = Inputs { marks: Marks { reference: Reference::None, ..inputs.marks }, ..inputs };
    let mut analysis = analyze(&without, earlier, progress).ok()?;
    analysis.cautions.insert(0, ReferenceCaution::ReferenceUnusable { reason: reason.clone() }.into());
    analysis.reference = ReferenceUse::FellBack { reason };
    Some(analysis)
}
