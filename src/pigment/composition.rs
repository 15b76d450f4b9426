use serde::{Deserialize, Serialize};

/// What a stock holds beside a stock of 15 % carbon black (1.0), as optical depths at 550 nm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Composition {
    pub carbon: f64,
    pub brown: f64,
}
