use super::hairline::{Edge, Hairline};
use super::paint::{Mark, Paint};
use super::plan::Treatment;
use crate::photo::{Bounds, Shape};
use crate::skin::Dots;

/// What a head measures in a photo that it fills, mm: heads are about 200 mm long and 155 mm wide (ANSUR II, 2012).
const HEAD_MM: f64 = 200.0;

/// The suggested area's half axes as shares of the photo's sides; our choice.
const HALF_AXES: [f64; 2] = [0.26, 0.24];

/// A hairline over an area, as shares of its width and, from its foremost edge, of its height: low in the middle, with
/// a recession at each temple; our choice.
const LINE: [[f64; 2]; 7] =
    [[0.02, 0.46], [0.12, 0.24], [0.27, 0.17], [0.5, 0.08], [0.73, 0.17], [0.88, 0.24], [0.98, 0.46]];
/// From the first dots of a suggested hairline to its full density, mm; our choice.
const GRADIENT_MM: f64 = 10.0;

impl Treatment {
    /// A first treatment of a photo of which nothing is known: an area in its middle, to be moved and repainted.
    ///
    /// `px_per_mm` where the scale is known, else that of a head that fills the photo's shorter side.
    pub fn suggested(dots: Dots, px_per_mm: Option<f64>, [width, height]: [u32; 2]) -> Self {
        let [width, height] = [width, height].map(f64::from);
        let (cx, cy) = (width / 2.0, height / 2.0);
        let area = Shape::Ellipse { cx, cy, rx: HALF_AXES[0] * width, ry: HALF_AXES[1] * height };
        let paint = vec![Paint { mark: Mark::Area(area), erases: false }];
        Self { paint, ..Self::new(dots, px_per_mm.unwrap_or(width.min(height) / HEAD_MM)) }
    }
}

impl Hairline {
    /// A first hairline along an area's lower edge, where the forehead is in a photo from the front.
    pub fn suggested(area: &Bounds) -> Self {
        let (width, height) = (area.right - area.left, area.bottom - area.top);
        let points = LINE.map(|[across, up]| [area.left + across * width, area.bottom - up * height]);
        Self { points: points.to_vec(), behind: area.middle(), edge: Edge::Soft, gradient_mm: GRADIENT_MM }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_lies_in_the_photo_and_takes_the_known_scale() {
        let dots = Dots::of_density(0.3, 150.0);
        let guessed = Treatment::suggested(dots, None, [4000, 3000]);
        assert_eq!((guessed.px_per_mm, Treatment::suggested(dots, Some(9.0), [4000, 3000]).px_per_mm), (15.0, 9.0));
        let bounds = guessed.bounds().expect("an area");
        assert!(bounds.left > 0.0 && bounds.top > 0.0 && bounds.right < 4000.0 && bounds.bottom < 3000.0);
    }

    #[test]
    fn a_suggested_hairline_has_the_area_behind_it_and_recedes_at_the_temples() {
        let area = Bounds { left: 0.0, top: 0.0, right: 1000.0, bottom: 800.0 };
        let line = Hairline::suggested(&area);
        assert_eq!(line.behind, [500.0, 400.0]);
        let (temple, middle) = (line.points[1], line.points[3]);
        assert!(temple[1] < middle[1] && middle[1] < 800.0, "{line:?}");
    }
}
