//! A JPEG by its markers, without decoding it (ITU-T T.81, annex B).

use std::io::{self, BufRead, Read};

use super::jpeg_scans::JpegScans;
use crate::photo::format::JpegKind;

/// What the markers of a JPEG tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::photo) struct JpegOutline {
    /// Colour channels: 1 grey, 3 colour, 4 CMYK; 0 when no frame was found.
    pub channels: u8,
    /// Pixels in a row and in a column; a height of 0 is only told behind the first scan.
    pub size: (u16, u16),
    /// What it is other than an ordinary JPEG of 8 bits a channel.
    pub kind: Option<JpegKind>,
    /// The end marker was found; without it, the decoder would fill what is missing with grey.
    pub is_whole: bool,
    pub scans: JpegScans,
    /// Parts of a colour profile are there, whether or not they make a whole one.
    pub has_profile: bool,
    /// Adobe's mark, whose writers store the inks of CMYK upside down.
    pub has_adobe: bool,
    /// How it was compressed, 1–100, as libjpeg's scale would name it.
    pub quality: Option<u8>,
    pub has_gain_map: bool,
    /// A map of distances, as portrait modes add.
    pub has_depth: bool,
}

/// Marks of a gain map in application segments: Ultra HDR's and Adobe's XMP, Apple's XMP, ISO 21496-1.
const GAIN_MAP_MARKS: [&[u8]; 3] =
    [b"http://ns.adobe.com/hdr-gain-map/", b"http://ns.apple.com/HDRGainMap/", b"urn:iso:std:iso:ts:21496:-1"];

/// Marks of a depth map in XMP: Apple's, Google's first and second ("dynamic depth") format.
const DEPTH_MARKS: [&[u8]; 3] = [
    b"http://ns.apple.com/depthData/",
    b"http://ns.google.com/photos/1.0/depthmap/",
    b"http://ns.google.com/photos/dd/",
];

/// libjpeg's luminance quantisation at quality 50 sums up to this (ITU-T T.81, table K.1).
const SUM_AT_QUALITY_50: f64 = 3_679.0;

impl JpegOutline {
    /// Reads the picture, and where a multi-picture index (CIPA DC-007) says that more follow it, the marks of those.
    pub fn read(source: &mut impl BufRead) -> io::Result<Self> {
        let mut outline = Self::default();
        let mut has_more = false;
        while let Some(marker) = next_marker(source)? {
            match marker {
                0xd9 => {
                    outline.is_whole = true;
                    if !has_more {
                        break;
                    }
                }
                0x01 | 0xd0..=0xd8 => {}
                _ => {
                    let segment = segment(source)?;
                    has_more |= marker == 0xe2 && segment.starts_with(b"MPF\0");
                    outline.hear(marker, &segment);
                }
            }
        }
        Ok(outline)
    }

    /// Takes in a segment; after the picture's end, only marks count.
    fn hear(&mut self, marker: u8, segment: &[u8]) {
        match marker {
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf | 0xf7 if !self.is_whole => {
                self.hear_frame(marker, segment);
            }
            0xda if !self.is_whole => self.scans.hear(segment),
            0xee if !self.is_whole => self.has_adobe |= segment.starts_with(b"Adobe"),
            0xdb if !self.is_whole => self.quality = self.quality.or_else(|| quality(segment)),
            0xe1 | 0xe2 => {
                self.has_profile |= !self.is_whole && segment.starts_with(b"ICC_PROFILE\0");
                self.has_gain_map |= GAIN_MAP_MARKS.iter().any(|mark| contains(segment, mark));
                self.has_depth |= DEPTH_MARKS.iter().any(|mark| contains(segment, mark));
            }
            _ => {}
        }
    }

    fn hear_frame(&mut self, marker: u8, segment: &[u8]) {
        let Some(&[precision, high, low, left, right, channels]) = segment.first_chunk() else { return };
        self.channels = channels;
        self.size = (u16::from_be_bytes([left, right]), u16::from_be_bytes([high, low]));
        self.kind = kind(marker, precision);
        self.scans.begin(segment, marker == 0xc2);
    }
}

/// What a frame holds (ITU-T T.81, table B.1; 0xf7 is JPEG-LS, ITU-T T.87).
fn kind(marker: u8, precision: u8) -> Option<JpegKind> {
    match marker {
        0xc3 | 0xf7 => Some(JpegKind::Lossless),
        0xc5..=0xc7 | 0xcd..=0xcf => Some(JpegKind::Hierarchical),
        0xc9..=0xcb => Some(JpegKind::Arithmetic),
        _ => (precision != 8).then_some(JpegKind::Deep(precision)),
    }
}

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// The quality of the first table in a quantisation segment, which is the luminance's.
///
/// Exact to 1 for libjpeg's own tables from 25 on; a camera's own tables get the quality of equal mean strength.
/// Source: jcparam.c of libjpeg 6b, `jpeg_quality_scaling`, turned round.
fn quality(segment: &[u8]) -> Option<u8> {
    let (first, values) = segment.split_first()?;
    let sum: u64 = match first >> 4 {
        0 => values.get(..64)?.iter().map(|&value| u64::from(value)).sum(),
        _ => values.get(..128)?.as_chunks().0.iter().map(|&pair| u64::from(u16::from_be_bytes(pair))).sum(),
    };
    if sum <= 64 {
        return Some(100);
    }
    let percent = 100.0 * sum as f64 / SUM_AT_QUALITY_50;
    let quality = if percent <= 100.0 { (200.0 - percent) / 2.0 } else { 5_000.0 / percent };
    Some(quality.round().clamp(1.0, 100.0) as u8)
}

/// The next marker; bytes between, such as the coded pixels, are passed over.
fn next_marker(source: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        source.skip_until(0xff)?;
        let mut byte = 0xff;
        while byte == 0xff {
            match read_byte(source)? {
                Some(next) => byte = next,
                None => return Ok(None),
            }
        }
        if byte != 0 {
            return Ok(Some(byte));
        }
    }
}

fn read_byte(source: &mut impl BufRead) -> io::Result<Option<u8>> {
    let byte = source.fill_buf()?.first().copied();
    source.consume(usize::from(byte.is_some()));
    Ok(byte)
}

/// What follows a marker, at most 64 kB; shorter where the file ends.
fn segment(source: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let length = [read_byte(source)?.unwrap_or(0), read_byte(source)?.unwrap_or(0)];
    let mut read = Vec::new();
    source.take(u64::from(u16::from_be_bytes(length).saturating_sub(2))).read_to_end(&mut read)?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;
    use std::io::Cursor;

    fn outline(bytes: &[u8]) -> JpegOutline {
        JpegOutline::read(&mut Cursor::new(bytes)).expect("memory can be read")
    }

    fn application(number: u8, text: &[u8]) -> Vec<u8> {
        [&[0xff, 0xe0 + number], &(text.len() as u16 + 2).to_be_bytes()[..], text].concat()
    }

    const PICTURE: &[u8] = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02\x12\xff\0\x34\xff\xd9";

    #[test]
    fn a_jpeg_is_whole_when_its_own_end_marker_is_there() {
        let thumbnail_inside = b"\xff\xd8\xff\xe1\0\x06\xff\xd8\xff\xd9";
        let frame = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0";
        let scan = b"\xff\xda\0\x02\x12\xff\0\x34\xff\xd0\x56\xff\xff\xd9";
        let whole = [&thumbnail_inside[..], frame, scan].concat();
        let read = outline(&whole);
        assert_eq!((read.channels, read.size, read.kind, read.is_whole), (1, (1, 1), None, true));
        for end in 0..whole.len() {
            assert!(!outline(&whole[..end]).is_whole, "cut at {end}");
        }
        assert!(outline(&[&whole[..], b"a film after the picture"].concat()).is_whole);
    }

    #[test]
    fn what_is_no_ordinary_jpeg_is_called_by_its_name() {
        let kind = |marker: u8, precision: u8| {
            outline(&[0xff, 0xd8, 0xff, marker, 0, 11, precision, 0, 1, 0, 1, 1, 1, 0x11, 0]).kind
        };
        assert_eq!((kind(0xc0, 8), kind(0xc1, 8), kind(0xc2, 8)), (None, None, None));
        assert_eq!((kind(0xc1, 12), kind(0xc2, 12)), (Some(JpegKind::Deep(12)), Some(JpegKind::Deep(12))));
        assert_eq!((kind(0xc3, 16), kind(0xf7, 8)), (Some(JpegKind::Lossless), Some(JpegKind::Lossless)));
        assert_eq!((kind(0xc9, 8), kind(0xc5, 8)), (Some(JpegKind::Arithmetic), Some(JpegKind::Hierarchical)));
    }

    #[test]
    fn the_quality_is_the_one_that_was_asked_for() {
        for asked in [25, 50, 60, 75, 80, 85, 90, 95, 98, 100] {
            let mut file = Vec::new();
            let encoder = JpegEncoder::new_with_quality(&mut file, asked);
            crate::photo::tests::fixtures::gradient(16, 16).write_with_encoder(encoder).expect("memory can be written");
            let read = outline(&file).quality.expect("a table");
            assert!(read.abs_diff(asked) <= 1, "{read} for {asked}");
        }
        assert_eq!(outline(b"\xff\xd8\xff\xdb\0\x05\0\x01\x02").quality, None);
    }

    #[test]
    fn a_gain_map_is_found_in_the_picture_or_in_those_behind_it() {
        let file = |parts: &[&[u8]]| outline(&[b"\xff\xd8", parts.concat().as_slice()].concat());
        let ultra_hdr = application(1, b"..xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\"..");
        let iso = application(2, b"urn:iso:std:iso:ts:21496:-1\0\0\0");
        let apple = application(1, b"..http://ns.apple.com/HDRGainMap/1.0/..");
        let index = application(2, b"MPF\0II*\0");
        assert!(file(&[&ultra_hdr, PICTURE]).has_gain_map);
        assert!(file(&[&iso, PICTURE]).has_gain_map);
        let behind = file(&[&index, PICTURE, b"\xff\xd8", &apple, PICTURE]);
        assert!(behind.has_gain_map && behind.is_whole && behind.channels == 1);
        assert!(!file(&[&index, PICTURE, b"\xff\xd8", PICTURE]).has_gain_map, "a second picture is no gain map");
        assert!(!file(&[PICTURE, &apple]).has_gain_map, "no index says that this belongs to the picture");
    }

    #[test]
    fn a_depth_map_is_no_gain_map() {
        let depth = application(1, b"..http://ns.google.com/photos/dd/1.0/device/..");
        let read = outline(&[b"\xff\xd8", &depth[..], PICTURE].concat());
        assert_eq!((read.has_depth, read.has_gain_map), (true, false));
    }
}
