use serde::{Deserialize, Serialize};

use super::texture::smooth;
use super::{Paintable, Point, Shape};

/// How the density of follicles changes over a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fade {
    Even,
    /// None within the share `from` of the ellipse's radius, full beyond the share `to`.
    Outward {
        ellipse: Shape,
        from: f64,
        to: f64,
    },
    /// None at `from`, full at `to` and beyond.
    Along {
        from: Point,
        to: Point,
    },
}

impl Fade {
    /// The share of full density at a point, 0–1.
    pub fn density_at(&self, point: Point) -> f64 {
        match self {
            Self::Even => 1.0,
            Self::Outward { ellipse, from, to } => smooth((ellipse.radius_at(point) - from) / (to - from)),
            Self::Along { from, to } => {
                let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
                smooth(((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / (dx * dx + dy * dy))
            }
        }
    }
}
