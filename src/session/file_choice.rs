use std::path::PathBuf;

use super::settings::Settings;
use crate::photo::PHOTO_ENDINGS;
use crate::pigment::Shade;
use crate::pipeline::Picture;

/// A file that is asked for, and what becomes of it. Dialog, typed path and dropped file all answer it.
#[derive(Clone, Debug)]
pub enum FileChoice {
    Photo,
    Catalog,
    /// The measured colours of a chart.
    Chart,
    /// Readings of a colour meter.
    Meter,
    /// Where to keep a measured shade: a catalog to add to, or a new one.
    KeepShade(Box<Shade>),
    /// Where a picture of the preview goes.
    SavePicture(Box<Picture>),
}

impl FileChoice {
    pub fn title(&self) -> &'static str {
        match self {
            Self::Photo => "Open a photo",
            Self::Catalog => "Open a catalog of shades",
            Self::Chart => "Open the measured colours of your chart",
            Self::Meter => "Read the readings of a colour meter",
            Self::KeepShade(_) => "Keep the shade in a catalog",
            Self::SavePicture(_) => "Save a picture of the preview",
        }
    }

    /// What one such file is, in the middle of a sentence.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Catalog | Self::KeepShade(_) => "catalog",
            Self::Chart => "measured chart",
            Self::Meter => "meter file",
            Self::SavePicture(_) => "picture",
        }
    }

    /// Endings of such files, in small letters.
    pub fn endings(&self) -> &'static [&'static str] {
        match self {
            Self::Photo => PHOTO_ENDINGS,
            Self::Catalog | Self::KeepShade(_) => &["json"],
            Self::Chart => &["csv", "tsv", "txt", "cgats", "cie", "ti3", "cht", "cxf", "xml"],
            Self::Meter => &["csv", "tsv", "txt"],
            Self::SavePicture(_) => &["png"],
        }
    }

    /// What a file that is written is called, unless the user calls it otherwise; none where one is read.
    pub fn new_name(&self) -> Option<&'static str> {
        match self {
            Self::KeepShade(_) => Some("my-shades.json"),
            Self::SavePicture(_) => Some("simulation.png"),
            _ => None,
        }
    }

    /// Where one such file was chosen last.
    pub(super) fn folder(&self, settings: &Settings) -> Option<PathBuf> {
        match self {
            Self::Photo | Self::SavePicture(_) => settings.photo_folder.clone(),
            Self::Catalog | Self::KeepShade(_) | Self::Meter => settings.catalog_folder.clone(),
            Self::Chart => settings.chart_folder.clone(),
        }
    }
}
