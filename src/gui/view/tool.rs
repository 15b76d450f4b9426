use egui::Key;

/// What a drag on the photo does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::gui) enum Tool {
    /// Select, move and resize regions; drag empty ground to pan.
    #[default]
    Select,
    Rectangle,
    Ellipse,
    Lasso,
    /// A circle around a point.
    Point,
    /// Swatches of a ladder under one rectangle.
    Strip,
    /// Over pixels of the selected region, which are left out or taken in.
    Brush,
    /// A line along something of known length.
    Ruler,
    /// A rectangle over a grey or white card.
    NeutralPatch,
    /// Four clicks on a chart's corners.
    ChartCorners,
}

impl Tool {
    /// The tools of the toolbar; the others are chosen where they are needed.
    pub const ALL: [Self; 5] = [Self::Select, Self::Rectangle, Self::Ellipse, Self::Lasso, Self::Point];

    /// Those others.
    pub const ELSEWHERE: [Self; 5] = [Self::Strip, Self::Brush, Self::Ruler, Self::NeutralPatch, Self::ChartCorners];

    pub fn name(self) -> &'static str {
        match self {
            Self::Select => "Select",
            Self::Rectangle => "Rectangle",
            Self::Ellipse => "Ellipse",
            Self::Lasso => "Lasso",
            Self::Point => "Point",
            Self::Strip => "Ladder",
            Self::Brush => "Brush",
            Self::Ruler => "Ruler",
            Self::NeutralPatch => "Grey card",
            Self::ChartCorners => "Chart corners",
        }
    }

    pub fn key(self) -> Key {
        match self {
            Self::Select => Key::V,
            Self::Rectangle => Key::R,
            Self::Ellipse => Key::E,
            Self::Lasso => Key::L,
            Self::Point => Key::P,
            Self::Strip => Key::T,
            Self::Brush => Key::B,
            Self::Ruler => Key::M,
            Self::NeutralPatch => Key::G,
            Self::ChartCorners => Key::K,
        }
    }

    pub fn hint(self) -> &'static str {
        match self {
            Self::Select => "Click a region to select it, drag to move it; drag beside it to move the photo",
            Self::Rectangle => "Drag a rectangle over one tissue",
            Self::Ellipse => "Drag an ellipse over one tissue",
            Self::Lasso => "Draw freely around one tissue",
            Self::Strip => "Drag a rectangle over a row of swatches, from the first to the last",
            Self::Brush => "Brush over what does not belong to the selected region, with Shift over what does",
            Self::Ruler => "Drag along something whose length you know, at the distance of the head",
            Self::NeutralPatch => "Drag a rectangle over a grey or white card",
            Self::ChartCorners => "Click the chart's four outer corners: by the dark-skin patch, then clockwise",
            Self::Point => "Click for a small circle, drag for a larger one",
        }
    }
}
