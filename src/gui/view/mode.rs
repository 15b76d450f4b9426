/// What the window is for at the moment: what the photo shows and what a drag on it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::gui) enum Mode {
    /// Regions are marked and measured.
    #[default]
    Measure,
    /// Dots of the chosen recipe are painted and looked at.
    Preview,
}

impl Mode {
    /// This mode, or back to measuring from it.
    pub fn toggled(self, to: Self) -> Self {
        if self == to { Self::Measure } else { to }
    }
}
