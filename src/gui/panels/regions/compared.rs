use crate::color::{DeltaE, Lab};

/// A colour of the consultation and how sure it is.
pub(super) struct Compared {
    pub name: &'static str,
    /// Stands for it in the plot.
    pub sign: &'static str,
    pub lab: Lab,
    /// Standard uncertainty.
    pub uncertainty: DeltaE,
    pub is_skin: bool,
}
