use super::path::extend;
use crate::photo::{Shape, Stroke};
use crate::preview::{Edge, Hairline, Mark, Paint, Treatment};

/// Points of a stroke lie this share of the brush's radius apart: its edge is then off by less than a hundredth of that.
const STEP: f64 = 0.25;

/// From the first dots of a new hairline to the full density, mm (our choice).
const GRADIENT_MM: f64 = 10.0;

/// A drag that paints, or moves a line of the preview.
#[derive(Clone, Debug)]
pub(in crate::gui) enum Brushwork {
    Stroke {
        stroke: Stroke,
        erases: bool,
    },
    Area {
        points: Vec<[f64; 2]>,
        erases: bool,
    },
    /// A point of the hairline.
    Point {
        index: usize,
        at: [f64; 2],
    },
    /// The line between before and after.
    Split,
}

impl Brushwork {
    /// Takes in that the pointer went on to `to`, on a photo of this size: beside it there is no skin to paint.
    pub fn drag(&mut self, to: [f64; 2], [width, height]: [u32; 2]) {
        let within = [to[0].clamp(0.0, f64::from(width)), to[1].clamp(0.0, f64::from(height))];
        match self {
            Self::Stroke { stroke, .. } => extend(&mut stroke.points, within, (STEP * stroke.radius_px).max(1.0)),
            Self::Area { points, .. } => extend(points, within, 2.0),
            Self::Point { at, .. } => *at = to,
            Self::Split => {}
        }
    }

    /// The treatment as it would be if the drag ended here.
    pub fn applied(&self, mut treatment: Treatment) -> Treatment {
        match self {
            Self::Split => {}
            &Self::Point { index, at } => {
                if let Some(point) = treatment.hairline.as_mut().and_then(|line| line.points.get_mut(index)) {
                    *point = at;
                }
            }
            Self::Stroke { .. } | Self::Area { .. } => treatment.paint.extend(self.paint()),
        }
        treatment
    }

    /// What the step is called once it is done.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Stroke { erases: false, .. } => "Paint",
            Self::Area { erases: false, .. } => "Paint area",
            Self::Stroke { .. } | Self::Area { .. } => "Wipe",
            Self::Point { .. } => "Move hairline",
            Self::Split => "",
        }
    }

    fn paint(&self) -> Option<Paint> {
        match self {
            Self::Stroke { stroke, erases } => Some(Paint { mark: Mark::Stroke(stroke.clone()), erases: *erases }),
            Self::Area { points, erases } if points.len() > 2 => {
                let shape = Shape::Polygon { points: points.clone() };
                (shape.area() > 1.0).then_some(Paint { mark: Mark::Area(shape), erases: *erases })
            }
            _ => None,
        }
    }
}

/// The hairline with one more point, put in where the curve passes nearest or beyond its nearer end; and the point's place.
pub(in crate::gui) fn with_point(treatment: &Treatment, at: [f64; 2], is_on_curve: bool) -> (Hairline, usize) {
    let Some(line) = &treatment.hairline else {
        let middle = treatment.bounds().map_or([at[0], at[1] + 1.0], |bounds| bounds.middle());
        return (Hairline { points: vec![at], behind: middle, edge: Edge::Soft, gradient_mm: GRADIENT_MM }, 0);
    };
    let mut line = line.clone();
    let place = if is_on_curve { place_on(&line.points, at) } else { place_beyond(&line.points, at) };
    line.points.insert(place, at);
    (line, place)
}

/// Between the two neighbours whose piece passes nearest.
fn place_on(points: &[[f64; 2]], at: [f64; 2]) -> usize {
    let away = |ends: &[[f64; 2]]| crate::photo::distance_to_line(ends, at);
    let nearest = points.windows(2).enumerate().min_by(|(_, p), (_, q)| away(p).total_cmp(&away(q)));
    nearest.map_or(points.len(), |(index, _)| index + 1)
}

fn place_beyond(points: &[[f64; 2]], at: [f64; 2]) -> usize {
    let away = |end: Option<&[f64; 2]>| end.map_or(0.0, |end| (end[0] - at[0]).hypot(end[1] - at[1]));
    if points.len() > 1 && away(points.first()) < away(points.last()) { 0 } else { points.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::skin::Dots;

    fn treatment(points: &[[f64; 2]]) -> Treatment {
        let line = Hairline { points: points.to_vec(), behind: [50.0, 99.0], edge: Edge::Soft, gradient_mm: 5.0 };
        Treatment { hairline: Some(line), ..Treatment::new(Dots::of_density(0.3, 150.0), 10.0) }
    }

    #[test]
    fn a_point_goes_beyond_the_nearer_end_or_into_the_curve() {
        let line = treatment(&[[0.0, 0.0], [50.0, 0.0], [100.0, 0.0]]);
        assert_eq!(with_point(&line, [130.0, 5.0], false).1, 3);
        assert_eq!(with_point(&line, [-20.0, 5.0], false).1, 0);
        assert_eq!(with_point(&line, [70.0, 1.0], true).0.points[2], [70.0, 1.0]);
    }

    #[test]
    fn a_first_point_has_the_painted_area_behind_it() {
        let area = Mark::Area("rect:0,100,200,100".parse().expect("a shape"));
        let paint = vec![Paint { mark: area, erases: false }];
        let painted = Treatment { paint, hairline: None, ..treatment(&[]) };
        let (line, place) = with_point(&painted, [10.0, 90.0], false);
        assert_eq!((line.points.len(), place, line.behind), (1, 0, [100.0, 150.0]));
    }

    #[test]
    fn a_drag_paints_once_and_a_lasso_without_inside_paints_nothing() {
        let mut stroke =
            Brushwork::Stroke { stroke: Stroke { points: vec![[0.0, 0.0]], radius_px: 40.0 }, erases: false };
        (0..100).for_each(|x| stroke.drag([f64::from(x), 0.0], [99, 50]));
        let treated = stroke.applied(treatment(&[]));
        assert!(matches!(&treated.paint[..], [Paint { mark: Mark::Stroke(s), erases: false }] if s.points.len() == 10));
        let line = Brushwork::Area { points: vec![[0.0, 0.0], [9.0, 9.0]], erases: false };
        assert!(line.applied(treatment(&[])).paint.is_empty());
    }
}
