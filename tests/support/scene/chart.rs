use nalgebra::{SMatrix, SVector};
use serde::{Deserialize, Serialize};
use stipple::color::Lab;

use super::facing::Facing;
use super::painting::{Painting, Surface};
use super::{Point, Shape, polygon};

/// The published colours of the 24 patches; the file names its source.
pub const PATCHES_CSV: &str = include_str!("../../data/colorchecker24_after_nov2014.csv");

/// A chart of 24 patches seen at a slant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// Outer corners: by the dark skin patch, by the bluish green, by the black, by the white.
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

/// How wide the dark frame is, in patch widths.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// Between patches.
    pub gap: f64,
    /// Around all of them.
    pub border: f64,
}

/// One patch: its middle part, which a measurement should keep to, and its colour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patch {
    pub name: String,
    pub lab: Lab,
    pub shape: Shape,
}

const COLUMNS: usize = 6;
const ROWS: usize = 4;
const FRAME: Lab = Lab::new(19.0, 0.0, 0.0);
/// The share of a patch's width that its told shape has.
const MIDDLE: f64 = 0.6;

impl Default for Layout {
    /// A frame as wide around the patches as between them.
    fn default() -> Self {
        Self { gap: 0.14, border: 0.14 }
    }
}

impl Layout {
    /// ColorChecker Classic, the proportions that `stipple::calibration::chart` assumes.
    pub const CLASSIC: Self = Self { gap: 0.16, border: 0.295 };
    /// The 24 patches of a ColorChecker Passport: 12.4 mm wide, 15 mm apart, 1.5 mm from the edge (ArgyllCMS 2.1,
    /// `ref/ColorCheckerPassport.cht`).
    pub const PASSPORT: Self = Self { gap: 2.6 / 12.4, border: 1.5 / 12.4 };
    /// ColorChecker Mini and Nano, as their photographs show them: patches 0.76 and 0.63 of the pitch wide.
    pub const MINI: Self = Self { gap: 0.32, border: 0.4 };
    pub const NANO: Self = Self { gap: 0.6, border: 0.8 };

    /// Width and height of the whole chart, in patch widths.
    pub fn size(self) -> [f64; 2] {
        [COLUMNS, ROWS].map(|count| count as f64 + (count - 1) as f64 * self.gap + 2.0 * self.border)
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
        let reference = reference_patches().into_iter().enumerate();
        let patch = |(i, (name, published)): (usize, (String, Lab))| {
            let square = self.layout.square_of(i % COLUMNS, i / COLUMNS, share);
            let lab = self.colors.get(i).copied().unwrap_or(published);
            Patch { name, lab, shape: polygon(square.map(corner_at)) }
        };
        reference.map(patch).collect()
    }
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
