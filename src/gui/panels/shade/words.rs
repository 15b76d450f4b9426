use crate::matching::Match;

/// How far the predicted area is from the target.
pub(super) fn difference_text(shown: &Match) -> String {
    format!("ΔE00 {} ± {}", shown.difference, shown.uncertainty)
}

/// Between which parts of water the best dilution lies.
pub(super) fn range_text(ranked: &Match) -> String {
    ranked.water_range.map_or_else(String::new, |[from, to]| format!(" ({from}–{to})"))
}
