/// How a surface meets the light: where it faces and how much of the lamps it mirrors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facing {
    /// Unit normal: x to the right, y down, z towards the camera.
    pub normal: [f32; 3],
    /// Share of the lamps' gloss that is seen here: 0 for what is matt, in the mean 1 for a skin, from grain to grain
    /// more or less.
    pub oil: f32,
}

impl Facing {
    /// A flat, matt thing that faces the camera.
    pub const CAMERA: Self = Self { normal: [0.0, 0.0, 1.0], oil: 0.0 };

    /// A matt surface with this normal.
    pub fn matt(normal: [f64; 3]) -> Self {
        Self { normal: normal.map(|part| part as f32), oil: 0.0 }
    }

    /// Between two: `self` at 0, `other` at 1. Only for pixels that both share, so the normal isn't made a unit again.
    pub fn mix(self, other: Self, share: f32) -> Self {
        let between = |a: f32, b: f32| a + (b - a) * share;
        let normal = std::array::from_fn(|k| between(self.normal[k], other.normal[k]));
        Self { normal, oil: between(self.oil, other.oil) }
    }
}
