/// When pigment counts as healed, weeks: fresh dots look larger and darker, and are judged after about four.
pub const HEALED_WEEKS: f64 = 4.0;

pub(super) const WEEKS_PER_YEAR: f64 = 52.18;
