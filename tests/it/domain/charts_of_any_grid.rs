//! Charts that only a file describes are found, placed and calibrated by, whatever their grid.

use rayon::prelude::*;
use scene::{
    Camera, Chart as Drawn, ChartSet, Layer, Layout, Light, Noise, Point, Scene, Swatch, ToneCurve, jpeg_photo,
    patch_miss, rect, spread_colors,
};
use stipple::calibration::chart::{Chart, FoundChart, Grid, Order, detect_charts};
use stipple::calibration::{Calibrated, Reference, calibrate};
use stipple::color::{Lab, LinearRgb, ciede2000};
use stipple::photo::Photo;
use stipple::progress::Progress;

/// Like a QPcard 203, a Digital SG, an upright card, a proof wedge, and few patches.
const GRIDS: [Grid; 5] = [
    Grid { columns: 7, rows: 5 },
    Grid { columns: 14, rows: 10 },
    Grid { columns: 4, rows: 6 },
    Grid { columns: 12, rows: 8 },
    Grid { columns: 5, rows: 4 },
];
/// Of the chart's diagonal, percent.
const FARTHEST_OFF: f64 = 0.5;

fn chart(grid: Grid) -> Chart {
    Chart::with_grid("own", grid, spread_colors(grid.columns, grid.rows))
}

/// Charts whose patches are as large as those of small charts in a camera's photo.
fn small_photos(grid: Grid) -> ChartSet {
    let narrowest = (0.03 * grid.columns as f64).clamp(0.15, 0.4);
    let layout = Layout::of_grid(grid.columns, grid.rows);
    ChartSet { long_side: 640, layout, widths: [narrowest, 1.6 * narrowest] }
}

fn find(photo: &Photo, chart: &Chart) -> Option<FoundChart> {
    let found = detect_charts(photo, std::slice::from_ref(chart), &Progress::unwatched()).expect("nobody cancels");
    found.into_iter().next()
}

#[test]
fn charts_of_any_grid_are_found_in_place() {
    for grid in GRIDS {
        const PHOTOS: u64 = 9;
        let (set, chart) = (small_photos(grid), chart(grid));
        let search = |seed: u64| {
            let scene = set.with_colors(&chart.colors, seed);
            let found = find(&jpeg_photo(&scene), &chart)?;
            let miss = patch_miss(&scene, found.reading.patches.iter().map(|patch| patch.pos_in_photo));
            Some((seed, found.order, miss.expect("a chart is drawn")))
        };
        let found: Vec<_> = (0..PHOTOS).into_par_iter().filter_map(search).collect();
        for (seed, order, miss) in &found {
            assert!(*order == Order::Own && *miss < FARTHEST_OFF, "{grid:?}, photo {seed}: {miss:.2} %");
        }
        assert!(found.len() as u64 >= PHOTOS - 1, "{grid:?}: {} of {PHOTOS} found", found.len());
    }
}

#[test]
fn a_mirrored_chart_of_any_grid_is_refused() {
    for grid in GRIDS {
        let (set, chart) = (small_photos(grid), chart(grid));
        let mirrored: Vec<Lab> = chart.colors.chunks(grid.columns).flat_map(|row| row.iter().rev().copied()).collect();
        let search = |seed: u64| find(&jpeg_photo(&set.with_colors(&mirrored, seed)), &chart);
        assert_eq!((0..4).into_par_iter().filter_map(search).count(), 0, "{grid:?}");
    }
}

#[test]
fn no_chart_of_any_grid_is_found_where_there_is_none_or_another() {
    let charts = GRIDS.map(chart);
    let none = |seed: u64| small_photos(GRIDS[seed as usize % GRIDS.len()]).without_chart(seed);
    let classic = |seed: u64| ChartSet { widths: [0.2, 0.6], ..ChartSet::classic(640) }.with_chart(seed);
    let scenes: Vec<Scene> = (0..18).map(none).chain((0..4).map(classic)).collect();
    let found = scenes.par_iter().enumerate().flat_map_iter(|(number, scene)| {
        let photo = jpeg_photo(scene);
        charts
            .iter()
            .filter_map(|chart| find(&photo, chart))
            .map(|found| (number, found.reading.grid))
            .collect::<Vec<_>>()
    });
    assert_eq!(found.collect::<Vec<_>>(), []);
}

/// Skin beside a chart in light that falls off, before a camera with a cast and a curve.
fn skin_beside(chart: &Chart, skin: Lab, corners: [Point; 4]) -> Scene {
    let Grid { columns, rows } = chart.grid;
    let drawn = Drawn { layout: Layout::of_grid(columns, rows), colors: chart.colors.clone(), ..Drawn::at(corners) };
    let swatch = Swatch { shape: rect(600.0, 120.0, 120.0, 300.0), lab: skin };
    Scene {
        width: 800,
        height: 600,
        px_per_mm: 4.0,
        seed: 5,
        backdrop: Lab::new(62.0, 0.0, 0.0),
        layers: vec![Layer::Chart(drawn), Layer::Swatch(swatch)],
        light: Light { gradient: [-0.12, 0.08], ..Light::default() },
        camera: Camera {
            exposure: 0.85,
            white_balance: [1.12, 1.0, 0.9],
            tone_curve: ToneCurve::Soft,
            noise: Noise { read: 0.001, shot: 0.005 },
            ..Camera::default()
        },
        regions: Vec::new(),
    }
}

/// Mean light as decoded of the skin beside the chart.
fn skin_light(photo: &Photo) -> LinearRgb {
    let pixels = (620..700).flat_map(|x| (200..340).map(move |y| (x, y)));
    let lights: Vec<LinearRgb> = pixels.filter_map(|(x, y)| photo.pixel(x, y)).map(|pixel| pixel.light).collect();
    lights.iter().fold(LinearRgb::BLACK, |sum, light| sum + *light) * (1.0 / lights.len() as f64)
}

const SKINS: [Lab; 3] = [Lab::new(69.0, 8.5, 15.0), Lab::new(55.0, 11.0, 18.0), Lab::new(37.0, 10.5, 15.5)];
const TILTED: [Point; 4] = [[80.0, 90.0], [520.0, 60.0], [545.0, 430.0], [50.0, 400.0]];

#[track_caller]
fn assert_is_read(photo: &Photo, calibrated: &Calibrated, grid: Grid, skin: Lab) {
    let (light, middle) = (skin_light(photo), [660.0, 270.0]);
    let found = Lab::from(calibrated.calibration.apply(light, middle));
    let camera = calibrated.calibration.linearizer().apply(light);
    let (miss, stated) = (ciede2000(found, skin).0, calibrated.calibration.uncertainty(camera, middle).0);
    assert!(
        miss < (2.0 * stated).max(1.0),
        "{grid:?}: {skin:?} read as {found:?}: off by {miss:.2}, stated {stated:.2}"
    );
}

#[test]
fn skin_is_read_by_a_chart_of_any_grid_wherever_its_first_patch_lies() {
    for (turns, grid) in GRIDS.into_iter().enumerate() {
        let chart = chart(grid);
        let mut corners = TILTED;
        corners.rotate_left(turns % 4);
        for skin in SKINS {
            let photo = jpeg_photo(&skin_beside(&chart, skin, corners));
            let found = calibrate(&photo, &Reference::Chart, std::slice::from_ref(&chart), &Progress::unwatched());
            assert_is_read(&photo, &found.unwrap_or_else(|error| panic!("{grid:?}: {error}")), grid, skin);
        }
    }
}

#[test]
fn a_chart_is_placed_by_the_outer_corners_of_its_patches() {
    for grid in GRIDS {
        let chart = chart(grid);
        let scene = skin_beside(&chart, SKINS[0], TILTED);
        let photo = jpeg_photo(&scene);
        let found = find(&photo, &chart).expect("found");
        let Layer::Chart(drawn) = &scene.layers[0] else { panic!("a chart is drawn") };
        let truth = outer_corners(drawn, grid);
        for (found, truth) in found.corners.into_iter().zip(truth) {
            // Of patches of 40 px and more; perspective makes an outer one a little larger or smaller than its neighbour.
            assert!((found[0] - truth[0]).hypot(found[1] - truth[1]) < 6.0, "{grid:?}: {found:?} is not {truth:?}");
        }
        let by_hand = Reference::ChartAt(truth.map(|[x, y]| [x + 1.5, y - 1.0]));
        let placed = calibrate(&photo, &by_hand, &[chart], &Progress::unwatched()).expect("placed");
        assert_is_read(&photo, &placed, grid, SKINS[0]);
    }
}

/// The outer corners of a drawn chart's patches, about: those of the whole without its border.
fn outer_corners(drawn: &Drawn, grid: Grid) -> [Point; 4] {
    let patches = drawn.patches();
    let middle = |patch: usize| {
        let bounds = patches[patch].shape.bounds();
        [(bounds.left + bounds.right) / 2.0, (bounds.top + bounds.bottom) / 2.0]
    };
    let (last_column, last_row) = (grid.columns - 1, grid.patches() - grid.columns);
    let out = |patch: usize, beside: usize, below: usize| {
        let ([x, y], half) = (middle(patch), 0.5 / 1.16);
        let (along, down) = (middle(beside), middle(below));
        [x + half * (2.0 * x - along[0] - down[0]), y + half * (2.0 * y - along[1] - down[1])]
    };
    let c = grid.columns;
    [
        out(0, 1, c),
        out(last_column, last_column - 1, last_column + c),
        out(last_row + last_column, last_row + last_column - 1, last_row + last_column - c),
        out(last_row, last_row + 1, last_row - c),
    ]
}

#[test]
fn patches_may_be_wider_than_high() {
    let chart = chart(Grid { columns: 7, rows: 5 });
    let wide = [[60.0, 150.0], [560.0, 150.0], [560.0, 400.0], [60.0, 400.0]];
    let high = [[60.0, 40.0], [460.0, 40.0], [460.0, 560.0], [60.0, 560.0]];
    for corners in [wide, high] {
        let scene = skin_beside(&chart, SKINS[1], corners);
        let photo = jpeg_photo(&scene);
        let found = calibrate(&photo, &Reference::Chart, std::slice::from_ref(&chart), &Progress::unwatched());
        assert_is_read(&photo, &found.expect("found"), chart.grid, SKINS[1]);
    }
}
