//! Lossless JPEG with Huffman codes (ITU-T T.81, annex H), in which DNG stores raw pixels.
//!
//! Our own, since `jpeg-decoder` 0.3.2 refuses two components, in which most cameras store a mosaic, reads restart
//! intervals and point transforms wrongly, and needs thrice the time and six times the memory of the pixels.

use super::bits::ScanBits;
use super::huffman::Huffman;
use crate::photo::decode::refusal::Refusal;

/// Numbers as they are stored: row by row, the components of a place together.
#[derive(Debug, PartialEq)]
pub(super) struct Stored {
    pub codes: Vec<u16>,
    /// Numbers in a row: width times components.
    pub row: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Component {
    id: u8,
    table: usize,
}

struct Frame {
    precision: u8,
    height: usize,
    width: usize,
    components: Vec<Component>,
}

/// How a scan is coded (ITU-T T.81, B.2.3).
struct Scan {
    predictor: u8,
    /// Low bits that were left out.
    shift: u8,
}

#[derive(Default)]
struct Reader {
    tables: [Option<Huffman>; 4],
    frame: Option<Frame>,
    /// Rows between restart markers, times the width; 0 without them.
    interval: usize,
}

const DAMAGED: Refusal = Refusal::Damaged(None);

/// The numbers of a picture, at most `most`.
///
/// # Errors
/// [`Refusal::Damaged`], also for a JPEG of another kind.
pub(super) fn decode(bytes: &[u8], most: usize) -> Result<Stored, Refusal> {
    let [0xff, 0xd8, rest @ ..] = bytes else { return Err(DAMAGED) };
    let mut reader = Reader::default();
    let mut rest = rest;
    loop {
        let (marker, segment, behind) = segment(rest).ok_or(DAMAGED)?;
        match marker {
            0xc4 => reader.take_tables(segment).ok_or(DAMAGED)?,
            0xc3 => reader.frame = Some(Frame::new(segment, most).ok_or(DAMAGED)?),
            0xc0..=0xcf | 0xd9 => return Err(DAMAGED),
            0xdd => reader.interval = usize::from(number(segment).ok_or(DAMAGED)?),
            0xda => return reader.decode_scan(segment, behind).ok_or(DAMAGED),
            _ => {}
        }
        rest = behind;
    }
}

/// A marker, what belongs to it, and what follows.
fn segment(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let skipped = bytes.iter().take_while(|&&byte| byte == 0xff).count();
    let (&marker, rest) = bytes.get(skipped..).filter(|_| skipped > 0)?.split_first()?;
    let (segment, behind) = rest.split_at_checked(usize::from(number(rest)?))?;
    Some((marker, segment.get(2..)?, behind))
}

fn number(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk().map(|&pair| u16::from_be_bytes(pair))
}

impl Frame {
    fn new(segment: &[u8], most: usize) -> Option<Self> {
        let &[precision @ 2..=16, a, b, c, d, count @ 1..=4, ref components @ ..] = segment else { return None };
        let [height, width] = [[a, b], [c, d]].map(|pair| usize::from(u16::from_be_bytes(pair)));
        let components: Vec<_> = components.as_chunks::<3>().0.iter().map(Component::new).collect::<Option<_>>()?;
        let is_whole = components.len() == usize::from(count) && height > 0 && width > 0;
        let fits = height.checked_mul(width)?.checked_mul(components.len())? <= most;
        (is_whole && fits).then_some(Self { precision, height, width, components })
    }
}

impl Component {
    /// None where a component has fewer numbers than another: raw pixels are never stored so.
    fn new(&[id, sampling, _]: &[u8; 3]) -> Option<Self> {
        (sampling == 0x11).then_some(Self { id, table: 0 })
    }
}

impl Reader {
    fn take_tables(&mut self, mut segment: &[u8]) -> Option<()> {
        while let Some((&place, rest)) = segment.split_first() {
            let (counts, values) = rest.split_first_chunk::<16>()?;
            let used: usize = counts.iter().map(|&count| usize::from(count)).sum();
            *self.tables.get_mut(usize::from(place))? = Some(Huffman::new(counts, values)?);
            segment = values.get(used..)?;
        }
        Some(())
    }

    fn decode_scan(&mut self, segment: &[u8], bytes: &[u8]) -> Option<Stored> {
        let frame = self.frame.as_mut()?;
        let scan = Scan::new(segment, frame)?;
        let tables = frame.components.iter().map(|component| self.tables.get(component.table)?.as_ref());
        scan.decode(frame, &tables.collect::<Option<Vec<_>>>()?, self.interval, ScanBits::new(bytes))
    }
}

impl Scan {
    /// All components in one scan; each is told its table.
    fn new(segment: &[u8], frame: &mut Frame) -> Option<Self> {
        let (&count, rest) = segment.split_first()?;
        let (stated, &[predictor @ 1..=7, _, last]) = rest.split_at_checked(2 * usize::from(count))? else {
            return None;
        };
        let (stated, shift) = (stated.as_chunks::<2>().0, last & 15);
        if stated.len() != frame.components.len() || shift >= frame.precision {
            return None;
        }
        for (component, &[id, tables]) in frame.components.iter_mut().zip(stated) {
            component.table = usize::from(tables >> 4);
            (component.id == id).then_some(())?;
        }
        Some(Self { predictor, shift })
    }

    fn decode(&self, frame: &Frame, tables: &[&Huffman], interval: usize, mut bits: ScanBits<'_>) -> Option<Stored> {
        let row = frame.width * tables.len();
        let mut codes = vec![0; row * frame.height];
        let rows_between = if interval.is_multiple_of(frame.width) { interval / frame.width } else { return None };
        let first = 1u16 << (frame.precision - self.shift - 1);
        let mut above = vec![0; row];
        for (y, own) in codes.chunks_exact_mut(row).enumerate() {
            let is_restart = y > 0 && rows_between > 0 && y % rows_between == 0;
            if is_restart {
                bits.restart()?;
            }
            let begin = if y == 0 || is_restart { Begin::Anew(first) } else { Begin::Below };
            self.undo_row(&mut bits, tables, begin, &above, own)?;
            above.copy_from_slice(own);
        }
        codes.iter_mut().for_each(|code| *code <<= self.shift);
        Some(Stored { codes, row })
    }

    /// One row by the prediction of table H.1; the first of an interval has nothing above it (H.1.1, H.1.2.1).
    fn undo_row(
        &self,
        bits: &mut ScanBits<'_>,
        tables: &[&Huffman],
        begin: Begin,
        above: &[u16],
        own: &mut [u16],
    ) -> Option<()> {
        let predictor = if matches!(begin, Begin::Anew(_)) { 1 } else { self.predictor };
        let mut row = Row { bits, tables, begin, above, own };
        match predictor {
            1 => row.undo(|left, _, _| left),
            2 => row.undo(|_, above, _| above),
            3 => row.undo(|_, _, corner| corner),
            4 => row.undo(|left, above, corner| left + above - corner),
            5 => row.undo(|left, above, corner| left + ((above - corner) >> 1)),
            6 => row.undo(|left, above, corner| above + ((left - corner) >> 1)),
            _ => row.undo(|left, above, _| (left + above) >> 1),
        }
    }
}

/// What the first number of a row is predicted from.
#[derive(Clone, Copy)]
enum Begin {
    Anew(u16),
    Below,
}

struct Row<'a, 'b> {
    bits: &'a mut ScanBits<'b>,
    tables: &'a [&'a Huffman],
    begin: Begin,
    above: &'a [u16],
    own: &'a mut [u16],
}

impl Row<'_, '_> {
    /// Differences to numbers, by what `predict` makes of the neighbours at the left, above, and between both.
    fn undo(&mut self, predict: impl Fn(i32, i32, i32) -> i32) -> Option<()> {
        let count = self.tables.len();
        let (mut left, mut corner) = ([0i32; 4], [0i32; 4]);
        let pixels = self.own.chunks_exact_mut(count).zip(self.above.chunks_exact(count));
        for (x, (pixel, above)) in pixels.enumerate() {
            for (component, ((own, &above), table)) in pixel.iter_mut().zip(above).zip(self.tables).enumerate() {
                let (left, corner) = (&mut left[component & 3], &mut corner[component & 3]);
                let predicted = match self.begin {
                    _ if x > 0 => predict(*left, above.into(), *corner),
                    Begin::Anew(first) => first.into(),
                    Begin::Below => above.into(),
                };
                *own = (predicted + table.difference(self.bits)?) as u16;
                (*left, *corner) = (i32::from(*own), i32::from(above));
            }
        }
        (!self.bits.are_spent()).then_some(())
    }
}
