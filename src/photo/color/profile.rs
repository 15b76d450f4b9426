use moxcms::ColorProfile;

use super::camera_space::CameraSpace;
use super::device::Device;
use super::icc::{from_cicp, from_icc, from_parsed};
use super::primaries::{colorants_of, srgb_from_colorants};
use super::tone::ToneCurve;
use crate::photo::caution::PhotoCaution;

/// What gives a photo's numbers their meaning, and whether the file said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// "sRGB" or "Display P3" where it is that, else the profile's own description.
    pub name: String,
    /// The file said nothing usable, and sRGB was taken.
    pub assumed: bool,
    /// Why the file's own profile was not used.
    pub problem: Option<String>,
    /// The numbers are the sensor's own, before any tone curve: a raw file.
    pub is_raw: bool,
}

/// What a file says about its colours, the strongest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::photo) struct Clues {
    /// A raw file's own way of telling colours.
    pub camera: Option<CameraSpace>,
    /// The name of a printer's profile that was applied: the pixels are now in ProPhoto RGB.
    pub printed: Option<String>,
    /// Code points of ITU-T H.273 for primaries and transfer.
    pub cicp: Option<[u8; 2]>,
    /// A profile's bytes; empty where the file has one that can't be taken out of it.
    pub icc: Option<Vec<u8>>,
    /// What the format itself calls it.
    pub named: Option<NamedSpace>,
    pub calibrated: Option<Calibrated>,
    /// What EXIF calls it.
    pub by_camera: Option<NamedSpace>,
}

/// A colour space that a file names without describing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::photo) enum NamedSpace {
    Srgb,
    AdobeRgb,
}

/// A colour space by its numbers, as PNG writes them (PNG, third edition, 11.3.2.1 and 11.3.2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::photo) struct Calibrated {
    /// Code values are light to the power of this; 1 is linear.
    pub gamma: Option<f64>,
    /// x and y of white, red, green and blue.
    pub white_and_primaries: Option<[f64; 8]>,
}

impl Profile {
    /// A profile that is there is never called missing.
    pub fn doubt(&self) -> Option<PhotoCaution> {
        match &self.problem {
            Some(reason) => Some(PhotoCaution::ProfileUnusable { reason: reason.clone(), taken: self.name.clone() }),
            None => self.assumed.then_some(PhotoCaution::ProfileAssumed),
        }
    }

    /// The profile that the clues give, and how it makes light of code values. Never fails: sRGB is assumed instead.
    ///
    /// A clue that can't be used gives way to the next (PNG, third edition, 4.3); a picture stored in grey is `is_grey`.
    pub(in crate::photo) fn from_clues(clues: &Clues, is_grey: bool) -> (Self, Device) {
        if let Some(camera) = &clues.camera {
            return (Self::of_camera(camera), camera.device());
        }
        if let Some(printed) = &clues.printed
            && let Ok((_, device)) = from_parsed(&ColorProfile::new_pro_photo_rgb())
        {
            return (Self { name: printed.clone(), assumed: false, problem: None, is_raw: false }, device);
        }
        let by_code = clues.cicp.map(from_cicp);
        let by_profile = || clues.icc.as_deref().map(|icc| from_icc(icc, is_grey));
        let stated = match by_code {
            Some(Ok(stated)) => Some(Ok(stated)),
            by_code => by_profile().or(by_code),
        };
        match stated {
            Some(Ok((name, device))) => (Self { name, assumed: false, problem: None, is_raw: false }, device),
            Some(Err(problem)) => Self::without_profile(clues, Some(problem)),
            None => Self::without_profile(clues, None),
        }
    }

    fn of_camera(camera: &CameraSpace) -> Self {
        Self { name: camera.name(), assumed: false, problem: camera.problem.clone(), is_raw: true }
    }

    fn without_profile(clues: &Clues, problem: Option<String>) -> (Self, Device) {
        let by_numbers = || clues.calibrated.as_ref().and_then(Calibrated::device);
        let stated = clues.named.and_then(NamedSpace::device).or_else(by_numbers);
        match stated.or_else(|| clues.by_camera.and_then(NamedSpace::device)) {
            Some((name, device)) => (Self { name, assumed: false, problem, is_raw: false }, device),
            None => (Self { name: "sRGB".into(), assumed: true, problem, is_raw: false }, Device::srgb()),
        }
    }
}

impl NamedSpace {
    fn device(self) -> Option<(String, Device)> {
        match self {
            Self::Srgb => Some(("sRGB".into(), Device::srgb())),
            Self::AdobeRgb => {
                from_parsed(&ColorProfile::new_adobe_rgb()).ok().map(|(_, device)| ("Adobe RGB (1998)".into(), device))
            }
        }
    }
}

impl Calibrated {
    /// `None` for numbers that give no light. Without primaries they are sRGB's, without gamma the curve is.
    fn device(&self) -> Option<(String, Device)> {
        let colorants = match self.white_and_primaries {
            Some(xy) => Some(colorants_of(xy)?),
            None => None,
        };
        let matrix = colorants.map(srgb_from_colorants);
        let is_srgb_wide = matrix.as_ref().is_none_or(Device::is_unmixed);
        let curve = match self.gamma {
            Some(gamma) if is_srgb_wide && SRGB_GAMMAS.contains(&gamma) => ToneCurve::Srgb,
            Some(gamma) if USABLE_GAMMAS.contains(&gamma) => ToneCurve::gamma(1.0 / gamma),
            Some(_) => return None,
            None if matrix.is_some() => ToneCurve::Srgb,
            None => return None,
        };
        let gamma = self.gamma.map_or_else(|| "sRGB's curve".into(), |gamma| format!("gamma {:.2}", 1.0 / gamma));
        let device = match matrix {
            Some(matrix) => Device::mixed([curve.clone(), curve.clone(), curve], matrix),
            None => Device::neutral(curve),
        };
        let own = if is_srgb_wide { "primaries of sRGB" } else { "primaries of its own" };
        let name = device.usual_name().map_or_else(|| format!("{gamma}, {own}"), String::from);
        Some((name, device))
    }
}

/// Writers of sRGB put 0.45455 for its curve, as PNG advises (third edition, 11.3.2.4).
const SRGB_GAMMAS: std::ops::RangeInclusive<f64> = 0.450..=0.460;

/// Our choice: from the darkest screens ever made to twice linear; anything else is a slip.
const USABLE_GAMMAS: std::ops::RangeInclusive<f64> = 0.2..=2.0;

#[cfg(test)]
mod tests {
    use super::super::conversion::ToLight;
    use super::*;
    use crate::color::LinearRgb;
    use moxcms::{DataColorSpace, ProfileText, ToneReprCurve};

    fn light(profile: &ColorProfile, rgb: [u16; 3]) -> LinearRgb {
        let icc = profile.encode().expect("a profile can be written");
        let is_grey = profile.color_space == DataColorSpace::Gray;
        let (stated, device) = Profile::from_clues(&Clues { icc: Some(icc), ..Clues::default() }, is_grey);
        assert!(!stated.assumed, "{:?}", stated.problem);
        device.conversion(255).light(rgb)
    }

    #[track_caller]
    fn assert_light(light: LinearRgb, expected: [f64; 3], tolerance: f64) {
        let off = light.to_array().into_iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(off < tolerance, "{light:?} is not {expected:?}");
    }

    #[test]
    fn display_p3_red_is_more_than_srgb_can_show() {
        // Primaries of SMPTE RP 431-2 and IEC 61966-2-1, both D65: the first column of M(sRGB)⁻¹·M(P3).
        assert_light(light(&ColorProfile::new_display_p3(), [255, 0, 0]), [1.2249, -0.0420, -0.0197], 1e-3);
    }

    #[test]
    fn adobe_rgb_green_is_more_than_srgb_can_show() {
        // Adobe RGB (1998), 4.3.1: green at x 0.21, y 0.71; second column of M(sRGB)⁻¹·M(Adobe).
        assert_light(light(&ColorProfile::new_adobe_rgb(), [0, 255, 0]), [-0.3982, 1.0, -0.0429], 1e-3);
    }

    #[test]
    fn white_stays_white_in_every_profile() {
        for profile in [
            ColorProfile::new_srgb(),
            ColorProfile::new_display_p3(),
            ColorProfile::new_adobe_rgb(),
            ColorProfile::new_pro_photo_rgb(),
            ColorProfile::new_bt2020(),
            ColorProfile::new_gray_with_gamma(2.2),
        ] {
            assert_light(light(&profile, [255; 3]), [1.0; 3], 1e-12);
        }
    }

    #[test]
    fn a_grey_gamma_is_followed() {
        let expected = (100.0f64 / 255.0).powf(563.0 / 256.0);
        assert_light(light(&ColorProfile::new_gray_with_gamma(2.2), [100; 3]), [expected; 3], 1e-3);
    }

    #[test]
    fn an_srgb_profile_gives_exactly_what_no_profile_gives() {
        assert_eq!(light(&ColorProfile::new_srgb(), [13, 128, 250]), LinearRgb::from_srgb8([13, 128, 250]));
    }

    #[test]
    fn without_a_profile_srgb_is_assumed_and_said_so() {
        let (profile, device) = Profile::from_clues(&Clues::default(), false);
        assert_eq!(profile, Profile { name: "sRGB".into(), assumed: true, problem: None, is_raw: false });
        assert_eq!(device.conversion(255).light([200, 30, 4]), LinearRgb::from_srgb8([200, 30, 4]));
    }

    #[test]
    fn a_file_that_names_its_space_needs_no_assumption() {
        let named = |space| Profile::from_clues(&Clues { by_camera: Some(space), ..Clues::default() }, false);
        assert!(!named(NamedSpace::Srgb).0.assumed);
        let (adobe, device) = named(NamedSpace::AdobeRgb);
        assert_eq!((adobe.name.as_str(), adobe.assumed), ("Adobe RGB (1998)", false));
        assert_light(device.conversion(255).light([0, 255, 0]), [-0.3982, 1.0, -0.0429], 1e-3);
    }

    #[test]
    fn code_points_of_display_p3_mean_display_p3() {
        let (profile, device) = Profile::from_clues(&Clues { cicp: Some([12, 13]), ..Clues::default() }, false);
        assert_eq!((profile.name.as_str(), profile.assumed), ("Display P3", false));
        assert_light(device.conversion(255).light([255, 0, 0]), [1.2249, -0.0420, -0.0197], 1e-3);
    }

    #[test]
    fn hdr_pictures_are_light_by_their_code_or_their_profile() {
        // PQ: 203 cd/m² is white (Report ITU-R BT.2408-7, table 1).
        let white = (0.580_69f64 * 65_535.0).round() as u16;
        let icc = ColorProfile::new_bt2020_pq().encode().ok();
        for clues in [Clues { cicp: Some([9, 16]), ..Clues::default() }, Clues { icc, ..Clues::default() }] {
            let (profile, device) = Profile::from_clues(&clues, false);
            assert!(!profile.assumed && profile.problem.is_none(), "{profile:?}");
            assert_light(device.conversion(u16::MAX).light([white; 3]), [1.0; 3], 1e-3);
        }
        let (profile, device) = Profile::from_clues(&Clues { cicp: Some([9, 18]), ..Clues::default() }, false);
        assert_eq!((profile.name.as_str(), profile.assumed), ("CICP 9/18", false));
        assert_light(device.conversion(100).light([75; 3]), [1.0; 3], 1e-6);
    }

    #[test]
    fn display_p3_has_its_usual_name_whatever_its_profile_says() {
        let mut compact = ColorProfile::new_display_p3();
        compact.description = Some(ProfileText::PlainString("sP3".into()));
        let icc = compact.encode().expect("a profile can be written");
        assert_eq!(Profile::from_clues(&Clues { icc: Some(icc), ..Clues::default() }, false).0.name, "Display P3");
    }

    #[test]
    fn a_profile_that_cannot_be_used_is_replaced_and_named() {
        let mut cast = ColorProfile::new_srgb();
        cast.blue_colorant.z += 0.26;
        let mut cmyk = ColorProfile::new_srgb();
        cmyk.color_space = DataColorSpace::Cmyk;
        let mut dark = ColorProfile::new_srgb();
        dark.red_trc = Some(ToneReprCurve::Parametric(vec![-2.0]));
        let unusable = [cast, cmyk, dark].map(|profile| profile.encode().expect("a profile can be written"));
        for icc in unusable.into_iter().chain([b"no profile".to_vec(), vec![]]) {
            let (profile, device) = Profile::from_clues(&Clues { icc: Some(icc), ..Clues::default() }, false);
            assert!(profile.assumed && profile.problem.is_some(), "{profile:?}");
            assert_eq!(device.conversion(255).light([9, 99, 199]), LinearRgb::from_srgb8([9, 99, 199]));
        }
    }

    #[test]
    fn a_profile_with_flipped_bytes_never_panics_or_gives_nothing() {
        let icc = ColorProfile::new_display_p3().encode().expect("a profile can be written");
        for at in 0..icc.len() {
            for flip in [0x01, 0x80, 0xff] {
                let mut damaged = icc.clone();
                damaged[at] ^= flip;
                let (_, device) = Profile::from_clues(&Clues { icc: Some(damaged), ..Clues::default() }, false);
                assert!(device.conversion(255).light([1, 128, 255]).is_finite());
            }
        }
    }

    fn stated(clues: Clues) -> Profile {
        Profile::from_clues(&clues, false).0
    }

    #[test]
    fn a_code_that_is_not_known_gives_way_to_the_profile_and_to_what_follows() {
        let icc = ColorProfile::new_display_p3().encode().ok();
        let unknown = Clues { cicp: Some([1, 22]), ..Clues::default() };
        let both = stated(Clues { icc: icc.clone(), ..unknown.clone() });
        assert_eq!((both.name.as_str(), both.assumed, both.problem), ("Display P3", false, None));
        let known = stated(Clues { cicp: Some([1, 13]), icc, ..Clues::default() });
        assert_eq!(known.name, "sRGB");
        let named = stated(Clues { by_camera: Some(NamedSpace::AdobeRgb), ..unknown.clone() });
        assert_eq!((named.name.as_str(), named.assumed, named.problem.is_some()), ("Adobe RGB (1998)", false, true));
        assert!(stated(unknown).assumed);
    }

    #[test]
    fn a_profile_that_is_there_is_never_called_missing() {
        assert_eq!(stated(Clues::default()).doubt(), Some(PhotoCaution::ProfileAssumed));
        let broken = stated(Clues { icc: Some(b"broken".to_vec()), ..Clues::default() });
        assert!(matches!(broken.doubt(), Some(PhotoCaution::ProfileUnusable { .. })), "{broken:?}");
        assert_eq!(stated(Clues { named: Some(NamedSpace::Srgb), ..Clues::default() }).doubt(), None);
    }

    #[test]
    fn a_profile_for_other_pictures_is_not_applied() {
        let grey = ColorProfile::new_gray_with_gamma(1.8).encode().ok();
        let (profile, device) = Profile::from_clues(&Clues { icc: grey, ..Clues::default() }, false);
        assert!(profile.assumed && profile.problem.is_some_and(|problem| problem.contains("grey")));
        assert_eq!(device.conversion(255).light([9, 99, 199]), LinearRgb::from_srgb8([9, 99, 199]));
    }

    fn calibrated(gamma: Option<f64>, white_and_primaries: Option<[f64; 8]>) -> (Profile, LinearRgb) {
        let calibrated = Some(Calibrated { gamma, white_and_primaries });
        let (profile, device) = Profile::from_clues(&Clues { calibrated, ..Clues::default() }, false);
        (profile, device.conversion(255).light([51, 102, 255]))
    }

    const SRGB: [f64; 8] = [0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06];
    const ADOBE: [f64; 8] = [0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06];

    #[test]
    fn gamma_and_primaries_of_a_png_are_followed() {
        assert_light(calibrated(Some(1.0), None).1, [0.2, 0.4, 1.0], 1e-12);
        assert_light(calibrated(Some(1.0 / 1.8), Some(SRGB)).1, [0.2f64.powf(1.8), 0.4f64.powf(1.8), 1.0], 2e-4);
        assert_eq!(calibrated(Some(0.45455), Some(SRGB)).1, LinearRgb::from_srgb8([51, 102, 255]));
        let adobe = light(&ColorProfile::new_adobe_rgb(), [51, 102, 255]);
        assert_light(calibrated(Some(0.45470), Some(ADOBE)).1, adobe.to_array(), 1e-3);
        let (profile, _) = calibrated(Some(1.0), None);
        assert_eq!((profile.name.as_str(), profile.assumed), ("gamma 1.00, primaries of sRGB", false));
    }

    #[test]
    fn numbers_that_give_no_light_are_passed_over() {
        let flat = [0.3127, 0.3290, 0.64, 0.33, 0.64, 0.33, 0.15, 0.06];
        for (gamma, primaries) in
            [(Some(0.0), None), (Some(1e9), None), (None, None), (Some(1.0), Some([0.0; 8])), (None, Some(flat))]
        {
            let (profile, light) = calibrated(gamma, primaries);
            assert!(profile.assumed, "{gamma:?} {primaries:?}");
            assert_eq!(light, LinearRgb::from_srgb8([51, 102, 255]));
        }
    }
}
