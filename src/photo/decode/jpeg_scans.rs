use std::collections::BTreeMap;

/// How far the coefficients of a JPEG's components were coded, scan by scan (ITU-T T.81, annex G).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::photo) struct JpegScans {
    /// By component: the lowest bit that each of the 64 coefficients has.
    lowest_bits: BTreeMap<u8, [u8; 64]>,
    is_progressive: bool,
}

const NOT_CODED: u8 = u8::MAX;

impl JpegScans {
    /// Takes in a frame header: precision, height, width, then number, sampling and table of each component.
    pub fn begin(&mut self, segment: &[u8], is_progressive: bool) {
        let components = segment.get(6..).unwrap_or_default().as_chunks::<3>().0;
        self.lowest_bits = components.iter().map(|&[id, _, _]| (id, [NOT_CODED; 64])).collect();
        self.is_progressive = is_progressive;
    }

    /// Takes in a scan header: components with their tables, then the band of coefficients and their bits.
    pub fn hear(&mut self, segment: &[u8]) {
        let Some((&count, rest)) = segment.split_first() else { return };
        let Some((components, &[first, last, bits])) = rest.split_at_checked(2 * usize::from(count)) else { return };
        let (band, low) = if self.is_progressive { (first..=last.min(63), bits & 0x0f) } else { (0..=63, 0) };
        for id in components.iter().step_by(2) {
            let Some(lowest) = self.lowest_bits.get_mut(id) else { continue };
            band.clone().for_each(|at| lowest[usize::from(at)] = lowest[usize::from(at)].min(low));
        }
    }

    /// Every coefficient has its last bit, so that no scan is missing.
    pub fn are_complete(&self) -> bool {
        !self.lowest_bits.is_empty() && self.lowest_bits.values().flatten().all(|&low| low == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(is_progressive: bool) -> JpegScans {
        let mut scans = JpegScans::default();
        scans.begin(&[8, 0, 1, 0, 1, 2, 1, 0x11, 0, 7, 0x11, 0], is_progressive);
        scans
    }

    #[test]
    fn one_scan_of_all_components_is_a_whole_baseline_picture() {
        let mut scans = begun(false);
        assert!(!scans.are_complete());
        scans.hear(&[2, 1, 0, 7, 0, 0, 63, 0]);
        assert!(scans.are_complete());
        assert!(!JpegScans::default().are_complete());
    }

    #[test]
    fn a_progressive_picture_needs_every_band_down_to_its_last_bit() {
        let mut scans = begun(true);
        for scan in [&[2, 1, 0, 7, 0, 0, 0, 0x01][..], &[1, 1, 0, 1, 63, 0], &[1, 7, 0, 1, 63, 0]] {
            scans.hear(scan);
            assert!(!scans.are_complete(), "{scan:?}");
        }
        scans.hear(&[2, 1, 0, 7, 0, 0, 0, 0x10]);
        assert!(scans.are_complete());
    }

    #[test]
    fn damaged_headers_are_passed_over() {
        let mut scans = begun(true);
        for scan in [&[][..], &[9, 1], &[1, 1, 0, 60, 200, 0], &[1, 99, 0, 0, 63, 0]] {
            scans.hear(scan);
        }
        assert!(!scans.are_complete());
        scans.begin(&[8, 0], false);
        assert!(!scans.are_complete());
    }
}
