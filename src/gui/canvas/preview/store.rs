use std::collections::HashMap;
use std::sync::Arc;

use egui::{ColorImage, Context, Painter, TextureHandle};

use crate::gui::canvas::tile_store::{
    TEXTURE, TileKey, finest_level, image_of, level_pixel, paint, tile_rect, visible_tiles,
};
use crate::gui::canvas::transform::PhotoTransform;
use crate::photo::{Bounds, Pyramid, TILE};
use crate::preview::{Extent, Ground, Pattern, Preview, Treatment, ViewingLight};
use crate::progress::Progress;
use crate::session::Simulation;

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
}

/// A tile of the treated photo that has to be made, or the work that is to be counted.
pub struct TreatedWork {
    basis: Basis,
    revision: u64,
    task: Task,
}

#[derive(Clone, Copy)]
enum Task {
    Tile(TileKey),
    Count,
}

/// What a [`TreatedWork`] made.
pub struct TreatedNews {
    basis: Basis,
    revision: u64,
    made: Made,
}

enum Made {
    Tile(TileKey, ColorImage),
    Extent(Extent),
}

impl TreatedWork {
    pub fn run(self, progress: &Progress) -> Option<TreatedNews> {
        let Self { mut basis, revision, task } = self;
        let preview = basis.preview();
        progress.report("treating", 0, 1).ok()?;
        let made = match task {
            Task::Tile(key) => {
                let photo = basis.pyramid.tile(key.level, key.column, key.row);
                Made::Tile(key, image_of(&preview.tile(&photo, key.level, key.column, key.row)))
            }
            Task::Count => Made::Extent(preview.extent(basis.pyramid.level_size(0).into())),
        };
        Some(TreatedNews { basis, revision, made })
    }
}

impl Basis {
    fn preview(&mut self) -> Arc<Preview> {
        let ground = self.ground.get_or_insert_with(|| Arc::new(Ground::of(&self.pyramid, self.simulation.skin_light)));
        let pattern = self.pattern.get_or_insert_with(|| Arc::new(Pattern::new(self.simulation.treatment.seed)));
        self.preview.get_or_insert_with(|| Arc::new(self.simulation.preview(pattern, ground))).clone()
    }

    /// The basis of another simulation of the same photo; what holds for both is kept.
    fn with(&self, simulation: Simulation) -> Self {
        let before = &self.simulation;
        let ground = self.ground.clone().filter(|_| before.skin_light == simulation.skin_light);
        let pattern = self.pattern.clone().filter(|_| before.treatment.seed == simulation.treatment.seed);
        Self { pyramid: self.pyramid.clone(), simulation: Arc::new(simulation), ground, pattern, preview: None }
    }
}

/// The treated photo on the graphics card, as far as it is seen.
#[derive(Default)]
pub(super) struct TreatedStore {
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
        match news.made {
            Made::Extent(extent) => (self.extent, self.counted) = (Some(extent), news.revision),
            Made::Tile(key, image) => self.show(ctx, key, image, news.revision),
        }
    }

    fn show(&mut self, ctx: &Context, key: TileKey, image: ColorImage, revision: u64) {
        match self.tiles.get_mut(&key) {
            Some(tile) if tile.made > revision => {}
            Some(tile) => {
                tile.texture.set(image, TEXTURE);
                tile.made = revision;
            }
            None => {
                let texture = ctx.load_texture("treated", image, TEXTURE);
                let tile = Tile { texture, touched: self.revision, made: revision, last_drawn: self.frame };
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
    /// The work is counted while nothing is being dragged.
    pub fn draw(&mut self, painter: &Painter, transform: &PhotoTransform, is_still: bool) -> Option<TreatedWork> {
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
        let task = missing.last().map(|key| Task::Tile(*key));
        let task = task.or_else(|| (is_still && self.counted < self.revision).then_some(Task::Count))?;
        Some(TreatedWork { basis, revision: self.revision, task })
    }
}

impl Basis {
    /// Takes from the basis of an earlier simulation what holds for this one too.
    fn take_over(&mut self, earlier: &Self) {
        let kept = earlier.with(Simulation::clone(&self.simulation));
        self.ground = self.ground.take().or(kept.ground);
        self.pattern = self.pattern.take().or(kept.pattern);
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
