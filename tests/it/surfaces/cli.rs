//! The headless program on drawn photos: the contract of its JSON, its exit codes, regions, references and catalogs.

use scene::{Camera, Patch, ToneCurve};
use serde_json::{Value, json};
use stipple::calibration::chart::Chart as MeasuredChart;
use stipple::color::{Lab, ciede2000};

use crate::support::bench_photo::{
    Folder, PLAIN, REGIONS, SKIN, STUBBLE, WITHOUT_REFERENCE, assert_near, labs, scene, true_labs,
};
use crate::support::program::{answer, lab, run};

#[track_caller]
fn assert_has(value: &Value, keys: &[&str]) {
    let missing: Vec<&&str> = keys.iter().filter(|key| value.get(key).is_none_or(Value::is_null)).collect();
    assert!(missing.is_empty(), "{missing:?} are missing in {value:#}");
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

#[test]
fn a_neutral_camera_measures_true_colors() {
    let folder = Folder::empty();
    let measured = answer("measure", &folder.plain(), &WITHOUT_REFERENCE);
    // A step of 8 bits is up to ΔE00 0.3 in an even colour.
    assert_near(&labs(&measured), &true_labs(&PLAIN), 0.4, "without a reference");
}

#[test]
fn a_chart_undoes_a_color_cast() {
    let camera = Camera { exposure: 0.8, white_balance: [1.12, 1.0, 0.84], ..Camera::default() };
    let (folder, drawing) = (Folder::empty(), scene(camera).draw());
    let photo = folder.file("cast.png", drawing.picture.png8().expect("a picture can be encoded"));
    let calibrated = answer("measure", &photo, &REGIONS);
    assert_eq!(calibrated["reference"]["method"], "chart");
    // Skin and hair lie between the patches that the fit rests on.
    assert_near(&labs(&calibrated), &true_labs(&drawing), 1.0, "by the chart");
    let raw = labs(&answer("measure", &photo, &WITHOUT_REFERENCE))[0];
    assert!(ciede2000(raw, true_labs(&drawing)[0]).0 > 4.0, "no cast to undo: {raw:?}");
}

#[test]
fn the_answer_of_match_has_the_fields_of_the_contract() {
    let folder = Folder::empty();
    let matched = answer("match", &folder.plain(), &[SKIN, STUBBLE, "--top=3"]);
    assert_has(&matched, &["photo", "reference", "measurements", "target", "matches", "cautions"]);
    assert_has(
        &matched["photo"],
        &["width", "height", "format", "orientation", "profile", "profile_assumed", "sha256"],
    );
    assert_has(&matched["reference"], &["method", "corners", "residual_de00"]);
    assert_has(&matched["reference"]["residual_de00"], &["mean", "max", "cross_validated"]);
    assert_has(&matched["target"], &["lab", "from"]);
    assert_eq!(list(&matched["matches"]).len(), 3);
    for (ranked, rank) in list(&matched["matches"]).iter().zip(1..) {
        assert_has(ranked, &["rank", "shade_id", "name", "recipe", "de00", "dL", "dC", "dH", "reason", "cautions"]);
        assert_has(ranked, &["healed_lab", "coverage", "area_lab", "probability_best", "years", "batch"]);
        assert_has(ranked, &["water_range", "grain", "group"]);
        assert_has(&ranked["dots"], &["diameter_mm", "per_cm2"]);
        assert_has(&ranked["recipe"], &["pigment_parts", "water_parts"]);
        assert_eq!(ranked["rank"], rank);
    }
    assert_has(&matched, &["skin", "apart", "session_plan"]);
    assert_eq!(list(&matched["session_plan"]).len(), 3);
    list(&matched["cautions"]).iter().for_each(|caution| assert_has(caution, &["kind", "text"]));
}

#[test]
fn a_measurement_has_the_fields_of_the_contract() {
    let folder = Folder::empty();
    let measured = answer("measure", &folder.plain(), &REGIONS);
    let tissues: Vec<&Value> = list(&measured["measurements"]).iter().map(|m| &m["tissue"]).collect();
    assert_eq!(tissues, ["skin", "stubble", "hair"]);
    for (measurement, region) in list(&measured["measurements"]).iter().zip(0..) {
        assert_has(measurement, &["region", "tissue", "lab", "oklab", "srgb", "ita_degrees", "spread_de00"]);
        assert_has(measurement, &["uncertainty_de00", "pixels", "cautions"]);
        assert_has(&measurement["pixels"], &["total", "used", "glare", "clipped", "outlier"]);
        assert_eq!(measurement["region"], region);
    }
    assert_eq!(measured["measurements"][0]["pixels"]["total"], 240 * 200);
}

#[test]
fn a_match_is_as_far_away_as_it_says() {
    let folder = Folder::empty();
    let matched = answer("match", &folder.plain(), &[SKIN, STUBBLE]);
    assert_eq!(matched["target"]["from"], "stubble");
    assert_eq!(matched["target"]["lab"], matched["measurements"][1]["lab"]);
    assert_eq!(list(&matched["matches"]).len(), 3);
    let [target, skin] = ["target", "skin"].map(|key| lab(&matched[key]["lab"]));
    for ranked in list(&matched["matches"]) {
        let [area, dot] = ["area_lab", "healed_lab"].map(|key| lab(&ranked[key]));
        let stated = ranked["de00"].as_f64().expect("a number");
        assert!((ciede2000(area, target).0 - stated).abs() < 2e-3, "{ranked}");
        assert!(dot.l < area.l && area.l < skin.l, "{ranked}");
    }
}

#[test]
fn darker_recipes_lose_when_darkness_costs_more() {
    let folder = Folder::empty();
    let mean_lightness = |factor: &str| {
        let matched = answer("match", &folder.plain(), &[SKIN, STUBBLE, "--top=1", "--darker-costs", factor]);
        lab(&matched["matches"][0]["area_lab"]).l
    };
    assert!(mean_lightness("1") < mean_lightness("10"), "{} {}", mean_lightness("1"), mean_lightness("10"));
}

#[test]
fn mixes_compete_only_when_asked_for_and_a_scar_is_named() {
    let folder = Folder::empty();
    let asked = answer("match", &folder.plain(), &[SKIN, STUBBLE, "--top=60", "--mixes", "--scar"]);
    let mixed: Vec<&Value> = list(&asked["matches"]).iter().filter(|ranked| !ranked["mixed_with"].is_null()).collect();
    assert!(!mixed.is_empty());
    assert!(mixed.iter().all(|ranked| ranked["batch"]["pigments"].as_object().is_some_and(|parts| parts.len() == 2)));
    let kinds: Vec<&Value> = list(&asked["cautions"]).iter().map(|caution| &caution["kind"]).collect();
    assert!(kinds.contains(&&json!("scar")), "{kinds:?}");
    let usual = answer("match", &folder.plain(), &[SKIN, STUBBLE, "--top=60"]);
    assert!(list(&usual["matches"]).iter().all(|ranked| ranked["mixed_with"].is_null()));
}

#[test]
fn what_was_asked_of_the_client_gives_cautions_and_changes_no_rank() {
    let folder = Folder::empty();
    let kinds = |answer: &Value| -> Vec<Value> {
        list(&answer["cautions"]).iter().map(|caution| caution["kind"].clone()).collect()
    };
    let usual = answer("match", &folder.plain(), &[SKIN, STUBBLE]);
    let asked = answer("match", &folder.plain(), &[SKIN, STUBBLE, "--tanned", "--brows", "paler"]);
    let told = kinds(&asked);
    assert!(told.contains(&json!("tanned")) && told.contains(&json!("pale_brows")), "{told:?}");
    assert!(!kinds(&usual).contains(&json!("tanned")));
    assert_eq!(usual["matches"][0]["shade_id"], asked["matches"][0]["shade_id"]);
    let alike = answer("match", &folder.plain(), &[SKIN, STUBBLE, "--brows=alike"]);
    assert!(!kinds(&alike).contains(&json!("pale_brows")));
}

#[test]
fn without_bare_skin_that_between_the_hairs_is_taken_or_one_is_assumed() {
    let folder = Folder::empty();
    let between = answer("match", &folder.plain(), &[STUBBLE]);
    assert_eq!(between["skin"]["from"], "unmixed");
    assert_near(&[lab(&between["skin"]["lab"])], &true_labs(&PLAIN)[..1], 1.5, "between the hairs");
    let hair = REGIONS.iter().find(|region| region.starts_with("--hair")).expect("one of the regions is hair");
    let assumed = answer("match", &folder.plain(), &[hair]);
    assert_eq!(assumed["skin"]["from"], "assumed");
    let kinds: Vec<&Value> = list(&assumed["cautions"]).iter().map(|caution| &caution["kind"]).collect();
    assert!(kinds.contains(&&json!("skin_assumed")) && kinds.contains(&&json!("target_is_hair")), "{kinds:?}");
}

#[test]
fn a_chart_is_told_with_its_corners_and_patches() {
    let folder = Folder::empty();
    let found = answer("chart", &folder.plain(), &[]);
    assert_eq!(found["found"], true);
    assert_has(&found, &["corners", "patches", "residual_de00"]);
    // The cyan patch lies outside sRGB, in which the photo is encoded.
    let in_gamut = PLAIN.truth.patches.iter().zip(list(&found["patches"])).filter(|(patch, _)| patch.name != "cyan");
    let (truth, told): (Vec<Lab>, Vec<Lab>) = in_gamut.map(|(patch, told)| (patch.lab, lab(told))).unzip();
    assert_eq!(told.len(), 23);
    assert_near(&told, &truth, 1.0, "patches");
}

#[test]
fn where_no_chart_is_there_none_is_told_and_asking_for_it_fails() {
    let folder = Folder::empty();
    let blank = folder.file("blank.png", blank_png());
    assert_eq!(answer("chart", &blank, &[]), json!({"found": false}));
    let path = blank.to_string_lossy();
    let failed = run(["measure", &path, "--skin=rect:10,10,40,30", "--reference=chart", "--json"]);
    assert!(failed.reason().contains("chart"), "{failed:?}");
}

fn blank_png() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let grey = image::RgbImage::from_pixel(120, 90, image::Rgb([120, 118, 115]));
    grey.write_to(&mut file, image::ImageFormat::Png).expect("a picture can be encoded");
    file.into_inner()
}

#[test]
fn a_shape_measures_the_same_however_it_is_written() {
    let folder = Folder::empty();
    let shapes = [
        "--skin=rect:300,140,240,200",
        "--skin=polygon:300,140,540,140,540,340,300,340",
        "--skin=polygon:300.0,340,300,140,540,140.00,540,340",
    ];
    let measured = answer("measure", &folder.plain(), &shapes);
    let first = &measured["measurements"][0];
    for other in list(&measured["measurements"]) {
        assert_eq!((&other["lab"], &other["pixels"]), (&first["lab"], &first["pixels"]));
    }
    let ellipse = answer("measure", &folder.plain(), &["--skin=ellipse:420,240,100,80.5"]);
    let pixels = ellipse["measurements"][0]["pixels"]["total"].as_f64().expect("a count");
    // π · 100 · 80.5, to a third of the pixels on its rim.
    assert!((pixels - 25_290.0).abs() < 190.0, "{pixels}");
    assert_near(&labs(&ellipse), &[lab(&first["lab"])], 0.3, "ellipse");
}

#[test]
fn of_a_region_that_leaves_the_photo_only_the_part_inside_counts() {
    let folder = Folder::empty();
    let regions = ["--skin=rect:-100,-100,150,160", "--skin=rect:5000,10,40,40", "--skin=rect:-1e6,-1e6,2e6,2e6"];
    let measured = answer("measure", &folder.plain(), &regions);
    let [over_the_corner, outside, everything] = list(&measured["measurements"]) else { panic!("three regions") };
    assert_eq!(over_the_corner["pixels"]["total"], 50 * 60);
    assert_eq!(everything["pixels"]["total"], 1280 * 960);
    assert_eq!(outside.get("lab"), None);
    assert_eq!(outside["cautions"][0]["kind"], "nothing_measured");
}

#[test]
fn without_regions_some_are_suggested_and_it_says_so() {
    let folder = Folder::empty();
    let measured = answer("measure", &folder.plain(), &[]);
    assert!(!list(&measured["measurements"]).is_empty());
    let kinds: Vec<&Value> = list(&measured["cautions"]).iter().map(|caution| &caution["kind"]).collect();
    assert!(kinds.contains(&&json!("regions_suggested")), "{kinds:?}");
}

#[test]
fn wrong_usage_exits_with_2() {
    let (folder, plain) = (Folder::empty(), ["measure", "photo.png"]);
    let photo = folder.plain().to_string_lossy().into_owned();
    for arguments in [
        vec![],
        vec!["paint"],
        vec!["measure"],
        vec!["measure", &photo, "--skin=circle:1,2,3"],
        vec!["measure", &photo, "--skin=rect:1,2,3"],
        vec!["measure", &photo, "--skin=rect:1,2,0,4"],
        vec!["measure", &photo, "--skin=rect:1,2,NaN,4"],
        vec!["measure", &photo, "--reference=grey"],
        vec!["measure", &photo, "--reference=chart:1,2,3"],
        vec!["measure", &photo, "--swatch=rect:1,2,3,4"],
        vec!["match", &photo, SKIN, "--top=0"],
        vec!["catalog", "check"],
        [plain.as_slice(), &["--colour"]].concat(),
    ] {
        let refused = run(&arguments);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{arguments:?}: {refused:?}");
        assert!(!refused.stderr.is_empty(), "{arguments:?}");
    }
}

const FAULTY: &str = r#"{
  "format_version": 1,
  "shades": [
    {"id": "one", "name": "One", "family": "f", "state": "healed", "provenance": {"kind": "user", "source": "test"}},
    {"id": "one", "name": "Again", "family": "f", "state": "healed", "provenance": {"kind": "user", "source": "test"}},
    {"id": "two", "name": "Two", "family": "f", "state": "boiled", "provenance": {"kind": "user", "source": "test"}},
    {"id": "three", "name": "", "family": "f", "state": "healed", "provenance": {"kind": "user", "source": "test"},
     "color": {"lab": [400, 0, 0], "illuminant": "D65", "observer": 2}}
  ]
}"#;

#[test]
fn catalog_check_reports_every_fault_with_its_line() {
    let folder = Folder::empty();
    let faulty = folder.file("faulty.json", FAULTY).to_string_lossy().into_owned();
    let broken = folder.file("broken.json", "{\n\"format_version\": 1,,").to_string_lossy().into_owned();
    let checked = run(["catalog", "check", &faulty, &broken]);
    assert_eq!((checked.code, checked.stderr.lines().count()), (Some(1), 1), "{checked:?}");
    let starts = [(&faulty, 5), (&faulty, 6), (&faulty, 7), (&faulty, 8), (&broken, 2)];
    assert_eq!(checked.stdout.lines().count(), starts.len(), "{}", checked.stdout);
    for (told, (path, line)) in checked.stdout.lines().zip(starts) {
        assert!(told.starts_with(&format!("{path}: line {line}: ")), "{told}");
    }
    let refused = run(["catalog", "list", "--catalog", &faulty]);
    assert!(refused.reason().contains("4 faults"), "{refused:?}");
}

#[test]
fn the_shipped_catalog_is_listed_and_has_no_fault() {
    let listed = run(["catalog", "list", "--json"]).json();
    assert!(list(&listed["shades"]).iter().all(|shade| shade["provenance"]["source"].is_string()));
    assert!(list(&listed["shades"]).iter().any(|shade| list(&shade["recipes"]).len() > 3));
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/shades.json");
    let checked = run(["catalog", "check", shipped]);
    assert_eq!((checked.code, checked.stderr.as_str()), (Some(0), ""), "{checked:?}");
}

#[test]
fn ones_own_catalog_is_the_one_that_is_ranked() {
    let folder = Folder::empty();
    let own = r#"{"format_version": 1, "shades": [{"id": "mine", "name": "Mine", "family": "f", "state": "healed",
        "color": {"lab": [55, 6, 12], "illuminant": "D65", "observer": 2},
        "provenance": {"kind": "measured", "source": "test"}}]}"#;
    let own = folder.file("own.json", own);
    let matched = answer("match", &folder.plain(), &[SKIN, STUBBLE, "--catalog", &own.to_string_lossy()]);
    let ids: Vec<&Value> = list(&matched["matches"]).iter().map(|ranked| &ranked["shade_id"]).collect();
    assert_eq!(ids, ["mine"]);
}

#[test]
fn the_answers_are_written_beside_the_stubble_where_the_scale_is_known() {
    let folder = Folder::empty();
    let picture = folder.file("beside.png", "");
    let path = picture.to_string_lossy();
    let options = [SKIN, STUBBLE, "--scale", "10", "--beside", &path];
    let matched = answer("match", &folder.plain(), &options);
    let answers = list(&matched["group_probabilities"]).len().min(3) as u32;
    // 10 mm of each side by side, the mirror's look above that from two metres.
    let written = image::open(&picture).expect("a picture");
    assert_eq!((written.width(), written.height()), (200, 200 * answers));
    let photo = folder.plain();
    let unscaled = run(["match".as_ref(), photo.as_os_str(), SKIN.as_ref(), "--beside".as_ref(), picture.as_os_str()]);
    assert!(unscaled.reason().contains("give --scale"), "{unscaled:?}");
}

#[test]
fn with_nothing_to_match_the_cautions_say_why() {
    let folder = Folder::empty();
    let matched = answer("match", &folder.plain(), &[SKIN]);
    assert_eq!((&matched["matches"], &matched["target"]), (&json!([]), &Value::Null));
    let kinds: Vec<&Value> = list(&matched["cautions"]).iter().map(|caution| &caution["kind"]).collect();
    assert!(kinds.contains(&&json!("nothing_to_match")), "{kinds:?}");
}

#[test]
fn several_cards_tell_more_than_one() {
    let camera =
        Camera { tone_curve: ToneCurve::Strong, exposure: 0.8, white_balance: [1.12, 1.0, 0.84], ..Camera::default() };
    let (folder, drawing) = (Folder::empty(), scene(camera).draw());
    let photo = folder.file("cast.png", drawing.picture.png8().expect("a picture can be encoded"));
    let greys = [18, 19, 21, 22].map(|patch| {
        let Patch { shape, lab, .. } = &drawing.truth.patches[patch];
        format!("{shape}@{}", lab.l)
    });
    let misses = [&greys[2..3], &greys[..]].map(|cards| {
        let reference = format!("--reference=neutral:{}", cards.join("+"));
        let measured = answer("measure", &photo, &[&REGIONS[..], &[&reference]].concat());
        assert_eq!(measured["reference"]["lightness"].as_array().map(Vec::len), Some(cards.len()));
        let pairs = labs(&measured).into_iter().zip(true_labs(&drawing));
        pairs.map(|(found, truth)| ciede2000(found, truth).0).sum::<f64>() / 3.0
    });
    assert!(misses[1] < misses[0], "{misses:?}");
}

#[test]
fn white_paper_is_taken_with_a_caution() {
    let folder = Folder::empty();
    let measured = answer("measure", &folder.plain(), &[SKIN, "--reference=neutral:rect:870,400,90,70@paper"]);
    let kinds: Vec<&Value> = list(&measured["cautions"]).iter().map(|caution| &caution["kind"]).collect();
    assert!(kinds.contains(&&json!("white_paper")), "{kinds:?}");
}

#[test]
fn a_chart_that_was_measured_is_taken_at_its_own_colors() {
    let (folder, chart) = (Folder::empty(), MeasuredChart::iso_17321());
    let rows = |shift: f64| {
        chart.colors.iter().map(|c| format!("{:.3},{:.3},{:.3}\n", c.l, c.a, c.b + shift)).collect::<String>()
    };
    let measured = |name: &str, shift: f64| {
        let file = folder.file(name, "# D65\nL,a,b\n".to_owned() + &rows(shift));
        let option = format!("--chart-file={}", file.display());
        let answer = answer("measure", &folder.plain(), &[SKIN, &option]);
        assert_eq!(answer["reference"]["chart"], name.trim_end_matches(".csv"));
        labs(&answer)[0]
    };
    let (plain, yellowed) = (measured("mine.csv", 0.0), measured("yellowed.csv", 4.0));
    // A chart that is yellower than published makes everything beside it yellower.
    assert!(yellowed.b > plain.b + 1.5, "{plain:?} {yellowed:?}");
    let broken = folder.file("broken.csv", "L,a,b\n1,2\n");
    let run = run(["chart".as_ref(), folder.plain().as_os_str(), "--chart-file".as_ref(), broken.as_os_str()]);
    assert!(run.reason().contains("line 2"), "{run:?}");
}
