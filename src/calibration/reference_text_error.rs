use crate::photo::ShapeError;

/// Why a text is not a reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceTextError {
    #[error(
        "“{0}” is not a reference: use auto, none, chart, chart:X,Y,X,Y,X,Y,X,Y, neutral:SHAPE@L or neutral:SHAPE@L+SHAPE@L"
    )]
    Unknown(String),
    #[error(
        "a chart has four corners, eight numbers: by the dark-skin patch, or the first of a chart that a file describes, then clockwise"
    )]
    Corners,
    #[error(
        "“{0}” is not a lightness: L* of a neutral patch lies between 5 and 100, a white sheet is written as “paper”"
    )]
    Lightness(String),
    #[error(transparent)]
    Shape(#[from] ShapeError),
}
