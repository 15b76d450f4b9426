use fastrand::Rng;

use stipple::photo::Bounds;

use super::Point;

/// Points in cells, so that near ones are found without asking all.
pub struct Neighbourhood {
    bounds: Bounds,
    cell: f64,
    columns: usize,
    cells: Vec<Vec<Point>>,
    pub points: Vec<Point>,
}

impl Neighbourhood {
    pub fn new(bounds: Bounds, cell: f64) -> Self {
        let Bounds { left, top, right, bottom } = bounds;
        let columns = ((right - left) / cell).ceil() as usize + 1;
        let rows = ((bottom - top) / cell).ceil() as usize + 1;
        Self { bounds, cell, columns, cells: vec![Vec::new(); columns * rows], points: Vec::new() }
    }

    pub fn anywhere(&self, rng: &mut Rng) -> Point {
        let Bounds { left, top, right, bottom } = self.bounds;
        [left + (right - left) * rng.f64(), top + (bottom - top) * rng.f64()]
    }

    pub fn insert(&mut self, point: Point) {
        let [column, row] = self.cell_of(point);
        self.cells[row * self.columns + column].push(point);
        self.points.push(point);
    }

    pub fn any_within(&self, point: Point, distance: f64) -> bool {
        let [column, row] = self.cell_of(point);
        let reach = (distance / self.cell).ceil() as usize;
        let rows = row.saturating_sub(reach)..=(row + reach).min(self.cells.len() / self.columns - 1);
        let columns = column.saturating_sub(reach)..=(column + reach).min(self.columns - 1);
        let mut near = rows.flat_map(|row| &self.cells[row * self.columns..][columns.clone()]).flatten();
        near.any(|[x, y]| (x - point[0]).hypot(y - point[1]) < distance)
    }

    fn cell_of(&self, [x, y]: Point) -> [usize; 2] {
        [((x - self.bounds.left) / self.cell) as usize, ((y - self.bounds.top) / self.cell) as usize]
    }
}
