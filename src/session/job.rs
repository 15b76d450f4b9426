//! Long work, one named thread a job. The only place in the program that starts threads.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::action::Action;
use super::notice::Notice;
use crate::progress::{Progress, Stage};

/// What a job is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    OpenPhoto,
    OpenCatalog,
    OpenChart,
    OpenMeter,
    KeepShade,
    Suggest,
    FindBareArea,
    /// A lesson from healed work.
    Learn,
    /// The reading of a region while it is dragged.
    Measure,
    Analyze,
    SaveSettings,
    Dialog,
    Clipboard,
    /// Pictures for the screen.
    Screen,
    /// What measurements leave out, for the screen.
    Overlay,
    /// Tiles of the treated photo, for the screen.
    Treated,
    /// The answers' dots beside the stubble, for the screen.
    Answers,
    /// A picture of the preview, written to a file.
    Export,
}

impl JobKind {
    /// Whether a running job is finished before a newer one starts, so that a steady stream of requests is still
    /// answered; otherwise the newer job replaces the older.
    fn is_finished_first(self) -> bool {
        matches!(self, Self::Measure | Self::Screen | Self::Overlay | Self::Answers | Self::SaveSettings)
    }
}

type Work<A> = Box<dyn FnOnce(&Progress) -> Option<A> + Send>;

/// The running jobs of a window and the answers that have come in, of type `A`.
pub struct Jobs<A> {
    running: HashMap<JobKind, Running<A>>,
    started: u64,
    sender: Sender<Message<A>>,
    receiver: Receiver<Message<A>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

struct Running<A> {
    number: u64,
    progress: Progress,
    /// The latest request that came while this one ran.
    next: Option<Work<A>>,
}

struct Message<A> {
    kind: JobKind,
    number: u64,
    news: News<A>,
}

enum News<A> {
    Stage(Stage),
    /// The job ended; `None` when it has nothing to say.
    End(Option<A>),
}

/// What a job tells.
#[derive(Debug)]
pub enum JobNews<A> {
    Stage(JobKind, Stage),
    Answer(A),
}

impl<A: From<Action> + Send + 'static> Jobs<A> {
    /// Jobs that call `wake`, from their threads, whenever there is news.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, receiver) = channel();
        Self { running: HashMap::new(), started: 0, sender, receiver, wake: Arc::new(wake) }
    }

    /// Starts `work`; what it returns comes back from [`Jobs::news`].
    pub fn start(&mut self, kind: JobKind, work: impl FnOnce(&Progress) -> Option<A> + Send + 'static) {
        let work: Work<A> = Box::new(work);
        match self.running.get_mut(&kind) {
            Some(running) if kind.is_finished_first() => running.next = Some(work),
            _ => {
                self.cancel(kind);
                self.run(kind, work);
            }
        }
    }

    /// Stops a job; its answer is dropped.
    pub fn cancel(&mut self, kind: JobKind) {
        if let Some(running) = self.running.remove(&kind) {
            running.progress.cancel();
        }
    }

    pub fn is_running(&self, kind: JobKind) -> bool {
        self.running.contains_key(&kind)
    }

    pub fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// All that has come in since the last call, oldest first.
    pub fn news(&mut self) -> Vec<JobNews<A>> {
        let messages: Vec<Message<A>> = self.receiver.try_iter().collect();
        messages.into_iter().filter_map(|message| self.receive(message)).collect()
    }

    fn receive(&mut self, message: Message<A>) -> Option<JobNews<A>> {
        let Message { kind, number, news } = message;
        let is_current = self.running.get(&kind).is_some_and(|running| running.number == number);
        match news {
            News::Stage(stage) => is_current.then_some(JobNews::Stage(kind, stage)),
            News::End(_) if !is_current => None,
            News::End(answer) => {
                self.finish(kind);
                answer.map(JobNews::Answer)
            }
        }
    }

    fn finish(&mut self, kind: JobKind) {
        if let Some(next) = self.running.remove(&kind).and_then(|running| running.next) {
            self.run(kind, next);
        }
    }

    fn run(&mut self, kind: JobKind, work: Work<A>) {
        self.started += 1;
        let post = Post { kind, number: self.started, sender: self.sender.clone(), wake: self.wake.clone() };
        let progress = post.progress();
        let running = Running { number: self.started, progress: progress.clone(), next: None };
        self.running.insert(kind, running);
        let failed = post.clone();
        let thread = std::thread::Builder::new().name(format!("{kind:?}"));
        if let Err(error) = thread.spawn(move || post.send(News::End(run_caught(work, &progress)))) {
            let notice = Notice::error(format!("the system starts no further thread, close other programs: {error}"));
            failed.send(News::End(Some(Action::Notify(notice).into())));
        }
    }
}

/// How a job writes home.
struct Post<A> {
    kind: JobKind,
    number: u64,
    sender: Sender<Message<A>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<A> Clone for Post<A> {
    fn clone(&self) -> Self {
        Self { kind: self.kind, number: self.number, sender: self.sender.clone(), wake: self.wake.clone() }
    }
}

impl<A: Send + 'static> Post<A> {
    fn progress(&self) -> Progress {
        let post = self.clone();
        Progress::new(move |stage| post.send(News::Stage(stage)))
    }

    fn send(&self, news: News<A>) {
        // Nobody listens any more once the window is gone.
        let _ = self.sender.send(Message { kind: self.kind, number: self.number, news });
        (self.wake)();
    }
}

/// Runs the work; a panic in it becomes a notice instead of a silent end.
fn run_caught<A: From<Action>>(work: Work<A>, progress: &Progress) -> Option<A> {
    catch_unwind(AssertUnwindSafe(|| work(progress))).unwrap_or_else(|_| {
        let text = "Something went wrong inside Stipple and this step was not done; your regions are unchanged";
        Some(Action::Notify(Notice::error(text)).into())
    })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn wait_for(jobs: &mut Jobs<Action>) -> Vec<Action> {
        let begin = Instant::now();
        let mut answers = Vec::new();
        while !jobs.is_idle() && begin.elapsed() < Duration::from_secs(20) {
            let news = jobs.news().into_iter();
            answers
                .extend(news.filter_map(|news| if let JobNews::Answer(action) = news { Some(action) } else { None }));
            std::thread::yield_now();
        }
        answers
    }

    fn notice_text(action: &Action) -> &str {
        if let Action::Notify(notice) = action { &notice.text } else { "" }
    }

    #[test]
    fn a_newer_job_replaces_the_older_of_its_kind() {
        let mut jobs = Jobs::<Action>::new(|| {});
        jobs.start(JobKind::Analyze, |progress| {
            while progress.report("waiting", 0, 0).is_ok() {
                std::thread::yield_now();
            }
            Some(Action::Undo)
        });
        jobs.start(JobKind::Analyze, |_| Some(Action::Redo));
        let answers = wait_for(&mut jobs);
        assert!(matches!(answers[..], [Action::Redo]), "{answers:?}");
    }

    #[test]
    fn readings_of_a_drag_are_finished_and_only_the_latest_waits() {
        let mut jobs = Jobs::<Action>::new(|| {});
        for number in 0..5 {
            jobs.start(JobKind::Measure, move |_| Some(Action::DismissNotice(number)));
        }
        let answers = wait_for(&mut jobs);
        assert!(matches!(answers[..], [Action::DismissNotice(0), Action::DismissNotice(4)]), "{answers:?}");
    }

    #[test]
    fn a_panic_becomes_a_notice() {
        let mut jobs = Jobs::<Action>::new(|| {});
        jobs.start(JobKind::Analyze, |_| panic!("on purpose"));
        let answers = wait_for(&mut jobs);
        assert!(notice_text(&answers[0]).contains("went wrong"), "{answers:?}");
    }
}
