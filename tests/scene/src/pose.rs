use std::f64::consts::TAU;

use fastrand::Rng;

use super::Point;

/// How a flat thing is held before a camera.
#[derive(Clone, Copy, Debug)]
pub struct Pose {
    /// Turn in the picture, radians.
    pub turn: f64,
    /// The axis that it is tilted about, radians from its own x axis.
    pub axis: f64,
    /// Radians.
    pub tilt: f64,
}

/// Largest tilt of a chart, degrees.
const STEEPEST: f64 = 45.0;
/// Focal length in long sides of the picture, that of a phone's main camera (26 mm of 36).
const FOCAL_LENGTH: f64 = 26.0 / 36.0;

impl Pose {
    pub fn random(rng: &mut Rng) -> Self {
        Self { turn: TAU * rng.f64(), axis: TAU * rng.f64(), tilt: STEEPEST.to_radians() * rng.f64() }
    }

    /// The unit normal, x to the right, y down, z towards the camera.
    pub fn normal(&self) -> [f64; 3] {
        let [x, y] = turned([0.0, self.tilt.sin()], self.axis + self.turn);
        [x, y, self.tilt.cos()]
    }

    /// Where the corners of a rectangle of this size in pixels around `middle` are seen, clockwise.
    pub fn corners(&self, [width, height]: [f64; 2], middle: Point, long_side: f64) -> [Point; 4] {
        let distance = FOCAL_LENGTH * long_side;
        let (u, v) = (width / 2.0, height / 2.0);
        [[-u, -v], [u, -v], [u, v], [-u, v]].map(|corner| {
            let [along, across] = turned(corner, -self.axis);
            let depth = across * self.tilt.sin();
            let [x, y] = turned([along, across * self.tilt.cos()], self.axis + self.turn);
            let scale = distance / (distance + depth);
            [middle[0] + scale * x, middle[1] + scale * y]
        })
    }
}

fn turned([x, y]: Point, angle: f64) -> Point {
    let (sin, cos) = angle.sin_cos();
    [x * cos - y * sin, x * sin + y * cos]
}
