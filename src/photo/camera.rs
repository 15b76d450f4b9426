//! What the EXIF of a photo says of the camera.

use exif::{Exif, Field, In, Tag, Value};

use super::date::Date;
use super::profile::NamedSpace;

/// The facts that matter for measuring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CameraFacts {
    pub color_space: Option<NamedSpace>,
    /// The maker or the model of the camera is named.
    pub has_camera: bool,
    /// Apple's portrait mode made it.
    pub is_portrait: bool,
    /// By the camera's clock.
    pub taken: Option<Date>,
}

impl CameraFacts {
    /// Nothing is known from EXIF that can't be read.
    pub fn read(exif: &[u8]) -> Self {
        let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
        let Ok(fields) = exif::Reader::new().read_raw(tiff.to_vec()) else { return Self::default() };
        Self {
            color_space: color_space(&fields),
            has_camera: [Tag::Make, Tag::Model].into_iter().any(|tag| is_text(primary(&fields, tag))),
            // Apple's values of CustomRendered (ExifTool, EXIF tags, 0xa401): portrait with HDR, and portrait.
            is_portrait: matches!(number(&fields, Tag::CustomRendered), Some(7 | 8)),
            taken: date(&fields),
        }
    }
}

/// EXIF 2.3, ColorSpace; DCF 2.0, interoperability index.
fn color_space(fields: &Exif) -> Option<NamedSpace> {
    let is_optional = primary(fields, Tag::InteroperabilityIndex)
        .is_some_and(|field| matches!(&field.value, Value::Ascii(texts) if texts.iter().any(|text| text == b"R03")));
    if is_optional {
        return Some(NamedSpace::AdobeRgb);
    }
    (number(fields, Tag::ColorSpace) == Some(1)).then_some(NamedSpace::Srgb)
}

fn primary(fields: &Exif, tag: Tag) -> Option<&Field> {
    fields.get_field(tag, In::PRIMARY)
}

fn number(fields: &Exif, tag: Tag) -> Option<u32> {
    primary(fields, tag).and_then(|field| field.value.get_uint(0))
}

fn date(fields: &Exif) -> Option<Date> {
    match &primary(fields, Tag::DateTimeOriginal)?.value {
        Value::Ascii(texts) => texts.first().and_then(|text| Date::of_exif(text)),
        _ => None,
    }
}

fn is_text(field: Option<&Field>) -> bool {
    let is_filled = |text: &Vec<u8>| text.iter().any(u8::is_ascii_graphic);
    field.is_some_and(|field| matches!(&field.value, Value::Ascii(texts) if texts.iter().any(is_filled)))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::tiff;
    use super::*;

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
}
