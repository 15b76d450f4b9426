use std::io::{Read, Seek};

use super::directory::{Directory, TiffFile};
use super::tags;
use crate::photo::decode::refusal::Refusal;
use crate::photo::format::{DngKind, Foreign};

/// A mosaic of colour filters of two by two: one red, two green, one blue.
#[derive(Debug, PartialEq)]
pub(super) struct Bayer {
    /// 0 for red, 1 for green, 2 for blue; two rows of two, from the corner of the active area.
    pub channels: [usize; 4],
}

impl Bayer {
    /// # Errors
    /// [`DngKind::Mosaic`] for filters in another order, as X-Trans has it, or of other colours.
    pub fn read(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory) -> Result<Self, Refusal> {
        let repeat = file.array(directory, tags::CFA_REPEAT_PATTERN_DIM)?;
        let colors = file.numbers(directory, tags::CFA_PLANE_COLOR)?.unwrap_or_else(|| vec![0.0, 1.0, 2.0]);
        let layout = file.first(directory, tags::CFA_LAYOUT)?.unwrap_or(1.0);
        let channels =
            file.array::<4>(directory, tags::CFA_PATTERN)?.map(|pattern| pattern.map(|color| color as usize));
        let is_usual = repeat == Some([2.0, 2.0]) && colors == [0.0, 1.0, 2.0] && layout == 1.0;
        match channels.filter(|_| is_usual).map(|channels| Self { channels }) {
            Some(bayer) if bayer.is_whole() => Ok(bayer),
            _ => Err(Refusal::Foreign(Foreign::Dng(DngKind::Mosaic))),
        }
    }

    fn is_whole(&self) -> bool {
        let count = |channel| self.channels.iter().filter(|&&other| other == channel).count();
        [0, 1, 2].map(count) == [1, 2, 1]
    }
}
