//! The optics of skin beside light followed photon by photon, and what it keeps to.

pub(crate) mod dots_monte_carlo;
mod monte_carlo_reference;
mod trends;
