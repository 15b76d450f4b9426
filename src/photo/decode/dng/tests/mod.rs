mod encoder;
mod fixtures;

use nalgebra::{Matrix3, Vector3};

use super::tests::encoder::Coded;
use super::tests::fixtures::{Dng, Field, Storage};
use super::{lossless_jpeg, tags};
use crate::color::{Lab, LinearRgb, ciede2000};
use crate::photo::format::{DngKind, Foreign};
use crate::photo::tests::fixtures::{assert_can_be_cancelled, assert_damage_is_survived, open};
use crate::photo::{Photo, PhotoError, PhotoFormat};

/// Skin and hair of several kinds, and greys; Lab under D65.
const COLORS: [[f64; 3]; 12] = [
    [90.0, 0.0, 0.0],
    [50.0, 0.0, 0.0],
    [20.0, 0.0, 0.0],
    [75.0, 8.0, 14.0],
    [65.0, 12.0, 17.0],
    [55.0, 13.0, 20.0],
    [35.0, 12.0, 16.0],
    [15.0, 2.0, 3.0],
    [25.0, 6.0, 10.0],
    [45.0, 8.0, 22.0],
    [60.0, -30.0, 25.0],
    [45.0, 10.0, -40.0],
];

/// Pixels of a patch on the sensor.
const PATCH: usize = 8;
const COLUMNS: usize = 4;
const SIZE: (usize, usize) = (PATCH * COLUMNS, PATCH * COLORS.len() / COLUMNS);

/// X and Z of whites with Y = 1 (CIE 15:2004, tables T.3 and 3: A, D50, D65).
const A: [f64; 2] = [1.0985, 0.3558];
const D50: [f64; 2] = [0.9642, 0.8251];
const D65: [f64; 2] = [0.9505, 1.0891];

/// Invented: what such a sensor sees of XYZ under A and under D65.
const UNDER_A: [f64; 9] = [0.92, -0.38, -0.05, -0.40, 1.25, 0.16, -0.06, 0.18, 0.70];
const UNDER_D65: [f64; 9] = [0.78, -0.24, -0.09, -0.44, 1.22, 0.24, -0.08, 0.20, 0.62];

/// A camera before a sheet of known colours.
struct Scene {
    white: [f64; 2],
    camera_from_xyz: Matrix3<f64>,
    /// Light of which white has this much.
    exposure: f64,
}

fn white([x, z]: [f64; 2]) -> Vector3<f64> {
    Vector3::new(x, 1.0, z)
}

/// Bradford's adaptation (ICC.1:2022, annex E.2).
fn adapted(from: Vector3<f64>, to: Vector3<f64>) -> Matrix3<f64> {
    let cones = Matrix3::new(0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296);
    let gains = (cones * to).component_div(&(cones * from));
    cones.try_inverse().expect("Bradford's matrix has an inverse") * Matrix3::from_diagonal(&gains) * cones
}

/// XYZ under D65 (CIE 15:2004, 8.2.1), from Lab.
fn xyz([l, a, b]: [f64; 3]) -> Vector3<f64> {
    let y = (l + 16.0) / 116.0;
    let undone = |f: f64| if f > 6.0 / 29.0 { f.powi(3) } else { (f - 4.0 / 29.0) * 3.0 * (6.0f64 / 29.0).powi(2) };
    white(D65).component_mul(&Vector3::new(undone(y + a / 500.0), undone(y), undone(y - b / 200.0)))
}

impl Scene {
    fn new(white: [f64; 2], matrix: [f64; 9]) -> Self {
        Self { white, camera_from_xyz: Matrix3::from_row_slice(&matrix), exposure: 0.9 }
    }

    fn neutral(&self) -> Vector3<f64> {
        let neutral = self.camera_from_xyz * white(self.white);
        neutral / neutral.max()
    }

    /// What the sensor sees of a colour; of white, `exposure` in its strongest channel.
    fn seen(&self, lab: [f64; 3]) -> [f64; 3] {
        let light = self.camera_from_xyz * adapted(white(D65), white(self.white)) * xyz(lab);
        (light * self.exposure / (self.camera_from_xyz * white(self.white)).max()).into()
    }

    /// Codes of the sheet between black and white, three a pixel or by the mosaic.
    fn codes(&self, samples: usize, black: f64, top: f64) -> Vec<u16> {
        let mut codes = Vec::new();
        for y in 0..SIZE.1 {
            for x in 0..SIZE.0 {
                let seen =
                    self.seen(COLORS[y / PATCH * COLUMNS + x / PATCH]).map(|v| (black + v * (top - black)).round());
                match samples {
                    1 => codes.push(seen[x % 2 + y % 2] as u16),
                    _ => codes.extend(seen.map(|code| code as u16)),
                }
            }
        }
        codes
    }

    fn camera(&self) -> Vec<(u16, Field)> {
        vec![
            (tags::UNIQUE_CAMERA_MODEL, Field::Text("Invented One")),
            (tags::COLOR_MATRIX[0], Field::Fractions(UNDER_A.to_vec())),
            (tags::COLOR_MATRIX[1], Field::Fractions(UNDER_D65.to_vec())),
            (tags::CALIBRATION_ILLUMINANT[0], Field::Shorts(vec![17])),
            (tags::CALIBRATION_ILLUMINANT[1], Field::Shorts(vec![21])),
            (tags::AS_SHOT_NEUTRAL, Field::Fractions(self.neutral().iter().copied().collect())),
            // White in the file is `exposure`, and 1 in the photo.
            (tags::BASELINE_EXPOSURE, Field::Fractions(vec![-self.exposure.log2()])),
        ]
    }

    fn dng(&self, samples: usize, bits: u32) -> Dng {
        let top = f64::from((1u32 << bits) - 1);
        let black = (top / 64.0).round();
        Dng {
            size: SIZE,
            samples,
            bits,
            chunk: (SIZE.0, 5),
            is_tiled: false,
            storage: Storage::Plain,
            is_big_endian: false,
            is_flat: false,
            codes: self.codes(samples, black, top),
            camera: self.camera(),
            picture: vec![
                (tags::BLACK_LEVEL, Field::Shorts(vec![black as u16; samples])),
                (tags::WHITE_LEVEL, Field::Longs(vec![top as u32])),
            ],
        }
    }
}

fn daylight() -> Scene {
    Scene::new(D65, UNDER_D65)
}

fn in_tiles(dng: Dng, storage: Storage) -> Dng {
    Dng { chunk: (16, 16), is_tiled: true, storage, ..dng }
}

fn lab(photo: &Photo, patch: usize) -> Lab {
    let pixels = photo.width() as usize / COLUMNS;
    let [x, y] = [patch % COLUMNS, patch / COLUMNS].map(|place| (place * pixels + pixels / 2) as u32);
    Lab::from(photo.pixel(x, y).expect("inside").light)
}

#[track_caller]
fn assert_shows_the_colors(dng: &Dng, what: &str) {
    let photo = open(&dng.file()).unwrap_or_else(|error| panic!("{what}: {error}"));
    for (patch, &[l, a, b]) in COLORS.iter().enumerate() {
        let off = ciede2000(lab(&photo, patch), Lab::new(l, a, b));
        assert!(off.0 < 0.5, "{what}, patch {patch}: {off:?}, {:?}", lab(&photo, patch));
    }
}

#[test]
fn known_colors_come_out_however_they_are_stored() {
    let scene = daylight();
    for bits in [12, 14, 16] {
        assert_shows_the_colors(&scene.dng(1, bits), &format!("a mosaic of {bits} bits"));
        assert_shows_the_colors(&scene.dng(3, bits), &format!("pixels of {bits} bits"));
        for predictor in 1..=7 {
            let lossless = |components| Storage::Lossless { components, predictor };
            assert_shows_the_colors(&in_tiles(scene.dng(1, bits), lossless(2)), &format!("lossless mosaic {bits}"));
            assert_shows_the_colors(&in_tiles(scene.dng(3, bits), lossless(3)), &format!("lossless pixels {bits}"));
        }
    }
    let wide = Storage::Lossless { components: 1, predictor: 1 };
    assert_shows_the_colors(&Dng { storage: wide, chunk: SIZE, ..scene.dng(1, 14) }, "one strip, one component");
    assert_shows_the_colors(&in_tiles(scene.dng(3, 16), Storage::Plain), "plain tiles");
    assert_shows_the_colors(&Dng { is_big_endian: true, is_flat: true, ..scene.dng(1, 16) }, "as Android writes it");
}

#[test]
fn known_colors_come_out_under_every_light() {
    assert_shows_the_colors(&Scene::new(A, UNDER_A).dng(3, 16), "lamp light");
    // Between both lights: 5003 K is 0.39 of the way from 6500 to 2850 in reciprocal kelvin (DNG 1.7.1, chapter 6).
    let share = (1.0 / 5003.0 - 1.0 / 6500.0) / (1.0 / 2850.0 - 1.0 / 6500.0);
    let mixed: Vec<f64> = UNDER_A.iter().zip(UNDER_D65).map(|(a, d)| a * share + d * (1.0 - share)).collect();
    let between = Scene::new(D50, mixed.try_into().expect("nine numbers"));
    assert_shows_the_colors(&between.dng(1, 14), "light of 5000 K");
    let mut by_xy = between.dng(3, 16);
    by_xy.camera.retain(|(tag, _)| *tag != tags::AS_SHOT_NEUTRAL);
    by_xy.camera.push((tags::AS_SHOT_WHITE_XY, Field::Fractions(vec![0.3457, 0.3585])));
    assert_shows_the_colors(&by_xy, "white by x and y");
}

#[test]
fn a_forward_matrix_and_an_analog_balance_are_followed() {
    let scene = daylight();
    // From the balanced camera to XYZ under D50, so that white becomes D50.
    let balanced = Matrix3::from_diagonal(&(scene.camera_from_xyz * white(D65))).try_inverse().expect("no zeros");
    let to_camera = balanced * scene.camera_from_xyz * adapted(white(D50), white(D65));
    let forward = to_camera.try_inverse().expect("an inverse").transpose();
    let mut dng = scene.dng(3, 16);
    dng.camera.push((tags::FORWARD_MATRIX[1], Field::Fractions(forward.iter().copied().collect())));
    assert_shows_the_colors(&dng, "forward");
    let gains = [1.8, 1.0, 1.4];
    let amplified = Matrix3::from_diagonal(&gains.into()).try_inverse().expect("no zeros") * scene.camera_from_xyz;
    let rows: Vec<f64> = amplified.transpose().iter().copied().collect();
    for tag in tags::COLOR_MATRIX {
        dng.camera.push((tag, Field::Fractions(rows.clone())));
    }
    dng.camera.push((tags::ANALOG_BALANCE, Field::Fractions(gains.to_vec())));
    assert_shows_the_colors(&dng, "forward and balance");
    dng.camera.retain(|(tag, _)| *tag != tags::FORWARD_MATRIX[1]);
    assert_shows_the_colors(&dng, "balance");
}

#[test]
fn a_table_undoes_what_the_camera_squeezed() {
    let mut dng = in_tiles(daylight().dng(3, 12), Storage::Lossless { components: 3, predictor: 1 });
    let table: Vec<u16> = (0..4096u32).map(|code| (code * code / 256).min(65_535) as u16).collect();
    let nearest = |light: f64| table.partition_point(|&value| f64::from(value) < light) as u16;
    let light = daylight().codes(3, 0.0, 65_535.0);
    dng.codes = light.into_iter().map(|code| nearest(code.into())).collect();
    dng.picture = vec![
        (tags::LINEARIZATION_TABLE, Field::Shorts(table)),
        (tags::BLACK_LEVEL, Field::Shorts(vec![0; 3])),
        (tags::WHITE_LEVEL, Field::Longs(vec![65_535])),
    ];
    assert_shows_the_colors(&dng, "table");
}

#[test]
fn black_may_differ_by_place_column_and_row() {
    let mut dng = daylight().dng(1, 14);
    let levels = [100u16, 140, 180, 60];
    dng.codes = daylight().codes(1, 0.0, 10_000.0);
    for (at, code) in dng.codes.iter_mut().enumerate() {
        let (x, y) = (at % SIZE.0, at / SIZE.0);
        *code += levels[y % 2 * 2 + x % 2] + (x % 3) as u16 * 20 + (y % 5) as u16 * 10;
    }
    dng.picture = vec![
        (tags::BLACK_LEVEL_REPEAT_DIM, Field::Shorts(vec![2, 2])),
        (tags::BLACK_LEVEL, Field::Shorts(levels.to_vec())),
        (tags::BLACK_LEVEL_DELTA_H, Field::Fractions((0..SIZE.0).map(|x| (x % 3) as f64 * 20.0).collect())),
        (tags::BLACK_LEVEL_DELTA_V, Field::Fractions((0..SIZE.1).map(|y| (y % 5) as f64 * 10.0).collect())),
        // The range is counted from the highest black: 180 + 40 + 40.
        (tags::WHITE_LEVEL, Field::Longs(vec![10_260])),
    ];
    assert_shows_the_colors(&dng, "black");
}

#[test]
fn what_the_sensor_could_not_hold_is_clipped_and_noise_about_black_is_not() {
    let top = (1u16 << 14) - 1;
    let mut dng = daylight().dng(1, 14);
    let black = (f64::from(top) / 64.0).round() as u16;
    dng.codes = (0..SIZE.0 * SIZE.1).map(|at| if at / 2 % 2 == 0 { black - 40 } else { black + 40 }).collect();
    dng.codes[0] = top;
    let photo = open(&dng.file()).expect("a whole file");
    let clipped = |x, y| photo.pixel(x, y).expect("inside").clipped;
    assert!(clipped(0, 0) && !clipped(1, 0) && !clipped(5, 5));
    let lights: Vec<LinearRgb> = (2..12).filter_map(|x| photo.pixel(x, 3)).map(|pixel| pixel.light).collect();
    let mean = lights.iter().map(|light| light.g).sum::<f64>() / lights.len() as f64;
    // Half a code of 16 bits, brightened to white.
    assert!(mean.abs() < 4e-5, "{mean}");
}

#[test]
fn only_what_is_meant_to_be_seen_is_shown_and_upright() {
    let mut dng = daylight().dng(3, 16);
    let marked = |x: usize, y: usize| (y * SIZE.0 + x) * 3;
    dng.codes.fill(9_000);
    dng.codes[marked(2 + 3, 1 + 4)] = 60_000;
    dng.picture.extend([
        (tags::ACTIVE_AREA, Field::Longs(vec![1, 2, 21, 28])),
        (tags::DEFAULT_CROP_ORIGIN, Field::Longs(vec![3, 4])),
        (tags::DEFAULT_CROP_SIZE, Field::Longs(vec![20, 10])),
    ]);
    dng.camera.push((274, Field::Shorts(vec![6])));
    let photo = open(&dng.file()).expect("a whole file");
    assert_eq!((photo.width(), photo.height(), photo.orientation()), (10, 20, 6));
    let brightest = (0..10).max_by(|a, b| red(&photo, *a, 0).total_cmp(&red(&photo, *b, 0)));
    assert_eq!(brightest, Some(9), "a quarter turn to the right");
    dng.picture.push((tags::DEFAULT_CROP_SIZE, Field::Longs(vec![2_000, 10])));
    assert_eq!(open(&dng.file()).map(|photo| (photo.width(), photo.height())).ok(), Some((20, 26)));
}

fn red(photo: &Photo, x: u32, y: u32) -> f64 {
    photo.pixel(x, y).expect("inside").light.r
}

#[test]
fn lens_shading_is_taken_out_where_the_file_tells_it() {
    let mut dng = daylight().dng(3, 16);
    let shade = |y: usize| 1.0 / (1.0 + (y as f64 + 0.5) / SIZE.1 as f64);
    let black = f64::from(65_535u16 / 64).round();
    let row = SIZE.0 * 3;
    for (at, code) in dng.codes.iter_mut().enumerate() {
        *code = (1_024.0 + (f64::from(*code) - 1_024.0) * shade(at / row)).round() as u16;
    }
    assert!((black - 1_024.0).abs() < 2.0);
    let words =
        [1, 9, 0x0103_0000, 0, 84, 0, 0, 24, 32, 0, 3, 1, 1, 2, 1u32].iter().flat_map(|word| word.to_be_bytes());
    let places = [1.0, 1.0, 0.0, 0.0f64].iter().flat_map(|place| place.to_be_bytes());
    let factors = [1.0, 2.0f32].iter().flat_map(|factor| factor.to_be_bytes());
    let list: Vec<u8> = words.chain(places).chain(1u32.to_be_bytes()).chain(factors).collect();
    dng.picture.push((tags::OPCODE_LIST[2], Field::Bytes(list)));
    assert_shows_the_colors(&dng, "shading");
}

#[test]
fn a_raw_photo_says_what_it_is() {
    let photo = open(&daylight().dng(1, 14).file()).expect("a whole file");
    assert_eq!(photo.format(), PhotoFormat::Dng);
    assert_eq!((photo.width(), photo.height()), (SIZE.0 as u32 / 2, SIZE.1 as u32 / 2));
    let profile = photo.profile();
    assert_eq!((profile.name.as_str(), profile.is_raw), ("linear light of Invented One", true));
    assert!(profile.doubt().is_none());
    let mut dng = daylight().dng(1, 14);
    dng.camera.retain(|(tag, _)| *tag != tags::AS_SHOT_NEUTRAL);
    assert!(open(&dng.file()).expect("a whole file").profile().doubt().is_some());
}

#[test]
fn what_is_not_read_is_called_by_its_name() {
    let kind = |change: &dyn Fn(&mut Dng)| {
        let mut dng = daylight().dng(1, 16);
        change(&mut dng);
        match open(&dng.file()) {
            Err(PhotoError::Unsupported { kind, .. }) => Some(kind),
            _ => None,
        }
    };
    let compressed = |number: u16| kind(&|dng| dng.picture.push((tags::COMPRESSION, Field::Shorts(vec![number]))));
    assert_eq!(compressed(52_546), Some(Foreign::Dng(DngKind::JpegXl)));
    assert_eq!(compressed(34_892), Some(Foreign::Dng(DngKind::Lossy)));
    assert_eq!(compressed(8), Some(Foreign::Dng(DngKind::Compression(8))));
    let with = |tag, field: Field| kind(&move |dng: &mut Dng| dng.picture.push((tag, field.clone())));
    let six_by_six = Field::Shorts(vec![6, 6]);
    assert_eq!(with(tags::CFA_REPEAT_PATTERN_DIM, six_by_six), Some(Foreign::Dng(DngKind::Mosaic)));
    assert_eq!(with(tags::CFA_PATTERN, Field::Bytes(vec![3, 4, 4, 5])), Some(Foreign::Dng(DngKind::Mosaic)));
    assert_eq!(with(tags::SAMPLE_FORMAT, Field::Shorts(vec![3])), Some(Foreign::FloatingPoint));
    assert_eq!(with(tags::BITS_PER_SAMPLE, Field::Shorts(vec![32])), Some(Foreign::Dng(DngKind::Depth)));
    assert_eq!(with(tags::PLANAR_CONFIGURATION, Field::Shorts(vec![2])), Some(Foreign::Dng(DngKind::Planes)));
    assert_eq!(kind(&|dng| dng.camera.clear()), Some(Foreign::Dng(DngKind::Colors)));
    assert_eq!(kind(&|_| {}), None);
}

#[test]
fn damaged_and_cut_files_give_an_error_or_a_photo_that_can_be_read() {
    let lossless = Storage::Lossless { components: 2, predictor: 4 };
    for whole in [daylight().dng(3, 12).file(), in_tiles(daylight().dng(1, 14), lossless).file()] {
        for at in 0..whole.len() {
            assert!(open(&whole[..at]).is_err(), "cut at {at}");
        }
        assert_damage_is_survived(&whole, "dng");
    }
}

#[test]
fn cancelling_ends_the_work_before_and_after_decoding() {
    assert_can_be_cancelled(&daylight().dng(1, 14).file(), "dng");
}

/// Numbers that look random and are the same every time (a linear congruential generator).
fn scattered(count: usize, precision: u8) -> Vec<u16> {
    let next =
        |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    let states = std::iter::successors(Some(7u64), next).skip(1).take(count);
    states.map(|state| (state >> 48) as u16 >> (16 - precision)).collect()
}

#[test]
fn lossless_jpegs_come_back_as_they_were() {
    let (width, height) = (37, 11);
    for components in 1..=4 {
        for (precision, shift, interval) in [(8, 0, 0), (12, 0, 3), (14, 2, 0), (16, 0, 0), (16, 1, 1)] {
            for predictor in 1..=7 {
                for has_long_codes in [false, true] {
                    let codes = scattered(width * height * components, precision);
                    let codes: Vec<u16> = codes.into_iter().map(|code| code >> shift << shift).collect();
                    let coded = Coded {
                        codes: &codes,
                        width,
                        components,
                        precision,
                        predictor,
                        shift,
                        interval,
                        has_long_codes,
                    };
                    let read = lossless_jpeg::decode(&coded.encode(), codes.len()).ok();
                    assert!(read.is_some_and(|read| read.codes == codes), "{components} × {precision}, {predictor}");
                }
            }
        }
    }
}
