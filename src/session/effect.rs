use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::action::{
    Action, CatalogAction, ChartAction, MeterAction, PhotoAction, PhotoSource, PreviewAction, RegionAction, TeachAction,
};
use super::file_choice::FileChoice;
use super::job::{JobKind, Jobs};
use super::notice::Notice;
use super::settings::{Settings, save_settings};
use crate::calibration::Calibrated;
use crate::calibration::chart::load_chart;
use crate::matching::Work;
use crate::measurement::KnownLight;
use crate::photo::{Date, Limits, Photo, PhotoError, Region};
use crate::pigment::{Hand, Shade, append_shade, load_catalog, load_meter_csv};
use crate::pipeline::{
    Earlier, Inputs, LessonInputs, LiveQuestion, Picture, analyze_anyway, learn_from, measure_live, suggest,
    suggest_bare_area,
};
use crate::preview::Treatment;
use crate::progress::Progress;

/// What a session asks of the world.
#[derive(Debug)]
pub enum Effect {
    /// Ask for a file, beginning in this folder.
    ChooseFile {
        choice: FileChoice,
        folder: Option<PathBuf>,
    },
    ReadClipboard,
    OpenPhoto(PhotoSource),
    OpenCatalog(PathBuf),
    OpenChart(PathBuf),
    OpenMeter(PathBuf),
    KeepShade {
        path: PathBuf,
        shade: Box<Shade>,
    },
    Suggest {
        photo: Arc<Photo>,
        calibrated: Arc<Calibrated>,
    },
    FindBareArea {
        photo: Arc<Photo>,
        regions: Vec<Region>,
        calibrated: Arc<Calibrated>,
        treatment: Box<Treatment>,
    },
    Export {
        path: PathBuf,
        picture: Box<Picture>,
    },
    Measure {
        photo: Arc<Photo>,
        region: Region,
        calibrated: Arc<Calibrated>,
        /// The light over the head when it was analysed last.
        light: Option<KnownLight>,
        /// What it takes to answer anew, where there was an answer.
        question: Option<Box<LiveQuestion>>,
    },
    /// Tell from healed work what a hand leaves.
    Learn {
        photo: Arc<Photo>,
        regions: Vec<Region>,
        calibrated: Arc<Calibrated>,
        shade: Box<Shade>,
        work: Work,
        hand: Hand,
    },
    Analyze {
        revision: u64,
        inputs: Box<Inputs>,
        /// What the last analysis leaves for this one.
        earlier: Option<Box<Earlier>>,
    },
    SaveSettings {
        path: PathBuf,
        settings: Box<Settings>,
    },
    CancelJob(JobKind),
}

/// Does what needs a thread and no toolkit; hands the rest (dialogs, clipboard) back.
pub fn run_effect<A: From<Action> + Send + 'static>(effect: Effect, jobs: &mut Jobs<A>) -> Option<Effect> {
    match effect {
        Effect::OpenPhoto(source) => {
            jobs.start(JobKind::OpenPhoto, move |progress| Some(open_photo(source, progress).into()))
        }
        Effect::OpenCatalog(path) => jobs.start(JobKind::OpenCatalog, move |_| Some(open_catalog(path).into())),
        Effect::OpenChart(path) => jobs.start(JobKind::OpenChart, move |_| Some(open_chart(path).into())),
        Effect::OpenMeter(path) => jobs
            .start(JobKind::OpenMeter, move |_| Some(Action::Meter(MeterAction::Opened(load_meter_csv(&path))).into())),
        Effect::KeepShade { path, shade } => {
            jobs.start(JobKind::KeepShade, move |_| Some(keep_shade(path, shade).into()));
        }
        Effect::Suggest { photo, calibrated } => {
            jobs.start(JobKind::Suggest, move |_| Some(propose(photo, &calibrated).into()));
        }
        Effect::FindBareArea { photo, regions, calibrated, treatment } => {
            jobs.start(JobKind::FindBareArea, move |_| {
                let area = suggest_bare_area(&photo, &regions, &calibrated);
                Some(Action::Preview(PreviewAction::BareAreaFound { photo, treatment, area }).into())
            })
        }
        Effect::Export { path, picture } => jobs.start(JobKind::Export, move |progress| {
            let outcome = picture.write(&path, progress);
            Some(Action::Preview(PreviewAction::Exported { path, outcome }).into())
        }),
        Effect::Measure { photo, region, calibrated, light, question } => {
            jobs.start(JobKind::Measure, move |_| {
                let reading = measure_live(&photo, &region, &calibrated, light.as_ref());
                let answer = question.and_then(|question| question.answer(&reading)).map(Box::new);
                Some(Action::Region(RegionAction::Previewed { reading: Box::new(reading), answer }).into())
            });
        }
        Effect::Learn { photo, regions, calibrated, shade, work, hand } => {
            let today = Date::of(SystemTime::now());
            let inputs = LessonInputs { photo, regions, calibrated, shade: *shade, work, hand, today };
            jobs.start(JobKind::Learn, move |_| {
                Some(Action::Teach(TeachAction::Learnt(learn_from(&inputs).map(Box::new))).into())
            });
        }
        Effect::Analyze { revision, inputs, earlier } => jobs.start(JobKind::Analyze, move |progress| {
            let analysis = analyze_anyway(*inputs, earlier.as_deref(), progress)?;
            Some(Action::Analyzed { revision, analysis: Box::new(analysis) }.into())
        }),
        Effect::SaveSettings { path, settings } => {
            jobs.start(JobKind::SaveSettings, move |_| save(&path, &settings).map(A::from));
        }
        Effect::CancelJob(kind) => jobs.cancel(kind),
        handed_back => return Some(handed_back),
    }
    None
}

fn open_photo(source: PhotoSource, progress: &Progress) -> Action {
    let outcome = decode(&source, progress).map(Arc::new);
    Action::Photo(PhotoAction::Opened { source, outcome })
}

fn decode(source: &PhotoSource, progress: &Progress) -> Result<Photo, PhotoError> {
    let limits = Limits::default();
    match source {
        PhotoSource::File(path) => Photo::open(path, &limits, progress),
        PhotoSource::Bytes { name, bytes } => Photo::from_bytes(name, bytes, &limits, progress),
        PhotoSource::Clipboard { width, height, rgba } => {
            Photo::from_rgba8("clipboard", *width, *height, rgba.to_vec())
        }
        PhotoSource::Sample(sample) => Photo::from_bytes(sample.file_name, sample.photo, &limits, progress),
    }
}

fn open_catalog(path: PathBuf) -> Action {
    let outcome = load_catalog(&path);
    Action::Catalog(CatalogAction::Opened { path, outcome })
}

/// A shade from a photo without a date bears that of today.
fn keep_shade(path: PathBuf, mut shade: Box<Shade>) -> Action {
    shade.provenance.date.get_or_insert_with(|| Date::of(SystemTime::now()).to_string());
    let outcome = append_shade(&path, &shade);
    Action::Catalog(CatalogAction::Kept { path, shade, outcome })
}

fn propose(photo: Arc<Photo>, calibrated: &Calibrated) -> Action {
    let regions = suggest(&photo, calibrated);
    Action::Region(RegionAction::Suggested { photo, regions })
}

fn open_chart(path: PathBuf) -> Action {
    let outcome = load_chart(&path).map(Arc::new);
    Action::Chart(ChartAction::Opened { path, outcome })
}

fn save(path: &Path, settings: &Settings) -> Option<Action> {
    let error = save_settings(path, settings).err()?;
    Some(Action::Notify(Notice::error(error.to_string())))
}
