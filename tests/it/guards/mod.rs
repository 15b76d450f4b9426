//! What nobody looks at until it breaks: the order of the modules, broken files, the shipped catalog.

mod architecture;
mod broken_files;
mod shipped_catalog;
