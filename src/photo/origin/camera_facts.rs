//! What the EXIF of a photo says of the camera.

use exif::{Exif, In, Tag, Value};
use image::metadata::Orientation;

use super::date::Date;
use crate::photo::color::profile::NamedSpace;

/// The facts that matter for measuring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::photo) struct CameraFacts {
    pub color_space: Option<NamedSpace>,
    /// The maker or the model of the camera is named.
    pub has_camera: bool,
    /// Apple's portrait mode made it.
    pub is_portrait: bool,
    /// By the camera's clock.
    pub taken: Option<Date>,
    /// As EXIF counts, 1–8; none where it says nothing, or something else.
    pub turned: Option<u8>,
}

impl CameraFacts {
    /// Nothing is known from EXIF that can't be read; a field that can't be read takes no other with it.
    pub fn read(exif: &[u8]) -> Self {
        let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
        let read = exif::Reader::new().continue_on_error(true).read_raw(tiff.to_vec());
        match read.or_else(|error| error.distill_partial_result(|_| ())) {
            Ok(fields) => Self::of_exif(&fields),
            Err(_) => Self::default(),
        }
    }

    fn of_exif(fields: &Exif) -> Self {
        Self::of_fields(|tag| fields.get_field(tag, In::PRIMARY).map(|field| field.value.clone()))
    }

    /// From the value that `find` has for a tag.
    pub fn of_fields(mut find: impl FnMut(Tag) -> Option<Value>) -> Self {
        Self {
            color_space: color_space(find(Tag::InteroperabilityIndex).as_ref(), number(find(Tag::ColorSpace))),
            has_camera: is_text(find(Tag::Make)) || is_text(find(Tag::Model)),
            // Apple's values of CustomRendered (ExifTool, EXIF tags, 0xa401): portrait with HDR, and portrait.
            is_portrait: matches!(number(find(Tag::CustomRendered)), Some(7 | 8)),
            taken: date(find(Tag::DateTimeOriginal).as_ref()),
            turned: number(find(Tag::Orientation)).and_then(|turned| turned.try_into().ok()),
        }
    }

    pub fn orientation(&self) -> Orientation {
        self.turned.and_then(Orientation::from_exif).unwrap_or(Orientation::NoTransforms)
    }
}

/// EXIF 2.3, ColorSpace, with 2 for Adobe RGB as many cameras write it (ExifTool, EXIF tags, 0xa001); DCF 2.0,
/// interoperability index.
fn color_space(interoperability: Option<&Value>, space: Option<u32>) -> Option<NamedSpace> {
    let is_optional =
        matches!(interoperability, Some(Value::Ascii(texts)) if texts.iter().any(|text| text.starts_with(b"R03")));
    match space {
        _ if is_optional => Some(NamedSpace::AdobeRgb),
        Some(1) => Some(NamedSpace::Srgb),
        Some(2) => Some(NamedSpace::AdobeRgb),
        _ => None,
    }
}

fn number(value: Option<Value>) -> Option<u32> {
    value.and_then(|value| value.get_uint(0))
}

fn date(value: Option<&Value>) -> Option<Date> {
    match value? {
        Value::Ascii(texts) => texts.first().and_then(|text| Date::of_exif(text)),
        _ => None,
    }
}

fn is_text(value: Option<Value>) -> bool {
    matches!(value, Some(Value::Ascii(texts)) if texts.iter().flatten().any(u8::is_ascii_graphic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::tests::fixtures::tiff;

    const BEHIND_ONE_ENTRY: u32 = 8 + 2 + 12 + 4;

    fn directory(entries: &[(u16, u16, u32)], behind: &[u8]) -> Vec<u8> {
        tiff(entries, behind).split_off(8)
    }

    fn photo(exif: &[u8]) -> CameraFacts {
        CameraFacts::read(&tiff(&[(0x8769, 4, BEHIND_ONE_ENTRY)], exif))
    }

    #[test]
    fn exif_names_srgb_or_adobe_rgb() {
        assert_eq!(photo(&directory(&[(0xa001, 3, 1)], &[])).color_space, Some(NamedSpace::Srgb));
        assert_eq!(photo(&directory(&[(0xa001, 3, 2)], &[])).color_space, Some(NamedSpace::AdobeRgb));
        assert_eq!(photo(&directory(&[(0xa001, 3, 0xffff)], &[])).color_space, None);
        let mut optional = directory(&[(0x0001, 2, u32::from_le_bytes(*b"R03\0"))], &[]);
        optional[6] = 4;
        let behind_both = BEHIND_ONE_ENTRY + 2 + 2 * 12 + 4;
        let exif = directory(&[(0xa001, 3, 0xffff), (0xa005, 4, behind_both)], &optional);
        assert_eq!(photo(&exif).color_space, Some(NamedSpace::AdobeRgb));
        assert_eq!(CameraFacts::read(b"no EXIF"), CameraFacts::default());
    }

    #[test]
    fn a_camera_is_known_by_its_maker_or_model() {
        let text = |tag: u16, letter: u8| CameraFacts::read(&tiff(&[(tag, 2, u32::from(letter))], &[])).has_camera;
        assert!(text(0x010f, b'A') && text(0x0110, b'A'));
        assert!(!text(0x010f, b' ') && !text(0x010f, 0) && !text(0x0131, b'A'));
    }

    #[test]
    fn the_day_is_that_of_the_original_picture() {
        let text = b"2026:11:22 09:30:00\0";
        let behind_both = BEHIND_ONE_ENTRY + 2 + 12 + 4;
        let mut exif = directory(&[(0x9003, 2, behind_both)], text);
        exif[6] = text.len() as u8;
        assert_eq!(photo(&exif).taken.map(|date| date.to_string()).as_deref(), Some("2026-11-22"));
        assert_eq!(photo(&directory(&[(0xa001, 3, 1)], &[])).taken, None);
    }

    #[test]
    fn portrait_mode_is_known_by_how_the_picture_was_rendered() {
        let rendered = |value| photo(&directory(&[(0xa401, 3, value)], &[])).is_portrait;
        assert!(rendered(7) && rendered(8));
        assert!(!rendered(0) && !rendered(1) && !rendered(3));
    }

    #[test]
    fn a_bad_field_takes_no_other_with_it() {
        let beyond_the_end = 0x00ff_ffff;
        for bad in [(0x010e, 5, beyond_the_end), (0x0111, 77, 1), (0x010f, 5, beyond_the_end)] {
            let exif = directory(&[(0x9003, 5, beyond_the_end), (0xa001, 3, 2)], &[]);
            let behind_all = BEHIND_ONE_ENTRY + 2 * 12;
            let read = CameraFacts::read(&tiff(&[bad, (0x0112, 3, 6), (0x8769, 4, behind_all)], &exif));
            assert_eq!((read.turned, read.color_space), (Some(6), Some(NamedSpace::AdobeRgb)), "{bad:?}");
        }
        let lost = CameraFacts::read(&tiff(&[(0x0112, 3, 8), (0x8769, 4, beyond_the_end)], &[]));
        assert_eq!((lost.turned, lost.color_space), (Some(8), None));
    }

    #[test]
    fn a_photo_is_turned_in_eight_ways_and_no_more() {
        let orientation = |value| CameraFacts::read(&tiff(&[(0x0112, 3, value)], &[])).orientation();
        assert_eq!(orientation(6), Orientation::Rotate90);
        assert_eq!(
            (orientation(0), orientation(9), orientation(262)),
            (Orientation::NoTransforms, Orientation::NoTransforms, Orientation::NoTransforms)
        );
        let behind_a_mark = [&b"Exif\0\0"[..], &tiff(&[(0x0112, 3, 3)], &[])].concat();
        assert_eq!(CameraFacts::read(&behind_a_mark).turned, Some(3));
    }
}
