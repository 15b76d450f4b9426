//! Progress of long work: reporting where it stands and asking whether to stop are one call.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where long work stands: what it is doing, and `done` of `total` steps (`total` 0 when the amount is unknown).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    pub name: &'static str,
    pub done: u64,
    pub total: u64,
}

/// The work was cancelled; its caller drops what it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// A handle that long work reports to. Clones belong to the same work.
#[derive(Clone)]
pub struct Progress {
    cancelled: Arc<AtomicBool>,
    listener: Arc<dyn Fn(Stage) + Send + Sync>,
}

impl Progress {
    /// Work whose stages are told to `listener`, from the working thread.
    pub fn new(listener: impl Fn(Stage) + Send + Sync + 'static) -> Self {
        Self { cancelled: Arc::default(), listener: Arc::new(listener) }
    }

    /// Work that nobody watches.
    pub fn unwatched() -> Self {
        Self::new(|_| {})
    }

    /// A part of the same work that is cancelled with it and whose stages nobody hears.
    #[must_use]
    pub fn unheard(&self) -> Self {
        Self { cancelled: self.cancelled.clone(), listener: Arc::new(|_| {}) }
    }

    /// Reports `done` of `total` steps of the stage `name`.
    ///
    /// # Errors
    /// [`Cancelled`] once [`Progress::cancel`] was called; the work should end with it.
    pub fn report(&self, name: &'static str, done: u64, total: u64) -> Result<(), Cancelled> {
        (self.listener)(Stage { name, done, total });
        if self.cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_learns_of_its_cancellation_at_the_next_report() {
        let progress = Progress::unwatched();
        let work = progress.clone();
        assert_eq!(work.report("decoding", 0, 2), Ok(()));
        progress.cancel();
        assert_eq!(work.report("decoding", 1, 2), Err(Cancelled));
        assert_eq!(work.unheard().report("reading", 1, 2), Err(Cancelled));
    }
}
