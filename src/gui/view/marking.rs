use super::handle::Handle;
use super::path::extend;
use super::tool::Tool;
use crate::calibration::{Corners, Reference};
use crate::photo::{Brushed, Photo, Region, RegionId, Shape, Tissue, steps_of_strip};
use crate::pigment::Steps;
use crate::pipeline::Scale;
use crate::session::{Action, RegionAction};

/// The id of a region that is being drawn and does not exist yet.
pub(in crate::gui) const DRAFT: RegionId = RegionId(u32::MAX);

/// A drag shorter than this on both axes is a click, in photo pixels.
const LEAST_DRAG: f64 = 3.0;

/// The radius of a point that was only clicked, as a share of the photo's shorter side.
const POINT_SHARE: f64 = 0.015;

/// Points of a stroke lie this share of the brush's radius apart: its edge is then off by less than a hundredth of that.
const BRUSH_STEP: f64 = 0.25;

/// A drag that marks something.
#[derive(Clone, Debug)]
pub(in crate::gui) enum Marking {
    Draw {
        tool: Tool,
        tissue: Tissue,
        path: Vec<[f64; 2]>,
    },
    Move {
        before: Region,
        grabbed: [f64; 2],
        now: [f64; 2],
    },
    Resize {
        before: Region,
        handle: Handle,
        now: [f64; 2],
    },
    /// A stroke of the brush over a region.
    Brush {
        before: Region,
        brushed: Brushed,
    },
    /// A line along a known length.
    Ruler {
        from: [f64; 2],
        to: [f64; 2],
        mm: f64,
    },
    /// Swatches side by side under one rectangle.
    Strip {
        path: Vec<[f64; 2]>,
        steps: Steps,
    },
    /// One corner of the chart's frame.
    Corner {
        corners: Corners,
        index: usize,
    },
}

impl Marking {
    /// Takes in that the pointer went on to `to`.
    pub fn drag(&mut self, to: [f64; 2]) {
        match self {
            Self::Draw { tool: Tool::Lasso, path, .. } => extend(path, to, 1.0),
            Self::Brush { brushed, .. } => {
                let step = brushed.stroke.radius_px * BRUSH_STEP;
                extend(&mut brushed.stroke.points, to, step.max(1.0));
            }
            Self::Draw { path, .. } | Self::Strip { path, .. } => {
                path.truncate(1);
                path.push(to);
            }
            Self::Move { now, .. } | Self::Resize { now, .. } => *now = to,
            Self::Ruler { to: end, .. } => *end = to,
            Self::Corner { corners, index } => {
                if let Some(corner) = corners.get_mut(*index) {
                    *corner = to;
                }
            }
        }
    }

    /// The region as it would be if the drag ended here.
    pub fn draft(&self, photo: &Photo) -> Option<Region> {
        match self {
            Self::Corner { .. } | Self::Ruler { .. } => None,
            Self::Strip { path, .. } => {
                let shape = drawn_shape(Tool::Strip, path, photo)?;
                Some(Region::new(DRAFT, "", Tissue::Swatch, shape))
            }
            Self::Draw { tool, tissue, path } => {
                let shape = drawn_shape(*tool, path, photo)?;
                Some(Region::new(DRAFT, "", *tissue, shape))
            }
            Self::Move { before, grabbed, now } => {
                let shape = before.shape.translated(now[0] - grabbed[0], now[1] - grabbed[1]);
                Some(reshaped(before, shape))
            }
            Self::Resize { before, handle, now } => Some(reshaped(before, handle.drag(&before.shape, *now))),
            Self::Brush { before, brushed } => {
                let mut region = before.clone();
                region.brushed.push(brushed.clone());
                Some(region)
            }
        }
    }

    /// What the end of the drag does.
    pub fn end(self, photo: &Photo) -> Action {
        let draft = self.draft(photo);
        match (self, draft) {
            (Self::Ruler { from, to, mm }, _) => ruler_action(from, to, mm),
            (Self::Brush { before, brushed }, _) => Action::Region(RegionAction::Brush { id: before.id, brushed }),
            (Self::Strip { steps, .. }, Some(draft)) => {
                Action::Region(RegionAction::AddStrip { strip: draft.shape, steps })
            }
            (Self::Corner { corners, .. }, _) => Action::SetReference(Reference::ChartAt(corners)),
            (Self::Draw { tool: Tool::NeutralPatch, .. }, Some(draft)) => Action::AddCard(draft.shape),
            (Self::Draw { tissue, .. }, Some(draft)) => {
                Action::Region(RegionAction::Add { tissue, shape: draft.shape })
            }
            (_, Some(draft)) => Action::Region(RegionAction::Reshape { id: draft.id, shape: draft.shape }),
            (_, None) => Action::Region(RegionAction::EndPreview),
        }
    }

    /// Whether the tool is laid aside once this is done.
    pub fn is_single(&self) -> bool {
        match self {
            Self::Draw { tool, .. } => *tool == Tool::NeutralPatch,
            Self::Ruler { .. } | Self::Strip { .. } => true,
            _ => false,
        }
    }

    /// The region that is being moved, resized or brushed.
    pub fn moved(&self) -> Option<RegionId> {
        match self {
            Self::Move { before, .. } | Self::Resize { before, .. } | Self::Brush { before, .. } => Some(before.id),
            _ => None,
        }
    }

    /// The line of a ruler that is being drawn, and its length in mm.
    pub fn ruler(&self) -> Option<([f64; 2], [f64; 2], f64)> {
        match *self {
            Self::Ruler { from, to, mm } => Some((from, to, mm)),
            _ => None,
        }
    }

    /// The swatches of a strip that is being drawn.
    pub fn swatches(&self, photo: &Photo) -> Vec<Shape> {
        match self {
            Self::Strip { steps, .. } => {
                let count = steps.waters().len();
                self.draft(photo).map(|draft| steps_of_strip(&draft.shape, count)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}

/// A ruler shorter than a click tells nothing.
fn ruler_action(from: [f64; 2], to: [f64; 2], mm: f64) -> Action {
    let length = (to[0] - from[0]).hypot(to[1] - from[1]);
    if length < LEAST_DRAG {
        return Action::Region(RegionAction::EndPreview);
    }
    Action::SetScale(Some(Scale::PxPerMm(length / mm)))
}

/// A circle where the photo was only clicked.
pub(in crate::gui) fn point_shape([cx, cy]: [f64; 2], photo: &Photo) -> Shape {
    let radius = (POINT_SHARE * f64::from(photo.width().min(photo.height()))).max(4.0);
    Shape::Ellipse { cx, cy, rx: radius, ry: radius }
}

fn reshaped(before: &Region, shape: Shape) -> Region {
    let mut region = before.clone();
    region.reshape(shape);
    region
}

fn drawn_shape(tool: Tool, path: &[[f64; 2]], photo: &Photo) -> Option<Shape> {
    let (start, end) = (within(*path.first()?, photo), within(*path.last()?, photo));
    let [width, height] = [(end[0] - start[0]).abs(), (end[1] - start[1]).abs()];
    let [left, top] = [start[0].min(end[0]), start[1].min(end[1])];
    let is_drag = width >= LEAST_DRAG && height >= LEAST_DRAG;
    match tool {
        Tool::Select | Tool::Brush | Tool::ChartCorners | Tool::Ruler => None,
        Tool::Rectangle | Tool::NeutralPatch | Tool::Strip => {
            is_drag.then_some(Shape::Rect { x: left, y: top, width, height })
        }
        Tool::Ellipse => is_drag.then(|| {
            let (rx, ry) = (width / 2.0, height / 2.0);
            Shape::Ellipse { cx: left + rx, cy: top + ry, rx, ry }
        }),
        Tool::Point => {
            let radius = width.hypot(height);
            let [cx, cy] = start;
            Some(if radius < LEAST_DRAG {
                point_shape(start, photo)
            } else {
                Shape::Ellipse { cx, cy, rx: radius, ry: radius }
            })
        }
        Tool::Lasso => lasso_shape(path, photo),
    }
}

fn lasso_shape(path: &[[f64; 2]], photo: &Photo) -> Option<Shape> {
    let points: Vec<[f64; 2]> = path.iter().map(|&point| within(point, photo)).collect();
    let shape = Shape::Polygon { points };
    let bounds = shape.bounds();
    let is_area = bounds.right - bounds.left >= LEAST_DRAG && bounds.bottom - bounds.top >= LEAST_DRAG;
    (path.len() >= 3 && is_area).then_some(shape)
}

fn within([x, y]: [f64; 2], photo: &Photo) -> [f64; 2] {
    [x.clamp(0.0, f64::from(photo.width())), y.clamp(0.0, f64::from(photo.height()))]
}
