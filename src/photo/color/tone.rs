use moxcms::{ToneReprCurve, TransferCharacteristics};

use crate::color::decode_srgb;

/// How code values of one channel become light, in f64. Both run 0–1.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::photo) enum ToneCurve {
    Srgb,
    /// ICC.1:2022, 10.18: below `d` light is c·x + f, from there on (a·x + b)^g + e.
    Parametric {
        g: f64,
        a: f64,
        b: f64,
        c: f64,
        d: f64,
        e: f64,
        f: f64,
    },
    /// ICC.1:2022, 10.6: evenly spaced, straight lines between.
    Table(Vec<u16>),
    /// Light on a screen by Rec. ITU-R BT.2100-2, table 4, where 1 is the white of a page.
    Pq,
    /// Light before the camera by Rec. ITU-R BT.2100-2, table 5, where 1 is the white of a page.
    Hlg,
}

/// The white of a page in HDR pictures, in cd/m², and its signal in HLG (Report ITU-R BT.2408-7, table 1).
const HDR_WHITE: f64 = 203.0;
const HLG_WHITE_SIGNAL: f64 = 0.75;

impl ToneCurve {
    pub fn gamma(g: f64) -> Self {
        Self::Parametric { g, a: 1.0, b: 0.0, c: 0.0, d: 0.0, e: 0.0, f: 0.0 }
    }

    /// Light is `slope`·x + `offset`, also where that is below black.
    pub fn straight(slope: f64, offset: f64) -> Self {
        Self::Parametric { g: 1.0, a: slope, b: offset, c: slope, d: f64::INFINITY, e: 0.0, f: offset }
    }

    /// The curve of an HDR picture; `None` for one of another kind.
    pub fn of_hdr(transfer: TransferCharacteristics) -> Option<Self> {
        match transfer {
            TransferCharacteristics::Smpte2084 => Some(Self::Pq),
            TransferCharacteristics::Hlg => Some(Self::Hlg),
            _ => None,
        }
    }

    /// The curve of a profile; `None` when it has numbers that give no light.
    pub fn from_icc(curve: &ToneReprCurve) -> Option<Self> {
        let curve = match curve {
            ToneReprCurve::Lut(table) => match table.as_slice() {
                [] => Self::gamma(1.0),
                [gamma] => Self::gamma(f64::from(*gamma) / 256.0),
                _ => Self::Table(table.clone()),
            },
            ToneReprCurve::Parametric(numbers) => Self::parametric(numbers)?,
        };
        (0..=255).all(|code| curve.light(f64::from(code) / 255.0).is_finite()).then_some(curve)
    }

    /// The light of an encoded value in 0–1.
    pub fn light(&self, encoded: f64) -> f64 {
        match *self {
            Self::Srgb => decode_srgb(encoded),
            Self::Parametric { c, d, f, .. } if encoded < d => c * encoded + f,
            Self::Parametric { g, a, b, e, .. } => (a * encoded + b).max(0.0).powf(g) + e,
            Self::Table(ref table) => interpolate(table, encoded),
            Self::Pq => pq_screen_light(encoded) / HDR_WHITE,
            Self::Hlg => hlg_scene_light(encoded) / hlg_scene_light(HLG_WHITE_SIGNAL),
        }
    }

    /// Whether this is the sRGB curve, as far as 8 bit can tell.
    pub fn is_srgb(&self) -> bool {
        (0..=255).map(|code| f64::from(code) / 255.0).all(|v| (self.light(v) - decode_srgb(v)).abs() < 2e-4)
    }

    /// Function types 0–4 by the count of their parameters (ICC.1:2022, table 68).
    fn parametric(numbers: &[f32]) -> Option<Self> {
        let numbers: Vec<f64> = numbers.iter().copied().map(f64::from).collect();
        let (g, a, b, c, d, e, f) = match *numbers.as_slice() {
            [g] => (g, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
            [g, a, b] => (g, a, b, 0.0, -b / a, 0.0, 0.0),
            [g, a, b, c] => (g, a, b, 0.0, -b / a, c, c),
            [g, a, b, c, d] => (g, a, b, c, d, 0.0, 0.0),
            [g, a, b, c, d, e, f] => (g, a, b, c, d, e, f),
            _ => return None,
        };
        Some(Self::Parametric { g, a, b, c, d, e, f })
    }
}

/// In cd/m² (BT.2100-2, table 4, reference PQ EOTF).
fn pq_screen_light(signal: f64) -> f64 {
    let (m1, m2) = (2610.0 / 16384.0, 2523.0 / 4096.0 * 128.0);
    let (c1, c2, c3) = (3424.0 / 4096.0, 2413.0 / 4096.0 * 32.0, 2392.0 / 4096.0 * 32.0);
    let root = signal.max(0.0).powf(1.0 / m2);
    10_000.0 * ((root - c1).max(0.0) / (c2 - c3 * root)).powf(1.0 / m1)
}

/// From 0 to 1 (BT.2100-2, table 5, inverse of the reference OETF).
fn hlg_scene_light(signal: f64) -> f64 {
    let a = 0.178_832_77;
    let (b, c) = (1.0 - 4.0 * a, 0.5 - a * f64::ln(4.0 * a));
    if signal <= 0.5 { signal * signal / 3.0 } else { (((signal - c) / a).exp() + b) / 12.0 }
}

fn interpolate(table: &[u16], encoded: f64) -> f64 {
    let last = table.len().saturating_sub(1);
    let place = encoded.clamp(0.0, 1.0) * last as f64;
    let below = (place.floor() as usize).min(last);
    let value = |at: usize| f64::from(table.get(at).copied().unwrap_or_default()) / 65_535.0;
    let share = place - below as f64;
    value(below) * (1.0 - share) + value((below + 1).min(last)) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parametric_type_follows_its_formula() {
        // ICC.1:2022, table 68, by hand at x = 0.5 and x = 0.1 for g = 2.
        for (numbers, at_half, at_tenth) in [
            (&[2.0][..], 0.25, 0.01),
            (&[2.0, 2.0, -0.5], 0.25, 0.0),
            (&[2.0, 2.0, -0.5, 0.125], 0.375, 0.125),
            (&[2.0, 1.0, 0.0, 0.5, 0.25], 0.25, 0.05),
            (&[2.0, 1.0, 0.0, 0.5, 0.25, 0.125, 0.0625], 0.375, 0.1125),
        ] {
            let curve = ToneCurve::from_icc(&ToneReprCurve::Parametric(numbers.to_vec())).expect("a curve");
            assert!((curve.light(0.5) - at_half).abs() < 1e-12, "{numbers:?}");
            assert!((curve.light(0.1) - at_tenth).abs() < 1e-12, "{numbers:?}");
        }
    }

    #[test]
    fn tables_are_joined_by_straight_lines() {
        let curve = ToneCurve::from_icc(&ToneReprCurve::Lut(vec![0, 13_107, 65_535])).expect("a curve");
        assert!((curve.light(0.25) - 0.1).abs() < 1e-12);
        assert!((curve.light(0.75) - 0.6).abs() < 1e-12);
        assert_eq!(curve.light(1.0), 1.0);
    }

    #[test]
    fn gammas_are_in_256ths_and_an_empty_table_is_linear() {
        let adobe = ToneCurve::from_icc(&ToneReprCurve::Lut(vec![0x0233])).expect("a curve");
        assert!((adobe.light(0.5) - 0.5f64.powf(2.199_218_75)).abs() < 1e-12);
        assert_eq!(ToneCurve::from_icc(&ToneReprCurve::Lut(vec![])).map(|linear| linear.light(0.3)), Some(0.3));
    }

    #[test]
    fn hdr_light_is_counted_in_the_white_of_a_page() {
        // Report ITU-R BT.2408-7, table 1: PQ 58 % is 203 cd/m², 38 % the 26 cd/m² of an 18 % grey card; HLG 75 and 38 %.
        for (curve, white, grey) in [(ToneCurve::Pq, 0.580_69, 0.38), (ToneCurve::Hlg, 0.75, 0.38)] {
            assert!((curve.light(white) - 1.0).abs() < 1e-3, "{curve:?}: {}", curve.light(white));
            // Signals are rounded to whole percents there.
            assert!((curve.light(grey) - 0.18).abs() < 0.06, "{curve:?}: {}", curve.light(grey));
        }
        assert_eq!((ToneCurve::Pq.light(0.0), ToneCurve::Hlg.light(0.0)), (0.0, 0.0));
        assert!((ToneCurve::Pq.light(1.0) - 10_000.0 / 203.0).abs() < 1e-9);
    }

    #[test]
    fn a_curve_that_gives_no_light_is_refused() {
        assert_eq!(ToneCurve::from_icc(&ToneReprCurve::Parametric(vec![f32::NAN])), None);
        assert_eq!(ToneCurve::from_icc(&ToneReprCurve::Parametric(vec![])), None);
        assert_eq!(ToneCurve::from_icc(&ToneReprCurve::Parametric(vec![-1.0])), None);
    }
}
