//! Readings of a color meter, entered by hand or as a file that the meter exports.

mod file;

pub use file::{MeterFileError, load_meter_csv, read_meter_csv};

use super::condition::StatedColor;
use crate::color::Lab;

/// One reading, converted to D65 and the 2° observer.
#[derive(Clone, Debug, PartialEq)]
pub struct MeterReading {
    pub name: String,
    pub subject: Subject,
    pub lab: Lab,
    /// As the file states it.
    pub date: Option<String>,
    pub assumed: Assumed,
}

/// What a file leaves open and the program took for granted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assumed {
    /// Nothing says what the meter was held to: bare skin was taken.
    pub subject: bool,
    /// Neither light nor observer is named: D50 and 2° were taken.
    pub condition: bool,
}

/// What the meter was held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Skin,
    Stubble,
    Hair,
    Brows,
    Shade,
}

impl MeterReading {
    /// A reading as the meter shows it.
    ///
    /// # Errors
    /// A sentence that says why the color cannot be used: only D65/2° and D50/2° can be converted.
    pub fn entered(
        name: &str,
        subject: Subject,
        lab: [f64; 3],
        illuminant: &str,
        observer: u32,
    ) -> Result<Self, String> {
        let lab = StatedColor::new(lab, illuminant, observer).to_lab()?;
        Ok(Self { name: name.trim().into(), subject, lab, date: None, assumed: Assumed::default() })
    }
}

impl Subject {
    /// As readings call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Skin => "skin",
            Self::Stubble => "stubble",
            Self::Hair => "hair",
            Self::Brows => "brows",
            Self::Shade => "shade",
        }
    }
}
