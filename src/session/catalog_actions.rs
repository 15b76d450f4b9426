use std::path::PathBuf;
use std::sync::Arc;

use super::Session;
use super::action::CatalogAction;
use super::effect::Effect;
use super::file_choice::FileChoice;
use super::notice::Notice;
use crate::calibration::Method;
use crate::color::Lab;
use crate::photo::{RegionId, SwatchStep, Tissue};
use crate::pigment::{
    AppendError, Catalog, CatalogError, Fault, Shade, State, SwatchShadeError, SwatchSource, shade_of_swatches,
    shipped_catalog,
};

impl Session {
    pub(super) fn update_catalog(&mut self, action: CatalogAction) -> Vec<Effect> {
        match action {
            CatalogAction::Open(path) => vec![Effect::OpenCatalog(path)],
            CatalogAction::Opened { path, outcome } => self.take_catalog(path, outcome),
            CatalogAction::KeepSwatches { ladder, name } => self.keep_swatches(ladder, &name),
            CatalogAction::Kept { path, shade, outcome } => self.take_kept(path, &shade, outcome),
            CatalogAction::UseShipped => self.use_catalog(shipped_catalog(), None),
        }
    }

    /// A faulty catalog is refused whole; the previous one stays in use.
    fn take_catalog(&mut self, path: PathBuf, outcome: Result<Catalog, CatalogError>) -> Vec<Effect> {
        match outcome {
            Ok(catalog) => self.use_catalog(catalog, Some(path)),
            Err(error) => {
                let faults = error.faults().iter().map(Fault::to_string).collect();
                let text = format!("{error}. The previous catalog stays in use");
                self.notify(Notice::error(text).with_details(faults))
            }
        }
    }

    /// Makes a shade of a ladder of the photo's swatches, and asks where to keep it.
    fn keep_swatches(&mut self, ladder: u32, name: &str) -> Vec<Effect> {
        match self.shade_of_ladder(ladder, name) {
            Ok(shade) => self.choose_file(FileChoice::KeepShade(Box::new(shade))),
            Err(error) => self.notify(Notice::error(error.to_string())),
        }
    }

    fn shade_of_ladder(&self, ladder: u32, name: &str) -> Result<Shade, SwatchShadeError> {
        let (Some(analysis), Some(photo)) = (&self.analysis, &self.consultation.photo) else {
            return Err(SwatchShadeError::Nothing);
        };
        let measured = |(id, step): (RegionId, SwatchStep)| {
            let measurement = analysis.measurement(id).filter(|found| found.tissue == Tissue::Swatch)?;
            Some((step.water_parts, measurement.lab))
        };
        let of_ladder = self.consultation.marks.steps().filter(|(_, step)| step.ladder == ladder);
        let steps: Vec<(f64, Lab)> = of_ladder.filter_map(measured).collect();
        let reference = match analysis.calibration().method() {
            Method::None => None,
            Method::Neutral => Some("neutral card".into()),
            Method::Chart => Some("chart".into()),
        };
        let date = photo.origin().taken.map(|date| date.to_string());
        let source = SwatchSource { photo: photo.name().into(), sha256: photo.sha256().into(), date, reference };
        shade_of_swatches(name, &steps, State::CardSwatch, &source)
    }

    fn take_kept(&mut self, path: PathBuf, shade: &Shade, outcome: Result<(), AppendError>) -> Vec<Effect> {
        let notice = match outcome {
            Ok(()) => Notice::info(format!(
                "“{}” is kept with {} colours in {}",
                shade.name,
                shade.recipes().count(),
                path.display()
            )),
            Err(error) => {
                Notice::error(error.to_string()).with_details(error.faults().iter().map(Fault::to_string).collect())
            }
        };
        self.notify(notice)
    }

    fn use_catalog(&mut self, catalog: Catalog, path: Option<PathBuf>) -> Vec<Effect> {
        self.catalog = Arc::new(catalog);
        self.catalog_path = path.clone();
        self.revision += 1;
        let mut effects = self.ask_for_analysis();
        effects.extend(self.change_settings(|settings| settings.remember_catalog(path)));
        effects
    }
}
