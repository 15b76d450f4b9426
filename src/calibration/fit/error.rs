/// Why no camera could be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    #[error(
        "only {usable} of {patches} patches can be read; photograph the chart whole, without glare and not overexposed"
    )]
    TooFewPatches { usable: usize, patches: usize },
    #[error("the patches do not read like the chart's colours; check that its corners are right")]
    NotThisChart,
}
