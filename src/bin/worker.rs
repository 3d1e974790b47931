//! Stub to prebuild.
fn main() {}
