use egui::Key;

/// What a drag on the photo does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tool {
    /// Select, move and resize regions; drag empty ground to pan.
    #[default]
    Select,
    Rectangle,
    Ellipse,
    Lasso,
    /// A circle around a point.
    Point,
}

impl Tool {
    pub const ALL: [Self; 5] = [Self::Select, Self::Rectangle, Self::Ellipse, Self::Lasso, Self::Point];

    pub fn name(self) -> &'static str {
        match self {
            Self::Select => "Select",
            Self::Rectangle => "Rectangle",
            Self::Ellipse => "Ellipse",
            Self::Lasso => "Lasso",
            Self::Point => "Point",
        }
    }

    pub fn key(self) -> Key {
        match self {
            Self::Select => Key::V,
            Self::Rectangle => Key::R,
            Self::Ellipse => Key::E,
            Self::Lasso => Key::L,
            Self::Point => Key::P,
        }
    }

    pub fn hint(self) -> &'static str {
        match self {
            Self::Select => "Click a region to select it, drag to move it; drag beside it to move the photo",
            Self::Rectangle => "Drag a rectangle over one tissue",
            Self::Ellipse => "Drag an ellipse over one tissue",
            Self::Lasso => "Draw freely around one tissue",
            Self::Point => "Click for a small circle, drag for a larger one",
        }
    }
}
