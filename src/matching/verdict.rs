use serde::Serialize;

/// What an answer comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Treat,
    /// Treating would come no nearer to the stubble than leaving the skin as it is.
    LeaveIt,
    /// The first recipe is far from the target.
    NothingNear,
    /// The catalog has no pigment whose colour is known.
    NoPigment,
}
