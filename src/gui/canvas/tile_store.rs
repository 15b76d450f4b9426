use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use egui::{Color32, ColorImage, Context, Painter, Pos2, Rect, TextureHandle, TextureOptions, pos2, vec2};

use crate::calibration::Calibrated;
use crate::gui::view::PhotoTransform;
use crate::photo::{Photo, Pyramid, ScreenTile, Shown, TILE, overview};
use crate::progress::Progress;

const OVERVIEW_SIDE: u32 = 1024;

/// Tiles made by one job: their upload must fit into a frame.
const TILES_A_JOB: usize = 2;

/// Tiles kept on the graphics card, 4 MB each.
const MAX_TILES: usize = 48;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TileKey {
    pub level: usize,
    pub column: u32,
    pub row: u32,
}

/// Pictures for the screen that have to be made, on a job's thread.
pub enum ScreenWork {
    Overview(Arc<Screen>),
    Pyramid(Arc<Screen>),
    Tiles(Arc<Screen>, Arc<Pyramid>, Vec<TileKey>),
}

/// What a photo is shown by: one is made for each photo and each calibration of it.
pub struct Screen {
    photo: Arc<Photo>,
    /// `None` shows the photo as it was taken.
    calibrated: Option<Arc<Calibrated>>,
    shown: OnceLock<Shown>,
}

impl Screen {
    /// The same if it shows this photo by this calibration, else a new one.
    pub fn of(earlier: Option<Arc<Self>>, photo: &Arc<Photo>, calibrated: Option<&Arc<Calibrated>>) -> Arc<Self> {
        let same = earlier.filter(|screen| screen.is_of(photo, calibrated));
        same.unwrap_or_else(|| {
            Arc::new(Self { photo: photo.clone(), calibrated: calibrated.cloned(), shown: OnceLock::new() })
        })
    }

    /// The photo with its look, whose table is made when first asked for, on a job's thread.
    pub fn shown(&self) -> &Shown {
        self.shown.get_or_init(|| {
            let look = self.calibrated.as_ref().and_then(|calibrated| calibrated.calibration.look());
            Shown { photo: self.photo.clone(), look }
        })
    }

    fn is_of(&self, photo: &Arc<Photo>, calibrated: Option<&Arc<Calibrated>>) -> bool {
        let is_same_calibration = match (&self.calibrated, calibrated) {
            (Some(shown), Some(wanted)) => Arc::ptr_eq(shown, wanted),
            (None, None) => true,
            _ => false,
        };
        is_same_calibration && Arc::ptr_eq(&self.photo, photo)
    }
}

/// Pictures for the screen, and what they show.
pub struct ScreenNews {
    screen: Arc<Screen>,
    pictures: Pictures,
}

enum Pictures {
    Overview(ScreenTile),
    Pyramid(Pyramid),
    Tiles(Vec<(TileKey, ScreenTile)>),
}

impl ScreenWork {
    pub fn run(self, progress: &Progress) -> Option<ScreenNews> {
        let (screen, pictures) = match self {
            Self::Overview(screen) => {
                let picture = overview(screen.shown(), OVERVIEW_SIDE);
                (screen, Pictures::Overview(picture))
            }
            Self::Pyramid(screen) => {
                let pyramid = Pyramid::build(screen.shown(), progress).ok()?;
                (screen, Pictures::Pyramid(pyramid))
            }
            Self::Tiles(screen, pyramid, keys) => {
                let make = |key: TileKey| (key, pyramid.tile(key.level, key.column, key.row));
                (screen, Pictures::Tiles(keys.into_iter().map(make).collect()))
            }
        };
        Some(ScreenNews { screen, pictures })
    }
}

/// The pictures of one photo on the graphics card.
#[derive(Default)]
pub(super) struct TileStore {
    screen: Option<Arc<Screen>>,
    overview: Option<TextureHandle>,
    /// The overview shows another look than the one wanted; it stays until the new one is there.
    is_overview_stale: bool,
    pyramid: Option<Arc<Pyramid>>,
    tiles: HashMap<TileKey, Tile>,
    frame: u64,
}

struct Tile {
    texture: TextureHandle,
    last_drawn: u64,
}

impl TileStore {
    /// Shows a photo, by a calibration if one is given. True if it is another photo than before.
    pub fn follow(&mut self, photo: &Arc<Photo>, calibrated: Option<&Arc<Calibrated>>) -> bool {
        if self.screen.as_ref().is_some_and(|screen| screen.is_of(photo, calibrated)) {
            return false;
        }
        let is_same_photo = self.screen.as_ref().is_some_and(|screen| Arc::ptr_eq(&screen.photo, photo));
        let screen = Screen::of(None, photo, calibrated);
        let overview = self.overview.take().filter(|_| is_same_photo);
        *self = Self { screen: Some(screen), overview, is_overview_stale: true, ..Self::default() };
        !is_same_photo
    }

    /// The photo in all its sizes, once they are made.
    pub fn pyramid(&self) -> Option<&Arc<Pyramid>> {
        self.pyramid.as_ref()
    }

    /// Takes in finished pictures, unless they show something else.
    pub fn receive(&mut self, ctx: &Context, news: ScreenNews) {
        if !self.screen.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, &news.screen)) {
            return;
        }
        match news.pictures {
            Pictures::Overview(picture) => {
                self.overview = Some(upload(ctx, picture));
                self.is_overview_stale = false;
            }
            Pictures::Pyramid(pyramid) => self.pyramid = Some(Arc::new(pyramid)),
            Pictures::Tiles(tiles) => {
                for (key, picture) in tiles {
                    self.tiles.insert(key, Tile { texture: upload(ctx, picture), last_drawn: self.frame });
                }
                self.forget_old_tiles();
            }
        }
    }

    /// Draws what is there, coarse below fine, and returns what is missing.
    pub fn draw(&mut self, painter: &Painter, transform: &PhotoTransform, photo_rect: Rect) -> Option<ScreenWork> {
        self.frame += 1;
        let screen = self.screen.clone()?;
        if let Some(texture) = &self.overview {
            paint(painter, texture, photo_rect);
        }
        if self.is_overview_stale {
            return Some(ScreenWork::Overview(screen));
        }
        let Some(pyramid) = self.pyramid.clone() else {
            return Some(ScreenWork::Pyramid(screen));
        };
        let scale = transform.scale * painter.pixels_per_point();
        let finest = finest_level(scale, pyramid.level_count());
        let mut missing = Vec::new();
        for level in (finest..pyramid.level_count()).rev() {
            let is_wanted = level == finest || level + 1 == pyramid.level_count();
            for key in visible_tiles(&pyramid, level, transform, painter.clip_rect()) {
                match self.tiles.get_mut(&key) {
                    Some(tile) => {
                        tile.last_drawn = self.frame;
                        paint(painter, &tile.texture, tile_rect(&pyramid, key, transform));
                    }
                    None if is_wanted && missing.len() < TILES_A_JOB => missing.push(key),
                    None => {}
                }
            }
        }
        (!missing.is_empty()).then_some(ScreenWork::Tiles(screen, pyramid, missing))
    }

    fn forget_old_tiles(&mut self) {
        while self.tiles.len() > MAX_TILES {
            let oldest = self.tiles.iter().min_by_key(|(_, tile)| tile.last_drawn).map(|(key, _)| *key);
            let Some(key) = oldest else { return };
            self.tiles.remove(&key);
        }
    }
}

/// The level whose pixels are just finer than the screen's, at `scale` screen pixels per photo pixel.
pub(super) fn finest_level(scale: f32, level_count: usize) -> usize {
    let halvings = (1.0 / scale).log2().floor().max(0.0) as usize;
    halvings.min(level_count.saturating_sub(1))
}

pub(super) fn visible_tiles(pyramid: &Pyramid, level: usize, transform: &PhotoTransform, clip: Rect) -> Vec<TileKey> {
    let (width, height) = pyramid.level_size(level);
    let side = f64::from(TILE) * level_pixel(level);
    let [left, top] = transform.photo_from_screen(clip.min);
    let [right, bottom] = transform.photo_from_screen(clip.max);
    let range = |from: f64, to: f64, size: u32| {
        let count = size.div_ceil(TILE);
        (from / side).max(0.0) as u32..((to / side).max(0.0).ceil() as u32).min(count)
    };
    let columns = range(left, right, width);
    range(top, bottom, height)
        .flat_map(|row| columns.clone().map(move |column| TileKey { level, column, row }))
        .collect()
}

/// The width of a level's pixel in photo pixels.
pub(super) fn level_pixel(level: usize) -> f64 {
    (1u64 << level.min(32)) as f64
}

pub(super) fn tile_rect(pyramid: &Pyramid, key: TileKey, transform: &PhotoTransform) -> Rect {
    let (width, height) = pyramid.level_size(key.level);
    let pixel = level_pixel(key.level);
    let corner = |column: u32, row: u32| -> Pos2 {
        let x = f64::from((column.saturating_mul(TILE)).min(width)) * pixel;
        let y = f64::from((row.saturating_mul(TILE)).min(height)) * pixel;
        transform.screen_from_photo([x, y])
    };
    Rect::from_min_max(corner(key.column, key.row), corner(key.column + 1, key.row + 1))
}

/// Single pixels show when they are large.
pub(super) const TEXTURE: TextureOptions =
    TextureOptions { magnification: egui::TextureFilter::Nearest, ..TextureOptions::LINEAR };

fn upload(ctx: &Context, picture: ScreenTile) -> TextureHandle {
    ctx.load_texture("photo", image_of(&picture), TEXTURE)
}

pub(in crate::gui) fn image_of(picture: &ScreenTile) -> ColorImage {
    let size = [picture.width as usize, picture.height as usize];
    ColorImage::from_rgba_unmultiplied(size, &picture.rgba)
}

pub(super) fn paint(painter: &Painter, texture: &TextureHandle, rect: Rect) {
    let whole = Rect::from_min_size(pos2(0.0, 0.0), vec2(1.0, 1.0));
    painter.image(texture.id(), rect, whole, Color32::WHITE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_drawn_is_never_coarser_than_the_screen() {
        assert_eq!(finest_level(1.0, 5), 0);
        assert_eq!(finest_level(0.6, 5), 0);
        assert_eq!(finest_level(0.5, 5), 1);
        assert_eq!(finest_level(0.01, 5), 4);
        assert_eq!(finest_level(8.0, 5), 0);
    }
}
