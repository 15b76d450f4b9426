use crate::photo::{Origin, Photo, PhotoCaution};

/// Below this quality (libjpeg's scale) chroma is smeared over several hairs (our choice; messengers use 60–80).
const LOW_QUALITY: u8 = 80;

/// What the file tells of what happened to the photo before it came here.
pub(super) fn history_doubts(photo: &Photo) -> Vec<PhotoCaution> {
    let Origin { has_gain_map, is_portrait, has_camera_data, jpeg_quality, .. } = photo.origin();
    let compressed = jpeg_quality.filter(|&quality| quality < LOW_QUALITY && !has_camera_data);
    let doubts = [
        compressed.map(|quality| PhotoCaution::StronglyCompressed { quality }),
        is_portrait.then_some(PhotoCaution::PortraitMode),
        has_gain_map.then_some(PhotoCaution::HasGainMap),
    ];
    doubts.into_iter().flatten().collect()
}
