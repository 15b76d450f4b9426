//! Pigments: what can be put in the skin, and where its colour is known from.
//!
//! A [`Catalog`] of [`Shade`]s is read from JSON by [`read_catalog`], which reports every [`Fault`] at once. What a
//! shade's [`Stock`] leaves in the skin, diluted and healed by a [`Hand`], is a [`Load`]; [`healed_colors`] follows it
//! over the years. [`Lesson`]s of healed work teach the hand ([`Teaching`]).
//! Colors measured by the practitioner come as [`MeterReading`]s or by [`shade_of_swatches`].

mod append;
mod batch;
mod catalog;
mod composition;
mod condition;
mod cup;
mod drops;
mod entry;
mod fault;
mod fields;
mod hand;
mod healed;
mod ladder;
mod lesson;
mod load;
mod meter;
mod shade;
mod steps;
mod stock;
mod swatch_shade;
mod teaching;
mod weeks;
mod widening;

pub use append::{AppendError, append_shade};
pub use batch::{Batch, Bottle, Portion};
pub use catalog::{Catalog, CatalogError, FORMAT_VERSION, load_catalog, read_catalog, shipped_catalog};
pub use composition::Composition;
pub use cup::{Cup, CupError, DROPS_PER_ML};
pub use drops::WholeDrops;
pub use fault::Fault;
pub use hand::Hand;
pub use healed::{HealedColor, MODEL_VERSION, WEEKS_AFTER_TREATMENT, fading_sigma, healed_colors, load_after};
pub use ladder::{WATER_RANGE, even_dilutions};
pub use lesson::Lesson;
pub use load::Load;
pub use meter::{Assumed, MeterFileError, MeterReading, Subject, load_meter_csv, read_meter_csv};
pub use shade::{LadderStep, Provenance, ProvenanceKind, Recipe, Shade, State};
pub use steps::{Steps, StepsError};
pub use stock::{Basis, Stock, absorption_of_swatch};
pub use swatch_shade::{SwatchShadeError, SwatchSource, shade_of_swatches};
pub use teaching::{Taught, Teaching};
pub use weeks::HEALED_WEEKS;
pub use widening::WornDots;
