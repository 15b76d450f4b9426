//! One open window without a window: [`Session`] is its state, [`Action`] what happens to it, [`Effect`] what it asks
//! of the world. `update` does no I/O and knows no toolkit, so a test is "these actions, then this session".

mod action;
mod card_actions;
mod catalog_actions;
mod chart_actions;
mod decision;
mod effect;
mod file_actions;
mod file_choice;
mod history;
mod job;
mod live;
mod live_actions;
mod meter_actions;
mod notice;
mod photo_actions;
mod preview_actions;
mod region_actions;
mod sample;
mod settings;
mod simulation;
mod teaching_actions;

use std::path::PathBuf;
use std::sync::Arc;

pub use action::{
    Action, CatalogAction, ChartAction, MeterAction, PhotoAction, PhotoSource, PreviewAction, RegionAction, TeachAction,
};
pub use decision::Chosen;
pub use effect::{Effect, run_effect};
pub use file_choice::FileChoice;
pub use history::History;
pub use job::{JobKind, JobNews, Jobs};
use live::Live;
pub use notice::{Notice, Severity};
pub use sample::{SAMPLES, Sample};
pub use settings::{Settings, SettingsError, Theme, WindowPlace, load_settings, save_settings, settings_path};

use crate::calibration::Calibrated;
use crate::calibration::chart::Chart;
use crate::consultation::{BenchNotes, Consultation};
use crate::matching::{Answers, Practice};
use crate::measurement::KnownLight;
use crate::photo::{Photo, Region, RegionId};
use crate::pigment::{Catalog, shipped_catalog};
use crate::pipeline::{Analysis, Basis, Inputs, Scale};
use crate::progress::Stage;

/// How many recipes the window ranks.
const TOP: usize = 12;

/// The state of one window.
pub struct Session {
    consultation: Consultation,
    history: History,
    /// Raised by every change of the consultation or the catalog; answers for an older one are dropped.
    revision: u64,
    analysis: Option<Analysis>,
    analysis_revision: u64,
    /// What the region under the pointer says while it is dragged.
    live: Option<Live>,
    /// The region that is being dragged, where it is now.
    previewed: Option<Region>,
    selected: Option<RegionId>,
    loading: Option<Loading>,
    exporting: Option<Loading>,
    catalog: Arc<Catalog>,
    catalog_path: Option<PathBuf>,
    /// The practitioner's own chart.
    measured_chart: Option<Arc<Chart>>,
    settings: Settings,
    settings_path: Option<PathBuf>,
    notices: Vec<Notice>,
}

/// A photo on its way in, or a picture on its way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Loading {
    pub name: String,
    pub stage: Option<Stage>,
}

impl Session {
    /// A session that keeps its settings in `settings_path`, or nowhere.
    pub fn new(settings: Settings, settings_path: Option<PathBuf>) -> Self {
        Self {
            consultation: Consultation::default(),
            history: History::default(),
            revision: 0,
            analysis: None,
            analysis_revision: 0,
            live: None,
            previewed: None,
            selected: None,
            loading: None,
            exporting: None,
            catalog: Arc::new(shipped_catalog()),
            catalog_path: None,
            measured_chart: None,
            settings,
            settings_path,
            notices: Vec::new(),
        }
    }

    /// Applies one action and returns what the world has to do for it, in order.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Photo(action) => self.update_photo(action),
            Action::Region(action) => self.update_region(action),
            Action::Catalog(action) => self.update_catalog(action),
            Action::Chart(action) => self.update_chart(action),
            Action::Meter(action) => self.update_meter(action),
            Action::Preview(action) => self.update_preview(action),
            Action::SetScale(scale) => self.set_scale(scale),
            Action::ChooseFile(choice) => self.choose_file(choice),
            Action::FileChosen { choice, path } => self.take_file(choice, path),
            Action::ChooseRecipe(id) => self.choose_recipe(id),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Analyzed { revision, analysis } => self.take_analysis(revision, *analysis),
            Action::SetReference(reference) => self.edit("Change reference", |c| c.marks.reference = reference),
            Action::Answer(answers) => self.answer(answers),
            Action::AddCard(shape) => self.add_card(shape),
            Action::NameCard { index, card } => self.name_card(index, card),
            Action::NoteBench(notes) => self.note_bench(notes),
            Action::SetCup(cup) => self.change_settings(|settings| settings.cup = cup),
            Action::SetPractice(practice) => self.set_practice(practice),
            Action::Teach(action) => self.update_teaching(action),
            Action::SetTheme(theme) => self.change_settings(|settings| settings.theme = theme),
            Action::ShowOklab(shown) => self.change_settings(|settings| settings.shows_oklab = shown),
            Action::Notify(notice) => self.notify(notice),
            Action::DismissNotice(index) => self.dismiss(index),
        }
    }

    pub fn consultation(&self) -> &Consultation {
        &self.consultation
    }

    pub fn photo(&self) -> Option<&Arc<Photo>> {
        self.consultation.photo.as_ref()
    }

    /// The latest analysis, even while a newer one is on its way.
    pub fn analysis(&self) -> Option<&Analysis> {
        self.analysis.as_ref()
    }

    /// Whether the analysis belongs to what is on screen.
    pub fn is_analysis_current(&self) -> bool {
        self.analysis.is_some() && self.analysis_revision == self.revision
    }

    pub fn selected(&self) -> Option<RegionId> {
        self.selected
    }

    pub fn loading(&self) -> Option<&Loading> {
        self.loading.as_ref()
    }

    /// The picture of the preview that is being written.
    pub fn exporting(&self) -> Option<&Loading> {
        self.exporting.as_ref()
    }

    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The practitioner's own chart; none while the published colours are used.
    pub fn measured_chart(&self) -> Option<&Chart> {
        self.measured_chart.as_deref()
    }

    /// The file that the catalog was read from; none for the shipped one.
    pub fn catalog_path(&self) -> Option<&PathBuf> {
        self.catalog_path.as_ref()
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Remembers where the window stands, without a word: the frame asks for it when it closes.
    pub fn remember_window(&mut self, place: WindowPlace) {
        self.settings.window = Some(place);
    }

    /// Tells the session where a job stands that the user waits for.
    pub fn note_stage(&mut self, kind: JobKind, stage: Stage) {
        let told = match kind {
            JobKind::OpenPhoto => &mut self.loading,
            JobKind::Export => &mut self.exporting,
            _ => return,
        };
        if let Some(told) = told {
            told.stage = Some(stage);
        }
    }

    /// Changes what is measured or ranked from in one named step that can be undone, and asks for a new analysis.
    fn edit(&mut self, label: &'static str, change: impl FnOnce(&mut Consultation)) -> Vec<Effect> {
        self.record(label, change);
        self.after_change()
    }

    /// Changes the consultation in one named step that can be undone; nothing is measured anew for it.
    fn record(&mut self, label: &'static str, change: impl FnOnce(&mut Consultation)) {
        self.history.push(label, self.consultation.clone());
        change(&mut self.consultation);
    }

    fn undo(&mut self) -> Vec<Effect> {
        match self.history.undo(&self.consultation) {
            Some(earlier) => self.restore(earlier),
            None => Vec::new(),
        }
    }

    fn redo(&mut self) -> Vec<Effect> {
        match self.history.redo(&self.consultation) {
            Some(later) => self.restore(later),
            None => Vec::new(),
        }
    }

    fn restore(&mut self, mut consultation: Consultation) -> Vec<Effect> {
        consultation.avoid_ids_of(&self.consultation);
        if !consultation.has_photo_of(&self.consultation) {
            self.analysis = None;
        }
        let is_measured_as_before = consultation.is_measured_as(&self.consultation);
        self.consultation = consultation;
        if is_measured_as_before { Vec::new() } else { self.after_change() }
    }

    fn after_change(&mut self) -> Vec<Effect> {
        self.live = None;
        self.previewed = None;
        self.selected = self.selected.filter(|&id| self.consultation.marks.region(id).is_some());
        self.revision += 1;
        self.ask_for_analysis()
    }

    fn ask_for_analysis(&mut self) -> Vec<Effect> {
        let Some(inputs) = self.inputs() else {
            self.analysis = None;
            return Vec::new();
        };
        let earlier = self.analysis.as_ref().map(|analysis| Box::new(analysis.as_earlier()));
        vec![Effect::Analyze { revision: self.revision, inputs: Box::new(inputs), earlier }]
    }

    /// All that an analysis depends on; `None` without a photo.
    fn inputs(&self) -> Option<Inputs> {
        Some(Inputs {
            photo: self.consultation.photo.clone()?,
            marks: self.consultation.marks.clone(),
            measured_chart: self.measured_chart.clone(),
            catalog: self.catalog.clone(),
            practice: self.settings.taught_practice(),
            top: TOP,
        })
    }

    fn set_scale(&mut self, scale: Option<Scale>) -> Vec<Effect> {
        if scale == self.consultation.marks.scale {
            return Vec::new();
        }
        self.edit("Change scale", |consultation| consultation.marks.scale = scale)
    }

    fn answer(&mut self, answers: Answers) -> Vec<Effect> {
        if answers == self.consultation.marks.answers {
            return Vec::new();
        }
        self.edit("Answer question", |consultation| consultation.marks.answers = answers)
    }

    /// One step; nothing is measured anew for it.
    fn note_bench(&mut self, notes: BenchNotes) -> Vec<Effect> {
        if notes != self.consultation.bench {
            self.record("Note lot and date", |consultation| consultation.bench = notes);
        }
        Vec::new()
    }

    fn known_calibration(&self) -> Option<Arc<Calibrated>> {
        self.same_photo_analysis().map(|analysis| analysis.calibrated.clone())
    }

    fn known_light(&self) -> Option<KnownLight> {
        self.same_photo_analysis()?.known_light()
    }

    /// The latest analysis, if it is of this photo and by this reference.
    fn same_photo_analysis(&self) -> Option<&Analysis> {
        let basis = Basis::of(&self.inputs()?);
        self.analysis.as_ref().filter(|analysis| analysis.basis == basis)
    }

    fn take_analysis(&mut self, revision: u64, analysis: Analysis) -> Vec<Effect> {
        if revision == self.revision {
            self.analysis = Some(analysis);
            self.analysis_revision = revision;
            self.live = None;
        }
        Vec::new()
    }

    fn set_practice(&mut self, practice: Practice) -> Vec<Effect> {
        let mut effects = self.change_settings(|settings| settings.practice = practice);
        self.revision += 1;
        effects.extend(self.ask_for_analysis());
        effects
    }

    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) -> Vec<Effect> {
        change(&mut self.settings);
        let save = |path| Effect::SaveSettings { path, settings: Box::new(self.settings.clone()) };
        self.settings_path.clone().map(save).into_iter().collect()
    }

    fn notify(&mut self, notice: Notice) -> Vec<Effect> {
        self.notices.retain(|earlier| *earlier != notice);
        self.notices.push(notice);
        Vec::new()
    }

    fn dismiss(&mut self, index: usize) -> Vec<Effect> {
        if index < self.notices.len() {
            self.notices.remove(index);
        }
        Vec::new()
    }
}
