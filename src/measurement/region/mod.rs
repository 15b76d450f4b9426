//! The colour of one region: what of its pixels is left out, what is typical of the rest, and their mean.
//!
//! [`exclusions`] finds shine, shadow and blemishes by cells, [`gate`] single pixels; [`measure`] puts it together and
//! [`combine`] makes one colour of several regions.

pub(super) mod cell_row;
pub(super) mod combine;
pub(super) mod exclusion_mask;
pub(super) mod exclusions;
pub(super) mod gate;
pub(super) mod left_out;
pub(super) mod measure;
pub(super) mod pixel_counts;
pub(super) mod populations;
pub(super) mod tally;
pub(super) mod thin_sample;
