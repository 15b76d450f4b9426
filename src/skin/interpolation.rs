/// A smooth function of two variables, each 0–1, kept as its values at Chebyshev points of the second kind.
///
/// Interpolated by the barycentric formula (Berrut and Trefethen 2004, eqs 4.2 and 5.4); exact at the points, the ends
/// among them.
#[derive(Clone, Debug)]
pub(super) struct Interpolant<const X: usize, const Y: usize> {
    xs: [f64; X],
    ys: [f64; Y],
    values: [[f64; Y]; X],
}

impl<const X: usize, const Y: usize> Interpolant<X, Y> {
    /// `value(i, j)` is the function at `points::<X>()[i]`, `points::<Y>()[j]`.
    pub fn new(value: impl Fn(usize, usize) -> f64) -> Self {
        let values = std::array::from_fn(|i| std::array::from_fn(|j| value(i, j)));
        Self { xs: points(), ys: points(), values }
    }

    pub fn at(&self, x: f64, y: f64) -> f64 {
        let across = shares(&self.ys, y);
        let row = |values: &[f64; Y]| -> f64 { values.iter().zip(&across).map(|(value, share)| value * share).sum() };
        shares(&self.xs, x).iter().zip(&self.values).map(|(share, values)| share * row(values)).sum()
    }
}

/// The points on 0–1 where values are kept, ascending from 0 to 1.
pub(super) fn points<const N: usize>() -> [f64; N] {
    std::array::from_fn(|i| 0.5 - 0.5 * (std::f64::consts::PI * i as f64 / (N - 1) as f64).cos())
}

/// How much each point counts at `x`; they sum to 1.
fn shares<const N: usize>(points: &[f64; N], x: f64) -> [f64; N] {
    let distances = points.map(|point| x - point);
    if let Some(at) = distances.iter().position(|distance| distance.abs() < 1e-14) {
        return std::array::from_fn(|i| f64::from(u8::from(i == at)));
    }
    let terms: [f64; N] = std::array::from_fn(|i| barycentric_weight::<N>(i) / distances[i]);
    let sum: f64 = terms.iter().sum();
    terms.map(|term| term / sum)
}

fn barycentric_weight<const N: usize>(i: usize) -> f64 {
    let size = if i == 0 || i == N - 1 { 0.5 } else { 1.0 };
    if i.is_multiple_of(2) { size } else { -size }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(x: f64, y: f64) -> f64 {
        (2.0 * x).exp() * (1.0 + y).ln()
    }

    fn interpolant() -> Interpolant<9, 7> {
        let (xs, ys) = (points::<9>(), points::<7>());
        Interpolant::new(|i, j| wave(xs[i], ys[j]))
    }

    #[test]
    fn a_smooth_function_is_met_between_the_points() {
        for (x, y) in [(0.03, 0.97), (0.41, 0.22), (0.77, 0.58)] {
            assert!((interpolant().at(x, y) - wave(x, y)).abs() < 1e-5, "{x} {y}");
        }
    }

    #[test]
    fn the_ends_are_exact() {
        assert_eq!(interpolant().at(0.0, 1.0), wave(0.0, 1.0));
        assert_eq!(interpolant().at(1.0, 1.0), wave(1.0, 1.0));
    }
}
