/// The word that is burnt into every exported preview.
const WORD: [char; 10] = ['S', 'I', 'M', 'U', 'L', 'A', 'T', 'I', 'O', 'N'];

/// Columns and rows of a letter, and the columns from one letter to the next.
const LETTER: [usize; 2] = [5, 7];
const ADVANCE: usize = 6;
/// Points left free around the word.
const MARGIN: usize = 3;
/// The label's height as a share of the photo's shorter side; at least one pixel to a point.
const HEIGHT: f64 = 0.045;

/// A dark bar with light letters, in points of some pixels each.
pub(super) struct Label {
    px: usize,
}

impl Label {
    /// Large enough to be read on a photo of this size.
    pub(super) fn for_photo(width: u32, height: u32) -> Self {
        let points = (LETTER[1] + 2 * MARGIN) as f64;
        Self { px: ((f64::from(width.min(height)) * HEIGHT / points).round() as usize).max(1) }
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> [usize; 2] {
        [(WORD.len() * ADVANCE - 1 + 2 * MARGIN) * self.px, (LETTER[1] + 2 * MARGIN) * self.px]
    }

    /// What a pixel of the label shows, counted from its top left corner; `None` outside.
    pub(super) fn pixel(&self, x: usize, y: usize) -> Option<[u8; 3]> {
        let [width, height] = self.size();
        (x < width && y < height).then(|| if self.is_letter(x / self.px, y / self.px) { [255; 3] } else { [24; 3] })
    }

    fn is_letter(&self, column: usize, row: usize) -> bool {
        let (Some(column), Some(row)) = (column.checked_sub(MARGIN), row.checked_sub(MARGIN)) else { return false };
        let lines = WORD.get(column / ADVANCE).map_or([0; LETTER[1]], |letter| lines_of(*letter));
        let line = lines.get(row).copied().unwrap_or_default();
        column % ADVANCE < LETTER[0] && line >> (LETTER[0] - 1 - column % ADVANCE) & 1 == 1
    }
}

/// A capital letter, row by row from the top; the highest of five bits is the left column.
fn lines_of(letter: char) -> [u8; 7] {
    match letter {
        'S' => [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
        'I' => [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
        'M' => [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001],
        'U' => [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        'L' => [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
        'A' => [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
        'T' => [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
        'O' => [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        'N' => [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001],
        _ => [0; 7],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_grows_with_the_photo_and_can_be_read_on_a_small_one() {
        assert_eq!(Label::for_photo(40, 30).size(), [65, 13]);
        let [width, height] = Label::for_photo(4000, 3000).size();
        assert!((120..150).contains(&height) && width < 1000, "{width} {height}");
    }

    #[test]
    fn every_letter_is_drawn() {
        let label = Label { px: 1 };
        for (index, letter) in WORD.iter().enumerate() {
            let left = MARGIN + index * ADVANCE;
            let points = (left..left + LETTER[0]).flat_map(|x| (0..13).map(move |y| [x, y]));
            let lit = points.filter(|&[x, y]| label.pixel(x, y) == Some([255; 3])).count();
            let wanted: u32 = lines_of(*letter).iter().map(|line| line.count_ones()).sum();
            assert!(lit as u32 == wanted && wanted > 8, "{letter}: {lit}");
        }
        assert_eq!(label.pixel(65, 0), None);
    }
}
