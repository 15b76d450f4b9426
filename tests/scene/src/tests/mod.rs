//! The drawn photos keep what they claim.

mod heads;
mod scenes;
