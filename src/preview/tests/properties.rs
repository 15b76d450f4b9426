//! What must hold for any treatment, tried on random and on broken ones.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;

use super::fixtures::{MEDIUM, Patch, patch};
use crate::photo::{Shape, Stroke};
use crate::preview::{Edge, Hairline, Mark, Paint, Treatment, Variation, ViewingLight};
use crate::skin::Dots;

static PATCH: LazyLock<Patch> = LazyLock::new(|| patch(MEDIUM, 0.5, ViewingLight::Daylight, |treatment| treatment));

/// Mostly on the photo, and sometimes nowhere.
fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -200.0..800.0,
        1 => -1e12..1e12,
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::MAX), Just(-0.0)],
    ]
}

fn points() -> impl Strategy<Value = Vec<[f64; 2]>> {
    vec([coordinate(), coordinate()], 0..12)
}

fn mark() -> impl Strategy<Value = Mark> {
    let four = || [coordinate(), coordinate(), coordinate(), coordinate()];
    prop_oneof![
        (points(), coordinate()).prop_map(|(points, radius_px)| Mark::Stroke(Stroke { points, radius_px })),
        points().prop_map(|points| Mark::Area(Shape::Polygon { points })),
        four().prop_map(|[x, y, width, height]| Mark::Area(Shape::Rect { x, y, width, height })),
        four().prop_map(|[cx, cy, rx, ry]| Mark::Area(Shape::Ellipse { cx, cy, rx, ry })),
    ]
}

fn paints() -> impl Strategy<Value = Vec<Paint>> {
    vec((mark(), prop::bool::weighted(0.2)).prop_map(|(mark, erases)| Paint { mark, erases }), 0..6)
}

fn hairline() -> impl Strategy<Value = Option<Hairline>> {
    let edge = prop_oneof![Just(Edge::Soft), Just(Edge::Broken), Just(Edge::Sharp)];
    let line = (points(), [coordinate(), coordinate()], edge, coordinate());
    prop::option::of(line.prop_map(|(points, behind, edge, gradient_mm)| Hairline {
        points,
        behind,
        edge,
        gradient_mm,
    }))
}

fn treatments() -> impl Strategy<Value = Treatment> {
    let scale = prop_oneof![Just(0.5), 4.0..60.0, Just(400.0), coordinate()];
    let numbers = (prop_oneof![20.0..400.0, coordinate()], prop_oneof![0.05..1.0, coordinate()], coordinate(), scale);
    (paints(), hairline(), numbers).prop_map(
        |(paint, hairline, (density_per_cm2, dot_diameter_mm, margin_mm, px_per_mm))| Treatment {
            paint,
            hairline,
            density_per_cm2,
            dot_diameter_mm,
            margin_mm,
            px_per_mm,
            variation: Variation { diameter: margin_mm, ..Variation::default() },
            ..Treatment::new(Dots::of_density(0.3, 150.0), 15.0)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_treatment_can_be_drawn_and_only_darkens(treatment in treatments(), level in 0usize..40, tx in 0u32..2) {
        let preview = PATCH.preview.changed_to(&treatment, PATCH.preview.color);
        let plain = PATCH.pyramid.tile(0, 0, 0);
        let treated = preview.tile(&plain, level, tx * u32::MAX, 0);
        prop_assert_eq!(treated.rgba.len(), plain.rgba.len());
        prop_assert!(treated.rgba.iter().zip(&plain.rgba).all(|(treated, plain)| treated <= plain));
        let extent = preview.extent();
        // The photo has 1200 × 1200 mm at the least scale.
        prop_assert!((0.0..=14_500.0).contains(&extent.area_cm2) && extent.dots <= 5_800_000);
    }

    #[test]
    fn what_differs_lies_within_what_is_said_to_change(one in treatments(), paint in paints()) {
        let other = Treatment { paint: one.paint.iter().cloned().chain(paint).collect(), ..one.clone() };
        let plain = PATCH.pyramid.tile(0, 0, 0);
        let [before, after] = [&one, &other]
            .map(|treatment| PATCH.preview.changed_to(treatment, PATCH.preview.color).tile(&plain, 0, 0, 0));
        let changed = one.changed(&other);
        for (at, _) in before.rgba.iter().zip(&after.rgba).enumerate().filter(|(_, (before, after))| before != after) {
            let [x, y] = [at / 4 % 600, at / 2400].map(|px| px as f64);
            let is_told = changed.is_some_and(|part| {
                x + 2.0 >= part.left && x - 1.0 <= part.right && y + 2.0 >= part.top && y - 1.0 <= part.bottom
            });
            prop_assert!(is_told, "{x}, {y} is not in {changed:?}");
        }
    }
}
