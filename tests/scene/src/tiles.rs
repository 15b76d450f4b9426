use serde::{Deserialize, Serialize};
use stipple::color::{Lab, LinearRgb};

use super::painting::Painting;
use super::texture::lattice;
use super::{Point, Shape};

/// Equal rectangles in rows and columns: a tiled wall, a chessboard, the keys of a keyboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tiles {
    pub shape: Shape,
    /// From tile to tile along a row and from row to row, px.
    pub pitch: [f64; 2],
    /// The joint's share of the pitch.
    pub joint: f64,
    pub joint_lab: Lab,
    pub colors: TileColors,
    pub degrees: f64,
    /// How much of a row each row is moved along against the one before.
    pub stagger: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TileColors {
    /// As on a chessboard.
    InTurn(Vec<Lab>),
    AtRandom(Vec<Lab>),
}

impl Tiles {
    pub fn paint(&self, painting: &mut Painting, seed: u64) {
        let joint = self.joint_lab.to_linear();
        let tiles: Vec<LinearRgb> = self.colors.all().iter().map(|lab| lab.to_linear()).collect();
        let at = |point: Point| self.tile_at(point, seed).map_or(joint, |tile| tiles[tile % tiles.len()]);
        let quarters = [[-0.25, -0.25], [0.25, -0.25], [-0.25, 0.25], [0.25, 0.25]];
        painting.lay(&self.shape, |[x, y]| {
            let light = quarters.map(|[dx, dy]| at([x + dx, y + dy]));
            (light[0] + light[1] + light[2] + light[3]) * 0.25
        });
    }

    /// Which colour lies at a place; none on a joint.
    fn tile_at(&self, [x, y]: Point, seed: u64) -> Option<usize> {
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        let down = (y * cos - x * sin) / self.pitch[1];
        let along = (x * cos + y * sin) / self.pitch[0] + self.stagger * down.floor();
        let on_joint =
            [along, down].into_iter().any(|place| (place - place.floor() - 0.5).abs() > (1.0 - self.joint) / 2.0);
        let (column, row) = (along.floor() as i64, down.floor() as i64);
        (!on_joint).then(|| match &self.colors {
            TileColors::InTurn(labs) => (column + row).rem_euclid(labs.len() as i64) as usize,
            TileColors::AtRandom(labs) => ((lattice(column, row, seed) + 1.0) / 2.0 * labs.len() as f64) as usize,
        })
    }
}

impl TileColors {
    fn all(&self) -> &[Lab] {
        match self {
            Self::InTurn(labs) | Self::AtRandom(labs) => labs,
        }
    }
}
