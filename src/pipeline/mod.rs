//! The only place where the stages are chained: photo, regions and catalog in, [`Analysis`] out.
//!
//! Window, command line, training and tests all call [`analyze()`]; healed work teaches the hand by [`learn_from`].

mod aim;
mod analysis;
mod analyze;
mod beside;
mod client_facts;
mod doubts;
mod earlier;
mod inputs;
mod lesson;
mod live;
mod marks;
mod mistakes;
mod reading;
mod regions;
mod scale;
mod simulate;
mod suggest;

pub use analysis::{Analysis, ReferenceUse};
pub use analyze::{analyze, analyze_anyway};
pub use beside::{Places, SideBySide};
pub use doubts::chart_doubts;
pub use earlier::{Basis, Earlier};
pub use inputs::Inputs;
pub use lesson::{LessonError, LessonInputs, learn_from};
pub use live::LiveQuestion;
pub use marks::Marks;
pub use reading::{Reading, measure_live};
pub use scale::Scale;
pub use simulate::{Picture, Simulation, Viewing, over_years};
pub use suggest::{suggest, suggest_bare_area};
