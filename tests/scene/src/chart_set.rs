//! Photos with and without a chart, drawn at random: what a search for charts has to cope with.

use fastrand::Rng;
use stipple::color::Lab;
use stipple::photo::{Limits, Photo};
use stipple::progress::Progress;

use super::backdrop::{BACKDROPS, backdrop, between, pale, skin_color};
use super::brush::gaussian;
use super::pose::Pose;
use super::{
    Camera, Chart, Encoding, Glare, Layer, Layout, Light, Noise, Patch, Point, Processing, Scene, Shadow, Swatch,
    ToneCurve, ellipse, polygon, reference_patches,
};

/// Photos of one size with charts of one make. Equal numbers give equal photos.
#[derive(Clone, Copy, Debug)]
pub struct ChartSet {
    /// Of the photos, px.
    pub long_side: usize,
    pub layout: Layout,
    /// Width of the narrowest and of the widest chart as shares of the photo's width.
    pub widths: [f64; 2],
}

/// What can be wrong with a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Mirrored,
    /// The same colours in another order.
    OtherOrder,
    HalfInShadow,
    PartlyOutside,
    /// An outer column or row hidden.
    CutOff,
}

impl Fault {
    pub const ALL: [Self; 5] =
        [Self::Mirrored, Self::OtherOrder, Self::HalfInShadow, Self::PartlyOutside, Self::CutOff];
}

/// A chart in its place.
struct Placed {
    corners: [Point; 4],
    /// From patch to patch, px.
    pitch: f64,
}

impl ChartSet {
    /// Charts of a ColorChecker Classic at all sizes that have to be found.
    pub fn classic(long_side: usize) -> Self {
        Self { long_side, layout: Layout::CLASSIC, widths: [0.05, 0.6] }
    }

    /// A whole chart, with glare, a strand of hair or a finger on it now and then.
    pub fn with_chart(&self, seed: u64) -> Scene {
        let mut rng = Rng::with_seed(seed ^ 0x6368_6172_7473);
        let size = self.size(&mut rng);
        let placed = self.placed(size, &mut rng);
        let mut scene = self.scene(seed, size, placed.pitch, &mut rng);
        scene.layers.push(self.chart(placed.corners));
        self.disturb(&mut scene, &placed, &mut rng);
        scene
    }

    /// A chart with other colours in the same order: each is off by about `wrong` in L*, a* and b*.
    pub fn with_print(&self, wrong: f64, seed: u64) -> Scene {
        let mut rng = Rng::with_seed(seed ^ 0x0070_7269_6e74);
        let size = self.size(&mut rng);
        let placed = self.placed(size, &mut rng);
        let mut scene = self.scene(seed, size, placed.pitch, &mut rng);
        scene.layers.push(self.chart_of(placed.corners, &mut rng, |labs, rng| blunder(labs, wrong, rng)));
        scene
    }

    /// A chart of other colours, row by row, as many as the layout has patches.
    pub fn with_colors(&self, colors: &[Lab], seed: u64) -> Scene {
        let mut rng = Rng::with_seed(seed ^ 0x636f_6c6f_7273);
        let size = self.size(&mut rng);
        let placed = self.placed(size, &mut rng);
        let mut scene = self.scene(seed, size, placed.pitch, &mut rng);
        scene.layers.push(self.chart_with(placed.corners, colors));
        scene
    }

    /// Two charts side by side.
    pub fn with_two(&self, seed: u64) -> Scene {
        let mut rng = Rng::with_seed(seed ^ 0x0074_776f);
        let size = self.size(&mut rng);
        let [width, height] = size.map(|side| side as f64);
        let long = width * between(&mut rng, 0.2, 0.35);
        let mut scene = self.scene(seed, size, long / self.layout.size()[0], &mut rng);
        let box_size = self.layout.size().map(|side| side * long / self.layout.size()[0]);
        for middle in [[0.27, 0.4], [0.73, 0.6]] {
            let [x, y] = [middle[0] * width, middle[1] * height];
            let [dx, dy] = box_size.map(|side| side / 2.0);
            let corners = [[x - dx, y - dy], [x + dx, y - dy], [x + dx, y + dy], [x - dx, y + dy]];
            scene.layers.push(self.chart(corners));
        }
        scene
    }

    /// A photo that shows no chart.
    pub fn without_chart(&self, seed: u64) -> Scene {
        let mut rng = Rng::with_seed(seed ^ 0x6e6f_6e65);
        let size = self.size(&mut rng);
        let pitch = size[0] as f64 * between(&mut rng, 0.008, 0.08);
        self.scene(seed, size, pitch, &mut rng)
    }

    /// A chart that must not be used.
    pub fn with_fault(&self, fault: Fault, seed: u64) -> Scene {
        let mut rng = Rng::with_seed(seed ^ 0x0066_6175_6c74);
        let size = self.size(&mut rng);
        let mut placed = self.placed(size, &mut rng);
        if fault == Fault::PartlyOutside {
            placed.push_out(size, &mut rng);
        }
        let mut scene = self.scene(seed, size, placed.pitch, &mut rng);
        scene.layers.push(match fault {
            Fault::Mirrored => {
                let [a, b, c, d] = placed.corners;
                self.chart([b, a, d, c])
            }
            Fault::OtherOrder => self.chart_of(placed.corners, &mut rng, |labs, rng| rng.shuffle(labs)),
            Fault::HalfInShadow | Fault::PartlyOutside | Fault::CutOff => self.chart(placed.corners),
        });
        match fault {
            Fault::HalfInShadow => scene.layers.push(placed.half_shadow(&mut rng)),
            Fault::CutOff => scene.layers.push(self.board(&placed, &mut rng)),
            _ => {}
        }
        scene
    }

    fn size(&self, rng: &mut Rng) -> [usize; 2] {
        let short = self.long_side * 3 / 4;
        if rng.f64() < 0.25 { [short, self.long_side] } else { [self.long_side, short] }
    }

    fn placed(&self, size: [usize; 2], rng: &mut Rng) -> Placed {
        let [width, height] = size.map(|side| side as f64);
        let [narrowest, widest] = self.widths.map(f64::ln);
        loop {
            let share = between(rng, narrowest, widest).exp();
            let unit = share * width / self.layout.size()[0];
            let middle = [width * between(rng, 0.05, 0.95), height * between(rng, 0.05, 0.95)];
            let corners =
                Pose::random(rng).corners(self.layout.size().map(|s| s * unit), middle, self.long_side as f64);
            let clear = |[x, y]: &Point| *x > 4.0 && *y > 4.0 && *x < width - 4.0 && *y < height - 4.0;
            if corners.iter().all(clear) {
                return Placed { corners, pitch: unit * (1.0 + self.layout.gap) };
            }
        }
    }

    fn chart(&self, corners: [Point; 4]) -> Layer {
        Layer::Chart(Chart { layout: self.layout, ..Chart::at(corners) })
    }

    fn chart_with(&self, corners: [Point; 4], colors: &[Lab]) -> Layer {
        Layer::Chart(Chart { layout: self.layout, colors: colors.to_vec(), ..Chart::at(corners) })
    }

    fn chart_of(&self, corners: [Point; 4], rng: &mut Rng, change: impl Fn(&mut [Lab], &mut Rng)) -> Layer {
        let mut colors: Vec<Lab> = reference_patches().into_iter().map(|(_, lab)| lab).collect();
        change(&mut colors, rng);
        Layer::Chart(Chart { layout: self.layout, colors, ..Chart::at(corners) })
    }

    /// A backdrop before a camera; cells of it are often as large as the chart's.
    fn scene(&self, seed: u64, [width, height]: [usize; 2], pitch: f64, rng: &mut Rng) -> Scene {
        let cell = pitch * if rng.bool() { between(rng, 0.75, 1.35) } else { between(rng, 0.3, 4.0) };
        let camera = camera(pitch, self.long_side as f64, rng);
        let light = Light { gradient: [between(rng, -0.15, 0.15), between(rng, -0.15, 0.15)], ..Light::default() };
        Scene {
            width,
            height,
            px_per_mm: width as f64 / 200.0,
            seed,
            backdrop: pale(rng),
            layers: backdrop(seed % BACKDROPS, [width as f64, height as f64], cell, rng),
            light,
            camera,
            regions: Vec::new(),
        }
    }

    fn disturb(&self, scene: &mut Scene, placed: &Placed, rng: &mut Rng) {
        if rng.f64() < 0.35 {
            scene.layers.push(placed.strand(rng));
        }
        if rng.f64() < 0.25 {
            scene.layers.push(placed.finger(rng));
        }
        if rng.f64() < 0.35 {
            let center = placed.at([rng.f64(), rng.f64()]);
            let radius = placed.pitch * between(rng, 0.3, 0.6);
            scene.light.glares.push(Glare { center, radius, strength: between(rng, 0.1, 0.6) });
        }
    }

    /// Hides an outer column or row and the frame beside it.
    fn board(&self, placed: &Placed, rng: &mut Rng) -> Layer {
        let [width, height] = self.layout.size();
        let column = (self.layout.border + 1.0 + self.layout.gap / 2.0) / width;
        let row = (self.layout.border + 1.0 + self.layout.gap / 2.0) / height;
        let [left, top, right, bottom] = match rng.u8(0..4) {
            0 => [-0.2, -0.2, column, 1.2],
            1 => [1.0 - column, -0.2, 1.2, 1.2],
            2 => [-0.2, -0.2, 1.2, row],
            _ => [-0.2, 1.0 - row, 1.2, 1.2],
        };
        let corners = [[left, top], [right, top], [right, bottom], [left, bottom]].map(|place| placed.at(place));
        Layer::Swatch(Swatch { shape: polygon(corners), lab: pale(rng) })
    }
}

impl Placed {
    /// A place given as shares of the chart's sides, about.
    fn at(&self, [u, v]: [f64; 2]) -> Point {
        let [a, b, c, d] = self.corners;
        let mix = |k: usize| (a[k] * (1.0 - u) + b[k] * u) * (1.0 - v) + (d[k] * (1.0 - u) + c[k] * u) * v;
        [mix(0), mix(1)]
    }

    /// A hair lying over the chart.
    fn strand(&self, rng: &mut Rng) -> Layer {
        let from = self.at([between(rng, -0.2, 0.3), between(rng, -0.2, 1.2)]);
        let to = self.at([between(rng, 0.7, 1.2), between(rng, -0.2, 1.2)]);
        let half = self.pitch * between(rng, 0.02, 0.06);
        let length = (to[0] - from[0]).hypot(to[1] - from[1]);
        let aside = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
        let bow = self.pitch * between(rng, -1.0, 1.0);
        let place = |n: usize, side: f64| {
            let t = n as f64 / 12.0;
            let off = 4.0 * bow * t * (1.0 - t) + side * half;
            [0, 1].map(|k| from[k] + t * (to[k] - from[k]) + off * aside[k])
        };
        let there = (0..=12).map(|n| place(n, 1.0));
        let back = (0..=12).rev().map(|n| place(n, -1.0));
        let lab = Lab::new(between(rng, 10.0, 60.0), 4.0, 10.0);
        Layer::Swatch(Swatch { shape: polygon(there.chain(back).collect::<Vec<_>>()), lab })
    }

    /// A fingertip that holds the chart by its edge and reaches onto a patch or two.
    fn finger(&self, rng: &mut Rng) -> Layer {
        let along = between(rng, 0.1, 0.9);
        let edge = [[along, 0.0], [along, 1.0], [0.0, along], [1.0, along]];
        let [x, y] = self.at(edge[rng.usize(0..4)]);
        let radius = self.pitch * between(rng, 0.6, 1.1);
        Layer::Swatch(Swatch { shape: ellipse(x, y, radius, radius), lab: skin_color(rng) })
    }

    /// A sharp shadow from the left or the right to about the middle.
    fn half_shadow(&self, rng: &mut Rng) -> Layer {
        let from_left = rng.bool();
        let place = |u: f64| self.at([if from_left { u } else { 1.0 - u }, 0.5]);
        let ([mx, my], [ex, ey]) = (place(between(rng, 0.4, 0.6)), place(-2.0));
        let radius = (mx - ex).hypot(my - ey);
        Layer::Shadow(Shadow { shape: ellipse(ex, ey, radius, radius), depth: between(rng, 0.3, 0.7), edge: 0.03 })
    }

    /// Moved over a side of the picture, until a quarter to a half of it is outside.
    fn push_out(&mut self, size: [usize; 2], rng: &mut Rng) {
        let axis = usize::from(rng.bool());
        let place = |corner: &Point| corner[axis];
        let low = self.corners.iter().map(place).fold(f64::INFINITY, f64::min);
        let high = self.corners.iter().map(place).fold(0.0, f64::max);
        let hidden = between(rng, 0.25, 0.5) * (high - low);
        let shift = if rng.bool() { -low - hidden } else { size[axis] as f64 - high + hidden };
        self.corners.iter_mut().for_each(|corner| corner[axis] += shift);
    }
}

/// The photo of a scene as a JPEG of quality 60–95, opened.
pub fn jpeg_photo(scene: &Scene) -> Photo {
    let quality = 60 + (scene.seed * 7 % 36) as u8;
    let file = scene.draw().picture.jpeg(quality).expect("a drawn picture can be encoded");
    Photo::from_bytes("drawn.jpg", &file, &Limits::default(), &Progress::unwatched()).expect("a whole file")
}

/// How far a found chart is off at the worst of its corners, in percent of its diagonal; none without a chart to find.
pub fn corner_miss(scene: &Scene, found: [Point; 4]) -> Option<f64> {
    let corners = chart_of(scene)?.corners;
    let worst = corners.into_iter().zip(found).map(|(a, b)| distance(a, b)).fold(0.0, f64::max);
    Some(100.0 * worst / diagonal(corners))
}

/// The same at the worst of the patches' middles.
pub fn patch_miss(scene: &Scene, found: impl Iterator<Item = Point>) -> Option<f64> {
    let chart = chart_of(scene)?;
    let middle = |patch: Patch| {
        let bounds = patch.shape.bounds();
        [(bounds.left + bounds.right) / 2.0, (bounds.top + bounds.bottom) / 2.0]
    };
    let middles = chart.patches().into_iter().map(middle);
    let worst = middles.zip(found).map(|(a, b)| distance(a, b)).fold(0.0, f64::max);
    Some(100.0 * worst / diagonal(chart.corners))
}

fn chart_of(scene: &Scene) -> Option<&Chart> {
    scene.layers.iter().find_map(|layer| if let Layer::Chart(chart) = layer { Some(chart) } else { None })
}

fn distance(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn diagonal([a, b, c, d]: [Point; 4]) -> f64 {
    (distance(a, c) + distance(b, d)) / 2.0
}

fn camera(pitch: f64, long_side: f64, rng: &mut Rng) -> Camera {
    let sharpest = 0.3;
    Camera {
        blur_px: between(rng, sharpest, (0.09 * pitch).clamp(sharpest + 0.2, long_side / 500.0)),
        vignetting: between(rng, 0.0, 0.25),
        exposure: between(rng, 0.55, 0.95),
        white_balance: [between(rng, 0.75, 1.25), 1.0, between(rng, 0.7, 1.25)],
        noise: Noise { read: between(rng, 0.0, 0.003), shot: between(rng, 0.002, 0.02) },
        tone_curve: [ToneCurve::None, ToneCurve::Soft, ToneCurve::Strong][rng.usize(0..3)],
        encoding: if rng.bool() { Encoding::Srgb } else { Encoding::DisplayP3 },
        processing: Processing::default(),
    }
}

/// Moves each colour by about `wrong` in a* and b* and by half of it in L*.
fn blunder(labs: &mut [Lab], wrong: f64, rng: &mut Rng) {
    for lab in labs {
        let [dl, da, db] = [0.5, 1.0, 1.0].map(|part| part * wrong * gaussian(rng));
        *lab = Lab::new((lab.l + dl).clamp(2.0, 99.0), lab.a + da, lab.b + db);
    }
}
