/// Adds a point to a path, unless it is nearer than a step to the last; photo pixels.
pub(super) fn extend(path: &mut Vec<[f64; 2]>, to: [f64; 2], step: f64) {
    let is_new = path.last().is_none_or(|last| (last[0] - to[0]).hypot(last[1] - to[1]) >= step);
    if is_new {
        path.push(to);
    }
}
