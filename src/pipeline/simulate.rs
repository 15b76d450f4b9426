use std::path::Path;
use std::sync::Arc;

use super::analysis::Analysis;
use crate::calibration::Calibrated;
use crate::color::LinearRgb;
use crate::matching::{ClientSkin, Match};
use crate::photo::{Photo, Pyramid, Shown, Tissue};
use crate::pigment::{HealedColor, Load, WornDots, healed_colors, load_after};
use crate::preview::{DotColor, ExportError, Ground, Layout, Pattern, Preview, Treatment, ViewingLight, export_png};
use crate::progress::Progress;

/// A treatment by a ranked recipe at one time and in one light: all that its picture depends on beside the photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// Its dots are as wide as they are at that time.
    pub treatment: Treatment,
    pub client: Arc<ClientSkin>,
    /// What is in the skin at the time that is shown.
    pub load: Load,
    pub light: ViewingLight,
    /// The bare skin's light as the photo is shown.
    pub skin_light: LinearRgb,
    /// Where the photo is shown as taken although its calibration is known: that, and the place it is asked for.
    pub as_taken: Option<(Arc<Calibrated>, [f64; 2])>,
}

/// When and in what light a treatment is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewing {
    pub weeks_after_treatment: f64,
    pub light: ViewingLight,
    /// In the photo's own light; only together with daylight.
    pub is_as_taken: bool,
}

/// A simulation on its way into a file.
#[derive(Clone, Debug)]
pub struct Picture {
    pub photo: Arc<Photo>,
    /// `None` shows the photo as it was taken.
    pub calibrated: Option<Arc<Calibrated>>,
    pub simulation: Simulation,
    pub layout: Layout,
}

impl Simulation {
    pub fn color(&self) -> DotColor {
        let color = DotColor::predict(self.client.usual(), &self.load, &self.treatment.dots(), self.light);
        match &self.as_taken {
            Some((calibrated, place)) => color.as_read(|light| calibrated.calibration.reading_of(light, *place)),
            None => color,
        }
    }

    pub fn preview(&self, pattern: &Arc<Pattern>, ground: &Arc<Ground>) -> Preview {
        Preview::new(&self.treatment, pattern, ground, self.color())
    }
}

impl Picture {
    /// Writes the file whole or not at all.
    ///
    /// # Errors
    /// See [`ExportError`].
    pub fn write(&self, path: &Path, progress: &Progress) -> Result<(), ExportError> {
        let look = self.calibrated.as_ref().and_then(|calibrated| calibrated.calibration.look());
        let pyramid = Pyramid::build(&Shown { photo: self.photo.clone(), look }, progress)?;
        let ground = Arc::new(Ground::of(&pyramid, self.simulation.skin_light));
        let pattern = Arc::new(Pattern::new(self.simulation.treatment.seed));
        export_png(path, &pyramid, &self.simulation.preview(&pattern, &ground), self.layout, progress)
    }
}

impl Simulation {
    /// A treatment as a recipe makes it in this client's skin; `place` is where the photo shows bare skin, px. `None` for a
    /// colour that was measured and not predicted.
    pub fn of(
        analysis: &Analysis,
        ranked: &Match,
        treatment: Treatment,
        viewing: Viewing,
        place: [f64; 2],
    ) -> Option<Self> {
        let Viewing { weeks_after_treatment, light, is_as_taken } = viewing;
        let client = analysis.client.clone()?;
        let unspread = load_after(client.hand(), ranked.load?, weeks_after_treatment);
        let WornDots { dots, load } = client.hand().worn(unspread, &treatment.dots(), weeks_after_treatment);
        let treatment = Treatment { dot_diameter_mm: dots.diameter_mm, ..treatment };
        let skin = analysis.combined.iter().find(|combined| combined.tissue == Tissue::Skin);
        let true_light = skin.map_or(client.lab, |skin| skin.lab).to_linear();
        let is_own_light =
            is_as_taken && light == ViewingLight::Daylight && analysis.calibrated.calibration.is_absolute();
        let as_taken = is_own_light.then(|| (analysis.calibrated.clone(), place));
        let reading =
            as_taken.as_ref().map(|(calibrated, place)| calibrated.calibration.reading_of(true_light, *place));
        Some(Self { treatment, client, load, light, skin_light: reading.unwrap_or(true_light), as_taken })
    }
}

/// The area's colour over the years with a treatment's dots, and its range; empty where nothing is predicted.
pub fn over_years(analysis: &Analysis, ranked: &Match, treatment: &Treatment) -> Vec<HealedColor> {
    let Some((client, load)) = analysis.client.as_ref().zip(ranked.load) else { return Vec::new() };
    healed_colors(client.hand(), load, &treatment.dots(), |layer, dots| client.usual().area(layer, dots))
}
