//! The colours that bare skin is measured to have.

use crate::color::{DeltaE, Lab, ciede2000};

/// The darkest and the lightest bare skin, L* (D65, 2°). Our choice, meant to be wider than any skin in the field's
/// databases (Xiao et al. 2017; CIE x050-OP065:2023, 12 355 patches of skin): check it against these.
pub const LIGHTNESS_RANGE: [f64; 2] = [15.0, 80.0];

/// Least chroma by lightness, linear between. Skins lie on one curve of L* and C*: very dark ones lose chroma with
/// lightness, very light ones with paleness (Wang, Xiao et al. 2015; CIE x050-OP065:2023). The numbers are ours, below
/// every skin that is drawn for the tests.
const LEAST_CHROMA: [[f64; 2]; 4] = [[15.0, 2.0], [40.0, 8.0], [72.0, 8.0], [80.0, 5.0]];
/// Flushed and sunburnt skin stays below; the palest and the darkest can have less (our choices).
const MOST_CHROMA: [[f64; 2]; 4] = [[15.0, 18.0], [35.0, 34.0], [62.0, 38.0], [80.0, 24.0]];
/// From flushed to sallow, hue angles of bare skin in degrees (our choice around the usual 40–75).
const HUE_DEGREES: [f64; 2] = [20.0, 90.0];

/// How far a colour lies from the nearest that bare skin has, lightness left out; 0 for a skin's.
pub fn distance_from_skin(lab: Lab) -> DeltaE {
    let l = lab.l.clamp(LIGHTNESS_RANGE[0], LIGHTNESS_RANGE[1]);
    let here = Lab { l, ..lab };
    let hue = nearest_hue(lab.hue_degrees());
    let turned = (lab.hue_degrees() - hue).to_radians();
    let chroma = (lab.chroma() * turned.cos()).clamp(between(&LEAST_CHROMA, l), between(&MOST_CHROMA, l));
    let (sin, cos) = hue.to_radians().sin_cos();
    ciede2000(here, Lab::new(l, chroma * cos, chroma * sin))
}

fn nearest_hue(hue_degrees: f64) -> f64 {
    let [first, last] = HUE_DEGREES;
    let away = |end: f64| ((hue_degrees - end + 180.0).rem_euclid(360.0) - 180.0).abs();
    if (first..=last).contains(&hue_degrees) {
        hue_degrees
    } else if away(first) < away(last) {
        first
    } else {
        last
    }
}

/// The value at a lightness within the points of a polyline, and that of its last point beyond.
fn between(points: &[[f64; 2]; 4], l: f64) -> f64 {
    let within = points.windows(2).find(|ends| l <= ends[1][0]);
    within.map_or(points[3][1], |ends| {
        let ([from, low], [to, high]) = (ends[0], ends[1]);
        low + (high - low) * (l - from) / (to - from)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skins_from_the_palest_to_the_darkest_lie_within() {
        // Light and dark skin of the ColorChecker (X-Rite), then medium, palest, darkest and flushed ones by us.
        for lab in [
            [65.7, 18.1, 17.8],
            [38.0, 13.6, 14.1],
            [66.0, 6.0, 14.0],
            [77.0, 4.0, 9.0],
            [22.0, 4.0, 3.5],
            [46.0, 24.0, 14.0],
        ] {
            assert!(distance_from_skin(lab.into()).0 < 1e-6, "{lab:?}");
        }
    }

    #[test]
    fn walls_and_clothes_lie_outside() {
        for lab in [
            [72.5, 1.0, 3.0],
            [50.0, 0.0, 0.0],
            [90.0, 0.0, -3.0],
            [60.0, -15.0, 10.0],
            [40.0, 5.0, -25.0],
            [45.0, 50.0, 30.0],
        ] {
            assert!(distance_from_skin(lab.into()).0 > 3.0, "{lab:?} {}", distance_from_skin(lab.into()));
        }
    }
}
