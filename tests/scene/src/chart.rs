use nalgebra::{SMatrix, SVector};
use serde::{Deserialize, Serialize};
use stipple::color::{Lab, LinearRgb, decode_srgb};

use super::facing::Facing;
use super::painting::{Painting, Surface};
use super::{Point, Shape, polygon};

/// The published colours of the 24 patches; the file names its source.
pub const PATCHES_CSV: &str = include_str!("../../data/colorchecker24_after_nov2014.csv");

/// A chart seen at a slant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// Outer corners, clockwise from the one by the first patch: on a ColorChecker by the dark skin patch, by the bluish
    /// green, by the black, by the white.
    pub corners: [Point; 4],
    #[serde(default)]
    pub layout: Layout,
    /// Of its patches, row by row; those of a ColorChecker when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colors: Vec<Lab>,
    /// Unit normal; towards the camera unless lamps light it from their sides.
    #[serde(default = "Chart::toward_camera")]
    pub normal: [f64; 3],
}

/// How many patches there are, and how wide the dark frame is, in patch widths.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// Between patches.
    pub gap: f64,
    /// Around all of them.
    pub border: f64,
    #[serde(default = "six")]
    pub columns: usize,
    #[serde(default = "four")]
    pub rows: usize,
}

/// One patch: its middle part, which a measurement should keep to, and its colour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patch {
    pub name: String,
    pub lab: Lab,
    pub shape: Shape,
}

/// The patches of a ColorChecker.
const COLUMNS: usize = 6;
const ROWS: usize = 4;
const FRAME: Lab = Lab::new(19.0, 0.0, 0.0);
/// The share of a patch's width that its told shape has.
const MIDDLE: f64 = 0.6;

impl Default for Layout {
    /// A frame as wide around the patches as between them.
    fn default() -> Self {
        Self::classic(0.14, 0.14)
    }
}

impl Layout {
    /// ColorChecker Classic, the proportions that `stipple::calibration::chart` assumes.
    pub const CLASSIC: Self = Self::classic(0.16, 0.295);
    /// The 24 patches of a ColorChecker Passport: 12.4 mm wide, 15 mm apart, 1.5 mm from the edge (ArgyllCMS 2.1,
    /// `ref/ColorCheckerPassport.cht`).
    pub const PASSPORT: Self = Self::classic(2.6 / 12.4, 1.5 / 12.4);
    /// ColorChecker Mini and Nano, as their photographs show them: patches 0.76 and 0.63 of the pitch wide.
    pub const MINI: Self = Self::classic(0.32, 0.4);
    pub const NANO: Self = Self::classic(0.6, 0.8);

    const fn classic(gap: f64, border: f64) -> Self {
        Self { gap, border, columns: COLUMNS, rows: ROWS }
    }

    /// A chart of another grid.
    pub fn of_grid(columns: usize, rows: usize) -> Self {
        Self { columns, rows, ..Self::CLASSIC }
    }

    /// Width and height of the whole chart, in patch widths.
    pub fn size(self) -> [f64; 2] {
        [self.columns, self.rows].map(|count| count as f64 + (count - 1) as f64 * self.gap + 2.0 * self.border)
    }
}

impl Chart {
    /// A ColorChecker whose frame is as wide around its patches as between them.
    pub fn at(corners: [Point; 4]) -> Self {
        Self { corners, layout: Layout::default(), colors: Vec::new(), normal: Self::toward_camera() }
    }

    pub fn paint(&self, painting: &mut Painting) {
        let facing = Facing::matt(self.normal);
        let matt = |lab: Lab| Surface { light: lab.to_linear(), shade: 1.0, facing };
        painting.lay_surface(&self.outline(), |_| matt(FRAME));
        for patch in self.patches_of_size(1.0) {
            painting.lay_surface(&patch.shape, |_| matt(patch.lab));
        }
    }

    pub fn outline(&self) -> Shape {
        polygon(self.corners)
    }

    fn toward_camera() -> [f64; 3] {
        [0.0, 0.0, 1.0]
    }

    /// The middle of each patch, row by row from dark skin.
    pub fn patches(&self) -> Vec<Patch> {
        self.patches_of_size(MIDDLE)
    }

    fn patches_of_size(&self, share: f64) -> Vec<Patch> {
        let photo_from_chart = Perspective::to(self.corners);
        let corner_at = |corner| photo_from_chart.apply(corner).map(|px: f64| (px * 1e5).round() / 1e5);
        let patch = |(i, (name, lab)): (usize, (String, Lab))| {
            let square = self.layout.square_of(i % self.layout.columns, i / self.layout.columns, share);
            Patch { name, lab, shape: polygon(square.map(corner_at)) }
        };
        self.named_colors().into_iter().enumerate().map(patch).collect()
    }

    /// Those of a ColorChecker by their names, others by their numbers.
    fn named_colors(&self) -> Vec<(String, Lab)> {
        if self.colors.is_empty() {
            return reference_patches();
        }
        let mut names = reference_patches().into_iter().map(|(name, _)| name);
        let is_classic = (self.layout.columns, self.layout.rows) == (COLUMNS, ROWS);
        let name = |number: usize| names.next().filter(|_| is_classic).unwrap_or_else(|| format!("patch {number}"));
        (1..=self.colors.len()).map(name).zip(self.colors.iter().copied()).collect()
    }
}

fn six() -> usize {
    COLUMNS
}

fn four() -> usize {
    ROWS
}

/// Colours for a chart of any grid: greys from white to black in the last row, above it colours spread over sRGB
/// (Halton 1960, bases 2, 3 and 5).
pub fn spread_colors(columns: usize, rows: usize) -> Vec<Lab> {
    let value = |index: usize, base: usize| 0.12 + 0.8 * halton(index, base);
    let color = |i: usize| Lab::from(LinearRgb::from_array([2, 3, 5].map(|base| decode_srgb(value(i + 1, base)))));
    let grey = |i: usize| Lab::new(96.0 - 78.0 * i as f64 / (columns - 1) as f64, 0.0, 0.0);
    (0..columns * (rows - 1)).map(color).chain((0..columns).map(grey)).collect()
}

/// A number of 0–1, the digits of `index` to `base` mirrored at the point.
fn halton(mut index: usize, base: usize) -> f64 {
    let (mut value, mut place) = (0.0, 1.0 / base as f64);
    while index > 0 {
        value += place * (index % base) as f64;
        index /= base;
        place /= base as f64;
    }
    value
}

/// The names and true colours of the patches, row by row from dark skin.
pub fn reference_patches() -> Vec<(String, Lab)> {
    let rows = PATCHES_CSV.lines().filter(|line| !line.starts_with('#')).skip(1);
    let parsed = rows.map(|row| {
        let (name, numbers) = row.split_once(',').expect("a row is name,L,a,b");
        let lab: Vec<f64> = numbers.split(',').map(|n| n.parse().expect("L, a and b are numbers")).collect();
        (name.to_owned(), Lab::new(lab[0], lab[1], lab[2]))
    });
    parsed.collect()
}

impl Layout {
    /// A patch's corners on a chart whose sides run from 0 to 1.
    fn square_of(self, column: usize, row: usize, share: f64) -> [Point; 4] {
        let [width, height] = self.size();
        let span = |place: usize, whole: f64| {
            let middle = self.border + 0.5 + place as f64 * (1.0 + self.gap);
            ((middle - share / 2.0) / whole, (middle + share / 2.0) / whole)
        };
        let ((left, right), (top, bottom)) = (span(column, width), span(row, height));
        [[left, top], [right, top], [right, bottom], [left, bottom]]
    }
}

/// The projective map of the unit square to four corners (Hartley and Zisserman 2004, §2.2, eq. 2.5 solved for 8 unknowns).
struct Perspective(SVector<f64, 8>);

impl Perspective {
    fn to(corners: [Point; 4]) -> Self {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        let mut equations = SMatrix::<f64, 8, 8>::zeros();
        let mut targets = SVector::<f64, 8>::zeros();
        for (i, ([u, v], [x, y])) in square.into_iter().zip(corners).enumerate() {
            equations.row_mut(2 * i).copy_from_slice(&[u, v, 1.0, 0.0, 0.0, 0.0, -u * x, -v * x]);
            equations.row_mut(2 * i + 1).copy_from_slice(&[0.0, 0.0, 0.0, u, v, 1.0, -u * y, -v * y]);
            (targets[2 * i], targets[2 * i + 1]) = (x, y);
        }
        Self(equations.lu().solve(&targets).expect("a chart's corners form a quadrangle"))
    }

    fn apply(&self, [u, v]: Point) -> Point {
        let h = &self.0;
        let scale = h[6] * u + h[7] * v + 1.0;
        [(h[0] * u + h[1] * v + h[2]) / scale, (h[3] * u + h[4] * v + h[5]) / scale]
    }
}
