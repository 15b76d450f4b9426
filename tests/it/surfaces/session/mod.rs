//! A session without a window: these actions, then this state and these effects.

mod client;
mod drags;
mod photos;
mod recipes;
mod references;
mod regions;
mod swatches;

use std::sync::Arc;

use stipple::photo::{Photo, RegionId, Shape, Tissue};
use stipple::pipeline::{Analysis, analyze};
use stipple::progress::Progress;
use stipple::session::{Action, Effect, PhotoAction, PhotoSource, RegionAction, Session, Settings};

/// A photo of one colour; the name is also its colour's.
pub fn photo(name: &str, rgb: [u8; 3]) -> Arc<Photo> {
    let rgba = [rgb[0], rgb[1], rgb[2], 255].repeat(120 * 90);
    Arc::new(Photo::from_rgba8(name, 120, 90, rgba).expect("a valid picture"))
}

pub fn opened(photo: &Arc<Photo>) -> Action {
    let source = PhotoSource::Bytes { name: photo.name().into(), bytes: Arc::new([]) };
    Action::Photo(PhotoAction::Opened { source, outcome: Ok(photo.clone()) })
}

pub fn shape() -> Shape {
    Shape::Rect { x: 10.0, y: 10.0, width: 60.0, height: 40.0 }
}

pub fn add(tissue: Tissue) -> Action {
    Action::Region(RegionAction::Add { tissue, shape: shape() })
}

pub fn delete(id: u32) -> Action {
    Action::Region(RegionAction::Delete(RegionId(id)))
}

/// A session with a photo of skin, and no settings file.
pub fn session() -> Session {
    let mut session = Session::new(Settings::default(), None);
    session.update(opened(&photo("skin", [190, 150, 128])));
    session
}

/// What the only effect asks to be analysed.
pub fn asked(effects: &[Effect]) -> (u64, Analysis) {
    let [Effect::Analyze { revision, inputs, earlier }] = effects else {
        panic!("one analysis should be asked for: {effects:?}")
    };
    (*revision, analyze(inputs, earlier.as_deref(), &Progress::unwatched()).expect("nothing is in the way"))
}

/// Applies an action and gives back the analysis that it asks for.
pub fn settle(session: &mut Session, action: Action) {
    let (revision, analysis) = asked(&session.update(action));
    session.update(Action::Analyzed { revision, analysis: Box::new(analysis) });
    assert!(session.is_analysis_current());
}

pub fn names(session: &Session) -> Vec<&str> {
    session.consultation().marks.regions.iter().map(|region| region.name.as_str()).collect()
}
