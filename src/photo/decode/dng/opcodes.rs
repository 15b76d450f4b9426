//! Corrections of brightness that a raw file asks for (DNG 1.7.1, chapter 7, "Opcode List Processing").

use std::io::{Read, Seek};

use super::directory::{Directory, TiffFile};
use super::gain::{Gain, GainMap, Vignette};
use super::tags;
use crate::photo::decode::refusal::Refusal;
use crate::photo::format::{DngKind, Foreign};

/// What light is multiplied by, before and after a mosaic becomes pixels.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    pub before: Vec<Gain>,
    pub after: Vec<Gain>,
}

/// A step that a file asks for.
struct Opcode<'a> {
    number: u32,
    /// A reader that does not know the step may leave it out.
    is_optional: bool,
    content: &'a [u8],
}

impl Corrections {
    /// # Errors
    /// [`DngKind::Step`] for a step that changes colours, can't be left out and is not known here.
    pub fn read(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory) -> Result<Self, Refusal> {
        let [raw, before, after] = tags::OPCODE_LIST;
        match gains(&file.bytes(directory, raw)?.unwrap_or_default())? {
            none if none.is_empty() => {}
            _ => return Err(Refusal::Foreign(Foreign::Dng(DngKind::Step(GAIN_MAP)))),
        }
        Ok(Self {
            before: gains(&file.bytes(directory, before)?.unwrap_or_default())?,
            after: gains(&file.bytes(directory, after)?.unwrap_or_default())?,
        })
    }
}

const FIX_VIGNETTE_RADIAL: u32 = 3;
const GAIN_MAP: u32 = 9;

/// The gains of a list; steps that only move pixels, or mend single ones, leave measured colours as they are and are
/// left out: warps (1, 2, 14), bad pixels (4, 5) and trimming (6).
fn gains(list: &[u8]) -> Result<Vec<Gain>, Refusal> {
    let damaged = || Refusal::Damaged(None);
    let Some((count, mut rest)) = list.split_first_chunk::<4>() else { return Ok(Vec::new()) };
    let mut gains = Vec::new();
    for _ in 0..u32::from_be_bytes(*count) {
        let (opcode, behind) = Opcode::split(rest).ok_or_else(damaged)?;
        rest = behind;
        match opcode.number {
            FIX_VIGNETTE_RADIAL => gains.push(Gain::Vignette(Vignette::read(opcode.content).ok_or_else(damaged)?)),
            GAIN_MAP => gains.push(Gain::Map(GainMap::read(opcode.content).ok_or_else(damaged)?)),
            1 | 2 | 4 | 5 | 6 | 14 => {}
            _ if opcode.is_optional => {}
            number => return Err(Refusal::Foreign(Foreign::Dng(DngKind::Step(number)))),
        }
    }
    Ok(gains)
}

impl<'a> Opcode<'a> {
    /// The first step and what follows it: number, version, flags, length, content, always big-endian.
    fn split(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (head, rest) = bytes.split_first_chunk::<16>()?;
        let [number, _version, flags, length] = *head.as_chunks::<4>().0 else { return None };
        let (content, behind) = rest.split_at_checked(u32::from_be_bytes(length) as usize)?;
        let is_optional = u32::from_be_bytes(flags) & 1 == 1;
        Some((Self { number: u32::from_be_bytes(number), is_optional, content }, behind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(number: u32, flags: u32) -> Vec<u8> {
        [1, number, 0x0103_0000, flags, 0].iter().flat_map(|word| u32::to_be_bytes(*word)).collect()
    }

    #[test]
    fn a_step_that_changes_colors_is_known_or_refused() {
        assert!(gains(&[]).is_ok_and(|gains| gains.is_empty()));
        assert!(gains(&list(1, 0)).is_ok_and(|gains| gains.is_empty()), "a warp");
        assert!(gains(&list(8, 1)).is_ok_and(|gains| gains.is_empty()), "an optional curve");
        assert!(matches!(gains(&list(8, 0)), Err(Refusal::Foreign(Foreign::Dng(DngKind::Step(8))))));
        assert!(matches!(gains(&list(9, 0)), Err(Refusal::Damaged(_))), "a map without numbers");
    }
}
