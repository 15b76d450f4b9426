//! Raw numbers to pixels in the camera's own red, green and blue, without any colour made up.
//!
//! Two by two sensors of a Bayer mosaic become one pixel: red and blue as measured, green the mean of its two. Filling in
//! the missing two thirds of the colours would give four times the pixels with no more measured, fringes at each hair, and
//! four times the memory. It is our choice; the picture has half the width and height of the sensor.

use super::gain::Gain;
use super::layout::Area;
use super::levels::{Levels, Light};
use super::mosaic::Bayer;
use super::opcodes::Corrections;
use crate::photo::color::camera_space::code_of_light;

/// A raw picture and what its numbers mean.
pub(super) struct Negative {
    pub codes: Vec<u16>,
    pub size: (u32, u32),
    pub active: Area,
    /// Within the active area.
    pub seen: Area,
    pub levels: Levels,
    pub corrections: Corrections,
}

impl Negative {
    /// Three codes a pixel of what is seen, and its width and height.
    pub fn pixels(self, mosaic: Option<&Bayer>) -> ((u32, u32), Vec<u16>) {
        match mosaic {
            Some(bayer) => self.bin(bayer),
            None => ((self.seen.width, self.seen.height), self.in_place()),
        }
    }

    fn bin(&self, bayer: &Bayer) -> ((u32, u32), Vec<u16>) {
        let Area { left, top, width, height } = self.seen;
        let [(left, width), (top, height)] = [pairs(left, width), pairs(top, height)];
        let mut pixels = Vec::with_capacity(width as usize * height as usize * 3);
        for y in (top..).step_by(2).take(height as usize) {
            for x in (left..).step_by(2).take(width as usize) {
                pixels.extend(self.binned(bayer, [x, y]));
            }
        }
        ((width, height), pixels)
    }

    /// A second copy of a large picture is too much, and no pixel moves behind where it was.
    fn in_place(mut self) -> Vec<u16> {
        let Area { left, top, width, height } = self.seen;
        let places = (top..top + height).flat_map(|y| (left..left + width).map(move |x| [x, y]));
        for (index, pos) in places.enumerate() {
            let pixel = [0, 1, 2].map(|channel| self.stored(pos, channel));
            if let Some(own) = self.codes.as_chunks_mut::<3>().0.get_mut(index) {
                *own = pixel;
            }
        }
        self.codes.truncate(width as usize * height as usize * 3);
        self.codes.shrink_to_fit();
        self.codes
    }

    /// Red, green and blue of the four sensors from here on.
    fn binned(&self, bayer: &Bayer, [x, y]: [u32; 2]) -> [u16; 3] {
        let mut sums = [Light { value: 0.0, is_saturated: false }; 3];
        for (place, &channel) in bayer.channels.iter().enumerate() {
            let pos = [x + place as u32 % 2, y + place as u32 / 2];
            let light = self.light(pos, 0, 1);
            if let Some(sum) = sums.get_mut(channel) {
                sum.value += if channel == 1 { light.value / 2.0 } else { light.value };
                sum.is_saturated |= light.is_saturated;
            }
        }
        [0, 1, 2].map(|channel| self.code(sums[channel], [x, y], channel))
    }

    fn stored(&self, pos: [u32; 2], channel: usize) -> u16 {
        self.code(self.light(pos, channel, 3), pos, channel)
    }

    /// The light of a number, with what is corrected before there are pixels.
    fn light(&self, pos: [u32; 2], sample: usize, samples: usize) -> Light {
        let [x, y] = [self.active.left + pos[0], self.active.top + pos[1]].map(|at| at as usize);
        let code = self.codes.get((y * self.size.0 as usize + x) * samples + sample).copied().unwrap_or_default();
        let light = self.levels.light(code, pos, sample);
        Light { value: light.value * self.gain(&self.corrections.before, pos, sample), ..light }
    }

    fn code(&self, light: Light, pos: [u32; 2], channel: usize) -> u16 {
        if light.is_saturated {
            return u16::MAX;
        }
        code_of_light(light.value * self.gain(&self.corrections.after, pos, channel))
    }

    fn gain(&self, gains: &[Gain], pos: [u32; 2], plane: usize) -> f32 {
        let size = [self.active.width, self.active.height].map(f64::from);
        gains.iter().map(|gain| gain.at(pos, plane as u32, size)).product()
    }
}

/// Where the first whole pair begins that is aligned to the mosaic, and how many pairs there are.
fn pairs(from: u32, length: u32) -> (u32, u32) {
    let first = from.next_multiple_of(2);
    (first, (from + length).saturating_sub(first) / 2)
}
