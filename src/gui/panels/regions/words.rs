use crate::color::Lab;

/// A colour in numbers.
pub(super) fn lab_text(lab: Lab) -> String {
    format!("L* {:.1}  a* {:.1}  b* {:.1}", lab.l, lab.a, lab.b)
}
