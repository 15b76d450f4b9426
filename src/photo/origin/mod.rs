//! What a file tells of how the photo was made and when.

pub(super) mod camera_facts;
pub(super) mod date;
pub(super) mod made;
