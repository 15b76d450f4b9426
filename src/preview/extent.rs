use super::treated::Preview;

/// How much work a treatment is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    /// Where dots go, also where they thin out. As the photo shows it: a curved head has more.
    pub area_cm2: f64,
    /// About: within 2 % of those drawn.
    pub dots: usize,
}

impl Preview {
    /// What of the treatment lies on the photo.
    pub fn extent(&self) -> Extent {
        let Some(map) = self.map() else { return Extent::default() };
        let treatment = self.treatment();
        let px_per_cm2 = (10.0 * treatment.px_per_mm).powi(2);
        let [area, full] = map.size_px(self.photo_size()).map(|px| px / px_per_cm2);
        Extent { area_cm2: area, dots: (full * treatment.density_per_cm2).round() as usize }
    }
}
