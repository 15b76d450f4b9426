use std::io::{self, Read, Seek, SeekFrom};

use crate::progress::Progress;

/// A source that reports how far it was read, and fails once the work is cancelled.
pub(super) struct Watched<R> {
    inner: R,
    progress: Progress,
    position: u64,
    total: u64,
}

impl<R> Watched<R> {
    /// Reports to `progress` as "decoding", with `total` bytes to read.
    pub fn new(inner: R, total: u64, progress: &Progress) -> Self {
        Self { inner, progress: progress.clone(), position: 0, total }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.progress.report("decoding", self.position, self.total).map_err(io::Error::other)?;
        let read = self.inner.read(buffer)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.inner.seek(to)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use std::sync::{Arc, Mutex};

    #[test]
    fn reading_reports_and_stops_when_cancelled() {
        let reports = Arc::new(Mutex::new(Vec::new()));
        let heard = reports.clone();
        let progress = Progress::new(move |stage| heard.lock().expect("no panic").push((stage.name, stage.done)));
        let mut source = Watched::new(Cursor::new([0u8; 100]), 100, &progress);
        let mut buffer = [0; 60];
        assert_eq!(source.read(&mut buffer).ok(), Some(60));
        assert_eq!(source.read(&mut buffer).ok(), Some(40));
        progress.cancel();
        assert!(source.read(&mut buffer).is_err());
        assert_eq!(*reports.lock().expect("no panic"), [("decoding", 0), ("decoding", 60), ("decoding", 100)]);
    }
}
