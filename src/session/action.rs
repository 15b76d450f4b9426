use std::path::PathBuf;
use std::sync::Arc;

use super::file_choice::FileChoice;
use super::notice::Notice;
use super::sample::Sample;
use super::settings::Theme;
use crate::calibration::chart::{Chart, ChartLoadError};
use crate::calibration::{Card, Reference};
use crate::consultation::BenchNotes;
use crate::matching::{Answers, Practice, RecipeId, Recommendation, Work};
use crate::photo::{Brushed, Photo, PhotoError, Region, RegionId, Shape, SwatchStep, Tissue};
use crate::pigment::{AppendError, Catalog, CatalogError, Cup, Lesson, MeterFileError, MeterReading, Shade, Steps};
use crate::pipeline::{Analysis, LessonError, Reading, Scale, Simulation};
use crate::preview::{ExportError, Layout, Treatment};

/// Everything that can happen to a session: what the user does and what finished work answers.
#[derive(Debug)]
pub enum Action {
    Photo(PhotoAction),
    Region(RegionAction),
    Catalog(CatalogAction),
    Chart(ChartAction),
    /// Ask for a file.
    ChooseFile(FileChoice),
    /// The file that was asked for.
    FileChosen {
        choice: FileChoice,
        path: PathBuf,
    },
    /// Decide for a ranked recipe.
    ChooseRecipe(RecipeId),
    Undo,
    Redo,
    Analyzed {
        revision: u64,
        analysis: Box<Analysis>,
    },
    Meter(MeterAction),
    Preview(PreviewAction),
    /// How large things in the photo are.
    SetScale(Option<Scale>),
    SetReference(Reference),
    /// What the practitioner says about the client.
    Answer(Answers),
    /// Take a further grey or white card for known, beside those that are.
    AddCard(Shape),
    /// Say which card one of these is; the next photo's is taken for the same.
    NameCard {
        index: usize,
        card: Card,
    },
    /// Lots, expiry and date of what is mixed for this client.
    NoteBench(BenchNotes),
    /// The cup and the dropper.
    SetCup(Cup),
    SetPractice(Practice),
    Teach(TeachAction),
    SetTheme(Theme),
    ShowOklab(bool),
    Notify(Notice),
    DismissNotice(usize),
}

#[derive(Debug)]
pub enum PhotoAction {
    /// Read a picture from the clipboard.
    Paste,
    Open(PhotoSource),
    Cancel,
    Opened {
        source: PhotoSource,
        outcome: Result<Arc<Photo>, PhotoError>,
    },
}

/// Where a photo comes from.
#[derive(Clone, Debug)]
pub enum PhotoSource {
    File(PathBuf),
    /// A file dropped without a path.
    Bytes {
        name: String,
        bytes: Arc<[u8]>,
    },
    Clipboard {
        width: u32,
        height: u32,
        rgba: Arc<[u8]>,
    },
    Sample(&'static Sample),
}

#[derive(Debug)]
pub enum RegionAction {
    Add {
        tissue: Tissue,
        shape: Shape,
    },
    /// Swatches of a further ladder, marked by one strip; their parts of water in its order.
    AddStrip {
        strip: Shape,
        /// One for each swatch.
        steps: Steps,
    },
    /// State what a swatch shows.
    SetStep {
        id: RegionId,
        step: SwatchStep,
    },
    /// Have the program look for skin, stubble and hair.
    Suggest,
    Suggested {
        photo: Arc<Photo>,
        regions: Vec<Region>,
    },
    /// A region is being drawn or dragged: measure it, change nothing.
    Preview(Region),
    /// The drag was given up.
    EndPreview,
    /// What it measures there, and what would be recommended where that can be said at once.
    Previewed {
        reading: Box<Reading>,
        answer: Option<Box<Recommendation>>,
    },
    Reshape {
        id: RegionId,
        shape: Shape,
    },
    /// Leave pixels out of a region's measurement, or take them in.
    Brush {
        id: RegionId,
        brushed: Brushed,
    },
    ClearBrushing(RegionId),
    Rename {
        id: RegionId,
        name: String,
    },
    SetTissue {
        id: RegionId,
        tissue: Tissue,
    },
    Duplicate(RegionId),
    Delete(RegionId),
    Select(Option<RegionId>),
}

/// About the colours of the practitioner's own chart.
#[derive(Debug)]
pub enum ChartAction {
    Open(PathBuf),
    Opened {
        path: PathBuf,
        outcome: Result<Arc<Chart>, ChartLoadError>,
    },
    /// Return to the colours that charts are published with.
    UsePublished,
}

/// About the readings of a color meter.
#[derive(Debug)]
pub enum MeterAction {
    Add(MeterReading),
    Remove(usize),
    Open(PathBuf),
    Opened(Result<Vec<MeterReading>, MeterFileError>),
}

/// About the preview of a treatment on the photo.
#[derive(Debug)]
pub enum PreviewAction {
    /// What is painted and set from now on: one step, named by its label.
    Treat {
        label: &'static str,
        treatment: Box<Treatment>,
    },
    /// Have the program look for the bare area and paint it, on this treatment if there is none yet.
    PaintBareArea(Box<Treatment>),
    BareAreaFound {
        photo: Arc<Photo>,
        treatment: Box<Treatment>,
        area: Option<Shape>,
    },
    /// Show the dialog for a picture of this simulation.
    Export {
        simulation: Box<Simulation>,
        layout: Layout,
    },
    CancelExport,
    Exported {
        path: PathBuf,
        outcome: Result<(), ExportError>,
    },
}

/// About teaching the hand by healed work.
#[derive(Debug)]
pub enum TeachAction {
    /// Learn from the healed work that is marked: by which shade of the catalog, and how it was done.
    Learn {
        shade_id: String,
        work: Work,
    },
    Learnt(Result<Box<Lesson>, LessonError>),
    /// Forget one lesson.
    Remove(usize),
    /// Let lessons count, or not.
    Switch(bool),
    /// Forget all lessons.
    Reset,
}

#[derive(Debug)]
pub enum CatalogAction {
    Open(PathBuf),
    Opened {
        path: PathBuf,
        outcome: Result<Catalog, CatalogError>,
    },
    /// Keep a ladder of the photo's swatches as a shade of this name: show the dialog for the file.
    KeepSwatches {
        ladder: u32,
        name: String,
    },
    Kept {
        path: PathBuf,
        shade: Box<Shade>,
        outcome: Result<(), AppendError>,
    },
    /// Return to the catalog that comes with the program.
    UseShipped,
}
