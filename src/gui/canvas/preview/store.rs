use std::collections::HashMap;
use std::sync::Arc;

use egui::{ColorImage, Context, Painter, TextureHandle};

use crate::gui::canvas::tile_store::{
    TEXTURE, TileKey, finest_level, image_of, level_pixel, paint, tile_rect, visible_tiles,
};
use crate::gui::view::PhotoTransform;
use crate::photo::{Bounds, Pyramid, ScreenTile, TILE};
use crate::pipeline::Simulation;
use crate::preview::{Extent, Ground, Pattern, Preview, Treatment, ViewingLight};
use crate::progress::Progress;

/// Treated tiles kept on the graphics card, 4 MB each.
const MAX_TILES: usize = 24;

/// What the tiles of one simulation are made from. What is missing is made on the job's thread, and kept.
#[derive(Clone)]
struct Basis {
    pyramid: Arc<Pyramid>,
    simulation: Arc<Simulation>,
    ground: Option<Arc<Ground>>,
    pattern: Option<Arc<Pattern>>,
    preview: Option<Arc<Preview>>,
    /// That of the simulation before.
    earlier: Option<Arc<Preview>>,
}

/// A tile of the treated photo that has to be made; without one, the treatment is only counted.
pub struct TreatedWork {
    basis: Basis,
    revision: u64,
    key: Option<TileKey>,
    photo: Option<Arc<ScreenTile>>,
}

/// What a [`TreatedWork`] made.
pub struct TreatedNews {
    basis: Basis,
    revision: u64,
    extent: Extent,
    tile: Option<MadeTile>,
}

struct MadeTile {
    key: TileKey,
    image: ColorImage,
    photo: Option<Arc<ScreenTile>>,
}

impl TreatedWork {
    pub fn run(self, progress: &Progress) -> Option<TreatedNews> {
        let Self { mut basis, revision, key, photo } = self;
        let preview = basis.preview();
        progress.report("treating", 0, 1).ok()?;
        let tile = key.map(|key| {
            let make = || Arc::new(basis.pyramid.tile(key.level, key.column, key.row));
            let photo = photo.unwrap_or_else(make);
            let image = image_of(&preview.tile(&photo, key.level, key.column, key.row));
            // The photo's own pixels are converted for each tile, those of smaller levels are there.
            MadeTile { key, image, photo: Some(photo).filter(|_| key.level == 0) }
        });
        Some(TreatedNews { basis, revision, extent: preview.extent(), tile })
    }
}

impl Basis {
    fn preview(&mut self) -> Arc<Preview> {
        let ground = self.ground.get_or_insert_with(|| Arc::new(Ground::of(&self.pyramid, self.simulation.skin_light)));
        let pattern = self.pattern.get_or_insert_with(|| Arc::new(Pattern::new(self.simulation.treatment.seed)));
        let earlier = self.earlier.take();
        let make = || match earlier {
            Some(earlier) => earlier.changed_to(&self.simulation.treatment, self.simulation.color()),
            None => self.simulation.preview(pattern, ground),
        };
        self.preview.get_or_insert_with(|| Arc::new(make())).clone()
    }

    /// The basis of another simulation of the same photo; what holds for both is kept.
    fn with(&self, simulation: Simulation) -> Self {
        let before = &self.simulation;
        let ground = self.ground.clone().filter(|_| before.skin_light == simulation.skin_light);
        let pattern = self.pattern.clone().filter(|_| before.treatment.seed == simulation.treatment.seed);
        let known = self.preview.clone().or_else(|| self.earlier.clone());
        let earlier = known.filter(|_| ground.is_some() && pattern.is_some());
        let (pyramid, simulation) = (self.pyramid.clone(), Arc::new(simulation));
        Self { pyramid, simulation, ground, pattern, preview: None, earlier }
    }
}

/// The treated photo on the graphics card, as far as it is seen.
#[derive(Default)]
pub(in crate::gui::canvas) struct TreatedStore {
    basis: Option<Basis>,
    /// Raised by every change of the simulation.
    revision: u64,
    /// Where the photo looks otherwise than it was taken.
    treated: Change,
    tiles: HashMap<TileKey, Tile>,
    extent: Option<Extent>,
    counted: u64,
    frame: u64,
}

struct Tile {
    texture: TextureHandle,
    /// What it was made from, while it is seen.
    photo: Option<Arc<ScreenTile>>,
    /// The latest change that touched it, and the revision that it shows.
    touched: u64,
    made: u64,
    last_drawn: u64,
}

impl Tile {
    fn is_stale(&self) -> bool {
        self.made < self.touched
    }
}

impl TreatedStore {
    pub fn extent(&self) -> Option<Extent> {
        self.extent
    }

    /// Shows another simulation, or the same; tiles that it does not touch stay as they are.
    pub fn follow(&mut self, pyramid: &Arc<Pyramid>, simulation: Simulation) {
        let basis = self.basis.as_ref().filter(|basis| Arc::ptr_eq(&basis.pyramid, pyramid));
        let Some(basis) = basis else {
            let basis = Basis {
                pyramid: pyramid.clone(),
                simulation: Arc::new(simulation),
                ground: None,
                pattern: None,
                preview: None,
                earlier: None,
            };
            let treated = treated_by(&basis.simulation);
            *self = Self { basis: Some(basis), revision: self.revision + 1, treated, ..Self::default() };
            return;
        };
        if *basis.simulation == simulation {
            return;
        }
        self.revision += 1;
        let touched = change_between(&basis.simulation, &simulation);
        for (key, tile) in &mut self.tiles {
            if touched.reaches(&bounds_of(*key)) {
                tile.touched = self.revision;
            }
        }
        self.treated = treated_by(&simulation);
        self.basis = Some(basis.with(simulation));
    }

    /// Takes in what was made. What shows another photo, or an older state than is on screen, is dropped.
    pub fn receive(&mut self, ctx: &Context, news: TreatedNews) {
        let Some(basis) = self.basis.as_mut().filter(|basis| Arc::ptr_eq(&basis.pyramid, &news.basis.pyramid)) else {
            return;
        };
        if self.revision == news.revision {
            *basis = news.basis;
        } else {
            basis.take_over(&news.basis);
        }
        (self.extent, self.counted) = (Some(news.extent), news.revision);
        if let Some(tile) = news.tile {
            self.show(ctx, tile, news.revision);
        }
    }

    fn show(&mut self, ctx: &Context, made: MadeTile, revision: u64) {
        let MadeTile { key, image, photo } = made;
        match self.tiles.get_mut(&key) {
            Some(tile) if tile.made > revision => {}
            Some(tile) => {
                tile.texture.set(image, TEXTURE);
                (tile.made, tile.photo) = (revision, photo);
            }
            None => {
                let texture = ctx.load_texture("treated", image, TEXTURE);
                let tile = Tile { texture, photo, touched: self.revision, made: revision, last_drawn: self.frame };
                self.tiles.insert(key, tile);
            }
        }
        while self.tiles.len() > MAX_TILES {
            let oldest = self.tiles.iter().min_by_key(|(_, tile)| tile.last_drawn).map(|(key, _)| *key);
            let Some(key) = oldest else { return };
            self.tiles.remove(&key);
        }
    }

    /// Draws what is there, coarse below fine, and returns what is missing: what is seen first, then what a smaller zoom
    /// shows, then the count.
    pub fn draw(&mut self, painter: &Painter, transform: &PhotoTransform) -> Option<TreatedWork> {
        self.frame += 1;
        let basis = self.basis.clone()?;
        let finest = finest_level(transform.scale * painter.pixels_per_point(), basis.pyramid.level_count());
        let smallest = basis.pyramid.level_count() - 1;
        let treated = &self.treated;
        let is_treated = |key: &TileKey| treated.reaches(&bounds_of(*key));
        self.tiles.retain(|key, tile| is_treated(key) && (key.level == finest || !tile.is_stale()));
        let mut missing = Vec::new();
        for level in (finest..=smallest).rev() {
            for key in visible_tiles(&basis.pyramid, level, transform, painter.clip_rect()) {
                let is_wanted = level == finest || level == smallest;
                if let Some(tile) = self.tiles.get_mut(&key) {
                    tile.last_drawn = self.frame;
                    paint(painter, &tile.texture, tile_rect(&basis.pyramid, key, transform));
                }
                let is_there = self.tiles.get(&key).is_some_and(|tile| !tile.is_stale());
                if is_wanted && !is_there && is_treated(&key) {
                    missing.push(key);
                }
            }
        }
        for tile in self.tiles.values_mut().filter(|tile| tile.last_drawn < self.frame) {
            tile.photo = None;
        }
        let key = missing.pop();
        let photo = key.and_then(|key| self.tiles.get(&key)?.photo.clone());
        let is_wanted = key.is_some() || self.counted < self.revision;
        is_wanted.then_some(TreatedWork { basis, revision: self.revision, key, photo })
    }
}

impl Basis {
    /// Takes from the basis of an earlier simulation what holds for this one too.
    fn take_over(&mut self, earlier: &Self) {
        let kept = earlier.with(Simulation::clone(&self.simulation));
        self.ground = self.ground.take().or(kept.ground);
        self.pattern = self.pattern.take().or(kept.pattern);
        self.earlier = kept.earlier.or(self.earlier.take());
    }
}

/// What part of the photo looks different.
#[derive(Default)]
enum Change {
    #[default]
    Nothing,
    Within(Bounds),
    All,
}

impl Change {
    fn reaches(&self, tile: &Bounds) -> bool {
        match self {
            Self::Nothing => false,
            Self::Within(bounds) => overlap(bounds, tile),
            Self::All => true,
        }
    }
}

fn change_between(before: &Simulation, after: &Simulation) -> Change {
    let is_same_but_painted = Simulation { treatment: before.treatment.clone(), ..after.clone() } == *before;
    if !is_same_but_painted {
        return Change::All;
    }
    before.treatment.changed(&after.treatment).map_or(Change::Nothing, Change::Within)
}

/// Where a simulation changes the photo: everywhere in another light.
fn treated_by(simulation: &Simulation) -> Change {
    if simulation.light != ViewingLight::Daylight {
        return Change::All;
    }
    let nothing = Treatment { paint: Vec::new(), ..simulation.treatment.clone() };
    nothing.changed(&simulation.treatment).map_or(Change::Nothing, Change::Within)
}

/// A tile in photo pixels, and a pixel around it.
fn bounds_of(key: TileKey) -> Bounds {
    let px = level_pixel(key.level);
    let side = f64::from(TILE) * px;
    let [left, top] = [key.column, key.row].map(|at| f64::from(at) * side);
    Bounds { left: left - px, top: top - px, right: left + side + px, bottom: top + side + px }
}

fn overlap(one: &Bounds, other: &Bounds) -> bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Lab;
    use crate::matching::{ClientSkin, SkinSource};
    use crate::photo::{Photo, Shown};
    use crate::pigment::{Hand, Load};
    use crate::preview::{Mark, Paint};

    const SKIN: Lab = Lab::new(60.0, 9.0, 15.0);
    const LEFT: TileKey = TileKey { level: 0, column: 0, row: 0 };
    const RIGHT: TileKey = TileKey { level: 0, column: 2, row: 0 };

    /// Plain skin, three tiles wide.
    fn pyramid() -> Arc<Pyramid> {
        let [r, g, b] = SKIN.to_linear().to_srgb8();
        let photo = Photo::from_rgba8("plain", 3000, 50, [r, g, b, 255].repeat(150_000)).expect("a picture");
        let shown = Shown { photo: Arc::new(photo), look: None };
        Arc::new(Pyramid::build(&shown, &Progress::unwatched()).expect("not cancelled"))
    }

    fn simulation(areas: &[&str]) -> Simulation {
        let hand = Hand::default();
        let paint = |area: &&str| Paint { mark: Mark::Area(area.parse().expect("a shape")), erases: false };
        Simulation {
            treatment: Treatment { paint: areas.iter().map(paint).collect(), ..Treatment::new(hand.dots, 8.0) },
            client: Arc::new(ClientSkin::prepare(SKIN, SkinSource::Measured, &hand)),
            load: Load { carbon_tau: 0.5, ..Load::default() },
            light: ViewingLight::Daylight,
            skin_light: SKIN.to_linear(),
            as_taken: None,
        }
    }

    const FIRST: &str = "rect:100,0,300,50";
    const LAST: &str = "rect:2400,0,300,50";

    fn following(pyramid: &Arc<Pyramid>, areas: &[&str]) -> TreatedStore {
        let mut store = TreatedStore::default();
        store.follow(pyramid, simulation(areas));
        store
    }

    fn made(store: &TreatedStore, key: TileKey) -> TreatedNews {
        let basis = store.basis.clone().expect("it follows a simulation");
        let work = TreatedWork { basis, revision: store.revision, key: Some(key), photo: None };
        work.run(&Progress::unwatched()).expect("not cancelled")
    }

    #[test]
    fn a_stroke_makes_only_the_tiles_stale_that_it_touches() {
        let (ctx, pyramid) = (Context::default(), pyramid());
        let mut store = following(&pyramid, &[FIRST, LAST]);
        for key in [LEFT, RIGHT] {
            let news = made(&store, key);
            store.receive(&ctx, news);
        }
        store.follow(&pyramid, simulation(&[FIRST, LAST, "rect:2500,0,300,50"]));
        assert!(!store.tiles[&LEFT].is_stale() && store.tiles[&RIGHT].is_stale());
        let in_other_light = Simulation { light: ViewingLight::Tungsten, ..simulation(&[FIRST, LAST]) };
        store.follow(&pyramid, in_other_light);
        assert!(store.tiles[&LEFT].is_stale());
    }

    #[test]
    fn an_older_tile_never_replaces_a_newer_one() {
        let (ctx, pyramid) = (Context::default(), pyramid());
        let mut store = following(&pyramid, &[FIRST]);
        let early = made(&store, LEFT);
        store.follow(&pyramid, simulation(&[FIRST, "rect:500,0,90,50"]));
        let late = made(&store, LEFT);
        store.receive(&ctx, late);
        let revision = store.tiles[&LEFT].made;
        store.receive(&ctx, early);
        assert!(store.tiles[&LEFT].made == revision && !store.tiles[&LEFT].is_stale());
    }

    #[test]
    fn what_shows_another_photo_is_dropped() {
        let (ctx, first) = (Context::default(), pyramid());
        let mut store = following(&first, &[FIRST]);
        let late = made(&store, LEFT);
        store.follow(&pyramid(), simulation(&[FIRST]));
        store.receive(&ctx, late);
        assert!(store.tiles.is_empty() && store.extent().is_none());
    }

    #[test]
    fn what_holds_for_the_next_simulation_is_not_made_again() {
        let (ctx, pyramid) = (Context::default(), pyramid());
        let mut store = following(&pyramid, &[FIRST]);
        let news = made(&store, LEFT);
        store.receive(&ctx, news);
        let kept = |store: &TreatedStore| store.basis.clone().and_then(|basis| Some((basis.ground?, basis.pattern?)));
        let (ground, pattern) = kept(&store).expect("made with the tile");
        store.follow(&pyramid, Simulation { load: Load::default(), ..simulation(&[FIRST]) });
        let (same_ground, same_pattern) = kept(&store).expect("kept");
        assert!(Arc::ptr_eq(&ground, &same_ground) && Arc::ptr_eq(&pattern, &same_pattern));
        let mut other = simulation(&[FIRST]);
        other.treatment.seed = 9;
        store.follow(&pyramid, other);
        assert!(kept(&store).is_none());
    }
}
