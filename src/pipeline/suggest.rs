use crate::calibration::Calibrated;
use crate::measurement::{find_bare_area, suggest_regions};
use crate::photo::{Photo, Region, Shape, Tissue};

/// Regions of skin, stubble and hair that stand out surely, marked as the program's own proposal; none where none does.
pub fn suggest(photo: &Photo, calibrated: &Calibrated) -> Vec<Region> {
    let proposed = suggest_regions(photo, calibrated).into_iter();
    proposed.map(|region| Region { is_suggested: true, ..region }).collect()
}

/// The area that lacks hair, beside what is marked as skin and stubble; `None` where none stands out.
pub fn suggest_bare_area(photo: &Photo, regions: &[Region], calibrated: &Calibrated) -> Option<Shape> {
    let [skin, stubble] = [Tissue::Skin, Tissue::Stubble].map(|tissue| shapes_of(regions, tissue));
    find_bare_area(photo, calibrated, &skin, &stubble)
}

fn shapes_of(regions: &[Region], tissue: Tissue) -> Vec<Shape> {
    regions.iter().filter(|region| region.tissue == tissue).map(|region| region.shape.clone()).collect()
}
