use super::layout::Area;

/// A factor for light that depends on where it falls (DNG 1.7.1, chapter 7).
#[derive(Debug)]
pub(super) enum Gain {
    Map(GainMap),
    Vignette(Vignette),
}

/// Factors on a grid, straight lines between (opcode 9).
#[derive(Debug)]
pub(super) struct GainMap {
    /// Pixels from the corner of the active area.
    area: Area,
    planes: std::ops::Range<u32>,
    /// Rows and columns are counted in steps of this.
    pitch: [u32; 2],
    /// Down and across, in shares of the active area.
    points: [usize; 2],
    spacing: [f64; 2],
    origin: [f64; 2],
    map_planes: usize,
    factors: Vec<f32>,
}

/// A lens that is darker towards its edge (opcode 3).
#[derive(Debug)]
pub(super) struct Vignette {
    /// Of the even powers of the distance from the centre, from the second on.
    powers: [f64; 5],
    /// Across and down, in shares of the active area.
    center: [f64; 2],
}

impl Gain {
    /// The factor for a pixel of an active area of this size.
    pub fn at(&self, pos: [u32; 2], plane: u32, size: [f64; 2]) -> f32 {
        let share = [0, 1].map(|axis| (f64::from(pos[axis]) + 0.5) / size[axis]);
        match self {
            Self::Map(map) if map.holds(pos, plane) => map.factor(share, plane),
            Self::Map(_) => 1.0,
            Self::Vignette(vignette) => vignette.factor(share, size),
        }
    }
}

impl GainMap {
    pub fn read(content: &[u8]) -> Option<Self> {
        let (words, rest) = content.split_first_chunk::<40>()?;
        let words: Vec<u32> = words.as_chunks::<4>().0.iter().map(|&word| u32::from_be_bytes(word)).collect();
        let &[top, left, bottom, right, plane, planes, row_pitch, column_pitch, down, across] = words.as_slice() else {
            return None;
        };
        let (places, rest) = rest.split_first_chunk::<32>()?;
        let &[spacing_down, spacing_across, origin_down, origin_across] = doubles(places).as_slice() else {
            return None;
        };
        let (map_planes, factors) = rest.split_first_chunk::<4>()?;
        let factors: Vec<f32> = factors.as_chunks::<4>().0.iter().map(|&word| f32::from_be_bytes(word)).collect();
        let map = Self {
            area: Area { left, top, width: right.checked_sub(left)?, height: bottom.checked_sub(top)? },
            planes: plane..plane.checked_add(planes)?,
            pitch: [column_pitch.max(1), row_pitch.max(1)],
            points: [down as usize, across as usize],
            spacing: [spacing_down, spacing_across],
            origin: [origin_down, origin_across],
            map_planes: u32::from_be_bytes(*map_planes) as usize,
            factors,
        };
        map.is_whole().then_some(map)
    }

    fn is_whole(&self) -> bool {
        let [down, across] = self.points;
        let wanted = down.checked_mul(across).and_then(|points| points.checked_mul(self.map_planes));
        let is_usable = |factor: &f32| factor.is_finite() && *factor > 0.0;
        wanted.is_some_and(|wanted| wanted > 0 && wanted <= self.factors.len())
            && self.factors.iter().all(is_usable)
            && self.spacing.iter().chain(&self.origin).all(|number| number.is_finite())
    }

    fn holds(&self, [x, y]: [u32; 2], plane: u32) -> bool {
        let is_in = |at: u32, from: u32, length: u32, pitch: u32| {
            at.checked_sub(from).is_some_and(|at| at < length && at.is_multiple_of(pitch))
        };
        is_in(x, self.area.left, self.area.width, self.pitch[0])
            && is_in(y, self.area.top, self.area.height, self.pitch[1])
            && self.planes.contains(&plane)
    }

    fn factor(&self, [across, down]: [f64; 2], plane: u32) -> f32 {
        let (top, bottom, down) = self.between(0, down);
        let (left, right, across) = self.between(1, across);
        let plane = ((plane - self.planes.start) as usize).min(self.map_planes - 1);
        let row = |row| self.point(row, left, plane) * (1.0 - across) + self.point(row, right, plane) * across;
        row(top) * (1.0 - down) + row(bottom) * down
    }

    /// The points before and behind a place, and how far it is from the one to the other.
    fn between(&self, axis: usize, share: f64) -> (usize, usize, f32) {
        let last = self.points[axis] - 1;
        let place = if self.spacing[axis] > 0.0 { (share - self.origin[axis]) / self.spacing[axis] } else { 0.0 };
        let place = place.clamp(0.0, last as f64);
        let before = place as usize;
        (before, (before + 1).min(last), (place - before as f64) as f32)
    }

    fn point(&self, row: usize, column: usize, plane: usize) -> f32 {
        self.factors.get((row * self.points[1] + column) * self.map_planes + plane).copied().unwrap_or(1.0)
    }
}

impl Vignette {
    pub fn read(content: &[u8]) -> Option<Self> {
        match *doubles(content).as_slice() {
            [a, b, c, d, e, x, y] if [a, b, c, d, e, x, y].iter().all(|number| number.is_finite()) => {
                Some(Self { powers: [a, b, c, d, e], center: [x, y] })
            }
            _ => None,
        }
    }

    /// 1 + k0·r² + k1·r⁴ + …, where r is 1 in the corner that is farthest from the centre.
    fn factor(&self, share: [f64; 2], size: [f64; 2]) -> f32 {
        let squared = |share: [f64; 2]| {
            [0, 1].map(|axis| ((share[axis] - self.center[axis]) * size[axis]).powi(2)).iter().sum::<f64>()
        };
        let farthest = [0, 1].map(|axis| if self.center[axis] < 0.5 { 1.0 } else { 0.0 });
        let r2 = squared(share) / squared(farthest);
        self.powers.iter().rev().fold(0.0, |sum, power| (sum + power) * r2) as f32 + 1.0
    }
}

fn doubles(bytes: &[u8]) -> Vec<f64> {
    bytes.as_chunks::<8>().0.iter().map(|&double| f64::from_be_bytes(double)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(words: [u32; 10], places: [f64; 4], factors: &[f32]) -> Option<GainMap> {
        let words = words.iter().flat_map(|word| word.to_be_bytes());
        let places = places.iter().flat_map(|place| place.to_be_bytes());
        let factors = factors.iter().flat_map(|factor| factor.to_be_bytes());
        GainMap::read(&words.chain(places).chain(1u32.to_be_bytes()).chain(factors).collect::<Vec<_>>())
    }

    #[test]
    fn a_map_is_joined_by_straight_lines_over_its_own_pixels() {
        let every_other = [0, 1, 100, 100, 0, 1, 2, 2, 2, 2];
        let read = map(every_other, [1.0, 1.0, 0.0, 0.0], &[1.0, 2.0, 3.0, 4.0]).map(Gain::Map).expect("a whole map");
        let at = |x, y| read.at([x, y], 0, [100.0, 100.0]);
        assert!((at(49, 0) - (1.0 + 0.495 + 0.01)).abs() < 1e-6, "{}", at(49, 0));
        assert!((at(99, 98) - (1.0 + 0.995 + 1.97)).abs() < 1e-6, "{}", at(99, 98));
        assert_eq!((at(48, 0), at(49, 1)), (1.0, 1.0));
        assert!(map(every_other, [1.0; 4], &[1.0; 3]).is_none());
        assert!(map(every_other, [1.0; 4], &[1.0, f32::NAN, 1.0, 1.0]).is_none());
    }

    #[test]
    fn a_vignette_is_1_in_its_centre_and_whole_in_the_corner() {
        let numbers = [0.5, 0.25, 0.0, 0.0, 0.0, 0.5, 0.5].iter().flat_map(|number: &f64| number.to_be_bytes());
        let read = Vignette::read(&numbers.collect::<Vec<_>>()).expect("seven numbers");
        assert!((read.factor([0.5, 0.5], [300.0, 200.0]) - 1.0).abs() < 1e-6);
        assert!((read.factor([1.0, 0.0], [300.0, 200.0]) - 1.75).abs() < 1e-6);
    }
}
