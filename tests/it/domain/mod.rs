//! From pixels and numbers to colours, charts, measurements, predictions and recipes.

mod charts;
mod charts_of_any_grid;
mod color_reference;
mod light_on_skin;
mod preview;
mod properties;
mod quality;
mod round_heads;
mod stubble;
mod suggested_regions;
mod swatches;
mod teaching;
