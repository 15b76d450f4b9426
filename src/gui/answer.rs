use super::answer_pictures::AnswerNews;
use super::canvas::{OverlayNews, ScreenNews, TreatedNews};
use super::dialogs::ChosenFile;
use crate::session::Action;

/// What finished work brings: an action for the session, or something only the window cares about.
pub(super) enum Answer {
    Action(Box<Action>),
    Screen(ScreenNews),
    Overlay(OverlayNews),
    Treated(Box<TreatedNews>),
    Pictures(Box<AnswerNews>),
    Chosen(ChosenFile),
}

impl From<Action> for Answer {
    fn from(action: Action) -> Self {
        Self::Action(Box::new(action))
    }
}
