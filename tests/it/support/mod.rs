//! What several tests share.

pub mod bench_photo;
pub mod program;
