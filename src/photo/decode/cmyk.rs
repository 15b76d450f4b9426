//! Pictures in inks: by the profile of their printer into ProPhoto RGB, which is wider than any print.

use image::{DynamicImage, ImageBuffer};
use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, Transform16BitExecutor, TransformOptions};
use std::sync::Arc;

use super::refusal::Refusal;
use crate::photo::color::icc::description;
use crate::photo::color::profile::Clues;
use crate::photo::format::Foreign;

/// Four channels a pixel: cyan, magenta, yellow, black.
pub(super) struct Inks<C> {
    pub codes: Vec<C>,
    /// 0 is full ink, as Adobe's JPEGs have it.
    pub are_inverted: bool,
}

/// The picture in ProPhoto RGB, 16 bits a channel, and the clues that say so.
///
/// # Errors
/// [`Foreign::Cmyk`] without a profile of four inks: what they look like is then unknown.
pub(super) fn convert<C: Copy + Into<u16>>(
    inks: Inks<C>,
    (width, height): (u32, u32),
    clues: Clues,
) -> Result<(DynamicImage, Clues), Refusal> {
    let unknown = Refusal::Foreign(Foreign::Cmyk);
    let Some((name, transform)) = clues.icc.as_deref().and_then(transform) else { return Err(unknown) };
    let mut colors = vec![0u16; width as usize * height as usize * 3];
    let (stored_row, color_row) = (width as usize * 4, width as usize * 3);
    let mut row = vec![0u16; stored_row];
    for (stored, colors) in inks.codes.chunks_exact(stored_row).zip(colors.chunks_exact_mut(color_row)) {
        for (wide, &code) in row.iter_mut().zip(stored) {
            *wide = wide_ink(code, inks.are_inverted);
        }
        transform.transform(&row, colors).map_err(Refusal::damaged)?;
    }
    let image = ImageBuffer::from_raw(width, height, colors).map(DynamicImage::ImageRgb16);
    let clues = Clues { printed: Some(name), icc: None, cicp: None, ..clues };
    Ok((image.ok_or(Refusal::Damaged(None))?, clues))
}

fn wide_ink<C: Copy + Into<u16>>(code: C, is_inverted: bool) -> u16 {
    let code = if size_of::<C>() == 1 { code.into() * 257 } else { code.into() };
    if is_inverted { u16::MAX - code } else { code }
}

/// A profile's name and its way to ProPhoto RGB; `None` if it is of no four inks.
///
/// A colorimetric table goes before a perceptual one, as for every photo; the paper becomes white.
fn transform(icc: &[u8]) -> Option<(String, Arc<Transform16BitExecutor>)> {
    let profile = ColorProfile::new_from_slice(icc).ok()?;
    if profile.color_space != DataColorSpace::Cmyk {
        return None;
    }
    let rendering_intent = match profile.lut_a_to_b_colorimetric {
        Some(_) => RenderingIntent::RelativeColorimetric,
        None => RenderingIntent::Perceptual,
    };
    let options = TransformOptions { rendering_intent, ..TransformOptions::default() };
    let pro_photo = ColorProfile::new_pro_photo_rgb();
    let transform = profile.create_transform_16bit(Layout::Rgba, &pro_photo, Layout::Rgb, options).ok()?;
    Some((description(&profile), transform))
}
