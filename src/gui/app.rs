use std::path::PathBuf;

use egui::{Context, Ui};

use super::answer::Answer;
use super::canvas::{CanvasWork, canvas_ui};
use super::clipboard::read_clipboard;
use super::dialogs::{ChosenFile, FileDialogs, await_choice};
use super::pictures::Pictures;
use super::view::{TypedPath, View};
use super::{menu, notices, panels, shortcuts, status_bar, style, toolbar};
use crate::session::{
    Action, CatalogAction, ChartAction, Effect, FileChoice, JobKind, JobNews, Jobs, Notice, PhotoAction, PhotoSource,
    SAMPLES, Session, Settings, WindowPlace, run_effect, save_settings,
};

/// The window's contents: a session, its running jobs, and what is only on screen.
pub struct App {
    session: Session,
    jobs: Jobs<Answer>,
    view: View,
    pictures: Pictures,
    dialogs: Box<dyn FileDialogs>,
    settings_path: Option<PathBuf>,
    place: Option<WindowPlace>,
}

impl App {
    /// A window that keeps its settings in `settings_path`, or nowhere.
    pub fn new(
        ctx: &Context,
        settings: Settings,
        settings_path: Option<PathBuf>,
        dialogs: Box<dyn FileDialogs>,
    ) -> Self {
        let waker = ctx.clone();
        style::apply(ctx, settings.theme);
        Self {
            session: Session::new(settings, settings_path.clone()),
            jobs: Jobs::new(move || waker.request_repaint()),
            view: View::default(),
            pictures: Pictures::default(),
            dialogs,
            settings_path,
            place: None,
        }
    }

    /// Opens what the window starts with: the photo that was asked for, or at the first start the sample.
    pub fn begin(&mut self, photo: Option<PathBuf>, is_first_start: bool, problem: Option<Notice>) {
        if let Some(notice) = problem {
            self.apply(Action::Notify(notice));
        }
        if let Some(path) = self.session.settings().catalog.clone() {
            self.apply(Action::Catalog(CatalogAction::Open(path)));
        }
        if let Some(path) = self.session.settings().chart.clone() {
            self.apply(Action::Chart(ChartAction::Open(path)));
        }
        let sample = SAMPLES.first().filter(|_| is_first_start).map(PhotoSource::Sample);
        if let Some(source) = photo.map(PhotoSource::File).or(sample) {
            self.apply(Action::Photo(PhotoAction::Open(source)));
        }
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether no work is under way.
    pub fn is_idle(&self) -> bool {
        self.jobs.is_idle()
    }

    /// Takes in what finished jobs brought; draws nothing.
    pub fn receive(&mut self, ctx: &Context) {
        for news in self.jobs.news() {
            match news {
                JobNews::Stage(kind, stage) => self.session.note_stage(kind, stage),
                JobNews::Answer(Answer::Action(action)) => self.apply(*action),
                JobNews::Answer(Answer::Screen(news)) => self.pictures.canvas.receive(ctx, news),
                JobNews::Answer(Answer::Treated(news)) => self.pictures.canvas.receive_treated(ctx, *news),
                JobNews::Answer(Answer::Pictures(news)) => self.pictures.answers.receive(ctx, *news),
                JobNews::Answer(Answer::Overlay(news)) => self.pictures.canvas.receive_overlay(news),
                JobNews::Answer(Answer::Chosen(chosen)) => self.take_choice(chosen),
            }
        }
    }

    /// Draws the window and applies what the user did in it.
    pub fn show(&mut self, ui: &mut Ui) {
        style::apply(ui.ctx(), self.session.settings().theme);
        let mut actions = shortcuts::actions(ui, &self.session, &mut self.view);
        let (session, view) = (&self.session, &mut self.view);
        menu::menu_ui(ui, session, view, &mut actions);
        status_bar::status_bar_ui(ui, session, view);
        panels::panel_ui(ui, session, view, &self.pictures, &mut actions);
        toolbar::toolbar_ui(ui, session, view);
        notices::notices_ui(ui, session, &mut actions);
        let work = canvas_ui(ui, session, view, &mut self.pictures.canvas, &mut actions);
        notices::dialogs_ui(ui, view, &mut actions);
        for action in actions {
            self.apply(action);
        }
        self.start_work(work);
        if let Some(work) = self.pictures.answers.wanted(&self.session) {
            self.jobs.start(JobKind::Answers, move |_| Some(Answer::Pictures(Box::new(work.run()))));
        }
        self.place = window_place(ui.ctx()).or(self.place);
    }

    fn apply(&mut self, action: Action) {
        for effect in self.session.update(action) {
            if let Some(effect) = run_effect(effect, &mut self.jobs) {
                self.run_toolkit_effect(effect);
            }
        }
    }

    fn run_toolkit_effect(&mut self, effect: Effect) {
        match effect {
            Effect::ChooseFile { choice, folder } => self.choose(choice, folder),
            Effect::ReadClipboard => self.jobs.start(JobKind::Clipboard, |_| Some(read_clipboard().into())),
            _ => {}
        }
    }

    /// A dialog is made here, on the window's thread, and awaited on a job's.
    fn choose(&mut self, choice: FileChoice, folder: Option<PathBuf>) {
        let choosing = self.dialogs.choose(&choice, folder.as_deref());
        self.jobs.start(JobKind::Dialog, move |_| Some(Answer::Chosen(await_choice(choice, choosing))));
    }

    /// Where the system has no dialog, the path can be typed.
    fn take_choice(&mut self, chosen: ChosenFile) {
        let ChosenFile { choice, path, was_shown } = chosen;
        match path {
            Some(path) => self.apply(Action::FileChosen { choice, path }),
            None if was_shown => {}
            None => self.view.typed_path = Some(TypedPath::of(choice)),
        }
    }

    fn start_work(&mut self, work: CanvasWork) {
        if let Some(work) = work.screen {
            self.jobs.start(JobKind::Screen, move |progress| work.run(progress).map(Answer::Screen));
        }
        // The next frame asks again for what is missing then.
        if let Some(work) = work.treated.filter(|_| !self.jobs.is_running(JobKind::Treated)) {
            self.jobs.start(JobKind::Treated, move |progress| {
                work.run(progress).map(|news| Answer::Treated(Box::new(news)))
            });
        }
        if let Some(work) = work.overlay {
            self.jobs.start(JobKind::Overlay, move |progress| work.run(progress).map(Answer::Overlay));
        }
    }

    fn save_place(&mut self) {
        let (Some(place), Some(path)) = (self.place, &self.settings_path) else {
            return;
        };
        let settings = Settings { window: Some(place), ..self.session.settings().clone() };
        if let Err(error) = save_settings(path, &settings) {
            eprintln!("stipple: {}", crate::printable::one_line(&error.to_string()));
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.receive(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.save_place();
    }
}

/// Where the window stands now; `None` while the system does not tell.
fn window_place(ctx: &Context) -> Option<WindowPlace> {
    ctx.input(|input| {
        let viewport = input.viewport();
        let is_maximized = viewport.maximized.unwrap_or(false);
        let size = viewport.inner_rect?.size();
        let position = viewport.outer_rect.map(|rect| rect.min.into());
        Some(WindowPlace { size: size.into(), position, is_maximized })
    })
}
