use serde::{Deserialize, Serialize};

use super::{Point, Shape, polygon, rect};

/// The part of a head that a camera sees from above or behind: half an ellipsoid over a turned ellipse.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dome {
    pub center: Point,
    /// Half axes of the outline, px.
    pub radii: [f64; 2],
    /// From x towards y to the first half axis.
    pub degrees: f64,
    /// The half axis towards the camera, px.
    pub height: f64,
}

/// Corners of a polygon that stands in for an ellipse: it stays within a thousandth of the radius.
const CORNERS: u32 = 72;

impl Dome {
    /// How far out a point lies: 0 in the middle, 1 on the outline.
    pub fn radius_at(&self, point: Point) -> f64 {
        let [u, v] = self.on_axes(point);
        (u / self.radii[0]).hypot(v / self.radii[1])
    }

    /// The covered part of the pixel around a point, 0–1, as if the outline were straight there.
    pub fn coverage(&self, point: Point) -> f64 {
        let [u, v] = self.on_axes(point);
        let [p, q] = self.radii.map(|radius| radius * radius);
        let out = self.radius_at(point);
        let slope = (u / p).hypot(v / q) / out.max(f64::MIN_POSITIVE);
        (0.5 + (1.0 - out) / slope).clamp(0.0, 1.0)
    }

    /// The unit normal of the surface seen at a point; beyond the outline that of the outline. The third number is its
    /// part towards the camera.
    pub fn normal_at(&self, point: Point) -> [f64; 3] {
        let [u, v] = self.on_axes(point);
        let up = (1.0 - self.radius_at(point).powi(2)).max(0.0).sqrt() / self.height;
        let [x, y] = turned([u / self.radii[0].powi(2), v / self.radii[1].powi(2)], self.degrees);
        let length = (x * x + y * y + up * up).sqrt();
        [x / length, y / length, up / length]
    }

    /// The outline, shrunk to this share.
    pub fn outline(&self, share: f64) -> Shape {
        let corner = |i: u32| {
            let (sin, cos) = f64::from(i * 360 / CORNERS).to_radians().sin_cos();
            self.at([share * cos, share * sin])
        };
        polygon((0..CORNERS).map(corner).collect::<Vec<_>>())
    }

    /// The point that lies this far out along the two half axes, each as a share of it.
    pub fn at(&self, [along, across]: [f64; 2]) -> Point {
        let [x, y] = turned([along * self.radii[0], across * self.radii[1]], self.degrees);
        [self.center[0] + x, self.center[1] + y]
    }

    /// A rectangle around the whole dome.
    pub fn bounds(&self) -> Shape {
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        let [a, b] = self.radii;
        let [width, height] = [(a * cos).hypot(b * sin) + 1.0, (a * sin).hypot(b * cos) + 1.0];
        rect(self.center[0] - width, self.center[1] - height, 2.0 * width, 2.0 * height)
    }

    fn on_axes(&self, [x, y]: Point) -> [f64; 2] {
        turned([x - self.center[0], y - self.center[1]], -self.degrees)
    }
}

fn turned([x, y]: Point, degrees: f64) -> Point {
    let (sin, cos) = degrees.to_radians().sin_cos();
    [x * cos - y * sin, x * sin + y * cos]
}
