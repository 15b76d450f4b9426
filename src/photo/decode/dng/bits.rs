/// Bits of a JPEG's scan, the highest of a byte first; stuffed bytes are taken out (ITU-T T.81, B.1.1.5).
///
/// At a marker and behind the last byte it goes on in zeros, so that a loop over pixels need not ask each time; see
/// [`ScanBits::are_spent`].
pub(super) struct ScanBits<'a> {
    bytes: &'a [u8],
    /// The next bits, from the top.
    held: u64,
    held_bits: u32,
    /// How many of the bits held are zeros of our own.
    made_up: u32,
}

impl<'a> ScanBits<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, held: 0, held_bits: 0, made_up: 0 }
    }

    /// The next 16 bits, left where they are.
    pub fn peek(&mut self) -> u16 {
        if self.held_bits < 32 {
            self.fill();
        }
        (self.held >> 48) as u16
    }

    /// Steps over at most 16 bits that [`ScanBits::peek`] has shown.
    pub fn skip(&mut self, count: u32) {
        self.held <<= count;
        self.held_bits -= count;
    }

    /// More bits were taken than there are.
    pub fn are_spent(&self) -> bool {
        self.held_bits < self.made_up
    }

    /// Steps over the rest of an interval and the restart marker behind it; none if there is no such marker.
    pub fn restart(&mut self) -> Option<()> {
        let [0xff, 0xd0..=0xd7, rest @ ..] = self.bytes else { return None };
        *self = Self::new(rest);
        Some(())
    }

    fn fill(&mut self) {
        while self.held_bits <= 56 {
            let byte = self.next_byte();
            self.made_up += if byte.is_none() { 8 } else { 0 };
            self.held |= u64::from(byte.unwrap_or(0)) << (56 - self.held_bits);
            self.held_bits += 8;
        }
    }

    fn next_byte(&mut self) -> Option<u8> {
        let (byte, rest) = match *self.bytes {
            [0xff, 0, ref rest @ ..] => (0xff, rest),
            [0xff, ..] | [] => return None,
            [byte, ref rest @ ..] => (byte, rest),
        };
        self.bytes = rest;
        Some(byte)
    }
}
