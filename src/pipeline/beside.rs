use std::sync::Arc;

use crate::matching::{ClientSkin, Match, Target, TargetSource};
use crate::photo::{Region, Shown, Square, Tissue};
use crate::pigment::Load;
use crate::preview::{Beside, DotColor, Pattern, Side, Treatment, ViewingLight};
use crate::skin::Dots;

/// How wide a piece of stubble is shown, mm: a hundred follicles and more (our choice).
const SIDE_MM: f64 = 10.0;

/// All that a picture of the client's stubble beside the dots of a recipe depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct SideBySide {
    pub stubble: Side,
    /// Bare skin, as it looks in the stubble's light.
    pub skin: Side,
    pub dots: Dots,
    /// What is in the skin once healed.
    pub load: Load,
    pub client: Arc<ClientSkin>,
    pub px_per_mm: f64,
}

/// Where stubble and bare skin can be seen best, the same for all recipes.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    stubble: Square,
    skin: Vec<Square>,
    px_per_mm: f64,
}

impl Places {
    /// In the largest pieces of the marked regions; none without a region of stubble.
    pub fn of(regions: &[Region], photo_size: [u32; 2], px_per_mm: f64) -> Option<Self> {
        let of_tissue = |tissue: Tissue| regions.iter().filter(move |region| region.tissue == tissue);
        let within = |region: &Region| Square::within(region, photo_size, SIDE_MM * px_per_mm);
        let stubble = of_tissue(Tissue::Stubble).filter_map(|region| within(region).first().copied());
        let stubble = stubble.reduce(|most, next| if next.side > most.side { next } else { most })?;
        Some(Self { stubble, skin: of_tissue(Tissue::Skin).flat_map(within).collect(), px_per_mm })
    }
}

impl SideBySide {
    /// A recipe beside the stubble that is to be matched; none where the target is no stubble or the recipe's dots are not
    /// known.
    pub fn of(places: &Places, target: &Target, client: &Arc<ClientSkin>, ranked: &Match) -> Option<Self> {
        let is_seen = target.from == TargetSource::Stubble;
        let (dots, load) = ranked.dots.zip(ranked.load).filter(|_| is_seen)?;
        Some(Self {
            stubble: Side { squares: vec![places.stubble], lab: target.lab },
            skin: Side { squares: places.skin.clone(), lab: target.skin.unwrap_or(client.lab) },
            dots,
            load,
            client: client.clone(),
            px_per_mm: places.px_per_mm,
        })
    }

    /// About 10 ms; none where the stubble is a few pixels wide.
    pub fn draw(&self, shown: &Shown, pattern: &Arc<Pattern>) -> Option<Beside> {
        let color = DotColor::predict(self.client.usual(), &self.load, &self.dots, ViewingLight::Daylight);
        let treatment = Treatment::new(self.dots, self.px_per_mm);
        Beside::draw(shown, [&self.stubble, &self.skin], &treatment, color, pattern)
    }
}
