use clap::Args;

use super::parse;
use crate::matching::{Answers, BrowTone, Goal, Looks, Practice};
use crate::pigment::Hand;
use crate::skin::Dots;

/// What the photo cannot tell about the client.
#[derive(Args)]
pub(super) struct PersonArguments {
    /// The skin is tanned now
    #[arg(long)]
    tanned: bool,
    /// The area to be treated is a scar
    #[arg(long)]
    scar: bool,
    /// The brows beside the hair on the head: paler, alike or darker
    #[arg(long, value_name = "TONE", value_parser = parse::brows)]
    brows: Option<BrowTone>,
}

/// How the practitioner works; what is left out is the program's assumption.
#[derive(Args)]
pub(super) struct PracticeArguments {
    /// How many times as much too dark costs than too light
    #[arg(long, value_name = "N", value_parser = parse::factor)]
    darker_costs: Option<f64>,
    /// Diameter of a healed dot
    #[arg(long, value_name = "MM", value_parser = parse::diameter)]
    dot_diameter: Option<f64>,
    #[command(flatten)]
    hand: HandArguments,
    /// Rank mixes of two shades, half and half, too
    #[arg(long)]
    mixes: bool,
    /// Less skin between hair that stays is the goal, not a shaved look: only the area's colour counts
    #[arg(long)]
    between_hair: bool,
    /// Dots on a square centimetre that you chose; without it they follow the hairs beside
    #[arg(long, value_name = "PER_CM2", value_parser = parse::density)]
    density: Option<f64>,
    /// How much lighter than the stubble the area is to stay, in L*
    #[arg(long, value_name = "L", value_parser = parse::lightness_step)]
    lighter_by: Option<f64>,
    /// What the area's colour counts, seen across a room
    #[arg(long, value_name = "N", value_parser = parse::weight)]
    room_weight: Option<f64>,
    /// What the grain counts, seen in the mirror
    #[arg(long, value_name = "N", value_parser = parse::weight)]
    mirror_weight: Option<f64>,
    /// What a doubling of the dots beside those that go best with the hairs counts
    #[arg(long, value_name = "N", value_parser = parse::weight)]
    density_weight: Option<f64>,
    /// How far away the mirror look is, in metres
    #[arg(long, value_name = "M", value_parser = parse::distance)]
    mirror_distance: Option<f64>,
}

/// What one hand leaves in the skin.
#[derive(Args)]
pub(super) struct HandArguments {
    /// Depth of the middle of the pigment's 0.2 mm
    #[arg(long, value_name = "MM", value_parser = parse::depth)]
    depth: Option<f64>,
    /// The share of a dilution's pigment that is in the dots once healed, 0–1
    #[arg(long, value_name = "SHARE", value_parser = parse::share)]
    retained: Option<f64>,
    /// How well the retained share is known: standard uncertainty as a share of it, 0–1
    #[arg(long, value_name = "SHARE", value_parser = parse::share)]
    retained_uncertainty: Option<f64>,
    /// The least and the most share of pigment that is lost while it heals, 0–0.95
    #[arg(long, value_name = "FROM,TO", value_parser = parse::lightening)]
    lightening: Option<[f64; 2]>,
    /// The least and the most by which dots widen over the years, mm per √year: d² grows by its square each year
    #[arg(long, value_name = "FROM,TO", value_parser = parse::widening)]
    widening: Option<[f64; 2]>,
}

impl HandArguments {
    pub fn hand(&self, dots: Dots) -> Hand {
        let usual = Hand::default();
        Hand {
            depth_mm: self.depth.unwrap_or(usual.depth_mm),
            retained: self.retained.unwrap_or(usual.retained),
            retained_sigma: self.retained_uncertainty.unwrap_or(usual.retained_sigma),
            lightening: self.lightening.unwrap_or(usual.lightening),
            widening: self.widening.unwrap_or(usual.widening),
            dots,
        }
    }
}

impl PersonArguments {
    pub fn answers(&self) -> Answers {
        let said = |is_so: bool| is_so.then_some(true);
        Answers { is_tanned: said(self.tanned), on_scar: said(self.scar), brows: self.brows, ..Answers::default() }
    }
}

impl PracticeArguments {
    pub fn practice(&self) -> Practice {
        let usual = Practice::default();
        let diameter_mm = self.dot_diameter.unwrap_or(usual.hand.dots.diameter_mm);
        let hand = self.hand.hand(Dots { diameter_mm, ..usual.hand.dots });
        let darker_costs = self.darker_costs.unwrap_or(usual.darker_costs);
        let goal = if self.between_hair { Goal::BetweenHair } else { Goal::ShavedLook };
        let looks = Looks {
            room_weight: self.room_weight.unwrap_or(usual.looks.room_weight),
            mirror_weight: self.mirror_weight.unwrap_or(usual.looks.mirror_weight),
            density_weight: self.density_weight.unwrap_or(usual.looks.density_weight),
            mirror_distance_m: self.mirror_distance.unwrap_or(usual.looks.mirror_distance_m),
        };
        let lighter_by = self.lighter_by.unwrap_or(usual.lighter_by);
        let per_cm2 = self.density;
        Practice { hand, looks, goal, per_cm2, lighter_by, darker_costs, mixes: self.mixes }
    }
}
