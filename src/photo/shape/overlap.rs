use std::ops::Range;

use crate::photo::Shape;

impl Shape {
    /// The share of this shape's pixels, in a photo of this size, that lie in the other; 0 for a shape without pixels.
    pub fn share_inside(&self, other: &Self, [width, height]: [u32; 2]) -> f64 {
        let (mut shared, mut all) = (0u64, 0u64);
        for (y, xs) in self.runs(width, height) {
            all += u64::from(length(&xs));
            shared += other.runs_of_row(y, width).map(|others| u64::from(common(&xs, &others))).sum::<u64>();
        }
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    }
}

fn length(xs: &Range<u32>) -> u32 {
    xs.end.saturating_sub(xs.start)
}

fn common(p: &Range<u32>, q: &Range<u32>) -> u32 {
    length(&(p.start.max(q.start)..p.end.min(q.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_part_is_counted_in_pixels_of_the_photo() {
        let share = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|text| text.parse::<Shape>().expect("a shape"));
            one.share_inside(&other, [100, 100])
        };
        assert_eq!(share("rect:10,10,20,10", "rect:20,0,50,50"), 0.5);
        assert_eq!(share("rect:20,0,50,50", "rect:10,10,20,10"), 0.04);
        assert_eq!(share("rect:10,10,20,10", "rect:30,10,20,10"), 0.0);
        assert_eq!(share("ellipse:50,50,20,20", "rect:0,0,100,100"), 1.0);
        assert_eq!(share("rect:200,200,20,20", "rect:0,0,500,500"), 0.0);
    }
}
