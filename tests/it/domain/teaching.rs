//! Healed work of known hands, simulated by the program's own optics: in the window's session and headless.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use stipple::color::{Lab, srgb_hex};
use stipple::matching::{ClientSkin, SkinSource, Work};
use stipple::photo::{Date, Photo, Shape, Tissue};
use stipple::pigment::{Hand, Lesson, Recipe, load_after, shipped_catalog};
use stipple::pipeline::{LessonError, LessonInputs, analyze, learn_from};
use stipple::progress::Progress;
use stipple::session::{
    Action, Effect, PhotoAction, PhotoSource, RegionAction, Session, Settings, Severity, TeachAction, load_settings,
    save_settings,
};

use crate::support::program::run;

const SKIN: Lab = Lab::new(66.0, 8.5, 16.0);
const SHADE: &str = "carbon-neutral";
const SIZE: [u32; 2] = [320, 120];

/// A grey card beside it.
const GREY: Lab = Lab::new(76.0, 0.0, 0.0);
const CARD: &str = "neutral:rect:255,10,60,100@76";

/// The area that a hand which leaves so much makes of [`SKIN`] with 150 dots of 0.30 mm, eight weeks ago.
fn healed(retained: f64) -> Lab {
    let hand = Hand { retained, ..Hand::default() };
    let stock = shipped_catalog().shade(SHADE).and_then(|shade| shade.stock()).expect("it is shipped");
    let load = load_after(&hand, hand.healed(stock.load, work().recipe), 8.0);
    let worn = hand.worn(load, &hand.dots, 8.0);
    ClientSkin::prepare(SKIN, SkinSource::Measured, &hand).area(&worn.load, &worn.dots)
}

fn work() -> Work {
    Work { recipe: Recipe::diluted(15.0), diameter_mm: Some(0.3), per_cm2: Some(150.0), weeks_after_treatment: 8.0 }
}

/// Bare skin on both sides of an area of this colour, and the card.
fn rgba(area: Lab) -> Vec<u8> {
    let bytes = |lab: Lab| u32::from_str_radix(&srgb_hex(lab.to_linear())[1..], 16).expect("a colour");
    let [skin, area, grey] = [SKIN, area, GREY].map(bytes);
    let color = |x: u32| match x {
        80..160 => area,
        245.. => grey,
        _ => skin,
    };
    let pixel = |rgb: u32| [(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8, 255];
    (0..SIZE[0] * SIZE[1]).flat_map(|index| pixel(color(index % SIZE[0]))).collect()
}

fn photo(name: &str, area: Lab) -> Arc<Photo> {
    Arc::new(Photo::from_rgba8(name, SIZE[0], SIZE[1], rgba(area)).expect("a valid picture"))
}

fn rect(x: f64) -> Shape {
    Shape::Rect { x, y: 10.0, width: 60.0, height: 100.0 }
}

/// Applies an action, and all that it asks of the world but files.
fn settle(session: &mut Session, action: Action) {
    let mut waiting = vec![action];
    while let Some(action) = waiting.pop() {
        for effect in session.update(action) {
            waiting.extend(answered(effect));
        }
    }
}

fn answered(effect: Effect) -> Option<Action> {
    match effect {
        Effect::Analyze { revision, inputs, earlier } => {
            let analysis = analyze(&inputs, earlier.as_deref(), &Progress::unwatched());
            Some(Action::Analyzed { revision, analysis: Box::new(analysis.expect("nothing is in the way")) })
        }
        Effect::Learn { photo, regions, calibrated, shade, work, hand } => {
            let today = Date { year: 2026, month: 11, day: 26 };
            let inputs = LessonInputs { photo, regions, calibrated, shade: *shade, work, hand, today };
            Some(Action::Teach(TeachAction::Learnt(learn_from(&inputs).map(Box::new))))
        }
        _ => None,
    }
}

/// A session with this healed work open and marked.
fn session_with(photo: &Arc<Photo>, settings: Settings, path: Option<PathBuf>) -> Session {
    let mut session = Session::new(settings, path);
    open(&mut session, photo);
    session
}

fn open(session: &mut Session, photo: &Arc<Photo>) {
    let source = PhotoSource::Bytes { name: photo.name().into(), bytes: Arc::new([]) };
    settle(session, Action::Photo(PhotoAction::Opened { source, outcome: Ok(photo.clone()) }));
    settle(session, Action::SetReference(CARD.parse().expect("a card")));
    for (tissue, x) in [(Tissue::Skin, 10.0), (Tissue::Skin, 170.0), (Tissue::Healed, 90.0)] {
        settle(session, Action::Region(RegionAction::Add { tissue, shape: rect(x) }));
    }
}

fn learn() -> Action {
    Action::Teach(TeachAction::Learn { shade_id: SHADE.into(), work: work() })
}

fn lessons(session: &Session) -> &[Lesson] {
    &session.settings().teaching.lessons
}

#[test]
fn healed_work_teaches_the_hand_that_recipes_are_ranked_for() {
    let usual = Hand::default();
    let retained = 1.8 * usual.retained;
    let mut session = session_with(&photo("first.jpg", healed(retained)), Settings::default(), None);
    settle(&mut session, learn());
    let [lesson] = lessons(&session) else { panic!("{:?}", session.notices()) };
    assert!((lesson.retained / retained).ln().abs() < lesson.log_sigma, "{lesson:?}");
    assert_eq!(
        (lesson.photo.as_str(), lesson.date.as_str(), lesson.shade.is_empty()),
        ("first.jpg", "2026-11-26", false)
    );
    let taught = |session: &Session| session.settings().taught_practice().hand;
    let once = taught(&session);
    assert!(once.retained > usual.retained && once.retained_sigma < usual.retained_sigma, "{once:?}");
    for (name, factor) in [("second.jpg", 1.7), ("third.jpg", 1.9)] {
        open(&mut session, &photo(name, healed(factor * usual.retained)));
        settle(&mut session, learn());
    }
    let thrice = taught(&session);
    assert!(thrice.retained_sigma < once.retained_sigma && thrice.retained > once.retained, "{once:?} {thrice:?}");
    assert_eq!(session.settings().practice.hand, usual, "what was typed stays as it was");
    settle(&mut session, Action::Region(RegionAction::Add { tissue: Tissue::Stubble, shape: rect(90.0) }));
    let ranked_for = |session: &Session| {
        *session.analysis().and_then(|analysis| analysis.client.as_ref()).expect("stubble is marked").hand()
    };
    assert_eq!(ranked_for(&session), thrice);
    settle(&mut session, Action::Teach(TeachAction::Switch(false)));
    assert_eq!((taught(&session), ranked_for(&session), lessons(&session).len()), (usual, usual, 3));
    settle(&mut session, Action::Teach(TeachAction::Switch(true)));
    assert_eq!(taught(&session), thrice);
    settle(&mut session, Action::Teach(TeachAction::Remove(2)));
    settle(&mut session, Action::Teach(TeachAction::Remove(9)));
    assert_eq!(lessons(&session).len(), 2);
    settle(&mut session, Action::Teach(TeachAction::Reset));
    assert_eq!((taught(&session), ranked_for(&session), lessons(&session).len()), (usual, usual, 0));
}

#[test]
fn a_photo_teaches_once_and_its_latest_lesson_counts() {
    let mut session = session_with(&photo("first.jpg", healed(0.06)), Settings::default(), None);
    settle(&mut session, learn());
    let earlier = lessons(&session)[0].retained;
    let weaker = Work { recipe: Recipe::diluted(20.0), ..work() };
    settle(&mut session, Action::Teach(TeachAction::Learn { shade_id: SHADE.into(), work: weaker }));
    let [lesson] = lessons(&session) else { panic!("{:?}", lessons(&session)) };
    assert!(lesson.retained > 1.2 * earlier, "{earlier} {lesson:?}");
}

#[test]
fn lessons_are_kept_in_the_settings_file() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("settings.toml");
    let mut session = session_with(&photo("first.jpg", healed(0.06)), Settings::default(), Some(path.clone()));
    let Some(learning) = session.update(learn()).pop() else { panic!("{:?}", session.notices()) };
    let effects = session.update(answered(learning).expect("a lesson is an answer"));
    let Some(Effect::SaveSettings { settings, .. }) = effects.first() else { panic!("{effects:?}") };
    save_settings(&path, settings).expect("a settings file can be written");
    let loaded = load_settings(&path).expect("it was just written");
    assert_eq!((loaded.teaching.lessons.len(), &loaded), (1, session.settings()));
}

#[test]
fn work_that_cannot_be_told_from_the_skin_is_refused_with_what_to_do() {
    let paler = Lab { l: SKIN.l - 0.6, ..SKIN };
    let mut session = session_with(&photo("pale.jpg", paler), Settings::default(), None);
    settle(&mut session, learn());
    let [notice] = session.notices() else { panic!("{:?}", session.notices()) };
    assert_eq!((notice.severity, lessons(&session).len()), (Severity::Error, 0));
    let told = &notice.text;
    assert!(told.starts_with("Nothing was learnt: the healed area is not darker than the skin by more than"), "{told}");
    assert!(told.contains("mark bare skin right beside it"), "{told}");
}

#[test]
fn what_is_not_marked_is_asked_for() {
    let photo = photo("first.jpg", healed(0.06));
    let inputs = |tissues: &[Tissue]| {
        let regions = (0..)
            .zip(tissues)
            .map(|(id, &tissue)| stipple::photo::Region::new(stipple::photo::RegionId(id), "x", tissue, rect(90.0)));
        LessonInputs {
            photo: photo.clone(),
            regions: regions.collect(),
            calibrated: Arc::default(),
            shade: shipped_catalog().shade(SHADE).cloned().expect("it is shipped"),
            work: work(),
            hand: Hand::default(),
            today: Date { year: 2026, month: 11, day: 26 },
        }
    };
    assert!(matches!(learn_from(&inputs(&[Tissue::Skin])), Err(LessonError::NoHealedWork)));
    assert!(matches!(learn_from(&inputs(&[Tissue::Healed])), Err(LessonError::NoSkin)));
}

fn saved(folder: &Path, area: Lab) -> PathBuf {
    let path = folder.join("healed.png");
    let picture = image::RgbaImage::from_raw(SIZE[0], SIZE[1], rgba(area)).expect("as many bytes as pixels");
    picture.save(&path).expect("a picture can be written");
    path
}

#[test]
fn the_headless_program_tells_the_share_and_what_it_makes_of_the_hand() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = saved(folder.path(), healed(0.084));
    let photo = path.to_str().expect("a plain path");
    let regions = ["--healed=rect:90,10,60,100", "--skin=rect:10,10,60,100", "--skin=rect:170,10,60,100"];
    let told = ["--shade=carbon-neutral", "--water=15", "--per-cm2=150", "--diameter=0.3", "--reference", CARD];
    let asked: Vec<&str> = ["teach", photo].into_iter().chain(regions).chain(told).collect();
    let answer = run(asked.iter().copied().chain(["--json"])).json();
    let number = |value: &serde_json::Value| value.as_f64().expect("a number");
    let (retained, log_sigma) = (number(&answer["retained"]), number(&answer["log_sigma"]));
    assert!((retained / 0.084).ln().abs() < log_sigma && log_sigma < 0.9, "{answer}");
    let combined = number(&answer["combined"]["retained"]);
    assert!(combined > Hand::default().retained && combined < retained, "{answer}");
    assert!(number(&answer["combined"]["log_sigma"]) < number(&answer["prior"]["log_sigma"]), "{answer}");
    let raw = run(asked.iter().copied().map(|one| if one == CARD { "none" } else { one }));
    assert!(raw.reason().contains("or photograph with a chart"), "{raw:?}");
    let text = run(asked.iter().copied()).stdout;
    assert!(text.contains("% stayed") && text.contains("known before") && text.contains("with this lesson"), "{text}");
    let fresh = run(asked.iter().copied().chain(["--weeks=2"]));
    assert!(fresh.reason().contains("2 weeks after treatment it has not healed"), "{fresh:?}");
    let unknown = run(["teach", photo, regions[0], regions[1], "--shade=nobody", "--water=15"]);
    assert!(unknown.reason().contains("no shade “nobody” is known"), "{unknown:?}");
}
