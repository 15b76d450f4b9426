use std::path::PathBuf;
use std::sync::Arc;

use super::Session;
use super::action::CatalogAction;
use super::effect::Effect;
use super::notice::Notice;
use crate::pigment::{Catalog, CatalogError, Fault, shipped_catalog};

impl Session {
    pub(super) fn update_catalog(&mut self, action: CatalogAction) -> Vec<Effect> {
        match action {
            CatalogAction::Choose => vec![Effect::ChooseCatalog { folder: self.settings.catalog_folder.clone() }],
            CatalogAction::Open(path) => vec![Effect::OpenCatalog(path)],
            CatalogAction::Opened { path, outcome } => self.take_catalog(path, outcome),
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

    fn use_catalog(&mut self, catalog: Catalog, path: Option<PathBuf>) -> Vec<Effect> {
        self.catalog = Arc::new(catalog);
        self.catalog_path = path.clone();
        self.revision += 1;
        let mut effects = self.ask_for_analysis();
        effects.extend(self.change_settings(|settings| settings.remember_catalog(path)));
        effects
    }
}
