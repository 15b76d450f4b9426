use super::bits::ScanBits;

/// Codes shorter than this are looked up at once.
const QUICK_BITS: u32 = 10;

/// A table of JPEG that gives the size of a difference (ITU-T T.81, annex C).
#[derive(Clone)]
pub(super) struct Huffman {
    /// By the next ten bits: length of the code and what it stands for; length 0 where the code is longer.
    quick: Vec<(u8, u8)>,
    /// For each length from 1 to 16: the first code above it, at the top of 16 bits, and where its values begin.
    long: [LongCodes; 16],
    values: Vec<u8>,
}

#[derive(Clone, Copy, Default)]
struct LongCodes {
    /// The first code of this length.
    first: u32,
    /// Behind the last one.
    end: u32,
    /// Where the value of the first one stands.
    at: usize,
}

impl Huffman {
    /// From how many codes there are of each length, and their values; none where they don't fit together, or stand for
    /// more than the 16 bits that a difference has (ITU-T T.81, table H.2).
    pub fn new(counts: &[u8; 16], values: &[u8]) -> Option<Self> {
        let all: usize = counts.iter().map(|&count| usize::from(count)).sum();
        let values = values.get(..all)?.to_vec();
        let mut long = [LongCodes::default(); 16];
        let (mut first, mut at) = (0u32, 0);
        for (length, (codes, &count)) in (1..).zip(long.iter_mut().zip(counts)) {
            let end = first + u32::from(count);
            *codes = LongCodes { first, end, at };
            if end > 1 << length || values.iter().any(|&size| size > 16) {
                return None;
            }
            (first, at) = (end << 1, at + usize::from(count));
        }
        let mut table = Self { quick: vec![], long, values };
        table.quick = (0..1 << QUICK_BITS).map(|bits| table.quick_entry(bits)).collect();
        Some(table)
    }

    fn quick_entry(&self, bits: u32) -> (u8, u8) {
        self.find((bits << (16 - QUICK_BITS)) as u16)
            .filter(|&(length, _)| length <= QUICK_BITS as u8)
            .unwrap_or((0, 0))
    }

    /// Length and value of the code that these bits begin with.
    fn find(&self, bits: u16) -> Option<(u8, u8)> {
        (1u8..).zip(&self.long).find_map(|(length, codes)| {
            let code = u32::from(bits >> (16 - length));
            let index = code.checked_sub(codes.first).filter(|_| code < codes.end)?;
            Some((length, *self.values.get(codes.at + index as usize)?))
        })
    }

    /// The next difference (ITU-T T.81, H.1.2.2); none where no code begins so.
    #[inline]
    pub fn difference(&self, bits: &mut ScanBits<'_>) -> Option<i32> {
        let ahead = bits.peek();
        let (length, size) = match self.quick.get(usize::from(ahead >> (16 - QUICK_BITS))) {
            Some(&entry) if entry.0 > 0 => entry,
            _ => self.find(ahead)?,
        };
        bits.skip(length.into());
        match size {
            0 => Some(0),
            16 => Some(32_768),
            size => {
                let value = i32::from(bits.peek() >> (16 - size));
                bits.skip(size.into());
                // Values without the top bit stand for negative ones (F.2.2.1, EXTEND).
                Some(if value >> (size - 1) == 0 { value - (1 << size) + 1 } else { value })
            }
        }
    }
}
