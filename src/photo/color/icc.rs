//! Colour profiles of the ICC, and code points of ITU-T H.273, as a way from code values to light.

use moxcms::{CicpProfile, ColorProfile, DataColorSpace, ProfileText, Xyzd};

use super::device::Device;
use super::primaries::{D50, srgb_from_colorants};
use super::tone::ToneCurve;

/// A name and a way to light, or the reason why there is none.
pub(super) type Stated = Result<(String, Device), String>;

/// The profile in a file, for a picture that is stored in grey or in colour.
pub(super) fn from_icc(icc: &[u8], is_grey: bool) -> Stated {
    if icc.is_empty() {
        return Err("the profile is incomplete".into());
    }
    let parsed = ColorProfile::new_from_slice(icc).map_err(|error| format!("the profile is damaged ({error})"))?;
    match parsed.color_space {
        DataColorSpace::Gray if !is_grey => Err("the profile is for grey pictures, and this one is in colour".into()),
        _ => from_parsed(&parsed),
    }
}

/// H.273 code points for primaries and transfer, through the same way as a profile.
pub(super) fn from_cicp([primaries, transfer]: [u8; 2]) -> Stated {
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

pub(super) fn from_parsed(profile: &ColorProfile) -> Stated {
    let hdr = profile.cicp.as_ref().and_then(|cicp| ToneCurve::of_hdr(cicp.transfer_characteristics));
    let device = match (profile.color_space, hdr) {
        (DataColorSpace::Gray, Some(curve)) => Ok(Device::neutral(curve)),
        (DataColorSpace::Rgb, Some(curve)) => {
            Ok(Device::mixed([curve.clone(), curve.clone(), curve], srgb_from_colorants(colorants(profile)?)))
        }
        (DataColorSpace::Gray, None) => grey(profile),
        (DataColorSpace::Rgb, None) => rgb(profile),
        (DataColorSpace::Cmyk, _) => Err("the profile is for inks, and this picture is in light".into()),
        (other, _) => Err(format!("the profile is for {other:?}, not for RGB")),
    }?;
    let name = device.usual_name().map_or_else(|| description(profile), String::from);
    Ok((name, device))
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
        _ => Err("the profile lacks both curves and tables".into()),
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

pub(in crate::photo) fn description(profile: &ColorProfile) -> String {
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
