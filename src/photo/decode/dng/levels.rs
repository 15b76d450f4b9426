//! Raw numbers to linear light (DNG 1.7.1, chapter 5, "Mapping Raw Values to Linear Reference Values").

use std::io::{Read, Seek};

use super::directory::{Directory, TiffFile};
use super::tags;
use crate::photo::decode::refusal::Refusal;

/// What a camera's numbers mean as light.
pub(super) struct Levels {
    /// LinearizationTable; empty for numbers that are linear.
    table: Vec<u16>,
    black: Black,
    /// For each sample of a pixel, the number that can't be passed, and what light from black to white is divided by.
    white: Vec<f32>,
    scale: Vec<f32>,
}

struct Black {
    /// Rows, columns, then samples; never empty.
    repeated: Vec<f32>,
    rows: usize,
    columns: usize,
    samples: usize,
    by_column: Vec<f32>,
    by_row: Vec<f32>,
    /// The same everywhere, as most cameras have it.
    is_even: bool,
}

/// The light of one number: 0 is black, 1 is what the sensor can't pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Light {
    pub value: f32,
    pub is_saturated: bool,
}

impl Levels {
    pub fn read(
        file: &mut TiffFile<'_, impl Read + Seek>,
        directory: &Directory,
        samples: usize,
        bits: u32,
    ) -> Result<Self, Refusal> {
        let table = file.numbers(directory, tags::LINEARIZATION_TABLE)?.unwrap_or_default();
        let black = Black::read(file, directory, samples)?;
        let top = 2f64.powi(bits as i32) - 1.0;
        let white = file.numbers(directory, tags::WHITE_LEVEL)?.unwrap_or_else(|| vec![top]);
        let at = |sample: usize| white.get(sample).or(white.first()).copied().unwrap_or(top) as f32;
        let white: Vec<f32> = (0..samples).map(at).collect();
        let scale: Vec<f32> = white.iter().enumerate().map(|(sample, white)| white - black.most(sample)).collect();
        if scale.iter().any(|&scale| scale < 1.0) {
            return Err(Refusal::Damaged(None));
        }
        Ok(Self { table: table.into_iter().map(|value| value as u16).collect(), black, white, scale })
    }

    /// The light of a number in the active area.
    pub fn light(&self, code: u16, [x, y]: [u32; 2], sample: usize) -> Light {
        let linear = match self.table.last() {
            Some(&last) => self.table.get(usize::from(code)).copied().unwrap_or(last),
            None => code,
        };
        let (white, scale) = (self.white.get(sample), self.scale.get(sample));
        let linear = f32::from(linear);
        let value =
            (linear - self.black.at([x as usize, y as usize], sample)) / scale.copied().unwrap_or(f32::INFINITY);
        Light { value, is_saturated: white.is_none_or(|&white| linear >= white) }
    }
}

impl Black {
    fn read(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory, samples: usize) -> Result<Self, Refusal> {
        let [rows, columns] = file.array(directory, tags::BLACK_LEVEL_REPEAT_DIM)?.unwrap_or([1.0; 2]);
        let (rows, columns) = ((rows as usize).clamp(1, 64), (columns as usize).clamp(1, 64));
        let mut repeated: Vec<f32> = levels(file, directory, tags::BLACK_LEVEL)?;
        let count = rows * columns * samples;
        if repeated.len() < count {
            let first = repeated.first().copied().unwrap_or(0.0);
            repeated = vec![first; count];
        }
        let by_column = levels(file, directory, tags::BLACK_LEVEL_DELTA_H)?;
        let by_row = levels(file, directory, tags::BLACK_LEVEL_DELTA_V)?;
        let is_even = (rows, columns) == (1, 1) && by_column.is_empty() && by_row.is_empty();
        Ok(Self { repeated, rows, columns, samples, by_column, by_row, is_even })
    }

    fn at(&self, [x, y]: [usize; 2], sample: usize) -> f32 {
        if self.is_even {
            return or_zero(self.repeated.get(sample));
        }
        let at = (y % self.rows * self.columns + x % self.columns) * self.samples + sample;
        or_zero(self.repeated.get(at)) + or_zero(self.by_column.get(x)) + or_zero(self.by_row.get(y))
    }

    /// The highest level of a sample anywhere.
    fn most(&self, sample: usize) -> f32 {
        let count = self.rows * self.columns * self.samples;
        let repeated = self.repeated.iter().take(count).skip(sample).step_by(self.samples);
        let highest = or_zero(repeated.copied().max_by(f32::total_cmp).as_ref());
        let deltas = [&self.by_column, &self.by_row].map(|deltas| deltas.iter().copied().max_by(f32::total_cmp));
        highest + deltas.iter().map(|delta| or_zero(delta.as_ref())).sum::<f32>()
    }
}

fn or_zero(level: Option<&f32>) -> f32 {
    level.copied().unwrap_or(0.0)
}

fn levels(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory, tag: u16) -> Result<Vec<f32>, Refusal> {
    Ok(file.numbers(directory, tag)?.unwrap_or_default().into_iter().map(|level| level as f32).collect())
}
