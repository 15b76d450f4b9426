//! The chart's true colours and spectra.

use super::Grid;
use super::bent::bent_to;
use super::typical::{Typical, typical};
use crate::color::{FineSpectrum, Lab, fine_spectrum_rows, light_of, own_table};

/// Patches of a Classic: four rows of six, dark skin first and black last.
pub const PATCHES: usize = Grid::CLASSIC.patches();

/// How the colours of a card lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Dark skin to black row by row: ColorChecker Classic, Mini, Passport and Nano.
    #[default]
    Classic,
    /// The same with more patches all around: the middle of a ColorChecker Digital SG, E2 to J5.
    DigitalSg,
    /// Bluish green to black: SpyderCheckr 24, which has the Classic's first and third row from right to left.
    SpyderCheckr24,
    /// As the card's own file says, in any grid.
    Own,
}

impl Order {
    /// The corner by the dark-skin patch, counted clockwise from that of the first patch; 0 where a card has its own order.
    pub(super) fn dark_skin_corner(self) -> usize {
        if self == Self::SpyderCheckr24 { 1 } else { 0 }
    }
}

/// What is known of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub name: String,
    pub order: Order,
    pub grid: Grid,
    /// True colours, row by row, D65 and 2°.
    pub colors: Vec<Lab>,
    /// Reflectances that give these colours, at 400–700 nm by 10 nm.
    pub reflectances: Vec<FineSpectrum>,
}

/// Newer, then older charts.
const CLASSIC: &str = include_str!("../data/colorchecker_lab_d50.csv");

impl Chart {
    /// Charts made since November 2014, by their maker's colours.
    pub fn after_november_2014() -> Self {
        Self::published("ColorChecker Classic, after November 2014", CLASSIC, 0)
    }

    /// Charts made before November 2014, by their maker's colours.
    pub fn before_november_2014() -> Self {
        Self::published("ColorChecker Classic, before November 2014", CLASSIC, 3)
    }

    /// The chart of ISO 17321-1, by its spectra; older charts resemble it.
    pub fn iso_17321() -> Self {
        let reflectances = fine_spectrum_rows(include_str!("../data/colorchecker_iso17321.csv"));
        let colors = reflectances.iter().map(|spectrum| Lab::from(light_of(spectrum))).collect();
        let name = "ColorChecker, ISO 17321-1".into();
        Self { name, order: Order::Classic, grid: Grid::CLASSIC, colors, reflectances }
    }

    /// The charts that a photo may show; which one it is shows in the fit.
    pub fn known() -> Vec<Self> {
        let classic = [Self::after_november_2014(), Self::before_november_2014(), Self::iso_17321()];
        classic.into_iter().chain(Self::digital_sg()).chain([Self::spyder_checkr_24()]).collect()
    }

    /// The middle of a ColorChecker Digital SG made after and before November 2014, by its maker's colours.
    pub fn digital_sg() -> [Self; 2] {
        let csv = include_str!("../data/colorchecker_sg_lab_d50.csv");
        [("after", 0), ("before", 3)].map(|(when, column)| {
            let name = format!("ColorChecker Digital SG, {when} November 2014");
            Self { order: Order::DigitalSg, ..Self::published(&name, csv, column) }
        })
    }

    /// The SpyderCheckr 24, by its maker's colours.
    pub fn spyder_checkr_24() -> Self {
        let colors = d50_colors(include_str!("../data/spydercheckr24_lab_d50.csv"), 0);
        Self::measured_spyder_checkr("SpyderCheckr 24", colors)
    }

    /// A SpyderCheckr 24 that was measured: `colors` row by row from bluish green, D65 and 2°.
    pub(super) fn measured_spyder_checkr(name: impl Into<String>, colors: [Lab; PATCHES]) -> Self {
        // Rows one and three run from right to left.
        let alike = |i: usize| if (i / 6).is_multiple_of(2) { i / 6 * 6 + 5 - i % 6 } else { i };
        Self { order: Order::SpyderCheckr24, ..Self::alike(name.into(), colors, alike) }
    }

    /// A chart that was measured: `colors` row by row from dark skin, D65 and 2°.
    ///
    /// Its spectra are those of a typical chart, bent as little as the colours ask for.
    pub fn measured(name: impl Into<String>, colors: [Lab; PATCHES]) -> Self {
        Self::alike(name.into(), colors, |i| i)
    }

    /// A chart of any grid with an order of its own: `colors` row by row, D65 and 2°, as many as it has patches.
    ///
    /// Its spectra are those of the patches of a typical Classic that have the most similar colours, bent to its own.
    pub fn with_grid(name: impl Into<String>, grid: Grid, colors: Vec<Lab>) -> Self {
        let typical = Typical::new();
        let reflectances = colors.iter().map(|color| typical.reflectance_of(*color)).collect();
        Self { name: name.into(), order: Order::Own, grid, colors, reflectances }
    }

    /// A Classic whose patches have the spectra of those of a typical one, bent to their colours.
    fn alike(name: String, colors: [Lab; PATCHES], typical_of: impl Fn(usize) -> usize) -> Self {
        let typical = typical();
        let bent = colors.iter().enumerate().map(|(i, color)| bent_to(&typical[typical_of(i)], color.to_linear()));
        let reflectances = bent.collect();
        Self { name, order: Order::Classic, grid: Grid::CLASSIC, colors: colors.to_vec(), reflectances }
    }

    /// A chart by its maker's table; `column` starts its L, a, b there.
    fn published(name: &str, csv: &str, column: usize) -> Self {
        Self::measured(name, d50_colors(csv, column))
    }
}

/// The colours of a table of L, a, b for D50 and 2°, from the column that starts them.
fn d50_colors(csv: &str, column: usize) -> [Lab; PATCHES] {
    let numbers = own_table(csv);
    std::array::from_fn(|i| Lab::from_d50([0, 1, 2].map(|k| numbers[i][column + k])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    #[test]
    fn spectra_have_the_published_colours() {
        for chart in Chart::known() {
            for (spectrum, color) in chart.reflectances.iter().zip(&chart.colors) {
                let miss = ciede2000(Lab::from(light_of(spectrum)), *color);
                assert!(miss.0 < 0.05, "{} {color:?} {miss}", chart.name);
                assert!(spectrum.iter().all(|r| (-0.021..1.101).contains(r)), "{} {spectrum}", chart.name);
            }
        }
    }

    #[test]
    fn d50_colours_are_adapted_as_published() {
        // Neutral 8 after November 2014 is 81.29 −0.57 0.44 for D50 (X-Rite); a grey hardly moves between whites.
        let grey = Chart::after_november_2014().colors[19];
        assert!((grey.l - 81.3).abs() < 0.1 && grey.chroma() < 1.0, "{grey:?}");
        // Red of the sRGB primaries is 54.29 80.81 69.89 for D50 (ICC sRGB profile) and 53.24 80.09 67.20 for D65.
        let red = Lab::from_d50([54.29, 80.81, 69.89]);
        assert!(ciede2000(red, Lab::new(53.24, 80.09, 67.20)).0 < 0.1, "{red:?}");
    }

    #[test]
    fn newer_and_older_charts_differ_visibly() {
        let (newer, older) = (Chart::after_november_2014(), Chart::before_november_2014());
        let differences = newer.colors.iter().zip(&older.colors).map(|(p, q)| ciede2000(*p, *q).0);
        let mean = differences.sum::<f64>() / 24.0;
        // 0.87 from the published tables.
        assert!((0.7..1.1).contains(&mean), "{mean}");
    }
}
