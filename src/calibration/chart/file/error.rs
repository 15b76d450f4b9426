/// Why a file is no chart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChartFileError {
    #[error(
        "no columns of a colour; name them in the first line, as in \"patch,L,a,b\", or give X, Y and Z or a spectrum of 400 to 700 nm"
    )]
    NoColumns,
    #[error(
        "no list of fields between BEGIN_DATA_FORMAT and END_DATA_FORMAT with LAB_L, LAB_A and LAB_B, XYZ or a spectrum"
    )]
    NoDataFormat,
    #[error("line {line}: {value:?} is not a number")]
    NotANumber { line: usize, value: String },
    #[error("line {line} has fewer values than the chart has columns")]
    ShortLine { line: usize },
    #[error("line {line}: the spectrum does not cover 400 to 700 nm in steps of at most 20 nm")]
    ShortSpectrum { line: usize },
    #[error("the file announces {stated} patches and holds {found}; it is cut short, export it again")]
    CutShort { stated: usize, found: usize },
    #[error("the file is a list of a colour meter's readings, not of a chart's patches; give it as readings")]
    MeterReadings,
    #[error(
        "{found} patches without names that tell their places; name them A1, A2 … (only a chart of 24 may go without, row by row from dark skin to black)"
    )]
    WrongCount { found: usize },
    #[error("patch {patch} is missing; the file has to list every patch of the chart")]
    Missing { patch: String },
    #[error(
        "a chart of {columns} × {rows} patches; charts have 2 to 30 rows and columns and 12 patches at least, all in one block"
    )]
    OtherGrid { columns: usize, rows: usize },
    #[error(
        "only {found} of the chart's colours differ from each other enough, and {needed} are needed to know the chart and the camera by"
    )]
    TooFewColors { found: usize, needed: usize },
    #[error(
        "the chart's lightest and darkest patch are only {contrast} apart in L*; at least 40 are needed to tell the camera's tone curve"
    )]
    LowContrast { contrast: u32 },
    #[error(
        "the chart looks too much like itself turned, mirrored or shuffled to be told from other things by its colours"
    )]
    NotDistinct,
    #[error("line {line}: the colour is none that a surface can have")]
    ImpossibleColor { line: usize },
    #[error(
        "the patches are not in the chart's order: white is to be the 19th, row by row from dark skin, and here the lightest is {lightest}"
    )]
    WrongOrder { lightest: String },
    #[error(
        "{patch} is far from the {expected} of a ColorChecker Classic (ΔE00 {difference}): the file is of another chart, or its patches are out of order"
    )]
    OtherColor { patch: String, expected: &'static str, difference: u32 },
    #[error(
        "colours for {condition} can't be converted without spectra; export them for D50 or D65 and the 2° observer"
    )]
    OtherCondition { condition: String },
    #[error("not valid XML: {reason}")]
    NotXml { reason: String },
    #[error("the boxes cannot be read: line {line}; a box is X or Y, four labels and six numbers")]
    BadBox { line: usize },
}
