//! The makes of cards with six by four patches, by how far apart their patches are.

/// A card that is sold, which tells how large things in the photo are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    Classic,
    Mini,
    Passport,
    Nano,
    DigitalSg,
    SpyderCheckr24,
}

impl Product {
    pub const ALL: [Self; 6] =
        [Self::Classic, Self::Mini, Self::Passport, Self::Nano, Self::DigitalSg, Self::SpyderCheckr24];

    pub fn name(self) -> &'static str {
        match self {
            Self::Classic => "ColorChecker Classic",
            Self::Mini => "ColorChecker Mini",
            Self::Passport => "ColorChecker Passport",
            Self::Nano => "ColorChecker Nano",
            Self::DigitalSg => "ColorChecker Digital SG",
            Self::SpyderCheckr24 => "SpyderCheckr 24",
        }
    }

    /// The same as one word, for command lines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Mini => "mini",
            Self::Passport => "passport",
            Self::Nano => "nano",
            Self::DigitalSg => "sg",
            Self::SpyderCheckr24 => "spyder24",
        }
    }

    /// From the middle of one patch to the next, in mm, within about 2 %.
    ///
    /// Passport: ArgyllCMS 2.1, `ref/ColorCheckerPassport.cht`. SpyderCheckr 24: 26 mm patches with 5 mm between them, as
    /// darktable's users measured. The others: the makers' lengths of the boards (279, 108, 40 and 279 mm) over the pitches
    /// that they are long in photographs (6.25, 7.32, 6.77 and 16.3).
    pub fn pitch_mm(self) -> f64 {
        match self {
            Self::Classic => 44.6,
            Self::Mini => 14.8,
            Self::Passport => 15.0,
            Self::Nano => 5.9,
            Self::DigitalSg => 17.1,
            Self::SpyderCheckr24 => 31.0,
        }
    }
}
