use std::sync::LazyLock;

use nalgebra::{Matrix3, Vector3};

use crate::color::bradford;

/// White of the profile connection space (ICC.1:2022, 7.2.16), D50.
pub(super) const D50: [f64; 3] = [0.9642, 1.0, 0.8249];

/// x and y of the sRGB primaries and white (IEC 61966-2-1).
const SRGB_PRIMARIES: [[f64; 2]; 3] = [[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]];
const D65: [f64; 2] = [0.3127, 0.3290];

/// XYZ under D65 to linear sRGB, from the primaries' exact chromaticities.
///
/// [`LinearRgb::from_xyz`](crate::color::LinearRgb::from_xyz) has the same rounded to seven digits: a profile's white has to
/// become exactly 1, 1, 1, so it may not be used here.
static SRGB_FROM_XYZ: LazyLock<Matrix3<f64>> = LazyLock::new(|| {
    let primaries = Matrix3::from_columns(&SRGB_PRIMARIES.map(xyz));
    let amounts = inverse(primaries) * xyz(D65);
    inverse(primaries * Matrix3::from_diagonal(&amounts))
});

/// The matrix from a device's linear channels to linear sRGB; `colorants` are XYZ of red, green and blue.
///
/// The device's white, which is their sum and D50 but for rounding, becomes exactly white.
pub(in crate::photo) fn srgb_from_colorants(colorants: [[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let device = Matrix3::from_columns(&colorants.map(Vector3::from));
    let matrix = *SRGB_FROM_XYZ * bradford(device.column_sum(), xyz(D65)) * device;
    [0, 1, 2].map(|row| [0, 1, 2].map(|column| matrix[(row, column)]))
}

/// XYZ of red, green and blue at full power, by x and y of white, red, green and blue; together they are the white.
///
/// `None` for numbers that are no colours, or primaries between which the white does not lie.
pub(super) fn colorants_of(white_and_primaries: [f64; 8]) -> Option<[[f64; 3]; 3]> {
    let &[white, red, green, blue] = white_and_primaries.as_chunks::<2>().0 else { return None };
    let is_color = |[x, y]: [f64; 2]| x >= 0.0 && y > 0.0 && x + y <= 1.0;
    if ![white, red, green, blue].into_iter().all(is_color) {
        return None;
    }
    let primaries = Matrix3::from_columns(&[red, green, blue].map(xyz));
    let amounts = primaries.try_inverse()? * xyz(white);
    let colorants = primaries * Matrix3::from_diagonal(&amounts);
    let is_usable = amounts.iter().all(|&amount| amount > 0.0) && colorants.try_inverse().is_some();
    is_usable.then(|| [0, 1, 2].map(|column| [0, 1, 2].map(|row| colorants[(row, column)])))
}

fn xyz([x, y]: [f64; 2]) -> Vector3<f64> {
    Vector3::new(x / y, 1.0, (1.0 - x - y) / y)
}

fn inverse(matrix: Matrix3<f64>) -> Matrix3<f64> {
    matrix.try_inverse().expect("the matrix of sRGB has an inverse")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::LinearRgb;

    #[test]
    fn the_published_colorants_of_srgb_give_no_change() {
        // IEC 61966-2-1 adapted to D50 by Bradford; Lindbloom, "RGB/XYZ matrices", sRGB D50.
        let matrix = srgb_from_colorants([
            [0.436_074_7, 0.222_504_5, 0.013_932_2],
            [0.385_064_9, 0.716_878_6, 0.097_104_5],
            [0.143_080_4, 0.060_616_9, 0.714_173_3],
        ]);
        for (row, values) in matrix.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let expected = if row == column { 1.0 } else { 0.0 };
                assert!((value - expected).abs() < 2e-4, "{matrix:?}");
            }
        }
    }

    #[test]
    fn the_exact_matrix_is_the_published_one() {
        for xyz in [[0.95047, 1.0, 1.08883], [0.3, 0.2, 0.1]] {
            let (exact, rounded) = (*SRGB_FROM_XYZ * Vector3::from(xyz), LinearRgb::from_xyz(xyz).to_array());
            assert!((exact - Vector3::from(rounded)).amax() < 5e-4, "{exact} {rounded:?}");
        }
    }
}
