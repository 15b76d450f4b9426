use crate::matching::Recommendation;
use crate::pipeline::Reading;

/// What a region says while it is dragged.
pub(super) struct Live {
    pub reading: Reading,
    /// What would be recommended; none where it takes the whole analysis to say.
    pub answer: Option<Recommendation>,
}
