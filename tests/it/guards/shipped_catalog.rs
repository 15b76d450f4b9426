//! `shades.json` is what `examples/compute_shades.rs` prints: no colour in it was typed.

#[path = "../../../examples/compute_shades.rs"]
#[expect(dead_code, reason = "the program prints what is only compared here")]
mod compute_shades;

#[test]
fn the_shipped_catalog_is_what_the_optics_compute() {
    let shipped: serde_json::Value = serde_json::from_str(include_str!("../../../shades.json")).unwrap();
    assert_eq!(shipped, compute_shades::catalog(), "run the example and commit what it prints");
}
