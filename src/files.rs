//! Files of the program's own and lists of its users: read whole up to a limit, replaced whole or not at all.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use tempfile::NamedTempFile;

/// The bytes of a file of at most so many.
///
/// # Errors
/// [`ErrorKind::FileTooLarge`] for a longer one, of which no more is read; else what the system says.
pub fn read_at_most(path: &Path, most_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most_bytes { Err(ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Replaces a file once all of it is written and on the disk; its folder has to be there.
///
/// # Errors
/// What `write` or the system says; the file is then as it was.
pub fn replace<E: From<io::Error>>(path: &Path, write: impl FnOnce(&mut File) -> Result<(), E>) -> Result<(), E> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|failed| failed.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit_and_not_beyond() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("list.csv");
        std::fs::write(&path, [7; 100]).expect("the file can be written");
        assert_eq!(read_at_most(&path, 100).expect("it fits").len(), 100);
        assert_eq!(read_at_most(&path, 99).expect_err("too long").kind(), ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_write_that_fails_half_way_leaves_the_earlier_file_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.toml");
        replace(&path, |file| file.write_all(b"earlier")).expect("it can be written");
        let failed = replace(&path, |file| file.write_all(b"half").and(Err(io::Error::other("on purpose"))));
        assert!(failed.is_err());
        assert_eq!(std::fs::read(&path).expect("still there"), b"earlier");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left behind");
    }
}
