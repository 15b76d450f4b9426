//! The numbers of a raw picture, from its strips or tiles.

use std::io::{Read, Seek};

use super::directory::TiffFile;
use super::layout::{Compression, Layout};
use super::lossless_jpeg;
use crate::photo::decode::canvas::{Canvas, Chunk};
use crate::photo::decode::refusal::Refusal;

/// All numbers of the picture, row by row, the samples of a pixel together.
pub(super) fn read(file: &mut TiffFile<'_, impl Read + Seek>, layout: &Layout) -> Result<Canvas<u16>, Refusal> {
    let mut canvas = Canvas::new(layout.size, layout.samples as usize);
    let (across, down) = layout.grid();
    let corners = (0..down).flat_map(|row| (0..across).map(move |column| (column, row)));
    for ((column, row), &(place, bytes)) in corners.zip(&layout.places) {
        let at = (column * layout.chunk.0, row * layout.chunk.1);
        let height = if layout.is_tiled { layout.chunk.1 } else { layout.chunk.1.min(layout.size.1 - at.1) };
        let chunk = Chunk { at, size: (layout.chunk.0, height), stored: layout.samples as usize, plane: None };
        let wanted = layout.chunk.0 as usize * height as usize * layout.samples as usize;
        let codes = match layout.compression {
            Compression::None => {
                let row_bytes = (u64::from(layout.chunk.0) * u64::from(layout.samples * layout.bits)).div_ceil(8);
                let bytes = file.bytes_at(place, row_bytes * u64::from(height))?;
                plain(&bytes, row_bytes as usize, layout, file.is_big_endian)
            }
            Compression::LosslessJpeg => unpack_jpeg(&file.bytes_at(place, bytes)?, wanted, &chunk)?,
        };
        canvas.place(&chunk, &codes);
    }
    Ok(canvas)
}

/// A lossless JPEG that holds the numbers of a chunk in their order, whatever it calls its width and its components.
///
/// Cameras write two numbers of a mosaic as two components, and some write two rows as one.
fn unpack_jpeg(bytes: &[u8], wanted: usize, chunk: &Chunk) -> Result<Vec<u16>, Refusal> {
    let stored = lossless_jpeg::decode(bytes, 2 * wanted)?;
    let row = chunk.size.0 as usize * chunk.stored;
    let is_in_order = stored.row.is_multiple_of(row) || row.is_multiple_of(stored.row);
    if is_in_order && stored.codes.len() >= wanted { Ok(stored.codes) } else { Err(Refusal::Damaged(None)) }
}

/// Uncompressed numbers, each row padded to whole bytes (TIFF 6.0, section 8, Compression).
fn plain(bytes: &[u8], row_bytes: usize, layout: &Layout, is_big_endian: bool) -> Vec<u16> {
    let from_pair = if is_big_endian { u16::from_be_bytes } else { u16::from_le_bytes };
    match layout.bits {
        8 => bytes.iter().map(|&byte| byte.into()).collect(),
        16 => bytes.as_chunks::<2>().0.iter().map(|&pair| from_pair(pair)).collect(),
        bits => {
            let row_codes = (layout.chunk.0 * layout.samples) as usize;
            bytes.chunks_exact(row_bytes.max(1)).flat_map(|row| packed(row, bits).take(row_codes)).collect()
        }
    }
}

/// Numbers of 9 to 15 bits one behind the other, the highest bit first.
fn packed(row: &[u8], bits: u32) -> impl Iterator<Item = u16> {
    let (mut held, mut held_bits) = (0u32, 0u32);
    row.iter().filter_map(move |&byte| {
        held = held << 8 | u32::from(byte);
        held_bits += 8;
        let over = held_bits.checked_sub(bits)?;
        held_bits = over;
        let code = held >> over;
        held &= (1 << over) - 1;
        Some(code as u16)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_twelve_bits_lie_one_behind_the_other() {
        assert_eq!(packed(&[0xab, 0xcd, 0xef, 0x12], 12).collect::<Vec<_>>(), [0xabc, 0xdef]);
        assert_eq!(packed(&[0xff, 0xc0, 0x0f, 0xfc], 10).collect::<Vec<_>>(), [0x3ff, 0, 0x3ff]);
    }
}
