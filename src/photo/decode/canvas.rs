use std::ops::Range;

/// A picture that is filled strip by strip or tile by tile.
pub(super) struct Canvas<C> {
    /// Row by row, the channels of a pixel together.
    pub codes: Vec<C>,
    size: (u32, u32),
    channels: usize,
}

/// A part of the picture, as it is stored.
pub(super) struct Chunk {
    pub at: (u32, u32),
    pub size: (u32, u32),
    /// Numbers of one pixel in it; those beyond the channels of the picture are left out.
    pub stored: usize,
    /// The channel that it holds, where each has its own parts.
    pub plane: Option<usize>,
}

impl<C: Copy + Default> Canvas<C> {
    pub fn new(size: (u32, u32), channels: usize) -> Self {
        let codes = vec![C::default(); size.0 as usize * size.1 as usize * channels];
        Self { codes, size, channels }
    }

    /// Puts a part in its place; what a damaged file has outside the picture or does not have is left out.
    pub fn place(&mut self, chunk: &Chunk, codes: &[C]) {
        let row_codes = chunk.size.0 as usize * chunk.stored;
        for (y, row) in (chunk.at.1..self.size.1).zip(codes.chunks_exact(row_codes.max(1))) {
            let xs = chunk.at.0..chunk.at.0.saturating_add(chunk.size.0).min(self.size.0);
            self.place_row(chunk, y, xs, row);
        }
    }

    fn place_row(&mut self, chunk: &Chunk, y: u32, xs: Range<u32>, row: &[C]) {
        let channels = self.channels;
        let start = y as usize * self.size.0 as usize;
        let place = (start + xs.start as usize) * channels..(start + xs.end as usize) * channels;
        let Some(own) = self.codes.get_mut(place) else { return };
        match chunk.plane {
            Some(plane) => {
                own.iter_mut().skip(plane).step_by(channels).zip(row).for_each(|(own, &code)| *own = code);
            }
            None if chunk.stored == channels => own.iter_mut().zip(row).for_each(|(own, &code)| *own = code),
            None => {
                let pixels = own.chunks_exact_mut(channels).zip(row.chunks_exact(chunk.stored));
                pixels.for_each(|(own, stored)| own.iter_mut().zip(stored).for_each(|(own, &code)| *own = code));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(at: (u32, u32), size: (u32, u32), stored: usize, plane: Option<usize>) -> Chunk {
        Chunk { at, size, stored, plane }
    }

    #[test]
    fn tiles_that_do_not_divide_the_picture_fill_it() {
        let mut canvas = Canvas::new((3, 2), 1);
        canvas.place(&chunk((0, 0), (2, 2), 1, None), &[1, 2, 4, 5]);
        canvas.place(&chunk((2, 0), (2, 2), 1, None), &[3, 99, 6, 99]);
        assert_eq!(canvas.codes, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn planes_are_put_beside_each_other_and_extra_numbers_left_out() {
        let mut canvas = Canvas::new((2, 1), 3);
        for plane in 0..3 {
            canvas.place(&chunk((0, 0), (2, 1), 1, Some(plane)), &[plane as u8, 10 + plane as u8]);
        }
        assert_eq!(canvas.codes, [0, 1, 2, 10, 11, 12]);
        canvas.place(&chunk((0, 0), (2, 1), 4, None), &[5, 6, 7, 99, 8, 9, 10, 99]);
        assert_eq!(canvas.codes, [5, 6, 7, 8, 9, 10]);
    }

    #[test]
    fn what_is_cut_or_lies_outside_is_left_out() {
        let mut canvas = Canvas::new((2, 2), 1);
        canvas.place(&chunk((0, 0), (2, 2), 1, None), &[1, 2, 3]);
        canvas.place(&chunk((9, 9), (2, 2), 1, None), &[7; 4]);
        assert_eq!(canvas.codes, [1, 2, 0, 0]);
    }
}
