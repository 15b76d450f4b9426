use nalgebra::Vector3;

/// A white by its x and y (CIE 1931).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct White(pub [f64; 2]);

impl White {
    /// None for numbers that are no light.
    pub fn of_xyz(xyz: Vector3<f64>) -> Option<Self> {
        let (sum, is_light) = (xyz.sum(), xyz.iter().all(|value| value.is_finite() && *value > 0.0));
        is_light.then(|| Self([xyz.x / sum, xyz.y / sum]))
    }

    /// With Y = 1.
    pub fn xyz(&self) -> Vector3<f64> {
        let [x, y] = self.0;
        Vector3::new(x / y, 1.0, (1.0 - x - y) / y)
    }

    pub fn distance(&self, other: &Self) -> f64 {
        (self.0[0] - other.0[0]).hypot(self.0[1] - other.0[1])
    }

    pub fn between(&self, other: &Self) -> Self {
        Self([0, 1].map(|axis| (self.0[axis] + other.0[axis]) / 2.0))
    }

    /// Correlated colour temperature in kelvin, within some kelvin from 2000 to 12500 (McCamy 1992, Color Research &
    /// Application 17, 142, with the constants of its eq. 1).
    pub fn temperature(&self) -> f64 {
        let [x, y] = self.0;
        let n = (x - 0.3320) / (0.1858 - y);
        let kelvin = ((449.0 * n + 3525.0) * n + 6823.3) * n + 5520.33;
        if kelvin.is_finite() { kelvin.clamp(1_000.0, 50_000.0) } else { 5_000.0 }
    }
}

/// The correlated colour temperature of a light that CalibrationIlluminant names (Exif 2.32, LightSource); where EXIF
/// gives a range, its middle. None for what it leaves open.
pub(super) fn temperature(light_source: f64) -> Option<f64> {
    Some(match light_source as u32 {
        3 | 17 => 2850.0,
        24 => 3200.0,
        15 => 3450.0,
        2 | 14 => 4150.0,
        13 | 23 => 5000.0,
        1 | 4 | 9 | 18 | 20 => 5500.0,
        12 => 6400.0,
        10 | 19 | 21 => 6500.0,
        11 | 22 => 7500.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temperatures_are_those_of_the_standard_lights() {
        // x, y and temperature of A, D50 and D65 (CIE 15:2004, table 3 and T.3).
        for (xy, kelvin) in [([0.4476, 0.4074], 2856.0), ([0.3457, 0.3585], 5003.0), ([0.3127, 0.3290], 6504.0)] {
            assert!((White(xy).temperature() - kelvin).abs() < 10.0, "{}", White(xy).temperature());
        }
    }
}
