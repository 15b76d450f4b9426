use std::fmt;

/// How much a photo may ask for. A file that asks for more is refused from its header, before anything is allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub file_bytes: u64,
    pub pixels: u64,
    /// The longer side, in pixels.
    pub side: u32,
    /// The decoded pixels; decoding may take as much again for a moment.
    pub memory_bytes: u64,
}

/// Our choice: the largest phone pictures (200 megapixels in 8 bit) and 108 megapixels in 16 bit with alpha fit.
impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 1 << 30, pixels: 250_000_000, side: 65_535, memory_bytes: 1 << 30 }
    }
}

/// Which limit was passed, with the numbers a person needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    File { bytes: u64, most: u64 },
    Pixels { width: u32, height: u32, most: u64 },
    Side { width: u32, height: u32, most: u32 },
    Memory { bytes: u64, most: u64 },
}

impl Limits {
    pub(super) fn check_file(&self, bytes: u64) -> Result<(), Excess> {
        let most = self.file_bytes;
        if bytes > most { Err(Excess::File { bytes, most }) } else { Ok(()) }
    }

    pub(super) fn check_picture(&self, width: u32, height: u32, bytes: u64) -> Result<(), Excess> {
        if width.max(height) > self.side {
            return Err(Excess::Side { width, height, most: self.side });
        }
        if u64::from(width) * u64::from(height) > self.pixels {
            return Err(Excess::Pixels { width, height, most: self.pixels });
        }
        let most = self.memory_bytes;
        if bytes > most { Err(Excess::Memory { bytes, most }) } else { Ok(()) }
    }

    /// For the decoder's own buffers: the pixels, and as much again to work in.
    pub(super) fn for_decoder(&self) -> image::Limits {
        let mut limits = image::Limits::no_limits();
        limits.max_alloc = Some(self.memory_bytes.saturating_mul(2));
        limits
    }
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::File { bytes, most } => {
                write!(f, "the file of {} MB is too large (at most {} MB)", megas(bytes), megas(most))
            }
            Self::Pixels { width, height, most } => {
                write!(f, "{width} × {height} pixels are too many (at most {} megapixels)", megas(most))
            }
            Self::Side { width, height, most } => {
                write!(f, "{width} × {height} pixels are too many (at most {most} on a side)")
            }
            Self::Memory { bytes, most } => {
                write!(f, "the picture needs {} MB of memory (at most {} MB)", megas(bytes), megas(most))
            }
        }
    }
}

/// Millions, rounded up, so that what is just too much never reads like what is allowed.
fn megas(count: u64) -> u64 {
    count.div_ceil(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_usual_photos_fit() {
        let limits = Limits::default();
        assert_eq!(limits.check_picture(12_000, 9_000, 12_000 * 9_000 * 3), Ok(()));
        assert_eq!(limits.check_picture(12_000, 9_000, 12_000 * 9_000 * 8), Ok(()));
    }

    #[test]
    fn what_is_too_large_is_told_in_numbers() {
        let limits = Limits { side: 100, pixels: 5_000, memory_bytes: 1_000, file_bytes: 10 };
        let told = |result: Result<(), Excess>| result.expect_err("refused").to_string();
        assert!(told(limits.check_picture(101, 1, 1)).starts_with("101 × 1 pixels"));
        assert!(told(limits.check_picture(100, 51, 1)).starts_with("100 × 51 pixels"));
        assert!(told(limits.check_picture(10, 10, 1_001)).contains("memory"));
        assert!(told(limits.check_file(11)).starts_with("the file of 1 MB"));
    }
}
