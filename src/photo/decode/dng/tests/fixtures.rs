//! DNG files for tests, written from what they hold.

use super::encoder::Coded;
use crate::photo::decode::dng::tags;

/// A value of a directory.
#[derive(Clone, Debug)]
pub(super) enum Field {
    Bytes(Vec<u8>),
    Text(&'static str),
    Shorts(Vec<u16>),
    Longs(Vec<u32>),
    /// As signed fractions.
    Fractions(Vec<f64>),
}

/// How the numbers of a picture are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Storage {
    Plain,
    /// In so many components, whatever the samples of a pixel.
    Lossless {
        components: usize,
        predictor: u8,
    },
}

/// A raw picture and its directories.
#[derive(Clone)]
pub(super) struct Dng {
    pub size: (usize, usize),
    pub samples: usize,
    pub bits: u32,
    /// Strips of so many rows where it is as wide as the picture and `is_tiled` is not set.
    pub chunk: (usize, usize),
    pub is_tiled: bool,
    pub storage: Storage,
    pub is_big_endian: bool,
    /// The first directory holds the picture itself, as Android writes it.
    pub is_flat: bool,
    pub codes: Vec<u16>,
    /// Of the camera and of the picture, beside what follows from the above; later ones replace earlier ones.
    pub camera: Vec<(u16, Field)>,
    pub picture: Vec<(u16, Field)>,
}

struct Writer {
    file: Vec<u8>,
    is_big_endian: bool,
}

impl Dng {
    pub fn file(&self) -> Vec<u8> {
        let head: &[u8] = if self.is_big_endian { b"MM\0*\0\0\0\0" } else { b"II*\0\0\0\0\0" };
        let mut writer = Writer { file: head.to_vec(), is_big_endian: self.is_big_endian };
        let chunks: Vec<Vec<u8>> = self.chunks().iter().map(|codes| self.stored(codes)).collect();
        let offsets = chunks.iter().map(|chunk| writer.append(chunk)).collect();
        let counts = chunks.iter().map(|chunk| chunk.len() as u32).collect();
        let mut picture = self.layout(offsets, counts);
        picture.extend(self.picture.clone());
        let mut first = vec![(50_706, Field::Bytes(vec![1, 4, 0, 0]))];
        if self.is_flat {
            first.extend(picture);
        } else {
            let below = writer.directory(picture);
            first
                .extend([(tags::NEW_SUBFILE_TYPE, Field::Longs(vec![1])), (tags::SUB_IFDS, Field::Longs(vec![below]))]);
        }
        first.extend(self.camera.clone());
        let at = writer.directory(first);
        let at = writer.long(at);
        writer.file.splice(4..8, at);
        writer.file
    }

    fn layout(&self, offsets: Vec<u32>, counts: Vec<u32>) -> Vec<(u16, Field)> {
        let long = |value: usize| Field::Longs(vec![value as u32]);
        let meaning = if self.samples == 1 { tags::COLOR_FILTER_ARRAY } else { tags::LINEAR_RAW };
        let mut fields = vec![
            (tags::NEW_SUBFILE_TYPE, long(0)),
            (tags::IMAGE_WIDTH, long(self.size.0)),
            (tags::IMAGE_LENGTH, long(self.size.1)),
            (tags::BITS_PER_SAMPLE, Field::Shorts(vec![self.bits as u16; self.samples])),
            (tags::COMPRESSION, Field::Shorts(vec![if self.storage == Storage::Plain { 1 } else { 7 }])),
            (tags::PHOTOMETRIC_INTERPRETATION, Field::Shorts(vec![meaning as u16])),
            (tags::SAMPLES_PER_PIXEL, Field::Shorts(vec![self.samples as u16])),
        ];
        if self.is_tiled {
            fields.extend([(tags::TILE_WIDTH, long(self.chunk.0)), (tags::TILE_LENGTH, long(self.chunk.1))]);
            fields
                .extend([(tags::TILE_OFFSETS, Field::Longs(offsets)), (tags::TILE_BYTE_COUNTS, Field::Longs(counts))]);
        } else {
            fields.push((tags::ROWS_PER_STRIP, long(self.chunk.1)));
            fields.extend([
                (tags::STRIP_OFFSETS, Field::Longs(offsets)),
                (tags::STRIP_BYTE_COUNTS, Field::Longs(counts)),
            ]);
        }
        if self.samples == 1 {
            fields.push((tags::CFA_REPEAT_PATTERN_DIM, Field::Shorts(vec![2, 2])));
            fields.push((tags::CFA_PATTERN, Field::Bytes(vec![0, 1, 1, 2])));
        }
        fields
    }

    /// The numbers of each strip or tile; what lies beyond the picture is 0.
    fn chunks(&self) -> Vec<Vec<u16>> {
        let ((width, height), (across, down)) = (self.size, self.chunk);
        let corners = (0..height).step_by(down).flat_map(|y| (0..width).step_by(across).map(move |x| (x, y)));
        let chunk = |(left, top): (usize, usize)| {
            let bottom = if self.is_tiled { top + down } else { (top + down).min(height) };
            let places = (top..bottom).flat_map(|y| (left..left + across).map(move |x| (x, y)));
            let code = |(x, y), sample| {
                if x < width && y < height { self.codes[(y * width + x) * self.samples + sample] } else { 0 }
            };
            places.flat_map(|pos| (0..self.samples).map(move |sample| code(pos, sample))).collect()
        };
        corners.map(chunk).collect()
    }

    fn stored(&self, codes: &[u16]) -> Vec<u8> {
        let row = self.chunk.0 * self.samples;
        match (self.storage, self.bits) {
            (Storage::Lossless { components, predictor }, bits) => {
                let precision = bits as u8;
                let width = row / components;
                let (shift, interval, has_long_codes) = (0, 0, false);
                Coded { codes, width, components, precision, predictor, shift, interval, has_long_codes }.encode()
            }
            (Storage::Plain, 16) if self.is_big_endian => codes.iter().flat_map(|code| code.to_be_bytes()).collect(),
            (Storage::Plain, 16) => codes.iter().flat_map(|code| code.to_le_bytes()).collect(),
            (Storage::Plain, bits) => codes.chunks(row).flat_map(|row| packed(row, bits)).collect(),
        }
    }
}

/// One behind the other, the highest bit first.
fn packed(row: &[u16], bits: u32) -> Vec<u8> {
    let all: Vec<u8> = row.iter().flat_map(|code| (0..bits).rev().map(move |bit| (code >> bit & 1) as u8)).collect();
    all.chunks(8).map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit) << (8 - bits.len())).collect()
}

impl Writer {
    fn append(&mut self, bytes: &[u8]) -> u32 {
        if self.file.len() % 2 == 1 {
            self.file.push(0);
        }
        let at = self.file.len() as u32;
        self.file.extend(bytes);
        at
    }

    /// Writes a directory behind its values, and tells where it is.
    fn directory(&mut self, fields: Vec<(u16, Field)>) -> u32 {
        let mut latest: std::collections::BTreeMap<u16, Field> = std::collections::BTreeMap::new();
        latest.extend(fields);
        let mut bytes = self.short(latest.len() as u16).to_vec();
        for (tag, field) in latest {
            let (kind, count, value) = self.value(&field);
            bytes.extend(self.short(tag));
            bytes.extend(self.short(kind));
            bytes.extend(self.long(count));
            let mut short = value.clone();
            short.resize(4, 0);
            let value = if value.len() > 4 {
                let at = self.append(&value);
                self.long(at).to_vec()
            } else {
                short
            };
            bytes.extend(value);
        }
        bytes.extend([0; 4]);
        self.append(&bytes)
    }

    /// Type, count and bytes (TIFF 6.0, section 2).
    fn value(&self, field: &Field) -> (u16, u32, Vec<u8>) {
        match field {
            Field::Bytes(bytes) => (1, bytes.len() as u32, bytes.clone()),
            Field::Text(text) => (2, text.len() as u32 + 1, [text.as_bytes(), b"\0"].concat()),
            Field::Shorts(all) => (3, all.len() as u32, all.iter().flat_map(|value| self.short(*value)).collect()),
            Field::Longs(all) => (4, all.len() as u32, all.iter().flat_map(|value| self.long(*value)).collect()),
            Field::Fractions(all) => {
                let fraction = |value: &f64| [(value * 1e6).round() as i32, 1_000_000];
                let words = all.iter().flat_map(fraction).flat_map(|word| self.long(word.cast_unsigned()));
                (10, all.len() as u32, words.collect())
            }
        }
    }

    fn short(&self, value: u16) -> [u8; 2] {
        if self.is_big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    fn long(&self, value: u32) -> [u8; 4] {
        if self.is_big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
    }
}
