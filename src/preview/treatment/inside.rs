use std::ops::Range;

use super::distance::to_outside;
use super::paint::Mark;
use crate::photo::{Bounds, Grid, Shape, Stroke};

/// How far inside a mark's edge the cells of a grid lie, where it reaches.
pub(super) struct Inside {
    pub columns: Range<usize>,
    pub rows: Range<usize>,
    /// Photo pixels, row by row; negative outside.
    pub depths_px: Vec<f32>,
}

/// Points of a stroke nearer to the last than this share of its radius are left out: its edge moves by less than half.
const THINNED: f64 = 0.1;

impl Inside {
    /// Of the cells that the mark or what lies `around_px` around it touches.
    pub(super) fn of(mark: &Mark, grid: &Grid, around_px: f64) -> Option<Self> {
        let Bounds { left, top, right, bottom } = mark.touched()?;
        let around_px = around_px + grid.cell_px;
        let bounds = Bounds {
            left: left - around_px,
            top: top - around_px,
            right: right + around_px,
            bottom: bottom + around_px,
        };
        let [columns, rows] = grid.touched(&bounds);
        if columns.is_empty() || rows.is_empty() {
            return None;
        }
        let mut inside = Self { depths_px: Vec::new(), columns, rows };
        inside.depths_px = match mark {
            Mark::Stroke(stroke) => inside.in_stroke(stroke, grid, around_px),
            Mark::Area(Shape::Polygon { points }) => inside.in_polygon(points, grid),
            Mark::Area(Shape::Rect { x, y, width, height }) => {
                inside.by(grid, |[px, py]| (px - x).min(x + width - px).min(py - y).min(y + height - py))
            }
            Mark::Area(Shape::Ellipse { cx, cy, rx, ry }) => {
                inside.by(grid, |[px, py]| (1.0 - ((px - cx) / rx).hypot((py - cy) / ry)) * rx.min(*ry))
            }
        };
        Some(inside)
    }

    /// Where in the grid each row's cells are, with their depths.
    pub(super) fn lines(&self, grid: &Grid) -> impl Iterator<Item = (Range<usize>, &[f32])> + '_ {
        let (columns, count) = (self.columns.clone(), grid.columns);
        let places = self.rows.clone().map(move |row| row * count + columns.start..row * count + columns.end);
        places.zip(self.depths_px.chunks_exact(self.columns.len()))
    }

    fn by(&self, grid: &Grid, depth_px: impl Fn([f64; 2]) -> f64) -> Vec<f32> {
        let places = self.rows.clone().flat_map(|row| self.columns.clone().map(move |column| (column, row)));
        places.map(|(column, row)| depth_px(grid.middle_of([column, row])) as f32).collect()
    }

    fn in_stroke(&self, stroke: &Stroke, grid: &Grid, around_px: f64) -> Vec<f32> {
        let mut squares = vec![f32::MAX; self.columns.len() * self.rows.len()];
        let reach_px = stroke.radius_px + around_px;
        let points = thinned(&stroke.points, stroke.radius_px * THINNED);
        for piece in points.windows(2).chain(points.get(..1).filter(|_| points.len() == 1)) {
            let ends = [piece[0], piece[piece.len() - 1]];
            self.add_piece(ends, grid, reach_px, &mut squares);
        }
        squares.into_iter().map(|square| (stroke.radius_px - f64::from(square).sqrt()) as f32).collect()
    }

    /// Squared distances to a straight piece, in the cells that it can be the nearest to.
    fn add_piece(&self, [start, end]: [[f64; 2]; 2], grid: &Grid, reach_px: f64, squares: &mut [f32]) {
        let [columns, rows] = grid.touched(&Bounds {
            left: start[0].min(end[0]) - reach_px,
            top: start[1].min(end[1]) - reach_px,
            right: start[0].max(end[0]) + reach_px,
            bottom: start[1].max(end[1]) + reach_px,
        });
        // Far from the photo, rounding may take a piece's cells beyond those of its stroke.
        let [columns, rows] = [common(&columns, &self.columns), common(&rows, &self.rows)];
        let [dx, dy] = [(end[0] - start[0]) as f32, (end[1] - start[1]) as f32];
        let shortening = 1.0 / (dx * dx + dy * dy).max(f32::MIN_POSITIVE);
        for row in rows {
            let line = (row - self.rows.start) * self.columns.len();
            let from = line + columns.start - self.columns.start;
            let [left, down] = grid.middle_of([columns.start, row]);
            let (left, down) = ((left - start[0]) as f32, (down - start[1]) as f32);
            // Steps of 32 bits, so that four cells are worked out at a time.
            for (step, square) in (0i32..).zip(&mut squares[from..from + columns.len()]) {
                let across = left + step as f32 * grid.cell_px as f32;
                let along = ((across * dx + down * dy) * shortening).clamp(0.0, 1.0);
                let (away_x, away_y) = (across - along * dx, down - along * dy);
                *square = square.min(away_x * away_x + away_y * away_y);
            }
        }
    }

    fn in_polygon(&self, points: &[[f64; 2]], grid: &Grid) -> Vec<f32> {
        let [left, top] = grid.corner([self.columns.start, self.rows.start]);
        let in_cells = points.iter().map(|[x, y]| [(x - left) / grid.cell_px, (y - top) / grid.cell_px]).collect();
        let (width, height) = (self.columns.len(), self.rows.len());
        let mut inside = vec![false; width * height];
        for (row, columns) in (Shape::Polygon { points: in_cells }).runs(width as u32, height as u32) {
            let line = row as usize * width;
            inside[line + columns.start as usize..line + columns.end as usize].fill(true);
        }
        let outside: Vec<bool> = inside.iter().map(|is_inside| !is_inside).collect();
        let [depths, heights] = [to_outside(&inside, width), to_outside(&outside, width)];
        let signed = |(depth, height): (&f32, &f32)| if *depth > 0.0 { depth - 0.5 } else { 0.5 - height };
        let far = (width + height) as f32;
        depths.iter().zip(&heights).map(signed).map(|cells| cells.clamp(-far, far) * grid.cell_px as f32).collect()
    }
}

/// What two ranges share; of none, the end of the second.
fn common(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    let start = one.start.clamp(other.start, other.end);
    start..one.end.clamp(start, other.end)
}

/// Without points that lie as near as this to the one before; the last stays.
fn thinned(points: &[[f64; 2]], nearest_px: f64) -> Vec<[f64; 2]> {
    let mut kept: Vec<[f64; 2]> = Vec::new();
    let is_far = |a: &[f64; 2], b: &[f64; 2]| (a[0] - b[0]).hypot(a[1] - b[1]) > nearest_px;
    for point in points {
        if kept.last().is_none_or(|last| is_far(last, point)) {
            kept.push(*point);
        }
    }
    kept.extend(points.last().filter(|last| kept.last() != Some(last)));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid { origin: [0.0; 2], cell_px: 2.0, columns: 50, rows: 50 };

    fn depth_at(mark: &Mark, [x, y]: [usize; 2]) -> f64 {
        let inside = Inside::of(mark, &GRID, 20.0).expect("it lies on the grid");
        let mut cells = inside.lines(&GRID).flat_map(|(line, depths)| line.zip(depths.to_vec()));
        cells.find(|(cell, _)| *cell == y / 2 * 50 + x / 2).map_or(f64::NEG_INFINITY, |(_, depth)| f64::from(depth))
    }

    fn area(text: &str) -> Mark {
        Mark::Area(text.parse().expect("a shape"))
    }

    #[test]
    fn every_mark_tells_how_far_inside_a_cell_lies() {
        let stroke = Mark::Stroke(Stroke { points: vec![[30.0, 51.0], [70.0, 51.0]], radius_px: 30.0 });
        for mark in
            [area("rect:20,21,60,60"), area("polygon:20,21,80,21,80,81,20,81"), area("ellipse:50,51,30,30"), stroke]
        {
            for (y, wanted) in [(51, 30.0), (31, 10.0), (11, -10.0)] {
                let depth = depth_at(&mark, [50, y]);
                assert!((depth - wanted).abs() < 1.6, "{mark:?} at {y}: {depth}");
            }
        }
    }

    #[test]
    fn what_lies_elsewhere_touches_no_cell() {
        for mark in [
            area("rect:5000,20,10,10"),
            Mark::Stroke(Stroke { points: vec![[-9e11, 1e12]], radius_px: 5.0 }),
            Mark::Stroke(Stroke { points: Vec::new(), radius_px: 5.0 }),
            Mark::Stroke(Stroke { points: vec![[10.0, f64::NAN]], radius_px: 5.0 }),
            Mark::Stroke(Stroke { points: vec![[10.0, 10.0]], radius_px: -5.0 }),
        ] {
            assert!(Inside::of(&mark, &GRID, 10.0).is_none(), "{mark:?}");
        }
    }

    #[test]
    fn a_piece_touches_no_cells_but_those_of_its_stroke() {
        assert_eq!([(3..9), (0..5), (8..8), (0..2)].map(|piece| common(&piece, &(4..7))), [4..7, 4..5, 7..7, 4..4]);
        let points = vec![[50.0, 50.0], [95.0, 97.0], [500.0, 97.0], [500.0, 500.0], [97.0, 500.0]];
        let stroke = Mark::Stroke(Stroke { points, radius_px: 6.0 });
        assert!(depth_at(&stroke, [51, 51]) > 4.0 && depth_at(&stroke, [99, 97]) > 4.0);
    }

    #[test]
    fn a_stroke_of_many_points_is_that_of_fewer() {
        let wave = |step: usize| [step as f64 * 0.1, 50.0 + (step as f64 * 0.01).sin() * 10.0];
        let depth_at = |every: usize, x: usize| {
            let points = (0..=1000).step_by(every).map(wave).collect();
            depth_at(&Mark::Stroke(Stroke { points, radius_px: 15.0 }), [x, 50])
        };
        for x in (10..90).step_by(4) {
            let [dense, sparse] = [1, 10].map(|every| depth_at(every, x));
            assert!((dense - sparse).abs() < 0.75, "{x}: {dense} {sparse}");
        }
    }
}
