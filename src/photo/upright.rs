use image::metadata::Orientation;

/// How upright coordinates, those of a person looking at the photo, lie in the stored pixels.
///
/// The pixels stay as they were stored: turning a photo costs nothing until someone reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Upright {
    orientation: Orientation,
    stored_width: u32,
    stored_height: u32,
}

/// A way through the stored pixels: the index of the first, and how far it is to each next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Walk {
    pub start: usize,
    pub step: isize,
    pub len: usize,
}

impl Upright {
    pub fn new(orientation: Orientation, stored_width: u32, stored_height: u32) -> Self {
        Self { orientation, stored_width, stored_height }
    }

    /// The EXIF number, 1–8.
    pub fn exif(self) -> u8 {
        self.orientation.to_exif()
    }

    /// Upright width and height.
    pub fn size(self) -> (u32, u32) {
        if self.is_turned() { (self.stored_height, self.stored_width) } else { (self.stored_width, self.stored_height) }
    }

    /// The walk along `len` pixels of the upright row `y` from `x` on; all of them must lie inside.
    pub fn walk(self, x: u32, y: u32, len: u32) -> Walk {
        let (stored_x, stored_y) = self.stored(x, y);
        let width = self.stored_width as usize;
        Walk { start: stored_y as usize * width + stored_x as usize, step: self.step(), len: len as usize }
    }

    fn is_turned(self) -> bool {
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        matches!(self.orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
    }

    /// Where an upright pixel is stored (EXIF 2.3, tag 0x0112).
    fn stored(self, x: u32, y: u32) -> (u32, u32) {
        let right = |x: u32| self.stored_width - 1 - x;
        let bottom = |y: u32| self.stored_height - 1 - y;
        match self.orientation {
            Orientation::NoTransforms => (x, y),
            Orientation::FlipHorizontal => (right(x), y),
            Orientation::Rotate180 => (right(x), bottom(y)),
            Orientation::FlipVertical => (x, bottom(y)),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate90 => (y, bottom(x)),
            Orientation::Rotate270FlipH => (right(y), bottom(x)),
            Orientation::Rotate270 => (right(y), x),
        }
    }

    /// How far one upright pixel to the right is in the stored pixels.
    fn step(self) -> isize {
        match self.orientation {
            Orientation::NoTransforms | Orientation::FlipVertical => 1,
            Orientation::FlipHorizontal | Orientation::Rotate180 => -1,
            Orientation::Rotate90FlipH | Orientation::Rotate270 => self.stored_width as isize,
            Orientation::Rotate90 | Orientation::Rotate270FlipH => -(self.stored_width as isize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, GrayImage, Luma};

    #[test]
    fn every_orientation_reads_what_turning_the_pixels_gives() {
        let stored = GrayImage::from_fn(5, 3, |x, y| Luma([(y * 5 + x) as u8]));
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).expect("1 to 8 are orientations");
            let mut turned = DynamicImage::ImageLuma8(stored.clone());
            turned.apply_orientation(orientation);
            let turned = turned.to_luma8();
            let upright = Upright::new(orientation, 5, 3);
            assert_eq!(upright.size(), turned.dimensions(), "orientation {exif}");
            for (y, row) in turned.rows().enumerate() {
                let walk = upright.walk(0, y as u32, turned.width());
                let read: Vec<u8> =
                    (0..walk.len as isize).map(|i| (walk.start as isize + i * walk.step) as u8).collect();
                assert_eq!(read, row.map(|pixel| pixel.0[0]).collect::<Vec<_>>(), "orientation {exif}, row {y}");
            }
        }
    }
}
