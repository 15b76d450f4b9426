use super::gloss::{GlossLine, direction};
use super::patches::{Hue, Patch, luminance};
use super::shafts::ShaftColor;
use crate::color::{median, quantile};
use crate::photo::Grid;

/// How much of the green between tips shafts usually take, as a logarithm, and its standard deviation (our choice: black
/// hair of 100–250 per cm² takes 0.06–0.11, light hair half of it, and a field without any is allowed for).
const USUAL_SHAFTS: (f64, f64) = (0.05, 0.04);

/// How much more gloss the least glossy bare skin has than the least glossy stubble, as a share of a white surface's light
/// (our choice: the crown faces the lamp), and the gloss of the latter.
const MORE_ON_BARE: (f64, f64) = (0.003, 0.0036);
const LEAST_GLOSS: f64 = 0.0015;

/// The share of cells that are taken for the least glossy.
const CALM_SHARE: f64 = 0.35;

/// Standard deviation of a mean hue over many cells: blood and melanin are spread unevenly (our choice).
const MOTTLING: f64 = 0.015;

/// How far hues on one head lie apart, ln of red and of blue over green: more is another thing (our choices; gloss moves
/// blue most).
const ONE_HEAD: Hue = Hue { red: 0.25, blue: 0.4 };

/// Cells over which gloss is smooth, while it is looked for and in the end.
const GLOSS_SIGMA: [f64; 2] = [2.0, 1.5];

/// Gloss that cannot be told from mottled skin stays in.
const UNTOLD_GLOSS: f64 = 0.05;

/// Without a place of this much gloss there is none to speak of (our choice: mottled skin stays below).
const LEAST_PEAK: f64 = 0.2;

const ROUNDS: usize = 6;

/// No skin sends back less.
const LEAST_LIGHT: f64 = 0.01;

/// How much green differs over a head, as a logarithm from its dimmest to its brightest tenth, where it is flat and has no
/// gloss to speak of, and where it is round and has all (our choices); and what a flat one is allowed.
const ROUND: [f64; 2] = [0.22, 0.4];
const LEAST_ROUND: f64 = 0.1;

/// The share of the marked cells that are darker than the one that tells how dark the skin is (our choice).
const DARKER: f64 = 0.25;

/// Standard uncertainty of what the light of tips does to a hue, as a share of it (our choice: their colour and coverage are known
/// by a third to a half each, and go together).
const TIPS_DOUBT: f64 = 0.4;

/// What shafts below the skin take from green, as a logarithm, with its standard uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shafts {
    pub depth: f64,
    pub uncertainty: f64,
}

/// The cells of one head, told apart by what light alone can't change.
pub(super) struct Head {
    pub is_head: Vec<bool>,
    /// From bare skin, 0, to the marked stubble, 1.
    pub density: Vec<f64>,
    /// What gloss adds, as a share of a cell's own green light.
    pub gloss: Vec<f64>,
    /// Where both bare skin and stubble are in sight.
    pub shafts: Option<Shafts>,
    /// What the light of hair tips does to the hue of a cell of density 1.
    tips: Hue,
    own: Own,
}

/// What one head's skin does to the looks of shafts and of gloss.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Own {
    shafts: ShaftColor,
    /// What gloss of a round head is on this skin, as a share of its light for each part of white; less on a flat one.
    gloss: f64,
}

impl Head {
    /// `None` where too little is marked to tell anything.
    ///
    /// `tips` is what the light of hair tips does to the hue of the marked stubble.
    pub fn find(grid: &Grid, patches: &[Patch], [skin, stubble]: [&[bool]; 2], tips: Hue) -> Option<Self> {
        let marked: Vec<bool> = skin.iter().zip(stubble).map(|(skin, stubble)| *skin || *stubble).collect();
        let is_head = extent(grid, patches, &marked)?;
        let density = density(grid, patches, &is_head, skin, stubble);
        let own = Own::of(patches, &marked, &is_head);
        let mut found = Self { is_head, density, gloss: vec![0.0; grid.count()], shafts: None, tips, own };
        let mut surface = found.first_hue(patches, &marked)?;
        for _ in 0..ROUNDS {
            found.gloss = found.read_gloss(grid, patches, surface, GLOSS_SIGMA[0]);
            surface = found.settle(patches, surface)?;
        }
        let gloss = found.read_gloss(grid, patches, surface, GLOSS_SIGMA[1]);
        let is_glossy = found.cells(|_| true).any(|cell| gloss[cell] > LEAST_PEAK);
        let above = |gloss: f64| if is_glossy { (gloss - UNTOLD_GLOSS).max(0.0) } else { 0.0 };
        found.gloss = gloss.into_iter().map(above).collect();
        Some(found)
    }

    fn cells(&self, is_wanted: impl Fn(f64) -> bool) -> impl Iterator<Item = usize> {
        (0..self.is_head.len()).filter(move |&cell| self.is_head[cell] && is_wanted(self.density[cell]))
    }

    /// The hue of the marked places, from the redder half, which has less gloss.
    fn first_hue(&self, patches: &[Patch], marked: &[bool]) -> Option<Hue> {
        let of = |value: fn(Hue) -> f64| -> Vec<f64> {
            self.cells(|_| true).filter(|&cell| marked[cell]).map(|cell| value(patches[cell].hue())).collect()
        };
        let (mut reds, mut blues) = (of(|hue| hue.red), of(|hue| hue.blue));
        (!reds.is_empty()).then(|| Hue { red: quantile(&mut reds, 0.6), blue: quantile(&mut blues, 0.4) })
    }

    /// Each cell's gloss by its hue, what shafts do to it taken off, smooth over the head.
    fn read_gloss(&self, grid: &Grid, patches: &[Patch], surface: Hue, sigma: f64) -> Vec<f64> {
        let line = GlossLine::from(surface);
        let step = self.own.shafts.hue(self.shafts.map_or(0.0, |shafts| shafts.depth));
        let read = |cell: usize| match self.is_head[cell] {
            true => line.gloss_of(self.between_tips(patches, cell).plus(step, -self.density[cell])),
            false => 0.0,
        };
        let raw: Vec<f64> = (0..grid.count()).map(read).collect();
        let weights: Vec<f64> = self.is_head.iter().map(|is_head| f64::from(u8::from(*is_head))).collect();
        grid.blurred(&raw, &weights, sigma)
    }

    /// A cell's hue without the light of its hair tips: grey ones pale it, red ones redden it.
    fn between_tips(&self, patches: &[Patch], cell: usize) -> Hue {
        patches[cell].hue().plus(self.tips, -self.density[cell])
    }

    /// The skin's own hue by the least glossy cells, and what shafts do to it by those of bare skin and of stubble.
    ///
    /// The step between both is shafts times their colour less the gloss that one has more; two hues for two unknowns,
    /// held by what is usual (linear Bayesian estimate).
    fn settle(&mut self, patches: &[Patch], surface: Hue) -> Option<Hue> {
        let gloss = direction(surface);
        let bare = self.calm_hue(patches, |density| density < 0.25);
        let stubble = self.calm_hue(patches, |density| density > 0.75);
        let Some((bare, stubble)) = bare.zip(stubble) else {
            let only = bare.or(stubble)?;
            return Some(only.plus(gloss, -LEAST_GLOSS * self.own.gloss));
        };
        let step = stubble.plus(bare, -1.0);
        let (shafts, more) = self.own.explain(step, gloss);
        let of_tips = TIPS_DOUBT * self.tips.red / self.own.shafts.hue(1.0).red;
        self.shafts = Some(Shafts { uncertainty: shafts.uncertainty.hypot(of_tips), ..shafts });
        Some(bare.plus(gloss, -(LEAST_GLOSS * self.own.gloss + more)))
    }

    /// The mean hue of the cells with the least gloss; `None` for too few.
    fn calm_hue(&self, patches: &[Patch], is_wanted: impl Fn(f64) -> bool + Copy) -> Option<Hue> {
        let limit = quantile(&mut self.cells(is_wanted).map(|cell| self.gloss[cell]).collect::<Vec<_>>(), CALM_SHARE);
        let calm: Vec<Hue> = self
            .cells(is_wanted)
            .filter(|&cell| self.gloss[cell] <= limit)
            .map(|cell| self.between_tips(patches, cell))
            .collect();
        let mean = |value: fn(&Hue) -> f64| calm.iter().map(value).sum::<f64>() / calm.len() as f64;
        (calm.len() >= 4).then(|| Hue { red: mean(|hue| hue.red), blue: mean(|hue| hue.blue) })
    }
}

impl Own {
    /// By the darker of the marked cells, which have less gloss and less light.
    fn of(patches: &[Patch], cells: &[bool], head: &[bool]) -> Self {
        let seen = || patches.iter().zip(cells).filter(|(patch, is_inside)| **is_inside && patch.is_usable);
        let low = |value: fn(&Patch) -> f64| {
            quantile(&mut seen().map(|(patch, _)| value(patch)).collect::<Vec<_>>(), DARKER).max(LEAST_LIGHT)
        };
        let (luminance, green) = (low(|patch| luminance(patch.light)), low(|patch| patch.light.y));
        let mut levels: Vec<f64> =
            patches.iter().zip(head).filter(|(_, is_head)| **is_head).map(|(patch, _)| patch.green()).collect();
        let range = quantile(&mut levels, 0.9) - quantile(&mut levels, 0.1);
        let [flat, round] = ROUND;
        let roundness = ((range - flat) / (round - flat)).clamp(LEAST_ROUND, 1.0);
        Self { shafts: ShaftColor::in_skin(luminance), gloss: roundness / green }
    }

    /// What of a step in hue shafts have made, and how much more gloss there is on its bare side.
    fn explain(&self, step: Hue, gloss: Hue) -> (Shafts, f64) {
        let shafts = self.shafts.hue(1.0);
        let rows = [[shafts.red, -gloss.red], [shafts.blue, -gloss.blue]];
        let more = [MORE_ON_BARE.0, MORE_ON_BARE.1].map(|of_white| of_white * self.gloss);
        let precision = MOTTLING.powi(-2);
        let [shaft_prior, gloss_prior] = [USUAL_SHAFTS.1, more[1]].map(|deviation| deviation.powi(-2));
        let product = |i: usize, j: usize| rows.iter().map(|row| row[i] * row[j]).sum::<f64>() * precision;
        let (a, b, d) = (product(0, 0) + shaft_prior, product(0, 1), product(1, 1) + gloss_prior);
        let seen = |i: usize| (rows[0][i] * step.red + rows[1][i] * step.blue) * precision;
        let (u, v) = (seen(0) + USUAL_SHAFTS.0 * shaft_prior, seen(1) + more[0] * gloss_prior);
        let determinant = a * d - b * b;
        let depth = ((d * u - b * v) / determinant).max(0.0);
        (Shafts { depth, uncertainty: (d / determinant).sqrt() }, (a * v - b * u) / determinant)
    }
}

/// The connected cells around the marked ones that have hues of the same head; its rim, where cells show other things
/// too, left out.
fn extent(grid: &Grid, patches: &[Patch], marked: &[bool]) -> Option<Vec<bool>> {
    let hues: Vec<Hue> = patches
        .iter()
        .zip(marked)
        .filter(|(patch, marked)| **marked && patch.is_usable)
        .map(|(p, _)| p.hue())
        .collect();
    let middle = |value: fn(&Hue) -> f64| median(&mut hues.iter().map(value).collect::<Vec<_>>());
    let (red, blue) = (middle(|hue| hue.red), middle(|hue| hue.blue));
    let is_alike = |patch: &Patch| {
        let hue = patch.hue();
        patch.is_usable && (hue.red - red).abs() < ONE_HEAD.red && (hue.blue - blue).abs() < ONE_HEAD.blue
    };
    let alike: Vec<bool> = patches.iter().map(is_alike).collect();
    let reached = grid.reached(marked, &alike);
    let within = grid.eroded(&reached);
    let is_head = |cell: usize| within[cell] || (reached[cell] && marked[cell]);
    (hues.len() >= 9).then(|| (0..grid.count()).map(is_head).collect())
}

/// How densely tips stand, by the dark tail of each cell's light beside that of the marked places.
fn density(grid: &Grid, patches: &[Patch], is_head: &[bool], skin: &[bool], stubble: &[bool]) -> Vec<f64> {
    let tails: Vec<f64> = patches.iter().map(|patch| patch.dark_tail).collect();
    let weights: Vec<f64> = is_head.iter().map(|is_head| f64::from(u8::from(*is_head))).collect();
    let tails = grid.blurred(&tails, &weights, 1.2);
    let usual = |marked: &[bool]| {
        let mut inside: Vec<f64> = (0..tails.len()).filter(|&cell| marked[cell]).map(|cell| tails[cell]).collect();
        median(&mut inside)
    };
    let (bare, full) = (usual(skin), usual(stubble));
    let of = |cell: usize| match (skin[cell], stubble[cell]) {
        (true, _) => 0.0,
        (_, true) => 1.0,
        _ if bare.is_nan() => 1.0,
        _ if full.is_nan() => 0.0,
        _ => ((tails[cell] - bare.max(0.0)) / (full - bare.max(0.0)).max(0.03)).clamp(0.0, 1.0),
    };
    (0..tails.len()).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shafts_and_gloss_are_told_apart_by_hue() {
        let skin = Hue { red: 0.6, blue: -0.5 };
        for (depth, more) in [(0.08, 0.0), (0.08, 0.03), (0.02, 0.02)] {
            let own = Own { shafts: ShaftColor::in_skin(0.15), gloss: 1.0 / 0.13 };
            let step = own.shafts.hue(depth).plus(direction(skin), -more);
            let (shafts, found) = own.explain(step, direction(skin));
            assert!((shafts.depth - depth).abs() < shafts.uncertainty, "{depth} {more}: {shafts:?} {found}");
        }
    }
}
