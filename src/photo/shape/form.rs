use std::f64::consts::PI;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An area of the upright photo, in pixels: origin at the top left corner, y down.
///
/// Written, and saved, as `rect:X,Y,W,H`, `ellipse:CX,CY,RX,RY` or `polygon:X,Y,X,Y,X,Y…`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Shape {
    Rect {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
    },
    Ellipse {
        cx: f64,
        cy: f64,
        rx: f64,
        ry: f64,
    },
    /// Closed by itself; where it overlaps itself, the even-odd rule decides.
    Polygon {
        points: Vec<[f64; 2]>,
    },
}

/// The smallest upright rectangle around a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Bounds {
    pub fn middle(&self) -> [f64; 2] {
        [(self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0]
    }

    /// The columns and rows of the pixels that it touches on a photo of this size; empty off the photo.
    pub fn pixels_within(&self, [width, height]: [u32; 2]) -> [Range<u32>; 2] {
        [touched_pixels([self.left, self.right], width), touched_pixels([self.top, self.bottom], height)]
    }
}

fn touched_pixels([low, high]: [f64; 2], side: u32) -> Range<u32> {
    let [from, to] = [low.floor(), high.ceil()].map(|at| at.clamp(0.0, f64::from(side)) as u32);
    from..to.max(from)
}

/// The way from one rectangle onto another; a side without length is only moved.
pub(super) struct Stretch {
    from: [f64; 2],
    to: [f64; 2],
    pub factors: [f64; 2],
}

impl Stretch {
    pub fn between(from: &Bounds, to: &Bounds) -> Self {
        let factor = |old: f64, new: f64| if old > 0.0 { new / old } else { 1.0 };
        let across = factor(from.right - from.left, to.right - to.left);
        let down = factor(from.bottom - from.top, to.bottom - to.top);
        Self { from: [from.left, from.top], to: [to.left, to.top], factors: [across, down] }
    }

    pub fn at(&self, point: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| self.to[axis] + (point[axis] - self.from[axis]) * self.factors[axis])
    }
}

/// Why a text is not a shape.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShapeError {
    #[error("a shape is rect:X,Y,W,H or ellipse:CX,CY,RX,RY or polygon:X,Y,X,Y,X,Y…, not {0:?}")]
    UnknownKind(String),
    #[error("{0:?} is not a number")]
    NotANumber(String),
    #[error("{0} is too far outside any photo")]
    OutOfRange(String),
    #[error("{kind} takes {expected} numbers, {found} given")]
    WrongCount { kind: &'static str, expected: &'static str, found: usize },
    #[error("width, height and radii must be above 0")]
    NoSize,
}

/// Our choice, a hundred times the longest side of any photo: beyond lie slips of the keyboard.
const FARTHEST: f64 = 1e7;

impl Shape {
    pub fn bounds(&self) -> Bounds {
        match *self {
            Self::Rect { x, y, width, height } => Bounds { left: x, top: y, right: x + width, bottom: y + height },
            Self::Ellipse { cx, cy, rx, ry } => Bounds { left: cx - rx, top: cy - ry, right: cx + rx, bottom: cy + ry },
            Self::Polygon { ref points } => Bounds::around(points),
        }
    }

    /// Whether a point lies inside; left and top edges belong to a rectangle or polygon, right and bottom ones don't.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        match self {
            Self::Polygon { points } => {
                let left_of_it = |edge: &([f64; 2], [f64; 2])| crossing(edge.0, edge.1, y).is_some_and(|at| at <= x);
                edges(points).filter(left_of_it).count() % 2 == 1
            }
            _ => self.span(y).is_some_and(|span| span.contains(&x)),
        }
    }

    /// Square pixels; of a polygon that crosses itself, parts may count against each other.
    pub fn area(&self) -> f64 {
        match self {
            Self::Rect { width, height, .. } => width * height,
            Self::Ellipse { rx, ry, .. } => PI * rx * ry,
            Self::Polygon { points } => {
                let doubled: f64 = edges(points).map(|([x0, y0], [x1, y1])| x0 * y1 - x1 * y0).sum();
                doubled.abs() / 2.0
            }
        }
    }

    /// The same shape, moved.
    #[must_use]
    pub fn translated(&self, dx: f64, dy: f64) -> Self {
        match self.clone() {
            Self::Rect { x, y, width, height } => Self::Rect { x: x + dx, y: y + dy, width, height },
            Self::Ellipse { cx, cy, rx, ry } => Self::Ellipse { cx: cx + dx, cy: cy + dy, rx, ry },
            Self::Polygon { points } => {
                Self::Polygon { points: points.into_iter().map(|[x, y]| [x + dx, y + dy]).collect() }
            }
        }
    }

    /// The same shape, stretched to fill other bounds; a shape without width or height is only moved.
    #[must_use]
    pub fn stretched(&self, to: &Bounds) -> Self {
        let stretch = Stretch::between(&self.bounds(), to);
        let [across, down] = stretch.factors;
        match self.clone() {
            Self::Rect { x, y, width, height } => {
                let [x, y] = stretch.at([x, y]);
                Self::Rect { x, y, width: width * across, height: height * down }
            }
            Self::Ellipse { cx, cy, rx, ry } => {
                let [cx, cy] = stretch.at([cx, cy]);
                Self::Ellipse { cx, cy, rx: rx * across, ry: ry * down }
            }
            Self::Polygon { points } => {
                Self::Polygon { points: points.into_iter().map(|point| stretch.at(point)).collect() }
            }
        }
    }

    /// The same as [`Shape::runs`] for one row of a photo of this width: for a few rows of many.
    pub fn runs_of_row(&self, y: u32, width: u32) -> impl Iterator<Item = Range<u32>> + use<> {
        let spans = self.spans(f64::from(y) + 0.5);
        spans.into_iter().map(move |span| pixels_in(span, width)).filter(|xs| !xs.is_empty())
    }

    /// Where the horizontal line at `y` is inside, from left to right.
    pub(super) fn spans(&self, y: f64) -> Vec<Range<f64>> {
        match self {
            Self::Polygon { points } => pair_up(edges(points).filter_map(|(from, to)| crossing(from, to, y)).collect()),
            _ => self.span(y).into_iter().collect(),
        }
    }

    /// Where the horizontal line at `y` is inside a rectangle or an ellipse.
    fn span(&self, y: f64) -> Option<Range<f64>> {
        match *self {
            Self::Rect { x, y: top, width, height } => (top..top + height).contains(&y).then_some(x..x + width),
            Self::Ellipse { cx, cy, rx, ry } => {
                let share = 1.0 - ((y - cy) / ry).powi(2);
                let half = rx * share.max(0.0).sqrt();
                Some(cx - half..cx + half)
            }
            Self::Polygon { .. } => None,
        }
    }
}

impl Bounds {
    fn around(points: &[[f64; 2]]) -> Self {
        let nowhere = Self { left: f64::MAX, top: f64::MAX, right: f64::MIN, bottom: f64::MIN };
        points.iter().fold(nowhere, |bounds, &[x, y]| Self {
            left: bounds.left.min(x),
            top: bounds.top.min(y),
            right: bounds.right.max(x),
            bottom: bounds.bottom.max(y),
        })
    }
}

/// Each side of a polygon, the closing one last.
pub(super) fn edges(points: &[[f64; 2]]) -> impl Iterator<Item = ([f64; 2], [f64; 2])> + '_ {
    points.iter().copied().zip(points.iter().copied().cycle().skip(1))
}

/// The x at which an edge crosses the line `y`; the upper end belongs to an edge, the lower does not.
pub(super) fn crossing([x0, y0]: [f64; 2], [x1, y1]: [f64; 2], y: f64) -> Option<f64> {
    ((y0 <= y) != (y1 <= y)).then(|| x0 + (y - y0) / (y1 - y0) * (x1 - x0))
}

/// Even-odd: inside from each odd crossing to the next.
pub(super) fn pair_up(mut crossings: Vec<f64>) -> Vec<Range<f64>> {
    crossings.sort_unstable_by(f64::total_cmp);
    crossings.as_chunks::<2>().0.iter().map(|&[from, to]| from..to).collect()
}

/// The pixels below `width` whose centres lie in the span.
pub(super) fn pixels_in(span: Range<f64>, width: u32) -> Range<u32> {
    let first_at_or_after = |x: f64| (x - 0.5).ceil().clamp(0.0, f64::from(width)) as u32;
    first_at_or_after(span.start)..first_at_or_after(span.end)
}

impl FromStr for Shape {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, ShapeError> {
        let (kind, numbers) = text.split_once(':').ok_or_else(|| ShapeError::UnknownKind(text.into()))?;
        let parse = || numbers.split(',').map(parse_number).collect::<Result<Vec<f64>, _>>();
        match kind.trim() {
            "rect" => {
                let [x, y, width, height] = four("rect", &parse()?)?;
                Ok(Self::Rect { x, y, width, height })
            }
            "ellipse" => {
                let [cx, cy, rx, ry] = four("ellipse", &parse()?)?;
                Ok(Self::Ellipse { cx, cy, rx, ry })
            }
            "polygon" => polygon(&parse()?),
            _ => Err(ShapeError::UnknownKind(text.into())),
        }
    }
}

fn parse_number(text: &str) -> Result<f64, ShapeError> {
    let text = text.trim();
    let number: f64 = text.parse().map_err(|_| ShapeError::NotANumber(text.into()))?;
    if number.is_nan() {
        return Err(ShapeError::NotANumber(text.into()));
    }
    if number.abs() > FARTHEST { Err(ShapeError::OutOfRange(text.into())) } else { Ok(number) }
}

/// A place and a size above 0.
fn four(kind: &'static str, numbers: &[f64]) -> Result<[f64; 4], ShapeError> {
    let found = numbers.len();
    let four: [f64; 4] = numbers.try_into().map_err(|_| ShapeError::WrongCount { kind, expected: "4", found })?;
    if four[2] > 0.0 && four[3] > 0.0 { Ok(four) } else { Err(ShapeError::NoSize) }
}

fn polygon(numbers: &[f64]) -> Result<Shape, ShapeError> {
    let (points, rest) = numbers.as_chunks::<2>();
    if points.len() < 3 || !rest.is_empty() {
        let (kind, expected) = ("polygon", "an even count of at least 6");
        return Err(ShapeError::WrongCount { kind, expected, found: numbers.len() });
    }
    Ok(Shape::Polygon { points: points.to_vec() })
}

impl TryFrom<String> for Shape {
    type Error = ShapeError;

    fn try_from(text: String) -> Result<Self, ShapeError> {
        text.parse()
    }
}

impl From<Shape> for String {
    fn from(shape: Shape) -> Self {
        shape.to_string()
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rect { x, y, width, height } => write!(f, "rect:{x},{y},{width},{height}"),
            Self::Ellipse { cx, cy, rx, ry } => write!(f, "ellipse:{cx},{cy},{rx},{ry}"),
            Self::Polygon { points } => {
                let points: Vec<String> = points.iter().map(|[x, y]| format!("{x},{y}")).collect();
                write!(f, "polygon:{}", points.join(","))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Shape {
        text.parse().expect("a shape")
    }

    #[test]
    fn shapes_survive_writing_and_reading() {
        for text in ["rect:1.5,-2,30,0.25", "ellipse:10,20,3,4.75", "polygon:0,0,10.5,0,-3,7"] {
            assert_eq!(shape(text).to_string(), text);
        }
        assert_eq!(shape("rect: 1, 2 ,3,4"), Shape::Rect { x: 1.0, y: 2.0, width: 3.0, height: 4.0 });
    }

    #[test]
    fn a_text_that_is_no_shape_is_refused_with_its_reason() {
        let reason = |text: &str| text.parse::<Shape>().expect_err(text).to_string();
        assert_eq!(reason("rect:1,2,3"), "rect takes 4 numbers, 3 given");
        assert_eq!(reason("ellipse:1,2,3,4,5"), "ellipse takes 4 numbers, 5 given");
        assert_eq!(reason("polygon:0,0,1,1"), "polygon takes an even count of at least 6 numbers, 4 given");
        assert_eq!(reason("polygon:0,0,1,1,2,2,3"), "polygon takes an even count of at least 6 numbers, 7 given");
        assert_eq!(reason("rect:1,2,x,4"), "\"x\" is not a number");
        assert_eq!(reason("rect:1,2,,4"), "\"\" is not a number");
        assert_eq!(reason("rect:NaN,2,3,4"), "\"NaN\" is not a number");
        assert_eq!(reason("rect:1,2,inf,4"), "inf is too far outside any photo");
        assert_eq!(reason("rect:1,2,0,4"), "width, height and radii must be above 0");
        assert_eq!(reason("ellipse:1,2,3,-4"), "width, height and radii must be above 0");
        assert!(reason("circle:1,2,3").starts_with("a shape is rect:"));
        assert!(reason("").starts_with("a shape is rect:"));
    }

    #[test]
    fn areas_and_bounds_are_those_of_geometry() {
        assert_eq!(shape("rect:1,2,3,4").area(), 12.0);
        assert!((shape("ellipse:0,0,2,3").area() - 18.849_555_921_538_76).abs() < 1e-12);
        let triangle = shape("polygon:0,0,4,0,0,3");
        assert_eq!(triangle.area(), 6.0);
        assert_eq!(triangle.translated(1.0, 2.0).bounds(), Bounds { left: 1.0, top: 2.0, right: 5.0, bottom: 5.0 });
    }

    #[test]
    fn a_rectangle_of_whole_pixels_has_exactly_those() {
        let runs: Vec<_> = shape("rect:2,1,3,2").runs(10, 10).collect();
        assert_eq!(runs, [(1, 2..5), (2, 2..5)]);
    }

    #[test]
    fn where_a_polygon_overlaps_itself_it_is_open() {
        let star = shape("polygon:50,0,80,95,2,36,98,36,20,95");
        assert!(!star.contains(50.0, 50.0));
        assert!(star.contains(50.0, 10.0));
        assert_eq!(star.runs(100, 100).filter(|(y, _)| *y == 50).count(), 2);
    }
}
