use std::path::PathBuf;
use std::sync::Arc;

use super::Session;
use super::action::ChartAction;
use super::effect::Effect;
use super::notice::Notice;
use crate::calibration::chart::{Chart, ChartLoadError};

impl Session {
    pub(super) fn update_chart(&mut self, action: ChartAction) -> Vec<Effect> {
        match action {
            ChartAction::Open(path) => vec![Effect::OpenChart(path)],
            ChartAction::Opened { path, outcome } => self.take_chart(path, outcome),
            ChartAction::UsePublished => self.use_chart(None, None),
        }
    }

    /// A faulty file is refused; the colours used before stay in use.
    fn take_chart(&mut self, path: PathBuf, outcome: Result<Arc<Chart>, ChartLoadError>) -> Vec<Effect> {
        match outcome {
            Ok(chart) => self.use_chart(Some(chart), Some(path)),
            Err(error) => self.notify(Notice::error(format!("{error}. The chart's colours stay as they were"))),
        }
    }

    fn use_chart(&mut self, chart: Option<Arc<Chart>>, path: Option<PathBuf>) -> Vec<Effect> {
        self.measured_chart = chart;
        self.revision += 1;
        let mut effects = self.ask_for_analysis();
        effects.extend(self.change_settings(|settings| settings.remember_chart(path)));
        effects
    }
}
