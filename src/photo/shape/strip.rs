use super::form::{Bounds, Shape};

/// The middle part of a step's length and width that is taken: swatches are round or have soft edges (our choice).
const MIDDLE: f64 = 0.4;

/// The middles of `count` equal steps along the longer side of a strip, from the left, or from the top of an upright one.
///
/// A polygon of four corners may stand at a slant; any other shape is taken by its bounds.
pub fn steps_of_strip(strip: &Shape, count: usize) -> Vec<Shape> {
    let [origin, along, across] = axes(strip);
    let point = |u: f64, v: f64| [0, 1].map(|k| origin[k] + u * along[k] + v * across[k]);
    let step = |i: usize| {
        let middle = (i as f64 + 0.5) / count as f64;
        let (half, side) = (MIDDLE / 2.0 / count as f64, MIDDLE / 2.0);
        let corners = [(-half, -side), (half, -side), (half, side), (-half, side)];
        Shape::Polygon { points: corners.map(|(u, v)| point(middle + u, 0.5 + v)).to_vec() }
    };
    (0..count).map(step).collect()
}

/// The corner where the strip starts, and its longer and shorter side as vectors.
fn axes(strip: &Shape) -> [[f64; 2]; 3] {
    let corners = match strip {
        Shape::Polygon { points } => <[[f64; 2]; 4]>::try_from(points.as_slice()).ok(),
        _ => None,
    };
    let Bounds { left, top, right, bottom } = strip.bounds();
    let [a, b, c, d] = corners.unwrap_or([[left, top], [right, top], [right, bottom], [left, bottom]]);
    let between = |p: [f64; 2], q: [f64; 2]| [q[0] - p[0], q[1] - p[1]];
    let length = |v: [f64; 2]| v[0].hypot(v[1]);
    let (first, second) = (between(a, b), between(b, c));
    let (start, along, across) =
        if length(first) >= length(second) { (a, first, between(a, d)) } else { (b, second, between(b, a)) };
    // From the left, or from the top where the strip is steeper.
    let is_backwards = if along[0].abs() > along[1].abs() { along[0] < 0.0 } else { along[1] < 0.0 };
    let end = [start[0] + along[0], start[1] + along[1]];
    if is_backwards { [end, [-along[0], -along[1]], across] } else { [start, along, across] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn middles(strip: &str, count: usize) -> Vec<[f64; 2]> {
        let strip: Shape = strip.parse().expect("a shape");
        let middle = |shape: &Shape| shape.bounds().middle().map(|value| (value * 1e6).round() / 1e6);
        steps_of_strip(&strip, count).iter().map(middle).collect()
    }

    #[test]
    fn steps_follow_the_longer_side_from_left_or_top() {
        assert_eq!(middles("rect:10,20,60,10", 3), [[20.0, 25.0], [40.0, 25.0], [60.0, 25.0]]);
        assert_eq!(middles("rect:10,20,10,60", 2), [[15.0, 35.0], [15.0, 65.0]]);
    }

    #[test]
    fn a_slanted_strip_is_followed_whichever_corner_comes_first() {
        // A square's diagonal band, 40√2 long and 10√2 wide, with its four corners told from each in turn.
        let corners = ["10,0", "50,40", "40,50", "0,10"];
        for first in 0..4 {
            let turned: Vec<&str> = (0..4).map(|i| corners[(first + i) % 4]).collect();
            let middles = middles(&format!("polygon:{}", turned.join(",")), 2);
            assert_eq!(middles, [[15.0, 15.0], [35.0, 35.0]], "{turned:?}");
        }
    }
}
