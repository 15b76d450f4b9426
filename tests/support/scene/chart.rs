use nalgebra::{SMatrix, SVector};
use serde::{Deserialize, Serialize};
use stipple::color::Lab;

use super::painting::Painting;
use super::{Point, Shape, polygon};

/// The published colours of the 24 patches; the file names its source.
pub const PATCHES_CSV: &str = include_str!("../../data/colorchecker24_after_nov2014.csv");

/// A ColorChecker Classic seen at a slant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// Outer corners: by the dark skin patch, by the bluish green, by the black, by the white.
    pub corners: [Point; 4],
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
/// Black frame between and around patches, in patch widths (about that of the chart in the hand).
const GAP: f64 = 0.14;
const FRAME: Lab = Lab::new(19.0, 0.0, 0.0);
/// The share of a patch's width that its told shape has.
const MIDDLE: f64 = 0.6;

impl Chart {
    pub fn paint(&self, painting: &mut Painting) {
        let frame = FRAME.to_linear();
        painting.lay(&polygon(self.corners), |_| frame);
        for patch in self.patches_of_size(1.0) {
            let light = patch.lab.to_linear();
            painting.lay(&patch.shape, |_| light);
        }
    }

    /// The middle of each patch, row by row from dark skin.
    pub fn patches(&self) -> Vec<Patch> {
        self.patches_of_size(MIDDLE)
    }

    fn patches_of_size(&self, share: f64) -> Vec<Patch> {
        let photo_from_chart = Perspective::to(self.corners);
        let corner_at = |corner| photo_from_chart.apply(corner).map(|px: f64| (px * 1e5).round() / 1e5);
        let reference = reference_patches().into_iter().enumerate();
        let patch = |(i, (name, lab)): (usize, (String, Lab))| {
            let square = square_of(i % COLUMNS, i / COLUMNS, share);
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

/// A patch's corners on a chart whose sides run from 0 to 1.
fn square_of(column: usize, row: usize, share: f64) -> [Point; 4] {
    let span = |place: usize, count: usize| {
        let whole = count as f64 * (1.0 + GAP) + GAP;
        let middle = (GAP + 0.5 + place as f64 * (1.0 + GAP)) / whole;
        (middle - share / 2.0 / whole, middle + share / 2.0 / whole)
    };
    let ((left, right), (top, bottom)) = (span(column, COLUMNS), span(row, ROWS));
    [[left, top], [right, top], [right, bottom], [left, bottom]]
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
