//! Smooth random texture: values at lattice points, blended between them.

/// A value of −1 to 1 at a place, changing over a distance of about 1; its mean over a large area is near 0.
pub fn value_noise(x: f64, y: f64, seed: u64) -> f64 {
    let (left, top) = (x.floor(), y.floor());
    let (u, v) = (smooth(x - left), smooth(y - top));
    let at = |dx: i64, dy: i64| lattice(left as i64 + dx, top as i64 + dy, seed);
    let upper = at(0, 0) * (1.0 - u) + at(1, 0) * u;
    let lower = at(0, 1) * (1.0 - u) + at(1, 1) * u;
    upper * (1.0 - v) + lower * v
}

/// 3t² − 2t³, from 0 to 1.
pub fn smooth(t: f64) -> f64 {
    let t = t.clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// A fixed random value of −1 to 1 for a lattice point: the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
pub fn lattice(x: i64, y: i64, seed: u64) -> f64 {
    let mut z = seed ^ (x as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (y as u64).wrapping_mul(0xd1b5_4a32_d192_ed03);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    (z >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}
