use std::sync::{Arc, OnceLock};

use egui::{Context, TextureHandle, TextureOptions};

use super::canvas::{Screen, image_of};
use crate::matching::{ClientSkin, Match, Practice, Question, RecipeMap, Target};
use crate::photo::{Region, ScreenTile};
use crate::pipeline::{Places, SideBySide};
use crate::preview::{Beside, Pattern};
use crate::session::Session;

/// How the answers look beside the client's own stubble, and the map of the one shown large, on the graphics card.
#[derive(Default)]
pub(super) struct AnswerPictures {
    screen: Option<Arc<Screen>>,
    pattern: Arc<OnceLock<Arc<Pattern>>>,
    asked: Option<Arc<Asked>>,
    /// What the pictures show; an earlier state of a drag may still be on screen.
    made: Option<Arc<Asked>>,
    pictures: Vec<(PictureKey, [TextureHandle; 2])>,
    map: Option<RecipeMap>,
}

/// The pigment of a recipe.
type PictureKey = (String, Option<String>);

/// All that the pictures depend on.
struct Asked {
    screen: Arc<Screen>,
    regions: Vec<Region>,
    px_per_mm: f64,
    target: Target,
    client: Arc<ClientSkin>,
    matches: Vec<Match>,
    /// Shown large, the one whose map is drawn.
    shown: Option<Match>,
    practice: Practice,
}

/// Pictures that have to be made, on a job's thread.
pub struct AnswerWork {
    asked: Arc<Asked>,
    pattern: Arc<OnceLock<Arc<Pattern>>>,
}

/// What an [`AnswerWork`] made.
pub struct AnswerNews {
    asked: Arc<Asked>,
    pictures: Vec<(PictureKey, Beside)>,
    map: Option<RecipeMap>,
}

impl AnswerWork {
    pub fn run(self) -> AnswerNews {
        let Self { asked, pattern } = self;
        let pattern = pattern.get_or_init(|| Arc::new(Pattern::new(1)));
        let shown = asked.screen.shown();
        let size = [shown.photo.width(), shown.photo.height()];
        let places = Places::of(&asked.regions, size, asked.px_per_mm);
        let picture = |ranked: &Match| {
            let side = SideBySide::of(places.as_ref()?, &asked.target, &asked.client, ranked)?;
            Some((key_of(ranked), side.draw(shown, pattern)?))
        };
        let pictures = asked.matches.iter().filter_map(picture).collect();
        let map = asked.shown.as_ref().and_then(|shown| asked.map_of(shown));
        AnswerNews { asked, pictures, map }
    }
}

impl Asked {
    fn map_of(&self, shown: &Match) -> Option<RecipeMap> {
        let Self { target, client, practice, .. } = self;
        RecipeMap::of(&Question { target, client, practice, person: Default::default() }, shown)
    }

    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.screen, &other.screen)
            && (&self.regions, self.px_per_mm, &self.target) == (&other.regions, other.px_per_mm, &other.target)
            && (&self.client, &self.matches) == (&other.client, &other.matches)
            && (&self.shown, &self.practice) == (&other.shown, &other.practice)
    }
}

impl AnswerPictures {
    /// What has to be made for what is on screen now; none where it is made or under way.
    pub fn wanted(&mut self, session: &Session) -> Option<AnswerWork> {
        let asked = self.asked_now(session);
        let is_same = match (&asked, &self.asked) {
            (Some(asked), Some(earlier)) => asked.is_same(earlier),
            (asked, earlier) => asked.is_none() && earlier.is_none(),
        };
        if is_same {
            return None;
        }
        self.asked = asked.map(Arc::new);
        let Some(asked) = self.asked.clone() else {
            (self.pictures, self.map, self.made) = (Vec::new(), None, None);
            return None;
        };
        Some(AnswerWork { asked, pattern: self.pattern.clone() })
    }

    fn asked_now(&mut self, session: &Session) -> Option<Asked> {
        let (photo, analysis, recommendation) = (session.photo()?, session.analysis()?, session.recommendation()?);
        let screen = Screen::of(self.screen.take(), photo, Some(&analysis.calibrated));
        self.screen = Some(screen.clone());
        let shown = session.chosen().map(|chosen| chosen.ranked);
        let mut matches: Vec<Match> = recommendation.answers().map(|(_, one)| one.clone()).collect();
        matches.extend(shown.filter(|shown| !matches.contains(shown)).cloned());
        let treatment = session.treatment_with(recommendation.matches.first()?);
        Some(Asked {
            screen,
            regions: session.regions_on_screen(),
            px_per_mm: treatment.px_per_mm,
            target: recommendation.target,
            client: analysis.client.clone()?,
            matches,
            shown: shown.cloned(),
            practice: session.settings().taught_practice(),
        })
    }

    /// Takes in what was made, unless it shows another photo.
    pub fn receive(&mut self, ctx: &Context, news: AnswerNews) {
        let is_of_photo = self.asked.as_ref().is_some_and(|asked| Arc::ptr_eq(&asked.screen, &news.asked.screen));
        if is_of_photo {
            let upload = |tile: &ScreenTile| ctx.load_texture("beside", image_of(tile), TextureOptions::LINEAR);
            let textures = |(key, beside): (PictureKey, Beside)| (key, [&beside.near, &beside.far].map(upload));
            self.pictures = news.pictures.into_iter().map(textures).collect();
            (self.map, self.made) = (news.map, Some(news.asked));
        }
    }

    /// Stubble beside this recipe's dots, in the mirror and from afar, once it is made.
    pub fn of(&self, ranked: &Match) -> Option<&[TextureHandle; 2]> {
        let key = key_of(ranked);
        self.pictures.iter().find(|(of, _)| *of == key).map(|(_, textures)| textures)
    }

    /// The map of the recipe that is shown large.
    pub fn map_of(&self, shown: &Match) -> Option<&RecipeMap> {
        let made_for = self.made.as_ref()?.shown.as_ref()?;
        self.map.as_ref().filter(|_| key_of(made_for) == key_of(shown))
    }
}

fn key_of(ranked: &Match) -> PictureKey {
    (ranked.shade_id.clone(), ranked.mixed_with.clone())
}
