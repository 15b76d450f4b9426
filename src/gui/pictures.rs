use super::answer_pictures::AnswerPictures;
use super::canvas::CanvasPictures;

/// All that was made for the screen, most of it on the graphics card.
#[derive(Default)]
pub(super) struct Pictures {
    pub canvas: CanvasPictures,
    pub answers: AnswerPictures,
}
