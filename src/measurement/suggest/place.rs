use super::head_map::{Class, HeadMap};
use crate::photo::{Shape, Tissue};

/// Sides of a region, in squares of the map; neither is longer than twice the other (our choices).
const SIDES: [usize; 7] = [3, 4, 5, 6, 7, 8, 10];

/// How much likelihood a region e times as large is worth (our choice).
const LARGER: f32 = 0.03;

/// How much likelihood it is worth to lie nearer to the stubble, over the map's longer side (our choice).
const NEARER: f32 = 0.15;

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

    fn middle(&self) -> [f32; 2] {
        [self.left as f32 + self.width as f32 / 2.0, self.top as f32 + self.height as f32 / 2.0]
    }

    fn distance(&self, other: &Self) -> f32 {
        let ([x, y], [u, v]) = (self.middle(), other.middle());
        (x - u).hypot(y - v)
    }
}

/// Where a tissue surely is, in as large a region as may be; skin rather near the stubble, in the same light.
pub(super) fn sure_place(map: &HeadMap, tissue: Tissue, stubble: Option<&Place>) -> Option<Place> {
    let sums = Sums::of(map, &inner_likelihood(map, tissue));
    let reach = map.columns.max(map.rows) as f32;
    let worth = |place: &Place| {
        let size = LARGER * ((place.width * place.height) as f32).ln();
        let way = stubble.map_or(0.0, |stubble| NEARER * place.distance(stubble) / reach);
        place.likelihood + size - way
    };
    let frames = SIDES.iter().flat_map(|&width| SIDES.map(|height| [width, height]));
    let fitting = frames.filter(|[width, height]| width.max(height) <= &(2 * width.min(height)));
    let places = fitting.flat_map(|frame| sums.places(frame));
    places.filter(|place| place.likelihood >= least_likelihood(tissue)).max_by(|p, q| worth(p).total_cmp(&worth(q)))
}

/// Chosen in sight of photos that the network had not learned from, see "Suggested regions" in `docs/sampling.md`.
fn least_likelihood(tissue: Tissue) -> f32 {
    match tissue {
        Tissue::Skin => 0.7,
        Tissue::Stubble => 0.96,
        _ => 0.93,
    }
}

/// Of each square: half its own likelihood, half the least of those around it.
fn inner_likelihood(map: &HeadMap, tissue: Tissue) -> Vec<f32> {
    let own = likelihood(map, tissue);
    let least = |square: usize| {
        let (column, row) = (square % map.columns, square / map.columns);
        let rows = row.saturating_sub(1)..(row + 2).min(map.rows);
        let columns = column.saturating_sub(1)..(column + 2).min(map.columns);
        rows.flat_map(|row| columns.clone().map(move |column| row * map.columns + column))
            .map(|near| own[near])
            .fold(f32::MAX, f32::min)
    };
    own.iter().enumerate().map(|(square, own)| (own + least(square)) / 2.0).collect()
}

/// Sums over all squares above and left of a corner.
struct Sums {
    columns: usize,
    rows: usize,
    sums: Vec<f32>,
}

impl Sums {
    fn of(map: &HeadMap, values: &[f32]) -> Self {
        let stride = map.columns + 1;
        let mut sums = vec![0.0; stride * (map.rows + 1)];
        for (row, values) in values.chunks(map.columns.max(1)).enumerate() {
            let mut line = 0.0;
            for (column, value) in values.iter().enumerate() {
                line += value;
                sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + line;
            }
        }
        Self { columns: map.columns, rows: map.rows, sums }
    }

    fn places(&self, [width, height]: [usize; 2]) -> impl Iterator<Item = Place> + '_ {
        let tops = 0..(self.rows + 1).saturating_sub(height);
        let lefts = 0..(self.columns + 1).saturating_sub(width);
        tops.flat_map(move |top| lefts.clone().map(move |left| self.place([left, top], [width, height])))
    }

    fn place(&self, [left, top]: [usize; 2], [width, height]: [usize; 2]) -> Place {
        let at = |x: usize, y: usize| self.sums[y * (self.columns + 1) + x];
        let (right, bottom) = (left + width, top + height);
        let sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
        Place { left, top, width, height, likelihood: sum / (width * height) as f32 }
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
    let mut sums = vec![0.0; map.columns * map.rows];
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
        let place = sure_place(&map, Tissue::Stubble, None).expect("a place");
        assert!(place.left > 5 && place.likelihood == 1.0, "{place:?}");
        assert!(place.shape(&map).bounds().left >= 60.0);
    }

    #[test]
    fn a_photo_smaller_than_the_least_region_has_no_place() {
        let map = HeadMap::with([2, 2], [10.0; 2], |_| Class::Stubble);
        assert_eq!(sure_place(&map, Tissue::Stubble, None), None);
    }

    #[test]
    fn skin_is_taken_near_the_stubble() {
        let is_stubble = |x: usize| (9..13).contains(&x);
        let class = |[x, y]: [usize; 2]| match y {
            0..14 if is_stubble(x) => Class::Stubble,
            0..5 | 25..30 => Class::BareScalp,
            _ => Class::Off,
        };
        let map = HeadMap::with([20, 30], [1.0; 2], class);
        let stubble = sure_place(&map, Tissue::Stubble, None).expect("a place");
        let skin = sure_place(&map, Tissue::Skin, Some(&stubble)).expect("a place");
        assert!(skin.top < 5, "{skin:?}");
    }
}
