use egui::{Rect, Vec2};

use super::brushwork::Brushwork;
use super::gesture::Gesture;
use super::marking::Marking;
use super::transform::PhotoTransform;
use crate::photo::Photo;

/// Where the photo lies on screen, and what the pointer does over it.
#[derive(Default)]
pub(in crate::gui) struct Gaze {
    pub transform: Option<PhotoTransform>,
    /// The photo is shown whole, whatever the window's size.
    pub is_fitted: bool,
    pub gesture: Option<Gesture>,
    /// Where the pointer is, in photo pixels.
    pub pointer: Option<[f64; 2]>,
    /// Corners of a chart that is being placed by clicks, up to three.
    pub placed_corners: Vec<[f64; 2]>,
    /// What a button or a key asked for, done when the canvas is drawn next.
    pub request: Option<ZoomRequest>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::gui) enum ZoomRequest {
    Fit,
    /// One photo pixel on one screen pixel.
    OneToOne,
    /// Larger by this factor, about the middle.
    By(f32),
}

impl Gaze {
    pub fn is_dragging(&self) -> bool {
        self.gesture.is_some()
    }

    /// What is being marked.
    pub fn marking(&self) -> Option<&Marking> {
        if let Some(Gesture::Mark(marking)) = &self.gesture { Some(marking) } else { None }
    }

    /// What is being painted.
    pub fn brushwork(&self) -> Option<&Brushwork> {
        if let Some(Gesture::Treat(brushwork)) = &self.gesture { Some(brushwork) } else { None }
    }

    /// The zoom in percent of 1:1; `None` before a photo is shown.
    pub fn zoom_percent(&self, pixels_per_point: f32) -> Option<f32> {
        self.transform.map(|transform| 100.0 * transform.scale * pixels_per_point)
    }

    /// Another photo is shown whole, and nothing is under way on it.
    pub fn begin_anew(&mut self) {
        *self = Self { is_fitted: true, transform: self.transform, request: self.request, ..Self::default() };
    }

    /// Where the photo lies now, after a change of the window or a request.
    pub fn place(&mut self, photo: &Photo, rect: Rect, pixels_per_point: f32) -> PhotoTransform {
        let size = size_of(photo);
        let fitting = PhotoTransform::fitting(size, rect);
        let now = self.transform.filter(|_| !self.is_fitted).unwrap_or(fitting);
        let placed = match self.request.take() {
            Some(ZoomRequest::Fit) => {
                self.is_fitted = true;
                fitting
            }
            Some(ZoomRequest::OneToOne) => self.zoomed(now, rect, 1.0 / (pixels_per_point * now.scale), fitting.scale),
            Some(ZoomRequest::By(factor)) => self.zoomed(now, rect, factor, fitting.scale),
            None => now,
        };
        let kept = if self.is_fitted { placed } else { placed.kept_in(rect, size) };
        self.transform = Some(kept);
        kept
    }

    /// The photo was moved by hand; some of it stays in sight.
    pub fn moved_to(&mut self, moved: PhotoTransform, photo: &Photo, rect: Rect) -> PhotoTransform {
        self.is_fitted = false;
        let kept = moved.kept_in(rect, size_of(photo));
        self.transform = Some(kept);
        kept
    }

    fn zoomed(&mut self, now: PhotoTransform, rect: Rect, factor: f32, fitting_scale: f32) -> PhotoTransform {
        self.is_fitted = false;
        now.zoomed_about(rect.center(), factor, fitting_scale.min(1.0) / 2.0)
    }
}

/// In photo pixels.
pub(in crate::gui) fn size_of(photo: &Photo) -> Vec2 {
    Vec2::new(photo.width() as f32, photo.height() as f32)
}
