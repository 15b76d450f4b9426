use super::Session;
use super::action::TeachAction;
use super::effect::Effect;
use super::notice::Notice;
use super::settings::Settings;
use crate::matching::Work;
use crate::pigment::{Lesson, Teaching};
use crate::pipeline::LessonError;

impl Session {
    pub(super) fn update_teaching(&mut self, action: TeachAction) -> Vec<Effect> {
        match action {
            TeachAction::Learn { shade_id, work } => self.learn(&shade_id, work),
            TeachAction::Learnt(outcome) => self.take_lesson(outcome.map(|lesson| *lesson)),
            TeachAction::Remove(index) => self.remove_lesson(index),
            TeachAction::Switch(is_on) => self.teach(|teaching| teaching.is_on = is_on),
            TeachAction::Reset => self.teach(|teaching| *teaching = Teaching::default()),
        }
    }

    fn learn(&mut self, shade_id: &str, work: Work) -> Vec<Effect> {
        let (photo, shade) = (self.consultation.photo.clone(), self.catalog.shade(shade_id).cloned());
        let (Some(photo), Some(shade), Some(calibrated)) = (photo, shade, self.known_calibration()) else {
            return self.notify(Notice::error("open a photo of healed work and choose its pigment first"));
        };
        let hand = self.settings.practice.hand;
        let regions = self.consultation.marks.regions.clone();
        vec![Effect::Learn { photo, regions, calibrated, shade: Box::new(shade), work, hand }]
    }

    /// A photo that taught before teaches its latest lesson only.
    fn take_lesson(&mut self, outcome: Result<Lesson, LessonError>) -> Vec<Effect> {
        match outcome {
            Ok(lesson) => self.teach(|teaching| {
                teaching.lessons.retain(|earlier| earlier.sha256 != lesson.sha256);
                teaching.lessons.push(lesson);
                teaching.is_on = true;
            }),
            Err(error) => self.notify(Notice::error(format!("Nothing was learnt: {error}"))),
        }
    }

    fn remove_lesson(&mut self, index: usize) -> Vec<Effect> {
        if index >= self.settings.teaching.lessons.len() {
            return Vec::new();
        }
        self.teach(|teaching| drop(teaching.lessons.remove(index)))
    }

    /// Recipes are ranked anew where the hand has changed by it.
    fn teach(&mut self, change: impl FnOnce(&mut Teaching)) -> Vec<Effect> {
        let before = self.settings.taught_practice();
        let mut effects = self.change_settings(|settings: &mut Settings| change(&mut settings.teaching));
        if self.settings.taught_practice() != before {
            self.revision += 1;
            effects.extend(self.ask_for_analysis());
        }
        effects
    }
}
