//! Grids of HEIC tiles, which phones write: each tile goes straight to its place in the picture, so that a large photo
//! needs little more memory than its pixels. Turning is left to the reader of the photo, which costs no copy.

use heifer::color::{ColorParams, frame_to_rgba_sized};
use heifer::heifer_hevc_dec::decoder::{DecodeOptions, decode_picture};
use heifer::heifer_isobmff::boxes::{ColorInfo, Property};
use heifer::heifer_isobmff::{HeifFile, ItemId};
use heifer::{Error, Image, Sample};
use image::metadata::Orientation;
use rayon::prelude::*;

use super::container::{ALPHA, orientation};

/// A grid of plain tiles of one size, without transparency or cropping.
pub(super) struct HeicGrid<'a> {
    file: &'a HeifFile<'a>,
    tiles: &'a [ItemId],
    columns: usize,
    tile: (u32, u32),
    /// Width and height, not yet turned.
    pub size: (u32, u32),
    pub orientation: Orientation,
    most_pixels: u64,
}

impl<'a> HeicGrid<'a> {
    /// `None` for pictures of another kind, which the whole decoder reads.
    pub fn new(file: &'a HeifFile<'a>, most_pixels: u64) -> Option<Self> {
        let id = file.primary_id;
        let grid = file.grid(id).ok().filter(|_| file.item(id).is_ok_and(|item| &item.item_type.0 == b"grid"))?;
        let tiles = file.referenced_items(id, b"dimg");
        let tile = file.image_size(*tiles.first()?).ok().flatten()?;
        let is_whole = tiles.len() == usize::from(grid.rows) * usize::from(grid.columns)
            && u64::from(tile.0) * u64::from(grid.columns) >= u64::from(grid.output_width)
            && u64::from(tile.1) * u64::from(grid.rows) >= u64::from(grid.output_height);
        let is_plain = is_whole && has_no_auxiliary_alpha(file, id) && tiles.iter().all(|&tile| is_plain(file, tile));
        let orientation = orientation(file, id).filter(|_| is_plain)?;
        let (columns, size) = (usize::from(grid.columns), (grid.output_width, grid.output_height));
        Some(Self { file, tiles, columns, tile, size, orientation, most_pixels })
    }

    /// Red, green and blue of every pixel; `finish` makes a tile's values of `bits` those of the picture.
    pub fn decode<S: Sample>(&self, finish: impl Fn(&mut [S], u8) + Sync) -> Result<Vec<S>, Error> {
        let row = self.size.0 as usize * 3;
        let mut codes = vec![S::default(); row * self.size.1 as usize];
        let bands = codes.par_chunks_mut(row * self.tile.1 as usize).zip(self.tiles.par_chunks(self.columns));
        bands.try_for_each(|(band, tiles)| {
            tiles.iter().enumerate().try_for_each(|(column, &id)| {
                let mut tile = self.tile(id)?;
                finish(&mut tile.data, tile.bit_depth);
                place(&tile, column * self.tile.0 as usize, band, row);
                Ok::<_, Error>(())
            })
        })?;
        Ok(codes)
    }

    fn tile<S: Sample>(&self, id: ItemId) -> Result<Image<S>, Error> {
        let options = DecodeOptions { max_pixels: self.most_pixels, ..DecodeOptions::default() };
        let frame = decode_picture(&self.file.hevc_bitstream(id)?, options)?;
        let stated = self.file.item_properties(id)?.find_map(|property| match *property {
            Property::Color(ColorInfo::Nclx { matrix, full_range, .. }) => Some(ColorParams { matrix, full_range }),
            _ => None,
        });
        let params = stated.unwrap_or_else(|| ColorParams::from_frame(&frame));
        let tile = frame_to_rgba_sized(&frame, params, self.tile.0, self.tile.1);
        if (tile.width, tile.height) == self.tile { Ok(tile) } else { Err(Error::Invalid("a tile is too small")) }
    }
}

/// Puts the rows of a tile into a band of the picture, from pixel `x` on; alpha and what reaches beyond are left out.
fn place<S: Sample>(tile: &Image<S>, x: usize, band: &mut [S], row: usize) {
    let rows = band.chunks_exact_mut(row).zip(tile.data.chunks_exact(tile.width as usize * 4));
    for (own, read) in rows {
        let pixels = own.as_chunks_mut::<3>().0.iter_mut().skip(x).zip(read.as_chunks::<4>().0);
        pixels.for_each(|(own, &[r, g, b, _])| *own = [r, g, b]);
    }
}

/// Coded as it is, with nothing to be done to it afterwards.
fn is_plain(file: &HeifFile<'_>, tile: ItemId) -> bool {
    let changes = |property: &Property| {
        matches!(property, Property::CleanAperture { .. } | Property::Rotation(_) | Property::Mirror(_))
    };
    file.item(tile).is_ok_and(|item| &item.item_type.0 == b"hvc1")
        && has_no_auxiliary_alpha(file, tile)
        && file.item_properties(tile).is_ok_and(|mut properties| !properties.any(changes))
}

fn has_no_auxiliary_alpha(file: &HeifFile<'_>, id: ItemId) -> bool {
    file.referencing_items(id, b"auxl").iter().all(|&auxiliary| !is_alpha(file, auxiliary))
}

fn is_alpha(file: &HeifFile<'_>, id: ItemId) -> bool {
    let names_alpha =
        |property: &Property| matches!(property, Property::AuxiliaryType(purpose) if ALPHA.contains(&purpose.as_str()));
    file.item_properties(id).is_ok_and(|mut properties| properties.any(names_alpha))
}
