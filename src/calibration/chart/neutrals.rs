use super::{Chart, Grid, Order, PATCHES};

/// Most chroma of a patch that counts as grey on a chart that a file describes; on known charts greys have 3 at most and
/// colours 20 at least (our choice between).
const MOST_CHROMA: f64 = 8.0;
/// Steps of L* that surely show in a photo: half of those between the greys of known charts (our choice).
const LEAST_STEP: f64 = 7.0;

impl Chart {
    /// The greys, lightest first: the last row of known charts, else the patches that have hardly any colour.
    pub fn neutrals(&self) -> Vec<usize> {
        if self.order != Order::Own {
            return (PATCHES - Grid::CLASSIC.columns..PATCHES).collect();
        }
        let is_grey = |patch: &usize| self.colors.get(*patch).is_some_and(|color| color.chroma() < MOST_CHROMA);
        let mut greys: Vec<usize> = (0..self.colors.len()).filter(is_grey).collect();
        greys.sort_by(|p, q| self.colors[*q].l.total_cmp(&self.colors[*p].l));
        greys
    }

    /// The lightest grey; on a chart without greys the lightest patch.
    pub fn white(&self) -> usize {
        let lightest = || (0..self.colors.len()).max_by(|p, q| self.colors[*p].l.total_cmp(&self.colors[*q].l));
        self.neutrals().first().copied().or_else(lightest).unwrap_or_default()
    }

    /// Greys from white to black, each clearly darker than the one before it.
    pub(super) fn grey_steps(&self) -> Vec<usize> {
        let greys = self.neutrals();
        if self.order != Order::Own {
            return greys;
        }
        greys.into_iter().fold(Vec::new(), |mut steps: Vec<usize>, grey| {
            let is_darker = |last: &usize| self.colors[*last].l - self.colors[grey].l > LEAST_STEP;
            if steps.last().is_none_or(is_darker) {
                steps.push(grey);
            }
            steps
        })
    }
}
