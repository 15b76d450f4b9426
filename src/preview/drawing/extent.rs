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
        let treatment = &self.treatment;
        let px_per_cm2 = (10.0 * treatment.px_per_mm).powi(2);
        let [area, full] = map.size_px(self.ground.photo_size()).map(|px| px / px_per_cm2);
        Extent { area_cm2: area, dots: (full * treatment.density_per_cm2).round() as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::Bounds;
    use crate::preview::dots::placement::Placement;
    use crate::preview::tests::fixtures::{LIGHT, patch};
    use crate::preview::{Mark, Paint, Treatment, ViewingLight};

    fn preview(shape: &str, margin_mm: f64) -> Preview {
        let paint = vec![Paint { mark: Mark::Area(shape.parse().expect("a shape")), erases: false }];
        let change = |treatment| Treatment { paint: paint.clone(), margin_mm, ..treatment };
        patch(LIGHT, 0.5, ViewingLight::Daylight, change).preview
    }

    #[test]
    fn what_lies_off_the_photo_is_not_counted() {
        // 15 pixels are a millimetre: 30 × 20 mm, of which a third lies off the photo.
        let extent = preview("rect:300,100,450,300", 0.0).extent();
        assert!((extent.area_cm2 - 4.0).abs() < 0.2, "{extent:?}");
        assert!(extent.dots.abs_diff(600) < 15, "{extent:?}");
    }

    #[test]
    fn as_many_dots_are_told_as_are_drawn() {
        let preview = preview("ellipse:300,300,250,220", 4.0);
        let map = preview.map().expect("an area");
        let photo = Bounds { left: 0.0, top: 0.0, right: 600.0, bottom: 600.0 };
        let drawn = Placement::new(&preview.treatment, &preview.pattern, map).dots_in(&photo).len();
        let told = preview.extent().dots;
        assert!(told.abs_diff(drawn) * 50 < drawn, "{told} of {drawn}");
    }
}
