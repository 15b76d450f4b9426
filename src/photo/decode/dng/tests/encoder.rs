//! Lossless JPEG for tests (ITU-T T.81, annex H).

/// What is coded: row by row, the components of a place together.
pub(crate) struct Coded<'a> {
    pub codes: &'a [u16],
    pub width: usize,
    pub components: usize,
    pub precision: u8,
    pub predictor: u8,
    /// Low bits that are left out.
    pub shift: u8,
    /// Rows between restart markers; 0 for none.
    pub interval: usize,
    /// A code for a large difference is as long as JPEG allows.
    pub has_long_codes: bool,
}

struct BitWriter {
    bytes: Vec<u8>,
    held: u64,
    held_bits: u32,
}

impl BitWriter {
    fn put(&mut self, value: u32, count: u32) {
        self.held = self.held << count | u64::from(value);
        self.held_bits += count;
        while self.held_bits >= 8 {
            self.held_bits -= 8;
            let byte = (self.held >> self.held_bits) as u8;
            self.bytes.push(byte);
            if byte == 0xff {
                self.bytes.push(0);
            }
            self.held &= (1 << self.held_bits) - 1;
        }
    }

    fn align(&mut self) {
        let missing = (8 - self.held_bits % 8) % 8;
        self.put((1 << missing) - 1, missing);
    }
}

impl Coded<'_> {
    pub fn encode(&self) -> Vec<u8> {
        let height = self.codes.len() / self.width / self.components;
        let mut file = vec![0xff, 0xd8];
        let mut counts = [0u8; 16];
        (0..17).for_each(|size| counts[self.code(size).1 as usize - 1] += 1);
        let sizes = 0..17u8;
        let table = [&[0][..], &counts, &sizes.collect::<Vec<_>>()].concat();
        segment(&mut file, 0xc4, &table);
        let [h, w] = [height, self.width].map(|side| (side as u16).to_be_bytes());
        let mut frame = vec![self.precision, h[0], h[1], w[0], w[1], self.components as u8];
        (0..self.components as u8).for_each(|id| frame.extend([id, 0x11, 0]));
        segment(&mut file, 0xc3, &frame);
        if self.interval > 0 {
            segment(&mut file, 0xdd, &((self.interval * self.width) as u16).to_be_bytes());
        }
        let mut scan = vec![self.components as u8];
        (0..self.components as u8).for_each(|id| scan.extend([id, 0]));
        scan.extend([self.predictor, 0, self.shift]);
        segment(&mut file, 0xda, &scan);
        file.extend(self.scan());
        file.extend([0xff, 0xd9]);
        file
    }

    /// Code and length of it for a difference of this size: five bits each, or longer and longer.
    fn code(&self, size: u32) -> (u32, u32) {
        match (self.has_long_codes, size) {
            (false, _) => (size, 5),
            (true, 0..15) => ((1 << (size + 1)) - 2, size + 1),
            (true, size) => (0xfffe + size - 15, 16),
        }
    }

    fn scan(&self) -> Vec<u8> {
        let mut bits = BitWriter { bytes: vec![], held: 0, held_bits: 0 };
        let row = self.width * self.components;
        let at = |x: usize, y: usize| i32::from(self.codes[y * row + x] >> self.shift);
        for y in 0..self.codes.len() / row {
            let is_anew = y == 0 || (self.interval > 0 && y % self.interval == 0);
            if is_anew && y > 0 {
                bits.align();
                bits.bytes.extend([0xff, 0xd0 + ((y / self.interval - 1) % 8) as u8]);
            }
            for x in 0..row {
                let predicted = match (x < self.components, is_anew) {
                    (true, true) => 1 << (self.precision - self.shift - 1),
                    (true, false) => at(x, y - 1),
                    (false, true) => at(x - self.components, y),
                    (false, false) => {
                        let (a, b, c) = (at(x - self.components, y), at(x, y - 1), at(x - self.components, y - 1));
                        [a, b, c, a + b - c, a + ((b - c) >> 1), b + ((a - c) >> 1), (a + b) >> 1]
                            [usize::from(self.predictor) - 1]
                    }
                };
                self.put(&mut bits, at(x, y) - predicted);
            }
        }
        bits.align();
        bits.bytes
    }

    fn put(&self, bits: &mut BitWriter, difference: i32) {
        // Differences are modulo 2^16 (H.1.2.1).
        let difference = match difference as u16 as i32 {
            wide @ 32_769.. => wide - 65_536,
            narrow => narrow,
        };
        let size = 32 - difference.unsigned_abs().leading_zeros();
        let (code, length) = self.code(size);
        bits.put(code, length);
        let value = if difference < 0 { difference - 1 + (1 << size) } else { difference };
        if size < 16 {
            bits.put(value as u32, size);
        }
    }
}

fn segment(file: &mut Vec<u8>, marker: u8, content: &[u8]) {
    file.extend([0xff, marker]);
    file.extend((content.len() as u16 + 2).to_be_bytes());
    file.extend(content);
}
