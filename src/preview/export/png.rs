use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::label::Label;
use crate::files::replace;
use crate::photo::{Pyramid, ScreenTile, TILE};
use crate::preview::drawing::treated::Preview;
use crate::progress::{Cancelled, Progress};

/// What an exported picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// The treated photo.
    #[default]
    After,
    /// The photo on the left and the treated one on the right.
    BeforeAndAfter,
}

/// Why a preview was not exported; an earlier file of that name is still there.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the picture can't be written; choose another folder: {path}")]
    Unwritable { path: PathBuf, source: std::io::Error },
    #[error("the picture can't be encoded: {path}")]
    Encoding { path: PathBuf, source: png::EncodingError },
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// What a reader of the file's text is told.
const DESCRIPTION: &str =
    "simulation: predicted healed scalp micropigmentation drawn on a photo; no promise of a result";

/// Writes the whole photo in full size as PNG, treated and labelled as a simulation, or writes nothing at all.
///
/// The label is burnt in, and the file's text says the same. Memory: two rows of tiles, 4 bytes a pixel.
///
/// # Errors
/// See [`ExportError`].
pub fn export_png(
    path: &Path,
    pyramid: &Pyramid,
    preview: &Preview,
    layout: Layout,
    progress: &Progress,
) -> Result<(), ExportError> {
    let sheet = Sheet::new(pyramid, preview, layout);
    write_whole(path, |file| sheet.write(BufWriter::new(file), progress))
}

/// Writes a small picture without a label as PNG, or writes nothing at all.
///
/// # Errors
/// See [`ExportError`].
pub fn write_tile(path: &Path, tile: &ScreenTile) -> Result<(), ExportError> {
    write_whole(path, |file| {
        let mut encoder = encoder(BufWriter::new(file), tile.width, tile.height)?;
        encoder.set_color(png::ColorType::Rgba);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&tile.rgba)?;
        Ok(writer.finish()?)
    })
}

/// Replaces a file once all of it is written.
fn write_whole(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Stopped>) -> Result<(), ExportError> {
    let unwritable = |source| ExportError::Unwritable { path: path.into(), source };
    replace(path, write).map_err(|stopped| match stopped {
        Stopped::Cancelled(cancelled) => cancelled.into(),
        Stopped::Encoding(png::EncodingError::IoError(source)) => unwritable(source),
        Stopped::Encoding(source) => ExportError::Encoding { path: path.into(), source },
    })
}

/// Of opaque pixels in 8-bit sRGB, told to be a simulation.
fn encoder<W: Write>(file: W, width: u32, height: u32) -> Result<png::Encoder<'static, W>, png::EncodingError> {
    let mut encoder = png::Encoder::new(file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.set_source_srgb(png::SrgbRenderingIntent::RelativeColorimetric);
    encoder.add_text_chunk("Description".into(), DESCRIPTION.into())?;
    Ok(encoder)
}

enum Stopped {
    Cancelled(Cancelled),
    Encoding(png::EncodingError),
}

impl From<Cancelled> for Stopped {
    fn from(cancelled: Cancelled) -> Self {
        Self::Cancelled(cancelled)
    }
}

impl<E: Into<png::EncodingError>> From<E> for Stopped {
    fn from(failed: E) -> Self {
        Self::Encoding(failed.into())
    }
}

/// A picture to be written row by row.
struct Sheet<'a> {
    pyramid: &'a Pyramid,
    preview: &'a Preview,
    layout: Layout,
    /// Of the photo.
    width: u32,
    height: u32,
    label: Label,
}

impl<'a> Sheet<'a> {
    fn new(pyramid: &'a Pyramid, preview: &'a Preview, layout: Layout) -> Self {
        let (width, height) = pyramid.level_size(0);
        Self { pyramid, preview, layout, width, height, label: Label::for_photo(width, height) }
    }

    fn write(&self, file: impl Write, progress: &Progress) -> Result<(), Stopped> {
        let copies = if self.layout == Layout::BeforeAndAfter { 2 } else { 1 };
        let mut writer = encoder(file, copies * self.width, self.height)?.write_header()?;
        let mut pixels = writer.stream_writer()?;
        for ty in 0..self.height.div_ceil(TILE) {
            progress.report("exporting", u64::from(ty * TILE), u64::from(self.height))?;
            let [before, after] = self.tiles(ty);
            for row in 0..after.first().map_or(0, |tile| tile.height) {
                pixels.write_all(&self.row(&before, &after, ty * TILE + row, row))?;
            }
        }
        pixels.finish()?;
        writer.finish()?;
        Ok(())
    }

    /// A row of tiles as photographed and as treated.
    fn tiles(&self, ty: u32) -> [Vec<ScreenTile>; 2] {
        let columns = 0..self.width.div_ceil(TILE);
        let before: Vec<ScreenTile> = columns.clone().map(|tx| self.pyramid.tile(0, tx, ty)).collect();
        let after = columns.zip(&before).map(|(tx, tile)| self.preview.tile(tile, 0, tx, ty)).collect();
        [before, after]
    }

    fn row(&self, before: &[ScreenTile], after: &[ScreenTile], y: u32, row_in_tile: u32) -> Vec<u8> {
        let mut treated = row_of(after, row_in_tile);
        self.burn_in(&mut treated, y);
        match self.layout {
            Layout::After => treated,
            Layout::BeforeAndAfter => [row_of(before, row_in_tile), treated].concat(),
        }
    }

    /// The label, at the bottom left.
    fn burn_in(&self, row: &mut [u8], y: u32) {
        let top = (self.height as usize).saturating_sub(self.label.size()[1]);
        let Some(y) = (y as usize).checked_sub(top) else { return };
        for (x, pixel) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            *pixel = self.label.pixel(x, y).unwrap_or(*pixel);
        }
    }
}

/// One row through all tiles, without their opacity.
fn row_of(tiles: &[ScreenTile], row: u32) -> Vec<u8> {
    let line = |tile: &ScreenTile| {
        let bytes = tile.width as usize * 4;
        tile.rgba.get(row as usize * bytes..(row as usize + 1) * bytes).unwrap_or_default().to_vec()
    };
    let opaque = |rgba: &[u8; 4]| [rgba[0], rgba[1], rgba[2]];
    tiles.iter().flat_map(|tile| line(tile).as_chunks::<4>().0.iter().flat_map(opaque).collect::<Vec<u8>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Lab;
    use crate::photo::{Photo, Shown};
    use crate::pigment::{Hand, Load};
    use crate::preview::{DotColor, Ground, Pattern, Treatment, ViewingLight};
    use crate::skin::{PreparedSkin, infer_skin};
    use std::sync::Arc;

    const SKIN: Lab = Lab::new(60.0, 9.0, 15.0);

    /// Plain skin of 1100 × 40 pixels, two tiles, and a preview without dots.
    fn plain() -> (Pyramid, Preview) {
        let [r, g, b] = SKIN.to_linear().to_srgb8();
        let photo = Photo::from_rgba8("plain", 1100, 40, [r, g, b, 255].repeat(44_000)).expect("a picture");
        let shown = Shown { photo: Arc::new(photo), look: None };
        let pyramid = Pyramid::build(&shown, &Progress::unwatched()).expect("not cancelled");
        let hand = Hand::default();
        let skin = PreparedSkin::new(&infer_skin(SKIN).skin, hand.deposit());
        let color = DotColor::predict(&skin, &Load::default(), &hand.dots, ViewingLight::Daylight);
        let ground = Arc::new(Ground::of(&pyramid, SKIN.to_linear()));
        let treatment = Treatment::new(hand.dots, 10.0);
        let preview = Preview::new(&treatment, &Arc::new(Pattern::new(1)), &ground, color);
        (pyramid, preview)
    }

    #[test]
    fn the_file_says_that_it_is_a_simulation_and_so_does_the_picture() {
        let (pyramid, preview) = plain();
        let folder = tempfile::tempdir().expect("a folder");
        for (layout, width) in [(Layout::After, 1100), (Layout::BeforeAndAfter, 2200)] {
            let path = folder.path().join("preview.png");
            export_png(&path, &pyramid, &preview, layout, &Progress::unwatched()).expect("written");
            let file = std::fs::read(&path).expect("a file");
            let picture = image::load_from_memory(&file).expect("a PNG").into_rgb8();
            assert_eq!(picture.dimensions(), (width, 40));
            assert!(file.windows(10).any(|bytes| bytes == b"simulation"));
            let label = picture.pixels().filter(|pixel| pixel.0 == [255; 3]).count();
            assert!(label > 100, "{label}");
            assert_eq!(picture.get_pixel(width - 1, 0).0, SKIN.to_linear().to_srgb8());
        }
    }

    #[test]
    fn a_cancelled_export_leaves_the_earlier_file() {
        let (pyramid, preview) = plain();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("preview.png");
        std::fs::write(&path, "earlier").expect("written");
        let progress = Progress::unwatched();
        progress.cancel();
        let outcome = export_png(&path, &pyramid, &preview, Layout::After, &progress);
        assert!(matches!(outcome, Err(ExportError::Cancelled(_))));
        assert_eq!(std::fs::read_to_string(&path).expect("still there"), "earlier");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let (pyramid, preview) = plain();
        let path = Path::new("no such folder/preview.png");
        let failed = export_png(path, &pyramid, &preview, Layout::After, &Progress::unwatched());
        assert!(failed.is_err_and(|failed| failed.to_string().ends_with("no such folder/preview.png")));
    }
}
