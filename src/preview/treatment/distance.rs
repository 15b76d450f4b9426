//! Distances on a grid, exact, in time that grows with its cells only (Felzenszwalb and Huttenlocher 2012).

/// How far each cell is from the nearest one that is not inside, in cells between their middles; 0 outside.
///
/// Endless where every cell is inside.
pub(super) fn to_outside(inside: &[bool], columns: usize) -> Vec<f32> {
    let rows = inside.len() / columns.max(1);
    let mut squares: Vec<f32> = inside.iter().map(|&is_inside| if is_inside { f32::INFINITY } else { 0.0 }).collect();
    let mut envelope = Envelope::default();
    for line in squares.chunks_exact_mut(columns.max(1)) {
        envelope.transform(line);
    }
    let mut line = vec![0.0; rows];
    for column in 0..columns {
        (0..rows).for_each(|row| line[row] = squares[row * columns + column]);
        envelope.transform(&mut line);
        (0..rows).for_each(|row| squares[row * columns + column] = line[row]);
    }
    squares.iter().map(|square| square.sqrt()).collect()
}

/// The lowest of many parabolas along a line, kept from line to line for its memory.
#[derive(Default)]
struct Envelope {
    /// Where each parabola has its foot, and how high that is.
    feet: Vec<(f32, f32)>,
    /// From where on each is the lowest.
    from: Vec<f32>,
}

impl Envelope {
    /// Squared distances along the line added to squared distances across it.
    fn transform(&mut self, line: &mut [f32]) {
        self.feet.clear();
        self.from.clear();
        for (at, &height) in line.iter().enumerate().filter(|(_, height)| height.is_finite()) {
            self.add(at as f32, height);
        }
        if self.feet.is_empty() {
            return;
        }
        let mut lowest = 0;
        for (at, value) in line.iter_mut().enumerate() {
            let at = at as f32;
            while self.from.get(lowest + 1).is_some_and(|&from| from < at) {
                lowest += 1;
            }
            let (foot, height) = self.feet[lowest];
            *value = (at - foot) * (at - foot) + height;
        }
    }

    fn add(&mut self, at: f32, height: f32) {
        while let (Some(&(foot, low)), Some(&from)) = (self.feet.last(), self.from.last()) {
            let crossing = ((height + at * at) - (low + foot * foot)) / (2.0 * (at - foot));
            if crossing > from {
                self.feet.push((at, height));
                self.from.push(crossing);
                return;
            }
            self.feet.pop();
            self.from.pop();
        }
        self.feet.push((at, height));
        self.from.push(f32::NEG_INFINITY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_to_the_nearest_cell_outside() {
        let (columns, rows) = (23, 17);
        let inside: Vec<bool> = (0..columns * rows).map(|cell| cell % 29 != 3 && cell % 41 != 7).collect();
        let place = |cell: usize| ((cell % columns) as f32, (cell / columns) as f32);
        let distances = to_outside(&inside, columns);
        for (cell, distance) in distances.iter().enumerate() {
            let (x, y) = place(cell);
            let others = (0..inside.len()).filter(|&other| !inside[other]).map(place);
            let nearest = others.map(|(ox, oy)| (x - ox).hypot(y - oy)).fold(f32::MAX, f32::min);
            assert!((distance - nearest).abs() < 1e-3, "{cell}: {distance} is not {nearest}");
        }
    }

    #[test]
    fn without_an_outside_all_is_endlessly_far() {
        assert!(to_outside(&[true; 6], 3).iter().all(|distance| distance.is_infinite()));
        assert!(to_outside(&[], 0).is_empty());
    }
}
