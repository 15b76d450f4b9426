//! What several tests share. Declare it as `pub mod support;`, so that what one test leaves unused is no dead code there.

pub mod bench_photo;
pub mod program;
