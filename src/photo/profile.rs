use moxcms::{CicpProfile, ColorProfile, DataColorSpace, ProfileText, TransferCharacteristics, Xyzd};

use super::device::Device;
use super::primaries::{D50, srgb_from_colorants};
use super::tone::ToneCurve;

/// What gives a photo's numbers their meaning, and whether the file said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// "sRGB" or "Display P3" where it is that, else the profile's own description.
    pub name: String,
    /// The file said nothing usable, and sRGB was taken.
    pub assumed: bool,
    /// Why the file's own profile was not used.
    pub problem: Option<String>,
}

/// What a file says about its colours, the strongest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Clues {
    /// PNG's `cICP` chunk: code points of ITU-T H.273 for primaries and transfer.
    pub cicp: Option<[u8; 2]>,
    pub icc: Option<Vec<u8>>,
    pub named: Option<NamedSpace>,
}

/// A colour space that a file names without describing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedSpace {
    Srgb,
    AdobeRgb,
}

impl Profile {
    /// The profile that the clues give, and how it makes light of code values. Never fails: sRGB is assumed instead.
    pub(super) fn from_clues(clues: &Clues) -> (Self, Device) {
        let stated = match clues {
            Clues { cicp: Some(code_points), .. } => from_cicp(*code_points),
            Clues { icc: Some(icc), .. } => from_icc(icc),
            Clues { named: Some(NamedSpace::AdobeRgb), .. } => from_parsed(&ColorProfile::new_adobe_rgb()),
            Clues { named: Some(NamedSpace::Srgb), .. } => return (Self::srgb(false, None), Device::srgb()),
            _ => return (Self::srgb(true, None), Device::srgb()),
        };
        match stated {
            Ok((name, device)) => (Self { name, assumed: false, problem: None }, device),
            Err(problem) => (Self::srgb(true, Some(problem)), Device::srgb()),
        }
    }

    fn srgb(assumed: bool, problem: Option<String>) -> Self {
        Self { name: "sRGB".into(), assumed, problem }
    }
}

type Stated = Result<(String, Device), String>;

fn from_icc(icc: &[u8]) -> Stated {
    let parsed = ColorProfile::new_from_slice(icc).map_err(|error| format!("the profile is damaged ({error})"))?;
    from_parsed(&parsed)
}

/// H.273 code points through the same way as a profile.
fn from_cicp([primaries, transfer]: [u8; 2]) -> Stated {
    let unknown = |_| format!("the file's colour code {primaries}/{transfer} is not known");
    let cicp = CicpProfile {
        color_primaries: primaries.try_into().map_err(unknown)?,
        transfer_characteristics: transfer.try_into().map_err(unknown)?,
        matrix_coefficients: 0.try_into().map_err(unknown)?,
        full_range: true,
    };
    let (_, device) = from_parsed(&ColorProfile::new_from_cicp(cicp))?;
    let name = device.usual_name().map_or_else(|| format!("CICP {primaries}/{transfer}"), String::from);
    Ok((name, device))
}

fn from_parsed(profile: &ColorProfile) -> Stated {
    if is_hdr(profile) {
        return Err("the profile is for HDR pictures, whose white is not known".into());
    }
    let device = match profile.color_space {
        DataColorSpace::Gray => grey(profile),
        DataColorSpace::Rgb => rgb(profile),
        other => Err(format!("the profile is for {other:?}, not for RGB")),
    }?;
    let name = device.usual_name().map_or_else(|| description(profile), String::from);
    Ok((name, device))
}

fn is_hdr(profile: &ColorProfile) -> bool {
    use TransferCharacteristics::{Hlg, Smpte2084};
    profile.cicp.as_ref().is_some_and(|cicp| matches!(cicp.transfer_characteristics, Smpte2084 | Hlg))
}

fn grey(profile: &ColorProfile) -> Result<Device, String> {
    let curve =
        profile.gray_trc.as_ref().and_then(ToneCurve::from_icc).ok_or("the profile has no usable grey curve")?;
    Ok(Device::neutral(curve))
}

/// A colorimetric table goes before matrix and curves (ICC.1:2022, 8.10), these before a perceptual table.
fn rgb(profile: &ColorProfile) -> Result<Device, String> {
    if profile.lut_a_to_b_colorimetric.is_some() {
        return Device::from_tables(profile);
    }
    match [&profile.red_trc, &profile.green_trc, &profile.blue_trc] {
        [Some(red), Some(green), Some(blue)] => {
            let curves = [red, green, blue].map(ToneCurve::from_icc);
            let [Some(red), Some(green), Some(blue)] = curves else {
                return Err("the profile has a curve that gives no light".into());
            };
            Ok(Device::mixed([red, green, blue], srgb_from_colorants(colorants(profile)?)))
        }
        _ if profile.lut_a_to_b_perceptual.is_some() => Device::from_tables(profile),
        _ => Err("the profile has neither curves nor tables".into()),
    }
}

/// XYZ of red, green and blue; together they must be the white D50, or the profile would give every photo a cast.
fn colorants(profile: &ColorProfile) -> Result<[[f64; 3]; 3], String> {
    let xyz = |color: Xyzd| [color.x, color.y, color.z];
    let colorants = [profile.red_colorant, profile.green_colorant, profile.blue_colorant].map(xyz);
    let sums = [0, 1, 2].map(|axis| colorants.iter().map(|color| color[axis]).sum::<f64>());
    // Our choice: 0.02 leaves room for old profiles' rounding; a white left at D65 is 0.26 off in Z.
    let is_d50 = sums.iter().zip(D50).all(|(sum, white)| (sum - white).abs() < 0.02);
    if is_d50 { Ok(colorants) } else { Err("the profile's primaries don't add up to white".into()) }
}

fn description(profile: &ColorProfile) -> String {
    let text = match &profile.description {
        Some(ProfileText::PlainString(text)) => text.as_str(),
        Some(ProfileText::Description(text)) => &text.ascii_string,
        Some(ProfileText::Localizable(texts)) => {
            let english = texts.iter().find(|text| text.language.eq_ignore_ascii_case("en"));
            english.or(texts.first()).map_or("", |text| &text.value)
        }
        None => "",
    };
    let name: String = text.trim_matches(['\0', ' ']).chars().filter(|c| !c.is_control()).take(80).collect();
    if name.is_empty() { "a profile without a name".into() } else { name }
}

#[cfg(test)]
mod tests {
    use super::super::conversion::ToLight;
    use super::*;
    use crate::color::LinearRgb;
    use moxcms::ToneReprCurve;

    fn light(profile: &ColorProfile, rgb: [u16; 3]) -> LinearRgb {
        let icc = profile.encode().expect("a profile can be written");
        let (stated, device) = Profile::from_clues(&Clues { icc: Some(icc), ..Clues::default() });
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
        let (profile, device) = Profile::from_clues(&Clues::default());
        assert_eq!(profile, Profile { name: "sRGB".into(), assumed: true, problem: None });
        assert_eq!(device.conversion(255).light([200, 30, 4]), LinearRgb::from_srgb8([200, 30, 4]));
    }

    #[test]
    fn a_file_that_names_its_space_needs_no_assumption() {
        let named = |space| Profile::from_clues(&Clues { named: Some(space), ..Clues::default() });
        assert!(!named(NamedSpace::Srgb).0.assumed);
        let (adobe, device) = named(NamedSpace::AdobeRgb);
        assert_eq!((adobe.name.as_str(), adobe.assumed), ("Adobe RGB 1998", false));
        assert_light(device.conversion(255).light([0, 255, 0]), [-0.3982, 1.0, -0.0429], 1e-3);
    }

    #[test]
    fn code_points_of_display_p3_mean_display_p3() {
        let (profile, device) = Profile::from_clues(&Clues { cicp: Some([12, 13]), ..Clues::default() });
        assert_eq!((profile.name.as_str(), profile.assumed), ("Display P3", false));
        assert_light(device.conversion(255).light([255, 0, 0]), [1.2249, -0.0420, -0.0197], 1e-3);
    }

    #[test]
    fn display_p3_has_its_usual_name_whatever_its_profile_says() {
        let mut compact = ColorProfile::new_display_p3();
        compact.description = Some(ProfileText::PlainString("sP3".into()));
        let icc = compact.encode().expect("a profile can be written");
        assert_eq!(Profile::from_clues(&Clues { icc: Some(icc), ..Clues::default() }).0.name, "Display P3");
    }

    #[test]
    fn a_profile_that_cannot_be_used_is_replaced_and_named() {
        let mut cast = ColorProfile::new_srgb();
        cast.blue_colorant.z += 0.26;
        let mut cmyk = ColorProfile::new_srgb();
        cmyk.color_space = DataColorSpace::Cmyk;
        let mut dark = ColorProfile::new_srgb();
        dark.red_trc = Some(ToneReprCurve::Parametric(vec![-2.0]));
        let hdr = ColorProfile::new_bt2020_pq();
        let unusable = [cast, cmyk, dark, hdr].map(|profile| profile.encode().expect("a profile can be written"));
        for icc in unusable.into_iter().chain([b"no profile".to_vec(), vec![]]) {
            let (profile, device) = Profile::from_clues(&Clues { icc: Some(icc), ..Clues::default() });
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
                let (_, device) = Profile::from_clues(&Clues { icc: Some(damaged), ..Clues::default() });
                assert!(device.conversion(255).light([1, 128, 255]).is_finite());
            }
        }
    }
}
