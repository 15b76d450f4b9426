use super::{Row, parse_number};

/// Columns of reflectance or of wavelengths beside them.
#[derive(Clone, Debug, PartialEq)]
pub enum SpectralColumns {
    /// A column for each wavelength in nm, which its name tells.
    Named(Vec<(f64, usize)>),
    /// Pairs of columns, the wavelength and its value (CGATS.17, `SPECTRAL_NM` and `SPECTRAL_PCT` or `SPECTRAL_DEC`).
    Paired(Vec<[usize; 2]>),
}

/// What the names of spectral columns start with, signs left out; longer ones first.
const PREFIXES: [&str; 11] = [
    "spectralpct",
    "spectraldec",
    "spectralnm",
    "spectral",
    "spectrum",
    "reflectance",
    "spec",
    "refl",
    "lambda",
    "nm",
    "r",
];
/// Fewer columns are no spectrum: 400–700 nm by 20 nm are 16.
const FEWEST: usize = 16;

impl SpectralColumns {
    /// The spectrum that a header names.
    pub fn of(header: &[String]) -> Option<Self> {
        let named: Vec<(f64, usize)> =
            (0..).zip(header).filter_map(|(i, name)| Some((wavelength_nm(name)?, i))).collect();
        if named.len() >= FEWEST {
            return Some(Self::Named(named));
        }
        let is = |column: usize, names: &[&str]| header.get(column).is_some_and(|name| names.contains(&name.as_str()));
        let is_pair = |i: &usize| is(*i, &["SPECTRAL_NM"]) && is(i + 1, &["SPECTRAL_PCT", "SPECTRAL_DEC"]);
        let pairs: Vec<[usize; 2]> = (0..header.len()).filter(is_pair).map(|i| [i, i + 1]).collect();
        (pairs.len() >= FEWEST).then_some(Self::Paired(pairs))
    }

    /// Wavelength in nm and value of every sample of a row, in the file's unit.
    ///
    /// # Errors
    /// The first field that is no number.
    pub fn samples(&self, row: &Row) -> Result<Vec<[f64; 2]>, String> {
        let number = |column: usize| parse_number(row.field(column)).ok_or_else(|| row.field(column).to_owned());
        match self {
            Self::Named(columns) => columns.iter().map(|&(nm, column)| Ok([nm, number(column)?])).collect(),
            Self::Paired(pairs) => pairs.iter().map(|&[nm, value]| Ok([number(nm)?, number(value)?])).collect(),
        }
    }
}

/// The wavelength that a column's name tells, as `SPECTRAL_NM400`, `SPEC_400`, `NM_400.00`, `R_400`, `400 nm` or `400`.
fn wavelength_nm(name: &str) -> Option<f64> {
    let name: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == '.').collect();
    let name = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(&name);
    let nm: f64 = name.strip_suffix("nm").unwrap_or(name).parse().ok()?;
    (300.0..=900.0).contains(&nm).then_some(nm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wavelengths_are_read_from_every_usual_spelling() {
        for name in [
            "SPECTRAL_NM400",
            "SPECTRAL_NM_400",
            "SPEC_400",
            "NM400",
            "nm_400.00",
            "R_400",
            "R[400nm]",
            "400",
            "400 nm",
        ] {
            assert_eq!(wavelength_nm(name), Some(400.0), "{name}");
        }
        for name in ["SPECTRAL_NM", "R", "A4", "RGB_R", "12", "M0"] {
            assert_eq!(wavelength_nm(name), None, "{name}");
        }
    }

    #[test]
    fn pairs_of_wavelength_and_value_are_read_too() {
        let header: Vec<String> = (0..16).flat_map(|_| ["SPECTRAL_NM".to_owned(), "SPECTRAL_PCT".to_owned()]).collect();
        let fields = (0..16).flat_map(|i| [(400 + 20 * i).to_string(), "50,5".to_owned()]).collect();
        let samples = SpectralColumns::of(&header).unwrap().samples(&Row { line: 1, fields }).unwrap();
        assert_eq!((samples.len(), samples[15]), (16, [700.0, 50.5]));
    }
}
