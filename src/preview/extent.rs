use super::placement::Placement;
use super::treated::Preview;
use crate::photo::Bounds;

/// How much work a treatment is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    /// Where dots go, also where they thin out. As the photo shows it: a curved head has more.
    pub area_cm2: f64,
    pub dots: usize,
}

/// Squares in which the area is counted, on a cm².
const SQUARES_PER_CM2: f64 = 100.0;

impl Preview {
    /// What is treated on a photo of this size.
    pub fn extent(&self, [width, height]: [u32; 2]) -> Extent {
        let photo = Bounds { left: 0.0, top: 0.0, right: f64::from(width), bottom: f64::from(height) };
        let (treatment, pattern) = self.treatment_and_pattern();
        let placement = Placement::new(treatment, pattern);
        let square_px = treatment.px_per_mm * 10.0 / SQUARES_PER_CM2.sqrt();
        let [columns, rows] = [width, height].map(|side| (f64::from(side) / square_px) as usize);
        let middle = |square: usize| (square as f64 + 0.5) * square_px;
        let is_treated = |&[column, row]: &[usize; 2]| placement.share_at([middle(column), middle(row)]) > 0.0;
        let squares = (0..rows).flat_map(|row| (0..columns).map(move |column| [column, row]));
        let treated = squares.filter(is_treated).count();
        Extent { area_cm2: treated as f64 / SQUARES_PER_CM2, dots: placement.dots_in(&photo).len() }
    }
}
