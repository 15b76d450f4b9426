use super::Session;
use super::action::MeterAction;
use super::effect::Effect;
use super::notice::Notice;
use crate::pigment::{Fault, MeterFileError, MeterReading};

impl Session {
    pub(super) fn update_meter(&mut self, action: MeterAction) -> Vec<Effect> {
        match action {
            MeterAction::Add(reading) => self.edit("Add meter reading", |c| c.marks.meter.push(reading)),
            MeterAction::Remove(index) => self.remove_reading(index),
            MeterAction::Open(path) => vec![Effect::OpenMeter(path)],
            MeterAction::Opened(outcome) => self.take_readings(outcome),
        }
    }

    fn remove_reading(&mut self, index: usize) -> Vec<Effect> {
        if index >= self.consultation.marks.meter.len() {
            return Vec::new();
        }
        self.edit("Remove meter reading", |consultation| drop(consultation.marks.meter.remove(index)))
    }

    /// A faulty file is refused whole; the readings stay as they were.
    fn take_readings(&mut self, outcome: Result<Vec<MeterReading>, MeterFileError>) -> Vec<Effect> {
        match outcome {
            Ok(readings) => self.edit("Read meter file", |consultation| consultation.marks.meter.extend(readings)),
            Err(error) => {
                let faults = error.faults().iter().map(Fault::to_string).collect();
                self.notify(Notice::error(format!("{error}. No reading was taken from it")).with_details(faults))
            }
        }
    }
}
