use super::head_map::{Class, HeadMap};
use crate::photo::{Grid, Shape, Tissue};

/// Sides of a region, in squares of the map; neither is longer than twice the other (our choices).
const SIDES: [usize; 7] = [3, 4, 5, 6, 7, 8, 10];

/// How much likelihood a region e times as large is worth (our choice).
const LARGER: f32 = 0.03;

/// Likelihood below which a square is likelier something else, so that no region covers it.
const DOUBTFUL: f32 = 0.5;

/// A place on the map, in squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    /// How likely it is the tissue, what lies beside it counting half: at most 1.
    likelihood: f32,
}

impl Place {
    /// The ellipse within the squares, in photo pixels.
    pub fn shape(&self, map: &HeadMap) -> Shape {
        let [width, height] = [self.width as f64 * map.square[0], self.height as f64 * map.square[1]];
        let [left, top] = [self.left as f64 * map.square[0], self.top as f64 * map.square[1]];
        Shape::Ellipse { cx: left + width / 2.0, cy: top + height / 2.0, rx: width / 2.0, ry: height / 2.0 }
    }

    /// In squares from the map's upper left corner.
    pub fn middle(&self) -> [f32; 2] {
        [self.left as f32 + self.width as f32 / 2.0, self.top as f32 + self.height as f32 / 2.0]
    }

    /// From middle to middle, in squares.
    pub fn distance(&self, other: &Self) -> f32 {
        let ([x, y], [u, v]) = (self.middle(), other.middle());
        (x - u).hypot(y - v)
    }

    /// Likelihood, and how much of it the size is worth.
    pub fn worth(&self) -> f32 {
        self.likelihood + LARGER * ((self.width * self.height) as f32).ln()
    }
}

/// Where a tissue surely is: of the places with the same upper left corner the best one.
pub(super) fn sure_places(map: &HeadMap, tissue: Tissue) -> Vec<Place> {
    let own = likelihood(map, tissue);
    let sums = Sums::of(map, &inner_likelihood(map, &own));
    let doubts = Sums::of(map, &own.iter().map(|&own| f32::from(own < DOUBTFUL)).collect::<Vec<f32>>());
    let frames = SIDES.iter().flat_map(|&width| SIDES.map(|height| [width, height]));
    let fitting: Vec<[usize; 2]> =
        frames.filter(|[width, height]| width.max(height) <= &(2 * width.min(height))).collect();
    let best_at = |corner: [usize; 2]| {
        let places = fitting.iter().filter_map(|&frame| sums.place(corner, frame));
        best(places.filter(|place| place.likelihood >= least_likelihood(tissue) && doubts.mean(place) == 0.0))
    };
    (0..map.grid.count()).filter_map(|square| best_at(map.grid.place(square))).collect()
}

/// The most worth of some places, which are as likely as may be, and large.
pub(super) fn best(places: impl IntoIterator<Item = Place>) -> Option<Place> {
    places.into_iter().max_by(|p, q| p.worth().total_cmp(&q.worth()))
}

/// Chosen in sight of photos that the network had not learned from, see "Suggested regions" in `docs/sampling.md`.
fn least_likelihood(tissue: Tissue) -> f32 {
    match tissue {
        Tissue::Skin => 0.6,
        Tissue::Stubble => 0.7,
        _ => 0.93,
    }
}

/// Of each square: half its own likelihood, half the least of those around it.
fn inner_likelihood(map: &HeadMap, own: &[f32]) -> Vec<f32> {
    let least = |square: usize| map.grid.around(square).map(|near| own[near]).fold(f32::MAX, f32::min);
    own.iter().enumerate().map(|(square, own)| (own + least(square)) / 2.0).collect()
}

/// Sums over all squares above and left of a corner.
pub(super) struct Sums {
    columns: usize,
    rows: usize,
    sums: Vec<f32>,
}

impl Sums {
    pub fn of(map: &HeadMap, values: &[f32]) -> Self {
        let Grid { columns, rows, .. } = map.grid;
        let stride = columns + 1;
        let mut sums = vec![0.0; stride * (rows + 1)];
        for (row, values) in values.chunks(columns.max(1)).enumerate() {
            let mut line = 0.0;
            for (column, value) in values.iter().enumerate() {
                line += value;
                sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + line;
            }
        }
        Self { columns, rows, sums }
    }

    /// None where it leaves the map.
    fn place(&self, [left, top]: [usize; 2], [width, height]: [usize; 2]) -> Option<Place> {
        let place = Place { left, top, width, height, likelihood: 0.0 };
        let fits = left + width <= self.columns && top + height <= self.rows;
        fits.then(|| Place { likelihood: self.mean(&place), ..place })
    }

    /// The mean over a place within the map.
    pub fn mean(&self, &Place { left, top, width, height, .. }: &Place) -> f32 {
        let at = |x: usize, y: usize| self.sums[y * (self.columns + 1) + x];
        let (right, bottom) = (left + width, top + height);
        let sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
        sum / (width * height) as f32
    }
}

/// How likely each square shows a tissue; glare and thin hair spoil skin more than a doubt does.
fn likelihood(map: &HeadMap, tissue: Tissue) -> Vec<f32> {
    let shares = match tissue {
        Tissue::Skin => {
            vec![(Class::BareScalp, 1.0), (Class::OtherSkin, 1.0), (Class::Glare, -0.3), (Class::Thin, -0.15)]
        }
        Tissue::Stubble => vec![(Class::Stubble, 1.0)],
        _ => vec![(Class::Hair, 1.0), (Class::Thin, 1.0)],
    };
    let mut sums = vec![0.0; map.grid.count()];
    for (class, weight) in shares {
        sums.iter_mut().zip(map.share(class)).for_each(|(sum, share)| *sum += weight * share);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map of 20 × 10 squares of 10 px that shows stubble from the sixth column on.
    fn map() -> HeadMap {
        HeadMap::with([20, 10], [10.0; 2], |[x, _]| if x < 5 { Class::BareScalp } else { Class::Stubble })
    }

    #[test]
    fn a_region_keeps_a_square_away_from_the_border_of_its_tissue() {
        let map = map();
        let place = best(sure_places(&map, Tissue::Stubble)).expect("a place");
        assert!(place.left > 5 && place.likelihood == 1.0, "{place:?}");
        assert!(place.shape(&map).bounds().left >= 60.0);
    }

    #[test]
    fn a_photo_smaller_than_the_least_region_has_no_place() {
        let map = HeadMap::with([2, 2], [10.0; 2], |_| Class::Stubble);
        assert_eq!(sure_places(&map, Tissue::Stubble), []);
    }
}
