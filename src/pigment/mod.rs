//! Pigments: what can be put in the skin, and where its colour is known from.
//!
//! A [`Catalog`] of [`Shade`]s is read from JSON by [`read_catalog`], which reports every [`Fault`] at once.
//! Colors measured by the practitioner come as [`MeterReading`]s or by [`shade_of_swatches`].

mod catalog;
mod condition;
mod entry;
mod meter;
mod shade;
mod swatch_shade;

pub use catalog::{Catalog, CatalogError, FORMAT_VERSION, Fault, load_catalog, read_catalog, shipped_catalog};
pub use meter::{MeterReading, Subject, read_meter_csv};
pub use shade::{LadderStep, Provenance, ProvenanceKind, Recipe, Shade, State};
pub use swatch_shade::{SwatchShadeError, SwatchSource, shade_of_swatches};
