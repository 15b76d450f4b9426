//! Charts of any grid come as they are written in every form of file; cards of known colours are known by them.

use super::{cgats, cxf, object};
use crate::calibration::chart::file::{ChartFileError, PatchSet};
use crate::calibration::chart::{Chart, Grid, Order};
use crate::color::light_of;
use crate::color::{Lab, LinearRgb, ciede2000, decode_srgb};

const LYING: Grid = Grid { columns: 7, rows: 5 };
const UPRIGHT: Grid = Grid { columns: 4, rows: 6 };
/// Rounding to two decimals moves a colour by less.
const ROUNDING: f64 = 0.02;

/// Greys in the last row, colours of sRGB above it.
fn colors(grid: Grid) -> Vec<Lab> {
    let mut random = fastrand::Rng::with_seed(5);
    let mut color = || Lab::from(LinearRgb::from_array([0; 3].map(|_| decode_srgb(0.12 + 0.8 * random.f64()))));
    let grey = |i: usize| Lab::new(96.0 - 78.0 * i as f64 / (grid.columns - 1) as f64, 0.0, 0.0);
    let colors: Vec<Lab> = (0..grid.patches() - grid.columns).map(|_| color()).collect();
    colors.into_iter().chain((0..grid.columns).map(grey)).collect()
}

/// The letter for the column.
fn name(grid: Grid, patch: usize) -> String {
    let [column, row] = grid.place_of(patch);
    format!("{}{}", char::from(b'A' + column as u8), row + 1)
}

fn numbers(color: Lab, separator: &str) -> String {
    [color.l, color.a, color.b].map(|value| format!("{value:.2}")).join(separator)
}

/// A row for each patch, in an order that is not the chart's.
fn shuffled(grid: Grid, row: impl Fn(usize) -> String) -> String {
    // Eleven divides none of the grids here.
    (0..grid.patches()).map(|i| row(11 * i % grid.patches())).collect()
}

fn csv(grid: Grid, colors: &[Lab]) -> String {
    let rows = shuffled(grid, |i| format!("{};{}\n", name(grid, i), numbers(colors[i], ";").replace('.', ",")));
    format!("# D65\nname;L*;a*;b*\n{rows}")
}

#[track_caller]
fn assert_is(chart: &Chart, grid: Grid, colors: &[Lab], tolerance: f64) {
    assert_eq!((chart.order, chart.grid, chart.colors.len()), (Order::Own, grid, colors.len()));
    for (i, (read, written)) in chart.colors.iter().zip(colors).enumerate() {
        assert!(ciede2000(*read, *written).0 < tolerance, "{}: {read:?} is not {written:?}", name(grid, i));
        let bent = Lab::from(light_of(&chart.reflectances[i]));
        assert!(ciede2000(*read, bent).0 < 0.05, "{}: {read:?} has the spectrum of {bent:?}", name(grid, i));
    }
}

#[track_caller]
fn read(text: &str) -> Chart {
    Chart::of_text("mine", text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[track_caller]
fn fault(text: &str) -> ChartFileError {
    match Chart::of_text("mine", text) {
        Ok(chart) => panic!("taken for {:?}, {:?}", chart.order, chart.grid),
        Err(error) => error,
    }
}

#[test]
fn tables_cgats_and_cxf_give_charts_of_their_own_grid() {
    let written = colors(LYING);
    assert_is(&read(&csv(LYING, &written)), LYING, &written, ROUNDING);
    let d65 = "WEIGHTING_FUNCTION \"ILLUMINANT, D65\"\nWEIGHTING_FUNCTION \"OBSERVER, 2 degree\"";
    let rows = shuffled(LYING, |i| format!("{} {} {}\n", i + 1, name(LYING, i), numbers(written[i], " ")));
    assert_is(&read(&cgats(d65, "SAMPLE_ID SAMPLE_NAME LAB_L LAB_A LAB_B", &rows)), LYING, &written, ROUNDING);
    let lab = |i: usize| {
        let [l, a, b] = <[f64; 3]>::from(written[i]);
        let values = format!("<cc:L>{l:.2}</cc:L><cc:A>{a:.2}</cc:A><cc:B>{b:.2}</cc:B>");
        let color = format!("<cc:ColorCIELab ColorSpecification=\"CS1\">{values}</cc:ColorCIELab>");
        object("Target", &name(LYING, i), &color)
    };
    assert_is(&read(&cxf(&shuffled(LYING, lab), "D65", "2_Degree")), LYING, &written, ROUNDING);
}

#[test]
fn a_description_by_boxes_may_lie_or_stand() {
    for (grid, labels) in [(LYING, "A G 1 5"), (UPRIGHT, "A D 1 6")] {
        let written = colors(grid);
        let row = |i: usize| format!("  {} LAB {}\n", name(grid, i), numbers(written[i], " ")).replace(" LAB", "");
        let boxes = format!("BOXES 1\n  X {labels} 40 40 10 10 45 45\n\nBOX_SHRINK 3.0\n");
        let set =
            PatchSet::of_text("mine", &format!("{boxes}EXPECTED LAB {}\n{}", grid.patches(), shuffled(grid, row)));
        let chart = Chart::of_patches(&set.expect("boxes")).expect("a chart");
        // The file's colours hold for D50; between whites they move by less than this.
        assert_is(&chart, grid, &written, 8.0);
    }
}

#[test]
fn charts_lie_on_their_longer_side() {
    let turned = Grid { columns: 6, rows: 4 };
    let written = colors(turned);
    let by_row = |i: usize| {
        let [column, row] = turned.place_of(i);
        format!("{}{},{}\n", char::from(b'A' + row as u8), column + 1, numbers(written[i], ","))
    };
    let text = format!("# D65\nname,L,a,b\n{}", shuffled(turned, by_row));
    assert_is(&read(&text), turned, &written, ROUNDING);
}

#[test]
fn a_classic_with_other_rows_is_no_chart_of_its_own() {
    let classic = Chart::after_november_2014().colors;
    for order in [[1, 0, 2, 3], [3, 2, 1, 0], [0, 2, 1, 3]] {
        let moved: Vec<Lab> = order.iter().flat_map(|row| classic[6 * row..6 * row + 6].to_vec()).collect();
        let error = fault(&csv(Grid::CLASSIC, &moved));
        let is_named = matches!(error, ChartFileError::OtherColor { .. } | ChartFileError::WrongOrder { .. });
        assert!(is_named, "{order:?}: {error}");
    }
}

#[test]
fn a_spyder_checkr_is_known_by_its_colours_however_it_is_lettered() {
    let spyder = Chart::spyder_checkr_24();
    let in_order = csv(Grid::CLASSIC, &spyder.colors);
    // As its maker letters it: columns E to H of an upright card, white first in E.
    let upright = shuffled(Grid::CLASSIC, |i| {
        let [column, row] = Grid::CLASSIC.place_of(i);
        format!("{}{},{}\n", ["H", "G", "F", "E"][row], column + 1, numbers(spyder.colors[i], ","))
    });
    for text in [in_order, format!("# D65\nname,L,a,b\n{upright}")] {
        let chart = read(&text);
        assert_eq!(chart.order, Order::SpyderCheckr24);
        for (read, written) in chart.colors.iter().zip(&spyder.colors) {
            assert!(ciede2000(*read, *written).0 < ROUNDING, "{read:?} is not {written:?}");
        }
    }
}

#[test]
fn charts_that_nothing_could_be_told_by_are_refused_with_the_reason() {
    let grid = |columns, rows| Grid { columns, rows };
    let error = |grid: Grid, colors: &[Lab]| fault(&csv(grid, colors));
    let few = grid(5, 2);
    assert_eq!(error(few, &colors(few)), ChartFileError::OtherGrid { columns: 5, rows: 2 });
    let greys: Vec<Lab> = (0..35).map(|i| Lab::new(20.0 + 2.0 * f64::from(i % 9), 0.0, 0.0)).collect();
    assert!(matches!(error(LYING, &greys), ChartFileError::TooFewColors { needed: 10, .. }));
    let dull: Vec<Lab> = colors(LYING).iter().map(|color| Lab::new(40.0 + color.l / 5.0, color.a, color.b)).collect();
    assert!(matches!(error(LYING, &dull), ChartFileError::LowContrast { .. }));
    let half = colors(grid(6, 3));
    let twice: Vec<Lab> = half.iter().chain(half.iter().rev()).copied().collect();
    assert_eq!(error(grid(6, 6), &twice), ChartFileError::NotDistinct);
}
