use super::LinearRgb;

/// The nearest sRGB colour as `#rrggbb`, for reading aloud and for the web; it may be clipped, so never compute with it.
pub fn srgb_hex(light: LinearRgb) -> String {
    let [r, g, b] = light.to_srgb8();
    format!("#{r:02x}{g:02x}{b:02x}")
}
