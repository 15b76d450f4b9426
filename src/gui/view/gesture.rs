use super::brushwork::Brushwork;
use super::marking::Marking;

/// A drag over the photo that is under way. Nothing of the consultation changes before it ends.
#[derive(Clone, Debug)]
pub(in crate::gui) enum Gesture {
    /// The photo itself is moved.
    Pan,
    /// Something is marked on it.
    Mark(Marking),
    /// Dots are painted on it.
    Treat(Brushwork),
}
