//! Every form of file, written here from published colours and spectra, gives the chart that it was written from.

mod grids;

use super::names::COLOR_NAMES;
use super::{ChartFileError, PatchSet};
use crate::calibration::chart::{Chart, Grid, PATCHES};
use crate::color::fine_wavelengths_nm;
use crate::color::{Lab, ciede2000};

/// Rounding to two decimals moves a colour by less.
const ROUNDING: f64 = 0.02;

fn written() -> Vec<Lab> {
    Chart::after_november_2014().colors
}

#[track_caller]
fn assert_is_written(text: &str) -> Chart {
    let chart = Chart::of_text("mine", text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    for (patch, (read, written)) in (1..).zip(chart.colors.iter().copied().zip(written())) {
        assert!(ciede2000(read, written).0 < ROUNDING, "patch {patch}: {read:?} is not {written:?}\n{text}");
    }
    chart
}

#[track_caller]
fn fault(text: &str) -> ChartFileError {
    Chart::of_text("mine", text).expect_err(text)
}

/// The names of the Classic's patches row by row, the letter for the column.
fn column_names() -> [String; PATCHES] {
    std::array::from_fn(|i| format!("{}{}", char::from(b'A' + (i % 6) as u8), i / 6 + 1))
}

/// A row for each patch, in an order that is not the chart's.
fn shuffled(row: impl Fn(usize) -> String) -> String {
    (0..PATCHES).map(|i| row(7 * i % PATCHES)).collect()
}

fn lab_text(i: usize, separator: &str) -> String {
    let Lab { l, a, b } = written()[i];
    [l, a, b].map(|value| format!("{value:.2}")).join(separator)
}

pub(super) fn cgats(keywords: &str, fields: &str, rows: &str) -> String {
    let count = rows.lines().count();
    format!(
        "CGATS.17\n{keywords}\nBEGIN_DATA_FORMAT\n{fields}\nEND_DATA_FORMAT\nNUMBER_OF_SETS {count}\nBEGIN_DATA\n{rows}END_DATA\n"
    )
}

#[test]
fn tables_are_read_with_any_separator_comma_header_and_order() {
    let names = column_names();
    assert_is_written(&format!("# D65\npatch,L,a,b\n{}", shuffled(|i| format!("{},{}\n", names[i], lab_text(i, ",")))));
    let german = |i: usize| format!("{};{}\n", names[i], lab_text(i, ";").replace('.', ","));
    assert_is_written(&format!("Messfeld;L* (D65/2°);a* (D65/2°);b* (D65/2°)\n{}", shuffled(german)));
    let quoted = |i: usize| format!("\"{}\",\"{}\"\n", COLOR_NAMES[i][0], lab_text(i, "\",\"").replace('.', ","));
    assert_is_written(&format!("D65/2\n\"Patch name\",\"CIE L\",\"CIE a\",\"CIE b\"\n{}", shuffled(quoted)));
    let tabs = |i: usize| format!("{}\t{}\tx\n", i + 1, lab_text(i, "\t"));
    assert_is_written(&format!("# Illuminant D65\nNo\tLAB_L\tLAB_A\tLAB_B\tnote\n{}", shuffled(tabs)));
    let in_order: String = (0..PATCHES).map(|i| format!("{}\n", lab_text(i, ","))).collect();
    assert_is_written(&format!("# D65\nL*,a*,b*\n{in_order}"));
}

#[test]
fn cgats_names_may_be_quoted_or_not_and_lists_may_follow_each_other() {
    let d65 = "WEIGHTING_FUNCTION \"ILLUMINANT, D65\"\nWEIGHTING_FUNCTION \"OBSERVER, 2 degree\"";
    let fields = "SAMPLE_ID\tSAMPLE_NAME\nLAB_L\tLAB_A\tLAB_B";
    let quoted = shuffled(|i| format!("{} \"{}\" {}\n", i + 1, COLOR_NAMES[i][0], lab_text(i, " ")));
    assert_is_written(&cgats(d65, fields, &quoted));
    let bare = shuffled(|i| format!("{} {} {}\n", i + 1, COLOR_NAMES[i][0], lab_text(i, " ")));
    assert_is_written(&cgats(d65, fields, &bare));
    let tabs = shuffled(|i| format!("{}\t{}\t{}\n", i + 1, COLOR_NAMES[i][0], lab_text(i, "\t").replace('.', ",")));
    assert_is_written(&cgats(d65, fields, &tabs));
    let device = cgats("", "SAMPLE_ID RGB_R RGB_G RGB_B", "1 10 20 30\n2 30 20 10\n");
    assert_is_written(&(device + &cgats(d65, fields, &quoted)));
}

#[test]
fn a_row_of_cgats_may_go_on_in_the_next_line() {
    let d65 = "WEIGHTING_FUNCTION \"ILLUMINANT, D65\"\nWEIGHTING_FUNCTION \"OBSERVER, 2 degree\"";
    let rows = shuffled(|i| format!("{} \"{}\"  {}\n", i + 1, COLOR_NAMES[i][0], lab_text(i, " ")));
    let whole = cgats(d65, "SAMPLE_ID SAMPLE_NAME LAB_L LAB_A LAB_B", &rows);
    let wrapped = whole.replace("\"  ", "\"\n  ");
    assert!(wrapped.lines().count() == whole.lines().count() + PATCHES);
    assert_is_written(&wrapped);
    let short = whole.replacen("\"  ", "\" ", 1).replacen(&lab_text(0, " "), "37.9", 1);
    assert_eq!(fault(&short), ChartFileError::ShortLine { line: 9 });
}

#[test]
fn xyz_is_converted_whatever_its_unit() {
    for unit in [1.0, 100.0] {
        let row = |i: usize| format!("{} {:?}\n", i + 1, written()[i].to_xyz().map(|v| (v * unit * 1e5).round() / 1e5));
        let rows = shuffled(|i| row(i).replace(['[', ']', ','], ""));
        assert_is_written(&cgats("ILLUMINANT \"D65\"", "SAMPLE_ID XYZ_X XYZ_Y XYZ_Z", &rows));
    }
}

/// The spectra of the ISO chart at 380–730 nm, those beyond the table held.
fn spectrum_text(patch: usize, unit: f64, separator: &str) -> String {
    let spectrum = Chart::iso_17321().reflectances[patch];
    let at = |nm: usize| spectrum[(nm.clamp(400, 700) - 400) / 10] * unit;
    (380..=730).step_by(10).map(|nm| format!("{:.4}", at(nm))).collect::<Vec<_>>().join(separator)
}

#[track_caller]
fn assert_is_iso(text: &str) {
    let (chart, iso) = (Chart::of_text("mine", text).expect(text), Chart::iso_17321());
    for (read, true_one) in chart.reflectances.iter().zip(&iso.reflectances) {
        assert!((read - true_one).amax() < 1e-4, "{read} is not {true_one}");
    }
    for (read, true_one) in chart.colors.into_iter().zip(iso.colors) {
        assert!(ciede2000(read, true_one).0 < 0.01, "{read:?} is not {true_one:?}");
    }
}

#[test]
fn spectra_stand_for_themselves_whatever_the_condition_of_the_lab_beside_them() {
    let wavelengths =
        |start: &str| (380..=730).step_by(10).map(|nm| format!("{start}{nm}")).collect::<Vec<_>>().join(" ");
    for (start, unit) in
        [("SPECTRAL_NM", 1.0), ("SPECTRAL_", 100.0), ("SPEC_", 100.0), ("NM", 1.0), ("R_", 1.0), ("nm", 1.0)]
    {
        let rows = shuffled(|i| format!("{} 50 0 0 {}\n", i + 1, spectrum_text(i, unit, " ")));
        let fields = format!("SAMPLE_ID LAB_L LAB_A LAB_B {}", wavelengths(start));
        assert_is_iso(&cgats("WEIGHTING_FUNCTION \"OBSERVER, 10 degree\"", &fields, &rows));
    }
    let header = format!("Name;{}", wavelengths("").replace(' ', " nm;"));
    let rows = shuffled(|i| format!("{};{}\n", column_names()[i], spectrum_text(i, 100.0, ";").replace('.', ",")));
    assert_is_iso(&format!("{header}\n{rows}"));
    assert_eq!(fine_wavelengths_nm().len(), 31);
}

pub(super) fn cxf(objects: &str, illuminant: &str, observer: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<cc:CxF xmlns:cc="http://colorexchangeformat.com/CxF3-core"><cc:Resources><cc:ObjectCollection>
{objects}</cc:ObjectCollection><cc:ColorSpecificationCollection><cc:ColorSpecification Id="CS1">
<cc:TristimulusSpec><cc:Illuminant>{illuminant}</cc:Illuminant><cc:Observer>{observer}</cc:Observer></cc:TristimulusSpec>
<cc:MeasurementSpec><cc:WavelengthRange StartWL="380" Increment="10"/><cc:Device><cc:DeviceIllumination>M1_Daylight</cc:DeviceIllumination></cc:Device></cc:MeasurementSpec>
</cc:ColorSpecification></cc:ColorSpecificationCollection></cc:Resources></cc:CxF>"#
    )
}

pub(super) fn object(kind: &str, name: &str, values: &str) -> String {
    format!(
        "<cc:Object ObjectType=\"{kind}\" Name=\"{name}\" Id=\"x{name}{kind}\"><cc:ColorValues>{values}</cc:ColorValues></cc:Object>\n"
    )
}

fn cxf_lab(i: usize) -> String {
    let [l, a, b] = <[f64; 3]>::from(written()[i]);
    format!(
        "<cc:ColorCIELab ColorSpecification=\"CS1\"><cc:L>{l:.2}</cc:L><cc:A>{a:.2}</cc:A><cc:B>{b:.2}</cc:B></cc:ColorCIELab>"
    )
}

fn cxf_spectrum(i: usize) -> String {
    format!(
        "<cc:ReflectanceSpectrum ColorSpecification=\"CS1\">{}</cc:ReflectanceSpectrum>",
        spectrum_text(i, 1.0, " ")
    )
}

#[test]
fn cxf_is_read_by_lab_or_spectrum_and_one_kind_of_objects() {
    let names = column_names();
    let labs = shuffled(|i| object("Target", &names[i], &cxf_lab(i)));
    assert_is_written(&cxf(&labs, "D65", "2_Degree"));
    let kinds =
        ["M0_Measurement", "M1_Measurement"].map(|kind| shuffled(|i| object(kind, &names[i], &cxf_spectrum(i))));
    assert_is_iso(&cxf(&kinds.concat(), "D50", "10_Degree"));
    let other = ChartFileError::OtherCondition { condition: "D65/10°".into() };
    assert_eq!(fault(&cxf(&labs, "D65", "10_Degree")), other);
    assert!(matches!(fault("<cc:CxF>"), ChartFileError::NotXml { .. }));
    assert_eq!(fault("<CxF/>"), ChartFileError::NoColumns);
}

#[test]
fn argylls_chart_description_places_patches_by_its_boxes() {
    let xyz = |i: usize| Chart::iso_17321().colors[i].to_xyz().map(|v| (v * 1e4).round() / 1e2);
    let grey = |i: usize| xyz(i)[1];
    let rows = |name: &dyn Fn(usize) -> String| -> String {
        shuffled(|i| format!("  {} {} {} {}\n", name(i), xyz(i)[0], grey(i), xyz(i)[2] * 0.7575))
    };
    let file = |boxes: &str, rows: &str| {
        format!(
            "\n\nBOXES 25\n  F _ _ 0 0 300 0 300 200 0 200\n  D ALL ALL _ _ 270 180 5 5\n{boxes}\n\nBOX_SHRINK 3.0\nREF_ROTATION 0.0\nXLIST 0\n\nYLIST 0\n\nEXPECTED XYZ 24\n{rows}"
        )
    };
    let column_first = file("  X A F 1 4 40 40 10 10 45 45", &rows(&|i| column_names()[i].clone()));
    let row_first = file(
        "  Y 01 06 A D 40 40 10 10 45 45",
        &rows(&|i| format!("{}{:02}", char::from(b'A' + (i / 6) as u8), i % 6 + 1)),
    );
    for text in [&column_first, &row_first] {
        let set = PatchSet::of_text("mine", text).expect(text);
        assert_eq!(set.grid, Grid::CLASSIC);
        let chart = Chart::of_text("mine", text).expect(text);
        for (read, iso) in chart.colors.iter().zip(Chart::iso_17321().colors) {
            assert!((read.l - iso.l).abs() < 1.5, "{read:?} is not {iso:?}");
        }
    }
    assert_eq!(fault(&column_first.replace("45 45", "45")), ChartFileError::BadBox { line: 6 });
}

/// A Digital SG with the Classic in its middle and greys around it.
fn digital_sg(shift: usize) -> String {
    let patch = |column: usize, row: usize| {
        let name = format!("{}{}", char::from(b'A' + column as u8), row + 1);
        let is_inside = (4 + shift..10 + shift).contains(&column) && (1..5).contains(&row);
        let color = if is_inside { lab_text((row - 1) * 6 + column - 4 - shift, ",") } else { "50,0,0".into() };
        format!("{name},{color}\n")
    };
    let places = (0..14).flat_map(|column| (0..10).map(move |row| (column, row)));
    let rows: String = places.map(|(column, row)| patch(column, row)).collect();
    format!("# D65\nname,L,a,b\n{rows}")
}

#[test]
fn a_digital_sg_holds_the_classic_in_its_middle() {
    assert_is_written(&digital_sg(0));
    assert!(matches!(fault(&digital_sg(1)), ChartFileError::WrongOrder { .. } | ChartFileError::OtherColor { .. }));
}

#[test]
fn another_grid_is_named_by_its_size() {
    let places = (0..8).flat_map(|column| (0..5).map(move |row| (column, row)));
    let rows: String =
        places.map(|(column, row)| format!("{}{},50,0,0\n", char::from(b'A' + column), row + 1)).collect();
    let text = format!("name,L,a,b\n{rows}");
    assert_eq!(fault(&text), ChartFileError::TooFewColors { found: 1, needed: 10 });
    let set = PatchSet::of_text("mine", &text).unwrap();
    assert_eq!((set.at(7, 4).map(|patch| patch.name.as_str()), set.at(8, 0)), (Some("H5"), None));
}

#[test]
fn several_readings_of_a_patch_are_averaged() {
    let twice = |i: usize| {
        let Lab { l, a, b } = written()[i];
        format!("{0},{1:.2},{2:.2},{3:.2}\n{0},{4:.2},{2:.2},{3:.2}\n", column_names()[i], l - 0.3, a, b, l + 0.3)
    };
    let chart = Chart::of_text("mine", &format!("# D65\nname,L,a,b\n{}", shuffled(twice))).unwrap();
    for (read, written) in chart.colors.into_iter().zip(written()) {
        assert!(ciede2000(read, written).0 < 0.05, "{read:?} is not {written:?}");
    }
}

#[test]
fn conditions_that_cannot_be_converted_are_named() {
    let rows = shuffled(|i| format!("{} {}\n", i + 1, lab_text(i, " ")));
    for (keywords, condition) in [
        ("WEIGHTING_FUNCTION \"ILLUMINANT, D50\"\nWEIGHTING_FUNCTION \"OBSERVER, 10 degree\"", "D50/10°"),
        ("ILLUMINATION_NAME \"F11\"\nOBSERVER_ANGLE \"2\"", "F11/2°"),
        ("MEASUREMENT_SOURCE \"Illumination=D65\tObserverAngle=10\tWhiteBase=Abs\"", "D65/10°"),
        ("WEIGHTING_FUNCTION \"ILLUMINANT, A\"", "A/2°"),
    ] {
        let text = cgats(keywords, "SAMPLE_ID LAB_L LAB_A LAB_B", &rows);
        assert_eq!(fault(&text), ChartFileError::OtherCondition { condition: condition.into() });
    }
    let csv = format!("# F11\nL,a,b\n{}", rows.replace(' ', ","));
    assert!(matches!(fault(&csv.replace("L,a", "n,L,a")), ChartFileError::OtherCondition { .. }));
    let notes =
        "ORIGINATOR \"F11 10 degree\"\nMEASUREMENT_SOURCE \"MeasurementCondition=M1\tFilter=no\"\nILLUMINANT \"D65\"";
    let set = PatchSet::of_text("mine", &cgats(notes, "SAMPLE_ID LAB_L LAB_A LAB_B", &rows)).unwrap();
    assert_eq!(set.condition.mode.as_deref(), Some("M1"));
}

#[test]
fn each_mistake_is_named_with_its_line() {
    assert_eq!(fault(""), ChartFileError::NoColumns);
    assert_eq!(fault("x,y,b\n1,2,3"), ChartFileError::NoColumns);
    assert_eq!(fault("L,a,b\n1,2"), ChartFileError::ShortLine { line: 2 });
    assert_eq!(fault("L,a,b\n1,zwei,3"), ChartFileError::NotANumber { line: 2, value: "zwei".into() });
    assert_eq!(fault("L,a,b\n\n1,2,200"), ChartFileError::ImpossibleColor { line: 3 });
    assert_eq!(fault("L,a,b\n50,2,3"), ChartFileError::WrongCount { found: 1 });
    assert_eq!(fault("name;subject;L;a;b\nx;skin;62;13;18"), ChartFileError::MeterReadings);
    let rows = |count: usize| (0..count).map(|i| format!("{} {}\n", i + 1, lab_text(i, " "))).collect::<String>();
    let cut = cgats("", "SAMPLE_ID LAB_L LAB_A LAB_B", &rows(24)).replace("\n24 ", "\n# ");
    assert_eq!(fault(&cut), ChartFileError::CutShort { stated: 24, found: 23 });
    assert_eq!(fault(&cgats("", "SAMPLE_ID RGB_R RGB_G RGB_B", "1 2 3 4\n")), ChartFileError::NoDataFormat);
}

#[test]
fn patches_in_another_order_are_refused_with_the_one_that_is_wrong() {
    let reversed: String = (0..PATCHES).rev().map(|i| format!("{}\n", lab_text(i, ","))).collect();
    assert_eq!(
        fault(&format!("# D65\nL,a,b\n{reversed}")),
        ChartFileError::WrongOrder { lightest: "patch 6 (number 6)".into() }
    );
    let swapped: String = (0..PATCHES)
        .map(|i| {
            format!(
                "{}\n",
                lab_text(
                    match i {
                        13 => 14,
                        14 => 13,
                        _ => i,
                    },
                    ","
                )
            )
        })
        .collect();
    let text = fault(&format!("# D65\nL,a,b\n{swapped}")).to_string();
    assert!(text.contains("ColorChecker Classic") && (text.contains("green") || text.contains("red")), "{text}");
}

proptest::proptest! {
    /// Pieces of every form in any order give a chart or a reason.
    #[test]
    fn no_text_stops_the_program(pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..60)) {
        let _ = Chart::of_text("any", &pieces.concat());
        let _ = Chart::of_text("any", &format!("BOXES 1\n{}", pieces.concat()));
        let _ = Chart::of_text("any", &format!("BEGIN_DATA_FORMAT\nA B LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n{}", pieces.concat()));
    }
}

const PIECES: [&str; 34] = [
    "BEGIN_DATA_FORMAT\n",
    "END_DATA_FORMAT\n",
    "BEGIN_DATA\n",
    "END_DATA\n",
    "NUMBER_OF_SETS 2\n",
    "LAB_L LAB_A LAB_B\n",
    "SAMPLE_NAME",
    "SPECTRAL_NM",
    "SPECTRAL_PCT",
    "L,a,b\n",
    "XYZ_X;XYZ_Y;XYZ_Z\n",
    "BOXES 3\n",
    "X A F 1 4 40 40 1 1 45 45\n",
    "Y 01 99 _ _ 1 1 1 1 1 1\n",
    "EXPECTED XYZ 24\n",
    "A1",
    "1A",
    "ZZ99",
    "dark skin",
    "24",
    "50,5",
    "-1e308",
    "1e308",
    "NaN",
    "\"",
    "\t",
    " ",
    ",",
    ";",
    "\n",
    "#",
    "\u{feff}",
    "<",
    "°",
];
