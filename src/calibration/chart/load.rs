use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Chart, ChartFileError};

/// A list of 24 colours is a few kilobytes.
const MAX_BYTES: u64 = 1 << 20;

/// Why a file gives no measured chart.
#[derive(Debug, thiserror::Error)]
pub enum ChartLoadError {
    #[error("the chart's colours cannot be read: {path}", path = .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("a list of 24 colours is smaller than this file: {path}", path = .path.display())]
    TooLarge { path: PathBuf },
    #[error("the file holds no text in CSV or CGATS form: {path}", path = .path.display())]
    NotText { path: PathBuf },
    #[error("{source}: {path}", path = .path.display())]
    Faulty { path: PathBuf, source: ChartFileError },
}

/// Reads the colours that a user measured of her own chart, from CSV or CGATS.
///
/// # Errors
/// See [`ChartLoadError`].
pub fn load_chart(path: &Path) -> Result<Chart, ChartLoadError> {
    let unreadable = |source| ChartLoadError::Unreadable { path: path.into(), source };
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ChartLoadError::TooLarge { path: path.into() });
    }
    let text = String::from_utf8(bytes).map_err(|_| ChartLoadError::NotText { path: path.into() })?;
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
    let is_cgats = text.contains("BEGIN_DATA_FORMAT");
    let chart = if is_cgats { Chart::from_cgats(name, &text) } else { Chart::from_csv(name, &text) };
    chart.map_err(|source| ChartLoadError::Faulty { path: path.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_by_its_content_and_faults_name_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my chart.txt");
        let rows = Chart::iso_17321().colors.map(|c| format!("{:.3} {:.3} {:.3}\n", c.l, c.a, c.b)).concat();
        let cgats =
            "BEGIN_DATA_FORMAT\nLAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n".to_owned() + &rows + "END_DATA\n";
        std::fs::write(&path, cgats).unwrap();
        assert_eq!(load_chart(&path).unwrap().name, "my chart");
        std::fs::write(&path, "L,a,b\n50,2,3\n").unwrap();
        let text = load_chart(&path).unwrap_err().to_string();
        assert!(text.contains("24") && text.contains("my chart.txt"), "{text}");
        assert!(matches!(load_chart(folder.path()), Err(ChartLoadError::Unreadable { .. })));
    }
}
