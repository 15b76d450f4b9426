use serde::{Deserialize, Serialize};

/// Drops of water in a millilitre: 20 from a normal drop meter (European Pharmacopoeia 2.1.1). A bottle's own dropper may
/// differ; count its drops into a millilitre once.
pub const DROPS_PER_ML: f64 = 20.0;

/// More drops than this nobody counts (our choice): a measuring cup or syringe is for more.
const MOST_DROPS: u32 = 1000;

/// The cup that is mixed in, and the dropper that is counted with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cup {
    /// What is to be mixed, ml.
    pub ml: f64,
    /// What one drop holds, ml.
    pub drop_ml: f64,
}

impl Default for Cup {
    /// 2 ml is our choice: a sitting takes one or two of it. 20 drops to the ml are those of a normal drop meter (European
    /// Pharmacopoeia 2.1.1); a bottle's own dropper may differ.
    fn default() -> Self {
        Self { ml: 2.0, drop_ml: 1.0 / DROPS_PER_ML }
    }
}

/// Why a cup cannot be filled by drops, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CupError {
    #[error("a cup and a drop hold more than nothing: set both")]
    Nothing,
    #[error("{drops} drops are the least for this dilution, {ml:.2} ml: take a larger cup, or a syringe")]
    TooSmall { drops: u32, ml: f64 },
    #[error("that is more than {MOST_DROPS} drops: measure it in millilitres")]
    TooLarge,
}

impl Cup {
    /// How many drops it takes; not a whole number.
    pub(super) fn drops(&self) -> Result<f64, CupError> {
        let is_something = |ml: f64| ml.is_finite() && ml > 0.0;
        if !is_something(self.ml) || !is_something(self.drop_ml) {
            return Err(CupError::Nothing);
        }
        let drops = self.ml / self.drop_ml;
        if drops > f64::from(MOST_DROPS) { Err(CupError::TooLarge) } else { Ok(drops) }
    }
}
