//! What has to be reached, in which skin, and how it looks close up.

use std::sync::Arc;

use super::client_facts::meter_labs;
use super::inputs::Inputs;
use super::reading::{Reading, stubbles};
use crate::calibration::Calibrated;
use crate::color::Lab;
use crate::matching::{ClientSkin, CloseUp, SkinSource, Target, TargetSource};
use crate::measurement::{Combined, Darkening, combine_meter, grain_of};
use crate::photo::{Region, Tissue};
use crate::pigment::{Hand, MeterReading, Subject};

/// What has to be reached: the stubble, by meter or photo, else what the hair would be when shaved. `close_up` tells how a
/// field so far below its skin looks in the mirror.
pub(super) fn target(
    combined: &[Combined],
    meter: &[MeterReading],
    darkening: Option<Darkening>,
    close_up: impl Fn(f64) -> CloseUp,
) -> Option<Target> {
    let of = |subject: Subject, tissue: Tissue| {
        let seen = || combined.iter().find(|one| one.tissue == tissue).map(|one| (one.lab, one.uncertainty));
        combine_meter(&meter_labs(meter, subject)).or_else(seen)
    };
    let skin = of(Subject::Skin, Tissue::Skin).map(|(lab, _)| lab);
    let is_by_photo = meter.iter().all(|one| one.subject == Subject::Brows);
    let darkening = darkening.filter(|_| is_by_photo);
    if let Some((lab, uncertainty)) = of(Subject::Stubble, Tissue::Stubble) {
        let skin = skin.map(|skin| darkening.map_or(skin, |darkening| darkening.beside_stubble(skin)));
        let close_up = close_up(skin.map_or(0.0, |skin| skin.l - lab.l));
        return Some(Target { lab, from: TargetSource::Stubble, uncertainty, skin, darkening, close_up });
    }
    let (hair, uncertainty) = of(Subject::Hair, Tissue::Hair)?;
    Some(match skin {
        Some(skin) => Target::estimated(hair, skin, uncertainty),
        None => {
            let close_up = CloseUp::usual(0.0);
            Target { lab: hair, from: TargetSource::Hair, uncertainty, skin, darkening: None, close_up }
        }
    })
}

/// How the field that is to be matched, so far below its skin in L*, looks in the mirror.
pub(super) fn close_up(inputs: &Inputs, calibrated: &Calibrated, readings: &[Reading], fall: f64) -> CloseUp {
    let stubble = stubbles(readings).min_by(|p, q| p.coverage_uncertainty.total_cmp(&q.coverage_uncertainty));
    let of_skin = |region: &Region, px_per_mm| grain_of(&inputs.photo, region, &calibrated.calibration, px_per_mm);
    let px_per_mm = inputs.marks.scale.and_then(|scale| scale.px_per_mm(calibrated));
    let skins = inputs.marks.regions.iter().filter(|region| region.tissue == Tissue::Skin);
    let grains =
        px_per_mm.into_iter().flat_map(|px_per_mm| skins.clone().filter_map(move |skin| of_skin(skin, px_per_mm)));
    // The calmest: gloss, freckles and edges only add.
    let bare = grains.map(|[grain, _]| grain).min_by(f64::total_cmp);
    CloseUp::of(stubble, bare, fall)
}

/// The skin beside the target: bare, else between the stubble's hairs, else assumed. Solved anew only when it changed.
pub(super) fn client_skin(
    target: &Target,
    readings: &[Reading],
    hand: &Hand,
    earlier: Option<&Arc<ClientSkin>>,
) -> Arc<ClientSkin> {
    let stubble = (target.from == TargetSource::Stubble).then_some(target.lab);
    let (lab, source) = match (target.skin, skin_between_hairs(readings)) {
        (Some(measured), _) => (measured, SkinSource::Measured),
        (None, Some(unmixed)) => (unmixed, SkinSource::Unmixed),
        (None, None) => (ClientSkin::assumed_beside(stubble), SkinSource::Assumed),
    };
    let known = earlier.filter(|client| client.is_of(lab, source, hand)).cloned();
    known.unwrap_or_else(|| Arc::new(ClientSkin::prepare(lab, source, hand)))
}

fn skin_between_hairs(readings: &[Reading]) -> Option<Lab> {
    let skins = stubbles(readings).map(|stubble| &stubble.skin);
    skins.min_by(|p, q| p.uncertainty.0.total_cmp(&q.uncertainty.0)).map(|skin| skin.lab)
}
