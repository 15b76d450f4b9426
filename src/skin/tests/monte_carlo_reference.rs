//! A few reflectances of the Monte Carlo reference, 2026: photons followed one by one through the same layers.

use crate::color::{SAMPLES, Spectrum, ciede2000};
use crate::skin::{Deposit, Dots, PigmentLayer, PreparedSkin, Skin};

struct Case {
    melanin: f64,
    blood: f64,
    pigment: PigmentLayer,
    depth_mm: f64,
    reflectance: [f64; SAMPLES],
}

fn cases() -> [Case; 8] {
    [
        Case {
            melanin: 0.01,
            blood: 0.005,
            pigment: PigmentLayer::default(),
            depth_mm: 0.4,
            reflectance: [
                0.19943, 0.17591, 0.22311, 0.30369, 0.33743, 0.35721, 0.36032, 0.32422, 0.35135, 0.33795, 0.46362,
                0.49586, 0.51132, 0.52147, 0.52916, 0.53503,
            ],
        },
        Case {
            melanin: 0.01,
            blood: 0.005,
            pigment: PigmentLayer::carbon(5.0),
            depth_mm: 0.4,
            reflectance: [
                0.18657, 0.16838, 0.19133, 0.20927, 0.20789, 0.20325, 0.19659, 0.18541, 0.18206, 0.17432, 0.17583,
                0.17104, 0.16607, 0.16115, 0.15607, 0.15132,
            ],
        },
        Case {
            melanin: 0.018,
            blood: 0.005,
            pigment: PigmentLayer::carbon(1.0),
            depth_mm: 0.2,
            reflectance: [
                0.10603, 0.10202, 0.10240, 0.10187, 0.09970, 0.09738, 0.09498, 0.09181, 0.09043, 0.08810, 0.08958,
                0.08926, 0.08894, 0.08877, 0.08840, 0.08839,
            ],
        },
        Case {
            melanin: 0.03,
            blood: 0.005,
            pigment: PigmentLayer::carbon(5.0),
            depth_mm: 0.4,
            reflectance: [
                0.09973, 0.09778, 0.11459, 0.13011, 0.13562, 0.13867, 0.13960, 0.13671, 0.13828, 0.13611, 0.14021,
                0.13935, 0.13785, 0.13606, 0.13378, 0.13145,
            ],
        },
        Case {
            melanin: 0.055,
            blood: 0.015,
            pigment: PigmentLayer::carbon(0.5),
            depth_mm: 0.8,
            reflectance: [
                0.05128, 0.05051, 0.06323, 0.09216, 0.10982, 0.12292, 0.12945, 0.11965, 0.13570, 0.13412, 0.19050,
                0.20733, 0.21777, 0.22609, 0.23297, 0.23955,
            ],
        },
        Case {
            melanin: 0.1,
            blood: 0.015,
            pigment: PigmentLayer::carbon(1.0),
            depth_mm: 0.2,
            reflectance: [
                0.02442, 0.02577, 0.02819, 0.03087, 0.03311, 0.03531, 0.03723, 0.03848, 0.04062, 0.04183, 0.04606,
                0.04867, 0.05097, 0.05322, 0.05519, 0.05731,
            ],
        },
        Case {
            melanin: 0.2,
            blood: 0.005,
            pigment: PigmentLayer::carbon(5.0),
            depth_mm: 0.4,
            reflectance: [
                0.01089, 0.01177, 0.01332, 0.01541, 0.01774, 0.02051, 0.02348, 0.02639, 0.03001, 0.03325, 0.03762,
                0.04126, 0.04465, 0.04796, 0.05087, 0.05362,
            ],
        },
        Case {
            melanin: 0.018,
            blood: 0.005,
            pigment: PigmentLayer::brown(10.0),
            depth_mm: 0.2,
            reflectance: [
                0.09745, 0.09473, 0.09284, 0.09141, 0.08826, 0.08596, 0.08425, 0.08272, 0.08257, 0.08707, 0.09866,
                0.10920, 0.11423, 0.11873, 0.12230, 0.12280,
            ],
        },
    ]
}

#[test]
fn slabs_agree_with_monte_carlo() {
    for case in cases() {
        let skin = PreparedSkin::new(&Skin::new(case.melanin, case.blood), Deposit::centered_at(case.depth_mm));
        let predicted = skin.slab_reflectance(&case.pigment);
        let distance = ciede2000(predicted.to_lab(), Spectrum(case.reflectance).to_lab());
        assert!(distance.0 < 0.3, "melanin {}, {} mm: {distance:.2}", case.melanin, case.depth_mm);
        for (got, want) in predicted.0.into_iter().zip(case.reflectance) {
            assert!((got / want - 1.0).abs() < 0.03, "8 streams are within 3 %: {got} is not {want}");
        }
    }
}

struct DottedCase {
    melanin: f64,
    dots: Dots,
    deposit: Deposit,
    absorption_at_550_nm_per_mm: f64,
    reflectance: [f64; SAMPLES],
    /// L* within 0.05 mm of a dot's middle (D65, 10°).
    middle_l: f64,
}

fn dotted_cases() -> [DottedCase; 4] {
    [
        DottedCase {
            melanin: 0.018,
            dots: Dots { diameter_mm: 0.2, pitch_mm: 0.7 },
            deposit: Deposit { top_mm: 0.3, bottom_mm: 0.5 },
            absorption_at_550_nm_per_mm: 50.0,
            reflectance: [
                0.14876, 0.13760, 0.17155, 0.21974, 0.24016, 0.25325, 0.25763, 0.24322, 0.25801, 0.25290, 0.31276,
                0.32809, 0.33591, 0.34124, 0.34602, 0.35041,
            ],
            middle_l: 57.6,
        },
        DottedCase {
            melanin: 0.1,
            dots: Dots { diameter_mm: 0.3, pitch_mm: 0.7 },
            deposit: Deposit { top_mm: 0.1, bottom_mm: 0.3 },
            absorption_at_550_nm_per_mm: 5.0,
            reflectance: [
                0.02672, 0.02896, 0.03527, 0.04540, 0.05487, 0.06432, 0.07326, 0.07758, 0.08980, 0.09615, 0.12662,
                0.14277, 0.15665, 0.16943, 0.18187, 0.19424,
            ],
            middle_l: 31.0,
        },
        DottedCase {
            melanin: 0.018,
            dots: Dots { diameter_mm: 0.4, pitch_mm: 0.8 },
            deposit: Deposit { top_mm: 0.3, bottom_mm: 0.5 },
            absorption_at_550_nm_per_mm: 5.0,
            reflectance: [
                0.14809, 0.13723, 0.16987, 0.21383, 0.23186, 0.24370, 0.24775, 0.23463, 0.24848, 0.24389, 0.29803,
                0.31269, 0.32014, 0.32736, 0.33266, 0.33600,
            ],
            middle_l: 56.5,
        },
        DottedCase {
            melanin: 0.018,
            dots: Dots { diameter_mm: 0.4, pitch_mm: 1.5 },
            deposit: Deposit { top_mm: 0.3, bottom_mm: 0.5 },
            absorption_at_550_nm_per_mm: 50.0,
            reflectance: [
                0.14939, 0.13798, 0.17377, 0.22902, 0.25390, 0.27025, 0.27609, 0.25770, 0.27700, 0.27100, 0.34856,
                0.36929, 0.37963, 0.38754, 0.39464, 0.39994,
            ],
            middle_l: 56.7,
        },
    ]
}

impl DottedCase {
    fn prepared(&self) -> PreparedSkin {
        PreparedSkin::new(&Skin::new(self.melanin, 0.005), self.deposit)
    }

    fn pigment(&self) -> PigmentLayer {
        PigmentLayer::carbon(0.2 * self.absorption_at_550_nm_per_mm)
    }
}

#[test]
fn dotted_areas_agree_with_monte_carlo() {
    for case in dotted_cases() {
        let area = case.prepared().area(&case.pigment(), &case.dots);
        let distance = ciede2000(area, Spectrum(case.reflectance).to_lab());
        assert!(distance.0 < 0.3, "{:?}: {distance:.2}", case.dots);
    }
}

#[test]
fn the_middle_of_a_dot_is_nearly_as_light_as_followed_photons_say() {
    for case in dotted_cases() {
        // 1.5: those middles are followed with few photons, and observers differ by 0.3–0.7.
        let middle = case.prepared().dot_middle(&case.pigment(), &case.dots);
        assert!((middle.l - case.middle_l).abs() < 1.5, "{:?}: {middle:?}", case.dots);
    }
}
