use super::camera_facts::CameraFacts;
use super::date::Date;
use crate::photo::decode::JpegOutline;

/// How a photo was made and what it went through, as far as its file tells.
///
/// None of it changes a measurement; it is there to warn of photos that are worse than they look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file also holds a map that brightens it on HDR screens. The picture under it is what is measured.
    pub has_gain_map: bool,
    /// The file holds a depth map or says that a portrait mode made it: software may have blurred or relit it.
    pub is_portrait: bool,
    /// EXIF names the camera's maker or model.
    pub has_camera_data: bool,
    /// A JPEG without camera data whose quality is below 80 or whose longer side is 1280, 1600 or 2048 pixels.
    ///
    /// A guess: a crop saved by an editor or a drawn picture looks the same, and a messenger's "HD" photo may not.
    pub is_messenger_like: bool,
    /// JPEG only: 1–100 on libjpeg's scale, from the quantisation of lightness.
    pub jpeg_quality: Option<u8>,
    /// The day on which the camera took it, by its own clock.
    pub taken: Option<Date>,
}

/// Our choice: below this, chroma of small areas is lost; cameras and phones save with 90 and more.
const STRONG_COMPRESSION: u8 = 80;

/// Longer sides that messengers scale to, by observation: Telegram 1280, WhatsApp 1600, Signal and Messenger 2048.
const MESSENGER_SIDES: [u32; 3] = [1280, 1600, 2048];

impl Origin {
    /// From EXIF alone.
    pub(in crate::photo) fn of_camera(camera: CameraFacts) -> Self {
        let CameraFacts { has_camera, is_portrait, taken, .. } = camera;
        Self { has_camera_data: has_camera, is_portrait, taken, ..Self::default() }
    }

    pub(in crate::photo) fn of_jpeg(jpeg: &JpegOutline, camera: CameraFacts, (width, height): (u32, u32)) -> Self {
        let is_strong = jpeg.quality.is_some_and(|quality| quality < STRONG_COMPRESSION);
        let is_scaled = MESSENGER_SIDES.contains(&width.max(height));
        Self {
            has_gain_map: jpeg.has_gain_map,
            is_portrait: camera.is_portrait || jpeg.has_depth,
            has_camera_data: camera.has_camera,
            is_messenger_like: !camera.has_camera && (is_strong || is_scaled),
            jpeg_quality: jpeg.quality,
            taken: camera.taken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::PhotoFormat;
    use crate::photo::tests::fixtures::{Extras, gradient, photo, tiff};

    fn is_messenger_like(has_camera: bool, quality: u8, size: (u32, u32)) -> bool {
        let jpeg = JpegOutline { quality: Some(quality), ..JpegOutline::default() };
        Origin::of_jpeg(&jpeg, CameraFacts { has_camera, ..CameraFacts::default() }, size).is_messenger_like
    }

    #[test]
    fn a_messenger_takes_the_camera_away_and_compresses_or_scales() {
        assert!(is_messenger_like(false, 79, (4032, 3024)));
        assert!(is_messenger_like(false, 92, (1200, 1600)));
        assert!(!is_messenger_like(false, 92, (4032, 3024)));
        assert!(!is_messenger_like(true, 70, (1600, 1200)));
    }

    #[test]
    fn a_photo_tells_its_camera_in_every_format_with_exif() {
        for format in [PhotoFormat::Jpeg, PhotoFormat::Png, PhotoFormat::WebP] {
            let made_by = Extras { icc: None, exif: Some(tiff(&[(0x010f, 2, u32::from(b'A'))], &[])) };
            let origin = photo(&gradient(16, 16), format, made_by).origin();
            let jpeg_quality = (format == PhotoFormat::Jpeg).then_some(100);
            assert_eq!(origin, Origin { has_camera_data: true, jpeg_quality, ..Origin::default() }, "{format}");
            assert!(!photo(&gradient(16, 16), format, Extras::default()).origin().has_camera_data, "{format}");
        }
    }
}
