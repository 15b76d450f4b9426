use super::canvas::ScreenNews;
use super::dialogs::ChosenFile;
use crate::session::Action;

/// What finished work brings: an action for the session, or something only the window cares about.
pub(super) enum Answer {
    Action(Action),
    Screen(ScreenNews),
    Chosen(ChosenFile),
}

impl From<Action> for Answer {
    fn from(action: Action) -> Self {
        Self::Action(action)
    }
}
