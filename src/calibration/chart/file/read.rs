use std::path::{Path, PathBuf};

use super::{Chart, ChartFileError};
use crate::table::{TextError, read_text};

/// Spectra of some hundred patches are less (our choice).
const MAX_BYTES: u64 = 4 << 20;

/// Why a file gives no measured chart.
#[derive(Debug, thiserror::Error)]
pub enum ChartLoadError {
    #[error("the chart's colours cannot be read: {path}", path = .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("a list of a chart's colours is smaller than this file: {path}", path = .path.display())]
    TooLarge { path: PathBuf },
    #[error("the file holds no text in CSV, CGATS or CxF form: {path}", path = .path.display())]
    NotText { path: PathBuf },
    #[error("{fault}: {path}", path = .path.display())]
    Faulty { path: PathBuf, fault: ChartFileError },
}

/// Reads the colours that a user measured of her own chart, or its maker, from CSV, CGATS, CxF3 or Argyll's `.cht`.
///
/// # Errors
/// See [`ChartLoadError`].
pub fn load_chart(path: &Path) -> Result<Chart, ChartLoadError> {
    let text = read_text(path, MAX_BYTES).map_err(|error| match error {
        TextError::Unreadable(source) => ChartLoadError::Unreadable { path: path.into(), source },
        TextError::TooLarge => ChartLoadError::TooLarge { path: path.into() },
        TextError::NotText => ChartLoadError::NotText { path: path.into() },
    })?;
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
    Chart::of_text(name, &text).map_err(|fault| ChartLoadError::Faulty { path: path.into(), fault })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Lab;

    #[test]
    fn a_file_is_read_by_its_content_and_faults_name_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my chart.txt");
        let row = |color: &Lab| format!("{:.3} {:.3} {:.3}\n", color.l, color.a, color.b);
        let rows: String = Chart::iso_17321().colors.iter().map(row).collect();
        let cgats =
            "BEGIN_DATA_FORMAT\nLAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n".to_owned() + &rows + "END_DATA\n";
        std::fs::write(&path, cgats).unwrap();
        assert_eq!(load_chart(&path).unwrap().name, "my chart");
        std::fs::write(&path, "L,a,b\n50,2,3\n").unwrap();
        let text = load_chart(&path).unwrap_err().to_string();
        assert!(text.contains("24") && text.contains("my chart.txt"), "{text}");
        assert!(matches!(load_chart(folder.path()), Err(ChartLoadError::Unreadable { .. })));
        std::fs::write(&path, [0; 9]).unwrap();
        assert!(matches!(load_chart(&path), Err(ChartLoadError::NotText { .. })));
    }
}
