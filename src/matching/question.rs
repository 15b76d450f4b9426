use super::client_skin::ClientSkin;
use super::person::Person;
use super::practice::Practice;
use super::target::Target;

/// What is asked of a catalog: to reach this in this skin, for somebody who works so.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub target: &'a Target,
    pub client: &'a ClientSkin,
    pub practice: &'a Practice,
    pub person: Person,
}
