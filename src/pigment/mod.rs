//! Pigments: what can be put in the skin, and where its colour is known from.
//!
//! A [`Catalog`] of [`Shade`]s is read from JSON by [`read_catalog`], which reports every [`Fault`] at once.

mod catalog;
mod condition;
mod entry;
mod shade;

pub use catalog::{Catalog, CatalogError, FORMAT_VERSION, Fault, load_catalog, read_catalog, shipped_catalog};
pub use shade::{LadderStep, Provenance, ProvenanceKind, Recipe, Shade, State};
