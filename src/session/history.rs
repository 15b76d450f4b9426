use std::sync::Arc;

use crate::consultation::Consultation;
use crate::photo::Photo;

const MAX_STEPS: usize = 200;

/// Photos that undo keeps alive beside the open one; a decoded photo is large.
const MAX_EARLIER_PHOTOS: usize = 1;

/// The steps that can be undone and redone, each with its name.
#[derive(Default)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

struct Step {
    label: &'static str,
    /// The consultation on the other side of the step.
    other: Consultation,
}

impl History {
    /// The name of the step that undo would take back.
    pub fn undo_label(&self) -> Option<&'static str> {
        self.undo.last().map(|step| step.label)
    }

    pub fn redo_label(&self) -> Option<&'static str> {
        self.redo.last().map(|step| step.label)
    }

    pub(super) fn push(&mut self, label: &'static str, before: Consultation) {
        self.redo.clear();
        self.undo.push(Step { label, other: before });
        self.forget_old_steps();
    }

    /// Steps back from `now`; `None` at the beginning.
    pub(super) fn undo(&mut self, now: &Consultation) -> Option<Consultation> {
        let step = self.undo.pop()?;
        self.redo.push(Step { label: step.label, other: now.clone() });
        Some(step.other)
    }

    /// Steps forward from `now`; `None` at the end.
    pub(super) fn redo(&mut self, now: &Consultation) -> Option<Consultation> {
        let step = self.redo.pop()?;
        self.undo.push(Step { label: step.label, other: now.clone() });
        Some(step.other)
    }

    fn forget_old_steps(&mut self) {
        let mut photos: Vec<Arc<Photo>> = Vec::new();
        let mut kept = 0;
        for step in self.undo.iter().rev().take(MAX_STEPS) {
            if let Some(photo) = &step.other.photo
                && !photos.iter().any(|known| Arc::ptr_eq(known, photo))
            {
                photos.push(photo.clone());
            }
            if photos.len() > MAX_EARLIER_PHOTOS + 1 {
                break;
            }
            kept += 1;
        }
        self.undo.drain(..self.undo.len() - kept);
    }
}
