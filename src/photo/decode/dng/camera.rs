use std::io::{Read, Seek};

use exif::{Context, Tag, Value};

use super::directory::{Directory, TiffFile};
use crate::photo::origin::camera_facts::CameraFacts;

/// Where the directory of EXIF is (Exif 2.32, 4.6.3).
const EXIF: u16 = 0x8769;

/// What the first directory and that of EXIF tell; nothing is known from what can't be read.
pub(super) fn facts(file: &mut TiffFile<'_, impl Read + Seek>, first: &Directory) -> CameraFacts {
    let at = file.first(first, EXIF).ok().flatten();
    let exif = at.and_then(|at| file.directory(at as u32).ok());
    CameraFacts::of_fields(|Tag(context, number)| match context {
        Context::Tiff => value(file, first, number),
        Context::Exif => value(file, exif.as_ref()?, number),
        _ => None,
    })
}

fn value(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory, tag: u16) -> Option<Value> {
    const ASCII: u16 = 2;
    if directory.kind(tag)? == ASCII {
        return file.text(directory, tag).ok()?.map(|text| Value::Ascii(vec![text.into_bytes()]));
    }
    file.first(directory, tag).ok()?.map(|number| Value::Long(vec![number as u32]))
}
