use egui::{Color32, CornerRadius, Painter, Rect, Stroke, StrokeKind, Vec2, vec2};

use crate::photo::Photo;

/// Photo pixels across, an odd number so that one lies in the middle.
const PIXELS: i64 = 13;

/// Points per photo pixel.
const MAGNIFICATION: f32 = 10.0;

const MARGIN: f32 = 12.0;

/// The pixels around the pointer, large, in the corner of the canvas that is away from it.
pub(super) fn draw_loupe(painter: &Painter, canvas: Rect, photo: &Photo, pointer: Option<[f64; 2]>) {
    let Some([x, y]) = pointer.filter(|&at| is_on(photo, at)) else {
        return;
    };
    let side = PIXELS as f32 * MAGNIFICATION;
    let frame = Rect::from_min_size(canvas.right_top() + vec2(-side - MARGIN, MARGIN), Vec2::splat(side));
    painter.rect_filled(frame.expand(2.0), CornerRadius::ZERO, Color32::from_gray(20));
    let (column, row) = (x as i64, y as i64);
    for down in 0..PIXELS {
        for across in 0..PIXELS {
            let corner = frame.min + vec2(across as f32, down as f32) * MAGNIFICATION;
            let color = pixel_color(photo, column + across - PIXELS / 2, row + down - PIXELS / 2);
            let cell = Rect::from_min_size(corner, Vec2::splat(MAGNIFICATION));
            painter.rect_filled(cell, CornerRadius::ZERO, color);
        }
    }
    let middle = Rect::from_center_size(frame.center(), Vec2::splat(MAGNIFICATION));
    painter.rect_stroke(middle, CornerRadius::ZERO, Stroke::new(3.0, Color32::BLACK), StrokeKind::Outside);
    painter.rect_stroke(middle, CornerRadius::ZERO, Stroke::new(1.0, Color32::WHITE), StrokeKind::Outside);
}

fn is_on(photo: &Photo, [x, y]: [f64; 2]) -> bool {
    x >= 0.0 && y >= 0.0 && x < f64::from(photo.width()) && y < f64::from(photo.height())
}

fn pixel_color(photo: &Photo, x: i64, y: i64) -> Color32 {
    let pixel = u32::try_from(x).ok().zip(u32::try_from(y).ok()).and_then(|(x, y)| photo.pixel(x, y));
    match pixel {
        Some(pixel) if pixel.opaque => {
            let [r, g, b] = pixel.light.to_srgb8();
            Color32::from_rgb(r, g, b)
        }
        _ => Color32::from_gray(20),
    }
}
