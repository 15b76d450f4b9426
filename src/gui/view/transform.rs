use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// The farthest zoom in: one photo pixel this many points wide.
const MAX_SCALE: f32 = 64.0;

/// Free space around a photo that is shown whole, in points.
const MARGIN: f32 = 16.0;

/// Where the photo lies on screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::gui) struct PhotoTransform {
    /// Points on screen per photo pixel.
    pub scale: f32,
    /// The screen position of the photo's top left corner.
    pub origin: Pos2,
}

impl PhotoTransform {
    /// Shows the whole photo in the middle of `rect`.
    pub fn fitting(photo_size: Vec2, rect: Rect) -> Self {
        let room = (rect.size() - Vec2::splat(2.0 * MARGIN)).max(Vec2::splat(1.0));
        let scale = (room / photo_size).min_elem();
        Self { scale, origin: rect.center() - photo_size * scale / 2.0 }
    }

    pub fn screen_from_photo(&self, [x, y]: [f64; 2]) -> Pos2 {
        pos2(self.origin.x + (x * f64::from(self.scale)) as f32, self.origin.y + (y * f64::from(self.scale)) as f32)
    }

    pub fn photo_from_screen(&self, position: Pos2) -> [f64; 2] {
        let offset = (position - self.origin) / self.scale;
        [f64::from(offset.x), f64::from(offset.y)]
    }

    /// Scales by `factor` and leaves what lies under `pointer` where it is. Zooming out ends where the photo is small.
    pub fn zoomed_about(self, pointer: Pos2, factor: f32, least_scale: f32) -> Self {
        let scale = (self.scale * factor).clamp(least_scale.min(self.scale), MAX_SCALE);
        Self { scale, origin: pointer + (self.origin - pointer) * (scale / self.scale) }
    }

    pub fn panned(self, by: Vec2) -> Self {
        Self { origin: self.origin + by, ..self }
    }

    /// Keeps some of the photo in sight.
    pub fn kept_in(self, rect: Rect, photo_size: Vec2) -> Self {
        let size = photo_size * self.scale;
        let least = vec2(48.0, 48.0).min(size);
        let lowest = rect.min + least - size;
        Self { origin: self.origin.max(lowest).min(rect.max - least), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transform() -> PhotoTransform {
        PhotoTransform::fitting(vec2(1600.0, 1200.0), Rect::from_min_size(pos2(10.0, 20.0), vec2(832.0, 632.0)))
    }

    #[test]
    fn positions_survive_the_round_trip() {
        let there = transform().screen_from_photo([812.25, 443.5]);
        let [x, y] = transform().photo_from_screen(there);
        assert!((x - 812.25).abs() < 1e-2 && (y - 443.5).abs() < 1e-2, "{x} {y}");
    }

    #[test]
    fn zooming_leaves_the_pixel_under_the_pointer() {
        let pointer = pos2(333.0, 222.0);
        let before = transform().photo_from_screen(pointer);
        let after = transform().zoomed_about(pointer, 7.3, 0.01).photo_from_screen(pointer);
        assert!((before[0] - after[0]).abs() < 1e-2 && (before[1] - after[1]).abs() < 1e-2);
    }

    #[test]
    fn the_photo_cannot_be_pushed_out_of_sight() {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0));
        let pushed = transform().panned(vec2(1e6, -1e6)).kept_in(rect, vec2(1600.0, 1200.0));
        let corner = pushed.screen_from_photo([0.0, 1200.0]);
        assert!(rect.contains(corner), "{corner:?}");
    }
}
